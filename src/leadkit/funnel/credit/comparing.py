"""
What channels are owed under several models, side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import ClassVar

import attrs

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ...pictures.plots import Heat, Plot
from ..answers.results import Behind, Result, Row, Value
from ..ways.past import Past, check_history
from ..ways.segments import By
from .attributed import NONE
from .attribution import LOOKBACK
from .crediting import HALF_LIFE, MODELS, Model, check_model, checked_half_life
from .journeys import Journeys, TouchKey, journeys_of, touched
from .noting import notes_of
from .sharing import leads_through, shared
from .touches import ChannelTouch


@attrs.frozen
class ChannelModels:
    """
    What one channel is owed under several models.

    Attributes:
        segment: The segment; None if nobody asked for several.

        channel: The channel; ``NONE`` for conversions without a touch.

        leads: How many converted leads were touched through it.

        credits: How many conversions it is owed, by model.

        shares: The same as shares of all conversions; None where there are none.
    """

    segment: str | None = attrs.field(repr=False)
    channel: str
    leads: int
    credits: FrozenMap[str, float]
    shares: FrozenMap[str, float | None]


@attrs.frozen(eq=False, repr=False)
class ModelComparison(Result):
    """
    What channels are owed under several models.

    What no model says is true of all: a channel that all of them favour is a good one.

    Attributes:
        models: The models.

        end: The stage that counts as a conversion.

        channels: The rows, by segment and channel.

        segmented: Whether there are segments.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "channel")

    models: tuple[Model, ...]
    end: str
    channels: tuple[ChannelModels, ...]
    segmented: bool
    _behind: tuple[Behind, ...]
    _notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"Credit for {self.end} by channel and model"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        return self._notes

    @cached_property
    def _table(self) -> tuple[Row, ...]:
        lines: list[Row] = []
        for one, behind in zip(self.channels, self._behind, strict=True):
            values: dict[str, Value] = (
                {"segment": one.segment} if self.segmented else {}
            )
            values |= {"channel": one.channel, "leads": one.leads, **one.credits}
            lines.append(Row(values, {"leads": behind}))
        return tuple(lines)

    def _lines(self) -> Sequence[Row]:
        return self._table

    def plot(self) -> Plot | None:
        """
        Draw the share of each channel under each model.
        """
        return Heat(
            self.title,
            tuple(
                f"{one.segment}: {one.channel}" if self.segmented else one.channel
                for one in self.channels
            ),
            self.models,
            tuple(
                tuple(one.shares[model] for model in self.models)
                for one in self.channels
            ),
        )


def compare_models(
    past: Past,
    touches: Iterable[ChannelTouch | Mapping[str, object]],
    *,
    models: Iterable[Model] = MODELS,
    end: str = "customer",
    lookback: timedelta | None = LOOKBACK,
    half_life: timedelta = HALF_LIFE,
    matured: timedelta | None = None,
    key: TouchKey = "channel",
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> ModelComparison:
    """
    Share conversions by several models, to see how much depends on the choice.

    Args:
        past: The leads.

        touches: How they were reached, in any order.

        models: The models; all if not given.

        end: The stage that counts as a conversion, or any later one.

        lookback: How far back touches count, the end included; None for all.

        half_life: After how long a touch counts half under ``"decay"``.

        matured: From which age on a lead that hasn't converted counts as lost; None if
            only those in an exit do.

        key: What is credited: ``"channel"``, ``"campaign"``, ``"kind"``, or a function
            of a touch.

        by: What segment each lead has.

        created: From when to when the leads were created; the latter isn't included.

    Raises:
        RuleError: An argument is wrong, or there are too many channels for a chain.
        LeadError: *past* is no history, or a touch is none.
        InstantError: An instant has no time zone.
    """
    check_history(past, "compare_models()")
    if isinstance(models, str) or not is_a(models, Iterable):
        raise RuleError(
            "models", described(models), "several models", 'Write ["first", "last"].'
        )
    named = tuple(models)
    for model in named:
        check_model(model)
    asked = tuple(dict.fromkeys(named))
    checked_half_life(half_life)
    segments = past.segments(by, created)
    read = touched(past, touches, key)
    parted = journeys_of(past, read, segments, end, lookback=lookback, matured=matured)
    rows: list[ChannelModels] = []
    behind: list[Behind] = []
    for journeys in parted:
        found = _rows(journeys, asked, half_life, segmented=by is not None)
        rows += found
        behind += [partial(leads_through, past, journeys, one.channel) for one in found]
    notes = notes_of(
        past,
        read,
        parted,
        end,
        lookback=lookback,
        matured=matured,
        chained="markov" in asked,
    )
    return ModelComparison(
        asked, end, tuple(rows), by is not None, tuple(behind), tuple(notes)
    )


def _rows(
    journeys: Journeys,
    models: Sequence[Model],
    half_life: timedelta,
    *,
    segmented: bool,
) -> list[ChannelModels]:
    leads: Counter[str] = Counter()
    for journey in journeys.won:
        leads.update(set(journey.channels))
    bare = sum(not journey.channels for journey in journeys.won)
    owed: dict[str, dict[str, float]] = {name: {} for name in journeys.channels}
    if bare:
        owed.pop(NONE, None)
        owed[NONE] = {}
        leads[NONE] += bare
    for model in models:
        credits_ = shared(journeys, model, half_life).credits
        for name, row in owed.items():
            row[model] = credits_.get(name, 0.0) + (bare if name == NONE else 0)
    whole = len(journeys.won)
    return [
        ChannelModels(
            journeys.name if segmented else None,
            name,
            leads[name],
            FrozenMap(row),
            FrozenMap(
                {model: one / whole if whole else None for model, one in row.items()}
            ),
        )
        for name, row in owed.items()
    ]
