"""
What every record has in common: a repr without personal data, and plain data in and out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Self, get_origin

import attrs

from .errors import LeadError, described, listing, near_miss
from .instants import utc
from .kinds import FieldType, ValueKind, types_of
from .mapping import FrozenMap

# Metadata of a field whose texts are codes or ids: never blank, and shown in reprs.
CODE = {"leadkit.code": True}


class Record:
    """
    A frozen attrs class that leadkit keeps.

    Its repr shows no texts but codes and ids: a name, an address or a remark prints as
    ``'…'``. `to_dict` and `from_dict` go to and from data that JSON can hold.
    """

    __slots__ = ()

    # What stands in a field that holds a tuple of records.
    members: ClassVar[Mapping[str, type[Record]]] = {}

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{field.name}={_shown(field, getattr(self, field.name))}"
            for field in attrs.fields(type(self))
            if getattr(self, field.name) not in (None, ())
        )
        return f"{type(self).__name__}({shown})"

    def __attrs_post_init__(self) -> None:
        for name, declared, is_code, subject in _doors(type(self)):
            value = getattr(self, name)
            kept = declared.admit(value, subject)
            if is_code and isinstance(kept, str):
                _check_code(kept, subject)
            if kept is not value:
                object.__setattr__(self, name, kept)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        # attrs gives every class a repr of its own that would show the values.
        cls.__repr__ = Record.__repr__  # type: ignore[method-assign]

    def to_dict(self) -> dict[str, Any]:
        """
        Express the record as data that JSON can hold, personal data included.

        Returns:
            Field names to plain values: datetimes as ISO 8601 texts, records as
            mappings, tuples as lists.

        Raises:
            LeadError: A host's field holds something that JSON has no word for.
        """
        return {
            field.name: _plain(
                getattr(self, field.name),
                f"field {field.name!r} of {type(self).__name__}",
            )
            for field in attrs.fields(type(self))
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Make a record of what `to_dict` wrote.

        Args:
            data: Field names to plain values; a field with a default may be left out.

        Returns:
            A record that equals the one written.

        Raises:
            LeadError: A key isn't a field, a field is missing, or a value is wrong.
        """
        if not isinstance(data, Mapping):
            raise LeadError(cls.__name__, described(data), "a mapping of its fields")
        fields = attrs.fields_dict(cls)
        for key in data:
            if key not in fields:
                raise LeadError(
                    f"{cls.__name__}.from_dict",
                    "an unknown key",
                    f"the fields {listing(fields)}",
                    near_miss(str(key), fields),
                )
        for name, field in fields.items():
            if name not in data and field.default is attrs.NOTHING:
                raise LeadError(
                    f"field {name!r} of {cls.__name__}", "nothing", "a value"
                )
        types = types_of_record(cls)
        return cls(
            **{
                fields[name].alias or name: _restored(
                    cls, fields[name], types[name], value
                )
                for name, value in data.items()
            }
        )


@cache
def types_of_record(cls: type) -> dict[str, FieldType]:
    """
    Read the types of a record's fields, once per class.
    """
    return types_of(cls)


@cache
def _doors(cls: type[Record]) -> tuple[tuple[str, FieldType, bool, str], ...]:
    fields = attrs.fields_dict(cls)
    return tuple(
        (
            name,
            declared,
            "leadkit.code" in fields[name].metadata,
            f"field {name!r} of {cls.__name__}",
        )
        for name, declared in types_of_record(cls).items()
        if name not in cls.members
    )


def _check_code(text: str, subject: str) -> None:
    if not text or text != text.strip() or any(char < " " for char in text):
        raise LeadError(
            subject,
            "a text that is blank, padded or has control characters",
            "a code or an id",
        )


def _shown(field: attrs.Attribute[Any], value: object) -> str:
    if "leadkit.code" in field.metadata and isinstance(value, str):
        return repr(str(value))
    return shown(value)


def shown(value: object) -> str:
    """
    Show a value as a repr may: texts and what may hold texts are hidden.

    >>> shown(("sara@example.com", 120, True))
    "('…', 120, True)"
    """
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, str):
        return "'…'"
    if value is None or isinstance(value, (bool, int, float, Decimal)):
        return repr(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Record):
        return repr(value)
    if isinstance(value, FrozenMap):
        pairs = ", ".join(f"{key!r}: {shown(item)}" for key, item in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, tuple):
        if value and isinstance(value[0], Record):
            return f"<{len(value)}>"  # a history would fill the screen
        return f"({', '.join(map(shown, value))})"
    return f"<{type(value).__name__}>"


def _plain(value: object, subject: str) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, (tuple, list)):
        return [_plain(item, subject) for item in value]
    if isinstance(value, FrozenMap):
        # An instant among texts needs a mark to come back as one.
        return {
            key: {"instant": item.isoformat()} if isinstance(item, datetime) else item
            for key, item in value.items()
        }
    raise LeadError(
        subject,
        described(value),
        "a text, number, flag, datetime, date, Decimal, enumeration member or a tuple",
        "Keep the field in one of these, or write the record yourself.",
    )


def _restored(
    cls: type[Record], field: attrs.Attribute[Any], declared: FieldType, value: Any
) -> Any:
    subject = f"field {field.name!r} of {cls.__name__}"
    if value is None:
        return None
    member = cls.members.get(field.name)
    if member is not None:
        if not isinstance(value, (list, tuple)):
            raise LeadError(subject, described(value), "a list")
        return tuple(member.from_dict(item) for item in value)
    if isinstance(value, Mapping):
        return {
            key: _instant(item["instant"], subject)
            if isinstance(item, Mapping) and set(item) == {"instant"}
            else item
            for key, item in value.items()
        }
    if declared.kind is ValueKind.INSTANT:
        return _instant(value, subject)
    if isinstance(value, list):
        return value if get_origin(field.type) is list else tuple(value)
    if declared.python in {date, Decimal}:
        return _parsed(declared.python, value, subject)
    return value


def _instant(text: object, subject: str) -> datetime:
    return utc(_parsed(datetime, text, subject), subject)


def _parsed(python: Any, text: object, subject: str) -> Any:
    try:
        return Decimal(text) if python is Decimal else python.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        raise LeadError(
            subject, described(text), f"a {python.__name__} as to_dict writes it"
        ) from None
