"""
How likely leads are to recommend us: the net promoter score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt
from typing import Any, ClassVar, Literal, TypeAlias

import attrs

from ...errors import LeadError
from ...pictures.plots import Plot
from ..answers.results import Behind, Result, Row
from ..numbers.rates import normal_quantile
from ..ways.segments import By
from .answers import Answer
from .hearing import Heard, hear, spans_of

#: What a lead is by its score.
Attitude: TypeAlias = Literal["promoters", "passives", "detractors"]
_ATTITUDES: tuple[Attitude, ...] = ("promoters", "passives", "detractors")
_PROMOTER, _PASSIVE, _HIGHEST = 9, 7, 10


@attrs.frozen
class Nps:
    """
    A net promoter score.

    Attributes:
        segment: Which leads they are; None if all are asked about together.

        promoters: How many gave 9 or 10.

        passives: How many gave 7 or 8.

        detractors: How many gave less.

    >>> score = Nps(None, 50, 30, 20)
    >>> score.value, [round(end, 1) for end in score.interval()]
    (30.0, [14.7, 45.3])
    """

    segment: str | None = attrs.field(repr=False)
    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        """
        How many answered.
        """
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> float | None:
        """
        The share of promoters less that of detractors, in percent; None of nothing.
        """
        if not self.n:
            return None
        return 100 * (self.promoters - self.detractors) / self.n

    @property
    def standard_error(self) -> float | None:
        """
        Its standard error, 100 √((p + d - (p - d)²) / n); None of nothing.
        """
        if not self.n:
            return None
        likes, dislikes = self.promoters / self.n, self.detractors / self.n
        # Rounding may leave less than nothing where all think alike.
        spread = max(0.0, likes + dislikes - (likes - dislikes) ** 2)
        return 100 * sqrt(spread / self.n)

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """
        Tell between which scores the true one may well be.

        Args:
            level: How often such an interval holds the truth.

        Returns:
            The ends; None if nobody answered, or all alike, which says nothing of how
            much answers vary.

        Raises:
            RuleError: *level* isn't between 0 and 1.
        """
        z = normal_quantile(level)
        if self.value is None or not self.standard_error:
            return None
        reach = z * self.standard_error
        return max(-100.0, self.value - reach), min(100.0, self.value + reach)


@attrs.frozen(eq=False, repr=False)
class NetPromoters(Result):
    """
    The net promoter score, of all or by segment.

    Attributes:
        parts: The scores, segment by segment.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment",)

    parts: tuple[Nps, ...]
    _heard: Heard

    @property
    def title(self) -> str:
        """
        What it shows.
        """
        return "Net promoter score"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it.
        """
        notes = [*self._heard.notes]
        if any(part.n and not part.standard_error for part in self.parts):
            notes.append(
                "Where all answers are of one kind, they don't tell how far off the "
                "score may be."
            )
        return tuple(notes)

    def plot(self) -> Plot | None:
        """
        Draw a dot at each score, on a line from the least to the most it may well be.
        """
        return spans_of(
            self.title,
            [(part.segment, part.value, part.interval()) for part in self.parts],
            mark=0.0,
        )

    def _lines(self) -> Sequence[Row]:
        return [
            self._line(part, segment.leads)
            for part, segment in zip(self.parts, self._heard.segments, strict=True)
        ]

    def _line(self, part: Nps, places: Sequence[int]) -> Row:
        head = {} if part.segment is None else {"segment": part.segment}
        low, high = part.interval() or (None, None)
        heard = self._heard

        def behind(attitude: Attitude) -> Behind:
            return lambda: (
                heard.leads[place]
                for place in places
                if _attitude(heard.scores[place]) == attitude
            )

        return Row(
            {
                **head,
                "n": part.n,
                "promoters": part.promoters,
                "passives": part.passives,
                "detractors": part.detractors,
                "nps": part.value,
                "standard_error": part.standard_error,
                "low": low,
                "high": high,
            },
            {
                "n": lambda: (heard.leads[place] for place in places),
                **{attitude: behind(attitude) for attitude in _ATTITUDES},
            },
        )


def nps(
    answers: Iterable[Answer | Mapping[str, Any]],
    *,
    as_of: datetime,
    by: By | None = None,
) -> NetPromoters:
    """
    Compute the net promoter score: how likely leads are to recommend us, from 0 to 10.

    Each lead counts once, with its latest answer.

    Args:
        answers: The answers, in any order; mappings have the names of the attributes
            of `Answer`.

        as_of: The instant of the question; later answers don't count.

        by: What segment each lead has; None for all together.

    Raises:
        LeadError: An answer is none, or no whole number from 0 to 10.
        RuleError: *by* is none.
        InstantError: An instant has no time zone.
    """
    heard = hear(answers, (0, _HIGHEST), as_of, by, "nps()")
    parts: list[Nps] = []
    for segment in heard.segments:
        found = [_attitude(heard.scores[place]) for place in segment.leads]
        name = segment.name if heard.is_parted else None
        parts.append(Nps(name, *(found.count(attitude) for attitude in _ATTITUDES)))
    return NetPromoters(tuple(parts), heard)


def _attitude(score: float) -> Attitude:
    if score != int(score):
        raise LeadError("score for nps()", "a broken number", "a whole one")
    if score >= _PROMOTER:
        return "promoters"
    return "passives" if score >= _PASSIVE else "detractors"
