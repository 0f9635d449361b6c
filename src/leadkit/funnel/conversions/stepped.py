"""
What curves have in common: rows for steps, rows for ages, and a picture.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import ClassVar

import attrs

from ...errors import RuleError, described, is_a
from ...pictures.plots import Lines as Drawn
from ..answers.picking import picked
from ..answers.results import Result, Row, Value
from ..answers.tables import html_of, text_of
from ..given.clock import span_of
from .parts import CurvePart, spaced

# A table with more rows than this is shown in part.
_SHOWN = 12
_LEAST = 3


class Stepped(Result):
    """
    Shares that rise step by step, of one segment or several.
    """

    __slots__ = ()

    labels: ClassVar[tuple[str, ...]] = ("segment", "outcome", "days")
    shares: ClassVar[tuple[str, ...]] = ("share", "low", "high")

    @abstractmethod
    def _parts(self) -> Sequence[CurvePart]:
        # One for each segment and outcome.
        ...

    def at_ages(self, ages: Iterable[timedelta]) -> CurveAtAges:
        """
        Give the shares at some ages, as a short table.

        Args:
            ages: How long after the start.

        Returns:
            A row for each; its share is None where nobody has waited for so long.

        Raises:
            RuleError: An age is no span of 0 or more.
        """
        if isinstance(ages, str) or not is_a(ages, Iterable):
            raise RuleError(
                "ages of at_ages()",
                described(ages),
                "timedeltas",
                "Write [timedelta(days=30), timedelta(days=90)].",
            )
        spans = [checked_age(age, "an age of at_ages()") for age in ages]
        parts = self._parts()
        return CurveAtAges(
            self.title,
            tuple(line for part in parts for line in part.aged(spans)),
            self.notes,
        )

    def leads(self, of: str | None = None, /, **cell: Value) -> tuple[str, ...]:
        """
        Tell which leads are behind a number.

        Args:
            of: ``"converted"``, which it is if not given, or ``"at_risk"``.

            cell: Which rows are meant: ``days=46.0``; all if not given.

        Returns:
            Their ids, sorted, each once.

        Raises:
            RuleError: There is no such count or column, or no row has such a value.
        """
        if "days" in cell:
            return super().leads(of, **cell)
        # To look through each of many thousand steps would take a while.
        lines = [part.total() for part in self._parts()]
        return picked(type(self).__name__, self.labels, lines, of, cell)

    def plot(self) -> Drawn | None:
        """
        Draw the shares as steps, with their intervals; None of no leads.
        """
        lines = tuple(part.drawn() for part in self._parts() if part.waited.places)
        return Drawn(self.title, "days", "share", lines) if lines else None

    def _lines(self) -> Sequence[Row]:
        return [line for part in self._parts() for line in part.lines]

    def __repr__(self) -> str:
        steps = sum(len(part.times) for part in self._parts())
        return f"<{type(self).__name__}, {steps} row{'' if steps == 1 else 's'}>"

    def __str__(self) -> str:
        rows, notes = self._excerpt()
        return text_of(self.title, rows, type(self).shares, notes)

    def _repr_html_(self) -> str:
        rows, notes = self._excerpt()
        return html_of(self.title, rows, type(self).shares, notes)

    def _excerpt(self) -> tuple[list[dict[str, Value]], tuple[str, ...]]:
        parts = self._parts()
        most = max(_SHOWN // max(len(parts), 1), _LEAST)
        rows = [
            dict(part.line(place).values)
            for part in parts
            for place in spaced(len(part.times), most)
        ]
        steps = sum(len(part.times) for part in parts)
        if len(rows) == steps:
            return rows, self.notes
        told = f"{len(rows):,} of {steps:,} rows are shown; rows() has all."
        return rows, (told, *self.notes)


@attrs.frozen(eq=False, repr=False)
class CurveAtAges(Result):
    """
    The shares of a curve, or of several, at some ages.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "outcome", "days")
    shares: ClassVar[tuple[str, ...]] = ("share", "low", "high")

    _title: str
    _listed: tuple[Row, ...]
    _notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return self._title

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        beyond = sum(line.values["share"] is None for line in self._listed)
        if not beyond:
            return self._notes
        told = f"Not known in {beyond} of {len(self._listed)} rows, for which nobody "
        return (f"{told}has waited long enough.", *self._notes)

    def _lines(self) -> Sequence[Row]:
        return self._listed


def checked_age(age: object, subject: str) -> int:
    """
    Check a span after a start, and count its microseconds.

    Args:
        age: What was given.

        subject: What it is, for the error.

    Raises:
        RuleError: It is no span, or less than nothing.
    """
    if not isinstance(age, timedelta):
        raise RuleError(
            subject, described(age), "a timedelta", "Write timedelta(days=90)."
        )
    if age < timedelta(0):
        raise RuleError(subject, "a negative span", "one of 0 or more")
    return span_of(age)
