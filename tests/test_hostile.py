"""
Documents that attack the reader are refused with the place, quoting nothing, at a
bounded cost, and without running, importing or opening anything.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from itertools import combinations
from textwrap import dedent

import attrs
import pytest
from hostile_documents import (
    BIG,
    CANARY,
    FOLDER,
    HARMLESS,
    NUMBER,
    SMALL,
    Host,
    written,
)
from hypothesis import given
from hypothesis import strategies as st
from strategies import F
from strategies import Host as Strange
from test_codec import at, definitions, places, replaced

import leadkit as lk
from leadkit import ALWAYS, NEVER, PREVIOUS, DocumentError, Transition
from leadkit.diagnosis import shadowed
from leadkit.documents import BYTES
from leadkit.rules import nodes as n
from leadkit.rules.requirements import requirements
from leadkit.rules.stored.counting import NODES
from leadkit.rules.tree import Node

DIGITS = str(NUMBER).partition(".")[0]
KINDS = {
    "rule": lk.Rule,
    "scorecard": lk.Scorecard,
    "qualification": lk.Qualification,
    "lifecycle": lk.Lifecycle,
    "playbook": lk.Playbook,
}
# How many calls, of Python and of C, one document may cost. bench/hostile.py shows what
# that takes in time; a test counts, since clocks differ.
CALLS = 1_200_000


def read(kind, given):
    """
    Read a document about `Host`.
    """
    return KINDS[kind].from_json(given, record=Host)


def refused(kind, given):
    """
    The error with which a document is refused.
    """
    with pytest.raises(DocumentError) as caught:
        read(kind, given)

    return caught.value


def told(error):
    """
    Everything that an error tells, in small letters.
    """
    facts = attrs.asdict(error).values()
    hidden = (
        error.__context__,
        error.__cause__,
        error.args,
        error.__notes__ if hasattr(error, "__notes__") else (),
    )
    return " ".join(map(repr, (str(error), error, *facts, *hidden))).lower()


@pytest.fixture(name="made")
def _made(monkeypatch):
    """
    How many nodes were made so far.
    """
    made = []
    check = Node.__attrs_post_init__

    def count(node):
        made.append(1)
        check(node)

    monkeypatch.setattr(Node, "__attrs_post_init__", count)
    return made


def calls(function):
    """
    How many calls a function makes, of Python and of C.
    """
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


class TestSmall:
    def test_files(self):
        """
        There are 120 files and more, as their program writes them.
        """
        files = {path.stem: path.read_bytes() for path in FOLDER.glob("*.json")}
        table = {**SMALL, **HARMLESS}

        assert len(SMALL) >= 120
        assert {name: written(given) for name, (_, given, *_) in table.items()} == files

    @pytest.mark.parametrize("name", SMALL)
    def test_refused(self, name):
        """
        Each is refused with the place that the table says.
        """
        kind, _, pointer = SMALL[name]
        error = refused(kind, (FOLDER / f"{name}.json").read_bytes())

        assert pointer == error.pointer
        assert (f"the document at {pointer!r}" if pointer else "the document") == (
            error.subject
        )

    @pytest.mark.parametrize("name", SMALL)
    def test_quotes_nothing(self, name):
        """
        Nothing of the document is in the error, nor in what hangs on it.
        """
        kind, given, _ = SMALL[name]
        text = told(refused(kind, written(given)))

        assert CANARY.lower() not in text
        assert DIGITS not in text

    @pytest.mark.parametrize("name", HARMLESS)
    def test_harmless(self, name):
        """
        What only looks dangerous is read, and written as it was meant.
        """
        kind, given = HARMLESS[name]
        thing = read(kind, written(given))

        assert thing == read(kind, thing.to_json())


CANARIES = [CANARY, NUMBER, [CANARY], {CANARY: 1}]


class TestAnywhere:
    @given(
        definitions(),
        st.sampled_from([CANARY, NUMBER, [CANARY], {CANARY: 1}]),
        st.data(),
    )
    def test_values(self, thing, canary, data):
        """
        A value put anywhere into a document is in no refusal.
        """
        whole = json.loads(thing.to_json())
        path = data.draw(st.sampled_from(list(places(whole))))
        self.check(type(thing), replaced(whole, path, canary))

    @given(definitions(), st.data())
    def test_keys(self, thing, data):
        """
        Nor is a key.
        """
        whole = json.loads(thing.to_json())
        path = data.draw(st.sampled_from([p for p in places(whole) if p]))
        over = at(whole, path[:-1])
        if isinstance(over, dict):
            rest = {key: value for key, value in over.items() if key != path[-1]}
            changed = {**rest, CANARY: over[path[-1]]}
        else:
            changed = {CANARY: over}
        self.check(type(thing), replaced(whole, path[:-1], changed))

    @given(definitions(), st.data())
    def test_names(self, thing, data):
        """
        Nor is any name, where all texts of a document but one have been replaced.
        """
        whole = json.loads(thing.to_json())
        texts = [path for path in places(whole) if isinstance(at(whole, path), str)]
        kept = data.draw(st.sampled_from([*texts, None]))
        for number, path in enumerate(texts):
            if path != kept:
                whole = replaced(whole, path, f"{CANARY}{number % 3}")
        self.check(type(thing), whole)

    def check(self, kind, data):
        try:
            kind.from_json(json.dumps(data), record=Strange)
        except DocumentError as error:
            text = told(error)

            assert CANARY.lower() not in text
            assert DIGITS not in text


class TestBig:
    @pytest.mark.parametrize("name", BIG)
    def test_bounded(self, name, made):
        """
        No document of up to 1 MiB makes more nodes than are allowed, or keeps the
        reader busy for long.
        """
        kind, make, _ = BIG[name]
        given = written(make())

        def run():
            with suppress(DocumentError):
                read(kind, given)

        assert calls(run) <= CALLS
        assert len(made) <= NODES + 1

    @pytest.mark.parametrize("name", BIG)
    def test_answered(self, name):
        """
        Each is read, or refused with the place that the table says, quoting nothing.
        """
        kind, make, pointer = BIG[name]
        given = written(make())
        if pointer is None:
            assert read(kind, given) is not None
        else:
            error = refused(kind, given)

            assert pointer == error.pointer
            assert CANARY.lower() not in told(error)
            assert len(told(error)) <= 10_000

    @pytest.mark.parametrize("size", [BYTES, BYTES + 1])
    @pytest.mark.parametrize("make", [str, str.encode], ids=["text", "bytes"])
    def test_limit(self, size, make):
        """
        A text of 1 MiB is read, and one of a byte more isn't.
        """
        body = '{"leadkit": 1, "rule": {"always": true}}'
        text = make(body + " " * (size - len(body)))

        if size > BYTES:
            assert "more than 1 MiB" == refused("rule", text).came
        else:
            assert ALWAYS == read("rule", text)

    def test_limit_is_of_bytes(self):
        """
        Letters of two bytes count as two.
        """
        text = '"' + "é" * (BYTES // 2) + '"'

        assert len(text) < BYTES
        assert "more than 1 MiB" == refused("rule", text).came


class TestAsking:
    # What is read may be asked: no text makes a rule that costs more than it looks.

    def test_cards_are_gone_through_once(self):
        """
        What a playbook of cards that read one another needs is told in a step for each.
        """
        card = lk.Scorecard("c0", [lk.Points(1, when=F.employees >= 50)])
        for number in range(1, 40):
            twice = [lk.Points(1, when=card >= 1), lk.Points(1, when=card >= 2)]
            card = lk.Scorecard(f"c{number}", twice)
        rule = card >= 1

        assert calls(lambda: requirements([rule.node])) <= 20_000
        assert 40 == len(requirements([rule.node]).cards)
        assert sum(1 for _ in n.walk_once([rule.node])) <= 500

    def test_a_playbook_of_such_cards(self):
        """
        So a playbook of them is built.
        """
        cards = [lk.Scorecard("c0", [lk.Points(1, when=F.employees >= 50)])]
        for number in range(1, 40):
            last = cards[-1]
            twice = [lk.Points(1, when=last >= 1), lk.Points(1, when=last >= 2)]
            cards.append(lk.Scorecard(f"c{number}", twice))
        build = lambda: lk.Playbook("p", record=Host, scorecards=cards)  # noqa: E731

        assert calls(build) <= 100_000

    def test_text_beside_a_constant(self):
        """
        A constant is checked without writing the text of what it stands beside.
        """
        long = lk.activity(*(f"t{number}" for number in range(1000))).count()

        def writes():
            return long.is_in(range(100))

        few = calls(lambda: long.is_in(range(10)))

        assert calls(writes) <= 12 * few


def _naive(transitions):
    # Each with each.
    for earlier, later in combinations(transitions, 2):
        shared = [stage for stage in earlier.sources if stage in later.sources]
        if earlier.trigger == later.trigger and shared and _shadows(earlier, later):
            return earlier, later, shared[0]
    return None


def _shadows(earlier, later):
    always = earlier.when is None or earlier.when == ALWAYS
    chance = earlier.target is PREVIOUS and later.target is not PREVIOUS
    return (always or earlier.when == later.when) and not chance


class TestShadowed:
    @given(
        st.lists(
            st.builds(
                Transition,
                st.sampled_from(["go", "stop"]),
                st.lists(st.sampled_from("abc"), min_size=1),
                st.sampled_from(["a", "b", PREVIOUS]),
                st.sampled_from([None, ALWAYS, NEVER, F.free_mail, F.employees > 1]),
                after=st.none() | st.just(timedelta(days=1)),
            ),
            max_size=5,
        )
    )
    def test_by_tables(self, transitions):
        """
        Tables find the same pair that comparing each with each does.
        """
        assert _naive(transitions) == shadowed(tuple(transitions))


class TestAudit:
    def test_runs_imports_and_opens_nothing(self):
        """
        Reading the documents raises none of the events with which Python tells that
        something is compiled, run, imported, opened, or looked up in the system.
        """
        program = dedent(
            """
            import sys
            from hostile_documents import BIG, HARMLESS, SMALL, Host, written
            import leadkit as lk

            kinds = {
                "rule": lk.Rule,
                "scorecard": lk.Scorecard,
                "qualification": lk.Qualification,
                "lifecycle": lk.Lifecycle,
                "playbook": lk.Playbook,
            }
            documents = [
                (kind, written(given))
                for kind, given, *_ in (*SMALL.values(), *HARMLESS.values())
            ]
            documents += [(kind, written(make())) for kind, make, _ in BIG.values()]
            events, listening = {}, False

            def hear(event, arguments):
                # id() is one, and tells nobody anything.
                if listening and event != "builtins.id":
                    events[event] = events.get(event, 0) + 1

            def read(kind, given):
                try:
                    kinds[kind].from_json(given, record=Host)
                except lk.DocumentError:
                    return False
                return True

            for kind in kinds:  # what is imported when it is first used
                read(kind, b"{}")
            sys.addaudithook(hear)
            listening = True
            answers = [read(kind, given) for kind, given in documents]
            listening = False
            print(len(answers), sum(answers), *events)
            """
        )
        ran = subprocess.run(
            [sys.executable, "-c", program],
            cwd=FOLDER.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        read_too = sum(pointer is None for _, _, pointer in BIG.values())
        every = len(SMALL) + len(HARMLESS) + len(BIG)

        assert "" == ran.stderr
        assert f"{every} {len(HARMLESS) + read_too}" == ran.stdout.strip()
