"""
How engaged leads are in a stage: events over the time that they spent there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import fsum
from typing import Any, ClassVar

import attrs

from ...errors import RuleError, described, is_a
from ...instants import in_words
from ...pictures.plots import Plot, Spans
from ..answers.results import Result, Row
from ..given.clock import span_of
from ..numbers.event_rates import EventRate
from ..ways.past import Past, check_history
from ..ways.segments import By
from .engaged import Engaged, RateRatio, ratio_of
from .events import LeadEvent, read
from .exposure import Sorted, exposures, sort_events
from .remarks import engagement_notes


@attrs.frozen(eq=False, repr=False)
class Engagement(Result):
    """
    How often leads do something in a stage.

    Attributes:
        past: The history.

        stage: The stage.

        parts: A part for each kind of event, segment by segment.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "kind")

    past: Past
    stage: str
    parts: tuple[Engaged, ...]
    _sorted: Sorted
    _behind: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def title(self) -> str:
        """
        What it shows.
        """
        return f"Engagement in stage {self.stage}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it.
        """
        per = self.parts[0].per if self.parts else None
        return engagement_notes(self.past, self.stage, self._sorted, per)

    def of(self, kind: str, segment: str | None = None) -> Engaged:
        """
        Tell how often one kind of event comes.

        Args:
            kind: The kind.

            segment: Which leads are meant, where there are segments.

        Raises:
            RuleError: It has no such kind or segment.
        """
        for part in self.parts:
            if part.kind == kind and part.segment == segment:
                return part
        segmented = any(part.segment is not None for part in self.parts)
        raise RuleError(
            "kind of Engagement.of()",
            "what none of its rows has",
            "a kind and a segment" if segmented else "a kind, and no segment",
            "rows() has them.",
        )

    def compare(
        self, kind: str, segment: str, base: str, *, level: float = 0.95
    ) -> RateRatio:
        """
        Compare how often one kind of event comes in two segments.

        Args:
            kind: The kind.

            segment: A segment.

            base: What it is compared with.

            level: How often such an interval holds the truth.

        Raises:
            RuleError: It has no such kind or segment, or *level* isn't between 0 and 1.
        """
        return ratio_of(self.of(kind, segment), self.of(kind, base), level)

    def plot(self) -> Plot | None:
        """
        Draw a dot at each rate, on a line from the least to the most it may well be.
        """
        parts = [part for part in self.parts if part.rate.exposure]
        if not parts:
            return None
        return Spans(
            self.title,
            tuple(
                part.kind if part.segment is None else f"{part.segment}: {part.kind}"
                for part in parts
            ),
            tuple(part.rate.value for part in parts),
            tuple(part.rate.interval() for part in parts),
        )

    def _lines(self) -> Sequence[Row]:
        return [
            _line(part, *behind)
            for part, behind in zip(self.parts, self._behind, strict=True)
        ]


def _line(part: Engaged, there: tuple[str, ...], active: tuple[str, ...]) -> Row:
    head = {} if part.segment is None else {"segment": part.segment}
    low, high = part.rate.interval() or (None, None)
    return Row(
        {
            **head,
            "kind": part.kind,
            "leads": part.leads,
            "active": part.active,
            "lead_days": part.lead_days,
            "events": part.rate.events,
            "rate": part.rate.value,
            "low": low,
            "high": high,
            "per_30_days": part.per_30_days,
            "amount": part.amount,
            "amount_rate": part.amount_rate,
        },
        {"leads": lambda: there, "active": lambda: active},
    )


def engagement(
    past: Past,
    events: Iterable[LeadEvent | Mapping[str, Any]],
    *,
    stage: str,
    kinds: str | Iterable[str] | None = None,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
    per: timedelta = timedelta(days=1),
) -> Engagement:
    """
    Tell how often leads do something while they are in a stage.

    Events are counted over the time that leads spent in the stage, and not by lead:
    who stays longer has more time for events, so that leads that went on quickly would
    look as if they had cared less.

    Args:
        past: The history.

        events: What the leads did, in any order; mappings have the names of the
            attributes of `LeadEvent`.

        stage: The stage.

        kinds: Which kinds of events count; all that there are if not given, also those
            that never came in the stage.

        by: What segment each lead has; None for all together.

        created: From when to when leads were created; the latter isn't included.

        per: In what time of one lead events are told: the rate is one in a day if not
            given.

    Raises:
        RuleError: An argument is wrong.
        LeadError: *past* is no history, or an event is none.
        InstantError: An instant has no time zone.
    """
    check_history(past, "engagement()")
    code = past.code(stage, "stage of engagement()")
    wanted = _kinds(kinds)
    unit = _per(per)
    segments = past.segments(by, created)
    asked = {place for segment in segments for place in segment.leads}
    spent = exposures(past, code)
    given = list(read(LeadEvent, events, "engagement()"))
    if wanted is None:
        wanted = tuple(sorted({one.kind for one in given if one.at <= past.as_of}))
    else:
        given = [one for one in given if one.kind in wanted]
    found = sort_events(past, code, spent, asked, given)
    names = past.columns.leads
    parts: list[Engaged] = []
    behind: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for segment in segments:
        there = [place for place in segment.leads if spent[place]]
        total = sum(spent[place] for place in there)
        ids = tuple(names[place] for place in there)
        for kind in wanted:
            of_kind = found.counted.get(kind, {})
            heard = [place for place in there if place in of_kind]
            active = tuple(names[place] for place in heard)
            listed = [value for place in heard for value in of_kind[place]]
            values = [value for value in listed if value is not None]
            parts.append(
                Engaged(
                    None if by is None else segment.name,
                    kind,
                    len(ids),
                    len(active),
                    total / span_of(timedelta(days=1)),
                    EventRate(len(listed), total / unit),
                    per,
                    fsum(values) if values else None,
                )
            )
            behind.append((ids, active))
    return Engagement(past, stage, tuple(parts), found, tuple(behind))


def _kinds(given: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    if isinstance(given, str):
        return (given,)
    subject, expected = "kinds of engagement()", "texts"
    if not is_a(given, Iterable):
        raise RuleError(subject, described(given), expected)
    kinds = tuple(given)
    for one in kinds:
        if not is_a(one, str):
            raise RuleError(subject, described(one), expected)
    return tuple(dict.fromkeys(kinds))


def _per(given: timedelta) -> int:
    subject, expected = "per of engagement()", "a timedelta of more than 0"
    if not is_a(given, timedelta):
        raise RuleError(subject, described(given), expected, "Write timedelta(days=7).")
    if given <= timedelta(0):
        raise RuleError(subject, f"{in_words(given)}", expected)
    return span_of(given)
