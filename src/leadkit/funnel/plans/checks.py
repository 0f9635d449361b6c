"""
Whether what somebody wrote into a plan is what it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ..ways.segments import UNKNOWN

_TWO = 2
# Thirds that somebody rounded sum to nearly 1.
_ROUNDING = 1e-3


def checked_text(given: object, subject: str) -> None:
    """
    Check a name.

    Raises:
        RuleError: It is no text.
    """
    if not is_a(given, str):
        raise RuleError(subject, described(given), "a text")


def checked_count(given: object, subject: str) -> int:
    """
    Check how many are wanted.

    Raises:
        RuleError: It is no whole number of 1 or more.
    """
    expected = "a whole number of 1 or more"
    if type(given) is not int:
        raise RuleError(subject, described(given), expected)
    if given < 1:
        raise RuleError(subject, "a number below 1", expected)
    return given


def checked_number(given: object, subject: str, expected: str) -> float:
    """
    Check a number.

    Raises:
        RuleError: It is none, or not finite.
    """
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        raise RuleError(subject, described(given), expected)
    if not isfinite(given):
        came = described(given) if given != given else "infinity"  # noqa: PLR0124
        raise RuleError(subject, came, expected)
    return given


def checked_share(given: object, subject: str) -> float:
    """
    Check a share that is neither nothing nor all.

    Raises:
        RuleError: It is no number between 0 and 1.
    """
    expected = "a number between 0 and 1"
    number = checked_number(given, subject, expected)
    if not 0 < number < 1:
        raise RuleError(subject, "a number beyond", expected, "Write 0.05 for 5%.")
    return number


def checked_arms(given: Mapping[str, float]) -> FrozenMap[str, float]:
    """
    Check the shares of arms, and make them sum to 1.

    Raises:
        RuleError: There are fewer than two, or they aren't shares.
    """
    subject = "arms of an Experiment"
    cure = 'Write arms={"a": 0.5, "b": 0.5}.'
    if not is_a(given, Mapping):
        raise RuleError(subject, described(given), "shares by the names of arms", cure)
    if len(given) < _TWO:
        raise RuleError(subject, "fewer than two arms", "two or more", cure)
    for name, share in given.items():
        checked_text(name, "name of an arm")
        if name == UNKNOWN:
            raise RuleError("name of an arm", repr(UNKNOWN), "another name")
        checked_share(share, "share of an arm")
    whole = sum(given.values())
    if abs(whole - 1) > _ROUNDING:
        raise RuleError(subject, "shares that don't sum to 1", "shares that do", cure)
    return FrozenMap({name: share / whole for name, share in given.items()})
