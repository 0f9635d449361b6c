"""
What leads did, one event at a time: opened a mail, stayed on the site, shared a post.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from math import isfinite
from typing import Any, TypeVar, cast

import attrs

from ...codes import Actor
from ...errors import (
    LeadError,
    RuleError,
    described,
    is_a,
    listing,
    near_miss,
    with_article,
)
from ...instants import utc
from ...leads import Lead

OwnT = TypeVar("OwnT")


def _at(given: datetime) -> datetime:
    return utc(given, "at of a LeadEvent")


@attrs.frozen
class LeadEvent:
    """
    Something that a lead did.

    Attributes:
        lead: The lead's id.

        kind: What it was: ``"email_opened"``.

        at: When.

        value: An amount, such as minutes; None if there is none to tell.

    Raises:
        LeadError: The id or the kind is no text, or the amount no number of 0 or more.
        InstantError: The instant has no time zone.
    """

    lead: str = attrs.field(repr=False)
    kind: str
    at: datetime = attrs.field(converter=_at)
    value: float | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        check_text(self.lead, "lead of a LeadEvent")
        check_text(self.kind, "kind of a LeadEvent")
        if self.value is not None:
            check_number(self.value, "value of a LeadEvent")
            if self.value < 0:
                came = "a negative number"
                raise LeadError("value of a LeadEvent", came, "a number of 0 or more")


def check_text(given: object, subject: str) -> None:
    """
    Check a text that names something.

    Raises:
        LeadError: It is no text, or an empty one.
    """
    if not isinstance(given, str) or not given:
        came = "an empty text" if given == "" else described(given)
        raise LeadError(subject, came, "a text")


def check_number(given: object, subject: str) -> None:
    """
    Check a number.

    Raises:
        LeadError: It is none, or not finite.
    """
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise LeadError(subject, described(given), "a number")
    if not isfinite(given):
        raise LeadError(subject, "a number that isn't finite", "a finite number")


def read(
    cls: type[OwnT], given: Iterable[OwnT | Mapping[str, Any]], subject: str
) -> Iterator[OwnT]:
    """
    Read records that may come as mappings.

    Args:
        cls: What they are: `LeadEvent`.

        given: The records, or mappings of the names of their attributes.

        subject: What they are given to, for the error: ``"engagement()"``.

    Raises:
        LeadError: One is neither, or lacks something.
        RuleError: A mapping has a key that says nothing.
        InstantError: An instant has no time zone.
    """
    many = f"{cls.__name__}s"
    if is_a(given, (str, Mapping)) or not is_a(given, Iterable):
        raise LeadError(f"{many} of {subject}", described(given), many)
    for place, one in enumerate(given, start=1):
        if isinstance(one, cls):
            yield one
        elif is_a(one, Mapping):
            mapped = cast("Mapping[str, Any]", one)
            yield cls(**_checked(cls, mapped, f"{cls.__name__} {place} of {subject}"))
        else:
            raise LeadError(
                f"{cls.__name__} {place} of {subject}",
                described(one),
                f"{with_article(cls)} or a mapping",
            )


def _checked(cls: type[Any], given: Mapping[str, Any], subject: str) -> dict[str, Any]:
    fields = {one.name: one.default is attrs.NOTHING for one in attrs.fields(cls)}
    for name in given:
        if name not in fields:
            came, hint = f"the key {str(name)!r}", near_miss(str(name), fields)
            raise RuleError(subject, came, listing(fields), hint)
    missing = [name for name, needed in fields.items() if needed and name not in given]
    if missing:
        raise LeadError(subject, f"nothing under {listing(missing)}", listing(fields))
    return dict(given)


def events_of(leads: Iterable[Lead]) -> Iterator[LeadEvent]:
    """
    Take the events from lead records: what is among their activities.

    The type of an activity is the kind of the event. What machines did, such as mail
    scanners that click on links, is left out.

    Args:
        leads: The records.

    Raises:
        LeadError: Something else is among them.
    """
    for lead in leads:
        check_lead(lead, "events_of()")
        for one in lead.activities:
            if one.actor != Actor.MACHINE:
                yield LeadEvent(lead.id, one.type, one.at, one.value)


def check_lead(given: object, subject: str) -> None:
    """
    Check a record.

    Raises:
        LeadError: It is no `leadkit.Lead`.
    """
    if not isinstance(given, Lead):
        raise LeadError(f"leads of {subject}", described(given), "Leads")
