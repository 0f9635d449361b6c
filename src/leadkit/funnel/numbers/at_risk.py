"""
Who waits when: the counts that all estimates of waiting times are made of.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress

import attrs

from ...errors import RuleError

# How many values tell whether most are equal to others.
_SAMPLE = 1000


@attrs.frozen(eq=False, repr=False)
class Waits:
    """
    How long each of many was watched.

    Attributes:
        durations: How long.

        events: Whether something happened at the end, or what; 0 for nothing.

        entries: After how long watching began, sorted, where that isn't the start.
    """

    durations: Sequence[float]
    events: Sequence[int]
    entries: list[float]

    def longest(self) -> float:
        """
        Tell how long the longest was watched; 0 of nobody.
        """
        return max(self.durations, default=0.0)

    def at_risk(self, times: Iterable[float]) -> list[int]:
        """
        Count who is watched and waiting just before each time.

        Args:
            times: Times, from the earliest.
        """
        times = list(times)
        gone = _gone(self.durations, times)
        size = len(self.durations) - len(self.entries)
        if not self.entries:
            return [size - left for left in gone]
        came = below(self.entries, times)
        return [size + late - left for late, left in zip(came, gone, strict=True)]


def waits(
    durations: Sequence[float],
    events: Sequence[bool | int],
    entries: Sequence[float] | None = None,
) -> Waits:
    """
    Check waits, and leave out those that weren't watched.

    Args:
        durations: How long each waited until it happened, or watching ended.

        events: Whether it happened, or what; 0 for nothing.

        entries: After how long each began to be watched; from the start if that isn't
            above 0. Nobody is watched at the moment itself in which that begins, so
            that those whose entry isn't before their end don't count at all.

    Raises:
        RuleError: They aren't equally many, or a duration is negative or NaN.
    """
    counts = {len(durations), len(events)}
    if entries is not None:
        counts.add(len(entries))
    if len(counts) > 1:
        raise RuleError(
            "durations",
            "unequally many durations, events and entries",
            "one of each for everybody",
        )
    if not all(map((0.0).__le__, durations)):
        raise RuleError("durations", "a negative number or NaN", "numbers of 0 or more")
    if entries is None:
        return Waits(durations, events, [])
    chosen = [
        entry <= 0 or entry < duration
        for entry, duration in zip(entries, durations, strict=True)
    ]
    return Waits(
        list(compress(durations, chosen)),
        list(compress(events, chosen)),
        sorted(entry for entry in compress(entries, chosen) if entry > 0),
    )


def below(values: Sequence[float], times: Iterable[float]) -> list[int]:
    """
    Count the values that are less than each time.

    Args:
        values: Numbers, sorted.

        times: More of them, sorted.

    >>> below([1, 2, 2, 5], [2, 3, 9])
    [1, 3, 4]
    """
    counts: list[int] = []
    add = counts.append
    place, size = 0, len(values)
    for time in times:
        # Most often the next one is it; where many are equal, they are jumped over.
        if place < size and values[place] < time:
            place += 1
            if place < size and values[place] < time:
                place = bisect_left(values, time, place + 1)
        add(place)
    return counts


def _gone(durations: Sequence[float], times: list[float]) -> list[int]:
    # How many durations are less than each time.
    if not _is_coarse(durations):
        return below(sorted(durations), times)
    different, counts = tallied(durations)
    sums = [0, *accumulate(counts)]
    return [sums[bisect_left(different, time)] for time in times]


def _is_coarse(values: Sequence[float]) -> bool:
    # Whether it is quicker to count equal values than to sort all: whole days, say.
    some = values[:_SAMPLE]
    return len(some) == _SAMPLE and 2 * len(set(some)) < _SAMPLE


def tallied(values: Sequence[float]) -> tuple[list[float], list[int]]:
    """
    Find the different values, and how often there is each.

    Args:
        values: Numbers in any order.

    >>> tallied([2, 1, 5, 2])
    ([1, 2, 5], [1, 2, 1])
    """
    if _is_coarse(values):
        found = Counter(values)
        order = sorted(found)
        return order, [found[value] for value in order]
    values = sorted(values)
    different: list[float] = []
    counts: list[int] = []
    place, size = 0, len(values)
    while place < size:
        value = values[place]
        end = place + 1
        if end < size and values[end] == value:
            end = bisect_right(values, value, end + 1)
        different.append(value)
        counts.append(end - place)
        place = end
    return different, counts
