"""
The conversions of journeys, and what they are worth, shared among their channels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from ..given.clock import DAY
from ..ways.past import Past
from .attributed import NONE, ChannelCredit
from .crediting import ChannelPath, Model, PathCredit, credit_paths, tallied
from .journeys import Journeys
from .sums import split, summed


def shared(journeys: Journeys, model: Model, half_life: timedelta) -> PathCredit:
    """
    Share the conversions of journeys.

    Args:
        journeys: The journeys.

        model: How.

        half_life: After how long a touch counts half under ``"decay"``.
    """
    return credit_paths(
        _paths(journeys, model, dict.fromkeys((one.lead for one in journeys.won), 1)),
        model,
        half_life=half_life,
    )


def _paths(
    journeys: Journeys, model: Model, weights: Mapping[int, float]
) -> list[ChannelPath]:
    won = [(one, weights.get(one.lead, 0)) for one in journeys.won]
    if model == "decay":
        return [
            ChannelPath(one.channels, weight, 0, tuple(age / DAY for age in one.ages))
            for one, weight in won
        ]
    lost = journeys.lost if model == "markov" else []
    return tallied(
        [
            *((one.channels, weight, 0) for one, weight in won),
            *((one.channels, 0, 1) for one in lost),
        ]
    )


def credited(
    journeys: Journeys,
    model: Model,
    half_life: timedelta,
    values: Mapping[int, Decimal] | None,
    *,
    segmented: bool,
) -> list[ChannelCredit]:
    """
    Share the conversions of journeys, and tell it by channel.

    Args:
        journeys: The journeys of a segment.

        model: How.

        half_life: After how long a touch counts half under ``"decay"``.

        values: What leads are worth, as far as it is known; None if nobody said.

        segmented: Whether there are several segments.
    """
    touches: Counter[str] = Counter()
    leads: Counter[str] = Counter()
    for journey in journeys.won:
        touches.update(journey.channels)
        leads.update(set(journey.channels))
    found = shared(journeys, model, half_life)
    owed = {name: found.credits.get(name, 0.0) for name in journeys.channels}
    names = sorted(owed, key=lambda name: (-owed[name], name))
    bare = [one for one in journeys.won if not one.channels]
    if bare:
        names = [*(name for name in names if name != NONE), NONE]
        owed[NONE] = owed.get(NONE, 0.0) + len(bare)
        leads[NONE] += len(bare)
    worth: Mapping[str, Decimal | None] = {}
    if values is not None:
        worth = _worth(journeys, model, half_life, found, values)
    return [
        ChannelCredit(
            journeys.name if segmented else None,
            name,
            touches[name],
            leads[name],
            owed[name],
            owed[name] / len(journeys.won) if journeys.won else None,
            worth.get(name),
            found.removal.get(name),
        )
        for name in names
    ]


def _worth(
    journeys: Journeys,
    model: Model,
    half_life: timedelta,
    found: PathCredit,
    values: Mapping[int, Decimal],
) -> dict[str, Decimal | None]:
    known = [one for one in journeys.won if one.lead in values]
    known_through: dict[str, int] = dict.fromkeys(journeys.channels, 0)
    unknown_through = dict(known_through)
    for journey in journeys.won:
        through = known_through if journey.lead in values else unknown_through
        for name in set(journey.channels):
            through[name] += 1
    if model == "markov":
        # What would be lost without a channel is told by counts, not by money.
        owed: Mapping[str, float] = found.credits
    else:
        floats = {lead: float(value) for lead, value in values.items()}
        owed = credit_paths(
            _paths(journeys, model, floats), model, half_life=half_life
        ).credits
    names = journeys.channels
    total = summed(values[one.lead] for one in known if one.channels)
    parts = split(total, [owed.get(name, 0.0) for name in names])
    worth: dict[str, Decimal | None] = {}
    for name, part in zip(names, parts, strict=True):
        silent = unknown_through[name] and not known_through[name] and not part
        worth[name] = None if silent else part
    bare = [values[one.lead] for one in known if not one.channels]
    if bare:
        worth[NONE] = summed([*bare, worth.get(NONE) or Decimal(0)])
    return worth


def leads_through(past: Past, journeys: Journeys, channel: str) -> list[str]:
    """
    Find the converted leads that were touched through a channel.

    Args:
        past: The leads.

        journeys: Their journeys.

        channel: The channel; ``NONE`` for those without a touch.
    """
    return past.named(
        one.lead
        for one in journeys.won
        if channel in one.channels or (channel == NONE and not one.channels)
    )
