"""
The law that no transition is declared in vain: what it finds is what leads do in a
plain walk by the engine of `transitions`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from walks import (
    MONOTONE,
    STAGES,
    Small,
    T,
    holds,
    lifecycles,
    walked,
    without_hypothesis,
)

from leadkit import (
    PREVIOUS,
    Lifecycle,
    Points,
    Scorecard,
    Transition,
    activity,
    has_been,
    rule,
    standard,
)
from leadkit.testing.walking import seeking
from leadkit.testing.walking.transition_laws import every_transition_can_fire

# Each example walks through some hundreds of leads, one after another.
FEWER = settings(max_examples=max(10, settings().max_examples // 2))
CALLS = activity("call_held")
NOWHERE = "nobody there came from anywhere"
BEFORE = "one that is declared before it is always made in its place"
# Independent counters: twice as many situations for each.
FAR = Lifecycle(
    "far",
    STAGES,
    "new",
    [
        Transition("meet", "new", "met"),
        *(
            Transition("win", "met", "won", activity(f"kind_{number}").count() < 1)
            for number in range(2)
        ),
        *(
            Transition(
                f"lose_{number}", "met", "lost", activity(f"k_{number}").count() < 1
            )
            for number in range(25)
        ),
        Transition("turn", ["won", "lost"], PREVIOUS),
    ],
)


def lifecycle_of(*transitions):
    """
    A lifecycle of four stages.
    """
    return Lifecycle("l", STAGES, "new", transitions)


class TestEveryTransitionCanFire:
    @FEWER
    @given(lifecycles())
    def test_finds_what_a_plain_walk_finds(self, lifecycle):
        """
        A transition is idle exactly if nobody makes it in a walk through all
        situations; each is told of.
        """
        idle = {(one, stage) for one in lifecycle.transitions for stage in one.sources}
        _, moves = walked(lifecycle)
        for place, trigger, _ in moves:
            made = next(
                one
                for one in lifecycle.transitions
                if one.trigger == trigger
                and place.stage in one.sources
                and (one.target is not PREVIOUS or place.came is not None)
                and (one.when is None or holds(one.when, place))
            )
            idle.discard((made, place.stage))
        finding = every_transition_can_fire(lifecycle, record=Small, monotone=MONOTONE)

        assert ("refuted" if idle else "proved") == finding.kind
        assert len(idle) == (len(finding.witness.story) if finding.witness else 0)

    @pytest.mark.parametrize(
        "given", [standard.lifecycle(), standard.playbook()], ids=["moves", "playbook"]
    )
    def test_each_standard_transition_is_made(self, given):
        """
        The standard lifecycle declares nothing in vain.
        """
        finding = every_transition_can_fire(given)

        assert "proved" == finding.kind
        assert (
            f"Walked through all {finding.states} situations: leads make all 18 "
            "transitions, counted from each stage." == finding.how
        )

    def test_says_why_a_transition_is_idle(self):
        """
        A stage that isn't reached, a rule that never holds, an earlier transition that
        always comes first, and a way back for those who came from nowhere.
        """
        lifecycle = lifecycle_of(
            Transition("back", "new", PREVIOUS),
            Transition("go", "new", "met", T.a | T.b),
            Transition("go", "new", "lost", T.a),
            Transition("stop", ["met", "won"], "lost", ~has_been("new")),
            Transition("turn", "won", "met"),
        )
        finding = every_transition_can_fire(lifecycle, record=Small)

        assert [
            ("'back' from 'new' to where it was before", NOWHERE),
            ("'go' from 'new' to 'lost'", BEFORE),
            ("'stop' from 'met' to 'lost'", "<~(has been 'new')> never holds there"),
            ("'stop' from 'won' to 'lost'", "no lead comes to 'won'"),
            ("'turn' from 'won' to 'met'", "no lead comes to 'won'"),
        ] == [
            tuple(line.rstrip(".").split(" is never made: "))
            for line in finding.witness.story
        ]
        assert "5 of 6 transitions, counted from each stage, are idle." in finding.how
        assert "laws.every_transition_can_fire(" in finding.witness.test
        assert finding.witness.lead is None

    def test_a_lead_shows_what_is_not_certain(self):
        """
        Where it isn't certain that any lead can make a move, one that does is enough.
        """
        card = Scorecard("calls", [Points(10, per=CALLS, at_most=3)])
        lifecycle = lifecycle_of(
            Transition("go", "new", "met", card >= 30),
            Transition("go", "met", "won", CALLS.mean() > 3),
            Transition("go", "won", "lost"),
        )

        assert "proved" == every_transition_can_fire(lifecycle).kind

    def test_what_no_lead_shows_is_undecided(self):
        """
        What depends on a host's function is undecided if no lead makes it, and proved
        if one does.
        """
        for answer, kind in ((True, "proved"), (False, "undecided")):
            asked = rule(name="lucky")(lambda lead, as_of, said=answer: said)
            finding = every_transition_can_fire(
                lifecycle_of(Transition("go", "new", "met", asked)), examples=20
            )

            assert kind == finding.kind
        assert (
            "no lead was found that makes 'go' from 'new' to 'met'. leadkit can't see "
            "into <lucky>."
        ) in finding.how

    @pytest.mark.parametrize(
        "enough",
        [CALLS.days_since_last() >= 5, CALLS.latest() >= 5, CALLS.count() == 1],
        ids=str,
    )
    def test_what_no_known_way_shows_a_journey_may(self, enough):
        """
        What a lead on a journey is seen to make can be made.
        """
        lifecycle = lifecycle_of(
            Transition("go", "new", "met", enough),
            Transition("win", "met", "won", CALLS.count() < 2),
        )
        finding = every_transition_can_fire(lifecycle, examples=100, seed=1)

        assert "proved" == finding.kind
        if finding.examples is not None:
            assert (
                f"leads make all 2 transitions, counted from each stage: 1 of them on "
                f"{finding.examples} journeys drawn at random" in finding.how
            )

    def test_too_many_situations_are_not_walked_through(self):
        """
        Beyond the limit, a lead that makes a transition shows as well that it can be
        made; of several in a row, that it is this one.
        """
        finding = every_transition_can_fire(FAR, examples=60)

        assert ("proved", None) == (finding.kind, finding.states)
        assert finding.how.startswith(
            "Not all situations were walked through, because there are 134,217,728 "
        )
        assert (
            f"leads make all 30 transitions, counted from each stage: 30 of them on "
            f"{finding.examples} journeys drawn at random" in finding.how
        )

    @settings(max_examples=10, suppress_health_check=[HealthCheck.nested_given])
    @given(lifecycles())
    def test_nothing_idle_is_shown_beyond_the_limit(self, lifecycle):
        """
        What leads are seen to make beyond the limit can be made in a walk through all
        situations, too.
        """
        within = every_transition_can_fire(lifecycle, record=Small)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(seeking, "MOST_SITUATIONS", 0)
            beyond = every_transition_can_fire(lifecycle, record=Small, examples=5)
        idle = () if within.witness is None else within.witness.story
        names = [line.partition(" is never made")[0] for line in idle]

        assert beyond.kind in {"proved", "undecided"}
        assert [] == [name for name in names if name not in beyond.how]

    def test_what_no_journey_shows_beyond_the_limit_is_undecided(self, monkeypatch):
        """
        Beyond the limit nothing is called idle.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        lifecycle = lifecycle_of(
            Transition("go", "new", "met", T.a | T.b),
            Transition("go", "new", "lost", T.a),
            Transition("back", "new", PREVIOUS),
        )
        finding = every_transition_can_fire(lifecycle, record=Small, examples=10)

        assert ("undecided", 10) == (finding.kind, finding.examples)
        assert (
            "no lead was found that makes 'go' from 'new' to 'lost'; 'back' from 'new' "
            "to where it was before. 10 journeys were drawn at random." in finding.how
        )

    def test_what_an_application_does_instead_is_not_shown(self, monkeypatch):
        """
        A lifecycle of a host's own that makes another move doesn't make the one that
        was asked for.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)

        class Turned(Lifecycle):
            def advance(self, lead, trigger, **options):
                asked = "turn" if trigger == "go" else trigger
                return super().advance(lead, asked, **options)

        moves = [Transition("go", "new", "met"), Transition("turn", "new", "new")]
        finding = every_transition_can_fire(
            Turned("l", STAGES, "new", moves), examples=20
        )

        assert "undecided" == finding.kind
        assert "no lead was found that makes 'go' from 'new' to 'met'. 20" in (
            finding.how
        )

    def test_is_undecided_without_hypothesis(self, monkeypatch):
        """
        Without Hypothesis, what no known way shows is undecided, and the finding says
        why.
        """
        without_hypothesis(monkeypatch)
        never_true = rule(name="never_true")(lambda lead, as_of: False)
        finding = every_transition_can_fire(
            lifecycle_of(Transition("go", "new", "met", never_true))
        )

        assert ("undecided", None) == (finding.kind, finding.examples)
        assert "Nothing was drawn at random." in finding.how

    def test_a_lifecycle_without_moves_declares_none_in_vain(self):
        """
        Where there is nothing to make, all of it is made.
        """
        finding = every_transition_can_fire(lifecycle_of())

        assert "proved" == finding.kind
        assert finding.how.startswith("Looked at the only situation there is: ")
