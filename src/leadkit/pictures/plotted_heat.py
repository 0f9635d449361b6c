"""
A table of shares as a picture: darker where they are greater.
"""

from __future__ import annotations

from math import ceil

from ..vocabulary import Language
from .lettering import SMALL, width_of
from .phrases import phrase
from .picture import Picture
from .plots import Heat
from .plotted_figures import amount, figure_width
from .plotted_frame import begin, said_all
from .sheet import WIDTH, Sheet

_CELL = 22.0
# The names of the rows take a third at most.
_MOST = WIDTH / 3
# The darkest cell still lets its number be read, on white and on black.
_DARKEST, _LIGHTEST = 0.6, 0.05
_KEY = 12.0
# The names of the columns: how wide they may be, and on how many lines.
_NAME, _LINES, _LINE = 80.0, 3, 12.0


def of_heat(plot: Heat, language: Language) -> Picture:
    """
    Draw a table of shares; a dashed cell is one that isn't known yet.

    Args:
        plot: The table.

        language: ``"en"`` or ``"fa"``; in the latter, its rows begin at the right.
    """
    sheet = Sheet(0, mirrored=language == "fa")
    top = begin(sheet, plot.title)
    left = min(max(width_of(row, SMALL) for row in plot.rows) + 8, _MOST)
    wide = (WIDTH - left) / len(plot.columns)
    known = [cell for cells in plot.cells for cell in cells if cell is not None]
    most = max(known, default=0.0) or 1.0
    top = _name_columns(sheet, plot, left, top)
    room = figure_width(amount(1, language, percent=True))
    for place, (row, cells) in enumerate(zip(plot.rows, plot.cells, strict=True)):
        y = top + place * _CELL
        sheet.text(0, y + 15, row, size=SMALL, room=left - 6)
        for number, (column, cell) in enumerate(zip(plot.columns, cells, strict=True)):
            x = left + number * wide
            said = amount(cell, language, percent=True)
            tip = phrase("{}: {}.", language, f"{row}, {column}", said)
            gap = min(1.5, wide / 6)
            if cell is None:
                sheet.bar(
                    x + 1, y + 1, wide - 2 * gap, _CELL - 3, hollow=True, dashed=True,
                    opacity=0.3, tip=_empty(plot, language),
                )  # fmt: skip
                continue
            sheet.bar(
                x, y, wide - gap, _CELL - 1.5, tint="forward",
                opacity=_depth(cell / most), tip=tip,
            )  # fmt: skip
            if wide - gap >= room:
                middle = x + (wide - gap) / 2
                sheet.text(middle, y + 15, said, size=SMALL, anchor="middle")
    top += len(plot.rows) * _CELL + 6
    unknown = len(known) < len(plot.rows) * len(plot.columns)
    empty = _empty(plot, language) if unknown else ""
    _draw_key(sheet, top, most, language, empty)
    sheet.height = top + _KEY + 4
    return sheet.picture(plot.title, said_all(_sentences(plot, language), language))


def _depth(part: float) -> float:
    return _LIGHTEST + (_DARKEST - _LIGHTEST) * min(max(part, 0), 1)


def _name_columns(sheet: Sheet, plot: Heat, left: float, top: float) -> float:
    # Names that have no room beside each other stand on two or three lines; where even
    # that is too narrow, only some columns are named.
    wide = (WIDTH - left) / len(plot.columns)
    longest = min(max(map(_name_width, plot.columns)) + 6, _NAME)
    every = max(1, ceil(longest / wide))
    lines = every if every <= _LINES else 1
    for line in range(min(lines, len(plot.columns))):
        # From the right, where a name may have to begin before its column does.
        limit = WIDTH
        y = top + 11 + line * _LINE
        placed: list[tuple[str, float, float]] = []
        for number in reversed(range(line, len(plot.columns), every)):
            name = plot.columns[number]
            room = min(_name_width(name), longest)
            x = left + number * wide + (max(wide - room, 0) / 2 if every == 1 else 0)
            x = max(min(x, limit - room), 0.0)
            placed.append((name, x, limit - x))
            limit = x - 4
        for name, x, room in reversed(placed):
            sheet.text(x, y, name, size=SMALL, faint=True, room=room)
    return top + 4 + lines * _LINE


def _name_width(name: str) -> float:
    return width_of(name, SMALL)


def _draw_key(
    sheet: Sheet, top: float, most: float, language: Language, empty: str
) -> None:
    low, high = (amount(end, language, percent=True) for end in (0.0, most))
    x = figure_width(low) + 5
    sheet.text(0, top + 10, low, size=SMALL, faint=True)
    for number in range(5):
        sheet.bar(x, top, 14, _KEY, tint="forward", opacity=_depth(number / 4))
        x += 14
    sheet.text(x + 5, top + 10, high, size=SMALL, faint=True)
    if empty:
        x += figure_width(high) + 18
        sheet.bar(x, top + 1, 14, _KEY - 2, hollow=True, dashed=True, opacity=0.3)
        room = WIDTH - x - 19
        sheet.text(x + 19, top + 10, empty, size=SMALL, faint=True, room=room)


def _empty(plot: Heat, language: Language) -> str:
    # The usual words have a translation.
    return phrase(plot.empty, language) if plot.empty == "not yet" else plot.empty


def _sentences(plot: Heat, language: Language) -> list[str]:
    said: list[str] = []
    for row, cells in zip(plot.rows, plot.cells, strict=True):
        # The last one that is known says most of a row.
        last = next(
            (
                phrase("{} at {}", language, share, column)
                for cell, column in zip(
                    reversed(cells), reversed(plot.columns), strict=True
                )
                if cell is not None and (share := amount(cell, language, percent=True))
            ),
            _empty(plot, language),
        )
        said.append(phrase("{}: {}.", language, row, last))
    return said
