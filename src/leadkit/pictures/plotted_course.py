"""
How far one has come to a target as a picture, and where one may get.
"""

from __future__ import annotations

from ..vocabulary import Language
from .lettering import SMALL
from .phrases import phrase
from .picture import Picture
from .plots import Course
from .plotted_curves import in_steps, seen
from .plotted_figures import amount, figure_width, tick
from .plotted_frame import (
    Axis,
    begin,
    draw_levels,
    draw_places,
    margin,
    said_all,
    spread,
)
from .scales import ticks
from .sheet import WIDTH, Sheet

_HEIGHT = 150.0
# Numbers beside the fan need so much each.
_LINE = 12.0


def of_course(plot: Course, language: Language) -> Picture:
    """
    Draw what was reached, the even pace to the target, and what is foreseen.

    Args:
        plot: How far one has come.

        language: ``"en"`` or ``"fa"``; in the latter, time runs to the left.
    """
    sheet = Sheet(0, mirrored=language == "fa")
    top = begin(sheet, plot.title) + 6
    heights = [0.0, plot.target, *(y for _, y in plot.done), *(plot.fan or ())]
    levels = ticks(*spread(min(heights), max(heights)), 5)
    written = [tick(level, language) for level in levels]
    left = margin(written)
    ends = [amount(end, language) for end in plot.fan or ()]
    # The one in the middle is bold.
    beside = max((figure_width(end, bold=True) for end in ends), default=-6.0)
    right = WIDTH - beside - 6
    last_x = plot.done[-1][0] if plot.done else 0.0
    first_x = plot.done[0][0] if plot.done else 0.0
    xs = Axis(*spread(min(0.0, first_x), max(plot.end, last_x)), left, right)
    ys = Axis(levels[0], levels[-1], top + _HEIGHT, top)
    draw_levels(sheet, list(zip(levels, written, strict=True)), ys, left)
    end = xs.at(plot.end)
    sheet.line([(xs.at(0), ys.at(0)), (end, ys.at(plot.target))], opacity=0.35)
    _draw_fan(sheet, plot, xs, ys, ends)
    goal = ys.at(plot.target)
    sheet.line([(left, goal), (right, goal)], tint="exit", dashed=True, width=1.4)
    said = phrase("target {}", language, amount(plot.target, language))
    # Above the line, or below it where that is the top.
    above = goal - 4 if goal - top >= _LINE else goal + 13
    sheet.text(left + 4, above, said, size=SMALL, room=right - left)
    points = [(xs.at(x), ys.at(y)) for x, y in plot.done]
    if points:
        drawn = in_steps([points[place] for place in seen(points)])
        sheet.line(drawn, tint="forward", width=2)
        sheet.dot(*points[-1], 3, tint="forward")
    sheet.height = draw_places(sheet, xs, top + _HEIGHT, language, name=plot.x)
    return sheet.picture(plot.title, said_all(_sentences(plot, language), language))


def _draw_fan(sheet: Sheet, plot: Course, xs: Axis, ys: Axis, ends: list[str]) -> None:
    if plot.fan is None:
        return
    x, y = plot.done[-1] if plot.done else (0.0, 0.0)
    start = xs.at(x), ys.at(y)
    low, middle, high = ((xs.at(plot.end), ys.at(end)) for end in plot.fan)
    sheet.area([start, low, high], tint="forward", opacity=0.2)
    sheet.line([start, middle], tint="forward", dashed=True, width=1.4)
    said_low, said_middle, said_high = ends
    edge = xs.stop + 5
    sheet.text(edge, middle[1] + 4, said_middle, size=SMALL, bold=True)
    if low[1] - middle[1] >= _LINE:
        sheet.text(edge, low[1] + 4, said_low, size=SMALL, faint=True)
    if middle[1] - high[1] >= _LINE:
        sheet.text(edge, high[1] + 4, said_high, size=SMALL, faint=True)


def _sentences(plot: Course, language: Language) -> list[str]:
    said: list[str] = []
    target = amount(plot.target, language)
    if plot.done:
        x, y = plot.done[-1]
        done, at = amount(y, language), amount(x, language)
        said.append(phrase("{} of {} at {} {}.", language, done, target, at, plot.x))
    if plot.fan is not None:
        low, middle, high = (amount(end, language) for end in plot.fan)
        at = amount(plot.end, language)
        said.append(
            phrase(
                "{} to {} are foreseen at {} {}, {} in the middle.",
                language, low, high, at, plot.x, middle,
            )
        )  # fmt: skip
    return said
