"""
What leads of one channel cost, by what was paid for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

import attrs

from ...errors import RuleError, described, is_a
from ..conversions.cohort import curve_cells
from ..conversions.maturing import Race
from ..conversions.reaching import NOT_YET, first_entries
from ..given.clock import span_of
from ..numbers.money import ValueOf, value_finder
from ..ways.past import Past
from .costed import ChannelCost
from .sums import per, ratio, summed

_NONE = timedelta(0)


@attrs.frozen(eq=False, repr=False)
class Costing:
    """
    What is asked of each channel, and what is known of all leads.

    Attributes:
        past: The leads.

        entries: When each became a customer, in microseconds since 1970, or
            ``NOT_YET``.

        horizon: By which age a lead may become one, in microseconds; None if nobody
            asks.

        values: What customers are worth, as far as it is known, by their places; None
            if nobody said.
    """

    past: Past
    entries: list[int]
    horizon: int | None
    values: Mapping[int, Decimal] | None

    def cost(
        self, channel: str, spend: Decimal | None, leads: Sequence[int]
    ) -> ChannelCost:
        """
        Tell what leads and customers cost.

        Args:
            channel: The channel.

            spend: What was paid for it; None if that isn't known.

            leads: Its leads, by their places.
        """
        won = self.won(leads)
        cost = ChannelCost(channel, spend, len(leads), len(won), None, None)
        if spend is not None:
            cost = attrs.evolve(
                cost,
                cpl=per(spend, len(leads)),
                cac=per(spend, len(won)),
                cohort_cac=per(spend, len(leads) * (self._converting(leads) or 0.0)),
            )
        if self.values is None:
            return cost
        worth = [self.values[place] for place in won if place in self.values]
        return valued(cost, summed(worth) if worth or not won else None)

    def won(self, leads: Sequence[int]) -> list[int]:
        """
        Find the customers among leads.

        Args:
            leads: The leads, by their places.
        """
        return [place for place in leads if self.entries[place] != NOT_YET]

    def _converting(self, leads: Sequence[int]) -> float | None:
        # Which share will be customers at that age; None if nobody was watched so long.
        if self.horizon is None:
            return None
        race = Race(self.past, self.past.created, self.entries)
        (cell,) = curve_cells(race, leads, [self.horizon])
        return cell.share


def valued(cost: ChannelCost, value: Decimal | None) -> ChannelCost:
    """
    Say what the customers of a channel are worth.

    Args:
        cost: What it cost.

        value: What they are worth; None if that isn't known.
    """
    if value is None or cost.spend is None:
        return attrs.evolve(cost, value=value)
    return attrs.evolve(cost, value=value, roas=ratio(value, cost.spend))


def credited(cost: ChannelCost, customers: float, value: Decimal | None) -> ChannelCost:
    """
    Say what customers cost that a channel is owed, whoever they are.

    Args:
        cost: What the channel cost.

        customers: How many it is owed.

        value: What they are worth; None if that isn't known.
    """
    cac = None if cost.spend is None else per(cost.spend, customers)
    return valued(attrs.evolve(cost, customers=customers, cac=cac), value)


def costing(
    past: Past, end: str, horizon: timedelta | None, value: ValueOf | None
) -> Costing:
    """
    Prepare to tell what leads cost.

    Args:
        past: The leads.

        end: The stage that makes a customer, or any later one.

        horizon: By which age a lead may become one.

        value: What leads are worth.

    Raises:
        RuleError: There is no such stage, or an argument is none.
        LeadError: A value is no amount of money.
    """
    entries = first_entries(past, end, subject="end of the costs")
    span = None
    if horizon is not None:
        if not is_a(horizon, timedelta):
            raise RuleError(
                "horizon",
                described(horizon),
                "a timedelta",
                "Write timedelta(days=90).",
            )
        if horizon <= _NONE:
            raise RuleError("horizon", "a span that isn't above 0", "a longer one")
        span = span_of(horizon)
    if value is None:
        return Costing(past, entries, span, None)
    find = value_finder(value, "the costs")
    values: dict[int, Decimal] = {}
    for place, lead in enumerate(past.leads):
        given = find(lead) if entries[place] != NOT_YET else None
        if given is not None:
            values[place] = given
    return Costing(past, entries, span, values)
