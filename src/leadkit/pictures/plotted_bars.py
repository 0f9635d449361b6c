"""
Bars as a picture: a row for each label, its parts one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..vocabulary import Language
from .lettering import TEXT, fitted
from .phrases import listed, phrase
from .picture import Picture
from .plots import Bars
from .plotted_figures import amount, figure_width
from .plotted_frame import Axis, begin, draw_places, said_all, spread, style_of
from .scales import ticks
from .sheet import WIDTH, Sheet

_ROW = 36.0
_THICK = 10.0
# What stands at the end of a bar leaves its label at least this much.
_LEAST = 120.0


def of_bars(plot: Bars, language: Language) -> Picture:
    """
    Draw bars, which begin at nothing.

    Args:
        plot: The bars.

        language: ``"en"`` or ``"fa"``.
    """
    sheet = Sheet(0, mirrored=language == "fa")
    names = list(plot.parts)
    top = begin(sheet, plot.title, names if len(names) > 1 else ())
    _, high = spread(0, max(map(_total, _rows(plot)), default=0))
    levels = ticks(0, high, 5)
    axis = Axis(0, levels[-1], 0, WIDTH)
    sentences: list[str] = []
    for place, row in enumerate(_rows(plot)):
        y = top + place * _ROW
        known = [value for value in row if value is not None]
        total = amount(sum(known) if known else None, language, percent=plot.percent)
        told = plot.told[place] if plot.told else total
        label = plot.labels[place]
        end = fitted(told, WIDTH - _LEAST, bold=True)
        room = WIDTH - figure_width(end, TEXT, bold=True) - 8
        sheet.text(0, y + 13, label, room=room)
        sheet.text(WIDTH, y + 13, told, anchor="end", bold=True, room=WIDTH - _LEAST)
        if known:
            _draw_parts(sheet, plot, row, axis, y=y + 19, language=language)
        else:
            sheet.bar(
                0, y + 19, WIDTH, _THICK, hollow=True, dashed=True, opacity=0.4,
                tip=phrase("not known", language),
            )  # fmt: skip
        sentences.append(
            phrase("{}: {}.", language, label, _said(plot, row, told, language))
        )
    floor = top + len(plot.labels) * _ROW
    sheet.height = draw_places(sheet, axis, floor, language, percent=plot.percent)
    return sheet.picture(plot.title, said_all(sentences, language))


def _rows(plot: Bars) -> Iterator[tuple[float | None, ...]]:
    return zip(*plot.parts.values(), strict=True)


def _total(row: tuple[float | None, ...]) -> float:
    return sum(max(value or 0, 0) for value in row)


def _draw_parts(
    sheet: Sheet,
    plot: Bars,
    row: tuple[float | None, ...],
    axis: Axis,
    *,
    y: float,
    language: Language,
) -> None:
    passed = 0.0
    for place, (name, value) in enumerate(zip(plot.parts, row, strict=True)):
        if value is None or value <= 0:
            continue
        left, right = axis.at(passed), axis.at(passed + value)
        passed += value
        style = style_of(place)
        number = amount(value, language, percent=plot.percent)
        # A hair between parts, unless they are hairs themselves.
        gap = min(1.0, (right - left) / 4)
        sheet.bar(
            left, y, right - left - gap, _THICK, tint=style.tint, opacity=style.opacity,
            tip=phrase("{}: {}.", language, name, number),
        )  # fmt: skip


def _said(
    plot: Bars, row: tuple[float | None, ...], told: str, language: Language
) -> str:
    if len(row) == 1:
        return told
    parts = (
        f"{name} {amount(value, language, percent=plot.percent)}"
        for name, value in zip(plot.parts, row, strict=True)
    )
    return phrase("{} ({})", language, told, listed(parts, language))
