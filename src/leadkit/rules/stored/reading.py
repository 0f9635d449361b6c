"""
Plain data to nodes, through the doors that Python's operators use.

Everything is counted on the way, and a definition that is larger or deeper than anybody
needs is refused: what it costs to read a text, and to ask what it says, is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from ...kinds import ValueKind
from ...spots import Spot
from .. import nodes as n
from .asked import FACTS
from .catalogue import Catalogue
from .counting import Counter
from .known import Known
from .scalars import NAMED, SOME_NUMBER, constant_at, span, where


class Reading:
    """
    One reading of a document.

    Attributes:
        names: What its rules may name.

        count: How much was made of it so far.

        held: The qualifications that rules ask for, and where.
    """

    def __init__(self, known: Known) -> None:
        self.names: Catalogue = Catalogue(known)
        self.count: Counter = Counter()
        self.held: list[tuple[str, Spot]] = []

    def question(self, spot: Spot, depth: int = 1) -> n.Question:
        """
        Read a question.

        Args:
            spot: Where it stands; a flag will do, too.

            depth: How deep that is in its rule.
        """
        name, inner = spot.only(OPERATORS, "operator")
        if name in _VALUES:
            value = self.value(spot, depth + 1)
            if value.kind is not ValueKind.FLAG:
                kind = n.of_kind(value.kind)
                spot.refuse(kind, "a rule", "Compare it with something.")
            self.count.enter(spot, depth)
            return n.Truth(value)
        self.count.enter(spot, depth)
        if name in FACTS:
            fact = FACTS[name](inner)
            if isinstance(fact, n.Holds):
                self.held.append((fact.qualification, inner))
            return fact
        return _QUESTIONS[name](self, inner, depth)

    def value(self, spot: Spot, depth: int = 1) -> n.Value:
        """
        Read a value that isn't a constant.

        Args:
            spot: Where it stands.

            depth: How deep that is in its rule.
        """
        name, inner = spot.only(OPERATORS, "operator")
        read = _VALUES.get(name)
        if read is None:
            spot.refuse("a rule", "a value")
        self.count.enter(spot, depth)
        return read(self, inner, depth)

    def number(self, spot: Spot, depth: int = 1) -> n.Value:
        """
        Read a value that is a number.
        """
        return self._of_kind(spot, depth, ValueKind.NUMBER)

    def query(self, spot: Spot, depth: int = 1) -> n.Query:
        """
        Read which activities are meant.
        """
        self.count.enter(spot, depth)
        parts = spot.parts("activity", optional=("where", "within", "since"))
        return n.Query(
            parts["activity"].codes(NAMED),
            where(parts["where"]) if "where" in parts else (),
            span(parts["within"]) if "within" in parts else None,
            parts["since"].code() if "since" in parts else None,
        )

    def _of_kind(self, spot: Spot, depth: int, kind: ValueKind) -> n.Value:
        value = self.value(spot, depth)
        if value.kind is not kind:
            spot.refuse(n.of_kind(value.kind), n.of_kind(kind))
        return value

    def operand(self, spot: Spot, depth: int, beside: n.Value) -> n.Value:
        """
        Read what is compared with a value, or computed with it.
        """
        if not spot.is_object() or "instant" in spot.mapping():
            self.count.enter(spot, depth)
            return constant_at(spot, beside)
        value = self.value(spot, depth)
        if value.kind is not beside.kind:
            spot.refuse(n.of_kind(value.kind), n.of_kind(beside.kind))
        return value

    def predicate(self, spot: Spot, _: int) -> n.Question:
        """
        Look a host's own function up.
        """
        return self.names.predicate(spot)

    def field(self, spot: Spot, _: int) -> n.Value:
        """
        Look a field up.
        """
        return self.names.field(spot)

    def trait(self, spot: Spot, _: int) -> n.Value:
        """
        Look a trait up.
        """
        return self.names.trait(spot)

    def total(self, spot: Spot, depth: int) -> n.Value:
        """
        Look a scorecard up.
        """
        card = self.names.card(spot)
        self.count.enter_card(spot, depth, card)
        return n.Total(card)

    def compare(self, op: str, spot: Spot, depth: int) -> n.Question:
        """
        Read a comparison.
        """
        one, other = spot.items(2, 2)
        left = self.value(one, depth + 1)
        takes = n.COMPARISONS[op].takes
        if left.kind not in takes:
            one.refuse(n.of_kind(left.kind), " or ".join(sorted(map(n.of_kind, takes))))
        return spot.make(n.Compare, op, left, self.operand(other, depth + 1, left))

    def arithmetic(self, op: str, spot: Spot, depth: int) -> n.Value:
        """
        Read a sum, a difference or a product; one side may be a constant.
        """
        sides = spot.items(2, 2)
        found: list[n.Value] = []
        for side in sides:
            if side.is_object():
                found.append(self.number(side, depth + 1))
            else:
                self.count.enter(side, depth + 1)
                found.append(constant_at(side, SOME_NUMBER))
        left, right = found
        if isinstance(left, n.Constant) and isinstance(right, n.Constant):
            spot.refuse("two constants", "a value of the lead at least")
        node = spot.make(n.Arithmetic, op, left, right)
        self.count.multiply(spot, node, left, right)
        return node

    def aggregate(self, op: str, spot: Spot, depth: int) -> n.Value:
        """
        Read what is computed of activities.
        """
        return spot.make(n.Aggregate, op, self.query(spot, depth + 1))

    def between(self, spot: Spot, depth: int) -> n.Question:
        """
        Read whether a number lies between two others.
        """
        asked, low, high = spot.items(3, 3)
        value = self.number(asked, depth + 1)
        ends: list[n.Constant] = []
        for end in (low, high):
            self.count.enter(end, depth + 1)
            ends.append(constant_at(end, value))
        return spot.make(n.Between, value, *ends)

    def is_in(self, spot: Spot, depth: int) -> n.Question:
        """
        Read whether a value is one of several.
        """
        asked, listed = spot.items(2, 2)
        value = self.value(asked, depth + 1)
        options: list[n.Constant] = []
        for option in listed.items(1):
            self.count.enter(option, depth + 1)
            options.append(constant_at(option, value))
        return spot.make(n.IsIn, value, tuple(options))

    def or_default(self, spot: Spot, depth: int) -> n.Value:
        """
        Read a value with another one for where it is missing.
        """
        asked, default = spot.items(2, 2)
        value = self.value(asked, depth + 1)
        self.count.enter(default, depth + 1)
        node = spot.make(n.OrDefault, value, constant_at(default, value))
        self.count.multiply(spot, node, value)
        return node

    def missing(self, spot: Spot, depth: int) -> n.Question:
        """
        Read whether a value is missing.
        """
        return n.IsMissing(self.value(spot, depth + 1))

    def age(self, spot: Spot, depth: int) -> n.Value:
        """
        Read how long ago an instant is.
        """
        return n.Age(self._of_kind(spot, depth + 1, ValueKind.INSTANT))

    def joined(self, join: type[n.And | n.Or], spot: Spot, depth: int) -> n.Question:
        """
        Read rules that are joined; one alone is itself.
        """
        parts = tuple(self.question(part, depth + 1) for part in spot.items(1))
        return parts[0] if len(parts) == 1 else join(parts)

    def opposite(self, spot: Spot, depth: int) -> n.Question:
        """
        Read the opposite of a rule.
        """
        part = self.question(spot, depth + 1)
        return part.part if isinstance(part, n.Not) else n.Not(part)

    def at_least(self, spot: Spot, depth: int) -> n.Question:
        """
        Read how many of several rules must hold.
        """
        needed, listed = spot.items(2, 2)
        parts = [self.question(part, depth + 1) for part in listed.items(1)]
        return n.AtLeast(needed.whole(1, len(parts)), tuple(parts))


def _time_in_stage(_: Reading, spot: Spot, __: int) -> n.Value:
    spot.empty()
    return n.TimeInStage()


def _all(reading: Reading, spot: Spot, depth: int) -> n.Question:
    return reading.joined(n.And, spot, depth)


def _any(reading: Reading, spot: Spot, depth: int) -> n.Question:
    return reading.joined(n.Or, spot, depth)


def _compare(op: str, reading: Reading, spot: Spot, depth: int) -> n.Question:
    return reading.compare(op, spot, depth)


def _arithmetic(op: str, reading: Reading, spot: Spot, depth: int) -> n.Value:
    return reading.arithmetic(op, spot, depth)


def _aggregate(op: str, reading: Reading, spot: Spot, depth: int) -> n.Value:
    return reading.aggregate(op, spot, depth)


_ReadQuestion: TypeAlias = Callable[[Reading, Spot, int], n.Question]
_ReadValue: TypeAlias = Callable[[Reading, Spot, int], n.Value]

_QUESTIONS: dict[str, _ReadQuestion] = {
    **{op: partial(_compare, op) for op in n.COMPARISONS},
    "all": _all,
    "any": _any,
    "not": Reading.opposite,
    "at_least": Reading.at_least,
    "between": Reading.between,
    "is_in": Reading.is_in,
    "missing": Reading.missing,
    "predicate": Reading.predicate,
}
_VALUES: dict[str, _ReadValue] = {
    **{op: partial(_arithmetic, op) for op in n.ARITHMETIC},
    **{op: partial(_aggregate, op) for op in n.AGGREGATES},
    "field": Reading.field,
    "trait": Reading.trait,
    "card": Reading.total,
    "age": Reading.age,
    "time_in_stage": _time_in_stage,
    "or_default": Reading.or_default,
}
#: All operators there are.
OPERATORS = frozenset(_QUESTIONS.keys() | _VALUES.keys() | FACTS.keys())
