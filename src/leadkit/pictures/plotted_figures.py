"""
The numbers of a plot, as they are written.
"""

from __future__ import annotations

from ..vocabulary import Language
from .lettering import SMALL, width_of
from .phrases import in_digits, phrase

# From so many percent on, tenths say nothing.
_COARSE = 10
# Numbers below this are written with three digits that count.
_FEW = 1000
_LARGE = ((10**12, "{}T"), (10**9, "{}B"), (10**6, "{}M"))


def amount(value: float | None, language: Language, *, percent: bool = False) -> str:
    """
    Write a number of a plot, with as many digits as can be taken in.

    Args:
        value: The number; None is a dash.

        language: ``"en"`` or ``"fa"``.

        percent: Whether it is a share.

    >>> amount(0.0312, "en", percent=True), amount(1234.5, "en"), amount(2.3456, "en")
    ('3.1%', '1,234', '2.35')
    """
    if value is None:
        return "\u2013"
    if percent:
        share = 100 * value
        fine = share and abs(share) < _COARSE
        return _apart(f"{share:.1f}%" if fine else f"{share:.0f}%", language)
    for one, said in _LARGE:
        if abs(value) >= one:
            return phrase(said, language, _apart(f"{value / one:.4g}", language))
    if value == int(value) or abs(value) >= _FEW:
        return _apart(f"{round(value):,}", language)
    return _apart(f"{value:.3g}", language)


def tick(value: float, language: Language, *, percent: bool = False) -> str:
    """
    Write a round number at an axis, shortly.

    >>> tick(2500000, "en"), tick(0.25, "en", percent=True), tick(1000, "en")
    ('2.5M', '25%', '1,000')
    """
    if percent:
        return _apart(f"{100 * value:.10g}%", language)
    for one, said in _LARGE:
        if abs(value) >= one:
            return phrase(said, language, _apart(f"{value / one:.10g}", language))
    if value == int(value):
        return _apart(f"{int(value):,}", language)
    return _apart(f"{value:.10g}", language)


def _apart(figures: str, language: Language) -> str:
    if language == "en":
        return figures
    said = in_digits(figures.replace(",", "\u066c"), language)
    # In a text that runs to the left, a minus would change its side.
    return f"\u2066{said}\u2069" if said.startswith("-") else said


def figure_width(figures: str, size: float = SMALL, *, bold: bool = False) -> float:
    """
    Guess how wide a number is: in some letters digits are wide, and signs wider.

    Args:
        figures: The number.

        size: The size of its letters.

        bold: Whether they are bold.
    """
    signs = sum(one in "%\u066aM" for one in figures)
    return 1.15 * (width_of(figures, size, bold=bold) + signs * size * 0.35)
