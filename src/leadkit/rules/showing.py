"""
How a rule and the reason of an answer show themselves in a notebook.
"""

from __future__ import annotations

from typing import Protocol

from ..markup import FAINT, Html, element, items, joined, sentence
from . import nodes as n
from .blame import Answered
from .meaning import Answer

_MARKS: dict[Answer, str] = {True: "✓ yes", False: "✗ no", None: "? unknown"}


class Explained(Answered, Protocol):
    """
    A rule with its answer, which can say what it saw.
    """

    @property
    def parts(self) -> tuple[Explained, ...]: ...
    @property
    def missing(self) -> tuple[str, ...]: ...

    def seen_in_words(self) -> str: ...
    def changes_in_words(self) -> tuple[str, ...]: ...


def mark(answer: Answer) -> Html:
    """
    Show an answer, by more than a colour.
    """
    return element("b", _MARKS[answer], style="white-space:nowrap")


def code(text: str) -> Html:
    """
    Show the text of a rule.
    """
    style = "background:none;color:inherit;padding:0;white-space:pre-wrap"
    return sentence(text, "code", style=style)


def of_rule(node: n.Question) -> Html:
    """
    Show a rule as a tree.
    """
    return items([_branch(node)], style=_OUTER)


def _branch(node: n.Question) -> Html:
    parts = _parts(node)
    if not parts:
        return code(str(node))
    return joined(_join(node), items(map(_branch, parts)))


def of_reason(reason: Explained) -> Html:
    """
    Show a reason as a tree, with the values seen and what would turn the answer.
    """
    tree = items([_reasoned(reason)], style=_OUTER)
    return element(
        "div", tree, missing(reason.missing), changes(reason.changes_in_words())
    )


def _reasoned(reason: Explained) -> Html:
    node = reason.rule.node
    if not reason.parts:
        seen = reason.seen_in_words()
        told = sentence(f"({seen})", style=FAINT) if seen else ""
        return joined(mark(reason.answer), code(str(node)), told)
    return joined(mark(reason.answer), _join(node), items(map(_reasoned, reason.parts)))


def missing(names: tuple[str, ...]) -> Html:
    """
    Name the fields that are missing, if any are.
    """
    if not names:
        return Html()
    return element("div", joined("missing:", sentence(", ".join(names))), style=FAINT)


def changes(told: tuple[str, ...]) -> Html:
    """
    List what would change an answer, if anything would.
    """
    if not told:
        return Html()
    return element("div", "what would change it:", items(map(sentence, told)))


_OUTER = "list-style:none;margin:0;padding:0"


def _parts(node: n.Question) -> tuple[n.Question, ...]:
    if isinstance(node, n.Not):
        return (node.part,)
    return node.parts if isinstance(node, (n.And, n.Or, n.AtLeast)) else ()


def _join(node: n.Question) -> Html:
    match node:
        case n.And():
            told = "all of"
        case n.Or():
            told = "any of"
        case n.AtLeast(needed=needed):
            told = f"at least {needed} of"
        case _:
            told = "not"
    return element("i", told)
