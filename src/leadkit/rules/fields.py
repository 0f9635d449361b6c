"""
The fields of a record, as values that rules may ask about.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import get_annotations
from typing import Any

import attrs

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
from .expressions import HANDLES

# What is better asked otherwise, because these change with the instant of the question.
_ELSEWHERE = {
    "stage": "Ask in_stage(...), which knows where the lead stood at any instant.",
    "activities": "Ask activity(...).",
    "consents": "Ask consented(...) or reachable(...).",
    "contacts": "Ask reachable(...).",
    "touches": "Ask is_lead().",
    "moves": "Ask in_stage(...), has_been(...) or came_from(...).",
    "grants": "Ask holds(...).",
    "traits": "Name them: fields(Record, traits={'plan': str}).",
    "revision": "It counts changes and says nothing about the lead.",
}


class Fields:
    """
    The fields of a record class, by their names; made by `fields`.
    """

    __slots__ = ("_record", "_traits", "_types")

    def __init__(self, record: type[Lead], traits: Mapping[str, FieldType]) -> None:
        self._record = record
        self._traits = traits
        self._types = types_of_record(record)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy and pickle look for these
            raise AttributeError(name)
        node: type[n.Field] = n.Field
        if name in self._traits:
            declared, node = self._traits[name], n.Trait
        elif name in self._types:
            declared = self._types[name]
        else:
            raise self._unknown(name)
        if name in _ELSEWHERE or declared.kind is ValueKind.OTHER:
            # An AttributeError too: hasattr() and notebooks look at every name.
            raise UnknownFieldError(
                f"field {name!r} of {self._record.__name__}",
                "a type that rules can't ask about",
                "a number, text, flag, datetime, enumeration or Literal, or '| None'",
                _ELSEWHERE.get(
                    name,
                    "Keep a Decimal as a float and a date as a datetime; the "
                    "annotation must be known where the class is defined.",
                ),
            )
        return HANDLES[declared.kind](node(name, declared.kind, declared.options))

    def __dir__(self) -> list[str]:
        declared = {**self._types, **self._traits}
        askable = {
            name for name, kept in declared.items() if kept.kind is not ValueKind.OTHER
        }
        return sorted(askable - _ELSEWHERE.keys())

    def __repr__(self) -> str:
        return f"fields({self._record.__name__})"

    def _unknown(self, name: str) -> UnknownFieldError:
        known = dir(self)
        annotated = any(name in get_annotations(c) for c in self._record.__mro__)
        return UnknownFieldError(
            f"fields({self._record.__name__})",
            f"the unknown field {name!r}",
            listing(known),
            "Decorate the class with @attrs.frozen(kw_only=True)."
            if annotated
            else near_miss(name, known),
        )


def fields(record: type[Lead], *, traits: Mapping[str, Any] | None = None) -> Fields:
    """
    Name the fields of a record class, to write rules with.

    Args:
        record: `Lead` or a subclass.

        traits: Fields that a tenant defined at run time, kept in ``lead.traits``: names
            to types (``str``, ``int``, ``float``, ``bool``, ``datetime``, an
            enumeration or a ``Literal``).

    Returns:
        An object with an attribute for each field.

    Raises:
        RuleError: *record* is no record class, or a trait has the name of a field or
            a type that rules can't ask about.

    >>> F = fields(Lead, traits={"plan": str})
    >>> print((F.plan == "pro") & F.name.is_missing())
    (plan == 'pro') & (name is missing)
    """
    if not is_record(record):
        raise RuleError("fields()", described(record), "Lead or a subclass of it")
    if traits is not None and not is_a(traits, Mapping):
        raise RuleError("traits of fields()", described(traits), "a mapping to types")
    declared: dict[str, FieldType] = {}
    for name, annotation in (traits or {}).items():
        subject = f"trait {name!r}"
        if not is_a(name, str) or not name.isascii() or not name.isidentifier():
            raise RuleError(subject, "a name that is no identifier", "an identifier")
        if name in attrs.fields_dict(record):
            raise RuleError(
                subject,
                f"the name of a field of {record.__name__}",
                "another name",
                "A rule couldn't tell which of the two it reads.",
            )
        declared[name] = field_type(annotation)
        if declared[name].kind is ValueKind.OTHER:
            raise RuleError(
                subject,
                "a type that rules can't ask about",
                "str, int, float, bool, ...",
            )
    return Fields(record, declared)
