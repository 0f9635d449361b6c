"""
What one should know to read what channels are owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ...instants import in_words
from ..ways.past import Past
from ..ways.remarks import counted, left_out
from .attributed import NONE
from .journeys import Journeys, Touched


def notes_of(
    past: Past,
    read: Touched,
    parted: Sequence[Journeys],
    end: str,
    *,
    lookback: timedelta | None,
    matured: timedelta | None,
    chained: bool,
) -> list[str]:
    """
    Say what was counted, and what wasn't.

    Args:
        past: The leads.

        read: Their touches.

        parted: Their journeys, by segment.

        end: The stage that counts as a conversion.

        lookback: How far back touches count.

        matured: From which age on leads count as lost.

        chained: Whether paths that led nowhere count.
    """
    won = sum(len(one.won) for one in parted)
    bare = sum(not journey.channels for one in parted for journey in one.won)
    within = "" if lookback is None else f" within {in_words(lookback)} before"
    told = counted(won, "lead", "leads")
    notes = [f"{told} reached {end}."]
    if bare:
        notes.append(f"{bare:,} of them had no touch{within}: {NONE}.")
    if chained:
        lost = sum(len(one.lost) for one in parted)
        old = "" if matured is None else f" or older than {in_words(matured)}"
        told = counted(lost, "lead", "leads")
        notes.append(
            f"The chain also has the paths of {told} in an exit"
            f"{old}; those of open leads aren't in it."
        )
    notes += left_out(past)
    if read.unknown:
        told = counted(read.unknown, "touch is", "touches are")
        notes.append(f"{told} left out: their leads aren't counted in the history.")
    if read.later:
        told = counted(read.later, "touch is", "touches are")
        notes.append(f"{told} left out, being after as_of.")
    return notes
