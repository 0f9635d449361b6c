"""
How long leads of a segment waited for a conversion, and what it ended with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import attrs

from ..ways.past import Past
from .reaching import NOT_YET

#: The wait goes on, or nobody watches any more.
WAITING = 0
#: The wait ended with the conversion. Greater numbers are other outcomes.
CONVERTED = 1


@attrs.frozen(eq=False, repr=False)
class Waited:
    """
    How long leads waited, one entry for each.

    Attributes:
        places: Which leads, by their places in the columns of the history.

        durations: How long each was waiting, in microseconds.

        codes: What the wait ended with.

        entries: After how long each began to be watched, 0 if from the start; None if
            all were.

        unwatched: How many others had ended their wait before they were watched.

        skipped: How many others skipped the stage in which the wait begins.
    """

    places: list[int]
    durations: list[int]
    codes: list[int]
    entries: list[int] | None
    unwatched: int
    skipped: int

    def events(self, code: int) -> list[bool]:
        """
        Tell whose wait ended with something.

        Args:
            code: What it ended with.
        """
        return [one == code for one in self.codes]

    def at_risk(self, age: int) -> list[int]:
        """
        Tell who was watched and waiting just before an age, by their places.

        Args:
            age: How long after the start, in microseconds.
        """
        if self.entries is None:
            return [
                place
                for place, duration in zip(self.places, self.durations, strict=True)
                if duration >= age
            ]
        return [
            place
            for place, duration, entry in zip(
                self.places, self.durations, self.entries, strict=True
            )
            if duration >= age and (entry < age or not entry)
        ]


def waited(
    past: Past,
    starts: list[int],
    ends: list[int],
    leads: Iterable[int],
    outcomes: Mapping[int, int],
    *,
    skippers: Collection[int],
) -> Waited:
    """
    Measure how long leads waited.

    A lead waits from the start on. It still does in whatever stage it is, also in one
    that looks final, until it converts or isn't watched any more.

    Args:
        past: The history.

        starts: When each lead of the history began to wait, or `NOT_YET`.

        ends: When each converted, or `NOT_YET`.

        leads: Whose waits are measured, by their places.

        outcomes: By their places in the lifecycle, the codes of stages that end a wait
            otherwise. Nothing leads out of them.

        skippers: Who skipped the stage in which the wait begins, by their places.
    """
    stages, ats, begins = past.columns.stages, past.columns.ats, past.columns.begins
    until = past.ends
    since = past.sights if past.known_since else None
    places: list[int] = []
    durations: list[int] = []
    codes: list[int] = []
    entries: list[int] = []
    unwatched = late = skipped = 0
    for place in leads:
        start = starts[place]
        if start == NOT_YET:
            skipped += place in skippers
            continue
        end, code = ends[place], CONVERTED
        if end == NOT_YET:
            end, code = until[place], WAITING
            if outcomes:
                last = begins[place + 1] - 1
                code = outcomes.get(stages[last], WAITING)
                if code:
                    end = ats[last]
        if since is not None:
            entry = max(since[place] - start, 0)
            if entry:
                if entry >= end - start:
                    unwatched += 1
                    continue
                late += 1
            entries.append(entry)
        places.append(place)
        durations.append(end - start)
        codes.append(code)
    watched_since = entries if late else None
    return Waited(places, durations, codes, watched_since, unwatched, skipped)
