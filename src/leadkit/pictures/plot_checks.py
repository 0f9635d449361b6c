"""
What a plot can't be drawn without: numbers that are numbers, and as many as belong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from math import isfinite

from ..errors import InputError, described, is_a
from ..kinds import LARGEST
from ..mapping import FrozenMap

# By so much, sums of shares may miss what they should be.
_SLACK = 1e-6


def check_numbers(
    values: Iterable[float | None], subject: str, *, share: bool = False
) -> None:
    """
    Check that values can be drawn.

    Args:
        values: The values; None is one that isn't known.

        subject: What they are, for the error.

        share: Whether they are shares from 0 to 1.

    Raises:
        InputError: One is no number, isn't finite or is too large, or is no share.
    """
    for value in values:
        if value is None:
            continue
        if isinstance(value, bool) or not is_a(value, (int, float)):
            raise InputError(subject, described(value), "a number")
        if not isfinite(value):
            raise InputError(subject, "a number that isn't finite", "a finite number")
        if abs(value) > LARGEST:
            raise InputError(subject, "a number beyond 10**15", "a smaller one")
        if share and not -_SLACK <= value <= 1 + _SLACK:
            raise InputError(subject, "a number beyond", "a share from 0 to 1")


def check_lengths(values: Iterable[float | None], subject: str) -> None:
    """
    Check that values can be the lengths of bars.

    Raises:
        InputError: One can't be drawn, or is negative.
    """
    listed = list(values)
    check_numbers(listed, subject)
    # What is computed may miss nothing by a hair.
    if any(value is not None and value < -_SLACK for value in listed):
        raise InputError(subject, "a negative number", "a number of 0 or more")


def check_bands(bands: Iterable[tuple[float, float] | None], subject: str) -> None:
    """
    Check that bands can be drawn.

    Raises:
        InputError: An end is no number, or the lower one is above the upper one.
    """
    for band in bands:
        if band is None:
            continue
        check_numbers(band, subject)
        low, high = band
        if low > high:
            raise InputError(
                subject, "a lower end above the upper one", "the lower end first"
            )


def check_points(points: Iterable[tuple[float, float]], subject: str) -> None:
    """
    Check that a line can pass through points.

    Raises:
        InputError: A point has something that is no number, or lies to the left of the
            one before it.
    """
    last: float | None = None
    for x, y in points:
        check_numbers((x, y), subject)
        if last is not None and x < last:
            raise InputError(subject, "one to the left of the one before", "an order")
        last = x


def check_sums(parts: Iterable[Sequence[float | None]], subject: str) -> None:
    """
    Check that shares of one whole are not more than it.

    Raises:
        InputError: They are.
    """
    for shares in zip(*parts, strict=True):
        if sum(share or 0.0 for share in shares) > 1 + _SLACK:
            raise InputError(subject, "more than the whole", "shares that sum to 1")


def check_as_many(given: Sized, wanted: Sized, subject: str) -> None:
    """
    Check that there are as many of one thing as of another.

    Raises:
        InputError: There are more, or less.
    """
    if len(given) != len(wanted):
        raise InputError(subject, str(len(given)), str(len(wanted)))


def in_parts(
    given: Mapping[str, Iterable[float | None]],
) -> FrozenMap[str, tuple[float | None, ...]]:
    """
    Keep named rows of values, as they are and for good.
    """
    return FrozenMap({name: tuple(values) for name, values in given.items()})
