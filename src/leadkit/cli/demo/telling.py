"""
One lead's whole story, in sentences.

What matters is told one by one, with its day. What a lead does all the time, as opening
mails, is summed up in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import attrs

from ...assessment import Summary
from ...codes import Actor, Basis, ConsentStatus
from ...consents import Consent
from ...happenings import Activity, Grant, Move, Touch
from ...refusals import MoveRefused
from ...vocabulary import label
from .living import Lived, why
from .persons import found_at
from .words import sentence, summary

# How a stage is entered, and entered once more.
_ENTERED = {
    "lead": "Is a lead again",
    "nurtured": "Became a nurtured lead",
    "prospect": "Became a prospect",
    "customer": "Became a customer",
    "advocate": "Became an advocate",
    "disqualified": "Was disqualified",
    "lost": "Was given up as lost",
    "churned": "Left us",
}

_SAID = {
    ConsentStatus.GRANTED: "Agreed",
    ConsentStatus.DENIED: "Didn't agree",
    ConsentStatus.WITHDRAWN: "No longer agrees",
    ConsentStatus.EXPIRED: "No longer counts as having agreed",
}


@attrs.frozen(order=True)
class _Event:
    # What comes before what at one instant: a record, a grant, what is asked for, and
    # what is granted again where a way back led.
    at: datetime
    rank: int
    number: int
    told: str | None = attrs.field(order=False)
    activity: Activity | None = attrs.field(default=None, order=False)


def story_of(lived: Lived, seen: Summary) -> list[str]:
    """
    Tell the story of a lead.

    Args:
        lived: The lead, and the moves that it was refused.

        seen: Its assessment as of the end.

    Returns:
        Lines that begin with a day, as ``"12 Aug 2025: Asked for a demo."``
    """
    grade = f", grade {seen.grade}" if seen.grade else ""
    stage = label(seen.stage).lower()
    engaged = seen.scores["engagement"].total
    last = (
        f"Stands as {stage}{grade}, {seen.temperature}, with an engagement of "
        f"{engaged:g}."
    )
    told = [*_told(lived), (day(seen.as_of), last)]
    return [
        f"{when}: {' '.join(text for _, text in some)}"
        for when, some in groupby(told, key=lambda pair: pair[0])
    ]


def _told(lived: Lived) -> Iterator[tuple[str, str]]:
    # Days, or spans of them, and sentences.
    events = sorted(_events(lived))
    for small, group in groupby(events, key=lambda event: event.told is None):
        some = list(group)
        if small:
            told = summary(event.activity for event in some if event.activity)
            yield _span(some[0].at, some[-1].at), told
        else:
            yield from ((day(event.at), str(event.told)) for event in some)


def _events(lived: Lived) -> Iterator[_Event]:
    lead = lived.lead
    for number, touch in enumerate(reversed(lead.touches)):
        yield _Event(touch.at, 0, number, _touched(touch, first=not number))
    for number, consent in enumerate(reversed(lead.consents)):
        yield _Event(consent.at, 1, number, _consented(consent))
    for activity in lead.activities:
        yield _Event(activity.at, 2, 0, sentence(activity), activity)
    moved = {move.at: move.kind for move in lead.moves}
    for grant in lead.grants:
        # What ends because the lead moved on goes without saying.
        if grant.granted or grant.at not in moved:
            rank = 6 if moved.get(grant.at) == "back" else 3
            yield _Event(grant.at, rank, grant.number, _granted(grant))
    for refusal in lived.refused:
        yield _Event(refusal.at, 4, 0, _refused(refusal))
    for part in lead.merged[1:]:
        came = f"Turned out to be {part.id}, too; the two records were merged."
        yield _Event(max(map(found_at, lead.merged)), 7, 0, came)
    if lead.erased_at is not None:
        yield _Event(lead.erased_at, 8, 0, "Asked to be forgotten, and was.")
    been: list[str] = []
    for move in lead.moves:
        yield _Event(move.at, 5, move.number, _moved(move, again=move.target in been))
        been.append(move.target)


def _touched(touch: Touch, *, first: bool) -> str:
    campaign = "" if touch.campaign is None else f" ({touch.campaign})"
    verb = "Found us" if first else "Came back"
    return f"{verb} by {label(touch.channel).lower()}{campaign}."


def _consented(consent: Consent) -> str:
    said = _SAID[consent.status]
    if consent.granted and consent.basis is not Basis.CONSENT:
        return _lawful(consent)
    if consent.granted and consent.actor is Actor.MACHINE:
        said = "A mail scanner agreed for it"
    elif consent.imported:
        said = f"Is said to have agreed ({consent.source})"
    medium = label(consent.medium).lower()
    end = "" if consent.expires_at is None else f", until {day(consent.expires_at)}"
    return f"{said} to be contacted for {consent.purpose} by {medium}{end}."


def _lawful(consent: Consent) -> str:
    medium, basis = label(consent.medium).lower(), label(consent.basis).lower()
    return f"May be contacted for {consent.purpose} by {medium} ({basis})."


def _granted(grant: Grant) -> str:
    name = f"{label(grant.qualification).lower()} ({grant.qualification})"
    if not grant.granted:
        return f"Is no {name} any more."
    by = "" if grant.automatic else f", by {grant.by}: {grant.evidence}"
    return f"Became a {name}{by}."


def _refused(refusal: MoveRefused) -> str:
    asked = label(refusal.trigger).lower()
    return f"The move '{asked}' was refused: {why(refusal)}."


def _moved(move: Move, *, again: bool) -> str:
    told = _ENTERED[move.target]
    if again and move.target != "lead":
        told += " again"
    if move.kind != "forward" and move.reason is not None:  # it may be erased
        told += f": {move.reason}"
    if move.resume_at is not None:
        told += f"; to be left alone until {day(move.resume_at)}"
    return f"{told}."


def day(at: datetime) -> str:
    """
    Write a day: ``"12 Aug 2025"``.
    """
    return f"{at.day} {at:%b %Y}"


def _span(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} to {day(last)}"
    return f"{day(first)} to {day(last)}"
