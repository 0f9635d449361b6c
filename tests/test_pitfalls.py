"""
What goes wrong with `transitions` 0.9.3, and doesn't with leadkit.

Each class is about one pitfall, and the comment before it says which. Where it takes
few lines, a first test falls into it with `transitions` itself: once that fails, it is
gone, and what follows it proves nothing any more.
"""

from __future__ import annotations

import copy
import gc
import logging
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from enum import Enum
from typing import NamedTuple

import attrs
import pytest
import transitions
from lifecycles import DAY, newcomer
from strategies import NOW
from transitions.extensions import GraphMachine
from transitions.extensions.markup import MarkupMachine

import leadkit as lk
from leadkit import (
    PREVIOUS,
    LeadError,
    Lifecycle,
    Move,
    MoveRefused,
    RuleError,
    Transition,
)

STAGES = ["lead", "prospect", "lost"]
SALES = Lifecycle(
    "sales",
    STAGES,
    "lead",
    [
        Transition("qualify", "lead", "prospect"),
        Transition("drop", ["lead", "prospect"], "lost", kind="exit"),
        Transition("reopen", "lost", PREVIOUS, kind="back"),
    ],
)


@attrs.frozen
class Frozen:
    """
    A record that `transitions` is asked to move.
    """

    state: str = "a"


@attrs.define(slots=False)
class Mutable:
    """
    One that it can move.
    """

    state: str = "a"


def machine(**given):
    """
    A machine of the stock engine, from ``a`` to ``b`` on ``go``.
    """
    settings = {"model": None, "states": ["a", "b"], "initial": "a"}
    settings |= {"auto_transitions": False, "transitions": [["go", "a", "b"]]}
    return transitions.Machine(**settings | given)


def guarded(when):
    """
    A lifecycle with one move, and a rule before it.
    """
    return Lifecycle(
        "l", ["lead", "b"], "lead", [Transition("go", "lead", "b", when=when)]
    )


def refused(ask, *arguments, **options):
    """
    The refusal of a question that may not be granted.
    """
    with pytest.raises(MoveRefused) as caught:
        ask(*arguments, **options)
    return caught.value


def said(program):
    """
    What a program prints that a fresh interpreter runs.
    """
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


# 1: models get attributes.
class TestFrozenLeads:
    def test_is_a_pitfall(self):
        """
        A machine wants to write on its models.
        """
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            machine(model=Frozen())

    @pytest.mark.parametrize("slots", [True, False])
    def test_nothing_is_bound_to_a_lead(self, slots):
        """
        Leads that are frozen, with slots or without, go through a lifecycle and get no
        attribute by it.
        """

        @attrs.frozen(kw_only=True, slots=slots)
        class Host(lk.Lead):
            size: int = 0

        lead = Host(id="L-1", size=3)
        before = set(dir(lead))
        lost = SALES.advance(
            SALES.advance(lead, "qualify", at=NOW), "drop", at=NOW, reason="x"
        )
        back = SALES.advance(lost, "reopen", at=NOW, reason="y")

        assert ("prospect", 3) == (back.stage, back.size)
        assert before == set(dir(lead)) == set(dir(back))


# 2: half of a move may be made.
class TestAllOrNothing:
    def test_is_a_pitfall(self):
        """
        Callbacks have run when the record turns out to be frozen.
        """
        ran = []
        stock = machine(transitions=[])
        stock.add_transition("go", "a", "b", before=lambda: ran.append("before"))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            stock.events["go"].trigger(Frozen())

        assert ["before"] == ran

    @pytest.mark.parametrize(
        ("trigger", "options", "error"),
        [
            ("qualfy", {}, MoveRefused),
            ("reopen", {"reason": "x"}, MoveRefused),
            ("drop", {}, MoveRefused),
            ("qualify", {"by": 5}, LeadError),
            ("qualify", {"reason": 5}, LeadError),
            ("qualify", {"resume_at": NOW}, lk.InstantError),
        ],
        ids=str,
    )
    def test_what_fails_leaves_everything_as_it_was(self, trigger, options, error):
        """
        A refusal or an error changes neither the lead nor the lifecycle, which answers
        as before.
        """
        lead = newcomer()
        before = copy.deepcopy(lead), SALES.allowed(lead, as_of=NOW)
        with pytest.raises(error):
            SALES.advance(lead, trigger, at=NOW, **options)

        assert before == (lead, SALES.allowed(lead, as_of=NOW))
        assert ("qualify", "drop") == SALES.allowed(lead, as_of=NOW)


# 3: models are compared, and kept for ever.
class TestManyLeads:
    def test_is_a_pitfall(self):
        """
        Of two equal models one is registered, and it is kept.
        """
        models = [Mutable(), Mutable()]
        stock = machine(model=models)

        assert [models[0]] == stock.models
        assert not hasattr(models[1], "go")

    def test_equal_leads_are_two(self):
        """
        Each of many equal leads is moved, whatever became of the others.
        """
        leads = [newcomer() for _ in range(100)]
        moved = [SALES.advance(lead, "qualify", at=NOW) for lead in leads]

        assert {"lead"} == {lead.stage for lead in leads}
        assert {"prospect"} == {lead.stage for lead in moved}
        assert 100 == len({id(lead) for lead in moved})

    def test_no_lead_is_kept_alive(self):
        """
        A lifecycle that moved, refused and was asked about leads holds none of them.
        """
        ghosts = []
        for number in range(20):
            lead = lk.Lead(id=f"L-{number}", created_at=NOW)
            moved = SALES.advance(lead, "qualify", at=NOW)
            refused(SALES.advance, lead, "reopen", at=NOW, reason="x")
            SALES.timeline(moved, as_of=NOW)
            SALES.due(moved, as_of=NOW)
            again = SALES.replay(lead, moved.moves)
            ghosts += map(weakref.ref, [lead, moved, again])
        del lead, moved, again
        gc.collect()

        assert [None] * 60 == [ghost() for ghost in ghosts]


# 4: a model that is a tuple is taken for several.
class TestLeadsThatAreIterable:
    def test_is_a_pitfall(self):
        """
        A machine takes the fields of a named tuple for its models.
        """

        class Named(NamedTuple):
            state: object

        inner = Mutable()

        assert [inner] == machine(model=Named(inner)).models

    def test_a_lead_that_is_iterable_is_one(self):
        """
        A host's lead may be a sequence, and even an empty one.
        """

        @attrs.frozen(kw_only=True)
        class Listed(lk.Lead):
            items: tuple[str, ...] = ()

            def __iter__(self):
                return iter(self.items)

            def __len__(self):
                return len(self.items)

        for items in ((), ("a", "b")):
            moved = SALES.advance(Listed(id="L-1", items=items), "qualify", at=NOW)

            assert ("prospect", items) == (moved.stage, moved.items)

    def test_a_tuple_is_no_lead(self):
        """
        Something with the fields of a lead that is none is refused.
        """

        class Named(NamedTuple):
            id: str = "L-1"
            stage: str = "lead"
            moves: tuple = ()

        with pytest.raises(LeadError, match="got a Named, expected a Lead"):
            SALES.advance(Named(), "qualify", at=NOW)


# 5: guards are compared with True.
class TestGuardsAreKnownTrue:
    @pytest.mark.parametrize("answer", ["yes", [1], 2])
    def test_is_a_pitfall(self, answer):
        """
        A condition that returns what is true but not `True` refuses, in silence.
        """
        stock = machine(transitions=[])
        stock.add_transition("go", "a", "b", conditions=lambda: answer)

        assert stock.events["go"].trigger(Mutable()) is False

    def test_unless_is_one_too(self):
        """
        And one that returns nothing isn't taken for false.
        """
        stock = machine(transitions=[])
        stock.add_transition("go", "a", "b", unless=lambda: None)

        assert stock.events["go"].trigger(Mutable()) is False

    @pytest.mark.parametrize("answer", ["yes", "", [1], [], 1, 0, 2.0])
    def test_what_is_no_answer_is_an_error(self, answer):
        """
        A host's rule that returns something else than an answer is named.
        """

        @lk.rule
        def odd(_lead, _as_of):
            return answer

        with pytest.raises(RuleError) as caught:
            guarded(odd).advance(newcomer(), "go", at=NOW)

        assert ("rule 'odd'", "True, False or None from it") == (
            caught.value.subject,
            caught.value.expected,
        )

    @pytest.mark.parametrize(
        ("answer", "plain", "negated"),
        [(True, True, False), (False, False, True), (None, False, False)],
    )
    def test_what_is_not_known_does_not_pass(self, answer, plain, negated):
        """
        A rule passes if it is known true, its negation if it is known false, and
        neither if nothing is known.
        """

        @lk.rule
        def asked(_lead, _as_of):
            return answer

        passed = [
            guarded(rule).allowed(newcomer(), as_of=NOW) == ("go",)
            for rule in (asked, ~asked)
        ]

        assert [plain, negated] == passed


# 6: refusals can't be told apart, and say nothing.
class TestRefusals:
    def test_is_a_pitfall(self):
        """
        A guard's refusal is a False, and other refusals are errors with a text alone.
        """
        stock = machine(transitions=[])
        stock.add_transition("go", "a", "b", conditions=lambda: False)

        assert stock.events["go"].trigger(Mutable()) is False
        with pytest.raises(transitions.MachineError) as caught:
            stock.events["go"].trigger(Mutable("b"))
        assert {"value"} == set(vars(caught.value))
        with pytest.raises(KeyError):
            stock.events["stop"]

    def test_are_told_apart(self):
        """
        Each refusal is one error with a code of its own, and all of its facts.
        """
        traits = lk.fields(lk.Lead, traits={"no": bool})
        lifecycle = guarded(traits.no & lk.holds("MQL"))
        lead = newcomer()
        wanted = {
            "guard": (lead, "go", NOW, ["no", "holds 'MQL'"]),
            "no-transition": (newcomer(stage="b"), "go", NOW, []),
            "unknown-trigger": (lead, "goo", NOW, []),
            "out-of-order": (
                newcomer(
                    moves=[Move(trigger="x", source="a", target="lead", at=NOW + DAY)]
                ),
                "go",
                NOW,
                [],
            ),
        }
        for code, (asked, trigger, at, unmet) in wanted.items():
            refusal = refused(lifecycle.advance, asked, trigger, at=at)

            assert (code, trigger, asked.stage, at, ()) == (
                refusal.code,
                refusal.trigger,
                refusal.stage,
                refusal.at,
                refusal.allowed,
            )
            assert unmet == [str(part.rule) for part in refusal.unmet]

    def test_are_never_taken_for_a_move(self):
        """
        There is no queue in which a refusal would look like a success.
        """
        with pytest.raises(MoveRefused):
            guarded(lk.NEVER).advance(newcomer(), "go", at=NOW)


# 7: typos are accepted.
class TestTypos:
    def test_is_a_pitfall(self):
        """
        A machine makes a state of a wrong start, and goes nowhere only when it moves.
        """
        stock = machine(initial="begin", transitions=[["go", "a", "c"]])

        assert ["a", "b", "begin"] == list(stock.states)
        with pytest.raises(ValueError, match="'c' is not a registered state"):
            stock.events["go"].trigger(Mutable())

    @pytest.mark.parametrize(
        ("initial", "source", "target"),
        [
            ("laed", "lead", "lost"),
            ("lead", "laed", "lost"),
            ("lead", "lead", "lsot"),
        ],
    )
    def test_fail_when_they_are_written(self, initial, source, target):
        """
        An unknown stage fails at once, and the one that was meant is suggested.
        """
        with pytest.raises(RuleError, match="unknown stage") as caught:
            Lifecycle("l", STAGES, initial, [Transition("go", source, target)])

        assert "Did you mean" in caught.value.cure

    @pytest.mark.parametrize("where", ["deadlines", "stale_after"])
    def test_fail_in_times_too(self, where):
        """
        So does one that a time is set for.
        """
        with pytest.raises(RuleError, match="unknown stage 'laed'"):
            Lifecycle("l", STAGES, "lead", [], **{where: {"laed": DAY}})

    def test_make_no_stage(self):
        """
        A lifecycle has the stages that were declared, and its machine no other.
        """
        assert STAGES == list(SALES.stages)
        assert STAGES == list(SALES._machine.states)


# 8: to ask is to declare.
class TestAskingChangesNothing:
    def test_is_a_pitfall(self):
        """
        Looking for a stage makes it one that the trigger starts from.
        """
        stock = machine()
        stock.events["go"].transitions["b"]

        assert stock.events["go"].trigger(Mutable("b")) is False  # was an error

    def test_no_question_makes_a_source(self):
        """
        Whatever was asked about a stage, a lead in it is refused as before.
        """
        lifecycle = Lifecycle("l", STAGES, "lead", [Transition("go", "lead", "lost")])
        for stage in ("lost", "prospect", "unheard of"):
            lead = newcomer(stage=stage)
            for _ in range(2):
                lifecycle.allowed(lead, as_of=NOW)
                lifecycle.automatic(lead, as_of=NOW)
                lifecycle.due(lead, as_of=NOW)
                refusal = refused(lifecycle.decide, lead, "go", as_of=NOW)

                assert ("no-transition", ()) == (refusal.code, refusal.unmet)

        assert ["lead"] == list(lifecycle._events["go"].transitions)
        assert ["go"] == list(lifecycle._events)


# 9: a tuple is no transition.
class TestAnyIterable:
    def test_is_a_pitfall(self):
        """
        A machine takes lists and mappings only.
        """
        with pytest.raises(TypeError):
            machine(transitions=[("go", "a", "b")])

    @pytest.mark.parametrize("kind", [list, tuple, iter, dict.fromkeys])
    def test_is_taken(self, kind):
        """
        Stages, sources and transitions may come in any iterable.
        """
        lifecycle = Lifecycle(
            "l",
            kind(STAGES),
            "lead",
            kind([Transition("go", kind(["lead", "lost"]), "prospect")]),
        )

        assert (
            Lifecycle(
                "l", STAGES, "lead", [Transition("go", ["lead", "lost"], "prospect")]
            )
            == lifecycle
        )

    def test_a_bare_tuple_is_no_transition(self):
        """
        What a machine would want is refused with what leadkit wants.
        """
        with pytest.raises(RuleError, match="got a tuple, expected Transitions"):
            Lifecycle("l", STAGES, "lead", [("go", "lead", "lost")])


# 10: wildcards and duplicates.
class TestEveryEdgeIsMeant:
    def test_is_a_pitfall(self):
        """
        A star is what there is when it is written, and the same edge may come twice.
        """
        stock = machine(transitions=[["go", "*", "b"], ["go", "a", "b"]])
        stock.add_state("c")

        assert {"a": 2, "b": 1} == {
            source: len(edges)
            for source, edges in stock.events["go"].transitions.items()
        }

    @pytest.mark.parametrize(("source", "target"), [("*", "lost"), ("lead", "=")])
    def test_wildcards_are_refused(self, source, target):
        """
        The words that `transitions` has for other stages aren't names of stages.
        """
        with pytest.raises(RuleError, match=r"a stage: got '[*=]', expected a name"):
            Transition("go", source, target)

    def test_duplicates_are_refused(self):
        """
        A move that could never be made, since another is in its way, isn't declared.
        """
        go = Transition("go", "lead", "lost")
        with pytest.raises(RuleError, match="which can never be made from 'lead'"):
            Lifecycle("l", STAGES, "lead", [go, go])


# 11: definitions are written on.
class TestDefinitionsStayTheHosts:
    def test_is_a_pitfall(self):
        """
        A machine adds a key to the mapping of a state.
        """
        state = {"name": "a"}
        machine(states=[state, "b"])

        assert {"name", "ignore_invalid_triggers"} == set(state)

    def test_nothing_given_is_changed(self):
        """
        What a host passes stays as it was, and changing it later changes nothing.
        """
        stages, sources, times = [*STAGES], ["lead", "prospect"], {"lead": DAY}
        given = [Transition("go", sources, "lost")]
        before = copy.deepcopy((stages, sources, times, given))
        lifecycle = Lifecycle("l", stages, "lead", given, deadlines=times)
        lifecycle.advance(newcomer(), "go", at=NOW)

        assert before == (stages, sources, times, given)

        twin = copy.deepcopy(lifecycle)
        for one in (stages, sources, times, given):
            one.clear()

        assert twin == lifecycle
        assert ("go",) == lifecycle.allowed(newcomer(), as_of=NOW)

    def test_one_declaration_serves_two_lifecycles(self):
        """
        Lifecycles may share transitions, and don't hear of each other.
        """
        go = Transition("go", "lead", "lost")
        one = Lifecycle("one", STAGES, "lead", [go])
        two = Lifecycle(
            "two", STAGES, "lead", [Transition("qualify", "lead", "prospect"), go]
        )

        assert ("go",) == one.allowed(newcomer(), as_of=NOW)
        assert ("qualify", "go") == two.allowed(newcomer(), as_of=NOW)
        assert "one" == refused(one.decide, newcomer(), "qualify", as_of=NOW).lifecycle


# 12: errors in the middle of a move.
class TestErrorsOfHosts:
    def test_is_a_pitfall(self):
        """
        An error after the move leaves it made, and one at the end is swallowed.
        """

        def fail():
            raise LookupError("broken")

        stock = machine(transitions=[], finalize_event=fail)
        stock.add_transition("go", "a", "b")
        stock.add_transition("on", "a", "b", after=fail)
        models = [Mutable(), Mutable()]

        assert stock.events["go"].trigger(models[0]) is True
        with pytest.raises(LookupError):
            stock.events["on"].trigger(models[1])
        assert ["b", "b"] == [model.state for model in models]

    def test_come_through_and_nothing_has_moved(self, caplog):
        """
        A host's rule that raises is heard, not logged, and the lead is where it was.
        """

        @lk.rule
        def broken(_lead, _as_of):
            raise LookupError("broken")

        lifecycle, lead = guarded(broken), newcomer()
        for ask in (
            lambda: lifecycle.advance(lead, "go", at=NOW),
            lambda: lifecycle.decide(lead, "go", as_of=NOW),
            lambda: lifecycle.allowed(lead, as_of=NOW),
        ):
            with caplog.at_level(logging.DEBUG), pytest.raises(LookupError):
                ask()

        assert newcomer() == lead
        assert [] == caplog.records


# 13: pictures want a model.
class TestPictures:
    def test_is_a_pitfall(self):
        """
        A machine that has no model has no picture.
        """
        stock = GraphMachine(
            model=None, states=["a", "b"], initial="a", graph_engine="mermaid"
        )
        with pytest.raises(IndexError):
            stock.get_graph()

    def test_need_no_lead(self):
        """
        A lifecycle that never saw a lead is drawn, and drawing changes nothing.
        """
        lifecycle = Lifecycle("sales", STAGES, "lead", SALES.transitions)
        drawn = lifecycle.mermaid()

        assert drawn.startswith("stateDiagram-v2\n    [*] --> lead\n")
        assert SALES.mermaid() == drawn == lifecycle.mermaid()
        assert SALES == lifecycle
        assert "prospect" == lifecycle.advance(newcomer(), "qualify", at=NOW).stage


# 14: pictures that aren't Mermaid.
class TestPicturesAreMermaid:
    def test_is_a_pitfall(self):
        """
        A title that Mermaid drops, a name that it can't read, and `<lambda>`.
        """
        stock = GraphMachine(
            states=["two words", "b"],
            initial="b",
            title="T",
            graph_engine="mermaid",
            show_conditions=True,
            auto_transitions=False,
        )
        stock.add_transition("go", "b", "two words", conditions=lambda: True)
        drawn = stock.get_graph().source

        assert drawn.startswith("---\nT\n---\n")
        assert 'state "two words" as two words' in drawn
        assert "<lambda>" in drawn

    def test_have_no_functions_and_no_title(self):
        """
        Stages with odd names get an id, guards aren't drawn, and nothing stands before
        the diagram.
        """
        lifecycle = Lifecycle(
            'a "title"\n---',
            ["lead", "two words", "مشتری"],
            "lead",
            [
                Transition("go", "lead", "two words", when=lk.rule(lambda *_: True)),
                Transition("on", "two words", "مشتری"),
            ],
        )

        assert (
            "stateDiagram-v2\n"
            '    state "two words" as stage_1\n'
            '    state "مشتری" as stage_2\n'
            "    [*] --> lead\n"
            "    lead --> stage_1 : go\n"
            "    stage_1 --> stage_2 : on\n"
        ) == lifecycle.mermaid()


# 15: what is exported isn't what was declared.
class TestStored:
    def test_is_a_pitfall(self):
        """
        A machine writes its callbacks under another name.
        """
        stock = MarkupMachine(
            states=["a"], initial="a", before_state_change="before", model=None
        )

        assert ["before"] == stock.markup["after_state_change"]

    def test_comes_back_exactly(self):
        """
        All of a lifecycle goes to JSON and comes back: both clocks, rules, ways back.
        """
        lifecycle = Lifecycle(
            "l",
            STAGES,
            "lead",
            [
                Transition("go", "lead", "prospect", when=lk.holds("MQL")),
                Transition("forgo", "lead", "lost", automatic=True, kind="exit"),
                Transition("expire", "prospect", "lost", after=DAY),
                Transition(
                    "forget",
                    ["prospect", "lead"],
                    "lost",
                    after=timedelta(hours=36),
                    since="activity",
                    kind="exit",
                ),
                Transition("reopen", "lost", PREVIOUS, kind="back"),
            ],
            deadlines={"lead": DAY, "prospect": timedelta(minutes=5)},
            stale_after={"prospect": 30 * DAY},
        )
        read = Lifecycle.from_json(lifecycle.to_json(), record=lk.Lead)

        assert lifecycle == read
        assert (lifecycle.version, lifecycle.to_json()) == (
            read.version,
            read.to_json(),
        )


# 16: enumerations count by their names.
class TestEnumerations:
    def test_is_a_pitfall(self):
        """
        What a host has stored, the value, isn't a state.
        """

        class Way(Enum):
            FIRST = "a"
            SECOND = "b"

        stock = machine(
            states=Way, initial=Way.FIRST, transitions=[["go", Way.FIRST, Way.SECOND]]
        )

        assert ["FIRST", "SECOND"] == list(stock.states)
        with pytest.raises(ValueError, match="'a' is not a registered state"):
            stock.events["go"].trigger(Mutable("a"))

    def test_count_by_their_values(self):
        """
        What is stored with a lead is the value of its stage, and it moves on from it.
        """

        class Way(str, Enum):  # noqa: UP042  as in Django
            FIRST = "a"
            SECOND = "b"

        lifecycle = Lifecycle(
            "l", Way, Way.FIRST, [Transition("go", Way.FIRST, Way.SECOND)]
        )
        for stage in ("a", Way.FIRST):
            moved = lifecycle.advance(newcomer(stage=stage), "go", at=NOW)

            assert ("b", "a", "b") == (
                moved.stage,
                moved.moves[0].source,
                moved.moves[0].target,
            )
            assert {"a", "b"} == set(lifecycle.stages)

    def test_an_empty_target_is_none(self):
        """
        A move to nowhere isn't one that stays where it is.
        """
        with pytest.raises(RuleError, match="got a blank text"):
            Transition("go", "lead", "")


# 17: every move is logged.
class TestSilence:
    def test_is_a_pitfall(self, caplog):
        """
        A machine tells of each move, at a level that hosts listen to.
        """
        with caplog.at_level(logging.INFO):
            machine().events["go"].trigger(Mutable())

        assert 2 == len(caplog.records)

    def test_nothing_is_logged(self, caplog):
        """
        Building, moving, refusing, replaying and drawing write nothing at any level.
        """
        with caplog.at_level(1):
            lifecycle = Lifecycle("sales", STAGES, "lead", SALES.transitions)
            lost = lifecycle.advance(newcomer(), "drop", at=NOW, reason="x")
            refused(lifecycle.advance, lost, "qualify", at=NOW)
            lifecycle.replay(newcomer(), lost.moves)
            lifecycle.timeline(lost, as_of=NOW)
            lifecycle.mermaid()

        assert [] == caplog.records


# 18: threads.
class TestThreads:
    def test_one_lifecycle_serves_them_all(self):
        """
        Eight threads walk 2,000 steps each through one new lifecycle, and each lead
        gets as far as if it were alone.
        """
        asked = []

        @lk.rule
        def counted(lead, _as_of):
            asked.append(lead.id)
            return lead.id != "L-3"

        lifecycle = Lifecycle(
            "l",
            ["lead", "b"],
            "lead",
            [
                Transition("go", "lead", "b", when=counted),
                Transition("back", "b", PREVIOUS),
            ],
        )

        def walk(number):
            lead, stages = lk.Lead(id=f"L-{number}"), []
            for step in range(2_000):
                try:
                    lead = lifecycle.advance(
                        lk.Lead(id=lead.id) if len(lead.moves) > 20 else lead,
                        "back" if lead.stage == "b" and len(lead.moves) <= 20 else "go",
                        at=NOW + timedelta(seconds=step),
                    )
                except MoveRefused as refusal:
                    stages.append((refusal.code, refusal.lead_id))
                stages.append(lead.stage)
            return stages

        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(walk, range(8)))
        alone = list(map(walk, range(8)))

        assert alone == together
        assert 2_000 == together[3].count(("guard", "L-3"))
        assert {"lead", "b"} == set(together[0])


# 19: the ids of models that are gone.
class TestShortLives:
    def test_nothing_is_known_by_its_address(self):
        """
        Of thousands of leads that live for a moment and get each other's addresses,
        each is answered for itself.
        """
        lifecycle = guarded(lk.fields(lk.Lead, traits={"yes": bool}).yes)
        answers, addresses = [], set()
        for number in range(3_000):
            lead = lk.Lead(id="L-1", traits={"yes": number % 3 == 0})
            addresses.add(id(lead))
            answers.append(lifecycle.allowed(lead, as_of=NOW) == ("go",))

        assert [number % 3 == 0 for number in range(3_000)] == answers
        assert len(addresses) < 3_000  # or this proves nothing


# 20: a name that means something else.
class TestAfterIsATime:
    def test_is_a_pitfall(self):
        """
        A machine takes a deadline for a callback, and finds out when it moves.
        """
        stock = machine(transitions=[])
        stock.add_transition("go", "a", "b", after=90)
        with pytest.raises(TypeError, match="'int' object is not callable"):
            stock.events["go"].trigger(Mutable())

    @pytest.mark.parametrize(
        "after", [90, "expire", print, [print], -DAY, timedelta(0)], ids=str
    )
    def test_nothing_else_is_taken(self, after):
        """
        What is no positive span is refused when it is written, a callback too.
        """
        with pytest.raises(RuleError) as caught:
            Transition("go", "lead", "lost", after=after)

        assert ("after of transition 'go'", "a positive timedelta") == (
            caught.value.subject,
            caught.value.expected,
        )

    def test_is_no_callback_of_the_machine(self):
        """
        A time that was declared is due, and calls nothing.
        """
        lifecycle = Lifecycle(
            "l", STAGES, "lead", [Transition("go", "lead", "lost", after=DAY)]
        )
        (edge,) = lifecycle._events["go"].transitions["lead"]

        assert [] == [*edge.before, *edge.after, *edge.prepare]
        assert "go" == lifecycle.due(newcomer(), as_of=NOW)[0].trigger

    def test_there_are_no_callbacks(self):
        """
        A transition has no place for any.
        """
        for name in ("before", "prepare", "conditions", "unless"):
            with pytest.raises(TypeError, match=name):
                Transition("go", "lead", "lost", **{name: print})


# 21: guards are asked twice.
class TestGuardsAreAskedOnce:
    def test_is_a_pitfall(self):
        """
        To ask whether a model may, and to move it, asks a guard twice.
        """
        asked = []
        model = Mutable()
        stock = machine(model=model, transitions=[])
        stock.add_transition("go", "a", "b", conditions=lambda: asked.append(1) is None)
        if model.may_go():
            model.go()

        assert ("b", 2) == (model.state, len(asked))

    @pytest.mark.parametrize("ask", ["decide", "advance", "allowed"])
    def test_by_every_question(self, ask):
        """
        A question that is granted asks each guard once, and none of another trigger
        unless it is asked for all of them.
        """
        asked = []

        def guard(name, *, answer):
            return lk.rule(lambda *_: asked.append(name) or answer, name=name)

        lifecycle = Lifecycle(
            "l",
            ["lead", "b", "c", "d"],
            "lead",
            [
                Transition("go", "lead", "b", when=guard("first", answer=False)),
                Transition("go", "lead", "c", when=guard("second", answer=True)),
                Transition("go", "lead", "d", when=guard("third", answer=True)),
                Transition("go", "b", "d", when=guard("elsewhere", answer=True)),
                Transition("on", "lead", "d", when=guard("other", answer=True)),
            ],
        )
        options = {"at" if ask == "advance" else "as_of": NOW}
        given = [] if ask == "allowed" else ["go"]
        getattr(lifecycle, ask)(newcomer(), *given, **options)

        assert ["first", "second", *(["other"] if ask == "allowed" else [])] == asked


# 22: importing it changes how the host's process warns.
class TestImport:
    def test_is_a_pitfall(self):
        """
        The engine appends a filter for a text of its own.
        """
        program = (
            "import warnings\nbefore = list(warnings.filters)\nimport transitions\n"
            "print(before == list(warnings.filters))"
        )

        assert ["False"] == said(program)

    def test_leaves_warnings_alone(self):
        """
        Importing leadkit, and what a worker needs to read leads and ask rules, neither
        loads the engine nor touches the filters.
        """
        program = (
            "import sys, warnings\nbefore = list(warnings.filters)\nimport leadkit\n"
            "from leadkit import Lead, Scorecard, Qualification, all_of, holds\n"
            "Lead(id='L-1')\n"
            "print(before == list(warnings.filters), 'transitions' in sys.modules)"
        )

        assert ["True", "False"] == said(program)

    def test_a_lifecycle_hides_no_warning_of_a_host(self):
        """
        With the engine loaded, a host's own deprecations are errors if it wants so.
        """
        program = (
            "import warnings\nfrom leadkit import Lifecycle\n"
            "warnings.simplefilter('error')\n"
            "try:\n    warnings.warn('old', DeprecationWarning)\n"
            "except DeprecationWarning:\n    print('heard')"
        )

        assert ["heard"] == said(program)
