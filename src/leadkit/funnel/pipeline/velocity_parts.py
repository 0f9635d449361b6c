"""
The answer about sales velocity: its four numbers, by segment and in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import ClassVar

import attrs

from ...mapping import FrozenMap
from ...pictures.plots import Bars
from ..answers.results import Result, Row
from ..answers.tables import NOTHING, shown
from ..conversions.reaching import NOT_YET
from ..given.clock import DAY
from ..numbers.money import in_decimals
from ..numbers.rates import Rate
from ..ways.past import Past
from ..ways.remarks import left_out


@attrs.frozen(eq=False, repr=False)
class Deals:
    """
    What became of each lead's deal.

    Attributes:
        stage: The stage of the opportunity: its place in the lifecycle's.

        opened: By lead, when it first entered that stage.

        won: By lead, when it was won after that.

        skipped: By lead, whether it was won without ever being an opportunity.

        exits: By stage, whether a deal is lost in it.
    """

    stage: int
    opened: Sequence[int]
    won: Sequence[int]
    skipped: Sequence[bool]
    exits: Sequence[bool]


@attrs.frozen(eq=False)
class VelocityParts:
    """
    The numbers that a sales velocity is made of.

    Attributes:
        open: How many opportunities are open.

        rate: The deals that were won, of those that were won or lost.

        valued: How many of the won ones have a value.

        mean_value: What a won deal is worth on the average, of those that have a value.

        mean_cycle_days: How many days a won deal took on the average.

        skipped: How many were won without ever being an opportunity, and so don't
            count.

        per_day: The velocity: money per day. It is None if any of its parts is.
    """

    open: int
    rate: Rate
    valued: int
    mean_value: Decimal | None
    mean_cycle_days: float | None
    skipped: int
    per_day: Decimal | None
    _places: Mapping[str, Sequence[int]] = attrs.field(repr=False)

    @property
    def won(self) -> int:
        """
        How many deals were won.
        """
        return self.rate.k

    @property
    def lost(self) -> int:
        """
        How many deals were lost.
        """
        return self.rate.n - self.rate.k

    def places(self, count: str) -> Sequence[int]:
        """
        Tell who is behind a count: their places in the columns of the history.

        Args:
            count: ``"open"``, ``"won"`` or ``"lost"``.
        """
        return self._places[count]


def parts_of(
    past: Past,
    deals: Deals,
    amounts: Mapping[int, Decimal | None],
    leads: Iterable[int],
) -> VelocityParts:
    """
    Sum up the deals of some leads.

    Args:
        past: The history.

        deals: What became of each lead's deal.

        amounts: What the won ones are worth.

        leads: Which leads.
    """
    stages, begins = past.columns.stages, past.columns.begins
    ends, cut = past.ends, past.cut
    places: dict[str, list[int]] = {"open": [], "won": [], "lost": []}
    waiting = skipped = took = valued = 0
    total = Fraction(0)
    for place in leads:
        if deals.opened[place] == NOT_YET:
            skipped += deals.skipped[place]
            continue
        now = stages[begins[place + 1] - 1]
        if now == deals.stage and ends[place] == cut:
            places["open"].append(place)
        if deals.won[place] != NOT_YET:
            places["won"].append(place)
            took += deals.won[place] - deals.opened[place]
            amount = amounts[place]
            if amount is not None:
                total += Fraction(amount)
                valued += 1
        elif deals.exits[now]:
            places["lost"].append(place)
        else:
            waiting += 1
    won, lost = len(places["won"]), len(places["lost"])
    mean = total / valued if valued else None
    cycle = Fraction(took, won * DAY) if won else None
    flow = None
    if mean is not None and cycle:
        flow = len(places["open"]) * Fraction(won, won + lost) * mean / cycle
    return VelocityParts(
        len(places["open"]),
        Rate(won, won + lost, waiting),
        valued,
        None if mean is None else in_decimals(mean),
        None if cycle is None else float(cycle),
        skipped,
        None if flow is None else in_decimals(flow),
        places,
    )


@attrs.frozen(eq=False, repr=False)
class Velocity(Result):
    """
    How much money flows through the pipeline in a day.

    Attributes:
        opportunity: The stage in which deals are open.

        won: The stage in which they are won.

        parts: The numbers by segment.

        overall: The numbers of all leads together.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment",)
    shares: ClassVar[tuple[str, ...]] = ("rate", "low", "high")

    _past: Past
    opportunity: str
    won: str
    _segmented: bool
    parts: FrozenMap[str, VelocityParts]
    overall: VelocityParts

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"Sales velocity from {self.opportunity} to {self.won}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        parts = self.overall
        told = [
            f"Deals that aren't won yet, but may be: {parts.rate.immature:,}.",
            "The mean cycle is that of won deals; slow ones may still be open.",
        ]
        missing = parts.won - parts.valued
        if missing:
            told.append(
                f"Won deals without a value: {missing:,}. The mean leaves them out."
            )
        if parts.skipped:
            told.append(
                f"Leads that were won without being in {self.opportunity!r}:"
                f" {parts.skipped:,}. They don't count."
            )
        return (*told, *left_out(self._past))

    def _lines(self) -> Sequence[Row]:
        return [self._line(name, parts) for name, parts in self.parts.items()]

    def _line(self, name: str, parts: VelocityParts) -> Row:
        ends = parts.rate.interval() or (None, None)
        return Row(
            {
                **({"segment": name} if self._segmented else {}),
                "open": parts.open,
                "won": parts.won,
                "lost": parts.lost,
                "rate": parts.rate.value,
                "low": ends[0],
                "high": ends[1],
                "mean_value": parts.mean_value,
                "mean_cycle_days": parts.mean_cycle_days,
                "velocity_per_day": parts.per_day,
            },
            {
                count: partial(self._past.named, parts.places(count))
                for count in ("open", "won", "lost")
            },
        )

    def plot(self) -> Bars | None:
        """
        Draw the velocity by segment; None if there are none.
        """
        if not self._segmented:
            return None
        flows = [parts.per_day for parts in self.parts.values()]
        return Bars(
            self.title,
            tuple(self.parts),
            {"per day": tuple(None if one is None else float(one) for one in flows)},
            tuple(NOTHING if one is None else shown(one) for one in flows),
        )
