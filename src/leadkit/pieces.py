"""
A piece of time in which every number of a lead rises, falls or stays.

Both ends of the piece enclose what lies between them. What can never be seen in a total
(beyond a cap, a floor or a ceiling, or taken as often as given) is left out.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from itertools import product
from typing import TypeAlias

import attrs

from .earning import earned, limited, shares, units
from .enclosures import Step, Sum, between
from .hundredths import in_points
from .leads import Lead
from .points import Group, Points
from .rules import nodes as n
from .rules.activities import Activities
from .rules.expressions import Number
from .rules.meaning import Answer, ask, exact
from .rules.turning import TICK, polynomial

# The least and the most.
_Ends: TypeAlias = tuple[float, float]

_NO, _UNKNOWN, _YES = range(3)  # the order of Kleene's logic
_PLACE: dict[Answer, int] = {False: _NO, None: _UNKNOWN, True: _YES}


class Piece:
    """
    A piece of time of one lead.

    Args:
        lead: The lead.

        left: Where the piece begins.

        right: Where it ends, itself included.
    """

    def __init__(self, lead: Lead, left: datetime, right: datetime) -> None:
        self._lead = lead
        self._left = left
        self._right = right
        # A card that is read in several places is summed once. What is summed is kept,
        # so that no other card gets its id.
        self._sums: dict[int, tuple[Group, Sum]] = {}

    def total(self, group: Group) -> Sum:
        """
        Tell what a total is at the start of the piece, and what may come to it.

        Args:
            group: The group.
        """
        if id(group) not in self._sums:
            self._sums[id(group)] = group, self._summed(group)
        return self._sums[id(group)][1]

    def _summed(self, group: Group) -> Sum:
        start, steps = 0, dict[Hashable, Step]()
        for entry in group.entries:
            if isinstance(entry, Points):
                part = self._points(entry)
            else:
                part = self.total(entry)
            start += part.start
            for what, step in part.steps.items():
                taken = steps[what].times if what in steps else 0
                steps[what] = attrs.evolve(step, times=taken + step.times)
        inner = Sum(start, steps)
        low, high = (_clamped(group, end) for end in inner.ends)
        if (low, high) == inner.ends:
            return inner
        return between(id(group), _clamped(group, start), low, high)

    def _points(self, points: Points) -> Sum:
        surely = possibly = _YES
        if points.when is not None:
            surely, possibly = self._answers(points.when.node)
        if possibly != _YES:
            return Sum(0)
        what, first, step = self._counted(points)
        low, high = (step.times * first + end for end in step.ends)
        capped = limited(points, low), limited(points, high)
        if surely == _YES and capped == (low, high):
            return Sum(step.times * first, {what: step} if low < high else {})
        start = earned(points, self._lead, self._left).capped
        if surely == _YES:
            return between(points, start, *capped)
        return between(points, start, min(0, *capped), max(0, *capped))

    def _counted(self, points: Points) -> tuple[Hashable, int, Step]:
        # What is counted, how much of it there is at the start, and what comes to that.
        if isinstance(points.per, Number):
            node = points.per.node
            low, high = self._number(node) or (0, 0)
            first = units(exact(node, self._lead, self._left))
            step = Step(points.hundredths, units(low) - first, units(high) - first)
            run = (
                None
                if _reads_totals(node)
                else polynomial(node, self._lead, self._left)
            )
            if run is None or low < 0:
                return node, first, step
            # Numbers that run alike reach their next whole units together.
            part = run[0] % 1
            if len(run) == 2:  # noqa: PLR2004
                drift = run[1] * ((self._right - self._left) // TICK)
                step = attrs.evolve(step, part=part, drift=drift)
            return (part, *run[1:]), first, step
        if isinstance(points.per, Activities):
            first, last = (
                abs(sum(shares(points, self._lead, at).values()))
                for at in (self._left, self._right)
            )
            what = (
                points.per.node,
                abs(points.hundredths),
                *(points.halving, points.fading, points.at_most, points.per_day),
            )
            sign = 1 if points.hundredths > 0 else -1
            return what, first, Step(sign, min(0, last - first), max(0, last - first))
        return None, 1, Step(points.hundredths, 0, 0)

    def _answers(self, node: n.Question) -> tuple[int, int]:
        # The least and the most that the answer may be.
        if not _reads_totals(node):
            answer = _PLACE[ask(node, self._lead, self._left)]
            return answer, answer
        match node:
            case n.Not(part=part):
                low, high = self._answers(part)
                return _YES - high, _YES - low
            case n.And(parts=parts):
                return self._at_least(len(parts), parts)
            case n.Or(parts=parts):
                return self._at_least(1, parts)
            case n.AtLeast(needed=needed, parts=parts):
                return self._at_least(needed, parts)
            case n.Between(value=value, low=least, high=most):
                both = n.Compare("ge", value, least), n.Compare("le", value, most)
                return self._at_least(2, both)
            case n.IsIn(value=value, options=options):
                each = tuple(n.Compare("eq", value, option) for option in options)
                return self._at_least(1, each)
            case n.Compare(op=op, left=one, right=other):
                a, b = (self._number(side) for side in (one, other))
                return (
                    (_UNKNOWN, _UNKNOWN)
                    if a is None or b is None
                    else _compared(op, a, b)
                )
            case _:  # whether something is missing, which totals never are
                answer = _PLACE[ask(node, self._lead, self._left)]
                return answer, answer

    def _at_least(self, needed: int, parts: Sequence[n.Question]) -> tuple[int, int]:
        answers = [self._answers(part) for part in parts]
        low, high = (sorted(ends)[-needed] for ends in zip(*answers, strict=True))
        return low, high

    def _number(self, node: n.Value) -> _Ends | None:
        # The least and the most that a number may be, None if it is missing.
        match node:
            case n.Total():
                low, high = self.total(group_of(node)).ends
                return in_points(low), in_points(high)
            case n.Arithmetic(op=op, left=one, right=other) if _reads_totals(node):
                a, b = (self._number(side) for side in (one, other))
                if a is None or b is None:
                    return None
                corners = [n.ARITHMETIC[op].compute(x, y) for x, y in product(a, b)]
                return min(corners), max(corners)
            case n.OrDefault(value=value, default=default) if _reads_totals(node):
                ends = self._number(value)
                return self._number(default) if ends is None else ends
            case _:
                ends_at = self._left, self._right
                seen = [exact(node, self._lead, at) for at in ends_at]
                return None if None in seen else (min(seen), max(seen))


def group_of(total: n.Total) -> Group:
    """
    Take the group that a rule reads the total of.
    """
    assert isinstance(total.card, Group)  # noqa: S101  there is no other kind of card
    return total.card


def _clamped(group: Group, whole: int) -> int:
    low, high = group.limits
    whole = whole if low is None else max(low, whole)
    return whole if high is None else min(high, whole)


def _reads_totals(node: n.Node) -> bool:
    return any(isinstance(part, n.Total) for part in n.walk(node))


def _compared(op: str, one: _Ends, other: _Ends) -> tuple[int, int]:
    if op in {"eq", "ne"}:
        apart = one[1] < other[0] or other[1] < one[0]
        alike = not apart and one[0] == one[1] and other[0] == other[1]
        surely, possibly = (alike, not apart) if op == "eq" else (apart, not alike)
    else:
        # The sides at their most different ends, in both directions.
        compute = n.COMPARISONS[op].compute
        answers = compute(one[0], other[1]), compute(one[1], other[0])
        surely, possibly = all(answers), any(answers)
    return _PLACE[surely], _PLACE[possibly]
