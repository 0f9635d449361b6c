"""
Rules that turn in steps, held against the search that knows of no steps.
"""

from datetime import timedelta

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from strategies import NOW, TICK, F, cards, hosts, instants, numbers, rules

from leadkit import (
    Activity,
    Group,
    Lead,
    Points,
    RuleError,
    Scorecard,
    activity,
    conversed,
    holds,
    rule,
    time_in_stage,
)
from leadkit.changes import next_change
from leadkit.rules import nodes as n
from leadkit.stepping import Steps

DAY = timedelta(days=1)
SPANS = [TICK, DAY, 40 * DAY, 4000 * DAY]
VISITS = activity("page_viewed")


def asked():
    """
    Rules, and questions about the totals of cards.
    """
    totals = st.builds(
        lambda card, least, more: (
            card >= least if more is None else (card >= least) & more
        ),
        cards(),
        numbers(),
        st.none() | rules(),
    )
    return rules() | totals


def searched(one, lead, after, until):
    """
    When a rule turns, found as the change of a card that has it.
    """
    return next_change(Group("g", [Points(1, when=one)]), lead, after, until)


def turned(one, lead, after, until):
    """
    When a rule turns, found by its steps.
    """
    steps = Steps.of(one.node)
    return steps.turn(lead, after, until, steps.cuts_and_happenings(lead))


def visited(*days):
    """
    A lead that viewed pages so many days after `NOW`.
    """
    seen = [
        Activity(id=f"a{number}", type="page_viewed", at=NOW + day * DAY)
        for number, day in enumerate(days)
    ]
    return Lead(id="L-1", created_at=NOW, activities=seen)


class TestTurn:
    @given(asked(), hosts(), instants(), st.sampled_from(SPANS))
    def test_is_what_the_search_finds(self, one, lead, after, span):
        """
        The first step at which the answer differs is the first instant at which it
        does.
        """
        assume(not any(isinstance(p, n.Predicate) for p in n.walk_once([one.node])))
        steps = Steps.of(one.node)
        event("in steps" if steps else "not in steps")
        if steps is not None:
            expected = searched(one, lead, after, after + span)

            assert expected == turned(one, lead, after, after + span)

    @pytest.mark.parametrize(
        ("one", "expected"),
        [
            (VISITS.within(days=3).count() >= 1, 5),  # the end of its window
            (VISITS.within(days=3).count() >= 2, 2),  # another view
            (VISITS.days_since_last() >= 4, 6),
            (time_in_stage() >= 2.5, 2.5),
            (VISITS.count() >= 3, 9),
            (holds("MQL"), None),
            (conversed(), None),
        ],
        ids=str,
    )
    def test_of_rules(self, one, expected):
        """
        Windows end, ages pass numbers, and activities come into sight.
        """
        turn = turned(one, visited(0, 2, 9), NOW + DAY / 2, NOW + 50 * DAY)

        assert turn == (None if expected is None else NOW + expected * DAY)

    @pytest.mark.parametrize(
        ("least", "halvings"), [(10, 1), (5, 2), (0.63, 5), (0.01, 11), (0, None)]
    )
    def test_of_points_that_halve(self, least, halvings):
        """
        An activity loses half of its points again and again, until nothing is left.
        """
        card = Scorecard("c", [Points(10, per=VISITS, halving=DAY)])
        far = NOW + 10_000 * DAY

        expected = None if halvings is None else NOW + halvings * DAY
        assert expected == turned(card >= least, visited(0), NOW, far)

    def test_both_ends(self):
        """
        What turns right at the beginning is over, and what turns at the end counts.
        """
        recent = VISITS.within(days=3).count() >= 1
        lead = visited(0)

        assert turned(recent, lead, NOW + 3 * DAY, NOW + 9 * DAY) is None
        assert NOW + 3 * DAY == turned(recent, lead, NOW, NOW + 3 * DAY)
        assert turned(recent, lead, NOW, NOW + 3 * DAY - TICK) is None

    def test_a_function_of_a_host_is_refused(self):
        """
        When such a function turns, nobody knows.
        """

        @rule(name="theirs")
        def theirs(lead, as_of):
            return True

        with pytest.raises(RuleError, match="a function that leadkit can't see into"):
            turned(theirs, visited(0), NOW, NOW + DAY)


class TestOf:
    @pytest.mark.parametrize(
        ("points", "in_steps"),
        [
            (Points(5, when=F.employees >= 3), True),
            (Points(5, per=VISITS), True),
            (Points(5, per=VISITS, halving=DAY), True),
            (Points(5, per=VISITS.within(days=3).total()), True),
            (Points(5, per=VISITS, fading=DAY), False),
            (Points(5, per=VISITS.days_since_last()), False),
            (Points(5, per=time_in_stage() * 2), False),
        ],
        ids=str,
    )
    def test_what_changes_all_the_time_has_no_steps(self, points, in_steps):
        """
        Points that fade, or are paid for an age, change between any two instants; in
        an inner card too.
        """
        inner = Scorecard("inner", [Group("g", [points])])
        outer = Scorecard("outer", [Points(1, when=inner >= 3)])

        for card in (inner, outer):
            assert in_steps == (Steps.of((card >= 1).node) is not None)
