"""
Made-up leads for the demo: what each did, when, and what sales tried with it.

Everything follows from one seed, so that the demo tells the same story every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeAlias

import attrs

from ..codes import Channel, Kind
from ..happenings import Activity, Consent, ContactPoint, Touch
from ..leads import Lead

END = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAYS = 150

_PEOPLE = (
    "Sara Ahmadi", "Reza Karimi", "Lena Vogt", "Tom Baker", "Mina Rahimi",
    "Ana Silva", "Omid Jafari", "Eva Novak", "Jonas Berg", "Leila Moradi",
)  # fmt: skip
_COMPANIES = ("Alborz Foods", "Nordwind", "Blue Harbour", "Kaveh Steel", "Lumen Labs")


@attrs.frozen
class Did:
    """
    An activity of the lead, or towards it.
    """

    at: datetime
    type: str
    value: float | None = None
    medium: str | None = None
    actor: str = "human"


@attrs.frozen
class Tried:
    """
    A move that somebody asked for.
    """

    at: datetime
    trigger: str
    by: str = "sales"
    reason: str | None = None
    rest: timedelta | None = None


@attrs.frozen
class Learned:
    """
    A trait that sales found out.
    """

    at: datetime
    trait: str
    value: bool


@attrs.frozen
class Withdrew:
    """
    The lead took its consent back.
    """

    at: datetime


Step: TypeAlias = Did | Tried | Learned | Withdrew


@attrs.frozen
class Story:
    """
    A lead as it was captured, and what followed.

    Attributes:
        lead: The lead.

        steps: What happened, in order.
    """

    lead: Lead
    steps: tuple[Step, ...]


def stories(count: int) -> Iterator[Story]:
    """
    Tell the stories of so many leads.

    >>> [story.lead.id for story in stories(2)]
    ['D-001', 'D-002']
    """
    for number in range(1, count + 1):
        random = Random(f"leadkit demo {number}")
        yield _story(f"D-{number:03}", random)


# How often a kind of lead occurs, and who tells its story.
def _story(lead_id: str, random: Random) -> Story:
    tell = random.choices(
        [_passer_by, _reader, _buyer, _trialist, _rival], [38, 27, 17, 13, 5]
    )[0]
    began = END - timedelta(days=random.uniform(20, DAYS), minutes=random.random() * 60)
    lead = _captured(lead_id, random, began)
    steps = sorted(tell(random, began), key=lambda step: step.at)
    return Story(lead, tuple(step for step in steps if step.at <= END))


def _captured(lead_id: str, random: Random, at: datetime) -> Lead:
    company = random.random() < 0.3
    name = random.choice(_COMPANIES if company else _PEOPLE)
    address = f"{lead_id.lower()}@example.com"
    channel = random.choices(
        [Channel.CONTENT, Channel.FORM, Channel.WEBINAR, Channel.PPC, Channel.TRIAL,
         Channel.ORGANIC_SEARCH, Channel.SOCIAL, Channel.REFERRAL],
        [20, 20, 12, 15, 10, 12, 6, 5],
    )[0]  # fmt: skip
    purpose = "marketing" if random.random() < 0.85 else "service"
    traits: dict[str, int | bool] = {
        "company_size": round(random.lognormvariate(3.2, 1.3))
    }
    if random.random() < 0.6:
        traits["decision_maker"] = random.random() < 0.5
        traits["target_industry"] = random.random() < 0.5
    if random.random() < 0.2:
        traits["free_mail"] = True
    return Lead.capture(
        id=lead_id,
        kind=Kind.COMPANY if company else Kind.PERSON,
        name=name,
        contact=ContactPoint("email", address),
        consent=Consent(
            purpose=purpose, medium="email", granted=True, at=at, source="web form v2"
        ),
        touch=Touch(channel, at=at, campaign=random.choice(["spring", "autumn"])),
        traits=traits,
        at=at,
    )


def _after(began: datetime, days: float) -> datetime:
    return began + timedelta(days=days)


def _mailing(
    random: Random, began: datetime, weeks: int, *, clicks: float
) -> list[Step]:
    steps: list[Step] = []
    for week in range(weeks):
        sent = _after(began, 2 + 7 * week + random.random())
        steps.append(Did(sent, "email_sent", actor="machine"))
        if random.random() < 0.1:  # a mail scanner follows every link
            steps.append(
                Did(sent + timedelta(seconds=2), "email_clicked", actor="machine")
            )
        if random.random() < clicks * 2:
            opened = sent + timedelta(hours=random.uniform(1, 30))
            steps.append(Did(opened, "email_opened"))
            if random.random() < 0.5:
                read = opened + timedelta(minutes=2)
                steps += [
                    Did(read, "email_clicked"),
                    Did(read, "page_viewed", medium="email"),
                ]
    return steps


def _passer_by(random: Random, began: datetime) -> list[Step]:
    steps = _mailing(random, began, random.randrange(1, 6), clicks=0.1)
    steps.append(Tried(_after(began, 1), "nurture", by="campaign"))
    if random.random() < 0.4:
        steps.append(Did(_after(began, 0.01), "page_viewed"))
    if random.random() < 0.25:
        steps.append(Withdrew(_after(began, random.uniform(5, 40))))
    if random.random() < 0.3:  # somebody in sales was impatient
        steps.append(Tried(_after(began, random.uniform(5, 30)), "qualify"))
    return steps


def _reader(random: Random, began: datetime) -> list[Step]:
    steps = _mailing(random, began, random.randrange(5, 12), clicks=0.35)
    steps.append(Tried(_after(began, 1), "nurture", by="campaign"))
    for _ in range(random.randrange(2, 6)):
        at = _after(began, random.uniform(1, 60))
        steps.append(Did(at, random.choice(["content_downloaded", "cta_clicked"])))
        steps.append(Did(at + timedelta(minutes=8), "session_ended", value=8))
    if random.random() < 0.6:
        at = _after(began, random.uniform(10, 50))
        steps.append(Did(at - timedelta(days=3), "webinar_registered"))
        steps.append(Did(at, "webinar_attended"))
    talked = _after(began, random.uniform(20, 70))
    steps.append(Tried(talked - timedelta(days=4), "qualify"))
    if random.random() < 0.5:
        steps.append(Did(talked, "call_held"))
        steps.append(Tried(talked + timedelta(hours=1), "qualify"))
        if random.random() < 0.5:
            lost = talked + timedelta(days=random.uniform(8, 25))
            steps.append(Tried(lost, "lose", reason="chose somebody else"))
            if random.random() < 0.5:
                again = lost + timedelta(days=random.uniform(5, 20))
                reason = "asked to hear from us later"
                rest = timedelta(days=60)
                steps.append(Tried(again, "recycle", reason=reason, rest=rest))
    return steps


def _buyer(random: Random, began: datetime) -> list[Step]:
    steps = _mailing(random, began, random.randrange(3, 8), clicks=0.45)
    steps.append(Tried(_after(began, 1), "nurture", by="campaign"))
    steps.append(Did(_after(began, random.uniform(1, 8)), "content_downloaded"))
    steps.append(Did(_after(began, random.uniform(2, 12)), "webinar_attended"))
    asked = _after(began, random.uniform(5, 30))
    steps.append(Did(asked, random.choice(["price_requested", "demo_requested"])))
    talked = asked + timedelta(days=random.uniform(0.5, 4))
    steps.append(Did(talked, "call_held"))
    for trait in ("need", "budget", "authority"):
        steps.append(Learned(talked, trait, random.random() < 0.75))
    steps.append(Tried(talked + timedelta(hours=2), "qualify"))
    steps.append(Did(talked + timedelta(days=2), "proposal_sent"))
    if random.random() < 0.35:  # announced before it happened
        steps.append(Tried(talked + timedelta(days=3), "convert"))
    if random.random() < 0.6:
        steps += _bought(random, talked + timedelta(days=random.uniform(4, 30)))
    elif random.random() < 0.6:
        lost = talked + timedelta(days=random.uniform(10, 30))
        steps.append(Tried(lost, "lose", reason="no budget this year"))
        if random.random() < 0.3:
            again = lost + timedelta(days=random.uniform(5, 15))
            steps.append(Tried(again, "reopen", reason="the budget came back"))
    return steps


def _bought(random: Random, at: datetime) -> list[Step]:
    steps: list[Step] = [
        Did(at, "purchased", value=round(random.lognormvariate(7, 0.6))),
        Tried(at + timedelta(minutes=5), "convert"),
    ]
    later = at + timedelta(days=random.uniform(10, 40))
    fate = random.random()
    if fate < 0.3:
        steps.append(Did(later, random.choice(["referred", "reviewed"])))
        steps.append(Tried(later + timedelta(hours=1), "promote", by="success"))
    elif fate < 0.45:
        steps.append(Did(later, "survey_answered", value=random.randrange(5, 11)))
        steps.append(Tried(later + timedelta(hours=1), "promote", by="success"))
    elif fate < 0.6:
        steps.append(Did(later, "cancelled"))
        steps.append(
            Tried(later + timedelta(hours=1), "churn", by="success", reason="cancelled")
        )
        steps.append(Tried(later + timedelta(days=9), "win_back", reason="new offer"))
        steps.append(Did(later + timedelta(days=12), "call_held"))
        steps.append(
            Tried(later + timedelta(days=13), "win_back", reason="they called")
        )
    elif fate < 0.7:
        steps.append(Did(later, "upgrade_requested"))
    return steps


def _trialist(random: Random, began: datetime) -> list[Step]:
    steps: list[Step] = [Did(_after(began, 0.1), "trial_started")]
    steps.append(Tried(_after(began, 1), "nurture", by="campaign"))
    steps.extend(
        Did(_after(began, 1 + day + random.random()), "feature_used")
        for day in range(random.randrange(2, 20))
    )
    if random.random() < 0.6:
        steps.append(Did(_after(began, 12), "limit_reached"))
        steps.append(Did(_after(began, 12.1), "upgrade_viewed"))
        talked = _after(began, 15)
        steps.append(Tried(talked - timedelta(days=1), "qualify"))
        steps.append(Did(talked, "chat_held"))
        steps.append(Tried(talked + timedelta(hours=1), "qualify"))
        if random.random() < 0.5:
            steps += _bought(random, talked + timedelta(days=random.uniform(1, 9)))
    return steps


def _rival(random: Random, began: datetime) -> list[Step]:
    steps: list[Step] = [
        Did(_after(began, random.uniform(0, 3)), "content_downloaded") for _ in range(5)
    ]
    steps.append(Learned(_after(began, 4), "competitor", value=True))
    steps.append(Tried(_after(began, 4), "qualify"))
    steps.append(Tried(_after(began, 5), "disqualify", reason="a competitor"))
    return steps


def activity_of(step: Did, number: int) -> Activity:
    """
    Make the activity that a step stands for.
    """
    return Activity(
        id=f"a{number}",
        type=step.type,
        at=step.at,
        value=step.value,
        medium=step.medium,
        actor=step.actor,
    )
