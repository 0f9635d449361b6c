"""
Nodes as plain data: one object with one key for each operator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from ...kinds import Scalar, ValueKind
from .. import nodes as n
from .known import Known

#: What JSON has words for.
Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"

#: The units of spans, the largest first; a span is a whole number of one of them.
UNITS = {
    "days": timedelta(days=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
    "seconds": timedelta(seconds=1),
    "microseconds": timedelta(microseconds=1),
}


def span(given: timedelta) -> Data:
    """
    Write a span as a whole number of the largest unit that measures it.
    """
    unit = next(unit for unit, length in UNITS.items() if not given % length)
    return {unit: given // UNITS[unit]}


class Writing:
    """
    One writing of a definition, which remembers what its rules name.

    Attributes:
        fields: The fields that were written, by their names.

        traits: The traits.

        cards: The scorecards that aren't part of the definition.

        predicates: The host's own functions.
    """

    def __init__(self, own: Mapping[str, n.Scored] | None = None) -> None:
        self.fields: dict[str, n.Field] = {}
        self.traits: dict[str, n.Trait] = {}
        self.cards: dict[str, n.Scored] = {}
        self.predicates: dict[str, n.Predicate] = {}
        self._own = own or {}

    @property
    def known(self) -> Known:
        """
        Everything that was named, for the way back.
        """
        return Known(self.fields, None, self.cards, self.predicates)

    def declarations(self) -> dict[str, Data]:
        """
        Write what the rules name and a reader must know: traits and cards.
        """
        found: dict[str, Data] = {}
        if self.traits:
            found["traits"] = {name: _kind(node) for name, node in self.traits.items()}
        if self.cards:
            found["cards"] = {name: _version(card) for name, card in self.cards.items()}
        return found

    def question(self, node: n.Question) -> Data:  # noqa: C901, PLR0912
        """
        Write a question.
        """
        match node:
            case n.Always(answer=answer):
                return {"always": answer}
            case n.And(parts=parts):
                return {"all": [self.question(part) for part in parts]}
            case n.Or(parts=parts):
                return {"any": [self.question(part) for part in parts]}
            case n.Not(part=part):
                return {"not": self.question(part)}
            case n.AtLeast(needed=needed, parts=parts):
                return {"at_least": [needed, [self.question(part) for part in parts]]}
            case n.Compare(op=op, left=left, right=right):
                return {op: [self.value(left), self.value(right)]}
            case n.Between(value=value, low=low, high=high):
                return {"between": [self.value(part) for part in (value, low, high)]}
            case n.IsIn(value=value, options=options):
                listed: Data = [self.value(option) for option in options]
                return {"is_in": [self.value(value), listed]}
            case n.IsMissing(value=value):
                return {"missing": self.value(value)}
            case n.Truth(value=value):
                return self.value(value)
            case n.Consented(purpose=purpose, medium=by):
                return {"consented": {"purpose": purpose, "medium": by}}
            case n.Reachable(purpose=purpose, medium=medium):
                return {"reachable": some(purpose=purpose, medium=medium)}
            case n.InStage(stages=stages):
                return {"in_stage": list(stages)}
            case n.HasBeen(stage=stage):
                return {"has_been": stage}
            case n.CameFrom(stage=stage):
                return {"came_from": stage}
            case n.Holds(qualification=qualification):
                return {"holds": qualification}
            case n.Conversed(since=since):
                return {"conversed": some(since=since)}
            case n.IsLead():
                return {"is_lead": {}}
            case n.Predicate(name=name):
                self.predicates.setdefault(name, node)
                return {"predicate": name}
            case _:
                return None

    def value(self, node: n.Value) -> Data:
        """
        Write a value.
        """
        match node:
            case n.Constant(value=value):
                return _constant(value)
            case n.Trait(name=name):
                same = self.traits.setdefault(name, node) == node
                # Two of one name and different types: a text of its own, unreadable.
                return {"trait": name if same else [name, _kind(node)]}
            case n.Field(name=name):
                same = self.fields.setdefault(name, node) == node
                return {"field": name if same else [name, _kind(node)]}
            case n.Age(instant=instant):
                return {"age": self.value(instant)}
            case n.TimeInStage():
                return {"time_in_stage": {}}
            case n.Arithmetic(op=op, left=left, right=right):
                return {op: [self.value(left), self.value(right)]}
            case n.OrDefault(value=inner, default=default):
                return {"or_default": [self.value(inner), self.value(default)]}
            case n.Total(card=card):
                return {"card": self._card(card)}
            case n.Aggregate(op=op, query=query):
                return {op: self.query(query)}
            case _:
                return None

    def _card(self, card: n.Scored) -> Data:
        if card.name in self._own and self._own[card.name] == card:
            return card.name
        same = self.cards.setdefault(card.name, card) == card
        return card.name if same else [card.name, _version(card)]

    def query(self, node: n.Query) -> Data:
        """
        Write which activities are meant.
        """
        where = {name: _constant(value) for name, value in node.where}
        return some(
            activity=list(node.types),
            where=where or None,
            within=None if node.window is None else span(node.window),
            since=node.since,
        )


def some(**given: Data) -> dict[str, Data]:
    """
    Make an object of what there is; what is None is left out.
    """
    return {name: data for name, data in given.items() if data is not None}


def _constant(value: Scalar) -> Data:
    return {"instant": value.isoformat()} if isinstance(value, datetime) else value


def _kind(node: n.Field) -> Data:
    if node.of is not ValueKind.CHOICE:
        return node.of.value
    return [_constant(option) for option in node.options]


def _version(card: n.Scored) -> Data:
    # Only a Scorecard has one; what else a host lets rules read can't be told apart.
    return getattr(card, "version", None)
