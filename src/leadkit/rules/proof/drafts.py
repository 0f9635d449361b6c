"""
A lead in the making, as an example for rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from types import new_class
from typing import Any, Literal, Optional

import attrs

from ...errors import LeadkitError
from ...happenings import Activity
from ...kinds import FieldType, Scalar, ValueKind
from ...leads import Lead
from ...records import types_of_record
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
    """

    record: type[Lead]
    as_of: datetime
    fields: dict[str, Any] = attrs.Factory(dict[str, Any])
    traits: dict[str, Any] = attrs.Factory(dict[str, Any])
    activities: tuple[Activity, ...] = ()

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
        place = self.traits if isinstance(field, n.Trait) else self.fields
        return field.name in place

    def lead(self) -> Lead | None:
        """
        Build the lead; None if the record refuses it.
        """
        given = {name: v for name, v in self.fields.items() if v is not None}
        attributes = attrs.fields_dict(self.record)
        for name, declared in types_of_record(self.record).items():
            default = attributes[name].default
            if default is attrs.NOTHING and name not in given:
                given[name] = "example" if name == "id" else _some(declared, self.as_of)
            elif name not in given and name in self.fields:
                given[name] = None
        try:
            return self.record(**given, traits=self.traits, activities=self.activities)
        except (LeadkitError, TypeError, ValueError):  # a host's validators, too
            return None


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
