"""
The clean part of a log, which is what all questions are asked of.
"""

from __future__ import annotations

from collections.abc import Collection

import attrs

from .log import Log


@attrs.frozen(eq=False, repr=False)
class Columns:
    """
    The rows of the leads whose histories have no fault, one lead after the other.

    Attributes:
        leads: The ids, sorted.

        begins: Where the rows of each lead begin; one more than there are leads.

        stages: The stage that was entered, by row: its place in the lifecycle's.

        ats: When, by row, in microseconds since 1970; never falling within a lead.
    """

    leads: tuple[str, ...]
    begins: list[int]
    stages: list[int]
    ats: list[int]


def columns_of(log: Log, faulty: Collection[str]) -> Columns:
    """
    Leave out the leads that have faults.

    Args:
        log: All rows.

        faulty: The ids of the leads that are left out.
    """
    if not faulty:
        return Columns(log.leads, log.begins, log.targets, log.ats)
    leads: list[str] = []
    begins, stages, ats = [0], list[int](), list[int]()
    for place, lead in enumerate(log.leads):
        if lead not in faulty:
            leads.append(lead)
            first, end = log.begins[place], log.begins[place + 1]
            stages += log.targets[first:end]
            ats += log.ats[first:end]
            begins.append(len(ats))
    return Columns(tuple(leads), begins, stages, ats)
