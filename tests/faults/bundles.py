"""
Faults in whole playbooks, found by the laws that are asked of any playbook.
"""

from __future__ import annotations

from datetime import timedelta

import attrs

import leadkit as lk
from leadkit import (
    Grades,
    Lead,
    Playbook,
    Points,
    Qualification,
    Scorecard,
    Transition,
    activity,
)

from .fault import found_by_standard
from .funnels import F, Firm, funnel, sales
from .hosts import HIDDEN_STATE, Counting, Forgetful, touching
from .leaving import BOUGHT_ALREADY

FIT = Scorecard(
    "fit",
    [
        Points(30, when=F.employees >= 50, name="big"),
        Points(-10, when=F.refused, name="refused"),
    ],
    floor=0,
    ceiling=100,
)
VISITS = Scorecard(
    "visits",
    [Points(5, per=activity("page_viewed"), halving=timedelta(days=30), name="pages")],
)


def book(**given):
    """
    Write a playbook with some of its parts.
    """
    return Playbook("sales", **{"record": Firm, **given})


TRAPPED = book(lifecycle=BOUGHT_ALREADY)
IDLE = book(
    lifecycle=sales(
        Transition("convert", "prospect", "customer", F.employees >= 10),
        Transition("convert", ["prospect"], "churned", F.employees >= 50),
    )
)
ONE_WAY = book(
    lifecycle=funnel(
        Transition("nurture", "lead", "nurtured", F.verified),
        Transition("qualify", "lead", "prospect", F.verified),
        Transition("disqualify", "nurtured", "disqualified", kind="exit"),
        Transition("lose", "prospect", "lost", kind="exit"),
        Transition("recycle", "lost", "disqualified", kind="back"),
    )
)
DEAD_RULE = book(
    scorecards=[FIT],
    qualifications=[Qualification("MQL", when=FIT >= 120)],
)
DEAD_GRADE = book(scorecards=[FIT], grades=Grades("fit", {"A": 101, "B": 20}))
HIDDEN = book(scorecards=[HIDDEN_STATE], record=Lead)
COUNTED = book(
    record=Counting,
    scorecards=[
        Scorecard("visits", [Points(1, per=lk.fields(Counting).visits, name="visits")])
    ],
)
FORGOTTEN = book(
    record=Forgetful, lifecycle=sales(Transition("nurture", "lead", "nurtured"))
)
TOUCHED = book(
    lifecycle=sales(Transition("nurture", "lead", "nurtured", touching)), record=Lead
)


@attrs.frozen(kw_only=True)
class Dated(Lead):
    """
    It moves all activities to the middle of their day, and so makes new ones of them.
    """

    def record(self, *happenings, at=None):
        """
        Record each under an id made of the number of those that are known.
        """
        renamed = [
            attrs.evolve(one, id=f"n{len(self.activities)}-{place}")
            if isinstance(one, lk.Activity)
            else one
            for place, one in enumerate(happenings)
        ]
        return super().record(*renamed, at=at)


RENUMBERED = book(record=Dated, scorecards=[VISITS])

FAULTS = (
    found_by_standard("the way out asks for no purchase", TRAPPED, "no_traps"),
    found_by_standard(
        "an earlier transition is always made", IDLE, "every_transition_can_fire"
    ),
    found_by_standard(
        "the way back leads to another exit", ONE_WAY, "reversible[lost]"
    ),
    found_by_standard(
        "MQL asks for more than the ceiling", DEAD_RULE, "every_rule_can_fire"
    ),
    found_by_standard(
        "grade A needs more than the ceiling", DEAD_GRADE, "every_rule_can_fire"
    ),
    found_by_standard("a rule with a memory", HIDDEN, "order_free[fit]"),
    found_by_standard(
        "a class counts what it was told twice", COUNTED, "duplicates_free[visits]"
    ),
    found_by_standard(
        "a class gives new ids to what it knows", RENUMBERED, "duplicates_free[visits]"
    ),
    found_by_standard("a class loses moves", FORGOTTEN, "replay_restores"),
    found_by_standard("a guard writes to the lead", TOUCHED, "refusals_change_nothing"),
)
