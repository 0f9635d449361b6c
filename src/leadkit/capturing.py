"""
What `Lead.capture` insists on: interest shown, and a channel left of its own will.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from .consents import Consent, is_own_will
from .contact_points import ContactPoint
from .errors import LeadError, described, listing, with_article
from .happenings import Activity, Happening, Touch
from .records import Record

R = TypeVar("R", bound=Record)

_SUBJECT = "capture of a lead"


def check_own(fields: Mapping[str, object]) -> None:
    """
    Check that a host's own fields are none of those that capturing fills in.

    Raises:
        LeadError: One of them is.
    """
    taken = {"contacts", "consents", "touches", "created_at"} & fields.keys()
    if taken:
        raise LeadError(
            _SUBJECT,
            f"{listing(sorted(taken))} as well",
            "contact, consent, touch and at",
            "Use the plain constructor to load a lead that exists.",
        )


def interest(
    contact: ContactPoint | None, consent: Consent | None, touch: Touch | None
) -> tuple[ContactPoint, Consent, Touch]:
    """
    Check what a lead left.

    Raises:
        LeadError: Something is missing, or the consent isn't one for the contact.
    """
    contact = _given(contact, ContactPoint, "contact", "a channel to reach it by")
    consent = _given(consent, Consent, "consent", "its consent to be reached")
    touch = _given(touch, Touch, "touch", "the interest that it showed")
    if not consent.granted:
        raise LeadError(_SUBJECT, "a consent that was withdrawn", "a granted one")
    if not is_own_will(consent, consent.at):
        raise LeadError(
            _SUBJECT,
            "what a machine agreed to, or another ground than consent",
            "a consent of its own will",
            "Use the plain constructor to load somebody whom you contact on another "
            "ground.",
        )
    if consent.medium != contact.medium:
        raise LeadError(
            _SUBJECT,
            f"a consent for {consent.medium.value}",
            f"one for {contact.medium.value}, the medium of the contact",
        )
    return contact, consent, touch


def check_in_force(consent: Consent, at: datetime) -> None:
    """
    Check that a consent hasn't expired by an instant.

    Raises:
        LeadError: It has.
    """
    if not is_own_will(consent, at):
        raise LeadError(_SUBJECT, "a consent that has expired", "one in force")


def check_new(
    activities: Iterable[Activity], happened: Iterable[Happening], at: datetime
) -> None:
    """
    Check that a lead begins at an instant.

    Args:
        activities: Its activities.

        happened: What else happened.

        at: The instant.

    Raises:
        LeadError: Something is dated after it, or the lead bought before.
    """
    activities = tuple(activities)
    if any(happening.at > at for happening in (*happened, *activities)):
        raise LeadError(
            _SUBJECT,
            "a consent, touch or other happening dated after 'at'",
            "all of it at or before that",
        )
    if any(activity.type == "purchased" for activity in activities):
        raise LeadError(
            _SUBJECT, "one that has purchased", "somebody who never bought from us"
        )


def _given(value: object, wanted: type[R], name: str, why: str) -> R:
    if not isinstance(value, wanted):
        raise LeadError(
            _SUBJECT,
            f"{described(value)} as {name}",
            f"{with_article(wanted)}: {why}",
            "Use the plain constructor to load a record that isn't a new lead.",
        )
    return value
