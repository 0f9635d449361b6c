"""
What stands around the numbers of a plot: its title, the legend and the axes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import attrs

from ..vocabulary import Language
from .lettering import SMALL, TEXT, width_of, wrapped
from .phrases import counted, phrase
from .plotted_figures import figure_width, tick
from .scales import ticks
from .sheet import WIDTH, Sheet
from .tints import Tint

Marker: TypeAlias = Literal["box", "line"]

#: As high as a line of text.
ROW = 16.0
# A description names no more things than can be listened to.
_MOST = 12
_SWATCH, _GAP = 14.0, 12.0
# Spans below this part of the numbers can't be told apart on an axis.
_NARROW = 1e-9


@attrs.frozen
class Style:
    """
    How one of several things is told from the others: not by its tint alone.

    Attributes:
        tint: Its tint; empty for the ink of the page.

        opacity: How much of it is seen.

        dashed: Whether its line is dashed.
    """

    tint: Tint
    opacity: float = 1
    dashed: bool = False


_TINTS: tuple[Tint, ...] = ("forward", "exit", "talk", "back", "")
# The ink of the page is stronger than the tints.
_STYLES = tuple(
    Style(tint, opacity if tint else opacity * 0.7, dashed)
    for opacity, dashed in ((1.0, False), (0.55, True), (0.3, False))
    for tint in _TINTS
)


def style_of(place: int) -> Style:
    """
    Choose how the first, the second and so on of several things looks.

    Args:
        place: Which it is, from 0; there are fifteen, and then the first comes again.
    """
    return _STYLES[place % len(_STYLES)]


def said_all(sentences: Iterable[str], language: Language) -> str:
    """
    Join the sentences of a description, the first dozen of them.
    """
    listed = list(sentences)
    told = listed[:_MOST]
    if more := len(listed) - len(told):
        told.append(phrase("And {} more.", language, counted(more, language)))
    return " ".join(told)


def begin(
    sheet: Sheet, title: str, names: Sequence[str] = (), marker: Marker = "box"
) -> float:
    """
    Write the title, and below it the legend.

    Args:
        sheet: Where to.

        title: The title.

        names: What there are several of, in the order of their styles; nothing for no
            legend.

        marker: What a name has before it.

    Returns:
        How far down that reaches.
    """
    y = 0.0
    # Bold letters are wider, by as much as if they were larger.
    for line in wrapped(title, WIDTH, TEXT * 1.11):
        sheet.text(0, y + 12, line, bold=True, room=WIDTH)
        y += ROW
    x, y = 0.0, y + 3
    for place, name in enumerate(names):
        room = WIDTH - _SWATCH - 5
        wide = _SWATCH + 5 + min(width_of(name, SMALL), room) + _GAP
        if x and x + wide - _GAP > WIDTH:
            x, y = 0.0, y + ROW
        _mark(sheet, x, y, style_of(place), marker)
        sheet.text(x + _SWATCH + 5, y + 11, name, size=SMALL, room=room)
        x += wide
    return y + ROW + 4 if names else y


def _mark(sheet: Sheet, x: float, y: float, style: Style, marker: Marker) -> None:
    if marker == "box":
        sheet.bar(x, y + 2, _SWATCH, 10, tint=style.tint, opacity=style.opacity)
    else:
        sheet.line(
            [(x, y + 7), (x + _SWATCH, y + 7)],
            tint=style.tint, width=2, opacity=style.opacity, dashed=style.dashed,
        )  # fmt: skip


def spread(low: float, high: float) -> tuple[float, float]:
    """
    Make a span wide enough for an axis.

    >>> spread(0, 5), spread(3, 3)
    ((0, 5), (3, 4.0))
    """
    if high - low <= _NARROW * max(1.0, abs(low), abs(high)):
        return low, low + max(1.0, abs(low) / 1000)
    return low, high


@attrs.frozen
class Axis:
    """
    Where numbers lie between two places of a sheet.

    Attributes:
        low: The number at *start*.

        high: The number at *stop*, which is more.

        start: The one place.

        stop: The other place.
    """

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """
        Tell where a number lies; those outside lie at the ends.
        """
        part = (value - self.low) / (self.high - self.low)
        return self.start + (self.stop - self.start) * min(max(part, 0.0), 1.0)

    def ticks(self, most: int) -> list[float]:
        """
        List the round numbers on it, so many steps at most.
        """
        slack = (self.high - self.low) * _NARROW
        return [
            one
            for one in ticks(self.low, self.high, most)
            if self.low - slack <= one <= self.high + slack
        ]


def draw_levels(
    sheet: Sheet, levels: Sequence[tuple[float, str]], axis: Axis, left: float
) -> None:
    """
    Draw a line across for each number that is written at the left.

    Args:
        sheet: Where to.

        levels: The numbers, and how they are written.

        axis: How high they lie.

        left: Where the lines begin.
    """
    for level, said in levels:
        y = axis.at(level)
        sheet.line([(left, y), (WIDTH, y)], opacity=0.5 if level == 0 else 0.12)
        sheet.text(left - 5, y + 4, said, size=SMALL, anchor="end", faint=True)


def draw_places(
    sheet: Sheet,
    axis: Axis,
    floor: float,
    language: Language,
    *,
    name: str = "",
    percent: bool = False,
) -> float:
    """
    Write the numbers of an axis below, and what they are.

    Args:
        sheet: Where to.

        axis: Where they lie.

        floor: How far down the axis is.

        language: ``"en"`` or ``"fa"``.

        name: What they are.

        percent: Whether they are shares.

    Returns:
        How far down that reaches.
    """
    sheet.line([(axis.start, floor), (axis.stop, floor)], opacity=0.5)
    free = 0.0
    for one in axis.ticks(5):
        said = tick(one, language, percent=percent)
        x, half = axis.at(one), figure_width(said) / 2
        sheet.line([(x, floor), (x, floor + 4)], opacity=0.5)
        middle = min(max(x, half), WIDTH - half)
        # Large numbers have no room beside each other.
        if middle - half >= free:
            sheet.text(
                middle, floor + 15, said, size=SMALL, anchor="middle", faint=True
            )
            free = middle + half + 4
    if not name:
        return floor + 20
    sheet.text(
        WIDTH, floor + 29, name, size=SMALL, anchor="end", faint=True, room=WIDTH
    )
    return floor + 34


def margin(said: Iterable[str]) -> float:
    """
    Tell how much room the numbers at the left take.
    """
    return max(map(figure_width, said), default=0.0) + 6
