"""
Whether groups wait equally long, or whether what looks so different may be chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from operator import mul

import attrs

from .at_risk import tallied, waits
from .distributions import chi_squared_tail

# What is left of a variance that others explain in full.
_ROUNDING = 1e-9


@attrs.frozen
class LogRank:
    """
    What a log-rank test found.

    Attributes:
        chi_squared: How far the groups are from what each would have if all waited
            equally long.

        df: How many groups could be told apart, less one.

        p: How often chance alone makes them differ so much.
    """

    chi_squared: float
    df: int
    p: float


def log_rank(
    groups: Iterable[
        tuple[Sequence[float], Sequence[bool | int], Sequence[float] | None]
    ],
) -> LogRank | None:
    """
    Test whether groups wait equally long (Mantel, 1966; Peto and Peto, 1972).

    Args:
        groups: The durations, events and entries of each, as for `kaplan_meier`.

    Returns:
        What was found; None where nothing can be: fewer than two groups were watched
        while something happened to somebody.

    Raises:
        RuleError: Those of a group aren't equally many, or a duration is negative or
            NaN.

    >>> slow, quick = [5, 8, 12, 20], [1, 2, 3, 4]
    >>> found = log_rank([(slow, [1] * 4, None), (quick, [1] * 4, None)])
    >>> f"{found.chi_squared:.3f} {found.p:.4f}"
    '7.344 0.0067'
    """
    watched = [waits(*group) for group in groups]
    happened = [list(compress(one.durations, one.events)) for one in watched]
    times, deaths = tallied([time for own in happened for time in own])
    risks = [one.at_risk(times) for one in watched]
    in_all = [sum(column) for column in zip(*risks, strict=True)]
    # By time, the variance that all groups share, and what part of it is whose.
    weights = [
        d * (n - d) / (n - 1) if n > 1 else 0.0
        for d, n in zip(deaths, in_all, strict=True)
    ]
    shares = [[one / n for one, n in zip(own, in_all, strict=True)] for own in risks]
    away = [
        len(own) - sum(map(mul, share, deaths))
        for own, share in zip(happened, shares, strict=True)
    ]
    spread: list[list[float]] = [[0.0] * len(risks) for _ in risks]
    for row, share in enumerate(shares):
        weighed = list(map(mul, share, weights))
        for column in range(row + 1):
            found = -sum(map(mul, weighed, shares[column]))
            spread[row][column] = spread[column][row] = found
        spread[row][row] += sum(weighed)
    chi_squared, df = _form(away, spread)
    if not df:
        return None
    return LogRank(chi_squared, df, chi_squared_tail(chi_squared, df))


def _form(away: list[float], spread: list[list[float]]) -> tuple[float, int]:
    # The quadratic form of the inverse, and the rank, by elimination. The differences
    # of all groups sum to 0, and groups that were never watched together say nothing of
    # each other: what is left of those is rounding, and is passed over.
    least = [_ROUNDING * spread[place][place] for place in range(len(away))]
    told, rank = 0.0, 0
    left = list(range(len(away)))
    while left := [place for place in left if spread[place][place] > least[place]]:
        pivot = max(left, key=lambda place: spread[place][place])
        left.remove(pivot)
        line, size = spread[pivot], spread[pivot][pivot]
        told += away[pivot] ** 2 / size
        rank += 1
        for place in left:
            part = spread[place][pivot] / size
            away[place] -= part * away[pivot]
            spread[place] = [
                one - part * other
                for one, other in zip(spread[place], line, strict=True)
            ]
    return told, rank
