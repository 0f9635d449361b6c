"""
One kind of instant: an aware `datetime` in the one UTC object.

A second object for UTC makes every comparison of datetimes three times slower, so all
instants are brought to `datetime.UTC` at the door, in records and in questions.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .errors import InstantError, described

DAY = timedelta(days=1)
#: The end of the calendar.
LAST = datetime.max.replace(tzinfo=UTC)


def utc(instant: object, subject: str) -> datetime:
    """
    Bring an instant to UTC.

    Args:
        instant: An aware datetime in any zone.

        subject: What it is, for the error: ``"as_of"``.

    Returns:
        The same instant with ``tzinfo`` being `datetime.UTC`.

    Raises:
        InstantError: *instant* is no datetime, or has no time zone.
    """
    if type(instant) is datetime and instant.tzinfo is UTC:
        return instant
    # pandas.NaT is a datetime that isn't equal to itself.
    if not isinstance(instant, datetime) or instant != instant:  # noqa: PLR0124
        raise InstantError(
            subject,
            described(instant),
            "an aware datetime",
            "Write datetime(2026, 5, 1, tzinfo=UTC).",
        )
    if instant.utcoffset() is None:
        raise InstantError(
            subject,
            "a datetime without a time zone",
            "an aware one",
            "Say which zone it is in: instant.replace(tzinfo=UTC).",
        )
    try:
        moved = instant.astimezone(UTC)
    except OverflowError:
        raise InstantError(
            subject, "a datetime beyond the calendar", "one within years 1 to 9999 UTC"
        ) from None
    # A plain datetime also where a subclass came (pandas.Timestamp).
    return datetime.combine(moved.date(), moved.time(), UTC)


def in_words(span: timedelta) -> str:
    """
    Say how long a span is.

    >>> in_words(timedelta(days=90)), in_words(timedelta(hours=36))
    ('90 days', '36 hours')
    """
    for unit, name in (
        (DAY, "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
        (timedelta(seconds=1), "second"),
    ):
        if not span % unit:
            number = span // unit
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{span.total_seconds():f}".rstrip("0") + " seconds"
