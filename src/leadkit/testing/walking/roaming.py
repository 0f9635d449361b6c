"""
Journeys drawn at random, in search of one that breaks a law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from ...leads import Lead
from ...rules import nodes as n
from ...rules.expressions import Rule
from ...rules.proof.drafts import record_for
from ..sampling import Sampled, search
from ..stories.occurrences import between
from ..stories.shortening import cut_short
from ..stories.story import Asked, Event, Story, retraced
from ..subjects import Subject

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..strategies import Journey

#: Tells after how many events of a story a law is broken; None if it isn't.
Breaks: TypeAlias = Callable[[Story], int | None]


def roamed(
    subject: Subject,
    breaks: Breaks,
    questions: Iterable[n.Question] = (),
    *,
    examples: int | None = None,
    seed: int | None = None,
    simplest: bool = True,
) -> Sampled[Story]:
    """
    Draw journeys until one breaks a law.

    Args:
        subject: What leads go through.

        breaks: The law.

        questions: What it asks about leads; journeys are drawn near to it.

        examples: How many journeys to draw.

        seed: Where to begin.

        simplest: Whether to look for simpler ones once there is one.

    Raises:
        MissingExtraError: Hypothesis isn't installed.
    """
    asked = tuple(questions)

    def breaks_it(journey: Journey[Any]) -> bool:
        return breaks(_story(journey)) is not None

    drawn = search(
        lambda: _journeys(subject, asked),
        breaks_it,
        examples=examples,
        seed=seed,
        simplest=simplest,
    )
    if drawn.found is None:
        return Sampled(None, drawn.examples)
    story = _story(drawn.found)
    story = _until(story, breaks(story))
    # What keeps something true isn't left out.
    if simplest and not subject.monotone:

        def still(less: Story) -> Story | None:
            left = retraced(subject.lifecycle, less)
            try:
                place = breaks(left)
            except Exception:  # noqa: BLE001  a host's function may raise anything
                return None
            return None if place is None else _until(left, place)

        story = cut_short(story, still)
    return Sampled(story, drawn.examples)


def _journeys(
    subject: Subject, questions: tuple[n.Question, ...]
) -> SearchStrategy[Journey[Any]]:
    from ..strategies import journeys  # noqa: PLC0415  proofs need none

    record = subject.record
    if record is None:
        record = record_for([*subject.guards, *questions, *subject.monotone])
    return journeys(
        subject.lifecycle,
        Lead if record is None else record,
        near=[Rule(node) for node in questions],
        monotone=[Rule(node) for node in subject.monotone],
    )


def _story(journey: Journey[Any]) -> Story:
    events: list[Event] = []
    leads: list[Lead] = [journey.first]
    for step in journey:
        move = step.move
        if move is None:
            more: tuple[Event, ...] = between(step.before, step.after, step.at)
        else:
            more = (Asked(move.trigger, move.at, move.reason),)
        # Several things that are recorded at once: what is between isn't looked at.
        events += more
        leads += [step.before] * (len(more) - 1) + [step.after] * bool(more)
    return Story(journey.first, tuple(events), tuple(leads), journey.at)


def _until(story: Story, events: int | None) -> Story:
    # None where a host's function answers otherwise than before.
    events = len(story.events) if events is None else events
    end = story.events[events - 1].at if events else story.as_of
    return Story(story.start, story.events[:events], story.leads[: events + 1], end)
