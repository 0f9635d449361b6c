"""
Values of fields: of their type, within what the class demands, and at the edges.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.errors import ResolutionFailed
from hypothesis.strategies import SearchStrategy

from ...annotations import declared_of, field_type
from ...errors import RuleError
from ...kinds import FieldType, Scalar, ValueKind
from ...records import Record, types_of_record
from ...rules import nodes as n
from ...rules.turning import TICK
from .constraints import Constraints, constraints_of
from .edges import Edges
from .naming import made_of, often
from .scalars import allowed, at_bounds, decimals, first_of, instants, numbers
from .spelling import texts

# Fields ------------------------------------------------------------------------------


def values_of(
    record: type[Record], field: Any, edges: Edges, as_of: datetime
) -> SearchStrategy[Any]:
    """
    Values of a field, None first if it may be missing.

    Args:
        record: The class.

        field: The field, as attrs has it.

        edges: What is asked about.

        as_of: The instant of the question.

    Raises:
        RuleError: There is no telling what its values are.
    """
    declared = types_of_record(record)[field.name]
    demands = constraints_of(record, field)
    node = n.Field(field.name, declared.kind, declared.options)
    values = _some(declared, demands, node, edges, as_of)
    may_miss = declared.optional and demands.optional
    missing = st.none() if may_miss else st.nothing()
    if values is None:
        values = _of_annotation(declared_of(record).get(field.name))
    # Where the host has checks that can't be read, its default fulfils them.
    default = _default(field)
    if demands.checks or demands.convert or values.is_empty:
        missing = missing | default
    found = missing | allowed(values, demands, default)
    if found.is_empty:
        raise RuleError(
            f"field {field.name!r} of {record.__name__}",
            "a type or demands that leadkit can draw nothing for",
            "a strategy",
            f"Give one: leads({record.__name__}, {field.alias}=...).",
        )
    return found


def values_of_trait(
    name: str, annotation: object, edges: Edges, as_of: datetime
) -> SearchStrategy[Any]:
    """
    Values of a trait.

    Args:
        name: Its name.

        annotation: Its type.

        edges: What is asked about.

        as_of: The instant of the question.

    Raises:
        RuleError: It is none that rules can ask about.
    """
    declared = field_type(annotation)
    node = n.Trait(name, declared.kind, declared.options)
    values = _some(declared, Constraints(), node, edges, as_of)
    if values is None:
        raise RuleError(
            f"trait {name!r}", "a type that rules can't ask about", "another type"
        )
    return values


def values_of_node(node: n.Field, edges: Edges, as_of: datetime) -> SearchStrategy[Any]:
    """
    Values that a rule may find in a field or trait.

    Args:
        node: The field, as the rule names it.

        edges: What is asked about.

        as_of: The instant of the question.
    """
    declared = FieldType(node.kind, None, node.options)
    values = _some(declared, Constraints(), node, edges, as_of)
    return st.nothing() if values is None else values


def _some(
    declared: FieldType,
    demands: Constraints,
    node: n.Field,
    edges: Edges,
    as_of: datetime,
) -> SearchStrategy[Any] | None:
    asked = _asked(node, edges)
    if demands.options is not None:
        return first_of(one for one in demands.options if demands.allow(one))
    match declared.kind:
        case ValueKind.NUMBER:
            return numbers(asked, demands, whole=declared.python is int)
        case ValueKind.TEXT:
            return texts(asked, demands)
        case ValueKind.FLAG:
            return st.booleans()
        case ValueKind.INSTANT:
            known = [one for one in asked if isinstance(one, datetime)]
            near = [one + tick * TICK for one in known for tick in (0, -1, 1)]
            ages = edges.ages.get(node, ())
            near = [one for one in near if demands.allow(one)]
            some = often(instants(as_of, ages))
            return first_of(near, 4) | at_bounds(demands) | some
        case ValueKind.CHOICE:
            return first_of(filter(demands.allow, _choices(declared)))
        case _:
            return _other(declared, demands, as_of)


def _asked(node: n.Field, edges: Edges) -> tuple[Scalar, ...]:
    # A host's class may say more of a field than the rule that was written for another.
    same = (
        asked
        for key, asked in edges.fields.items()
        if key.name == node.name and type(key) is type(node)
    )
    return tuple(dict.fromkeys(one for asked in same for one in asked))


def _choices(declared: FieldType) -> list[Any]:
    python: Any = declared.python
    return [*declared.options] if python is None else [*python]


def _other(
    declared: FieldType, demands: Constraints, as_of: datetime
) -> SearchStrategy[Any] | None:
    python: Any = declared.python
    if declared.items is not None:
        node = n.Field("item", declared.items.kind, declared.items.options)
        inner = _some(declared.items, Constraints(), node, Edges(), as_of)
        if inner is None:
            return None
        most = demands.least + 3 if demands.most is None else demands.most
        items = st.lists(inner, min_size=demands.least, max_size=most)
        return made_of(tuple, items)
    if isinstance(python, type) and issubclass(python, Enum):
        return first_of(filter(demands.allow, python))
    if python is date:
        return at_bounds(demands) | made_of(datetime.date, instants(as_of))
    if python is Decimal:
        return decimals(demands)
    return None


def _of_annotation(annotation: Any) -> SearchStrategy[Any]:
    if annotation is None or annotation is Any:
        return st.nothing()
    try:
        found = st.from_type(annotation)
        found.validate()
    except (ResolutionFailed, TypeError, ValueError):
        return st.nothing()
    return found


def _default(field: Any) -> SearchStrategy[Any]:
    default: Any = field.default
    if default is attrs.NOTHING:
        return st.nothing()
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return st.nothing() if default.takes_self else st.builds(default.factory)
    return st.just(default)
