"""
The lines of a score as a picture: each goes on where the one before it ended.
"""

from __future__ import annotations

from ..errors import InputError, described, is_a
from ..hundredths import told
from ..scores import Line, Score
from .lettering import TEXT, width_of
from .picture import Picture
from .sheet import WIDTH, Sheet
from .tints import Tint

_ROW = 34.0
_MINUS = "\u2212"


def of_lines(score: Score, *, title: str = "") -> Picture:
    """
    Draw how the lines of a score come to its total.

    Each bar begins where the one before it ended. What takes points away is drawn
    towards the left, and what a cap, a floor or a ceiling does is an outline.

    Args:
        score: The score.

        title: What it shows; the name of the card and its total if not given.

    Raises:
        InputError: It is no `Score`.
    """
    if not is_a(score, Score):
        raise InputError("of_lines()", described(score), "a Score")
    total = score.hundredths
    sums = [0]
    for line in score.lines:
        sums.append(sums[-1] + line.hundredths)
    low, high = min(*sums, 0), max(*sums, 0)
    span = max(high - low, 1)

    def x(hundredths: int) -> float:
        return (WIDTH - 2) * (hundredths - low) / span + 1

    sheet = Sheet(_ROW * (len(score.lines) + 1) + 4)
    for place in range(len(score.lines) + 1):
        sheet.bar(0, place * _ROW + 19, WIDTH, 8, opacity=0.08)
    sheet.line([(x(0), 15), (x(0), sheet.height)], opacity=0.4)
    for place, (line, before) in enumerate(zip(score.lines, sums, strict=False)):
        after = before + line.hundredths
        top = place * _ROW
        _row(sheet, top, line.name, line.hundredths, faint=line.kind != "rule")
        left, right = sorted((x(before), x(after)))
        sheet.bar(
            left, top + 19, right - left, 8, tint=_tint(line),
            hollow=line.kind != "rule", dashed=line.kind != "rule",
        )  # fmt: skip
    top = len(score.lines) * _ROW
    _row(sheet, top, "total", total, bold=True)
    left, right = sorted((x(0), x(total)))
    sheet.bar(left, top + 19, right - left, 8)
    return sheet.picture(title or f"{score.card}: {told(total)}", _described(score))


def _row(
    sheet: Sheet, top: float, name: str, points: int, *,
    faint: bool = False, bold: bool = False,
) -> None:  # fmt: skip
    sign = "+" if points > 0 and not bold else ""
    amount = f"{sign}{told(points)}".replace("-", _MINUS)
    room = WIDTH - width_of(amount, TEXT, bold=True) - 14
    sheet.text(6, top + 13, name, bold=bold, faint=faint, room=room)
    sheet.text(WIDTH, top + 13, amount, anchor="end", bold=True)


def _tint(line: Line) -> Tint:
    return "forward" if line.hundredths > 0 else "exit"


def _described(score: Score) -> str:
    parts = [f"{line.name}: {told(line.hundredths)}." for line in score.lines]
    return " ".join([*parts, f"Total: {told(score.hundredths)}."])
