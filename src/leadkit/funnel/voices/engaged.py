"""
How often leads of one segment do one thing, alone and beside another segment.
"""

from __future__ import annotations

from datetime import timedelta

import attrs

from ..numbers.event_rates import (
    EventRate,
    rate_ratio,
    rate_ratio_interval,
    rate_ratio_p,
)

_MONTH = timedelta(days=30)


@attrs.frozen(eq=False)
class Engaged:
    """
    How often one kind of event comes.

    Attributes:
        segment: Which leads they are; None if all are asked about together.

        kind: The kind of event.

        leads: How many leads spent time in the stage.

        active: How many of them had such an event there.

        lead_days: How many days they spent there together.

        rate: The events, and in how much time: in the unit that was asked for.

        per: That unit.

        amount: The sum of the events' values; None if they have none.
    """

    segment: str | None = attrs.field(repr=False)
    kind: str
    leads: int
    active: int
    lead_days: float
    rate: EventRate
    per: timedelta
    amount: float | None

    @property
    def per_30_days(self) -> float | None:
        """
        How many events come in 30 days of one lead; None if no time was spent.
        """
        value = self.rate.value
        return None if value is None else value * (_MONTH / self.per)

    @property
    def amount_rate(self) -> float | None:
        """
        The amount in one unit of one lead's time; None if there is none.

        It has no interval: how amounts vary isn't known, other than how counts do.
        """
        if self.amount is None:
            return None
        return self.amount / self.rate.exposure


@attrs.frozen
class RateRatio:
    """
    How one segment's rate compares with another's.

    Attributes:
        ratio: How many times as often events come; None if the other has none.

        low: The least that the true ratio may well be; None if that isn't known.

        high: The most; None if there is no end to it.

        p: How likely rates at least so different are if the true ones are the same
            (score test); None without events.
    """

    ratio: float | None
    low: float | None
    high: float | None
    p: float | None


def ratio_of(one: Engaged, base: Engaged, level: float) -> RateRatio:
    """
    Compare two segments.

    Args:
        one: One of them.

        base: What it is compared with.

        level: How often the interval holds the truth.

    Raises:
        RuleError: *level* isn't between 0 and 1.
    """
    low, high = rate_ratio_interval(one.rate, base.rate, level) or (None, None)
    return RateRatio(
        rate_ratio(one.rate, base.rate), low, high, rate_ratio_p(one.rate, base.rate)
    )
