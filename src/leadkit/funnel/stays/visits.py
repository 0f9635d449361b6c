"""
All visits to stages as flat lists, a place for each row of the history.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..ways.past import Past

#: The visit goes on, so that no stage came next.
OPEN = -1


@attrs.frozen(eq=False, repr=False)
class Visits:
    """
    The visits of all leads, in the order of the history's rows.

    Attributes:
        stages: Which stage it was, by row: its place in the lifecycle's.

        entered: When it began, in microseconds since 1970.

        left: When it ended, or until when the lead is watched.

        targets: Which stage came next; `OPEN` if none has.

        leads: Whose it is: the lead's place in the history's columns.
    """

    stages: list[int]
    entered: list[int]
    left: list[int]
    targets: list[int]
    leads: list[int]


def visits_of(past: Past) -> Visits:
    """
    List all visits.

    Args:
        past: The history.
    """
    columns = past.columns
    left, targets = columns.ats[1:], columns.stages[1:]
    if columns.ats:
        left.append(past.cut)
        targets.append(OPEN)
    leads: list[int] = []
    for place, until in enumerate(past.ends):
        first, end = columns.begins[place], columns.begins[place + 1]
        left[end - 1] = until
        targets[end - 1] = OPEN
        leads += [place] * (end - first)
    return Visits(columns.stages, columns.ats, left, targets, leads)


def rows_by_stage(past: Past, leads: Iterable[int]) -> list[list[int]]:
    """
    Part the rows of some leads by the stage that they entered.

    Args:
        past: The history.

        leads: The leads: their places in its columns.

    Returns:
        A list for each stage of the lifecycle.
    """
    begins, stages = past.columns.begins, past.columns.stages
    parts: list[list[int]] = [[] for _ in past.lifecycle.stages]
    for place in leads:
        for row in range(begins[place], begins[place + 1]):
            parts[stages[row]].append(row)
    return parts
