"""
Ways on paper, gone by leads: what shows that a situation can be reached.

A way says which moves are made and what is known true at each. Here a lead is made up
that goes it, through the real lifecycle, with nothing but what can happen to a lead; if
none is found, nothing is said about the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby, islice

import attrs

from ...leads import Lead
from ...rules import nodes as n
from ...rules.proof.drafts import Budget, Draft, record_for
from ...states import Lifecycle
from .continuing import continued
from .needs import Need, asked
from .occurrences import between
from .shortening import shortened
from .story import BEGINNING, Event, Made, Step, Story, gone_through

#: How many leads are built for a story, and how many ways to go on are tried at a step.
_MOST_LEADS = 1000
_MOST_WAYS = 6
# Before how many of the last moves what the last one needs is tried to be there.
_MOST_EARLIER = 3


def live(
    lifecycle: Lifecycle,
    steps: Iterable[Step],
    *,
    record: type[Lead] | None = None,
    then: tuple[n.Question, ...] = (),
    then_untrue: tuple[n.Question, ...] = (),
    monotone: tuple[n.Question, ...] = (),
    budget: Budget | None = None,
) -> Story | None:
    """
    Find a lead that goes a way.

    Args:
        lifecycle: The lifecycle, through which the lead is moved.

        steps: The way, from the stage where leads begin.

        record: The class of leads, None for any that has the fields.

        then: What is known true at an instant after the last move.

        then_untrue: What isn't known true then.

        monotone: What stays known true once it is.

        budget: How many leads may be built for this and other stories together.

    Returns:
        A story that has been gone through, without what it does without; None if none
        was found, which means nothing.
    """
    way = tuple(steps)
    asks = [node for step in way for node in step.need.nodes]
    asks += [*then, *then_untrue, *monotone]
    if record is None:
        record = record_for(asks)
    if record is None:
        return None
    starts = [*_starts(lifecycle, record, asks)]
    for variant in _variants(way):
        own = Budget(_MOST_LEADS if budget is None else min(_MOST_LEADS, budget.left))
        living = _Living(lifecycle, variant, Need(then, then_untrue), monotone, own)
        given = own.left
        for start in starts if given > 0 else ():
            for story in living.stories(start):
                return shortened(story, living.told)
        if budget is not None:
            budget.left -= given - max(0, own.left)
    return None


def _variants(way: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    # What the last move needs may have to be there before an earlier one is made, as
    # where a law asks what happened since a stage, and the guard since another.
    yield way
    if not way or not way[-1].true or not way[-1].untrue:
        return
    for place in range(len(way) - 2, max(-1, len(way) - 2 - _MOST_EARLIER), -1):
        step = way[place]
        early = attrs.evolve(step, true=(*step.true, *way[-1].true))
        yield (*way[:place], early, *way[place + 1 :])


def _starts(
    lifecycle: Lifecycle, record: type[Lead], asks: Sequence[n.Question]
) -> Iterator[Lead]:
    told: tuple[datetime | None, ...] = (BEGINNING,)
    if any(_reads_creation(part) for node in asks for part in n.walk(node)):
        told = (BEGINNING, None)
    for created_at in told:
        fields = {"stage": lifecycle.initial, "created_at": created_at}
        lead = Draft(record, BEGINNING, fields).lead()
        if lead is not None:
            yield lead


def _reads_creation(node: n.Node) -> bool:
    created = isinstance(node, n.Field) and node.name == "created_at"
    return created or isinstance(node, n.TimeInStage)


@attrs.frozen(eq=False)
class _Living:
    lifecycle: Lifecycle
    way: tuple[Step, ...]
    then: Need
    monotone: tuple[n.Question, ...]
    budget: Budget

    def stories(self, start: Lead) -> Iterator[Story]:
        yield from self._from(partial(self.told, start), (), start, BEGINNING, 0)

    def _from(
        self,
        told: Callable[[tuple[Event, ...], datetime], Story | None],
        events: tuple[Event, ...],
        lead: Lead,
        since: datetime,
        place: int,
    ) -> Iterator[Story]:
        # All ways to go on from a step; the first that leads to the end is taken.
        at_end = place == len(self.way)
        need = self.then if at_end else self.way[place].need
        if at_end and not need.nodes:
            story = told(events, since)
            if story is not None:
                yield story
            return
        kept = tuple(q for q in self.monotone if asked(q, lead, since) is True)
        need = Need((*need.true, *kept), need.untrue)
        ways = continued(lead, since, need, self.budget)
        for new, as_of in islice(ways, _MOST_WAYS):
            more: tuple[Event, ...] = between(lead, new, as_of)
            if at_end:
                story = told((*events, *more), as_of)
                if story is not None:
                    yield story
                continue
            more = (*more, Made.of(self.way[place], as_of))
            run = gone_through(self.lifecycle, lead, more)
            if run is not None:
                yield from self._from(told, (*events, *more), run[-1], as_of, place + 1)

    def told(
        self, start: Lead, events: tuple[Event, ...], as_of: datetime
    ) -> Story | None:
        # The story of all this, if it can happen and is what was asked for.
        leads = gone_through(self.lifecycle, start, events)
        if leads is None or not self.then.met(leads[-1], as_of):
            return None
        story = Story(start, events, leads, as_of)
        return story if self._keeps(story) else None

    def _keeps(self, story: Story) -> bool:
        # Whether what stays known true once it is does so, before and after all that
        # happens at an instant.
        lead, seen, place = story.start, [(story.start, BEGINNING)], 0
        for at, several in groupby(story.events, key=lambda event: event.at):
            seen.append((lead, at))
            place += len(list(several))
            lead = story.leads[place]
            seen.append((lead, at))
        seen.append((lead, story.as_of))
        for question in self.monotone:
            answers = [asked(question, one, at) is True for one, at in seen]
            if answers != sorted(answers):
                return False
        return True
