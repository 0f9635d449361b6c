"""
The reference for scores: what a card means, entry by entry, slow and obviously right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from .earning import earned
from .errors import LeadError, described, is_a
from .hundredths import told
from .leads import Lead
from .points import Group, Points
from .rules.reasons import missing_fields
from .scores import Line, Score


def scored(card: Group, lead: Lead, as_of: datetime) -> Score:
    """
    Score a lead.

    Args:
        card: The card.

        lead: The lead.

        as_of: The instant, in UTC.

    Raises:
        LeadError: *lead* is no lead, or lacks a field that the card reads.
    """
    if not is_a(lead, Lead):
        raise LeadError("a scorecard", described(lead), "a Lead")
    missing = (
        name
        for points in card.points
        for node in points.nodes
        for name in missing_fields(node, lead, as_of)
    )
    lines = tuple(_lines(card, lead, as_of))
    return Score(card.name, as_of, lines, tuple(dict.fromkeys(missing)))


def _lines(group: Group, lead: Lead, as_of: datetime) -> Iterator[Line]:
    total = 0
    for entry in group.entries:
        if isinstance(entry, Points):
            lines: Iterable[Line] = _earned(entry, group, lead, as_of)
        else:
            lines = _lines(entry, lead, as_of)
        for line in lines:
            total += line.hundredths
            yield line
    low, high = group.limits
    if low is not None and total < low:
        name = f"{group.name}: floor {told(low)}"
        yield Line(name, low - total, (), "floor", group.name)
    elif high is not None and total > high:
        name = f"{group.name}: ceiling {told(high)}"
        yield Line(name, high - total, (), "ceiling", group.name)


def _earned(
    points: Points, group: Group, lead: Lead, as_of: datetime
) -> Iterator[Line]:
    gives = earned(points, lead, as_of)
    if gives.raw:
        yield Line(points.label, gives.raw, gives.activities, "rule", group.name)
    if gives.capped != gives.raw:
        cut = gives.capped - gives.raw
        name = f"{points.label}: cap {told(abs(gives.capped))}"
        yield Line(name, cut, (), "cap", group.name)
