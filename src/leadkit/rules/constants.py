"""
The door for values that are written into a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NoReturn, TypeVar

import attrs

from ..errors import RuleError, described, either, near_miss
from ..instants import utc
from ..kinds import Scalar, ValueKind
from .doors import number
from .tree import Value
from .values import Constant

S = TypeVar("S", bound=Scalar)


def constant(value: object, beside: Value) -> Constant:
    """
    Check a value that a rule compares with something.

    Args:
        value: What was written.

        beside: What it stands beside; its kind is the kind that *value* must have.

    Returns:
        The value in canonical form: whole floats as ints, enumeration members as codes,
        instants in UTC.

    Raises:
        RuleError: It has another type, isn't one of the choices, isn't finite or is
            beyond 10**15.
    """
    kind = beside.kind
    if value is None:
        raise RuleError(
            f"a comparison with {beside}",
            "None",
            "a value",
            "Ask .is_missing(), or give a default with .or_default(value).",
        )
    if kind is ValueKind.CHOICE:
        return Constant(_choice(value, beside), kind)
    if kind is ValueKind.NUMBER:
        return Constant(_through(number, value, beside), kind)
    if kind is ValueKind.INSTANT:
        return Constant(_through(utc, value, beside), kind)
    plain = value.value if isinstance(value, Enum) else value
    if kind is ValueKind.TEXT and type(plain) is str:
        return Constant(plain, kind)
    if kind is ValueKind.FLAG and type(plain) is bool:
        return Constant(plain, kind)
    return _mismatch(value, beside)


def _through(door: Callable[[object, str], S], value: object, beside: Value) -> S:
    # What stands beside may be long, so only an error pays for its text.
    try:
        return door(value, "")
    except RuleError as error:
        raise attrs.evolve(error, subject=f"a comparison with {beside}") from None


def _mismatch(value: object, beside: Value) -> NoReturn:
    raise RuleError(
        f"a comparison with {beside}",
        described(value),
        "a text" if beside.kind is ValueKind.TEXT else "True or False",
    )


_PLAIN = frozenset({str, int, bool, float, bytes})


def _choice(value: object, beside: Value) -> Scalar:
    plain = value.value if isinstance(value, Enum) else value
    # The type first: a handle's == makes a rule, which has no truth.
    if type(plain) in _PLAIN and plain in beside.choices:
        for option in beside.choices[beside.choices.index(plain) :]:
            if type(option) is type(plain) and option == plain:
                return option
    texts = [option for option in beside.choices if isinstance(option, str)]
    raise RuleError(
        f"a comparison with {beside}",
        repr(plain),
        f"one of its choices, {either(map(repr, beside.choices))}",
        near_miss(plain, texts) if isinstance(plain, str) else "",
    )
