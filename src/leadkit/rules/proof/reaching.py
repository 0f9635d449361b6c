"""
Towards numbers that depend on several things: activities, sums, totals of cards.

There is no formula for them. Fields are guessed and activities added, as long as that
comes nearer to what is wanted; there is no promise to get there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import islice, product
from typing import Any, TypeAlias

import attrs

from ...happenings import Activity
from ...instants import DAY
from ...kinds import LARGEST, ValueKind
from ...leads import Lead
from .. import nodes as n
from ..meaning import exact
from ..turning import TICK
from .drafts import Budget, Draft
from .quantities import Pair
from .ranges import TICKS
from .regions import Region, plain

# Of a query for many types, how many are tried.
_MOST_TYPES = 3
# Of more ways to add activities, the nearest isn't looked for.
_MOST_CHOICES = 300
# Of combinations of values of fields, how many are tried.
_MOST_GUESSES = 400


def guess_fields(
    draft: Draft,
    needs: dict[n.Value, Region | None],
    pairs: dict[Pair, Any],
    budget: Budget,
) -> None:
    # Sums, and fields that are compared with each other: a few guesses.
    inside = [
        part for key in needs if not isinstance(key, n.Total) for part in n.walk(key)
    ]
    for pair in pairs:
        inside += [*n.walk(pair.left), *n.walk(pair.right)]
    free = [
        part
        for part in dict.fromkeys(inside)
        if isinstance(part, n.Field) and not draft.has(part)
    ]
    own = {key: region for key, region in needs.items() if not isinstance(key, n.Total)}
    near = [region.sample for region in own.values() if region is not None]
    pools = [[*draft.now(field), *_pool(draft, field, near, pairs)] for field in free]
    best: tuple[int, Fraction] | None = None
    chosen: tuple[Any, ...] = ()
    for guess in islice(product(*pools), _MOST_GUESSES if free else 0):
        for field, value in zip(free, guess, strict=True):
            draft.put(field, value)
        lead = draft.lead() if budget.spend() else None
        if lead is None:
            continue
        missed = _missed(lead, draft.as_of, own)
        wrong = sum(
            compared(pair, lead, draft.as_of) is not sample
            for pair, sample in pairs.items()
        )
        if best is None or (wrong, missed) < best:
            best, chosen = (wrong, missed), guess
        if not wrong and not missed:
            break
    for field, value in zip(free, chosen, strict=False):
        draft.put(field, value)


def _pool(
    draft: Draft, field: n.Field, near: list[Fraction], pairs: dict[Pair, Any]
) -> list[Any]:
    match field.kind:
        case ValueKind.NUMBER:
            some = [0, 1, *(plain(one) for one in near), -1, 2, 10, 100, 1000, -1000]
            return list(dict.fromkeys(some))
        case ValueKind.INSTANT:
            return [draft.as_of - days * DAY for days in (0, 1, -1, 30, 400)]
        case ValueKind.FLAG:
            return [False, True, None]
        case ValueKind.CHOICE:
            return [*field.choices, None]
        case _:
            asked = [
                (str(pair.right.value), holds)
                for pair, holds in pairs.items()
                if pair.left == field and isinstance(pair.right, n.Constant)
            ]
            have = [text for text, holds in asked if holds]
            # Some that are in one another, at each end.
            first = "-".join(have) or "example"
            return [first, f"an {first}", f"{first} 2", *have, "other", None]


def compared(pair: Pair, lead: Lead, as_of: datetime) -> bool | int | None:
    """
    Tell how two values of a lead compare, as the sample of their pair.
    """
    one, other = exact(pair.left, lead, as_of), exact(pair.right, lead, as_of)
    if one is None or other is None:
        return None
    if pair.op:
        return bool(n.COMPARISONS[pair.op].compute(one, other))
    if one == other:
        return 0
    ordered = pair.left.kind in {ValueKind.NUMBER, ValueKind.INSTANT}
    return -1 if ordered and one < other else 1


def _missed(
    lead: Lead, as_of: datetime, needs: dict[n.Value, Region | None]
) -> Fraction:
    # By how much the numbers miss their regions; each that does counts at least 1.
    total = Fraction(0)
    for key, region in needs.items():
        seen = exact(key, lead, as_of)
        if region is None:
            total += 0 if seen is None else _LOST
        elif seen is None:
            total += _FAR
        else:
            total += _distance(Fraction(seen), region)
            total += _LOST if _is_lost(key, Fraction(seen), region) else 0
    return total


_FAR = 10**9
# More activities can't mend it.
_LOST = 10**12


def _is_lost(key: n.Value, seen: Fraction, region: Region) -> bool:
    match key:
        case n.Aggregate(op="count" | "distinct_days" | "largest" | "days_since_first"):
            return region.high is not None and seen > region.high
        case n.Aggregate(op="days_since_last"):
            return region.low is not None and seen < region.low
        case _:
            return False


def _distance(seen: Fraction, region: Region) -> Fraction:
    for end, off in ((region.low, 1), (region.high, -1)):
        if end is not None and (end - seen) * off >= 0:
            if end == seen and region.closed:
                continue
            return abs(end - seen) + 1
    return Fraction(0)


_Adding: TypeAlias = tuple[n.Query, dict[str, Any], int, int, bool]


def with_activities(
    draft: Draft, needs: dict[n.Value, Region | None], budget: Budget
) -> tuple[Lead, datetime, Fraction] | None:
    # A few at a time, whatever comes nearer, until nothing does; if that ends nowhere,
    # again with whatever comes nearest.
    lead = draft.lead()
    if lead is None:
        return None
    missed = _missed(lead, draft.as_of, needs)
    choices = _choices(needs, lead, draft.as_of) if missed else []
    found = lead, draft.as_of, missed
    for patient in (False, True):
        if found[2] and len(choices) * patient <= _MOST_CHOICES:
            tried = _approached(draft, needs, choices, budget, patient=patient)
            found = min(found, *tried, key=lambda one: one[2])
    return found


def _approached(
    draft: Draft,
    needs: dict[n.Value, Region | None],
    choices: list[_Adding],
    budget: Budget,
    *,
    patient: bool,
) -> list[tuple[Lead, datetime, Fraction]]:
    steps: list[tuple[Lead, datetime, Fraction]] = []
    lead, missed = draft.lead(), None
    while lead is not None and missed != 0:
        missed = _missed(lead, draft.as_of, needs)
        steps.append((lead, draft.as_of, missed))
        useful = {
            part
            for key, region in needs.items()
            if _missed(lead, draft.as_of, {key: region})
            for part in n.walk(key)
        }
        lead, least = None, missed
        nearest_draft = draft
        for choice in choices:
            if choice[0] not in useful or not budget.spend():
                continue
            more = (*draft.activities, *_added(choice, draft))
            tried = attrs.evolve(draft, activities=more)
            built = tried.lead()
            left = _FAR if built is None else _missed(built, draft.as_of, needs)
            if built is not None and left < least:
                lead, least, nearest_draft = built, Fraction(left), tried
                if not patient:
                    break
        draft = nearest_draft
    return steps


def _choices(
    needs: dict[n.Value, Region | None], lead: Lead, as_of: datetime
) -> list[_Adding]:
    values: dict[Any, None] = {None: None}
    counts, ages = {1, 2, 10}, {0}
    for key, region in needs.items():
        if isinstance(key, n.Arithmetic):
            values[1] = None
        if not isinstance(key, n.Aggregate) or region is None:
            continue
        lacking = region.sample
        if key.op in {"count", "distinct_days", "total"}:
            lacking -= Fraction(exact(key, lead, as_of))
        if key.op in {"count", "distinct_days"}:
            counts |= {min(max(int(lacking), 1), 1000)}
        elif key.op.startswith("days"):
            ages.add(int(region.sample * TICKS))
        else:
            lacking = max(Fraction(-LARGEST), min(lacking, Fraction(LARGEST)))
            values[plain(lacking)] = None
            values[plain(region.sample)] = None
    queries = [p for key in needs for p in n.walk(key) if isinstance(p, n.Query)]
    for query in queries:
        if query.window is not None:
            ages |= {query.window // TICK, query.window // TICK - 1}
        if query.since is not None:
            ages.add(2 * TICKS)
    return [
        (query, {"type": type_, **_conditions(query, value), **actor}, age, count, days)
        for actor in ({}, {"actor": "machine", "direction": "outbound"})
        for query, value, age in product(dict.fromkeys(queries), values, sorted(ages))
        if query.window is None or age < query.window // TICK
        if not actor or not {"actor", "direction"} & dict(query.where).keys()
        for type_ in query.types[:_MOST_TYPES]
        for count in sorted(counts, reverse=True)
        for days in ([False, True] if count > 1 else [False])
    ]


def _conditions(query: n.Query, value: Any) -> dict[str, Any]:
    where: dict[str, Any] = dict(query.where)
    low, high = where.pop("value_at_least", None), where.pop("value_at_most", None)
    if value is None:
        value = low if low is not None else high
    return {"value": value, **where}


def _added(choice: _Adding, draft: Draft) -> Iterator[Activity]:
    _, content, age, count, daily = choice
    kept = () if draft.origin is None else draft.origin.activities
    start = len(kept) + len(draft.activities)
    for number in range(count):
        at = draft.as_of - age * TICK - (number if daily else 0) * DAY
        if draft.since is not None and at <= draft.since:
            return
        # Of two at one instant, the greater id is the newer one.
        yield Activity(id=f"a{start + number:06}", at=at, **content)
