"""
The answer about the chances of open leads: told by age, and known for each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property, partial
from math import fsum
from typing import ClassVar

import attrs

from ...errors import RuleError
from ...instants import in_words
from ...pictures.plots import Bars
from ..answers.results import Result, Row
from ..answers.tables import shown
from ..given.clock import DAY
from ..ways.past import Past
from ..ways.remarks import left_out
from .asking import Bands
from .forecast_cells import Expectation, expectation_of, sum_told


@attrs.frozen
class Chance:
    """
    The chance of one open lead.

    Attributes:
        lead: Its id.

        age_days: For how many days it has been under way.

        chance: Its chance; None if the curve has nobody of its age.

        beyond: Whether the curve ends before the lead's horizon, so that the chance may
            be greater.
    """

    lead: str = attrs.field(repr=False)
    age_days: float
    chance: float | None
    beyond: bool


@attrs.frozen(eq=False, repr=False)
class AgedPart:
    """
    The open leads of a segment.

    Attributes:
        segment: The segment; None if nobody asked.

        places: Which leads they are: their places in the columns of the history.

        ages: For how long each has been under way, in microseconds.

        told: By age, the chance, and whether the curve ends before the horizon.
    """

    segment: str | None = attrs.field(repr=False)
    places: Sequence[int]
    ages: Sequence[int]
    told: Mapping[int, tuple[float | None, bool]]


@attrs.frozen(eq=False)
class _Cell:
    # The open leads of a segment that are of an age.
    segment: str | None = attrs.field(repr=False)
    band: str
    places: list[int] = attrs.field(factory=list[int])
    known: list[float] = attrs.field(factory=list[float])
    beyond: list[int] = attrs.field(factory=list[int])

    @property
    def expected(self) -> float | None:
        return fsum(self.known) if self.known else None


@attrs.frozen(eq=False, repr=False)
class Chances(Result):
    """
    The chances of open leads to enter a stage within a span.

    Its rows sum them up by age; ``each`` has them lead by lead.

    Attributes:
        start: Where the clock of a lead began.

        end: The stage.

        horizon: The span, from the instant of the question.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "band")
    shares: ClassVar[tuple[str, ...]] = ("chance",)

    _past: Past
    start: str
    end: str
    horizon: timedelta
    _segmented: bool
    _bands: Bands
    _parts: tuple[AgedPart, ...]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"Chances of {self.end} within {in_words(self.horizon)}"

    @cached_property
    def each(self) -> tuple[Chance, ...]:
        """
        The chances, lead by lead.
        """
        leads = self._past.columns.leads
        return tuple(
            Chance(leads[place], age / DAY, *part.told[age])
            for part in self._parts
            for place, age in zip(part.places, part.ages, strict=True)
        )

    @cached_property
    def total(self) -> Expectation:
        """
        What is expected of all open leads together.
        """
        numbers = Counter(
            part.told[age][0] for part in self._parts for age in part.ages
        )
        return expectation_of([(number, one) for one, number in numbers.items()])

    @cached_property
    def _of(self) -> Mapping[str, Chance]:
        return {one.lead: one for one in self.each}

    def chance_of(self, lead: str) -> float | None:
        """
        Tell the chance of an open lead; None if the curve has nobody of its age.

        Args:
            lead: The lead's id.

        Raises:
            RuleError: No open lead has it.
        """
        if lead not in self._of:
            raise RuleError(
                "lead of chances",
                "an id of no open lead",
                "the id of a lead that is watched and may still get there",
                'leads("open") lists them.',
            )
        return self._of[lead].chance

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told = [sum_told(self.total)]
        beyond = sum(len(cell.beyond) for cell in self._cells)
        if beyond:
            told.append(
                f"Open leads for whom the curve ends before the horizon: {beyond:,}."
                " They may have better chances."
            )
        if self.total.unknown:
            told.append(
                "Open leads of an age at which nobody was left:"
                f" {self.total.unknown:,}. They aren't in it."
            )
        return (*told, *left_out(self._past))

    @cached_property
    def _cells(self) -> list[_Cell]:
        found: list[_Cell] = []
        for part in self._parts:
            cells = [_Cell(part.segment, name) for name in self._bands.names]
            for place, age in zip(part.places, part.ages, strict=True):
                cell = cells[self._bands.of(age)]
                chance, beyond = part.told[age]
                cell.places.append(place)
                if chance is not None:
                    cell.known.append(chance)
                if beyond:
                    cell.beyond.append(place)
            found += [cell for cell in cells if cell.places]
        return found

    def _lines(self) -> Sequence[Row]:
        return [self._line(cell) for cell in self._cells]

    def _line(self, cell: _Cell) -> Row:
        expected, named = cell.expected, self._past.named
        return Row(
            {
                **({"segment": cell.segment} if self._segmented else {}),
                "band": cell.band,
                "open": len(cell.places),
                "beyond": len(cell.beyond),
                "chance": None if expected is None else expected / len(cell.known),
                "expected": expected,
            },
            {
                "open": partial(named, cell.places),
                "beyond": partial(named, cell.beyond),
            },
        )

    def plot(self) -> Bars:
        """
        Draw how many are expected of each age.
        """
        bands = dict.fromkeys(cell.band for cell in self._cells)
        names = [name for name in self._bands.names if name in bands]
        expected: list[float | None] = []
        told: list[str] = []
        for name in names:
            cells = [cell for cell in self._cells if cell.band == name]
            known = [one.expected for one in cells if one.expected is not None]
            expected.append(fsum(known) if known else None)
            number = sum(len(cell.places) for cell in cells)
            told.append(f"{shown(expected[-1])} of {number:,}")
        return Bars(
            self.title, tuple(names), {"expected": tuple(expected)}, tuple(told)
        )
