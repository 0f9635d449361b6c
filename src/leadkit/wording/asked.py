"""
What rules ask for, what they answered, and why a move was refused, in words.
"""

from __future__ import annotations

from enum import StrEnum

from ..refusals import MoveRefused
from ..rules import nodes as n
from ..rules.activities import Activities
from ..rules.answers import Reason
from ..rules.expressions import Flag, Number, Rule
from ..rules.joining import as_rule
from ..rules.wording.telling import reason_in_words, rule_in_words
from .phrases import Voice


def rule(told: Rule | Flag, voice: Voice) -> str:
    """
    Say what has to be so.
    """
    return rule_in_words(as_rule(told, "in_words()"), voice.words)


def number(told: Number, voice: Voice) -> str:
    """
    Say which number is meant.
    """
    return voice.words.value(told.node)


def activities(told: Activities, voice: Voice) -> str:
    """
    Say which activities are meant.
    """
    return voice.words.activities(told.node)


def reason(told: Reason, voice: Voice) -> str:
    """
    Say an answer, and what was seen; if some of what it asks for is met and some isn't,
    which is which.
    """
    wanted = _wanted(told)
    sorts = {"unmet": False, "unknown": None, "met": True}
    sorted_ = {
        sort: [one for one in wanted if one.answer is answer]
        for sort, answer in sorts.items()
    }
    if sum(map(bool, sorted_.values())) < 2:  # noqa: PLR2004  nothing to tell apart
        return reason_in_words(told, voice.words)
    said = [voice.say(sort, voice.reasons(one)) for sort, one in sorted_.items() if one]
    return voice.parted([voice.words.answer(told.answer), *said])


def _wanted(told: Reason) -> tuple[Reason, ...]:
    if not isinstance(told.rule.node, n.And) or not told.parts:
        return (told,)
    return tuple(one for part in told.parts for one in _wanted(part))


def refusal(told: MoveRefused, voice: Voice) -> str:
    """
    Say what may not be done, why, and what may be.
    """
    return told.in_words(voice.language, voice.vocabulary, voice.zone)


def code(told: StrEnum, voice: Voice) -> str:
    """
    Say a member of an enumeration by its label.
    """
    return voice.label(told)
