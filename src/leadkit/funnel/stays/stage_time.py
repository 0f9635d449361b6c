"""
How long the visits to one stage last, counting those that go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import compress
from math import fsum, isfinite
from typing import TypeAlias

import attrs

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ..given.clock import DAY, instant
from ..numbers.rates import Rate
from ..numbers.survival import Survival, kaplan_meier
from ..ways.past import Past
from .visits import OPEN, Visits

#: How long it is from one instant to another, in any unit, such as days of work.
Clock: TypeAlias = Callable[[datetime, datetime], float]


@attrs.frozen(eq=False)
class StageTime:
    """
    How long leads stay in one stage.

    Attributes:
        segment: Which leads they are; None if all are asked about together.

        stage: The stage.

        visits: How many visits there were; a lead may come more than once.

        leads: How many leads made them.

        open: How many of the visits go on, or did when their leads were last watched.

        unseen: How many ended before their leads were watched, and count for no
            quartile.

        finished_mean: The mean of the visits that ended, as many a CRM shows it. It is
            too short where long visits still go on. None if none ended.

        exits: Where leads went from here: how many of the visits that ended.

        survival: Which share of the visits lasts how long; None without any.
    """

    segment: str | None = attrs.field(repr=False)
    stage: str
    visits: int
    leads: int
    open: int
    unseen: int
    finished_mean: float | None
    exits: FrozenMap[str, Rate]
    survival: Survival | None = attrs.field(repr=False)

    @property
    def key(self) -> tuple[str | None, ...]:
        """
        What it is looked up by.
        """
        return self.segment, self.stage

    def quantile(self, share: float) -> float | None:
        """
        Tell within which time a share of the visits ends.

        Visits that go on count as being at least so long (Kaplan and Meier, 1958).

        Args:
            share: The share: 0.5 for the median.

        Returns:
            The time; None if too few visits have ended to tell.

        Raises:
            RuleError: *share* isn't between 0 and 1.
        """
        return None if self.survival is None else self.survival.quantile(share)

    @property
    def median(self) -> float | None:
        """
        Within which time half of the visits end; None if that can't be told yet.
        """
        return self.quantile(0.5)


def stage_time(
    past: Past,
    visits: Visits,
    rows: list[int],
    clock: Clock | None,
    key: tuple[str | None, str],
) -> StageTime:
    """
    Sum up the visits to a stage.

    Args:
        past: The history.

        visits: All its visits.

        rows: Which of them are meant.

        clock: How long it is between two instants; None for days of 24 hours.

        key: The segment and the stage.

    Raises:
        RuleError: *clock* gives something else than a finite number of 0 or more.
    """
    segment, stage = key
    names = past.lifecycle.stages
    targets = [visits.targets[row] for row in rows]
    ended = [target != OPEN for target in targets]
    lengths = lengths_of(visits, rows, clock)
    finished = list(compress(lengths, ended))
    gone = Counter(compress(targets, ended))
    survival, unseen = _survival(past, visits, rows, (lengths, ended), clock)
    return StageTime(
        segment,
        stage,
        len(rows),
        len({visits.leads[row] for row in rows}),
        len(rows) - len(finished),
        unseen,
        fsum(finished) / len(finished) if finished else None,
        FrozenMap({names[one]: Rate(gone[one], len(finished)) for one in sorted(gone)}),
        survival,
    )


def _survival(
    past: Past,
    visits: Visits,
    rows: list[int],
    stays: tuple[list[float], list[bool]],
    clock: Clock | None,
) -> tuple[Survival | None, int]:
    lengths, ended = stays
    if not past.known_since:
        return (kaplan_meier(lengths, ended) if rows else None), 0
    # A visit is at risk only from when its lead is watched; had it ended before, nobody
    # would know.
    seen: list[float] = []
    events: list[bool] = []
    entries: list[float] = []
    for place, row in enumerate(rows):
        since, entered = past.sights[visits.leads[row]], visits.entered[row]
        entry = 0.0
        if since > entered:
            entry = _length(entered, since, clock)
            if visits.left[row] <= since or entry >= lengths[place]:
                continue
        seen.append(lengths[place])
        events.append(ended[place])
        entries.append(entry)
    survival = kaplan_meier(seen, events, entries) if seen else None
    return survival, len(rows) - len(seen)


def lengths_of(visits: Visits, rows: Iterable[int], clock: Clock | None) -> list[float]:
    """
    Measure visits.

    Args:
        visits: All visits.

        rows: Which of them are meant.

        clock: How long it is between two instants; None for days of 24 hours.

    Raises:
        RuleError: *clock* gives something else than a finite number of 0 or more.
    """
    entered, left = visits.entered, visits.left
    if clock is None:
        return [(left[row] - entered[row]) / DAY for row in rows]
    return [_length(entered[row], left[row], clock) for row in rows]


def _length(start: int, end: int, clock: Clock | None) -> float:
    if clock is None:
        return (end - start) / DAY
    given = clock(instant(start), instant(end))
    if is_a(given, bool) or not is_a(given, (int, float)):
        came = described(given)
    elif not isfinite(given):
        came = "a number that isn't finite"
    elif given < 0:
        came = "a negative number"
    else:
        return float(given)
    raise RuleError(
        "what the clock of time_in_stage() gives", came, "a finite number of 0 or more"
    )
