"""
To how many each of several things has happened, where the first one is the last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import compress
from math import exp, log, sqrt
from typing import TypeAlias

import attrs

from ...mapping import FrozenMap
from .at_risk import tallied, waits
from .rates import normal_quantile

# What sums of floats may be off by.
_ROUNDING = 1e-12
# So large a power leaves nothing of any share below 1, and larger ones can't be taken.
_MOST = 700.0


@attrs.frozen(eq=False, repr=False)
class Cumulative:
    """
    To what share one of several things has happened, by time.

    It has an entry for each time at which it happened to somebody.

    Attributes:
        times: When it happened, from the earliest.

        at_risk: How many were watched and waiting just before, by time.

        events: To how many it happened, by time.

        shares: To what share it has happened up to then, by time.

        spreads: The variance of that share, by time.

        level: How often an interval holds the truth.
    """

    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    shares: tuple[float, ...]
    spreads: tuple[float, ...]
    level: float

    def at(self, t: float) -> float:
        """
        Tell to what share it has happened up to a time, which is included.

        Args:
            t: The time.
        """
        place = bisect_right(self.times, t)
        return self.shares[place - 1] if place else 0.0

    def interval(self, t: float) -> tuple[float, float]:
        """
        Tell between which shares the true one may well be at a time.

        It is made on the scale of log(-log F), which stays within 0 and 1. Before the
        first event it has no width.

        Args:
            t: The time.
        """
        place = bisect_right(self.times, t)
        return self.bands[place - 1] if place else (0.0, 0.0)

    @cached_property
    def bands(self) -> tuple[tuple[float, float], ...]:
        """
        The interval from each time on.
        """
        z = normal_quantile(self.level)
        found: list[tuple[float, float]] = []
        least = 0.0
        for share, spread in zip(self.shares, self.spreads, strict=True):
            # Once it has happened to all, the truth can't be less than just before; the
            # share is 0 only if nobody waited on when those who entered late came.
            ends = _ends(share, spread, z) if 0 < share < 1 else (least, 1.0)
            least = ends[0]
            found.append(ends)
        return tuple(found)


@attrs.frozen(eq=False, repr=False)
class Incidence:
    """
    An Aalen-Johansen estimate (1978): to what share what has happened, by time.

    ``incidence[code]`` is the `Cumulative` of one thing that may happen. All shares and
    that of those who wait on sum to 1.

    Attributes:
        parts: What there is to tell of each, by its code.

        size: How many were watched.

        longest: How long the longest of them was; 0 of nobody. Beyond it nothing is
            known.

        level: How often an interval holds the truth.
    """

    parts: FrozenMap[int, Cumulative]
    size: int
    longest: float
    level: float

    def __getitem__(self, code: int) -> Cumulative:
        # What happened to nobody has no entries.
        return self.parts.get(code) or Cumulative((), (), (), (), (), self.level)

    def waiting(self, t: float) -> float:
        """
        Tell what share is still waiting after a time.

        Args:
            t: The time.
        """
        return max(1.0 - sum(part.at(t) for part in self.parts.values()), 0.0)


def _ends(share: float, spread: float, z: float) -> tuple[float, float]:
    logarithm = log(share)
    reach = min(z * sqrt(spread) / (share * -logarithm), _MOST)
    return share ** exp(reach), share ** exp(-reach)


def cumulative_incidence(
    durations: Sequence[float],
    codes: Sequence[int],
    entries: Sequence[float] | None = None,
    *,
    level: float = 0.95,
) -> Incidence:
    """
    Estimate to what share what happens when, if only one thing happens to each.

    To treat the others as the end of watching would tell how many there were if there
    were no others, which is more than there are. Variances are Aalen's, as Pintilie
    gives them (*Competing Risks*, 2006).

    Args:
        durations: How long each was watched.

        codes: What happened then, as numbers from 1; 0 if watching merely ended.

        entries: After how long each began to be watched, as for `kaplan_meier`.

        level: How often an interval holds the truth.

    Raises:
        RuleError: They aren't equally many, or a duration is negative or NaN.

    >>> happened = cumulative_incidence([3, 5, 5, 8], [1, 2, 1, 0])
    >>> happened[1].at(5), happened[2].at(5), happened.waiting(5)
    (0.5, 0.25, 0.25)
    """
    normal_quantile(level)
    watched = waits(durations, codes, entries)
    times, happened = tallied(list(compress(watched.durations, watched.events)))
    course = _course(times, watched.at_risk(times), happened)
    own: dict[int, list[float]] = {
        code: [] for code in sorted(set(watched.events)) if code
    }
    for time, code in zip(watched.durations, watched.events, strict=True):
        if code:
            own[code].append(time)
    return Incidence(
        FrozenMap(
            {
                code: _summed(course, Counter(listed), level)
                for code, listed in own.items()
            }
        ),
        len(watched.durations),
        watched.longest(),
        level,
    )


#: A time, how many were at risk, to how many something happened, and who waited before.
_Course: TypeAlias = list[tuple[float, int, int, float]]


def _course(times: list[float], risks: list[int], happened: list[int]) -> _Course:
    waiting = 1.0
    course: _Course = []
    for time, n, d in zip(times, risks, happened, strict=True):
        course.append((time, n, d, waiting))
        waiting *= (n - d) / n
    return course


def _summed(course: _Course, own: Counter[float], level: float) -> Cumulative:
    # With k of the d events at t_i being its own, Aalen's variance is
    #   Var F(t) = sum (F(t) - F_i)^2 a_i + sum b_i - 2 sum (F(t) - F_i) c_i,
    #   a_i = d / ((n - 1)(n - d)),  b_i = S^2 k (n - k) / (n^2 (n - 1)),
    #   c_i = S k (n - k) / (n (n - d)(n - 1)).
    # As F(t) grows by a step, each sum grows by what the sums of lower powers say, so
    # that nothing is summed twice, and nothing large subtracted.
    share = 0.0
    a0 = a1 = a2 = b0 = c0 = c1 = 0.0
    kept: list[tuple[float, int, int, float, float]] = []
    for time, n, d, waiting in course:
        rest = n - d
        if k := own.get(time, 0):
            step = waiting * k / n
            share += step
            a2 += step * (2 * a1 + step * a0)
            a1 += step * a0
            c1 += step * c0
            if n > 1:
                b0 += waiting * waiting * k * (n - k) / (n * n * (n - 1))
            if rest:
                c0 += waiting * k * (n - k) / (n * rest * (n - 1))
            total = 1.0 if share > 1 - _ROUNDING else share
            kept.append((time, n, k, total, max(a2 + b0 - 2 * c1, 0.0)))
        if rest:
            a0 += d / ((n - 1) * rest)
    # A code that is told ended somebody's wait, so that there are columns.
    times, risks, events, shares, spreads = zip(*kept, strict=True)
    return Cumulative(times, risks, events, shares, spreads, level)
