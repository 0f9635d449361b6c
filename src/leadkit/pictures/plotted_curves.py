"""
Lines over an axis as a picture, with the bands that they may well be in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ..vocabulary import Language
from .lettering import SMALL
from .phrases import listed, phrase
from .picture import Picture
from .plots import Lines, Trace
from .plotted_figures import amount, tick
from .plotted_frame import (
    ROW,
    Axis,
    Style,
    begin,
    draw_levels,
    draw_places,
    margin,
    said_all,
    spread,
    style_of,
)
from .scales import ticks
from .sheet import WIDTH, Sheet
from .strokes import Point

_HEIGHT = 150.0


def of_curves(plot: Lines, language: Language) -> Picture:
    """
    Draw lines.

    Args:
        plot: The lines.

        language: ``"en"`` or ``"fa"``; in the latter, they run to the left.
    """
    sheet = Sheet(0, mirrored=language == "fa")
    names = [line.name for line in plot.lines]
    top = begin(sheet, plot.title, names if any(names) else (), "line")
    sheet.text(0, top + 11, plot.y, size=SMALL, faint=True, room=WIDTH)
    top += ROW + 4
    levels = ticks(*spread(*_heights(plot.lines)), 5)
    written = [tick(level, language, percent=plot.percent) for level in levels]
    left = margin(written)
    ys = Axis(levels[0], levels[-1], top + _HEIGHT, top)
    draw_levels(sheet, list(zip(levels, written, strict=True)), ys, left)
    places = [x for line in plot.lines for x, _ in line.points]
    xs = Axis(*spread(min(places), max(places)), left, WIDTH)
    for shaded in (True, False):
        for place, line in enumerate(plot.lines):
            if line.points:
                draw = _draw_band if shaded else _draw_line
                draw(sheet, line, style_of(place), (xs, ys), stepped=plot.stepped)
    sheet.height = draw_places(sheet, xs, top + _HEIGHT, language, name=plot.x)
    said = (_said(plot, line, language) for line in plot.lines)
    return sheet.picture(plot.title, said_all(said, language))


def _heights(lines: Iterable[Trace]) -> tuple[float, float]:
    # A line that doesn't begin at nothing looks steeper than it is.
    heights = [0.0]
    for line in lines:
        heights += [y for _, y in line.points]
        heights += [end for band in line.band if band is not None for end in band]
    return min(heights), max(heights)


def in_steps(points: Sequence[Point]) -> list[Point]:
    """
    Let a line keep its height until its next point.

    >>> in_steps([(0, 1), (5, 3)])
    [(0, 1), (5, 1), (5, 3)]
    """
    drawn = list(points[:1])
    for before, here in pairwise(points):
        drawn += [(here[0], before[1]), here]
    return drawn


def seen(points: Sequence[Point]) -> list[int]:
    """
    Choose the points that can be seen: no more than four in half a pixel across.

    Args:
        points: Where they lie on the sheet.

    Returns:
        Their places in *points*.
    """
    columns: dict[int, list[int]] = {}
    for place, (x, _) in enumerate(points):
        columns.setdefault(int(2 * x), []).append(place)
    kept: set[int] = set()
    for column in columns.values():
        by_height = sorted(column, key=lambda place: points[place][1])
        kept |= {column[0], column[-1], by_height[0], by_height[-1]}
    return sorted(kept)


def _draw_line(
    sheet: Sheet,
    line: Trace,
    style: Style,
    axes: tuple[Axis, Axis],
    *,
    stepped: bool,
) -> None:
    xs, ys = axes
    points = [(xs.at(x), ys.at(y)) for x, y in line.points]
    points = [points[place] for place in seen(points)]
    if len(points) == 1:
        sheet.dot(*points[0], 3, tint=style.tint, opacity=style.opacity, tip=line.name)
        return
    sheet.line(
        in_steps(points) if stepped else points,
        tint=style.tint, width=1.8, opacity=style.opacity, dashed=style.dashed,
        tip=line.name,
    )  # fmt: skip


def _draw_band(
    sheet: Sheet,
    line: Trace,
    style: Style,
    axes: tuple[Axis, Axis],
    *,
    stepped: bool,
) -> None:
    xs, ys = axes
    points = [(xs.at(x), ys.at(y)) for x, y in line.points]
    # Where nothing is known, the band breaks off, or it ends with the line.
    run: list[tuple[float, float, float]] = []
    for place in seen(points) if line.band else ():
        band, x = line.band[place], points[place][0]
        if band is not None:
            run.append((x, ys.at(band[0]), ys.at(band[1])))
            continue
        if run and stepped:
            run.append((x, *run[-1][1:]))
        _fill(sheet, run, style, stepped=stepped)
        run = []
    _fill(sheet, run, style, stepped=stepped)


def _fill(
    sheet: Sheet,
    run: Sequence[tuple[float, float, float]],
    style: Style,
    *,
    stepped: bool,
) -> None:
    if len(run) > 1:
        below = [(x, low) for x, low, _ in run]
        above = [(x, high) for x, _, high in run]
        if stepped:
            below, above = in_steps(below), in_steps(above)
        sheet.area([*below, *reversed(above)], tint=style.tint, opacity=0.16)


def _said(plot: Lines, line: Trace, language: Language) -> str:
    if not line.points:
        known = phrase("not known", language)
    else:
        ends = dict.fromkeys((line.points[0], line.points[-1]))
        known = listed((_point(plot, x, y, language) for x, y in ends), language)
    return phrase("{}: {}.", language, line.name or plot.y, known)


def _point(plot: Lines, x: float, y: float, language: Language) -> str:
    height = amount(y, language, percent=plot.percent)
    return phrase("{} at {} {}", language, height, amount(x, language), plot.x)
