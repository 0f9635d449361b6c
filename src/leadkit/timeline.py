"""
A lead's way through its stages: when it entered and left each, and how long it stayed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import attrs

from .history import moves_until, stage_at
from .instants import in_words
from .leads import Lead
from .mapping import FrozenMap
from .markup import cell, element, heading, joined, table, words

T = TypeVar("T")
_NONE = timedelta(0)


@attrs.frozen
class Visit:
    """
    One stay in a stage.

    Attributes:
        stage: The stage.

        entered: When it began; None if that isn't known.

        left: When it ended; None if it goes on.
    """

    stage: str
    entered: datetime | None
    left: datetime | None = None

    def length(self, as_of: datetime) -> timedelta | None:
        """
        Tell how long it lasts, so far if it goes on; None if that isn't known.

        Args:
            as_of: Until when a stay that goes on counts.
        """
        if self.entered is None:
            return None
        return (as_of if self.left is None else self.left) - self.entered


@attrs.frozen
class StageClock:
    """
    When a lead was in one stage, and how long.

    Attributes:
        first_entered: When it entered the stage for the first time.

        last_entered: When it did for the last time.

        last_left: When it left the stage for the last time; None if it never did.

        visits: How often it was in the stage.

        latest: How long its latest visit lasts, so far if it goes on.

        cumulative: How long all visits last together.

    What isn't known is None: the times of a first visit whose beginning isn't recorded,
    and those of a stage that the lead never was in, but for *cumulative*, which is 0.
    """

    first_entered: datetime | None = None
    last_entered: datetime | None = None
    last_left: datetime | None = None
    visits: int = 0
    latest: timedelta | None = None
    cumulative: timedelta | None = _NONE


@attrs.frozen(repr=False)
class Timeline(Mapping[str, StageClock]):
    """
    A lead's way through its stages: a mapping from each to its `StageClock`.

    It has all stages of the lifecycle, and those of the history that are none of it.

    Attributes:
        lead_id: The lead.

        as_of: The instant of the question; whatever is later is left out.

        age: How long ago the lead was created, or made its first move if that was
            before; None if it isn't recorded, 0 before. The *cumulative* times sum to
            it.

        visits: Its stays, oldest first.

        clocks: The clocks by stage.

        moved: How often each trigger was carried out: ``moved["recycle"]``.

        resume_at: When work on it goes on, if it rests; else None.
    """

    lead_id: str
    as_of: datetime
    age: timedelta | None
    visits: tuple[Visit, ...]
    clocks: FrozenMap[str, StageClock]
    moved: FrozenMap[str, int]
    resume_at: datetime | None = None

    def __getitem__(self, stage: str) -> StageClock:
        return self.clocks[stage]

    def __iter__(self) -> Iterator[str]:
        return iter(self.clocks)

    def __len__(self) -> int:
        return len(self.clocks)

    def __repr__(self) -> str:
        return f"<timeline of {self.lead_id!r}, {len(self.visits)} visits>"

    def __str__(self) -> str:
        age = "" if self.age is None else f", {_told(self.age)} old"
        rows = [f"{self.lead_id}{age} (as of {self.as_of.isoformat()})"]
        for visit in self.visits:
            since = "unknown" if visit.entered is None else visit.entered.isoformat()
            stay = visit.length(self.as_of)
            told = "" if stay is None else f", {_told(stay)}"
            rest = "" if visit.left is not None else ", still there"
            rows.append(f"  {visit.stage} since {since}{told}{rest}")
        if self.resume_at is not None:
            rows.append(f"  rests until {self.resume_at.isoformat()}")
        return "\n".join(rows)

    def _repr_html_(self) -> str:
        age = "" if self.age is None else f"{_told(self.age)} old"
        caption = joined(
            element("b", words(self.lead_id)), age, f"as of {self.as_of.isoformat()}"
        )
        columns = ("stage", "first entered", "last entered", "last left", "visits")
        rows = [
            [
                heading(words(stage)),
                *(cell(_on(at)) for at in (one.first_entered, one.last_entered)),
                cell(_on(one.last_left)),
                cell(str(one.visits), end=True),
                *(cell(_long(span)) for span in (one.latest, one.cumulative)),
            ]
            for stage, one in self.items()
            if one.visits
        ]
        return table(caption, (*columns, "latest", "in all"), rows)


def timeline(
    lead: Lead, stages: Iterable[str], triggers: Iterable[str], as_of: datetime
) -> Timeline:
    """
    Sum up how a lead went through its stages.

    Args:
        lead: The lead.

        stages: Stages to tell of, whether it was there or not.

        triggers: Triggers to tell of, whether carried out or not.

        as_of: The instant of the question, in UTC.
    """
    moves = moves_until(lead, as_of)
    visits = tuple(_visits(lead, as_of))
    clocks = {stage: StageClock() for stage in stages}
    for stage in dict.fromkeys(visit.stage for visit in visits):
        clocks[stage] = _clock([v for v in visits if v.stage == stage], as_of)
    made = Counter(move.trigger for move in moves)
    resume_at = moves[-1].resume_at if moves else None
    created = lead.created_at
    began = visits[0].entered if visits else as_of
    return Timeline(
        lead.id,
        as_of,
        None if created is None or began is None else as_of - began,
        visits,
        FrozenMap(clocks),
        FrozenMap(dict.fromkeys(triggers, 0) | made),
        resume_at if resume_at is not None and resume_at > as_of else None,
    )


def _visits(lead: Lead, as_of: datetime) -> Iterator[Visit]:
    moves = moves_until(lead, as_of)
    stage = moves[0].source if moves else stage_at(lead, as_of)
    entered = lead.created_at
    if entered is not None:
        if moves:  # it was there when it first moved, whatever is recorded
            entered = min(entered, moves[0].at)
        elif entered > as_of:
            return
    for move in moves:
        yield Visit(stage, entered, move.at)
        stage, entered = move.target, move.at
    yield Visit(stage_at(lead, as_of), entered)


def _clock(visits: list[Visit], as_of: datetime) -> StageClock:
    first, last = visits[0], visits[-1]
    lengths = [visit.length(as_of) for visit in visits]
    known = [length for length in lengths if length is not None]
    left = [visit.left for visit in visits if visit.left is not None]
    return StageClock(
        first.entered,
        last.entered,
        left[-1] if left else None,
        len(visits),
        lengths[-1],
        sum(known, _NONE) if len(known) == len(lengths) else None,
    )


def _told(span: timedelta) -> str:
    # To the day, or to the unit that makes it a whole number.
    days = span // timedelta(days=1)
    return f"{days} day{'' if days == 1 else 's'}" if days else in_words(span)


def _on(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"


def _long(span: timedelta | None) -> str:
    return "" if span is None else _told(span)
