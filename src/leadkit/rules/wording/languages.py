"""
What a language has to say, and how clauses become a sentence in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from .. import nodes as n
from .clauses import Clause, Join, Leaf
from .figures import printable


class Language(Protocol):
    """
    The words of one language.
    """

    def asked(self, leaf: Leaf) -> str:
        """
        Say what a question wants to be so.
        """
        ...

    def now(self, leaf: Leaf, *, masked: bool) -> str:
        """
        Say what is the case now; empty where that says nothing.
        """
        ...

    def every(self, parts: Sequence[str], *, apart: bool) -> str:
        """
        Join clauses all of which have to be so, with a stronger mark if one of them is
        joined itself (*apart*).
        """
        ...

    def either(self, parts: Sequence[str]) -> str:
        """
        Join clauses one of which has to be so.
        """
        ...

    def some(self, needed: int, parts: Sequence[str]) -> str:
        """
        Number clauses of which so many have to be so.
        """
        ...

    def one_way(self, ways: Sequence[str], *, apart: bool) -> str:
        """
        Number ways one of which will do, with a stronger mark if one of them is joined
        itself (*apart*).
        """
        ...

    def held(self, codes: Sequence[str]) -> str:
        """
        Say that one of several qualifications has to be held.
        """
        ...

    def rule(self, text: str) -> str:
        """
        Say that a rule has to hold, by its text.
        """
        ...

    def answer(self, answer: bool | None) -> str:  # noqa: FBT001  it is data
        """
        Say an answer: yes, no or unknown.
        """
        ...

    def quoted(self, text: str, /) -> str:
        """
        Show a text that isn't ours: a code, an id.
        """
        ...

    def named(self, code: str) -> str:
        """
        Name a code by its label, as within a sentence.
        """
        ...

    def term(self, code: str) -> str:
        """
        Name a code by its label in quotes, as a name.
        """
        ...

    def qualification(self, code: str) -> str:
        """
        Name a qualification, by its label and its code.
        """
        ...

    def listed(self, names: Iterable[str], /) -> str:
        """
        Join names by *or*.
        """
        ...

    def instant(self, at: datetime, /) -> str:
        """
        Say an instant.
        """
        ...

    def span(self, given: timedelta, /) -> str:
        """
        Say how long a span is.
        """
        ...

    def number(self, given: float, /) -> str:
        """
        Write a number.
        """
        ...

    def purpose(self, code: str, /) -> str:
        """
        Name what consent is for.
        """
        ...

    def value(self, node: n.Value) -> str:
        """
        Say which value is meant.
        """
        ...

    def activities(self, query: n.Query) -> str:
        """
        Say which activities are meant.
        """
        ...

    def condition(self, name: str, wanted: Any) -> str:
        """
        Say a condition on activities, by its name in ``where()``.
        """
        ...

    def literal(self, text: str, /) -> str:
        """
        Show a piece of code, or another text from the left to the right.
        """
        ...


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
