"""
What would change an answer: how far a number is from a threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import ceil, floor
from typing import Any, Literal, TypeAlias

import attrs

from ..kinds import ValueKind
from . import nodes as n
from .looking import atoms
from .meaning import Answer, finite

Bound: TypeAlias = Literal["ge", "gt", "le", "lt", "eq", "ne"]

_OPPOSITE: Mapping[str, Bound] = {
    "ge": "lt",
    "lt": "ge",
    "gt": "le",
    "le": "gt",
    "eq": "ne",
    "ne": "eq",
}
_WORDS: Mapping[Bound, str] = {
    "ge": "",
    "gt": "more than ",
    "le": "at most ",
    "lt": "less than ",
    "eq": "exactly ",
}
# From here on, six digits wouldn't show the decimals.
_SHORT = 1e5


def in_digits(number: float) -> str:
    """
    Write a number for a reader: decimals that say nothing are left out.

    >>> in_digits(31.00001), in_digits(1 / 3), in_digits(120)
    ('31', '0.3333', '120')
    """
    if isinstance(number, float) and abs(number) < _SHORT:
        return f"{round(number, 4):g}"
    return str(number)


@attrs.frozen
class Gap:
    """
    How far a number is from turning the answer of a comparison.

    ``str(gap)`` says it: ``"engagement is 37, needs 40 (3 more)"``.

    Attributes:
        what: The number in the words of the rule.

        value: What it is.

        needed: Where the answer turns.

        bound: How the number must compare with *needed*: ``"ge"``, ``"gt"``, ``"le"``,
            ``"lt"``, ``"eq"`` or ``"ne"``.

        by_itself: Whether time alone brings it, in *difference* days: it is an age.
    """

    what: str
    value: float
    needed: float
    bound: Bound
    by_itself: bool = False

    @property
    def difference(self) -> float:
        """
        How much the number must grow; negative if it must fall.

        It is exact in decimals, so 40 is 2.65 more than 37.35.
        """
        if isinstance(self.value, int) and isinstance(self.needed, int):
            return self.needed - self.value
        return float(Decimal(repr(self.needed)) - Decimal(repr(self.value)))

    def __str__(self) -> str:
        told = f"{self.what} is {in_digits(self.value)}, needs"
        if self.bound == "ne":
            return f"{told} another number"
        told += f" {_WORDS[self.bound]}{in_digits(self.needed)}"
        difference = self.difference
        if not difference:
            return told
        amount = in_digits(abs(difference))
        if amount == "0":  # too little for the digits above
            amount = f"{abs(difference):.1g}"
        if self.by_itself:
            return f"{told} (in {amount} day{'' if amount == '1' else 's'} by itself)"
        over = "over " if self.bound in {"gt", "lt"} else ""
        return f"{told} ({over}{amount} {'more' if difference > 0 else 'less'})"


def gap(node: n.Question, answer: Answer, values: Iterable[Any]) -> Gap | None:
    """
    Tell how far a number is from turning the answer of a comparison with a constant.

    Args:
        node: The question.

        answer: Its answer.

        values: The values of its atoms, in their order.

    Returns:
        The gap; None if it is no such comparison, the number is missing, or no number
        of its kind would do.
    """
    value: Any
    needed: Any
    known = dict(zip(dict.fromkeys(atoms(node)), values, strict=False))
    match node:
        case _ if answer is None:
            return None
        case n.Compare(op=op, left=left, right=n.Constant(value=needed)):
            if left.kind is not ValueKind.NUMBER:
                return None
            value = _computed(left, known)
            bound: Bound = _OPPOSITE[op] if answer else _OPPOSITE[_OPPOSITE[op]]
        case n.Between(value=left, low=low, high=high):
            value = _computed(left, known)
            bound, needed = _nearer(value, low.value, high.value, inside=answer)
        case _:
            return None
    if value is None or n.COMPARISONS[bound].compute(value, needed):
        return None  # days are exact fractions, and floats here: a hair may be between
    if isinstance(left, n.Aggregate) and left.op in {"count", "distinct_days"}:
        bound, needed = _whole(bound, needed)
        if needed < 0 or needed != int(needed):
            return None
    by_itself = isinstance(left, n.Age) and bound == "ge"
    return Gap(str(left), value, needed, bound, by_itself)


def _computed(node: n.Value, known: Mapping[n.Value, Any]) -> Any:
    match node:
        case n.Constant(value=value):
            return value
        case n.OrDefault(value=inner, default=default):
            seen = _computed(inner, known)
            return default.value if seen is None else seen
        case n.Arithmetic(op=op, left=left, right=right):
            one, other = _computed(left, known), _computed(right, known)
            return finite(n.ARITHMETIC[op], one, other)
        case _:
            return known.get(node)


def _nearer(value: Any, low: Any, high: Any, *, inside: bool) -> tuple[Bound, Any]:
    if value is None or (not inside and value < low):
        return "ge", low
    if not inside:
        return "le", high
    return ("lt", low) if value - low < high - value else ("gt", high)


def _whole(bound: Bound, needed: Any) -> tuple[Bound, Any]:
    # A count is whole: more than 3 is 4 or more.
    match bound:
        case "gt":
            return "ge", floor(needed) + 1
        case "ge":
            return "ge", ceil(needed)
        case "lt":
            return "le", ceil(needed) - 1
        case "le":
            return "le", floor(needed)
        case _:
            return bound, needed
