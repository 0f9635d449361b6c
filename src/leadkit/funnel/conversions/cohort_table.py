"""
Cohorts as a table: a row for each period, a column for each age.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import ClassVar, Final, Literal, TypeAlias

import attrs

from ...errors import RuleError
from ...instants import DAY, in_words
from ...pictures.plots import Heat
from ..answers.results import Behind, Result, Row, Value
from ..answers.tables import html_of, text_of
from ..given.clock import span_of
from ..ways.remarks import left_out
from .cohort import Cell, Cohort
from .maturing import ELIGIBLE, Race
from .reaching import NOT_YET

#: How a share at an age is found. ``"matured"`` counts the leads that were watched
#: until then; ``"curve"`` also learns from those that were watched for a part of it.
Estimate: TypeAlias = Literal["matured", "curve"]
ESTIMATES: Final[tuple[Estimate, ...]] = ("matured", "curve")
_MISSING: Final[dict[Estimate, str]] = {
    "matured": "the others weren't watched from their start to the age",
    "curve": "the others weren't watched before they converted",
}


@attrs.frozen(eq=False, repr=False)
class Cohorts(Result):
    """
    What share of the leads of each period had converted at each age.

    ``cohorts["2026-05"]`` is the `Cohort` of a period; with segments, it is
    ``cohorts["search", "2026-05"]``. A row is a cohort at an age; `table`, ``print``
    and notebooks have a row for each cohort.

    Attributes:
        start: The stage that begins the clock; None if that is the creation.

        end: The stage that ends it.

        ages: The ages, from the youngest.

        estimate: How the shares were found.

        cohorts: The cohorts, the first period first, segment by segment.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "cohort", "age_days")
    shares: ClassVar[tuple[str, ...]] = ("rate", "low", "high")

    start: str | None
    end: str
    ages: tuple[timedelta, ...]
    estimate: Estimate
    cohorts: tuple[Cohort, ...]
    _race: Race
    _members: tuple[Sequence[int], ...]
    _is_parted: bool

    def __getitem__(self, key: str | tuple[str, str]) -> Cohort:
        for one in self.cohorts:
            if key == ((one.segment, one.name) if self._is_parted else one.name):
                return one
        raise RuleError(
            "cohort of Cohorts",
            "one that isn't there",
            f"one of its {len(self.cohorts)}",
            'Write cohorts["search", "2026-05"].' if self._is_parted else "",
        )

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        since = "" if self.start is None else f"from {self.start} "
        return f"Cohorts on their way {since}to {self.end}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told: list[str] = []
        cells = [(one, cell) for one in self.cohorts for _, cell in one.cells.items()]
        if any(cell is None for _, cell in cells):
            told.append(
                "Cells are empty where leads of the cohort may still be younger."
            )
        if any(cell is not None and cell.eligible < one.leads for one, cell in cells):
            told.append(
                f"Where fewer are eligible than leads, {_MISSING[self.estimate]}."
            )
        return (*told, *left_out(self._race.past))

    def table(self) -> list[dict[str, Value]]:
        """
        Give a row for each cohort, with a column for each age.

        Returns:
            A dict for each cohort; the ages are called ``"30 days"``, and have shares.
        """
        rows: list[dict[str, Value]] = []
        for one in self.cohorts:
            row: dict[str, Value] = {"segment": one.segment} if self._is_parted else {}
            row |= {"cohort": one.name, "leads": one.leads, "so_far": one.so_far}
            for age, cell in one.cells.items():
                row[in_words(age)] = None if cell is None else cell.share
            rows.append(row)
        return rows

    def plot(self) -> Heat:
        """
        Draw the shares by cohort and age.
        """
        return Heat(
            self.title,
            tuple(
                f"{one.name} \u00b7 {one.segment}" if self._is_parted else one.name
                for one in self.cohorts
            ),
            tuple(map(in_words, self.ages)),
            tuple(
                tuple(None if cell is None else cell.share for cell in cells)
                for cells in (one.cells.values() for one in self.cohorts)
            ),
        )

    def __str__(self) -> str:
        return text_of(
            self.title, self.table(), tuple(map(in_words, self.ages)), self.notes
        )

    def _repr_html_(self) -> str:
        return html_of(
            self.title, self.table(), tuple(map(in_words, self.ages)), self.notes
        )

    def _lines(self) -> Sequence[Row]:
        return [
            self._line(one, members, age, cell)
            for one, members in zip(self.cohorts, self._members, strict=True)
            for age, cell in one.cells.items()
        ]

    def _line(
        self, one: Cohort, members: Sequence[int], age: timedelta, cell: Cell | None
    ) -> Row:
        race = self._race
        values: dict[str, Value] = {"segment": one.segment} if self._is_parted else {}
        values |= {
            "cohort": one.name,
            "leads": one.leads,
            "so_far": one.so_far,
            "age_days": age / DAY,
        }
        behind: dict[str, Behind] = {
            "leads": _who(race, members, lambda _: True),
            "so_far": _who(race, members, lambda lead: race.ends[lead] != NOT_YET),
        }
        if cell is None:
            unknown = ("eligible", "converted", "rate", "low", "high")
            return Row(values | dict.fromkeys(unknown), behind)
        low, high = cell.band or (None, None)
        values |= {
            "eligible": cell.eligible,
            "converted": cell.converted,
            "rate": cell.share,
            "low": low,
            "high": high,
        }
        return Row(values, behind | self._counted(members, span_of(age)))

    def _counted(self, members: Sequence[int], age: int) -> dict[str, Behind]:
        race = self._race
        if self.estimate == "matured":
            return {
                "eligible": lambda: race.who(members, age, ELIGIBLE),
                "converted": lambda: race.who(members, age, ("converted",)),
            }

        def had_converted(lead: int) -> bool:
            length, happened = race.wait(lead)
            return race.is_watched(lead) and happened and length <= age

        return {
            "eligible": _who(race, members, race.is_watched),
            "converted": _who(race, members, had_converted),
        }


def _who(
    race: Race, members: Sequence[int], meant: Callable[[int], bool]
) -> Callable[[], list[str]]:
    return lambda: race.past.named(one for one in members if meant(one))
