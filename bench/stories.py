"""
The case of the lifecycle benchmark: leads that live through about five moves each of
the standard lifecycle.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import leadkit as lk
from leadkit.standard import lifecycle

LIFECYCLE = lifecycle()
START = datetime(2026, 1, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
BY = "sales"
_NOISE = ("page_viewed", "email_opened", "email_clicked", "form_submitted")


class Step(NamedTuple):
    """
    What is asked of a lead, and when.
    """

    trigger: str
    at: datetime
    reason: str | None


class Story(NamedTuple):
    """
    A lead before its first move, and what is asked of it one after the other.
    """

    lead: lk.Lead
    steps: tuple[Step, ...]


class Asked(NamedTuple):
    """
    One step of a story, with the lead as it stands before and after.
    """

    lead: lk.Lead
    step: Step
    after: lk.Lead


# Each move with what has to happen on the day before; "SQL" is granted.
_PLOTS: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = (
    (
        ("nurture", ()),
        ("qualify", ("SQL", "call_held")),
        ("lose", ()),
        ("recycle", ()),
        ("qualify", ()),
    ),
    (
        ("disqualify", ()),
        ("reopen", ()),
        ("nurture", ()),
        ("qualify", ("SQL", "meeting_held")),
        ("convert", ("purchased",)),
    ),
    (
        ("nurture", ()),
        ("qualify", ("SQL", "email_replied")),
        ("lose", ()),
        ("reopen", ()),
        ("convert", ("purchased",)),
        ("promote", ("referred",)),
    ),
    (
        ("qualify", ("SQL", "chat_held")),
        ("convert", ("purchased",)),
        ("churn", ()),
        ("win_back", ("call_held",)),
        ("convert", ("purchased",)),
    ),
    (
        ("nurture", ()),
        ("disqualify", ()),
        ("recycle", ()),
        ("qualify", ("SQL", "social_messaged")),
    ),
)
_WITH_REASON = {"lose", "disqualify", "churn", "recycle", "reopen", "win_back"}


def stories(count: int, *, seed: int = 1) -> list[Story]:
    """
    Make stories up, the same ones each time.
    """
    chance = random.Random(seed)
    return [_story(number, chance) for number in range(count)]


def _story(number: int, chance: random.Random) -> Story:
    plot = _PLOTS[number % len(_PLOTS)]
    happened = [
        lk.Activity(
            id=f"n{place}",
            type=chance.choice(_NOISE),
            at=START + timedelta(minutes=chance.randrange(60 * 24 * 60)),
            actor="machine" if chance.random() < 0.2 else "human",
        )
        for place in range(chance.randrange(3, 9))
    ]
    grants, steps = [], []
    at = START
    for place, (trigger, before) in enumerate(plot):
        at += timedelta(days=10, minutes=chance.randrange(600))
        for kind in before:
            if kind == "SQL":
                grants.append(lk.Grant(qualification=kind, at=at - DAY, by=BY))
            else:
                happened.append(lk.Activity(id=f"s{place}", type=kind, at=at - DAY))
        reason = "no budget this year" if trigger in _WITH_REASON else None
        steps.append(Step(trigger, at, reason))
    said = lk.Consent(purpose="marketing", medium="email", granted=True, at=START)
    lead = lk.Lead(
        id=f"L-{number}",
        contacts=[lk.ContactPoint("email", f"lead{number}@example.com")],
        consents=[said],
        touches=[lk.Touch("webinar", at=START)],
        activities=happened,
        grants=grants,
        created_at=START,
    )
    return Story(lead, tuple(steps))


def asked(told: Iterable[Story]) -> list[Asked]:
    """
    List the steps of all stories, as leadkit makes them.
    """
    listed = []
    for lead, steps in told:
        for step in steps:
            trigger, at, reason = step
            after = LIFECYCLE.advance(lead, trigger, at=at, by=BY, reason=reason)
            listed.append(Asked(lead, step, after))
            lead = after  # noqa: PLW2901  the story goes on with it
    return listed
