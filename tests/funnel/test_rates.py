"""
Shares, with their counts and intervals.
"""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers.rates import Rate, normal_quantile


@st.composite
def rates(draw):
    n = draw(st.integers(0, 10_000))
    return Rate(draw(st.integers(0, n)), n)


class TestRate:
    @given(rates())
    def test_its_interval_holds_it_and_lies_between_0_and_1(self, rate):
        """
        Rounding never pushes an end out.
        """
        if rate.n:
            low, high = rate.interval()

            assert 0 <= low <= rate.value <= high <= 1
            assert low < high

    @given(rates(), st.floats(0.5, 0.999))
    def test_the_interval_has_the_shares_that_wouldnt_be_refuted(self, rate, level):
        """
        At its ends the score test is just as sure as the level says: Wilson's idea.
        """
        if not rate.n:
            return
        z = normal_quantile(level)
        for end in rate.interval(level):
            if 0 < end < 1:
                score = (rate.value - end) / sqrt(end * (1 - end) / rate.n)

                assert isclose(z, abs(score), rel_tol=1e-6)

    @given(rates())
    def test_what_did_and_what_didnt_mirror_each_other(self, rate):
        """
        The interval of the rest is the same from the other side.
        """
        if rate.n:
            low, high = rate.interval()
            other = Rate(rate.n - rate.k, rate.n).interval()

            assert other == pytest.approx((1 - high, 1 - low), abs=1e-12)

    def test_nothing_of_nothing_isnt_0(self):
        """
        There is neither a share nor an interval.
        """
        rate = Rate(0, 0, 5)

        assert (None, None, 5) == (rate.value, rate.interval(), rate.immature)
        assert "\u2013 (0 of 0)" == str(rate)

    def test_it_is_told_with_its_count(self):
        """
        Nobody sees a share alone.
        """

        assert "57.1% (4 of 7; 25.0% to 84.2%)" == str(Rate(4, 7))

    def test_it_agrees_with_others(self, reference):
        """
        statsmodels says the same.
        """
        groups = reference["stage_counts"]["step_split"]
        for one in groups:
            rate = Rate(one["advanced"], one["reached"])

            assert one["wilson95"] == pytest.approx(rate.interval(), abs=1e-9)

        assert reference["ab"]["zero"]["wilson"] == pytest.approx(
            Rate(0, 20).interval(), abs=1e-9
        )

    @pytest.mark.parametrize(
        ("counts", "told"),
        [
            ((2, 1), "k of a Rate: got more than n, expected at most n."),
            ((-1, 1), "k of a Rate: got a negative number, expected a whole number"),
            ((0, 1.0), "n of a Rate: got a float, expected a whole number"),
            ((0, True), "n of a Rate: got a bool, expected a whole number"),
            ((0, 1, None), "immature of a Rate: got a missing value, expected"),
        ],
    )
    def test_what_is_no_count_is_refused(self, counts, told):
        """
        The error says which one.
        """
        with pytest.raises(RuleError) as caught:
            Rate(*counts)

        assert str(caught.value).startswith(told)

    @pytest.mark.parametrize("level", [0, 1, 1.5, -1, float("nan"), "0.95", None])
    def test_a_level_lies_between_0_and_1(self, level):
        """
        Nothing else is one, also where there is nothing to tell.
        """
        with pytest.raises(RuleError, match="level of an interval"):
            Rate(0, 0).interval(level)
