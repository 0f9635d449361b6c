"""
Two shares held against each other.
"""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers.distributions import normal_tails
from leadkit.funnel.numbers.proportions import (
    chance_of_more,
    difference,
    difference_interval,
    difference_p,
    expected_loss,
    ratio,
    ratio_interval,
    split_p,
    z_score,
)
from leadkit.funnel.numbers.rates import Rate

NOTHING = Rate(0, 0)


@st.composite
def rates(draw, least=1, most=200):
    """
    Shares of something.
    """
    n = draw(st.integers(least, most))
    return Rate(draw(st.integers(0, n)), n)


def beta(a, b):
    """
    The beta function of whole numbers, exactly.
    """
    return Fraction(
        math.factorial(a - 1) * math.factorial(b - 1), math.factorial(a + b - 1)
    )


class TestReference:
    @pytest.mark.parametrize("size", ["large", "small"])
    def test_agrees(self, reference, size):
        """
        All measures are those of statsmodels and scipy.
        """
        group = reference["ab"][size]
        a, b = Rate(*group["a"]), Rate(*group["b"])
        told = {
            "rate_a": a.value,
            "rate_b": b.value,
            "wilson_a": a.interval(),
            "wilson_b": b.interval(),
            "diff": difference(a, b),
            "z_pooled": z_score(a, b),
            "p_two_sided": difference_p(a, b),
            "newcombe95_diff": difference_interval(a, b),
            "ratio": ratio(a, b),
            "score95_ratio": ratio_interval(a, b),
            "bayes_beta11_p_b_gt_a": chance_of_more(a, b),
            "bayes_expected_loss_choose_b": expected_loss(a, b),
        }

        for name, value in told.items():
            expected = group[name]
            expected = tuple(expected) if isinstance(expected, list) else expected

            assert expected == pytest.approx(value, rel=1e-9), name

    def test_splits_agree(self, reference):
        """
        Splits have scipy's p.
        """
        for group in reference["ab"]["srm"]:
            told = split_p(group["observed"], group["expected_share"])

            assert group["p"] == pytest.approx(told, rel=1e-9)

    def test_of_none_agrees(self, reference):
        """
        None of twenty has a Wilson interval from 0.
        """
        group = reference["ab"]["zero"]

        assert tuple(group["wilson"]) == pytest.approx(Rate(*group["a"]).interval())


class TestDifference:
    @given(rates(), rates())
    def test_turned_round(self, a, b):
        """
        Turned round, a difference and its interval change their signs.
        """
        low, high = difference_interval(a, b)
        apart = difference(a, b)

        assert (-high, -low) == pytest.approx(difference_interval(b, a), abs=1e-12)
        assert -1 <= low <= apart + 1e-12
        assert apart - 1e-12 <= high <= 1

    @given(rates(), rates())
    def test_p_is_of_the_score(self, a, b):
        """
        The p is that of the score, and 1 where all did, or none.
        """
        z, p = z_score(a, b), difference_p(a, b)

        if z is None:
            assert a.k + b.k in (0, a.n + b.n)
            assert 1.0 == p
        else:
            assert normal_tails(z) == p

    def test_of_all_or_none(self):
        """
        Where all did, or none, there is no score, and no reason to see a difference.
        """
        for k in (0, 5):
            assert z_score(Rate(k, 5), Rate(k, 5)) is None
            assert 1.0 == difference_p(Rate(k, 5), Rate(k, 5))

    def test_of_nothing(self):
        """
        Nothing is told of nothing.
        """
        one = Rate(1, 2)

        for a, b in [(one, NOTHING), (NOTHING, one)]:
            assert difference(a, b) is None
            assert difference_interval(a, b) is None
            assert z_score(a, b) is None
            assert difference_p(a, b) is None

    def test_level(self):
        """
        A level beyond 0 and 1 is refused.
        """
        with pytest.raises(RuleError, match="level of an interval"):
            difference_interval(Rate(1, 2), Rate(1, 2), 95)


class TestRatio:
    @given(rates(), rates())
    def test_interval_is_kept_by_the_test(self, a, b):
        """
        The interval holds the ratio, and its ends are z standard errors off.
        """
        ends = ratio_interval(a, b)
        if ends is None:
            assert 0 == a.k + b.k
            return
        low, high = ends
        times = ratio(a, b)

        assert (b.k == 0) == (low == 0)
        assert (a.k == 0) == (high is None) == (times is None)
        if times is not None:
            assert low <= times * (1 + 1e-9)
            assert times <= high * (1 + 1e-9)

    @given(rates(), rates())
    def test_turned_round(self, a, b):
        """
        Turned round, an interval is that of the inverse.
        """
        ends = ratio_interval(a, b)
        if ends is None:
            return
        low, high = ratio_interval(b, a)

        assert ends[0] == pytest.approx(0 if high is None else 1 / high, rel=1e-6)
        assert ends[1] == (None if low == 0 else pytest.approx(1 / low, rel=1e-6))

    def test_of_none(self):
        """
        Where one of the two has none, the interval is open on that side.
        """
        some, none = Rate(3, 10), Rate(0, 10)
        low, high = ratio_interval(some, none)

        assert 0.0 == low
        assert 1.1354 == pytest.approx(high, abs=1e-4)
        assert (pytest.approx(1 / high), None) == ratio_interval(none, some)

    def test_of_nothing(self):
        """
        Without a share to divide by, there is no ratio.
        """
        assert ratio(Rate(0, 5), Rate(1, 5)) is None
        assert ratio(Rate(1, 5), NOTHING) is None
        assert ratio_interval(Rate(1, 5), NOTHING) is None
        assert ratio_interval(NOTHING, Rate(1, 5)) is None
        assert ratio_interval(Rate(0, 5), Rate(0, 5)) is None


class TestChanceOfMore:
    @given(rates(0, 25), rates(0, 25))
    def test_is_the_closed_sum(self, a, b):
        """
        It is the sum of Miller (2015), in exact fractions.
        """
        first, rest = a.k + 1, a.n - a.k + 1
        more, other = b.k + 1, b.n - b.k + 1
        exact = sum(
            beta(first + i, rest + other)
            / ((other + i) * beta(1 + i, other) * beta(first, rest))
            for i in range(more)
        )

        assert float(exact) == pytest.approx(chance_of_more(a, b), abs=1e-12)

    @given(rates(0), rates(0))
    def test_turned_round(self, a, b):
        """
        One of the two is greater.
        """
        both = chance_of_more(a, b) + chance_of_more(b, a)

        assert 1.0 == pytest.approx(both, abs=1e-12)

    def test_of_millions(self):
        """
        Shares of millions are compared as exactly, and at once: as normal numbers.
        """
        a, b = Rate(500_000, 10_000_000), Rate(500_500, 10_000_000)
        spread = math.sqrt(2 * 0.05 * 0.95 / 1e7)
        expected = 1 - normal_tails(0.00005 / spread) / 2

        assert expected == pytest.approx(chance_of_more(a, b), abs=1e-4)


class TestExpectedLoss:
    @given(rates(0, 12), rates(0, 12))
    def test_is_the_difference_of_both(self, a, b):
        """
        What is lost by one, less what is lost by the other, is what they are apart on
        average.
        """
        apart = (a.k + 1) / (a.n + 2) - (b.k + 1) / (b.n + 2)
        told = expected_loss(a, b) - expected_loss(b, a)

        assert apart == pytest.approx(told, abs=1e-12)
        assert expected_loss(a, b) >= 0


class TestSplit:
    def test_of_nothing(self):
        """
        Nothing is told of nothing.
        """
        assert split_p([0, 0], [0.5, 0.5]) is None

    @given(st.integers(1, 1000), st.integers(1, 9))
    def test_as_wanted(self, n, tenths):
        """
        A split just as wanted has the p 1.
        """
        shares = [tenths / 10, 1 - tenths / 10]
        counts = [n * tenths, n * (10 - tenths)]

        assert 1.0 == pytest.approx(split_p(counts, shares))
