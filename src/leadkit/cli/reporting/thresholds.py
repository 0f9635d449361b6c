"""
Which totals matter: those at which a playbook's grades and qualifications turn.
"""

from __future__ import annotations

from ...playbook import Playbook
from ...qualification import Qualification
from ...rules import nodes as n
from ...rules.expressions import Rule


def thresholds(playbook: Playbook, card: str) -> dict[str, float]:
    """
    Find the totals that a card is compared with.

    Args:
        playbook: The playbook.

        card: The card's name.

    Returns:
        The totals by what they are for: ``{"MQL from": 30, "MQL until": 15}``.
    """
    found: dict[str, float] = {}
    for one in playbook.qualifications.values():
        for word, rule in (("from", one.when), ("until", one.until)):
            for total in _totals(rule, card):
                found.setdefault(f"{one.name} {word}", total)
    if playbook.grades is not None and playbook.grades.card == card:
        found |= {
            f"grade {letter}": points
            for letter, points in playbook.grades.thresholds.items()
            if points  # a line at nothing is the axis
        }
    return found


def reader_of(playbook: Playbook, card: str) -> Qualification | None:
    """
    Find the first qualification that is granted by a card's total.
    """
    return next(
        (one for one in playbook.qualifications.values() if _totals(one.when, card)),
        None,
    )


def _totals(rule: Rule | None, card: str) -> list[float]:
    if rule is None:
        return []
    return [
        node.right.value
        for node in n.walk(rule.node)
        if isinstance(node, n.Compare)
        and isinstance(node.left, n.Total)
        and node.left.card.name == card
        and isinstance(node.right, n.Constant)
        and isinstance(node.right.value, (int, float))
    ]
