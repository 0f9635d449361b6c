"""
The sheet that pictures are drawn on: a few shapes and texts, and SVG in the end.

Text and lines have the colour of the page (``currentColor``). What is tinted has a tint
that can be seen on white and on black; a page may replace it by setting the variable
``--leadkit-forward`` and so on. Shapes carry attributes of their own, so that a picture
needs no style sheet; the one inside it is for files that stand alone. There are no ids,
so that any number of pictures fit on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

import attrs

from ..markup import Html, element
from .lettering import TEXT, fitted
from .picture import Picture
from .strokes import Point, figure, path
from .tints import STYLE, TINTS, Tint

Anchor: TypeAlias = Literal["start", "middle", "end"]

#: As wide as a telephone.
WIDTH = 360.0
#: How much is left of what matters less.
FAINT = 0.72

# What XML can't hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Where a viewer of its own shows a picture at a size that reads well.
_SCALE = 4 / 3


@attrs.define
class Sheet:
    """
    What a picture is drawn on, from its upper left corner.

    Attributes:
        height: How high it is.

        width: How wide it is.

        mirrored: Whether left and right are exchanged, as those who read from the right
            to the left expect.
    """

    height: float
    width: float = WIDTH
    mirrored: bool = False
    _parts: list[Html] = attrs.field(factory=list[Html], init=False)

    def _x(self, x: float) -> float:
        return self.width - x if self.mirrored else x

    def _put(self, name: str, *inside: str, tip: str = "", **given: str) -> None:
        title = (element("title", _clean(tip)),) if tip else ()
        self._parts.append(element(name, *title, *inside, **given))

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = TEXT,
        anchor: Anchor = "start",
        bold: bool = False,
        faint: bool = False,
        room: float | None = None,
        tint: Tint = "",
    ) -> None:
        """
        Write a text on one line.

        Args:
            x: Where it is anchored.

            y: Where its letters stand.

            said: The text.

            size: The size of its letters.

            anchor: Which part of it is at *x*.

            bold: Whether it is bold.

            faint: Whether it matters less.

            room: How wide it may be; if it is shortened, pointing at it tells it all.

            tint: Its colour.
        """
        said = " ".join(_clean(said).split())
        short = said if room is None else fitted(said, room, size, bold=bold)
        if self.mirrored and anchor != "middle":
            anchor = "end" if anchor == "start" else "start"
        given = {
            "x": figure(self._x(x)),
            "y": figure(y),
            "font-size": "" if size == TEXT else figure(size),
            "font-weight": "600" if bold else "",
            "text-anchor": "" if anchor == "start" else anchor,
            "opacity": figure(FAINT) if faint else "",
            # The anchor stays where it is, and the text finds its own direction.
            "unicode-bidi": "" if said.isascii() else "plaintext",
        }
        tip = said if short != said else ""
        self._put("text", short, tip=tip, fill="currentColor", **given, **_tint(tint))

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        tint: Tint = "",
        opacity: float = 1,
        hollow: bool = False,
        dashed: bool = False,
        round_: float = 0,
        tip: str = "",
    ) -> None:
        """
        Draw a rectangle.

        Args:
            x: Its left edge.

            y: Its upper edge.

            width: How wide it is.

            height: How high it is.

            tint: Its colour.

            opacity: How much of its colour is seen.

            hollow: Draw its outline alone.

            dashed: Dash that.

            round_: The radius of its corners.

            tip: What pointing at it tells.
        """
        left = self._x(x + width) if self.mirrored else x
        self._put(
            "rect",
            tip=tip,
            x=figure(left),
            y=figure(y),
            width=figure(width),
            height=figure(height),
            rx=figure(round_) if round_ else "",
            fill="none" if hollow else "currentColor",
            stroke="currentColor" if hollow else "",
            stroke_dasharray="3 2.5" if dashed else "",
            opacity="" if opacity == 1 else figure(opacity),
            **_tint(tint),
        )

    def line(
        self,
        points: Iterable[Point],
        *,
        tint: Tint = "",
        width: float = 1,
        opacity: float = 1,
        dashed: bool = False,
        corner: float = 0,
        tip: str = "",
    ) -> None:
        """
        Draw a line from point to point.

        Args:
            points: The points.

            tint: Its colour.

            width: How thick it is.

            opacity: How much of its colour is seen.

            dashed: Whether it is dashed.

            corner: The radius of its corners.

            tip: What pointing at it tells.
        """
        self._put(
            "path",
            tip=tip,
            d=path([(self._x(x), y) for x, y in points], corner),
            fill="none",
            stroke="currentColor",
            stroke_width="" if width == 1 else figure(width),
            stroke_dasharray="4 3" if dashed else "",
            stroke_linejoin="round",
            opacity="" if opacity == 1 else figure(opacity),
            **_tint(tint),
        )

    def area(
        self, points: Iterable[Point], *, tint: Tint = "", opacity: float = 1
    ) -> None:
        """
        Fill what lies between points.

        Args:
            points: The points.

            tint: Its colour.

            opacity: How much of its colour is seen.
        """
        self._put(
            "path",
            d=path([(self._x(x), y) for x, y in points]) + "Z",
            fill="currentColor",
            opacity="" if opacity == 1 else figure(opacity),
            **_tint(tint),
        )

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        tint: Tint = "",
        opacity: float = 1,
        tip: str = "",
    ) -> None:
        """
        Draw a dot.

        Args:
            x: Where its middle is.

            y: How far down that is.

            radius: Its radius.

            tint: Its colour.

            opacity: How much of its colour is seen.

            tip: What pointing at it tells.
        """
        self._put(
            "circle",
            tip=tip,
            cx=figure(self._x(x)),
            cy=figure(y),
            r=figure(radius),
            fill="currentColor",
            opacity="" if opacity == 1 else figure(opacity),
            **_tint(tint),
        )

    def picture(self, title: str, description: str) -> Picture:
        """
        Make a picture of what was drawn.

        Args:
            title: What it shows, in a few words.

            description: The same as its shapes, in sentences, for those who can't see
                it.
        """
        title, description = _clean(title), _clean(description)
        box = f"0 0 {figure(self.width)} {figure(self.height)}"
        svg = element(
            "svg",
            element("title", title),
            element("desc", description),
            element("style", STYLE),
            *self._parts,
            **{
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "leadkit",
                "viewBox": box,
                "width": figure(self.width * _SCALE),
                "height": figure(self.height * _SCALE),
                "font-size": figure(TEXT),
                "role": "img",
                "aria-label": f"{title}. {description}",
                "direction": "ltr",
            },
        )
        return Picture(str(svg), title, description)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _tint(tint: Tint) -> dict[str, str]:
    return {"class": tint, "color": TINTS[tint]} if tint else {}
