"""
What a lead is to be like at an instant, and what of that can't change any more.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

import attrs

from ...kinds import ValueKind
from ...leads import Lead
from ...rules import nodes as n
from ...rules.meaning import ask
from ...rules.proof.quantities import inside
from ...rules.rewriting import rewritten

#: What of a lead stays as it is.
FIXED = frozenset({"id", "stage", "created_at", "revision", "erased_at"})

# A question whose answer is unknown for every lead.
_UNKNOWN = n.Truth(n.Constant(cast("bool", None), ValueKind.FLAG))
_ANSWERS: dict[bool | None, n.Question] = {
    True: n.Always(answer=True),
    False: n.Always(answer=False),
    None: _UNKNOWN,
}


def asked(node: n.Question, lead: Lead, as_of: datetime) -> bool | None:
    """
    Ask a question; unknown if a host's function can't answer.
    """
    try:
        return ask(node, lead, as_of)
    except Exception:  # noqa: BLE001  a host's function may raise anything
        return None


@attrs.frozen
class Need:
    """
    What a lead is to be like at an instant.

    Attributes:
        true: Questions that are to be known true.

        untrue: Questions that are to be False or unknown.
    """

    true: tuple[n.Question, ...] = ()
    untrue: tuple[n.Question, ...] = ()

    @property
    def nodes(self) -> tuple[n.Question, ...]:
        """
        All of them.
        """
        return (*self.true, *self.untrue)

    def met(self, lead: Lead, as_of: datetime) -> bool:
        """
        Tell whether a lead is like that, as the interpreter says.
        """
        return all(asked(node, lead, as_of) is True for node in self.true) and not any(
            asked(node, lead, as_of) is True for node in self.untrue
        )

    def settled(self, lead: Lead, as_of: datetime, *, opaque: bool) -> Need:
        """
        Answer what can't change any more until an instant.

        Args:
            lead: The lead.

            as_of: The instant.

            opaque: Whether a host's functions are taken to answer as they do now.
        """

        def replace(node: n.Node) -> n.Node:
            if isinstance(node, n.Predicate) and not opaque:
                return node
            if isinstance(node, n.Question) and _is_settled(node):
                return _ANSWERS[asked(node, lead, as_of)]
            if isinstance(node, (n.And, n.Or)):  # what is easy is tried first
                return attrs.evolve(node, parts=tuple(sorted(node.parts, key=_effort)))
            return node

        return Need(
            tuple(rewritten(node, replace) for node in self.true),
            tuple(rewritten(node, replace) for node in self.untrue),
        )


def _is_settled(node: n.Question) -> bool:
    match node:
        case n.InStage() | n.HasBeen() | n.CameFrom() | n.Predicate():
            return True
        case n.Compare() | n.Between() | n.IsIn() | n.IsMissing() | n.Truth():
            leaves = [part for part in inside(node) if not list(n.children(part))]
            return all(map(_is_fixed, leaves))
        case _:
            return False


def _effort(node: n.Question) -> int:
    # How much of it has no formula, but has to be searched for.
    hard = (n.Arithmetic, n.Total)
    pairs = (
        isinstance(part, n.Compare)
        and not isinstance(part.left, n.Constant)
        and not isinstance(part.right, n.Constant)
        for part in inside(node)
    )
    return sum(isinstance(part, hard) for part in inside(node)) + sum(pairs)


def _is_fixed(leaf: n.Node) -> bool:
    if type(leaf) is n.Field:
        return leaf.name in FIXED
    return isinstance(leaf, (n.Constant, n.TimeInStage))
