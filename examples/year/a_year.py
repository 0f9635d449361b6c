"""
A year of made-up leads: a history to ask, in the docs and in your own notebook.

Four channels bring leads to two landing pages; what becomes of them is drawn with a
fixed seed, so that the pages always tell the same. `ROWS` has a row for each stage that
a lead entered, `LEADS` what is known of each besides, `TOUCHES`, `SPEND` and `DEALS`
what marketing did, what it paid, and what came of it; `EVENTS` and `ANSWERS` what leads
did and said.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from leadkit import standard
from leadkit.funnel import Answer, ChannelTouch, History, LeadEvent, Spend, Step

BEGIN = datetime(2025, 7, 1, tzinfo=UTC)
AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)

#: By channel: its share of the leads, the chance to get on at each stage, and the money
#: it costs a month.
CHANNELS = {
    "search": (0.34, (0.75, 0.42, 0.55), 1500),
    "social": (0.40, (0.80, 0.16, 0.40), 2400),
    "webinar": (0.16, (0.88, 0.50, 0.52), 900),
    "referral": (0.10, (0.90, 0.60, 0.68), 150),
}
#: By landing page, how much more often its leads are nurtured.
PAGES = {"old": 1.0, "new": 1.12}
#: By stage, how many days it takes to get there.
WAITS = {"nurtured": 3, "prospect": 24, "customer": 35, "advocate": 80}
ADVOCATES = 0.3
#: By stage, where those go who get no further, how many of them, and after how long.
EXITS = {
    "lead": ("disqualified", 0.6, 40),
    "nurtured": ("disqualified", 0.6, 40),
    "prospect": ("lost", 1.0, 30),
}
#: By stage, which channels meet somebody again on the way there, and how often.
AGAIN = {"prospect": {"webinar": 0.5}, "customer": {"search": 0.35}}
KINDS = ("mail_opened", "visit")

ROWS: list[Step] = []
LEADS: dict[str, dict[str, str]] = {}
TOUCHES: list[ChannelTouch] = []
EVENTS: list[LeadEvent] = []
ANSWERS: list[Answer] = []
DEALS: dict[str, Decimal] = {}


def _live(random: Random, lead: str, at: datetime) -> None:
    channel = random.choices(list(CHANNELS), [one[0] for one in CHANNELS.values()])[0]
    page = random.choice(list(PAGES))
    LEADS[lead] = {"channel": channel, "page": page}
    TOUCHES.append(ChannelTouch(lead, channel, at))
    ROWS.append(Step(lead, None, "lead", at, 0))
    chances = [*CHANNELS[channel][1], ADVOCATES]
    chances[0] = min(chances[0] * PAGES[page], 0.97)
    stage = "lead"
    for number, (target, chance) in enumerate(zip(WAITS, chances, strict=True), 1):
        if random.random() > chance:
            leaving, share, days = EXITS.get(stage, ("", 0.0, 1))
            if random.random() < share:
                at += random.expovariate(1 / days) * DAY
                ROWS.append(Step(lead, stage, leaving, at, number))
            return
        at += random.expovariate(1 / WAITS[target]) * DAY
        ROWS.append(Step(lead, stage, target, at, number))
        _happen(random, lead, at, target)
        stage = target


def _happen(random: Random, lead: str, at: datetime, stage: str) -> None:
    for channel in AGAIN.get(stage, ()):
        if random.random() < AGAIN[stage][channel]:
            when = at - random.random() * DAY
            TOUCHES.append(ChannelTouch(lead, channel, when, 1))
    if stage == "nurtured":
        for _ in range(random.randrange(5)):
            when = at + random.random() * 20 * DAY
            EVENTS.append(LeadEvent(lead, random.choice(KINDS), when))
    if stage == "customer":
        DEALS[lead] = Decimal(random.choice((900, 1200, 1800, 2400)))
        happy = 9 if random.random() < 0.5 else random.randrange(11)
        ANSWERS.append(Answer(lead, happy, at + 20 * DAY))


def _spend() -> list[Spend]:
    months = [*(BEGIN.replace(month=month) for month in range(7, 13))]
    months += [AS_OF.replace(month=month) for month in range(1, 8)]
    return [
        Spend(channel, start, end, Decimal(cost))
        for channel, (_, _, cost) in CHANNELS.items()
        for start, end in pairwise(months)
    ]


def _year() -> None:
    random = Random(4)  # noqa: S311  it draws a story
    at, number = BEGIN, 0
    while at < AS_OF:
        # A little more of them from month to month.
        months = (at - BEGIN) / (30 * DAY)
        at += random.expovariate(2.0 * 1.05**months) * DAY
        number += 1
        _live(random, f"L-{number:04}", at)


_year()
SPEND = _spend()
LIFECYCLE = standard.lifecycle()
#: The year, as it is known on its last day.
history = History(ROWS, LIFECYCLE, as_of=AS_OF)
