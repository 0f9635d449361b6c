"""
The operators of the rule language: one table, with one row for each.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import attrs

from ..errors import RuleError
from ..kinds import ValueKind
from .tree import Value


@attrs.frozen
class Operator:
    """
    One row of the table: what an operator takes, how it reads and what it computes, as
    a function and as the text of one.
    """

    name: str
    symbol: str
    takes: frozenset[ValueKind]
    compute: Callable[[Any, Any], Any]
    text: str = ""


_NUMBER = frozenset({ValueKind.NUMBER})
_TEXT = frozenset({ValueKind.TEXT})
_INSTANT = frozenset({ValueKind.INSTANT})
_EQUAL = frozenset({ValueKind.NUMBER, ValueKind.TEXT, ValueKind.FLAG, ValueKind.CHOICE})

COMPARISONS: dict[str, Operator] = {
    row.name: row
    for row in (
        Operator("eq", "==", _EQUAL, operator.eq, "{left} == {right}"),
        Operator("ne", "!=", _EQUAL, operator.ne, "{left} != {right}"),
        Operator("lt", "<", _NUMBER, operator.lt, "{left} < {right}"),
        Operator("le", "<=", _NUMBER, operator.le, "{left} <= {right}"),
        Operator("gt", ">", _NUMBER, operator.gt, "{left} > {right}"),
        Operator("ge", ">=", _NUMBER, operator.ge, "{left} >= {right}"),
        Operator("contains", "contains", _TEXT, operator.contains, "{right} in {left}"),
        Operator(
            "starts_with",
            "starts with",
            _TEXT,
            str.startswith,
            "{left}.startswith({right})",
        ),
        Operator(
            "ends_with", "ends with", _TEXT, str.endswith, "{left}.endswith({right})"
        ),
        Operator("before", "before", _INSTANT, operator.lt, "{left} < {right}"),
        Operator("after", "after", _INSTANT, operator.gt, "{left} > {right}"),
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


def of_kind(kind: ValueKind) -> str:
    """
    Say what a value is, for errors: ``"a number"``, ``"an instant"``.
    """
    return f"{'an' if kind is ValueKind.INSTANT else 'a'} {kind.value}"


def check_kind(value: Value, kind: ValueKind, beside: Value, method: str) -> None:
    """
    Check that a value is of a kind.

    Args:
        value: The value.

        kind: Its kind.

        beside: What it stands beside, for the error, which alone pays for its text.

        method: What asks for it: ``".is_in()"``.

    Raises:
        RuleError: It is of another.
    """
    if value.kind is not kind:
        raise RuleError(
            f"{beside}{method}", f"{value}, {of_kind(value.kind)}", of_kind(kind)
        )


def check_operands(row: Operator, left: Value, right: Value) -> None:
    """
    Check that an operator takes two values.

    Raises:
        RuleError: It doesn't take one of them, or they are of different kinds.
    """
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
