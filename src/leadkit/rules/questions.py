"""
Questions in rules: comparisons, and what joins them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import attrs

from ..errors import RuleError, described
from ..kinds import Scalar, ValueKind
from .operators import COMPARISONS, check_kind, check_operands, of_kind
from .tree import Node, Question, Value
from .values import Constant, operand


def grouped(node: Node) -> str:
    """
    The text of a node as part of a larger one.
    """
    text = str(node)
    bare = isinstance(node, Not) or text.isidentifier()
    return text if bare else f"({text})"


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
        check_operands(COMPARISONS[self.op], self.left, self.right)
        super().__attrs_post_init__()

    def __str__(self) -> str:
        symbol = COMPARISONS[self.op].symbol
        return f"{operand(self.left)} {symbol} {operand(self.right)}"


@attrs.frozen
class Between(Question):
    """
    Whether a number lies between two others, both included.
    """

    value: Value
    low: Constant
    high: Constant

    def __attrs_post_init__(self) -> None:
        for part in (self.value, self.low, self.high):
            check_kind(part, ValueKind.NUMBER, self.value, ".between()")
        if self.low.value > self.high.value:  # type: ignore[operator]  # two numbers
            raise RuleError(
                f"{self.value}.between()",
                f"{self.low} and {self.high}",
                "the smaller one first",
                f"Write between({self.high}, {self.low}).",
            )
        super().__attrs_post_init__()

    def __str__(self) -> str:
        return f"{operand(self.value)} between {self.low} and {self.high}"


# Of what one may ask whether it is one of several.
_LISTED = (ValueKind.NUMBER, ValueKind.TEXT, ValueKind.CHOICE)


def _sorted(options: Iterable[Constant]) -> tuple[Constant, ...]:
    # Writing order is no matter.
    def place(option: Constant) -> tuple[bool, Scalar, str]:
        value = option.value
        return isinstance(value, str), value, type(value).__name__

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
        if self.value.kind not in _LISTED:
            raise RuleError(
                f"{self.value}.is_in()",
                of_kind(self.value.kind),
                " or ".join(map(of_kind, _LISTED)),
            )
        kind = self.value.kind
        for option in self.options:
            check_kind(option, kind, self.value, ".is_in()")
        super().__attrs_post_init__()

    def __str__(self) -> str:
        return f"{operand(self.value)} is in ({', '.join(map(str, self.options))})"


@attrs.frozen
class IsMissing(Question):
    """
    Whether a value is missing; never unknown.
    """

    value: Value

    def __str__(self) -> str:
        return f"{operand(self.value)} is missing"


@attrs.frozen
class Truth(Question):
    """
    A flag, asked as a question.
    """

    value: Value

    def __attrs_post_init__(self) -> None:
        check_kind(self.value, ValueKind.FLAG, self.value, " as a rule")
        super().__attrs_post_init__()

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
