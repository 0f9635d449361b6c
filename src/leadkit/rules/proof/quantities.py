"""
What a question asks: of which quantity, and what about it.

A quantity is a field, an aggregate of activities, a card's total, or a fact about the
lead; one that isn't independent of others, as a sum, is a quantity of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, TypeAlias

import attrs

from ...kinds import Scalar, ValueKind
from .. import nodes as n

#: Comparisons, and what each is with its sides changed.
MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne",
            "before": "after", "after": "before"}  # fmt: skip
#: Tests of a text by a part of it.
PATTERNS = {"contains", "starts_with", "ends_with"}


@attrs.frozen
class Pair:
    """
    How one value compares with another.

    Attributes:
        left: A value that is no constant.

        right: Another one.

        op: For patterns of texts, which.
    """

    left: n.Value
    right: n.Value
    op: str = ""


@attrs.frozen
class Fact:
    """
    Something about the lead itself.

    Attributes:
        name: What: ``"contact"``, ``"consent"``, ``"reach"``, ``"holds"``,
            ``"is_lead"`` or ``"opaque"``.

        of: What it is about.
    """

    name: str
    of: tuple[Hashable, ...] = ()


@attrs.frozen
class Stages:
    """
    Where a lead stands, stood and came from.
    """


@attrs.frozen
class Standing:
    """
    One case of `Stages`.

    Attributes:
        stage: Where the lead stands.

        source: Where it came from, None if it made no move.

        been: Where else it stood, of the stages that rules ask about.
    """

    stage: str
    source: str | None
    been: frozenset[str]


Key: TypeAlias = "n.Value | Pair | Fact | Stages"


@attrs.frozen
class Reading:
    """
    What one question asks of one quantity.

    Attributes:
        key: The quantity.

        op: A comparison, or ``"between"``, ``"in"``, ``"missing"``, ``"truth"``,
            ``"suits"``.

        operand: What it is compared with.

        default: The value where it is missing, None if there is none.
    """

    key: Key
    op: str
    operand: Any = None
    default: Scalar | None = None


def read(node: n.Question) -> Reading | bool | None:
    """
    Tell what a comparison asks of which quantity; or its answer, if it is always one.
    """
    match node:
        case n.Compare(op=op, left=left, right=right):
            return _compared(op, left, right)
        case n.Between(value=value, low=low, high=high):
            return _asked(value, "between", (low.value, high.value))
        case n.IsIn(value=value, options=options):
            return _asked(value, "in", tuple(option.value for option in options))
        case n.Truth(value=value):
            return _asked(value, "truth", None)
        case _:
            assert isinstance(node, n.IsMissing)  # noqa: S101  there is no other kind
            plain = isinstance(node.value, (n.Constant, n.OrDefault))
            return False if plain else Reading(node.value, "missing")


def _compared(op: str, left: n.Value, right: n.Value) -> Reading | bool | None:
    if isinstance(right, n.Constant):
        return _asked(left, op, right.value)
    if isinstance(left, n.Constant) and op in MIRRORED:
        return _asked(right, MIRRORED[op], left.value)
    if op in PATTERNS:
        return Reading(Pair(left, right, op), "truth")
    if str(right) < str(left):
        left, right, op = right, left, MIRRORED[op]
    return Reading(Pair(left, right), op, 0)


def _asked(value: n.Value, op: str, operand: Any) -> Reading | bool | None:
    default: Scalar | None = None
    inner = value
    while isinstance(inner, n.OrDefault):  # the innermost is the one that is taken
        default, inner = inner.default.value, inner.value
    reading = Reading(inner, op, operand, default)
    if isinstance(inner, n.Constant):
        return answer_at(reading, inner.value)
    return reading


def answer_at(reading: Reading, sample: Any) -> bool | None:
    if reading.op == "missing":
        return sample is None
    seen: Any = reading.default if sample is None else sample
    if seen is None:
        return None
    operand = reading.operand
    match reading.op:
        case "truth":
            return bool(seen)
        case "between":
            return bool(operand[0] <= seen <= operand[1])
        case "in" if isinstance(seen, Standing):
            return seen.stage in operand
        case "been":
            return operand in {seen.stage, seen.source, *seen.been}
        case "from":
            return bool(seen.source == operand)
        case "in":
            return seen in operand
        case op:
            return bool(n.COMPARISONS[op].compute(seen, operand))


def by_itself(reading: Reading) -> Reading:
    # A test of a text by a pattern, as a quantity of its own.
    assert isinstance(reading.key, n.Value)  # noqa: S101  a text
    pattern = n.Constant(reading.operand, ValueKind.TEXT)
    default = reading.default
    if default is not None:
        default = n.COMPARISONS[reading.op].compute(default, reading.operand)
    return Reading(Pair(reading.key, pattern, reading.op), "truth", None, default)


def is_text(reading: Reading) -> bool:
    return isinstance(reading.key, n.Value) and reading.key.kind is ValueKind.TEXT


def inside(node: n.Node) -> Iterable[n.Node]:
    # Without the rules of the cards that are read.
    yield node
    for part in n.children(node):
        yield from inside(part)


def hides_opaque(node: n.Node) -> bool:
    """
    Tell whether a comparison reads a card that asks a host's function.
    """
    if not isinstance(node, (n.Compare, n.Between, n.IsIn)):
        return False
    reads_card = any(isinstance(part, n.Total) for part in inside(node))
    return reads_card and any(isinstance(part, n.Predicate) for part in n.walk(node))
