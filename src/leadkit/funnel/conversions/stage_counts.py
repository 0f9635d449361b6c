"""
What became of the leads that count for one stage of a funnel.
"""

from __future__ import annotations

import attrs

from ..answers.results import Value
from ..numbers.rates import Rate


@attrs.frozen
class StageCounts:
    """
    One stage of a funnel: all leads that count for it have *advanced*, *exited*, or are
    *open*.

    Attributes:
        segment: Whose leads they are.

        stage: The stage.

        advanced: How many count for a later stage as well.

        exited: How many didn't advance, and are in an exit now.

        open: How many did neither.

        overall: The leads that count for the first stage, and how many of them count
            for this one.

        is_last: Whether no stage follows.

        is_leavable: Whether there is a way from it into an exit but through later
            stages. If not, nobody who decides could decide against us.
    """

    segment: str = attrs.field(repr=False)
    stage: str
    advanced: int
    exited: int
    open: int
    overall: Rate
    is_last: bool
    is_leavable: bool

    @property
    def reached(self) -> int:
        """
        How many leads count for the stage.
        """
        return self.advanced + self.exited + self.open

    @property
    def rate(self) -> Rate | None:
        """
        How many of them have advanced so far; None in the last stage.
        """
        return None if self.is_last else Rate(self.advanced, self.reached)

    @property
    def rate_high(self) -> float | None:
        """
        What the rate would be if all open ones advanced.
        """
        if self.is_last:
            return None
        return Rate(self.advanced + self.open, self.reached).value

    @property
    def resolved(self) -> Rate | None:
        """
        How many advanced of those that have advanced or exited.

        None in the last stage, and where there is no exit: there, it would be 1 by
        construction.
        """
        if self.is_last or not (self.is_leavable or self.exited):
            return None
        return Rate(self.advanced, self.advanced + self.exited)

    @property
    def values(self) -> dict[str, Value]:
        """
        All of it, by column.
        """
        rate, resolved = self.rate, self.resolved
        ends = None if rate is None else rate.interval()
        low, high = (None, None) if ends is None else ends
        return {
            "stage": self.stage,
            "reached": self.reached,
            "advanced": self.advanced,
            "exited": self.exited,
            "open": self.open,
            "rate": None if rate is None else rate.value,
            "low": low,
            "high": high,
            "rate_high": self.rate_high,
            "resolved": None if resolved is None else resolved.value,
            "overall": self.overall.value,
        }

    def __add__(self, other: StageCounts) -> StageCounts:
        return attrs.evolve(
            self,
            segment="",
            advanced=self.advanced + other.advanced,
            exited=self.exited + other.exited,
            open=self.open + other.open,
            overall=Rate(
                self.overall.k + other.overall.k, self.overall.n + other.overall.n
            ),
        )

    def __str__(self) -> str:
        return (
            f"{self.stage}: {self.reached:,} reached, {self.advanced:,} advanced, "
            f"{self.exited:,} exited, {self.open:,} open"
        )
