"""
A lead in the making, as an example for rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from types import new_class
from typing import Any, Literal, Optional

import attrs

from ...happenings import Activity
from ...kinds import FieldType, Scalar, ValueKind
from ...leads import Lead
from ...records import given_of_record, types_of_record
from ...unchecked import REFUSALS
from .. import nodes as n

#: How many leads are built, at most, in search of one.
MOST_LEADS = 3000


class Budget:
    """
    How many leads may still be built.
    """

    def __init__(self, leads: int = MOST_LEADS) -> None:
        self.left: int = leads

    def spend(self) -> bool:
        """
        Take one, if there is one left.
        """
        self.left -= 1
        return self.left >= 0


def record_for(nodes: Iterable[n.Node]) -> type[Lead] | None:
    """
    Make a class of leads with all fields that rules read.

    Returns:
        The class, None if two rules read a field of one name in different ways.
    """
    found: dict[str, n.Field] = {}
    own = types_of_record(Lead)
    for node in nodes:
        for part in n.walk(node):
            if type(part) is not n.Field or part.name in own:
                continue
            if found.setdefault(part.name, part) != part:
                return None
    fields = [(one.name, one.of, one.options) for one in found.values()]
    return _example_class(tuple(sorted(fields, key=lambda field: field[0])))


def is_made_up(cls: type) -> bool:
    """
    Tell whether a class is one that `record_for` made, which no module keeps.
    """
    return cls.__module__ == __name__ and issubclass(cls, Lead)


_PYTHON: dict[ValueKind, Any] = {
    ValueKind.NUMBER: float,
    ValueKind.TEXT: str,
    ValueKind.FLAG: bool,
    ValueKind.INSTANT: datetime,
}


@lru_cache(maxsize=32)
def _example_class(
    fields: tuple[tuple[str, ValueKind, tuple[Scalar, ...]], ...],
) -> type[Lead]:
    if not fields:
        return Lead
    types: dict[str, Any] = {
        name: Optional[Literal[options] if options else _PYTHON[kind]]  # noqa: UP045
        for name, kind, options in fields
    }

    def fill(namespace: dict[str, Any]) -> None:
        namespace.update(
            dict.fromkeys(types), __annotations__=types, __module__=__name__
        )

    made = new_class("ExampleLead", (Lead,), {}, fill)
    return attrs.frozen(kw_only=True)(made)


@attrs.define
class Draft:
    """
    A lead in the making.

    Attributes:
        record: Its class.

        as_of: The instant of the question.

        fields: The fields that are set.

        traits: The traits that are set.

        activities: The activities that are added.

        origin: The lead that it goes on from, None if it is a new one.

        since: Nothing may be dated at this instant or before, None if anything may.

        fixed: The fields that mustn't be guessed.
    """

    record: type[Lead]
    as_of: datetime
    fields: dict[str, Any] = attrs.Factory(dict[str, Any])
    traits: dict[str, Any] = attrs.Factory(dict[str, Any])
    activities: tuple[Activity, ...] = ()
    origin: Lead | None = None
    since: datetime | None = None
    fixed: frozenset[str] = frozenset()

    def put(self, field: n.Value, value: Any) -> None:
        """
        Set a field or trait.
        """
        assert isinstance(field, n.Field)  # noqa: S101  the others are no places
        place = self.traits if isinstance(field, n.Trait) else self.fields
        place[field.name] = value

    def has(self, field: n.Field) -> bool:
        """
        Tell whether a field or trait was set.
        """
        if isinstance(field, n.Trait):
            return field.name in self.traits
        return field.name in self.fields or field.name in self.fixed

    def now(self, field: n.Field) -> list[Any]:
        """
        List the value of a field or trait of the lead that it goes on from, if any.
        """
        if self.origin is None:
            return []
        if isinstance(field, n.Trait):
            seen = self.origin.traits.get(field.name)
        else:
            seen = getattr(self.origin, field.name, None)
        return [] if seen is None else [seen]

    def lead(self) -> Lead | None:
        """
        Build the lead; None if the record refuses it.
        """
        try:
            return self._new() if self.origin is None else self._going_on(self.origin)
        except REFUSALS:
            return None  # a host's validators, too

    def _going_on(self, origin: Lead) -> Lead:
        return attrs.evolve(
            origin,
            **self._by_alias(self.fields),
            traits={**origin.traits, **self.traits},
            activities=(*origin.activities, *self.activities),
        )

    def _new(self) -> Lead:
        given = {name: v for name, v in self.fields.items() if v is not None}
        attributes = attrs.fields_dict(self.record)
        for name, declared in types_of_record(self.record).items():
            default = attributes[name].default
            if default is attrs.NOTHING and name not in given:
                given[name] = "example" if name == "id" else _some(declared, self.as_of)
            elif name not in given and name in self.fields:
                given[name] = None
        return self.record(
            **self._by_alias(given), traits=self.traits, activities=self.activities
        )

    def _by_alias(self, given: Mapping[str, Any]) -> dict[str, Any]:
        # A private field is given without its underscore.
        fields = given_of_record(self.record)
        return {fields[name].alias: value for name, value in given.items()}


def _some(declared: FieldType, as_of: datetime) -> Any:
    # Anything, for a field that must be given.
    if declared.options:
        return declared.options[0]
    return {
        ValueKind.NUMBER: 0,
        ValueKind.TEXT: "example",
        ValueKind.FLAG: False,
        ValueKind.INSTANT: as_of,
    }.get(declared.kind)
