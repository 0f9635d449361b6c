"""
How leads found us and came back: the touches that conversions are credited to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias, cast

import attrs

from ...errors import LeadError, RuleError, described, is_a, listing, near_miss
from ...instants import utc
from ...leads import Lead

_FIELDS = ("lead", "channel", "at", "number", "campaign", "kind")
_NEEDED = _FIELDS[:3]
_Row: TypeAlias = Mapping[object, Any]


def _at(given: datetime) -> datetime:
    return utc(given, "at of a ChannelTouch")


def _text(given: str) -> str:
    # `Channel` is an enumeration of texts, and its name would be shown.
    return str(given.value) if isinstance(given, Enum) else given


@attrs.frozen
class ChannelTouch:
    """
    A lead was reached through a channel.

    Attributes:
        lead: The lead's id.

        channel: Through which channel: a `Channel`, or a name of your own.

        at: When.

        number: Its place among touches of one instant.

        campaign: Which of our campaigns it was.

        kind: What it was: ``"visit"``.

    Raises:
        LeadError: A text is none or empty, or the number no whole number.
        InstantError: The instant has no time zone.
    """

    lead: str = attrs.field(repr=False)
    channel: str = attrs.field(converter=_text)
    at: datetime = attrs.field(converter=_at)
    number: int = 0
    campaign: str | None = None
    kind: str = "visit"

    def __attrs_post_init__(self) -> None:
        for name in ("lead", "channel", "campaign", "kind"):
            given = getattr(self, name)
            if type(given) is str and given:
                continue
            if given is not None or name != "campaign":
                came = "an empty text" if given == "" else described(given)
                raise LeadError(f"{name} of a ChannelTouch", came, "a text")
        if type(self.number) is not int:
            raise LeadError(
                "number of a ChannelTouch", described(self.number), "a whole number"
            )


def touches_of(leads: Iterable[Lead]) -> Iterator[ChannelTouch]:
    """
    Read the touches of lead records.

    Args:
        leads: The records.

    Raises:
        LeadError: One is no lead.
    """
    if not is_a(leads, Iterable):
        raise LeadError("touches_of()", described(leads), "leads")
    for lead in leads:
        if not is_a(lead, Lead):
            raise LeadError("touches_of()", described(lead), "leads")
        # A record keeps them newest first.
        for number, touch in enumerate(reversed(lead.touches)):
            yield ChannelTouch(lead.id, touch.channel, touch.at, number, touch.campaign)


def read_touches(
    given: Iterable[ChannelTouch | Mapping[str, object]],
) -> Iterator[ChannelTouch]:
    """
    Read touches; a mapping has the names of the attributes of `ChannelTouch`.

    Raises:
        LeadError: One is no touch.
        RuleError: A mapping has a key that a touch hasn't.
        InstantError: An instant has no time zone.
    """
    if is_a(given, (str, Mapping)) or not is_a(given, Iterable):
        raise LeadError("touches", described(given), "ChannelTouches or mappings")
    for place, one in enumerate(given, start=1):
        yield one if type(one) is ChannelTouch else _read(one, place)


def _read(given: object, place: int) -> ChannelTouch:
    if isinstance(given, ChannelTouch):
        return given
    if not isinstance(given, Mapping):
        raise LeadError(
            f"touch {place}", described(given), "a ChannelTouch or a mapping"
        )
    values = {str(name): value for name, value in cast("_Row", given).items()}
    for name in values:
        if name not in _FIELDS:
            raise RuleError(
                f"touch {place}",
                f"the key {name!r}",
                listing(_FIELDS),
                near_miss(name, _FIELDS),
            )
    missing = [name for name in _NEEDED if name not in values]
    if missing:
        raise LeadError(
            f"touch {place}", f"nothing under {listing(missing)}", listing(_FIELDS)
        )
    return ChannelTouch(**values)
