"""
Which share of the leads is satisfied, by what they answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any, ClassVar

import attrs

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ...pictures.plots import Plot
from ..answers.results import Result, Row
from ..numbers.rates import Rate
from ..ways.segments import By
from .answers import Answer
from .hearing import Heard, hear, spans_of


@attrs.frozen(eq=False, repr=False)
class Satisfaction(Result):
    """
    The share of the satisfied, of all or by segment.

    Attributes:
        parts: By segment, how many of those who answered are; the segment is `ALL` if
            nobody asked for several.

        satisfied: From what score on one is.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment",)
    shares: ClassVar[tuple[str, ...]] = ("rate", "low", "high")

    parts: FrozenMap[str, Rate]
    satisfied: float
    _heard: Heard

    @property
    def title(self) -> str:
        """
        What it shows.
        """
        return f"Satisfied, with a score of {self.satisfied:g} or more"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it.
        """
        return self._heard.notes

    def plot(self) -> Plot | None:
        """
        Draw a dot at each share, on a line from the least to the most it may well be.
        """
        parted = self._heard.is_parted
        return spans_of(
            self.title,
            [
                (name if parted else None, rate.value, rate.interval())
                for name, rate in self.parts.items()
            ],
            percent=True,
        )

    def _lines(self) -> Sequence[Row]:
        return [
            self._line(segment.name, segment.leads) for segment in self._heard.segments
        ]

    def _line(self, name: str, places: Sequence[int]) -> Row:
        rate, heard = self.parts[name], self._heard
        low, high = rate.interval() or (None, None)
        return Row(
            {
                **({"segment": name} if heard.is_parted else {}),
                "n": rate.n,
                "satisfied": rate.k,
                "rate": rate.value,
                "low": low,
                "high": high,
            },
            {
                "n": lambda: (heard.leads[place] for place in places),
                "satisfied": lambda: (
                    heard.leads[place]
                    for place in places
                    if heard.scores[place] >= self.satisfied
                ),
            },
        )


def csat(
    answers: Iterable[Answer | Mapping[str, Any]],
    *,
    as_of: datetime,
    satisfied: float = 4,
    scale: tuple[float, float] = (1, 5),
    by: By | None = None,
) -> Satisfaction:
    """
    Compute which share of those who answered is satisfied.

    Each lead counts once, with its latest answer.

    Args:
        answers: The answers, in any order; mappings have the names of the attributes
            of `Answer`.

        as_of: The instant of the question; later answers don't count.

        satisfied: From what score on one is satisfied.

        scale: The least and the greatest score.

        by: What segment each lead has; None for all together.

    Raises:
        LeadError: An answer is none, or off the scale.
        RuleError: *satisfied*, *scale* or *by* is none.
        InstantError: An instant has no time zone.
    """
    low, high = _scale(scale)
    if not _is_number(satisfied):
        raise RuleError("satisfied of csat()", described(satisfied), "a number")
    if not low < satisfied <= high:
        came = "a score that all have, or none"
        raise RuleError(
            "satisfied of csat()", came, "one within the scale", "Give scale= as well."
        )
    heard = hear(answers, (low, high), as_of, by, "csat()")
    parts = {
        segment.name: Rate(
            sum(heard.scores[place] >= satisfied for place in segment.leads),
            len(segment.leads),
        )
        for segment in heard.segments
    }
    return Satisfaction(FrozenMap(parts), satisfied, heard)


def _is_number(given: object) -> bool:
    return (
        isinstance(given, (int, float))
        and not isinstance(given, bool)
        and isfinite(given)
    )


def _scale(given: tuple[float, float]) -> tuple[float, float]:
    subject, expected = "scale of csat()", "two numbers, the lesser one first"
    if not is_a(given, tuple) or len(given) != 2:  # noqa: PLR2004
        raise RuleError(subject, described(given), expected, "Write scale=(1, 5).")
    for one in given:
        if not _is_number(one):
            raise RuleError(subject, described(one), expected)
    low, high = given
    if low >= high:
        raise RuleError(subject, "an end that isn't above the start", expected)
    return low, high
