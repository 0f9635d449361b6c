"""
The records of the demo, one story each: how a lead came, and what followed.

One of a hundred is about somebody who came before, and filled in another form.

Everything follows from the number of a lead and of how many there are, so that the demo
tells the same stories every time. Of chance nothing is used but what all versions of
Python compute alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import TypeAlias

from ...codes import Channel, Medium
from ...leads import Lead
from .consenting import expiring, forgets, says
from .mailings import texting
from .people import Who, shouting, who
from .plots import is_no_customer, is_silent, passes_by, reads
from .sales import asks, is_called, tries
from .seasons import END, awake, captured
from .steps import Diary, Left, Story
from .ways import WAYS, Way, again, came

# How often a kind of lead comes, and who tells its story.
_Plot: TypeAlias = Callable[[Diary], None]
_PLOTS: dict[_Plot, int] = {
    passes_by: 40,
    is_silent: 12,
    reads: 14,
    is_called: 10,
    asks: 10,
    tries: 8,
    is_no_customer: 5,
}

# Whose consents may end by themselves: leads that nobody works on any more.
_ENDING = (passes_by, is_silent, reads)

# Who comes a second time: one of so many, by its place in them.
_MANY, _PLACE = 100, 55

# Whoever comes in the last hours still lives to see the end.
_LAST = END - timedelta(hours=3)


def stories(count: int) -> Iterator[Story]:
    """
    Tell the stories of so many records, more or less in the order in which they came.

    >>> [story.lead.id for story in stories(2)]
    ['D-0001', 'D-0002']
    """
    for number in range(1, count + 1):
        yield _story(number, count)


def came_before(number: int, count: int) -> int | None:
    """
    Tell whom a record is about, if it came before: somebody of the month before.

    Args:
        number: The place of the record.

        count: How many there are.

    Returns:
        The place of the record of that one, or None.

    >>> came_before(255, 2000), came_before(256, 2000)
    (88, None)
    """
    first = number - 1 - count // 12
    if first % _MANY == _PLACE:  # nobody comes three times
        first -= 1
    return first if number % _MANY == _PLACE and first > 0 else None


def _story(number: int, count: int) -> Story:
    random = _chance(number)
    share = (number - random.random()) / count
    somebody, way = _comes(number, random)
    # Whoever starts a trial tries; for the others, it's as it comes.
    tell = random.choices(list(_PLOTS), list(_PLOTS.values()))[0]
    before = came_before(number, count)
    if before is not None:
        chance = _chance(before)
        chance.random()  # it said when that one came
        known, first = _comes(before, chance)
        somebody = shouting(known, _chance(number, "form"))
        if way.medium != first.medium:
            way = first
    if way.channel is Channel.TRIAL:
        tell = tries
    began = min(awake(captured(share)), _LAST)
    diary = Diary(random, somebody, began, f"D-{number:04}", _chance(number, "aside"))
    lead = _captured(diary, way)
    tell(diary)
    for _ in range(random.choices(range(4), [45, 30, 17, 8])[0]):
        again(diary, diary.later(3, 150))
    says(diary)
    if tell in _ENDING:
        lead = expiring(diary, lead)
    forgets(diary, number)
    return Story(lead, diary.told())


def _chance(number: int, *what: str) -> Random:
    return Random(" ".join(["leadkit demo", str(number), *what]))


def _comes(number: int, random: Random) -> tuple[Who, Way]:
    somebody = who(number, random)
    return somebody, random.choices(WAYS, [one.often for one in WAYS])[0]


def _captured(diary: Diary, way: Way) -> Lead:
    purpose = diary.random.choices(["marketing", "service", "sales"], [54, 29, 17])[0]
    at = diary.began
    lead = Lead.capture(
        id=diary.id,
        kind=diary.who.kind,
        name=diary.who.name,
        contact=diary.who.contact(way.medium),
        consent=diary.consent(at, purpose, way.medium, _source(way)),
        touch=came(diary, way),
        traits=diary.who.traits,
        at=at,
    )
    if purpose == "marketing" and way.medium is Medium.EMAIL:
        diary.mails = at, END
    elif diary.chance(0.12):
        _agrees_later(diary)
    if way.medium is Medium.SMS:
        texting(diary, diary.office(1, 5), purpose)
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
    diary.said(agreed, "marketing", Medium.EMAIL, "newsletter form v1")
    diary.mails = agreed, END
