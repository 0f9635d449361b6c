"""
What kind of values a field holds, and which it takes.

Rules use the kind to refuse a wrong comparison when it is written; records use it to
refuse a wrong value at the door; readers of text use it to know what to make of a cell.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TypeAlias, TypeGuard, cast

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


def is_enum(annotation: object) -> TypeGuard[type[Enum]]:
    """
    Tell whether something is an enumeration.
    """
    return isinstance(annotation, type) and issubclass(annotation, Enum)


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
            refusal = failure(subject, error.came, self.wanted, error.cure)
        except (TypeError, ValueError, OverflowError):
            refusal = failure(subject, described(value), self.wanted)
        # Not from within: Python's own errors quote the value, and would come along as
        # the context of ours.
        raise refusal from None

    @property
    def as_it_is(self) -> type | None:
        """
        The class whose own instances are kept without a look, if there is one.
        """
        python = self.python
        return python if python in {str, bool} or is_enum(python) else None

    @property
    def _is_checked(self) -> bool:
        # Of what rules can't ask about, a record can still check what it writes out.
        python = self.python
        return (
            self.kind is not ValueKind.OTHER
            or self.items is not None
            or python in {date, Decimal}
            or is_enum(python)
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
    if is_enum(python):
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
    if is_enum(python):
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
