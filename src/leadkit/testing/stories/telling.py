"""
Stories of leads in plain words, a sentence for each thing that happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import attrs

from ...happenings import Activity
from ...leads import Lead
from ...rules import nodes as n
from .occurrences import Recorded, shown
from .story import Asked, Event, Story

#: How a story ends, with a move that should have been refused, or where some move
#: should be allowed.
Ending: TypeAlias = Literal["refused", "allowed"]

_SET_OTHERWISE = {*Lead.members, "id", "stage", "created_at", "revision", "traits"}


def told(
    story: Story, *, though: n.Question | None = None, ending: Ending = "refused"
) -> tuple[str, ...]:
    """
    Tell a story, a sentence for each thing that happens.

    Args:
        story: The story.

        though: What isn't known true when the last move is made.

        ending: For ``"allowed"``, the story ends where no move can be made.
    """
    lines = [_begins(story.start)]
    moves = {id(made): (before, after) for made, before, after in story.moves}
    last = story.moves[-1][0] if moves else None
    for several in gathered(story.events):
        event = several[0]
        text = str(event)
        if len(several) > 1 and isinstance(event, Recorded):
            text = event.told(_times(several))
        if isinstance(event, Asked):
            text = _moved(event, *moves[id(event)])
        if event is last and though is not None:
            text += f", though <{though}> isn't known true"
        lines.append(f"{event.at:%Y-%m-%d %H:%M}: {text}.")
    if ending == "allowed":
        at = f"{story.as_of:%Y-%m-%d %H:%M}"
        lines.append(f"{at}: no move from {str(story.lead.stage)!r} is allowed.")
    return tuple(lines)


def between(source: str, target: str) -> str:
    """
    Say which stages a move is between.

    >>> between("lead", "nurtured")
    "from 'lead' to 'nurtured'"
    """
    # One may be a member of an enumeration, which shows itself otherwise.
    return f"from {str(source)!r} to {str(target)!r}"


def _moved(event: Asked, before: Lead, after: Lead) -> str:
    return f"{str(event.trigger)!r} takes it {between(before.stage, after.stage)}"


def _begins(lead: Lead) -> str:
    fields = attrs.fields_dict(type(lead))
    details = [
        f"{name} {shown(getattr(lead, name))}"
        for name, field in fields.items()
        if name not in _SET_OTHERWISE and getattr(lead, name) != field.default
    ]
    details += [f"{name} {shown(value)}" for name, value in lead.traits.items()]
    details += [f"a contact point by {one.medium.value}" for one in lead.contacts]
    having = f", with {', '.join(details)}" if details else ""
    return f"A lead begins at {str(lead.stage)!r}{having}."


def gathered(events: Iterable[Event]) -> Iterator[list[Event]]:
    """
    Put activities together that differ in nothing but their ids and instants.

    All else stays alone.
    """
    several: list[Event] = []
    for event in events:
        if several and not _alike(several[-1], event):
            yield several
            several = []
        several.append(event)
    if several:
        yield several


def _alike(one: Event, other: Event) -> bool:
    return (
        isinstance(one, Recorded)
        and isinstance(other, Recorded)
        and isinstance(one.what, Activity)
        and isinstance(other.what, Activity)
        and str(one) == str(other)
    )


def _times(several: list[Event]) -> str:
    first, last = several[0].at, several[-1].at
    until = "" if first == last else f" until {last:%Y-%m-%d %H:%M}"
    return f"{len(several)} times{until}"
