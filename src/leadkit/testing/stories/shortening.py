"""
Stories made shorter: what makes no difference is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

import attrs

from ...leads import Lead
from ...mapping import FrozenMap
from ...records import types_of_record
from ...rules.proof.drafts import Draft
from ...unchecked import REFUSALS
from .occurrences import Became, Reached
from .story import BEGINNING, Asked, Event, Story

#: Tells a story, if it can happen and still shows what it is to show.
Told: TypeAlias = Callable[[Lead, tuple[Event, ...], datetime], Story | None]

#: How often it is tried to make a story shorter; less often for a long one, since to go
#: through it takes time that grows with its square.
_MOST_CUTS, _FEWEST_CUTS, _CUTS_OF_ONE = 400, 20, 1_000_000
#: What every lead of a story has.
_KEPT = {"id", "stage", "revision"}


def shortened(story: Story, told: Told) -> Story:
    """
    Leave out of a story what makes no difference.

    Args:
        story: The story. Its moves stay.

        told: Tells the story with less in it; None if that doesn't do.
    """
    story = _with_early_fields(story, told)
    story = _with_fewer_events(story, told)
    story = _with_fewer_changes(story, told)
    return _with_plain_fields(story, told)


def cut_short(story: Story, still: Callable[[Story], Story | None]) -> Story:
    """
    Leave out of a story what makes no difference, moves too.

    Args:
        story: The story.

        still: Goes through a story with fewer events: what is left of it, None if that
            doesn't show any more what it is to show.
    """
    for size in (4, 3, 2, 1):
        place = 0
        while place < len(story.events):
            events = (*story.events[:place], *story.events[place + size :])
            shorter = still(attrs.evolve(story, events=events))
            place += shorter is None
            story = shorter or story
    return story


def _again(
    story: Story, told: Told, start: Lead | None, events: tuple[Event, ...]
) -> Story:
    shorter = None if start is None else told(start, events, story.as_of)
    return story if shorter is None else shorter


def _with_early_fields(story: Story, told: Told) -> Story:
    # What changes before the first move may be so from the beginning.
    start, kept = story.start, list[Event]()
    early = True
    for event in story.events:
        early = early and not isinstance(event, Asked)
        if early and isinstance(event, Became | Reached):
            start = event.done(start)
        else:
            kept.append(event)
    return _again(story, told, start, tuple(kept))


def _with_fewer_events(story: Story, told: Told) -> Story:
    # Many at once, then ever fewer.
    count = max(1, len(story.events))
    size = max(1, count // 2)
    cuts = min(_MOST_CUTS, max(_FEWEST_CUTS, _CUTS_OF_ONE // count**2))
    while size:
        place = 0
        while place < len(story.events) and cuts:
            cuts -= 1
            events = _without(story.events, place, place + size)
            shorter = story
            if len(events) < len(story.events):
                shorter = _again(story, told, story.start, events)
            place += size if shorter is story else 0
            story = shorter
        size //= 2
    return story


def _without(events: tuple[Event, ...], first: int, end: int) -> tuple[Event, ...]:
    # Moves can't be left out.
    moves = (one for one in events[first:end] if isinstance(one, Asked))
    return (*events[:first], *moves, *events[end:])


def _with_fewer_changes(story: Story, told: Told) -> Story:
    # Of several fields that change at once, each may be needless.
    for place in range(len(story.events)):
        event = story.events[place]
        for name, _ in event.all if isinstance(event, Became) else ():
            less = _less(story.events[place], name)
            events = (*story.events[:place], less, *story.events[place + 1 :])
            story = _again(story, told, story.start, events)
    return story


def _less(event: Event, name: str) -> Event:
    assert isinstance(event, Became)  # noqa: S101  it stays one
    fields = {key: value for key, value in event.fields.items() if key != name}
    traits = {key: value for key, value in event.traits.items() if key != name}
    return attrs.evolve(event, fields=FrozenMap(fields), traits=FrozenMap(traits))


def _with_plain_fields(story: Story, told: Told) -> Story:
    # A field that doesn't matter is left as it is by default.
    plain = Draft(type(story.start), BEGINNING).lead()
    for name in types_of_record(type(story.start)) if plain is not None else ():
        value = getattr(plain, name)
        if name not in _KEPT and getattr(story.start, name) != value:
            change = Became(FrozenMap({name: value}), FrozenMap(), BEGINNING)
            start = _tried(change.done, story.start)
            story = _again(story, told, start, story.events)
    for name in story.start.traits:
        change = Became(FrozenMap(), FrozenMap({name: None}), BEGINNING)
        start = _tried(change.done, story.start)
        story = _again(story, told, start, story.events)
    return story


def _tried(change: Callable[[Lead], Lead], lead: Lead) -> Lead | None:
    try:
        return change(lead)
    except REFUSALS:  # a host's validators, too
        return None
