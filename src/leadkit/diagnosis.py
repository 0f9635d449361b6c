"""
What is wrong with a set of moves: some can never be made, some stages are cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal, TypeAlias

import attrs

from .moves import PREVIOUS, Transition
from .rules import nodes as n

# A transition, with one of its sources and one of its targets.
Step: TypeAlias = tuple[Transition, str, str]


@attrs.frozen
class Problem:
    """
    Something in a definition that a host may want on purpose, or not.

    Attributes:
        kind: ``"unreachable"``: no move leads into the stage. ``"no-way-out"``: none
            leads out of it.

        stage: The stage.
    """

    kind: Literal["unreachable", "no-way-out"]
    stage: str

    def __str__(self) -> str:
        if self.kind == "unreachable":
            return f"stage {self.stage!r} is unreachable: no path of moves leads to it"
        return f"stage {self.stage!r} has no way out: no move starts from it"


def steps(stages: tuple[str, ...], transitions: Iterable[Transition]) -> Iterator[Step]:
    """
    List every way from one stage to another.

    Args:
        stages: The stages.

        transitions: The moves. `PREVIOUS` leads wherever its source was entered from,
            perhaps by a `PREVIOUS` itself.
    """
    declared = tuple(transitions)
    ways = {
        (source, one.target)
        for one in declared
        for source in one.sources
        if isinstance(one.target, str)
    }
    backs = {s for one in declared if one.target is PREVIOUS for s in one.sources}
    while back := {(b, a) for a, b in ways if b in backs} - ways:
        ways |= back
    for one in declared:
        for source in one.sources:
            if isinstance(one.target, str):
                yield one, source, one.target
            else:
                came = (stage for stage in stages if (stage, source) in ways)
                yield from ((one, source, stage) for stage in came)


def problems(
    stages: tuple[str, ...], initial: str, transitions: Iterable[Transition]
) -> tuple[Problem, ...]:
    """
    Find stages without a way in or out.
    """
    ways = [(source, target) for _, source, target in steps(stages, transitions)]
    reached, fresh = {initial}, [initial]
    while fresh:
        here = fresh.pop()
        entered = {target for source, target in ways if source == here} - reached
        reached |= entered
        fresh.extend(entered)
    leaving = {source for source, target in ways if source != target}
    return (
        *(Problem("unreachable", stage) for stage in stages if stage not in reached),
        *(Problem("no-way-out", stage) for stage in stages if stage not in leaving),
    )


def shadowed(
    transitions: tuple[Transition, ...],
) -> tuple[Transition, Transition, str] | None:
    """
    Find a transition that can never be made, because an earlier one always is.

    Returns:
        The earlier one, the later one and their stage; None if there is no such pair.
    """
    for earlier, later in combinations(transitions, 2):
        shared = [stage for stage in earlier.sources if stage in later.sources]
        if earlier.trigger == later.trigger and shared and _shadows(earlier, later):
            return earlier, later, shared[0]
    return None


def _shadows(earlier: Transition, later: Transition) -> bool:
    always = earlier.when is None or earlier.when.node == n.Always(answer=True)
    # An earlier move back doesn't happen if the lead came from nowhere.
    chance = earlier.target is PREVIOUS and later.target is not PREVIOUS
    return (always or earlier.when == later.when) and not chance
