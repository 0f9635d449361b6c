"""
Whether recorded moves can have been made: one after the other, each of them declared.

Guards are not asked. History is facts, and what was allowed then needn't be now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import attrs

from .errors import LeadError, described
from .happenings import Move
from .leads import Lead
from .moves import PREVIOUS, Code, Transition

_BEGINNING = datetime.min.replace(tzinfo=UTC)


@attrs.frozen
class Misfit:
    """
    A recorded move that can't have been made.

    Attributes:
        code: Why not.

        place: Its place among the moves, from 0.
    """

    code: Code
    place: int


def in_order(moves: Iterable[Move]) -> tuple[Move, ...]:
    """
    Sort moves by when they were made.

    Raises:
        LeadError: Something is no move.
    """
    return tuple(sorted(moves, key=_place))


def _place(move: object) -> tuple[datetime, int]:
    if not isinstance(move, Move):
        raise _stray(move)
    return move.at, move.number


def _stray(given: object) -> LeadError:
    return LeadError("a move to replay", described(given), "a Move")


class Ways:
    """
    The ways from stage to stage that are declared.

    Args:
        stages: All stages.

        transitions: The moves.
    """

    __slots__ = ("_ahead", "_back", "_stages", "_triggers")

    def __init__(
        self, stages: Iterable[str], transitions: Iterable[Transition]
    ) -> None:
        # By trigger and source: where one may get, and whether back.
        self._ahead: dict[tuple[str, str], set[str]] = {}
        self._back: set[tuple[str, str]] = set()
        self._stages = frozenset(stages)
        self._triggers: set[str] = set()
        for one in transitions:
            self._triggers.add(one.trigger)
            for source in one.sources:
                targets = self._ahead.setdefault((one.trigger, source), set())
                if one.target is PREVIOUS:
                    self._back.add((one.trigger, source))
                else:
                    targets.add(one.target)

    def misfit(self, lead: Lead, moves: tuple[object, ...]) -> Misfit | None:
        """
        Find the first move that can't have been made.

        Args:
            lead: The lead before them.

            moves: The moves, the first to be made first.

        Returns:
            None if all of them can have been made.

        Raises:
            LeadError: Something is no move.
        """
        ahead, stage, came = self._ahead, lead.stage, ""
        at, number = _BEGINNING, -1
        if lead.moves:
            last = lead.moves[-1]
            at, number = last.at, last.number
            came = last.source if last.target == stage else ""
        for place, move in enumerate(moves):
            if not isinstance(move, Move):
                raise _stray(move)
            way = move.trigger, stage
            targets = ahead.get(way)
            follows = at < move.at or (at == move.at and number < move.number)
            target = move.target
            if not follows or targets is None or move.source != stage:
                return Misfit(self._code(move, follows=follows), place)
            if target not in targets and (
                target != came or way not in self._back or target not in self._stages
            ):
                return Misfit("no-transition", place)
            stage, came, at, number = target, stage, move.at, move.number
        return None

    def _code(self, move: Move, *, follows: bool) -> Code:
        if move.trigger not in self._triggers:
            return "unknown-trigger"
        return "no-transition" if follows else "out-of-order"
