"""
The constants in a card, or in a host's own function: where what it gives may change.

A fault like "only the last ten count" shows where there are ten. So the sizes, ages and
values of the examples are taken from what the card itself says, and a bit beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from math import ceil
from typing import Any

import attrs

from ...codes import CONVERSATIONS
from ...instants import DAY
from ...kinds import LARGEST, FieldType, ValueKind
from ...leads import Lead
from ...pieces import group_of
from ...points import Group
from ...records import types_of_record
from ...rules import nodes as n
from ...rules.turning import TICK, reads_ages
from ..constants import constants
from ..scorers import Scorer

#: How many of a kind there are in an example, at most.
MOST = 120
_LONGEST = 4000 * DAY
# What a function of a host is tried with where it names no sizes itself.
_SIZES = {1, 2, 3}
_MORE_AGES = {8 * DAY, 40 * DAY, 400 * DAY}
_MORE_SIZES = {5, 10, 11, 20, 50, 101}
_NOT_DRAWN = {"id", "stage", "revision", "created_at", "erased_at"}
_CODE = 40  # letters that a code has at most, so that texts for people are none


@attrs.define
class Edges:
    """
    What examples are made of.

    Attributes:
        queries: Activities that are counted.

        sizes: How many of them.

        ages: How old they are.

        values: Which values they have.

        fields: Fields and traits that are read, and values for each.

        stages: Stages that are asked for.

        held: Qualifications.

        consents: Purposes and media.

        codes: Other codes that are named, perhaps types of activities.

        reads_values: Whether the values of activities matter.

        daily: Whether it matters on how many days something was done.
    """

    queries: dict[n.Query, None] = attrs.Factory(dict[n.Query, None])
    sizes: set[int] = attrs.Factory(lambda: {*_SIZES})
    ages: set[timedelta] = attrs.Factory(lambda: {timedelta(0), TICK, DAY / 24, DAY})
    values: set[float] = attrs.Factory(lambda: {0, 1})
    fields: dict[n.Field, dict[Any, None]] = attrs.Factory(
        dict[n.Field, dict[Any, None]]
    )
    stages: dict[str, None] = attrs.Factory(dict[str, None])
    held: dict[str, None] = attrs.Factory(dict[str, None])
    consents: dict[tuple[str, str], None] = attrs.Factory(dict[tuple[str, str], None])
    codes: dict[str, None] = attrs.Factory(dict[str, None])
    reads_values: bool = False
    daily: bool = False

    def size(self, number: float) -> None:
        """
        Note a number of activities.
        """
        for one in (ceil(number) - 1, ceil(number), ceil(number) + 1):
            if 0 < one <= MOST:
                self.sizes.add(one)

    def age(self, span: timedelta) -> None:
        """
        Note an age.
        """
        if timedelta(0) < span <= _LONGEST:
            self.ages |= {span / 2, span - TICK, span, span + TICK}

    def value(self, number: float) -> None:
        """
        Note a value.
        """
        some = (number - 1, number, number + 1)
        self.values |= {one for one in some if abs(one) <= LARGEST}


def edges_of(scorer: Scorer) -> Edges:
    """
    Find the constants in what gives points.

    Args:
        scorer: A card or a function.
    """
    edges = Edges()
    if scorer.card is None:
        edges.reads_values = True
        _note_constants(edges, scorer.of)
        _note_fields(edges, scorer.record)
    else:
        _note_group(edges, scorer.card)
        _note_nodes(edges, scorer.card.nodes, scorer.record)
    return edges


def edges_of_nodes(nodes: Iterable[n.Node], record: type[Lead]) -> Edges:
    """
    Find the constants in some rules.

    Args:
        nodes: The rules.

        record: The class of leads.
    """
    edges = Edges()
    _note_nodes(edges, nodes, record)
    return edges


def _note_group(edges: Edges, group: Group) -> None:
    limits = [limit for limit in group.limits if limit]
    for points in group.points:
        each = abs(points.hundredths)
        for size in (points.at_most, points.per_day):
            edges.size(size or 0)
        if each:
            for limit in (*limits, points.cap_hundredths or 0):
                edges.size(abs(limit) / each)
        edges.age(points.fading or timedelta(0))
        if points.halving is not None:
            for times in (1, 2, 4):
                edges.age(min(times * points.halving, _LONGEST))
    for entry in group.entries:
        if isinstance(entry, Group):
            _note_group(edges, entry)


def _note_nodes(edges: Edges, nodes: Iterable[n.Node], record: type[Lead]) -> None:
    types = types_of_record(record)
    for part in n.walk_once(nodes):
        match part:
            case n.Query() | n.Conversed() | n.IsLead():
                _note_activities(edges, part)
            case n.Total():
                _note_group(edges, group_of(part))
            case n.Predicate():
                edges.reads_values = True
                _note_constants(edges, part.function)
                _note_fields(edges, record)
            case n.Field():
                _pool(edges, part, types)
            case n.Compare() | n.Between() | n.IsIn():
                _note_comparison(edges, part, types)
            case _:
                _note_other(edges, part)


def _note_activities(edges: Edges, part: n.Query | n.Conversed | n.IsLead) -> None:
    if isinstance(part, n.IsLead):
        edges.queries[n.Query(("purchased",))] = None
        edges.consents["marketing", "email"] = None
        return
    query = part if isinstance(part, n.Query) else n.Query(CONVERSATIONS)
    edges.queries[query] = None
    edges.age(query.window or timedelta(0))
    if part.since is not None:
        edges.stages[part.since] = None
    for name, wanted in query.where:
        if name.startswith("value"):
            edges.value(_number(wanted))


def _note_other(edges: Edges, part: n.Node) -> None:
    match part:
        case (
            n.Consented(purpose=purpose, medium=medium)
            | n.Reachable(purpose=purpose, medium=medium)
        ):
            edges.consents[purpose, medium or "email"] = None
        case n.InStage(stages=stages):
            edges.stages.update(dict.fromkeys(stages))
        case n.HasBeen(stage=stage) | n.CameFrom(stage=stage):
            edges.stages[stage] = None
        case n.Holds(qualification=qualification):
            edges.held[qualification] = None
        case n.Aggregate(op="total" | "largest" | "mean" | "latest"):
            edges.reads_values = True
        case n.Aggregate(op="distinct_days"):
            edges.daily = True
            edges.ages |= _MORE_AGES  # whole days before all others
        case n.Arithmetic(op="mul", left=left, right=right):
            for factor in (left, right):
                # So much makes one.
                if isinstance(factor, n.Constant) and factor.value:
                    edges.value(ceil(1 / abs(_number(factor.value))))
        case _:
            pass


def _pool(
    edges: Edges, field: n.Field, types: Mapping[str, FieldType]
) -> dict[Any, None]:
    # The values that a field is drawn from.
    if field in edges.fields:
        return edges.fields[field]
    declared = types.get(field.name) if type(field) is n.Field else None
    optional = declared is None or declared.optional
    pool: tuple[Any, ...] = {
        ValueKind.FLAG: (False, True),
        ValueKind.CHOICE: field.choices,
        ValueKind.NUMBER: (0, 1),
        ValueKind.TEXT: ("other",),
    }.get(field.kind, ())
    return edges.fields.setdefault(
        field, dict.fromkeys((*pool, None) if optional else pool)
    )


def _note_comparison(
    edges: Edges,
    part: n.Compare | n.Between | n.IsIn,
    types: Mapping[str, FieldType],
) -> None:
    inside = [*n.walk(part)]
    fields = [one for one in inside if isinstance(one, n.Field)]
    running = reads_ages(part)
    totals = any(isinstance(one, n.Total) for one in inside)
    ops = {one.op for one in inside if isinstance(one, n.Aggregate)}
    for constant in inside:
        if not isinstance(constant, n.Constant):
            continue
        value: Any = constant.value
        for field in fields:
            pool = _pool(edges, field, types)
            if field.kind is constant.kind:
                declared = types.get(field.name) if type(field) is n.Field else None
                whole = declared is not None and declared.python is int
                pool.update(dict.fromkeys(_beside(field, value, whole=whole)))
        if constant.kind is ValueKind.NUMBER:
            if running:
                edges.age(_days(value))
                edges.age(2 * _days(value))
            if ops & {"count", "distinct_days"} or totals:
                edges.size(value)
            if ops & {"total", "largest", "mean", "latest"}:
                edges.value(value)


def _beside(field: n.Field, value: Any, *, whole: bool) -> Iterator[Any]:
    match field.kind:
        case ValueKind.NUMBER:
            near = ceil(value) if whole else value
            yield from (near, near - 1, near + 1)
        case ValueKind.TEXT:
            yield from (value, f"a {value} b")
        case ValueKind.INSTANT:
            yield from (value, value - TICK, value + TICK)
        case _:
            yield value


def _days(number: float) -> timedelta:
    # What is ahead is as near to the edge as what is past.
    return timedelta(days=abs(number)) if 0 < abs(number) <= _LONGEST.days else -TICK


def _number(value: object) -> float:
    assert isinstance(value, (int, float))  # noqa: S101  conditions on values are
    return value


# A host's own functions ---------------------------------------------------------------


def _note_fields(edges: Edges, record: type) -> None:
    # What the function reads of a record isn't known, so all of it may matter.
    types = types_of_record(record)
    for name, declared in types.items():
        known = declared.kind is not ValueKind.OTHER
        if known and name not in _NOT_DRAWN:
            field = n.Field(name, declared.kind, declared.options)
            pool = _pool(edges, field, types)
            if declared.kind is ValueKind.NUMBER:
                whole = declared.python is int
                numbers = [v for v in edges.values if not whole or v % 1 == 0]
                pool.update(dict.fromkeys(sorted(numbers)))
            if declared.kind is ValueKind.TEXT:
                pool.update(edges.codes)


def _note_constants(edges: Edges, function: object) -> None:
    before = len(edges.sizes)
    for value in constants(function):
        if isinstance(value, bool):
            continue
        if isinstance(value, (int, float)):
            if abs(value) < 10**9:
                edges.size(abs(value))  # the last ten are [-10:]
                edges.value(value)
                edges.age(_days(value))
        elif isinstance(value, timedelta):
            edges.age(value)
        elif isinstance(value, str) and value.isidentifier() and len(value) <= _CODE:
            edges.codes[value] = None
            edges.stages[value] = None
    if len(edges.sizes) == before:
        edges.sizes |= _MORE_SIZES
    edges.ages |= _MORE_AGES
