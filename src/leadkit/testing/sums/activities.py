"""
Activities for an example, as many of each kind as z3 says.

Those that a narrow query finds are found by wider ones too. So the narrow ones get
theirs first, and the wider ones what is missing then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

import attrs

from ...happenings import Activity
from ...instants import DAY
from ...leads import Lead
from ...rules import nodes as n
from ...rules.gathering import found
from ...rules.proof.drafts import Draft
from ...rules.proof.regions import Region, plain
from ...rules.proof.relations import related, within
from .regions import COUNTS

#: Of a query for many types, how many are tried.
MOST_TYPES = 4
#: More activities than this are not made up.
MOST_ACTIVITIES = 5000

Regions: TypeAlias = Mapping[n.Value, Region | None]


@attrs.frozen
class _Want:
    query: n.Query
    count: int
    days: int
    value: float | None = None


def arranged(draft: Draft, regions: Regions) -> Lead | None:
    """
    Build a lead with so many activities of each kind.

    Args:
        draft: The lead as far as it goes without; gets the activities.

        regions: How many there are to be.

    Returns:
        The lead, None if no way to place the activities was found.
    """
    done: list[_Want] = []
    for want in _wants(regions):
        added = _added(draft, want, done)
        if added is None:
            return None
        draft.activities = added
        done.append(want)
    return draft.lead()


def _wants(regions: Regions) -> list[_Want]:
    counts: dict[n.Query, _Want] = {}
    for key, region in regions.items():
        if isinstance(key, n.Aggregate) and key.op in COUNTS and region is not None:
            old = counts.get(key.query, _Want(key.query, 0, 0))
            many = int(region.sample)
            counts[key.query] = (
                attrs.evolve(old, count=max(many, old.days))
                if key.op == "count"
                else attrs.evolve(old, days=many, count=max(many, old.count))
            )
    wants = list(counts.values())
    for key, region in regions.items():
        sum_, value = _undone(key, None if region is None else region.sample)
        if sum_ is not None and value and sum_ not in counts:
            wants.append(_Want(sum_, 1, 1, plain(value)))
    keys = [n.Aggregate("count", want.query) for want in wants]
    wider = {key: sum(within(key.query, other.query) for other in keys) for key in keys}
    wants.sort(key=lambda want: -wider[n.Aggregate("count", want.query)])
    return wants


def _undone(
    value: n.Value, wanted: Fraction | None
) -> tuple[n.Query | None, Fraction | None]:
    # Which sum of values gives a number that was computed of it.
    while isinstance(value, n.Arithmetic) and wanted is not None:
        left, right = value.left, value.right
        if isinstance(left, n.Constant):
            left, right = right, left
        if not isinstance(right, n.Constant) or value.op == "sub":
            return None, None
        by = Fraction(right.value)  # type: ignore[arg-type]  # a number
        if value.op == "mul" and not by:
            return None, None
        wanted = wanted / by if value.op == "mul" else wanted - by
        value = left
    if isinstance(value, n.Aggregate) and value.op == "total":
        return value.query, wanted
    return None, None


def _added(draft: Draft, want: _Want, done: list[_Want]) -> tuple[Activity, ...] | None:
    have = _found(draft, draft.activities, want)
    used = {activity.at.date() for activity in have}
    missing, days = want.count - len(have), max(want.days - len(used), 0)
    if missing < 0 or days > missing or len(draft.activities) > MOST_ACTIVITIES:
        return None
    if not missing:
        return draft.activities if want.days in {0, len(used)} else None
    beside = [
        one
        for one in (*done, want)
        if not set(one.query.types).isdisjoint(want.query.types)
    ]
    first = len(draft.activities)
    for content, age in _ways(want, done):
        places = _places(draft.as_of - age, have, days, missing)
        more = [
            Activity(id=f"a{first + number:06}", at=at, **content)
            for number, at in enumerate(places)
        ]
        tried = (*draft.activities, *more)
        if all(_suits(draft, tried, one) for one in beside):
            return tried
    return None


def _suits(draft: Draft, tried: tuple[Activity, ...], want: _Want) -> bool:
    if want.value is not None:
        return True
    have = _found(draft, tried, want)
    days = {activity.at.date() for activity in have}
    return len(have) == want.count and want.days in {0, len(days)}


def _found(
    draft: Draft, activities: tuple[Activity, ...], want: _Want
) -> list[Activity]:
    lead = attrs.evolve(draft, activities=activities).lead()
    return [] if lead is None else list(found(want.query, lead, draft.as_of))


def _places(
    begin: datetime, have: list[Activity], days: int, number: int
) -> list[datetime]:
    # So many on new days, and then wherever there are fewest.
    used = {activity.at.date() for activity in have}
    filled: dict[datetime, int] = {}
    at = begin
    while len(filled) < days:
        if at.date() not in used:
            filled[at] = 0
        at -= DAY
    by_day = Counter(activity.at.date() for activity in have)
    for activity in have:
        if activity.at <= begin and activity.at.date() in by_day:
            filled[activity.at] = by_day.pop(activity.at.date())
    filled = filled or {begin: 0}
    places: list[datetime] = []
    for _ in range(number):
        place = min(filled, key=lambda one: filled[one])
        filled[place] += 1
        places.append(place)
    return places


def _ways(want: _Want, done: list[_Want]) -> Iterator[tuple[dict[str, Any], timedelta]]:
    query = want.query
    where: dict[str, Any] = dict(query.where)
    low, high = where.pop("value_at_least", None), where.pop("value_at_most", None)
    value = want.value if want.value is not None else low if low is not None else high
    content = {**where} if value is None else {"value": value, **where}
    near = [one.query for one in done if _near(one.query, query)]
    # Out of the windows of those that have theirs already.
    ages = [timedelta(0), *sorted({q.window for q in near if q.window is not None})]
    ages = [age for age in ages if query.window is None or age < query.window]
    machine = {"actor": "machine", "direction": "outbound"}
    plain_ = not {"actor", "direction"} & where.keys()
    for actor, age, type_ in product(
        ({}, machine) if plain_ else ({},), ages, query.types[:MOST_TYPES]
    ):
        yield {"type": type_, **content, **actor}, age


def _near(one: n.Query, other: n.Query) -> bool:
    return related(n.Aggregate("count", one), n.Aggregate("count", other))
