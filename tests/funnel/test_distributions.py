"""
Distributions: quantiles that undo chances, and tails that sum to what they are made of.
"""

import math
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.funnel.numbers.distributions import (
    beta_quantile,
    chi_squared_tail,
    gamma_quantile,
    hypergeometric_tail,
    negative_binomial_quantile,
    negative_binomial_tail,
    normal_tails,
)
from leadkit.funnel.numbers.incomplete import beta_parts, gamma_above, gamma_below

chances = st.floats(1e-6, 1 - 1e-6)


class TestChiSquaredTail:
    @given(st.floats(0, 500), st.integers(1, 20))
    def test_of_even_freedom_is_a_sum(self, x, half):
        """
        With 2m degrees of freedom, it is the chance of fewer than m Poisson events.
        """
        expected = sum(
            math.exp(-x / 2) * (x / 2) ** k / math.factorial(k) for k in range(half)
        )

        assert expected == pytest.approx(chi_squared_tail(x, 2 * half), rel=1e-9)

    def test_of_nothing(self):
        """
        Every number is 0 or more.
        """
        assert 1.0 == chi_squared_tail(0.0, 3)


class TestNormalTails:
    @given(st.floats(-6, 6))
    def test_are_both_tails(self, z):
        """
        They are twice what is beyond on one side.
        """
        expected = 2 * NormalDist().cdf(-abs(z))

        assert expected == pytest.approx(normal_tails(z), rel=1e-6)


class TestGammaQuantile:
    @given(chances, st.floats(0.05, 1e4))
    def test_undoes_the_chance(self, p, shape):
        """
        Below a quantile is what was asked for.
        """
        x = gamma_quantile(p, shape)

        assert p == pytest.approx(gamma_below(shape, x), rel=1e-9)
        assert 1 - p == pytest.approx(gamma_above(shape, x), rel=1e-9)

    @given(chances)
    def test_of_one_is_exponential(self, p):
        """
        With the shape 1, it is a logarithm.
        """
        assert -math.log1p(-p) == pytest.approx(gamma_quantile(p, 1.0), rel=1e-9)

    def test_ends(self):
        """
        Nothing is below 0, and all below infinity.
        """
        assert 0.0 == gamma_quantile(0.0, 3.0)
        assert math.inf == gamma_quantile(1.0, 3.0)

    def test_far_out(self):
        """
        Quantiles beyond the usual reach are found as well, on either side.
        """
        low, high = gamma_quantile(1e-30, 100.0), gamma_quantile(1 - 1e-15, 100.0)

        assert 1e-30 == pytest.approx(gamma_below(100.0, low), rel=1e-9)
        assert 1e-15 == pytest.approx(gamma_above(100.0, high), rel=0.2)


class TestBetaQuantile:
    @given(chances, st.floats(0.5, 1e3), st.floats(0.5, 1e3))
    def test_undoes_the_chance(self, p, a, b):
        """
        Below a quantile is what was asked for, as far as floats near 1 can tell.
        """
        x = beta_quantile(p, a, b)
        below, _ = beta_parts(a, b, x, 1 - x)

        assert p == pytest.approx(below, rel=1e-6, abs=1e-6)

    def test_ends(self):
        """
        Nothing is below 0, and all below 1.
        """
        assert (0.0, 1.0) == (beta_quantile(0.0, 2, 3), beta_quantile(1.0, 2, 3))


class TestNegativeBinomial:
    @given(st.integers(-2, 30), st.integers(1, 12), st.floats(0.05, 0.95))
    def test_tail_is_a_sum(self, m, r, p):
        """
        With a whole *r*, the tail is what the chances of fewer misses leave.
        """
        fewer = sum(
            math.comb(k + r - 1, k) * p**r * (1 - p) ** k for k in range(max(m, 0))
        )

        assert 1 - fewer == pytest.approx(negative_binomial_tail(m, r, p), abs=1e-12)

    @given(chances, st.floats(0.5, 1e4), st.floats(0.01, 1))
    def test_quantile_is_the_least(self, q, r, p):
        """
        A quantile holds what was asked for, and one less doesn't.
        """
        k = negative_binomial_quantile(q, r, p)

        assert k >= 0
        assert negative_binomial_tail(k + 1, r, p) <= (1 - q) * (1 + 1e-9)
        if k:
            assert negative_binomial_tail(k, r, p) >= (1 - q) * (1 - 1e-9)

    @pytest.mark.parametrize(
        ("q", "k"), [(0.001, 0), (0.05, 19), (0.5, 2274), (0.999_999_9, 141_863)]
    )
    def test_quantile_of_rare_hits(self, q, k):
        """
        Quantiles far from where those of a normal number would be are scipy's as well.
        """
        assert k == negative_binomial_quantile(q, 0.5, 1e-4)

    def test_quantile_of_certain_hits(self):
        """
        There are no misses where all hit.
        """
        assert 0 == negative_binomial_quantile(0.9, 3.5, 1.0)


class TestHypergeometricTail:
    @given(st.integers(-2, 45), st.integers(0, 40), st.integers(0, 40), st.data())
    def test_is_a_sum(self, m, hits, misses, data):
        """
        It is the sum of exact fractions.
        """
        drawn = data.draw(st.integers(0, hits + misses))
        ways = sum(
            math.comb(hits, k) * math.comb(misses, drawn - k)
            for k in range(max(m, 0), min(hits, drawn) + 1)
        )
        exact = Fraction(ways, math.comb(hits + misses, drawn))

        assert float(exact) == pytest.approx(
            hypergeometric_tail(m, hits, misses, drawn), rel=1e-9, abs=1e-12
        )

    @pytest.mark.parametrize(
        ("m", "hits", "misses", "drawn", "tail"),
        [
            (0, 3, 3, 2, 1.0),
            (3, 3, 3, 2, 0.0),
            (1, 3, 3, 2, 0.8),
            (2, 3, 3, 2, 0.2),
            (0, 0, 0, 0, 1.0),
        ],
    )
    def test_of_a_few(self, m, hits, misses, drawn, tail):
        """
        Of a few, it can be counted.
        """
        assert tail == pytest.approx(hypergeometric_tail(m, hits, misses, drawn))
