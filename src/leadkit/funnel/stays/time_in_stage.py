"""
How long leads stay in each stage, and how long one of them did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import fsum
from typing import ClassVar

import attrs

from ...errors import LeadError, RuleError, described, is_a
from ...mapping import FrozenMap
from ...pictures.plots import Band, Plot, Spans
from ..answers.lookup import found
from ..answers.results import Result, Row, Value
from ..ways.past import Past
from ..ways.remarks import left_out
from ..ways.segments import By, Segment
from .stage_time import Clock, StageTime, lengths_of, stage_time
from .visits import OPEN, Visits, rows_by_stage, visits_of


@attrs.frozen
class Stayed:
    """
    How long one lead was in one stage.

    Attributes:
        visits: How often it was there.

        open: Whether it is there now, or was when it was last watched.

        latest: How long its latest visit lasts, so far if it goes on.

        cumulative: How long all visits last together.
    """

    visits: int
    open: bool
    latest: float
    cumulative: float


@attrs.frozen(eq=False, repr=False)
class StageTimes(Result):
    """
    How long leads stay in each stage.

    ``times["prospect"]`` is the `StageTime` of a stage; with segments, it is
    ``times["web", "prospect"]``.

    Attributes:
        past: The history.

        parts: The stages, in the order of the lifecycle, segment by segment.

        unit: What times are counted in: ``"days"``.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "stage")

    past: Past
    parts: tuple[StageTime, ...]
    unit: str
    _segments: tuple[Segment, ...]
    _clock: Clock | None

    @property
    def title(self) -> str:
        """
        What it shows.
        """
        return f"Time in stage, in {self.unit.replace('_', ' ')}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it.
        """
        notes: list[str] = []
        if going := sum(part.open for part in self.parts):
            notes.append(
                "The quartiles count stays that go on as lasting longer than they have "
                f"so far ({going:,}); the mean is of finished ones, and so too short."
            )
        if unseen := sum(part.unseen for part in self.parts):
            notes.append(
                "The quartiles leave out stays that ended before their leads were "
                f"watched ({unseen:,})."
            )
        return (*notes, *left_out(self.past))

    def __getitem__(self, key: str | tuple[str, str]) -> StageTime:
        return found(self.parts, key, type(self), ("stage",))

    def of_lead(self, lead: str) -> FrozenMap[str, Stayed]:
        """
        Tell how long a lead was in the stages that it visited.

        Args:
            lead: Its id.

        Returns:
            What there is to tell of each, by stage.

        Raises:
            LeadError: It isn't among the leads that were asked about.
        """
        place = self.past.place(lead)
        if place is None or not any(place in one.leads for one in self._segments):
            raise LeadError(
                f"lead of {type(self).__name__}.of_lead()",
                "an id of none of its leads",
                "the id of a lead that was asked about",
                "leads() has them. One whose history has faults isn't counted.",
            )
        return FrozenMap(_stayed(self.past, visits_of(self.past), place, self._clock))

    def lead_rows(self) -> list[dict[str, Value]]:
        """
        Give a row for each lead and stage that it visited, for a CRM's fields.

        Returns:
            Dicts with the lead, the stage, how often it was there, and how long the
            latest time and all times together.
        """
        visits = visits_of(self.past)
        places = sorted(place for one in self._segments for place in one.leads)
        return [
            {
                "lead": self.past.columns.leads[place],
                "stage": stage,
                "visits": one.visits,
                f"latest_{self.unit}": one.latest,
                f"cumulative_{self.unit}": one.cumulative,
            }
            for place in places
            for stage, one in _stayed(self.past, visits, place, self._clock).items()
        ]

    def plot(self) -> Plot | None:
        """
        Draw a dot at the median of each stage, on a line between the quartiles.
        """
        parts = [part for part in self.parts if part.visits]
        if not parts:
            return None
        return Spans(
            self.title,
            tuple(
                part.stage if part.segment is None else f"{part.stage} · {part.segment}"
                for part in parts
            ),
            tuple(part.median for part in parts),
            tuple(_band(part) for part in parts),
        )

    def _lines(self) -> Sequence[Row]:
        stages = len(self.past.lifecycle.stages)
        return [
            self._line(part, self._segments[place // stages].leads, place % stages)
            for place, part in enumerate(self.parts)
        ]

    def _line(self, part: StageTime, leads: Sequence[int], stage: int) -> Row:
        head = {} if part.segment is None else {"segment": part.segment}
        unit = self.unit
        return Row(
            {
                **head,
                "stage": part.stage,
                "leads": part.leads,
                "visits": part.visits,
                "open": part.open,
                f"p25_{unit}": part.quantile(0.25),
                f"p50_{unit}": part.median,
                f"p75_{unit}": part.quantile(0.75),
                f"finished_mean_{unit}": part.finished_mean,
            },
            {
                "leads": lambda: _visitors(self.past, leads, stage),
                "open": lambda: _stayers(self.past, leads, stage),
            },
        )


def time_in_stage(
    past: Past,
    *,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
    clock: Clock | None = None,
    unit: str | None = None,
) -> StageTimes:
    """
    Tell how long leads stay in each stage.

    A visit lasts from the entry into a stage until the entry into the next one. One
    that goes on isn't left out, which would make stages look quick, but counts as
    lasting longer than it has (Kaplan and Meier, 1958).

    Args:
        past: The history.

        by: What segment each lead has; None for all together.

        created: From when to when leads were created; the latter isn't included.

        clock: How long it is between two instants, the earlier one first: that of
            `working_days`, or your own. Days of 24 hours if not given.

        unit: What *clock* counts, for the names of columns: ``"hours"``. Days if not
            given.

    Raises:
        RuleError: An argument is wrong, or *clock* gives something else than a finite
            number of 0 or more.
        InstantError: An instant of *created* has no time zone.
    """
    if clock is not None and not callable(clock):
        raise RuleError(
            "clock of time_in_stage()",
            described(clock),
            "a function of two instants",
            'Write clock=working_days("Asia/Tehran").',
        )
    counted = _unit(unit)
    segments = past.segments(by, created)
    visits = visits_of(past)
    parts: list[StageTime] = []
    for segment in segments:
        name = None if by is None else segment.name
        by_stage = rows_by_stage(past, segment.leads)
        for stage, rows in zip(past.lifecycle.stages, by_stage, strict=True):
            parts.append(stage_time(past, visits, rows, clock, (name, stage)))
    return StageTimes(past, tuple(parts), counted, segments, clock)


def _unit(given: str | None) -> str:
    if given is None:
        return "days"
    if not is_a(given, str) or not given.isidentifier():
        came = "no single word" if is_a(given, str) else described(given)
        raise RuleError(
            "unit of time_in_stage()", came, "a word", 'Write unit="working_days".'
        )
    return given


def _stayed(
    past: Past, visits: Visits, place: int, clock: Clock | None
) -> dict[str, Stayed]:
    begins, names = past.columns.begins, past.lifecycle.stages
    rows = range(begins[place], begins[place + 1])
    told: dict[str, Stayed] = {}
    for code in sorted({visits.stages[row] for row in rows}):
        own = [row for row in rows if visits.stages[row] == code]
        lengths = lengths_of(visits, own, clock)
        told[names[code]] = Stayed(
            len(own), visits.targets[own[-1]] == OPEN, lengths[-1], fsum(lengths)
        )
    return told


def _visitors(past: Past, leads: Sequence[int], stage: int) -> Iterator[str]:
    begins, stages = past.columns.begins, past.columns.stages
    for place in leads:
        if stage in stages[begins[place] : begins[place + 1]]:
            yield past.columns.leads[place]


def _stayers(past: Past, leads: Sequence[int], stage: int) -> Iterator[str]:
    begins, stages = past.columns.begins, past.columns.stages
    for place in leads:
        if stages[begins[place + 1] - 1] == stage:
            yield past.columns.leads[place]


def _band(part: StageTime) -> Band:
    low, high = part.quantile(0.25), part.quantile(0.75)
    return None if low is None or high is None else (low, high)
