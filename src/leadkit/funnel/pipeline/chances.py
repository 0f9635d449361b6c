"""
The chance of each open lead to get there soon, by how long it has been under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from ..conversions.maturing import checked_span
from ..conversions.reaching import NOT_YET, entries_between
from ..given.clock import DAY
from ..numbers.incidence import cumulative_incidence
from ..numbers.survival import kaplan_meier
from ..ways.past import Past, check_history
from ..ways.segments import By
from .asking import AGES, bands_of, ways_to
from .chances_by_age import AgedPart, Chances

# What ended a lead's way: it got there, or went out for good.
_GOT, _OUT = 1, 2
# What is left of a share when sums of floats have taken all of it.
_ROUNDING = 1e-9


def chances(
    past: Past,
    end: str,
    *,
    horizon: timedelta,
    start: str | None = None,
    age_bands: Sequence[float] = AGES,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> Chances:
    """
    Tell the chance of each open lead to enter a stage within a span, by its age.

    With F being the conversion curve from *start* to *end*, a lead that has been under
    way for a days gets there within h more with a chance of
    (F(a + h) - F(a)) / (1 - F(a) - G(a)). G is the share that has gone where the
    lifecycle has no way to *end* any more. Those leads aren't open. Whoever is in an
    exit from which there is a way back, is.

    Unlike a ``forecast()``, it doesn't ask in which stage a lead is.

    Args:
        past: The leads.

        end: The stage; to enter one behind it on the mainline counts as well.

        horizon: How far to look ahead.

        start: Where the clock of a lead begins; the first stage if None.

        age_bands: Where the bands begin in which the rows tell it, in days from 0 on.

        by: What segment each lead has. Each has a curve of its own.

        created: From when to when the leads were created; the latter isn't included.

    Raises:
        RuleError: There is no such stage, *end* doesn't come after *start*, or an
            argument is none or out of its range.
        LeadError: *past* is no history.
        InstantError: An instant of *created* has no time zone.
    """
    check_history(past, "chances()")
    span = checked_span(horizon, "horizon of chances", "horizon=timedelta(days=30)")
    bands = bands_of(age_bands, "chances")
    begin = past.mainline[0] if start is None else start
    starts, ends = entries_between(past, begin, end)
    ways = ways_to(past, past.code(end, "end of chances"))
    parts: list[AgedPart] = []
    for segment in past.segments(by, created):
        under_way = [place for place in segment.leads if starts[place] != NOT_YET]
        waits = _Waits(past, starts, ends, ways, under_way)
        chance = waits.curve(span)
        ages = [past.cut - starts[place] for place in waits.open]
        # Looked up by age, neighbours on the curve are found together, which is quick.
        told = {age: chance(age) for age in sorted(set(ages))}
        name = segment.name if by is not None else None
        parts.append(AgedPart(name, waits.open, ages, told))
    return Chances(past, begin, end, horizon, by is not None, bands, tuple(parts))


class _Waits:
    """
    How long some leads were under way, what ended it, and who still is.
    """

    def __init__(
        self,
        past: Past,
        starts: list[int],
        ends: list[int],
        ways: list[bool],
        places: Iterable[int],
    ) -> None:
        columns = past.columns
        self.durations: list[float] = []
        self.entries: list[float] = []
        self.codes: list[int] = []
        self.open: list[int] = []
        for place in places:
            begin, last = starts[place], columns.begins[place + 1] - 1
            code, until = 0, past.ends[place]
            if ends[place] != NOT_YET:
                code, until = _GOT, ends[place]
            elif not ways[columns.stages[last]]:
                first = columns.begins[place]
                while last > first and not ways[columns.stages[last - 1]]:
                    last -= 1
                code, until = _OUT, max(columns.ats[last], begin)
            elif until == past.cut:
                self.open.append(place)
            self.durations.append((until - begin) / DAY)
            self.entries.append((past.sights[place] - begin) / DAY)
            self.codes.append(code)

    def curve(self, span: int) -> Callable[[int], tuple[float | None, bool]]:
        # A function of an age that tells the chance, and whether it ends too early.
        if _OUT in self.codes:
            incidence = cumulative_incidence(self.durations, self.codes, self.entries)
            wanted = incidence.parts.get(_GOT)
            longest, left = incidence.longest, incidence.waiting

            def got(t: float) -> float:
                return 0.0 if wanted is None else wanted.at(t)

        else:
            survival = kaplan_meier(self.durations, self.codes, self.entries)
            longest, left = survival.longest, survival.at

            def got(t: float) -> float:
                return 1 - survival.at(t)

        def chance(age: int) -> tuple[float | None, bool]:
            # Of whole microseconds, so that equal times are equal as days.
            now, then = age / DAY, (age + span) / DAY
            rest = left(now)
            if rest < _ROUNDING:
                return None, then > longest
            return min(max((got(then) - got(now)) / rest, 0.0), 1.0), then > longest

        return chance
