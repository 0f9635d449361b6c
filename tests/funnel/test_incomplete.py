"""
Incomplete gamma and beta functions, held against sums with many digits.
"""

import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.funnel.numbers.incomplete import (
    beta_parts,
    binomial_term,
    deviance,
    gamma_above,
    gamma_below,
    stirling_error,
)

DIGITS = 60
CLOSE = 1e-12

shapes = st.floats(1e-3, 1e6)
shares = st.floats(1e-9, 1 - 1e-9)


def poisson_tail(count, mean):
    """
    The chance of *count* or more, added up with many digits.
    """
    with localcontext() as context:
        context.prec = DIGITS
        mean = Decimal(mean)
        term = (-mean).exp()
        for k in range(1, count + 1):
            term = term * mean / k
        told, k = Decimal(0), count
        while term > told * Decimal(10) ** -40:
            told += term
            k += 1
            term = term * mean / k
        return told


def binomial_tail(count, n, share):
    """
    The chance of *count* or more of *n*, added up with many digits.
    """
    with localcontext() as context:
        context.prec = DIGITS
        hit = Decimal(share)
        miss = 1 - hit
        return sum(
            math.comb(n, k) * hit**k * miss ** (n - k) for k in range(count, n + 1)
        )


class TestStirlingError:
    @pytest.mark.parametrize("n", [1, 2, 7, 15, 16, 17, 40, 170])
    def test_is_what_the_formula_misses(self, n):
        """
        Together with Stirling's formula, it is the logarithm of a factorial.
        """
        formula = (n + 0.5) * math.log(n) - n + 0.5 * math.log(2 * math.pi)

        assert math.log(math.factorial(n)) == pytest.approx(
            formula + stirling_error(n), rel=1e-15
        )

    def test_both_ways_meet(self):
        """
        The series goes on where the direct way ends.
        """
        below, above = stirling_error(15.999999999), stirling_error(16.0)

        assert above == pytest.approx(below, rel=1e-9)


class TestDeviance:
    @given(st.floats(1e-3, 1e6), st.floats(0.5, 2.0))
    def test_is_the_formula(self, x, times):
        """
        It is x log(x / mean) + mean - x, and never negative.
        """
        mean = x * times
        with localcontext() as context:
            context.prec = DIGITS
            one, other = Decimal(x), Decimal(mean)
            exact = float(one * (one / other).ln() + other - one)

        assert exact == pytest.approx(deviance(x, mean), rel=1e-12, abs=1e-300)
        assert deviance(x, mean) >= 0


class TestBinomialTerm:
    @given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99))
    def test_is_a_binomial_chance(self, hits, misses, share):
        """
        With whole numbers, it is the textbook's formula.
        """
        n = hits + misses
        expected = math.comb(n, hits) * share**hits * (1 - share) ** misses

        assert expected == pytest.approx(
            binomial_term(hits, misses, share, 1 - share), rel=1e-11
        )


class TestGamma:
    @pytest.mark.parametrize(
        ("shape", "x"),
        [
            (1, 0.001),
            (3, 2.5),
            (10, 40.0),
            (100, 90.0),
            (1000, 1100.0),
            (20_000, 19_500.0),
        ],
    )
    def test_is_a_poisson_tail(self, shape, x):
        """
        With a whole shape, it is the chance of so many events or more.
        """
        tail = poisson_tail(shape, x)

        assert float(tail) == pytest.approx(gamma_below(shape, x), rel=CLOSE)
        assert float(1 - tail) == pytest.approx(gamma_above(shape, x), rel=CLOSE)

    @pytest.mark.parametrize("x", [0.001, 0.3, 1.0, 4.0, 20.0])
    def test_of_a_half_is_the_error_function(self, x):
        """
        With the shape 1/2, it is the error function of the root.
        """
        root = math.sqrt(x)

        assert math.erf(root) == pytest.approx(gamma_below(0.5, x), rel=CLOSE)
        assert math.erfc(root) == pytest.approx(gamma_above(0.5, x), rel=CLOSE)

    @given(shapes, st.floats(-1, 1e7))
    def test_parts_sum_to_all(self, shape, x):
        """
        What isn't below is above.
        """
        below, above = gamma_below(shape, x), gamma_above(shape, x)

        assert 1.0 == pytest.approx(below + above, abs=1e-15)
        assert 0 <= below <= 1
        assert 0 <= above <= 1

    def test_keeps_its_digits_in_the_millions(self):
        """
        A step from one shape to the next is the Poisson chance between them.
        """
        step = gamma_below(1e6, 999_500.0) - gamma_below(1e6 + 1, 999_500.0)
        power = 1e6 * math.log(999_500.0) - 999_500.0 - math.lgamma(1e6 + 1)

        assert math.exp(power) == pytest.approx(step, rel=1e-8)

    def test_far_out(self):
        """
        It is tiny, but not nothing, where hardly anything is; there is none below 0.
        """
        assert math.exp(-700) == pytest.approx(gamma_above(1.0, 700.0), rel=1e-12)
        assert 0.0 == gamma_below(2.0, 0.0) == gamma_below(2.0, -1.0)


class TestBetaParts:
    @given(st.integers(1, 40), st.integers(1, 40), st.floats(0.001, 0.999))
    def test_is_a_binomial_tail(self, a, b, x):
        """
        With whole numbers, it is the chance of *a* or more of a + b - 1.
        """
        exact = binomial_tail(a, a + b - 1, x)
        below, above = beta_parts(a, b, x, 1 - x)

        assert float(exact) == pytest.approx(below, rel=1e-11, abs=1e-15)
        assert float(1 - exact) == pytest.approx(above, rel=1e-11, abs=1e-15)

    @given(shapes, shapes, shares)
    def test_turned_round(self, a, b, x):
        """
        What is below from one side is above from the other, and both sum to all.
        """
        below, above = beta_parts(a, b, x, 1 - x)
        other = beta_parts(b, a, 1 - x, x)

        assert (above, below) == pytest.approx(other, rel=1e-9, abs=1e-12)
        assert 1.0 == pytest.approx(below + above, abs=1e-15)

    @pytest.mark.parametrize(
        ("a", "b", "x", "below"),
        [
            # With b = 1 it is a power, with a = 1 what is above is one.
            (200_000.0, 1.0, 0.9999988, 0.7866277477866301),
            (0.5, 0.5, 0.25, 1 / 3),
            (1.0, 1.0, 0.25, 0.25),
            (0.5, 1.0, 0.25, 0.5),
        ],
    )
    def test_known_values(self, a, b, x, below):
        """
        Some values are known in a closed form.
        """
        assert below == pytest.approx(beta_parts(a, b, x, 1 - x)[0], rel=CLOSE)

    def test_ends(self):
        """
        Nothing is below 0, and nothing above 1.
        """
        assert (0.0, 1.0) == beta_parts(2.0, 3.0, 0.0, 1.0)
        assert (1.0, 0.0) == beta_parts(2.0, 3.0, 1.0, 0.0)
