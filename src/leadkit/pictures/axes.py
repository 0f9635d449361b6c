"""
The axis of time below a picture.
"""

from __future__ import annotations

from ..vocabulary import Language
from .lettering import SMALL, width_of
from .scales import TimeScale
from .sheet import Sheet


def draw_marks(
    sheet: Sheet, scale: TimeScale, floor: float, language: Language
) -> None:
    """
    Write instants below a picture.

    Args:
        sheet: Where to.

        scale: Where instants lie.

        floor: How far down the picture reaches.

        language: ``"en"`` or ``"fa"``.
    """
    sheet.line([(scale.left, floor), (scale.right, floor)], opacity=0.5)
    for mark in scale.marks(language):
        x = scale.x(mark.at)
        sheet.line([(x, floor), (x, floor + 4)], opacity=0.5)
        for text, y in ((mark.text, 15.0), (mark.below, 28.0)):
            if text:
                half = width_of(text, SMALL) / 2
                at = min(max(x, half), sheet.width - half)
                sheet.text(at, floor + y, text, size=SMALL, anchor="middle", faint=True)
