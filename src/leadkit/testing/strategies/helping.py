"""
Towards a lead for which a rule holds: a push in the right direction, no search.

At random, guards seldom hold, and journeys would end where they begin. So what a guard
asks about is made true part by part; the interpreter says whether that went well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import attrs

from ...codes import CONVERSATIONS, Channel, Medium
from ...contact_points import ContactPoint
from ...happenings import Touch
from ...kinds import FieldType, ValueKind
from ...leads import Lead
from ...pieces import group_of
from ...records import types_of_record
from ...rules import nodes as n
from ...rules.activities import Activities
from ...rules.proof.quantities import inside
from ...rules.turning import TICK
from ..stories.extending import FIXED, added, agreed, with_value
from ..stories.guessing import guesses
from ..stories.needs import asked
from ..stories.occurrences import BY
from .edges import Edges, beside
from .ledgers import ADDRESSES

L = TypeVar("L", bound=Lead)

# More activities than this aren't added at once.
_MOST = 50
# Of values that would do, one of the first few is taken.
_FEW = 3


@attrs.frozen(eq=False)
class Helper:
    """
    Pushes leads towards rules.

    Attributes:
        edges: Where the rules turn.

        way: Which way is taken where there are several; 0 is the first.
    """

    edges: Edges
    way: int = 0

    def helped(self, lead: L, at: datetime, node: n.Question, *, to: bool = True) -> L:
        """
        Let happen to a lead what brings an answer nearer.

        Args:
            lead: The lead; nothing of it is later than *at*.

            at: When it happens.

            node: The question.

            to: Whether it is to be known true, or not to be.

        Returns:
            The lead, which may still have another answer.
        """
        if (asked(node, lead, at) is True) is to:
            return lead
        match node:
            case n.Not(part=part) if to:
                return self._falsified(lead, at, part)
            case n.Not(part=part):
                return self.helped(lead, at, part, to=True)
            case n.And(parts=parts) | n.Or(parts=parts) | n.AtLeast(parts=parts):
                return self._joined(lead, at, node, parts, to=to)
            case n.Always():
                return lead
            case _:
                good = (
                    one
                    for one in self._changed(lead, at, node, to=to)
                    if (asked(node, one, at) is True) is to
                )
                return self._one_of(good, lead)

    def _falsified(self, lead: L, at: datetime, node: n.Question) -> L:
        # Known false, which is more than not known true.
        if asked(node, lead, at) is False:
            return lead
        match node:
            case n.Not(part=part):
                return self.helped(lead, at, part, to=True)
            case n.And(parts=parts):
                return self._falsified(lead, at, parts[self.way % len(parts)])
            case n.Or(parts=parts) | n.AtLeast(parts=parts):
                for part in parts:
                    lead = self._falsified(lead, at, part)
                return lead
            case _:
                tried = self._changed(lead, at, node, to=False)
                good = (one for one in tried if asked(node, one, at) is False)
                return self._one_of(good, lead)

    def _joined(
        self,
        lead: L,
        at: datetime,
        node: n.Question,
        parts: tuple[n.Question, ...],
        *,
        to: bool,
    ) -> L:
        if isinstance(node, n.And) is to:
            for part in parts:
                lead = self.helped(lead, at, part, to=to)
            return lead
        first = self.way % len(parts)
        for part in (*parts[first:], *parts[:first]):
            if (asked(node, lead, at) is True) is to:
                break
            lead = self.helped(lead, at, part, to=to)
        return lead

    def _one_of(self, good: Iterator[L], otherwise: L) -> L:
        few = [one for one, _ in zip(good, range(self.way % _FEW + 1), strict=False)]
        return few[self.way % len(few)] if few else otherwise

    # One thing after another ----------------------------------------------------------

    def _changed(
        self, lead: L, at: datetime, node: n.Question, *, to: bool
    ) -> Iterator[L]:
        match node:
            case n.Consented(purpose=purpose, medium=medium):
                yield agreed(lead, at, purpose, medium, to=to)
            case n.Reachable(purpose=purpose, medium=medium):
                yield self._reached(lead, at, purpose, medium, to=to)
            case n.Holds(qualification=code):
                change = lead.grant if to else lead.revoke
                yield change(code, at=at, by=BY)
            case n.Conversed():
                yield added(lead, at, {"type": CONVERSATIONS[3]}, 1)
            case n.Predicate():
                yield from guesses(lead, at, node)
            case n.IsLead():
                found = self._reached(lead, at, "marketing", None, to=to)
                yield found.record(Touch(Channel.FORM, at=at))
            case _:
                yield from self._by_values(lead, at, node)

    def _reached(
        self, lead: L, at: datetime, purpose: str, medium: str | None, *, to: bool
    ) -> L:
        mine = dict.fromkeys(one.medium.value for one in lead.contacts)
        if not to:
            for one in mine if medium is None else [medium]:
                lead = agreed(lead, at, purpose, one, to=False)
            return lead
        way = Medium(medium or next(iter(mine), "email"))
        if way.value not in mine:
            point = ContactPoint(way, ADDRESSES[way][0])
            lead = attrs.evolve(lead, contacts=(*lead.contacts, point))
        return agreed(lead, at, purpose, way.value, to=True)

    def _by_values(self, lead: L, at: datetime, node: n.Question) -> Iterator[L]:
        parts = [*inside(node)]
        for part in parts:
            if isinstance(part, n.Field) and part.name not in FIXED:
                for value in self.candidates(lead, at, part):
                    changed = with_value(lead, part, value)
                    if changed is not None:
                        yield changed
        for part in parts:
            if isinstance(part, n.Query):
                yield from self._with_more(lead, at, part)
            elif isinstance(part, n.Total):
                yield from self._with_points(lead, at, part)

    def candidates(self, lead: Lead, at: datetime, node: n.Field) -> Iterable[Any]:
        """
        List values for a field, the likeliest to be asked for first.

        Args:
            lead: The lead.

            at: When it gets one.

            node: The field or trait.
        """
        listed = self.edges.fields.get(node, {})
        match node.kind:
            case ValueKind.NUMBER:
                whole = _declared(lead, node).python is int
                edges = [one for one in listed if isinstance(one, (int, float))]
                beside_them = [one + more for one in edges for more in (0, 1, -1)]
                return dict.fromkeys(
                    [
                        *(int(one) if whole else one for one in beside_them),
                        0,
                        1,
                        100,
                        None,
                    ]
                )
            case ValueKind.TEXT:
                return dict.fromkeys([*listed, "example", "", None])
            case ValueKind.FLAG:
                return (True, False, None)
            case ValueKind.CHOICE:
                return (*_declared(lead, node).options, None)
            case _:
                spans = beside(self.edges.ages.get(node, ()))
                known = [one for one in listed if isinstance(one, datetime)]
                near = [one + more * TICK for one in known for more in (0, 1, -1)]
                return dict.fromkeys([at, *(at - one for one in spans), *near, None])

    def _with_more(self, lead: L, at: datetime, query: n.Query) -> Iterator[L]:
        edges = self.edges.query(query)
        where: dict[str, Any] = dict(query.where)
        low, high = where.pop("value_at_least", None), where.pop("value_at_most", None)
        values: list[Any] = [low if low is not None else high]
        for value in edges.values:
            values += [value, value + 1] if isinstance(value, (int, float)) else []
        for value in dict.fromkeys(values):
            for number in edges.sizes:
                if 0 < number <= _MOST:
                    draft = {"type": query.types[0], "value": value, **where}
                    more = added(lead, at, draft, number)
                    yield more

    def _with_points(self, lead: L, at: datetime, total: n.Total) -> Iterator[L]:
        entries = sorted(group_of(total).points, key=lambda one: -one.hundredths)
        for points in entries:
            if points.hundredths <= 0:
                continue
            if points.when is not None:
                lead = self.helped(lead, at, points.when.node, to=True)
                yield lead
            if isinstance(points.per, Activities):
                for more in self._with_more(lead, at, points.per.node):
                    yield more
                    lead = more
        # And the other way, for rules that a total must not reach.
        for points in entries:
            if points.when is not None:
                lead = self.helped(lead, at, points.when.node, to=points.hundredths < 0)
                yield lead


def _declared(lead: Lead, node: n.Field) -> FieldType:
    types = types_of_record(type(lead))
    if isinstance(node, n.Trait) or node.name not in types:
        return FieldType(node.kind, None, node.options)
    return types[node.name]


def waits(edges: Edges) -> tuple[timedelta, ...]:
    """
    List spans after which something may turn by itself, the shortest first.

    Args:
        edges: Where the rules turn.
    """
    found = {*edges.stays}
    for ages in (*edges.ages.values(), *(q.ages for q in edges.queries.values())):
        found |= {*ages}
    return tuple(span for span in beside(found) if span > timedelta())
