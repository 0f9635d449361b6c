"""
A lead after a move: the record of the move, and the copy of the lead that has it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import attrs

from .copying import copier
from .happenings import Move
from .leads import Lead
from .records import once_per_class, types_of_record

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
    if _is_plain(cls):
        return copier(cls, "stage", "moves", "revision")

    def constructed(lead: L, stage: str, moves: tuple[Move, ...], revision: int) -> L:
        return attrs.evolve(lead, stage=stage, moves=moves, revision=revision)

    return constructed


def _is_plain(cls: type[Lead]) -> bool:
    # Whether a host has nothing to say about a new record: no checks of its own, which
    # may look at the stage, no fields that are derived, no other type of stages.
    return (
        all(map(_is_kept, attrs.fields(cls)))
        and types_of_record(cls)["stage"] == types_of_record(Lead)["stage"]
        and _has_our_constructor(cls)
    )


def _is_kept(field: Any) -> bool:
    # A host may define most of our fields again, with checks of its own.
    ours: Any = attrs.fields_dict(Lead).get(field.name)
    checks = (None, None) if ours is None else (ours.converter, ours.validator)
    return bool(field.init) and (field.converter, field.validator) == checks


def _has_our_constructor(cls: type[Lead]) -> bool:
    # attrs calls the one that it writes `__attrs_init__` beside one that is there.
    writer = next(parent for parent in cls.__mro__ if "__init__" in vars(parent))
    return (
        "__attrs_attrs__" in vars(writer)
        and "__attrs_init__" not in vars(writer)
        and cls.__attrs_post_init__ is Lead.__attrs_post_init__
        and not hasattr(cls, "__attrs_pre_init__")
        and cls.__new__ is object.__new__
        and type(cls).__call__ is type.__call__
    )
