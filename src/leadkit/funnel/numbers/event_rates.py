"""
How often something happens in a time: events over exposure.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, isnan, sqrt
from statistics import fmean, variance

import attrs

from ...errors import RuleError, described, is_a
from .distributions import chi_squared_tail, gamma_quantile, normal_tails
from .rates import normal_quantile


@attrs.frozen
class EventRate:
    """
    So many events in so much time.

    Attributes:
        events: How many.

        exposure: In how much time, in any unit: days that leads spent in a stage.

    Raises:
        RuleError: Either is no such number, or there are events in no time.

    >>> rate = EventRate(37, 412.5)
    >>> f"{rate.value:.4f}", [f"{end:.4f}" for end in rate.interval()]
    ('0.0897', ['0.0632', '0.1236'])
    """

    events: int
    exposure: float

    def __attrs_post_init__(self) -> None:
        if type(self.events) is not int or self.events < 0:
            came = (
                "a negative number"
                if type(self.events) is int
                else described(self.events)
            )
            raise RuleError(
                "events of an EventRate", came, "a whole number of 0 or more"
            )
        subject, expected = "exposure of an EventRate", "a number of 0 or more"
        time = self.exposure
        if not is_a(time, (int, float)) or is_a(time, bool) or isnan(time):
            raise RuleError(subject, described(time), expected)
        if isinf(time):
            raise RuleError(subject, "infinity", expected)
        if time < 0:
            raise RuleError(subject, "a negative number", expected)
        if self.events and not time:
            raise RuleError(subject, "events in no time", "more than 0")

    @property
    def value(self) -> float | None:
        """
        The events in one unit of time; None of no time.
        """
        return self.events / self.exposure if self.exposure else None

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """
        Tell between which rates the true one may well be.

        This is Garwood's exact interval (1936): events that come one by one and don't
        follow from each other are held to.

        Args:
            level: How often such an interval holds the truth, or more often.

        Returns:
            The ends; None of no time.

        Raises:
            RuleError: *level* isn't between 0 and 1.
        """
        normal_quantile(level)
        if not self.exposure:
            return None
        beyond = (1 - level) / 2
        low = gamma_quantile(beyond, self.events) if self.events else 0.0
        high = gamma_quantile(1 - beyond, self.events + 1)
        return low / self.exposure, high / self.exposure


def rate_ratio(one: EventRate, base: EventRate) -> float | None:
    """
    Tell how many times as often events come.

    Args:
        one: A rate.

        base: What it is compared with; without events there is no ratio.
    """
    if not base.events or not one.exposure:
        return None
    return one.events / one.exposure / (base.events / base.exposure)


def rate_ratio_interval(
    one: EventRate, base: EventRate, level: float = 0.95
) -> tuple[float, float | None] | None:
    """
    Tell between which ratios the true one may well be: those that a score test keeps.

    With a ratio of r, the events of *one* are (Graham, Mengersen & Morton 2003) as far
    off as z² (x + y) d = (x - y d)², where d is r times the ratio of the exposures.

    Args:
        one: A rate.

        base: What it is compared with.

        level: How often such an interval holds the truth.

    Returns:
        The ends, of which the upper one is None if *base* has no events; None if there
        are no events at all, or no time.
    """
    z = normal_quantile(level)
    x, y = one.events, base.events
    if not x + y or not one.exposure or not base.exposure:
        return None
    times = base.exposure / one.exposure
    half = x * y + z * z * (x + y) / 2
    if not y:
        return x / (z * z) * times, None
    root = sqrt(half * half - (x * y) ** 2)
    # The lesser root, from the greater one, without a difference of near numbers.
    high = (half + root) / (y * y)
    low = x * x / (half + root)
    return low * times, high * times


def rate_ratio_p(one: EventRate, base: EventRate) -> float | None:
    """
    Tell how likely rates at least so different are, if the true ones are the same.

    Args:
        one: A rate.

        base: What it is compared with.

    Returns:
        The two-sided p of the score test; None if there are no events, or no time.
    """
    events = one.events + base.events
    if not events or not one.exposure or not base.exposure:
        return None
    apart = one.events * base.exposure - base.events * one.exposure
    return normal_tails(apart / sqrt(events * one.exposure * base.exposure))


@attrs.frozen
class Dispersion:
    """
    How much counts of equal times vary, beside how much chance would make them.

    Attributes:
        index: Their variance over their mean: about 1 if events come one by one.

        p: How likely at least so great an index is by chance.
    """

    index: float
    p: float


def dispersion(counts: Sequence[int]) -> Dispersion | None:
    """
    Tell how much counts of equal times vary (Fisher's index, 1950).

    Args:
        counts: How many events each time had.

    Returns:
        None if there are fewer than two counts, or no events.

    >>> print(f"{dispersion([3, 5, 1, 0, 7, 2, 4, 6, 1, 3, 5, 4]).index:.3f}")
    1.355
    """
    if len(counts) < 2 or not any(counts):  # noqa: PLR2004
        return None
    index = variance(counts) / fmean(counts)
    df = len(counts) - 1
    return Dispersion(index, chi_squared_tail(index * df, df))
