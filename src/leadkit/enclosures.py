"""
What a total may be within a piece of time in which every number rises, falls or stays.

Both ends of the piece enclose what lies between them. What can never be seen in the
total (beyond a cap, a floor or a ceiling, or taken as often as given) is left out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import product
from math import ceil, floor, gcd
from typing import TypeAlias

import attrs

from .earning import earned, limited, shares, units
from .hundredths import in_points
from .leads import Lead
from .points import Group, Points
from .rules import nodes as n
from .rules.activities import Activities
from .rules.expressions import Number
from .rules.meaning import Answer, ask, evaluate, exact
from .rules.turning import TICK, polynomial


def group_of(total: n.Total) -> Group:
    """
    Take the group that a rule reads the total of.
    """
    assert isinstance(total.card, Group)  # noqa: S101  there is no other kind of card
    return total.card


@attrs.frozen
class Step:
    """
    What a sum may change with until the end of a piece.

    Attributes:
        times: How often it is taken.

        least: The least by which it changes.

        most: The most.

        part: If it counts whole units of a number that runs evenly, what there is of
            the next one.

        drift: How far that number runs.
    """

    times: int
    least: int
    most: int
    part: Fraction | None = None
    drift: Fraction = Fraction(0)

    @property
    def ends(self) -> tuple[int, int]:
        ends = self.times * self.least, self.times * self.most
        return min(ends), max(ends)


@attrs.frozen
class Sum:
    """
    A sum within a piece: what it is at the start, and what may come to it till the end.

    Attributes:
        start: Hundredths at the start.

        steps: What it may change with; each is in here once, so that what is taken as
            often as it is given cancels out.
    """

    start: int
    steps: Mapping[Hashable, Step] = {}

    @property
    def ends(self) -> tuple[int, int]:
        """
        The least and the most.
        """
        even = [step for step in self.steps.values() if step.part is not None]
        other = [step for step in self.steps.values() if step.part is None]
        low, high = _run(even) if any(step.times for step in even) else (0, 0)
        low += self.start + sum(step.ends[0] for step in other)
        return low, high + self.start + sum(step.ends[1] for step in other)


def _run(steps: Sequence[Step]) -> tuple[int, int]:
    # Whole units are less than one behind the number that they count. So what runs up
    # and what runs down stay near their difference, in steps that divide all of them.
    here = sum((step.times * (step.part or 0) for step in steps), Fraction(0))
    moved = sum((step.times * step.drift for step in steps), Fraction(0))
    behind = sum(step.times for step in steps if step.times > 0)
    ahead = sum(step.times for step in steps if step.times < 0)
    unit = gcd(*(step.times for step in steps))
    low = (here + min(moved, Fraction(0)) - behind) / unit
    high = (here + max(moved, Fraction(0)) - ahead) / unit
    least = floor(low) + 1 if behind else ceil(low)
    most = ceil(high) - 1 if ahead else floor(high)
    return (
        max(least * unit, sum(step.ends[0] for step in steps)),
        min(most * unit, sum(step.ends[1] for step in steps)),
    )


def _between(what: Hashable, start: int, low: int, high: int) -> Sum:
    return Sum(start, {what: Step(1, low - start, high - start)})


def sum_within(group: Group, lead: Lead, left: datetime, right: datetime) -> Sum:
    """
    Tell what a total is at an instant, and what may come to it until another.

    Args:
        group: The group.

        lead: The lead.

        left: Where the piece begins.

        right: Where it ends, itself included.
    """
    start, steps = 0, dict[Hashable, Step]()
    for entry in group.entries:
        if isinstance(entry, Points):
            part = _points(entry, lead, left, right)
        else:
            part = sum_within(entry, lead, left, right)
        start += part.start
        for what, step in part.steps.items():
            taken = steps[what].times if what in steps else 0
            steps[what] = attrs.evolve(step, times=taken + step.times)
    inner = Sum(start, steps)
    low, high = (_clamped(group, end) for end in inner.ends)
    if (low, high) == inner.ends:
        return inner
    return _between(id(group), _clamped(group, start), low, high)


def _clamped(group: Group, whole: int) -> int:
    low, high = group.limits
    whole = whole if low is None else max(low, whole)
    return whole if high is None else min(high, whole)


def _points(points: Points, lead: Lead, left: datetime, right: datetime) -> Sum:
    surely = possibly = _YES
    if points.when is not None:
        surely, possibly = _answers(points.when.node, lead, left, right)
    if possibly != _YES:
        return Sum(0)
    what, first, step = _counted(points, lead, left, right)
    low, high = (step.times * first + end for end in step.ends)
    capped = limited(points, low), limited(points, high)
    if surely == _YES and capped == (low, high):
        return Sum(step.times * first, {what: step} if low < high else {})
    start = earned(points, lead, left).capped
    if surely == _YES:
        return _between(points, start, *capped)
    return _between(points, start, min(0, *capped), max(0, *capped))


def _counted(
    points: Points, lead: Lead, left: datetime, right: datetime
) -> tuple[Hashable, int, Step]:
    # What is counted, how much of it there is at the start, and what comes to that.
    if isinstance(points.per, Number):
        node = points.per.node
        low, high = _number(node, lead, left, right) or (0, 0)
        first = units(exact(node, lead, left))
        step = Step(points.hundredths, units(low) - first, units(high) - first)
        run = None if _reads_totals(node) else polynomial(node, lead, left)
        if run is None or low < 0:
            return node, first, step
        # Numbers that run alike reach their next whole units together.
        part = run[0] % 1
        if len(run) == 2:  # noqa: PLR2004
            drift = run[1] * ((right - left) // TICK)
            step = attrs.evolve(step, part=part, drift=drift)
        return (part, *run[1:]), first, step
    if isinstance(points.per, Activities):
        first, last = (
            abs(sum(shares(points, lead, at).values())) for at in (left, right)
        )
        what = (
            points.per.node,
            abs(points.hundredths),
            *(points.halving, points.fading, points.at_most, points.per_day),
        )
        sign = 1 if points.hundredths > 0 else -1
        return what, first, Step(sign, min(0, last - first), max(0, last - first))
    return None, 1, Step(points.hundredths, 0, 0)


# Rules and numbers that read totals, within a piece ----------------------------------

_NO, _UNKNOWN, _YES = range(3)  # the order of Kleene's logic
_PLACE: dict[Answer, int] = {False: _NO, None: _UNKNOWN, True: _YES}


def _reads_totals(node: n.Node) -> bool:
    return any(isinstance(part, n.Total) for part in n.walk(node))


def _answers(
    node: n.Question, lead: Lead, left: datetime, right: datetime
) -> tuple[int, int]:
    # The least and the most that the answer may be.
    if not _reads_totals(node):
        answer = _PLACE[ask(node, lead, left)]
        return answer, answer
    match node:
        case n.Not(part=part):
            low, high = _answers(part, lead, left, right)
            return _YES - high, _YES - low
        case n.And(parts=parts):
            return _at_least(len(parts), parts, lead, left, right)
        case n.Or(parts=parts):
            return _at_least(1, parts, lead, left, right)
        case n.AtLeast(needed=needed, parts=parts):
            return _at_least(needed, parts, lead, left, right)
        case n.Between(value=value, low=least, high=most):
            both = n.Compare("ge", value, least), n.Compare("le", value, most)
            return _at_least(2, both, lead, left, right)
        case n.IsIn(value=value, options=options):
            each = tuple(n.Compare("eq", value, option) for option in options)
            return _at_least(1, each, lead, left, right)
        case n.Compare(op=op, left=one, right=other):
            a, b = (_number(side, lead, left, right) for side in (one, other))
            return (
                (_UNKNOWN, _UNKNOWN) if a is None or b is None else _compared(op, a, b)
            )
        case _:  # whether something is missing, which totals never are
            answer = _PLACE[ask(node, lead, left)]
            return answer, answer


def _at_least(
    needed: int,
    parts: Sequence[n.Question],
    lead: Lead,
    left: datetime,
    right: datetime,
) -> tuple[int, int]:
    answers = [_answers(part, lead, left, right) for part in parts]
    low, high = (sorted(ends)[-needed] for ends in zip(*answers, strict=True))
    return low, high


_Ends: TypeAlias = tuple[float, float]


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


def _number(node: n.Value, lead: Lead, left: datetime, right: datetime) -> _Ends | None:
    # The least and the most that a number may be, None if it is missing.
    match node:
        case n.Total():
            low, high = sum_within(group_of(node), lead, left, right).ends
            return in_points(low), in_points(high)
        case n.Arithmetic(op=op, left=one, right=other) if _reads_totals(node):
            a, b = (_number(side, lead, left, right) for side in (one, other))
            if a is None or b is None:
                return None
            corners = [n.ARITHMETIC[op].compute(x, y) for x, y in product(a, b)]
            return min(corners), max(corners)
        case n.OrDefault(value=value, default=default) if _reads_totals(node):
            ends = _number(value, lead, left, right)
            return _number(default, lead, left, right) if ends is None else ends
        case _:
            seen = [evaluate(node, lead, at) for at in (left, right)]
            return None if None in seen else (min(seen), max(seen))
