"""
A rule as what has to be so: a tree without negations above its leaves.

Kleene's logic knows De Morgan's laws, so a *not* wanders down to the smallest
questions, each of which has words for its opposite: not "it is not so that it holds
'MQL'", but "it must not be a marketing-qualified lead".
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any, Literal, TypeAlias

import attrs

from .. import nodes as n
from ..answers import Reason
from ..looking import atoms

# What was seen of the values that a question looks at.
Looked: TypeAlias = tuple[tuple[n.Value, Any], ...]


@attrs.frozen
class Leaf:
    """
    A question that isn't joined of others.

    Attributes:
        node: The question.

        holds: Whether it has to hold; else it must not.

        looked: What was seen; None if nobody looked.
    """

    node: n.Question
    holds: bool = True
    looked: Looked | None = None


@attrs.frozen
class Join:
    """
    Clauses of which so many have to be so.

    Attributes:
        needed: How many: all of them, one, or a number between.

        parts: The clauses, two or more.

        text: The rule that it stands for, to be quoted where words would be tangled.
    """

    needed: int
    parts: tuple[Leaf | Join, ...]
    text: str

    @property
    def wants_all(self) -> bool:
        """
        Whether every part has to be so.
        """
        return self.needed == len(self.parts)

    @property
    def is_flat(self) -> bool:
        """
        Whether it joins leaves only.
        """
        return all(isinstance(part, Leaf) for part in self.parts)


Clause: TypeAlias = Leaf | Join


def of_rule(node: n.Question, *, holds: bool = True) -> Clause:
    """
    Tell what has to be so for a rule to hold.

    Args:
        node: The rule.

        holds: Whether it has to hold; else it must not.
    """
    return _clause(node, None, holds=holds)


def of_reason(reason: Reason) -> Clause:
    """
    Tell what has to be so for a rule to hold, and what was seen.
    """
    return _clause(reason.rule.node, reason, holds=True)


def all_of(clauses: tuple[Clause, ...]) -> Clause:
    """
    Join clauses all of which have to be so, one at least.
    """
    return _joined(len(clauses), clauses, "")


def _clause(node: n.Question, reason: Reason | None, *, holds: bool) -> Clause:
    match node:
        case n.Not(part=part):
            (inner,) = _reasons(reason, 1)
            return _clause(part, inner, holds=not holds)
        case n.And(parts=parts):
            needed = len(parts)
        case n.Or(parts=parts):
            needed = min(1, len(parts))
        case n.AtLeast(needed=needed, parts=parts):
            pass
        case _:
            return _leaf(node, reason, holds=holds)
    if not parts:
        return Leaf(n.Always(isinstance(node, n.And)), holds)
    if not holds:
        needed = len(parts) - needed + 1
    pairs = zip(parts, _reasons(reason, len(parts)), strict=True)
    clauses = tuple(_clause(part, inner, holds=holds) for part, inner in pairs)
    return _joined(needed, clauses, str(node) if holds else f"~{n.grouped(node)}")


def _reasons(reason: Reason | None, count: int) -> tuple[Reason | None, ...]:
    # Somebody may have made a reason without the reasons of its parts.
    if reason is None or len(reason.parts) != count:
        return (None,) * count
    return reason.parts


def _joined(needed: int, clauses: tuple[Clause, ...], text: str) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    flat: list[Clause] = []
    for clause in clauses:
        alike = isinstance(clause, Join) and (
            (needed == len(clauses) and clause.wants_all)
            or (needed == 1 and clause.needed == 1)
        )
        flat.extend(clause.parts if alike and isinstance(clause, Join) else (clause,))
    return Join(len(flat) if needed == len(clauses) else needed, tuple(flat), text)


# A comparison that must not hold is another one that has to.
_OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}


def _leaf(node: n.Question, reason: Reason | None, *, holds: bool) -> Leaf:
    looked: Looked | None = None
    if reason is not None:
        values = (one.value for one in reason.seen)
        looked = tuple(zip(dict.fromkeys(atoms(node)), values, strict=False))
    if isinstance(node, n.Compare):
        if node.op == "ne":
            node, holds = attrs.evolve(node, op="eq"), not holds
        elif not holds and node.op in _OPPOSITE:
            node, holds = attrs.evolve(node, op=_OPPOSITE[node.op]), True
    return Leaf(node, holds, looked)


# What leaves are about ---------------------------------------------------------------


def asked_about(node: n.Question) -> n.Value | None:
    """
    Find the value that a question is about, without its default.
    """
    values = (part for part in n.children(node) if isinstance(part, n.Value))
    first = next(values, None)
    return None if first is None else _without_default(first)


def _without_default(value: n.Value) -> n.Value:
    return _without_default(value.value) if isinstance(value, n.OrDefault) else value


def in_days(value: n.Value) -> bool:
    """
    Tell whether a number counts days that went by.
    """
    match _without_default(value):
        case n.Age() | n.TimeInStage():
            return True
        case n.Aggregate(op=op):
            return op in {"days_since_first", "days_since_last"}
        case _:
            return False


def how_many(leaf: Leaf) -> tuple[Literal["least", "most", "exactly"], int] | None:
    """
    Tell how many activities a question wants, if that is what it is about.

    >>> from leadkit import activity
    >>> how_many(Leaf((activity("call_held").count() > 2).node))
    ('least', 3)
    """
    match leaf.node:
        case n.Compare(
            op=op,
            left=n.Aggregate(op="count"),
            right=n.Constant(value=int() | float() as number),
        ):
            pass
        case _:
            return None
    if not leaf.holds:  # of "eq", as what is left after turning the others
        return ("least", 1) if number == 0 else None
    match op:
        case "ge" | "gt":
            least = ceil(number) if op == "ge" else floor(number) + 1
            return ("least", least) if least > 0 else None
        case "le" | "lt":
            most = floor(number) if op == "le" else ceil(number) - 1
            return None if most < 0 else ("most", most) if most else ("exactly", 0)
        case _:
            whole = number >= 0 and number == int(number)
            return ("exactly", int(number)) if whole else None
