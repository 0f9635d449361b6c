"""
When the answer of a rule may next change by itself, with nothing new arriving.

Between two happenings only the ages run on, so every number is a polynomial of the time
that passes, and a comparison turns where the difference of its sides is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from ..errors import RuleError
from ..instants import LAST
from ..leads import Lead
from . import nodes as n
from .meaning import exact

TICK = timedelta(microseconds=1)
_DAY = 86_400_000_000  # microseconds

# Coefficients by rising power; the unknown is microseconds since the instant asked of.
Polynomial: TypeAlias = tuple[Fraction, ...]


def happenings(nodes: Iterable[n.Node], lead: Lead) -> list[datetime]:
    """
    List the instants at which something of the history comes into or goes out of sight.

    Args:
        nodes: The rules and queries that are asked.

        lead: The lead.

    Returns:
        The instants in order, past ones included.

    Raises:
        RuleError: A rule is a host's own function, which may change at any time.
    """
    parts = [*n.walk_once(nodes)]
    for part in parts:
        if isinstance(part, n.Predicate):
            raise RuleError(
                f"rule {part.name!r}",
                "a function that leadkit can't see into",
                "rules of the rule language, to tell when they change",
                "Ask again when you know that the function may answer anew.",
            )
    queries = {part for part in parts if isinstance(part, n.Query)}
    instants = {
        record.at
        for records in (
            lead.activities, lead.consents, lead.touches, lead.moves, lead.grants
        )
        for record in records
    }  # fmt: skip
    instants.update(one.expires_at for one in lead.consents if one.expires_at)
    instants.update(at for at in (lead.created_at, lead.erased_at) if at is not None)
    for query in queries:
        if query.window is not None:
            instants.update(
                activity.at + query.window
                for activity in lead.activities
                if activity.type in query.types and query.window <= LAST - activity.at
            )
    return sorted(instants)


def turns(
    node: n.Node, lead: Lead, after: datetime, until: datetime
) -> Iterator[datetime]:
    """
    Find the instants at which comparisons of running ages may turn.

    Args:
        node: The rule.

        lead: The lead.

        after: From here on.

        until: Up to here; nothing of the history may happen in between.

    Returns:
        Candidates, a few microseconds around each turn, in no order.
    """
    return turns_of(running([node]), lead, after, until)


def running(nodes: Iterable[n.Node]) -> tuple[n.Node, ...]:
    """
    List the comparisons and computed numbers in some rules that read ages.

    Args:
        nodes: The rules; of the cards that they read, each is looked at once.
    """
    return tuple(
        part
        for part in n.walk_once(nodes)
        if isinstance(part, (n.Compare, n.Between, n.IsIn, n.Arithmetic))
        and reads_ages(part)
    )


def reads_ages(node: n.Node) -> bool:
    """
    Tell whether a rule or a number reads something that runs on by itself.
    """
    return any(map(_is_running, n.walk_once([node])))


def turns_of(
    parts: Iterable[n.Node], lead: Lead, after: datetime, until: datetime
) -> Iterator[datetime]:
    """
    Find what `turns` finds, in comparisons that `running` has listed.
    """
    for part in parts:
        for difference in _differences(part, lead, after):
            yield from crossings(difference, after, until)


def _is_running(node: n.Node) -> bool:
    return isinstance(node, (n.Age, n.TimeInStage)) or (
        isinstance(node, n.Aggregate) and node.op.startswith("days_since")
    )


def crossings(
    polynomial: Polynomial | None, after: datetime, until: datetime
) -> Iterator[datetime]:
    """
    Find the instants, within an interval, around which a polynomial is zero.
    """
    if polynomial is None or len(polynomial) <= 1:
        return
    length = (until - after) // TICK
    for root in _roots(polynomial, length):
        for near in range(root - 1, root + 3):
            if 0 < near <= length:
                yield after + near * TICK


def _differences(
    node: n.Node, lead: Lead, as_of: datetime
) -> Iterator[Polynomial | None]:
    match node:
        case n.Compare(left=left, right=right):
            sides = [(left, right)]
        case n.Between(value=value, low=low, high=high):
            sides = [(value, low), (value, high)]
        case n.IsIn(value=value, options=options):
            sides = [(value, option) for option in options]
        case _:
            return
    for left, right in sides:  # numbers, as ages are
        yield polynomial(n.Arithmetic("sub", left, right), lead, as_of)


def polynomial(node: n.Value, lead: Lead, as_of: datetime) -> Polynomial | None:
    """
    Express a number as a polynomial of the time that passes.

    Args:
        node: The number.

        lead: The lead.

        as_of: Where the time is zero.

    Returns:
        Exact coefficients per microsecond, or None if the number is missing.
    """
    match node:
        case n.Arithmetic(op=op, left=left, right=right):
            one = polynomial(left, lead, as_of)
            other = polynomial(right, lead, as_of)
            if one is None or other is None:
                return None
            return _product(one, other) if op == "mul" else _sum(one, other, op)
        case n.OrDefault(value=value, default=default):
            return polynomial(value, lead, as_of) or polynomial(default, lead, as_of)
        case _:
            pass
    seen = exact(node, lead, as_of)
    if seen is None:
        return None
    start = Fraction(seen)
    return (start, Fraction(1, _DAY)) if _is_running(node) else (start,)


def _sum(one: Polynomial, other: Polynomial, op: str) -> Polynomial:
    sign = 1 if op == "add" else -1
    size = max(len(one), len(other))
    padded = [(*p, *[Fraction(0)] * (size - len(p))) for p in (one, other)]
    return _trimmed([a + sign * b for a, b in zip(*padded, strict=True)])


def _product(one: Polynomial, other: Polynomial) -> Polynomial:
    out = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            out[i + j] += a * b
    return _trimmed(out)


def _trimmed(coefficients: list[Fraction]) -> Polynomial:
    while len(coefficients) > 1 and not coefficients[-1]:
        coefficients.pop()
    return tuple(coefficients)


def derivative(polynomial: Polynomial | None) -> Polynomial | None:
    """
    Take the slope of a polynomial: zero where a number stops rising or falling.
    """
    if polynomial is None:
        return None
    return tuple(i * c for i, c in enumerate(polynomial))[1:] or (Fraction(0),)


def value_at(polynomial: Polynomial, ticks: int) -> Fraction:
    """
    Compute a polynomial at a number of microseconds.
    """
    total = Fraction(0)
    for coefficient in reversed(polynomial):
        total = total * ticks + coefficient
    return total


def _roots(polynomial: Polynomial, length: int) -> list[int]:
    # Whole microseconds at or right before which a root lies, within [0, length].
    degree = len(polynomial) - 1
    if degree == 1:
        root = int(-polynomial[0] / polynomial[1] // 1)
        return [root] if root in range(-2, length + 3) else []
    # Between two extremes a polynomial is monotone: it has a root there, or none. An
    # extreme lies within the microsecond that begins at *turning*.
    slope = derivative(polynomial) or ()
    turning = {root for root in _roots(slope, length) if 0 <= root < length}
    ends = sorted({0, length, *turning, *(root + 1 for root in turning)})
    found = [at for at in ends if at in turning or not value_at(polynomial, at)]
    for start, end in pairwise(ends):
        low, high = start, end
        rising = value_at(polynomial, low) < value_at(polynomial, high)
        if (value_at(polynomial, low) > 0) == (value_at(polynomial, high) > 0):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if (value_at(polynomial, middle) > 0) == rising:
                high = middle
            else:
                low = middle
        found.append(low)
    return found
