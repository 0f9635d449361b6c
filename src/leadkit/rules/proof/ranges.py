"""
The ranges of numbers and instants in rules, and where in them a question is answered.
"""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Protocol, runtime_checkable

from ...instants import DAY
from ...kinds import LARGEST
from .. import nodes as n
from ..turning import TICK
from .quantities import Reading, answer_at
from .regions import MISSING, Range, on_grid, on_line

#: Instants are counted from here, in microseconds.
EPOCH = datetime.min.replace(tzinfo=UTC)
#: How many there are to a day.
TICKS = DAY // TICK
#: How many there are at all.
LONGEST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // TICK


@runtime_checkable
class Bounded(Protocol):
    """
    What a scorecard tells about its total.
    """

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the most it can give."""
        ...


def on_range(reading: Reading, domain: Range) -> tuple[int, int]:
    key, op, operand = reading.key, reading.op, reading.operand
    assert isinstance(key, n.Value)  # noqa: S101  only values have ranges
    if op == "missing":
        return domain.all & MISSING, domain.known
    if op == "between":
        low, high = (threshold(key, end) for end in operand)
        yes = domain.compared("ge", low) & domain.compared("le", high)
    elif op == "in":
        yes = 0
        for one in operand:
            yes |= domain.at(threshold(key, one))
    else:
        yes = domain.compared(op, threshold(key, operand))
    there = domain.at_missing(answer_at(reading, None))
    return yes | there[0], domain.known & ~yes | there[1]


def threshold(key: n.Value, value: Any) -> Fraction:
    # A threshold in the units of the quantity's range.
    if isinstance(value, datetime):
        return Fraction((value - EPOCH) // TICK)
    if isinstance(key, n.Total):
        # Totals are compared as floats of whole hundredths.
        near = round(Fraction(value) * 100)
        return Fraction(near, 100) if near / 100 == value else Fraction(value)
    return Fraction(value)


def range_of_number(
    key: n.Value, cuts: set[Fraction], *, whole: bool, optional: bool
) -> Range:
    match key:
        case n.Total(card=card):
            bounds = card.bounds if isinstance(card, Bounded) else (None, None)
            least, most = map(_hundredths, bounds)
            return Range(on_grid(cuts, 100, least, most), optional=False)
        case n.Aggregate():
            return _range_of_aggregate(key, cuts)
        case n.TimeInStage():
            return Range(on_grid(cuts, TICKS, 0, LONGEST))
        case n.Age():
            return Range(on_grid(cuts, TICKS, -LONGEST, LONGEST), optional)
        case n.Field():
            if whole:
                return Range(on_grid(cuts, 1, -LARGEST, LARGEST), optional)
            ends = (Fraction(-LARGEST), Fraction(LARGEST))
            return Range(on_line(cuts, *ends), optional)
        case _:
            return Range(on_line(cuts, None, None))


def _range_of_aggregate(key: n.Aggregate, cuts: set[Fraction]) -> Range:
    low, high = _values(key.query)
    none = high < low  # the conditions exclude each other
    match key.op:
        case "count" | "distinct_days":
            regions = on_grid({*cuts, Fraction(0)}, 1, 0, 0 if none else None)
            return Range(regions, optional=False)
        case "total":
            end = Fraction(0) if none else None
            return Range(on_line({*cuts, Fraction(0)}, end, end), optional=False)
        case _ if none:
            return Range(())
        case "days_since_first" | "days_since_last":
            window = key.query.window
            longest = LONGEST if window is None else window // TICK - 1
            return Range(on_grid(cuts, TICKS, 0, longest))
        case "mean":  # its last digit may lie outside
            return Range(on_line(cuts, None, None))
        case _:
            return Range(on_line(cuts, low, high))


def _hundredths(points: float | None) -> int | None:
    return None if points is None else round(Fraction(points) * 100)


def _values(query: n.Query) -> tuple[Fraction, Fraction]:
    # Which values the activities of a query may have.
    conditions: dict[str, Any] = dict(query.where)
    exact = conditions.get("value")
    low = max(conditions.get("value_at_least", -LARGEST), -LARGEST)
    high = min(conditions.get("value_at_most", LARGEST), LARGEST)
    if exact is not None:
        low, high = max(low, exact), min(high, exact)
    return Fraction(low), Fraction(high)
