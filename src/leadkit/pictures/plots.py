"""
What to draw of numbers, as values: bars, curves and so on, before anybody draws them.

`of_plot` draws a plot as SVG; an answer's ``chart()`` draws it with altair.
"""

from __future__ import annotations

from typing import TypeAlias

import attrs

from ..mapping import FrozenMap
from .plot_checks import (
    check_as_many,
    check_bands,
    check_lengths,
    check_numbers,
    check_points,
    check_sums,
    in_parts,
)

#: The least and the most that a value may well be; None where that isn't known.
Band: TypeAlias = tuple[float, float] | None


@attrs.frozen
class Bars:
    """
    A bar for each label, of one part or several.

    Attributes:
        title: What it shows.

        labels: What each bar is of, from above.

        parts: By its name, how long each part is; None where that isn't known.

        told: What stands at the end of each bar; nothing if empty.

        percent: Whether the numbers are shares.

    Raises:
        InputError: A part has not as many lengths as there are labels, or one is
            negative or no finite number.
    """

    title: str
    labels: tuple[str, ...]
    parts: FrozenMap[str, tuple[float | None, ...]] = attrs.field(converter=in_parts)
    told: tuple[str, ...] = ()
    percent: bool = False

    def __attrs_post_init__(self) -> None:
        for lengths in self.parts.values():
            check_as_many(lengths, self.labels, "lengths of a part of Bars")
            check_lengths(lengths, "a length of Bars")
        if self.told:
            check_as_many(self.told, self.labels, "told of Bars")


@attrs.frozen
class Trace:
    """
    One line of `Lines`.

    Attributes:
        name: What it is of; empty if there is only one.

        points: Where it passes, from the left.

        band: Where it may well be instead, at each point; empty if that isn't known.

    Raises:
        InputError: A number isn't finite, points aren't in order, or there is a band
            too many or too few.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    band: tuple[Band, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_points(self.points, "a point of a Trace")
        if self.band:
            check_as_many(self.band, self.points, "bands of a Trace")
        check_bands(self.band, "a band of a Trace")


@attrs.frozen
class Lines:
    """
    Lines over an axis.

    Attributes:
        title: What it shows.

        x: What the axis below says: ``"days"``.

        y: What the axis beside says: ``"customers"``.

        lines: The lines.

        stepped: Whether a line keeps its height until its next point.

        percent: Whether the heights are shares.
    """

    title: str
    x: str
    y: str
    lines: tuple[Trace, ...]
    stepped: bool = True
    percent: bool = True


@attrs.frozen
class Heat:
    """
    A table of shares, darker where they are greater.

    Attributes:
        title: What it shows.

        rows: What its rows are of.

        columns: What its columns are of.

        cells: The shares, row by row; None where there is none.

        empty: What it means that there is none: ``"not yet"``.

    Raises:
        InputError: A cell is no share, or there are too many or too few of them.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float | None, ...], ...]
    empty: str = "not yet"

    def __attrs_post_init__(self) -> None:
        check_as_many(self.cells, self.rows, "rows of cells of a Heat")
        for cells in self.cells:
            check_as_many(cells, self.columns, "cells of a row of a Heat")
            check_numbers(cells, "a cell of a Heat", share=True)


@attrs.frozen
class Areas:
    """
    Shares that sum to 1, along an axis.

    Attributes:
        title: What it shows.

        x: What the axis says.

        xs: Where the shares are known, from the left.

        parts: By its name, the share of each part there; where one of them is None,
            nothing is drawn.

    Raises:
        InputError: A part has not as many shares as there are places, one is no share,
            or they are more than the whole.
    """

    title: str
    x: str
    xs: tuple[float, ...]
    parts: FrozenMap[str, tuple[float | None, ...]] = attrs.field(converter=in_parts)

    def __attrs_post_init__(self) -> None:
        check_points([(x, 0.0) for x in self.xs], "a place of Areas")
        for shares in self.parts.values():
            check_as_many(shares, self.xs, "shares of a part of Areas")
            check_numbers(shares, "a share of Areas", share=True)
        check_sums(self.parts.values(), "shares of Areas")


@attrs.frozen
class Spans:
    """
    Values with how sure they are: a dot on a line, for each label.

    Attributes:
        title: What it shows.

        labels: What each is of, from above.

        values: The values; None where there is none.

        bands: The least and the most that each may well be.

        mark: A value that all are held to, such as no difference; None for none.

        percent: Whether the values are shares.

    Raises:
        InputError: There are more or less values or bands than labels, or a number
            isn't finite.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    bands: tuple[Band, ...]
    mark: float | None = None
    percent: bool = False

    def __attrs_post_init__(self) -> None:
        check_as_many(self.values, self.labels, "values of Spans")
        check_as_many(self.bands, self.labels, "bands of Spans")
        check_numbers((*self.values, self.mark), "a value of Spans")
        check_bands(self.bands, "a band of Spans")


@attrs.frozen
class Course:
    """
    How far one has come to a target, and where one may get.

    Attributes:
        title: What it shows.

        x: What the axis below says: ``"days"``.

        done: How much had been reached when, from the left.

        end: Where the axis ends.

        target: How much is wanted there.

        fan: How much there may be at the end: with a chance of 1 in 10 no more than the
            first, in the middle the second, and with 9 in 10 no more than the third;
            None if nothing is foreseen.

    Raises:
        InputError: A number isn't finite, what was reached isn't in order, or the fan
            isn't.
    """

    title: str
    x: str
    done: tuple[tuple[float, float], ...]
    end: float
    target: float
    fan: tuple[float, float, float] | None = None

    def __attrs_post_init__(self) -> None:
        check_points(self.done, "a point of a Course")
        check_numbers((self.end, self.target), "an end of a Course")
        if self.fan is not None:
            low, middle, high = self.fan
            check_bands(((low, middle), (middle, high)), "the fan of a Course")


Plot: TypeAlias = Bars | Lines | Heat | Areas | Spans | Course
