"""
Laws about getting out: what they find is what a plain walk by the engine of
`transitions` finds, backwards.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import NOW
from walks import (
    MONOTONE,
    STAGES,
    Small,
    T,
    backwards,
    lifecycles,
    walked,
    without_hypothesis,
)

from leadkit import (
    PREVIOUS,
    Lead,
    Lifecycle,
    Points,
    RuleError,
    Scorecard,
    Transition,
    activity,
    consented,
    conversed,
    fields,
    holds,
    is_lead,
    rule,
    standard,
    time_in_stage,
)
from leadkit.testing import LawBroken
from leadkit.testing.walking import (
    certain,
    getting_on,
    projecting,
    seeking,
    situations,
)
from leadkit.testing.walking.trap_laws import no_traps, reversible

OURS = {"record": Small, "monotone": MONOTONE}
STANDARD = standard.lifecycle()
# Each example walks through some hundreds of leads, one after another.
FEWER = settings(max_examples=max(10, settings().max_examples // 2))
CALLS = activity("call_held")
X = fields(Lead, traits={"x": float, "y": float, "day": datetime})
CARD = Scorecard("calls", [Points(10, per=CALLS, at_most=3)])
TALKS = Scorecard("talks", [Points(10, when=conversed())])
# The way on that is declared first leads nowhere for who has no call, and the shortest
# one is never open.
WANDERING = Lifecycle(
    "l",
    ["new", "a", "b", "c", "won"],
    "new",
    [
        Transition("go", "new", "a"),
        Transition("jump", "new", "won", CALLS.count() < 0),
        Transition("turn", "a", "new"),
        Transition("win", "a", "won", CALLS.count() < 0),
        Transition("skip", "new", "b", CALLS.count() < 0),
        Transition("walk", "new", "c"),
        Transition("walk", "c", "b"),
        Transition("win", "b", "won"),
        Transition("turn", "won", PREVIOUS),
    ],
)


def to_and_fro(back):
    """
    A lifecycle that leads to a stage from which a guarded move leads back.
    """
    moves = [Transition("go", "new", "met"), Transition("back", "met", "new", back)]
    return Lifecycle("l", STAGES, "new", moves)


class TestNoTraps:
    @FEWER
    @given(lifecycles(), st.none() | st.sampled_from(STAGES))
    def test_finds_what_a_plain_walk_finds(self, lifecycle, exits):
        """
        There is a trap exactly if some situation in a walk through all of them has no
        way out; where none is, that is proved.
        """
        reached, moves = walked(lifecycle)
        if exits is None:
            goals, moves = {place for place, _, _ in moves}, ()
        else:
            goals = {place for place in reached if place.stage == exits}
        trapped = reached - backwards(reached, moves, goals)
        finding = no_traps(lifecycle, exits=exits, **OURS)

        assert ("refuted" if trapped else "proved") == finding.kind
        if trapped:
            assert finding.witness.lead.stage in {place.stage for place in trapped}

    @pytest.mark.parametrize("exits", [None, "customer", ["advocate", "lost"]], ids=str)
    def test_the_standard_lifecycle_has_none(self, exits):
        """
        From every situation of the standard playbook there is a way on.
        """
        finding = no_traps(standard.playbook(), exits=exits)

        assert ("proved", 29) == (finding.kind, finding.states)

    def test_tells_how_a_lead_gets_trapped(self):
        """
        The witness is a lead in the trap; the test asks what it may do there.
        """
        finding = no_traps(to_and_fro(CALLS.count() < 1))

        assert "refuted" == finding.kind
        assert (
            "A lead begins at 'new'.",
            "2026-01-02 12:00: 'go' takes it from 'new' to 'met'.",
            "2026-01-03 12:00: 'call_held' is recorded.",
            "2026-01-03 12:00: no move from 'met' is allowed.",
        ) == finding.witness.story
        assert "assert LIFECYCLE.allowed(" in finding.witness.test

    def test_tells_what_can_not_be_reached_any_more(self):
        """
        With exits, the witness says which ones a lead can't reach, and the test asks
        for the law itself.
        """
        finding = no_traps(to_and_fro(T.a), exits=["won", "lost"], record=Small)

        assert "every lead can still reach 'won' or 'lost', some time" == finding.law
        assert (
            "From 'new', no way leads to 'won' or 'lost' any more."
            == finding.witness.story[-1]
        )
        assert 'exits=["won", "lost"], record=Small).check()' in finding.witness.test

    @pytest.mark.parametrize(
        "back",
        [
            CALLS.count() >= 3,
            CALLS.within(days=7).count() < 1,
            CALLS.within(days=7).total() == 5,
            CALLS.since("met").count() >= 1,
            CALLS.within(days=7).since("met").count() >= 1,
            CALLS.days_since_last() < 3,
            CALLS.latest() >= 9,
            CALLS.days_since_first() > 30,
            CALLS.count() >= 2,
            CALLS.largest() >= 9,
            time_in_stage() >= 30,
            T.created_at.age() >= 30,
            X.x == X.y,
            X.x + X.y >= 3,
            X.x.or_default(0) < 3,
            X.day.age() < 3,
            X.day.after(NOW),
            holds("MQL") & ~consented("marketing", "email"),
            CALLS.within(days=7).count() + X.x >= 3,
            T.a | (CALLS.mean() > 3),
            T.name.starts_with("x") & ~T.b,
        ],
        ids=str,
    )
    def test_what_any_lead_can_come_to_is_certain(self, back):
        """
        Where a lead can come to what a rule asks for, whatever it did, that is proved.
        """
        assert "proved" == no_traps(to_and_fro(back), record=Small).kind

    @pytest.mark.parametrize(
        "back",
        [
            CALLS.total() == 5,
            CALLS.mean() > 3,
            CALLS.latest().is_missing(),
            CALLS.since("met").count() < 1,
            CALLS.within(days=7).since("met").mean() > 3,
            time_in_stage() < 30,
            T.created_at.age() < 30,
            CALLS.count() - CALLS.within(days=3).count() == 2,
            (X.day.age() < 3) & X.day.before(NOW),
            X.x > CALLS.count(),
            X.x + CALLS.count() == 3,
            (CARD >= 30) & (CALLS.count() >= 5),
            (TALKS >= 10) & (CALLS.count() >= 5),
            is_lead(),
            rule(name="lucky")(lambda lead, as_of: True),
        ],
        ids=str,
    )
    def test_what_depends_on_the_past_is_not(self, back):
        """
        What a lead did may stand in the way of such rules: that is never called proved.
        """
        finding = no_traps(to_and_fro(back), record=Small, examples=10)

        assert finding.kind in {"sampled", "undecided"}

    def test_leads_on_journeys_are_sent_on(self):
        """
        Where it isn't certain that each lead has a way out, leads are sent on journeys
        and have to go on from where they are, to the exits if there are some.
        """
        lifecycle = to_and_fro(CARD >= 30)
        for exits in (None, "new"):
            finding = no_traps(lifecycle, exits=exits, examples=20)

            assert ("sampled", 20) == (finding.kind, finding.examples)
            assert "isn't certain that every lead at 'met' has a way" in finding.how
            assert "After each of 20 journeys drawn at random" in finding.how

    def test_what_a_lead_keeps_is_kept_on_the_way_out(self):
        """
        A rule about two things that stays true is no obstacle where it is wanted, and
        a trap where it isn't.
        """
        kept = {"record": Small, "monotone": [T.a & T.b]}

        assert "proved" == no_traps(to_and_fro(T.a), **kept).kind
        assert "refuted" == no_traps(to_and_fro(~T.a), **kept).kind

    def test_beyond_the_limits_nothing_is_certain(self, monkeypatch):
        """
        Of numbers that are cut into too many regions nothing is certain.
        """
        for module, name, back in (
            (projecting, "MOST_HEIGHTS", CALLS.count() >= 3),
            (certain, "_MOST_CASES", CALLS.latest() >= 9),
        ):
            with monkeypatch.context() as patched:
                patched.setattr(module, name, 1)

                assert "sampled" == no_traps(to_and_fro(back), examples=3).kind

    def test_a_trap_that_nobody_was_seen_in_is_not_refuted(self):
        """
        Behind a host's function a trap is on paper alone.
        """
        never_true = rule(name="never_true")(lambda lead, as_of: False)
        lifecycle = Lifecycle(
            "l",
            STAGES,
            "new",
            [
                Transition("go", "new", "lost", never_true),
                Transition("turn", "new", "new"),
            ],
        )
        finding = no_traps(lifecycle, examples=10)

        assert ("sampled", 10) == (finding.kind, finding.examples)

    def test_what_an_application_refuses_is_no_way_out(self):
        """
        A lifecycle of a host's own that refuses a move has no way out by it.
        """

        class Locked(Lifecycle):
            def advance(self, lead, trigger, **options):
                asked = "no_such_trigger" if trigger == "back" else trigger
                return super().advance(lead, asked, **options)

        moves = to_and_fro(CARD >= 10).transitions
        finding = no_traps(Locked("l", STAGES, "new", moves), examples=50)

        assert "undecided" == finding.kind

    def test_a_lead_that_finds_no_way_leaves_it_undecided(self):
        """
        That no way out was found for one lead doesn't prove that there is none.
        """
        never_true = rule(name="never_true")(lambda lead, as_of: False)
        finding = no_traps(to_and_fro(never_true), examples=50, seed=1)

        assert "undecided" == finding.kind
        assert "leadkit can't see into <never_true>." in finding.how
        assert "no way out was found for a lead at 'met'." in finding.how

    def test_is_undecided_without_hypothesis(self, monkeypatch):
        """
        Without Hypothesis, what isn't proved is undecided, and says why.
        """
        without_hypothesis(monkeypatch)
        finding = no_traps(to_and_fro(CALLS.mean() > 3))

        assert "undecided" == finding.kind
        assert "Nothing was drawn at random." in finding.how

    @pytest.mark.parametrize("exits", [None, "won"])
    def test_too_many_situations_are_tried_at_random(self, exits, monkeypatch):
        """
        Beyond the limit, leads on journeys have to make a move from where they are, or
        to get to the exits by one move after another.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        finding = no_traps(WANDERING, exits=exits, examples=20)

        assert ("sampled", None, 20) == (finding.kind, finding.states, finding.examples)
        assert finding.how.startswith("Not proved, because there are up to ")
        assert finding.how.endswith(
            "After each of 20 journeys drawn at random, the lead found a way out."
        )

    @pytest.mark.parametrize("exits", [None, "won"])
    def test_beyond_the_limit_a_trap_leaves_it_undecided(self, exits, monkeypatch):
        """
        That a lead found no way doesn't prove that there is none.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        finding = no_traps(to_and_fro(CALLS.count() < 0), exits=exits, examples=50)

        assert "undecided" == finding.kind
        assert "no way out was found for a lead at '" in finding.how

    def test_stages_told_apart_beyond_the_limit_are_tried(self, monkeypatch):
        """
        Nor need there be a chart of all ways to have come to a stage.
        """
        monkeypatch.setattr(situations, "MOST_SPOTS", 1)
        finding = no_traps(to_and_fro(CALLS.count() >= 1), examples=10)

        assert "sampled" == finding.kind
        assert "because there are more than 1 ways to have come" in finding.how

    def test_not_every_way_is_tried_beyond_the_limit(self, monkeypatch):
        """
        Who isn't there after so many moves has found no way.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        monkeypatch.setattr(getting_on, "_MOST_MOVES", 1)

        assert "undecided" == no_traps(WANDERING, exits="won", examples=20).kind

    def test_many_counters_are_tried_quickly(self):
        """
        So many situations as nobody can walk through don't keep leads from going on.
        """
        moves = [
            Transition(
                f"go_{number}", "met", "won", activity(f"k_{number}").count() < 1
            )
            for number in range(25)
        ]
        back = [Transition("go", "new", "met"), Transition("back", "won", "met")]
        lifecycle = Lifecycle("l", STAGES, "new", [*moves, *back])
        finding = no_traps(lifecycle, examples=10)

        assert ("sampled", 10) == (finding.kind, finding.examples)
        assert "situations, more than 67,108,864" in finding.how

    def test_one_stage_alone_is_a_trap(self):
        """
        A lifecycle of one stage has no move, unless leads may stay there.
        """
        lifecycle = Lifecycle("l", ["only"], "only", [])

        assert "refuted" == no_traps(lifecycle).kind
        assert "proved" == no_traps(lifecycle, exits="only").kind

    @pytest.mark.parametrize(
        ("exits", "came", "cure"),
        [
            ("wn", "the unknown stage 'wn'", "Did you mean 'won'?"),
            ([], "no stage", ""),
            (7, "an int", ""),
            ([7], "an int", ""),
        ],
        ids=str,
    )
    def test_unknown_exits_are_refused(self, exits, came, cure):
        """
        An exit must be a stage, and there must be one.
        """
        with pytest.raises(RuleError) as caught:
            no_traps(to_and_fro(None), exits=exits)

        assert ("exits of no_traps()", came, cure) == (
            caught.value.subject,
            caught.value.came,
            caught.value.cure,
        )


class TestReversible:
    @FEWER
    @given(lifecycles(), st.sampled_from(STAGES), st.sampled_from([None, *STAGES]))
    def test_finds_what_a_plain_walk_finds(self, lifecycle, stage, to):
        """
        A stage has a way back exactly if from all its situations in a walk through all
        of them one of the stages that it is to lead to is reached: by default those
        that no exit leads to.
        """
        assume(to != stage)
        reached, moves = walked(lifecycle)
        exits = {one.target for one in lifecycle.transitions if one.kind == "exit"}
        back = [one for one in STAGES if one not in {stage, *exits}]
        inside = {place for place in reached if place.stage == stage}
        goals = {
            place for place in reached if place.stage in (back if to is None else [to])
        }
        caught = inside - backwards(reached, moves, goals)
        finding = reversible(lifecycle, stage, to=to, **OURS)

        assert ("refuted" if caught else "proved") == finding.kind

    @FEWER
    @given(lifecycles(), st.sampled_from(STAGES))
    def test_finds_what_a_plain_walk_finds_of_the_stage_before(self, lifecycle, stage):
        """
        With PREVIOUS it is the stage that the lead came from.
        """
        reached, moves = walked(lifecycle)
        caught = False
        for left in STAGES:
            inside = {p for p in reached if (p.stage, p.came) == (stage, left)}
            goals = {place for place in reached if place.stage == left}
            caught |= bool(inside - backwards(reached, moves, goals))
        finding = reversible(lifecycle, stage, to=PREVIOUS, **OURS)

        assert ("refuted" if caught else "proved") == finding.kind

    @pytest.mark.parametrize("to", [None, PREVIOUS, "prospect", ["lead", "nurtured"]])
    @pytest.mark.parametrize("stage", ["churned", "disqualified", "lost"])
    def test_each_standard_exit_has_a_way_back(self, stage, to):
        """
        Whoever leaves the standard lifecycle by an exit can get back to where it was,
        and into sales.
        """
        assert "proved" == reversible(STANDARD, stage, to=to).kind

    @pytest.mark.parametrize(
        ("to", "goal", "given_to"),
        [
            (PREVIOUS, "'lead'", ", to=lk.PREVIOUS"),
            ("lead", "'lead'", ', to="lead"'),
            (["lead", "prospect"], "'lead' or 'prospect'", ', to=["lead", "prospect"]'),
        ],
    )
    def test_tells_who_can_not_get_back(self, to, goal, given_to):
        """
        Nobody gets back from being a bad lead, where only customers reopen.
        """
        lifecycle = Lifecycle(
            "no_way_back",
            ["lead", "prospect", "bad"],
            "lead",
            [Transition("reject", "lead", "bad", kind="exit")],
        )
        finding = reversible(lifecycle, "bad", to=to)

        assert ("refuted", ("reject",)) == (finding.kind, finding.witness.moves)
        assert (
            f"From 'bad', no way leads to {goal} any more."
            == (finding.witness.story[-1])
        )
        assert f'laws.reversible(GIVEN, "bad"{given_to}).check()' in (
            finding.witness.test
        )

    def test_an_exit_is_no_way_back(self):
        """
        From one exit to the next and round again is nowhere; a stage that no exit leads
        to is a way back, even if it was never left.
        """
        round_and_round = [
            Transition("lose", "lead", "lost", kind="exit"),
            Transition("drop", "lost", "dropped", kind="exit"),
            Transition("find", "dropped", "lost"),
        ]
        stages = ["lead", "lost", "dropped", "won"]
        around = Lifecycle("l", stages, "lead", round_and_round)
        out = [*round_and_round, Transition("win", "dropped", "won")]
        finding = reversible(around, "lost")

        assert "refuted" == finding.kind
        assert (
            "From 'lost', no way leads to a stage that no exit leads to any more."
            == (finding.witness.story[-1])
        )
        assert "proved" == reversible(Lifecycle("l", stages, "lead", out), "lost").kind

    def test_where_there_is_no_other_stage(self):
        """
        Where there is nothing to come back to, nobody can.
        """
        assert "refuted" == reversible(Lifecycle("l", ["a"], "a", []), "a").kind

    def test_who_begins_in_a_stage_has_entered_it(self):
        """
        A lead that begins in a stage needs a way back as well, but left none before.
        """
        lifecycle = Lifecycle("l", ["new", "met"], "new", [])

        assert "refuted" == reversible(lifecycle, "new").kind
        assert "proved" == reversible(lifecycle, "new", to=PREVIOUS).kind

    def test_of_a_stage_that_nobody_enters_it_holds(self):
        """
        What nobody enters, nobody needs to leave; the finding says so.
        """
        lifecycle = Lifecycle("l", ["new", "met"], "new", [])
        finding = reversible(lifecycle, "met")

        assert "proved" == finding.kind
        assert "the law asks about none of them" in finding.how

    @pytest.mark.parametrize("to", [None, PREVIOUS])
    def test_a_way_back_for_some_is_none(self, to):
        """
        It must be open to whoever is in the stage, whatever it did there.
        """
        assert "refuted" == reversible(to_and_fro(CALLS.count() < 1), "met", to=to).kind
        assert "proved" == reversible(to_and_fro(CALLS.count() >= 1), "met", to=to).kind

    def test_the_test_is_about_the_same(self):
        """
        The test to paste names the class of leads and the rules that stay true: it
        fails as long as the law is broken, and passes once it isn't.
        """
        given_ = {"record": Small, "monotone": [T.signed, T.a & T.b]}
        finding = reversible(to_and_fro(~T.signed), "met", **given_)
        scope = {}
        exec(finding.witness.test, scope)
        (test,) = (one for name, one in scope.items() if name.startswith("test_"))
        scope["GIVEN"] = to_and_fro(~T.signed)

        with pytest.raises(LawBroken):
            test()
        scope["GIVEN"] = to_and_fro(T.signed)
        test()

    @pytest.mark.parametrize(
        ("to", "came", "cure"),
        [
            ("wn", "the unknown stage 'wn'", "Did you mean 'won'?"),
            ("met", "'met' again", ""),
            (["won", "met"], "'met' again", ""),
            ([], "no stage", ""),
            (7, "an int", ""),
        ],
    )
    def test_where_it_can_not_lead(self, to, came, cure):
        """
        A way back leads to a stage, and to another one.
        """
        with pytest.raises(RuleError) as caught:
            reversible(to_and_fro(None), "met", to=to)

        assert ("to of reversible()", came, cure) == (
            caught.value.subject,
            caught.value.came,
            caught.value.cure,
        )

    def test_an_unknown_stage_is_refused(self):
        """
        Only a stage of the lifecycle can have a way back.
        """
        with pytest.raises(RuleError, match="Did you mean 'churned'"):
            reversible(STANDARD, "chruned")

    @pytest.mark.parametrize("to", [None, PREVIOUS])
    def test_too_many_situations_are_tried_at_random(self, to, monkeypatch):
        """
        Beyond the limit, leads in the stage have to get back; who isn't there hasn't.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        dead_end = Transition("end", "new", "lost")
        moves = [*to_and_fro(CALLS.count() >= 1).transitions, dead_end]
        lifecycle = Lifecycle("l", STAGES, "new", moves)

        assert "sampled" == reversible(lifecycle, "met", to=to, examples=20).kind
        assert "undecided" == reversible(lifecycle, "lost", to=to, examples=50).kind
