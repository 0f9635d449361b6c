"""
A lead: who it is, what it left, what happened, and where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, cast

import attrs

from .announcing import announce
from .capturing import check_in_force, check_new, check_own, interest
from .chronicle import Chronicle
from .codes import Channel, ConsentStatus, Kind
from .consents import Consent, media_to_withdraw
from .contact_points import ContactPoint
from .errors import LeadError, is_a
from .happenings import (
    Activity,
    Grant,
    Move,
    Touch,
    check_past,
    collected,
    listed,
    newest_first,
    oldest_first,
)
from .instants import utc
from .kinds import Scalar
from .mapping import FrozenMap
from .permissions import Permission, permission
from .records import CODE, Record, enter
from .subclassing import check_fields
from .taken import Constructed
from .traits import admitted


def _kind(given: Kind | str) -> Kind:
    # For type checkers: a code is taken too. `Record` checks it.
    return cast("Kind", given)


def _contacts(items: Iterable[ContactPoint]) -> tuple[ContactPoint, ...]:
    return collected(items, ContactPoint, "contacts")


def _consents(items: Iterable[Consent]) -> tuple[Consent, ...]:
    return newest_first(items, Consent, "consents")


def _touches(items: Iterable[Touch]) -> tuple[Touch, ...]:
    return newest_first(items, Touch, "touches")


def _moves(items: Iterable[Move]) -> tuple[Move, ...]:
    return oldest_first(items, Move, "moves")


def _grants(items: Iterable[Grant]) -> tuple[Grant, ...]:
    return newest_first(items, Grant, "grants")


def _activities(items: Iterable[Activity]) -> tuple[Activity, ...]:
    if isinstance(items, Chronicle):
        return items  # it comes from a lead, and passed here before
    ordered = newest_first(items, Activity, "activities")
    if len({activity.id for activity in ordered}) < len(ordered):
        raise LeadError(
            "field 'activities'",
            "two different activities with one id",
            "an id for each",
            "Give the same activity the same content every time.",
        )
    return Chronicle(ordered)


def _merged(items: Iterable[Lead]) -> tuple[Lead, ...]:
    # By comparing, since a host's lead needn't have a hash; they are few.
    kept: list[Lead] = []
    for one in listed(items, Lead, "merged"):
        if one not in kept:
            kept.append(one)
    return tuple(kept)


def _first_stage(lead: Lead) -> str:
    return lead.moves[-1].target if lead.moves else "lead"


def _enter(lead: Lead, _: attrs.Attribute[int], __: int) -> None:
    enter(lead)


@attrs.frozen(kw_only=True)
class Lead(Constructed):
    """
    One lead at one moment; changing it means making another.

    Subclass it with ``@attrs.frozen(kw_only=True)`` to say what your leads are. The
    plain constructor loads what you already have; `capture` is how a new one comes into
    being. Iterables become tuples, NaN becomes None, datetimes move to UTC.

    Attributes:
        id: Tells it from all other leads; in reprs and errors, so no address.

        kind: ``"person"`` or ``"company"``.

        name: What it is called.

        contacts: Where it may be reached, the preferred first.

        consents: What it said about being contacted, newest first.

        touches: How it found us, newest first.

        activities: What happened, newest first.

        moves: Which steps it made, in the order it made them.

        grants: Which qualifications were granted and revoked, newest first.

        stage: Where it stands; change it through a lifecycle only. If not given, where
            the last move led.

        created_at: When it came into being.

        traits: Fields that a tenant defined at run time: names to scalars.

        revision: How often it was changed by leadkit; a host's optimistic lock.

        merged: The records that it was merged from, as they were, its own first.

        erased_at: When its personal data was erased, or None.
    """

    members: ClassVar[Mapping[str, type[Record]]] = {
        "contacts": ContactPoint,
        "consents": Consent,
        "touches": Touch,
        "activities": Activity,
        "moves": Move,
        "grants": Grant,
        "merged": Record,
    }

    id: str = attrs.field(metadata=CODE)
    kind: Kind = attrs.field(default=Kind.PERSON, converter=_kind)
    name: str | None = None
    contacts: tuple[ContactPoint, ...] = attrs.field(default=(), converter=_contacts)
    consents: tuple[Consent, ...] = attrs.field(default=(), converter=_consents)
    touches: tuple[Touch, ...] = attrs.field(default=(), converter=_touches)
    activities: tuple[Activity, ...] = attrs.field(default=(), converter=_activities)
    moves: tuple[Move, ...] = attrs.field(default=(), converter=_moves)
    grants: tuple[Grant, ...] = attrs.field(default=(), converter=_grants)
    stage: str = attrs.field(
        default=attrs.Factory(_first_stage, takes_self=True), metadata=CODE
    )
    created_at: datetime | None = None
    traits: FrozenMap[str, Scalar] = attrs.field(
        default=FrozenMap(), converter=admitted
    )
    merged: tuple[Lead, ...] = attrs.field(default=(), converter=_merged)
    erased_at: datetime | None = None
    # A host's validators come after this one, and so see the values that are kept; and
    # its `__attrs_post_init__` needn't call ours.
    revision: int = attrs.field(default=0, validator=_enter)

    def __attrs_post_init__(self) -> None:
        if attrs.validators.get_disabled():
            enter(self)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        super().__attrs_init_subclass__()
        check_fields(cls, Lead)

    @property
    def channel(self) -> Channel | None:
        """
        How the lead first found us, or None if that isn't known.
        """
        return self.touches[-1].channel if self.touches else None

    def holds(self, qualification: str) -> bool:
        """
        Tell whether a qualification is held, by what was recorded last.

        Args:
            qualification: Its code.
        """
        for grant in self.grants:
            if grant.qualification == qualification:
                return grant.granted
        return False

    @classmethod
    def capture(
        cls,
        *,
        id: str,  # noqa: A002  the field is called so
        contact: ContactPoint | None,
        consent: Consent | None,
        touch: Touch | None,
        at: datetime,
        **fields: Any,
    ) -> Self:
        """
        Bring a lead into being: it showed interest and left a channel of its own will.

        Args:
            id: Its id.

            contact: The channel it left.

            consent: What it agreed to, for the medium of *contact*.

            touch: How it found us.

            at: When this happens; nothing of it may be later.

            fields: The host's own fields.

        Returns:
            A lead created at *at*.

        Raises:
            LeadError: Contact, consent or touch is missing, the consent isn't one for
                this contact, something is dated after *at*, or it bought before.
        """
        at = utc(at, "at")
        check_own(fields)
        contact, consent, touch = interest(contact, consent, touch)
        lead = cls(
            id=id,
            contacts=(contact,),
            consents=(consent,),
            touches=(touch,),
            created_at=at,
            **fields,
        )
        check_new(lead.activities, (consent, touch, *lead.moves, *lead.grants), at)
        check_in_force(consent, at)
        return lead

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Make a lead of what `to_dict` wrote; see `Record.from_dict`.
        """
        if is_a(data, Mapping) and is_a(data.get("merged"), (list, tuple)):
            # What it was merged from is of the same class, which no annotation says.
            data = {**data, "merged": tuple(map(cls.from_dict, data["merged"]))}
        return super().from_dict(data)

    def record(
        self, *happenings: Activity | Consent | Touch, at: datetime | None = None
    ) -> Self:
        """
        Add to the history; what is there already changes nothing.

        Args:
            happenings: Activities, consents and touches, in any order.

            at: Now, if nothing of it may be later.

        Returns:
            The lead with them, its revision raised by one for each that is new.

        Raises:
            LeadError: An id of an activity is there already, with other content.

            ConsentError: A consent is dated after *at*.

            InstantError: Something else is.
        """
        if at is not None:
            check_past(happenings, utc(at, "at"))
        consents = [one for one in happenings if isinstance(one, Consent)]
        touches = [one for one in happenings if isinstance(one, Touch)]
        rest = [one for one in happenings if not isinstance(one, Consent | Touch)]
        changes: dict[str, tuple[Record, ...]] = {
            "activities": _activities((*self.activities, *rest)),
            "consents": _consents((*self.consents, *consents)),
            "touches": _touches((*self.touches, *touches)),
        }
        times = sum(len(new) - len(getattr(self, n)) for n, new in changes.items())
        return self._changed(times, **changes)

    def withdraw(
        self,
        purpose: str,
        medium: str | None = None,
        *,
        at: datetime,
        source: str | None = None,
        by: str | None = None,
        evidence_ref: str | None = None,
    ) -> Self:
        """
        Record that the lead takes its consent back; no guard stands in its way.

        Args:
            purpose: What for: ``"marketing"``.

            medium: By which `Medium`; by every one, if not given.

            at: When.

            source: Where it said so: ``"unsubscribe link"``.

            by: Who recorded it.

            evidence_ref: Where the proof is kept.

        Returns:
            The lead with it; whoever wasn't allowed stays so, and it is recorded again.

        Raises:
            ConsentError: Nothing of the kind was granted before *at*. Somebody who was
                asked and said no is recorded as ``Consent(status="denied", ...)``.

            InputError: There is no such medium.
        """
        at = utc(at, "at")
        return self.record(
            *(
                Consent(
                    purpose=purpose,
                    medium=one,
                    status=ConsentStatus.WITHDRAWN,
                    at=at,
                    source=source,
                    by=by,
                    evidence_ref=evidence_ref,
                )
                for one in media_to_withdraw(self.consents, purpose, medium, at)
            )
        )

    def may_contact(self, purpose: str, medium: str, as_of: datetime) -> Permission:
        """
        Tell whether we may contact the lead, and which record that rests on.

        Args:
            purpose: What for: ``"marketing"``.

            medium: By which `Medium`.

            as_of: The instant asked about.

        Returns:
            What is true if we may; with the reason, the record, and where to write to.

        Raises:
            InputError: There is no such medium.
        """
        return permission(
            self.id,
            self.contacts,
            self.consents,
            purpose,
            medium,
            as_of=as_of,
            erased_at=self.erased_at,
        )

    def grant(
        self,
        qualification: str,
        *,
        at: datetime,
        by: str,
        evidence: str | None = None,
        automatic: bool = False,
    ) -> Self:
        """
        Record that somebody grants a qualification.

        Args:
            qualification: Its code: ``"SQL"``.

            at: When.

            by: Who; if *automatic*, which playbook.

            evidence: What it rests on.

            automatic: Whether a rule grants it. What a person grants ends only by a
                person, or by a rule that the qualification names for ending it.

        Returns:
            The lead with the grant; itself if that is what was recorded last.
        """
        return self._granted(
            Grant(
                qualification=qualification,
                at=at,
                by=by,
                evidence=evidence,
                automatic=automatic,
            )
        )

    def revoke(
        self,
        qualification: str,
        *,
        at: datetime,
        by: str,
        evidence: str | None = None,
        automatic: bool = False,
    ) -> Self:
        """
        Record that somebody takes a qualification away; the arguments are `grant`'s.
        """
        return self._granted(
            Grant(
                qualification=qualification,
                at=at,
                by=by,
                evidence=evidence,
                automatic=automatic,
                granted=False,
            )
        )

    def _granted(self, grant: Grant) -> Self:
        about = (
            old
            for old in self.grants
            if old.qualification == grant.qualification and old.at <= grant.at
        )
        last = next(about, None)
        if last is not None and attrs.evolve(last, number=grant.number) == grant:
            return self
        number = 1 + max((old.number for old in self.grants), default=0)
        return self._changed(
            1, grants=(*self.grants, attrs.evolve(grant, number=number))
        )

    def _changed(self, times: int, **changes: Any) -> Self:
        if not times:
            return self
        return attrs.evolve(self, revision=self.revision + times, **changes)


# attrs calls `__attrs_init_subclass__` of a parent, and `Lead` has its own.
announce(Lead)


def is_record(given: object) -> bool:
    """
    Tell whether something is `Lead` or a subclass.
    """
    return isinstance(given, type) and issubclass(given, Lead)
