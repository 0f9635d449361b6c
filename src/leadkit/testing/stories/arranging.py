"""
Facts about a lead, arranged as a story needs them: contact points, consents, grants.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import attrs

from ...codes import Channel, Medium
from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Touch
from ...history import consented, holds, is_lead, reachable
from ...leads import Lead
from ...rules.proof.placing import ADDRESSES
from ...rules.proof.quantities import Fact
from .occurrences import BY

L = TypeVar("L", bound=Lead)


def free_media(facts: Mapping[Fact, bool]) -> list[Medium]:
    """
    List the media that no fact names.
    """
    asked = {str(one.of[-1]) for one in facts if one.name in {"contact", "consent"}}
    return [medium for medium in Medium if medium not in asked]


def is_so(fact: Fact, lead: Lead, as_of: datetime, free: list[Medium]) -> bool:
    """
    Tell whether a fact holds about a lead.

    Args:
        fact: The fact; no answer of a host's function.

        lead: The lead.

        as_of: The instant.

        free: The media that no fact names.
    """
    match fact:
        case Fact(name="contact", of=(medium,)):
            return any(one.medium == medium for one in lead.contacts)
        case Fact(name="consent", of=(purpose, medium)):
            return consented(lead, str(purpose), str(medium), as_of)
        case Fact(name="reach", of=(purpose,)):
            return any(reachable(lead, str(purpose), by, as_of) for by in free)
        case Fact(name="holds", of=(qualification,)):
            return holds(lead, str(qualification), as_of)
        case _:
            return is_lead(lead, as_of)


def arranged(lead: L, facts: Mapping[Fact, bool], at: datetime) -> L:
    """
    Change what is otherwise.

    Args:
        lead: The lead; nothing of it is as late as *at*.

        facts: What is to be so, and what not.

        at: When it changes.

    Returns:
        The lead with what could be changed: whether all of it is so now is for the
        caller to see.
    """
    free = free_media(facts)
    for fact, wanted in facts.items():
        if is_so(fact, lead, at, free) is not wanted:
            lead = _changed(lead, fact, at, free, wanted=wanted)
    return lead


def _changed(
    lead: L, fact: Fact, at: datetime, free: list[Medium], *, wanted: bool
) -> L:
    match fact:
        case Fact(name="contact", of=(medium,)):
            by = Medium(str(medium))
            return _reached(lead, by) if wanted else _given_up(lead, by)
        case Fact(name="consent", of=(purpose, medium)):
            return _said(lead, str(purpose), Medium(str(medium)), at, yes=wanted)
        case Fact(name="holds", of=(qualification,)):
            door = lead.grant if wanted else lead.revoke
            return door(str(qualification), at=at, by=BY)
        case Fact(name="reach", of=(purpose,)) if wanted:
            return _said(_reached(lead, free[0]), str(purpose), free[0], at, yes=True)
        case Fact(name="reach", of=(purpose,)):
            for by in free:
                lead = _said(lead, str(purpose), by, at, yes=False)
            return lead
        case _ if wanted:
            return _interested(lead, at, free)
        case _:
            return _given_up(lead, *free)


def _reached(lead: L, by: Medium) -> L:
    contact = ContactPoint(by, ADDRESSES[by])
    return attrs.evolve(lead, contacts=(*lead.contacts, contact))


def _given_up(lead: L, *media: Medium) -> L:
    kept = tuple(one for one in lead.contacts if one.medium not in media)
    return attrs.evolve(lead, contacts=kept)


def _said(lead: L, purpose: str, by: Medium, at: datetime, *, yes: bool) -> L:
    if consented(lead, purpose, by, at) is yes:
        return lead
    if not yes:
        return lead.withdraw(purpose, by, at=at)
    return lead.record(Consent(purpose=purpose, medium=by, granted=True, at=at))


def _interested(lead: L, at: datetime, free: list[Medium]) -> L:
    # What `is_lead` asks for; a purchase stands in its way, and stays.
    if not lead.contacts:
        lead = _reached(lead, (free or list(Medium))[0])
    lead = lead.record(Touch(Channel.FORM, at=at))
    return _said(lead, "anything", lead.contacts[0].medium, at, yes=True)
