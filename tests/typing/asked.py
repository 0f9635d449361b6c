"""
What type checkers see of records whose classes are asked for their fields.

As in ``api.py``, nothing here runs, and a line that is marked ``type: ignore`` is a
mistake that mypy and pyright find.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, Literal, assert_type

import attrs

import leadkit as lk
from leadkit import (
    Activity,
    Attr,
    Consent,
    ContactPoint,
    Grant,
    Kind,
    Lead,
    Move,
    Points,
    Qualification,
    Rule,
    Stage,
    Touch,
)
from leadkit.rules.expressions import Choice, Flag, Instant, Number, Text

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


# Records -----------------------------------------------------------------------------


class Region(StrEnum):
    """
    An enumeration of texts.
    """

    NORTH = "north"
    SOUTH = "south"


class Tier(Enum):
    """
    An enumeration of whole numbers.
    """

    ONE = 1
    TWO = 2


@lk.record
class SaasLead(Lead):
    """
    What the host's leads are.
    """

    company_size: Attr[int | None] = Attr(default=None)
    seats: Attr[int]
    revenue: Attr[float | None] = Attr(default=None)
    share: Attr[float] = Attr(default=0, validator=attrs.validators.ge(0))
    job_title: Attr[str | None] = Attr(default=None)
    country: Attr[str] = Attr(default="")
    free_mail: Attr[bool] = Attr(default=False)
    trial: Attr[bool | None] = Attr(default=None)
    renews_at: Attr[datetime | None] = Attr(default=None)
    signed_up_at: Attr[datetime] = Attr(default=NOW)
    region: Attr[Region | None] = Attr(default=None)
    tier: Attr[Tier] = Attr(default=Tier.ONE)
    plan: Attr[Literal["free", "pro"]] = Attr(default="free")
    size: Attr[Literal[1, 2, 3] | None] = Attr(default=None)
    # Plain fields stand beside them.
    note: str | None = None
    calls: int = attrs.field(default=0)


@lk.record
class Partner(SaasLead):
    """
    Some of the host's leads have more fields.
    """

    commission: Attr[float | None] = Attr(default=None)


sara = SaasLead(
    id="L-1",
    kind="person",
    name="Sara Ahmadi",
    contacts=[ContactPoint("email", "sara@example.com")],
    consents={Consent(purpose="marketing", medium="email", granted=True, at=NOW)},
    touches=(Touch(channel, at=NOW) for channel in ("form", "webinar")),
    activities=[Activity(id="a1", type="email_clicked", at=NOW)],
    moves=[Move(trigger="nurture", source="lead", target=Stage.NURTURED, at=NOW)],
    grants=[Grant(qualification="MQL", at=NOW, by="somebody")],
    stage=Stage.NURTURED,
    created_at=NOW,
    traits={"seats": 12, "trial": True, "note": None},
    revision=3,
    company_size=120,
    seats=3,
    tier=Tier.TWO,
    plan="pro",
    size=2,
    note="calls on Mondays",
    calls=2,
)
partner = Partner(id="L-2", kind=Kind.COMPANY, seats=1, commission=0.2, calls=1)
empty = SaasLead(id="L-3", seats=0)

# On a lead, a field is the value.
assert_type(sara.company_size, int | None)
assert_type(sara.seats, int)
assert_type(sara.revenue, float | None)
assert_type(sara.job_title, str | None)
assert_type(sara.free_mail, bool)
assert_type(sara.trial, bool | None)
assert_type(sara.renews_at, datetime | None)
assert_type(sara.region, Region | None)
assert_type(sara.tier, Tier)
assert_type(sara.plan, Literal["free", "pro"])
assert_type(sara.size, Literal[1, 2, 3] | None)
assert_type(sara.note, str | None)
assert_type(sara.calls, int)
assert_type(sara.id, str)
assert_type(sara.kind, Kind)
assert_type(sara.contacts, tuple[ContactPoint, ...])
assert_type(sara.activities, tuple[Activity, ...])
assert_type(partner.company_size, int | None)
assert_type(partner.commission, float | None)

# The host's class is kept.
assert_type(sara.record(*sara.activities), SaasLead)
assert_type(partner.grant("SQL", at=NOW, by="somebody"), Partner)
assert_type(attrs.evolve(sara, company_size=3), SaasLead)
assert_type(SaasLead.from_dict(sara.to_dict()), SaasLead)

SaasLead(id="L-4")  # type: ignore[call-arg]
SaasLead(seats=1)  # type: ignore[call-arg]
SaasLead("L-4", seats=1)  # type: ignore[call-arg]
SaasLead(id="L-4", seats=1, company_size="x")  # type: ignore[arg-type]
SaasLead(id="L-4", seats=None)  # type: ignore[arg-type]
SaasLead(id="L-4", seats=1, plan="gold")  # type: ignore[arg-type]
SaasLead(id="L-4", seats=1, region="north")  # type: ignore[arg-type]
SaasLead(id="L-4", seats=1, calls="many")  # type: ignore[arg-type]
SaasLead(id="L-4", seats=1, company_sise=3)  # type: ignore[call-arg]
SaasLead(id="L-4", seats=1, contacts=["sara@example.com"])  # type: ignore[list-item]
Partner(id="L-4", seats=1, company_size="x")  # type: ignore[arg-type]
sara.stage = "nurtured"  # type: ignore[misc]


@lk.record
class Wrong(Lead):
    """
    Defaults are of the type of their field.
    """

    company_size: Attr[int | None] = Attr(default="x")  # type: ignore[arg-type]
    job_title: Attr[str | None] = None  # type: ignore[assignment]


# Rules -------------------------------------------------------------------------------

# On the class, a field is what a rule asks about.
assert_type(SaasLead.company_size, Number)
assert_type(SaasLead.seats, Number)
assert_type(SaasLead.revenue, Number)
assert_type(SaasLead.share, Number)
assert_type(SaasLead.job_title, Text)
assert_type(SaasLead.country, Text)
assert_type(SaasLead.free_mail, Flag)
assert_type(SaasLead.trial, Flag)
assert_type(SaasLead.renews_at, Instant)
assert_type(SaasLead.signed_up_at, Instant)
assert_type(SaasLead.region, Choice)
assert_type(SaasLead.tier, Choice)
assert_type(SaasLead.plan, Choice)
assert_type(SaasLead.size, Choice)
assert_type(Partner.company_size, Number)
assert_type(Partner.commission, Number)

big = SaasLead.company_size >= 50
assert_type(big, Rule)
assert_type(SaasLead.company_size == 50, Rule)
assert_type(SaasLead.revenue + SaasLead.seats * 100, Number)
assert_type(SaasLead.job_title.contains("Head"), Rule)
assert_type(SaasLead.region == Region.NORTH, Rule)
assert_type(SaasLead.plan.is_in("free", "pro"), Rule)
assert_type(SaasLead.renews_at.age() <= 30, Rule)
assert_type(SaasLead.free_mail & big, Rule)
assert_type(big & ~SaasLead.free_mail, Rule)
assert_type(SaasLead.company_size.is_missing(), Rule)
assert_type(SaasLead.company_size.value(sara, as_of=NOW), float | None)
assert_type(lk.fields(SaasLead).company_size, Any)
assert_type(Points(10, when=SaasLead.free_mail), Points)
assert_type(Points(1, per=SaasLead.seats, cap=30), Points)
assert_type(Qualification("MQL", when=big), Qualification)

SaasLead.company_sise >= 50  # type: ignore[attr-defined]
SaasLead.company_size >= "50"  # type: ignore[operator]
SaasLead.company_size >= None  # type: ignore[operator]
SaasLead.job_title >= "Head"  # type: ignore[operator]
SaasLead.job_title > 3  # type: ignore[operator]
SaasLead.free_mail >= 1  # type: ignore[operator]
SaasLead.renews_at >= NOW  # type: ignore[operator]
SaasLead.plan >= "free"  # type: ignore[operator]
SaasLead.company_size >= 50 & SaasLead.free_mail  # type: ignore[operator]
SaasLead.company_size.contains("5")  # type: ignore[attr-defined]
SaasLead.job_title.contains(5)  # type: ignore[arg-type]
SaasLead.job_title.is_in(5)  # type: ignore[arg-type]
SaasLead.renews_at.before("2026")  # type: ignore[arg-type]
SaasLead.job_title + "x"  # type: ignore[operator]
~SaasLead.company_size  # type: ignore[operator]
"Head" in SaasLead.job_title  # type: ignore[operator]
SaasLead.note >= "x"  # type: ignore[operator]
Points(10, when=SaasLead.company_size)  # type: ignore[arg-type]
Points(10, per=SaasLead.job_title)  # type: ignore[arg-type]
