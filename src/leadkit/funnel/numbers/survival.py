"""
How many are still waiting after so long, where not all have been watched to the end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import compress
from math import exp, inf, log, sqrt
from operator import neg

import attrs

from ...errors import RuleError, described, is_a
from .at_risk import tallied, waits
from .rates import normal_quantile

# What sums of floats may be off by, when held against a share that somebody asks for.
_ROUNDING = 1e-12


@attrs.frozen(eq=False, repr=False)
class Survival:
    """
    A Kaplan-Meier curve (1958): the share that is still waiting, by time.

    It has an entry for each time at which something happened to somebody. Times at
    which watching merely ended for some have none, since the share stays what it is.

    Attributes:
        times: When something happened, from the earliest.

        at_risk: How many were watched and waiting just before, by time.

        events: To how many it happened, by time.

        shares: The share that waits on after it, by time.

        spreads: The sum of d / n(n - d) until then, by time; infinite once nobody waits
            on.

        size: How many were watched.

        longest: How long the longest of them was; 0 of nobody. Beyond it nothing is
            known.

        level: How often an interval holds the truth.
    """

    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    shares: tuple[float, ...]
    spreads: tuple[float, ...]
    size: int
    longest: float
    level: float

    def at(self, t: float) -> float:
        """
        Tell what share is still waiting after a time, events at that time included.

        Args:
            t: The time. Beyond ``Survival.longest``, the share is that at its end.
        """
        place = bisect_right(self.times, t)
        return self.shares[place - 1] if place else 1.0

    def interval(self, t: float) -> tuple[float, float]:
        """
        Tell between which shares the true one may well be after a time.

        This is Greenwood's variance (1926) on the scale of log(-log S), as of
        Kalbfleisch and Prentice (1980), which stays within 0 and 1. Before the first
        event it has no width. Where nobody waits on, it is unknown how far the truth is
        from 0; it can't be more than just before.

        Args:
            t: The time.
        """
        place = bisect_right(self.times, t)
        return self.bands[place - 1] if place else (1.0, 1.0)

    @cached_property
    def bands(self) -> tuple[tuple[float, float], ...]:
        """
        The interval after each time.
        """
        z = normal_quantile(self.level)
        found: list[tuple[float, float]] = []
        top = 1.0
        for share, spread in zip(self.shares, self.spreads, strict=True):
            ends = _ends(share, spread, z) if share > 0 else (0.0, top)
            top = ends[1]
            found.append(ends)
        return tuple(found)

    @property
    def low(self) -> tuple[float, ...]:
        """
        The lower end of the interval after each time.
        """
        return tuple(low for low, _ in self.bands)

    @property
    def high(self) -> tuple[float, ...]:
        """
        The upper end of the interval after each time.
        """
        return tuple(high for _, high in self.bands)

    def quantile(self, p: float) -> float | None:
        """
        Tell after what time it has happened to a share of all.

        Args:
            p: The share, between 0 and 1.

        Returns:
            The smallest time t with S(t) of at most 1 - *p*; None if the curve doesn't
            get so far.

        Raises:
            RuleError: *p* isn't between 0 and 1.
        """
        if not is_a(p, (int, float)) or not 0 < p < 1:
            came = "a number beyond" if is_a(p, (int, float)) else described(p)
            raise RuleError("share of a quantile", came, "a number between 0 and 1")
        most = 1 - p + _ROUNDING
        # The shares fall, so that those that are low enough are the last ones.
        place = bisect_left(self.shares, -most, key=neg)
        return self.times[place] if place < len(self.times) else None

    @property
    def median(self) -> float | None:
        """
        After what time it has happened to half; None if the curve doesn't get so far.
        """
        return self.quantile(0.5)


def _ends(share: float, spread: float, z: float) -> tuple[float, float]:
    # S^exp(+-z sqrt(spread) / log S); the power turns the signs around.
    logarithm = log(share)
    reach = z * sqrt(spread) / logarithm
    return share ** exp(-reach), share ** exp(reach)


def kaplan_meier(
    durations: Sequence[float],
    events: Sequence[bool | int],
    entries: Sequence[float] | None = None,
    *,
    level: float = 0.95,
) -> Survival:
    """
    Estimate what share waits how long, from waits that may still go on.

    At equal times, events come before the ends of watching: whose watching ended at the
    time of an event, had waited as long.

    Args:
        durations: How long each was watched.

        events: Whether it happened then; else watching merely ended.

        entries: After how long each began to be watched; from the start if it isn't
            above 0. Nobody is watched at the moment itself in which that begins, and
            those whose entry isn't before their end don't count at all.

        level: How often an interval holds the truth.

    Raises:
        RuleError: They aren't equally many, or a duration is negative or NaN.

    >>> curve = kaplan_meier([5, 5, 8, 12], [1, 0, 1, 0])
    >>> curve.times, curve.at_risk, curve.shares, curve.median
    ((5, 8), (4, 2), (0.75, 0.375), 8)
    """
    normal_quantile(level)
    watched = waits(durations, events, entries)
    times, happened = tallied(list(compress(watched.durations, watched.events)))
    risks = watched.at_risk(times)
    share, spread = 1.0, 0.0
    shares: list[float] = []
    spreads: list[float] = []
    for n, d in zip(risks, happened, strict=True):
        rest = n - d
        if rest:
            share *= rest / n
            spread += d / (n * rest)
        else:
            share, spread = 0.0, inf
        shares.append(share)
        spreads.append(spread)
    return Survival(
        tuple(times),
        tuple(risks),
        tuple(happened),
        tuple(shares),
        tuple(spreads),
        len(watched.durations),
        watched.longest(),
        level,
    )
