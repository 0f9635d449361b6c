"""
May we contact them? The answer, with the record that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

import attrs

from .codes import Actor, Basis, Medium
from .consents import Consent, deciding, known_medium, permits
from .contact_points import ContactPoint
from .errors import InputError, described, is_a
from .instants import utc
from .records import CODE, Record

PermissionCode: TypeAlias = Literal[
    "granted", "unknown", "denied", "withdrawn", "expired", "machine", "erased"
]

_WHY: dict[str, str] = {
    "granted": "{} was granted",
    "denied": "{} was denied",
    "withdrawn": "{} was withdrawn",
    "expired": "{} has expired",
    "machine": "only a machine granted {}",
}


@attrs.frozen(kw_only=True)
class Permission(Record):
    """
    Whether a lead may be contacted, and why; it is true if so, whether or not a way to
    is known.

    ``str(permission)`` is one sentence, without any text of the lead.

    Attributes:
        allowed: Whether it may.

        code: Why: ``"granted"``; or ``"unknown"``: nothing is recorded; ``"denied"``,
            ``"withdrawn"`` or ``"expired"``; ``"machine"``: only a machine agreed;
            ``"erased"``: it asked to be forgotten.

        lead_id: The lead.

        purpose: What for.

        medium: By which `Medium`.

        as_of: The instant asked about.

        record: The entry of the ledger that decides, or None if there is none.

        contact: Where to: the first contact point by the medium, or None if none is
            known.
    """

    allowed: bool
    code: PermissionCode
    lead_id: str = attrs.field(metadata=CODE)
    purpose: str = attrs.field(metadata=CODE)
    medium: Medium
    as_of: datetime
    record: Consent | None = None
    contact: ContactPoint | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def __str__(self) -> str:
        may = "may" if self.allowed else "may not"
        asked = f"for {self.purpose!r} by {self.medium.value!r}"
        where = "" if self.contact else f"; no way by {self.medium.value!r} is known"
        return f"{self.lead_id} {may} be contacted {asked}: {self._why()}{where}"

    def _why(self) -> str:
        if self.record is None:
            erased = self.code == "erased"
            return "it was erased" if erased else "nothing is recorded"
        ground = "consent"
        if self.record.basis is not Basis.CONSENT:
            ground = f"the ground {self.record.basis.value!r}"
        if self.code == "expired" and self.record.expires_at is not None:
            when = f"{_day(self.record.at)} until {_day(self.record.expires_at)}"
        else:
            when = _day(self.record.at)
        return f"{_WHY[self.code].format(ground)} ({when})"


def _day(instant: datetime) -> str:
    return instant.date().isoformat()


def permission(
    lead_id: str,
    contacts: Iterable[ContactPoint],
    consents: Iterable[Consent],
    purpose: str,
    medium: str,
    *,
    as_of: datetime,
    erased_at: datetime | None = None,
) -> Permission:
    """
    Answer whether a lead may be contacted.

    Args:
        lead_id: The lead.

        contacts: Its contact points, the preferred first.

        consents: Its ledger, newest first.

        purpose: What for.

        medium: By which `Medium`.

        as_of: The instant; later entries aren't seen.

        erased_at: When it was erased, if ever.

    Raises:
        InputError: There is no such medium, or *purpose* is no text.
    """
    as_of = utc(as_of, "as_of")
    by = known_medium(medium)
    if not is_a(purpose, str) or not purpose or purpose != purpose.strip():
        came = "a blank or padded text" if is_a(purpose, str) else described(purpose)
        raise InputError("purpose", came, "a code like 'marketing'")
    entry = deciding(consents, purpose, by, as_of, erased_at)
    erased = erased_at is not None and erased_at <= as_of
    contact = next((one for one in contacts if one.medium is by), None)
    allowed = permits(entry, as_of)
    return Permission(
        allowed=allowed,
        code=_code(entry, allowed=allowed, erased=erased),
        lead_id=lead_id,
        purpose=purpose,
        medium=by,
        as_of=as_of,
        record=entry,
        contact=contact,
    )


def _code(entry: Consent | None, *, allowed: bool, erased: bool) -> PermissionCode:
    if entry is None:
        return "erased" if erased else "unknown"
    if allowed or not entry.granted:
        return entry.status.value
    return "machine" if entry.actor is Actor.MACHINE else "expired"
