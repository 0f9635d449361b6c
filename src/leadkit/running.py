"""
The loop that a host would write: as time goes by, judge a lead again, and make the
moves that make themselves.

Whatever is later than an instant is invisible to a question as of it. So all activities
are recorded first, and then time is walked through. The instants between them at which
an answer turns by itself are computed; that is why it doesn't matter how often anybody
runs the loop, or when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Generic, TypeVar

import attrs

from .assessment import Event, Moved, Outcome
from .errors import RuleError
from .leads import Lead
from .states import Lifecycle
from .timing import Due, deadlines
from .watching import Watches, first_turn

L = TypeVar("L", bound=Lead)

#: How many moves a lead may make by itself in one run.
MOVES = 10_000

_END = datetime.max.replace(tzinfo=UTC)


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
        at: datetime | None = _start(lead, since, until)
        while at is not None and at <= until:
            for happened in self._settled(lead, at):
                lead = happened.lead
                events += happened.events
                if len(events) > MOVES:
                    self._check_rest(events)
            at = self._next(lead, at, until)
        return Outcome(lead, tuple(events))

    def _check_rest(self, events: list[Event]) -> None:
        if sum(isinstance(event, Moved) for event in events) > MOVES:
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
        turn = first_turn(self.watches.of(lead, as_of), lead, as_of, _END)
        # Once it is there, and once somebody grants something, other rules are asked.
        stops = [*self._deadlines(lead, _END), *(grant.at for grant in lead.grants)]
        stops += [at for at in (lead.created_at, turn) if at is not None]
        return min((at for at in stops if at > as_of), default=None)

    def _next(self, lead: L, at: datetime, until: datetime) -> datetime | None:
        watches = self.watches.of(lead, at)
        stops = [*_happenings(lead), *self._deadlines(lead, until)]
        # A host's own function is asked again at every stop, and in the end. Else the
        # end is none: moves that take turns would depend on how often it is run.
        if any(watch.opaque for watch in watches):
            stops.append(until)
        stop = min((one for one in stops if at < one <= until), default=None)
        turning = [one for one in watches if not (one.opaque or one.rests)]
        return first_turn(turning, lead, at, stop or until) or stop

    def _deadlines(self, lead: Lead, until: datetime) -> Iterator[datetime]:
        if self.lifecycle is not None:
            for one in self.lifecycle.transitions:
                if lead.stage in one.sources:
                    yield from deadlines(lead, one, until)


def _start(lead: Lead, since: datetime | None, until: datetime) -> datetime:
    # Up to its last move, and to what a rule recorded last, it was run already.
    recorded = [move.at for move in lead.moves[-1:]]
    recorded += [grant.at for grant in lead.grants if grant.automatic][:1]
    if since is not None:
        recorded.append(since)
    if recorded:
        return max(recorded)
    return lead.created_at or min(_happenings(lead), default=until)


def _happenings(lead: Lead) -> Iterator[datetime]:
    for records in (lead.activities, lead.consents, lead.touches, lead.grants):
        for record in records:
            yield record.at
    if lead.created_at is not None:
        yield lead.created_at


def _is_made(lead: Lead, due: Due) -> bool:
    # Once at an instant, or two moves might take turns for ever.
    return any(
        move.at == due.deadline
        and move.source == lead.stage
        and move.trigger == due.trigger
        for move in lead.moves
    )
