"""
A lead after a move: the record of the move, and the copy of the lead that has it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import attrs

from .copying import copier
from .happenings import Move
from .leads import Lead
from .records import once_per_class, types_of_record
from .unchecked import is_unchecked

L = TypeVar("L", bound=Lead)

_move = copier(Move, "at", "by", "reason", "number")
# The types of what its constructor would keep as it is.
_PLAIN = frozenset({str, type(None)})


def stepped(
    lead: L,
    pattern: Move,
    at: datetime,
    *,
    by: str | None,
    reason: str | None,
    resume_at: datetime | None,
) -> L:
    """
    Make a move and record it.

    Args:
        lead: The lead as it was.

        pattern: A move of the same trigger, stages and kind.

        at: When, in UTC, and not before its last move.

        by: Who or what asks for it.

        reason: Why.

        resume_at: When work on the lead goes on.

    Raises:
        LeadError: *by* or *reason* is no text, or *resume_at* isn't after *at*.
    """
    moves = lead.moves
    number = max(moves[-1].number, len(moves)) + 1 if moves else 1
    if resume_at is None and type(by) in _PLAIN and type(reason) in _PLAIN:
        move = _move(pattern, at, by, reason, number)
    else:
        move = attrs.evolve(
            pattern, at=at, by=by, reason=reason, resume_at=resume_at, number=number
        )
    return moved(lead, pattern.target, (*moves, move))


def moved(lead: L, stage: str, moves: tuple[Move, ...], times: int = 1) -> L:
    """
    Make the record of a lead that moved.

    Args:
        lead: The lead as it was.

        stage: Where it stands now.

        moves: All of its moves, oldest first.

        times: How often it moved.
    """
    return _mover(type(lead))(lead, stage, moves, lead.revision + times)


@once_per_class
def _mover(cls: type[L]) -> Callable[[L, str, tuple[Move, ...], int], L]:
    # A host may have another type of stages.
    ours = types_of_record(cls)["stage"] == types_of_record(Lead)["stage"]
    if ours and is_unchecked(cls):
        return copier(cls, "stage", "moves", "revision")

    def constructed(lead: L, stage: str, moves: tuple[Move, ...], revision: int) -> L:
        return attrs.evolve(lead, stage=stage, moves=moves, revision=revision)

    return constructed
