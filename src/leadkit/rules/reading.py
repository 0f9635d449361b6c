"""
Plain data to nodes, through the doors that Python's operators use.

Everything is counted on the way, and a definition that is larger or deeper than anybody
needs is refused: what it costs to read a text, and to ask what it says, is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import attrs

from ..codes import Medium
from ..errors import listing
from ..kinds import ValueKind
from ..spots import Spot
from . import nodes as n
from .known import Known
from .lookup import trait_type
from .scalars import SOME_NUMBER, constant_at, declared, span, where

#: How deep rules may be, the rules of the scorecards they read included.
DEEPEST = 32
#: How many nodes a document may have.
NODES = 10_000
#: How many nodes there may be when a card's are counted wherever it is read.
WEIGHT = 100_000
#: How many numbers may be multiplied with one another.
FACTORS = 8
#: How many types, or stages, one question may name.
NAMED = 1_000
# Cards that read cards that read cards ... each takes two levels of a rule at least.
_CHAIN = DEEPEST // 2


@attrs.frozen
class _Size:
    # Of a card: its nodes, those of cards that it reads counted each time, and depth.
    weight: int
    depth: int


class Reading:
    """
    One reading of a document: what it may name, and how much was made of it so far.

    Attributes:
        made: How many nodes were made.

        held: The qualifications that rules ask for, and where.

        pending: Cards of the document that were not read yet, by their names: functions
            that read them.
    """

    def __init__(self, known: Known) -> None:
        self.made = 0
        self.held: list[tuple[str, Spot]] = []
        self.pending: dict[str, Callable[[], n.Scored]] = {}
        self.cards = dict(known.cards)
        self._known = known
        self._traits = dict(known.traits or {})
        self._versions: dict[str, str] = {}
        self._weight = 0
        self._opened: list[str] = []
        self._sizes: dict[int, _Size] = {}
        self._factors: dict[int, int] = {}

    # What a document declares ---------------------------------------------------------

    def declare_traits(self, spot: Spot) -> None:
        """
        Read which traits there are, and check them against what the host says.
        """
        record = self._known.record
        for key, kind in spot.table():
            name, read = key.code(), declared(kind)
            if record is not None:
                kind.make(trait_type, record, name, read)
            own = self._known.traits
            node = n.Trait(name, read.kind, read.options)
            if own is None:
                self._traits[name] = node
            elif name not in own or not _agree(own[name], node):
                spot.refuse("a trait that the host doesn't have so", "those it has")

    def declare_cards(self, spot: Spot) -> None:
        """
        Read for which versions of scorecards the rules were written.
        """
        self._versions = {key.name(): v.text(64) for key, v in spot.table()}

    # Nodes ----------------------------------------------------------------------------

    def question(self, spot: Spot, depth: int = 1) -> n.Question:
        """
        Read a question.

        Args:
            spot: Where it stands; a flag will do, too.

            depth: How deep that is in its rule.
        """
        name, inner = spot.only(OPERATORS, "operator")
        read = _QUESTIONS.get(name)
        if read is not None:
            self._enter(spot, depth)
            return read(self, inner, depth)
        value = self.value(spot, depth + 1)
        if value.kind is not ValueKind.FLAG:
            spot.refuse(n.of_kind(value.kind), "a rule", "Compare it with something.")
        self._enter(spot, depth)
        return n.Truth(value)

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
        self._enter(spot, depth)
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
        self._enter(spot, depth)
        parts = spot.parts("activity", optional=("where", "within", "since"))
        return n.Query(
            parts["activity"].codes(NAMED),
            where(parts["where"]) if "where" in parts else (),
            span(parts["within"]) if "within" in parts else None,
            parts["since"].code() if "since" in parts else None,
        )

    def _enter(self, spot: Spot, depth: int) -> None:
        if depth > DEEPEST:
            spot.refuse("a rule that is too deep", f"at most {DEEPEST} levels")
        self.made += 1
        if self.made > NODES:
            spot.refuse("too many parts of rules", f"at most {NODES} of them")
        self._weight += 1

    def _add(self, spot: Spot, weight: int) -> None:
        self._weight += weight
        if self._weight > WEIGHT:
            spot.refuse(
                "too many parts of rules, those of cards counted wherever read",
                f"at most {WEIGHT} of them",
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
            self._enter(spot, depth)
            return constant_at(spot, beside)
        value = self.value(spot, depth)
        if value.kind is not beside.kind:
            spot.refuse(n.of_kind(value.kind), n.of_kind(beside.kind))
        return value

    # What is looked up ----------------------------------------------------------------

    def field(self, spot: Spot, _: int) -> n.Value:
        """
        Look a field up.
        """
        name = spot.code()
        fields = self._known.fields
        if name not in fields:
            spot.refuse("an unknown field", listing(sorted(fields)))
        return fields[name]

    def trait(self, spot: Spot, _: int) -> n.Value:
        """
        Look a trait up.
        """
        name = spot.code()
        if name not in self._traits:
            spot.refuse(
                "an undeclared trait",
                "one that the document or the host declares",
                "Declare it under 'traits', beside 'leadkit'.",
            )
        return self._traits[name]

    def predicate(self, spot: Spot, _: int) -> n.Question:
        """
        Look a host's own function up.
        """
        name = spot.name()
        predicates = self._known.predicates
        if name not in predicates:
            spot.refuse("an unregistered predicate", listing(sorted(predicates)))
        return predicates[name]

    def total(self, spot: Spot, depth: int) -> n.Value:
        """
        Look a scorecard up, or read it now if it comes later in the document.
        """
        name = spot.name()
        if name in self._opened:
            spot.refuse("a card that is read by its own rules", "no circles")
        if name in self.pending:
            self.open_card(name, spot)
        card = self.cards.get(name)
        if card is None:
            spot.refuse("an unknown card", "one that the document or the host has")
        version = self._versions.get(name)
        if version is not None and getattr(card, "version", None) != version:
            spot.refuse(
                "a card that has changed since the rule was written",
                "the version under 'cards'",
                "Leave it out there, to read the card as it is.",
            )
        size = self._size(card)
        if depth + size.depth > DEEPEST:
            spot.refuse(
                "a rule that is too deep, with the rules of the card",
                f"at most {DEEPEST} levels",
            )
        self._add(spot, size.weight)
        return n.Total(card)

    def open_card(self, name: str, spot: Spot) -> None:
        """
        Read a card of the document, unless that was done.

        Args:
            name: Its name.

            spot: What asks for it.
        """
        read = self.pending.pop(name, None)
        if read is None:
            return
        if len(self._opened) >= _CHAIN:
            spot.refuse(
                "cards that read too long a chain of cards", f"at most {_CHAIN}"
            )
        self._opened.append(name)
        self.cards[name] = read()
        self._opened.pop()

    def _size(self, card: n.Scored) -> _Size:
        known = self._sizes.get(id(card))
        if known is None:
            weight, depth = 0, 0
            waiting = [(node, 1) for node in card.nodes]
            while waiting:
                node, level = waiting.pop()
                weight, depth = weight + 1, max(depth, level)
                if isinstance(node, n.Total):
                    inner = self._size(node.card)
                    weight += inner.weight
                    depth = max(depth, level + inner.depth)
                waiting.extend((part, level + 1) for part in n.children(node))
            known = self._sizes[id(card)] = _Size(weight, depth)
        return known

    # Operators ------------------------------------------------------------------------

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
                self._enter(side, depth + 1)
                found.append(constant_at(side, SOME_NUMBER))
        left, right = found
        if isinstance(left, n.Constant) and isinstance(right, n.Constant):
            spot.refuse("two constants", "a value of the lead at least")
        node = spot.make(n.Arithmetic, op, left, right)
        factors = [self._factors.get(id(side), 1) for side in found]
        together = sum(factors) if op == "mul" else max(factors)
        if together > FACTORS:
            spot.refuse("a product of too many numbers", f"at most {FACTORS}")
        self._factors[id(node)] = together
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
            self._enter(end, depth + 1)
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
            self._enter(option, depth + 1)
            options.append(constant_at(option, value))
        return spot.make(n.IsIn, value, tuple(options))

    def or_default(self, spot: Spot, depth: int) -> n.Value:
        """
        Read a value with another one for where it is missing.
        """
        asked, default = spot.items(2, 2)
        value = self.value(asked, depth + 1)
        self._enter(default, depth + 1)
        node = spot.make(n.OrDefault, value, constant_at(default, value))
        self._factors[id(node)] = self._factors.get(id(value), 1)
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

    def consented(self, spot: Spot, _: int) -> n.Question:
        """
        Read whether there is a consent.
        """
        parts = spot.parts("purpose", "medium")
        return n.Consented(parts["purpose"].code(), parts["medium"].one_of(Medium))

    def reachable(self, spot: Spot, _: int) -> n.Question:
        """
        Read whether the lead can be reached.
        """
        parts = spot.parts("purpose", optional=("medium",))
        medium = parts["medium"].one_of(Medium) if "medium" in parts else None
        return n.Reachable(parts["purpose"].code(), medium)

    def conversed(self, spot: Spot, _: int) -> n.Question:
        """
        Read whether we have talked.
        """
        parts = spot.parts(optional=("since",))
        return n.Conversed(parts["since"].code() if "since" in parts else None)

    def holds(self, spot: Spot, _: int) -> n.Question:
        """
        Read whether a qualification is held.
        """
        name = spot.code()
        self.held.append((name, spot))
        return n.Holds(name)

    def in_stage(self, spot: Spot, _: int) -> n.Question:
        """
        Read in which stages the lead is.
        """
        return n.InStage(spot.codes(NAMED))

    def has_been(self, spot: Spot, _: int) -> n.Question:
        """
        Read in which stage the lead ever was.
        """
        return n.HasBeen(spot.code())

    def came_from(self, spot: Spot, _: int) -> n.Question:
        """
        Read from which stage the lead came.
        """
        return n.CameFrom(spot.code())


def _always(_: Reading, spot: Spot, __: int) -> n.Question:
    return n.Always(spot.flag())


def _is_lead(_: Reading, spot: Spot, __: int) -> n.Question:
    spot.empty()
    return n.IsLead()


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
    "always": _always,
    "all": _all,
    "any": _any,
    "not": Reading.opposite,
    "at_least": Reading.at_least,
    "between": Reading.between,
    "is_in": Reading.is_in,
    "missing": Reading.missing,
    "consented": Reading.consented,
    "reachable": Reading.reachable,
    "in_stage": Reading.in_stage,
    "has_been": Reading.has_been,
    "came_from": Reading.came_from,
    "holds": Reading.holds,
    "conversed": Reading.conversed,
    "is_lead": _is_lead,
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
OPERATORS = frozenset(_QUESTIONS.keys() | _VALUES.keys())


def _agree(one: n.Trait, other: n.Trait) -> bool:
    # The order of choices is no matter, and the host's is taken.
    return one.of is other.of and set(map(_typed, one.options)) == set(
        map(_typed, other.options)
    )


def _typed(option: object) -> tuple[type, object]:
    return type(option), option
