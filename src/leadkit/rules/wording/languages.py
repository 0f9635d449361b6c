"""
What a language has to say, and how clauses become a sentence in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from .. import nodes as n
from .clauses import Clause, Join, Leaf
from .figures import printable


class Now(Protocol):
    """
    Says what was seen.
    """

    def __call__(self, leaf: Leaf, *, masked: bool) -> str: ...


class Joining(Protocol):
    """
    Joins clauses that may be joined themselves.
    """

    def __call__(self, parts: Sequence[str], /, *, apart: bool) -> str: ...


@attrs.frozen
class Language:
    """
    The words of one language.

    Attributes:
        asked: Says what a question wants to be so.

        now: Says what is the case now; empty where that says nothing.

        every: Joins clauses all of which have to be so, with a stronger mark if one of
            them is joined itself (*apart*).

        either: Joins clauses one of which has to be so.

        some: Numbers clauses of which so many have to be so.

        one_way: Numbers ways one of which will do, with a stronger mark if one of them
            is joined itself (*apart*).

        held: Says that one of several qualifications has to be held.

        rule: Says that a rule has to hold, by its text.

        answer: Says an answer: yes, no or unknown.

        quoted: Shows a text that isn't ours: a code, an id.

        named: Names a code by its label, as within a sentence.

        term: Names a code by its label in quotes, as a name.

        listed: Joins names by *or*.

        instant: Says an instant.
    """

    asked: Callable[[Leaf], str]
    now: Now
    every: Joining
    either: Callable[[Sequence[str]], str]
    some: Callable[[int, Sequence[str]], str]
    one_way: Joining
    held: Callable[[Sequence[str]], str]
    rule: Callable[[str], str]
    answer: Callable[[bool | None], str]
    quoted: Callable[[str], str]
    named: Callable[[str], str]
    term: Callable[[str], str]
    listed: Callable[[Iterable[str]], str]
    instant: Callable[[datetime], str]


def say(clause: Clause, language: Language, *, masked: bool) -> str:
    """
    Say what has to be so.

    Args:
        clause: What has to be so.

        language: The words to say it with.

        masked: Hide texts that were seen, which may be personal data.
    """
    if isinstance(clause, Leaf):
        asked, now = language.asked(clause), language.now(clause, masked=masked)
        return f"{asked} ({now})" if now else asked
    if clause.wants_all:
        told = [say(part, language, masked=masked) for part in clause.parts]
        apart = any(isinstance(part, Join) for part in clause.parts)
        return language.every(told, apart=apart)
    if clause.needed > 1 or not clause.is_flat:
        items = [_item(part, language, masked=masked) for part in clause.parts]
        return language.some(clause.needed, items)
    codes = [
        part.node.qualification
        for part in clause.parts
        if isinstance(part, Leaf) and part.holds and isinstance(part.node, n.Holds)
    ]
    if len(codes) == len(clause.parts):
        return language.held(codes)
    return language.either(
        [say(part, language, masked=masked) for part in clause.parts]
    )


def say_one_way(
    common: Sequence[Clause],
    ways: Sequence[Sequence[Clause]],
    language: Language,
    *,
    masked: bool,
) -> str:
    """
    Say what has to be so where there are several ways to it.

    Args:
        common: What has to be so in any case.

        ways: What else has to be so, in each way; two ways or more.

        language: The words to say it with.

        masked: Hide texts that were seen, which may be personal data.
    """
    told: list[str] = []
    tangled = False
    for way in ways:
        parts = [_item(part, language, masked=masked) for part in way]
        apart = any(isinstance(part, Join) for part in way)
        tangled |= apart and len(parts) > 1
        told.append(language.every(parts, apart=apart) if len(parts) > 1 else parts[0])
    either = language.one_way(told, apart=tangled)
    if not common:
        return either
    always = [say(part, language, masked=masked) for part in common]
    return language.every([*always, either], apart=True)


def _item(clause: Clause, language: Language, *, masked: bool) -> str:
    # A numbered list in a numbered list is more than a sentence can hold.
    if isinstance(clause, Join):
        numbered = clause.needed > 1 and not clause.wants_all
        if numbered or not clause.is_flat:
            return language.rule(printable(clause.text))
    return say(clause, language, masked=masked)
