"""
The least and the most that points can give, to whatever lead and at whatever instant.
"""

from __future__ import annotations

from typing import TypeAlias

from .instants import DAY
from .points import Group, Points
from .rules import nodes as n
from .rules.expressions import Number

Range: TypeAlias = tuple[int | None, int | None]


def range_of(points: Points) -> Range:
    """
    Enclose what one `Points` can give, in hundredths; None is without end.
    """
    if points.when is not None and points.when.node == n.Always(answer=False):
        return 0, 0
    most = _most(points)
    if most is not None:
        most *= abs(points.hundredths)
    if points.cap_hundredths is not None:
        most = (
            points.cap_hundredths if most is None else min(most, points.cap_hundredths)
        )
    if not points.hundredths:
        return 0, 0
    return (0, most) if points.hundredths > 0 else (None if most is None else -most, 0)


def _most(points: Points) -> int | None:
    # How often the points can be given at once.
    if points.per is None:
        return 1
    if isinstance(points.per, Number):
        return None
    bounds = [] if points.at_most is None else [points.at_most]
    if points.per_day is not None and points.lookback is not None:
        # A span of n days and a bit touches at most n + 2 days of the calendar.
        bounds.append((-(-points.lookback // DAY) + 1) * points.per_day)
    return min(bounds) if bounds else None


def enclosed(group: Group) -> Range:
    """
    Enclose the total of a group, in hundredths; None is without end.
    """
    low: int | None = 0
    high: int | None = 0
    for entry in group.entries:
        least, most = range_of(entry) if isinstance(entry, Points) else enclosed(entry)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    floor_, ceiling = group.limits
    return _clamped(low, floor_, ceiling), _clamped(high, floor_, ceiling, upper=True)


def _clamped(
    end: int | None, floor_: int | None, ceiling: int | None, *, upper: bool = False
) -> int | None:
    if end is None:
        return ceiling if upper else floor_
    if floor_ is not None:
        end = max(end, floor_)
    return end if ceiling is None else min(end, ceiling)
