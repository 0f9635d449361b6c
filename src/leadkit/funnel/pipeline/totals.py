"""
How many of many will, when each has a chance of its own: the middle, and a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, exp, floor, lgamma, log, log1p, sqrt
from statistics import NormalDist

# Where the total spreads more, the normal law tells it to a hundredth of a lead.
_WIDE = 15.0
# Less than this is no mass to speak of.
_NONE = 1e-16


def total_quantiles(
    chances: Iterable[tuple[int, float]], levels: Sequence[float]
) -> tuple[int, ...]:
    """
    Tell which total isn't exceeded how often.

    The total of independent yes-or-no chances follows the Poisson binomial
    distribution. It is counted out by convolution. Where its standard deviation is
    more than 15, it is the normal law with a correction for skewness (Volkova, 1996).

    Args:
        chances: How many have which chance.

        levels: How often the total is at most the one that is told.

    Returns:
        The smallest such total for each level.

    >>> total_quantiles([(10, 0.5)], [0.1, 0.5, 0.9])
    (3, 5, 7)
    """
    sure = 0
    unsure: list[tuple[int, float]] = []
    for number, chance in chances:
        if chance >= 1:
            sure += number
        elif chance > 0 and number:
            unsure.append((number, chance))
    spread = sqrt(sum(number * p * (1 - p) for number, p in unsure))
    if spread > _WIDE:
        return tuple(sure + _normal(unsure, spread, level) for level in levels)
    least, masses = 0, [1.0]
    for number, chance in unsure:
        low, more = _binomial(number, chance)
        least, masses = _trimmed(least + low, _convolved(masses, more))
    return tuple(sure + least + _quantile(masses, level) for level in levels)


def _binomial(number: int, chance: float) -> tuple[int, list[float]]:
    # Where it has any mass to speak of: the least total, and the masses from there on.
    mean = number * chance
    reach = 10 * sqrt(mean * (1 - chance)) + 30
    low, high = max(floor(mean - reach), 0), min(ceil(mean + reach), number)
    yes, no, whole = log(chance), log1p(-chance), lgamma(number + 1)
    return _trimmed(
        low,
        [
            exp(
                whole
                - lgamma(k + 1)
                - lgamma(number - k + 1)
                + k * yes
                + (number - k) * no
            )
            for k in range(low, high + 1)
        ],
    )


def _trimmed(low: int, masses: list[float]) -> tuple[int, list[float]]:
    start, stop = 0, len(masses)
    while masses[start] < _NONE:
        start += 1
    while masses[stop - 1] < _NONE:
        stop -= 1
    return low + start, masses[start:stop]


def _convolved(one: list[float], other: list[float]) -> list[float]:
    masses = [0.0] * (len(one) + len(other) - 1)
    for place, mass in enumerate(one):
        for after, more in enumerate(other, place):
            masses[after] += mass * more
    return masses


def _quantile(masses: list[float], level: float) -> int:
    # Sums of floats are a little off: half of the tosses of a coin are no heads.
    rest = level - 1e-9
    place = 0
    while rest > masses[place]:
        rest -= masses[place]
        place += 1
    return place


def _normal(unsure: list[tuple[int, float]], spread: float, level: float) -> int:
    mean = sum(number * chance for number, chance in unsure)
    third = sum(number * p * (1 - p) * (1 - 2 * p) for number, p in unsure)
    skew, law = third / (6 * spread**3), NormalDist()

    def below(total: int) -> float:
        x = (total + 0.5 - mean) / spread
        return law.cdf(x) + skew * (1 - x * x) * law.pdf(x)

    # The correction moves it by little, so the search may begin nearby.
    total = floor(mean + spread * (law.inv_cdf(level) - 0.5))
    while below(total) < level:
        total += 1
    return total
