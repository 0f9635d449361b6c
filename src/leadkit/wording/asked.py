"""
What rules ask for, what they answered, and why a move was refused, in words.
"""

from __future__ import annotations

from enum import StrEnum

from ..refusals import MoveRefused
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
    Say an answer, and what was seen.
    """
    return reason_in_words(told, voice.words)


def refusal(told: MoveRefused, voice: Voice) -> str:
    """
    Say what may not be done, why, and what may be.
    """
    return told.in_words(voice.language, voice.vocabulary)


def code(told: StrEnum, voice: Voice) -> str:
    """
    Say a member of an enumeration by its label.
    """
    return voice.label(told)
