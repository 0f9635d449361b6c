"""
A score: what a card gives to a lead as of an instant, line by line.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import attrs

from .hundredths import in_points, told
from .tables import of_score


@attrs.frozen
class Line:
    """
    One line of a score: what gave points, or what cut them.

    Attributes:
        name: The name of the rule; for a cut, what was cut and at what.

        hundredths: The points in whole hundredths; the lines sum to the total.

        activities: Ids of the activities that count, the newest first.

        kind: ``"rule"``, or what cut: ``"cap"``, ``"floor"``, ``"ceiling"``.

        group: The group that the line stands in.
    """

    name: str
    hundredths: int
    activities: tuple[str, ...] = ()
    kind: Literal["rule", "cap", "floor", "ceiling"] = "rule"
    group: str = ""

    @property
    def points(self) -> float:
        """
        The points, a whole number of hundredths.
        """
        return in_points(self.hundredths)

    def __str__(self) -> str:
        sign = "+" if self.hundredths > 0 else ""
        counted = f" ({len(self.activities)} activities)" if self.activities else ""
        if len(self.activities) == 1:
            counted = " (1 activity)"
        return f"{self.name} {sign}{told(self.hundredths)}{counted}"


@attrs.frozen
class Score:
    """
    What a scorecard gives to a lead as of an instant.

    Attributes:
        card: The scorecard's name.

        as_of: The instant.

        lines: Every rule that contributed, and every cut.

        missing: Fields whose absence kept a rule from being known.
    """

    card: str
    as_of: datetime
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def hundredths(self) -> int:
        """
        The total in whole hundredths, which is the sum of the lines.
        """
        return sum([line.hundredths for line in self.lines])

    @property
    def total(self) -> float:
        """
        The total in points, a whole number of hundredths.
        """
        return in_points(self.hundredths)

    def _repr_html_(self) -> str:
        return of_score(self)

    def __str__(self) -> str:
        head = f"{self.card}: {told(self.hundredths)}"
        rows = [f"  {line}" for line in self.lines]
        if self.missing:
            rows.append(f"  missing: {', '.join(self.missing)}")
        return "\n".join([head, *rows])
