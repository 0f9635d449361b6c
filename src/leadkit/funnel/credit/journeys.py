"""
The way of each lead through channels, up to its conversion or its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from math import inf
from operator import itemgetter
from typing import Literal, TypeAlias

import attrs

from ...errors import RuleError, described, is_a, listing, near_miss
from ..conversions.reaching import NOT_YET, first_entries
from ..given.clock import micros, span_of
from ..ways.past import Past
from ..ways.segments import UNKNOWN, Segment
from .touches import ChannelTouch, read_touches

#: What of a touch is credited, an attribute or what a function says of it.
TouchKey: TypeAlias = (
    Literal["channel", "campaign", "kind"] | Callable[[ChannelTouch], str | None]
)
KEYS = ("channel", "campaign", "kind")

_NONE = timedelta(0)
_Row: TypeAlias = tuple[int, int, str]
_ORDER = itemgetter(0, 1)


@attrs.frozen(eq=False, repr=False)
class Journey:
    """
    The touches of one lead that count.

    Attributes:
        lead: Its place in the columns of the history.

        channels: Through what it was touched, the first one first.

        ages: How long before the end of the journey, by touch, in microseconds.
    """

    lead: int
    channels: tuple[str, ...]
    ages: tuple[int, ...]


@attrs.frozen(eq=False, repr=False)
class Journeys:
    """
    The journeys of the leads of one segment.

    Attributes:
        name: The segment.

        won: Those of the leads that converted, without any touch too.

        lost: Those of the leads that surely didn't, with touches only.

        channels: All channels that touched one of the segment's leads, sorted.
    """

    name: str
    won: list[Journey]
    lost: list[Journey]
    channels: tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class Touched:
    """
    The touches by lead.

    Attributes:
        of: By the place of the lead, when it was touched, the number of the touch and
            through what, in order.

        unknown: How many touches belong to leads that aren't counted.

        later: How many are later than the instant of the question.
    """

    of: Mapping[int, list[_Row]]
    unknown: int
    later: int


def touched(
    past: Past, touches: Iterable[ChannelTouch | Mapping[str, object]], key: TouchKey
) -> Touched:
    """
    Put touches in order, lead by lead: by their instants, then by their numbers, and
    then as they came.

    Args:
        past: The leads.

        touches: The touches, in any order.

        key: What of a touch is credited.

    Raises:
        LeadError: One is no touch.
        RuleError: There is no such key, or it says something that is no text.
        InstantError: An instant has no time zone.
    """
    named = _namer(key)
    of_lead: dict[str, list[ChannelTouch]] = {}
    for touch in read_touches(touches):
        told = of_lead.get(touch.lead)
        if told is None:
            of_lead[touch.lead] = [touch]
        else:
            told.append(touch)
    cut = past.cut
    of: dict[int, list[_Row]] = {}
    unknown = later = 0
    for lead, told in of_lead.items():
        place = past.place(lead)
        if place is None:
            unknown += len(told)
            continue
        rows = [(micros(one.at), one.number, named(one)) for one in told]
        if len(rows) > 1:
            rows.sort(key=_ORDER)
        if rows[-1][0] > cut:
            kept = [row for row in rows if row[0] <= cut]
            later += len(rows) - len(kept)
            rows = kept
        of[place] = rows
    return Touched(of, unknown, later)


def journeys_of(
    past: Past,
    touched: Touched,
    segments: Iterable[Segment],
    end: str,
    *,
    lookback: timedelta | None,
    matured: timedelta | None,
) -> list[Journeys]:
    """
    Tell by which ways leads came to a stage, and by which they didn't.

    The journey of a lead that converted ends when it first entered the stage, and
    reaches *lookback* back from there, both ends included. Whoever is in an exit now,
    or is older than *matured*, and hasn't converted, is lost; what is still open is
    neither. A lost lead's journey ends with its last touch, for an exit up to there,
    since it has no better end.

    Args:
        past: The leads.

        touched: Their touches.

        segments: Which leads are meant.

        end: The stage.

        lookback: How far back touches count; None for all.

        matured: From which age on a lead that hasn't converted is taken for lost; None
            for none.

    Raises:
        RuleError: There is no such stage, or a span is none.
    """
    entries = first_entries(past, end, subject="end of an attribution")
    reach = _span(lookback, "lookback")
    age = _span(matured, "matured")
    columns, ends, ranks = past.columns, past.ends, past.ranks
    begins, stages, ats = columns.begins, columns.stages, columns.ats
    of = touched.of
    found: list[Journeys] = []
    for segment in segments:
        won: list[Journey] = []
        lost: list[Journey] = []
        channels: set[str] = set()
        for lead in segment.leads:
            listed = of.get(lead, ())
            for row in listed:
                channels.add(row[2])
            at = entries[lead]
            if at != NOT_YET:
                won.append(_journey(lead, listed, at, reach))
                continue
            if not listed:
                continue
            last = begins[lead + 1] - 1
            if ranks[stages[last]] < 0:
                until = ats[last]
            elif age is not None and ends[lead] - ats[begins[lead]] >= age:
                until = ends[lead]
            else:
                continue
            heard = [row[0] for row in listed if row[0] <= until]
            if heard:
                lost.append(_journey(lead, listed, heard[-1], reach))
        found.append(Journeys(segment.name, won, lost, tuple(sorted(channels))))
    return found


def _journey(lead: int, listed: Sequence[_Row], end: int, reach: int | None) -> Journey:
    since = -inf if reach is None else end - reach
    meant = [row for row in listed if since <= row[0] <= end]
    return Journey(
        lead, tuple([row[2] for row in meant]), tuple([end - row[0] for row in meant])
    )


def _span(given: timedelta | None, subject: str) -> int | None:
    if given is None:
        return None
    if not is_a(given, timedelta):
        raise RuleError(
            subject, described(given), "a timedelta", "Write timedelta(days=90)."
        )
    if given < _NONE:
        raise RuleError(subject, "a negative span", "one of 0 or more")
    return span_of(given)


def _namer(key: TouchKey) -> Callable[[ChannelTouch], str]:
    if callable(key):
        name = key

        def told(touch: ChannelTouch) -> str:
            given = name(touch)
            if given is None:
                return UNKNOWN
            if not is_a(given, str) or not given:
                came = "an empty text" if given == "" else described(given)
                raise RuleError("what key says of a touch", came, "a text or None")
            return given

        return told
    if key == "channel":
        return lambda touch: touch.channel
    if key == "kind":
        return lambda touch: touch.kind
    if key == "campaign":
        return lambda touch: UNKNOWN if touch.campaign is None else touch.campaign
    raise _no_key(key)


def _no_key(key: object) -> RuleError:
    return RuleError(
        "key",
        repr(str(key)) if is_a(key, str) else described(key),
        f"{listing(KEYS)}, or a function of a touch",
        near_miss(str(key), KEYS) if is_a(key, str) else "",
    )
