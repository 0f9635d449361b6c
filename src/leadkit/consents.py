"""
The ledger of consents: what a lead said about being contacted, and what follows of it.

Entries are added and never changed; what holds at an instant is found by reading those
up to it. Of two at one instant the more restrictive one wins.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import datetime, timedelta

import attrs

from . import members
from .codes import Actor, Basis, ConsentStatus, Medium
from .errors import ConsentError, InputError, described, listing, near_miss
from .instants import LAST
from .records import CODE, Record

# What wins of several entries at one instant, from the least to the most restrictive.
_RESTRICTIONS = (
    ConsentStatus.GRANTED,
    ConsentStatus.EXPIRED,
    ConsentStatus.DENIED,
    ConsentStatus.WITHDRAWN,
)
_REFUSALS = {ConsentStatus.DENIED, ConsentStatus.WITHDRAWN}
_NOTHING = timedelta(0)


@attrs.frozen(kw_only=True)
class Consent(Record):
    """
    What a lead said about being contacted for a purpose by a medium.

    It is an entry in a ledger to which entries are only ever added. What is kept of it
    follows the GDPR, Articles 6 and 7, and ISO/IEC TS 27560: who, when, how, and what
    they were told.

    Attributes:
        purpose: What for: ``"marketing"``. A consent for one purpose is none for
            another.

        medium: By which `Medium`.

        granted: Whether it was given. Give this or *status*: alone, True says
            ``"granted"`` and False ``"withdrawn"``.

        status: `ConsentStatus` or its code: ``"granted"``, ``"denied"`` when asked,
            ``"withdrawn"`` later, or ``"expired"``.

        at: When.

        source: Where it was said: the form and its version.

        basis: On what lawful ground; `Basis` or its code.

        notice_version: Which wording the lead was shown.

        evidence_ref: Where the proof is kept: an id in a host's archive.

        jurisdiction: Under whose law: ``"DE"``, ``"US-CA"``.

        expires_at: From when on a grant counts no more; always after *at*.

        by: Who recorded it.

        actor: Whether a human or a machine said so. A grant by a machine, as by a mail
            scanner that follows a link, counts for nothing.

        imported: Whether it came with an import that knows no more than yes or no. A
            grant that did fills a gap at most: it counts only where the lead never
            withdrew or denied.

    Raises:
        ConsentError: *granted* and *status* are both missing, or contradict each other;
            or it expires before it begins.
    """

    purpose: str = attrs.field(metadata=CODE)
    medium: Medium = attrs.field(converter=members.medium)
    granted: bool = attrs.field(default=None, converter=members.flag)
    status: ConsentStatus = attrs.field(default=None, converter=members.status)
    at: datetime
    source: str | None = None
    basis: Basis = attrs.field(default=Basis.CONSENT, converter=members.basis)
    notice_version: str | None = None
    evidence_ref: str | None = None
    jurisdiction: str | None = None
    expires_at: datetime | None = None
    by: str | None = None
    actor: Actor = attrs.field(default=Actor.HUMAN, converter=members.actor)
    imported: bool = False

    def __attrs_post_init__(self) -> None:
        granted, status = _settled(self.granted, self.status)
        object.__setattr__(self, "granted", granted)
        object.__setattr__(self, "status", status)
        super().__attrs_post_init__()
        if self.granted and self.status is not ConsentStatus.GRANTED:
            raise ConsentError(
                "field 'status' of Consent",
                f"{self.status.value!r} with granted=True",
                "two that say the same",
                "Give one of them; to attrs.evolve(), both.",
                code="contradiction",
            )
        if self.expires_at is not None and self.expires_at <= self.at:
            raise ConsentError(
                "expires_at of a Consent",
                "an instant that isn't after the consent",
                "a later one",
                "Leave it out if the consent doesn't expire.",
                code="expiry",
            )


def _settled(granted: object, status: object) -> tuple[object, object]:
    # Each of the two follows from the other. Who says no in one of them means it, so
    # that `attrs.evolve(consent, granted=False)` withdraws.
    if granted is None and status is None:
        raise ConsentError(
            "field 'granted' of Consent",
            "nothing",
            "True or False, or a status",
            "Write granted=True, or status='denied'.",
            code="contradiction",
        )
    if granted is None:
        return status == ConsentStatus.GRANTED, status
    if granted is True:
        return granted, status or ConsentStatus.GRANTED
    said_so = isinstance(status, str) and status != ConsentStatus.GRANTED
    return granted, status if said_so else ConsentStatus.WITHDRAWN


def restriction(entry: object) -> tuple[int, timedelta]:
    """
    Tell how restrictive a record is, among those of one kind at one instant.

    What revokes a qualification restricts as what withdraws a consent does, and of two
    grants the one that ends earlier; most records restrict nothing.
    """
    if not isinstance(entry, Consent):
        return int(not getattr(entry, "granted", True)), _NOTHING
    ends = entry.expires_at
    sooner = _NOTHING if ends is None else LAST - ends + timedelta(microseconds=1)
    return _RESTRICTIONS.index(entry.status), sooner


def deciding(
    consents: Iterable[Consent],
    purpose: str,
    medium: str,
    as_of: datetime,
    erased_at: datetime | None = None,
) -> Consent | None:
    """
    Find the entry that decides whether somebody may be contacted.

    That is the newest one. But a machine can't agree to anything; a grant that was
    imported counts for nothing where there is any withdrawal or denial; and an older
    grant of the lead's own that is in force comes before it.

    Args:
        consents: The ledger, newest first, the more restrictive first at one instant.

        purpose: What for.

        medium: By which `Medium`.

        as_of: The instant; later entries aren't seen.

        erased_at: When the lead was erased. Then it is as if it had never said
            anything, and an import doesn't bring it back.

    Returns:
        The entry, which need not be a grant in force; None if there is none at all.
    """
    seen = (
        entry
        for entry in consents
        if entry.purpose == purpose and entry.medium == medium and entry.at <= as_of
    )
    if erased_at is not None and erased_at <= as_of:
        seen = _said_since(seen, erased_at)
    own = imported = clicked = None
    for entry in seen:
        if not entry.granted:
            own = own or entry
            if entry.status in _REFUSALS:
                return own
        elif entry.actor is Actor.MACHINE:
            clicked = clicked or entry
        elif own is not None:
            continue
        elif entry.imported:
            imported = imported or entry
        elif permits(entry, as_of):
            return entry
        else:
            own = entry
    return imported or own or clicked


def _said_since(consents: Iterable[Consent], erased_at: datetime) -> Generator[Consent]:
    return (
        entry
        for entry in consents
        if entry.at > erased_at and not (entry.granted and entry.imported)
    )


def permits(entry: Consent | None, as_of: datetime) -> bool:
    """
    Tell whether an entry that decides is a grant in force.
    """
    return (
        entry is not None
        and entry.granted
        and entry.actor is not Actor.MACHINE
        and (entry.expires_at is None or entry.expires_at > as_of)
    )


def is_own_will(entry: Consent | None, as_of: datetime) -> bool:
    """
    Tell whether an entry that decides is a consent in force, and on no other ground.
    """
    return permits(entry, as_of) and entry is not None and entry.basis is Basis.CONSENT


def media_to_withdraw(
    consents: Iterable[Consent], purpose: str, medium: str | None, at: datetime
) -> tuple[Medium, ...]:
    """
    Find the media by which a consent is to be withdrawn.

    Args:
        consents: The ledger.

        purpose: What for.

        medium: By which `Medium`; None for every one, those too by which nothing was
            granted yet: an import may bring that.

        at: When it is to be withdrawn.

    Raises:
        ConsentError: There is no grant, in force or not.

        InputError: There is no such medium.
    """
    asked = tuple(Medium) if medium is None else (known_medium(medium),)
    granted = {
        entry.medium
        for entry in consents
        if entry.granted and entry.purpose == purpose and entry.at <= at
    }
    if not granted & {*asked}:
        raise ConsentError(
            "withdrawal of a consent",
            "a purpose and medium for which none was ever granted",
            "one that is in the ledger at that instant",
            "Record a refusal as Consent(..., status='denied').",
            code="never-granted",
        )
    return asked


def known_medium(given: object) -> Medium:
    """
    Find the medium of a code.

    Raises:
        InputError: There is none.
    """
    if not isinstance(given, str):
        raise InputError("medium", described(given), listing(Medium))
    codes = [one.value for one in Medium]
    if given not in codes:
        came, near = "a text that is none", near_miss(given, codes)
        raise InputError("medium", came, listing(codes), near)
    return Medium(given)
