"""
Values with how sure they are as a picture: a dot on a line, a row for each label.
"""

from __future__ import annotations

from ..vocabulary import Language
from .lettering import TEXT, fitted
from .phrases import phrase
from .picture import Picture
from .plots import Band, Spans
from .plotted_figures import amount, figure_width
from .plotted_frame import Axis, begin, draw_places, said_all, spread
from .scales import ticks
from .sheet import WIDTH, Sheet

_ROW = 36.0
_LEFT, _RIGHT = 6.0, WIDTH - 6
_LEAST = 120.0


def of_spans(plot: Spans, language: Language) -> Picture:
    """
    Draw values and bands over one axis, which needn't begin at nothing.

    Args:
        plot: The values.

        language: ``"en"`` or ``"fa"``.
    """
    sheet = Sheet(0, mirrored=language == "fa")
    top = begin(sheet, plot.title)
    axis = _axis(plot)
    floor = top + len(plot.labels) * _ROW + 4
    if plot.mark is not None:
        x = axis.at(plot.mark)
        for place in range(len(plot.labels)):
            y = top + place * _ROW + 17
            said = amount(plot.mark, language, percent=plot.percent)
            sheet.line(
                [(x, y), (x, y + 16)], tint="exit", width=1.2, dashed=True, tip=said
            )
    sentences: list[str] = []
    for place, label in enumerate(plot.labels):
        y = top + place * _ROW
        value, band = plot.values[place], plot.bands[place]
        told = _told(value, band, language, percent=plot.percent)
        end = fitted(told, WIDTH - _LEAST, bold=True)
        sheet.text(
            0, y + 13, label, room=WIDTH - figure_width(end, TEXT, bold=True) - 8
        )
        sheet.text(WIDTH, y + 13, told, anchor="end", bold=True, room=WIDTH - _LEAST)
        sheet.line([(_LEFT, y + 25), (_RIGHT, y + 25)], opacity=0.12)
        if band is not None:
            ends = (axis.at(band[0]), y + 25), (axis.at(band[1]), y + 25)
            sheet.line(ends, tint="forward", width=4, opacity=0.45)
        if value is not None:
            sheet.dot(axis.at(value), y + 25, 4.5, tint="forward", tip=told)
        sentences.append(phrase("{}: {}.", language, label, told))
    sheet.height = draw_places(sheet, axis, floor, language, percent=plot.percent)
    return sheet.picture(plot.title, said_all(sentences, language))


def _axis(plot: Spans) -> Axis:
    known = [value for value in (*plot.values, plot.mark) if value is not None]
    known += [end for band in plot.bands if band is not None for end in band]
    low, high = spread(min(known, default=0), max(known, default=0))
    levels = ticks(low, high, 5)
    return Axis(levels[0], levels[-1], _LEFT, _RIGHT)


def _told(value: float | None, band: Band, language: Language, *, percent: bool) -> str:
    if value is None:
        return phrase("not known", language)
    said = amount(value, language, percent=percent)
    if band is None:
        return said
    ends = (amount(end, language, percent=percent) for end in band)
    return phrase("{} ({})", language, said, phrase("{} to {}", language, *ends))
