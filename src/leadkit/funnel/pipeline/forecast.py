"""
How many of the leads that are open now will get there soon, as such leads did before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import product

import attrs

from ..conversions.maturing import checked_span
from ..conversions.reaching import NOT_YET, first_entries
from ..given.clock import instant
from ..ways.past import Past
from ..ways.segments import By
from .asking import AGES, bands_of, parted, snapshots_of, ways_to
from .forecast_cells import Cell, Forecast

_MONTH = timedelta(days=30)


def forecast(
    past: Past,
    end: str,
    *,
    horizon: timedelta,
    every: timedelta = _MONTH,
    age_bands: Sequence[float] = AGES,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
    since: datetime | None = None,
    snapshots: Iterable[datetime] | None = None,
) -> Forecast:
    """
    Foresee how many open leads will enter a stage within a span.

    Past instants are looked at, the snapshots: of the leads that were in a stage for so
    long, and hadn't been in *end* yet, what share entered it within the span? That is
    the chance of a lead that is in this stage for so long now, and the sum of all
    chances is what to expect. A rate by stage alone tells too much, since leads that
    won't go on pile up. Stages from which the lifecycle has no way to *end* are left
    out.

    Args:
        past: The leads.

        end: The stage; to enter one behind it on the mainline counts as well. Only
            first entries count.

        horizon: How far to look ahead.

        every: How far the snapshots are from one another. The last one is *horizon*
            ago.

        age_bands: Where bands of days in the stage begin, the first one at 0.

        by: What segment each lead has. Each has a history of its own.

        created: From when to when the leads were created; the latter isn't included.

        since: The earliest that a snapshot may be, for when things were different
            before.

        snapshots: The snapshots themselves, instead of *every* and *since*.

    Returns:
        What is expected, by stage and time in it. Where no such lead was ever seen, it
        is left open.

    Raises:
        RuleError: There is no such stage, or an argument is none or out of its range.
        InstantError: An instant has no time zone.
    """
    span = checked_span(horizon, "horizon of a forecast", "horizon=timedelta(days=30)")
    bands = bands_of(age_bands, "a forecast")
    firsts = first_entries(past, end, "reached", "end of a forecast")
    looks = snapshots_of(past, span, every, since, snapshots)
    segments = past.segments(by, created)
    names = past.lifecycle.stages
    kinds = _Kinds(bands.bounds, len(names), parted(past, segments), len(segments))
    seen, converted = _looked(past, firsts, looks, span, kinds)
    open_ = _open(past, firsts, kinds)
    ways = dict(
        zip(names, ways_to(past, past.code(end, "end of a forecast")), strict=True)
    )
    cells = [
        Cell(
            segment.name if by is not None else None,
            stage,
            band,
            seen[place],
            converted[place],
            tuple(open_[place]),
        )
        for place, (segment, stage, band) in enumerate(
            product(segments, names, bands.names)
        )
        if ways[stage] and (seen[place] or open_[place])
    ]
    return Forecast(
        past,
        end,
        horizon,
        by is not None,
        tuple(cells),
        tuple(instant(look) for look in looks),
    )


@attrs.frozen(eq=False)
class _Kinds:
    """
    The cells, as numbers: by segment, stage and band, with bands running fastest.
    """

    bounds: tuple[int, ...]
    stages: int
    parts: list[int]
    segments: int

    @property
    def size(self) -> int:
        return self.segments * self.stages * len(self.bounds)


def _open(past: Past, firsts: list[int], kinds: _Kinds) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(kinds.size)]
    stages, ats = past.columns.stages, past.columns.ats
    ends, cut, bounds, width = past.ends, past.cut, kinds.bounds, len(kinds.bounds)
    for place, (stop, part) in enumerate(
        zip(past.columns.begins[1:], kinds.parts, strict=True)
    ):
        if part >= 0 and firsts[place] == NOT_YET and ends[place] == cut:
            band = bisect_right(bounds, cut - ats[stop - 1]) - 1
            stage = part * kinds.stages + stages[stop - 1]
            found[stage * width + band].append(place)
    return found


def _looked(
    past: Past, firsts: list[int], looks: list[int], span: int, kinds: _Kinds
) -> tuple[list[int], list[int]]:
    # By cell, how often leads were seen at the snapshots, and how often they converted.
    # All leads in one pass in their order, whatever their segments, which is quick.
    seen, converted = [0] * kinds.size, [0] * kinds.size
    columns, bounds, width = past.columns, kinds.bounds, len(kinds.bounds)
    stages, ats = columns.stages, columns.ats
    start = 0
    for stop, part, sight, end, first in zip(
        columns.begins[1:], kinds.parts, past.sights, past.ends, firsts, strict=True
    ):
        row, start = start, stop
        # Who isn't watched at a snapshot, and until its horizon, tells nothing.
        low = bisect_left(looks, sight)
        high = soon = bisect_right(looks, end - span)
        if first != NOT_YET:
            high = min(high, bisect_left(looks, first))
            soon = bisect_left(looks, first - span)
        if low >= high or part < 0:
            continue
        base = part * kinds.stages
        while low < high:
            # The snapshots from *low* to *left* fall into this visit.
            row += 1
            left = high
            if row < stop:
                after = ats[row]
                if after <= looks[low]:
                    continue
                left = bisect_left(looks, after, low, high)
            at, kind = ats[row - 1], (base + stages[row - 1]) * width
            while low < left:
                band = bisect_right(bounds, looks[low] - at)
                upto = left
                if band < width:
                    upto = bisect_left(looks, at + bounds[band], low, left)
                seen[kind + band - 1] += upto - low
                if upto > soon:
                    converted[kind + band - 1] += upto - max(low, soon)
                low = upto
    return seen, converted
