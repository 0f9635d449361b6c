"""
Instants at a distance from another, without an end of the calendar.

``as_of - window`` may lie before the year 1, where no datetime is. What lies beyond is
kept as an end that is before, or after, every datetime.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, TypeAlias


class End:
    """
    An end of time: before every datetime, or after.
    """

    __slots__ = ("_late",)

    def __init__(self, *, late: bool) -> None:
        self._late = late

    def __lt__(self, _: object) -> bool:
        return not self._late

    __le__ = __lt__

    def __gt__(self, _: object) -> bool:
        return self._late

    __ge__ = __gt__


BEFORE: Final = End(late=False)
AFTER: Final = End(late=True)

Edge: TypeAlias = datetime | End


def before(instant: datetime, span: timedelta) -> Edge:
    """
    Go back from an instant; a negative span goes ahead.
    """
    try:
        return instant - span
    except OverflowError:
        return BEFORE if span > timedelta(0) else AFTER
