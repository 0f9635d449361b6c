"""
What can be wrong with a history, row by row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypeAlias

import attrs

FaultKind: TypeAlias = Literal[
    "unknown_stage",
    "bad_start",
    "second_start",
    "discontinuity",
    "time_reversal",
    "illegal_edge",
]

#: What each kind of fault means.
FAULTS: Final[dict[FaultKind, str]] = {
    "unknown_stage": "the lifecycle has no such stage",
    "bad_start": "its history doesn't begin by being created in the first stage",
    "second_start": "it was created again",
    "discontinuity": "the stage that it left isn't the one that it was in",
    "time_reversal": "it is dated before the row before it",
    "illegal_edge": "the lifecycle has no such move",
}


@attrs.frozen
class Fault:
    """
    A row that the lifecycle can't have written.

    Attributes:
        lead: Whose row it is.

        row: Which it is among the lead's rows, from 1.

        place: Which it is among all rows, as they were given, from 1.

        kind: What is wrong; `FAULTS` says what it means.

        source: The stage that was left, as the row has it or the row before it; None
            for a start.

        target: The stage that was entered.

        at: When.
    """

    lead: str = attrs.field(repr=False)
    row: int
    place: int
    kind: FaultKind
    source: str | None
    target: str
    at: datetime
