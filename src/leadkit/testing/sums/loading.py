"""
z3, which is imported when something is asked, and how long it may think.
"""

from __future__ import annotations

from importlib import import_module
from math import isfinite
from typing import Any

from ...errors import RuleError, described, missing_extra


def z3_for(law: str) -> Any:
    """
    Import z3.

    Args:
        law: What needs it.

    Raises:
        MissingExtraError: It isn't installed.
    """
    try:
        return import_module("z3")  # by its name, as it comes without types
    except ImportError as error:
        raise missing_extra(f"sums.{law}()", "z3-solver", "prove") from error


def checked_seconds(seconds: object, law: str) -> float:
    """
    Check how much work a question may be.

    Raises:
        RuleError: It is no positive number.
    """
    if (
        isinstance(seconds, bool)
        or not isinstance(seconds, (int, float))
        or not isfinite(seconds)
        or seconds <= 0
    ):
        came = repr(seconds) if isinstance(seconds, (int, float)) else None
        raise RuleError(
            f"seconds of {law}()", came or described(seconds), "a positive number"
        )
    return min(float(seconds), _LONGEST)


# More than z3 can count.
_LONGEST = 1000.0
