"""
What one more activity does to what rules read of a lead.
"""

from __future__ import annotations

from typing import Any

import attrs

from ...codes import CONVERSATIONS, Actor, Direction
from ...points import Points
from ...rules import nodes as n
from ...rules.activities import Activities
from .directions import (
    ANY_TURN,
    NO_TURN,
    STILL,
    UP,
    YES_LESS,
    YES_MORE,
    Change,
    Turn,
    values_of,
)

_AMOUNTS = {"value", "value_at_least", "value_at_most"}
_CONVERSED = n.Query(CONVERSATIONS, (("actor", "human"),))


@attrs.frozen
class OneMore:
    """
    One more activity, at or before the instant of the question.

    Attributes:
        added: Which one it may be.
    """

    added: n.Query

    def value(self, node: n.Aggregate | n.Age | n.TimeInStage) -> Change:
        """
        Tell how a number changes.
        """
        if not isinstance(node, n.Aggregate) or not may_mean_one(
            self.added, node.query
        ):
            return STILL
        match node.op:
            case "count" | "distinct_days":
                return UP
            case "total":
                low, high = _values_of_both(self.added, node.query)
                return Change(rises=high > 0, falls=low < 0)
            case "largest" | "days_since_first":
                return Change(rises=True, appears=True)
            case "days_since_last":
                return Change(falls=True, appears=True)
            case _:
                return Change(rises=True, falls=True, appears=True)

    def fact(self, node: n.Question) -> Turn:
        """
        Tell how the answer about the lead itself changes.
        """
        match node:
            case n.Predicate():
                return ANY_TURN
            case n.Conversed():
                return YES_MORE if may_mean_one(self.added, _CONVERSED) else NO_TURN
            case n.IsLead():
                bought = n.Query(("purchased",))
                turn = YES_LESS if may_mean_one(self.added, bought) else NO_TURN
                return Turn(turn.true | YES_MORE.true, turn.false | YES_MORE.false)
            case _:
                return NO_TURN

    def shares(self, points: Points) -> Change:
        """
        Tell how what activities give together changes.

        A newer one gives no less than an older one, so that one that takes another's
        place among the newest doesn't lower the sum.
        """
        assert isinstance(points.per, Activities)  # noqa: S101  the caller has looked
        return UP if may_mean_one(self.added, points.per.node) else STILL


def may_mean_one(one: n.Query, other: n.Query) -> bool:
    """
    Tell whether two queries may mean the same activity.
    """
    if not set(one.types) & set(other.types):
        return False
    first, second = dict(one.where), dict(other.where)
    for name in (first.keys() & second.keys()) - _AMOUNTS:
        if first[name] != second[name]:
            return False
    low, high = _values_of_both(one, other)
    if low > high:
        return False
    # A query that names no actor skips what machines do towards us.
    skips = "actor" not in first or "actor" not in second
    both: dict[str, Any] = first | second
    machine, inbound = both.get("actor"), both.get("direction")
    return not (skips and machine == Actor.MACHINE and inbound == Direction.INBOUND)


def meant_by_both(one: n.Query, other: n.Query) -> n.Query | None:
    """
    Tell which activities two queries mean, their windows aside; None if there are none.
    """
    if not may_mean_one(one, other):
        return None
    types = tuple(kind for kind in one.types if kind in other.types)
    where: dict[str, Any] = dict(other.where) | dict(one.where)
    low, high = _values_of_both(one, other)
    if "value" not in where:
        ends = {"value_at_least": low, "value_at_most": high}
        where |= {name: end for name, end in ends.items() if name in where}
    return n.Query(types, tuple(where.items()))


def _values_of_both(one: n.Query, other: n.Query) -> tuple[float, float]:
    (low, high), (least, most) = values_of(one), values_of(other)
    return max(low, least), min(high, most)
