"""
Scales: where numbers and instants lie on a picture, and which of them are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil, floor, log10

import attrs

from ..instants import DAY, LAST
from ..rules.wording.persian_values import MONTHS as PERSIAN_MONTHS
from ..vocabulary import Language
from .phrases import in_digits

_HOUR = timedelta(hours=1)
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
# As many instants as can be written side by side on a telephone.
_MOST = 6


def step(span: float, most: int) -> float:
    """
    Choose a round step: 1, 2 or 5 with noughts.

    Args:
        span: What the steps cover.

        most: How many steps there may be.

    >>> step(100, 5), step(0.3, 5), step(7, 4)
    (20.0, 0.1, 2.0)
    """
    least = span / most
    power: float = 10.0 ** floor(log10(least))
    # Powers are inexact, and a hair too little would double the steps.
    return next(
        round(part * power, 12)
        for part in (1, 2, 5, 10)
        if part * power >= least * (1 - 1e-9)
    )


def ticks(low: float, high: float, most: int) -> list[float]:
    """
    List round numbers from one end to the other, or from just before to just behind.

    Args:
        low: The lower end.

        high: The upper end, which is higher.

        most: How many steps there may be.

    >>> ticks(0, 87, 5)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    one = step(high - low, most)
    first, last = floor(low / one + 1e-9), ceil(high / one - 1e-9)
    return [round(number * one, 12) for number in range(first, last + 1)]


@attrs.frozen
class Mark:
    """
    An instant that is written on a picture.

    Attributes:
        at: The instant.

        text: What is written.

        below: What is written below that, for it and those after it.
    """

    at: datetime
    text: str
    below: str


@attrs.frozen
class TimeScale:
    """
    Where instants lie on a picture.

    Attributes:
        start: The first.

        until: The last, which is later.

        left: Where the first lies.

        right: Where the last lies.
    """

    start: datetime
    until: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """
        Tell where an instant lies; those outside lie at the ends.
        """
        # At the beginning of the calendar nothing can be earlier.
        span = (self.until - self.start) or DAY
        part = (at - self.start) / span
        return self.left + min(max(part, 0), 1) * (self.right - self.left)

    def marks(self, language: Language = "en") -> list[Mark]:
        """
        List the instants to write: years, months, days or hours, about six.

        Args:
            language: ``"en"`` or ``"fa"``.
        """
        instants, text, below = self._chosen()
        marks: list[Mark] = []
        last = ""
        for at in instants:
            under = _told(at, below, language)
            marks.append(
                Mark(at, _told(at, text, language), "" if under == last else under)
            )
            last = under
        return marks

    def _chosen(self) -> tuple[Iterator[datetime], str, str]:
        span = self.until - self.start
        for hours in (1, 3, 6, 12):
            if span <= _MOST * hours * _HOUR:
                return self._each(hours * _HOUR), "hour", "day month"
        for days in (1, 2, 7, 14):
            if span <= _MOST * days * DAY:
                return self._each(days * DAY), "day month", "year"
        for months in (1, 2, 3, 6):
            if span <= _MOST * months * 31 * DAY:
                return self._months(months), "month", "year"
        years = max(1, int(step(span / (365 * DAY), _MOST - 1)))
        return self._months(12 * years), "year", ""

    def _each(self, span: timedelta) -> Iterator[datetime]:
        # From a midnight on, so that round hours come.
        at = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        while at <= self.until:
            if at >= self.start:
                yield at
            if at > LAST - span:
                return
            at += span

    def _months(self, every: int) -> Iterator[datetime]:
        first = self.start.year * 12 + self.start.month - 1
        number = ceil(first / every) * every
        while (year := number // 12) <= self.until.year:
            at = datetime(year, number % 12 + 1, 1, tzinfo=UTC)
            if self.start <= at <= self.until:
                yield at
            number += every


def _told(at: datetime, parts: str, language: Language) -> str:
    # Not strftime(), which writes months in the language of the machine.
    months = _MONTHS if language == "en" else PERSIAN_MONTHS
    words = {
        "day": str(at.day),
        "month": months[at.month - 1],
        "year": str(at.year),
        "hour": f"{at.hour:02}:{at.minute:02}",
    }
    return in_digits(" ".join(words[part] for part in parts.split()), language)


def day(at: datetime, language: Language = "en") -> str:
    """
    Write a day.

    >>> day(datetime(2026, 5, 1, tzinfo=UTC))
    '1 May 2026'
    """
    return _told(at, "day month year", language)
