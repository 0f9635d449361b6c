"""
What became of the leads of each month, week or other period, at the same ages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ..ways.past import Past
from ..ways.segments import By
from .buckets import Bucket
from .cohort import Cell, Cohort, curve_cells, matured_cells, namer, over, parted
from .cohort_table import ESTIMATES, Cohorts, Estimate
from .maturing import Race, checked_span
from .reaching import NOT_YET, Reach, checked_choice, entries_between, first_entries

_EXAMPLE: Final = "ages=[timedelta(days=30), timedelta(days=90)]"


def cohorts(
    past: Past,
    end: str,
    *,
    key: Bucket,
    ages: Sequence[timedelta],
    start: str | None = None,
    estimate: Estimate = "matured",
    count: Reach = "reached",
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> Cohorts:
    """
    Tell what share of the leads of each period had converted at each age.

    The leads of one cohort are those whose clocks began in one period. A cell is empty
    unless the period was over for the whole age at the instant of the question: a young
    cohort is never made to look as if it failed.

    Args:
        past: The leads.

        end: The stage that ends the clock.

        key: Names the period of an instant: `month` of a time zone and its like, or
            your own function, for calendars that leadkit doesn't know. It is asked
            which instants after the last one of a cohort still have its name; so a
            period should go on without a gap, and no later one have its name.

        ages: The ages to tell of.

        start: The stage that begins the clock, with its first entry; the creation of
            the lead if not given.

        estimate: ``"matured"`` counts the leads that were watched until the age;
            ``"curve"`` also learns from those that were watched for a part of the time,
            such as erased ones.

        count: ``"reached"`` if later stages of the mainline do as well; else
            ``"visited"``.

        by: What segment each lead has; None for one table of all.

        created: From when to when the leads were created; the latter isn't included.

    Raises:
        RuleError: There is no such stage, an age is no positive span, the key names no
            period, or another argument is wrong.
        InstantError: An instant of *created* has no time zone.
    """
    if not callable(key):
        raise RuleError(
            "key of cohorts",
            described(key),
            "a function that names the period of an instant",
            'Write key=month("UTC").',
        )
    checked_choice(estimate, ESTIMATES, "estimate")
    spans = _spans(ages)
    race = _race(past, start, end, count)
    name_of = namer(key)
    told: list[Cohort] = []
    members: list[Sequence[int]] = []
    for segment in past.segments(by, created):
        for name, leads in parted(name_of, race.starts, segment.leads):
            last = max(map(race.starts.__getitem__, leads))
            closed = over(key, name, last, past.cut)
            old = [] if closed is None else [a for a in spans if closed + a <= past.cut]
            cells = _cells(race, leads, old, estimate)
            told.append(
                Cohort(
                    segment.name,
                    name,
                    len(leads),
                    sum(1 for lead in leads if race.ends[lead] != NOT_YET),
                    FrozenMap({age: cells.get(a) for a, age in spans.items()}),
                )
            )
            members.append(leads)
    return Cohorts(
        start,
        end,
        tuple(spans.values()),
        estimate,
        tuple(told),
        race,
        tuple(members),
        by is not None,
    )


def _spans(ages: Iterable[timedelta]) -> dict[int, timedelta]:
    if is_a(ages, str) or not is_a(ages, Iterable):
        raise RuleError(
            "ages of cohorts", described(ages), "timedeltas", f"Write {_EXAMPLE}."
        )
    spans = {checked_span(age, "age of cohorts", _EXAMPLE): age for age in ages}
    if not spans:
        raise RuleError("ages of cohorts", "none", "at least one", f"Write {_EXAMPLE}.")
    return dict(sorted(spans.items()))


def _race(past: Past, start: str | None, end: str, count: Reach) -> Race:
    if start is not None:
        return Race(past, *entries_between(past, start, end, count))
    ends = first_entries(past, end, count, "end of a conversion")
    return Race(past, past.created, ends)


def _cells(
    race: Race, leads: Sequence[int], ages: Sequence[int], estimate: Estimate
) -> Mapping[int, Cell]:
    find = matured_cells if estimate == "matured" else curve_cells
    return dict(zip(ages, find(race, leads, ages), strict=True))
