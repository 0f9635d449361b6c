"""
Whether groups of leads convert at different paces.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ...errors import RuleError
from ..numbers.incidence import Cumulative
from ..numbers.log_rank import log_rank
from .parts import CurvePart


def compared(parts: Sequence[CurvePart]) -> float | None:
    """
    Tell how often chance alone makes groups of leads differ so much.

    Args:
        parts: The share of each group.

    Returns:
        The p-value of a log-rank test; None where nothing can be compared.

    Raises:
        RuleError: A lead is in two groups, or other outcomes were asked for.
    """
    if any(isinstance(part.estimate, Cumulative) for part in parts):
        raise RuleError(
            "a comparison of curves",
            "a curve with other outcomes",
            "curves without",
            "A log-rank test doesn't tell such shares apart; leave out outcomes=.",
        )
    for one, other in combinations(parts, 2):
        # Segments have no lead in common; in another history, an id means another.
        if one.past is other.past and not set(one.waited.places).isdisjoint(
            other.waited.places
        ):
            raise RuleError(
                "a comparison of curves", "curves that share leads", "different leads"
            )
    found = log_rank(
        (part.waited.durations, part.waited.events(part.code), part.waited.entries)
        for part in parts
    )
    return None if found is None else found.p
