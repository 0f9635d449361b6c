"""
What an attribution answers: the channels, and the conversions that they are owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from math import fsum
from typing import ClassVar

import attrs

from ...errors import RuleError, near_miss
from ...pictures.plots import Bars, Plot
from ..answers.results import Behind, Result, Row, Value
from .crediting import Model

#: The name of the row of conversions that nothing is known to have led to. It isn't
#: "(none)", which is what web analytics call the medium of a direct visit.
NONE = "(no touch)"


@attrs.frozen
class ChannelCredit:
    """
    What a channel is owed.

    Attributes:
        segment: The segment; None if nobody asked for several.

        channel: The channel; ``NONE`` for conversions without a touch.

        touches: How many touches of converted leads were through it.

        leads: How many converted leads had one.

        credit: How many conversions it is owed; credits sum to all of them.

        share: The same as a share of all conversions; None where there are none.

        value: What the conversions that it is owed are worth; None if nobody said.

        removal: Under ``"markov"``, which share of the conversions would be lost
            without it.
    """

    segment: str | None = attrs.field(repr=False)
    channel: str
    touches: int
    leads: int
    credit: float
    share: float | None
    value: Decimal | None = None
    removal: float | None = None


@attrs.frozen(eq=False, repr=False)
class Attribution(Result):
    """
    Which channels conversions are owed to.

    ``attribution["search"]`` is the row of a channel; where there are segments, it is
    ``attribution["web", "search"]``.

    Attributes:
        model: How conversions were shared.

        end: The stage that counts as a conversion.

        as_of: The instant of the question.

        created: From when to when the leads were created; None for all.

        credits: The rows, the greatest credit first; those of conversions without a
            touch come last.

        segmented: Whether there are segments.

        valued: Whether somebody said what leads are worth.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "channel")
    shares: ClassVar[tuple[str, ...]] = ("share", "removal")

    model: Model
    end: str
    as_of: datetime
    created: tuple[datetime, datetime] | None
    credits: tuple[ChannelCredit, ...]
    segmented: bool
    valued: bool
    _behind: tuple[Behind, ...]
    _notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return f"Credit for {self.end} by channel ({self.model})"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        return self._notes

    @property
    def conversions(self) -> float:
        """
        How many leads converted, which is the sum of all credits.
        """
        return fsum(one.credit for one in self.credits)

    @property
    def unattributed(self) -> float:
        """
        How many of them had no touch that counts.
        """
        return fsum(one.credit for one in self.credits if one.channel == NONE)

    def __getitem__(self, named: str | tuple[str, str]) -> ChannelCredit:
        # With segments, a channel alone names several rows.
        name = named if isinstance(named, tuple) else (None, named)
        found = self._named.get(name)
        if found is not None:
            return found
        if self.segmented and name[0] is None:
            raise RuleError(
                "the row of an Attribution",
                "a channel alone",
                "its segment and the channel",
                'Write attribution["web", "search"].',
            )
        names = [one.channel for one in self.credits]
        raise RuleError(
            "the row of an Attribution",
            repr(str(name[1])),
            "a channel that some lead was touched by",
            near_miss(str(name[1]), names),
        )

    @cached_property
    def _named(self) -> dict[tuple[str | None, str], ChannelCredit]:
        return {(one.segment, one.channel): one for one in self.credits}

    @cached_property
    def _table(self) -> tuple[Row, ...]:
        lines: list[Row] = []
        for one, behind in zip(self.credits, self._behind, strict=True):
            values: dict[str, Value] = {}
            if self.segmented:
                values["segment"] = one.segment
            values |= {
                "channel": one.channel,
                "touches": one.touches,
                "leads": one.leads,
                "credit": one.credit,
                "share": one.share,
            }
            if self.valued:
                values["value"] = one.value
            if self.model == "markov":
                values["removal"] = one.removal
            lines.append(Row(values, {"leads": behind}))
        return tuple(lines)

    def _lines(self) -> Sequence[Row]:
        return self._table

    def plot(self) -> Plot | None:
        """
        Draw a bar for each channel; for each segment, if there are any.
        """
        if not self.segmented:
            told = tuple(
                f"{one.credit:,.4g}"
                if one.share is None
                else f"{one.credit:,.4g} \u00b7 {one.share:.0%}"
                for one in self.credits
            )
            labels = tuple(one.channel for one in self.credits)
            return Bars(
                self.title,
                labels,
                {"credit": tuple(one.credit for one in self.credits)},
                told,
            )
        segments = tuple(dict.fromkeys(one.segment or "" for one in self.credits))
        channels = dict.fromkeys(one.channel for one in self.credits)
        parts = {
            channel: tuple(
                one.credit if one is not None else 0.0
                for one in (self._named.get((name, channel)) for name in segments)
            )
            for channel in channels
        }
        return Bars(self.title, segments, parts)
