"""
Which way the total of a card may go when something happens: up, down, both or neither.

Every rule is read for when it may become known true and when it may stop being so. What
is said to stay or to go one way does; what is said to go both ways may still never do
so, because entries of a card can make up for one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import Any, Protocol

import attrs

from ...bounds import enclosed
from ...kinds import LARGEST
from ...pieces import group_of
from ...points import Group, Points
from ...rules import nodes as n
from ...rules.activities import Activities
from ...rules.proof.quantities import Pair, Reading, answer_at, read


@attrs.frozen
class Change:
    """
    How a number may change.

    Attributes:
        rises: It may be greater than before.

        falls: It may be less.

        appears: It may have been missing.

        vanishes: It may be missing afterwards.
    """

    rises: bool = False
    falls: bool = False
    appears: bool = False
    vanishes: bool = False

    @property
    def turned(self) -> Change:
        """
        How its negative changes.
        """
        return attrs.evolve(self, rises=self.falls, falls=self.rises)

    def __or__(self, other: Change) -> Change:
        return Change(
            self.rises or other.rises,
            self.falls or other.falls,
            self.appears or other.appears,
            self.vanishes or other.vanishes,
        )


STILL = Change()
UP = Change(rises=True)
DOWN = Change(falls=True)
EITHER = Change(rises=True, falls=True)
ANYHOW = Change(rises=True, falls=True, appears=True, vanishes=True)


@attrs.frozen
class Turn:
    """
    How the answer of a question may change.

    Attributes:
        true: How that it is known true does: it rises where it becomes so.

        false: How that it is known false does.
    """

    true: Change = STILL
    false: Change = STILL


NO_TURN = Turn()
YES_MORE = Turn(UP, DOWN)
YES_LESS = Turn(DOWN, UP)
ANY_TURN = Turn(EITHER, EITHER)


class Happening(Protocol):
    """
    What happens: it knows what that does to what rules read of a lead.
    """

    def value(self, node: n.Aggregate | n.Age | n.TimeInStage) -> Change:
        """How a number changes."""
        ...

    def fact(self, node: n.Question) -> Turn:
        """How the answer about the lead itself changes."""
        ...

    def shares(self, points: Points) -> Change:
        """How what activities give together changes, as if it were positive."""
        ...


# Products of more numbers may be more than a float holds, and then they are missing.
_MOST_FACTORS = 8
_RISING = {"ge", "gt", "after"}
_FALLING = {"le", "lt", "before"}


@attrs.frozen
class Directions:
    """
    Which way everything may go when one thing happens.

    Attributes:
        of: What happens.
    """

    of: Happening

    def group(self, group: Group) -> Change:
        """
        Tell which way the total of a card or group may go.
        """
        low, high = enclosed(group)
        if low is not None and low == high:
            return STILL
        return _joined(
            self.points(one) if isinstance(one, Points) else self.group(one)
            for one in group.entries
        )

    def points(self, points: Points) -> Change:
        """
        Tell which way what an entry gives may go.
        """
        gate = NO_TURN if points.when is None else self.question(points.when.node)
        never = points.when is not None and points.when.node == n.Always(answer=False)
        if never or not points.hundredths or points.cap_hundredths == 0:
            return STILL
        if isinstance(points.per, Activities):
            amount = self.of.shares(points)
        elif points.per is None:
            amount = STILL
        else:
            number = self.value(points.per.node)
            # Missing gives nothing, and no number less than that.
            amount = Change(
                number.rises or number.appears, number.falls or number.vanishes
            )
        change = gate.true | amount
        return change if points.hundredths > 0 else change.turned

    def question(self, node: n.Question) -> Turn:
        """
        Tell which way the answer of a question may go.
        """
        match node:
            case n.Always():
                return NO_TURN
            case n.Not(part=part):
                turn = self.question(part)
                return Turn(turn.false, turn.true)
            case n.And(parts=parts) | n.Or(parts=parts) | n.AtLeast(parts=parts):
                turns = [self.question(part) for part in parts]
                true, false = (t.true for t in turns), (t.false for t in turns)
                return Turn(_joined(true), _joined(false))
            case n.Compare() | n.Between() | n.IsIn() | n.IsMissing() | n.Truth():
                reading = read(node)
                return self._read(reading) if isinstance(reading, Reading) else NO_TURN
            case _:
                return self.of.fact(node)

    def _read(self, reading: Reading) -> Turn:
        key = reading.key
        if isinstance(key, Pair):
            one, other = self.value(key.left), self.value(key.right)
            change = _difference(key.left, key.right, one, other)
            # Whether a text contains another one has no way to go, and no way back.
            return _compared(reading, None, change)
        assert isinstance(key, n.Value)  # noqa: S101  there are no other keys here
        return _compared(reading, answer_at(reading, None), self.value(key))

    def value(self, node: n.Value) -> Change:
        """
        Tell which way a number may go.
        """
        match node:
            case n.Aggregate() | n.Age() | n.TimeInStage():
                return self.of.value(node)
            case n.Total():
                return self.group(group_of(node))
            case n.OrDefault(value=value, default=default):
                change = self.value(value)
                low = least(value)
                over = low is not None and low >= Fraction(_number(default))
                appears = UP if over else EITHER
                vanishes = DOWN if over else EITHER
                return _joined(
                    [
                        Change(change.rises, change.falls),
                        appears if change.appears else STILL,
                        vanishes if change.vanishes else STILL,
                    ]
                )
            case n.Arithmetic(op=op, left=left, right=right):
                one, other = self.value(left), self.value(right)
                if op == "add":
                    return one | other
                if op == "sub":
                    return _difference(left, right, one, other)
                return _product(node, one, other)
            case _:  # fields and constants
                return STILL


def _joined(changes: Iterable[Change]) -> Change:
    return reduce(Change.__or__, changes, STILL)


def _compared(reading: Reading, missing: bool | None, change: Change) -> Turn:  # noqa: FBT001
    op = reading.op
    if op == "missing":
        there = Change(falls=change.appears, rises=change.vanishes)
        return Turn(there, there.turned)
    moved = Change(change.rises, change.falls)
    if op in _FALLING:
        moved = moved.turned
    elif op not in _RISING:
        moved = EITHER if moved != STILL else STILL
    true, false = moved, moved.turned
    if change.appears:
        true |= DOWN if missing is True else UP
        false |= DOWN if missing is False else UP
    if change.vanishes:
        true |= UP if missing is True else DOWN
        false |= UP if missing is False else DOWN
    return Turn(true, false)


def _difference(left: n.Value, right: n.Value, one: Change, other: Change) -> Change:
    change = one | other.turned
    constant = isinstance(left, n.Constant) or isinstance(right, n.Constant)
    if change == STILL or constant or not (_sums(left) or _sums(right)):
        return change
    # Beyond 2**53, a sum of whole numbers loses its last digit when a fraction comes.
    return change | EITHER


def _sums(node: n.Value) -> bool:
    return any(isinstance(p, n.Aggregate) and p.op == "total" for p in n.walk(node))


def _product(node: n.Arithmetic, one: Change, other: Change) -> Change:
    change = one | other
    if change == STILL:
        return STILL
    factors = sum(isinstance(p, n.Arithmetic) and p.op == "mul" for p in n.walk(node))
    if factors >= _MOST_FACTORS:
        return ANYHOW
    for constant, factor in ((node.left, other), (node.right, one)):
        if isinstance(constant, n.Constant):
            return factor if _number(constant) >= 0 else factor.turned
    lows = least(node.left), least(node.right)
    if all(low is not None and low >= 0 for low in lows):
        return change
    return change | EITHER


def _number(constant: n.Constant) -> Any:
    # An instant or a text is no number, and nothing is ever less than it.
    value = constant.value
    return value if isinstance(value, (int, float)) else LARGEST


def least(node: n.Value) -> Fraction | None:
    """
    Tell what a number never falls below; None if it may be as small as it likes.
    """
    match node:
        case n.Constant(value=value):
            return Fraction(value) if isinstance(value, (int, float)) else None
        case n.TimeInStage():
            return Fraction(0)
        case n.Aggregate(op=op, query=query):
            low = Fraction(values_of(query)[0])
            if op in {"largest", "latest"}:
                return low
            return None if op in {"total", "mean"} and low < 0 else Fraction(0)
        case n.Total():
            end = enclosed(group_of(node))[0]
            return None if end is None else Fraction(end, 100)
        case n.OrDefault(value=value, default=default):
            lows = least(value), least(default)
            known = [low for low in lows if low is not None]
            return min(known) if len(known) == len(lows) else None
        case n.Arithmetic(op="add" | "mul" as op, left=left, right=right):
            one, other = least(left), least(right)
            if one is None or other is None or (op == "mul" and min(one, other) < 0):
                return None
            return one + other if op == "add" else Fraction(0)
        case _:
            return None


def values_of(query: n.Query) -> tuple[float, float]:
    """
    Tell which values the activities of a query may have.
    """
    conditions: dict[str, Any] = dict(query.where)
    low = max(conditions.get("value_at_least", -LARGEST), -LARGEST)
    high = min(conditions.get("value_at_most", LARGEST), LARGEST)
    exact = conditions.get("value")
    return (low, high) if exact is None else (max(low, exact), min(high, exact))
