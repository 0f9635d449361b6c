"""
A total as a sum of what rules give and of what is counted, with its limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import Any

import attrs


@attrs.frozen(eq=False)
class Total:
    """
    A sum of whole hundredths.

    Attributes:
        start: What there is anyway.

        flags: Hundredths, and what must hold for them.

        numbers: How many hundredths each of some numbers counts.

        least: The least that it comes to, None without end.

        most: The most.

        low: It is at least this, whatever the sum is.

        high: It is at most this.
    """

    start: int = 0
    flags: tuple[tuple[int, Any], ...] = ()
    numbers: tuple[tuple[int, Any], ...] = ()
    least: int | None = 0
    most: int | None = 0
    low: int | None = None
    high: int | None = None

    @property
    def grain(self) -> int:
        """
        What each flag adds a multiple of.
        """
        return gcd(*(points for points, _ in self.flags)) or 1


def summed(parts: Iterable[Total]) -> Total:
    """
    Add totals that have no limits.
    """
    all_ = tuple(parts)
    lows = [part.least for part in all_ if part.least is not None]
    highs = [part.most for part in all_ if part.most is not None]
    return Total(
        sum(part.start for part in all_),
        tuple(flag for part in all_ for flag in part.flags),
        tuple(number for part in all_ for number in part.numbers),
        sum(lows) if len(lows) == len(all_) else None,
        sum(highs) if len(highs) == len(all_) else None,
    )


def clamped(total: Total, low: int | None, high: int | None) -> Total:
    """
    Limit a sum; a limit that it never meets is left out.

    Args:
        total: The sum.

        low: It is at least this, None without a limit.

        high: It is at most this.
    """
    if low is not None and total.least is not None and total.least >= low:
        low = None
    if high is not None and total.most is not None and total.most <= high:
        high = None
    return attrs.evolve(
        total,
        least=_between(total.least, low, high, low),
        most=_between(total.most, low, high, high),
        low=low,
        high=high,
    )


def _between(
    end: int | None, low: int | None, high: int | None, without: int | None
) -> int | None:
    if end is None:
        return without
    end = end if low is None else max(end, low)
    return end if high is None else min(end, high)
