"""
The time zones that calendars are kept in.
"""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ...errors import RuleError, described, near_miss


def zone_of(given: object, subject: str) -> tzinfo:
    """
    Find a time zone.

    Args:
        given: A time zone, or its name.

        subject: What it is, for the error: ``"zone of working_days()"``.

    Raises:
        RuleError: It is neither, or no zone of this name is known here.
    """
    if isinstance(given, tzinfo):
        return given
    if not isinstance(given, str):
        raise RuleError(
            subject,
            described(given),
            "a time zone or its name",
            'Write "Asia/Tehran".',
        )
    try:
        return ZoneInfo(given)
    # What it raises depends on what the name would be as a file's.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        names = available_timezones()
        raise RuleError(
            subject,
            repr(given),
            "a name of the IANA's list, such as 'Asia/Tehran'",
            near_miss(given, names)
            if names
            else "This system has no list; pip install tzdata brings one.",
        ) from None
