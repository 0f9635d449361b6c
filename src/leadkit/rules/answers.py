"""
What comes out when a rule is explained: its answer, its parts, and the values seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from ..records import shown
from . import nodes as n
from .blame import in_the_way
from .expressions import Rule
from .gaps import Gap, gap, in_digits
from .meaning import Answer
from .showing import of_reason

_WORDS: dict[Answer, str] = {True: "yes", False: "no", None: "unknown"}


@attrs.frozen(repr=False)
class Seen:
    """
    A value that a rule looked at.

    Attributes:
        what: The value in the words of the rule: ``"company_size"``.

        value: What it was, None if missing.
    """

    what: str
    value: Any = attrs.field(repr=False)  # rich would show it, past our repr

    def in_words(self, *, masked: bool = False) -> str:
        """
        Say what was seen: ``"is 12"``, ``"is missing"``.

        Args:
            masked: Hide texts, which may be personal data.
        """
        if self.value is None:
            return "is missing"
        if isinstance(self.value, float):
            return f"is {in_digits(self.value)}"
        if isinstance(self.value, datetime):
            return f"is {self.value.isoformat()}"
        return f"is {shown(self.value) if masked else repr(self.value)}"

    def __repr__(self) -> str:
        return f"Seen({self.what!r}, {shown(self.value)})"


@attrs.frozen(repr=False)
class Reason:
    """
    The answer of a rule for one lead, with what it rests on.

    ``str(reason)`` is an explanation that somebody asked for and shows the values seen;
    its repr hides texts.

    Attributes:
        rule: The rule.

        answer: True, False, or None if it is unknown.

        seen: The values that the rule looked at, without those of its parts.

        missing: The fields whose absence the rule met, those inside cards too.

        parts: The reasons of the rules it is joined of.
    """

    rule: Rule
    answer: Answer
    seen: tuple[Seen, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple[Reason, ...] = ()

    @property
    def blame(self) -> tuple[Reason, ...]:
        """
        Why not, in as few leaves as can be; none if the answer is True.

        If each of these leaves gave its better answer, the rule would be known true,
        and no fewer would do. A rule that is used twice counts as two leaves.
        """
        return in_the_way(self)

    @property
    def gap(self) -> Gap | None:
        """
        How far a number is from turning the answer of a comparison with a constant.

        It is None for other rules, and where the number is missing.
        """
        return gap(self.rule.node, self.answer, (one.value for one in self.seen))

    def in_words(self, *, masked: bool = False) -> str:
        """
        Say the rule and what was seen, on one line.

        Args:
            masked: Hide texts, which may be personal data.
        """
        seen = self.seen_in_words(masked=masked)
        return f"{self.rule} ({seen})" if seen else str(self.rule)

    def seen_in_words(self, *, masked: bool = False) -> str:
        """
        Say what was seen, by the parts too: ``"is 12"``, or with its name if it is not
        the only value.

        Args:
            masked: Hide texts, which may be personal data.
        """
        seen = tuple(dict.fromkeys(_all_seen(self)))
        if len(seen) == 1:
            return seen[0].in_words(masked=masked)
        return ", ".join(f"{one.what} {one.in_words(masked=masked)}" for one in seen)

    def changes_in_words(self, *, masked: bool = False) -> tuple[str, ...]:
        """
        Say what would turn the answer: what no or unknown would need to be yes, and yes
        to be no.

        Args:
            masked: Hide texts, which may be personal data.

        Returns:
            A line for each leaf that stands in the way:
            ``"engagement is 37, needs 40 (3 more)"``.
        """
        leaves = in_the_way(self, wanted=self.answer is not True)
        told = (leaf.change_in_words(masked=masked) for leaf in leaves)
        return tuple(dict.fromkeys(filter(None, told)))

    def change_in_words(self, *, masked: bool = False) -> str:
        """
        Say what would turn the answer, on one line; nothing turns `ALWAYS`.

        Args:
            masked: Hide texts, which may be personal data.
        """
        if self.parts:
            return "; ".join(self.changes_in_words(masked=masked))
        if isinstance(self.rule.node, n.Always):
            return ""
        distance = self.gap
        if distance is not None:
            return str(distance)
        if self.answer is None:
            return f"needs to be known: {self.in_words(masked=masked)}"
        rule = ~self.rule if self.answer else self.rule
        seen = self.seen_in_words(masked=masked)
        return f"needs {rule} ({seen})" if seen else f"needs {rule}"

    def __str__(self) -> str:
        return "\n".join(_tree(self, ""))

    def __repr__(self) -> str:
        return f"Reason({self.in_words(masked=True)!r}, {self.answer})"

    def _repr_html_(self) -> str:
        return of_reason(self)


def _all_seen(reason: Reason) -> Iterator[Seen]:
    yield from reason.seen
    for part in reason.parts:
        yield from _all_seen(part)


def _tree(reason: Reason, indent: str) -> Iterator[str]:
    text = str(reason.rule) if reason.parts else reason.in_words()
    yield f"{indent}{_WORDS[reason.answer]}: {text}"
    for part in reason.parts:
        yield from _tree(part, indent + "  ")
