"""
What questions about the future are asked with: spans, ages in bands, and snapshots.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import attrs

from ...errors import RuleError, described, is_a
from ...instants import utc
from ..conversions.maturing import checked_span
from ..given.clock import DAY, micros
from ..ways.automaton import automaton_of
from ..ways.past import Past
from ..ways.segments import Segment

#: So many days somebody has been in a stage, as usual for a forecast.
AGES: tuple[float, ...] = (0, 7, 14, 30, 60, 90)
# More of them than this say nothing more, and take long.
_MOST = 1000

# There are fewer in the calendar.
_MOST_DAYS = 4_000_000


@attrs.frozen
class Bands:
    """
    Ages in bands. A band has its lower end, and not its upper one.

    Attributes:
        bounds: Where they begin, in microseconds from 0; the last one is open.

        names: What each is called.
    """

    bounds: tuple[int, ...]
    names: tuple[str, ...]

    def of(self, age: int) -> int:
        """
        Tell in which band an age is: its place.
        """
        return bisect_right(self.bounds, age) - 1


def bands_of(given: Sequence[float], subject: str) -> Bands:
    """
    Make bands of where they begin.

    Args:
        given: Days from 0 on, rising.

        subject: What they belong to, for the error: ``"a forecast"``.

    Raises:
        RuleError: They are no numbers, don't begin at 0, or don't rise.

    >>> bands_of([0, 7, 30], "a forecast").names
    ('0-7 days', '7-30 days', '30+ days')
    """
    subject = f"age_bands of {subject}"
    if is_a(given, str) or not is_a(given, Sequence):
        raise RuleError(subject, described(given), "days", f"Write age_bands={AGES}.")
    for one in given:
        if is_a(one, bool) or not is_a(one, (int, float)):
            raise RuleError(subject, described(one), "numbers of days")
        if not -_MOST_DAYS < one < _MOST_DAYS:
            raise RuleError(subject, "a number that isn't finite", "numbers of days")
    if not given or given[0] != 0:
        raise RuleError(subject, "bands that don't begin at 0", "0 as the first")
    bounds = tuple(round(one * DAY) for one in given)
    for one, after in pairwise(bounds):
        if after <= one:
            raise RuleError(subject, "days that don't rise", "rising ones")
    told = [f"{one:g}" for one in given]
    names = [f"{one}-{after} days" for one, after in pairwise(told)]
    return Bands(bounds, (*names, f"{told[-1]}+ days"))


def ways_to(past: Past, end: int) -> list[bool]:
    """
    Tell from which stages leads may still get to one, or behind it on the mainline.

    Args:
        past: The leads.

        end: The stage: its place in the lifecycle's.
    """
    automaton = automaton_of(past.lifecycle, past.starts)
    rank = past.ranks[end]
    ways = [code == end or 0 <= rank <= one for code, one in enumerate(past.ranks)]
    for code in automaton.backs:
        # It leads to where the lead came from, which may be anywhere.
        ways[code] = True
    waiting = [code for code, way in enumerate(ways) if way]
    while waiting:
        target = waiting.pop()
        for code, targets in enumerate(automaton.edges):
            if target in targets and not ways[code]:
                ways[code] = True
                waiting.append(code)
    return ways


def parted(past: Past, segments: Sequence[Segment]) -> list[int]:
    """
    Tell the segment of each lead: its place among the segments, or -1.
    """
    parts = [-1] * len(past.columns.leads)
    for number, segment in enumerate(segments):
        for place in segment.leads:
            parts[place] = number
    return parts


def snapshots_of(
    past: Past,
    horizon: int,
    every: timedelta,
    since: datetime | None,
    given: Iterable[datetime] | None,
) -> list[int]:
    """
    Choose the instants at which leads are looked at, in microseconds since 1970.

    Args:
        past: The leads.

        horizon: How much of the past has to lie behind each.

        every: How far they are from one another, back from the last one.

        since: The earliest that may be; when the first lead was created if None.

        given: The instants themselves, instead.

    Returns:
        The instants, sorted, each once.

    Raises:
        RuleError: *every* is no span, or so short that there are too many; or they are
            given and one is too late.
        InstantError: An instant has no time zone.
    """
    last = past.cut - horizon
    if given is not None:
        return _checked(given, last)
    gap = checked_span(every, "every of a forecast", "every=timedelta(days=30)")
    first = min(past.created, default=last + 1)
    if since is not None:
        first = max(first, micros(utc(since, "since of a forecast")))
    if (last - first) // gap >= _MOST:
        raise RuleError(
            "every of a forecast",
            f"a span that makes more than {_MOST} snapshots",
            "a longer one",
            "Write every=timedelta(days=30), or a later since.",
        )
    return list(range(last, first - 1, -gap))[::-1]


def _checked(given: Iterable[datetime], last: int) -> list[int]:
    subject = "snapshots of a forecast"
    if not is_a(given, Iterable) or is_a(given, str):
        raise RuleError(subject, described(given), "instants")
    found = sorted({micros(utc(one, subject)) for one in given})
    if found and found[-1] > last:
        raise RuleError(
            subject,
            "an instant that the horizon isn't over for",
            "instants no later than as_of - horizon",
        )
    return found
