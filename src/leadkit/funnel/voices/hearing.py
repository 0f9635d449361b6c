"""
Whose answer counts: the latest of each lead, up to an instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from ...errors import LeadError
from ...instants import utc
from ...pictures.plots import Band, Spans
from ..ways.remarks import counted
from ..ways.segments import ALL, By, Segment, segments_of
from .answers import Answer
from .events import read


@attrs.frozen(eq=False, repr=False)
class Heard:
    """
    What each lead answered last.

    Attributes:
        as_of: Later answers are left out.

        leads: The ids, sorted.

        scores: Their scores.

        segments: The leads in segments, as places in *leads*.

        is_parted: Whether anybody asked for segments.

        earlier: How many answers are left out, since their leads gave later ones.

        later: How many are, since they came later than the question.
    """

    as_of: datetime
    leads: tuple[str, ...]
    scores: tuple[float, ...]
    segments: tuple[Segment, ...]
    is_parted: bool
    earlier: int
    later: int

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know of the answers that don't count.
        """
        return tuple(
            f"{counted(number, 'answer', 'answers')} left out: {why}."
            for number, why in (
                (self.earlier, "their leads gave later ones, and each counts once"),
                (self.later, "they came after the instant of the question"),
            )
            if number
        )


def hear(
    answers: Iterable[Answer | Mapping[str, Any]],
    scale: tuple[float, float],
    as_of: datetime,
    by: By | None,
    subject: str,
) -> Heard:
    """
    Find what each lead answered last, up to an instant.

    Args:
        answers: The answers, in any order; of two at one instant, the one that comes
            later here counts.

        scale: The least and the greatest score.

        as_of: Later answers don't count.

        by: What segment each lead has.

        subject: What asks, for errors: ``"nps()"``.

    Raises:
        LeadError: An answer is none, or off the scale.
        RuleError: *by* is none.
        InstantError: An instant has no time zone.
    """
    until = utc(as_of, "as_of")
    low, high = scale
    latest: dict[str, Answer] = {}
    heard = later = 0
    for one in read(Answer, answers, subject):
        if not low <= one.score <= high:
            expected = f"a number from {low:g} to {high:g}"
            raise LeadError(f"score for {subject}", "one off the scale", expected)
        if one.at > until:
            later += 1
            continue
        heard += 1
        known = latest.get(one.lead)
        if known is None or one.at >= known.at:
            latest[one.lead] = one
    leads = tuple(sorted(latest))
    return Heard(
        until,
        leads,
        tuple(latest[lead].score for lead in leads),
        segments_of(leads, range(len(leads)), by),
        by is not None,
        heard - len(leads),
        later,
    )


def spans_of(
    title: str,
    dots: Iterable[tuple[str | None, float | None, Band]],
    *,
    mark: float | None = None,
    percent: bool = False,
) -> Spans | None:
    """
    Draw a dot for each segment that answered; None if nobody did.

    Args:
        title: What it shows.

        dots: The segments, their values, and what these may well be instead.

        mark: A value that all are held to.

        percent: Whether the values are shares.
    """
    drawn = [dot for dot in dots if dot[1] is not None]
    if not drawn:
        return None
    names, values, bands = zip(*drawn, strict=True)
    return Spans(
        title, tuple(name or ALL for name in names), values, bands, mark, percent
    )
