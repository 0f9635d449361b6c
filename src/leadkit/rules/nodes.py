"""
The tree that a rule is: frozen nodes without operators, and the table of operators.

Every node checks itself when it is made, so Python operators and any reader of stored
rules go through the same door. A node compares, hashes and pickles by structure, and
``str(node)`` is its text, parenthesised so that grouping is never in doubt.
"""

from __future__ import annotations

import operator
import sys
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from enum import Enum
from importlib import import_module
from itertools import chain
from pickle import PicklingError, UnpicklingError
from typing import Any, NoReturn, Protocol, Self, cast, runtime_checkable

import attrs

from ..errors import RuleError, described, listing, near_miss
from ..instants import in_words, utc
from ..kinds import LARGEST, Scalar, ValueKind

# Deeper trees break CPython's parser once a rule is compiled; all_of() and any_of() of
# any number of rules are flat.
DEEPEST = 64


@attrs.frozen
class Operator:
    """
    One row of the table: what an operator takes, how it reads and what it computes.
    """

    name: str
    symbol: str
    takes: frozenset[ValueKind]
    compute: Callable[[Any, Any], Any]


_NUMBER = frozenset({ValueKind.NUMBER})
_TEXT = frozenset({ValueKind.TEXT})
_INSTANT = frozenset({ValueKind.INSTANT})
_EQUAL = frozenset({ValueKind.NUMBER, ValueKind.TEXT, ValueKind.FLAG, ValueKind.CHOICE})

COMPARISONS: dict[str, Operator] = {
    row.name: row
    for row in (
        Operator("eq", "==", _EQUAL, operator.eq),
        Operator("ne", "!=", _EQUAL, operator.ne),
        Operator("lt", "<", _NUMBER, operator.lt),
        Operator("le", "<=", _NUMBER, operator.le),
        Operator("gt", ">", _NUMBER, operator.gt),
        Operator("ge", ">=", _NUMBER, operator.ge),
        Operator("contains", "contains", _TEXT, operator.contains),
        Operator("starts_with", "starts with", _TEXT, str.startswith),
        Operator("ends_with", "ends with", _TEXT, str.endswith),
        Operator("before", "before", _INSTANT, operator.lt),
        Operator("after", "after", _INSTANT, operator.gt),
    )
}
ARITHMETIC: dict[str, Operator] = {
    row.name: row
    for row in (
        Operator("add", "+", _NUMBER, operator.add),
        Operator("sub", "-", _NUMBER, operator.sub),
        Operator("mul", "*", _NUMBER, operator.mul),
    )
}
# What may be computed of the activities that a query finds, and how it reads.
AGGREGATES: dict[str, str] = {
    "count": "count of",
    "total": "total of",
    "largest": "largest of",
    "mean": "mean of",
    "latest": "latest value of",
    "distinct_days": "days with",
    "days_since_first": "days since first",
    "days_since_last": "days since last",
}


@attrs.frozen
class Node:
    """
    A part of a rule.
    """

    depth: int = attrs.field(init=False, eq=False, repr=False, default=1)

    def __attrs_post_init__(self) -> None:
        depth = 1 + max((child.depth for child in children(self)), default=0)
        if depth > DEEPEST:
            raise RuleError(
                "a rule",
                f"a depth of {depth}",
                f"at most {DEEPEST}",
                "Join many rules with all_of() or any_of(), which are flat.",
            )
        object.__setattr__(self, "depth", depth)


@attrs.frozen
class Value(Node):
    """
    A node with a value: a number, a text, a flag, an instant or a choice.
    """

    @property
    def kind(self) -> ValueKind:
        """
        What may be asked of the value.
        """
        return ValueKind.NUMBER

    @property
    def choices(self) -> tuple[Scalar, ...]:
        """
        The values there are, for a choice.
        """
        return ()


@attrs.frozen
class Question(Node):
    """
    A node that is answered yes, no or unknown.
    """


def children(node: Node) -> Iterator[Node]:
    """
    Walk through the nodes directly inside a node.
    """
    for field in attrs.fields(type(node)):
        part: object = getattr(node, field.name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            items = cast("tuple[object, ...]", part)
            yield from (item for item in items if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """
    Walk through a node and all nodes inside it, those of scorecards it reads included.
    """
    yield node
    for child in children(node):
        yield from walk(child)
    if isinstance(node, Total):
        for inner in node.card.nodes:
            yield from walk(inner)


def of_kind(kind: ValueKind) -> str:
    """
    Say what a value is, for errors: ``"a number"``, ``"an instant"``.
    """
    return f"{'an' if kind is ValueKind.INSTANT else 'a'} {kind.value}"


def grouped(node: Node) -> str:
    """
    The text of a node as part of a larger one.
    """
    text = str(node)
    bare = isinstance(node, Not) or text.isidentifier()
    return text if bare else f"({text})"


# Values ------------------------------------------------------------------------------


@attrs.frozen
class Constant(Value):
    """
    A value that was written into the rule; `constant` checks it.
    """

    value: Scalar
    of: ValueKind

    @property
    def kind(self) -> ValueKind:
        return self.of

    def __str__(self) -> str:
        if isinstance(self.value, datetime):
            return self.value.isoformat()
        return repr(self.value)


@attrs.frozen
class Field(Value):
    """
    A field of the record.
    """

    name: str
    of: ValueKind
    options: tuple[Scalar, ...] = ()

    @property
    def kind(self) -> ValueKind:
        return self.of

    @property
    def choices(self) -> tuple[Scalar, ...]:
        return self.options

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Trait(Field):
    """
    A field that a tenant defined at run time, kept in the record's ``traits``.
    """


@attrs.frozen
class Age(Value):
    """
    Days since an instant; negative before it.
    """

    instant: Value

    def __str__(self) -> str:
        return f"age of {grouped_value(self.instant)}"


@attrs.frozen
class TimeInStage(Value):
    """
    Days since the lead entered the stage it is in.
    """

    def __str__(self) -> str:
        return "time_in_stage"


@attrs.frozen
class Arithmetic(Value):
    """
    The sum, difference or product of two numbers.
    """

    op: str
    left: Value
    right: Value

    def __attrs_post_init__(self) -> None:
        _check_operands(ARITHMETIC[self.op], self.left, self.right)
        super().__attrs_post_init__()

    def __str__(self) -> str:
        symbol = ARITHMETIC[self.op].symbol
        return f"{grouped_value(self.left)} {symbol} {grouped_value(self.right)}"


@attrs.frozen
class OrDefault(Value):
    """
    A value, or another one where it is missing.
    """

    value: Value
    default: Constant

    @property
    def kind(self) -> ValueKind:
        return self.value.kind

    @property
    def choices(self) -> tuple[Scalar, ...]:
        return self.value.choices

    def __str__(self) -> str:
        return f"{grouped_value(self.value)} or default {self.default}"


@runtime_checkable
class Scored(Protocol):
    """
    What a scorecard is to a rule: a name, a total, and the rules it is made of.
    """

    @property
    def name(self) -> str:
        """The scorecard's name."""
        ...

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The rules and queries that its entries read."""
        ...

    @abstractmethod
    def hundredths(self, lead: Any, *, as_of: datetime) -> int:
        """Total in whole hundredths of a point."""

    @abstractmethod
    def next_change(self, lead: Any, *, as_of: datetime) -> datetime | None:
        """Tell when the total next differs."""


@attrs.frozen
class Total(Value):
    """
    The total of a scorecard.
    """

    card: Scored

    def __str__(self) -> str:
        return self.card.name


@attrs.frozen
class Query(Node):
    """
    Which activities are meant.

    Attributes:
        types: Any of these.

        where: Conditions: name and value, each of which must hold.

        window: Only those within this span before the question's instant.

        since: Only those after the latest entry into this stage.
    """

    types: tuple[str, ...]
    where: tuple[tuple[str, Scalar], ...] = ()
    window: timedelta | None = None
    since: str | None = None

    def __str__(self) -> str:
        text = " or ".join(self.types)
        if self.where:
            text += " where " + " and ".join(
                f"{name.replace('_', ' ')} {'' if '_' in name else 'is '}{value!r}"
                for name, value in self.where
            )
        if self.since is not None:
            text += f" since {self.since!r}"
        if self.window is not None:
            text += f" within {in_words(self.window)}"
        return text


@attrs.frozen
class Aggregate(Value):
    """
    A number computed of the activities that a query finds.
    """

    op: str
    query: Query

    def __str__(self) -> str:
        return f"{AGGREGATES[self.op]} {self.query}"


def grouped_value(value: Value) -> str:
    """
    The text of a value as part of a larger one.
    """
    simple = isinstance(value, (Constant, Field, Total, TimeInStage))
    return str(value) if simple else f"({value})"


def _operand(value: Value) -> str:
    return f"({value})" if isinstance(value, (Arithmetic, OrDefault)) else str(value)


# Questions ---------------------------------------------------------------------------


@attrs.frozen
class Always(Question):
    """
    A question with one answer.
    """

    answer: bool

    def __str__(self) -> str:
        return "always" if self.answer else "never"


@attrs.frozen
class Compare(Question):
    """
    Two values, compared; unknown if one is missing.
    """

    op: str
    left: Value
    right: Value

    def __attrs_post_init__(self) -> None:
        _check_operands(COMPARISONS[self.op], self.left, self.right)
        super().__attrs_post_init__()

    def __str__(self) -> str:
        symbol = COMPARISONS[self.op].symbol
        return f"{_operand(self.left)} {symbol} {_operand(self.right)}"


@attrs.frozen
class Between(Question):
    """
    Whether a number lies between two others, both included.
    """

    value: Value
    low: Constant
    high: Constant

    def __attrs_post_init__(self) -> None:
        if self.low.value > self.high.value:  # type: ignore[operator]  # two numbers
            raise RuleError(
                f"{self.value}.between()",
                f"{self.low} and {self.high}",
                "the smaller one first",
                f"Write between({self.high}, {self.low}).",
            )
        super().__attrs_post_init__()

    def __str__(self) -> str:
        return f"{_operand(self.value)} between {self.low} and {self.high}"


def _sorted(options: Iterable[Constant]) -> tuple[Constant, ...]:
    # Writing order is no matter.
    def place(option: Constant) -> tuple[bool, Scalar]:
        return isinstance(option.value, str), option.value

    return tuple(sorted(dict.fromkeys(options), key=place))


@attrs.frozen
class IsIn(Question):
    """
    Whether a value is one of several.
    """

    value: Value
    options: tuple[Constant, ...] = attrs.field(converter=_sorted)

    def __attrs_post_init__(self) -> None:
        if not self.options:
            raise RuleError(
                f"{self.value}.is_in()",
                "no values",
                "at least one",
                "A value is never in nothing; leave the rule out or use NEVER.",
            )
        super().__attrs_post_init__()

    def __str__(self) -> str:
        return f"{_operand(self.value)} is in ({', '.join(map(str, self.options))})"


@attrs.frozen
class IsMissing(Question):
    """
    Whether a value is missing; never unknown.
    """

    value: Value

    def __str__(self) -> str:
        return f"{_operand(self.value)} is missing"


@attrs.frozen
class Truth(Question):
    """
    A flag, asked as a question.
    """

    value: Value

    def __str__(self) -> str:
        return str(self.value)


def _all(parts: Iterable[Question]) -> tuple[Question, ...]:
    nested = (part.parts if isinstance(part, And) else (part,) for part in parts)
    return tuple(chain.from_iterable(nested))


@attrs.frozen
class And(Question):
    """
    Known true if all parts are, known false if one is, else unknown.
    """

    parts: tuple[Question, ...] = attrs.field(converter=_all)

    def __str__(self) -> str:
        return " & ".join(map(grouped, self.parts))


def _any(parts: Iterable[Question]) -> tuple[Question, ...]:
    nested = (part.parts if isinstance(part, Or) else (part,) for part in parts)
    return tuple(chain.from_iterable(nested))


@attrs.frozen
class Or(Question):
    """
    Known true if one part is, known false if all are, else unknown.
    """

    parts: tuple[Question, ...] = attrs.field(converter=_any)

    def __str__(self) -> str:
        return " | ".join(map(grouped, self.parts))


@attrs.frozen
class Not(Question):
    """
    The opposite; unknown stays unknown.
    """

    part: Question

    def __str__(self) -> str:
        return f"~{grouped(self.part)}"


@attrs.frozen
class AtLeast(Question):
    """
    Known true if so many parts are, known false if so many can't be, else unknown.
    """

    needed: int
    parts: tuple[Question, ...]

    def __attrs_post_init__(self) -> None:
        if type(self.needed) is not int or not 1 <= self.needed <= len(self.parts):
            came = self.needed if type(self.needed) is int else described(self.needed)
            raise RuleError(
                "at_least()",
                f"{came} of {len(self.parts)} rules",
                "a whole number from 1 to the number of rules",
            )
        super().__attrs_post_init__()

    def __str__(self) -> str:
        return f"at least {self.needed} of {', '.join(map(grouped, self.parts))}"


@attrs.frozen
class Consented(Question):
    """
    Whether a consent for a purpose is granted and not withdrawn.
    """

    purpose: str
    medium: str

    def __str__(self) -> str:
        return f"consented {self.purpose!r} by {self.medium!r}"


@attrs.frozen
class Reachable(Question):
    """
    Whether there is a contact point with a consent for the purpose and its medium.
    """

    purpose: str
    medium: str | None = None

    def __str__(self) -> str:
        by = "" if self.medium is None else f" by {self.medium!r}"
        return f"reachable {self.purpose!r}{by}"


@attrs.frozen
class InStage(Question):
    """
    Whether the lead stands in one of these stages.
    """

    stages: tuple[str, ...]

    def __str__(self) -> str:
        return f"in stage {listing(self.stages)}"


@attrs.frozen
class HasBeen(Question):
    """
    Whether the lead stands, or ever stood, in a stage.
    """

    stage: str

    def __str__(self) -> str:
        return f"has been {self.stage!r}"


@attrs.frozen
class CameFrom(Question):
    """
    Whether the lead came to its stage from another one.
    """

    stage: str

    def __str__(self) -> str:
        return f"came from {self.stage!r}"


@attrs.frozen
class Holds(Question):
    """
    Whether a qualification is recorded as granted.
    """

    qualification: str

    def __str__(self) -> str:
        return f"holds {self.qualification!r}"


@attrs.frozen
class Conversed(Question):
    """
    Whether a human and we have talked, possibly since an entry into a stage.
    """

    since: str | None = None

    def __str__(self) -> str:
        return "conversed" if self.since is None else f"conversed since {self.since!r}"


@attrs.frozen
class IsLead(Question):
    """
    Whether the record is a lead: reachable of its own will, interested, and new.
    """

    def __str__(self) -> str:
        return "is_lead"


@attrs.frozen
class Predicate(Question):
    """
    A host's own function, opaque to every reading but the asking.
    """

    name: str
    function: Callable[[Any, datetime], object]

    def __str__(self) -> str:
        return self.name

    def __deepcopy__(self, _: object) -> Self:
        return self  # like the function in it

    def __reduce__(self) -> tuple[Any, ...]:
        function = self.function
        where = (
            getattr(function, "__module__", None) or "",
            getattr(function, "__qualname__", ""),
        )
        if "<" in where[1]:  # <lambda>, <locals>
            raise PicklingError(
                f"rule {self.name!r}: got a function without a place in a module, "
                "expected one at the top level of a module, because pickle stores "
                "functions by name. Define it there, or leave the rule out."
            )
        # @rule puts a rule where its function stood, and that is what is found there.
        if getattr(_at(*where), "node", None) == self:
            return _predicate, where
        return Predicate, (self.name, function)


def _at(module: str, place: str) -> object:
    found: object = sys.modules.get(module)
    for name in place.split("."):
        found = getattr(found, name, None)
    return found


def _predicate(module: str, place: str) -> Predicate:
    import_module(module)
    node = getattr(_at(module, place), "node", None)
    if not isinstance(node, Predicate):
        raise UnpicklingError(
            f"{module}.{place}: got something else, expected a function under @rule, "
            "as when the rule was pickled."
        )
    return node


# The door ----------------------------------------------------------------------------


def constant(value: object, beside: Value) -> Constant:
    """
    Check a value that a rule compares with something.

    Args:
        value: What was written.

        beside: What it stands beside; its kind is the kind that *value* must have.

    Returns:
        The value in canonical form: whole floats as ints, enumeration members as codes,
        instants in UTC.

    Raises:
        RuleError: It has another type, isn't one of the choices, isn't finite or is
            beyond 10**15.
    """
    kind = beside.kind
    if value is None:
        raise RuleError(
            f"a comparison with {beside}",
            "None",
            "a value",
            "Ask .is_missing(), or give a default with .or_default(value).",
        )
    if kind is ValueKind.CHOICE:
        return Constant(_choice(value, beside), kind)
    if kind is ValueKind.NUMBER:
        return Constant(_number(value, beside), kind)
    if kind is ValueKind.INSTANT:
        return Constant(utc(value, f"an instant compared with {beside}"), kind)
    plain = value.value if isinstance(value, Enum) else value
    if kind is ValueKind.TEXT and type(plain) is str:
        return Constant(plain, kind)
    if kind is ValueKind.FLAG and type(plain) is bool:
        return Constant(plain, kind)
    return _mismatch(value, beside)


def _mismatch(value: object, beside: Value) -> NoReturn:
    wanted = {ValueKind.NUMBER: "a number", ValueKind.TEXT: "a text"}.get(
        beside.kind, "True or False"
    )
    raise RuleError(
        f"a comparison with {beside}",
        described(value),
        wanted,
    )


def _number(value: object, beside: Value) -> int | float:
    if type(value) is not int and type(value) is not float:
        _mismatch(value, beside)
    if not -LARGEST <= value <= LARGEST:
        raise RuleError(
            f"a comparison with {beside}",
            "a number that isn't finite or is beyond 10**15",
            "a finite number of at most 16 digits",
        )
    return int(value) if value == int(value) else value


def _choice(value: object, beside: Value) -> Scalar:
    plain = value.value if isinstance(value, Enum) else value
    for option in beside.choices:
        # The type first: a handle's == makes a rule, which has no truth.
        if type(option) is type(plain) and option == plain:
            return option
    texts = [option for option in beside.choices if isinstance(option, str)]
    raise RuleError(
        f"a comparison with {beside}",
        repr(plain),
        f"one of its choices, {' or '.join(map(repr, beside.choices))}",
        near_miss(plain, texts) if isinstance(plain, str) else "",
    )


def _check_operands(row: Operator, left: Value, right: Value) -> None:
    for side in (left, right):
        if side.kind not in row.takes:
            kinds = " or ".join(sorted(map(of_kind, row.takes)))
            raise RuleError(
                f"'{row.symbol}' between {left} and {right}",
                f"{side}, {of_kind(side.kind)}",
                kinds,
                _CURES.get((row.name, side.kind), ""),
            )
    if left.kind is not right.kind:
        raise RuleError(
            f"'{row.symbol}' between {left} and {right}",
            f"{of_kind(left.kind)} and {of_kind(right.kind)}",
            "two values of one kind",
        )


_CURES = {
    (op, ValueKind.INSTANT): "Use .before(instant), .after(instant) or .age()."
    for op in ("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul")
} | {
    (op, ValueKind.TEXT): "Texts have no order; use ==, .is_in() or .contains()."
    for op in ("lt", "le", "gt", "ge")
}
