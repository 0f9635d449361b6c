"""
Faults that leave rules without any effect, in cards, qualifications and playbooks.
"""

from __future__ import annotations

from datetime import timedelta

import leadkit as lk
from leadkit import (
    Grades,
    Group,
    Playbook,
    Points,
    Qualification,
    Scorecard,
    Temperature,
    activity,
    all_of,
    holds,
)
from leadkit.testing import laws

from .fault import fault
from .funnels import F, Firm

FIT = Scorecard(
    "fit",
    [
        Points(30, when=F.employees >= 50, name="big"),
        Points(15, when=F.employees.between(10, 49), name="middle"),
        Points(20, when=F.job.contains("Head"), name="boss"),
        Points(-10, when=F.refused, name="refused"),
    ],
)
ENGAGEMENT = Scorecard(
    "engagement",
    [
        Points(10, per=activity("webinar_attended"), at_most=3, name="webinars"),
        Group(
            "mail",
            [Points(5, per=activity("email_clicked"), name="clicks")],
            ceiling=20,
        ),
    ],
    floor=0,
    ceiling=100,
)

# Entries ------------------------------------------------------------------------------

BIG_AND_SMALL = Scorecard(
    "fit",
    [
        Points(20, when=(F.employees >= 50) & (F.employees < 10), name="odd"),
        Points(20, when=F.employees >= 50, name="big"),
    ],
)
TWO_PLANS = Scorecard(
    "fit", [Points(10, when=(F.plan == "pro") & (F.plan == "team"), name="both")]
)
WRONG_CASE = Scorecard(
    "fit",
    [
        Points(
            10, when=F.job.starts_with("CEO") & F.job.contains("ceo") & (F.job == "CEO")
        )
    ],
)
BEYOND_A_CARD = Scorecard(
    "total", [Points(5, when=ENGAGEMENT >= 120, name="very engaged")]
)
NO_CAP = Scorecard(
    "engagement", [Points(5, per=activity("page_viewed"), cap=0, name="visits")]
)
UNDER_THE_LEAST = Scorecard(
    "fit", [Points(-20, when=ENGAGEMENT < 0, name="not engaged")]
)
MORE_THAN_ALL = Scorecard(
    "engagement",
    [
        Points(
            10,
            when=(activity("email_clicked").within(days=7).count() >= 3)
            & (activity("email_clicked").within(days=30).count() < 2),
            name="growing",
        )
    ],
)

# Qualifications -----------------------------------------------------------------------

TOO_MUCH = Qualification("MQL", when=ENGAGEMENT >= 150)
TOO_MUCH_FIT = Qualification("MQL", when=FIT >= 60)
EXCLUSIVE = Qualification("MQL", when=(FIT >= 40) & (F.employees < 50))
ALWAYS_ENDS = Qualification("MQL", when=ENGAGEMENT >= 30, until=ENGAGEMENT <= 100)
ENDS_AS_IT_BEGINS = Qualification(
    "MQL", when=ENGAGEMENT >= 30, until=(ENGAGEMENT >= 20) | (FIT < 0)
)
ELSEWHERE = Qualification(
    "SVCQL",
    when=lk.in_stage("customer") & (activity("upgrade_requested").count() >= 1),
    applies_to=["lead", "nurtured"],
)
HELD_BY_ITSELF = Qualification("SQL", when=holds("MQL") & ~holds("MQL") & (FIT >= 20))
NEVER_ENDS = Qualification("MQL", when=ENGAGEMENT >= 30, until=ENGAGEMENT < 0)
ALL_AT_ONCE = Qualification(
    "PQL", when=all_of(F.plan == "free", F.plan.is_in("team", "pro"), F.verified)
)

# Playbooks ----------------------------------------------------------------------------

GRADE_OUT_OF_REACH = Playbook(
    "sales", record=Firm, scorecards=[FIT], grades=Grades("fit", {"A": 60, "B": 20})
)
GRADE_BELOW_ALL = Playbook(
    "sales",
    record=Firm,
    scorecards=[ENGAGEMENT],
    grades=Grades("engagement", {"A": 40, "B": 0, "C": -10}),
)
NEVER_HOT = Playbook(
    "sales",
    record=Firm,
    scorecards=[ENGAGEMENT],
    temperature=Temperature(hot=ENGAGEMENT >= 90, warm=ENGAGEMENT >= 20),
)
NEVER_WARM = Playbook(
    "sales",
    record=Firm,
    scorecards=[ENGAGEMENT],
    temperature=Temperature(
        hot=activity("price_requested").count() >= 1,
        warm=activity("price_requested").within(days=30).count() >= 2,
    ),
)
OUT_OF_STEP = Playbook(
    "sales",
    record=Firm,
    scorecards=[FIT, ENGAGEMENT],
    qualifications=[
        Qualification("MQL", when=(FIT >= 20) & (ENGAGEMENT >= 20)),
        Qualification("SQL", when=(ENGAGEMENT >= 55) & lk.holds("MQL")),
    ],
)
FADED = Playbook(
    "sales",
    record=Firm,
    scorecards=[
        Scorecard(
            "recent",
            [
                Points(
                    10,
                    per=activity("demo_requested"),
                    at_most=2,
                    halving=timedelta(days=30),
                    name="demos",
                )
            ],
        )
    ],
    grades=Grades("recent", {"A": 25, "B": 10}),
)

FAULTS = (
    fault(
        "an entry is for firms both big and small",
        laws.every_rule_can_fire,
        BIG_AND_SMALL,
    ),
    fault("an entry is for two plans at once", laws.every_rule_can_fire, TWO_PLANS),
    fault(
        "a text is to contain in small letters what it has in capitals",
        laws.every_rule_can_fire,
        WRONG_CASE,
        record=Firm,
    ),
    fault(
        "an entry asks for more than another card's ceiling",
        laws.every_rule_can_fire,
        BEYOND_A_CARD,
    ),
    fault("a cap of nothing", laws.every_rule_can_fire, NO_CAP),
    fault(
        "a penalty below the floor of another card",
        laws.every_rule_can_fire,
        UNDER_THE_LEAST,
    ),
    fault(
        "more within a week than within a month",
        laws.every_rule_can_fire,
        MORE_THAN_ALL,
    ),
    fault("MQL asks for more than the ceiling", laws.every_rule_can_fire, TOO_MUCH),
    fault(
        "MQL asks for more than the entries give together",
        laws.every_rule_can_fire,
        TOO_MUCH_FIT,
        record=Firm,
    ),
    fault(
        "MQL asks for points that the firms it is for don't get",
        laws.every_rule_can_fire,
        EXCLUSIVE,
        record=Firm,
    ),
    fault("what ends MQL always holds", laws.every_rule_can_fire, ALWAYS_ENDS),
    fault(
        "what ends MQL holds as soon as it is granted",
        laws.every_rule_can_fire,
        ENDS_AS_IT_BEGINS,
        record=Firm,
    ),
    fault(
        "a qualification applies to other stages than its rule",
        laws.every_rule_can_fire,
        ELSEWHERE,
    ),
    fault(
        "a qualification asks for another held and not held",
        laws.every_rule_can_fire,
        HELD_BY_ITSELF,
        record=Firm,
    ),
    fault("what ends MQL never holds", laws.every_rule_can_fire, NEVER_ENDS),
    fault("all plans at once", laws.every_rule_can_fire, ALL_AT_ONCE, record=Firm),
    fault(
        "grade A needs more than the card gives",
        laws.every_rule_can_fire,
        GRADE_OUT_OF_REACH,
    ),
    fault(
        "the last grade lies below the floor", laws.every_rule_can_fire, GRADE_BELOW_ALL
    ),
    fault("nobody gets hot", laws.every_rule_can_fire, NEVER_HOT),
    fault("whoever is warm is hot already", laws.every_rule_can_fire, NEVER_WARM),
    fault(
        "SQL asks for more than the groups leave", laws.every_rule_can_fire, OUT_OF_STEP
    ),
    fault("grade A needs three, and two count", laws.every_rule_can_fire, FADED),
)
