"""
How many leads get from one stage to another within a span.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import attrs

from ...instants import in_words
from ...mapping import FrozenMap
from ...pictures.plots import Spans
from ..answers.lookup import of_segment
from ..answers.results import Behind, Result, Row, Value
from ..numbers.rates import Rate
from ..ways.past import Past
from ..ways.remarks import counted, left_out, skipped_note
from ..ways.segments import By
from .maturing import Race, checked_span, matured
from .reaching import Reach, entries_between, skippers


@attrs.frozen(eq=False, repr=False)
class WindowedConversion(Result):
    """
    How many leads got from one stage to another within a span.

    Attributes:
        start: The stage that begins the clock.

        end: The stage that ends it.

        within: How long a lead has time.

        rates: The share that did, by segment; ``"all"`` is the only one if nobody asked
            for several. ``Rate.immature`` counts the leads that still have time.

        unwatched: How many leads entered the start before they were watched, and so
            aren't counted.

        skipped: How many leads got beyond the start without ever entering it, and so
            aren't counted.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment",)
    shares: ClassVar[tuple[str, ...]] = ("rate", "low", "high")

    start: str
    end: str
    within: timedelta
    rates: Mapping[str, Rate]
    unwatched: int
    skipped: int
    _past: Past
    _is_parted: bool
    _behind: tuple[Mapping[str, Behind], ...]

    @property
    def rate(self) -> Rate:
        """
        The share that did, of all segments together.
        """
        rates = self.rates.values()
        return Rate(
            sum(rate.k for rate in rates),
            sum(rate.n for rate in rates),
            sum(rate.immature for rate in rates),
        )

    def __getitem__(self, segment: str) -> Rate:
        return of_segment(self.rates, segment, "a WindowedConversion")

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"From {self.start} to {self.end} within {in_words(self.within)}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told: list[str] = []
        if young := self.rate.immature:
            leads = counted(young, "lead isn't", "leads aren't")
            told.append(
                f"{leads} counted yet: not watched for {in_words(self.within)} since."
            )
        if self.unwatched:
            leads = counted(self.unwatched, "lead isn't", "leads aren't")
            told.append(f"{leads} counted: not watched when entering {self.start}.")
        if self.skipped:
            told.append(skipped_note(self.skipped, self.start))
        return (*told, *left_out(self._past))

    def _lines(self) -> Sequence[Row]:
        lines: list[Row] = []
        for (name, rate), behind in zip(self.rates.items(), self._behind, strict=True):
            low, high = rate.interval() or (None, None)
            values: dict[str, Value] = {"segment": name} if self._is_parted else {}
            values |= {
                "eligible": rate.n,
                "immature": rate.immature,
                "converted": rate.k,
                "rate": rate.value,
                "low": low,
                "high": high,
            }
            lines.append(Row(values, behind))
        return lines

    def plot(self) -> Spans | None:
        """
        Draw the rates of segments with their intervals; None without segments.
        """
        if not self._is_parted:
            return None
        return Spans(
            self.title,
            tuple(self.rates),
            tuple(rate.value for rate in self.rates.values()),
            tuple(rate.interval() for rate in self.rates.values()),
            percent=True,
        )


def windowed_conversion(
    past: Past,
    start: str,
    end: str,
    *,
    within: timedelta,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
    count: Reach = "reached",
) -> WindowedConversion:
    """
    Tell how many leads get from one stage to another within a span.

    The clock of a lead begins when it enters *start* for the first time, and is never
    set back. A lead counts once it has been watched for the whole span since, whether
    it has converted or not: else the young ones that did would count, and the young
    ones that didn't yet would not.

    Args:
        past: The leads.

        start: The stage that begins the clock.

        end: The stage that ends it.

        within: How long a lead has time; the last instant belongs to it.

        by: What segment each lead has; None for one rate of all.

        created: From when to when the leads were created; the latter isn't included.

        count: ``"reached"`` if later stages of the mainline do as well; else
            ``"visited"``.

    Raises:
        RuleError: There is no such stage, *end* doesn't come after *start*, *within* is
            no positive span, or another argument is wrong.
        InstantError: An instant of *created* has no time zone.
    """
    span = checked_span(within, "within", "within=timedelta(days=90)")
    race = Race(past, *entries_between(past, start, end, count))
    skipping = skippers(past, start, race.starts)
    segments = past.segments(by, created)
    found = {one.name: matured(race, one.leads, [span])[0] for one in segments}
    return WindowedConversion(
        start,
        end,
        within,
        FrozenMap({name: one.rate for name, one in found.items()}),
        sum(one.unwatched for one in found.values()),
        sum(len(skipping.intersection(one.leads)) for one in segments),
        past,
        by is not None,
        tuple(race.behind(one.leads, span) for one in segments),
    )
