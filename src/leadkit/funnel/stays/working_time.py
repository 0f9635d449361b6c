"""
A clock that stands still on days off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import attrs

from ...errors import InstantError, RuleError, described, is_a, listing, near_miss
from ...instants import utc
from ..given.zones import zone_of

_DAY = timedelta(days=1)
_WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@attrs.frozen(eq=False)
class WorkingDays:
    """
    Tells how many days of work lie between two instants.

    Attributes:
        zone: Whose days they are.

        weekend: The days off of each week, from 0 for Monday.

        holidays: Other days off, sorted; none is on a weekend.
    """

    zone: tzinfo
    weekend: frozenset[int]
    holidays: tuple[date, ...] = attrs.field(repr=False)

    def __call__(self, start: datetime, end: datetime) -> float:
        """
        Count the days of work, and the parts of those at either end.

        Args:
            start: From when.

            end: Until when.

        Returns:
            The days; 0 if *end* isn't after *start*.

        Raises:
            InstantError: An instant has no time zone, or lies within a day of the end
                of the calendar.
        """
        began, ended = utc(start, "start"), utc(end, "end")
        if ended <= began:
            return 0.0
        try:
            return self._between(began, ended)
        except OverflowError:
            raise InstantError(
                "start or end of working_days()",
                "a datetime whose day the calendar doesn't have whole",
                "one within years 2 to 9998",
            ) from None

    def _between(self, began: datetime, ended: datetime) -> float:
        first, last = self._day(began), self._day(ended)
        whole = self._before(last) - self._before(first)
        return whole + self._part(last, ended) - self._part(first, began)

    def _day(self, at: datetime) -> date:
        day = at.astimezone(self.zone).date()
        # Where clocks go back over midnight, the old day seems to come again.
        return day + _DAY if self._midnight(day + _DAY) <= at else day

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _part(self, day: date, at: datetime) -> float:
        # A day on which clocks change is a day like any other, of 23 or 25 hours.
        if not self._works(day):
            return 0.0
        start = self._midnight(day)
        return (at - start) / (self._midnight(day + _DAY) - start)

    def _works(self, day: date) -> bool:
        if day.weekday() in self.weekend:
            return False
        place = bisect_left(self.holidays, day)
        return self.holidays[place : place + 1] != (day,)

    def _before(self, day: date) -> int:
        # Working days since the calendar began, on a Monday.
        weeks, rest = divmod(day.toordinal() - 1, 7)
        off = sum(one < rest for one in self.weekend)
        worked = weeks * (7 - len(self.weekend)) + rest - off
        return worked - bisect_left(self.holidays, day)


def working_days(
    zone: str | tzinfo,
    *,
    weekend: Iterable[str] = ("saturday", "sunday"),
    holidays: Iterable[date] = (),
) -> Callable[[datetime, datetime], float]:
    """
    Make a clock of working days, for ``time_in_stage()``.

    Half of a working day is half a day, at whatever hours people work; days off don't
    count.

    Args:
        zone: Whose days they are: ``"Asia/Tehran"``, or a time zone.

        weekend: Which days of each week are off.

        holidays: Which other days are.

    Raises:
        RuleError: There is no such zone or day, or no day is left to work on.

    >>> from zoneinfo import ZoneInfo
    >>> clock = working_days("Asia/Tehran", weekend=["thursday", "friday"])
    >>> zone = ZoneInfo("Asia/Tehran")
    >>> wednesday = datetime(2026, 5, 6, 12, tzinfo=zone)
    >>> clock(wednesday, datetime(2026, 5, 9, 12, tzinfo=zone))
    1.0
    """
    off = _weekend(weekend)
    days = sorted({_holiday(one) for one in _several(holidays, "holidays", "dates")})
    listed = tuple(one for one in days if one.weekday() not in off)
    return WorkingDays(zone_of(zone, "zone of working_days()"), off, listed)


def _several(given: object, name: str, expected: str) -> Iterable[object]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise RuleError(f"{name} of working_days()", described(given), expected)
    return given  # pyright: ignore[reportUnknownVariableType]


def _weekend(given: Iterable[str]) -> frozenset[int]:
    subject = "weekend of working_days()"
    off: set[int] = set()
    for one in _several(given, "weekend", "names of days"):
        if not isinstance(one, str) or one not in _WEEKDAYS:
            came = repr(one) if isinstance(one, str) else described(one)
            hint = near_miss(one, _WEEKDAYS) if isinstance(one, str) else ""
            raise RuleError(subject, came, listing(_WEEKDAYS), hint)
        off.add(_WEEKDAYS.index(one))
    if len(off) == len(_WEEKDAYS):
        raise RuleError(subject, "all days", "a day that is left to work on")
    return frozenset(off)


def _holiday(given: object) -> date:
    if isinstance(given, date) and not is_a(given, datetime):
        return given
    raise RuleError(
        "holidays of working_days()",
        described(given),
        "a date",
        "Write date(2026, 3, 21).",
    )
