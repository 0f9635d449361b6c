"""
Plots as pictures: bars, curves and so on, drawn as SVG.
"""

from __future__ import annotations

from ..errors import InputError, described
from ..vocabulary import Language
from .lettering import TEXT
from .phrases import check_language, phrase
from .picture import Picture
from .plots import Areas, Bars, Course, Heat, Lines, Plot, Spans
from .plotted_areas import of_areas
from .plotted_bars import of_bars
from .plotted_course import of_course
from .plotted_curves import of_curves
from .plotted_frame import ROW, begin
from .plotted_heat import of_heat
from .plotted_spans import of_spans
from .sheet import WIDTH, Sheet


def of_plot(plot: Plot, *, language: Language = "en") -> Picture:
    """
    Draw a plot.

    Args:
        plot: What to draw; if there is nothing in it, the picture says so.

        language: ``"en"`` or ``"fa"``; the latter is drawn from the right. What the
            plot itself says stays as it is.

    Raises:
        InputError: It is no plot.

    >>> bars = Bars("Leads", ("search", "social"), {"leads": (120, 45)})
    >>> print(of_plot(bars).description)
    search: 120. social: 45.
    """
    check_language(language)
    if _is_empty(plot):
        return _nothing(plot, language)
    match plot:
        case Bars():
            return of_bars(plot, language)
        case Lines():
            return of_curves(plot, language)
        case Heat():
            return of_heat(plot, language)
        case Areas():
            return of_areas(plot, language)
        case Spans():
            return of_spans(plot, language)
        case _:
            return of_course(plot, language)


def _is_empty(plot: Plot) -> bool:
    match plot:
        case Bars():
            return not (plot.labels and plot.parts)
        case Lines():
            return not any(line.points for line in plot.lines)
        case Heat():
            return not (plot.rows and plot.columns)
        case Areas():
            shares = zip(*plot.parts.values(), strict=True)
            return not any(None not in one for one in shares)
        case Spans():
            return not plot.labels
        case Course():
            return not plot.done and plot.fan is None
    raise InputError("of_plot()", described(plot), "a plot")


def _nothing(plot: Plot, language: Language) -> Picture:
    sheet = Sheet(0, mirrored=language == "fa")
    y = begin(sheet, plot.title)
    said = phrase("Nothing to show.", language)
    sheet.text(0, y + TEXT, said, faint=True, room=WIDTH)
    sheet.height = y + ROW + 4
    return sheet.picture(plot.title, said)
