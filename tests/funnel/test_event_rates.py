"""
Events over exposure: rates, ratios of two, and how much counts vary.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers.distributions import normal_tails
from leadkit.funnel.numbers.event_rates import (
    Dispersion,
    EventRate,
    dispersion,
    rate_ratio,
    rate_ratio_interval,
    rate_ratio_p,
)

NO_TIME = EventRate(0, 0)
rates = st.builds(EventRate, st.integers(0, 500), st.floats(0.1, 1e4))


def poisson_cdf(k, mean):
    """
    The chance of at most *k* events.
    """
    return sum(
        math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1)
    )


class TestEventRate:
    def test_agrees(self, reference):
        """
        A rate and its exact interval are those of statsmodels.
        """
        group = reference["nurture_rate"]
        rate = EventRate(group["events"], group["lead_days"])

        assert group["rate"] == pytest.approx(rate.value)
        assert group["per_30_days"] == pytest.approx(30 * rate.value)
        assert tuple(group["exact95"]) == pytest.approx(rate.interval(), rel=1e-9)

    @given(rates, st.floats(0.5, 0.999))
    def test_ends_leave_out_what_they_may(self, rate, level):
        """
        With the rate of an end, so many events or more, or so few, are as rare as was
        asked for.
        """
        low, high = rate.interval(level)
        beyond = (1 - level) / 2

        assert beyond == pytest.approx(
            poisson_cdf(rate.events, high * rate.exposure), rel=1e-6
        )
        if rate.events:
            more = 1 - poisson_cdf(rate.events - 1, low * rate.exposure)

            assert beyond == pytest.approx(more, rel=1e-6)
        else:
            assert 0 == low

    def test_of_no_time(self):
        """
        Nothing is told of no time.
        """
        assert NO_TIME.value is None
        assert NO_TIME.interval() is None

    @pytest.mark.parametrize(
        ("events", "exposure", "subject", "came", "expected"),
        [
            (1.0, 1, "events", "a float", "a whole number of 0 or more"),
            (-1, 1, "events", "a negative number", "a whole number of 0 or more"),
            (1, "1", "exposure", "a str", "a number of 0 or more"),
            (1, True, "exposure", "a bool", "a number of 0 or more"),
            (1, math.nan, "exposure", "NaN", "a number of 0 or more"),
            (1, math.inf, "exposure", "infinity", "a number of 0 or more"),
            (1, -1, "exposure", "a negative number", "a number of 0 or more"),
            (1, 0, "exposure", "events in no time", "more than 0"),
        ],
    )
    def test_refuses(self, events, exposure, subject, came, expected):
        """
        What is no rate is refused.
        """
        with pytest.raises(RuleError) as caught:
            EventRate(events, exposure)

        assert f"{subject} of an EventRate: got {came}, expected {expected}." == str(
            caught.value
        )

    def test_level(self):
        """
        A level beyond 0 and 1 is refused, also of no time.
        """
        for rate in (NO_TIME, EventRate(1, 1)):
            with pytest.raises(RuleError, match="level of an interval"):
                rate.interval(1)


class TestRateRatio:
    def test_agrees(self, reference):
        """
        A ratio, its p and its interval are those of statsmodels.
        """
        group = reference["nurture_rate"]
        versus = group["versus"]
        one = EventRate(group["events"], group["lead_days"])
        base = EventRate(versus["events"], versus["lead_days"])
        ends = rate_ratio_interval(one, base)

        assert versus["ratio"] == pytest.approx(rate_ratio(one, base))
        assert versus["p_score"] == pytest.approx(rate_ratio_p(one, base), rel=1e-9)
        assert tuple(versus["score95"]) == pytest.approx(ends, rel=1e-6)

    @given(rates, rates)
    def test_ends_are_as_far_as_said(self, one, base):
        """
        With the time stretched by an end of the interval, the two rates are as far
        apart as the level allows, and in the middle they aren't.
        """
        ends = rate_ratio_interval(one, base)
        if ends is None:
            assert 0 == one.events + base.events
            return
        low, high = ends
        times = rate_ratio(one, base)

        assert (base.events == 0) == (high is None) == (times is None)
        assert (one.events == 0) == (low == 0)
        for end in (low, high):
            if end:
                stretched = EventRate(one.events, one.exposure * end)

                assert 0.05 == pytest.approx(rate_ratio_p(stretched, base), rel=1e-6)

    @given(rates, rates)
    def test_turned_round(self, one, base):
        """
        Turned round, the p is the same.
        """
        told = rate_ratio_p(one, base)

        assert told == (
            None if told is None else pytest.approx(rate_ratio_p(base, one))
        )

    def test_of_nothing(self):
        """
        Nothing is told of no events, or no time.
        """
        some, none = EventRate(3, 10), EventRate(0, 10)

        assert rate_ratio(some, none) is None
        assert rate_ratio(NO_TIME, some) is None
        for one, base in [(none, none), (NO_TIME, some), (some, NO_TIME)]:
            assert rate_ratio_interval(one, base) is None
            assert rate_ratio_p(one, base) is None


class TestDispersion:
    def test_agrees(self, reference):
        """
        An index and its p are those of scipy.
        """
        group = reference["overdispersion"]
        told = dispersion(group["counts"])

        assert group["index"] == pytest.approx(told.index, rel=1e-9)
        assert group["p"] == pytest.approx(told.p, rel=1e-9)

    @pytest.mark.parametrize("counts", [[], [3], [0, 0, 0]])
    def test_of_too_little(self, counts):
        """
        Nothing is told of fewer than two counts, or of no events.
        """
        assert dispersion(counts) is None

    def test_of_even_counts(self):
        """
        Counts that are all the same don't vary.
        """
        assert Dispersion(0.0, 1.0) == dispersion([4, 4, 4])

    def test_p_is_two_sided_of_two(self):
        """
        Of two counts, the p is that of their difference.
        """
        expected = normal_tails((9 - 3) / math.sqrt(12))

        assert expected == pytest.approx(dispersion([9, 3]).p)
