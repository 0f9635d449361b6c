"""
The case of the rules benchmark: a card of 20 rules, leads, and the card by hand.

The shape is that of a mid-sized B2B card: most rules look at fields, four at a history
of 8.6 activities on average, of which half lie in the widest window.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import Literal

import attrs

import leadkit as lk
from leadkit import Group, Points, Scorecard, activity, fields

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KINDS = (
    "webinar_attended",
    "email_clicked",
    "page_viewed",
    "price_requested",
    "email_opened",
)
INDUSTRIES = ("software", "finance", "retail", "health", "other")
SOURCES = ("webinar", "referral", "form", "list")
COUNTRIES = ("DE", "AT", "CH", "FR", "IR", "US")
TITLES = ("Head of Sales", "Chief of Staff", "Account Manager", "Engineer", "Assistant")


@attrs.frozen(kw_only=True)
class Company(lk.Lead):
    """
    A lead of the case.
    """

    size: int | None = None
    title: str | None = None
    industry: Literal["software", "finance", "retail", "health", "other"] | None = None
    country: str | None = None
    revenue: float | None = None
    budget: int | None = None
    seats: int | None = None
    source: Literal["webinar", "referral", "form", "list"] | None = None
    free_mail: bool = False
    competitor: bool = False
    decides: bool | None = None
    trial_ends: datetime | None = None


F = fields(Company)
CARD = Scorecard(
    "value",
    [
        Points(20, when=F.size >= 50),
        Points(10, when=F.size.between(10, 49)),
        Points(15, when=F.title.contains("Head") | F.title.contains("Chief")),
        Points(5, when=F.title.contains("Manager")),
        Points(-10, when=F.free_mail),
        Points(-30, when=F.competitor),
        Points(10, when=F.industry.is_in("software", "finance")),
        Points(5, when=F.country.is_in("DE", "AT", "CH")),
        Points(15, when=F.revenue >= 1_000_000),
        Points(-5, when=F.revenue.is_missing()),
        Points(10, when=(F.size >= 50) & ~F.free_mail & (F.industry == "software")),
        Points(8, when=(F.budget >= 10_000) & F.decides),
        Points(7, when=F.source == "webinar"),
        Points(-5, when=F.source == "list"),
        Points(10, when=F.trial_ends.after(NOW)),
        Points(5, when=F.seats.or_default(0) >= 5),
        Points(
            10,
            per=activity("webinar_attended").within(days=90),
            halving=30 * DAY,
            at_most=3,
            name="webinars",
        ),
        Group(
            "mail",
            [Points(2.5, per=activity("email_clicked").within(days=30), name="clicks")],
            ceiling=20,
        ),
        Points(
            30,
            when=activity("price_requested").within(days=14).count() >= 1,
            name="asked for a price",
        ),
        Points(
            5, when=activity("page_viewed").days_since_last() <= 7, name="looked at us"
        ),
    ],
    floor=0,
    ceiling=150,
)
# What the function by hand needs.
_QUARTER, _MONTH, _FORTNIGHT, _WEEK = 90 * DAY, 30 * DAY, 14 * DAY, 7 * DAY
_MACHINE, _INBOUND = lk.Actor.MACHINE, lk.Direction.INBOUND
_SHARES = (1000, 500, 250, 125)  # 90 days are three halvings


def by_hand(lead: Company, as_of: datetime) -> int:  # noqa: C901, PLR0912
    """
    Score as somebody would who writes the function once, for speed, in hundredths.
    """
    total = _fit(lead)
    quarter = as_of - _QUARTER
    month = as_of - _MONTH
    fortnight = as_of - _FORTNIGHT
    week = as_of - _WEEK
    webinars = clicks = 0
    asked = looked = False
    for one in lead.activities:
        at = one.at
        if at > as_of:
            continue
        if at <= quarter:
            break
        if one.actor is _MACHINE and one.direction is _INBOUND:
            continue
        kind = one.type
        if kind == "webinar_attended":
            if webinars < 3:
                total += _SHARES[(as_of - at) // _MONTH]
                webinars += 1
        elif kind == "email_clicked":
            if at > month:
                clicks += 250
        elif kind == "price_requested":
            if at > fortnight:
                asked = True
        elif kind == "page_viewed" and at >= week:
            looked = True
    total += min(clicks, 2000)
    if asked:
        total += 3000
    if looked:
        total += 500
    return max(0, min(total, 15_000))


def by_bisection(
    lead: Company, index: dict[str, list[datetime]], as_of: datetime
) -> int:
    """
    Score the same, with an index of the history that somebody keeps: the instants of
    each type that count, oldest first.
    """
    total = _fit(lead)
    webinars = index["webinar_attended"]
    stop = bisect_right(webinars, as_of)
    start = max(bisect_right(webinars, as_of - _QUARTER), stop - 3)
    for at in webinars[start:stop]:
        total += _SHARES[(as_of - at) // _MONTH]
    clicks = index["email_clicked"]
    counted = bisect_right(clicks, as_of) - bisect_right(clicks, as_of - _MONTH)
    total += min(250 * counted, 2000)
    prices = index["price_requested"]
    if bisect_right(prices, as_of) > bisect_right(prices, as_of - _FORTNIGHT):
        total += 3000
    pages = index["page_viewed"]
    stop = bisect_right(pages, as_of)
    if stop and pages[stop - 1] >= as_of - _WEEK:
        total += 500
    return max(0, min(total, 15_000))


def indexed(lead: Company) -> dict[str, list[datetime]]:
    """
    Make the index that `by_bisection` needs.
    """
    index: dict[str, list[datetime]] = {kind: [] for kind in KINDS}
    for one in reversed(lead.activities):
        if one.actor is not _MACHINE:
            index[one.type].append(one.at)
    return index


def _fit(lead: Company) -> int:  # noqa: C901, PLR0912
    total = 0
    size = lead.size
    industry = lead.industry
    revenue = lead.revenue
    free_mail = lead.free_mail
    if size is not None:
        if size >= 50:
            total += 2000
            if not free_mail and industry == "software":
                total += 1000
        elif size >= 10:
            total += 1000
    title = lead.title
    if title is not None:
        if "Head" in title or "Chief" in title:
            total += 1500
        if "Manager" in title:
            total += 500
    if free_mail:
        total -= 1000
    if lead.competitor:
        total -= 3000
    if industry in ("software", "finance"):
        total += 1000
    if lead.country in ("DE", "AT", "CH"):
        total += 500
    if revenue is None:
        total -= 500
    elif revenue >= 1_000_000:
        total += 1500
    budget = lead.budget
    if budget is not None and budget >= 10_000 and lead.decides:
        total += 800
    source = lead.source
    if source == "webinar":
        total += 700
    elif source == "list":
        total -= 500
    ends = lead.trial_ends
    if ends is not None and ends > NOW:
        total += 1000
    seats = lead.seats
    if seats is not None and seats >= 5:
        total += 500
    return total


def activities(chance: random.Random, count: int, days: int) -> list[lk.Activity]:
    """
    Make activities up, spread over so many days.
    """
    return [
        lk.Activity(
            id=f"a{place}",
            type=chance.choice(KINDS),
            at=NOW - timedelta(seconds=chance.randrange(days * 86_400)),
            actor="machine" if chance.random() < 0.1 else "human",
        )
        for place in range(count)
    ]


def leads(count: int, *, seed: int = 1) -> list[Company]:
    """
    Make leads up, the same ones each time.
    """
    chance = random.Random(seed)

    def maybe(value: object, known: float = 0.85) -> object:
        return value if chance.random() < known else None

    made = []
    for number in range(count):
        happened = activities(chance, chance.randrange(18), 180)
        made.append(
            Company(
                id=f"L-{number}",
                activities=happened,
                size=maybe(chance.randrange(200)),
                title=maybe(chance.choice(TITLES)),
                industry=maybe(chance.choice(INDUSTRIES)),
                country=maybe(chance.choice(COUNTRIES)),
                revenue=maybe(float(chance.randrange(3_000_000))),
                budget=maybe(chance.randrange(30_000)),
                seats=maybe(chance.randrange(12)),
                source=maybe(chance.choice(SOURCES)),
                free_mail=chance.random() < 0.3,
                competitor=chance.random() < 0.03,
                decides=maybe(chance.random() < 0.5),
                trial_ends=maybe(NOW + timedelta(days=chance.randrange(-30, 30)), 0.5),
            )
        )
    return made
