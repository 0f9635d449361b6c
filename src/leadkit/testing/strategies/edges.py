"""
Where definitions turn: thresholds, windows, caps, and what they ask about.

Most faults of rules lie at an edge: one activity too many, a microsecond too late. So
what is drawn for a card or a lifecycle is drawn at the edges that it declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import attrs

from ...instants import DAY
from ...kinds import Scalar
from ...pieces import group_of
from ...points import Group, Points
from ...rules import nodes as n
from ...rules.activities import Activities
from ...rules.turning import TICK
from ...states import Lifecycle

#: The instant that drawn leads are to be asked about, unless another one is given.
AS_OF = datetime(2026, 5, 1, 12, tzinfo=UTC)

# A count beyond this is drawn as this: longer histories only take longer.
MOST = 300
_LONGEST = timedelta(days=20_000)


@attrs.define(eq=False)
class QueryEdges:
    """
    Where what is asked about some activities turns.

    Attributes:
        counts: How many there are, or on how many days.

        ages: How old they are.

        values: What they amount to.

        by_days: Whether it is days that are counted.
    """

    counts: dict[int, None] = attrs.Factory(dict[int, None])
    ages: dict[timedelta, None] = attrs.Factory(dict[timedelta, None])
    values: dict[Scalar, None] = attrs.Factory(dict[Scalar, None])
    by_days: bool = False

    @property
    def sizes(self) -> tuple[int, ...]:
        """
        List how many to draw, none, one, and what is at and beside each edge.
        """
        near = {0, 1, 2}
        for count in self.counts:
            near |= {count - 1, count, count + 1}
        return tuple(sorted({min(size, MOST) for size in near if size >= 0}))


@attrs.define(eq=False)
class Edges:
    """
    Where definitions turn, and what they ask about.

    Attributes:
        fields: Fields and traits, and what they are compared with.

        ages: Fields and traits that are instants, and what their ages are compared
            with.

        queries: Which activities are asked about.

        stays: How long leads are in a stage.

        stages: Stages, in the order of the lifecycle.

        purposes: What consents are asked for.

        media: By which media.

        qualifications: Which qualifications are asked about.

        lifecycle: The lifecycle, if there is one.
    """

    fields: dict[n.Field, dict[Scalar, None]] = attrs.Factory(
        dict[n.Field, dict[Scalar, None]]
    )
    ages: dict[n.Field, dict[timedelta, None]] = attrs.Factory(
        dict[n.Field, dict[timedelta, None]]
    )
    queries: dict[n.Query, QueryEdges] = attrs.Factory(dict[n.Query, QueryEdges])
    stays: dict[timedelta, None] = attrs.Factory(dict[timedelta, None])
    stages: dict[str, None] = attrs.Factory(dict[str, None])
    purposes: dict[str, None] = attrs.Factory(dict[str, None])
    media: dict[str, None] = attrs.Factory(dict[str, None])
    qualifications: dict[str, None] = attrs.Factory(dict[str, None])
    lifecycle: Lifecycle | None = None

    # What the questions ask -----------------------------------------------------------

    def read(self, nodes: Iterable[n.Node]) -> None:
        """
        Find the edges of rules, cards that they read included.

        Args:
            nodes: The rules.
        """
        seen: set[int] = set()
        for node in n.walk_once(nodes):
            self._read(node)
            if isinstance(node, n.Total) and id(node.card) not in seen:
                seen.add(id(node.card))
                self.read_group(group_of(node))

    def _read(self, node: n.Node) -> None:
        match node:
            case n.Compare(left=left, right=right):
                self._compare(left, [right])
                self._compare(right, [left])
            case n.Between(value=value, low=low, high=high):
                self._compare(value, [low, high])
            case n.IsIn(value=value, options=options):
                self._compare(value, options)
            case n.Field():
                self.fields.setdefault(node, {})
            case n.Query():
                self.query(node)
            case _:
                self._read_fact(node)

    def _read_fact(self, node: n.Node) -> None:
        match node:
            case (
                n.Reachable(purpose=purpose, medium=str(medium))
                | n.Consented(purpose=purpose, medium=str(medium))
            ):
                self.purposes[purpose] = None
                self.media[medium] = None
            case n.Reachable(purpose=purpose):
                self.purposes[purpose] = None
            case n.InStage(stages=stages):
                self.stages.update(dict.fromkeys(stages))
            case n.HasBeen(stage=stage) | n.CameFrom(stage=stage):
                self.stages[stage] = None
            case n.Conversed(since=str(stage)):
                self.stages[stage] = None
            case n.Holds(qualification=code):
                self.qualifications[code] = None
            case _:
                pass

    def _compare(self, value: n.Value, others: Iterable[n.Value]) -> None:
        constants = [one.value for one in others if isinstance(one, n.Constant)]
        self._note(value, constants)

    def _note(self, value: n.Value, constants: list[Scalar]) -> None:
        match value:
            case n.OrDefault(value=inner, default=default):
                self._note(inner, [*constants, default.value])
            case n.Field():
                kept = self.fields.setdefault(value, {})
                kept.update(dict.fromkeys(constants))
            case n.Age(instant=instant):
                self._note_age(instant, constants)
            case n.TimeInStage():
                self.stays.update(_spans(constants))
            case n.Aggregate(op=op, query=query):
                self._note_aggregate(op, query, constants)
            case n.Arithmetic(left=left, right=right):
                self._note(left, constants)
                self._note(right, constants)
            case n.Total():
                self._note_total(group_of(value), constants)
            case _:
                pass

    def _note_age(self, instant: n.Value, days: list[Scalar]) -> None:
        while isinstance(instant, n.OrDefault):
            instant = instant.value
        if isinstance(instant, n.Field):
            self.ages.setdefault(instant, {}).update(_spans(days))

    def _note_aggregate(self, op: str, query: n.Query, constants: list[Scalar]) -> None:
        edges = self.query(query)
        if op in {"count", "distinct_days"}:
            edges.counts.update(_counts(constants))
            edges.by_days |= op == "distinct_days"
        elif op.startswith("days"):
            edges.ages.update(_spans(constants))
        else:
            edges.values.update(dict.fromkeys(constants))

    def query(self, query: n.Query) -> QueryEdges:
        """
        Find the edges of a query.

        Args:
            query: The query.
        """
        if query not in self.queries:
            edges = self.queries[query] = QueryEdges()
            if query.window is not None:
                edges.ages[query.window] = None
            if query.since is not None:
                self.stages[query.since] = None
            amounts = (v for name, v in query.where if name.startswith("value"))
            edges.values.update(dict.fromkeys(amounts))
        return self.queries[query]

    # What cards count -----------------------------------------------------------------

    def read_group(self, group: Group) -> None:
        """
        Find the edges of a card.

        Args:
            group: The card, or a group in one.
        """
        self._note_total(group, [])
        for entry in group.entries:
            if isinstance(entry, Group):
                self.read_group(entry)
            else:
                self.read_points(entry)

    def read_points(self, points: Points) -> None:
        """
        Find the edges of one entry of a card.

        Args:
            points: The entry.
        """
        self.read(points.nodes)
        if isinstance(points.per, Activities):
            edges = self.query(points.per.node)
            counts = (points.at_most, points.per_day)
            edges.counts.update(_counts(c for c in counts if c is not None))
            for span in (points.halving, points.fading):
                if span is not None:
                    edges.ages[span] = None
        if points.cap is not None:
            _note_limits(self, points, [points.cap])

    def _note_total(self, group: Group, constants: list[Scalar]) -> None:
        # By itself, an entry reaches a limit of its group with so many activities.
        limits = [*constants, group.floor, group.ceiling]
        known = [abs(one) for one in limits if isinstance(one, (int, float))]
        if known:
            for points in group.points:
                _note_limits(self, points, known)


def _note_limits(edges: Edges, points: Points, limits: Iterable[float]) -> None:
    if points.per is None or not points.hundredths:
        return
    worth = Fraction(abs(points.hundredths), 100)
    needed = [-(-Fraction(limit) // worth) for limit in limits]
    if isinstance(points.per, Activities):
        edges.query(points.per.node).counts.update(_counts(needed))
    elif isinstance(points.per.node, n.Field):
        kept = edges.fields.setdefault(points.per.node, {})
        kept.update(dict.fromkeys(int(one) for one in needed))


def _counts(given: Iterable[object]) -> dict[int, None]:
    numbers = (one for one in given if isinstance(one, (int, float, Fraction)))
    return dict.fromkeys(int(-(-one // 1)) for one in numbers)


def _spans(days: Iterable[Scalar]) -> Iterator[tuple[timedelta, None]]:
    for one in days:
        if isinstance(one, (int, float)) and abs(one) <= _LONGEST.days:
            yield round(Fraction(one) * (DAY // TICK)) * TICK, None


def beside(ages: Iterable[timedelta]) -> tuple[timedelta, ...]:
    """
    List ages at some edges and a microsecond beside them, the youngest first.

    Args:
        ages: The edges.
    """
    near = {age + tick * TICK for age in ages for tick in (-1, 0, 1)}
    return tuple(sorted(near, key=lambda age: (abs(age), age)))
