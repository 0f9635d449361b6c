"""
Points in exact whole hundredths, in and out.

Sums of whole numbers are the same in any order and on any engine; floats are not.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from .errors import RuleError, described

# No card needs more points than this; far beyond, floats lose the hundredths.
_MOST = 10**9


def hundredths(points: object, subject: str) -> int:
    """
    Express points in whole hundredths.

    Args:
        points: An int, a float or a `Decimal` with at most two decimals.

        subject: What they are, for the error.

    Raises:
        RuleError: It is no number, not finite, has more decimals or is too large.
    """
    if type(points) is int and -_MOST <= points <= _MOST:
        return points * 100  # as most are
    if type(points) is float and -_MOST <= points <= _MOST:
        # A float that is so many hundredths has no other text than they have.
        whole = round(points * 100)
        if whole / 100 == points:
            return whole
    if isinstance(points, bool) or not isinstance(points, (int, float, Decimal)):
        raise RuleError(subject, described(points), "a number of points")
    # The shortest text of a float is what its writer meant: 0.1 is one tenth. numpy's
    # floats write themselves in another way, so float's own repr is asked.
    exact = Decimal(float.__repr__(points) if isinstance(points, float) else points)
    if not exact.is_finite():
        raise RuleError(subject, "a number that isn't finite", "a finite number")
    if not -_MOST <= exact <= _MOST:
        raise RuleError(subject, "more than a billion points", "fewer")
    # adjusted() comes first, because 1e-999999999 as a fraction would fill the memory.
    if exact and (exact.adjusted() < -2 or (Fraction(exact) * 100).denominator != 1):  # noqa: PLR2004
        raise RuleError(
            subject,
            f"{points}, with more than two decimals",
            "whole hundredths",
            "Round it, so that the sum stays exact.",
        )
    return int(Fraction(exact) * 100)


def plain(points: float) -> float:
    """
    Bring points that were checked to one form, so that what means the same is the same.
    """
    return int(points) if isinstance(points, int) else float(points)


def in_points(whole: int) -> float:
    """
    Express whole hundredths in points.
    """
    return whole / 100


def told(whole: int) -> str:
    """
    Write whole hundredths as points: ``22.5``, ``35``.
    """
    return f"{Decimal(whole) / 100:f}" if whole % 100 else str(whole // 100)


def rounded(share: Fraction) -> int:
    """
    Round to a whole number, half away from zero.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2))
    (3, -3)
    """
    whole = floor(abs(share) + Fraction(1, 2))
    return whole if share >= 0 else -whole
