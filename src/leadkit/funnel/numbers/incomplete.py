"""
The incomplete gamma and beta functions, from which the chances of counts follow.

Series and continued fractions (Abramowitz & Stegun 6.5.29 and 6.5.31; DiDonato &
Morris 1992, formula 9; both fractions by Lentz's way), behind a factor in Loader's form
(*Fast and accurate computation of binomial probabilities*, 2000), which keeps its
digits in the millions.
"""

from __future__ import annotations

from math import exp, lgamma, log, pi, sqrt

_TINY = 1e-300
_SMALLEST = 1e-16
# From here on, the series has all digits that a float has.
_LARGE = 16.0
_ROOT = 0.5 * log(2 * pi)
_NEAR = 0.1


def stirling_error(x: float) -> float:
    """
    Tell by how much Stirling's formula misses the logarithm of x!.

    Args:
        x: A number above 0.

    >>> f"{stirling_error(1.0):.6f}"
    '0.081061'
    """
    if x < _LARGE:
        return lgamma(x + 1) - (x + 0.5) * log(x) + x - _ROOT
    y = 1 / (x * x)
    terms = (1 / 1188, 1 / 1680, 1 / 1260, 1 / 360)
    told = terms[0]
    for term in terms[1:]:
        told = term - y * told
    return (1 / 12 - y * told) / x


def deviance(x: float, mean: float) -> float:
    """
    Compute x log(x / mean) + mean - x, also where the two are nearly the same.

    Args:
        x: A number above 0.

        mean: A number above 0.
    """
    apart = x - mean
    if abs(apart) >= _NEAR * (x + mean):
        return x * log(x / mean) - apart
    v = apart / (x + mean)
    told, term, place = apart * v, 2 * x * v, 1
    while True:
        term *= v * v
        place += 2
        more = told + term / place
        if more == told:
            return told
        told = more


def binomial_term(a: float, b: float, x: float, y: float) -> float:
    """
    Tell the chance of *a* hits and *b* misses; neither need be whole.

    Args:
        a: How many hits, 0 or more.

        b: How many misses, 0 or more.

        x: The chance of a hit, above 0.

        y: The chance of a miss, above 0.
    """
    n = a + b
    if not a or not b:
        # All on one side: a power, written so that it keeps its digits.
        chance, rest = (y, x) if not a else (x, y)
        return exp(-deviance(n, n * chance) - n * rest) if n else 1.0
    errors = stirling_error(n) - stirling_error(a) - stirling_error(b)
    apart = deviance(a, n * x) + deviance(b, n * y)
    return exp(errors - apart) * sqrt(n / (2 * pi * a * b))


def _gamma_factor(a: float, x: float) -> float:
    # x^a e^-x / a!
    if a < _LARGE:
        return exp(a * log(x) - x - lgamma(a + 1))
    return exp(-stirling_error(a) - deviance(a, x)) / sqrt(2 * pi * a)


def _gamma_series(a: float, x: float) -> float:
    told = term = 1.0
    while term > told * _SMALLEST:
        a += 1
        term *= x / a
        told += term
    return told


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    told, place = d, 0
    while True:
        place += 1
        term = -place * (place - a)
        b += 2
        d = 1 / (term * d + b)
        c = b + term / c
        step = c * d
        told *= step
        if abs(step - 1) < _SMALLEST * 10:
            return told


def _gamma_parts(a: float, x: float) -> tuple[float, float]:
    if x <= 0:
        return 0.0, 1.0
    if x < a + 1:
        low = _gamma_factor(a, x) * _gamma_series(a, x)
        return low, 1 - low
    high = _gamma_factor(a, x) * a * _gamma_fraction(a, x)
    return 1 - high, high


def gamma_below(a: float, x: float) -> float:
    """
    Tell how much of the gamma distribution of shape *a* lies below *x*.

    Args:
        a: A number above 0.

        x: Any number.

    >>> f"{gamma_below(1.0, 2.0):.6f}"
    '0.864665'
    """
    return _gamma_parts(a, x)[0]


def gamma_above(a: float, x: float) -> float:
    """
    Tell how much of the gamma distribution of shape *a* lies above *x*.

    It has its digits also where hardly anything does.

    Args:
        a: A number above 0.

        x: Any number.
    """
    return _gamma_parts(a, x)[1]


def _apart_from_0(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _beta_fraction(a: float, b: float, x: float, y: float) -> float:
    n = a + b
    apart = a * y - b * x + 1
    told = c = _apart_from_0(a * apart / (a + 1))
    d, place = 0.0, 0
    while True:
        place += 1
        odd = a + 2 * place - 1
        term = (
            (a + place - 1) * (n + place - 1) / odd * place * (b - place) / odd * x * x
        )
        b_term = (
            place
            + place * (b - place) * x / odd
            + (a + place) * (apart + place * (1 + y)) / (odd + 2)
        )
        d = 1 / _apart_from_0(b_term + term * d)
        c = _apart_from_0(b_term + term / c)
        step = c * d
        told *= step
        if abs(step - 1) < _SMALLEST * 10:
            return 1 / told


def beta_parts(a: float, b: float, x: float, y: float) -> tuple[float, float]:
    """
    Tell how much of a beta distribution lies below *x*, and how much above.

    The lesser of the two has its digits also where hardly anything is.

    Args:
        a: A number above 0.

        b: A number above 0.

        x: A number from 0 to 1.

        y: What it lacks to 1, which may be known better than by subtraction.

    >>> [round(part, 6) for part in beta_parts(2.0, 3.0, 0.25, 0.75)]
    [0.261719, 0.738281]
    """
    if x <= 0:
        return 0.0, 1.0
    if y <= 0:
        return 1.0, 0.0
    factor = binomial_term(a, b, x, y) * a * b / (a + b)
    if x * (a + b + 2) < a + 1:
        low = factor * _beta_fraction(a, b, x, y)
        return low, 1 - low
    high = factor * _beta_fraction(b, a, y, x)
    return 1 - high, high
