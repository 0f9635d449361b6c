"""
A lifecycle on paper: what can be reached there is what the stock engine of
`transitions` reaches, situation by situation.
"""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import NOW
from walks import SOLD, STAGES, Small, T, lead_at, lifecycles, walked

from leadkit import (
    Activity,
    Lead,
    Lifecycle,
    Transition,
    activity,
    all_of,
    came_from,
    fields,
    has_been,
    in_stage,
    standard,
)
from leadkit.rules.meaning import ask
from leadkit.rules.proof.solving import TooMuchError
from leadkit.testing.walking import seeking, situations
from leadkit.testing.walking.seeking import Sketch, moving
from leadkit.testing.walking.situations import Chart, Spot

SIGNED = (T.signed & T.signed).node
NOBODY = frozenset()


def sketched(lifecycle, *, must_rise=False, **options):
    """
    A lifecycle on paper, walked through.
    """
    chart = Chart(lifecycle, **options)
    return Sketch(chart, [moving(way) for way in chart.ways], must_rise=must_rise)


def chain(*guards):
    """
    A lifecycle with a stage after each guard.
    """
    stages = [f"s{number}" for number in range(len(guards) + 1)]
    transitions = [
        Transition("go", one, other, when=guard)
        for one, other, guard in zip(stages[:-1], stages[1:], guards, strict=True)
    ]
    return Lifecycle("chain", stages, "s0", transitions)


class TestSketch:
    @settings(max_examples=min(2 * settings().max_examples, 10_000))
    @given(lifecycles(), st.booleans())
    def test_agrees_with_the_stock_engine(self, lifecycle, must_rise):
        """
        The same situations are reached and the same moves are made as by a plain walk
        that lets the engine of `transitions` decide, one lead after another.
        """
        sketch = sketched(
            lifecycle,
            must_rise=must_rise,
            record=Small,
            monotone=[SIGNED],
            by_source=True,
        )
        reached, moves = walked(lifecycle)
        expected = {}
        for place in reached:
            spot = Spot(place.stage, place.came, place.been & sketch.chart.been)
            state = sketch.state_of(lead_at(place), NOW)
            expected[spot] = expected.get(spot, 0) | state
        actual = {
            spot: sketch.walk.at(sketch.place(spot))
            for spot in sketch.chart.spots
            if sketch.walk.at(sketch.place(spot))
        }
        fired = {
            (leg.transition.trigger, leg.spot.stage, leg.spot.came, leg.target.stage)
            for leg in (arrow.name for arrow in sketch.arrows)
            if sketch.reached(leg)
        }

        assert expected == actual
        assert {
            (trigger, place.stage, place.came, after.stage)
            for place, trigger, after in moves
        } == fired

    def test_what_comes_and_goes_makes_no_situations(self):
        """
        Twenty flags that come and go make one situation for each stage.
        """
        flags = fields(Lead, traits={f"f{n}": bool for n in range(20)})
        asked = [getattr(flags, f"f{n}") for n in range(20)]
        sketch = sketched(chain(*asked, all_of(~flag for flag in asked)))

        assert 22 == sketch.walk.situations

    def test_flags_that_stay_make_situations_where_that_matters(self):
        """
        Flags that stay true and are wanted true make no situations; those that are
        wanted false as well do.
        """
        flags = fields(Lead, traits={"a": bool, "b": bool})
        kept = [(flags.a & flags.a).node, (flags.b & flags.b).node]
        wanted = sketched(chain(flags.a, flags.b), monotone=kept)
        both = sketched(chain(~flags.a, flags.b, flags.a), monotone=kept)

        assert (3, 1) == (wanted.walk.situations, wanted.projector.space.size)
        assert (2, 7) == (both.projector.space.size, both.walk.situations)

    def test_a_rule_about_several_things_may_stay_true(self):
        """
        Once two things are true together they stay so, and neither can go alone.
        """
        flags = fields(Lead, traits={"a": bool, "b": bool})
        both = flags.a & flags.b
        lifecycle = chain(both, ~flags.a)

        assert {"s0", "s1", "s2"} == stages_of(sketched(lifecycle))
        assert {"s0", "s1"} == stages_of(sketched(lifecycle, monotone=[both.node]))

    def test_ways_are_the_shortest_first(self):
        """
        Of the ways to a spot, those with the fewest moves come first.
        """
        chart = Chart(standard.lifecycle())
        legs = [moving(way) for way in chart.ways]
        sketch = Sketch(chart, legs)
        goals = [leg for leg in legs if leg.target.stage == "customer"]
        ways = sketch.ways(goals)

        assert ["convert"] == [leg.transition.trigger for leg in ways[0]]
        assert sorted(map(len, ways)) == [len(way) for way in ways]
        assert ways[:3] == sketch.ways(goals, 3)

    def test_too_many_situations_are_refused(self, monkeypatch):
        """
        More situations than can be walked through are refused.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 3)
        lifecycle = chain(SOLD < 1, SOLD >= 1)
        with pytest.raises(TooMuchError, match="up to 6 situations, more than 3"):
            sketched(lifecycle)


def stages_of(sketch):
    """
    The stages that can be reached.
    """
    spots = sketch.chart.spots
    return {spot.stage for spot in spots if sketch.walk.at(sketch.place(spot))}


class TestChart:
    def test_tells_spots_apart_as_far_as_rules_ask(self):
        """
        Where a lead came from makes a spot of its own only if a rule or a move asks.
        """
        there = Transition("go", "a", "b")
        back = Transition("back", "b", "a")
        plain = Lifecycle("l", ["a", "b"], "a", [there, back])
        asked = Lifecycle(
            "l", ["a", "b"], "a", [there, attrs.evolve(back, when=came_from("a"))]
        )
        been = Lifecycle(
            "l", ["a", "b"], "a", [there, attrs.evolve(back, when=~has_been("b"))]
        )

        assert [Spot("a", None, NOBODY), Spot("b", None, NOBODY)] == Chart(plain).spots
        assert [
            Spot("a", None, NOBODY),
            Spot("b", "a", NOBODY),
            Spot("a", "b", NOBODY),
        ] == Chart(asked).spots
        assert [
            Spot("a", None, NOBODY),
            Spot("b", "a", frozenset({"b"})),
            Spot("a", "b", frozenset({"b"})),
        ] == Chart(been).spots

    def test_knows_the_spot_of_a_lead(self):
        """
        A lead stands where its stage and its moves say.
        """
        lifecycle = chain(None, has_been("s0"), came_from("s1"))
        chart = Chart(lifecycle)
        lead = Lead(id="L-1", stage="s0")
        spots = [chart.spot_of(lead)]
        for _ in range(2):
            lead = lifecycle.advance(lead, "go", at=NOW)
            spots.append(chart.spot_of(lead))

        assert [
            Spot("s0", None, NOBODY),
            Spot("s1", "s0", frozenset({"s0"})),
            Spot("s2", "s1", frozenset({"s0"})),
        ] == spots
        assert Spot("s2", None, NOBODY) == Chart(chain(None, None)).spot_of(lead)

    def test_too_much_history_is_refused(self, monkeypatch):
        """
        Rules that ask for too much of what was before are too much.
        """
        monkeypatch.setattr(situations, "MOST_SPOTS", 10)
        free = Transition("go", STAGES, "won")
        asked = [
            Transition(f"t{stage}", STAGES, stage, when=has_been(stage))
            for stage in STAGES
        ]
        turn = [Transition(f"u{stage}", STAGES, stage) for stage in STAGES]
        lifecycle = Lifecycle("l", STAGES, "new", [free, *asked, *turn])
        with pytest.raises(TooMuchError, match="more than 10 ways to have come"):
            Chart(lifecycle)

    @pytest.mark.parametrize(
        ("asked", "stages"),
        [
            (in_stage("s0"), {"s0", "s1"}),
            (in_stage("s1"), {"s0"}),
            (has_been("s0"), {"s0", "s1"}),
            (has_been("s1"), {"s0"}),
            (came_from("s0"), {"s0"}),
        ],
        ids=str,
    )
    def test_stages_are_asked_before_a_move(self, asked, stages):
        """
        A guard that asks for stages is asked about where the lead stands before it.
        """
        assert stages == stages_of(sketched(chain(asked)))

    def test_an_earlier_move_back_waits_for_somebody_who_came(self):
        """
        A move back doesn't stand in the way of those who came from nowhere.
        """
        back = Transition("go", "new", situations.PREVIOUS)
        on = Transition("go", "new", "won")
        lifecycle = Lifecycle("l", STAGES, "new", [back, on])

        assert {"new", "won"} == stages_of(sketched(lifecycle))


def purchases(*values):
    """
    A lead that bought so often, of such values.
    """
    return Lead(
        id="L-1",
        stage="s0",
        activities=[
            Activity(
                id=f"a{n}", type="purchased", at=NOW - timedelta(days=n), value=one
            )
            for n, one in enumerate(values)
        ],
    )


LEADS = [purchases(), *(purchases(*[value] * n) for n in (1, 2) for value in (2, 10))]


class TestLike:
    @pytest.mark.parametrize(
        "asked",
        [
            activity("purchased").largest() >= 10,
            activity("purchased").largest() > 3,
            activity("purchased").days_since_first() >= 1,
            activity("purchased").distinct_days() >= 2,
            activity("purchased").count() == 1,
            activity("purchased").largest().is_missing(),
        ],
        ids=str,
    )
    def test_describes_the_leads_in_a_state(self, asked):
        """
        Whoever is like that is in the state, and of each state there are some.
        """
        sketch = sketched(chain(~asked, asked))
        found = set()
        for number in range(sketch.projector.space.size):
            true, untrue = sketch.like(1 << number)
            for lead in LEADS:
                if all(ask(node, lead, NOW) is True for node in true):
                    found.add(number)

                    assert 1 << number == sketch.state_of(lead, NOW)
            assert () == untrue

        assert set(range(sketch.projector.space.size)) == found

    def test_says_what_is_to_stay_true(self):
        """
        Of rules that stay true it says which are, and which aren't.
        """
        flags = fields(Lead, traits={"a": bool, "b": bool})
        both, one = (flags.a & flags.b).node, (flags.a | flags.a).node
        lifecycle = chain(~flags.a, flags.a, ~flags.b, flags.b)
        sketch = sketched(lifecycle, monotone=[both, one])
        lead = Lead(id="L-1", stage="s0", traits={"a": True, "b": False})

        assert ((one,), (both,)) == sketch.like(sketch.state_of(lead, NOW))
