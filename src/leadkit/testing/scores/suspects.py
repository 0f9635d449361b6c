"""
Which entries of a card may go the wrong way, and where to look for a lead with which
they do.
"""

from __future__ import annotations

import attrs

from ...leads import Lead
from ...points import Points
from ...rules import nodes as n
from ...rules.proof.possibility import impossible, possible
from ...scoring import Scorecard
from ..finding import Finding
from ..sampling import Sampled
from ..scorers import Scorer
from .directions import Directions, Happening
from .edges import edges_of
from .near import Drawing
from .simpler import AS_OF, Case
from .summing_up import unbroken

# How much a float may waver by rounding.
_NOISE = 1e-9
# For how many entries a lead is looked for.
_MOST_STARTS = 10


@attrs.frozen
class Suspects:
    """
    Entries that may go the wrong way.

    Attributes:
        scorer: What gives the points.

        entries: The entries; None where leadkit sees none.
    """

    scorer: Scorer
    entries: tuple[Points, ...] | None

    @property
    def why(self) -> str:
        """
        Why nothing is proved.
        """
        if self.entries is None:
            return f"leadkit can't see into {self.scorer.name}"
        labels = dict.fromkeys(repr(one.label) for one in self.entries)
        return f"as far as its rules tell, {' and '.join(labels)} may"

    def drawing(self, adding: n.Query | None = None) -> Drawing:
        """
        Tell what examples are to be drawn from.

        Args:
            adding: What is done then.
        """
        edges = edges_of(self.scorer)
        focus = edges
        if self.entries:
            suspected = Scorecard("suspects", self.entries)
            focus = edges_of(attrs.evolve(self.scorer, of=suspected))
        if adding is not None:
            edges.queries[adding] = focus.queries[adding] = None
        return Drawing(edges, self.scorer.record, focus, adding, self._starts())

    def _starts(self) -> tuple[Lead, ...]:
        # Leads for which the rules of those entries hold, or don't.
        found: list[Lead] = []
        for entry in (self.entries or ())[:_MOST_STARTS]:
            if entry.when is not None:
                node = entry.when.node
                for true, untrue in (([node], []), ([], [node])):
                    example = possible(true, untrue, record=self.scorer.record).example
                    if example is not None and example.as_of == AS_OF:
                        found.append(example.lead)
        return tuple(found)

    def only_sampled(self, law: str, sampled: Sampled[Case]) -> Finding:
        """
        Say that no example broke a law.
        """
        return unbroken(law, sampled, self.why)


def suspects(scorer: Scorer, happening: Happening, way: str) -> Suspects:
    """
    Find the entries that may go one way.

    Args:
        scorer: What gives the points.

        happening: What happens.

        way: Which way: ``"rises"`` or ``"falls"``.

    Returns:
        Them; none if it is proved that the total doesn't go that way.
    """
    if scorer.card is None:
        return Suspects(scorer, None)
    directions = Directions(happening)
    if not getattr(directions.group(scorer.card), way):
        return Suspects(scorer, ())
    wrong = (one for one in scorer.card.points if getattr(directions.points(one), way))
    return Suspects(scorer, tuple(one for one in wrong if not _is_idle(one, scorer)))


def _is_idle(entry: Points, scorer: Scorer) -> bool:
    # What never gives anything goes nowhere.
    if entry.when is None:
        return False
    return impossible([entry.when.node], record=scorer.record)


def less(one: float, other: float) -> bool:
    """
    Tell whether one total is less than another, by more than rounding.
    """
    return one < other - _NOISE * max(1, abs(other))
