"""
Instants and numbers, at the edges of what they are compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from math import ceil, floor, inf, nextafter
from operator import mul
from typing import Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...instants import DAY
from ...kinds import Scalar
from ...rules.turning import TICK
from .constraints import Constraints
from .edges import AS_OF, beside
from .naming import made_of, often

T = TypeVar("T")

# What isn't bounded by its class stays within what people count and pay.
USUAL = 100_000
_MOST_TRIES = 20
_SECOND = timedelta(seconds=1)
_UNITS = tuple(10**places for places in range(2, 19))
_INWARDS = (timedelta(), TICK, DAY, 30 * DAY, 365 * DAY)


def instants(
    as_of: datetime = AS_OF, ages: Iterable[timedelta] = ()
) -> SearchStrategy[datetime]:
    """
    Instants: as of the question, at and beside edges, and anywhere in two years.

    Some are later than the question. They shrink towards *as_of*.

    Args:
        as_of: The instant of the question.

        ages: Ages at which something turns.
    """
    near = beside(ages)
    # Mostly at an edge, where there is one: what is asked of a lead turns nowhere else.
    spans = (
        often(st.sampled_from([timedelta(), *near]))
        | first_of(near, 3)
        | st.integers(0, 400).map(DAY.__mul__)
        | st.integers(-10 * 86_400, 400 * 86_400).map(_SECOND.__mul__)
    )
    return made_of(as_of.__sub__, spans)


def at_bounds(demands: Constraints) -> SearchStrategy[Any]:
    """
    Days or instants at the bounds of a field, which may lie far from any question.

    Args:
        demands: What the field demands.
    """
    lows = [one for one in (demands.low, *demands.above) if isinstance(one, date)]
    highs = [one for one in (demands.high, *demands.below) if isinstance(one, date)]
    near = [low + span for span in _INWARDS for low in lows]
    near += [high - span for span in _INWARDS for high in highs]
    return first_of(one for one in near if demands.allow(one))


def numbers(
    edges: Iterable[Scalar] = (),
    demands: Constraints = Constraints(),  # noqa: B008  it is frozen
    *,
    whole: bool = False,
) -> SearchStrategy[float]:
    """
    Numbers, often at an edge or beside it; they shrink towards 0.

    Args:
        edges: What they are compared with.

        demands: What their field demands.

        whole: Whether they have no fraction.
    """
    near = [
        one
        for edge in edges
        if isinstance(edge, (int, float))
        for one in _beside(edge, whole=whole)
        if demands.allow(one)
    ]
    unit = demands.multiple if demands.multiple is not None else 1
    first, last = _units(demands, unit)
    some: SearchStrategy[float] = st.nothing()
    if first <= last:
        some = made_of(mul, st.integers(first, last), st.just(unit))
        if demands.multiple is None:
            # Small ones, which people have, as often as any.
            small = (max(first, min(0, last)), min(last, max(first, 0) + 100))
            some = st.integers(*small) | some
    if not whole and demands.multiple is None:
        some = some | _fractions(demands, float)
    return first_of(near, 4) | some


def bounds_of(demands: Constraints) -> tuple[Any, Any]:
    """
    Tell between which numbers a field's lie; not farther apart than is usual.

    Args:
        demands: What the field demands.
    """
    lows = [*demands.above, *([] if demands.low is None else [demands.low])]
    highs = [*demands.below, *([] if demands.high is None else [demands.high])]
    low = max(lows, default=None)
    high = min(highs, default=None)
    if low is None:
        low = -USUAL if high is None or high > -USUAL else high - USUAL
    if high is None:
        high = max(low, 0) + USUAL
    return low, high


def _beside(edge: float, *, whole: bool) -> list[float]:
    if whole:
        return list(dict.fromkeys((ceil(edge), ceil(edge) - 1, floor(edge) + 1)))
    below, above = nextafter(edge, -inf), nextafter(edge, inf)
    return [edge, edge - 1, edge + 1, below, above]


def _units(demands: Constraints, unit: Any) -> tuple[int, int]:
    least, most = bounds_of(demands)
    first, last = ceil(least / unit), floor(most / unit)
    # What a number must be greater than is none that it may be.
    first += first * unit in demands.above
    return first, last - (last * unit in demands.below)


def decimals(demands: Constraints) -> SearchStrategy[Decimal]:
    """
    Decimal numbers, of two places where there is room for them.

    Args:
        demands: What their field demands.
    """
    return _fractions(demands, Decimal)


def _fractions(demands: Constraints, kind: Callable[[int], T]) -> SearchStrategy[T]:
    # In hundredths, or with as many places as it takes to lie between the bounds.
    least, most = bounds_of(demands)
    for units in _UNITS:
        one = partial(_part, kind, units)
        first, last = ceil(least * units), floor(most * units)
        first += one(first) in demands.above
        last -= one(last) in demands.below
        if first <= last:
            return made_of(one, st.integers(first, last))
    return st.nothing()


def _part(kind: Callable[[int], Any], units: int, number: int) -> Any:
    return kind(number) / units


def first_of(near: Iterable[Any], times: int = 2) -> SearchStrategy[Any]:
    """
    Draw one of some values; nothing if there are none.

    Args:
        near: The values, the simplest first.

        times: How often they count in a choice, so that others are no more likely.
    """
    listed = list(dict.fromkeys(near))
    return often(st.sampled_from(listed), times) if listed else st.nothing()


def allowed(
    values: SearchStrategy[Any], demands: Constraints, otherwise: SearchStrategy[Any]
) -> SearchStrategy[Any]:
    """
    Leave out what is drawn beside the demands of a field.

    Args:
        values: What is drawn, within the bounds.

        demands: What is demanded.

        otherwise: What is drawn where nothing is found that is allowed.
    """
    if demands == Constraints() or values.is_empty:
        return values
    return _sought(values, demands, otherwise)


@st.composite
def _sought(
    draw: st.DrawFn,
    values: SearchStrategy[Any],
    demands: Constraints,
    otherwise: SearchStrategy[Any],
) -> Any:
    # A filter gives up after three.
    for _ in range(_MOST_TRIES):
        value = draw(values)
        if demands.allow(value):
            return value
    if otherwise.is_empty:
        reject()
    return draw(otherwise)
