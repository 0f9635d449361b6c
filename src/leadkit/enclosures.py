"""
What a sum may come to within a piece of time, from what it is at the start.

What is taken as often as it is given cancels out, and whole units of numbers that run
alike are reached together.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, gcd

import attrs


@attrs.frozen
class Step:
    """
    What a sum may change with until the end of a piece.

    Attributes:
        times: How often it is taken.

        least: The least by which it changes.

        most: The most.

        part: If it counts whole units of a number that runs evenly, what there is of
            the next one.

        drift: How far that number runs.
    """

    times: int
    least: int
    most: int
    part: Fraction | None = None
    drift: Fraction = Fraction(0)

    @property
    def ends(self) -> tuple[int, int]:
        ends = self.times * self.least, self.times * self.most
        return min(ends), max(ends)


@attrs.frozen
class Sum:
    """
    A sum within a piece: what it is at the start, and what may come to it till the end.

    Attributes:
        start: Hundredths at the start.

        steps: What it may change with; each is in here once, so that what is taken as
            often as it is given cancels out.
    """

    start: int
    steps: Mapping[Hashable, Step] = {}

    @property
    def ends(self) -> tuple[int, int]:
        """
        The least and the most.
        """
        even = [step for step in self.steps.values() if step.part is not None]
        other = [step for step in self.steps.values() if step.part is None]
        low, high = _run(even) if any(step.times for step in even) else (0, 0)
        low += self.start + sum(step.ends[0] for step in other)
        return low, high + self.start + sum(step.ends[1] for step in other)


def _run(steps: Sequence[Step]) -> tuple[int, int]:
    # Whole units are less than one behind the number that they count. So what runs up
    # and what runs down stay near their difference, in steps that divide all of them.
    here = sum((step.times * (step.part or 0) for step in steps), Fraction(0))
    moved = sum((step.times * step.drift for step in steps), Fraction(0))
    behind = sum(step.times for step in steps if step.times > 0)
    ahead = sum(step.times for step in steps if step.times < 0)
    unit = gcd(*(step.times for step in steps))
    low = (here + min(moved, Fraction(0)) - behind) / unit
    high = (here + max(moved, Fraction(0)) - ahead) / unit
    least = floor(low) + 1 if behind else ceil(low)
    most = ceil(high) - 1 if ahead else floor(high)
    return (
        max(least * unit, sum(step.ends[0] for step in steps)),
        min(most * unit, sum(step.ends[1] for step in steps)),
    )


def between(what: Hashable, start: int, low: int, high: int) -> Sum:
    """
    Make a sum of which no more is known than its ends.

    Args:
        what: What it changes with.

        start: What it is at the start.

        low: The least that it comes to.

        high: The most.
    """
    return Sum(start, {what: Step(1, low - start, high - start)})
