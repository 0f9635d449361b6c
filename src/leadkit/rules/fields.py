"""
The fields of a record, as values that rules may ask about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kinds import FieldType
from ..leads import Lead
from .expressions import HANDLES
from .lookup import askable, check_record, declared_traits, field_named


class Fields:
    """
    The fields of a record class, by their names; made by `fields`.
    """

    __slots__ = ("_record", "_traits")

    def __init__(self, record: type[Lead], traits: Mapping[str, FieldType]) -> None:
        self._record = record
        self._traits = traits

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy and pickle look for these
            raise AttributeError(name)
        node = field_named(name, self._record, self._traits)
        return HANDLES[node.kind](node)

    def __dir__(self) -> list[str]:
        return sorted(askable(self._record, self._traits))

    def __repr__(self) -> str:
        return f"fields({self._record.__name__})"


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
    check_record(record, "fields()")
    return Fields(record, declared_traits(record, traits, "fields()"))
