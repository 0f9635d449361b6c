"""
What may happen to a lead at any time, whatever is asked about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeAlias

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Grant
from ...leads import Lead
from ...records import given_of_record
from ...rules import nodes as n
from ..stories.extending import FIXED, added, with_value
from ..stories.occurrences import BY
from .edges import AS_OF, Edges
from .happenings import Draft, any_draft, drafts_of
from .ledgers import consents, contact_points, grants
from .values import values_of, values_of_node

#: Makes the lead after something happened at an instant; None if it can't.
Change: TypeAlias = Callable[[Any, datetime], Any]


def changes(record: type[Lead], edges: Edges) -> SearchStrategy[Change]:
    """
    Draw what may happen: activities, consents, qualifications, fields that change.

    Args:
        record: The class of leads.

        edges: What is asked about.
    """
    return st.one_of([*_changes(record, edges)])


def _changes(record: type[Lead], edges: Edges) -> Iterator[SearchStrategy[Change]]:
    drafts = [drafts_of(query, some, AS_OF) for query, some in edges.queries.items()]
    yield st.one_of([*drafts, any_draft(edges, AS_OF)]).map(_recorded)
    yield consents(edges, AS_OF).map(_said)
    yield contact_points(edges).map(_reached)
    yield grants(edges, AS_OF).map(_granted)
    fields = given_of_record(record)
    for node in sorted({*edges.fields, *edges.ages}, key=str):
        if isinstance(node, n.Trait):
            values = st.none() | values_of_node(node, edges, AS_OF)
        elif node.name in FIXED or node.name not in fields:
            continue
        else:
            values = values_of(record, fields[node.name], edges, AS_OF)
        yield st.builds(_became, st.just(node), values)


def _recorded(draft: Draft) -> Change:
    def happen(lead: Lead, at: datetime) -> Lead:
        return added(lead, at, {key: v for key, v in draft.items() if key != "at"})

    return happen


def _said(consent: Consent) -> Change:
    def happen(lead: Lead, at: datetime) -> Lead:
        ends = consent.expires_at
        expires = None if ends is None else at + (ends - consent.at)
        return lead.record(attrs.evolve(consent, at=at, expires_at=expires))

    return happen


def _reached(point: ContactPoint) -> Change:
    def happen(lead: Lead, _: datetime) -> Lead:
        kept = tuple(one for one in lead.contacts if one != point)
        more = kept if point in lead.contacts else (*kept, point)
        return attrs.evolve(lead, contacts=more)

    return happen


def _granted(grant: Grant) -> Change:
    def happen(lead: Lead, at: datetime) -> Lead:
        change = lead.grant if grant.granted else lead.revoke
        return change(grant.qualification, at=at, by=BY, automatic=grant.automatic)

    return happen


def _became(node: n.Field, value: Any) -> Change:
    def happen(lead: Lead, at: datetime) -> Lead | None:
        # What is near the instant of a question is to be near this one.
        new = value + (at - AS_OF) if isinstance(value, datetime) else value
        return with_value(lead, node, new)

    return happen
