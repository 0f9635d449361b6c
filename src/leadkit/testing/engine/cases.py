"""
The situations of a lifecycle in which leadkit's own engine is tried, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import attrs

from ...happenings import Move
from ...instants import DAY
from ...leads import Lead
from ...moves import Transition
from ...refusals import MoveRefused
from ...rules.proof.drafts import Draft
from ...states import Lifecycle
from ..stories.story import BEGINNING, REASON, Asked, Story


def _standing(lifecycle: Lifecycle, cls: type[Lead]) -> Iterator[Lead]:
    # A lead in each stage, from wherever it can have come.
    for stage in lifecycle.stages:
        yield from _built(cls, stage, ())
        for source in lifecycle.stages:
            move = Move(
                trigger="example", source=source, target=stage, at=BEGINNING, number=1
            )
            yield from _built(cls, stage, (move,))


def _built(cls: type[Lead], stage: str, moves: tuple[Move, ...]) -> Iterator[Lead]:
    fields = {"stage": stage, "moves": moves, "created_at": BEGINNING}
    lead = Draft(cls, BEGINNING, fields).lead()
    if lead is not None:
        yield lead


def replays(lifecycle: Lifecycle, cls: type[Lead]) -> Iterator[Story]:
    """
    Make no move, each move, and each after each other one, at one instant and later.

    What a replay looks at is a move and the one before it; guards it doesn't ask.
    """
    alone = [_by_itself(lifecycle, one) for one in lifecycle.transitions]
    for lead in _standing(lifecycle, cls):
        yield Story(lead, (), (lead,), BEGINNING)
        for one, first in _moved(alone, lead, BEGINNING + DAY):
            yield Story(lead, (one,), (lead, first), one.at)
            for wait in (0, 1):
                for two, second in _moved(alone, first, one.at + wait * DAY):
                    yield Story(lead, (one, two), (lead, first, second), two.at)


def _by_itself(lifecycle: Lifecycle, one: Transition) -> Lifecycle:
    # A lifecycle with one move, which is always allowed.
    free = attrs.evolve(one, when=None)
    return Lifecycle(
        lifecycle.name,
        stages=lifecycle.stages,
        initial=lifecycle.initial,
        transitions=[free],
    )


def _moved(
    alone: list[Lifecycle], lead: Lead, at: datetime
) -> Iterator[tuple[Asked, Lead]]:
    for one in alone:
        trigger = one.triggers[0]
        if lead.stage not in one.transitions[0].sources:
            continue
        with suppress(MoveRefused):  # a move back of a lead that came from nowhere
            moved = one.advance(lead, trigger, at=at, reason=REASON)
            yield Asked(trigger, at, REASON), moved


def refuses(lifecycle: Lifecycle, cls: type[Lead]) -> Iterator[Story]:
    """
    Put a lead in each stage, soon after it came and so late that timed moves are due.
    """
    for lead in _standing(lifecycle, cls):
        for days in (1, 10_000):
            yield Story(lead, (), (lead,), BEGINNING + days * DAY)
