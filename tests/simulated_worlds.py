"""
Made-up leads of which everything is known, and what others make of them: a spreadsheet,
a CRM, a survival curve out of the box.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from math import exp, log
from typing import TypeAlias

import attrs

from leadkit import Lifecycle, Transition
from leadkit.funnel import History, Step

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
Way: TypeAlias = tuple[tuple[str, float], ...]
STAGES = ("lead", "nurtured", "prospect", "customer", "disqualified")


def day(number: float) -> datetime:
    """
    Tell the instant so many days after the beginning.
    """
    return BEGIN + timedelta(days=number)


def lifecycle(*, undone: bool = True) -> Lifecycle:
    """
    Make a lifecycle whose exit can be undone, or can't.
    """
    line = STAGES[:4]
    moves = [
        Transition(f"to_{target}", line[:place], target, kind="forward")
        for place, target in enumerate(line)
        if place
    ]
    moves.append(Transition("disqualify", line[:3], "disqualified", kind="exit"))
    if undone:
        moves.append(Transition("reopen", "disqualified", "nurtured", kind="back"))
    return Lifecycle("simulated", STAGES, "lead", moves)


@attrs.frozen
class World:
    """
    What really happened to some leads, and until when somebody could see it.

    Attributes:
        ways: By lead, its stages and the day on which it entered each.

        cut: The day of the question.
    """

    ways: Mapping[str, Way]
    cut: float

    @property
    def seen(self) -> dict[str, list[tuple[str, float]]]:
        """
        The part of it that had happened by the day of the question.
        """
        known = {
            lead: [(stage, at) for stage, at in way if at <= self.cut]
            for lead, way in self.ways.items()
        }
        return {lead: way for lead, way in known.items() if way}

    def history(self, *, undone: bool = True) -> History:
        """
        Give the rows to leadkit, also those that come later.
        """
        rows = [
            Step(lead, way[place - 1][0] if place else None, stage, day(at), place)
            for lead, way in self.ways.items()
            for place, (stage, at) in enumerate(way)
        ]
        return History(rows, lifecycle(undone=undone), as_of=day(self.cut))


# Drawing ------------------------------------------------------------------------------


def arrival(chance: random.Random, days: float, growth: float = 0.0) -> float:
    """
    Draw when a lead is created, where there are more each month, or as many.
    """
    drawn = chance.random()
    rate = log(1 + growth) / 30
    return log(1 + drawn * (exp(rate * days) - 1)) / rate if growth else drawn * days


def way(*moves: tuple[str, float]) -> Way:
    """
    Put stages after one another.

    Args:
        moves: A stage, and how many days after the one before it was entered.
    """
    at, listed = 0.0, list[tuple[str, float]]()
    for stage, wait in moves:
        at += wait
        listed.append((stage, at))
    return tuple(listed)


def named(ways: Iterable[Way]) -> dict[str, Way]:
    """
    Give leads their ids.
    """
    return {f"L{place:05}": way for place, way in enumerate(ways)}


# What others do -----------------------------------------------------------------------


def one_minus_survival(stays: Iterable[tuple[float, bool]], until: float) -> float:
    """
    Tell 1 minus Kaplan and Meier's curve.

    Args:
        stays: How long each was watched, and whether it then happened.

        until: When on the curve.
    """
    survival = 1.0
    for left, (span, happened) in enumerate(sorted(stays, reverse=True), start=1):
        if happened and span <= until:
            survival *= 1 - 1 / left
    return 1 - survival


def first_of(
    way: list[tuple[str, float]], stages: tuple[str, ...], cut: float
) -> tuple[float, str]:
    """
    Tell after how many days which of some stages came first; ``""`` if none has yet.
    """
    for stage, at in way:
        if stage in stages:
            return at - way[0][1], stage
    return cut - way[0][1], ""


def absorbed(stays: Iterable[tuple[float, str]], kind: str, until: float) -> float:
    """
    Tell what Aalen and Johansen's curve says of one kind of end.
    """
    listed = sorted(stays)
    left, survival, share = len(listed), 1.0, 0.0
    for span, end in listed:
        if span > until:
            break
        if end:
            share += survival / left if end == kind else 0.0
            survival *= 1 - 1 / left
        left -= 1
    return share


def share(part: float, whole: float) -> float:
    """
    Divide as a spreadsheet does.
    """
    return part / whole if whole else 0.0
