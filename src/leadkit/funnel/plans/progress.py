"""
How far one has come with a goal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from ...pictures.plots import Course
from ..answers.lookup import of_segment
from ..answers.results import Behind, Result, Row, Value
from ..ways.past import Past
from ..ways.remarks import counted, left_out
from .outlooks import Outlook

# Daily counts that vary so much more than by chance make the chances too sure.
_UNEVEN = 1.5


@attrs.frozen(eq=False, repr=False)
class GoalProgress(Result):
    """
    How far one has come with a goal, and where one may end.

    Attributes:
        name: What the goal is called.

        stage: The stage that leads are wanted to enter.

        whole: How all leads together stand: of those segments that have a target, if
            any has one of its own.

        outlooks: How each segment stands; only *whole* if nobody asked for several.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment",)
    shares: ClassVar[tuple[str, ...]] = ("p_reach",)

    name: str
    stage: str
    whole: Outlook
    outlooks: tuple[Outlook, ...]
    _past: Past
    _is_parted: bool
    _behind: tuple[Behind, ...]
    _done: tuple[tuple[float, float], ...]

    def __getitem__(self, segment: str) -> Outlook:
        outlooks = {one.segment: one for one in self.outlooks}
        return of_segment(outlooks, segment, "a GoalProgress")

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"{self.name or 'Goal'}: {self.whole.target:,} to enter {self.stage}"

    @property
    def sentence(self) -> str:
        """
        How all leads together stand, in words.
        """
        one = self.whole
        length = one.length_days
        days = "1 day" if length == 1 else f"{length:,.4g} days"
        chance = "" if one.p_reach is None else f"{one.p_reach:.1%}"
        match one.course:
            case "not begun":
                return (
                    f"It hasn't begun; {one.required_per_day:,.3g} a day are needed "
                    f"for {days}."
                )
            case "reached":
                return f"Reached: {one.count:,} of {one.target:,}."
            case "missed":
                return f"Missed: {one.count:,} of {one.target:,} after {days}."
            case course:
                return (
                    f"{str(course).capitalize()}: {one.count:,} of {one.target:,} "
                    f"after {one.elapsed_days:,.4g} of {days}, where "
                    f"{one.expected:,.4g} were due. The chance to reach it is "
                    f"{chance}; that takes {one.required_per_day:,.3g} a day instead "
                    f"of {one.per_day:,.3g}."
                )

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told = [f"All together: {self.sentence}" if self._is_parted else self.sentence]
        one, spread = self.whole, self.whole.dispersion
        is_open = one.course in ("on course", "behind")
        if is_open and not one.count:
            told.append("None has entered yet, so that little can be said of the rate.")
        if is_open and spread is not None and spread.index > _UNEVEN:
            told.append(
                f"Days differ {spread.index:.1f} times as much as by chance "
                f"(p {spread.p:.2g}), so that the end is less sure than it looks."
            )
        if self._is_parted:
            told += [
                f"Days of {one.segment} differ {one.dispersion.index:.1f} times as "
                "much as by chance, too."
                for one in self.outlooks
                if one.dispersion is not None and one.dispersion.index > _UNEVEN
            ]
        wanted = [one for one in self.outlooks if one.target is not None]
        if self._is_parted and not wanted:
            told.append("The target is of all together; segments have none.")
        elif self._is_parted:
            reached = sum(one.course == "reached" for one in wanted)
            have = counted(len(wanted), "segment", "segments")
            told.append(f"Of {have} with a target, {reached:,} reached it.")
        return (*told, *left_out(self._past))

    def _lines(self) -> Sequence[Row]:
        lines: list[Row] = []
        for one, behind in zip(self.outlooks, self._behind, strict=True):
            values: dict[str, Value] = (
                {"segment": one.segment} if self._is_parted else {}
            )
            lines.append(Row(values | one.values, {"count": behind}))
        return lines

    def plot(self) -> Course:
        """
        Draw the way of all leads together so far, and where it may end.
        """
        one = self.whole
        fan = None if one.is_over or one.fan is None else one.fan
        return Course(
            self.title, "days", self._done, one.length_days, float(one.target or 0), fan
        )
