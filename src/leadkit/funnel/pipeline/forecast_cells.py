"""
The answer to a forecast: chances by stage and time in it, and what they sum to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from math import fsum
from typing import ClassVar

import attrs

from ...errors import RuleError
from ...instants import in_words
from ...mapping import FrozenMap
from ...pictures.plots import Bars
from ..answers.results import Result, Row
from ..answers.tables import shown
from ..ways.past import Past
from ..ways.remarks import counted, left_out
from ..ways.segments import ALL
from .totals import total_quantiles

_LEVELS = (0.1, 0.5, 0.9)


@attrs.frozen
class Cell:
    """
    The leads that have been in a stage for so long.

    Attributes:
        segment: What they have in common; None if nobody asked.

        stage: The stage.

        band: For how long.

        seen: How often such leads were seen at the snapshots; a lead may be at several.

        converted: How often they got there within the horizon.

        places: The open ones: their places in the columns of the history.
    """

    segment: str | None = attrs.field(repr=False)
    stage: str
    band: str
    seen: int
    converted: int
    places: tuple[int, ...] = attrs.field(repr=False)

    @property
    def open(self) -> int:
        """
        How many are there now.
        """
        return len(self.places)

    @property
    def chance(self) -> float | None:
        """
        The chance of each; None if no such lead was ever seen.
        """
        return self.converted / self.seen if self.seen else None

    @property
    def expected(self) -> float | None:
        """
        How many are expected to get there; None if that isn't known.
        """
        return None if self.chance is None else self.open * self.chance


@attrs.frozen
class Expectation:
    """
    How many open leads are expected to get there.

    Attributes:
        open: How many leads are open.

        unknown: How many of them are in a stage for so long as no lead was ever seen;
            they are in none of the numbers below.

        expected: The sum of the chances; None if none is known.

        likely: Not exceeded with a chance of 1 in 10, of 1 in 2 and of 9 in 10; None if
            no chance is known.
    """

    open: int
    unknown: int
    expected: float | None
    likely: tuple[int, int, int] | None


def expectation_of(chances: Sequence[tuple[int, float | None]]) -> Expectation:
    """
    Sum chances up.

    Args:
        chances: How many leads have which chance, None if it isn't known.
    """
    known = [(number, one) for number, one in chances if one is not None and number]
    open_ = sum(number for number, _ in chances)
    told = sum(number for number, _ in known)
    if not known:
        return Expectation(open_, open_, None, None)
    low, middle, high = total_quantiles(known, _LEVELS)
    return Expectation(
        open_,
        open_ - told,
        fsum(number * one for number, one in known),
        (low, middle, high),
    )


@attrs.frozen(eq=False, repr=False)
class Forecast(Result):
    """
    How many open leads are expected to enter a stage within a span.

    Its rows are told by stage and time in it.

    Attributes:
        end: The stage.

        horizon: The span, from the instant of the question.

        cells: The rows, typed.

        snapshots: The past instants that were looked at.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "stage", "band")
    shares: ClassVar[tuple[str, ...]] = ("chance",)

    _past: Past
    end: str
    horizon: timedelta
    _segmented: bool
    cells: tuple[Cell, ...]
    snapshots: tuple[datetime, ...]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"Forecast of {self.end} within {in_words(self.horizon)}"

    @cached_property
    def total(self) -> Expectation:
        """
        What is expected of all open leads together.
        """
        return expectation_of([(cell.open, cell.chance) for cell in self.cells])

    @cached_property
    def totals(self) -> Mapping[str, Expectation]:
        """
        What is expected by segment.
        """
        found: dict[str, list[tuple[int, float | None]]] = {}
        for cell in self.cells:
            listed = found.setdefault(cell.segment or ALL, [])
            listed.append((cell.open, cell.chance))
        return FrozenMap({name: expectation_of(one) for name, one in found.items()})

    @property
    def unknown(self) -> tuple[Cell, ...]:
        """
        The rows with open leads of which no such was ever seen.
        """
        return tuple(one for one in self.cells if one.open and one.chance is None)

    @cached_property
    def _cell_of(self) -> dict[int, Cell]:
        return {place: cell for cell in self.cells for place in cell.places}

    def chance_of(self, lead: str) -> float | None:
        """
        Tell the chance of an open lead; None if no such lead was ever seen.

        Args:
            lead: The lead's id.

        Raises:
            RuleError: No open lead has it.
        """
        place = self._past.place(lead)
        cell = None if place is None else self._cell_of.get(place)
        if cell is None:
            raise RuleError(
                "lead of a forecast",
                "an id of no open lead",
                "the id of a lead that is watched and may still get there",
                'leads("open") lists them.',
            )
        return cell.chance

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told = [sum_told(self.total)]
        if self.total.unknown:
            told.append(
                "Open leads in a stage for so long as no lead was ever seen:"
                f" {self.total.unknown:,}. They aren't in it."
            )
        number = len(self.snapshots)
        if number:
            looks = counted(number, "snapshot", "snapshots")
            told.append(
                f"The chances are of {looks}, the last one on"
                f" {self.snapshots[-1]:%Y-%m-%d}. A lead may be in several, so that no"
                " interval of a chance is told."
            )
        else:
            told.append(
                "There is no snapshot: the history is shorter than the horizon."
            )
        return (*told, *left_out(self._past))

    def _lines(self) -> Sequence[Row]:
        return [
            Row(
                {
                    **({"segment": cell.segment} if self._segmented else {}),
                    "stage": cell.stage,
                    "band": cell.band,
                    "seen": cell.seen,
                    "converted": cell.converted,
                    "chance": cell.chance,
                    "open": cell.open,
                    "expected": cell.expected,
                },
                {"open": partial(self._past.named, cell.places)},
            )
            for cell in self.cells
        ]

    def plot(self) -> Bars:
        """
        Draw how many are expected from each stage.
        """
        stages = dict.fromkeys(cell.stage for cell in self.cells if cell.open)
        sums = [
            expectation_of(
                [(one.open, one.chance) for one in self.cells if one.stage == stage]
            )
            for stage in stages
        ]
        return Bars(
            self.title,
            tuple(stages),
            {"expected": tuple(one.expected for one in sums)},
            tuple(f"{shown(one.expected)} of {one.open:,}" for one in sums),
        )


def sum_told(total: Expectation) -> str:
    """
    Say what is expected, with a range that takes the chances for certain.
    """
    if not total.open:
        return "No lead is open."
    if total.expected is None or total.likely is None:
        told = counted(total.open, "open lead", "open leads")
        return f"Nothing can be said about {told}: nobody like them was ever seen."
    low, _, high = total.likely
    return (
        f"Expected of {counted(total.open, 'open lead', 'open leads')}:"
        f" {shown(total.expected)}; with a chance of 8 in 10 from {low:,} to {high:,},"
        " if the chances are right and the leads independent."
    )
