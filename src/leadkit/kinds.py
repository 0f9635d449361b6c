"""
What kind of values a field holds, read from its annotation.

Rules use the kind to refuse a wrong comparison when it is written; records use it to
refuse a wrong value at the door; readers of text use it to know what to make of a cell.
"""

from __future__ import annotations

import builtins
import numbers
import sys
import types
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from inspect import get_annotations
from typing import (
    Annotated,
    Literal,
    NewType,
    TypeAlias,
    TypeGuard,
    Union,
    cast,
    get_args,
    get_origin,
)

import attrs

from .errors import InstantError, LeadError, described, listing, with_article
from .instants import utc

Scalar: TypeAlias = str | int | float | bool | datetime

# Numbers beyond this are no counts, amounts or days; and 10**15 is exact as a float.
LARGEST = 10**15


class ValueKind(StrEnum):
    """
    What may be asked of a value.
    """

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    INSTANT = "instant"
    CHOICE = "choice"
    OTHER = "other"


_KIND_OF: dict[object, ValueKind] = {
    bool: ValueKind.FLAG,
    int: ValueKind.NUMBER,
    float: ValueKind.NUMBER,
    str: ValueKind.TEXT,
    datetime: ValueKind.INSTANT,
}


@attrs.frozen
class FieldType:
    """
    The type of one field.

    Attributes:
        kind: What may be asked of its values.

        python: The class of its values, or None where leadkit has no use for it.

        options: For a choice, the values there are, as plain scalars.

        optional: Whether a value may be missing.

        items: For a tuple of any length, the type of what is in it.
    """

    kind: ValueKind
    python: type | None = None
    options: tuple[Scalar, ...] = ()
    optional: bool = False
    items: FieldType | None = None

    @property
    def wanted(self) -> str:
        """
        The type in words, for errors.
        """
        if self.kind is ValueKind.CHOICE:
            words = f"one of {listing(map(str, self.options))}"
        elif self.kind is ValueKind.NUMBER:
            words = "a whole number" if self.python is int else "a number"
        else:
            other = with_article(self.python) if self.python else "a value"
            words = _WORDS.get(self.kind, other)
        return f"{words} or missing" if self.optional else words

    def admit(self, value: object, subject: str) -> object:
        """
        Check a value at a record's door and bring it to its canonical form.

        Args:
            value: What came. None and NaN are missing. A number of another library
                (numpy, say) becomes Python's, a code becomes its enumeration member,
                an aware datetime moves to UTC.

            subject: Whose value it is, for the error.

        Returns:
            The value to keep.

        Raises:
            LeadError: It isn't of this type. The value isn't quoted.
        """
        failure = InstantError if self.kind is ValueKind.INSTANT else LeadError
        if value is None or _is_nan(value):
            if self.optional or not self._is_checked:
                return None
            raise failure(
                subject,
                described(value),
                self.wanted,
                "Declare the field with '| None' if it may be missing.",
            )
        try:
            if self.items is not None:
                return _items(self.items, value, subject)
            return _ADMIT[self.kind](self, value)
        except LeadError as error:
            if error.subject:  # it is about an item, and says so
                raise
            raise failure(subject, error.came, self.wanted, error.cure) from None
        except (TypeError, ValueError, OverflowError):
            raise failure(subject, described(value), self.wanted) from None

    @property
    def as_it_is(self) -> type | None:
        """
        The class whose own instances are kept without a look, if there is one.
        """
        python = self.python
        return python if python in {str, bool} or _is_enum(python) else None

    @property
    def _is_checked(self) -> bool:
        # Of what rules can't ask about, a record can still check what it writes out.
        python = self.python
        return (
            self.kind is not ValueKind.OTHER
            or self.items is not None
            or python in {date, Decimal}
            or _is_enum(python)
        )


_WORDS: dict[ValueKind, str] = {
    ValueKind.TEXT: "a text",
    ValueKind.FLAG: "True or False",
    ValueKind.INSTANT: "an aware datetime",
}
_NEVER_NAN = {str, int, bool}


def _is_nan(value: object) -> bool:
    if type(value) in _NEVER_NAN:  # saves the slower questions for most values
        return False
    if isinstance(value, Decimal):  # a signalling NaN can't even be compared
        return value.is_nan()
    return isinstance(value, (numbers.Real, datetime)) and bool(value != value)  # noqa: PLR0124


def _items(declared: FieldType, value: object, subject: str) -> tuple[object, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    items = cast("Iterable[object]", value)
    return tuple(declared.admit(item, f"an item of {subject}") for item in items)


def _number(field: FieldType, value: object) -> int | float:
    # A bool is an int to Python and no number to a person.
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError
    number: int | float = (
        int(value) if isinstance(value, numbers.Integral) else float(value)
    )
    if not -LARGEST <= number <= LARGEST:
        raise LeadError("", "a number beyond 10**15", "")
    if field.python is int and isinstance(number, float):
        # pandas turns a column of whole numbers with gaps into floats.
        if not number.is_integer():
            raise LeadError("", "a number with a fraction", "")
        return int(number)
    return number


def _text(_: FieldType, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    # An enumeration's code, or numpy's text, becomes a plain one.
    return value if type(value) is str else str.__str__(value)


def _flag(_: FieldType, value: object) -> bool:
    # numpy's flags are no bools, and have one of these names.
    if type(value).__name__ not in {"bool", "bool_"}:
        raise TypeError
    return bool(value)


def _instant(_: FieldType, value: object) -> datetime:
    return utc(value, "")


def _choice(field: FieldType, value: object) -> object:
    python = field.python
    if _is_enum(python):
        if isinstance(value, bool):  # True is no 1 here
            raise TypeError
        return value if isinstance(value, python) else python(value)
    plain = value.value if isinstance(value, Enum) else value
    for option in field.options:
        if option == plain and isinstance(option, bool) is isinstance(plain, bool):
            return option
    raise LeadError("", "another value", "")


def _other(field: FieldType, value: object) -> object:
    python = field.python
    if _is_enum(python):
        return _choice(field, value)
    if python is Decimal and not isinstance(value, Decimal):
        raise TypeError
    # A datetime is a date to Python, and has one of its own only in some zone.
    if python is date and (not isinstance(value, date) or isinstance(value, datetime)):
        raise TypeError
    return value


_ADMIT: dict[ValueKind, Callable[[FieldType, object], object]] = {
    ValueKind.NUMBER: _number,
    ValueKind.TEXT: _text,
    ValueKind.FLAG: _flag,
    ValueKind.INSTANT: _instant,
    ValueKind.CHOICE: _choice,
    ValueKind.OTHER: _other,
}


def field_type(annotation: object) -> FieldType:
    """
    Read an annotation.

    Args:
        annotation: A type, evaluated (`types_of` evaluates those of a class).

    Returns:
        Its kind. What leadkit can't ask about is `ValueKind.OTHER`.

    >>> field_type(int | None).wanted
    'a whole number or missing'
    >>> field_type(Literal["gold", "silver"]).options
    ('gold', 'silver')
    """
    annotation = getattr(annotation, "__value__", annotation)  # type X = int
    if isinstance(annotation, NewType):
        return field_type(annotation.__supertype__)
    origin = get_origin(annotation)
    if origin is Annotated:
        return field_type(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return _union(get_args(annotation))
    if origin is Literal:
        options = tuple(
            option.value if isinstance(option, Enum) else option
            for option in get_args(annotation)
            if option is not None
        )
        optional = None in get_args(annotation)
        return FieldType(ValueKind.CHOICE, None, options, optional=optional)
    if _is_enum(annotation):
        values = tuple(member.value for member in annotation)
        if values and all(type(value) in {str, int} for value in values):
            return FieldType(ValueKind.CHOICE, annotation, values)
        return FieldType(ValueKind.OTHER, annotation)
    python = annotation if origin is None else origin
    if not isinstance(python, type):
        return FieldType(ValueKind.OTHER)
    items = get_args(annotation)
    if python is tuple and items[1:] == (...,):
        return FieldType(ValueKind.OTHER, tuple, items=field_type(items[0]))
    return FieldType(_KIND_OF.get(python, ValueKind.OTHER), python)


def _is_enum(annotation: object) -> TypeGuard[type[Enum]]:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def _union(parts: tuple[object, ...]) -> FieldType:
    some = [field_type(part) for part in parts if part is not types.NoneType]
    optional = len(some) < len(parts) or any(part.optional for part in some)
    if len(some) == 1:
        return attrs.evolve(some[0], optional=optional)
    if all(part.kind is ValueKind.NUMBER for part in some):
        return FieldType(ValueKind.NUMBER, float, optional=optional)
    return FieldType(ValueKind.OTHER, optional=optional)


def types_of(cls: type) -> dict[str, FieldType]:
    """
    Read the annotations of an attrs class, one by one.

    Args:
        cls: An attrs class. Annotations may be texts (``from __future__ import
            annotations``); one that can't be evaluated is `ValueKind.OTHER`.

    Returns:
        The type of each field by its name, in the order of the fields.
    """
    found: dict[str, FieldType] = {}
    for field in attrs.fields(cls):
        annotation: object = field.type
        if isinstance(annotation, str):
            annotation = _evaluated(annotation, _owner(cls, field.name))
        found[field.name] = field_type(annotation)
    return found


def _owner(cls: type, name: str) -> type:
    return next((c for c in cls.__mro__ if name in get_annotations(c)), cls)


def _evaluated(annotation: str, owner: type) -> object:
    # The text is code of the host's own module, which Python would evaluate as well.
    module = sys.modules.get(owner.__module__)
    scope = {**vars(builtins), **(vars(module) if module else {})}
    # A field called `date` must not hide the type of that name.
    fields = attrs.fields_dict(owner)
    scope.update((name, v) for name, v in vars(owner).items() if name not in fields)
    try:
        return eval(annotation, scope)  # noqa: S307
    except Exception:  # noqa: BLE001  a name of a function's scope, say
        return None
