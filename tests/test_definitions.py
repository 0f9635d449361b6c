"""
The field's qualifications: what each insists on, whatever a company adds.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from strategies import NOW

from leadkit import (
    ALWAYS,
    NEVER,
    Activity,
    Consent,
    ContactPoint,
    Lead,
    Points,
    RuleError,
    Scorecard,
    fields,
    mql,
    pql,
    sal,
    service_qualified,
    sql,
)

DAY = timedelta(days=1)
YES = fields(Lead, traits={"yes": bool}).yes
STAGES = [
    "lead",
    "nurtured",
    "prospect",
    "customer",
    "advocate",
    "disqualified",
    "lost",
    "churned",
]


def lead(*types, stage="nurtured", consented=True):
    """
    A lead that did these things yesterday, and may be written to if it consented.
    """
    return Lead(
        id="L-1",
        stage=stage,
        contacts=[ContactPoint("email", "sara@example.com")],
        consents=[
            Consent(
                purpose="marketing", medium="email", granted=consented, at=NOW - DAY
            )
        ],
        activities=[
            Activity(id=f"a{number}", type=kind, at=NOW - DAY)
            for number, kind in enumerate(types)
        ],
        traits={"yes": True},
    )


def held(qualification, one):
    """
    Whether it is granted to a lead that never had it.
    """
    return qualification.judge(one, as_of=NOW).held


class TestMql:
    @pytest.mark.parametrize(
        ("engaged", "fits", "consented"), list(product([True, False], repeat=3))
    )
    def test_is_engaged_and_fits_and_is_reachable(self, engaged, fits, consented):
        """
        An MQL needs all three.
        """
        qualification = mql(
            engaged=YES if engaged else ~YES, fits=YES if fits else ~YES
        )

        assert (engaged and fits and consented) is held(
            qualification, lead(consented=consented)
        )

    def test_may_be_about_another_purpose(self):
        """
        A company may write for a purpose of its own.
        """
        assert not held(mql(engaged=YES, fits=YES, purpose="service"), lead())

    def test_may_have_hysteresis(self):
        """
        With an until, it ends when that holds and not before.
        """
        card = Scorecard("engagement", [Points(1, when=YES)])
        qualification = mql(engaged=card >= 2, fits=ALWAYS, until=card < 1)
        granted = lead().grant("MQL", at=NOW - DAY, by="rules", automatic=True)

        assert held(qualification, granted)
        assert not held(mql(engaged=card >= 2, fits=ALWAYS), granted)

    @pytest.mark.parametrize("wrong", [None, True, "engaged"])
    def test_wants_rules(self, wrong):
        """
        What isn't a rule is refused.
        """
        with pytest.raises(RuleError, match="a rule"):
            mql(engaged=wrong, fits=YES)


class TestSal:
    def test_is_an_act_of_a_person(self):
        """
        Only a person accepts a lead, and what they granted stays.
        """
        accepted = lead().grant("SAL", at=NOW, by="Reza")

        assert sal().when is None
        assert not held(sal(), lead())
        assert held(sal(), accepted)


class TestSql:
    def test_needs_a_question_a_conversation_and_the_need(self):
        """
        Asking for a price and talking with us are both needed, and so is the need.
        """
        qualification = sql(need=YES, budget=YES)

        assert held(qualification, lead("price_requested", "email_replied"))
        assert not held(qualification, lead("price_requested"))
        assert not held(qualification, lead("email_replied"))
        assert not held(sql(need=~YES, budget=YES), lead("call_held"))

    def test_a_call_is_a_question_and_a_conversation(self):
        """
        Who calls sales asks them and talks with them.
        """
        assert held(sql(need=YES, budget=YES), lead("call_held"))

    @pytest.mark.parametrize("confirmed", ["budget", "authority", "timeline"])
    def test_rests_on_one_of_three(self, confirmed):
        """
        Any one of budget, authority and timeline will do, and none won't.
        """
        others = dict.fromkeys(("budget", "authority", "timeline"), NEVER)

        assert held(sql(need=YES, **{confirmed: YES}), lead("call_held"))
        assert held(sql(need=YES, **{**others, confirmed: YES}), lead("call_held"))
        assert not held(sql(need=YES, **{confirmed: ~YES}), lead("call_held"))

    def test_is_never_granted_by_a_score_alone(self):
        """
        However high the score, there is no SQL without an exchange.
        """
        card = Scorecard("engagement", [Points(1000, when=ALWAYS)])
        qualification = sql(need=card >= 1, budget=card >= 1, asked=card >= 1)

        assert not held(qualification, lead("page_viewed"))

    def test_none_of_the_three_is_refused(self):
        """
        An SQL that could never be granted is refused when it is written.
        """
        with pytest.raises(RuleError) as caught:
            sql(need=YES)

        assert "none of budget, authority and timeline" == caught.value.came

    def test_may_end_by_a_rule(self):
        """
        With an until it outlives its rule, without one it doesn't.
        """
        granted = lead().grant("SQL", at=NOW - DAY, by="rules", automatic=True)

        assert held(sql(need=YES, budget=YES, until=~YES), granted)
        assert not held(sql(need=YES, budget=YES), granted)


class TestPql:
    @pytest.mark.parametrize(
        ("types", "granted"),
        [
            (["trial_started", "limit_reached"], True),
            (["feature_used", "upgrade_viewed"], True),
            (["feature_used", "price_requested"], True),
            (["feature_used"], False),
            (["upgrade_viewed"], False),
            ([], False),
        ],
    )
    def test_used_it_and_wants_more(self, types, granted):
        """
        Using the product and an intent to upgrade are both needed.
        """
        assert granted is held(pql(), lead(*types))

    def test_may_be_told_otherwise(self):
        """
        A company may say itself what using and wanting are, and when it ends.
        """
        granted = lead().grant("PQL", at=NOW - DAY, by="rules", automatic=True)

        assert held(pql(used=YES, wants=YES), lead())
        assert held(pql(until=NEVER), granted)


class TestServiceQualified:
    def test_is_told_by_a_customer(self):
        """
        A customer told service of interest in more; others can't.
        """
        assert "SVCQL" == service_qualified().name
        assert held(service_qualified(), lead("upgrade_requested", stage="customer"))
        assert not held(service_qualified(), lead(stage="customer"))
        assert not held(service_qualified(), lead("upgrade_requested"))

    def test_may_be_told_otherwise(self):
        """
        A company may say itself what counts as telling, and when it ends.
        """
        granted = lead(stage="customer").grant(
            "SVCQL", at=NOW - DAY, by="rules", automatic=True
        )

        assert held(service_qualified(told=YES), lead(stage="customer"))
        assert held(service_qualified(until=~YES), granted)


class TestStages:
    @pytest.mark.parametrize(
        ("qualification", "stages"),
        [
            (mql(engaged=YES, fits=YES), {"lead", "nurtured"}),
            (sal(), {"nurtured", "prospect"}),
            (sql(need=YES, budget=YES), {"nurtured", "prospect"}),
            (pql(used=YES, wants=YES), {"lead", "nurtured", "prospect"}),
            (service_qualified(told=YES), {"customer", "advocate"}),
        ],
        ids=["MQL", "SAL", "SQL", "PQL", "SVCQL"],
    )
    def test_each_applies_to_its_stages(self, qualification, stages):
        """
        A rule grants it in the stages of the vocabulary and nowhere else.
        """
        assert stages == set(qualification.applies_to)
        if qualification.when is not None:
            assert stages == {
                stage
                for stage in STAGES
                if held(qualification, lead("call_held", stage=stage))
            }
