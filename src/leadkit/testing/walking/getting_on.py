"""
Whether a real lead gets somewhere, where nothing is known of the ways: each is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...leads import Lead
from ...rules.proof.drafts import Budget
from ...states import Lifecycle
from ..stories.story import Story
from ..subjects import Subject
from .sending import Sent, opened, send, spot_of
from .situations import Spot

# How many leads are built for all moves together, and how many moves are tried.
_MOST_LEADS_IN_ALL = 2_000
_MOST_MOVES = 100


def gets_on(subject: Subject, story: Story, stages: tuple[str, ...] | None) -> bool:
    """
    Send a lead on, one move after another, the shortest ways first.

    Each spot is left once.

    Args:
        subject: What is asked about.

        story: What happened to the lead.

        stages: Where it should get to; None for any move.

    Returns:
        Whether it got there.
    """
    lifecycle = subject.lifecycle
    begin = spot_of(story.lead)
    if stages is not None and begin.stage in stages:
        return True
    steps = {} if stages is None else _steps(lifecycle, begin, stages)
    budget = Budget(_MOST_LEADS_IN_ALL)
    left = iter(range(_MOST_MOVES))
    tried = {begin}

    def moves(lead: Lead, at: datetime) -> Iterator[Sent]:
        ways = list(opened(lifecycle, spot_of(lead)))
        if stages is not None:
            ways = [one for one in ways if one.target in steps]
            ways.sort(key=lambda one: steps[one.target])
        fresh = (one for one in ways if stages is None or one.target not in tried)
        for one, _ in zip(fresh, left, strict=False):
            sent = send(
                lifecycle,
                lead,
                at,
                one.transition.trigger,
                one.need,
                monotone=subject.monotone,
                budget=budget,
            )
            if sent is not None:
                yield sent

    trail = [moves(story.lead, story.as_of)]
    while trail:
        sent = next(trail[-1], None)
        if sent is None:
            trail.pop()
            continue
        if stages is None or sent.after.stage in stages:
            return True
        tried.add(spot_of(sent.after))
        trail.append(moves(sent.after, sent.at))
    return False


def _steps(
    lifecycle: Lifecycle, begin: Spot, stages: tuple[str, ...]
) -> dict[Spot, int]:
    # How many moves it takes at least, from each spot from which some lead there.
    into: dict[Spot, list[Spot]] = {begin: []}
    spots = [begin]
    for spot in spots:  # which grows on the way
        for one in opened(lifecycle, spot):
            if one.target not in into:
                into[one.target] = []
                spots.append(one.target)
            into[one.target].append(spot)
    layer = [spot for spot in spots if spot.stage in stages]
    steps = dict.fromkeys(layer, 0)
    for spot in layer:  # as well
        for before in into[spot]:
            if before not in steps:
                steps[before] = steps[spot] + 1
                layer.append(before)
    return steps
