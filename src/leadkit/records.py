"""
What every record has in common: a repr without personal data, plain data in and out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, ClassVar, Self, TypeVar, cast

import attrs

from .annotations import types_of
from .announcing import announce
from .errors import LeadError, described, is_a, listing, near_miss
from .instants import utc
from .kinds import FieldType, ValueKind
from .mapping import FrozenMap

C = TypeVar("C", bound=type)
T = TypeVar("T")

# Metadata of a field whose texts are codes or ids: never blank, and shown in reprs.
CODE = {"leadkit.code": True}

# Where attrs keeps the hash of a record, None until it is asked for.
KEPT_HASH = "_attrs_cached_hash"


class _Text(str):
    """
    A text that is its own repr.
    """

    __slots__ = ()

    __repr__ = str.__str__


class Record:
    """
    A frozen attrs class that leadkit keeps.

    Its repr shows no texts but codes and ids: a name, an address or a remark prints as
    ``'…'``. `to_dict` and `from_dict` go to and from data that JSON can hold.
    """

    __slots__ = ()

    # Every subclass is an attrs class; for type checkers.
    __attrs_attrs__: ClassVar[tuple[attrs.Attribute[Any], ...]]

    # What stands in a field that holds a tuple of records.
    members: ClassVar[Mapping[str, type[Record]]] = {}

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={text!r}" for name, text in self.__rich_repr__())
        return f"{type(self).__name__}({shown})"

    def __rich_repr__(self) -> Iterator[tuple[str, _Text]]:
        # rich would read the fields of an attrs class, past its repr.
        for name, field in attrs.fields_dict(type(self)).items():
            value = getattr(self, name)
            if field.repr is not False and not _is_empty(value):
                yield name, _Text(_shown(type(self), name, value))

    def __attrs_post_init__(self) -> None:
        enter(self)

    def __init_subclass__(cls) -> None:
        # attrs gives every class a repr that would show the values, unless it has one.
        super().__init_subclass__()
        cls.__repr__ = Record.__repr__  # type: ignore[method-assign]

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        # The older attr.s doesn't look whether the class has a repr.
        cls.__repr__ = Record.__repr__  # type: ignore[method-assign]
        # A class with a dictionary would inherit how its slotted parent is pickled,
        # which knows the parent's fields only.
        pickling = {"__getstate__": _state, "__setstate__": _set_state}
        if not pickling.keys() & cls.__dict__.keys():
            for name, function in pickling.items():
                setattr(cls, name, function)
        announce(cls)

    def to_dict(self) -> dict[str, Any]:
        """
        Express the record as data that JSON can hold, personal data included.

        Returns:
            Field names to plain values: datetimes as ISO 8601 texts, records as
            mappings, tuples as lists.

        Raises:
            LeadError: A host's field holds something that JSON has no word for, or that
                `from_dict` couldn't bring back from what its annotation says.
        """
        return {
            name: _written(type(self), name, getattr(self, name))
            for name in given_of_record(type(self))
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
        if not is_a(data, Mapping):
            raise LeadError(cls.__name__, described(data), "a mapping of its fields")
        fields = given_of_record(cls)
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
                    types[name], value, f"field {name!r} of {cls.__name__}"
                )
                for name, value in data.items()
            }
        )


def _state(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in attrs.fields_dict(type(record))}


def _set_state(record: Record, state: Mapping[str, object]) -> None:
    for name, value in state.items():
        object.__setattr__(record, name, value)
    if keeps_hash(type(record)):
        object.__setattr__(record, KEPT_HASH, None)


def keeps_hash(cls: type) -> bool:
    """
    Tell whether attrs looks for a kept hash in records of a class (``cache_hash``).
    """
    written = getattr(cls.__hash__, "__code__", None)
    return KEPT_HASH in getattr(written, "co_names", ())


def enter(record: Record) -> None:
    """
    Bring the values of a new record to the forms that are kept, or refuse them.

    Args:
        record: One whose fields are set, and that nobody has seen yet.

    Raises:
        LeadError: A value isn't of its field's type.
    """
    for name, declared, as_it_is, is_code, subject in _doors(type(record)):
        value = kept = getattr(record, name)
        if type(value) is not as_it_is:
            kept = declared.admit(value, subject)
        if is_code and isinstance(kept, str):
            _check_code(kept, subject)
        if kept is not value:
            object.__setattr__(record, name, kept)


def once_per_class(function: Callable[[C], T]) -> Callable[[C], T]:
    """
    Cache what is computed of a class; to mypy, classes have no hash that `cache` takes.
    """
    return cache(function)


@once_per_class
def types_of_record(cls: type) -> dict[str, FieldType]:
    """
    Read the types of a record's fields, once per class.
    """
    return types_of(cls)


@once_per_class
def given_of_record(cls: type[Record]) -> dict[str, Any]:
    """
    Name the fields that a record is made of; the others it derives itself.
    """
    return {field.name: field for field in attrs.fields(cls) if field.init}


@once_per_class
def codes_of_record(cls: type[Record]) -> frozenset[str]:
    """
    Name the fields that hold codes or ids, once per class.
    """
    # A host that gives `stage` another default doesn't repeat our metadata.
    return frozenset(
        field.name
        for owner in cls.__mro__
        if attrs.has(owner)
        for field in attrs.fields(owner)
        if CODE.items() <= field.metadata.items()
    )


@once_per_class
def _doors(
    cls: type[Record],
) -> tuple[tuple[str, FieldType, type | None, bool, str], ...]:
    return tuple(
        (
            name,
            declared,
            declared.as_it_is,
            name in codes_of_record(cls),
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


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, tuple) and not value)


def _shown(cls: type[Record], name: str, value: object) -> str:
    # The options of a Literal are no more personal than an enumeration's.
    is_choice = types_of_record(cls)[name].kind is ValueKind.CHOICE
    if isinstance(value, str) and (is_choice or name in codes_of_record(cls)):
        return repr(value.value if isinstance(value, Enum) else value)
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
        items = cast("FrozenMap[str, object]", value).items()
        pairs = ", ".join(f"{_name(key)}: {shown(item)}" for key, item in items)
        return f"{{{pairs}}}"
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        if parts and isinstance(parts[0], Record):
            return f"<{len(parts)}>"  # a history would fill the screen
        return f"({', '.join(map(shown, parts))})"
    return f"<{type(value).__name__}>"


def _name(key: object) -> str:
    # The names of traits are identifiers; what else is a key may be anybody's address.
    return repr(key) if isinstance(key, str) and key.isidentifier() else shown(key)


def _written(cls: type[Record], name: str, value: object) -> object:
    subject = f"field {name!r} of {cls.__name__}"
    plain = _plain(value, subject)
    declared = types_of_record(cls)[name]
    if declared.kind is ValueKind.OTHER and name not in cls.members:
        again = declared.admit(_restored(declared, plain, subject), subject)
        if again != value:
            raise LeadError(
                subject,
                f"{described(value)} that wouldn't come back",
                "what the field's annotation says",
                "Annotate it with its exact type, where the class is defined.",
            )
    return plain


def _plain(value: object, subject: str) -> object:
    if isinstance(value, Enum):
        return _plain(value.value, subject)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, (tuple, list)):
        parts = cast("Iterable[object]", value)
        return [_plain(part, subject) for part in parts]
    if isinstance(value, FrozenMap):
        # An instant among texts needs a mark to come back as one.
        items = cast("FrozenMap[object, object]", value).items()
        return {
            _key(key, subject): {"instant": item.isoformat()}
            if isinstance(item, datetime)
            else _plain(item, subject)
            for key, item in items
        }
    raise LeadError(
        subject,
        described(value),
        "a text, number, flag, datetime, date, Decimal, enumeration member or a tuple",
        "Keep the field in one of these, or write the record yourself.",
    )


def _key(key: object, subject: str) -> str:
    if not isinstance(key, str):
        raise LeadError(subject, f"{described(key)} as a key", "texts as keys")
    return key


def _restored(declared: FieldType, value: object, subject: str) -> object:
    if value is None:
        return None
    if declared.items is not None:
        if not isinstance(value, (list, tuple)):
            raise LeadError(subject, described(value), "a list")
        parts = cast("Iterable[object]", value)
        return tuple(_restored(declared.items, part, subject) for part in parts)
    python = declared.python
    if python is not None and issubclass(python, Record):
        if isinstance(value, python):  # its class knew better how to restore it
            return value
        return python.from_dict(cast("Mapping[str, Any]", value))
    if declared.kind is ValueKind.INSTANT:
        return _instant(value, subject)
    if python in {date, Decimal}:
        return _parsed(python, value, subject)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return FrozenMap((key, _unmarked(item, subject)) for key, item in items)
    if python is not list and isinstance(value, list):
        return tuple(cast("list[object]", value))
    return value


def _unmarked(value: object, subject: str) -> object:
    # What `_plain` marked among the values of a mapping.
    if not isinstance(value, Mapping):
        return value
    marked = cast("Mapping[object, object]", value)
    if set(marked) != {"instant"}:
        return marked
    return _instant(marked["instant"], subject)


def _instant(text: object, subject: str) -> datetime:
    return utc(_parsed(datetime, text, subject), subject)


def _parsed(python: Any, text: object, subject: str) -> Any:
    read = Decimal if python is Decimal else python.fromisoformat
    if isinstance(text, str):
        with suppress(ValueError, ArithmeticError):
            return read(text)
    raise LeadError(
        subject, described(text), f"a {python.__name__} as to_dict writes it"
    )
