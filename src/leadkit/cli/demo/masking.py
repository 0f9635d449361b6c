"""
Leads whose names and contact points nobody can read.

A masked contact point has the shape of its medium, and so whoever was reachable still
is; nothing of the address is left in it.
"""

from __future__ import annotations

import attrs

from ...codes import Medium
from ...contact_points import ContactPoint
from ...leads import Lead


def masked(lead: Lead, number: int) -> Lead:
    """
    Mask a lead.

    Args:
        lead: The lead; it isn't changed.

        number: Its place among the leads, which keeps contact points apart.

    Returns:
        The lead with the first letters of its name, and masked contact points.
    """
    return attrs.evolve(
        lead,
        name=None if lead.name is None else _initials(lead.name),
        contacts=[mask(contact, number) for contact in lead.contacts],
    )


def mask(contact: ContactPoint, number: int) -> ContactPoint:
    """
    Mask a contact point.

    Args:
        contact: The contact point.

        number: What tells it from those of other leads.

    >>> mask(ContactPoint("email", "sara.ahmadi@example.com"), 17).value
    '***0017@masked.example'
    >>> mask(ContactPoint("phone", "+447700900123"), 17).value
    '+99900000017'
    """
    match contact.medium:
        case Medium.EMAIL:
            value = f"***{number:04}@masked.example"
        case Medium.PHONE | Medium.SMS:
            value = f"+999{number:08}"  # no country has this code
        case _:
            value = f"***{number:04}"
    return ContactPoint(contact.medium, value)


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}***" for word in name.split())
