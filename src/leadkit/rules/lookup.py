"""
Which fields and traits of a record rules may ask about, by their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import get_annotations
from typing import Any

from ..annotations import field_type
from ..errors import (
    RuleError,
    UnknownFieldError,
    described,
    is_a,
    listing,
    near_miss,
)
from ..kinds import FieldType, ValueKind
from ..leads import Lead, is_record
from ..records import types_of_record
from . import nodes as n

# What is better asked otherwise, because these change with the instant of the question.
_ELSEWHERE = {
    "stage": "Ask in_stage(...), which knows where the lead stood at any instant.",
    "activities": "Ask activity(...).",
    "consents": "Ask consented(...) or reachable(...).",
    "contacts": "Ask reachable(...).",
    "touches": "Ask is_lead().",
    "moves": "Ask in_stage(...), has_been(...) or came_from(...).",
    "grants": "Ask holds(...).",
    "merged": "It holds other records, which are asked by themselves.",
    "traits": "Name them: fields(Record, traits={'plan': str}).",
    "revision": "It counts changes and says nothing about the lead.",
}


def askable(record: type[Lead], traits: Mapping[str, FieldType]) -> dict[str, n.Field]:
    """
    List the fields and traits that rules can ask about, by their names.

    Args:
        record: `Lead` or a subclass.

        traits: The types of the traits.
    """
    found = {
        name: n.Field(name, declared.kind, declared.options)
        for name, declared in types_of_record(record).items()
        if name not in _ELSEWHERE and declared.kind is not ValueKind.OTHER
    }
    own = {
        name: n.Trait(name, declared.kind, declared.options)
        for name, declared in traits.items()
    }
    return {**found, **own}


def field_named(
    name: str, record: type[Lead], traits: Mapping[str, FieldType]
) -> n.Field:
    """
    Find the field or trait of a name.

    Args:
        name: The name.

        record: `Lead` or a subclass.

        traits: The types of the traits.

    Raises:
        UnknownFieldError: There is none, or rules can't ask about it.
    """
    known = askable(record, traits)
    if name in known:
        return known[name]
    if name in types_of_record(record):
        # An AttributeError too: hasattr() and notebooks look at every name.
        raise UnknownFieldError(
            f"field {name!r} of {record.__name__}",
            "a type that rules can't ask about",
            "a number, text, flag, datetime, enumeration or Literal, or '| None'",
            _ELSEWHERE.get(
                name,
                "Keep a Decimal as a float and a date as a datetime; the "
                "annotation must be known where the class is defined.",
            ),
        )
    annotated = any(name in get_annotations(c) for c in record.__mro__)
    raise UnknownFieldError(
        f"fields({record.__name__})",
        f"the unknown field {name!r}",
        listing(sorted(known)),
        "Decorate the class with @attrs.frozen(kw_only=True)."
        if annotated
        else near_miss(name, sorted(known)),
    )


def check_record(record: object, subject: str) -> None:
    """
    Check that something is a class of leads.

    Raises:
        RuleError: It isn't.
    """
    if not is_record(record):
        raise RuleError(subject, described(record), "Lead or a subclass of it")


def declared_traits(
    record: type[Lead], traits: Mapping[str, Any] | None, subject: str
) -> dict[str, FieldType]:
    """
    Check the types of tenant-defined fields.

    Args:
        record: `Lead` or a subclass.

        traits: Names to types, None if there are none.

        subject: Where they are given, for the error.

    Raises:
        RuleError: A trait has the name of a field, or a type that rules can't ask
            about.
    """
    if traits is not None and not is_a(traits, Mapping):
        raise RuleError(f"traits of {subject}", described(traits), "a mapping to types")
    return {
        name: trait_type(record, name, field_type(annotation))
        for name, annotation in (traits or {}).items()
    }


def trait_type(record: type[Lead], name: object, declared: FieldType) -> FieldType:
    """
    Check one tenant-defined field.

    Args:
        record: `Lead` or a subclass.

        name: The field's name.

        declared: Its type.

    Raises:
        RuleError: It has the name of a field, or a type that rules can't ask about.
    """
    subject = f"trait {name!r}"
    if not isinstance(name, str) or not name.isascii() or not name.isidentifier():
        raise RuleError(subject, "a name that is no identifier", "an identifier")
    if name in types_of_record(record):
        raise RuleError(
            subject,
            f"the name of a field of {record.__name__}",
            "another name",
            "A rule couldn't tell which of the two it reads.",
        )
    if declared.kind is ValueKind.OTHER:
        raise RuleError(
            subject,
            "a type that rules can't ask about",
            "str, int, float, bool, datetime, an enumeration or a Literal",
        )
    return declared
