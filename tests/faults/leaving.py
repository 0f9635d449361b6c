"""
Faults that hold leads for good, or leave moves that nobody can make.
"""

from __future__ import annotations

import leadkit as lk
from leadkit import PREVIOUS, Points, Scorecard, Transition, activity
from leadkit.testing import laws

from .fault import fault
from .funnels import (
    BOUGHT,
    CONSENT,
    LOSE,
    NURTURE,
    QUALIFY,
    RECYCLE,
    F,
    Firm,
    funnel,
    sales,
)

NOT_YET = activity("purchased").count() == 0
FIT = Scorecard(
    "fit",
    [
        Points(30, when=F.employees >= 50, name="big"),
        Points(20, when=F.job.contains("Head"), name="boss"),
    ],
)

# Traps --------------------------------------------------------------------------------

NO_WAY_BACK = sales(without=["recycle"])
BOUGHT_ALREADY = funnel(
    Transition("convert", "lead", "customer", BOUGHT),
    Transition("downgrade", "customer", "lead", NOT_YET, kind="back"),
)
BEEN_A_CUSTOMER = sales(
    Transition(
        "win_back", "churned", "prospect", ~lk.has_been("customer"), kind="back"
    ),
)
ROUND_AND_ROUND = sales(
    Transition("qualify", ["lead", "nurtured"], "prospect", ~lk.has_been("lost"))
)
SMALL_AND_BIG = sales(
    Transition("recycle", "lost", "nurtured", (F.employees >= 50) & (F.employees < 10))
)
BIGGEST_DEAL = funnel(
    Transition("grow", "lead", "enterprise", activity("purchased").largest() >= 10_000),
    Transition(
        "shrink", "enterprise", "lead", activity("purchased").largest() < 10_000
    ),
)
CAME_OTHERWISE = sales(
    Transition("reopen", "disqualified", "lead", lk.came_from("lead"), kind="back")
)
BLOCKED = funnel(
    Transition("block", "lead", "blocked", F.blocked, kind="exit"),
    Transition("unblock", "blocked", "lead", ~F.blocked, kind="back"),
)
PARKED = funnel(
    Transition("resume", "parked", PREVIOUS, kind="back"),
    Transition("park", "lead", "parked", kind="exit"),
    initial="parked",
)
EXPIRED = funnel(
    Transition("try", "lead", "trial", activity("trial_started").count() >= 1),
    Transition(
        "buy",
        "trial",
        "customer",
        activity("trial_started").days_since_first() <= 14,
    ),
    Transition("churn", "customer", "trial", kind="exit"),
)
TWO_STAGES = funnel(
    NURTURE,
    Transition("reject", ["lead", "nurtured"], "rejected", kind="exit"),
    Transition("review", "rejected", "waiting"),
    Transition("reject", "waiting", "rejected", kind="exit"),
)
FEW_DAYS = funnel(
    Transition("nurture", "lead", "nurtured", CONSENT),
    Transition(
        "qualify",
        "nurtured",
        "prospect",
        activity("email_sent").distinct_days().between(1, 10),
    ),
    Transition("lose", "prospect", "nurtured", kind="exit"),
)
SECOND_CHANCE = sales(
    Transition(
        "recycle",
        "lost",
        "nurtured",
        CONSENT & ~lk.has_been("disqualified"),
        kind="back",
    )
)

# Idle moves ---------------------------------------------------------------------------

OUTDONE = sales(
    Transition("grow", "prospect", "customer", activity("purchased").count() >= 1),
    Transition("grow", "prospect", "advocate", activity("purchased").count() >= 3),
)
OUTDONE_BY_TWO = sales(
    Transition("sort", "prospect", "small", F.employees < 50),
    Transition("sort", "prospect", "big", F.employees >= 50),
    Transition("sort", "prospect", "unsorted", F.employees.between(10, 100)),
)
CONTRADICTION = sales(
    Transition(
        "fast_track", "lead", "prospect", (F.employees > 50) & (F.employees < 10)
    )
)
NOBODY_ON_TRIAL = sales(Transition("subscribe", "trial", "customer", BOUGHT))
NEVER_BEFORE = funnel(
    Transition("nurture", "lead", "nurtured", CONSENT & lk.has_been("customer")),
    Transition("convert", "nurtured", "customer", BOUGHT),
)
PURCHASE_GONE = funnel(
    Transition("convert", "lead", "customer", BOUGHT),
    Transition("downgrade", "customer", "lead", NOT_YET, kind="back"),
    Transition("churn", "customer", "churned", kind="exit"),
)
WRONG_SOURCE = sales(
    Transition("win_back", "churned", "prospect", lk.came_from("prospect"), kind="back")
)
HELD_AND_NOT = sales(
    Transition("qualify", "nurtured", "prospect", lk.holds("MQL") & ~lk.holds("MQL"))
)
NOTHING_BEFORE = funnel(
    NURTURE, QUALIFY, Transition("undo", "lead", PREVIOUS, kind="back")
)
TOO_MANY_POINTS = sales(Transition("qualify", "nurtured", "prospect", FIT >= 60))
OTHER_STAGE = sales(
    Transition("convert", "prospect", "customer", BOUGHT & lk.in_stage("customer"))
)
BEHIND_A_WALL = sales(
    Transition(
        "promote", "customer", "advocate", F.plan.is_in("team") & (F.plan == "pro")
    ),
    Transition("retire", "advocate", "churned", kind="exit"),
)
TWO_JOBS = sales(
    Transition(
        "qualify",
        "nurtured",
        "prospect",
        F.job.starts_with("CEO") & F.job.starts_with("Head"),
    )
)
LONG_AGO_AND_NOW = sales(
    Transition(
        "recycle",
        "lost",
        "nurtured",
        (activity("email_clicked").within(days=7).count() >= 1)
        & (activity("email_clicked").within(days=30).count() == 0),
        kind="back",
    )
)

# Ways back ----------------------------------------------------------------------------

ONLY_TO_NURTURED = funnel(
    NURTURE,
    Transition("qualify", "lead", "prospect", lk.holds("SQL")),
    LOSE,
    RECYCLE,
)
ONLY_ONCE = sales(
    Transition("recycle", "lost", "nurtured", ~lk.has_been("lost"), kind="back")
)
NO_WIN_BACK = sales(without=["win_back"])
CUSTOMERS_STAY_OUT = sales(
    Transition("win_back", "churned", "lead", NOT_YET, kind="back")
)
TRIAL_AGAIN = funnel(
    Transition("try", "lead", "trial", lk.holds("MQL") & (NOT_YET)),
    Transition("convert", "trial", "customer", BOUGHT),
    Transition("churn", ["trial", "customer"], "churned", kind="exit"),
    Transition("return", "churned", "lead", kind="back"),
)

FAULTS = (
    fault("an exit has no way back", laws.no_traps, NO_WAY_BACK),
    fault(
        "the way out asks for no purchase, after the way in asked for one",
        laws.no_traps,
        BOUGHT_ALREADY,
    ),
    fault(
        "the way back is for those who never were what all were there",
        laws.no_traps,
        BEEN_A_CUSTOMER,
    ),
    fault(
        "who was lost goes round and round, and never to a customer",
        laws.no_traps,
        ROUND_AND_ROUND,
        exits="customer",
    ),
    fault(
        "the only way out asks for firms both big and small",
        laws.no_traps,
        SMALL_AND_BIG,
        record=Firm,
    ),
    fault(
        "the way out asks that the biggest deal gets smaller",
        laws.no_traps,
        BIGGEST_DEAL,
    ),
    fault(
        "the way back is for one of two stages that leads come from",
        laws.no_traps,
        CAME_OTHERWISE,
    ),
    fault(
        "the way out asks for a block to be lifted, which never is",
        laws.no_traps,
        BLOCKED,
        record=Firm,
        monotone=[F.blocked],
    ),
    fault("leads begin where only PREVIOUS leads out", laws.no_traps, PARKED),
    fault(
        "the only way out closes two weeks after the first trial",
        laws.no_traps,
        EXPIRED,
    ),
    fault(
        "two stages lead to one another, and nowhere else",
        laws.no_traps,
        TWO_STAGES,
        exits="nurtured",
    ),
    fault(
        "the way out closes once there were too many mailings",
        laws.no_traps,
        FEW_DAYS,
    ),
    fault(
        "who was disqualified once and is lost then stays so",
        laws.no_traps,
        SECOND_CHANCE,
    ),
    fault(
        "an earlier transition holds whenever a later one does",
        laws.every_transition_can_fire,
        OUTDONE,
    ),
    fault(
        "two earlier transitions leave nothing to a third",
        laws.every_transition_can_fire,
        OUTDONE_BY_TWO,
        record=Firm,
    ),
    fault(
        "a guard contradicts itself",
        laws.every_transition_can_fire,
        CONTRADICTION,
        record=Firm,
    ),
    fault(
        "a move starts from a stage that nobody comes to",
        laws.every_transition_can_fire,
        NOBODY_ON_TRIAL,
    ),
    fault(
        "the first move asks for what comes after the last",
        laws.every_transition_can_fire,
        NEVER_BEFORE,
    ),
    fault(
        "a move asks for no purchase where all have bought",
        laws.every_transition_can_fire,
        PURCHASE_GONE,
    ),
    fault(
        "a move asks for another stage than leads come from",
        laws.every_transition_can_fire,
        WRONG_SOURCE,
    ),
    fault(
        "a qualification is to be held and not to be held",
        laws.every_transition_can_fire,
        HELD_AND_NOT,
    ),
    fault(
        "PREVIOUS is asked for where nobody came from anywhere",
        laws.every_transition_can_fire,
        NOTHING_BEFORE,
    ),
    fault(
        "the guard asks for more points than the card gives",
        laws.every_transition_can_fire,
        TOO_MANY_POINTS,
        record=Firm,
    ),
    fault(
        "the guard asks for the stage that the move leads to",
        laws.every_transition_can_fire,
        OTHER_STAGE,
    ),
    fault(
        "a move stands behind another that is never made",
        laws.every_transition_can_fire,
        BEHIND_A_WALL,
        record=Firm,
    ),
    fault(
        "a job is to begin in two ways",
        laws.every_transition_can_fire,
        TWO_JOBS,
        record=Firm,
    ),
    fault(
        "something is to have happened this week, and not this month",
        laws.every_transition_can_fire,
        LONG_AGO_AND_NOW,
    ),
    fault("an exit can't be left again", laws.reversible, NO_WIN_BACK, "churned"),
    fault(
        "the way back leads to a stage that the one before can't be reached from",
        laws.reversible,
        ONLY_TO_NURTURED,
        "lost",
        to=PREVIOUS,
    ),
    fault(
        "the way back is for those who never were there",
        laws.reversible,
        ONLY_ONCE,
        "lost",
    ),
    fault(
        "customers that left may come back if they never bought",
        laws.reversible,
        CUSTOMERS_STAY_OUT,
        "churned",
    ),
    fault(
        "who buys elsewhere in between never gets back to the trial",
        laws.reversible,
        TRIAL_AGAIN,
        "churned",
        to=PREVIOUS,
    ),
)
