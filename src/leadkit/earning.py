"""
What points give to a lead as of an instant.

A share is computed as an exact fraction and rounded once, half away from zero.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor

import attrs

from .happenings import Activity
from .hundredths import rounded
from .kinds import LARGEST
from .leads import Lead
from .points import Points
from .rules.activities import Activities
from .rules.expressions import Number
from .rules.gathering import found
from .rules.meaning import ask, exact


@attrs.frozen
class Earned:
    """
    What one `Points` gives to a lead.

    Attributes:
        raw: Hundredths before the cap.

        capped: Hundredths after it.

        activities: Ids of the activities that count, the newest first.
    """

    raw: int = 0
    capped: int = 0
    activities: tuple[str, ...] = ()


def earned(points: Points, lead: Lead, as_of: datetime) -> Earned:
    """
    Compute what one `Points` gives to a lead.
    """
    if points.when is not None and ask(points.when.node, lead, as_of) is not True:
        return Earned()
    raw = points.hundredths
    ids: tuple[str, ...] = ()
    if isinstance(points.per, Activities):
        each = shares(points, lead, as_of)
        ids = tuple(key for key, part in each.items() if part)
        raw = sum(each.values())
    elif isinstance(points.per, Number):
        raw *= units(exact(points.per.node, lead, as_of))
    return Earned(raw, limited(points, raw), ids)


def shares(points: Points, lead: Lead, as_of: datetime) -> dict[str, int]:
    """
    Compute what each activity that counts gives, in whole hundredths.
    """
    return {a.id: share(points, as_of - a.at) for a in counted(points, lead, as_of)}


def counted(points: Points, lead: Lead, as_of: datetime) -> list[Activity]:
    """
    Find the activities that count: per day first, then at most so many, newest first.
    """
    if not isinstance(points.per, Activities):
        return []
    activities = list(found(points.per.node, lead, as_of))
    if points.per_day is not None:
        days: dict[date, int] = {}
        kept: list[Activity] = []
        for activity in activities:
            day = activity.at.date()
            days[day] = days.get(day, 0) + 1
            if days[day] <= points.per_day:
                kept.append(activity)
        activities = kept
    return activities[: points.at_most]


def share(points: Points, age: timedelta) -> int:
    """
    Compute an activity's share at an age, in whole hundredths.
    """
    whole = points.hundredths
    if points.halving is not None:
        halvings = age // points.halving
        return halved(whole, halvings)
    if points.fading is not None:
        left = max(points.fading - age, timedelta(0))
        return rounded(whole * Fraction(left // _TICK, points.fading // _TICK))
    return whole


_TICK = timedelta(microseconds=1)


def halved(whole: int, times: int) -> int:
    """
    Halve points so many times, in whole hundredths.

    >>> [halved(1000, times) for times in range(5)]
    [1000, 500, 250, 125, 63]
    """
    # Beyond its bits nothing is left, and 2**times could be huge.
    times = min(times, whole.bit_length() + 1)
    share = (2 * abs(whole) + (1 << times)) >> (times + 1)  # half away from zero
    return share if whole >= 0 else -share


def units(number: float | Fraction | None) -> int:
    """
    Count the whole units of a number: floored, never below 0, 0 if it is missing.

    No more than 10**15, as anywhere in a record: a product of large numbers would give
    more points than a float holds.
    """
    return 0 if number is None else max(0, min(LARGEST, floor(number)))


def limited(points: Points, raw: int) -> int:
    """
    Apply the cap of one `Points`.
    """
    cap = points.cap_hundredths
    return raw if cap is None else max(-cap, min(cap, raw))
