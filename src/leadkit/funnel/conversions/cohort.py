"""
Leads whose clocks began in the same period, and when that is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

import attrs

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ..given.clock import instant
from ..numbers.survival import kaplan_meier
from .buckets import Bucket, Calendar
from .maturing import Race, matured
from .reaching import NOT_YET

_HOUR: Final = 3_600_000_000


@attrs.frozen
class Cell:
    """
    How many leads of a cohort had converted at an age.

    Attributes:
        eligible: How many leads count.

        converted: How many of them had converted.

        share: The share that had; None of nobody, and where the curve doesn't get so
            far. Estimated from a curve, it isn't *converted* of *eligible* if some
            weren't watched for so long.

        band: Between which shares the true one may well be.
    """

    eligible: int
    converted: int
    share: float | None
    band: tuple[float, float] | None


@attrs.frozen
class Cohort:
    """
    The leads whose clocks began in the same period.

    ``cohort[timedelta(days=30)]`` is the `Cell` of an age, and None if some of them may
    still be younger.

    Attributes:
        segment: Whose leads they are.

        name: The period.

        leads: How many leads there are.

        so_far: How many have converted until now, at whatever age.

        cells: The cells by age.
    """

    segment: str = attrs.field(repr=False)
    name: str
    leads: int
    so_far: int
    cells: FrozenMap[timedelta, Cell | None]

    def __getitem__(self, age: timedelta) -> Cell | None:
        if age not in self.cells:
            raise RuleError(
                "age of a Cohort",
                "one that wasn't asked for" if is_a(age, timedelta) else described(age),
                f"one of its {len(self.cells)}",
            )
        return self.cells[age]


def parted(
    name_of: Callable[[int], str], starts: list[int], leads: Iterable[int]
) -> list[tuple[str, list[int]]]:
    """
    Put leads in cohorts.

    Args:
        name_of: Names the period of an instant, as `namer` makes it.

        starts: When the clocks of all leads began.

        leads: Which leads are meant.

    Returns:
        The periods with their leads, by the first start in each.

    Raises:
        RuleError: The name of a period is no text.
    """
    found: dict[str, list[int]] = {}
    for lead in leads:
        start = starts[lead]
        if start != NOT_YET:
            found.setdefault(name_of(start), []).append(lead)
    firsts = {name: min(map(starts.__getitem__, who)) for name, who in found.items()}
    return sorted(found.items(), key=lambda one: (firsts[one[0]], one[0]))


def over(key: Bucket, name: str, last: int, cut: int) -> int | None:
    """
    Tell when a period is over, by asking for the names of instants.

    Args:
        key: Names the period of an instant.

        name: The period.

        last: An instant that lies in it.

        cut: Until when it is asked for.

    Returns:
        The first instant after *last* that doesn't lie in it; None if it goes on at
        *cut*.
    """
    if _named(key, cut) == name:
        return None
    inside, outside = last, cut
    while outside - inside > 1:
        middle = (inside + outside) // 2
        if _named(key, middle) == name:
            inside = middle
        else:
            outside = middle
    return outside


def matured_cells(race: Race, leads: Iterable[int], ages: Iterable[int]) -> list[Cell]:
    """
    Count who had converted at each age, of those who were watched until then.
    """
    rates = [one.rate for one in matured(race, leads, ages)]
    return [Cell(rate.n, rate.k, rate.value, rate.interval()) for rate in rates]


def curve_cells(race: Race, leads: Iterable[int], ages: Iterable[int]) -> list[Cell]:
    """
    Estimate who had converted at each age, also from those not watched until then.
    """
    waits = [(lead, *race.wait(lead)) for lead in leads if race.is_watched(lead)]
    durations = [length for _, length, _ in waits]
    events = [happened for _, _, happened in waits]
    entries = [race.late(lead) for lead, _, _ in waits]
    curve = kaplan_meier(durations, events, entries if any(entries) else None)
    cells: list[Cell] = []
    for age in ages:
        converted = sum(1 for _, length, event in waits if event and length <= age)
        waiting = curve.at(age)
        if not waits or (age > curve.longest and waiting > 0):
            cells.append(Cell(len(waits), converted, None, None))
            continue
        low, high = curve.interval(age)
        # Before the first event, Greenwood's interval has no width, and says nothing.
        band = (1 - high, 1 - low) if waiting < 1 else None
        cells.append(Cell(len(waits), converted, 1 - waiting, band))
    return cells


def namer(key: Bucket) -> Callable[[int], str]:
    """
    Make a function that names the period of an instant, in microseconds since 1970.

    It remembers what a calendar says, and is best made once for a question.

    Args:
        key: Names the period of an instant.
    """
    if not isinstance(key, Calendar):
        return lambda at: _named(key, at)
    hours = _Hours(key)
    return lambda at: hours[at // _HOUR] or _named(key, at)


class _Hours(dict[int, str | None]):
    # By hour, which period of a calendar it lies in; None if in several. Most lie in
    # one, and many leads begin in one hour.

    def __init__(self, key: Calendar) -> None:
        super().__init__()
        self.key = key

    def __missing__(self, hour: int) -> str | None:
        first, last = hour * _HOUR, (hour + 1) * _HOUR - 1
        name = _named(self.key, first)
        self[hour] = name if _named(self.key, last) == name else None
        return self[hour]


def _named(key: Bucket, at: int) -> str:
    name = key(instant(at))
    if not is_a(name, str):
        raise RuleError(
            "key of cohorts",
            f"a function that gives {described(name)}",
            "one that names the period of an instant with a text",
            'Write key=month("UTC").',
        )
    return name
