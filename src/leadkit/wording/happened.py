"""
What happened to a lead, and what may or should happen to it next, in words.

Free texts may be personal data and are left out: reasons, campaigns, who did it.
"""

from __future__ import annotations

from ..assessment import Granted, Moved, Outcome, Revoked
from ..codes import Actor, Basis
from ..consents import Consent
from ..happenings import Activity, Grant, Move, Touch
from ..leads import Lead
from ..moves import Decision, Transition
from ..permissions import Permission
from ..timeline import Timeline, Visit
from ..timing import Due, Late
from .phrases import Voice

# Records -----------------------------------------------------------------------------


def consent(told: Consent, voice: Voice) -> str:
    """
    Say what a lead said about being contacted.
    """
    words = voice.words
    by_consent = told.basis is Basis.CONSENT
    said = voice.say(
        f"{'consent' if by_consent else 'other'}-{told.status.value}",
        words.purpose(told.purpose),
        words.named(told.medium),
        words.instant(told.at),
    )
    asides: list[str] = []
    if told.expires_at is not None:
        asides.append(voice.say("until", words.instant(told.expires_at)))
    if not by_consent:
        asides.append(voice.say("basis", words.term(told.basis)))
    if told.actor is Actor.MACHINE:
        asides.append(voice.say("machine"))
    if told.imported:
        asides.append(voice.say("imported"))
    return voice.aside(said, *asides)


def touch(told: Touch, voice: Voice) -> str:
    """
    Say how a lead found us.
    """
    words = voice.words
    return voice.say("touch", words.term(told.channel), words.instant(told.at))


def activity(told: Activity, voice: Voice) -> str:
    """
    Say what a lead did, or what was done towards it.
    """
    words = voice.words
    facts = {
        "direction": told.direction,
        "actor": told.actor,
        "medium": told.medium,
        "channel": told.channel,
        "purpose": told.purpose,
        "value": told.value,
    }
    given = [
        words.condition(name, fact) for name, fact in facts.items() if fact is not None
    ]
    name = words.term(told.type)
    return voice.aside(voice.say("activity", name, words.instant(told.at)), *given)


def grant(told: Grant, voice: Voice) -> str:
    """
    Say that a qualification was granted or revoked.
    """
    words = voice.words
    what = "granted" if told.granted else "revoked"
    by = "rule" if told.automatic else "person"
    named = voice.qualification(told.qualification)
    return voice.say(f"{what}-by-{by}", named, words.instant(told.at))


def move(told: Move, voice: Voice) -> str:
    """
    Say that a lead moved from one stage to another.
    """
    made = voice.say("move", *_made(told, voice))
    if told.resume_at is None:
        return made
    rests = voice.say("rests", voice.words.instant(told.resume_at))
    return voice.parted([made, rests])


def _made(told: Move, voice: Voice) -> tuple[str, str, str, str]:
    words = voice.words
    at, trigger = words.instant(told.at), words.term(told.trigger)
    return words.term(told.source), words.term(told.target), at, trigger


# What became of a lead ---------------------------------------------------------------


def granted(told: Granted, voice: Voice) -> str:
    """
    Say that a rule granted a qualification.
    """
    return _judged("granted-to", told, voice)


def revoked(told: Revoked, voice: Voice) -> str:
    """
    Say that a rule revoked a qualification.
    """
    return _judged("revoked-from", told, voice)


def _judged(phrase: str, told: Granted | Revoked, voice: Voice) -> str:
    return voice.say(
        phrase,
        voice.words.quoted(told.lead_id),
        voice.qualification(told.qualification),
        voice.words.instant(told.at),
    )


def moved(told: Moved, voice: Voice) -> str:
    """
    Say that a lead made a move by itself.
    """
    lead_id = voice.words.quoted(told.lead_id)
    return voice.say("moved", lead_id, *_made(told.move, voice))


def outcome(told: Outcome[Lead], voice: Voice) -> str:
    """
    Say what an update or a run made of a lead, a line for each event.
    """
    rows: list[str] = []
    for event in told.events:
        match event:
            case Granted():
                rows.append(granted(event, voice))
            case Revoked():
                rows.append(revoked(event, voice))
            case _:
                rows.append(moved(event, voice))
    return "\n".join(rows) or voice.say("unchanged")


def timeline(told: Timeline, voice: Voice) -> str:
    """
    Say a lead's way through its stages, a line for each visit.
    """
    words = voice.words
    lead_id, as_of = words.quoted(told.lead_id), words.instant(told.as_of)
    if told.age is None:
        rows = [voice.aside(voice.say("lead", lead_id), voice.say("as-of", as_of))]
    else:
        rows = [voice.say("old", lead_id, voice.roughly(told.age), as_of)]
    rows += [f"  {_visit(one, told, voice)}" for one in told.visits]
    if told.resume_at is not None:
        rows.append(f"  {voice.say('rests', words.instant(told.resume_at))}")
    return "\n".join(rows)


def _visit(told: Visit, of: Timeline, voice: Voice) -> str:
    stage = voice.words.term(told.stage)
    if told.entered is None:
        parts = [voice.say("since-unknown", stage)]
    else:
        parts = [voice.say("since", stage, voice.words.instant(told.entered))]
    stay = told.length(of.as_of)
    if stay is not None:
        parts.append(voice.say("long", voice.roughly(stay)))
    if told.left is None:
        parts.append(voice.say("still"))
    return voice.listed(parts)


# What may happen, and what should ----------------------------------------------------


def permission(told: Permission, voice: Voice) -> str:
    """
    Say whether a lead may be contacted, and what that rests on.
    """
    words = voice.words
    by = words.named(told.medium)
    may = voice.say(
        "may" if told.allowed else "may-not",
        words.quoted(told.lead_id),
        words.purpose(told.purpose),
        by,
    )
    parts = [_why(told, voice)]
    if told.contact is None:
        parts.append(voice.say(f"{'but-' if told.allowed else ''}no-contact", by))
    return voice.say("colon", may, voice.parted(parts))


def _why(told: Permission, voice: Voice) -> str:
    record = told.record
    if told.code == "erased":
        return voice.say("why-erased")
    if record is None:
        return voice.say("why-unknown")
    ended = record.expires_at if told.code == "expired" else None
    at = voice.words.instant(record.at if ended is None else ended)
    if record.basis is Basis.CONSENT or told.code == "machine":
        return voice.say(f"why-{told.code}", at)
    return voice.say(f"other-why-{told.code}", at, voice.words.term(record.basis))


def decision(told: Decision, voice: Voice) -> str:
    """
    Say which move may be made.
    """
    words = voice.words
    names = map(words.term, (told.trigger, told.source, told.target))
    return voice.say("possible", voice.say("transition", *names))


def transition(told: Transition, voice: Voice) -> str:
    """
    Say which move is declared, without its guard.
    """
    words = voice.words
    trigger, sources = (
        words.term(told.trigger),
        words.listed(map(words.term, told.sources)),
    )
    if isinstance(told.target, str):
        return voice.say("transition", trigger, sources, words.term(told.target))
    return voice.say("transition-back", trigger, sources)


def due(told: Due, voice: Voice) -> str:
    """
    Say that a move is to be made by itself.
    """
    words = voice.words
    said = voice.say("due", words.term(told.trigger), words.instant(told.deadline))
    return voice.aside(said, *([words.literal(told.reason)] if told.reason else []))


def late(told: Late, voice: Voice) -> str:
    """
    Say that a lead is longer in its stage, or left alone in it, than it should be.
    """
    words = voice.words
    return voice.say(
        "late",
        words.quoted(told.lead_id),
        words.term(told.stage),
        words.instant(told.since),
        words.instant(told.deadline),
        voice.roughly(told.by),
    )
