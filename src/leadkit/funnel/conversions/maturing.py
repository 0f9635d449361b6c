"""
Who converted within a span, of those who have been watched for so long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Final, Literal, TypeAlias

import attrs

from ...errors import RuleError, described
from ..given.clock import span_of
from ..numbers.rates import Rate
from ..ways.past import Past
from .reaching import NOT_YET

#: What a lead that entered the start of a conversion is, once a span is asked for.
Standing: TypeAlias = Literal["converted", "unconverted", "immature", "unwatched"]
#: Those that count.
ELIGIBLE: Final[tuple[Standing, ...]] = ("converted", "unconverted")


@attrs.frozen(eq=False, repr=False)
class Race:
    """
    From when to when the clock of each lead ran, in the order of the columns.

    Attributes:
        past: The leads.

        starts: When it began, in microseconds since 1970; `NOT_YET` for leads that
            never entered the start.

        ends: When it was stopped by a conversion; `NOT_YET` if it wasn't.
    """

    past: Past
    starts: list[int]
    ends: list[int]

    def standing(self, within: int) -> Callable[[int], Standing | None]:
        """
        Tell what leads are to a span, by their places in the columns.

        Args:
            within: How long, in microseconds; its end belongs to it.

        Returns:
            A function of a place. Leads that weren't watched when their clock began
            are unwatched: those that converted before the watch may be missing, so
            that those like them must not count either. Leads that haven't been watched
            for the span since are immature, also if they have converted: the others
            among them may not have had the time.
        """
        starts, ends = self.starts, self.ends
        sights, watched = self.past.sights, self.past.ends

        def standing(place: int) -> Standing | None:
            start = starts[place]
            if start == NOT_YET:
                return None
            if sights[place] > start:
                return "unwatched"
            if start + within > watched[place]:
                return "immature"
            end = ends[place]
            if end != NOT_YET and end - start <= within:
                return "converted"
            return "unconverted"

        return standing

    def late(self, place: int) -> int:
        """
        Tell how long after its start a clock began to be watched; 0 if from the start.
        """
        return max(self.past.sights[place] - self.starts[place], 0)

    def wait(self, place: int) -> tuple[int, bool]:
        """
        Tell how long a clock ran, and whether a conversion stopped it.

        It is stopped by nothing else: who exits may come back.
        """
        start, end = self.starts[place], self.ends[place]
        if end != NOT_YET:
            return end - start, True
        return self.past.ends[place] - start, False

    def is_watched(self, place: int) -> bool:
        """
        Tell whether a clock that began was watched while it ran.
        """
        late = self.late(place)
        return not late or late < self.wait(place)[0]

    def who(
        self, leads: Iterable[int], within: int, meant: Iterable[Standing]
    ) -> list[str]:
        """
        List the leads of some standings.

        Args:
            leads: Whose standings are asked for, by their places.

            within: The span, in microseconds.

            meant: Which standings are listed.

        Returns:
            Their ids.
        """
        standing, wanted = self.standing(within), set(meant)
        return self.past.named(lead for lead in leads if standing(lead) in wanted)

    def behind(
        self, leads: Iterable[int], within: int
    ) -> dict[str, Callable[[], list[str]]]:
        """
        List the leads behind the counts of a conversion, when somebody asks.

        Args:
            leads: Whose standings are asked for, by their places.

            within: The span, in microseconds.
        """
        counts: dict[str, tuple[Standing, ...]] = {
            "eligible": ELIGIBLE,
            "immature": ("immature",),
            "converted": ("converted",),
        }
        return {
            name: partial(self.who, leads, within, meant)
            for name, meant in counts.items()
        }


@attrs.frozen
class Matured:
    """
    How many leads converted within a span.

    Attributes:
        rate: The leads that converted, of those that were watched for the span.

        unwatched: How many others weren't watched when their clock began.
    """

    rate: Rate
    unwatched: int


def matured(
    race: Race, leads: Iterable[int], spans: Iterable[int]
) -> tuple[Matured, ...]:
    """
    Count who converted within spans; `Race.standing` says who counts.

    Args:
        race: The clocks.

        leads: Whose are meant.

        spans: How long each span is, in microseconds.
    """
    starts, ends = race.starts, race.ends
    sights, watched = race.past.sights, race.past.ends
    unwatched = 0
    # How long each lead was watched, and how long those that converted took.
    rooms: list[int] = []
    waits: list[tuple[int, int]] = []
    for lead in leads:
        start = starts[lead]
        if start == NOT_YET:
            continue
        if sights[lead] > start:
            unwatched += 1
            continue
        room = watched[lead] - start
        rooms.append(room)
        if ends[lead] != NOT_YET:
            waits.append((ends[lead] - start, room))
    found: list[Matured] = []
    for span in spans:
        eligible = sum([room >= span for room in rooms])
        converted = sum([length <= span <= room for length, room in waits])
        rate = Rate(converted, eligible, len(rooms) - eligible)
        found.append(Matured(rate, unwatched))
    return tuple(found)


def checked_span(span: object, subject: str, example: str) -> int:
    """
    Check how long a window is, and count its microseconds.

    Args:
        span: What was given.

        subject: What it is, for the error.

        example: What would have been right, for the error.

    Raises:
        RuleError: It is no span, or no positive one.
    """
    if not isinstance(span, timedelta):
        raise RuleError(subject, described(span), "a timedelta", f"Write {example}.")
    if span <= timedelta(0):
        raise RuleError(subject, "a span of nothing or less", "a positive one")
    return span_of(span)
