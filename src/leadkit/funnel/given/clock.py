"""
Instants and spans as whole microseconds, which are exact and quick to compare.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: A day of 24 hours.
DAY = 86_400_000_000


def micros(instant: datetime) -> int:
    """
    Count the microseconds since 1970.

    Args:
        instant: An instant in UTC.
    """
    return (instant - _EPOCH) // _MICROSECOND


def instant(number: int) -> datetime:
    """
    Tell which instant it is, so many microseconds after 1970 began.

    >>> instant(DAY).isoformat()
    '1970-01-02T00:00:00+00:00'
    """
    return _EPOCH + timedelta(microseconds=number)


def span_of(span: timedelta) -> int:
    """
    Count the microseconds of a span.

    >>> span_of(timedelta(days=1)) == DAY
    True
    """
    return span // _MICROSECOND
