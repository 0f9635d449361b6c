"""
What happened to a lead at an instant, and the order in which it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, TypeAlias, TypeVar

import attrs

from . import members
from .codes import Actor, Channel, Direction, Medium, direction_of
from .consents import Consent, restriction
from .errors import ConsentError, InstantError, LeadError, described, is_a, with_article
from .records import CODE, Record

R = TypeVar("R", bound=Record)


@attrs.frozen
class Touch(Record):
    """
    One way in which a lead found us.

    Attributes:
        channel: `Channel` or its code.

        at: When.

        campaign: Which of our campaigns it was.
    """

    channel: Channel = attrs.field(converter=members.channel)
    at: datetime = attrs.field(kw_only=True)
    campaign: str | None = attrs.field(default=None, kw_only=True)


def _usual_direction(activity: Activity) -> Direction:
    # The type is checked later, and may still be anything.
    return (
        direction_of(activity.type) if is_a(activity.type, str) else Direction.INBOUND
    )


@attrs.frozen(kw_only=True)
class Activity(Record):
    """
    Something that a lead did, or that was done towards it.

    Attributes:
        id: Tells it from the lead's other activities.

        type: An `ActivityType` code, or a host's own.

        at: When it happened.

        actor: Who acted. A mail scanner's click is a machine's.

        direction: Inbound or outbound; follows from the type if not given.

        value: An amount, minutes, or an answer from 0 to 10, as the type has it.

        medium: By which `Medium` it came.

        channel: Through which `Channel`.

        purpose: What it was for, as in `Consent`.

        campaign: Which campaign it belongs to.

        variant: Which variant of an experiment the lead saw.
    """

    id: str = attrs.field(metadata=CODE)
    type: str = attrs.field(metadata=CODE)
    at: datetime
    actor: Actor = attrs.field(default=Actor.HUMAN, converter=members.actor)
    direction: Direction = attrs.field(
        default=attrs.Factory(_usual_direction, takes_self=True),
        converter=members.direction,
    )
    value: float | None = None
    medium: Medium | None = attrs.field(default=None, converter=members.any_medium)
    channel: Channel | None = attrs.field(default=None, converter=members.any_channel)
    purpose: str | None = attrs.field(default=None, metadata=CODE)
    campaign: str | None = None
    variant: str | None = None


@attrs.frozen(kw_only=True)
class Move(Record):
    """
    A step from one stage to another, as it was made.

    Attributes:
        trigger: What was asked for: ``"nurture"``.

        source: The stage that was left.

        target: The stage that was entered.

        at: When.

        by: Who or what asked for it.

        reason: Why; exits and ways back have one.

        kind: ``"forward"``, ``"exit"`` or ``"back"``: what reports read.

        resume_at: When work on the lead goes on, if it is to rest until then; always
            after *at*.

        number: Its place in the lead's moves, from 1; orders moves of one instant.
    """

    trigger: str = attrs.field(metadata=CODE)
    source: str = attrs.field(metadata=CODE)
    target: str = attrs.field(metadata=CODE)
    at: datetime
    by: str | None = None
    reason: str | None = None
    kind: Literal["forward", "exit", "back"] = "forward"
    resume_at: datetime | None = None
    number: int = 0

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.resume_at is not None and self.resume_at <= self.at:
            raise InstantError(
                "resume_at of a Move",
                "an instant that isn't after the move",
                "a later one",
                "Leave it out if the lead needn't rest.",
            )


@attrs.frozen(kw_only=True)
class Grant(Record):
    """
    A qualification granted to a lead, or revoked.

    Attributes:
        qualification: Its code: ``"MQL"``.

        at: When.

        by: The person, or the playbook whose rule it was.

        granted: False if this revokes it.

        automatic: Whether a rule did it; False for a person.

        evidence: What it rests on.

        number: Its place in the lead's grants, from 1; orders grants of one instant.
    """

    qualification: str = attrs.field(metadata=CODE)
    at: datetime
    by: str
    granted: bool = True
    automatic: bool = False
    evidence: str | None = None
    number: int = 0


Happening: TypeAlias = Consent | Touch | Activity | Move | Grant


def collected(items: Iterable[R], member: type[R], name: str) -> tuple[R, ...]:
    """
    Convert what was given for a field that holds records of one class.

    Args:
        items: Any iterable of them.

        member: The class.

        name: The field, for errors.

    Returns:
        Them without repetitions.

    Raises:
        LeadError: It is no iterable, or holds something else.
    """
    return tuple(dict.fromkeys(listed(items, member, name)))


def listed(items: Iterable[R], member: type[R], name: str) -> tuple[R, ...]:
    """
    Check what was given for a field that holds records of one class.

    Args:
        items: Any iterable of them.

        member: The class.

        name: The field, for errors.

    Raises:
        LeadError: It is no iterable, or holds something else.
    """
    if isinstance(items, (str, bytes, Record)) or not is_a(items, Iterable):
        raise LeadError(
            f"field {name!r}", described(items), f"an iterable of {member.__name__}"
        )
    given = tuple(items)
    for item in given:
        if not isinstance(item, member):
            raise LeadError(
                f"an item of {name!r}", described(item), with_article(member)
            )
    return given


def newest_first(items: Iterable[R], member: type[R], name: str) -> tuple[R, ...]:
    """
    Convert a history, which is brought into one order whatever came in.

    At one instant the greater number, then the greater id comes first, and what
    withdraws or revokes comes before what grants.
    """
    return tuple(sorted(collected(items, member, name), key=_order, reverse=True))


def oldest_first(items: Iterable[R], member: type[R], name: str) -> tuple[R, ...]:
    """
    Convert a log that is appended to and replayed.
    """
    return tuple(sorted(collected(items, member, name), key=_order))


def _order(happening: Any) -> tuple[object, ...]:
    if isinstance(happening, Activity):  # no two of a lead have one id
        return happening.at, happening.id
    # Ending with all fields makes the order total: the order given never matters.
    return (
        happening.at,
        getattr(happening, "number", 0),
        restriction(happening),
        *map(repr, attrs.astuple(happening, recurse=False)),
    )


def check_past(happenings: Iterable[Happening], at: datetime) -> None:
    """
    Check that nothing that is recorded is dated after the instant of recording it.

    Raises:
        ConsentError: A consent is.

        InstantError: Something else is.
    """
    for happening in happenings:
        if not is_a(happening, (Consent, Touch, Activity)) or happening.at <= at:
            continue
        told = "an instant after 'at'", "one at or before it"
        subject = f"at of {with_article(type(happening))}"
        if isinstance(happening, Consent):
            raise ConsentError(subject, *told, code="future")
        raise InstantError(subject, *told)
