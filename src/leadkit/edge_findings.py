"""
What is wrong with the edges of a lifecycle: guards that can never hold, moves that are
never made because another one always is, and guards that ask for what there is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

import attrs

from .diagnosis import Place, Problem
from .leads import Lead
from .moves import PREVIOUS, Transition
from .name_findings import unknown_names
from .rules import nodes as n
from .rules.proof.possibility import impossible
from .rules.proof.quantities import inside
from .rules.proof.topics import topics
from .rules.reasons import conjuncts

#: How many parts of guards are read, at most, to hold moves against each other. The
#: moves that people write take some hundreds.
MOST_NODES = 50_000


def edge(transition: Transition) -> Place:
    """
    Name a transition as a place of problems.
    """
    return Place(f"transition {transition}", (transition.trigger,))


def never_made(
    transitions: tuple[Transition, ...], record: type[Lead] | None = None
) -> dict[Transition, Problem]:
    """
    Find the transitions whose guard is proved never to hold in their stages.

    Args:
        transitions: The transitions.

        record: The class of leads, if it is known.
    """
    found: dict[Transition, Problem] = {}
    for one in transitions:
        if one.when is not None:
            asked = [n.InStage(one.sources), one.when.node]
            if impossible(asked, record=record):
                found[one] = edge(one).problem("contradictory", rule=str(one.when))
    return found


@attrs.frozen(eq=False)
class _Part:
    # One of the questions that a guard joins, and what it is about.
    node: n.Question
    topics: frozenset[str]


@attrs.frozen(eq=False)
class _Guarded:
    # A transition, and what its guard asks.
    move: Transition

    @cached_property
    def node(self) -> n.Question:
        return n.Always(answer=True) if self.move.when is None else self.move.when.node

    @cached_property
    def parts(self) -> tuple[_Part, ...]:
        return tuple(_Part(node, topics(node)) for node in conjuncts(self.node))

    @cached_property
    def topics(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.topics for part in self.parts))

    @cached_property
    def size(self) -> int:
        return sum(1 for _ in inside(self.node))

    @cached_property
    def sources(self) -> frozenset[str]:
        return frozenset(self.move.sources)

    def stands_before(self, later: _Guarded) -> bool:
        # An earlier move back doesn't happen if the lead came from nowhere.
        return self.move.target is not PREVIOUS or later.move.target is PREVIOUS


@attrs.define(eq=False)
class _Proofs:
    # What is proved of guards, as long as there is something left to spend.
    record: type[Lead] | None
    left: int
    known: dict[object, bool] = attrs.Factory(dict[object, bool])

    def impossible(
        self, later: _Guarded, stage: str, earlier: _Guarded | None = None
    ) -> bool | None:
        # Whether nobody who may make a move can't make the earlier one as well: without
        # an earlier one, nobody at all. None if that would be too much work.
        both = (later,) if earlier is None else (later, earlier)
        alike = not any("stage" in one.topics for one in both)
        key = (both, None if alike else stage)
        if key not in self.known:
            if earlier is not None or not alike:  # else it is once for each move
                if self.left <= 0:
                    return None
                self.left -= sum(one.size for one in both)
            self.known[key] = impossible(
                [n.InStage((stage,)), later.node],
                [] if earlier is None else [earlier.node],
                record=self.record,
            )
        return self.known[key]

    def may_outdo(self, earlier: _Guarded, later: _Guarded) -> bool:
        # Whoever may make the later move must meet each part of the earlier one. From
        # guards about other things that doesn't follow, unless everybody does.
        return all(
            not part.topics
            or "stage" in part.topics
            or not part.topics.isdisjoint(later.topics)
            or self._is_certain(part)
            for part in earlier.parts
        )

    def _is_certain(self, part: _Part) -> bool:
        if part not in self.known:
            self.known[part] = impossible([], [part.node], record=self.record)
        return self.known[part]


def outdone(
    transitions: tuple[Transition, ...],
    gone: Collection[Transition],
    record: type[Lead] | None = None,
) -> tuple[dict[tuple[Transition, str], Problem], tuple[Problem, ...]]:
    """
    Find the transitions that are never made since an earlier one always is.

    Args:
        transitions: The transitions.

        gone: Those that are never made anyway.

        record: The class of leads, if it is known.

    Returns:
        The problems by transition and source, and those that it would be too much work
        to decide.
    """
    found: dict[tuple[Transition, str], Problem] = {}
    undecided: dict[Transition, Problem] = {}
    proofs = _Proofs(record, MOST_NODES)
    triggers: dict[str, list[_Guarded]] = {}
    for move in transitions:
        later = _Guarded(move)
        before = triggers.setdefault(move.trigger, [])
        for stage, earlier in () if move in gone else _outdone(later, before, proofs):
            if earlier is None:
                undecided[move] = edge(move).problem(
                    "undecided",
                    rule=str(later.node),
                    other="can hold where no earlier move is made",
                    details="there are too many moves to compare",
                )
            else:
                found[move, stage] = edge(move).problem(
                    "shadowed",
                    other=f"transition {earlier}",
                    details=f"from {stage!r}, that is made whenever this could be",
                )
        before.append(later)
    return found, tuple(undecided.values())


def _outdone(
    later: _Guarded, before: list[_Guarded], proofs: _Proofs
) -> Iterator[tuple[str, Transition | None]]:
    # The stages in which a move is never made, or isn't known to be made sometimes,
    # which is told by None.
    ahead = [one for one in before if one.stands_before(later)]
    close = [one for one in ahead if proofs.may_outdo(one, later)]
    for stage in later.move.sources:
        first = next((one for one in ahead if stage in one.sources), None)
        if first is None:
            continue
        answer = proofs.impossible(later, stage)  # by itself, in this stage
        rest = (one for one in close if stage in one.sources)
        while answer is False:
            first = next(rest, None)
            if first is None:
                break
            answer = proofs.impossible(later, stage, first)
        if first is not None:
            yield stage, first.move if answer else None


def left_over(
    transitions: tuple[Transition, ...],
    gone: Collection[Transition],
    late: Collection[tuple[Transition, str]],
) -> tuple[Transition, ...]:
    """
    List the transitions that are made from one of their stages at least.

    Args:
        transitions: The transitions.

        gone: Those whose guard never holds.

        late: Those that another always comes before, with the stage.
    """
    return tuple(
        one
        for one in transitions
        if one not in gone and not all((one, stage) in late for stage in one.sources)
    )


def unknown_stages(
    transitions: tuple[Transition, ...], stages: Collection[str]
) -> Iterator[Problem]:
    """
    Find guards that ask for a stage which the lifecycle doesn't have.

    Args:
        transitions: The transitions.

        stages: All stages.
    """
    for one in transitions:
        if one.when is not None:
            yield from unknown_names(edge(one), [one.when.node], stages=stages)
