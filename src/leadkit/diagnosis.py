"""
What is wrong with a set of moves: some can never be made, some stages are cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import attrs

from .moves import PREVIOUS, Previous, Transition
from .rules import nodes as n
from .rules.expressions import Rule

# A transition, with one of its sources and one of its targets.
Step: TypeAlias = tuple[Transition, str, str]


ProblemKind: TypeAlias = Literal[
    "unreachable",
    "no-way-out",
    "contradictory",
    "always",
    "no-points",
    "shadowed",
    "twice",
    "out-of-reach",
    "always-reached",
    "never-granted",
    "unbounded",
    "unknown",
    "undecided",
]


@attrs.frozen
class Problem:
    """
    Something in a definition that a host may want on purpose, or not.

    Attributes:
        kind: What it is.
            ``"unreachable"``: no move leads into a stage.
            ``"no-way-out"``: none leads out of it.
            ``"contradictory"``: a rule can never hold.
            ``"always"``: a rule holds for every lead.
            ``"no-points"``: an entry of a card gives no points, whatever happens.
            ``"shadowed"``: an entry or a move makes no difference beside another.
            ``"twice"``: two entries of a card are paid for the same.
            ``"out-of-reach"``: a card never gives as much or as little as is asked.
            ``"always-reached"``: it always does.
            ``"never-granted"``: a qualification ends whenever it could be granted.
            ``"unbounded"``: a card's total has no end.
            ``"unknown"``: a rule asks for a stage or qualification that there is not.
            ``"undecided"``: it isn't known whether a rule can hold, or always does,
            or whether a move makes a difference.

        stage: The stage, for the first two.

        where: The entry it is about: ``"card 'engagement', points 'clicks'"``.

        rule: The text of the rule it is about.

        other: The entry or rule that stands against it.

        details: What else there is to know.

        path: The names of the entry, from the outermost to its own.
    """

    kind: ProblemKind
    stage: str = ""
    where: str = ""
    rule: str = ""
    other: str = ""
    details: str = ""
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = _SENTENCES[self.kind].format(
            stage=repr(self.stage), rule=self.rule, other=self.other
        )
        told = words
        if self.details:
            told += _JOINED.get(self.kind, ": {}").format(self.details)
        return f"{self.where}: {told}" if self.where else told


# How many transitions a problem names.
_MOST_TOLD = 5
# How the details follow the sentence.
_JOINED: dict[ProblemKind, str] = {
    "unreachable": " ({})",
    "no-way-out": " ({})",
    "unknown": ". {}",
}
_SENTENCES: dict[ProblemKind, str] = {
    "unreachable": "stage {stage} is unreachable: no path of moves leads to it",
    "no-way-out": "stage {stage} has no way out: no move starts from it",
    "contradictory": "<{rule}> can never hold",
    "always": "<{rule}> holds for every lead",
    "no-points": "it never gives points",
    "shadowed": "it makes no difference beside {other}",
    "twice": "it is paid for the same as {other}",
    "out-of-reach": "<{rule}> is out of reach",
    "always-reached": "<{rule}> is always reached",
    "never-granted": "no rule ever grants it, because <{other}> holds whenever "
    "<{rule}> does",
    "unbounded": "its total has no end",
    "unknown": "<{rule}> asks for {other}, which there is not",
    "undecided": "it is undecided whether <{rule}> {other}",
}


@attrs.frozen
class Place:
    """
    An entry of a playbook.

    Attributes:
        where: What it is called.

        path: By which names it is found, the outermost first.
    """

    where: str
    path: tuple[str, ...]

    def problem(self, kind: ProblemKind, **facts: str) -> Problem:
        """
        Tell what is wrong with it.
        """
        return Problem(kind, where=self.where, path=self.path, **facts)


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

    Args:
        stages: The stages.

        initial: Where leads begin.

        transitions: The moves, but for those that are never made.
    """
    declared = tuple(transitions)
    ways = [(source, target) for _, source, target in steps(stages, declared)]
    reached = _reached(initial, declared)
    leaving = {source for source, target in ways if source != target}
    return (
        *(
            Problem("unreachable", stage, details=_edges_from(stage, declared))
            for stage in stages
            if stage not in reached
        ),
        *(
            Problem("no-way-out", stage, details=_edges_to(stage, declared))
            for stage in stages
            if stage not in leaving
        ),
    )


def _reached(initial: str, transitions: tuple[Transition, ...]) -> set[str]:
    # A way back leads only where a lead can have come from, so both are followed: the
    # stage, and the one before.
    ahead: dict[str, set[str | Previous]] = {}
    for one in transitions:
        for source in one.sources:
            ahead.setdefault(source, set()).add(one.target)
    fresh: list[tuple[str | None, str]] = [(None, initial)]
    seen = set(fresh)
    while fresh:
        came, here = fresh.pop()
        for target in ahead.get(here, ()):
            entered = target if isinstance(target, str) else came
            if entered is not None and (here, entered) not in seen:
                seen.add((here, entered))
                fresh.append((here, entered))
    return {stage for _, stage in seen}


def _edges_from(stage: str, transitions: Iterable[Transition]) -> str:
    # From elsewhere, the same moves may well be made.
    cut = [
        attrs.evolve(one, sources=stage) for one in transitions if stage in one.sources
    ]
    return f"so never {_some(cut)}" if cut else ""


def _edges_to(stage: str, transitions: Iterable[Transition]) -> str:
    there = [one for one in transitions if one.target == stage]
    return f"there by {_some(there)}" if there else ""


def _some(transitions: list[Transition]) -> str:
    # There may be a thousand of them.
    told = [str(one) for one in transitions[:_MOST_TOLD]]
    more = len(transitions) - len(told)
    return "; ".join([*told, f"{more} more"] if more else told)


def shadowed(
    transitions: tuple[Transition, ...],
) -> tuple[Transition, Transition, str] | None:
    """
    Find a transition that can never be made, because an earlier one always is.

    Returns:
        The earlier one, the later one and their stage; None if there is no such pair.
    """
    # The first one for each trigger, stage, rule and whether it leads back. By tables,
    # since each with each would take a hostile definition's square; and rules have
    # numbers in them, since to hash a rule is to walk through it.
    firsts: dict[tuple[str, str, int, bool], int] = {}
    numbers: dict[Rule | None, int] = {None: 0}
    found: list[tuple[int, int]] = []
    for place, later in enumerate(transitions):
        rule = numbers.setdefault(None if _always(later) else later.when, len(numbers))
        back = later.target is PREVIOUS
        for stage in later.sources:
            # An earlier move back doesn't happen if the lead came from nowhere.
            found += [
                (firsts[later.trigger, stage, when, leads], place)
                for when in {0, rule}
                for leads in {False, back}
                if (later.trigger, stage, when, leads) in firsts
            ]
        for stage in later.sources:
            firsts.setdefault((later.trigger, stage, rule, back), place)
    if not found:
        return None
    first, second = min(found)
    earlier, later = transitions[first], transitions[second]
    return earlier, later, next(s for s in earlier.sources if s in later.sources)


def _always(one: Transition) -> bool:
    return one.when is None or one.when.node == n.Always(answer=True)
