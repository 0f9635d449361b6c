"""
What may happen to a lead between two moves, each as a host would record it.

Nothing here takes anything back: activities stay, a consent ends by being withdrawn,
and a qualification by being revoked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias, TypeVar

import attrs

from ...codes import ConsentStatus
from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Activity, Touch
from ...leads import Lead
from ...mapping import FrozenMap
from ...records import given_of_record

L = TypeVar("L", bound=Lead)

#: Who grants and revokes in examples.
BY = "example"


@attrs.frozen
class Recorded:
    """
    An activity, a touch or a consent is recorded.
    """

    what: Activity | Touch | Consent

    @property
    def at(self) -> datetime:
        """
        When.
        """
        return self.what.at

    def done(self, lead: L) -> L:
        """
        Make the lead after it.
        """
        return lead.record(self.what)

    def __str__(self) -> str:
        return self.told()

    def told(self, times: str = "") -> str:
        """
        Tell it, and how many times if that was several.
        """
        match self.what:
            case Consent(purpose=purpose, medium=medium):
                return f"{_SAID[self.what.status]} to {purpose!r} by {medium.value}"
            case Touch(channel=channel):
                return f"it finds us by {channel.value}"
            case activity:
                details = ", ".join(_details(activity))
                text = " ".join(filter(None, [f"{activity.type!r} is recorded", times]))
                return text + (details and f" ({details})")


_SAID = {
    ConsentStatus.GRANTED: "it agrees",
    ConsentStatus.DENIED: "it doesn't agree",
    ConsentStatus.WITHDRAWN: "it withdraws its consent",
    ConsentStatus.EXPIRED: "its consent expires",
}


def _details(activity: Activity) -> Iterator[str]:
    usual = Activity(id=activity.id, type=activity.type, at=activity.at)
    for name in attrs.fields_dict(Activity):
        value = getattr(activity, name)
        if value != getattr(usual, name):
            yield f"{name} {shown(value)}"


@attrs.frozen
class Withdrawn:
    """
    A consent is withdrawn.
    """

    purpose: str
    medium: str
    at: datetime

    def done(self, lead: L) -> L:
        """
        Make the lead after it.
        """
        return lead.withdraw(self.purpose, self.medium, at=self.at)

    def __str__(self) -> str:
        return f"it withdraws its consent to {self.purpose!r} by {self.medium}"


@attrs.frozen
class Qualified:
    """
    A qualification is granted, or revoked.
    """

    qualification: str
    granted: bool
    at: datetime
    by: str = BY
    automatic: bool = False

    def done(self, lead: L) -> L:
        """
        Make the lead after it.
        """
        door = lead.grant if self.granted else lead.revoke
        return door(
            self.qualification, at=self.at, by=self.by, automatic=self.automatic
        )

    def __str__(self) -> str:
        verb = "granted" if self.granted else "revoked"
        by = "by a rule" if self.automatic else "by somebody"
        return f"{self.qualification!r} is {verb} {by}"


@attrs.frozen
class Reached:
    """
    Contact points are added, or given up.
    """

    added: tuple[ContactPoint, ...]
    gone: tuple[ContactPoint, ...]
    at: datetime

    def done(self, lead: L) -> L:
        """
        Make the lead after it.
        """
        kept = (one for one in lead.contacts if one not in self.gone)
        return attrs.evolve(lead, contacts=(*kept, *self.added))

    def __str__(self) -> str:
        parts = [
            f"{verb} a contact point by {one.medium.value}"
            for verb, points in (("gives up", self.gone), ("leaves", self.added))
            for one in points
        ]
        return f"it {' and '.join(parts)}"


@attrs.frozen
class Became:
    """
    Fields and traits are changed.
    """

    fields: FrozenMap[str, Any]
    traits: FrozenMap[str, Any]
    at: datetime

    def done(self, lead: L) -> L:
        """
        Make the lead after it.
        """
        changed = self.given(type(lead))
        if self.traits:
            traits = {**lead.traits, **self.traits}
            changed["traits"] = {k: v for k, v in traits.items() if v is not None}
        return attrs.evolve(lead, **changed)

    def given(self, record: type[Lead]) -> dict[str, Any]:
        """
        Name the fields as the class is given them: private ones without underscore.

        Args:
            record: The class of the lead.
        """
        fields = given_of_record(record)
        return {fields[name].alias: value for name, value in self.fields.items()}

    def __str__(self) -> str:
        return ", ".join(f"{name} is {shown(value)} now" for name, value in self.all)

    @property
    def all(self) -> tuple[tuple[str, Any], ...]:
        """
        List what is changed, with the new values.
        """
        return (*self.fields.items(), *self.traits.items())


Occurrence: TypeAlias = Recorded | Withdrawn | Qualified | Reached | Became

#: What of a lead isn't changed by setting it.
_OTHERWISE = {*Lead.members, "id", "stage", "revision", "traits", "erased_at"}


def between(old: Lead, new: Lead, at: datetime) -> tuple[Occurrence, ...]:
    """
    List what has to happen to a lead so that it becomes another one.

    Args:
        old: The lead as it was.

        new: The lead as it is to be; of the same class, and nothing of it was taken
            back.

        at: When what has no instant of its own happens.
    """
    return (
        *_fields(old, new, at),
        *_contacts(old, new, at),
        *_recorded(old, new),
        *_qualified(old, new),
    )


def _fields(old: Lead, new: Lead, at: datetime) -> Iterator[Occurrence]:
    fields = {
        name: getattr(new, name)
        for name, field in attrs.fields_dict(type(new)).items()
        if field.init and name not in _OTHERWISE
        if getattr(old, name) != getattr(new, name)
    }
    traits = {
        name: new.traits.get(name)
        for name in (*old.traits, *new.traits)
        if old.traits.get(name) != new.traits.get(name)
    }
    if fields or traits:
        yield Became(FrozenMap(fields), FrozenMap(traits), at)


def _contacts(old: Lead, new: Lead, at: datetime) -> Iterator[Occurrence]:
    added = tuple(one for one in new.contacts if one not in old.contacts)
    gone = tuple(one for one in old.contacts if one not in new.contacts)
    if added or gone:
        yield Reached(added, gone, at)


def _recorded(old: Lead, new: Lead) -> Iterator[Occurrence]:
    for consent in reversed(new.consents):
        if consent not in old.consents:
            yield _said(consent, old)
    for touch in reversed(new.touches):
        if touch not in old.touches:
            yield Recorded(touch)
    kept = {one.id for one in old.activities}
    for activity in reversed(new.activities):
        if activity.id not in kept:
            yield Recorded(activity)


def _said(consent: Consent, old: Lead) -> Occurrence:
    # To withdraw, something must have been granted.
    about = consent.purpose, consent.medium
    plain = Consent(purpose=about[0], medium=about[1], granted=False, at=consent.at)
    granted = any(
        c.granted and (c.purpose, c.medium) == about and c.at <= consent.at
        for c in old.consents
    )
    if consent == plain and granted:
        return Withdrawn(consent.purpose, consent.medium.value, consent.at)
    return Recorded(consent)


def _qualified(old: Lead, new: Lead) -> Iterator[Occurrence]:
    for one in reversed(new.grants):
        if one not in old.grants:
            yield Qualified(
                one.qualification, one.granted, one.at, one.by, one.automatic
            )


def shown(value: object) -> str:
    """
    Show a value of a made-up lead.
    """
    if isinstance(value, Enum):
        return shown(value.value)
    if value is None:
        return "missing"
    return value.isoformat() if isinstance(value, datetime) else repr(value)
