"""
What type checkers see of leadkit, as a host writes it.

Nothing here runs: mypy and pyright check it, both in strict mode. A line that is marked
``type: ignore`` is a mistake that they find; mypy complains once it no longer does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, assert_type

import attrs

import leadkit as lk
from leadkit import (
    PREVIOUS,
    Activity,
    Channel,
    Consent,
    ContactPoint,
    Grades,
    Group,
    Kind,
    Lifecycle,
    Medium,
    MoveRefused,
    Playbook,
    Points,
    Qualification,
    Rule,
    RuleError,
    Scorecard,
    Stage,
    Temperature,
    Touch,
    Transition,
    activity,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


# Records -----------------------------------------------------------------------------


class Region(StrEnum):
    """
    An enumeration of the host's.
    """

    NORTH = "north"
    SOUTH = "south"


@attrs.frozen(kw_only=True)
class SaasLead(lk.Lead):
    """
    What the host's leads are.
    """

    company_size: int | None = None
    job_title: str | None = None
    free_mail: bool = False
    plan: Literal["free", "pro"] = "free"
    region: Region | None = None
    renews_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Partner(SaasLead):
    """
    Some of the host's leads have more fields.
    """

    since: datetime


# Iterables are taken where tuples are kept, and codes where members are.
sara = SaasLead(
    id="L-1",
    kind="person",
    name="Sara Ahmadi",
    contacts=[ContactPoint("email", "sara@example.com")],
    consents={
        Consent(purpose="marketing", medium="email", granted=True, at=NOW),
        Consent(purpose="marketing", medium=Medium.SMS, granted=False, at=NOW),
    },
    touches=(touch for touch in [Touch(Channel.FORM, at=NOW), Touch("form", at=NOW)]),
    activities=[
        Activity(
            id="a1",
            type="email_clicked",
            at=NOW,
            actor="machine",
            direction="inbound",
            value=3,
            medium="email",
            channel=None,
        ),
        Activity(id="a2", type=lk.ActivityType.PURCHASED, at=NOW, actor=lk.Actor.HUMAN),
    ],
    moves=[lk.Move(trigger="nurture", source="lead", target=Stage.NURTURED, at=NOW)],
    grants=[lk.Grant(qualification="MQL", at=NOW, by="somebody")],
    created_at=NOW,
    traits={"seats": 12, "trial": True, "ends": NOW, "note": None},
    company_size=120,
    region=Region.NORTH,
)
partner = Partner(id="L-2", kind=Kind.COMPANY, since=NOW)

assert_type(sara.id, str)
assert_type(sara.kind, Kind)
assert_type(sara.contacts, tuple[ContactPoint, ...])
assert_type(sara.contacts[0].medium, Medium)
assert_type(sara.consents, tuple[Consent, ...])
assert_type(sara.touches, tuple[Touch, ...])
assert_type(sara.activities, tuple[Activity, ...])
assert_type(sara.activities[0].medium, Medium | None)
assert_type(sara.activities[0].direction, lk.Direction)
assert_type(sara.moves, tuple[lk.Move, ...])
assert_type(sara.grants, tuple[lk.Grant, ...])
assert_type(sara.stage, str)
assert_type(sara.channel, Channel | None)
assert_type(sara.traits["seats"], str | int | float | bool | datetime)
assert_type(sara.company_size, int | None)
assert_type(partner.since, datetime)

# What makes a record of another one keeps the host's class.
assert_type(sara.record(*sara.activities), SaasLead)
assert_type(sara.grant("SQL", at=NOW, by="somebody", evidence="a call"), SaasLead)
assert_type(partner.revoke("SQL", at=NOW, by="somebody"), Partner)
assert_type(sara.holds("MQL"), bool)
assert_type(attrs.evolve(sara, company_size=3), SaasLead)
assert_type(sara.to_dict(), dict[str, Any])
assert_type(SaasLead.from_dict(sara.to_dict()), SaasLead)
captured = SaasLead.capture(
    id="L-3",
    contact=ContactPoint("phone", "+491701234567"),
    consent=Consent(purpose="marketing", medium="phone", granted=True, at=NOW),
    touch=Touch("webinar", at=NOW, campaign="spring"),
    at=NOW,
    company_size=3,
)
assert_type(captured, SaasLead)

SaasLead()  # type: ignore[call-arg]
SaasLead(id="L-4", company_size="many")  # type: ignore[arg-type]
SaasLead(id="L-4", contacts=["sara@example.com"])  # type: ignore[list-item]
ContactPoint(3, "sara@example.com")  # type: ignore[arg-type]
Activity(id="a3", type="email_clicked", at="yesterday")  # type: ignore[arg-type]
sara.stage = "nurtured"  # type: ignore[misc]


# People ------------------------------------------------------------------------------


def largest(field: str, leads: tuple[SaasLead, ...]) -> object:
    """
    A policy of a host's own.
    """
    return max(getattr(lead, field) for lead in leads)


assert_type(lk.merge(sara, sara), SaasLead)
assert_type(lk.merge(sara, sara, policy="first"), SaasLead)
assert_type(lk.merge(sara, sara, policy=largest), SaasLead)
assert_type(lk.merge(sara, sara, policy={"company_size": largest}), SaasLead)
lk.merge(sara, sara, policy="frist")  # type: ignore[arg-type]
assert_type(lk.unmerge(sara), tuple[SaasLead, ...])
assert_type(lk.conflicts(sara, sara), tuple[str, ...])
stones = lk.tombstones(sara)
assert_type(stones, tuple[lk.Tombstone, ...])
assert_type(lk.resolve("L-1", stones), str)
assert_type(lk.resolve("L-1", {"L-1": "L-2"}), str)
assert_type(lk.erase(sara, NOW, keep=["company_size"]), SaasLead)
assert_type(lk.export(sara), str)

# Rules -------------------------------------------------------------------------------

# A field may be anything until it is asked for by name.
F = lk.fields(SaasLead, traits={"seats": int, "tier": Literal["gold", "silver"]})
assert_type(F.company_size, Any)
assert_type(F.company_size >= 50, Any)
big: Rule = F.company_size >= 50
boss: Rule = F.job_title.contains("Head") | F.job_title.contains("Chief")

assert_type(big & boss, Rule)
assert_type(big | ~boss, Rule)
assert_type(big & F.free_mail, Any)
assert_type(big.test(sara, as_of=NOW), bool | None)
assert_type(lk.all_of(big, boss), Rule)
assert_type(lk.analyse(big), lk.Analysis)
assert_type(lk.analyse(big).contradictory, bool | None)
assert_type(lk.analyse(big).example, lk.Example | None)
assert_type(lk.relate(big, boss), lk.Relation)
assert_type(lk.relate(big, boss).overlapping, bool | None)
assert_type(lk.any_of([big, boss, F.free_mail]), Rule)
assert_type(lk.at_least(1, big, boss), Rule)
assert_type(lk.ALWAYS | lk.NEVER, Rule)
assert_type(big == boss, bool)
assert_type({big: "big"}[big], str)

clicks = activity("email_clicked", lk.ActivityType.EMAIL_OPENED)
recent = clicks.where(medium="email", actor=lk.Actor.MACHINE, value_at_least=1)
recent = recent.within(days=30, hours=12).since(Stage.NURTURED)
count = recent.count()
assert_type(count >= 1, Rule)
assert_type(count == 1, Rule)
assert_type(count != recent.total(), Rule)
assert_type(count < recent.mean() + 1, Rule)
assert_type((2 * count - 1 + recent.largest() > 3) & big, Rule)
assert_type(count.between(1, 5), Rule)
assert_type(count.is_in(1, 2) | count.is_in([1, 2]), Rule)
assert_type(recent.days_since_last().is_missing(), Rule)
assert_type(recent.latest().or_default(0) <= 3, Rule)
assert_type(recent.distinct_days().value(sara, as_of=NOW), float | None)
assert_type(recent.days_since_first() > lk.time_in_stage(), Rule)

assert_type(lk.reachable("marketing"), Rule)
assert_type(lk.reachable("marketing", Medium.EMAIL), Rule)
assert_type(lk.consented("marketing", "email"), Rule)
assert_type(lk.in_stage("lead", Stage.NURTURED), Rule)
assert_type(lk.has_been("lead") & lk.came_from(Stage.LEAD), Rule)
assert_type(lk.holds("MQL") & lk.conversed(since="lost") & lk.is_lead(), Rule)


@lk.rule(name="has a long name")
def long_name(lead: SaasLead, as_of: datetime) -> bool | None:
    """
    Ask a question that the rule language has no words for.
    """
    return None if lead.name is None else len(lead.name) > 20


@lk.rule
def on_monday(lead: lk.Lead, as_of: datetime) -> bool:
    """
    Ask a question that has no unknown answer.
    """
    return as_of.weekday() == 0


assert_type(long_name, Rule)
assert_type(on_monday, Rule)
assert_type(long_name & ~on_monday, Rule)
assert_type(lk.rule(lambda lead, as_of: lead.created_at == as_of, name="new"), Rule)

reason = lk.explain(big & boss, sara, as_of=NOW)
assert_type(reason, lk.Reason)
assert_type(reason.answer, bool | None)
assert_type(reason.parts, tuple[lk.Reason, ...])
assert_type(reason.missing, tuple[str, ...])

# What a rule would refuse is an error before it runs.
clicks >= 1  # type: ignore[operator]
clicks & big  # type: ignore[operator]
big & 3  # type: ignore[operator]
big & count  # type: ignore[operator]
~count  # type: ignore[operator]
count >= "3"  # type: ignore[operator]
count + NOW  # type: ignore[operator]
count < big  # type: ignore[operator]
big < 3  # type: ignore[operator]
1 in clicks  # type: ignore[operator]
list(big)  # type: ignore[call-overload]
count.contains("3")  # type: ignore[attr-defined]
clicks.where(medium=3)  # type: ignore[arg-type]
clicks.within(days="30")  # type: ignore[arg-type]
big.test(sara)  # type: ignore[call-arg]
lk.all_of("big")  # type: ignore[arg-type]
lk.rule("big")  # type: ignore[call-overload]
lk.fields(Stage)  # type: ignore[arg-type]


# Scoring -----------------------------------------------------------------------------

fit = Scorecard(
    "fit",
    [
        Points(20, when=big, name="50 people or more"),
        Points(-10.5, when=F.free_mail),
        Points(1, per=F.company_size, cap=30),
    ],
)
engagement = Scorecard(
    "engagement",
    (
        Points(10, per=clicks, halving=timedelta(days=30), at_most=3, per_day=1),
        Group("mail", [Points(5, per=recent.total(), when=boss)], ceiling=20),
        Points(5, per=activity("referred"), fading=timedelta(days=90)),
    ),
    floor=0,
    ceiling=100,
)
score = engagement.score(sara, as_of=NOW)
assert_type(score, lk.Score)
assert_type(score.total, float)
assert_type(score.hundredths, int)
assert_type(score.missing, tuple[str, ...])
assert_type(score.lines, tuple[lk.Line, ...])
assert_type(score.lines[0].points, float)
assert_type(score.lines[0].kind, Literal["rule", "cap", "floor", "ceiling"])
assert_type(score.lines[0].activities, tuple[str, ...])
assert_type(engagement.score_many([sara, partner], as_of=NOW), list[float])
assert_type(engagement.next_change(sara, as_of=NOW), datetime | None)
assert_type(engagement.bounds, tuple[float | None, float | None])
assert_type(engagement.requires, lk.Requirements)
assert_type(engagement.requires.activities, frozenset[str] | None)
assert_type(engagement.requires.lookback, timedelta | None)

assert_type(engagement >= 50, Rule)
assert_type(engagement > fit, Rule)
assert_type((engagement < 10.5) & (fit <= 20), Rule)
assert_type(engagement.total == 50, Rule)
assert_type(engagement.total + fit.total >= 50, Rule)
assert_type(engagement == fit, bool)

engagement >= "50"  # type: ignore[operator]
engagement >= big  # type: ignore[operator]
Points("20", when=big)  # type: ignore[arg-type]
Points(20, when=count)  # type: ignore[arg-type]
Points(20, per=big)  # type: ignore[arg-type]
Scorecard("fit", [big])  # type: ignore[list-item]


# Qualification -----------------------------------------------------------------------

mql = Qualification("MQL", when=(engagement >= 20) & (fit >= 20), until=engagement < 10)
sal = Qualification("SAL", applies_to=[Stage.NURTURED, "prospect"])
pql = Qualification("PQL", when=F.free_mail, until=lk.NEVER, applies_to=Stage.LEAD)
verdict = mql.judge(sara, as_of=NOW)
assert_type(verdict, lk.Verdict)
assert_type(verdict.held, bool)
assert_type(verdict.answer, bool | None)
assert_type(verdict.unmet, tuple[lk.Reason, ...])
assert_type(verdict.missing, tuple[str, ...])
assert_type(mql.requires, lk.Requirements)
assert_type(mql.applies_to, tuple[str, ...] | None)

assert_type(lk.mql(engaged=engagement >= 40, fits=fit >= 20), Qualification)
assert_type(lk.sal(), Qualification)
assert_type(lk.sql(need=big, budget=boss, until=engagement < 5), Qualification)
assert_type(lk.pql(), Qualification)
assert_type(lk.service_qualified(told=F.free_mail), Qualification)

Qualification("MQL", when=engagement)  # type: ignore[arg-type]
Qualification("MQL", when=long_name.test)  # type: ignore[arg-type]


# Lifecycle ---------------------------------------------------------------------------

lifecycle = Lifecycle(
    "sales",
    stages=Stage,
    initial=Stage.LEAD,
    transitions=[
        Transition("nurture", Stage.LEAD, Stage.NURTURED, when=F.free_mail),
        Transition("qualify", ["lead", Stage.NURTURED], "prospect", when=big),
        Transition("lose", Stage.PROSPECT, Stage.LOST, kind="exit"),
        Transition("reopen", Stage.LOST, PREVIOUS, kind="back"),
        Transition("cool", "nurtured", "lead", kind="back", after=timedelta(days=90)),
    ],
)
plain = Lifecycle("two", stages=["a", "b"], initial="a", transitions=())
assert_type(lifecycle.stages, tuple[str, ...])
assert_type(lifecycle.advance(sara, "nurture", at=NOW), SaasLead)
assert_type(lifecycle.advance(partner, "lose", at=NOW, reason="price"), Partner)
assert_type(lifecycle.replay(sara, sara.moves), SaasLead)
decision = lifecycle.decide(sara, "nurture", as_of=NOW)
assert_type(decision, lk.Decision)
assert_type(decision.target, str)
assert_type(decision.kind, Literal["forward", "exit", "back"])
assert_type(lifecycle.allowed(sara, as_of=NOW), tuple[str, ...])
assert_type(lifecycle.due(sara, as_of=NOW), tuple[lk.Due, ...])
assert_type(lifecycle.due(sara, as_of=NOW)[0].deadline, datetime)
assert_type(lifecycle.problems(), tuple[lk.Problem, ...])
assert_type(lifecycle.triggers, tuple[str, ...])
assert_type(lifecycle.mermaid(), str)

try:
    lifecycle.advance(sara, "qualify", at=NOW, by="somebody")
except MoveRefused as refusal:
    assert_type(
        refusal.code,
        Literal["unknown-trigger", "out-of-order", "no-transition", "guard", "reason"],
    )
    assert_type(refusal.unmet, tuple[lk.Reason, ...])
    assert_type(refusal.allowed, tuple[str, ...])
    assert_type(refusal.ways, tuple[tuple[lk.Reason, ...], ...])
    assert_type(refusal.move, lk.Move | None)
    refusal.alowed  # type: ignore[attr-defined]
    assert_type(refusal.near_miss, str | None)
    assert_type(refusal.in_words("fa"), str)
    assert_type(lk.in_words(refusal, language="fa"), str)
    lk.in_words(refusal, language="de")  # type: ignore[arg-type]

lifecycle.advance("L-1", "nurture", at=NOW)  # type: ignore[type-var]
lifecycle.advance(sara, "nurture")  # type: ignore[call-arg]
Transition("lose", "prospect", "lost", kind="sideways")  # type: ignore[arg-type]
Transition("lose", "prospect", None)  # type: ignore[arg-type]


assert_type(lk.in_words(lk.conversed()), str)
assert_type(lk.in_words(F.free_mail), str)
assert_type(lk.in_words(lk.explain(lk.conversed(), sara, as_of=NOW)), str)
lk.in_words("holds 'MQL'")  # type: ignore[arg-type]
assert_type(lk.in_words(lk.Stage.LEAD, language="fa"), str)
assert_type(lk.in_words(lk.activity("purchased").count()), str)
assert_type(lk.in_words(lk.Touch("form", at=NOW)), str)
assert_type(lk.in_words(lk.Touch("form", at=NOW), zone=UTC), str)
assert_type(lk.in_words(lk.duplicates([sara])[0], language="fa"), str)
assert_type(lk.in_words(lk.ALWAYS, vocabulary=lk.vocabulary.HUBSPOT), str)
lk.in_words(lk.ALWAYS, vocabulary="hubspot")  # type: ignore[arg-type]


# Playbook ----------------------------------------------------------------------------

playbook = Playbook(
    "saas",
    record=SaasLead,
    scorecards=[fit, engagement],
    qualifications=[mql, sal],
    lifecycle=lifecycle,
    grades=Grades("fit", {"A": 30, "B": 15.5}),
    temperature=Temperature(hot=engagement >= 50, warm=F.free_mail),
)
by_name = Playbook(
    "saas",
    scorecards={"fit": fit, "engagement": engagement},
    qualifications={"MQL": mql},
)
assert_type(playbook.record, type[lk.Lead])
assert_type(playbook.scorecards["fit"], Scorecard)
assert_type(playbook.qualifications.get("MQL"), Qualification | None)
assert_type(playbook.version, str)
assert_type(playbook.problems(), tuple[lk.Problem, ...])
assert_type(playbook.undecided(), tuple[lk.Problem, ...])
assert_type(playbook.requires, lk.Requirements)
assert_type(playbook.with_card(fit), Playbook)
assert_type(attrs.evolve(playbook, qualifications=[pql]), Playbook)

seen = playbook.assess(sara, as_of=NOW)
assert_type(seen, lk.Assessment)
assert_type(seen.scores["fit"], lk.Score)
assert_type(seen.verdicts["MQL"], lk.Verdict)
assert_type(seen.grade, str | None)
assert_type(seen.temperature, Literal["hot", "warm", "cold"] | None)
assert_type(seen.allowed, tuple[str, ...])

outcome = playbook.update(sara, at=NOW)
assert_type(outcome, lk.Outcome[SaasLead])
assert_type(outcome.lead, SaasLead)
assert_type(playbook.update(partner, at=NOW).lead, Partner)
for event in outcome.events:
    if isinstance(event, lk.Granted | lk.Revoked):
        assert_type(event.verdict, lk.Verdict)
    else:
        assert_type(event, lk.Moved)
assert_type(playbook.run(partner, until=NOW), lk.Outcome[Partner])
assert_type(playbook.next_change(sara, as_of=NOW), datetime | None)


change = playbook.compare(by_name, iter([sara, partner]), as_of=NOW, fresh=True)
assert_type(change, lk.Comparison)
assert_type(change.leads, int)
assert_type(change.qualifications["MQL"], lk.Turnover)
lost = change.qualifications["MQL"].lost
assert_type(lost, tuple[lk.Difference[lk.Verdict | None], ...])
assert_type(change.scorecards["fit"], lk.Shifts)
assert_type(change.scorecards["fit"].mean, float)
assert_type(change.scorecards["fit"].shifts[0].before, float | None)
assert_type(change.grades, tuple[lk.Difference[str | None], ...])
assert_type(change.allowed[0].after, tuple[str, ...])


def held(of: Playbook, leads: Mapping[str, lk.Lead]) -> dict[str, bool]:
    """
    Use the types in a function of the host's.
    """
    seen = {key: of.assess(lead, as_of=NOW) for key, lead in leads.items()}
    return {key: one.verdicts["MQL"].held for key, one in seen.items()}


assert_type(held(by_name, {"a": sara, "b": partner}), dict[str, bool])
assert_type(lk.standard.playbook(), Playbook)
assert_type(lk.label("MQL", language="fa"), str)
assert_type(lk.pictures.funnel({"lead": 3}), lk.pictures.Picture)
assert_type(lk.pictures.of_score(fit, sara, start=NOW, until=NOW), lk.pictures.Picture)

Playbook("saas", scorecards=[mql])  # type: ignore[list-item]
Playbook("saas", qualifications={"MQL": fit})  # type: ignore[arg-type]
Playbook("saas", record=sara)  # type: ignore[arg-type]
playbook.update("L-1", at=NOW)  # type: ignore[type-var]
playbook.compare(by_name, sara, as_of=NOW)  # type: ignore[arg-type]
playbook.compare(fit, [sara], as_of=NOW)  # type: ignore[arg-type]
playbook.compare(by_name, [sara])  # type: ignore[call-arg]
Grades("fit", {"A": "30"})  # type: ignore[dict-item]
Temperature(hot=engagement, warm=big)  # type: ignore[arg-type]
lk.label("MQL", language="de")  # type: ignore[arg-type]
lk.pictures.funnel([3])  # type: ignore[arg-type]
lk.pictures.of_score(fit, sara, start=NOW)  # type: ignore[call-arg]
lk.pictures.of_lifecycle(lifecycle, language="de")  # type: ignore[arg-type]


# Stored ------------------------------------------------------------------------------

text = playbook.to_json()
assert_type(text, str)
assert_type(Playbook.from_json(text, record=SaasLead), Playbook)
assert_type(Playbook.from_json(text.encode(), traits={"plan": str}), Playbook)
assert_type(Rule.from_json(text, predicates=[big], scorecards=[fit]), Rule)
assert_type(Scorecard.from_json(text, scorecards={"fit": fit}), Scorecard)
assert_type(Qualification.from_json(text, record=SaasLead), Qualification)
assert_type(Lifecycle.from_json(text), Lifecycle)
assert_type(big.to_json(), str)
assert_type((fit.version, mql.version, lifecycle.version), tuple[str, str, str])
assert_type(lk.json_schema(), dict[str, Any])

Playbook.from_json(text, scorecards=[fit])  # type: ignore[call-arg]
Rule.from_json(5)  # type: ignore[arg-type]
Rule.from_json(text, SaasLead)  # type: ignore[call-arg]
Scorecard.from_json(text, scorecards=[mql])  # type: ignore[list-item]


# Words -------------------------------------------------------------------------------

acme = lk.vocabulary.custom(
    "acme",
    labels={"prospect": {"en": "Deal"}, "lead": "Contact"},
    words={"Opp": Stage.PROSPECT},
    reads={"Other": Stage.DISQUALIFIED},
    based_on=lk.vocabulary.HUBSPOT,
)
assert_type(acme, lk.vocabulary.Vocabulary)
assert_type(lk.vocabulary.system("pardot", reading="after"), lk.vocabulary.Vocabulary)
assert_type(acme.foreign(Stage.PROSPECT), str)
assert_type(acme.code("Opp", about="stage"), str)
assert_type(acme.terms, tuple[lk.vocabulary.Term, ...])
assert_type(lk.label("prospect", language="fa", vocabulary=acme), str)

acme.code("Opp", about="stages")  # type: ignore[arg-type]
lk.vocabulary.system("pardot", reading="later")  # type: ignore[arg-type]
lk.vocabulary.custom("acme", based_on="hubspot")  # type: ignore[arg-type]
lk.vocabulary.custom("acme", labels={"prospect": {"de": "x"}})  # type: ignore[dict-item]


# Contact data and duplicates ---------------------------------------------------------

assert_type(lk.contacts.email("sara@example.com"), ContactPoint)
assert_type(lk.contacts.phone("0912 123 4567", region="IR"), ContactPoint)
assert_type(lk.fold("Sara"), str)
assert_type(lk.display("Sara"), str)


def sized(lead: SaasLead) -> list[int | None]:
    return [lead.company_size]


found = lk.duplicates([SaasLead(id="L-1")], keys=["email", sized])
assert_type(found, tuple[lk.Duplicates[SaasLead], ...])
assert_type(found[0].leads[0].company_size, int | None)
assert_type(found[0].evidence, tuple[lk.Match, ...])

lk.contacts.phone("0912 123 4567", "IR", "sms")  # type: ignore[call-arg]
lk.fold(5)  # type: ignore[arg-type]
lk.duplicates([lk.Lead(id="L-1")], keys=[sized])  # type: ignore[list-item]


# Errors ------------------------------------------------------------------------------

try:
    F.company_sise
except lk.DocumentError as error:
    assert_type(error.pointer, str)
except lk.UnknownFieldError as error:
    assert_type(error.cure, str)
    rule_error: RuleError = error
    attribute_error: AttributeError = error
except (lk.LeadError, lk.InstantError) as error:
    assert_type(error.came, str)
    value_error: ValueError = error
except lk.LeadkitError as error:
    parent: Exception = error
