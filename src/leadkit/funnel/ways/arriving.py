"""
The rows that lead records hold: their creation and their moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from ...errors import LeadError, described, is_a
from ...leads import Lead
from ..given.steps import Step


@attrs.frozen(eq=False, repr=False)
class Arrived:
    """
    What lead records tell.

    Attributes:
        steps: The rows.

        undated: The ids of the leads of which nobody knows when they were created; they
            have no rows.

        known_until: When those that were erased were.
    """

    steps: tuple[Step, ...]
    undated: tuple[str, ...]
    known_until: dict[str, datetime]


def arrived(leads: Iterable[Lead]) -> Arrived:
    """
    Read rows of lead records.

    Args:
        leads: The records.

    Raises:
        LeadError: Something else is among them, or two have one id.
    """
    steps: list[Step] = []
    undated: list[str] = []
    until: dict[str, datetime] = {}
    seen: set[str] = set()
    if not is_a(leads, Iterable):
        raise LeadError("leads of a History", described(leads), "Lead records")
    for lead in leads:
        if not is_a(lead, Lead):
            raise LeadError("leads of a History", described(lead), "Lead records")
        if lead.id in seen:
            raise LeadError(
                "leads of a History",
                "two records with one id",
                "each lead once",
                "Merge them with leadkit.merge.",
            )
        seen.add(lead.id)
        if lead.erased_at is not None:
            until[lead.id] = lead.erased_at
        if lead.created_at is None:
            undated.append(lead.id)
            continue
        steps.extend(_steps(lead, lead.created_at))
    return Arrived(tuple(steps), tuple(undated), until)


def _steps(lead: Lead, created: datetime) -> Iterable[Step]:
    moves = lead.moves
    stage, at = lead.stage, created
    if moves:  # it was there when it first moved, whatever is recorded
        stage, at = moves[0].source, min(created, moves[0].at)
    yield Step(lead.id, None, stage, at, 0)
    for number, move in enumerate(moves, start=1):
        yield Step(lead.id, move.source, move.target, move.at, number)
