"""
The regions that thresholds cut a value's range into.

Within a region all comparisons with the thresholds have one answer, so one sample
stands for all of it. A set of regions is a whole number with a bit for each, the first
being what is missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from math import inf, nextafter
from typing import Any

import attrs

# The first region of every range: the value is missing.
MISSING = 1


@attrs.frozen
class Region:
    """
    A piece of a range of numbers.

    Attributes:
        low: Its lower end, None if it has none.

        high: Its upper end, None if it has none.

        closed: Whether the ends belong to it.

        sample: A number in it.
    """

    low: Fraction | None
    high: Fraction | None
    closed: bool
    sample: Fraction

    def reaches(self, other: Region) -> bool:
        """
        Tell whether a number in it may be at most as large as one in another.
        """
        if self.low is None or other.high is None:
            return True
        both = self.closed and other.closed
        return self.low <= other.high if both else self.low < other.high

    def meets(self, other: Region) -> bool:
        """
        Tell whether it may have a number in common with another.
        """
        return self.reaches(other) and other.reaches(self)

    def under(self, limit: Fraction) -> bool:
        """
        Tell whether all of it lies below a limit.
        """
        if self.high is None:
            return False
        return self.high < limit or (self.high == limit and not self.closed)

    def from_(self, limit: Fraction) -> bool:
        """
        Tell whether all of it lies at or above a limit.
        """
        return self.low is not None and self.low >= limit


def on_grid(
    cuts: Iterable[Fraction], grain: int, low: int | None, high: int | None
) -> tuple[Region, ...]:
    """
    Cut a range of whole numbers of a grain, as of counts (1) and hundredths (100).

    Args:
        cuts: The thresholds.

        grain: How many there are to one.

        low: The least number, counted in grains; None if there is none.

        high: The greatest, counted in grains.
    """
    starts: set[int] = set()
    for cut in cuts:
        place = cut * grain
        first = -(-place.numerator // place.denominator)
        # What is below, the threshold itself if it is on the grid, what is above.
        starts |= {first, first + 1} if place == first else {first}
    inside = sorted(
        s for s in starts if (low is None or s > low) and (high is None or s <= high)
    )
    begins: list[int | None] = [low, *inside]
    ends: list[int | None] = [*(s - 1 for s in inside), high]
    return tuple(
        Region(
            None if begin is None else Fraction(begin, grain),
            None if end is None else Fraction(end, grain),
            closed=True,
            sample=Fraction(_nearest(begin, end), grain),
        )
        for begin, end in zip(begins, ends, strict=True)
    )


def _nearest(low: int | None, high: int | None) -> int:
    # To zero.
    if low is not None and low > 0:
        return low
    return high if high is not None and high < 0 else 0


def on_line(
    cuts: Iterable[Fraction], low: Fraction | None, high: Fraction | None
) -> tuple[Region, ...]:
    """
    Cut a range of floats; what lies between two that are neighbours is left out.

    Args:
        cuts: The thresholds.

        low: The least number, None if there is none.

        high: The greatest.
    """
    ends = {end for end in (low, high) if end is not None}
    points = sorted(
        ends
        | {
            cut
            for cut in cuts
            if (low is None or cut > low) and (high is None or cut < high)
        }
    )
    regions: list[Region] = []
    before: Fraction | None = None
    for index, point in enumerate(points):
        if index or low is None:
            regions += _open(before, point)
        regions.append(Region(point, point, closed=True, sample=point))
        before = point
    if high is None:
        regions += _open(before, None)
    return tuple(regions)


def _open(low: Fraction | None, high: Fraction | None) -> list[Region]:
    if low is None or high is None:
        sample = Fraction(0)
        if low is not None and low >= 0:
            sample = Fraction(low // 1 + 1)
        if high is not None and high <= 0:
            sample = Fraction(-(-high // 1) - 1)
        return [Region(low, high, closed=False, sample=sample)]
    for sample in (
        Fraction(0),
        Fraction(low // 1 + 1),
        Fraction(float((low + high) / 2)),
        Fraction(nextafter(float(low), inf)),
    ):
        if low < sample < high:
            return [Region(low, high, closed=False, sample=sample)]
    return []


def plain(number: Fraction) -> int | float:
    """
    Write a sample as a record holds it.
    """
    return int(number) if number.denominator == 1 else float(number)


@attrs.frozen
class Range:
    """
    All regions of one value: what is missing, then numbers as they rise.

    Attributes:
        regions: The pieces of its numbers.

        optional: Whether it may be missing.
    """

    regions: tuple[Region, ...]
    optional: bool = True
    samples: list[Fraction] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "samples", [r.sample for r in self.regions])

    @property
    def all(self) -> int:
        """
        All regions.
        """
        known = (1 << len(self.regions) + 1) - 1 - MISSING
        return known | MISSING if self.optional else known

    @property
    def known(self) -> int:
        """
        All regions but what is missing.
        """
        return self.all & ~MISSING

    def below(self, cut: Fraction) -> int:
        """
        The regions below a threshold.
        """
        return (1 << bisect_left(self.samples, cut) + 1) - 1 - MISSING

    def at(self, cut: Fraction) -> int:
        """
        The region that is a threshold itself, if there is one.
        """
        index = bisect_left(self.samples, cut)
        exact = index < len(self.samples) and self.samples[index] == cut
        return 2 << index if exact else 0

    def compared(self, op: str, cut: Fraction) -> int:
        """
        The regions in which a comparison holds.

        Args:
            op: Its row in the table of operators.

            cut: What the value is compared with.
        """
        below, at = self.below(cut), self.at(cut)
        holds = {
            "lt": below,
            "before": below,
            "le": below | at,
            "eq": at,
            "ne": ~at,
            "gt": ~(below | at),
            "after": ~(below | at),
            "ge": ~below,
        }[op]
        return holds & self.known

    def at_missing(self, answer: bool | None) -> tuple[int, int]:  # noqa: FBT001
        """
        What is missing, as regions where an answer is known true and known false.
        """
        there = self.all & MISSING
        return (there if answer is True else 0), (there if answer is False else 0)


@attrs.frozen
class Listed:
    """
    The regions of a value with a few samples: choices, flags, texts, facts.

    Attributes:
        samples: One of each region; None stands for what is missing.
    """

    samples: tuple[Any, ...]
    places: dict[Any, int] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        places = {_key(one): index for index, one in enumerate(self.samples)}
        object.__setattr__(self, "places", places)

    @property
    def all(self) -> int:
        """
        All regions.
        """
        return (1 << len(self.samples)) - 1

    @property
    def missing(self) -> int:
        """
        The region of what is missing.
        """
        return self.at(None)

    def at(self, sample: object) -> int:
        """
        The region of a sample, if there is one.
        """
        index = self.places.get(_key(sample))
        return 0 if index is None else 1 << index


def _key(sample: object) -> tuple[type, object]:
    # True is no 1 here.
    return type(sample), sample
