"""
How many are needed to see a difference between two shares.
"""

from __future__ import annotations

from math import asin, sqrt
from statistics import NormalDist

from .rates import normal_quantile

_NORMAL = NormalDist()
_ROUNDS = 10


def sample_size(
    base: float, other: float, *, power: float = 0.8, level: float = 0.95
) -> float:
    """
    Tell how many are needed of each to see a difference, by the normal approximation.

    This is formula 3.14 of Fleiss, *Statistical Methods for Rates and Proportions*,
    for a pooled z test with two sides.

    Args:
        base: A share, between 0 and 1.

        other: Another.

        power: How often the difference should be seen, if it is there.

        level: How often none should be seen, if there is none.

    >>> f"{sample_size(0.05, 0.06):.2f}"
    '8157.73'
    """
    z, w = normal_quantile(level), _NORMAL.inv_cdf(power)
    middle = (base + other) / 2
    pooled = sqrt(2 * middle * (1 - middle))
    apart = sqrt(base * (1 - base) + other * (1 - other))
    return ((z * pooled + w * apart) / (other - base)) ** 2


def arcsine_sample_size(
    base: float, other: float, *, power: float = 0.8, level: float = 0.95
) -> float:
    """
    Tell how many are needed of each, by Cohen's arcsine: closer for shares near 0 or 1.

    Args:
        base: A share, between 0 and 1.

        other: Another.

        power: How often the difference should be seen, if it is there.

        level: How often none should be seen, if there is none.

    >>> f"{arcsine_sample_size(0.05, 0.06):.2f}"
    '8142.60'
    """
    z = normal_quantile(level)
    w = _NORMAL.inv_cdf(power)
    for _ in range(_ROUNDS):
        # The other side sees some, too, though the wrong way round.
        w = _NORMAL.inv_cdf(power - _NORMAL.cdf(-2 * z - w))
    apart = 2 * asin(sqrt(other)) - 2 * asin(sqrt(base))
    return 2 * ((z + w) / apart) ** 2


def detectable(
    base: float, n: float, *, power: float = 0.8, level: float = 0.95
) -> float | None:
    """
    Tell how far above a share another must be to be seen.

    Args:
        base: The share, between 0 and 1.

        n: How many there are of each, above 0.

        power: How often the difference should be seen, if it is there.

        level: How often none should be seen, if there is none.

    Returns:
        The least difference; None if there are too few for any.

    >>> f"{detectable(0.05, 8157.73144785):.6f}"
    '0.010000'
    """
    if sample_size(base, 1.0, power=power, level=level) > n:
        return None
    low, high = base, 1.0
    while low < (middle := (low + high) / 2) < high:
        if sample_size(base, middle, power=power, level=level) > n:
            low = middle
        else:
            high = middle
    return high - base
