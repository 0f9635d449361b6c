"""
When the total of a card next changes by itself, with nothing new arriving.

The history cuts the future into spans, and the turns of running ages cut those into
pieces. Within a piece every number only rises, falls or stays, so that its two ends
enclose the total; halving the pieces that leave it open finds the first instant at
which it differs. What can never be seen in the total is not searched.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import TypeAlias

import attrs

from .leads import Lead
from .points import (
    Group,
    Points,
    earned,
    in_points,
    limited,
    limits,
    shares,
    units,
)
from .rules import nodes as n
from .rules.activities import Activities
from .rules.expressions import Number
from .rules.meaning import Answer, ask, evaluate
from .rules.turning import (
    TICK,
    crossings,
    derivative,
    happenings,
    polynomial,
    turns,
)

_END = datetime.max.replace(tzinfo=UTC)


def next_change(group: Group, lead: Lead, as_of: datetime) -> datetime | None:
    """
    Find the earliest later instant at which the total of a group differs.

    Args:
        group: What is summed.

        lead: The lead.

        as_of: From when, in UTC.

    Returns:
        The instant, or None if it never differs again.

    Raises:
        RuleError: A host's own function makes it unknowable.
    """
    nodes = [node for points in group.points for node in points.nodes]
    later = [at for at in happenings(nodes, lead) if at > as_of]
    now = _total(group, lead, as_of)
    for start, end in pairwise([as_of, *later, _END, _END]):
        cuts = sorted({start, *_turns(group, lead, start, end - TICK)})
        for left, right in pairwise([*cuts, end]):
            if _total(group, lead, left) != now:
                return left
            found = _first(group, lead, left, right - TICK, now)
            if found is not None:
                return found
    return None


def _total(group: Group, lead: Lead, at: datetime) -> int:
    return _sum(group, lead, at, at).start


def _first(
    group: Group, lead: Lead, left: datetime, right: datetime, now: int
) -> datetime | None:
    # The total at the left end is `now`; look at all instants after it.
    if left >= right or _sum(group, lead, left, right).ends == (now, now):
        return None
    if right - left == TICK:
        return right if _total(group, lead, right) != now else None
    middle = left + (right - left) // 2
    found = _first(group, lead, left, middle, now)
    return _first(group, lead, middle, right, now) if found is None else found


def _turns(
    group: Group, lead: Lead, start: datetime, end: datetime
) -> Iterator[datetime]:
    # Where comparisons turn, and where computed numbers stop rising or falling.
    for points in group.points:
        for node in points.nodes:
            yield from turns(node, lead, start, end)
            for part in n.walk(node):
                if isinstance(part, n.Total):
                    yield from _turns(_group(part), lead, start, end)
                elif isinstance(part, n.Arithmetic):
                    slope = derivative(polynomial(part, lead, start))
                    yield from crossings(slope, start, end)


def _group(total: n.Total) -> Group:
    assert isinstance(total.card, Group)  # noqa: S101  there is no other kind of card
    return total.card


# What the total may be within a piece ------------------------------------------------


@attrs.frozen
class _Step:
    """
    What a sum may change with until the end of a piece.

    Attributes:
        times: How often it is taken.

        least: The least by which it changes.

        most: The most.

        drift: For the whole units of a number that runs evenly, how far that runs.
    """

    times: int
    least: int
    most: int
    drift: Fraction | None = None

    @property
    def ends(self) -> tuple[int, int]:
        ends = self.times * self.least, self.times * self.most
        return min(ends), max(ends)


@attrs.frozen
class _Sum:
    """
    A sum within a piece: what it is at the start, and what may come to it till the end.

    Attributes:
        start: Hundredths at the start.

        steps: What it may change with; each is in here once, so that what is taken as
            often as it is given cancels out.
    """

    start: int
    steps: Mapping[Hashable, _Step] = {}

    @property
    def ends(self) -> tuple[int, int]:
        """
        The least and the most.
        """
        low = high = self.start
        run_low, run_high, slack, drift = 0, 0, 0, Fraction(0)
        for step in self.steps.values():
            if step.drift is None:
                low, high = low + step.ends[0], high + step.ends[1]
            else:
                run_low, run_high = run_low + step.ends[0], run_high + step.ends[1]
                slack += abs(step.times)
                drift += step.times * step.drift
        # Whole units are less than one from what they count, so that what runs up and
        # what runs down together stay near the difference of the two.
        low += max(run_low, floor(min(drift, Fraction(0))) - slack)
        high += min(run_high, ceil(max(drift, Fraction(0))) + slack)
        return low, high


def _between(what: Hashable, start: int, low: int, high: int) -> _Sum:
    return _Sum(start, {what: _Step(1, low - start, high - start)})


def _sum(group: Group, lead: Lead, left: datetime, right: datetime) -> _Sum:
    start, steps = 0, dict[Hashable, _Step]()
    for entry in group.entries:
        if isinstance(entry, Points):
            part = _points(entry, lead, left, right)
        else:
            part = _sum(entry, lead, left, right)
        start += part.start
        for what, step in part.steps.items():
            taken = steps[what].times if what in steps else 0
            steps[what] = attrs.evolve(step, times=taken + step.times)
    inner = _Sum(start, steps)
    low, high = (_clamped(group, end) for end in inner.ends)
    if (low, high) == inner.ends:
        return inner
    return _between(id(group), _clamped(group, start), low, high)


def _clamped(group: Group, whole: int) -> int:
    low, high = limits(group)
    whole = whole if low is None else max(low, whole)
    return whole if high is None else min(high, whole)


def _points(points: Points, lead: Lead, left: datetime, right: datetime) -> _Sum:
    surely = possibly = _YES
    if points.when is not None:
        surely, possibly = _answers(points.when.node, lead, left, right)
    if possibly != _YES:
        return _Sum(0)
    what, first, step = _counted(points, lead, left, right)
    low, high = (step.times * first + end for end in step.ends)
    capped = limited(points, low), limited(points, high)
    if surely == _YES and capped == (low, high):
        return _Sum(step.times * first, {what: step} if low < high else {})
    start = earned(points, lead, left).capped
    if surely == _YES:
        return _between(points, start, *capped)
    return _between(points, start, min(0, *capped), max(0, *capped))


def _counted(
    points: Points, lead: Lead, left: datetime, right: datetime
) -> tuple[Hashable, int, _Step]:
    # What is counted, how much of it there is at the start, and what comes to that.
    if isinstance(points.per, Number):
        node = points.per.node
        low, high = _number(node, lead, left, right) or (0, 0)
        first = units(evaluate(node, lead, left))
        steps = points.hundredths, units(low) - first, units(high) - first
        run = None if _reads_totals(node) else polynomial(node, lead, left)
        if run is None or low < 0:
            return node, first, _Step(*steps)
        # Numbers that run alike reach their next whole units together.
        even = len(run) == 2  # noqa: PLR2004
        drift = run[1] * ((right - left) // TICK) if even else None
        return (run[0] % 1, *run[1:]), first, _Step(*steps, drift)
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
        return what, first, _Step(sign, min(0, last - first), max(0, last - first))
    return None, 1, _Step(points.hundredths, 0, 0)


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
            low, high = _sum(_group(node), lead, left, right).ends
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
