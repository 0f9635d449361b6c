"""
What is counted for points: activities, days with them, and whole units of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import Any

from ...bounds import range_of
from ...earning import share, units
from ...instants import DAY
from ...kinds import LARGEST
from ...points import Points
from ...rules import nodes as n
from ...rules.proof.regions import Range
from ...rules.turning import TICK
from .formulas import Formulas
from .regions import measured, queried, unwrapped
from .totals import Total


class Counts:
    """
    What `Points` give, with what they count.

    Args:
        formulas: What is told about them.
    """

    def __init__(self, formulas: Formulas) -> None:
        self._formulas = formulas
        self._units: dict[n.Node, Any] = {}

    def given_by(self, points: Points) -> Total:
        """
        Say what some points give.
        """
        least, most = range_of(points)
        when = points.when
        holds = (
            self._formulas.yes if when is None else self._formulas.known_true(when.node)
        )
        if holds.eq(self._formulas.no) or least == most:
            return Total()
        if points.per is not None:
            return self._per(points, holds)
        gives = least or most
        assert gives is not None  # noqa: S101  it is paid once
        if holds.eq(self._formulas.yes):
            return Total(gives, least=gives, most=gives)
        return Total(0, ((gives, holds),), least=least, most=most)

    def _per(self, points: Points, holds: Any) -> Total:
        formulas, z3 = self._formulas, self._formulas.z3
        least, most = range_of(points)
        end = None if None in (least, most) else (most or 0) - (least or 0)
        each, cap = abs(points.hundredths), points.cap_hundredths
        amount = self._amount(points)
        if points.halving is not None or points.fading is not None:
            amount, each = self._shares(points, amount), 1
        elif cap is not None and cap % each:
            amount, each = each * amount, 1
        given = formulas.number(0, None if end is None else end // each)
        counted = amount
        if cap is not None:
            limit = formulas.constant(cap // each)
            counted = z3.If(amount > limit, limit, amount)
        formulas.given.append(given == z3.If(holds, counted, formulas.constant(0)))
        sign = 1 if points.hundredths > 0 else -1
        return Total(0, (), ((sign * each, given),), least=least, most=most)

    def _amount(self, points: Points) -> Any:
        # How many activities count, or how many units there are.
        query, value = queried(points), measured(points)
        if query is None:
            assert value is not None  # noqa: S101  it is one of the two
            return self._units_of(value)
        formulas, z3 = self._formulas, self._formulas.z3
        kept = formulas.counted[n.Aggregate("count", query)]
        if points.per_day is not None:
            found, on = kept, formulas.counted[n.Aggregate("distinct_days", query)]
            kept = formulas.number(0)
            formulas.given += [
                kept <= found,
                kept <= points.per_day * on,
                kept >= on,
                z3.Or(kept >= found, kept >= points.per_day),
                z3.Or(found == 0, on >= 1),
                on <= found,
            ]
            if query.window is not None:
                # A span of n days and a bit touches at most n + 2 of the calendar.
                formulas.given.append(on <= -(-query.window // DAY) + 1)
                formulas.usual.append(on <= max(1, query.window // DAY))
        if points.at_most is not None:
            limit = formulas.constant(points.at_most)
            kept = z3.If(kept > limit, limit, kept)
        return kept

    def _shares(self, points: Points, kept: Any) -> Any:
        # What is left of their points; when they happened is left open.
        query = queried(points)
        made = self._formulas.number(0)
        each, oldest = abs(points.hundredths), 0
        if query is not None and query.window is not None:
            oldest = abs(share(points, query.window - TICK))
        self._formulas.given += [made <= each * kept, made >= oldest * kept]
        return made

    def _units_of(self, node: n.Value) -> Any:
        if node not in self._units:
            self._units[node] = self._whole_units(node)
        return self._units[node]

    def _whole_units(self, node: n.Value) -> Any:
        formulas, z3 = self._formulas, self._formulas.z3
        inner, default = unwrapped(node)
        if isinstance(inner, n.Aggregate) and inner in formulas.counted:
            return formulas.counted[inner]
        made = formulas.number(0)
        if isinstance(inner, n.Total):
            whole = formulas.whole(inner.card)
            formulas.given += [
                z3.Or(made == 0, 100 * made <= whole),
                100 * made > whole - 100,
            ]
            return made
        formulas.units[inner] = made
        quantity = formulas.regions.number(inner)
        domain = formulas.regions.range_of(inner)
        for index in range(domain.all.bit_length()):
            if domain.all >> index & 1:
                here = formulas.within(quantity, 1 << index)
                for bound in _bounds(domain, index, made, default):
                    formulas.given.append(z3.Implies(here, bound))
        return made


def _bounds(domain: Range, index: int, made: Any, default: Any) -> Iterator[Any]:
    # How many whole units there are in a region.
    if not index:
        yield made == units(default)
        return
    region = domain.regions[index - 1]
    if region.low is not None and region.low > 0:
        yield made >= units(region.low)
    # What is beyond all numbers of a record counts as without end.
    if region.high is not None and region.high < LARGEST:
        most = floor(region.high) if region.closed else ceil(region.high) - 1
        yield made <= max(0, most)
