"""
When the total of a card next changes by itself, with nothing new arriving.

The history cuts the future into spans, and the turns of running ages cut those into
pieces. Within a piece every number only rises, falls or stays, so that its two ends
enclose the total; halving the pieces that leave it open finds the first instant at
which it differs. What can never be seen in the total is not searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from .instants import LAST
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
    running,
    turns_of,
)


def next_change(
    group: Group, lead: Lead, as_of: datetime, until: datetime = LAST
) -> datetime | None:
    """
    Find the earliest later instant at which the total of a group differs.

    Args:
        group: What is summed.

        lead: The lead.

        as_of: From when, in UTC.

        until: Up to when, itself included.

    Returns:
        The instant, or None if it doesn't differ again by then.

    Raises:
        RuleError: A host's own function makes it unknowable.
    """
    nodes = [node for points in group.points for node in points.nodes]
    later = [at for at in happenings(nodes, lead) if as_of < at <= until]
    # The last instant of the calendar is a span of its own.
    last = [LAST, LAST] if until >= LAST else [until + TICK]
    now = Piece(lead, as_of, as_of).total(group).start
    parts = running(nodes)
    for start, end in pairwise([as_of, *later, *last]):
        cuts = sorted({start, *_turns(parts, lead, start, end - TICK)})
        for left, right in pairwise([*cuts, end]):
            found = _first(group, lead, left, max(left, right - TICK), now)
            if found is not None:
                return found
    return None


def _first(
    group: Group, lead: Lead, left: datetime, right: datetime, now: int
) -> datetime | None:
    seen = Piece(lead, left, right).total(group)
    if seen.start != now:
        return left
    if left == right or seen.ends == (now, now):
        return None
    middle = left + (right - left) // 2
    found = _first(group, lead, left, middle, now)
    return _first(group, lead, middle + TICK, right, now) if found is None else found


def _turns(
    parts: Iterable[n.Node], lead: Lead, start: datetime, end: datetime
) -> Iterator[datetime]:
    # Where comparisons turn, and where computed numbers stop rising or falling.
    yield from turns_of(parts, lead, start, end)
    for part in parts:
        if isinstance(part, n.Arithmetic):
            slope = derivative(polynomial(part, lead, start))
            yield from crossings(slope, start, end)
