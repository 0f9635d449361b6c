"""
What time does to what rules read of a lead, as long as nothing new arrives.
"""

from __future__ import annotations

import attrs

from ...points import Points
from ...rules import nodes as n
from ...rules.activities import Activities
from .directions import (
    ANY_TURN,
    DOWN,
    NO_TURN,
    STILL,
    UP,
    YES_LESS,
    Change,
    Turn,
    values_of,
)


@attrs.frozen
class TimePasses:
    """
    Time that passes, after the last thing that happened to a lead.
    """

    def value(self, node: n.Aggregate | n.Age | n.TimeInStage) -> Change:
        """
        Tell how a number changes.
        """
        if not isinstance(node, n.Aggregate):
            return UP
        leave = node.query.window is not None
        match node.op:
            case "days_since_last":
                return Change(rises=True, vanishes=leave)
            case "days_since_first":
                return Change(rises=True, falls=leave, vanishes=leave)
            case _ if not leave:
                return STILL
            case "count" | "distinct_days":
                return DOWN
            case "total":
                low, high = values_of(node.query)
                return Change(rises=low < 0, falls=high > 0)
            case "largest":
                return Change(falls=True, vanishes=True)
            case "latest":  # the newest leaves last
                return Change(vanishes=True)
            case _:
                return Change(rises=True, falls=True, vanishes=True)

    def fact(self, node: n.Question) -> Turn:
        """
        Tell how the answer about the lead itself changes.
        """
        match node:
            case n.Consented() | n.Reachable():
                return YES_LESS  # where it expires
            case n.Predicate() | n.IsLead():
                return ANY_TURN  # another ground may run out before consent does
            case _:
                return NO_TURN

    def shares(self, points: Points) -> Change:
        """
        Tell how what activities give together changes.
        """
        assert isinstance(points.per, Activities)  # noqa: S101  the caller has looked
        ages = points.halving or points.fading or points.per.node.window
        return STILL if ages is None else DOWN
