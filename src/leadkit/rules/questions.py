"""
Questions in rules: comparisons, what joins them, and facts about the lead.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import attrs

from ..codes import Medium
from ..errors import RuleError, described, listing
from ..kinds import Scalar, ValueKind
from .doors import choice, code, codes
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


def _consented_for(given: str) -> str:
    return code(given, "consented()")


def _consented_by(given: str) -> str:
    return choice(given, Medium, "consented()")


@attrs.frozen
class Consented(Question):
    """
    Whether a consent for a purpose is granted and not withdrawn.
    """

    purpose: str = attrs.field(converter=_consented_for)
    medium: str = attrs.field(converter=_consented_by)

    def __str__(self) -> str:
        return f"consented {self.purpose!r} by {self.medium!r}"


def _reachable_for(given: str) -> str:
    return code(given, "reachable()")


def _reachable_by(given: str | None) -> str | None:
    return None if given is None else choice(given, Medium, "reachable()")


@attrs.frozen
class Reachable(Question):
    """
    Whether there is a contact point with a consent for the purpose and its medium.
    """

    purpose: str = attrs.field(converter=_reachable_for)
    medium: str | None = attrs.field(default=None, converter=_reachable_by)

    def __str__(self) -> str:
        by = "" if self.medium is None else f" by {self.medium!r}"
        return f"reachable {self.purpose!r}{by}"


def _stages(given: Iterable[str]) -> tuple[str, ...]:
    return codes(tuple(given), "in_stage()", "stage")


@attrs.frozen
class InStage(Question):
    """
    Whether the lead stands in one of these stages.
    """

    stages: tuple[str, ...] = attrs.field(converter=_stages)

    def __str__(self) -> str:
        return f"in stage {listing(self.stages)}"


def _been(given: str) -> str:
    return code(given, "has_been()")


@attrs.frozen
class HasBeen(Question):
    """
    Whether the lead stands, or ever stood, in a stage.
    """

    stage: str = attrs.field(converter=_been)

    def __str__(self) -> str:
        return f"has been {self.stage!r}"


def _left(given: str) -> str:
    return code(given, "came_from()")


@attrs.frozen
class CameFrom(Question):
    """
    Whether the lead came to its stage from another one.
    """

    stage: str = attrs.field(converter=_left)

    def __str__(self) -> str:
        return f"came from {self.stage!r}"


def _held(given: str) -> str:
    return code(given, "holds()")


@attrs.frozen
class Holds(Question):
    """
    Whether a qualification is recorded as granted.
    """

    qualification: str = attrs.field(converter=_held)

    def __str__(self) -> str:
        return f"holds {self.qualification!r}"


def _conversed_since(given: str | None) -> str | None:
    return None if given is None else code(given, "conversed()")


@attrs.frozen
class Conversed(Question):
    """
    Whether a human and we have talked, possibly since an entry into a stage.
    """

    since: str | None = attrs.field(default=None, converter=_conversed_since)

    def __str__(self) -> str:
        return "conversed" if self.since is None else f"conversed since {self.since!r}"


@attrs.frozen
class IsLead(Question):
    """
    Whether the record is a lead: reachable of its own will, interested, and new.
    """

    def __str__(self) -> str:
        return "is_lead"
