"""
Shares that sum to 1 as a picture: areas that stand on each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..vocabulary import Language
from .phrases import listed, phrase
from .picture import Picture
from .plots import Areas
from .plotted_figures import amount, tick
from .plotted_frame import (
    Axis,
    begin,
    draw_levels,
    draw_places,
    margin,
    said_all,
    spread,
    style_of,
)
from .sheet import WIDTH, Sheet

_HEIGHT = 160.0
_LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
# A place whose neighbours aren't known is a bar.
_THIN = 6.0


def of_areas(plot: Areas, language: Language) -> Picture:
    """
    Draw shares along an axis, the first part below.

    Args:
        plot: The shares.

        language: ``"en"`` or ``"fa"``; in the latter, the axis runs to the left.
    """
    sheet = Sheet(0, mirrored=language == "fa")
    top = begin(sheet, plot.title, list(plot.parts)) + 4
    written = [tick(level, language, percent=True) for level in _LEVELS]
    left = margin(written)
    xs = Axis(*spread(plot.xs[0], plot.xs[-1]), left, WIDTH)
    ys = Axis(0, 1, top + _HEIGHT, top)
    for run in _runs(plot):
        _draw_run(sheet, plot, run, (xs, ys))
    draw_levels(sheet, list(zip(_LEVELS, written, strict=True)), ys, left)
    sheet.height = draw_places(sheet, xs, top + _HEIGHT, language, name=plot.x)
    known = [place for run in _runs(plot) for place in run]
    ends = dict.fromkeys((*known[:1], *known[-1:]))
    said = (_said(plot, place, language) for place in ends)
    return sheet.picture(plot.title, said_all(said, language))


def _runs(plot: Areas) -> Iterator[list[int]]:
    # Places side by side where all parts are known.
    run: list[int] = []
    for place, shares in enumerate(zip(*plot.parts.values(), strict=True)):
        if all(share is not None for share in shares):
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _draw_run(
    sheet: Sheet, plot: Areas, run: list[int], axes: tuple[Axis, Axis]
) -> None:
    xs, ys = axes
    places = [xs.at(plot.xs[place]) for place in run]
    if len(run) == 1:
        start = min(max(places[0] - _THIN / 2, xs.start), xs.stop - _THIN)
        places = [start, start + _THIN]
        run = run * 2
    below = [0.0] * len(run)
    for number, shares in enumerate(plot.parts.values()):
        above = [
            height + (shares[place] or 0.0)
            for height, place in zip(below, run, strict=True)
        ]
        style = style_of(number)
        edge = [(x, ys.at(height)) for x, height in zip(places, above, strict=True)]
        back = [(x, ys.at(height)) for x, height in zip(places, below, strict=True)]
        # Less than its tint, so that the lines behind it can be seen.
        sheet.area([*edge, *reversed(back)], tint=style.tint, opacity=style.opacity)
        below = above


def _said(plot: Areas, place: int, language: Language) -> str:
    parts = (
        f"{name} {amount(shares[place], language, percent=True)}"
        for name, shares in plot.parts.items()
    )
    at = amount(plot.xs[place], language)
    return phrase("At {} {}: {}.", language, at, plot.x, listed(parts, language))
