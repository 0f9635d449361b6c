"""
Why not: the smallest set of leaves that stand in the way of an answer.

A rule that is used twice in another one counts as two leaves. That makes the smallest
set exact and its cost linear: what one part needs never depends on another part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar, cast

import attrs

from . import nodes as n
from .handles import Handle
from .meaning import Answer


class Answered(Protocol):
    """
    A rule with its answer, and those of the rules that it is joined of.
    """

    @property
    def rule(self) -> Handle[n.Question]: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def parts(self) -> tuple[Answered, ...]: ...


R = TypeVar("R", bound=Answered)


def in_the_way(reason: R, *, wanted: bool = True, known: bool = True) -> tuple[R, ...]:
    """
    Find the smallest set of leaves that stand in the way of an answer.

    If each of them gave its better answer, the rule would give the one that is wanted;
    no smaller set does that. Of several smallest sets it is the one that is written
    first. A constant, which nothing changes, is in it only if there is no other way.

    Args:
        reason: The rule with its answers.

        wanted: The answer in question.

        known: Whether it must be known; else it is enough that the opposite isn't.

    Returns:
        The leaves in the order they are written; none if nothing stands in the way.
    """
    if not _stands(reason.answer, wanted=wanted, known=known):
        return ()
    if not reason.parts:
        return (reason,)
    return tuple(_leaves(_smallest(reason, wanted=wanted, known=known)))


def _stands(answer: Answer, *, wanted: bool, known: bool) -> bool:
    return answer is not wanted if known else answer is (not wanted)


@attrs.frozen
class _Set(Generic[R]):
    # Sets are joined by reference and read once, at the end: that keeps it linear.
    cost: int
    leaf: R | None = None
    joined: tuple[_Set[R], ...] = ()


# A rule has fewer leaves than this, so any number of them costs less than a constant.
_CONSTANT = 2**64


def _smallest(reason: R, *, wanted: bool, known: bool) -> _Set[R]:
    node, parts = reason.rule.node, cast("tuple[R, ...]", reason.parts)
    if not _stands(reason.answer, wanted=wanted, known=known):
        return _Set(0)
    if not parts:
        return _Set(_CONSTANT if isinstance(node, n.Always) else 1, reason)
    if isinstance(node, n.Not):
        return _smallest(parts[0], wanted=not wanted, known=known)
    # Every join asks for so many of its parts: all, one, or a number in between.
    needed = len(parts)
    if isinstance(node, n.Or):
        needed = 1
    elif isinstance(node, n.AtLeast):
        needed = node.needed
    if not wanted:
        needed = len(parts) - needed + 1
    sets = [_smallest(part, wanted=wanted, known=known) for part in parts]
    if needed < len(sets):
        cheapest = sorted(range(len(sets)), key=lambda index: sets[index].cost)
        sets = [sets[index] for index in sorted(cheapest[:needed])]
    return _Set(sum(one.cost for one in sets), None, tuple(sets))


def _leaves(chosen: _Set[R]) -> Iterator[R]:
    if chosen.leaf is not None:
        yield chosen.leaf
    for part in chosen.joined:
        yield from _leaves(part)
