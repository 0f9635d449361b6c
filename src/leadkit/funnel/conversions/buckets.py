"""
Days, weeks and months of a time zone, by which leads are put in cohorts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TypeAlias

import attrs

from ...errors import InstantError
from ...instants import utc
from ..given.zones import zone_of

_ZONE = "time zone of a cohort"

#: Names the period that an instant, in UTC, lies in.
Bucket: TypeAlias = Callable[[datetime], str]


@attrs.frozen
class Calendar:
    """
    Names the period of a calendar that an instant lies in: the `Bucket` of cohorts that
    `day`, `iso_week`, `month`, `quarter` and `year` make.

    Attributes:
        zone: Where it is asked; a day is one of this time zone.
    """

    zone: tzinfo
    _name: Callable[[date], str] = attrs.field(repr=False)

    def __call__(self, instant: datetime) -> str:
        try:
            local = utc(instant, "instant of a cohort").astimezone(self.zone)
        except OverflowError:
            raise InstantError(
                "instant of a cohort",
                "a datetime beyond the calendar of its time zone",
                "one within years 1 to 9999",
            ) from None
        return self._name(local.date())


def day(zone: str | tzinfo) -> Calendar:
    """
    Name the day that an instant lies in: ``"2026-05-01"``.

    Args:
        zone: The time zone or its name.

    Raises:
        RuleError: There is no such time zone.
    """
    return Calendar(zone_of(zone, _ZONE), date.isoformat)


def iso_week(zone: str | tzinfo) -> Calendar:
    """
    Name the week, from Monday on, as ISO 8601 does: ``"2026-W18"``.

    Args:
        zone: The time zone or its name.

    Raises:
        RuleError: There is no such time zone.

    >>> from datetime import UTC, datetime
    >>> iso_week("UTC")(datetime(2027, 1, 3, tzinfo=UTC))
    '2026-W53'
    """
    return Calendar(zone_of(zone, _ZONE), _week)


def month(zone: str | tzinfo) -> Calendar:
    """
    Name the month: ``"2026-05"``.

    Args:
        zone: The time zone or its name.

    Raises:
        RuleError: There is no such time zone.

    >>> from datetime import UTC, datetime
    >>> night = datetime(2026, 4, 30, 22, tzinfo=UTC)
    >>> month("UTC")(night), month("Asia/Tehran")(night)
    ('2026-04', '2026-05')
    """
    return Calendar(zone_of(zone, _ZONE), _month)


def quarter(zone: str | tzinfo) -> Calendar:
    """
    Name the quarter: ``"2026-Q2"``.

    Args:
        zone: The time zone or its name.

    Raises:
        RuleError: There is no such time zone.
    """
    return Calendar(zone_of(zone, _ZONE), _quarter)


def year(zone: str | tzinfo) -> Calendar:
    """
    Name the year: ``"2026"``.

    Args:
        zone: The time zone or its name.

    Raises:
        RuleError: There is no such time zone.
    """
    return Calendar(zone_of(zone, _ZONE), _year)


def _week(local: date) -> str:
    number = local.isocalendar()
    return f"{number.year:04}-W{number.week:02}"


def _month(local: date) -> str:
    return f"{local.year:04}-{local.month:02}"


def _quarter(local: date) -> str:
    return f"{local.year:04}-Q{(local.month + 2) // 3}"


def _year(local: date) -> str:
    return f"{local.year:04}"
