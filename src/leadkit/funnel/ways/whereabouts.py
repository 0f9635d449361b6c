"""
Where a lead was at an instant, and its visits to stages one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from ...errors import RuleError
from ...instants import utc
from ..given.clock import instant, micros
from .past import Past


@attrs.frozen
class Stay:
    """
    A lead's visit to a stage.

    Attributes:
        lead: Whose it is.

        stage: The stage.

        visit: Which visit to this stage it is, from 1.

        entered: When it began.

        left: When it ended; None if it goes on.

        target: The stage that came next; None if none has.

        until: When it ended, or until when the lead is watched.
    """

    lead: str = attrs.field(repr=False)
    stage: str
    visit: int
    entered: datetime
    left: datetime | None
    target: str | None
    until: datetime

    @property
    def length(self) -> timedelta:
        """
        How long it lasted, or has lasted so far.
        """
        return self.until - self.entered


def stays_of(past: Past) -> Iterator[Stay]:
    """
    Go through all visits, lead by lead, oldest first.

    Those of one lead sum to the time from its creation until the end of its watch.
    """
    columns, names = past.columns, past.lifecycle.stages
    begins, stages, ats = columns.begins, columns.stages, columns.ats
    for place, lead in enumerate(columns.leads):
        visits: dict[int, int] = {}
        last = begins[place + 1] - 1
        for row in range(begins[place], last + 1):
            code = stages[row]
            visits[code] = visits.get(code, 0) + 1
            left = None if row == last else instant(ats[row + 1])
            yield Stay(
                lead,
                names[code],
                visits[code],
                instant(ats[row]),
                left,
                None if row == last else names[stages[row + 1]],
                instant(past.ends[place]) if left is None else left,
            )


def stage_at(past: Past, lead: str, at: datetime) -> str | None:
    """
    Tell in which stage a lead was.

    Args:
        past: The history.

        lead: The lead's id.

        at: The instant; moves of that instant count.

    Returns:
        The stage; None before the lead was created and after it was last watched.

    Raises:
        RuleError: The history has no such lead, its rows have faults, or the instant is
            later than the history.
        InstantError: The instant has no time zone.
    """
    when = utc(at, "at")
    if when > past.as_of:
        raise RuleError(
            "at of a state",
            "an instant after as_of",
            "one that the history reaches",
            "Read the history with a later as_of.",
        )
    place = past.place(lead)
    if place is None:
        faulty = any(fault.lead == lead for fault in past.faults)
        raise RuleError(
            "lead of a state",
            "a lead whose rows have faults" if faulty else "an id of no lead",
            "the id of a lead in the history",
            "conformance() tells what is wrong with it." if faulty else "",
        )
    number = micros(when)
    columns = past.columns
    found: int | None = None
    for row in range(columns.begins[place], columns.begins[place + 1]):
        if columns.ats[row] > number:
            break
        found = columns.stages[row]
    if found is None or number > past.ends[place]:
        return None
    return past.lifecycle.stages[found]
