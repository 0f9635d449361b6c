"""
The demo's year: when leads come, and when people are awake or at work.

No clock is read; the year is over at `END`, whenever the demo is run.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

BEGIN = datetime(2025, 6, 1, tzinfo=UTC)
END = datetime(2026, 6, 1, tzinfo=UTC)

# How many leads come in each month, from June on: a firm that grows, with a lull in
# summer and one at the end of the year.
MONTHS = (62, 48, 40, 76, 86, 92, 54, 84, 92, 102, 98, 92)

_MORNING, _NIGHT = 7, 22
_OPENS, _HOURS = 8, 9
_SATURDAY = 5
_WEEK = timedelta(days=7)


def month(number: int) -> datetime:
    """
    Tell when a month of the year begins.

    Args:
        number: Its place, from 0; 12 is the end of the year.

    >>> print(month(7))
    2026-01-01 00:00:00+00:00
    """
    years, months = divmod(BEGIN.month - 1 + number, 12)
    return BEGIN.replace(year=BEGIN.year + years, month=months + 1)


def captured(share: float) -> datetime:
    """
    Tell when a share of the year's leads had come.

    Args:
        share: From 0 to 1.

    >>> print(captured(0), captured(1), sep=", ")
    2025-06-01 00:00:00+00:00, 2026-06-01 00:00:00+00:00
    """
    left = share * sum(MONTHS)
    number = 0
    while number < len(MONTHS) - 1 and left > MONTHS[number]:
        left -= MONTHS[number]
        number += 1
    begins, ends = month(number), month(number + 1)
    return whole(begins + (ends - begins) * (left / MONTHS[number]))


def whole(at: datetime) -> datetime:
    """
    Cut an instant to the second.
    """
    return at.replace(microsecond=0)


def awake(at: datetime) -> datetime:
    """
    Put an instant off until morning if it lies in the night.

    >>> print(awake(BEGIN + timedelta(hours=23)))
    2025-06-02 08:00:00+00:00
    """
    at = whole(at)
    if _MORNING <= at.hour < _NIGHT:
        return at
    return at + timedelta(hours=_HOURS)


def at_work(at: datetime) -> datetime:
    """
    Put an instant into the office hours of its day, or of the Monday after it.

    >>> print(BEGIN.strftime("%A"), at_work(BEGIN), sep=", ")
    Sunday, 2025-06-02 08:00:00+00:00
    """
    at = whole(at)
    while at.weekday() >= _SATURDAY:
        at += timedelta(days=1)
    return at.replace(hour=_OPENS + at.hour % _HOURS)


def monday(after: datetime) -> datetime:
    """
    Tell when the firm next looks whom it knows twice: on Mondays, at nine.

    Args:
        after: After which instant.

    >>> print(monday(BEGIN))
    2025-06-02 09:00:00+00:00
    >>> print(monday(monday(BEGIN)))
    2025-06-09 09:00:00+00:00
    """
    day = after - timedelta(days=after.weekday())
    at = day.replace(hour=_OPENS + 1, minute=0, second=0, microsecond=0)
    return at if at > after else at + _WEEK
