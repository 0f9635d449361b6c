"""
What is told of the edges of a lifecycle, held against asking every lead there is.
"""

from __future__ import annotations

from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW

from leadkit import (
    ALWAYS,
    PREVIOUS,
    Lead,
    Lifecycle,
    Move,
    Playbook,
    Points,
    Problem,
    Qualification,
    RuleError,
    Scorecard,
    Temperature,
    Transition,
    activity,
    came_from,
    consented,
    conversed,
    edge_findings,
    fields,
    has_been,
    holds,
    in_stage,
    is_lead,
    reachable,
    standard,
)
from leadkit.codes import CONVERSATIONS
from leadkit.rules import nodes as n
from leadkit.rules.proof.possibility import impossible


@attrs.frozen(kw_only=True)
class Account(Lead):
    """
    A host's record.
    """

    employees: int | None = None


F = fields(Account)
NOBODY = (F.employees >= 50) & (F.employees < 10)
VISITS = activity("page_viewed")


def lifecycle_of(*transitions, stages="abcd"):
    """
    A lifecycle of stages a to d that all can be left.
    """
    back = Transition("restart", list(stages), stages[0], kind="back")
    return Lifecycle("l", list(stages), stages[0], [*transitions, back])


def told(lifecycle, *kinds):
    """
    The sentences about its edges, of these kinds.
    """
    return [str(one) for one in lifecycle.problems() if one.kind in kinds]


# Random guards -----------------------------------------------------------------------

MOST = 5


def parts():
    """
    Questions about the number of employees, the stage and where the lead came from.
    """
    return (
        st.integers(0, MOST).map(lambda number: F.employees >= number)
        | st.integers(0, MOST).map(lambda number: F.employees < number)
        | st.integers(0, MOST).map(lambda number: F.employees == number)
        | st.sampled_from("abc").map(in_stage)
    )


@st.composite
def guarded(draw, questions=None):
    """
    Lifecycles whose guards often can't hold, or stand before one another.
    """
    transitions = []
    for _ in range(draw(st.integers(1, 5))):
        asked = parts() if questions is None else questions
        joined = st.builds(lambda a, b: a & b, asked, asked)
        if questions is not None:
            joined |= st.builds(lambda a, b: a | b, asked, asked)
        guard = draw(st.none() | asked | joined)
        one = Transition(
            draw(st.sampled_from(["go", "stop"])),
            draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=2)),
            draw(st.sampled_from(["a", "b", "c", PREVIOUS])),
            guard,
        )
        try:
            Lifecycle("l", ["a", "b", "c"], "a", [*transitions, one])
        except RuleError:
            continue
        if str(one) not in map(str, transitions):  # or they couldn't be told apart
            transitions.append(one)
    return Lifecycle("l", ["a", "b", "c"], "a", transitions)


def accounts(stage):
    """
    All leads in a stage that a guard can tell apart.
    """
    ways = [
        [],
        *([Move(trigger="x", source=one, target=stage, at=NOW)] for one in "abc"),
    ]
    return [
        Account(id="L-1", employees=employees, stage=stage, moves=moves)
        for employees in [None, *range(-1, MOST + 2)]
        for moves in ways
    ]


def holding(one, stage):
    """
    The leads in a stage for which a guard holds.
    """
    return [
        lead
        for lead in accounts(stage)
        if one.when is None or one.when.test(lead, as_of=NOW) is True
    ]


class TestOracle:
    @given(guarded())
    def test_a_guard_is_contradictory_if_it_holds_for_nobody(self, lifecycle):
        """
        An edge is told if there is no lead in its stages for which its guard holds.
        """
        wanted = [
            one
            for one in lifecycle.transitions
            if not any(holding(one, stage) for stage in one.sources)
        ]

        assert [
            f"transition {one}: <{one.when}> can never hold" for one in wanted
        ] == told(lifecycle, "contradictory")

    @given(guarded())
    def test_an_edge_is_shadowed_if_another_one_is_always_made(self, lifecycle):
        """
        An edge is told if, in one of its stages, one earlier edge is open whenever it
        is; and it never is made there.
        """
        wanted = []
        for place, later in enumerate(lifecycle.transitions):
            if not any(holding(later, stage) for stage in later.sources):
                continue  # told as contradictory
            for stage in later.sources:
                for earlier in lifecycle.transitions[:place]:
                    if (
                        earlier.trigger == later.trigger
                        and stage in earlier.sources
                        and not (
                            earlier.target is PREVIOUS and later.target is not PREVIOUS
                        )
                        and all(
                            lead in holding(earlier, stage)
                            for lead in holding(later, stage)
                        )
                    ):
                        wanted.append(
                            f"transition {later}: it makes no difference beside "
                            f"transition {earlier}: from {stage!r}, that is made "
                            "whenever this could be"
                        )
                        break

        assert wanted == told(lifecycle, "shadowed")

    @given(guarded())
    def test_what_is_told_is_never_made(self, lifecycle):
        """
        No lead in any stage makes a move that is told to be contradictory, or to be
        shadowed there.
        """
        gone = {
            one.where for one in lifecycle.problems() if one.kind == "contradictory"
        }
        shadowed = {
            (one.where, one.details.split("'")[1])
            for one in lifecycle.problems()
            if one.kind == "shadowed"
        }
        for stage in lifecycle.stages:
            for lead in accounts(stage):
                for trigger in lifecycle.triggers:
                    one = lifecycle._chosen(lead, trigger, NOW)

                    assert f"transition {one}" not in gone
                    assert (f"transition {one}", stage) not in shadowed

    @given(guarded())
    def test_a_playbook_tells_it_once(self, lifecycle):
        """
        What a lifecycle tells, a playbook with it tells too, and each of it once.
        """
        record = Playbook("p", record=Account, lifecycle=lifecycle)
        mine = Counter(map(str, lifecycle.problems()))
        theirs = Counter(str(one) for one in record.problems() if one.kind != "always")

        assert mine == theirs
        assert {1} >= set(mine.values())


# Examples ----------------------------------------------------------------------------


class TestContradictory:
    @pytest.mark.parametrize(
        "guard",
        [
            NOBODY,
            in_stage("b"),
            in_stage("b", "c") & (F.employees >= 1),
            Scorecard("fit", [Points(5, when=F.employees >= 9)]) >= 10,
            VISITS.count() < 0,
        ],
        ids=str,
    )
    def test_is_told_with_its_edge(self, guard):
        """
        A guard that is proved never to hold in its stages is told, and names its edge.
        """
        lifecycle = lifecycle_of(Transition("go", "a", "b", guard))
        (problem, *rest) = lifecycle.problems()

        assert (
            Problem(
                "contradictory",
                where="transition 'go' from 'a' to 'b'",
                rule=str(guard),
                path=("go",),
            )
            == problem
        )
        assert "contradictory" not in {one.kind for one in rest}

    def test_one_stage_in_which_it_holds_will_do(self):
        """
        A guard that holds in one of the sources is no contradiction.
        """
        lifecycle = lifecycle_of(
            Transition("go", ["a", "b"], "c", in_stage("b")),
            Transition("step", "a", "b"),
            Transition("leap", "c", "d"),
        )

        assert () == lifecycle.problems()


class TestShadowed:
    def test_by_implication(self):
        """
        Whoever has 50 employees has 10: the later move is never made.
        """
        lifecycle = lifecycle_of(
            Transition("go", "a", "b", F.employees >= 10),
            Transition("go", ["a", "b"], "c", F.employees >= 50),
        )

        (sentence,) = told(lifecycle, "shadowed")

        assert (
            "transition 'go' from 'a' or 'b' to 'c': it makes no difference beside "
            "transition 'go' from 'a' to 'b': from 'a', that is made whenever this "
            "could be"
        ) == sentence

    def test_in_each_stage_once(self):
        """
        Of several earlier moves that stand before it in a stage, the first is told.
        """
        lifecycle = lifecycle_of(
            Transition("go", ["a", "b"], "b", F.employees >= 10),
            Transition("go", ["a"], "c", F.employees >= 20),
            Transition("go", ["a", "b"], "d", F.employees >= 50),
        )
        found = [one for one in lifecycle.problems() if one.kind == "shadowed"]

        first = "transition 'go' from 'a' or 'b' to 'b'"
        assert [first] * 3 == [one.other for one in found]
        assert ["'a'", "'a'", "'b'"] == [
            one.details.split()[1].rstrip(",") for one in found
        ]

    @pytest.mark.parametrize(
        "earlier",
        [
            Transition("go", "a", "b", F.employees >= 50),
            Transition("stop", "a", "b", F.employees >= 1),
            Transition("go", "b", "c", F.employees >= 1),
            Transition("go", "a", PREVIOUS, F.employees >= 1),
            Transition("go", "a", "b", NOBODY),
        ],
        ids=["stricter", "trigger", "stage", "back", "never"],
    )
    def test_what_leaves_a_chance_is_not_told(self, earlier):
        """
        A stricter guard, another trigger or stage, a way back that may lead nowhere and
        a move that is never made stand before nothing.
        """
        lifecycle = lifecycle_of(earlier, Transition("go", "a", "c", F.employees >= 10))

        assert [] == told(lifecycle, "shadowed")

    def test_a_way_back_stands_before_another(self):
        """
        Two ways back lead to the same place, or both nowhere.
        """
        lifecycle = lifecycle_of(
            Transition("go", "a", "b"),
            Transition("undo", "b", PREVIOUS, F.employees >= 1),
            Transition("undo", "b", PREVIOUS, F.employees >= 2),
        )

        assert 1 == len(told(lifecycle, "shadowed"))


class TestUnreachable:
    def test_by_moves_that_are_never_made_alone(self):
        """
        A stage to which only contradictory moves lead is unreachable.
        """
        lifecycle = lifecycle_of(
            Transition("go", "a", "b", NOBODY),
            Transition("on", ["a", "b"], "c"),
            Transition("leap", "c", "d"),
        )

        assert [("contradictory", ""), ("unreachable", "b")] == [
            (one.kind, one.stage) for one in lifecycle.problems()
        ]

    def test_by_moves_that_another_always_comes_before(self):
        """
        A stage to which only shadowed moves lead is unreachable too, unless they are
        made from another stage.
        """
        first = Transition("go", "a", "c", F.employees >= 10)
        rest = Transition("leap", "c", "d")
        cut_off, entered = (
            lifecycle_of(first, Transition("go", sources, "b", F.employees >= 50), rest)
            for sources in ("a", ["a", "c"])
        )

        assert [("shadowed", ""), ("unreachable", "b")] == [
            (one.kind, one.stage) for one in cut_off.problems()
        ]
        assert [("shadowed", "")] == [
            (one.kind, one.stage) for one in entered.problems()
        ]


# Work --------------------------------------------------------------------------------

CALLS = activity("call_held", "meeting_held")
FIT = Scorecard(
    "fit", [Points(5, when=F.employees >= 2), Points(7, when=VISITS.count() >= 1)]
)


def themes():
    """
    Questions about many things, some of which have to do with one another.
    """
    return parts() | st.sampled_from(
        [
            *(VISITS.within(days=days).count() >= 1 for days in (7, 30)),
            VISITS.count() >= 0,
            CALLS.count() >= 1,
            activity("call_held").count() >= 1,
            conversed(),
            consented("marketing", medium="email"),
            reachable("marketing", medium="email"),
            reachable("marketing"),
            holds("MQL"),
            is_lead(),
            has_been("b"),
            came_from("a"),
            FIT >= 5,
            FIT >= 10,
            F.name.is_missing(),
            F.name.contains("am"),
            F.name == "Sam",
            F.created_at.age() >= 3,
            F.employees + 1 >= 3,
            ALWAYS,
            ~ALWAYS,
        ]
    )


def asked_by(move):
    """
    What a move asks for.
    """
    return ALWAYS.node if move.when is None else move.when.node


def naive(lifecycle):
    """
    What another move always comes before, with its stage and that move, by a proof for
    each pair.
    """
    found = []
    gone = edge_findings.never_made(lifecycle.transitions)
    for place, later in enumerate(lifecycle.transitions):
        for stage in () if later in gone else later.sources:
            asked = [n.InStage((stage,)), asked_by(later)]
            for earlier in lifecycle.transitions[:place]:
                if (
                    earlier.trigger == later.trigger
                    and stage in earlier.sources
                    and (earlier.target is not PREVIOUS or later.target is PREVIOUS)
                    and impossible(asked, [asked_by(earlier)])
                ):
                    found.append((later, stage, f"transition {earlier}"))
                    break
    return found


@pytest.fixture(name="proofs")
def _proofs(monkeypatch):
    """
    What was to be proved of edges so far.
    """
    asked = []

    def count(true, untrue=(), *, record=None):
        asked.append((true, untrue))
        return impossible(true, untrue, record=record)

    monkeypatch.setattr(edge_findings, "impossible", count)
    return asked


def moves(guards, sources="a"):
    """
    A lifecycle of moves that all have one trigger.
    """
    ways = [Transition("go", list(sources), "b", guard) for guard in guards]
    return Lifecycle(
        "l", ["a", "b"], "a", [*ways, Transition("back", "b", "a", kind="back")]
    )


class TestWork:
    @given(guarded(themes()))
    def test_what_is_left_out_proves_nothing(self, lifecycle):
        """
        A proof for each pair of moves finds what those that are tried do.
        """
        found, undecided = edge_findings.outdone(
            lifecycle.transitions, edge_findings.never_made(lifecycle.transitions)
        )

        assert naive(lifecycle) == [(*key, one.other) for key, one in found.items()]
        assert () == undecided

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [
            (VISITS.count() >= 1, VISITS.within(days=7).count() >= 2),
            (activity(*CONVERSATIONS).count() >= 1, conversed()),
            (F.name.contains("am"), F.name == "Sam"),
            (FIT >= 5, FIT >= 7),
            (holds("MQL"), holds("MQL") & holds("SQL")),
            (
                consented("marketing", medium="email"),
                reachable("marketing", medium="email"),
            ),
            (has_been("a"), VISITS.count() >= 1),
            (VISITS.count() >= 0, F.employees >= 1),
            (F.employees.is_missing() | (F.employees >= 2), F.employees >= 3),
            ((F.employees >= 1) & (VISITS.count() >= 0), F.employees >= 2),
        ],
        ids=str,
    )
    def test_what_has_to_do_with_it_is_tried(self, earlier, later):
        """
        What follows from a later guard is found, also where it asks for it otherwise.
        """
        (problem,) = moves([earlier, later]).problems()

        assert ("shadowed", str(moves([earlier]).transitions[0])) == (
            problem.kind,
            problem.other.removeprefix("transition "),
        )

    def test_guards_about_different_things(self, proofs):
        """
        Moves that ask for something of their own take two or three proofs each, not one
        for each pair.
        """
        guards = [
            (activity(f"t{number}").count() >= 1) & (F.employees >= 1)
            for number in range(100)
        ]

        assert () == moves(guards).problems()
        assert len(proofs) <= 3 * 101

    def test_stages_that_no_guard_asks_for(self, proofs):
        """
        What is proved in one stage needn't be proved in another.
        """
        guards = [F.employees >= 9 - number for number in range(10)]
        one, both = moves(guards, sources="a"), moves(guards, sources="ab")

        assert () == one.problems()
        few = len(proofs)
        assert () == both.problems()
        assert 2 * few == len(proofs)

    @pytest.mark.parametrize(
        "guard",
        [
            lambda number: F.employees >= 60 - number,
            lambda number: in_stage("a") & (F.employees >= 60 - number),
        ],
        ids=["fields", "stages"],
    )
    def test_is_bounded(self, monkeypatch, proofs, guard):
        """
        However many moves there are, no more is proved of pairs than is allowed; what
        is left is undecided, each move once, and no problem.
        """
        monkeypatch.setattr(edge_findings, "MOST_NODES", 1000)
        lifecycle = moves([guard(number) for number in range(60)], sources="ab")
        playbook = Playbook("p", record=Account, lifecycle=lifecycle)
        undecided = playbook.undecided()

        assert sum(
            sum(1 for _ in n.walk(node))
            for true, untrue in proofs
            for node in (*true[1:], *untrue)
            if untrue
        ) in range(400, 1020)
        assert 20 <= len(undecided) == len(set(undecided)) < 60
        assert {"undecided"} == {one.kind for one in undecided}
        assert (
            f"transition 'go' from 'a' or 'b' to 'b': it is undecided whether "
            f"<{guard(59)}> can hold where no earlier move is made: there are too many "
            "moves to compare"
        ) == str(undecided[-1])
        assert "undecided" not in {one.kind for one in playbook.problems()}
        assert "undecided" not in {one.kind for one in lifecycle.problems()}

    def test_what_is_undecided_is_not_left_out(self, monkeypatch):
        """
        A move that may make a difference still leads into its stage.
        """
        monkeypatch.setattr(edge_findings, "MOST_NODES", 0)
        lifecycle = lifecycle_of(
            Transition("go", "a", "c", F.employees >= 10),
            Transition("go", "a", "b", F.employees >= 50),
            Transition("leap", "c", "d"),
        )

        assert () == lifecycle.problems()
        assert 1 == len(Playbook("p", record=Account, lifecycle=lifecycle).undecided())


# Names -------------------------------------------------------------------------------

UNKNOWN = {
    "in_stage": in_stage("propsect", "lead"),
    "has_been": has_been("propsect"),
    "came_from": came_from("propsect"),
    "conversed": conversed(since="propsect"),
    "since": VISITS.since("propsect").count() >= 1,
    "in a card": Scorecard("fit", [Points(5, when=has_been("propsect"))]) >= 5,
}
SALES = ["lead", "prospect", "lost"]


def sales(guard):
    """
    A lifecycle with a guard at its first move.
    """
    return Lifecycle(
        "sales",
        SALES,
        "lead",
        [
            Transition("qualify", "lead", "prospect", guard),
            Transition("lose", ["lead", "prospect"], "lost"),
            Transition("reopen", "lost", "lead"),
        ],
    )


def unknown(playbook):
    """
    What a playbook or lifecycle asks for in vain.
    """
    return [one for one in playbook.problems() if one.kind == "unknown"]


class TestNames:
    @pytest.mark.parametrize("guard", UNKNOWN.values(), ids=UNKNOWN)
    def test_stages_that_there_are_not(self, guard):
        """
        A guard that asks for an unknown stage is told, with its edge and the near miss.
        """
        (problem,) = unknown(sales(guard))

        assert ("transition 'qualify' from 'lead' to 'prospect'", ("qualify",)) == (
            problem.where,
            problem.path,
        )
        assert ("stage 'propsect'", "Did you mean 'prospect'?") == (
            problem.other,
            problem.details,
        )
        assert "asks for stage 'propsect', which there is not" in str(problem)
        assert [problem] == unknown(Playbook("p", lifecycle=sales(guard)))

    def test_each_name_once_in_an_edge(self):
        """
        A stage that two parts of a guard ask for is told once, another one too.
        """
        guard = has_been("propsect") | came_from("propsect") | has_been("nowhere")

        assert ["stage 'propsect'", "stage 'nowhere'"] == [
            one.other for one in unknown(sales(guard))
        ]

    @pytest.mark.parametrize(
        "guard",
        [has_been("prospect"), conversed(), VISITS.count() >= 1, None],
        ids=["known", "conversed", "count", "none"],
    )
    def test_what_there_is_is_not_told(self, guard):
        """
        Guards about known stages, and those about none, are fine.
        """
        assert [] == unknown(sales(guard))

    def test_a_lifecycle_does_not_know_qualifications(self):
        """
        What a guard holds may be in any playbook.
        """
        assert [] == unknown(sales(holds("MQL")))

    @pytest.mark.parametrize(
        ("parts", "where", "other"),
        [
            (
                {"lifecycle": sales(holds("MQ"))},
                "transition 'qualify' from 'lead' to 'prospect'",
                "qualification 'MQ'",
            ),
            (
                {"temperature": Temperature(hot=holds("MQ"), warm=VISITS.count() >= 1)},
                "temperature 'hot'",
                "qualification 'MQ'",
            ),
            (
                {"scorecards": [Scorecard("fit", [Points(5, when=holds("MQ"))])]},
                "card 'fit'",
                "qualification 'MQ'",
            ),
            (
                {
                    "qualifications": [
                        Qualification("MQL", VISITS.count() >= 1, applies_to="propsect")
                    ]
                },
                "qualification 'MQL'",
                "stage 'propsect'",
            ),
            (
                {
                    "qualifications": [
                        Qualification(
                            "MQL", VISITS.count() >= 1, until=has_been("propsect")
                        )
                    ]
                },
                "qualification 'MQL'",
                "stage 'propsect'",
            ),
        ],
        ids=["move", "temperature", "card", "applies_to", "until"],
    )
    def test_a_playbook_knows_both(self, parts, where, other):
        """
        Wherever a playbook asks for a stage or qualification it doesn't have, it tells.
        """
        mql = Qualification("MQL", when=VISITS.count() >= 2)
        given_ = {"qualifications": [mql], "lifecycle": sales(None), **parts}
        (problem,) = unknown(Playbook("p", **given_))

        assert (where, other) == (problem.where, problem.other)
        assert problem.details in {"Did you mean 'MQL'?", "Did you mean 'prospect'?"}

    def test_without_a_lifecycle_every_stage_may_be_meant(self):
        """
        A playbook that has no moves doesn't know the stages.
        """
        playbook = Playbook(
            "p", qualifications=[Qualification("MQL", when=has_been("propsect"))]
        )

        assert [] == unknown(playbook)

    def test_a_card_that_is_read_is_told_once(self):
        """
        What a card asks for in vain, the rules that read the card needn't tell again.
        """
        fit = Scorecard("fit", [Points(5, when=has_been("propsect"))])
        playbook = Playbook(
            "p",
            scorecards=[fit],
            qualifications=[Qualification("MQL", when=fit >= 5)],
            lifecycle=sales(fit >= 5),
        )

        assert ["card 'fit'"] == [one.where for one in unknown(playbook)]

    def test_the_standard_asks_for_nothing_in_vain(self):
        """
        The standard playbook and its lifecycle have no problems.
        """
        assert () == standard.lifecycle().problems() == standard.playbook().problems()
