"""
The door for values that are written into a rule.
"""

from __future__ import annotations

from enum import Enum
from typing import NoReturn

from ..errors import RuleError, described, near_miss
from ..instants import utc
from ..kinds import LARGEST, Scalar, ValueKind
from .tree import Value
from .values import Constant


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
        return Constant(_number(value, beside), kind)
    if kind is ValueKind.INSTANT:
        return Constant(utc(value, f"an instant compared with {beside}"), kind)
    plain = value.value if isinstance(value, Enum) else value
    if kind is ValueKind.TEXT and type(plain) is str:
        return Constant(plain, kind)
    if kind is ValueKind.FLAG and type(plain) is bool:
        return Constant(plain, kind)
    return _mismatch(value, beside)


def _mismatch(value: object, beside: Value) -> NoReturn:
    wanted = {ValueKind.NUMBER: "a number", ValueKind.TEXT: "a text"}.get(
        beside.kind, "True or False"
    )
    raise RuleError(
        f"a comparison with {beside}",
        described(value),
        wanted,
    )


def _number(value: object, beside: Value) -> int | float:
    if type(value) is not int and type(value) is not float:
        _mismatch(value, beside)
    if not -LARGEST <= value <= LARGEST:
        raise RuleError(
            f"a comparison with {beside}",
            "a number that isn't finite or is beyond 10**15",
            "a finite number of at most 16 digits",
        )
    return int(value) if value == int(value) else value


def _choice(value: object, beside: Value) -> Scalar:
    plain = value.value if isinstance(value, Enum) else value
    for option in beside.choices:
        # The type first: a handle's == makes a rule, which has no truth.
        if type(option) is type(plain) and option == plain:
            return option
    texts = [option for option in beside.choices if isinstance(option, str)]
    raise RuleError(
        f"a comparison with {beside}",
        repr(plain),
        f"one of its choices, {' or '.join(map(repr, beside.choices))}",
        near_miss(plain, texts) if isinstance(plain, str) else "",
    )
