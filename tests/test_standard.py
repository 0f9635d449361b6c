"""
The standard playbook: a test per row of the field's tables.
"""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from leadkit import (
    Activity,
    Consent,
    ContactPoint,
    Lead,
    MoveRefused,
    Points,
    Scorecard,
    Stage,
    fields,
    standard,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PLAYBOOK = standard.playbook()
LIFECYCLE = PLAYBOOK.lifecycle

CONSENT = Consent(purpose="marketing", medium="email", granted=True, at=NOW)
WITHDRAWN = Consent(purpose="marketing", medium="email", granted=False, at=NOW)


def happened(*types, at=NOW, **more):
    """One activity of each type."""
    return [
        Activity(id=f"{at:%j%H}{type_}{number}", type=type_, at=at, **more)
        for number, type_ in enumerate(types)
    ]


def lead(*types, **more):
    """A lead that may be reached and did these things."""
    given = {
        "id": "L-1",
        "contacts": [ContactPoint("email", "l1@example.com")],
        "consents": [CONSENT],
        "activities": happened(*types),
    }
    return Lead(**{**given, **more})


def held(code, **more):
    """A lead that a person granted a qualification."""
    return lead(**more).grant(code, at=NOW, by="somebody in sales")


def moved(*triggers, start, **more):
    """A lead that made these moves, in order, a day apart, ending at NOW."""
    one = start
    for number, trigger in enumerate(triggers, 1 - len(triggers)):
        at = NOW + timedelta(days=number)
        one = LIFECYCLE.advance(one, trigger, at=at, reason="a reason", **more)
    return one


def unmet(one, trigger, at=NOW):
    """Which parts of its guard refuse a move."""
    with pytest.raises(MoveRefused) as ei:
        LIFECYCLE.decide(one, trigger, as_of=at)
    assert "guard" == ei.value.code
    return [str(part.rule) for part in ei.value.unmet]


EARLY = attrs.evolve(CONSENT, at=NOW - timedelta(days=90))
OLD = NOW - timedelta(days=60)

READY = held("MQL", activities=happened("call_held"))
BOUGHT = lead("purchased")

# Trigger, stages it starts from, a lead that passes its guard, the stage it leads to.
TRIGGERS = [
    ("nurture", ["lead"], lead(), "nurtured", "forward"),
    ("qualify", ["nurtured", "lead"], READY, "prospect", "forward"),
    ("convert", ["prospect", "nurtured", "lead"], BOUGHT, "customer", "forward"),
    ("promote", ["customer"], lead("referred"), "advocate", "forward"),
    ("disqualify", ["lead", "nurtured"], lead(), "disqualified", "exit"),
    ("lose", ["prospect"], lead(), "lost", "exit"),
    ("churn", ["customer", "advocate"], lead(), "churned", "exit"),
    ("recycle", ["prospect", "lost", "disqualified"], lead(), "nurtured", "back"),
    ("win_back", ["churned"], lead("call_held"), "prospect", "back"),
]  # fmt: skip


class TestTriggers:
    @pytest.mark.parametrize(
        ("trigger", "stages", "one", "target", "kind"),
        TRIGGERS,
        ids=[row[0] for row in TRIGGERS],
    )
    def test_it_starts_and_ends_as_the_table_says(
        self, trigger, stages, one, target, kind
    ):
        """
        A trigger starts from exactly the stages of its row and leads where it says.
        """
        started = {}
        for stage in Stage:
            try:
                decision = LIFECYCLE.decide(
                    attrs.evolve(one, stage=stage), trigger, as_of=NOW
                )
            except MoveRefused as refusal:
                assert "no-transition" == refusal.code
            else:
                started[stage.value] = (decision.target, decision.kind)

        assert dict.fromkeys(stages, (target, kind)) == started

    def test_there_are_ten(self):
        """
        The lifecycle has the ten triggers of the vocabulary and no others.
        """
        assert {row[0] for row in TRIGGERS} | {"reopen"} == set(LIFECYCLE.triggers)

    @pytest.mark.parametrize(
        ("trigger", "stage"),
        [
            ("disqualify", "lead"),
            ("lose", "prospect"),
            ("churn", "customer"),
            ("recycle", "lost"),
        ],
    )
    def test_exits_and_ways_back_want_a_reason(self, trigger, stage):
        """
        An exit or a way back without a reason is refused.
        """
        with pytest.raises(MoveRefused) as ei:
            LIFECYCLE.advance(lead(stage=stage), trigger, at=NOW, reason=" ")

        assert "reason" == ei.value.code


class TestGuards:
    @pytest.mark.parametrize(
        "one",
        [lead(consents=[]), lead(contacts=[]), lead(consents=[CONSENT, WITHDRAWN])],
        ids=["no consent", "no contact", "withdrawn"],
    )
    def test_nurture_needs_consent(self, one):
        """
        Only a lead that is reachable for marketing is nurtured.
        """
        assert ["reachable 'marketing'"] == unmet(one, "nurture")

    @pytest.mark.parametrize("code", ["MQL", "SQL", "PQL"])
    def test_qualify_takes_any_of_three(self, code):
        """
        Each of MQL, SQL and PQL makes a lead sales-ready, if we have talked.
        """
        one = held(code, activities=happened("email_replied"))

        assert "prospect" == LIFECYCLE.decide(one, "qualify", as_of=NOW).target

    @pytest.mark.parametrize("code", ["SAL", "SVCQL"])
    def test_qualify_takes_no_other(self, code):
        """
        Neither SAL nor SVCQL makes a lead sales-ready.
        """
        one = held(code, activities=happened("email_replied"))

        assert ["(holds 'MQL') | (holds 'SQL') | (holds 'PQL')"] == unmet(
            one, "qualify"
        )

    def test_qualify_needs_a_conversation_with_a_human(self):
        """
        A machine's reply is no conversation.
        """
        one = held("MQL", activities=happened("email_replied", actor="machine"))

        assert ["conversed"] == unmet(one, "qualify")

    def test_convert_needs_a_purchase(self):
        """
        Nobody becomes a customer without a purchase.
        """
        assert ["count of purchased since 'churned' >= 1"] == unmet(
            lead(stage="prospect"), "convert"
        )

    def test_convert_needs_a_new_purchase_after_churning(self):
        """
        What was bought before it churned doesn't make it a customer again.
        """
        bought = lead(consents=[EARLY], activities=happened("purchased", at=OLD))
        churned = moved("convert", "churn", start=bought)
        talked = churned.record(*happened("call_held", at=NOW + timedelta(hours=1)))
        later = NOW + timedelta(hours=2)
        back = LIFECYCLE.advance(talked, "win_back", at=later, reason="they called")

        assert ["count of purchased since 'churned' >= 1"] == unmet(
            back, "convert", later
        )

        again = back.record(*happened("purchased", at=later))

        assert "customer" == LIFECYCLE.decide(again, "convert", as_of=later).target

    @pytest.mark.parametrize(
        "activities",
        [
            happened("referred"),
            happened("reviewed"),
            happened("survey_answered", value=9),
            happened("survey_answered", value=10),
        ],
        ids=["referral", "review", "9", "10"],
    )
    def test_promote_takes_any_recommendation(self, activities):
        """
        A referral, a review, or satisfaction of 9 or 10 makes an advocate.
        """
        one = lead(stage="customer", activities=activities)

        assert "advocate" == LIFECYCLE.decide(one, "promote", as_of=NOW).target

    def test_promote_needs_a_recommendation(self):
        """
        Satisfaction of 8 makes no advocate.
        """
        one = lead(stage="customer", activities=happened("survey_answered", value=8))

        assert 1 == len(unmet(one, "promote"))

    def test_recycle_needs_consent(self):
        """
        A lead that withdrew its consent can't go back to nurturing.
        """
        one = lead(stage="lost", consents=[CONSENT, WITHDRAWN])

        assert ["reachable 'marketing'"] == unmet(one, "recycle")

    def test_win_back_needs_a_new_conversation(self):
        """
        Having talked before it churned doesn't win a customer back.
        """
        bought = lead(activities=happened("purchased", "call_held", at=OLD))
        churned = moved("convert", "churn", start=bought)

        assert ["conversed since 'churned'"] == unmet(churned, "win_back")


class TestReopen:
    @pytest.mark.parametrize(
        ("start", "triggers", "stage"),
        [
            (lead(consents=[EARLY]), ["disqualify"], "lead"),
            (lead(consents=[EARLY]), ["nurture", "disqualify"], "nurtured"),
            (
                held("MQL", consents=[EARLY], activities=happened("call_held", at=OLD)),
                ["lose"],
                "prospect",
            ),
        ],
        ids=["lead", "nurtured", "prospect"],
    )
    def test_it_goes_back_to_the_stage_that_was_left(self, start, triggers, stage):
        """
        Reopening a lead undoes its exit.
        """
        if triggers == ["lose"]:
            start = attrs.evolve(start, stage="prospect")
        gone = moved(*triggers, start=start)

        assert stage == LIFECYCLE.decide(gone, "reopen", as_of=NOW).target
        assert stage == LIFECYCLE.advance(gone, "reopen", at=NOW, reason="again").stage

    def test_back_to_nurture_needs_consent(self):
        """
        A nurtured lead that was disqualified and withdrew stays out.
        """
        gone = moved("nurture", "disqualify", start=lead(consents=[EARLY]))
        silent = attrs.evolve(gone, consents=[EARLY, WITHDRAWN])

        assert ["~(came from 'nurtured') | (reachable 'marketing')"] == unmet(
            silent, "reopen"
        )

    def test_back_to_lead_needs_none(self):
        """
        A lead that was never nurtured is reopened without consent.
        """
        gone = moved("disqualify", start=lead(consents=[]))

        assert "lead" == LIFECYCLE.decide(gone, "reopen", as_of=NOW).target

    def test_without_a_past_it_goes_nowhere(self):
        """
        A lead loaded as disqualified, without its moves, can't be reopened.
        """
        with pytest.raises(MoveRefused) as ei:
            LIFECYCLE.decide(lead(stage="disqualified"), "reopen", as_of=NOW)

        assert "no-transition" == ei.value.code


FITS = {"decision_maker": True, "company_size": 80}
READER = [
    *happened("webinar_attended", "content_downloaded", "content_downloaded"),
    *happened("webinar_attended", "email_clicked", at=NOW - timedelta(days=1)),
]
CONFIRMED = {"need": True, "budget": True}
ASKED = happened("price_requested", "call_held")
USED = happened("trial_started", "limit_reached")
TOLD = happened("upgrade_requested")

# Code, a lead that earns it, the stages it applies to.
QUALIFICATIONS = [
    ("MQL", lead(traits=FITS, activities=READER), ["lead", "nurtured"]),
    ("SQL", lead(traits=CONFIRMED, activities=ASKED), ["nurtured", "prospect"]),
    ("PQL", lead(activities=USED), ["lead", "nurtured", "prospect"]),
    ("SVCQL", lead(activities=TOLD), ["customer", "advocate"]),
]


class TestQualifications:
    @pytest.mark.parametrize(
        ("code", "one", "stages"),
        QUALIFICATIONS,
        ids=[row[0] for row in QUALIFICATIONS],
    )
    def test_it_applies_where_the_table_says(self, code, one, stages):
        """
        A qualification is granted in the stages of its row, and nowhere else.
        """
        judged = {
            stage.value
            for stage in Stage
            if PLAYBOOK.qualifications[code]
            .judge(attrs.evolve(one, stage=stage), as_of=NOW)
            .held
        }

        assert set(stages) == judged

    def test_they_are_the_five_of_the_field(self):
        """
        The playbook has MQL, SAL, SQL, PQL and SVCQL.
        """
        assert {"MQL", "SAL", "SQL", "PQL", "SVCQL"} == set(PLAYBOOK.qualifications)

    def test_sal_is_a_persons_act(self):
        """
        No rule grants a SAL, and what a person granted is kept.
        """
        sal = PLAYBOOK.qualifications["SAL"]

        assert not sal.judge(lead(stage="prospect"), as_of=NOW).held
        assert sal.judge(held("SAL", stage="prospect"), as_of=NOW).held

    @pytest.mark.parametrize(
        ("missing", "one"),
        [
            ("fit", lead(activities=READER)),
            ("engagement", lead(traits=FITS)),
            ("consent", lead(traits=FITS, activities=READER, consents=[])),
        ],
    )
    def test_mql_needs_all_three(self, missing, one):
        """
        Without fit, engagement or consent nobody is marketing-qualified.
        """
        assert not PLAYBOOK.qualifications["MQL"].judge(one, as_of=NOW).held, missing

    @pytest.mark.parametrize(
        "one",
        [
            lead(stage="nurtured", traits=CONFIRMED, activities=[]),
            lead(
                stage="nurtured",
                traits=CONFIRMED,
                activities=happened("price_requested"),
            ),
            lead(stage="nurtured", traits={"budget": True}, activities=ASKED),
            lead(stage="nurtured", traits={"need": True}, activities=ASKED),
            lead(stage="nurtured", traits=FITS, activities=READER),
        ],
        ids=["silent", "no conversation", "no need", "need alone", "score alone"],
    )
    def test_sql_is_never_granted_by_score_alone(self, one):
        """
        An SQL needs a request, a conversation, a need, and one of the other three.
        """
        assert not PLAYBOOK.qualifications["SQL"].judge(one, as_of=NOW).held

    @pytest.mark.parametrize("other", ["budget", "authority", "timeline"])
    def test_sql_takes_any_of_three(self, other):
        """
        Beside the need, one of budget, authority and timeline is enough.
        """
        one = lead(
            stage="nurtured", traits={"need": True, other: True}, activities=ASKED
        )

        assert PLAYBOOK.qualifications["SQL"].judge(one, as_of=NOW).held

    @pytest.mark.parametrize("type_", ["trial_started", "limit_reached"])
    def test_pql_needs_use_and_intent(self, type_):
        """
        A trial alone, or intent alone, makes no PQL.
        """
        assert not PLAYBOOK.qualifications["PQL"].judge(lead(type_), as_of=NOW).held

    def test_mql_has_hysteresis(self):
        """
        An MQL outlasts a fall of engagement below what it took, until half of it.
        """
        one = PLAYBOOK.update(lead(traits=FITS, activities=READER), at=NOW).lead
        mql, card = PLAYBOOK.qualifications["MQL"], PLAYBOOK.scorecards["engagement"]
        ends = {}
        for days in range(200):
            later = NOW + timedelta(days=days)
            points = card.score(one, as_of=later).total
            ends[points] = mql.judge(one, as_of=later).held

        assert {points >= 15 for points in ends} == {True, False}
        assert {points: points >= 15 for points in ends} == ends


class TestTemperature:
    @pytest.mark.parametrize(
        ("types", "expected"),
        [
            ([], "cold"),
            (["page_viewed"], "cold"),
            (["demo_requested"], "cold"),
            (["page_viewed", "content_downloaded", "webinar_attended"], "warm"),
            (["page_viewed", "content_downloaded", "demo_requested"], "hot"),
            (["page_viewed", "content_downloaded", "price_requested"], "hot"),
            (["page_viewed", "content_downloaded", "call_held"], "hot"),
        ],
    )
    def test_it_follows_from_what_was_done_lately(self, types, expected):
        """
        Warm is several interactions, hot is warm and a recent high-intent act.
        """
        assert expected == PLAYBOOK.assess(lead(*types), as_of=NOW).temperature

    def test_it_cools_down(self):
        """
        Hot becomes warm when the high-intent act is two weeks old, and cold in a month.
        """
        one = lead("page_viewed", "content_downloaded", "demo_requested")
        seen = [
            PLAYBOOK.assess(one, as_of=NOW + timedelta(days=days)).temperature
            for days in (13, 14, 29, 30)
        ]

        assert ["hot", "warm", "warm", "cold"] == seen


# Every type, and whether doing it once adds to the engagement of a lead.
INBOUND = {
    "page_viewed": True, "session_ended": True, "content_downloaded": True,
    "landing_viewed": True, "cta_clicked": True, "form_submitted": True,
    "email_opened": True, "email_clicked": True, "email_replied": True,
    "sms_replied": True, "social_followed": True, "social_engaged": True,
    "social_shared": True, "social_messaged": True, "webinar_registered": True,
    "webinar_attended": True, "trial_started": True, "feature_used": True,
    "limit_reached": True, "upgrade_viewed": True, "price_requested": True,
    "demo_requested": True, "call_held": True, "meeting_held": True, "chat_held": True,
    "ticket_opened": True, "upgrade_requested": True, "survey_answered": True,
    "referred": True, "reviewed": True, "game_played": True, "purchased": True,
    "renewed": True, "unsubscribed": False, "cancelled": False, "email_bounced": False,
    "email_sent": None, "sms_sent": None, "proposal_sent": None,
}  # fmt: skip


class TestCards:
    @pytest.mark.parametrize(("type_", "adds"), INBOUND.items())
    def test_engagement_knows_every_activity_type(self, type_, adds):
        """
        Each inbound activity type adds to engagement or takes from it; ours do neither.
        """
        card = PLAYBOOK.scorecards["engagement"]
        one = lead(activities=happened(type_, value=10))
        lines = card.score(one, as_of=NOW).lines
        points = next((line.points for line in lines), 0)

        assert adds == (None if points == 0 else points > 0)

    def test_fit_never_decays(self):
        """
        The fit of a lead doesn't change with time.
        """
        one = lead(traits=FITS, activities=READER)

        assert PLAYBOOK.scorecards["fit"].next_change(one, as_of=NOW) is None

    @pytest.mark.parametrize(
        ("traits", "grade"),
        [
            (
                {"decision_maker": True, "target_industry": True, "company_size": 50},
                "A",
            ),
            ({"decision_maker": True, "company_size": 49}, "B"),
            ({"target_industry": True}, "C"),
            ({}, "D"),
            ({"decision_maker": True, "competitor": True}, "D"),
        ],
    )
    def test_grades_go_from_a_to_d(self, traits, grade):
        """
        The grade follows from fit alone.
        """
        assert grade == PLAYBOOK.assess(lead(traits=traits), as_of=NOW).grade

    def test_engagement_stays_between_0_and_100(self):
        """
        Engagement has a floor and a ceiling.
        """
        assert (0, 100) == PLAYBOOK.scorecards["engagement"].bounds


class TestPlaybook:
    def test_a_host_brings_its_own_card_and_record(self):
        """
        The fit card and the record class can be the host's own.
        """

        @attrs.frozen(kw_only=True)
        class Own(Lead):
            size: int | None = None

        card = Scorecard("my_fit", [Points(40, when=fields(Own).size >= 5)])
        own = standard.playbook(record=Own, fit=card)

        assert "A" == own.assess(Own(id="L-1", size=5), as_of=NOW).grade

    def test_no_stage_is_a_trap(self):
        """
        Every stage can be reached and left.
        """
        assert () == LIFECYCLE.problems()

    def test_two_are_equal(self):
        """
        The standard playbook is a value: made twice, it is the same.
        """
        assert standard.playbook() == PLAYBOOK
        assert standard.playbook().version == PLAYBOOK.version
