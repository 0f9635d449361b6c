"""
Activities that are made up, as many and as old as a test of a card needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import attrs

from ...codes import Actor
from ...happenings import Activity
from ...leads import Lead
from ...rules import nodes as n
from ...unchecked import REFUSALS

_NONE = timedelta(0)
# How many smaller leads are tried, at most.
_MOST_TRIED = 300


@attrs.frozen
class Deed:
    """
    Something that was done so many times.

    Attributes:
        type: The activity type.

        ago: How long ago the newest was done.

        times: How many there are.

        apart: How far they are from one another.

        value: The value of each.

        more: What else is known about each.
    """

    type: str
    ago: timedelta = _NONE
    times: int = 1
    apart: timedelta = _NONE
    value: float | None = None
    more: tuple[tuple[str, str], ...] = ()

    def activities(self, as_of: datetime, prefix: str) -> Iterator[Activity]:
        """
        Make the activities.

        Args:
            as_of: From when their age counts.

            prefix: What their ids begin with.
        """
        content: dict[str, Any] = dict(self.more)
        for number in range(self.times):
            at = as_of - self.ago - number * self.apart
            yield Activity(
                id=f"{prefix}{number + 1}",
                type=self.type,
                at=at,
                value=self.value,
                **content,
            )


def content(query: n.Query) -> tuple[float | None, tuple[tuple[str, str], ...]]:
    """
    Tell what an activity must be like for a query to mean it: its value, and the rest.
    """
    where: dict[str, Any] = dict(query.where)
    low, high = where.pop("value_at_least", None), where.pop("value_at_most", None)
    value = where.pop("value", low if low is not None else high)
    return value, tuple(where.items())


def deed_for(query: n.Query, **how: Any) -> Deed:
    """
    Make up something that a query means.

    Args:
        query: The query.

        how: What else to say about it: *ago*, *times*, *apart*.
    """
    value, more = content(query)
    return Deed(query.types[0], value=value, more=more, **how)


def with_deeds(lead: Lead, deeds: Iterable[Deed], as_of: datetime) -> Lead | None:
    """
    Add to what a lead did.

    Returns:
        The lead with it; None if its class doesn't take it, or the calendar.
    """
    try:
        added = [
            one
            for number, deed in enumerate(deeds, 1)
            for one in deed.activities(as_of, f"{number}-")
        ]
        return attrs.evolve(lead, activities=(*lead.activities, *added))
    except REFUSALS:  # a host's checks too
        return None


def fewer(lead: Lead, breaks: Callable[[Lead], bool]) -> Lead:
    """
    Leave out what a lead did, as long as it still breaks a law.

    Args:
        lead: The lead; it does.

        breaks: Tells whether a lead does.
    """
    left = _MOST_TRIED
    for what in dict.fromkeys(map(in_words, lead.activities)):
        size = sum(in_words(one) == what for one in lead.activities)
        while size and left:
            # The oldest of a kind go first, so that what stays is in a row.
            alike = [one for one in lead.activities if in_words(one) == what]
            gone = {one.id for one in alike[len(alike) - size :]}
            kept = [one for one in lead.activities if one.id not in gone]
            smaller = attrs.evolve(lead, activities=kept)
            left -= 1
            if size <= len(alike) and breaks(smaller):
                lead = smaller
            else:
                size //= 2
    return lead


def in_words(activity: Activity) -> str:
    """
    Say what an activity is, without when it was.
    """
    told = [f"{activity.type!r}"]
    if activity.value is not None:
        told.append(f"of value {activity.value:g}")
    if activity.actor is not Actor.HUMAN:
        told.append("by a machine")
    for name in ("medium", "channel", "purpose", "campaign", "variant"):
        seen = getattr(activity, name)
        if seen is not None:
            told.append(f"({name} {str(seen)!r})")
    return " ".join(told)
