"""
When the total of a card next changes by itself, with nothing new arriving.

The history cuts the future into spans. Within one, rules turn at few known instants, and
between those each entry only rises, falls or stays: so its values at both ends enclose
it, and halving the span finds the first instant at which the total differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from .leads import Lead
from .points import Group, earned, enclosed
from .rules import nodes as n
from .rules.expressions import Number
from .rules.turning import (
    TICK,
    crossings,
    derivative,
    happenings,
    polynomial,
    turns,
)

_END = datetime.max.replace(tzinfo=UTC)


def total(group: Group, lead: Lead, as_of: datetime) -> int:
    """
    Compute the total of a group in whole hundredths.
    """
    return _enclosed(group, lead, as_of, as_of)[0]


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
    now = total(group, lead, as_of)
    nodes = [node for points in group.points for node in points.nodes]
    later = [at for at in happenings(nodes, lead) if at > as_of]
    for start, end in pairwise([as_of, *later, _END]):
        if total(group, lead, start) != now:
            return start
        found = _within(group, lead, start, end - TICK, now)
        if found is not None:
            return found
    return None


def _within(
    group: Group, lead: Lead, start: datetime, end: datetime, now: int
) -> datetime | None:
    while start < end:
        stop = min(_turns(group, lead, start, end), default=end)
        found = _first(group, lead, start, stop - TICK, now)
        if found is not None:
            return found
        if total(group, lead, stop) != now:
            return stop
        start = stop
    return None


def _turns(
    group: Group, lead: Lead, start: datetime, end: datetime
) -> Iterator[datetime]:
    for points in group.points:
        if isinstance(points.per, Number):
            number = polynomial(points.per.node, lead, start)
            yield from crossings(derivative(number), start, end)
        for node in points.nodes:
            yield from turns(node, lead, start, end)
            for part in n.walk(node):
                if isinstance(part, n.Total):
                    at = part.card.next_change(lead, as_of=start)
                    if at is not None and at <= end:
                        yield at


def _first(
    group: Group, lead: Lead, start: datetime, stop: datetime, now: int
) -> datetime | None:
    # The total at the start is `now`; look at all instants after it.
    if start >= stop or _enclosed(group, lead, start, stop) == (now, now):
        return None
    if stop - start == TICK:
        return stop if total(group, lead, stop) != now else None
    middle = start + (stop - start) // 2
    found = _first(group, lead, start, middle, now)
    return _first(group, lead, middle, stop, now) if found is None else found


def _enclosed(
    group: Group, lead: Lead, start: datetime, stop: datetime
) -> tuple[int, int]:
    ranges = {}
    for points in group.points:
        ends = [earned(points, lead, at).capped for at in {start, stop}]
        ranges[points] = min(ends), max(ends)
    low, high = enclosed(group, ranges)
    assert low is not None  # noqa: S101  every entry was enclosed
    assert high is not None  # noqa: S101
    return low, high
