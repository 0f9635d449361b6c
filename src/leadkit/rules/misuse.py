"""
What people write that Python would silently turn into something else, and the cure.
"""

from __future__ import annotations

from typing import NoReturn

from ..errors import RuleError, described
from . import nodes as n
from .handles import Handle, is_handle


def no_order(self: Handle[n.Node], other: object) -> NoReturn:
    """
    Refuse to compare a rule by size.
    """
    raise RuleError(
        f"a comparison with <{self}>",
        described(other),
        "a number on the left",
        "A rule is answered yes or no; put parentheses around comparisons.",
    )


def no_operator(self: Handle[n.Value], *others: object) -> NoReturn:
    """
    Refuse an operator that a value of its kind doesn't have.
    """
    kind = self.node.kind.value
    missing = any(other is None for other in others)
    cure = {
        "text": "Texts take ==, !=, .is_in(), .contains(), .starts_with(), "
        ".ends_with().",
        "instant": "Use .before(instant), .after(instant) or .age().",
        "flag": "A flag is a rule by itself.",
        "choice": "Choices take ==, != and .is_in().",
    }.get(kind, "Numbers take + - * and comparisons.")
    raise RuleError(
        f"an operator on <{self}>",
        f"one that {n.of_kind(self.node.kind)} doesn't have",
        "one of its own",
        "Ask .is_missing()." if missing else cure,
    )


def no_opposite(self: Handle[n.Value]) -> NoReturn:
    """
    Refuse the opposite of what is no rule.
    """
    raise RuleError(
        f"'~' before <{self}>",
        n.of_kind(self.node.kind),
        "a rule",
        "Put parentheses around the comparison: ~(a >= 50).",
    )


def unjoinable(self: Handle[n.Node], other: object) -> NoReturn:
    """
    Refuse ``&`` and ``|`` with something that is no rule.
    """
    raise RuleError(
        f"'&' or '|' with <{self}>",
        f"<{other}>, {described(other)}" if is_handle(other) else described(other),
        "rules on both sides",
        comparison_cure(other)
        or "Put parentheses around comparisons: (a >= 50) & (b < 3).",
    )


def comparison_cure(given: object) -> str:
    """
    Tell the cure for what has to be compared before it is a rule, if it is that.
    """
    if is_handle(given) and isinstance(given.node, n.Query):
        return f"Count them, say: <{given}>.count() >= 1."
    return "Compare its total: card >= 50." if isinstance(given, n.Scored) else ""
