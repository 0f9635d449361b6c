"""
Waits that may go on: held against a textbook's estimate in exact fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import exp, inf, isinf, log, nan, sqrt
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers import at_risk
from leadkit.funnel.numbers.at_risk import below, tallied, waits
from leadkit.funnel.numbers.survival import kaplan_meier

# Few different times make ties common.
_times = st.one_of(st.integers(0, 8), st.integers(0, 40).map(lambda half: half / 2))
_rows = st.lists(
    st.tuples(_times, st.booleans(), st.one_of(st.just(0), st.integers(-2, 30))),
    max_size=25,
)

# How many values decide which way of counting is taken.
SAMPLES = st.sampled_from([1, 3, 5, 1000])


def _columns(rows):
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], []]


def _slow(rows):
    """
    Count and multiply at each time of an event, in fractions.
    """
    watched = [one for one in rows if one[2] <= 0 or one[2] < one[0]]
    share, spread, steps = Fraction(1), Fraction(0), []
    for time in sorted({duration for duration, event, _ in watched if event}):
        n = sum(
            duration >= time and (entry <= 0 or entry < time)
            for duration, _, entry in watched
        )
        d = sum(duration == time and event for duration, event, _ in watched)
        share *= 1 - Fraction(d, n)
        spread = spread + Fraction(d, n * (n - d)) if n > d else inf
        steps.append((time, n, d, share, spread))
    return steps


class TestKaplanMeier:
    @given(_rows)
    def test_textbook(self, rows):
        """
        It is what counting and multiplying at each time gives, also with late entries.
        """
        curve = kaplan_meier(*_columns(rows))

        steps = _slow(rows)
        assert [step[0] for step in steps] == list(curve.times)
        assert [step[1] for step in steps] == list(curve.at_risk)
        assert [step[2] for step in steps] == list(curve.events)
        assert [float(step[3]) for step in steps] == pytest.approx(curve.shares)
        assert [float(step[4]) for step in steps] == pytest.approx(curve.spreads)

    @given(_rows)
    def test_no_late_entries(self, rows):
        """
        Entries at the start are the same as none.
        """
        durations, events, _ = _columns(rows)
        plain = kaplan_meier(durations, events)
        from_start = kaplan_meier(durations, events, [0] * len(rows))

        assert plain.times == from_start.times
        assert plain.at_risk == from_start.at_risk
        assert plain.shares == from_start.shares

    @given(_rows)
    def test_shape(self, rows):
        """
        The shares fall from 1 and stay within 0 and 1, and so do their intervals, which
        hold them.
        """
        curve = kaplan_meier(*_columns(rows))

        for before, after in pairwise((1.0, *curve.shares)):
            assert 0 <= after <= before
        for low, share, high in zip(curve.low, curve.shares, curve.high, strict=True):
            assert 0 <= low <= share <= high <= 1

    @given(st.lists(_times, min_size=1, max_size=30), _times)
    def test_nothing_censored(self, durations, time):
        """
        Where it has happened to everybody, it is the share of those who waited longer.
        """
        curve = kaplan_meier(durations, [True] * len(durations))

        longer = sum(duration > time for duration in durations)
        assert longer / len(durations) == pytest.approx(curve.at(time))

    @given(st.data(), _rows)
    def test_order(self, data, rows):
        """
        The order of the rows doesn't matter.
        """
        shuffled = data.draw(st.permutations(rows))

        one, other = kaplan_meier(*_columns(rows)), kaplan_meier(*_columns(shuffled))
        assert one.shares == other.shares

    def test_ties(self, reference):
        """
        At ties it agrees with other libraries, and with their intervals.
        """
        group = reference["km_ties"]
        curve = kaplan_meier(group["durations"], group["events"])

        for time, share in group["S"].items():
            assert share == pytest.approx(curve.at(float(time)), abs=group["tol"])
            assert group["ci95_loglog"][time] == pytest.approx(
                curve.interval(float(time)), abs=group["tol"]
            )
        assert group["median"] == curve.median

    def test_delayed_entry(self, reference):
        """
        With late entries it agrees with other libraries.
        """
        group = reference["km_delayed_entry"]
        curve = kaplan_meier(group["durations"], group["events"], group["entry"])

        for time, share in group["S"].items():
            assert share == pytest.approx(curve.at(float(time)), abs=group["tol"])

    def test_largest(self, reference):
        """
        It agrees with another library at the end of a longer one.
        """
        group = reference["mixture_cure"]
        curve = kaplan_meier(group["durations"], group["events"])

        # The share so far is less, as the young ones may still come.
        assert group["naive"] == sum(group["events"]) / len(group["events"])
        share = group["km_F_at_max"]
        assert share == pytest.approx(1 - curve.at(curve.longest), abs=1e-9)

    @pytest.mark.parametrize(
        ("durations", "events", "entries"),
        [([1, 2], [1], None), ([1], [1, 0], None), ([1], [1], [0, 0])],
    )
    def test_unequally_many(self, durations, events, entries):
        """
        Columns of different lengths are refused.
        """
        with pytest.raises(RuleError) as caught:
            kaplan_meier(durations, events, entries)

        assert "unequally many durations, events and entries" == caught.value.came

    @pytest.mark.parametrize("duration", [-1, -0.5, nan])
    def test_impossible(self, duration):
        """
        A negative duration and NaN are refused.
        """
        with pytest.raises(RuleError) as caught:
            kaplan_meier([3, duration], [1, 0])

        assert "a negative number or NaN" == caught.value.came

    def test_level(self):
        """
        A level beyond 0 and 1 is refused.
        """
        with pytest.raises(RuleError, match="between 0 and 1"):
            kaplan_meier([1], [1], level=95)


class TestSurvival:
    @given(_rows, _times)
    def test_at(self, rows, time):
        """
        The share after a time is that of the last event until then, itself included.
        """
        curve = kaplan_meier(*_columns(rows))

        until = [step[3] for step in _slow(rows) if step[0] <= time]
        assert float(until[-1] if until else 1) == pytest.approx(curve.at(time))

    @given(_rows, st.integers(1, 19))
    def test_quantile(self, rows, twentieths):
        """
        A quantile is the first time after which few enough are waiting.
        """
        p = Fraction(twentieths, 20)
        curve = kaplan_meier(*_columns(rows))

        reached = [step[0] for step in _slow(rows) if step[3] <= 1 - p]
        assert (reached[0] if reached else None) == curve.quantile(float(p))

    @given(_rows)
    def test_interval(self, rows):
        """
        The ends are a multiple of Greenwood's error away, seen as log(-log S).
        """
        curve = kaplan_meier(*_columns(rows))
        steps = [step for step in _slow(rows) if not isinf(step[4])]
        assume(steps)

        for time, _, _, share, spread in steps:
            middle = log(-log(share))
            reach = 1.959963984540054 * sqrt(spread) / abs(log(share))
            ends = exp(-exp(middle + reach)), exp(-exp(middle - reach))
            assert ends == pytest.approx(curve.interval(time))

    def test_before(self):
        """
        Before the first event everybody waits, and the interval has no width.
        """
        curve = kaplan_meier([3, 4], [1, 0])

        assert 1.0 == curve.at(2.9)
        assert (1.0, 1.0) == curve.interval(2.9)

    def test_nobody_left(self):
        """
        Where nobody waits on, the share may well be as large as just before.
        """
        curve = kaplan_meier([3, 4], [1, 1])

        assert 0.0 == curve.at(4)
        assert (0.0, curve.interval(3)[1]) == curve.interval(4)

    def test_only_one(self):
        """
        One lead that converted says nothing of how many do.
        """
        curve = kaplan_meier([3], [1])

        assert (0.0, 1.0) == curve.interval(3)

    def test_level(self):
        """
        A lower level makes a narrower interval.
        """
        wide = kaplan_meier([3, 4, 5], [1, 0, 0])
        narrow = kaplan_meier([3, 4, 5], [1, 0, 0], level=0.5)

        assert wide.low[0] < narrow.low[0] < narrow.high[0] < wide.high[0]

    def test_of_nobody(self):
        """
        Of nobody there are no steps, and no median.
        """
        curve = kaplan_meier([], [])

        assert () == curve.times == curve.shares == curve.low
        assert 0 == curve.size
        assert 0.0 == curve.longest
        assert curve.median is None

    def test_never_watched(self):
        """
        Who isn't watched before the end of the wait doesn't count at all.
        """
        curve = kaplan_meier([5, 9, 0], [1, 0, 1], [5, 2, 0])

        assert 2 == curve.size
        assert (0,) == curve.times

    @pytest.mark.parametrize(
        ("p", "came"),
        [(0, "a number beyond"), (1.5, "a number beyond"), ("half", "a str")],
    )
    def test_wrong_quantile(self, p, came):
        """
        Only a number between 0 and 1 has a quantile.
        """
        with pytest.raises(RuleError) as caught:
            kaplan_meier([1], [1]).quantile(p)

        assert came == caught.value.came
        assert "share of a quantile" == caught.value.subject


class TestBelow:
    @given(st.lists(st.integers(0, 9)), st.lists(st.integers(-1, 10)))
    def test_counting(self, values, times):
        """
        It is what counting gives.
        """
        values.sort()
        times.sort()

        counts = [sum(value < time for value in values) for time in times]
        assert counts == below(values, times)


class TestTallied:
    @given(st.lists(st.integers(0, 9)), SAMPLES)
    def test_counting(self, values, sample):
        """
        It is what counting gives, whichever way is quicker.
        """
        different = sorted(set(values))

        counts = [values.count(value) for value in different]
        with patch.object(at_risk, "_SAMPLE", sample):
            assert (different, counts) == tallied(values)


class TestWaits:
    @given(_rows, st.lists(_times), SAMPLES)
    def test_at_risk(self, rows, times, sample):
        """
        Whoever is at risk was watched before, and waits until then at least.
        """
        times.sort()
        with patch.object(at_risk, "_SAMPLE", sample):
            counts = waits(*_columns(rows)).at_risk(times)

        watched = [one for one in rows if one[2] <= 0 or one[2] < one[0]]
        assert counts == [
            sum(
                duration >= time and (entry <= 0 or entry < time)
                for duration, _, entry in watched
            )
            for time in times
        ]
