"""
Why a rule answers as it does: its parts, their answers, and the values seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from ..instants import utc
from ..leads import Lead
from ..records import shown
from . import nodes as n
from .expressions import Flag, Rule
from .joining import as_rule
from .meaning import Answer, ask, evaluate

_WORDS: dict[Answer, str] = {True: "yes", False: "no", None: "unknown"}
# From here on, six digits wouldn't show the decimals.
_SHORT = 1e5


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
            short = abs(self.value) < _SHORT
            return f"is {round(self.value, 4):g}" if short else f"is {self.value}"
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

    def in_words(self, *, masked: bool = False) -> str:
        """
        Say the rule and what was seen, on one line.

        Args:
            masked: Hide texts, which may be personal data.
        """
        seen = tuple(dict.fromkeys(_all_seen(self)))
        if not seen:
            return str(self.rule)
        if len(seen) == 1:
            return f"{self.rule} ({seen[0].in_words(masked=masked)})"
        told = ", ".join(f"{one.what} {one.in_words(masked=masked)}" for one in seen)
        return f"{self.rule} ({told})"

    def __str__(self) -> str:
        return "\n".join(_tree(self, ""))

    def __repr__(self) -> str:
        return f"Reason({self.in_words(masked=True)!r}, {self.answer})"


def _all_seen(reason: Reason) -> Iterator[Seen]:
    yield from reason.seen
    for part in reason.parts:
        yield from _all_seen(part)


def _tree(reason: Reason, indent: str) -> Iterator[str]:
    text = str(reason.rule) if reason.parts else reason.in_words()
    yield f"{indent}{_WORDS[reason.answer]}: {text}"
    for part in reason.parts:
        yield from _tree(part, indent + "  ")


def explain(rule: Rule | Flag, lead: Lead, *, as_of: datetime) -> Reason:
    """
    Ask a rule about a lead, and why it answers as it does.

    Args:
        rule: The rule.

        lead: The lead.

        as_of: The instant of the question.

    Returns:
        The answer and the values seen, part by part.

    Raises:
        RuleError: *rule* is no rule.

        InstantError: *as_of* has no time zone.
    """
    node = as_rule(rule, "explain()").node
    return reason_for(node, lead, utc(as_of, "as_of"))


def reason_for(node: n.Question, lead: Lead, as_of: datetime) -> Reason:
    """
    Explain a node; `explain` is the public door.
    """
    parts: tuple[Reason, ...] = ()
    if isinstance(node, (n.And, n.Or, n.AtLeast)):
        parts = tuple(reason_for(part, lead, as_of) for part in node.parts)
    elif isinstance(node, n.Not):
        parts = (reason_for(node.part, lead, as_of),)
    missing: Iterable[str] = (name for part in parts for name in part.missing)
    seen: tuple[Seen, ...] = ()
    if not parts:
        atoms = tuple(dict.fromkeys(_atoms(node)))
        seen = tuple(Seen(str(atom), evaluate(atom, lead, as_of)) for atom in atoms)
        if not isinstance(node, n.IsMissing):
            missing = missing_fields(node, lead, as_of)
    return Reason(
        Rule(node),
        ask(node, lead, as_of),
        seen,
        tuple(dict.fromkeys(missing)),
        parts,
    )


def _atoms(node: n.Node) -> Iterator[n.Value]:
    # The smallest values that mean something to a reader.
    for child in n.children(node):
        if isinstance(child, (n.Arithmetic, n.OrDefault)):
            yield from _atoms(child)
        elif isinstance(child, n.Value) and not isinstance(child, n.Constant):
            yield child


def missing_fields(node: n.Node, lead: Lead, as_of: datetime) -> Iterator[str]:
    """
    Name the fields that a node reads in vain, those inside cards too.

    Args:
        node: The node. Asking whether a field is missing, or giving it a default, is
            no reading in vain.

        lead: The lead.

        as_of: The instant, in UTC.
    """
    if isinstance(node, (n.IsMissing, n.OrDefault)):
        return
    if isinstance(node, n.Field) and evaluate(node, lead, as_of) is None:
        yield node.name
    inside = node.card.nodes if isinstance(node, n.Total) else n.children(node)
    for child in inside:
        yield from missing_fields(child, lead, as_of)


def conjuncts(node: n.Question) -> Iterator[n.Question]:
    """
    Split a question into the parts that must all be known true.

    >>> from leadkit.rules.facts import conversed, holds
    >>> rule = holds("MQL") & ~(conversed() | holds("SQL"))
    >>> [str(part) for part in conjuncts(rule.node)]
    ["holds 'MQL'", '~conversed', "~(holds 'SQL')"]
    """
    if isinstance(node, n.And):
        for part in node.parts:
            yield from conjuncts(part)
    elif isinstance(node, n.Not) and isinstance(node.part, n.Or):
        for part in node.part.parts:  # De Morgan
            yield from conjuncts(part.part if isinstance(part, n.Not) else n.Not(part))
    else:
        yield node


def reasons(rule: Rule, lead: Lead, as_of: datetime) -> tuple[Reason, ...]:
    """
    Explain every part of a rule that must be known true, without stopping early.
    """
    parts = dict.fromkeys(conjuncts(rule.node))
    return tuple(reason_for(part, lead, as_of) for part in parts)
