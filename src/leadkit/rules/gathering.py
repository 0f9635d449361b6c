"""
The activities that a query means, and what is computed of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from math import fsum
from typing import Any

from ..codes import CONVERSATIONS, Actor, Direction
from ..happenings import Activity
from ..history import latest_entry, visible
from ..instants import DAY
from ..leads import Lead
from . import nodes as n

_TICK = timedelta(microseconds=1)


def found(query: n.Query, lead: Lead, as_of: datetime) -> Iterator[Activity]:
    """
    Find the activities that a query means, the newest first.

    Args:
        query: Which ones.

        lead: The lead.

        as_of: The instant, in UTC; the window is ``(as_of - window, as_of]``.
    """
    conditions = dict(query.where)
    entry = None if query.since is None else latest_entry(lead, query.since, as_of)
    for activity in visible(lead, as_of):
        if activity.type not in query.types:
            continue
        if query.window is not None and as_of - activity.at >= query.window:
            continue
        if entry is not None and activity.at <= entry:
            continue
        if "actor" not in conditions and _machine_made(activity):
            continue
        if all(_meets(activity, name, wanted) for name, wanted in conditions.items()):
            yield activity


def conversations(since: str | None) -> n.Query:
    """
    The activities in which a human and we talk.
    """
    return n.Query(CONVERSATIONS, (("actor", "human"),), since=since)


def _machine_made(activity: Activity) -> bool:
    return activity.actor is Actor.MACHINE and activity.direction is Direction.INBOUND


def _meets(activity: Activity, name: str, wanted: Any) -> bool:
    if name == "value_at_least":
        return activity.value is not None and activity.value >= wanted
    if name == "value_at_most":
        return activity.value is not None and activity.value <= wanted
    seen: object = getattr(activity, name)
    return seen is not None and seen == wanted


def aggregated(op: str, activities: list[Activity], as_of: datetime) -> Any:
    """
    Compute a number of the activities that a query found.

    Args:
        op: What is computed, an operator of the table.

        activities: The activities, the newest first.

        as_of: The instant, in UTC.

    Returns:
        The number, or None if it is missing.
    """
    values = [activity.value for activity in activities if activity.value is not None]
    match op:
        case "count":
            return len(activities)
        case "total":
            return added(values)
        case "largest":
            return max(values, default=None)
        case "mean":
            return added(values) / len(values) if values else None
        case "latest":
            return values[0] if values else None
        case "distinct_days":
            return len({activity.at.date() for activity in activities})
        case "days_since_first":
            return days_since(activities[-1].at, as_of) if activities else None
        case _:
            return days_since(activities[0].at, as_of) if activities else None


def added(values: list[float]) -> float:
    """
    Sum values of activities, in whatever order they come.
    """
    # Whole numbers stay whole; fsum() doesn't depend on the order.
    return sum(values) if all(type(v) is int for v in values) else fsum(values)


def days_since(instant: datetime | None, as_of: datetime) -> Fraction | None:
    """
    Count the days since an instant, exactly.
    """
    if instant is None:
        return None
    return Fraction((as_of - instant) // _TICK, DAY // _TICK)
