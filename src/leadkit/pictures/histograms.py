"""
How numbers are distributed: a histogram, with the quartiles below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from math import floor, isfinite
from statistics import quantiles

from ..errors import InputError, described, is_a
from ..kinds import LARGEST
from ..rules.wording.figures import decimals
from ..vocabulary import Language
from .lettering import SMALL
from .phrases import check_language, counted, in_digits, phrase
from .picture import Picture
from .scales import step, ticks
from .sheet import WIDTH, Sheet

_BINS = 24
_TOLD = "{} values from {} to {}; the median is {}, and half lie between {} and {}."
# Numbers that differ by less are drawn as one.
_SAME = 1e-9
#: More bars than this can't be told from each other.
MOST_BINS = 180
_TOP, _FLOOR, _BOX, _BOTTOM = 14.0, 124.0, 133.0, 156.0
_LEFT, _RIGHT = 36.0, WIDTH - 14


def histogram(
    values: Iterable[float],
    *,
    width: float | None = None,
    language: Language = "en",
    title: str = "",
) -> Picture:
    """
    Draw how numbers are distributed.

    The line below reaches from the least to the most, its thick part holds the half in
    the middle, and the dot is the median.

    Args:
        values: The numbers.

        width: How wide a bar is; a round number that suits them if not given.

        language: ``"en"`` or ``"fa"``; the latter is drawn from the right.

        title: What they are; "Distribution" if not given.

    Raises:
        InputError: There are no numbers, one isn't finite, or *width* isn't positive,
            or so small that there would be too many bars.

    >>> picture = histogram([0, 5, 5, 10, 40], title="Engagement")
    >>> print(picture.description)
    5 values from 0 to 40; the median is 5, and half lie between 5 and 10.
    """
    check_language(language)
    given = _checked(values)
    low, high = given[0], given[-1]
    if width is None:
        width = step(high - low, _BINS) if high - low > _SAME else 1.0
    first, last = _bins(low, high, width)
    bars = Counter(floor(value / width + 1e-9) for value in given)
    most = max(bars.values())
    room = _RIGHT - _LEFT
    start, span = first * width, (last - first + 1) * width

    def x(value: float) -> float:
        return _LEFT + room * (value - start) / span

    def said(number: float) -> str:
        return in_digits(decimals(number), language)

    sheet = Sheet(_BOTTOM + 14, mirrored=language == "fa")
    for level in ticks(0, most, 4):
        y = _FLOOR - (_FLOOR - _TOP) * level / most
        if level == int(level) and y >= SMALL / 2:
            sheet.line([(_LEFT, y), (_RIGHT, y)], opacity=0.12)
            sheet.text(
                _LEFT - 4, y + 3.5, counted(int(level), language), size=SMALL,
                anchor="end", faint=True,
            )  # fmt: skip
    for number, count in sorted(bars.items()):
        high_ = (_FLOOR - _TOP) * count / most
        left, right = x(number * width), x((number + 1) * width)
        gap = min(1.0, (right - left) / 5)
        ends = (in_digits(f"{end * width:g}", language) for end in (number, number + 1))
        sheet.bar(
            left + gap / 2, _FLOOR - high_, right - left - gap, high_, tint="forward",
            tip=phrase("{} to {}: {}", language, *ends, counted(count, language)),
        )  # fmt: skip
    lower, median, upper = _quartiles(given)
    sheet.line([(x(low), _BOX), (x(high), _BOX)], opacity=0.5)
    sheet.line([(x(lower), _BOX), (x(upper), _BOX)], width=4, opacity=0.5)
    sheet.dot(x(median), _BOX, 4, tip=phrase("median {}", language, said(median)))
    for tick in ticks(start, start + span, 6):
        if start <= tick <= start + span:
            mark = in_digits(f"{tick:g}", language)
            sheet.text(x(tick), _BOTTOM, mark, size=SMALL, anchor="middle", faint=True)
    if len(given) == 1:
        told = phrase("1 value: {}.", language, said(low))
    else:
        told = phrase(
            _TOLD,
            language, counted(len(given), language),
            *(said(number) for number in (low, high, median, lower, upper)),
        )  # fmt: skip
    return sheet.picture(title or phrase("Distribution", language), told)


def _checked(values: Iterable[float]) -> list[float]:
    subject = "values of a histogram"
    if not is_a(values, Iterable):
        raise InputError(subject, described(values), "numbers")
    given = list(values)
    if not given:
        raise InputError(subject, "no values", "at least one number")
    for value in given:
        if isinstance(value, bool) or not is_a(value, (int, float)):
            raise InputError(subject, described(value), "a number")
        if not isfinite(value):
            raise InputError(subject, "a number that isn't finite", "a finite number")
        if abs(value) > LARGEST:
            raise InputError(subject, "a number beyond 10**15", "a smaller one")
    return sorted(given)


def _bins(low: float, high: float, width: float) -> tuple[int, int]:
    subject = "width of a histogram"
    if isinstance(width, bool) or not is_a(width, (int, float)):
        raise InputError(subject, described(width), "a positive number")
    if not (isfinite(width) and width > 0):
        raise InputError(subject, "no positive number", "a positive number")
    if (high - low) / width > MOST_BINS:
        raise InputError(
            subject,
            f"one that makes more than {MOST_BINS} bars",
            "a greater one",
            "Leave it out to have one that suits the numbers.",
        )
    return floor(low / width + 1e-9), floor(high / width + 1e-9)


def _quartiles(given: list[float]) -> tuple[float, float, float]:
    if len(given) == 1:
        return given[0], given[0], given[0]
    lower, median, upper = islice(quantiles(given, n=4, method="inclusive"), 3)
    return lower, median, upper
