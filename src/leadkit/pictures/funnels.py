"""
The funnel as a picture: a bar for each stage, and its share of the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import InputError, described, is_a
from ..vocabulary import Language, label
from .lettering import width_of
from .phrases import check_language, counted, in_digits, phrase
from .picture import Picture
from .sheet import WIDTH, Sheet

_ROW = 36.0
# The room of a share.
_SHARE = 48.0
# From so many percent on, tenths say nothing.
_COARSE = 10


def funnel(
    counts: Mapping[str, int], *, language: Language = "en", title: str = ""
) -> Picture:
    """
    Draw how many leads there are in each stage.

    Args:
        counts: How many by the stage's code, the first stage first.

        language: ``"en"`` or ``"fa"``; the latter is drawn from the right.

        title: What it shows; "The funnel" if not given.

    Raises:
        InputError: There are no counts, or one is no whole number of 0 or more.

    >>> picture = funnel({"lead": 800, "prospect": 120, "customer": 30})
    >>> print(picture.description)
    Lead: 800 (100%). Prospect: 120 (15%). Customer: 30 (3.8%).
    """
    check_language(language)
    rows = _checked(counts)
    first, most = rows[0][1], max(number for _, number in rows)
    sheet = Sheet(_ROW * len(rows), mirrored=language == "fa")
    told: list[str] = []
    for place, (code, number) in enumerate(rows):
        top = place * _ROW
        name = label(code, language=language)
        amount = counted(number, language)
        share = in_digits(_share(number, first), language)
        room = WIDTH - _SHARE - width_of(amount, bold=True) - 8
        sheet.text(0, top + 13, name, room=room)
        sheet.text(WIDTH - _SHARE, top + 13, amount, anchor="end", bold=True)
        sheet.text(WIDTH, top + 13, share, anchor="end", faint=True)
        width = WIDTH * number / most if most else 0
        sheet.bar(0, top + 19, WIDTH, 8, opacity=0.08)
        sheet.bar(0, top + 19, width, 8, tint="forward")
        told.append(f"{name}: {amount} ({share}).")
    return sheet.picture(title or phrase("The funnel", language), " ".join(told))


def _checked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    subject = "counts of a funnel"
    wanted = "how many leads by stage"
    if not is_a(counts, Mapping):
        raise InputError(subject, described(counts), wanted)
    if not counts:
        raise InputError(subject, "no stage", wanted)
    for code, number in counts.items():
        if not is_a(code, str):
            raise InputError(subject, f"{described(code)} as a stage", "its code")
        if type(number) is not int or number < 0:
            came = "a negative number" if type(number) is int else described(number)
            raise InputError(subject, came, "a whole number of 0 or more")
    return list(counts.items())


def _share(number: int, first: int) -> str:
    if not first:
        return "\u2013"
    share = 100 * number / first
    return f"{share:.0f}%" if share >= _COARSE or not number else f"{share:.1f}%"
