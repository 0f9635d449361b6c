"""
What another playbook would change, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ..differences import Comparison, Difference, Shifts
from ..qualification import Verdict
from .judged import verdict
from .phrases import Voice

V = TypeVar("V")

# How many leads of each sort are named.
_NAMED = 3


def comparison(told: Comparison, voice: Voice) -> str:
    """
    Say what would change for which leads, with the first few of them.
    """
    words = voice.words
    names = voice.say("against", *map(words.quoted, told.names))
    counted = voice.counted(told.leads, "1 lead", "leads")
    as_of = voice.say("as-of", words.instant(told.as_of))
    rows = [voice.aside(voice.say("colon", names, counted), as_of)]
    if told.is_empty:
        rows.append(f"  {voice.say('would-not-change')}")
    for head, leads in _sections(told, voice):
        rows += [f"  {head}", *(f"    {lead}" for lead in leads)]
    return "\n".join(rows)


def _sections(told: Comparison, voice: Voice) -> Iterator[tuple[str, list[str]]]:
    words = voice.words
    for code, one in told.qualifications.items():
        if one.gained or one.lost:
            yield (
                voice.say(
                    "turnover",
                    words.qualification(code),
                    words.number(len(one.gained)),
                    words.number(len(one.lost)),
                ),
                [
                    *_first(
                        one.gained,
                        voice,
                        lambda d: voice.say("gained", _why(d.before, voice)),
                    ),
                    *_first(
                        one.lost,
                        voice,
                        lambda d: voice.say("lost", _why(d.after, voice)),
                    ),
                ],
            )
    for name, card in told.scorecards.items():
        if card.shifts:
            yield _shifts(name, card, voice), _first(card.shifts, voice, _total(voice))
    for what, moved in (("grades", told.grades), ("warmths", told.temperatures)):
        if moved:
            head = voice.say(what, words.number(len(moved)))
            yield head, _first(moved, voice, _turned(voice))
    if told.allowed:
        head = voice.say("moves", words.number(len(told.allowed)))
        yield head, _first(told.allowed, voice, _moves(voice))


def _first(
    differences: tuple[Difference[V], ...],
    voice: Voice,
    tell: Callable[[Difference[V]], str],
) -> list[str]:
    rows = [
        voice.say("colon", voice.words.quoted(one.lead_id), tell(one))
        for one in differences[:_NAMED]
    ]
    more = len(differences) - _NAMED
    return [*rows, voice.say("more", voice.words.number(more))] if more > 0 else rows


def _why(judged: Verdict | None, voice: Voice) -> str:
    return voice.say("not-there") if judged is None else verdict(judged, voice)


def _shifts(name: str, card: Shifts, voice: Voice) -> str:
    number = voice.words.number
    parts = number(card.up), number(card.down), number(round(card.mean, 2))
    return voice.say("shifts", voice.words.quoted(name), *parts)


def _total(voice: Voice) -> Callable[[Difference[float | None]], str]:
    return _between(voice, voice.words.number)


def _turned(voice: Voice) -> Callable[[Difference[Any]], str]:
    return _between(voice, voice.words.named)


def _between(
    voice: Voice, told: Callable[[Any], str]
) -> Callable[[Difference[Any]], str]:
    def tell(one: Difference[Any]) -> str:
        ends = (one.before, one.after)
        return voice.say(
            "turned",
            *(voice.say("none") if end is None else told(end) for end in ends),
        )

    return tell


def _moves(voice: Voice) -> Callable[[Difference[tuple[str, ...]]], str]:
    def tell(one: Difference[tuple[str, ...]]) -> str:
        more = [code for code in one.after if code not in one.before]
        fewer = [code for code in one.before if code not in one.after]
        sorts = (("allowed-then", more), ("refused-then", fewer))
        return voice.parted(
            voice.say(phrase, voice.listed(map(voice.words.term, codes)))
            for phrase, codes in sorts
            if codes
        )

    return tell
