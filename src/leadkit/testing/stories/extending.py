"""
Single things that happen to a lead, each as a host would record it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

import attrs

from ...consents import Consent
from ...errors import LeadkitError
from ...happenings import Activity
from ...leads import Lead
from ...rules import nodes as n
from ...unchecked import REFUSALS

L = TypeVar("L", bound=Lead)

#: What of a lead isn't changed by setting it.
FIXED = frozenset(
    {*Lead.members, *("id", "stage", "revision", "traits", "created_at", "erased_at")}
)


def with_value(lead: L, node: n.Field, value: Any) -> L | None:
    """
    Set a field or a trait.

    Args:
        lead: The lead.

        node: The field or trait.

        value: Its value; None if it is to be missing.

    Returns:
        The lead; None if its class refuses that.
    """
    try:
        if isinstance(node, n.Trait):
            return attrs.evolve(lead, traits={**lead.traits, node.name: value})
        field: Any = attrs.fields_dict(type(lead)).get(node.name)
        if field is None or not field.init:
            return None
        return attrs.evolve(lead, **{field.alias: value})
    except REFUSALS:
        return None


def added(lead: L, at: datetime, draft: dict[str, Any], number: int = 1) -> L:
    """
    Record new activities.

    Args:
        lead: The lead.

        at: When they happen.

        draft: What they are made of.

        number: How many there are.
    """
    known = {one.id for one in lead.activities}
    ids: Iterable[str] = (f"a{count}" for count in range(1, len(known) + number + 1))
    fresh = [one for one in ids if one not in known][:number]
    return lead.record(*(Activity(id=one, at=at, **draft) for one in fresh))


def agreed(lead: L, at: datetime, purpose: str, medium: str, *, to: bool) -> L:
    """
    Record that a lead agrees, or takes it back.

    Args:
        lead: The lead.

        at: When.

        purpose: What for.

        medium: By which medium.

        to: Whether it agrees.
    """
    if to:
        given = Consent(purpose=purpose, medium=medium, granted=True, at=at)
        return lead.record(given)
    try:
        return lead.withdraw(purpose, medium, at=at)
    except LeadkitError:  # there is nothing to withdraw
        return lead
