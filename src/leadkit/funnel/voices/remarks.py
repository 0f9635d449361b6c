"""
What one should know to read an answer about engagement, in sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ...instants import in_words
from ..ways.past import Past
from ..ways.remarks import counted, left_out
from .exposure import Sorted


def engagement_notes(
    past: Past, stage: str, found: Sorted, per: timedelta | None
) -> tuple[str, ...]:
    """
    Say how rates are counted, and which events weren't.

    Args:
        past: The history.

        stage: The stage.

        found: Which events were counted, and how many weren't.

        per: The unit of the rates; None if there are none.
    """
    return (*_notes(stage, found, per), *left_out(past))


def _notes(stage: str, found: Sorted, per: timedelta | None) -> Iterator[str]:
    if per is not None:
        yield (
            f"Rates are events in {in_words(per)} of one lead in stage {stage}; low "
            "and high hold if events come one by one."
        )
    for number, why in (
        (found.elsewhere, f"weren't in stage {stage} then"),
        (found.unwatched, "weren't watched then"),
        (found.others, "weren't asked about"),
    ):
        if number:
            told = counted(number, "event", "events")
            yield f"{told} left out: their leads {why}."
