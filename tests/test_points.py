"""
Points in whole hundredths, and everything that a wrong card says when it is written.
"""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from enum import IntEnum
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    ALWAYS,
    NEVER,
    Activity,
    Group,
    Lead,
    Points,
    RuleError,
    Scorecard,
    activity,
    fields,
)
from leadkit.bounds import range_of
from leadkit.earning import counted, limited, share, shares, units
from leadkit.hundredths import hundredths, in_points, rounded, told

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

F = fields(Lead, traits={"seats": int})
CLICKS = activity("email_clicked")


class Numpyish(float):
    """
    A float that prints in its own way, as numpy's do.
    """

    __slots__ = ()

    def __repr__(self):
        return f"float64({float(self)})"


class Weight(IntEnum):
    """
    Points that a host named.
    """

    HEAVY = 30


class TestHundredths:
    @given(st.integers(-(10**11), 10**11))
    def test_every_whole_hundredth_is_exact(self, whole):
        """
        A float that was written with two decimals means exactly these two decimals.
        """
        assert whole == hundredths(whole / 100, "points")
        assert whole == hundredths(Decimal(whole) / 100, "points")

    @pytest.mark.parametrize(
        ("points", "whole"),
        [
            (0.1, 10),
            (0.07, 7),
            (-0.0, 0),
            (1e3, 100_000),
            (Decimal("0.50"), 50),
            (Decimal("1E+2"), 10_000),
            (Decimal("-0.01"), -1),
            (Numpyish(0.1), 10),
            (Weight.HEAVY, 3000),
            (10**9, 10**11),
            (-(10**9), -(10**11)),
        ],
    )
    def test_accepts(self, points, whole):
        """
        Ints, floats and decimals count if they have at most two decimals.
        """
        assert whole == hundredths(points, "points")

    @pytest.mark.parametrize(
        "points",
        [0.125, 1e-3, 0.1 + 0.2, 5e-324, Decimal("0.001"), Decimal("1e-999999999")],
    )
    def test_refuses_more_decimals(self, points):
        """
        More than two decimals are refused, and the cure is to round them.
        """
        with pytest.raises(RuleError, match="with more than two decimals") as caught:
            hundredths(points, "points")

        assert "points" == caught.value.subject
        assert "whole hundredths" == caught.value.expected
        assert "Round it" in caught.value.cure

    @pytest.mark.parametrize(
        ("points", "came"),
        [
            (float("nan"), "a number that isn't finite"),
            (float("inf"), "a number that isn't finite"),
            (float("-inf"), "a number that isn't finite"),
            (Decimal("nan"), "a number that isn't finite"),
            (Decimal("snan"), "a number that isn't finite"),
            (Decimal("-inf"), "a number that isn't finite"),
            (10**9 + 1, "more than a billion points"),
            (1e300, "more than a billion points"),
            pytest.param(10**5000, "more than a billion points", id="giant"),
            (Decimal("-1e999999999"), "more than a billion points"),
            (True, "a bool"),
            ("10", "a str"),
            (None, "a missing value"),
            (Fraction(1, 2), "a Fraction"),
        ],
    )
    def test_refuses_other_numbers_and_what_is_none(self, points, came):
        """
        NaN, infinities, flags, texts and giants are refused.
        """
        with pytest.raises(RuleError) as caught:
            hundredths(points, "points")

        assert came == caught.value.came

    def test_does_not_depend_on_the_decimal_context(self):
        """
        A host that computes with few digits gets the same points.
        """
        with localcontext(prec=2):
            assert 123_456 == hundredths(Decimal("1234.56"), "points")


class TestInWords:
    @given(st.integers(-(10**12), 10**12))
    def test_told_is_the_decimal_number(self, whole):
        """
        The text of points is their exact decimal value, without a useless point.
        """
        assert Decimal(whole) / 100 == Decimal(told(whole))
        assert ("." in told(whole)) == bool(whole % 100)

    @given(st.integers(-(10**13), 10**13))
    def test_points_are_the_nearest_float(self, whole):
        """
        Points as a float are the float nearest to the hundredths, and go back to them.
        """
        assert float(Fraction(whole, 100)) == in_points(whole)
        assert whole == round(in_points(whole) * 100)


class TestRounded:
    @given(st.fractions())
    def test_is_the_nearest_whole_number(self, share):
        """
        Nothing is nearer, and a half goes away from zero.
        """
        distance = rounded(share) - share

        assert abs(distance) <= Fraction(1, 2)
        if abs(distance) == Fraction(1, 2):
            assert abs(rounded(share)) > abs(share)

    @given(st.fractions())
    def test_treats_both_signs_alike(self, share):
        """
        What is taken away for an act is what would be given for it.
        """
        assert -rounded(share) == rounded(-share)


WRONG_POINTS = {
    "neither": (
        lambda: Points(5),
        "Points",
        "neither when nor per",
        "a rule or something to count",
    ),
    "more decimals": (
        lambda: Points(0.125, when=ALWAYS, name="clicks"),
        "Points 'clicks'",
        "0.125, with more than two decimals",
        "whole hundredths",
    ),
    "a flag": (lambda: Points(True, when=ALWAYS), "Points", "a bool", "a number"),
    "a text": (lambda: Points("5", when=ALWAYS), "Points", "a str", "a number"),
    "nan": (
        lambda: Points(float("nan"), when=ALWAYS),
        "Points",
        "a number that isn't finite",
        "a finite number",
    ),
    "a constant as when": (
        lambda: Points(5, when=True),
        "when of Points",
        "a bool",
        "a rule",
    ),
    "a number as when": (
        lambda: Points(5, when=CLICKS.count()),
        "when of Points",
        "a Number",
        "a rule",
    ),
    "activities as when": (
        lambda: Points(5, when=CLICKS),
        "when of Points",
        "an Activities",
        "a rule",
    ),
    "a function as when": (
        lambda: Points(5, when=lambda lead, as_of: True),
        "when of Points",
        "a function",
        "a rule",
    ),
    "a rule as per": (
        lambda: Points(5, per=CLICKS.count() >= 1),
        "per of Points",
        "a Rule",
        "activities or a number",
    ),
    "a text field as per": (
        lambda: Points(5, per=F.name),
        "per of Points",
        "a Text",
        "activities or a number",
    ),
    "a constant as per": (
        lambda: Points(5, per=3),
        "per of Points",
        "an int",
        "activities or a number",
    ),
    "halving and fading": (
        lambda: Points(5, per=CLICKS, halving=DAY, fading=DAY),
        "Points",
        "both halving and fading",
        "one of them",
    ),
    "halving without activities": (
        lambda: Points(5, when=ALWAYS, halving=DAY),
        "halving of Points",
        "no activities to apply to",
        "per=activity(...)",
    ),
    "fading of a number": (
        lambda: Points(5, per=CLICKS.count(), fading=DAY),
        "fading of Points",
        "no activities to apply to",
        "per=activity(...)",
    ),
    "at_most of a number": (
        lambda: Points(5, per=CLICKS.count(), at_most=2),
        "at_most of Points",
        "no activities to apply to",
        "per=activity(...)",
    ),
    "per_day and at_most of a rule": (
        lambda: Points(5, when=ALWAYS, per_day=1, at_most=2),
        "at_most and per_day of Points",
        "no activities to apply to",
        "per=activity(...)",
    ),
    "a day of nothing": (
        lambda: Points(5, per=CLICKS, per_day=0),
        "per_day of Points",
        "0",
        "a whole number of at least 1",
    ),
    "at most half": (
        lambda: Points(5, per=CLICKS, at_most=0.5),
        "at_most of Points",
        "a float",
        "a whole number of at least 1",
    ),
    "at most more than is ever written": (
        lambda: Points(5, per=CLICKS, at_most=10**5000),
        "at_most of Points",
        "a number beyond 10**15",
        "a whole number of at least 1",
    ),
    "at most true": (
        lambda: Points(5, per=CLICKS, at_most=True),
        "at_most of Points",
        "a bool",
        "a whole number of at least 1",
    ),
    "halving over nothing": (
        lambda: Points(5, per=CLICKS, halving=timedelta(0)),
        "halving of Points",
        "a timedelta",
        "a positive timedelta",
    ),
    "fading backwards": (
        lambda: Points(5, per=CLICKS, fading=-DAY),
        "fading of Points",
        "a timedelta",
        "a positive timedelta",
    ),
    "halving over a number": (
        lambda: Points(5, per=CLICKS, halving=30),
        "halving of Points",
        "an int",
        "a positive timedelta",
    ),
    "a cap below zero": (
        lambda: Points(5, per=CLICKS, cap=-1),
        "cap of Points",
        "a negative number",
        "the most points in either direction, 0 or more",
    ),
    "a cap with decimals": (
        lambda: Points(5, per=CLICKS, cap=0.001),
        "cap of Points",
        "0.001, with more than two decimals",
        "whole hundredths",
    ),
    "an infinite cap": (
        lambda: Points(5, per=CLICKS, cap=float("inf")),
        "cap of Points",
        "a number that isn't finite",
        "a finite number",
    ),
    "a blank name": (
        lambda: Points(5, when=ALWAYS, name="  "),
        "name of Points",
        "a blank text",
        "a text",
    ),
    "a number as name": (
        lambda: Points(5, when=ALWAYS, name=5),
        "name of Points",
        "an int",
        "a text",
    ),
}

WRONG_GROUPS = {
    "no iterable": (lambda: Group("g", 5), "entries", "an int"),
    "one entry": (lambda: Group("g", Points(5, when=ALWAYS)), "entries", "a Points"),
    "one group": (lambda: Group("g", Group("h", [])), "entries", "a Group"),
    "a text": (lambda: Group("g", "clicks"), "entries", "a str"),
    "a rule": (lambda: Group("g", [ALWAYS]), "an entry", "a Rule"),
    "nothing as name": (lambda: Group(None, []), "name of a Group", "a missing value"),
    "a blank name": (lambda: Scorecard("", []), "name of a Scorecard", "a blank text"),
    "a floor above": (
        lambda: Scorecard("fit", [], floor=10, ceiling=9.99),
        "Scorecard 'fit'",
        "a floor of 10 above its ceiling of 9.99",
    ),
    "a floor with decimals": (
        lambda: Group("mail", [], floor=0.005),
        "floor of Group 'mail'",
        "0.005, with more than two decimals",
    ),
    "a text as ceiling": (
        lambda: Group("mail", [], ceiling="100"),
        "ceiling of Group 'mail'",
        "a str",
    ),
    "an infinite ceiling": (
        lambda: Group("mail", [], ceiling=float("inf")),
        "ceiling of Group 'mail'",
        "a number that isn't finite",
    ),
}


class TestPoints:
    @pytest.mark.parametrize(
        ("write", "subject", "came", "expected"),
        WRONG_POINTS.values(),
        ids=WRONG_POINTS,
    )
    def test_misuse_fails_when_it_is_written(self, write, subject, came, expected):
        """
        Wrong points say what they are, what came and what would have been right.
        """
        with pytest.raises(RuleError) as caught:
            write()

        assert subject == caught.value.subject
        assert came == caught.value.came
        assert caught.value.expected.startswith(expected)

    @pytest.mark.parametrize(
        ("when", "cure"),
        [
            (True, "Use ALWAYS or NEVER, or compare a field of fields()"),
            (CLICKS.count(), "Ask something of it"),
            (CLICKS, "each of them with per=, or count them: <email_clicked>.count()"),
            (lambda lead, as_of: True, "Decorate the function with @rule."),
        ],
    )
    def test_what_is_no_rule_has_a_cure(self, when, cure):
        """
        The error of something that isn't a rule says how it becomes one.
        """
        with pytest.raises(RuleError) as caught:
            Points(5, when=when)

        assert cure in str(caught.value)

    @pytest.mark.parametrize("points", [0.5, Decimal("0.5"), Decimal("0.50")])
    def test_numbers_that_mean_the_same_make_equal_points(self, points):
        """
        A decimal is kept as the float that means the same, in the cap too.
        """
        written = Points(points, when=ALWAYS, cap=points)

        assert Points(0.5, when=ALWAYS, cap=0.5) == written
        assert (float, float) == (type(written.points), type(written.cap))
        assert hash(Points(0.5, when=ALWAYS, cap=0.5)) == hash(written)

    def test_whole_floats_equal_ints(self):
        """
        ``5.0`` points are ``5`` points.
        """
        assert Points(5, per=CLICKS) == Points(5.0, per=CLICKS)
        assert hash(Points(5, per=CLICKS)) == hash(Points(5.0, per=CLICKS))

    @pytest.mark.parametrize(
        "changes",
        [
            {"points": 6},
            {"when": F.seats >= 3},
            {"per": activity("email_opened")},
            {"fading": DAY},
            {"at_most": 1},
            {"per_day": 1},
            {"cap": 5},
            {"name": "clicks"},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_every_part_makes_a_difference(self, changes):
        """
        Points are equal only if all of their parts are.
        """
        assert attrs.evolve(Points(5, per=CLICKS), **changes) != Points(5, per=CLICKS)

    def test_a_field_becomes_a_rule(self):
        """
        A flag of the record stands for the rule that it is.
        """
        flags = fields(Lead, traits={"partner": bool})

        card = Scorecard("fit", [Points(5, when=flags.partner)])
        partner = Lead(id="L-1", traits={"partner": True})

        assert 5 == card.score(partner, as_of=NOW).total
        assert 0 == card.score(Lead(id="L-2"), as_of=NOW).total

    @pytest.mark.parametrize(
        ("points", "label"),
        [
            (Points(5, when=F.seats >= 3, name="big"), "big"),
            (Points(5, when=F.seats >= 3), "seats >= 3"),
            (Points(5, per=CLICKS.within(days=30)), "email_clicked within 30 days"),
            (Points(5, per=F.seats, when=CLICKS.count() >= 1), "seats"),
        ],
    )
    def test_is_called_by_its_name_or_the_text_of_its_rule(self, points, label):
        """
        Without a name, the rule or what is counted names the line.
        """
        assert label == points.label

    @pytest.mark.parametrize(
        ("points", "text"),
        [
            (Points(20, when=F.seats >= 3), "20 when seats >= 3"),
            (Points(-0.5, per=F.seats, name="seats"), "seats: -0.5 per seats"),
            (
                Points(5, per=CLICKS, when=F.seats >= 3, halving=7 * DAY, cap=20.0),
                "5 per email_clicked when seats >= 3, halving 7 days, cap 20",
            ),
            (
                Points(5, per=CLICKS, fading=7 * DAY, per_day=1, at_most=3),
                "5 per email_clicked, fading 7 days, at most 3, per day 1",
            ),
        ],
    )
    def test_reads_as_it_was_written(self, points, text):
        """
        Its text has every part.
        """
        assert text == str(points)

    def test_copies_are_equal(self):
        """
        Points come back from a copy or a pickle as they were.
        """
        points = Points(0.5, per=CLICKS, when=F.seats >= 3, halving=DAY)
        copies = [copy.deepcopy(points), pickle.loads(pickle.dumps(points))]

        assert [points, points] == copies
        assert {50} == {one.hundredths for one in copies}
        assert 1 == len({points, *copies})


class TestGroup:
    @pytest.mark.parametrize(
        ("write", "subject", "came"), WRONG_GROUPS.values(), ids=WRONG_GROUPS
    )
    def test_misuse_fails_when_it_is_written(self, write, subject, came):
        """
        A wrong group says what it is and what came.
        """
        with pytest.raises(RuleError) as caught:
            write()

        assert subject == caught.value.subject
        assert came == caught.value.came

    def test_depth(self):
        """
        Groups may stand in one another as deep as rules, and no deeper.
        """
        group = Group("g", [Points(5, when=ALWAYS)])
        for _ in range(63):
            group = Group("g", [group])

        assert group.depth == 64
        with pytest.raises(RuleError) as caught:
            Scorecard("card", [group])
        assert caught.value.subject == "Scorecard 'card'"
        assert "65 deep" in caught.value.came

    def test_takes_any_iterable(self):
        """
        A generator of entries is as good as a list, and is kept as a tuple.
        """
        entries = [Points(5, when=ALWAYS), Group("inner", [])]

        assert Group("g", entries) == Group("g", (entry for entry in entries))
        assert tuple(entries) == Group("g", entries).entries

    @pytest.mark.parametrize("limit", [10, 10.0, Decimal(10)])
    def test_limits_that_mean_the_same_are_the_same(self, limit):
        """
        A floor of ``Decimal(10)`` is a floor of 10.
        """
        assert Group("g", [], floor=10, ceiling=10) == Group(
            "g", [], floor=limit, ceiling=limit
        )

    def test_walks_through_the_points_of_inner_groups(self):
        """
        All points are found, in the order written.
        """
        a, b, c = (Points(number, when=ALWAYS) for number in (1, 2, 3))

        assert [a, b, c] == list(
            Group("g", [a, Group("h", [Group("i", [b])]), c]).points
        )


def clicks(*ages):
    """
    A lead with one click of each age, called a0, a1, ...
    """
    return Lead(
        id="L-1",
        activities=[
            Activity(id=f"a{number}", type="email_clicked", at=NOW - age)
            for number, age in enumerate(ages)
        ],
    )


class TestShare:
    @given(
        whole=st.integers(-300, 300) | st.integers(-(10**11), 10**11),
        halvings=st.integers(0, 45),
        rest=st.integers(0, 10**6 - 1),
    )
    def test_halves_for_each_full_span(self, whole, halvings, rest):
        """
        The share is the points over two to the number of full spans, rounded once.
        """
        points = Points(whole / 100, per=CLICKS, halving=timedelta(seconds=1))
        age = halvings * timedelta(seconds=1) + rest * TICK

        assert rounded(Fraction(whole, 2**halvings)) == share(points, age)

    def test_an_age_of_ten_thousand_years_costs_nothing(self):
        """
        However many halvings fit into an age, its share is found at once.
        """
        points = Points(10**9, per=CLICKS, halving=TICK)

        assert 0 == share(points, timedelta(days=3_650_000))

    @given(
        whole=st.integers(-(10**6), 10**6),
        fading=st.integers(1, 10**7),
        age=st.integers(0, 2 * 10**7),
    )
    def test_fades_with_every_microsecond(self, whole, fading, age):
        """
        The share falls in a line from the points to nothing at the end of the span.
        """
        points = Points(whole / 100, per=CLICKS, fading=fading * TICK)
        left = Fraction(max(fading - age, 0), fading)

        assert rounded(whole * left) == share(points, age * TICK)

    @given(
        whole=st.integers(1, 10**6),
        decay=st.sampled_from(["halving", "fading"]),
        ages=st.lists(st.integers(0, 4 * 10**6), min_size=2, max_size=2),
    )
    def test_only_falls(self, whole, decay, ages):
        """
        An older activity never gives more than a newer one, and never less than zero.
        """
        span = {decay: timedelta(seconds=1)}
        points = Points(whole / 100, per=CLICKS, **span)
        newer, older = (share(points, age * TICK) for age in sorted(ages))

        assert whole >= newer >= older >= 0

    @given(st.integers(-(10**6), 10**6), st.timedeltas(min_value=timedelta(0)))
    def test_stays_without_decay(self, whole, age):
        """
        Points that neither halve nor fade are the same at any age.
        """
        assert whole == share(Points(whole / 100, per=CLICKS), age)


class TestCounted:
    def test_per_day_comes_before_at_most(self):
        """
        First the newest of each day are kept, then the newest of those.
        """
        hour = timedelta(hours=1)
        lead = clicks(0 * hour, hour, 24 * hour, 25 * hour, 48 * hour)
        points = Points(1, per=CLICKS, per_day=1, at_most=2)

        assert ["a0", "a2"] == [one.id for one in counted(points, lead, NOW)]

    def test_days_are_those_of_utc(self):
        """
        Midnight is UTC's, whatever the hour of the question.
        """
        lead = clicks(timedelta(hours=12), timedelta(hours=12) + TICK)
        points = Points(1, per=CLICKS, per_day=1)

        assert ["a0", "a1"] == [one.id for one in counted(points, lead, NOW)]

    def test_ties_go_to_the_greater_id(self):
        """
        Of activities at one instant, those with the greater ids are the newest.
        """
        lead = clicks(DAY, DAY, DAY)
        points = Points(1, per=CLICKS, at_most=2)

        assert ["a2", "a1"] == [one.id for one in counted(points, lead, NOW)]

    @pytest.mark.parametrize("points", [Points(1, when=ALWAYS), Points(1, per=F.seats)])
    def test_nothing_is_counted_without_activities(self, points):
        """
        Points for a rule or a number count no activities.
        """
        assert [] == counted(points, clicks(DAY), NOW)
        assert {} == shares(points, clicks(DAY), NOW)


class TestUnits:
    @pytest.mark.parametrize(
        ("number", "whole"),
        [
            (None, 0),
            (-3, 0),
            (-0.5, 0),
            (0.99, 0),
            (1, 1),
            (2.999, 2),
            (10**15, 10**15),
            (1e300, 10**15),
        ],
    )
    def test_are_whole_and_never_negative(self, number, whole):
        """
        Units are floored, never below zero, and a missing number has none.
        """
        assert whole == units(number)


class TestLimited:
    @given(st.integers(-(10**6), 10**6), st.integers(0, 10**6))
    def test_holds_in_both_directions(self, raw, cap):
        """
        No more than the cap is given, and no more than the cap is taken away.
        """
        kept = limited(Points(1, per=CLICKS, cap=cap / 100), raw)

        assert -cap <= kept <= cap
        assert kept == raw or abs(kept) == cap < abs(raw)

    @given(st.integers())
    def test_changes_nothing_without_a_cap(self, raw):
        """
        Without a cap everything counts.
        """
        assert raw == limited(Points(1, per=CLICKS), raw)


class TestRangeOf:
    @pytest.mark.parametrize(
        ("points", "ends"),
        [
            (Points(5, when=F.seats >= 3), (0, 500)),
            (Points(-5, when=F.seats >= 3), (-500, 0)),
            (Points(5, when=NEVER), (0, 0)),
            (Points(0, per=CLICKS), (0, 0)),
            (Points(5, per=CLICKS), (0, None)),
            (Points(-5, per=CLICKS), (None, 0)),
            (Points(5, per=F.seats), (0, None)),
            (Points(5, per=F.seats, cap=20), (0, 2000)),
            (Points(-5, per=F.seats, cap=20), (-2000, 0)),
            (Points(5, per=CLICKS, at_most=3), (0, 1500)),
            (Points(5, per=CLICKS, at_most=3, cap=12), (0, 1200)),
            (Points(5, per=CLICKS, at_most=3, cap=50), (0, 1500)),
            (Points(5, per=CLICKS, per_day=2), (0, None)),
            # A day touches two of the calendar, a day and a bit three.
            (Points(5, per=CLICKS.within(days=1), per_day=2), (0, 2000)),
            (Points(5, per=CLICKS.within(hours=25), per_day=2), (0, 3000)),
            (Points(5, per=CLICKS.within(days=30), per_day=1, at_most=9), (0, 4500)),
            (Points(5, per=CLICKS, fading=2 * DAY, per_day=1), (0, 1500)),
        ],
    )
    def test_encloses(self, points, ends):
        """
        The least and the most follow from what is counted, None where it has no end.
        """
        assert ends == range_of(points)


class TestLookback:
    @pytest.mark.parametrize(
        ("points", "span"),
        [
            (Points(1, when=ALWAYS), None),
            (Points(1, per=CLICKS), None),
            (Points(1, per=CLICKS.within(days=9)), 9 * DAY),
            (Points(1, per=CLICKS, fading=3 * DAY), 3 * DAY),
            (Points(1, per=CLICKS.within(days=9), fading=3 * DAY), 3 * DAY),
            (Points(1, per=CLICKS.within(days=2), fading=3 * DAY), 2 * DAY),
        ],
    )
    def test_is_the_shorter_of_window_and_fading(self, points, span):
        """
        What left the window, or has faded, need not be loaded.
        """
        assert span == points.lookback
