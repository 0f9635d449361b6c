"""
The values of a rule as Python text: fields, ages, sums, counts of activities.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from functools import partial
from keyword import iskeyword
from typing import Any

import attrs

from ...errors import RuleError, described
from ...history import entered_stage
from ...kinds import ValueKind
from .. import nodes as n
from ..gathering import added, days_since
from ..meaning import finite, fits
from .passes import Tally
from .source import Source


@attrs.frozen
class Text:
    """
    The text of a value.

    Attributes:
        text: A name or a literal.

        sure: Whether it is never missing.
    """

    text: str
    sure: bool = False

    @property
    def guard(self) -> str:
        """
        The text that makes sure that it isn't missing, with what follows.
        """
        return "" if self.sure else f"{self.text} is not None and "


class ValueTexts:
    """
    The values of one function, each written once.

    Args:
        source: The function.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._texts: dict[n.Node, Text] = {}
        self._instants: dict[n.Node, Text] = {}
        self._aggregates: dict[n.Aggregate, str] = {}
        self._lists: dict[n.Query, str] = {}
        self._found: dict[n.Query, str] = {}
        self._read: set[str] = set()

    def know(self, node: n.Value, text: str) -> None:
        """
        Say how to write a value that is given and never missing.
        """
        self._texts[node] = Text(self._source.variable("given", text), sure=True)

    def value(self, node: n.Value) -> Text:
        """
        Write a value; what has to be computed for it becomes a variable.
        """
        if node not in self._texts:
            self._texts[node] = self._written(node)
        return self._texts[node]

    def _written(self, node: n.Value) -> Text:
        match node:
            case n.Constant(value=value):
                return Text(self._source.literal(value), sure=True)
            case n.Field():
                return self._field(node)
            case n.OrDefault(value=inner, default=default):
                seen = self.value(inner)
                if seen.sure:
                    return seen
                text = f"{seen.text} if {seen.text} is not None else "
                text += self._source.literal(default.value)
                return Text(self._source.variable("value", text), sure=True)
            case n.Arithmetic():
                return Text(self._source.variable("number", self._computed(node)))
            case n.Total(card=card):
                total = self._source.bind("total", card.hundredths)
                text = f"{total}(lead, as_of=as_of) / 100"
                return Text(self._source.variable("points", text), sure=True)
            case n.Aggregate(op=op) if op in _SURE:
                return Text(self._aggregate(node), sure=True)
            case _:
                instant = self.instant(node)
                if instant is None:
                    return Text(self._aggregate(node))
                call = self._source.bind("days_since", days_since)
                return Text(
                    self._source.variable("days", f"{call}({instant.text}, as_of)")
                )

    def _computed(self, node: n.Arithmetic) -> str:
        left, right = self.value(node.left).text, self.value(node.right).text
        compute = self._source.bind(node.op, _ARITHMETIC[node.op])
        text = f"{compute}({left}, {right})"
        ends = (node.left, node.right)
        if node.op == "mul" or not all(type(end) in _SMALL for end in ends):
            return text
        # Sums of whole numbers, as most are, need none of the care that it takes.
        kind, number = self._source.bind("type", type), self._source.bind("int", int)
        whole = [
            f"{kind}({name}) is {number}"
            for end, name in zip(ends, (left, right), strict=True)
            if not (isinstance(end, n.Constant) and type(end.value) is int)
        ]
        symbol = n.ARITHMETIC[node.op].symbol
        return f"{left} {symbol} {right} if {' and '.join(whole) or True} else {text}"

    def plain(self, node: n.Value) -> str:
        """
        Write a value as a plain scalar, which days aren't.
        """
        text = self.value(node).text
        exact = isinstance(node, (n.Arithmetic, n.OrDefault))
        if not exact and self.instant(node) is None:
            return text
        return f"{self._source.bind('plain', _plain)}({text})"

    def unless_missing(self, node: n.Value) -> Text:
        """
        Write what is missing where a value is.
        """
        # An age is missing where its instant is; the days needn't be counted.
        instant = self.instant(node)
        return self.value(node) if instant is None else instant

    def instant(self, node: n.Value) -> Text | None:
        """
        Write the instant since which a number counts the days, if it does.
        """
        if isinstance(node, n.Age):
            return self.value(node.instant)
        if isinstance(node, n.Aggregate) and node.op.startswith("days_since"):
            return Text(self._aggregate(node))
        if not isinstance(node, n.TimeInStage):
            return None
        if node not in self._instants:
            text = f"{self._source.bind('entered_stage', entered_stage)}(lead, as_of)"
            self._instants[node] = Text(self._source.variable("entered", text))
        return self._instants[node]

    def _field(self, node: n.Field) -> Text:
        source = self._source
        if isinstance(node, n.Trait):
            name = source.fresh("trait")
            check = source.bind("fitting_trait", partial(_fitting, node))
            source.read(
                f"{name} = lead.traits.get({source.literal(node.name)})",
                f"if {name} is not None: {name} = {check}({name})",
            )
            return Text(name)
        source.fields[node] = None
        plain = node.name.isascii() and node.name.isidentifier()
        if plain and not iskeyword(node.name):
            name, read = f"lead_{node.name}", f"lead.{node.name}"
        else:
            name, getter = source.fresh("lead"), source.bind("getattr", getattr)
            read = f"{getter}(lead, {source.literal(node.name)})"
        if name in self._read:
            name = source.fresh(name)  # a field of one name and two kinds
        self._read.add(name)
        source.read(f"{name} = {read}")
        if node.kind is ValueKind.CHOICE:
            kind, text = source.bind("type", type), source.bind("str", str)
            asked = source.bind("isinstance", isinstance)
            member = f"{asked}({name}, {source.bind('Enum', Enum)})"
            # Most choices are texts, and the shorter question comes first.
            guard = f"{kind}({name}) is not {text} and {member}"
            source.read(f"if {guard}: {name} = {name}.value")
        return Text(name)

    def _aggregate(self, node: n.Value) -> str:
        if not isinstance(node, n.Aggregate):
            raise RuleError("a value", described(node), "a node of the rule language")
        if node not in self._aggregates:
            self._aggregates[node] = self._tallied(node.op, node.query)
        return self._aggregates[node]

    def found(self, query: n.Query) -> str:
        """
        Write whether there is an activity that a query finds.
        """
        if query not in self._found:
            name = self._found[query] = self._source.fresh("found")
            step = f"{name} = True"
            tally = Tally([f"{name} = False"], [step], [step], done=True)
            self._source.tallies.add(query, tally)
        return self._found[query]

    def _tallied(self, op: str, query: n.Query) -> str:
        if op in {"total", "mean"}:
            return self._summed(op, query)
        name = self._source.fresh(op)
        match op:
            case "count":
                tally = Tally([f"{name} = 0"], [f"{name} += 1"], [f"{name} += hi - lo"])
            case "distinct_days":
                days = self._source.fresh("days")
                self._source.compute(
                    f"{name} = {self._source.bind('len', len)}({days})"
                )
                begin = f"{days} = {self._source.bind('set', set)}()"
                tally = Tally([begin], [f"{days}.add(at.toordinal())"])
            case "largest":
                less = f"({name} is None or a.value > {name})"
                step = f"if a.value is not None and {less}: {name} = a.value"
                tally = Tally([f"{name} = None"], [step])
            case "latest":
                step = f"if {name} is None: {name} = a.value"
                tally = Tally([f"{name} = None"], [step])
            case "days_since_first":
                tally = Tally(
                    [f"{name} = None"],
                    [f"{name} = at"],
                    [f"if {name} is None or ats[lo] < {name}: {name} = ats[lo]"],
                )
            case _:
                whole = (
                    f"if {name} is None or ats[hi - 1] > {name}: {name} = ats[hi - 1]"
                )
                step = f"if {name} is None: {name} = at"
                tally = Tally([f"{name} = None"], [step], [whole])
        self._source.tallies.add(query, tally)
        return name

    def _summed(self, op: str, query: n.Query) -> str:
        values = self._lists.get(query)
        if values is None:
            values = self._lists[query] = self._source.fresh("values")
            step = f"if a.value is not None: {values}.append(a.value)"
            self._source.tallies.add(query, Tally([f"{values} = []"], [step]))
        text = f"{self._source.bind('added', added)}({values})"
        if op == "mean":
            number = f"{self._source.bind('len', len)}({values})"
            text = f"{text} / {number} if {values} else None"
        return self._source.variable(op, text)


def _fitting(node: n.Trait, value: object) -> object:
    return value if fits(value, node) else None


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else value


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    op: partial(finite, row) for op, row in n.ARITHMETIC.items()
}
# No sum of two of these is too large for a float.
_SMALL = {n.Field, n.Constant}
_SURE = {"count", "total", "distinct_days"}
