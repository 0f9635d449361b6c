"""
The leads of the demo, one story each: how it came, and what followed.

Everything follows from the number of a lead and of how many there are, so that the demo
tells the same stories every time. Of chance nothing is used but what all versions of
Python compute alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from ...codes import Channel, Medium
from ...consents import Consent
from ...leads import Lead
from .mailings import texting
from .people import Who, who
from .plots import is_no_customer, is_silent, passes_by, reads
from .sales import asks, is_called, tries
from .seasons import END, awake, captured
from .steps import Diary, Left, Story
from .ways import WAYS, Way, again, came

# How often a kind of lead comes, and who tells its story.
_PLOTS: dict[Callable[[Diary], None], int] = {
    passes_by: 40,
    is_silent: 12,
    reads: 14,
    is_called: 10,
    asks: 10,
    tries: 8,
    is_no_customer: 5,
}

# Whoever comes in the last hours still lives to see the end.
_LAST = END - timedelta(hours=3)


def stories(count: int) -> Iterator[Story]:
    """
    Tell the stories of so many leads, more or less in the order in which they came.

    >>> [story.lead.id for story in stories(2)]
    ['D-0001', 'D-0002']
    """
    for number in range(1, count + 1):
        random = Random(f"leadkit demo {number}")
        yield _story(number, (number - random.random()) / count, random)


def _story(number: int, share: float, random: Random) -> Story:
    somebody = who(number, random)
    way = random.choices(WAYS, [one.often for one in WAYS])[0]
    # Whoever starts a trial tries; for the others, it's as it comes.
    tell = random.choices(list(_PLOTS), list(_PLOTS.values()))[0]
    if way.channel is Channel.TRIAL:
        tell = tries
    began = min(awake(captured(share)), _LAST)
    diary = Diary(random, somebody, began)
    lead = _captured(diary, somebody, way)
    tell(diary)
    for _ in range(random.choices(range(4), [45, 30, 17, 8])[0]):
        again(diary, diary.later(3, 150))
    return Story(lead, diary.told())


def _captured(diary: Diary, somebody: Who, way: Way) -> Lead:
    purpose = diary.random.choices(["marketing", "service", "sales"], [54, 29, 17])[0]
    at = diary.began
    lead = Lead.capture(
        id=f"D-{somebody.number:04}",
        kind=somebody.kind,
        name=somebody.name,
        contact=somebody.contact(way.medium),
        consent=Consent(
            purpose=purpose,
            medium=way.medium,
            granted=True,
            at=at,
            source=_source(way),
        ),
        touch=came(diary, way),
        traits=somebody.traits,
        at=at,
    )
    if purpose == "marketing" and way.medium is Medium.EMAIL:
        diary.mails = at, END
    elif diary.chance(0.12):
        _agrees_later(diary)
    if way.medium is Medium.SMS:
        texting(diary, diary.office(1, 5))
    return lead


def _source(way: Way) -> str:
    return {
        Medium.SMS: "text message",
        Medium.PHONE: "paper form v1",
        Medium.POST: "reply card",
        Medium.SOCIAL: "message form v1",
    }.get(way.medium, "web form v2")


def _agrees_later(diary: Diary) -> None:
    agreed = diary.later(2, 60)
    diary.add(Left(agreed, diary.who.contact(Medium.EMAIL)))
    diary.did(agreed, "form_submitted")
    diary.said(
        agreed, "marketing", Medium.EMAIL, granted=True, source="newsletter form v1"
    )
    diary.mails = agreed, END
