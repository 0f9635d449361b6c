"""
What is declared: what a card gives points for, and what a playbook holds, in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..playbook import Playbook
from ..points import Group, Points
from ..rules.activities import Activities
from ..rules.wording.telling import rule_in_words
from .phrases import Voice


def points(told: Points, voice: Voice) -> str:
    """
    Say how many points there are, for what, and on which condition.
    """
    words = voice.words
    parts = [voice.counted(told.hundredths / 100, "1 point", "points")]
    if isinstance(told.per, Activities):
        parts[0] = voice.say("each", parts[0], words.activities(told.per.node))
    elif told.per is not None:
        parts[0] = voice.say("each-unit", parts[0], words.value(told.per.node))
    if told.when is not None:
        parts.append(voice.say("if", rule_in_words(told.when, voice.words)))
    spans = {"halving": told.halving, "fading": told.fading}
    parts += [voice.say(n, words.span(span)) for n, span in spans.items() if span]
    newest = "at-most-one" if told.at_most == 1 else "at-most"
    limits = {newest: told.at_most, "per-day": told.per_day}
    parts += [voice.say(n, words.number(most)) for n, most in limits.items() if most]
    if told.cap_hundredths is not None:
        parts.append(_limit("capped", told.cap_hundredths, voice))
    said = voice.parted(parts)
    if told.name is None:
        return said
    return voice.say("colon", words.quoted(told.name), said)


def group(told: Group, voice: Voice) -> str:
    """
    Say what is in a card or a group, line by line.
    """
    return "\n".join(_rows(told, "", voice))


def playbook(told: Playbook, voice: Voice) -> str:
    """
    Say which cards and qualifications a playbook holds, and for what leads.
    """
    words = voice.words
    head = voice.say(
        "playbook", words.quoted(told.name), words.literal(told.record.__name__)
    )
    cards = voice.listed(map(words.quoted, told.scorecards))
    codes = voice.listed(map(words.qualification, told.qualifications))
    nothing = voice.say("nothing")
    rows = (("cards", cards), ("qualifications", codes))
    held = (voice.say(phrase, names or nothing) for phrase, names in rows)
    return voice.say("colon", head, voice.parted(held))


def _rows(told: Group, indent: str, voice: Voice) -> Iterator[str]:
    low, high = told.limits
    limits = [
        _limit(what, limit, voice)
        for what, limit in (("at-least", low), ("capped", high))
        if limit is not None
    ]
    yield indent + voice.aside(voice.words.quoted(told.name), *limits)
    for entry in told.entries:
        if isinstance(entry, Points):
            yield f"{indent}  {points(entry, voice)}"
        else:
            yield from _rows(entry, f"{indent}  ", voice)


def _limit(phrase: str, hundredths: int, voice: Voice) -> str:
    return voice.say(phrase, voice.counted(hundredths / 100, "1 point", "points"))
