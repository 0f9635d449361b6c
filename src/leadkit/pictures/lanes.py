"""
Where the ways of a lifecycle run: lanes beside the stages, and doors into each stage.

A way leaves its stages by doors, runs along a lane of its own, and enters its target by
a door. Short ways are next to the stages, and ways that meet at a stage have other
lanes. The doors of a stage are ordered so that ways of one stage don't cross.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import attrs

from ..moves import Kind, Previous
from ..states import Lifecycle

Side: TypeAlias = Literal["forward", "other"]


@attrs.frozen
class Way:
    """
    A way from some stages to one.

    Attributes:
        triggers: What asks for it.

        kind: What kind of move it is.

        sources: The stages it starts from, by their places.

        target: The stage it leads to, or None if that is where the lead was before.
    """

    triggers: tuple[str, ...]
    kind: Kind
    sources: tuple[int, ...]
    target: int | None

    @property
    def ends(self) -> tuple[int, int]:
        """
        The highest and the lowest stage on it.
        """
        places = (*self.sources, *(() if self.target is None else (self.target,)))
        return min(places), max(places)


@attrs.frozen
class Door:
    """
    Where a way leaves a stage, or enters it.

    Attributes:
        way: The way.

        enters: Whether it enters.
    """

    way: Way
    enters: bool


def ways_of(lifecycle: Lifecycle) -> list[Way]:
    """
    List the ways of a lifecycle: moves between the same stages are one.
    """
    places = {stage: place for place, stage in enumerate(lifecycle.stages)}
    sources: dict[tuple[str, int | None, Kind], dict[int, None]] = {}
    for one in lifecycle.transitions:
        target = None if isinstance(one.target, Previous) else places[one.target]
        found = sources.setdefault((one.trigger, target, one.kind), {})
        found.update(dict.fromkeys(places[stage] for stage in one.sources))
    triggers: dict[tuple[tuple[int, ...], int | None, Kind], list[str]] = {}
    for (trigger, target, kind), came in sources.items():
        triggers.setdefault((tuple(sorted(came)), target, kind), []).append(trigger)
    return [
        Way(tuple(names), kind, came, target)
        for (came, target, kind), names in triggers.items()
    ]


def lanes(ways: Iterable[Way]) -> dict[Way, int]:
    """
    Give each way a lane, counted from the stages outwards; short ways come first.
    """
    taken: list[list[tuple[int, int]]] = []
    found: dict[Way, int] = {}
    running = [way for way in ways if way.target is not None]
    for way in sorted(running, key=lambda way: way.ends[1] - way.ends[0]):
        top, bottom = way.ends
        lane = next(
            (
                number
                for number, others in enumerate(taken)
                if all(bottom < upper or lower < top for upper, lower in others)
            ),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((top, bottom))
        found[way] = lane
    return found


def doors(ways: Iterable[Way], stage: int, lane: dict[Way, int]) -> list[Door]:
    """
    Order the doors of a stage, from the highest to the lowest.

    What goes up comes first, the inner lanes before the outer ones; then what goes
    down, the outer lanes first. So no way crosses another one of its stage.

    Args:
        ways: The ways on one side of the stages.

        stage: The stage.

        lane: The lanes of the ways.
    """
    here = list(ways)
    found = [Door(way, enters=False) for way in here if stage in way.sources]
    found += [Door(way, enters=True) for way in here if way.target == stage]
    return sorted(found, key=lambda door: _height(door, stage, lane))


def _height(door: Door, stage: int, lane: dict[Way, int]) -> tuple[int, int]:
    way = door.way
    if way.target is None:
        return (-1, 0)  # a stub, which runs along no lane
    outer = lane[way]
    top, bottom = way.ends
    if top < stage == bottom:
        return (0, outer)
    if top == stage < bottom:
        return (2, -outer)
    # It goes on in both directions, or comes back to the stage itself.
    return (1, outer)
