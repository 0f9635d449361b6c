"""
When the total of a card next changes by itself, with nothing new arriving.

The history cuts the future into spans, and the turns of running ages cut those into
pieces. Within a piece every number only rises, falls or stays, so that its two ends
enclose the total; halving the pieces that leave it open finds the first instant at
which it differs. What can never be seen in the total is not searched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from .leads import Lead
from .pieces import Piece
from .points import Group
from .rules import nodes as n
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
    return Piece(lead, at, at).total(group).start


def _first(
    group: Group, lead: Lead, left: datetime, right: datetime, now: int
) -> datetime | None:
    # The total at the left end is `now`; look at all instants after it.
    if left >= right or Piece(lead, left, right).total(group).ends == (now, now):
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
    nodes = [node for points in group.points for node in points.nodes]
    for node in nodes:
        yield from turns(node, lead, start, end)
    for part in n.walk_once(nodes):
        if isinstance(part, n.Arithmetic):
            slope = derivative(polynomial(part, lead, start))
            yield from crossings(slope, start, end)
