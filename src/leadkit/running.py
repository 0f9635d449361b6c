"""
The loop that a host would write: as time goes by, judge a lead again, and make the
moves that make themselves.

Whatever is later than an instant is invisible to a question as of it. So all activities
are recorded first, and then time is walked through. The instants between them at which
an answer turns by itself are computed; that is why it doesn't matter how often anybody
runs the loop, or when.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Generic, NoReturn, TypeVar

import attrs

from .assessment import Event, Moved, Outcome
from .errors import RuleError
from .instants import LAST
from .leads import Lead
from .states import Lifecycle
from .stepping import Steps
from .timing import Due, next_deadline, signs_of_life
from .watching import Watches, first_turn

L = TypeVar("L", bound=Lead)

#: How many moves a lead may make by itself in one run.
MOVES = 10_000


@attrs.frozen
class Loop(Generic[L]):
    """
    What a lead is run through.

    Attributes:
        name: The playbook.

        lifecycle: Its moves, or None.

        watches: The rules of its qualifications and moves.

        judge: Records which qualifications a lead gained and lost.
    """

    name: str
    lifecycle: Lifecycle | None
    watches: Watches
    judge: Callable[[L, datetime], Outcome[L]]

    def run(self, lead: L, since: datetime | None, until: datetime) -> Outcome[L]:
        """
        Run a lead, from what was recorded last until an instant.

        Args:
            lead: The lead, with all that is known of it.

            since: From when on, in UTC, if that is later than what was recorded.

            until: The instant, in UTC.

        Returns:
            The lead, and what happened. If something was recorded later, nothing does.

        Raises:
            RuleError: Moves that make themselves go round in circles.
        """
        events: list[Event] = []
        known = _Known(lead)
        most = len(lead.moves) + MOVES
        at: datetime | None = _start(lead, known.stops, since, until)
        while at is not None and at <= until:
            for happened in self._settled(lead, at):
                lead = happened.lead
                events += happened.events
                if len(lead.moves) > most:
                    self._refuse_circles()
            at = self._next(lead, known, at, until)
        return Outcome(lead, tuple(events))

    def _refuse_circles(self) -> NoReturn:
        raise RuleError(
            f"lifecycle of playbook {self.name!r}",
            f"more than {MOVES} moves that make themselves",
            "moves that come to rest",
            "Guard them, or let more time pass with after=.",
        )

    def _settled(self, lead: L, at: datetime) -> Iterator[Outcome[L]]:
        # Judge, move, and judge again, until nothing moves at this instant.
        while True:
            judged = self.judge(lead, at)
            yield judged
            due = self._due(judged.lead, at)
            if due is None or self.lifecycle is None:
                return
            lead = self.lifecycle.advance(
                judged.lead,
                due.trigger,
                at=due.deadline,
                by=self.name,
                reason=due.reason,
            )
            yield Outcome(lead, (Moved(lead.id, due.deadline, lead.moves[-1]),))

    def _due(self, lead: Lead, at: datetime) -> Due | None:
        # What was due before; then what may be made now; then what is due now, since
        # what a lead does in the last moment counts.
        if self.lifecycle is None:
            return None
        timed = self.lifecycle.due(lead, as_of=at)
        now = (
            one
            for one in self.lifecycle.automatic(lead, as_of=at)
            if not _is_made(lead, one)
        )
        before = (one for one in timed if one.deadline < at)
        return next(chain(before, now, timed), None)

    def next_change(self, lead: Lead, as_of: datetime) -> datetime | None:
        """
        Tell when the loop may next do something, if nothing new arrives.

        Args:
            lead: The lead.

            as_of: From when on, in UTC.

        Raises:
            RuleError: A host's own function makes it unknowable.
        """
        watches = self.watches.of(lead, as_of)
        turn = first_turn(
            watches, lead, as_of, LAST, lambda one: one.cuts_and_happenings(lead)
        )
        due = self._next_deadline(lead, as_of, signs_of_life(lead))
        # Once it is there, and once somebody grants something, other rules are asked.
        stops = [*(grant.at for grant in lead.grants), lead.created_at, turn, due]
        return min((at for at in stops if at is not None and at > as_of), default=None)

    def _next(
        self, lead: L, known: _Known, at: datetime, until: datetime
    ) -> datetime | None:
        watches = self.watches.of(lead, at)
        place = bisect_right(known.stops, at)
        stops = [*known.stops[place : place + 1]]
        due = self._next_deadline(lead, at, known.signs)
        if due is not None:
            stops.append(due)
        # A host's own function is asked again at every stop, and in the end. Else the
        # end is none: moves that take turns would depend on how often it is run.
        if until > at and any(watch.opaque for watch in watches):
            stops.append(until)
        stop = min((one for one in stops if one <= until), default=None)
        clear = [watch for watch in watches if not watch.opaque]
        return first_turn(clear, lead, at, stop or until, known.cuts) or stop

    def _next_deadline(
        self, lead: Lead, after: datetime, signs: Sequence[datetime]
    ) -> datetime | None:
        if self.lifecycle is None:
            return None
        found = (
            next_deadline(lead, one, after, signs)
            for one in self.lifecycle.transitions
            if one.after is not None and lead.stage in one.sources
        )
        return min((at for at in found if at is not None), default=None)


class _Known:
    # What stays as it is while a lead is run: its history, and when rules may turn.

    def __init__(self, lead: Lead) -> None:
        self._lead = lead
        self._cuts: dict[Steps, list[datetime]] = {}
        self.signs = signs_of_life(lead)
        self.stops = sorted(set(_happenings(lead)))

    def cuts(self, steps: Steps) -> list[datetime]:
        if steps not in self._cuts:
            self._cuts[steps] = steps.cuts(self._lead)
        return self._cuts[steps]


def _start(
    lead: Lead,
    stops: Sequence[datetime],
    since: datetime | None,
    until: datetime,
) -> datetime:
    # Up to its last move, and to what a rule recorded last, it was run already.
    recorded = [move.at for move in lead.moves[-1:]]
    recorded += [grant.at for grant in lead.grants if grant.automatic][:1]
    if since is not None:
        recorded.append(since)
    if recorded:
        return max(recorded)
    return lead.created_at or (stops[0] if stops else until)


def _happenings(lead: Lead) -> Iterator[datetime]:
    for records in (lead.activities, lead.consents, lead.touches, lead.grants):
        for record in records:
            yield record.at
    for consent in lead.consents:
        if consent.expires_at is not None:
            yield consent.expires_at
    yield from (at for at in (lead.created_at, lead.erased_at) if at is not None)


def _is_made(lead: Lead, due: Due) -> bool:
    # Once at an instant, or two moves might take turns for ever.
    return any(
        move.at == due.deadline
        and move.source == lead.stage
        and move.trigger == due.trigger
        for move in lead.moves
    )
