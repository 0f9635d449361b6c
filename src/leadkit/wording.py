"""
What leadkit says, in the language of those who read it.

``str(x)`` is English; `in_words` says the same things in Persian too.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TypeAlias

from .errors import InputError, described
from .refusals import MoveRefused
from .rules.answers import Reason
from .rules.expressions import Flag, Rule
from .rules.joining import as_rule
from .rules.wording.telling import reason_in_words, rule_in_words, words_of
from .vocabulary import Language

Spoken: TypeAlias = Rule | Flag | Reason | MoveRefused


def in_words(spoken: Spoken, *, language: Language = "en") -> str:
    """
    Say something in one sentence, or a part of one, as those who work with leads would.

    Args:
        spoken: A rule: what it asks for. A reason: the answer, what the rule asks for,
            and the values seen, texts among them. A refusal: why the move may not be
            made, without any text of the lead.

        language: ``"en"`` for English, ``"fa"`` for Persian.

    Raises:
        InputError: There are no words for it, or none in *language*.

    >>> from leadkit import activity, reachable
    >>> print(in_words(activity("purchased").within(days=30).count() >= 1))
    there has to be at least one 'Purchase' in the last 30 days
    >>> print(in_words(~reachable("marketing", "phone")))
    we must not have both its consent and a way to reach it for marketing by phone
    """
    words_of(language)  # which refuses what is no language
    return _said(spoken, language)


@singledispatch
def _said(spoken: object, _: Language) -> str:
    raise InputError(
        "in_words()", described(spoken), "a Rule, a Reason or a MoveRefused"
    )


@_said.register(Rule)
@_said.register(Flag)
def _(spoken: Rule | Flag, language: Language) -> str:
    return rule_in_words(as_rule(spoken, "in_words()"), language)


@_said.register
def _(spoken: Reason, language: Language) -> str:
    return reason_in_words(spoken, language)


@_said.register
def _(spoken: MoveRefused, language: Language) -> str:
    return spoken.in_words(language)
