"""
Real leads for what the search found: the proof that something is possible.

A world may combine what no lead combines. So a lead is built for it, field by field and
activity by activity, and the reference interpreter has the last word.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import attrs

from ...leads import Lead
from .. import nodes as n
from .drafts import Budget, Draft
from .placing import instant_for, put_entries, put_facts, put_fields, put_stages
from .quantities import Pair
from .reaching import guess_fields, with_activities
from .regions import Region
from .wanting import Wanted


@attrs.frozen
class Example:
    """
    A lead that shows that something is possible.

    Attributes:
        lead: The lead; made up.

        as_of: The instant of the question.
    """

    lead: Lead
    as_of: datetime


def nearest(
    record: type[Lead], goal: Wanted, budget: Budget, *, entering: bool = False
) -> tuple[Lead, datetime, Fraction] | None:
    """
    Build the lead that comes nearest to what is wanted.

    Args:
        record: Its class.

        goal: What is wanted.

        budget: How many leads may be built.

        entering: Whether the lead entered the stages that activities are counted
            since a day ago, and not long ago.

    Returns:
        The lead, the instant, and by how much its numbers miss their regions; None if
        there is no such lead.
    """
    try:
        as_of = instant_for(goal)
        if as_of is None:
            return None
        draft = Draft(record, as_of)
        put_fields(draft, goal)
        put_facts(draft, goal)
        put_stages(draft, goal)
        needs: dict[n.Value, Region | None] = {
            key: region
            for key, region in goal.regions.items()
            if isinstance(key, (n.Aggregate, n.Total, n.Arithmetic))
            or (isinstance(key, n.Age) and not isinstance(key.instant, n.Field))
        }
        if entering:
            put_entries(draft, needs)
        pairs = {k: v for k, v in goal.samples.items() if isinstance(k, Pair)}
        guess_fields(draft, needs, pairs, budget)
        return with_activities(draft, needs, budget)
    except OverflowError:  # beyond the calendar
        return None
