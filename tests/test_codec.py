"""
Definitions as JSON: one text for each, read back as they were, or refused with a place.
"""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    NOW,
    STAGES,
    TRAITS,
    F,
    Host,
    Tier,
    activities_meant,
    has_name,
    number_specs,
    queries,
    rules,
    specs,
    written,
)

import leadkit as lk
from leadkit import (
    ALWAYS,
    NEVER,
    PREVIOUS,
    DocumentError,
    Grades,
    Group,
    Lead,
    Lifecycle,
    Playbook,
    Points,
    Qualification,
    Rule,
    RuleError,
    Scorecard,
    Temperature,
    Transition,
    activity,
    fields,
)
from leadkit.rules import codec
from leadkit.rules import nodes as n

DAY = timedelta(days=1)
VISITS = activity("page_viewed")
FIT = Scorecard("fit", [Points(20, when=F.employees >= 50)])
INTEREST = Scorecard("interest", [Points(5, per=VISITS.within(days=30))], floor=0)
BIG = {"ge": [{"field": "employees"}, 50]}

# A rule, and what is under "rule" in its document.
RULES = {
    "always": (ALWAYS, {"always": True}),
    "never": (NEVER, {"always": False}),
    "eq": (F.employees == 50, {"eq": [{"field": "employees"}, 50]}),
    "ne": (F.title != "Head", {"ne": [{"field": "title"}, "Head"]}),
    "lt": (F.budget < 0.5, {"lt": [{"field": "budget"}, 0.5]}),
    "le": (F.budget <= -1, {"le": [{"field": "budget"}, -1]}),
    "gt": (F.budget > 5.0, {"gt": [{"field": "budget"}, 5]}),
    "ge": (F.employees >= 50, BIG),
    "two fields": (
        F.budget > F.seats,
        {"gt": [{"field": "budget"}, {"trait": "seats"}]},
    ),
    "a choice": (F.tier == Tier.GOLD, {"eq": [{"field": "tier"}, 3]}),
    "a flag": (lk.all_of(F.free_mail), {"field": "free_mail"}),
    "a flag compared": (
        F.partner == False,  # noqa: E712
        {"eq": [{"trait": "partner"}, False]},
    ),
    "contains": (
        F.title.contains("مدیر"),
        {"contains": [{"field": "title"}, "مدیر"]},
    ),
    "starts_with": (
        F.title.starts_with(F.name),
        {"starts_with": [{"field": "title"}, {"field": "name"}]},
    ),
    "ends_with": (
        F.title.ends_with("of Sales"),
        {"ends_with": [{"field": "title"}, "of Sales"]},
    ),
    "before": (
        F.trial_ends.before(NOW),
        {"before": [{"field": "trial_ends"}, {"instant": "2026-05-01T12:00:00+00:00"}]},
    ),
    "after": (
        F.trial_ends.after(F.renewal),
        {"after": [{"field": "trial_ends"}, {"trait": "renewal"}]},
    ),
    "between": (
        F.employees.between(1, 50),
        {"between": [{"field": "employees"}, 1, 50]},
    ),
    "is_in": (F.region.is_in("us", 3), {"is_in": [{"trait": "region"}, [3, "us"]]}),
    "is_missing": (F.plan.is_missing(), {"missing": {"field": "plan"}}),
    "or_default": (
        F.employees.or_default(0) >= 50,
        {"ge": [{"or_default": [{"field": "employees"}, 0]}, 50]},
    ),
    "arithmetic": (
        5 - F.employees * F.budget + 1 >= 0,
        {
            "ge": [
                {
                    "add": [
                        {
                            "sub": [
                                5,
                                {"mul": [{"field": "employees"}, {"field": "budget"}]},
                            ]
                        },
                        1,
                    ]
                },
                0,
            ]
        },
    ),
    "age": (F.trial_ends.age() >= 1.5, {"ge": [{"age": {"field": "trial_ends"}}, 1.5]}),
    "time_in_stage": (lk.time_in_stage() > 14, {"gt": [{"time_in_stage": {}}, 14]}),
    "count": (
        VISITS.count() >= 1,
        {"ge": [{"count": {"activity": ["page_viewed"]}}, 1]},
    ),
    "a query": (
        activity("b", "a")
        .where(value_at_least=5, medium="email", campaign="بهار")
        .within(hours=36)
        .since("prospect")
        .days_since_last()
        <= 2,
        {
            "le": [
                {
                    "days_since_last": {
                        "activity": ["b", "a"],
                        "where": {
                            "campaign": "بهار",
                            "medium": "email",
                            "value_at_least": 5,
                        },
                        "within": {"hours": 36},
                        "since": "prospect",
                    }
                },
                2,
            ]
        },
    ),
    "and": (lk.holds("A") & lk.holds("B"), {"all": [{"holds": "A"}, {"holds": "B"}]}),
    "or": (
        lk.holds("A") | lk.holds("B") & ~lk.holds("C"),
        {"any": [{"holds": "A"}, {"all": [{"holds": "B"}, {"not": {"holds": "C"}}]}]},
    ),
    "at_least": (
        lk.at_least(1, F.free_mail, lk.holds("A")),
        {"at_least": [1, [{"field": "free_mail"}, {"holds": "A"}]]},
    ),
    "consented": (
        lk.consented("marketing", "email"),
        {"consented": {"purpose": "marketing", "medium": "email"}},
    ),
    "reachable": (lk.reachable("marketing"), {"reachable": {"purpose": "marketing"}}),
    "reachable by": (
        lk.reachable("marketing", "sms"),
        {"reachable": {"purpose": "marketing", "medium": "sms"}},
    ),
    "in_stage": (lk.in_stage("prospect", "lead"), {"in_stage": ["prospect", "lead"]}),
    "has_been": (lk.has_been("lead"), {"has_been": "lead"}),
    "came_from": (lk.came_from("lead"), {"came_from": "lead"}),
    "holds": (lk.holds("MQL"), {"holds": "MQL"}),
    "conversed": (lk.conversed(), {"conversed": {}}),
    "conversed since": (lk.conversed("lead"), {"conversed": {"since": "lead"}}),
    "is_lead": (lk.is_lead(), {"is_lead": {}}),
    "a predicate": (has_name, {"predicate": "has a name"}),
    "a card": (FIT >= 20, {"ge": [{"card": "fit"}, 20]}),
}


def read(text, kind=Rule, **more):
    """
    Read a definition about `Host`, whatever it names.
    """
    given = {"predicates": [has_name], "scorecards": [FIT, INTEREST], **more}
    if kind is Playbook:
        del given["scorecards"]
    return kind.from_json(text, record=Host, **given)


def text_of(rule):
    """
    The one text of a rule, whether it can be read again or not.
    """
    return codec.text_of(rule.node, codec.RULE)


def document(kind, body, **more):
    """
    A document as text.
    """
    return json.dumps({"leadkit": 1, kind: body, **more})


def cards_in(rule):
    """
    The scorecards that a rule reads.
    """
    return [part.card for part in n.walk(rule.node) if isinstance(part, n.Total)]


def refused(text, kind=Rule, **more):
    """
    The error with which a text is refused.
    """
    with pytest.raises(DocumentError) as caught:
        read(text, kind, **more)

    return caught.value


# Drawing definitions -----------------------------------------------------------------


@st.composite
def points(draw):
    """
    Points of every kind.
    """
    given = {"points": draw(st.sampled_from([5, 10, -3, 0.25, 0, 12.01]))}
    activities = draw(st.booleans())
    if activities:
        given["per"] = activities_meant(draw(queries()))
        spans = st.sampled_from([DAY, timedelta(hours=36), timedelta(microseconds=7)])
        decay = draw(st.sampled_from(["halving", "fading", None]))
        if decay is not None:
            given[decay] = draw(spans)
        for limit in ("at_most", "per_day"):
            if draw(st.booleans()):
                given[limit] = draw(st.integers(1, 9))
    elif draw(st.booleans()):
        given["per"] = written(draw(number_specs()))
    if "per" not in given or draw(st.booleans()):
        given["when"] = written(draw(specs(depth=1).filter(_readable)))
    if draw(st.booleans()):
        given["cap"] = draw(st.sampled_from([0, 5, 7.5]))
    if draw(st.booleans()):
        given["name"] = draw(st.sampled_from(["a name", "یک نام", 'it\'s "x"']))
    return Points(**given)


def _readable(spec):
    # Of the cards that are drawn there, all have one name.
    return "card" not in str(spec)


@st.composite
def groups(draw, maker=Group, *, name=None, depth=1):
    """
    Groups of points and groups, or scorecards of them.
    """
    entries = draw(st.lists(points(), max_size=2))
    if depth:
        inner = groups(depth=depth - 1) | groups(Scorecard, depth=depth - 1)
        entries += draw(st.lists(inner, max_size=1))
    limits = st.none() | st.sampled_from([0, 10, 0.5])
    floor, ceiling = draw(limits), draw(limits)
    if floor is not None and ceiling is not None:
        floor, ceiling = sorted([floor, ceiling])
    name = draw(st.sampled_from(["a", "b"])) if name is None else name
    return maker(name, draw(st.permutations(entries)), floor, ceiling)


def scorecards(name="card"):
    """
    Scorecards.
    """
    return groups(Scorecard, name=name)


def _maybe(values):
    return st.none() | values


@cache
def own_rules():
    """
    Rules that read no cards.
    """
    return specs(depth=1).filter(_readable).map(written)


def qualifications(name="MQL", asked=None):
    """
    Qualifications.
    """
    asked = own_rules() if asked is None else asked
    return st.builds(
        Qualification,
        st.just(name),
        _maybe(asked),
        _maybe(asked),
        _maybe(st.lists(st.sampled_from(STAGES), min_size=1, max_size=2)),
    )


def transitions():
    """
    Transitions, each with a trigger of its own, so that none is shadowed.
    """
    timed = st.builds(
        dict, after=st.just(DAY), since=st.sampled_from(["entry", "activity"])
    )
    moves = st.builds(
        lambda sources, target, when, kind, made: Transition(
            "go", sources, target, when, kind=kind, **made
        ),
        st.lists(st.sampled_from(STAGES), min_size=1, max_size=3),
        st.sampled_from([*STAGES, PREVIOUS]),
        _maybe(own_rules()),
        st.sampled_from(["forward", "exit", "back"]),
        st.builds(dict, automatic=st.booleans()) | timed,
    )
    return st.lists(moves, max_size=3).map(
        lambda made: [
            attrs.evolve(one, trigger=f"go_{place}") for place, one in enumerate(made)
        ]
    )


def lifecycles():
    """
    Lifecycles.
    """
    spans = st.dictionaries(
        st.sampled_from(STAGES), st.sampled_from([DAY, timedelta(hours=36)])
    )
    return st.builds(
        Lifecycle,
        st.sampled_from(["sales", "فروش"]),
        st.permutations(STAGES),
        st.sampled_from(STAGES),
        transitions(),
        deadlines=spans,
        stale_after=spans,
    )


@st.composite
def playbooks(draw):
    """
    Playbooks whose parts read one another.
    """
    # One that holds nothing, or a qualification might hold itself through it.
    fit = draw(scorecards("fit").filter(lambda card: "holds" not in str(card)))
    more = Scorecard("more", [Points(1, when=fit >= 3)])
    reads = st.sampled_from([fit >= 20, more.total * 2 < 5, lk.holds("MQL")])
    one = draw(qualifications("MQL", st.sampled_from([fit >= 1, F.free_mail])))
    other = draw(qualifications("SQL", reads))
    return Playbook(
        draw(st.sampled_from(["p", "دفترچه"])),
        record=Host,
        scorecards=draw(st.permutations([fit, more])),
        qualifications=draw(st.permutations([one, other])),
        lifecycle=draw(_maybe(lifecycles())),
        grades=draw(_maybe(st.just(Grades("fit", {"A": 30, "B": 15.5})))),
        temperature=draw(_maybe(st.just(Temperature(hot=more >= 1, warm=fit > 0)))),
    )


# What follows is the same for every kind of definition.
KINDS = {
    Rule: own_rules(),
    Scorecard: scorecards(),
    Qualification: qualifications(),
    Lifecycle: lifecycles(),
    Playbook: playbooks(),
}


def definitions():
    """
    Definitions of every kind.
    """
    return st.one_of(*KINDS.values())


def shuffled(data, draw):
    """
    The same data, with the keys of objects in another order.
    """
    if isinstance(data, dict):
        keys = draw(st.permutations(list(data)))
        return {key: shuffled(data[key], draw) for key in keys}
    if isinstance(data, list):
        return [shuffled(item, draw) for item in data]
    return data


def places(data, path=()):
    """
    The paths to all values in data.
    """
    yield path
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in items:
        yield from places(value, (*path, key))


def at(data, path):
    """
    What stands at a path in data.
    """
    for key in path:
        data = data[key]
    return data


def replaced(data, path, value):
    """
    The data with another value at a path.
    """
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = replaced(data[path[0]], path[1:], value)
    return changed


def values():
    """
    Anything that JSON has a word for, often a word of the format.
    """
    words = [
        *RULES,
        "leadkit",
        "rule",
        "points",
        "name",
        "lead",
        "employees",
        "",
        "a b",
    ]
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-(10**18), 10**18)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.sampled_from(words)
        | st.text(max_size=5)
    )
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(words), inner, max_size=2)
        ),
        max_leaves=6,
    )


# What holds for all ------------------------------------------------------------------


class TestRoundTrip:
    @given(rules(opaque=True))
    def test_rules(self, rule):
        """
        A rule of the whole language is read back as it was, unless it reads two cards
        of one name, which is refused when it is written.
        """
        cards = {card.name: card for card in cards_in(rule)}
        if any(card != cards[card.name] for card in cards_in(rule)):
            with pytest.raises(RuleError, match=r"to_json\(\) of a rule"):
                rule.to_json()
        else:
            assert rule == read(rule.to_json(), scorecards=cards)

    @given(definitions())
    def test_definitions(self, thing):
        """
        A definition is read back as it was, and has the same version.
        """
        again = read(thing.to_json(), type(thing))

        assert thing == again
        assert thing.to_json() == again.to_json()

    @given(definitions(), st.data())
    def test_order_of_keys(self, thing, data):
        """
        Neither the order of keys nor spaces matter to the reader.
        """
        shuffle = shuffled(json.loads(thing.to_json()), data.draw)
        again = read(
            json.dumps(shuffle, indent=data.draw(_maybe(st.just(3)))), type(thing)
        )

        assert thing == again
        assert thing.to_json() == again.to_json()

    @given(rules(), rules())
    def test_one_text_for_each(self, one, other):
        """
        Two rules have one text if and only if they are equal.
        """
        assert (one == other) == (text_of(one) == text_of(other))

    @given(rules(opaque=True))
    def test_written_again(self, rule):
        """
        An equal rule that was made apart has the same text.
        """
        assert text_of(rule) == text_of(copy.deepcopy(rule))

    @given(scorecards(), scorecards())
    def test_one_version_for_each(self, one, other):
        """
        Two scorecards have one version if and only if they are equal.
        """
        assert (one == other) == (one.version == other.version)

    def test_bytes(self):
        """
        A text may be bytes in UTF-8.
        """
        rule = F.title.contains("مدیر")

        assert rule == read(rule.to_json().encode())

    def test_standard(self):
        """
        The standard playbook is read back as it was.
        """
        playbook = lk.standard.playbook()

        assert playbook == Playbook.from_json(
            playbook.to_json(), record=playbook.record
        )


class TestRefusal:
    @given(definitions(), st.data())
    def test_prefixes(self, thing, data):
        """
        Every part of a text from its beginning is refused.
        """
        text = thing.to_json()
        cut = data.draw(st.integers(0, len(text) - 1))

        assert refused(text[:cut], type(thing)).pointer == ""

    @given(definitions(), values(), st.data())
    def test_changes(self, thing, value, data):
        """
        A document with anything put anywhere is refused by our error, or read.
        """
        whole = json.loads(thing.to_json())
        place = data.draw(st.sampled_from(list(places(whole))))
        text = json.dumps(replaced(whole, place, value))
        try:
            again = read(text, type(thing))
        except DocumentError as error:
            assert error.pointer in {"", *map(_pointer, places(json.loads(text)))}
        else:
            assert again == read(again.to_json(), type(thing))

    @given(values(), st.sampled_from([*KINDS]))
    def test_anything(self, value, kind):
        """
        Anything else is refused.
        """
        assert refused(json.dumps(value), kind).pointer in {"", "/leadkit"}

    @given(st.binary() | st.text(), st.sampled_from([*KINDS]))
    def test_no_json(self, text, kind):
        """
        So is what isn't JSON at all.
        """
        assert refused(text, kind).pointer == ""

    def test_facts(self):
        """
        The error has the place, what came and what was expected, and is a `RuleError`.
        """
        error = refused(document("rule", {"ge": [{"field": "employees"}, "50"]}))

        assert isinstance(error, RuleError)
        assert ("/rule/ge/1", "a text", "a number") == (
            error.pointer,
            error.came,
            error.expected,
        )
        assert "the document at '/rule/ge/1': got a text, expected a number." == str(
            error
        )

    def test_pickles(self):
        """
        The error goes from one process to another.
        """
        error = refused("[]")
        again = pickle.loads(pickle.dumps(error))

        assert (str(error), error.pointer) == (str(again), again.pointer)

    def test_no_context(self):
        """
        No error that might quote hangs on it.
        """
        for text in ("{", b"\xff", document("rule", {"between": [BIG["ge"][0], 2, 1]})):
            error = refused(text)

            assert (None, None) == (error.__context__, error.__cause__)

    @pytest.mark.parametrize("text", [None, 5, {"leadkit": 1}, ["{"], bytearray(b"x")])
    def test_no_text(self, text):
        """
        What is no text is refused as one that can't be read.
        """
        assert "" == refused(text).pointer

    def test_deep_in_a_program(self):
        """
        Where the stack is nearly used up, the text is refused as too deep for it.
        """
        rule = F.employees >= 50
        for _ in range(30):
            rule = lk.at_least(1, rule)
        text = rule.to_json()

        def down(left):
            return down(left - 1) if left else refused(text)

        room = sys.getrecursionlimit()
        with pytest.raises(RecursionError):
            down(room)
        found = None
        for left in range(room - 200, room, 5):
            try:
                found = down(left)
                break
            except (pytest.fail.Exception, RecursionError):
                continue

        assert "Python's stack" in str(found)


def _pointer(path):
    return "".join(f"/{key}" for key in path)


# The format ---------------------------------------------------------------------------

EVERYTHING = Playbook(
    "saas",
    record=Host,
    scorecards=[
        Scorecard(
            "fit",
            [
                Points(20.5, when=F.employees >= 50, name="big"),
                Points(1, per=F.seats, cap=10),
                Group(
                    "mail",
                    [
                        Points(
                            10,
                            when=F.free_mail,
                            per=VISITS.within(days=90),
                            halving=timedelta(days=30),
                            at_most=3,
                            per_day=1,
                        ),
                        Scorecard("inner", [Points(2, per=VISITS, fading=DAY)]),
                    ],
                    floor=-1.25,
                    ceiling=20,
                ),
            ],
            ceiling=100,
        )
    ],
    qualifications=[
        Qualification("SAL"),
        Qualification("MQL", when=F.free_mail, until=NEVER, applies_to=["lead"]),
    ],
    lifecycle=Lifecycle(
        "sales",
        ["lead", "lost"],
        "lead",
        [
            Transition("lose", "lead", "lost", kind="exit", after=timedelta(hours=36)),
            Transition(
                "reopen", "lost", PREVIOUS, when=ALWAYS, kind="back", automatic=True
            ),
            Transition("forget", "lead", "lost", after=90 * DAY, since="activity"),
        ],
        deadlines={"lost": DAY, "lead": 2 * DAY},
        stale_after={"lead": timedelta(days=14)},
    ),
    grades=Grades("fit", {"A": 30, "B": 15.5}),
    temperature=Temperature(hot=F.free_mail, warm=NEVER),
)
AS_DATA = {
    "leadkit": 1,
    "playbook": {
        "name": "saas",
        "scorecards": [
            {
                "name": "fit",
                "entries": [
                    {"points": 20.5, "when": BIG, "name": "big"},
                    {"points": 1, "per": {"trait": "seats"}, "cap": 10},
                    {
                        "name": "mail",
                        "entries": [
                            {
                                "points": 10,
                                "when": {"field": "free_mail"},
                                "per": {
                                    "activity": ["page_viewed"],
                                    "within": {"days": 90},
                                },
                                "halving": {"days": 30},
                                "at_most": 3,
                                "per_day": 1,
                            },
                            {
                                "scorecard": {
                                    "name": "inner",
                                    "entries": [
                                        {
                                            "points": 2,
                                            "per": {"activity": ["page_viewed"]},
                                            "fading": {"days": 1},
                                        }
                                    ],
                                }
                            },
                        ],
                        "floor": -1.25,
                        "ceiling": 20,
                    },
                ],
                "ceiling": 100,
            }
        ],
        "qualifications": [
            {
                "name": "MQL",
                "when": {"field": "free_mail"},
                "until": {"always": False},
                "applies_to": ["lead"],
            },
            {"name": "SAL"},
        ],
        "lifecycle": {
            "name": "sales",
            "stages": ["lead", "lost"],
            "initial": "lead",
            "transitions": [
                {
                    "trigger": "lose",
                    "sources": ["lead"],
                    "target": "lost",
                    "kind": "exit",
                    "after": {"hours": 36},
                },
                {
                    "trigger": "reopen",
                    "sources": ["lost"],
                    "target": {"previous": {}},
                    "when": {"always": True},
                    "kind": "back",
                    "automatic": True,
                },
                {
                    "trigger": "forget",
                    "sources": ["lead"],
                    "target": "lost",
                    "after": {"days": 90},
                    "since": "activity",
                },
            ],
            "deadlines": {"lead": {"days": 2}, "lost": {"days": 1}},
            "stale_after": {"lead": {"days": 14}},
        },
        "grades": {"card": "fit", "thresholds": [["A", 30], ["B", 15.5]]},
        "temperature": {"hot": {"field": "free_mail"}, "warm": {"always": False}},
    },
    "traits": {"seats": "number"},
}


class TestFormat:
    @pytest.mark.parametrize(("rule", "body"), RULES.values(), ids=RULES)
    def test_rules(self, rule, body):
        """
        Each operator is one key, with what it takes under it.
        """
        assert body == json.loads(rule.to_json())["rule"]
        assert rule == read(document("rule", body), traits=TRAITS)

    def test_playbook(self):
        """
        A playbook has its parts by their names, and leaves out what is as usual.
        """
        assert AS_DATA == json.loads(EVERYTHING.to_json())
        assert EVERYTHING == read(json.dumps(AS_DATA), Playbook)

    def test_canonical(self):
        """
        The text has sorted keys, no spaces, and letters of all scripts as they are.
        """
        text = (F.segment.contains("مدیر") & lk.holds("MQL")).to_json()

        assert (
            '{"leadkit":1,"rule":{"all":[{"contains":[{"trait":"segment"},"مدیر"]},'
            '{"holds":"MQL"}]},"traits":{"segment":"text"}}'
        ) == text

    @pytest.mark.parametrize(
        ("given", "same"),
        [
            ({"all": [BIG]}, BIG),
            ({"any": [BIG]}, BIG),
            ({"not": {"not": BIG}}, BIG),
            ({"all": [{"all": [BIG, BIG]}, BIG]}, {"all": [BIG, BIG, BIG]}),
            ({"ge": [{"field": "employees"}, 50.0]}, BIG),
            (
                {"is_in": [{"field": "employees"}, [3, 1, 3]]},
                {"is_in": [{"field": "employees"}, [1, 3]]},
            ),
            ({"eq": [{"field": "tier"}, 3.0]}, {"eq": [{"field": "tier"}, 3]}),
            (
                {
                    "before": [
                        {"field": "created_at"},
                        {"instant": "2026-05-01T14:00:00+02:00"},
                    ]
                },
                {
                    "before": [
                        {"field": "created_at"},
                        {"instant": "2026-05-01T12:00:00Z"},
                    ]
                },
            ),
            (
                {"ge": [{"count": {"activity": ["a"], "within": {"hours": 48}}}, 1]},
                {"ge": [{"count": {"activity": ["a"], "within": {"days": 2}}}, 1]},
            ),
        ],
    )
    def test_what_means_the_same(self, given, same):
        """
        What is written in several ways, and means the same, has one text.
        """
        one, other = (read(document("rule", body)) for body in (given, same))

        assert one == other
        assert one.to_json() == other.to_json()

    @pytest.mark.parametrize(
        ("span", "written"),
        [
            (timedelta(days=90), {"days": 90}),
            (timedelta(days=1, hours=12), {"hours": 36}),
            (timedelta(minutes=90), {"minutes": 90}),
            (timedelta(seconds=61), {"seconds": 61}),
            (timedelta(days=1, microseconds=1), {"microseconds": 86_400_000_001}),
            (
                timedelta.max,
                {"microseconds": timedelta.max // timedelta(microseconds=1)},
            ),
        ],
    )
    def test_spans(self, span, written):
        """
        A span is a whole number of the largest unit that measures it, exactly.
        """
        rule = (
            VISITS.within(microseconds=span // timedelta(microseconds=1)).count() >= 1
        )
        data = json.loads(rule.to_json())

        assert written == data["rule"]["ge"][0]["count"]["within"]
        assert rule == read(rule.to_json())

    def test_order_of_cards(self):
        """
        A card may read another one that comes later.
        """
        last = Scorecard("z", [Points(1, when=F.free_mail)])
        first = Scorecard("a", [Points(1, when=last >= 1)])
        playbook = Playbook("p", record=Host, scorecards=[last, first])
        again = read(playbook.to_json(), Playbook)

        assert playbook == again
        assert ["a", "z"] == list(again.scorecards)
        assert again.scorecards["a"].entries[0].when.node.left.card == last


class TestToJson:
    REFUSED = {
        "a stage": (
            Lifecycle("l", ["closed won"], "closed won", []),
            "to_json() of a lifecycle, at /lifecycle/stages/0",
            "a text that is no code, 'closed won'",
            "a letter, and up to 63 letters, digits and underscores",
        ),
        "a purpose": (
            lk.reachable("news letter"),
            "to_json() of a rule, at /rule/reachable/purpose",
            "a text that is no code, 'news letter'",
            "a letter, and up to 63 letters, digits and underscores",
        ),
        "a long constant": (
            F.title == "x" * 1001,
            "to_json() of a rule, at /rule/eq/1",
            "a text of 1001 characters",
            "at most 1000 characters",
        ),
        "a lone surrogate": (
            Scorecard("a\ud800", []),
            "to_json() of a scorecard",
            "a text with a lone surrogate",
            "a text of whole characters",
        ),
        "many ways": (
            Lifecycle(
                "l",
                [f"s{n}" for n in range(101)],
                "s0",
                [],
            ),
            "to_json() of a lifecycle, at /lifecycle/stages",
            "a list of 101",
            "1 to 100 of them",
        ),
        "a trait with an underscore": (
            fields(Lead, traits={"_x": str})._x == "a",
            "to_json() of a rule, at /traits",
            "a text that is no code",
            "a letter, and up to 63 letters, digits and underscores",
        ),
        "two traits of one name": (
            (fields(Lead, traits={"x": str}).x == "a")
            & (fields(Lead, traits={"x": int}).x == 1),
            "to_json() of a rule, at /rule/all/1/eq/0/trait",
            "a list",
            "a code, as a text",
        ),
        "two cards of one name": (
            (FIT >= 1) & (Scorecard("fit", []) >= 1),
            "to_json() of a rule, at /rule/all/1/ge/0/card",
            "a list",
            "a text",
        ),
        "two predicates of one name": (
            has_name & lk.rule(name="has a name")(lambda lead, as_of: True),
            "to_json() of a rule",
            "two things that share a name, or a class of your own",
            "a definition that its text tells everything about",
        ),
        "a foreign card": (
            Playbook(
                "p", record=Host, temperature=Temperature(hot=FIT >= 1, warm=NEVER)
            ),
            "to_json() of a playbook",
            "a rule that reads the scorecard 'fit'",
            "rules that read its own",
        ),
        "a choice that no text can tell": (
            fields(Lead, traits={"x": Literal[b"a", "b"]}).x == "b",
            "to_json() of a rule",
            "two things that share a name, or a class of your own",
            "a definition that its text tells everything about",
        ),
    }

    @pytest.mark.parametrize(
        ("thing", "subject", "came", "expected"), REFUSED.values(), ids=REFUSED
    )
    def test_refuses_what_is_not_read(self, thing, subject, came, expected):
        """
        What couldn't be read again isn't written; the error says what it is.
        """
        with pytest.raises(RuleError) as caught:
            thing.to_json()

        assert not isinstance(caught.value, DocumentError)
        assert (subject, came) == (caught.value.subject, caught.value.came)
        assert expected in caught.value.expected

    NAMED = {
        "a card": lambda text: Scorecard(text, []),
        "a group": lambda text: Scorecard("c", [Group(text, [])]),
        "points": lambda text: Scorecard("c", [Points(1, when=ALWAYS, name=text)]),
        "a stage": lk.in_stage,
        "a stage that was": lk.has_been,
        "a qualification": lk.holds,
        "a purpose": lk.reachable,
        "a type": lambda text: activity(text).count() >= 1,
        "a campaign": lambda text: VISITS.where(campaign=text).count() >= 1,
        "since": lambda text: VISITS.since(text).count() >= 1,
        "a text": lambda text: F.title == text,
        "texts": lambda text: F.title.is_in(text, "a"),
        "a default": lambda text: F.title.or_default(text) == "a",
        "a choice": lambda text: fields(Lead, traits={"x": Literal[text]}).x == text,
        "a predicate": lambda text: lk.rule(name=text)(lambda lead, as_of: True),
        "a trigger": lambda text: Lifecycle(
            "l", ["a", "b"], "a", [Transition(text, "a", "b")]
        ),
        "stages": lambda text: Lifecycle("l", ["a", text], "a", []),
        "a lifecycle": lambda text: Lifecycle(text, ["a"], "a", []),
        "a verdict": Qualification,
        "a playbook": lambda text: Playbook(text, record=Host),
        "a letter": lambda text: Playbook(
            "p", record=Host, scorecards=[FIT], grades=Grades("fit", {text: 1})
        ),
    }

    @pytest.mark.parametrize("make", NAMED.values(), ids=NAMED)
    @given(st.text(min_size=1, max_size=70) | st.sampled_from(["a b", "é", "x" * 300]))
    def test_any_name(self, make, text):
        """
        Whatever something is called in Python, it is read back as it was, or isn't
        written; and it has a version.
        """
        try:
            thing = make(text)
        except RuleError:
            return
        opaque = isinstance(thing, Rule) and isinstance(thing.node, n.Predicate)
        known = {"predicates": [thing]} if opaque else {}
        if isinstance(thing, Scorecard | Lifecycle | Playbook | Qualification):
            assert 64 == len(thing.version)
        try:
            written = thing.to_json()
        except RuleError as error:
            assert not isinstance(error, DocumentError)
        else:
            assert thing == read(written, type(thing), **known)

    def test_depth(self):
        """
        A rule of 32 levels is written, and one of 33 isn't.
        """
        rule = F.employees >= 50
        while rule.node.depth < 32:
            rule = lk.at_least(1, rule)
        deeper = lk.at_least(1, rule)

        assert rule == read(rule.to_json())
        with pytest.raises(RuleError, match="too deep, expected at most 32 levels"):
            deeper.to_json()

    def test_depth_through_cards(self):
        """
        The rules of a card that is read are levels, too.
        """

        def reading(card, depth):
            rule = card >= 1
            while rule.node.depth < depth:
                rule = lk.at_least(1, rule)
            return rule

        deep = reading(FIT, 30)

        assert deep == read(deep.to_json())
        with pytest.raises(RuleError, match="too deep, with the rules of the card"):
            reading(FIT, 31).to_json()

    def test_a_class_of_the_hosts_own(self):
        """
        A subclass isn't what its text would be read as.
        """

        @attrs.frozen
        class Mine(Scorecard):
            pass

        class_of = Playbook("p", scorecards=[Mine("c", [])])

        assert Mine("c", []) == Mine.from_json(Mine("c", []).to_json())
        with pytest.raises(RuleError, match="a class of your own"):
            class_of.to_json()

    def test_a_node_of_the_hosts_own(self):
        """
        A node that the language doesn't have isn't written, and has a version.
        """

        @attrs.frozen
        class Odd(n.Question):
            pass

        @attrs.frozen
        class Pi(n.Value):
            pass

        for node in (Odd(), n.IsMissing(Pi())):
            with pytest.raises(RuleError, match="got null"):
                Rule(node).to_json()
            assert 64 == len(Qualification("MQL", when=Rule(node)).version)

    def test_counts_nodes(self):
        """
        More parts than a document may have aren't written.
        """
        with pytest.raises(RuleError, match="too many parts of rules"):
            lk.any_of([F.employees >= number for number in range(3334)]).to_json()


class TestVersion:
    THINGS = [
        FIT,
        Qualification("MQL", when=FIT >= 1),
        EVERYTHING.lifecycle,
        EVERYTHING,
    ]

    @pytest.mark.parametrize("thing", THINGS)
    def test_is_of_the_text(self, thing):
        """
        The version is the SHA-256 of exactly the text that is written.
        """
        assert hashlib.sha256(thing.to_json().encode()).hexdigest() == thing.version

    @pytest.mark.parametrize("thing", THINGS)
    def test_is_not_kept_by_equality(self, thing):
        """
        A definition whose version was asked for is the value it was.
        """
        copies = [copy.deepcopy(thing), pickle.loads(pickle.dumps(thing))]

        assert [thing] * 2 == copies
        assert {thing.version} == {one.version for one in copies}

    @pytest.mark.parametrize(
        "case", TestToJson.REFUSED.values(), ids=TestToJson.REFUSED
    )
    def test_of_what_is_not_written(self, case):
        """
        What `to_json` refuses has a version all the same, and not that of another one.
        """
        thing = case[0]
        if isinstance(thing, Rule):
            thing = Qualification("MQL", when=thing)

        assert 64 == len(thing.version)
        assert thing.version != Qualification("MQL").version

    def test_tells_cards_apart(self):
        """
        A qualification has another version if a card that it reads is another.
        """
        one, other = (
            Qualification(
                "MQL", when=Scorecard("fit", [Points(points, when=ALWAYS)]) >= 1
            )
            for points in (1, 2)
        )

        assert one != other
        assert one.version != other.version

    def test_tells_what_shares_a_name_apart(self):
        """
        Two traits, or two cards, of one name are told apart even where they can't be
        written.
        """
        text, number = (fields(Lead, traits={"x": kind}).x for kind in (str, int))
        small, large = (Scorecard("c", [Points(n, when=ALWAYS)]) for n in (1, 2))
        pairs = [
            (text.is_missing(), number.is_missing()),
            (small >= 1, large >= 1),
        ]

        for one, other in pairs:
            versions = {
                Qualification("MQL", when=rule).version
                for rule in (one & other, other & one, one & one, other & other)
            }
            assert 4 == len(versions)


class TestKinds:
    def test_of_another_class(self):
        """
        A document of another kind is named, and so is the way to read it.
        """
        with pytest.raises(DocumentError) as caught:
            read(FIT.to_json())

        assert (
            "the document: got one of a scorecard, expected one of a rule. Read it "
            "with from_json() of its own class." == str(caught.value)
        )


class TestTraits:
    def test_declared_by_the_document(self):
        """
        A document declares the traits that its rules read, so that no types are needed.
        """
        rule = (F.segment == "b2b") & F.partner & (F.region == "eu") & (F.seats > 1)
        declared = json.loads((rule & F.renewal.is_missing()).to_json())["traits"]

        assert {
            "partner": "flag",
            "region": ["eu", "us", 3],
            "renewal": "instant",
            "seats": "number",
            "segment": "text",
        } == declared
        assert rule == Rule.from_json(rule.to_json())

    def test_declared_by_the_host(self):
        """
        Where the host says which traits there are, a document needn't.
        """
        text = document("rule", {"ge": [{"trait": "seats"}, 5]})

        assert (F.seats >= 5) == Rule.from_json(text, traits={"seats": int})

    @pytest.mark.parametrize(
        "traits", [{}, {"seats": str}, {"seats": Literal[1, 2]}, {"other": int}]
    )
    def test_that_the_host_does_not_have(self, traits):
        """
        Where both declare traits they must agree.
        """
        error = refused((F.seats >= 5).to_json(), traits=traits)

        assert "/traits" == error.pointer

    def test_choices_in_another_order(self):
        """
        The order of choices is no matter, and the host's is taken.
        """
        text = document(
            "rule", {"eq": [{"trait": "x"}, "a"]}, traits={"x": ["b", 1, "a"]}
        )
        own = {"x": Literal["a", "b", 1]}

        assert (fields(Lead, traits=own).x == "a") == Rule.from_json(text, traits=own)

    @pytest.mark.parametrize("choices", [["a"], ["a", "b", 1, 2], ["a", "b", True]])
    def test_other_choices(self, choices):
        """
        Other choices are another trait.
        """
        text = document("rule", {"eq": [{"trait": "x"}, "a"]}, traits={"x": choices})

        assert "/traits" == refused(text, traits={"x": Literal["a", "b", 1]}).pointer


class TestCards:
    def test_are_found_by_name(self):
        """
        Cards are given as any iterable or as a mapping, and found by their names.
        """
        rule = FIT >= 20
        text = document("rule", {"ge": [{"card": "fit"}, 20]})

        for cards in ([FIT], iter([INTEREST, FIT]), {"fit": FIT}):
            assert rule == read(text, scorecards=cards)

    def test_that_changed(self):
        """
        A text that was written for another version of a card is refused; without the
        version the card is read as it is.
        """
        text = (Scorecard("fit", []) >= 20).to_json()
        plain = json.loads(text)
        del plain["cards"]
        error = refused(text)

        assert "/rule/ge/0/card" == error.pointer
        assert "a card that has changed since the rule was written" == error.came
        assert (FIT >= 20) == read(json.dumps(plain))

    def test_of_another_kind(self):
        """
        A card of the host's own class, which has no version, can be read by name.
        """

        class Fixed:
            name = "fixed"
            nodes = ()

            def hundredths(self, lead, *, as_of):
                return 100

            def next_change(self, lead, *, as_of):
                return None

        fixed = Fixed()
        rule = Rule(n.Compare("ge", n.Total(fixed), n.constant(1, n.TimeInStage())))
        text = document("rule", {"ge": [{"card": "fixed"}, 1]})

        assert rule == read(text, scorecards=[fixed])
        with pytest.raises(RuleError, match="/cards: got null, expected a text"):
            rule.to_json()


class TestPredicates:
    def test_are_found_by_name(self):
        """
        Predicates are given as any iterable or as a mapping, and found by their names.
        """
        text = document("rule", {"not": {"predicate": "has a name"}})

        for predicates in ([has_name], iter([has_name]), {"has a name": has_name}):
            assert ~has_name == read(text, predicates=predicates)

    @pytest.mark.parametrize("predicates", [None, [], {}])
    def test_not_registered(self, predicates):
        """
        One that isn't registered isn't looked for elsewhere.
        """
        error = refused(has_name.to_json(), predicates=predicates)

        assert ("/rule/predicate", "an unregistered predicate") == (
            error.pointer,
            error.came,
        )


class TestHost:
    @pytest.mark.parametrize(
        ("given", "subject"),
        [
            ({"record": dict}, "record of from_json()"),
            ({"record": None}, "record of from_json()"),
            ({"traits": ["x"]}, "traits of from_json()"),
            ({"traits": {"name": str}}, "trait 'name'"),
            ({"scorecards": FIT}, "scorecards of from_json()"),
            ({"scorecards": "fit"}, "scorecards of from_json()"),
            ({"scorecards": [has_name]}, "scorecards of from_json()"),
            ({"scorecards": [FIT, FIT]}, "scorecards of from_json()"),
            ({"scorecards": {"fits": FIT}}, "scorecards of from_json()"),
            ({"predicates": has_name}, "predicates of from_json()"),
            ({"predicates": [ALWAYS]}, "predicates of from_json()"),
            ({"predicates": [lambda lead, as_of: True]}, "predicates of from_json()"),
            ({"predicates": {"x": has_name}}, "predicates of from_json()"),
        ],
    )
    def test_what_a_host_gives_wrongly(self, given, subject):
        """
        What the host itself gives wrongly is no fault of the document.
        """
        with pytest.raises(RuleError) as caught:
            Rule.from_json(ALWAYS.to_json(), **given)

        assert not isinstance(caught.value, DocumentError)
        assert subject == caught.value.subject

    def test_record(self):
        """
        Fields are those of the record that the host names.
        """
        text = (F.employees >= 50).to_json()

        assert (F.employees >= 50) == Rule.from_json(text, record=Host)
        with pytest.raises(DocumentError) as caught:
            Rule.from_json(text)
        assert "an unknown field" == caught.value.came
        assert "'name'" in caught.value.expected

    def test_instants_are_in_utc(self):
        """
        An instant of any zone is kept in UTC.
        """
        body = {
            "before": [
                {"field": "created_at"},
                {"instant": "2026-05-01T14:00:00+02:00"},
            ]
        }
        rule = Rule.from_json(document("rule", body))

        assert datetime(2026, 5, 1, 12, tzinfo=UTC) == rule.node.right.value
        assert rule.node.right.value.tzinfo is UTC
