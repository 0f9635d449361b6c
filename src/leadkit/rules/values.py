"""
Values in rules: constants, fields, ages, aggregates of activities, totals of cards.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

import attrs

from ..errors import RuleError, listing
from ..instants import in_words
from ..kinds import Scalar, ValueKind
from .doors import code, codes, condition, window
from .operators import AGGREGATES, ARITHMETIC, check_kind, check_operands
from .tree import Node, Value, children


def _with_type(value: Scalar) -> tuple[type, Scalar]:
    return type(value), value


@attrs.frozen
class Constant(Value):
    """
    A value that was written into the rule; ``constant()`` checks it.
    """

    value: Scalar = attrs.field(eq=_with_type)  # True is 1 to Python, and no 1 here
    of: ValueKind

    @property
    def kind(self) -> ValueKind:
        return self.of

    def __str__(self) -> str:
        if isinstance(self.value, datetime):
            return self.value.isoformat()
        return repr(self.value)


def _with_types(values: tuple[Scalar, ...]) -> tuple[tuple[type, Scalar], ...]:
    return tuple(map(_with_type, values))


@attrs.frozen
class Field(Value):
    """
    A field of the record.
    """

    name: str
    of: ValueKind
    options: tuple[Scalar, ...] = attrs.field(default=(), eq=_with_types)

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

    def __attrs_post_init__(self) -> None:
        check_kind(self.instant, ValueKind.INSTANT, self.instant, ".age()")
        super().__attrs_post_init__()

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
        check_operands(ARITHMETIC[self.op], self.left, self.right)
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

    def __attrs_post_init__(self) -> None:
        check_kind(self.default, self.value.kind, self.value, ".or_default()")
        super().__attrs_post_init__()

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

    @property
    def beyond(self) -> tuple[Node, ...]:
        return self.card.nodes

    def __str__(self) -> str:
        return self.card.name


def _types(given: Iterable[str]) -> tuple[str, ...]:
    return codes(tuple(given), "activity()", "activity type")


def _where(given: Iterable[tuple[str, Scalar]]) -> tuple[tuple[str, Scalar], ...]:
    # Writing order is no matter.
    return tuple(sorted((name, condition(name, wanted)) for name, wanted in given))


def _since(given: str | None) -> str | None:
    return None if given is None else code(given, "since()")


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

    types: tuple[str, ...] = attrs.field(converter=_types)
    where: tuple[tuple[str, Scalar], ...] = attrs.field(default=(), converter=_where)
    window: timedelta | None = None
    since: str | None = attrs.field(default=None, converter=_since)

    def __attrs_post_init__(self) -> None:
        if self.window is not None:
            window(self.window, "within()")
        super().__attrs_post_init__()

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

    def __attrs_post_init__(self) -> None:
        if self.op not in AGGREGATES:
            raise RuleError(
                "what is computed of activities", "another name", listing(AGGREGATES)
            )
        super().__attrs_post_init__()

    def __str__(self) -> str:
        return f"{AGGREGATES[self.op]} {self.query}"


def walk_once(nodes: Iterable[Node]) -> Iterator[Node]:
    """
    Walk through several nodes as ``walk`` does through one, each card once for all.
    """
    waiting = [*nodes][::-1]
    entered: set[int] = set()
    while waiting:
        here = waiting.pop()
        yield here
        if isinstance(here, Total):
            if id(here.card) in entered:
                continue
            entered.add(id(here.card))
        waiting.extend(reversed((*children(here), *here.beyond)))


def grouped_value(value: Value) -> str:
    """
    The text of a value as part of a larger one.
    """
    simple = isinstance(value, (Constant, Field, Total, TimeInStage))
    return str(value) if simple else f"({value})"


def operand(value: Value) -> str:
    """
    The text of a value beside an operator.
    """
    return f"({value})" if isinstance(value, (Arithmetic, OrDefault)) else str(value)
