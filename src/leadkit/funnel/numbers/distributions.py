"""
Chances and quantiles of the distributions that counts and waiting times have.
"""

from __future__ import annotations

from collections.abc import Callable
from math import floor, inf, sqrt
from statistics import NormalDist

from .incomplete import beta_parts, binomial_term, gamma_above, gamma_below

_NEAR = 1e-14
_LEAST = 1e-300
_NORMAL = NormalDist()


def chi_squared_tail(x: float, df: float) -> float:
    """
    Tell the chance of a chi-squared number that is *x* or more.

    Args:
        x: The number.

        df: The degrees of freedom, above 0.

    >>> f"{chi_squared_tail(3.841458820694124, 1):.6f}"
    '0.050000'
    """
    return gamma_above(df / 2, x / 2)


def normal_tails(z: float) -> float:
    """
    Tell the chance of a normal number that is at least so far from 0, on either side.

    Args:
        z: How many standard deviations.

    >>> f"{normal_tails(1.959963984540054):.6f}"
    '0.050000'
    """
    return chi_squared_tail(z * z, 1)


def _where(below: Callable[[float], bool], low: float, high: float) -> float:
    # Where a growing function passes a value: it is told by its sign alone.
    while high - low > max(_NEAR * high, _LEAST):
        middle = (low + high) / 2
        if below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gamma_quantile(p: float, shape: float) -> float:
    """
    Tell below which number a gamma number of scale 1 stays with the chance *p*.

    Args:
        p: The chance, from 0 to 1.

        shape: Its shape, above 0.

    >>> f"{gamma_quantile(0.975, 1.0):.6f}"
    '3.688879'
    """
    if p <= 0:
        return 0.0
    if p >= 1:
        return inf
    # Near 1, what is above has digits that what is below hasn't.
    rest = 1 - p

    def below(x: float) -> bool:
        return gamma_below(shape, x) < p if p < rest else gamma_above(shape, x) > rest

    reach = 4 * sqrt(shape) + 4
    low, high = max(shape - reach, 0.0), shape + reach
    if low and not below(low):
        low = 0.0
    while below(high):
        high += reach
        reach *= 2
    return _where(below, low, high)


def beta_quantile(p: float, a: float, b: float) -> float:
    """
    Tell below which number a beta number stays with the chance *p*.

    Args:
        p: The chance, from 0 to 1.

        a: A number above 0: of hits, one more than there were.

        b: A number above 0: of misses, one more than there were.

    >>> f"{beta_quantile(0.5, 2.0, 2.0):.6f}"
    '0.500000'
    """
    if p <= 0 or p >= 1:
        return float(p >= 1)
    rest = 1 - p

    def below(x: float) -> bool:
        low, high = beta_parts(a, b, x, 1 - x)
        return low < p if p < rest else high > rest

    return _where(below, 0.0, 1.0)


def negative_binomial_tail(m: int, r: float, p: float) -> float:
    """
    Tell the chance of *m* or more misses before the *r*-th hit.

    Args:
        m: How many misses.

        r: How many hits, which needn't be whole: the shape of a gamma rate.

        p: The chance of a hit, from 0 to 1.

    >>> round(negative_binomial_tail(1, 1.0, 0.25), 12)
    0.75
    """
    return beta_parts(m, r, 1 - p, p)[0] if m > 0 else 1.0


def negative_binomial_quantile(q: float, r: float, p: float) -> int:
    """
    Tell up to how many misses there are before the *r*-th hit, with the chance *q*.

    Args:
        q: The chance, between 0 and 1.

        r: How many hits, which needn't be whole.

        p: The chance of a hit, above 0 and up to 1.

    Returns:
        The least number that is exceeded with a chance of at most 1 - *q*.

    >>> negative_binomial_quantile(0.5, 1.0, 0.25)
    2
    """
    if p >= 1:
        return 0

    def within(k: int) -> bool:
        low, high = beta_parts(k + 1, r, 1 - p, p)
        return high >= q if q < 0.5 else low <= 1 - q  # noqa: PLR2004

    mean = r * (1 - p) / p
    spread = sqrt(mean / p)
    guess = max(floor(mean + _NORMAL.inv_cdf(q) * spread), 0)
    step = 1 + floor(spread / 8)
    low, high = guess - step, guess
    while low >= 0 and within(low):
        low, high = low - step, low
        step *= 2
    low = max(low, -1)
    while not within(high):
        low, high = high, high + step
        step *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if within(middle):
            high = middle
        else:
            low = middle
    return high


def hypergeometric_tail(m: int, hits: int, misses: int, drawn: int) -> float:
    """
    Tell the chance of *m* or more hits among some that are drawn and not put back.

    Args:
        m: How many hits.

        hits: How many there are.

        misses: How many others there are.

        drawn: How many are drawn, of both.

    >>> round(hypergeometric_tail(1, 1, 3, 2), 12)
    0.5
    """
    least, most = max(0, drawn - misses), min(drawn, hits)
    if m <= least:
        return 1.0
    if m > most:
        return 0.0
    upward = m * (hits + misses) > drawn * hits
    # Outwards from the middle, terms only fall, and few of them count.
    k = m if upward else m - 1
    share, told = drawn / (hits + misses), 0.0
    term = (
        _term(k, hits, share)
        * _term(drawn - k, misses, share)
        / _term(drawn, hits + misses, share)
    )
    while told + term != told:
        told += term
        if upward:
            term *= (hits - k) * (drawn - k) / ((k + 1) * (misses - drawn + k + 1))
            k += 1
        else:
            term *= k * (misses - drawn + k) / ((hits - k + 1) * (drawn - k + 1))
            k -= 1
    return min(told, 1.0) if upward else max(1 - told, 0.0)


def _term(k: int, n: int, share: float) -> float:
    return binomial_term(k, n - k, share, 1 - share)
