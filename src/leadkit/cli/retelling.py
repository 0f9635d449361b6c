"""
A lead's way through its stages, told in sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..happenings import Move
from ..leads import Lead
from ..timeline import Timeline
from ..vocabulary import label


def retold(lead: Lead, timeline: Timeline) -> Iterator[str]:
    """
    Tell how a lead came where it is.

    Args:
        lead: The lead.

        timeline: Its timeline; what is later is left out.
    """
    yield f"{lead.id}{_came(lead, timeline)}"
    for move in lead.moves:
        if move.at <= timeline.as_of:
            yield f"  {_day(move.at)}  {_moved(move)}"
    if timeline.visits:
        yield f"  in all: {', '.join(_stays(timeline))}"
    if timeline.resume_at is not None:
        yield f"  it rests until {_day(timeline.resume_at)}"


def _came(lead: Lead, timeline: Timeline) -> str:
    channel = "" if lead.channel is None else f" by {label(lead.channel).lower()}"
    first = timeline.visits[0].entered if timeline.visits else None
    return "" if first is None else f", captured on {_day(first)}{channel}"


def _moved(move: Move) -> str:
    told = f"{label(move.trigger)}: {label(move.source)} to {label(move.target)}"
    if move.by is not None:
        told += f", by {move.by}"
    return told if move.reason is None else f"{told}: {move.reason}"


def _stays(timeline: Timeline) -> Iterator[str]:
    for stage, clock in timeline.items():
        if not clock.visits:
            continue
        days = "unknown" if clock.cumulative is None else _days(clock.cumulative.days)
        often = "" if clock.visits == 1 else f" in {clock.visits} visits"
        yield f"{label(stage)} {days}{often}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _day(at: datetime) -> str:
    return f"{at:%d %b %Y}"
