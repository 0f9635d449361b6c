"""
Stories: what happens to a made-up lead, and the moves that it makes.

Whatever can happen to a lead is an event: what a host would record, and a move, which
is made by the lifecycle itself. A step is a move of a way on paper, with what has to be
known true at its instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

import attrs

from ...leads import Lead
from ...moves import Transition
from ...rules import nodes as n
from ...states import Lifecycle
from .needs import Need
from .occurrences import Occurrence

L = TypeVar("L", bound=Lead)

#: When stories begin.
BEGINNING = datetime(2026, 1, 1, 12, tzinfo=UTC)
#: Why leads leave and come back in stories.
REASON = "example"


@attrs.frozen
class Step:
    """
    One move of a way on paper.

    Attributes:
        transition: The move as it is declared.

        source: The stage it starts from.

        target: Where it leads.

        true: What is known true at its instant: its guard, and whatever else the way
            needs.

        untrue: What isn't known true then: the guards of the moves that come before it,
            or what a law asks for.
    """

    transition: Transition
    source: str
    target: str
    true: tuple[n.Question, ...] = ()
    untrue: tuple[n.Question, ...] = ()

    @property
    def need(self) -> Need:
        """
        What the lead is to be like at its instant.
        """
        return Need(self.true, self.untrue)


@attrs.frozen
class Asked:
    """
    A move that is asked for.

    Attributes:
        trigger: What is asked for.

        at: When.

        reason: Why, for an exit or a move back.
    """

    trigger: str
    at: datetime
    reason: str | None = None

    def done(self, lifecycle: Lifecycle, lead: L) -> L | None:
        """
        Make the move.

        Returns:
            The lead after it; None if another move was made than is meant.
        """
        return lifecycle.advance(lead, self.trigger, at=self.at, reason=self.reason)


@attrs.frozen
class Made(Asked):
    """
    A move of a way on paper, made for real.

    Attributes:
        step: The step that it is.
    """

    step: Step = attrs.field(kw_only=True)

    @classmethod
    def of(cls, step: Step, at: datetime) -> Made:
        """
        Make a step at an instant.
        """
        declared = step.transition
        reason = None if declared.kind == "forward" else REASON
        return cls(declared.trigger, at, reason, step=step)

    def done(self, lifecycle: Lifecycle, lead: L) -> L | None:
        step = self.step
        if not step.need.met(lead, self.at):
            return None
        moved = super().done(lifecycle, lead)
        move = None if moved is None or not moved.moves else moved.moves[-1]
        if move is None or (move.source, move.target) != (step.source, step.target):
            return None
        return moved if move.kind == step.transition.kind else None


Event: TypeAlias = Occurrence | Asked


@attrs.frozen
class Story:
    """
    What happens to a made-up lead.

    Attributes:
        start: The lead as it begins.

        events: What happens, in order.

        leads: The lead before each event, and after the last.

        as_of: The instant at which the story ends.
    """

    start: Lead
    events: tuple[Event, ...]
    leads: tuple[Lead, ...]
    as_of: datetime

    @property
    def lead(self) -> Lead:
        """
        The lead at the end.
        """
        return self.leads[-1]

    @property
    def moves(self) -> tuple[tuple[Asked, Lead, Lead], ...]:
        """
        The moves, each with the lead before and after it.
        """
        return tuple(
            (event, before, after)
            for event, before, after in zip(
                self.events, self.leads, self.leads[1:], strict=False
            )
            if isinstance(event, Asked)
        )


def gone_through(
    lifecycle: Lifecycle, lead: Lead, events: Iterable[Event]
) -> tuple[Lead, ...] | None:
    """
    Let things happen to a lead.

    Returns:
        The lead before each event and after the last; None if one can't happen.
    """
    leads = [lead]
    for event in events:
        try:
            if isinstance(event, Asked):
                moved = event.done(lifecycle, lead)
            else:
                moved = event.done(lead)
        except Exception:  # noqa: BLE001  a host's classes may raise anything
            return None
        if moved is None:
            return None
        leads.append(lead := moved)
    return tuple(leads)


def retraced(lifecycle: Lifecycle, story: Story) -> Story:
    """
    Go through a story with a lifecycle, without what can't happen in it.
    """
    lead, events, leads = story.start, list[Event](), [story.start]
    for event in story.events:
        run = gone_through(lifecycle, lead, (event,))
        if run is not None:
            events.append(event)
            leads.append(lead := run[-1])
    return Story(story.start, tuple(events), tuple(leads), story.as_of)
