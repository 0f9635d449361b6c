"""
The fields that a tenant defined at run time, as a record keeps them: names to scalars.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from numbers import Real
from typing import cast

from .errors import LeadError, described, is_a
from .kinds import FieldType, Scalar, ValueKind
from .mapping import FrozenMap


def admitted(items: Mapping[str, Scalar | None]) -> FrozenMap[str, Scalar]:
    """
    Check traits at a record's door; one that is missing isn't kept.

    Args:
        items: Names to values.

    Raises:
        LeadError: It is no mapping, a name is no identifier, or a value is no scalar.
    """
    if not is_a(items, Mapping):
        raise LeadError("field 'traits'", described(items), "a mapping")
    kept: dict[str, Scalar] = {}
    for name, value in items.items():
        if not is_a(name, str) or not name.isascii() or not name.isidentifier():
            raise LeadError(
                "a name in 'traits'",
                "one that is no identifier",
                "letters, digits and underscores",
            )
        scalar = _trait(value, f"trait {name!r}")
        if scalar is not None:
            kept[name] = scalar
    return FrozenMap(kept)


_KINDS_OF_TRAITS = (
    (str, ValueKind.TEXT),
    (datetime, ValueKind.INSTANT),
    (bool, ValueKind.FLAG),
    (Real, ValueKind.NUMBER),
)


def _trait(value: object, subject: str) -> Scalar | None:
    if FieldType(ValueKind.OTHER).admit(value, subject) is None:
        return None
    kinds = (kind for cls, kind in _KINDS_OF_TRAITS if isinstance(value, cls))
    kind = next(kinds, ValueKind.FLAG)  # numpy has flags that are no bools
    try:
        return cast("Scalar", FieldType(kind, float).admit(value, subject))
    except LeadError:
        if kind is not ValueKind.FLAG:
            raise
        raise LeadError(
            subject, described(value), "a text, a number, True or False, or a datetime"
        ) from None
