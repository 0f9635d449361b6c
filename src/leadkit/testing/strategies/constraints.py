"""
What a host's class demands of a field, as far as it can be read.

The validators of attrs and the metadata of annotated-types are understood; any other
check, and what a converter makes of a value, is found out by trying.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import contains
from re import Pattern
from typing import Annotated, Any, cast, get_args, get_origin

import attrs

from ...annotations import declared_of
from ...errors import is_a
from ...leads import Lead
from ...records import Record


@attrs.frozen
class Constraints:
    """
    What is demanded of a value.

    Attributes:
        low: The least number.

        high: The greatest.

        above: Numbers that it must be greater than.

        below: Numbers that it must be less than.

        multiple: What it must be a multiple of.

        least: The least length.

        most: The greatest.

        patterns: What texts must match: the pattern, and how it is tried.

        options: The values there are, None for any.

        checks: Other demands, as functions that tell whether a value fulfils them.

        convert: What a value goes through before it is looked at.

        optional: Whether a missing value gets through.
    """

    low: Any = None
    high: Any = None
    above: tuple[Any, ...] = ()
    below: tuple[Any, ...] = ()
    multiple: Any = None
    least: int = 0
    most: int | None = None
    patterns: tuple[tuple[Pattern[str], str], ...] = ()
    options: tuple[Any, ...] | None = None
    checks: tuple[Callable[[Any], bool], ...] = ()
    convert: Callable[[Any], Any] | None = None
    optional: bool = True

    def allow(self, value: Any) -> bool:
        """
        Tell whether a value fulfils what is demanded.

        Args:
            value: Some value that isn't missing.
        """
        try:
            kept = value if self.convert is None else self.convert(value)
            return all(self._demanded(kept))
        except Exception:  # noqa: BLE001  a host's function may raise anything
            return False

    def _demanded(self, value: Any) -> Iterator[bool]:
        if self.low is not None:
            yield value >= self.low
        if self.high is not None:
            yield value <= self.high
        yield from (value > one for one in self.above)
        yield from (value < one for one in self.below)
        if self.multiple is not None:
            yield not value % self.multiple
        if self.least:
            yield len(value) >= self.least
        if self.most is not None:
            yield len(value) <= self.most
        for pattern, how in self.patterns:
            yield getattr(pattern, how)(value) is not None
        if self.options is not None:
            yield value in self.options
        yield from (check(value) for check in self.checks)


def constraints_of(record: type[Record], field: Any) -> Constraints:
    """
    Read what a class demands of a field.

    Args:
        record: The class.

        field: The field, as attrs has it.
    """
    found = Constraints()
    # Ours are kept by what is drawn.
    ours: Any = attrs.fields_dict(Lead).get(field.name)
    if ours is None or ours.converter is not field.converter:
        found = attrs.evolve(found, convert=_converter(field))
    checks = [] if field.validator is None else [_trying(field.validator, field)]
    if checks and (ours is None or ours.validator is not field.validator):
        found = _of_validator(found, field.validator, field)
    if found != Constraints():
        missing = Constraints(checks=tuple(checks), convert=found.convert)
        found = attrs.evolve(found, optional=missing.allow(None))
    for metadata in _metadata(declared_of(record).get(field.name)):
        found = _of_metadata(found, metadata)
    return found


def demands_of(record: type[Record], name: str) -> Constraints:
    """
    Read what a class demands of the field of a name.

    Args:
        record: The class.

        name: The name.
    """
    return constraints_of(record, attrs.fields_dict(record)[name])


# attrs -------------------------------------------------------------------------------


def _converter(field: Any) -> Callable[[Any], Any] | None:
    given: Any = field.converter
    if not is_a(given, attrs.Converter):
        found: Callable[[Any], Any] | None = given
    elif given.takes_self or given.takes_field:
        found = None  # what looks at the record can't be tried with a value alone
    else:
        found = given.converter
    return found


_COMPARED = {"<": "below", "<=": "high", ">=": "low", ">": "above"}


def _of_validator(found: Constraints, validator: Any, field: Any) -> Constraints:
    # The classes are private to attrs, their names and attributes are old.
    kind = type(validator).__name__ if _is_of_attrs(validator) else ""
    match kind:
        case "_AndValidator":
            for part in validator._validators:  # noqa: SLF001
                found = _of_validator(found, part, field)
            return found
        case "_OptionalValidator":
            inner: Any = validator.validator
            # A list stands for all that is in it.
            is_one = callable(inner)
            for part in [inner] if is_one else inner:
                found = _of_validator(found, part, field)
            return found
        case "_NumberValidator" if validator.compare_op in _COMPARED:
            return _bounded(found, _COMPARED[validator.compare_op], validator.bound)
        case "_MaxLengthValidator":
            return _bounded(found, "most", validator.max_length)
        case "_MinLengthValidator":
            return _bounded(found, "least", validator.min_length)
        case "_MatchesReValidator":
            how = validator.match_func.__name__
            pattern = validator.match_func.__self__
            return attrs.evolve(found, patterns=(*found.patterns, (pattern, how)))
        case "_InValidator":
            # Of a set, attrs makes a tuple, in the order of this run.
            given = getattr(validator, "_original_options", validator.options)
            return _one_of(found, given)
        case _:
            check = _trying(validator, field)
            return attrs.evolve(found, checks=(*found.checks, check))


def _is_of_attrs(validator: Any) -> bool:
    return type(validator).__module__.startswith("attr.")


def _bounded(found: Constraints, name: str, bound: Any) -> Constraints:
    before = getattr(found, name)
    if name in {"above", "below"}:
        bound = (*before, bound)
    elif before is not None:
        bound = max(before, bound) if name in {"low", "least"} else min(before, bound)
    changes: dict[str, Any] = {name: bound}
    return attrs.evolve(found, **changes)


def _one_of(found: Constraints, options: Any) -> Constraints:
    listed = _listed(options)
    if listed is None:
        return attrs.evolve(found, checks=(*found.checks, partial(contains, options)))
    if found.options is not None:
        listed = tuple(one for one in listed if one in found.options)
    return attrs.evolve(found, options=listed)


def _listed(options: Any) -> tuple[Any, ...] | None:
    if isinstance(options, str):  # any part of it
        return None
    # A set has no order of its own, and would be drawn from in another one next time.
    if isinstance(options, (set, frozenset)):
        return tuple(sorted(cast("set[Any]", options), key=repr))
    given: Any = options
    return tuple(given) if isinstance(options, Iterable) else None


class _Nobody:
    """
    Stands for the record that a validator is asked about.
    """


def _trying(validator: Callable[..., object], field: Any) -> Callable[[Any], bool]:
    # Whatever looks at the rest of the record can't be tried with a value alone.
    def check(value: Any) -> bool:
        try:
            validator(_Nobody(), field, value)
        except AttributeError:
            return True
        except Exception:  # noqa: BLE001  a host's function may raise anything
            return False
        return True

    return check


# annotated-types ---------------------------------------------------------------------


def _metadata(annotation: Any) -> Iterator[Any]:
    annotation = getattr(annotation, "__value__", annotation)  # type X = ...
    if get_origin(annotation) is Annotated:
        for one in annotation.__metadata__:
            yield from _flat(one)
        yield from _metadata(get_args(annotation)[0])
    elif get_origin(annotation) is not None:
        # Of what may be missing, only what is there is checked.
        for part in get_args(annotation):
            if part is not type(None):
                yield from _metadata(part)


def _flat(metadata: Any) -> Iterator[Any]:
    if getattr(metadata, "__is_annotated_types_grouped_metadata__", False):
        for part in metadata:
            yield from _flat(part)
    elif type(metadata).__module__.startswith("annotated_types"):
        yield metadata


_NAMES = {
    "Ge": ("low", "ge"),
    "Le": ("high", "le"),
    "Gt": ("above", "gt"),
    "Lt": ("below", "lt"),
    "MinLen": ("least", "min_length"),
    "MaxLen": ("most", "max_length"),
}


def _of_metadata(found: Constraints, metadata: Any) -> Constraints:
    kind = type(metadata).__name__
    if kind in _NAMES:
        name, attribute = _NAMES[kind]
        return _bounded(found, name, getattr(metadata, attribute))
    if kind == "MultipleOf":
        return attrs.evolve(found, multiple=metadata.multiple_of)
    if kind == "Predicate":
        return attrs.evolve(found, checks=(*found.checks, metadata.func))
    return found
