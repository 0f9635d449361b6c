"""
What channels cost: the answer, by channel and for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

import attrs

from ...errors import RuleError, near_miss
from ...pictures.plots import Bars, Plot
from ..answers.results import Behind, Result, Row, Value
from ..answers.tables import shown


@attrs.frozen
class ChannelCost:
    """
    What a channel cost, and what came of it.

    Attributes:
        channel: The channel.

        spend: What was paid for it; None if nothing is recorded.

        leads: How many leads were created through it.

        customers: How many of them converted; with an attribution, how many conversions
            it is owed.

        cpl: What a lead cost; None where that can't be told.

        cac: What a customer cost, of those that there are by now.

        cohort_cac: What a customer will have cost once all leads had the time that was
            asked for.

        value: What its customers are worth.

        roas: How many times the spend that is.
    """

    channel: str
    spend: Decimal | None
    leads: int
    customers: float
    cpl: Decimal | None
    cac: Decimal | None
    cohort_cac: Decimal | None = None
    value: Decimal | None = None
    roas: float | None = None


@attrs.frozen(eq=False, repr=False)
class ChannelCosts(Result):
    """
    What channels cost. ``costs["search"]`` is the row of a channel.

    Attributes:
        costs: The rows, by channel.

        blended: All channels together, those too for which nothing is known to be paid.

        currency: What amounts are in; None if nobody said.

        credited: Whether customers come from an attribution.
    """

    labels: ClassVar[tuple[str, ...]] = ("channel",)

    costs: tuple[ChannelCost, ...]
    blended: ChannelCost
    currency: str | None
    credited: bool
    _extra: tuple[str, ...]
    _behind: tuple[tuple[Behind, Behind], ...]
    _notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        unit = "" if self.currency is None else f" ({self.currency})"
        return f"Costs by channel{unit}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        return self._notes

    def __getitem__(self, channel: str) -> ChannelCost:
        found = {one.channel: one for one in self.costs}
        if channel not in found:
            raise RuleError(
                "the row of ChannelCosts",
                repr(str(channel)),
                "a channel with leads or with spend",
                near_miss(str(channel), found),
            )
        return found[channel]

    @cached_property
    def _table(self) -> tuple[Row, ...]:
        lines: list[Row] = []
        for one, (leads, customers) in zip(self.costs, self._behind, strict=True):
            counted = "credit" if self.credited else "customers"
            values: dict[str, Value] = {
                "channel": one.channel,
                "spend": one.spend,
                "leads": one.leads,
                counted: one.customers,
                "cpl": one.cpl,
                "cac": one.cac,
                **{name: getattr(one, name) for name in self._extra},
            }
            behind = {"leads": leads}
            if not self.credited:
                behind["customers"] = customers
            lines.append(Row(values, behind))
        return tuple(lines)

    def _lines(self) -> Sequence[Row]:
        return self._table

    def plot(self) -> Plot | None:
        """
        Draw what a customer of each channel cost.
        """
        return Bars(
            f"Cost of a customer{self.title[len('Costs by channel') :]}",
            tuple(one.channel for one in self.costs),
            {
                "cac": tuple(
                    None if one.cac is None else float(one.cac) for one in self.costs
                )
            },
            tuple(shown(one.cac) for one in self.costs),
        )
