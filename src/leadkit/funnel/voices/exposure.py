"""
How long leads were watched in a stage, and which events fall into that time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import attrs

from ..given.clock import micros
from ..ways.past import Past
from .events import LeadEvent


def exposures(past: Past, stage: int) -> list[int]:
    """
    Measure how long each lead was in a stage while it was watched.

    Args:
        past: The history.

        stage: The stage's place in the lifecycle's.

    Returns:
        Microseconds by lead, in the order of the history's columns.
    """
    columns, sights, ends = past.columns, past.sights, past.ends
    stages, ats = columns.stages, columns.ats
    spent: list[int] = []
    first = 0
    for place, end in enumerate(columns.begins[1:]):
        total = 0
        for row in range(first, end):
            if stages[row] == stage:
                left = ats[row + 1] if row + 1 < end else ends[place]
                total += max(0, left - max(ats[row], sights[place]))
        spent.append(total)
        first = end
    return spent


@attrs.frozen(eq=False, repr=False)
class Sorted:
    """
    Events, parted by whether they count.

    Attributes:
        counted: By kind and by lead's place, the values of the events that count.

        others: How many events are of leads that weren't asked about.

        unwatched: How many came after the end of the watch, or before its beginning.

        elsewhere: How many came while their leads were in another stage.
    """

    counted: dict[str, dict[int, list[float | None]]]
    others: int
    unwatched: int
    elsewhere: int


def sort_events(
    past: Past,
    stage: int,
    spent: Sequence[int],
    asked: set[int],
    events: Iterable[LeadEvent],
) -> Sorted:
    """
    Find the events that happened while their leads were in a stage.

    That of the instant in which a lead moved is in the stage that it moved to.

    Args:
        past: The history.

        stage: The stage's place in the lifecycle's.

        spent: How long each lead was watched there.

        asked: The places of the leads that are asked about.

        events: The events.
    """
    columns, sights, ends = past.columns, past.sights, past.ends
    counted: dict[str, dict[int, list[float | None]]] = {}
    others = unwatched = elsewhere = 0
    for event in events:
        place = past.place(event.lead)
        if place is None or place not in asked:
            others += 1
            continue
        at = micros(event.at)
        if not sights[place] <= at <= ends[place]:
            unwatched += 1
            continue
        row = bisect_right(
            columns.ats, at, columns.begins[place], columns.begins[place + 1]
        )
        # Who entered at the end of the watch has no time there to hold events to.
        if columns.stages[row - 1] != stage or not spent[place]:
            elsewhere += 1
            continue
        of_kind = counted.setdefault(event.kind, {})
        of_kind.setdefault(place, []).append(event.value)
    return Sorted(counted, others, unwatched, elsewhere)
