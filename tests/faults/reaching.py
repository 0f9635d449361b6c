"""
Faults that let leads come where they mustn't, or in the wrong order.
"""

from __future__ import annotations

from datetime import timedelta

import leadkit as lk
from leadkit import PREVIOUS, Points, Scorecard, Transition, activity, any_of
from leadkit.testing import laws

from .fault import fault
from .funnels import (
    BOUGHT,
    BOUGHT_SINCE,
    BY_MAIL,
    CONSENT,
    CONVERT,
    NURTURE,
    QUALIFY,
    F,
    Firm,
    funnel,
    sales,
)

ENGAGEMENT = Scorecard(
    "engagement",
    [
        Points(10, per=activity("webinar_attended"), at_most=3, name="webinars"),
        Points(5, per=activity("email_clicked"), per_day=1, name="clicks"),
    ],
    ceiling=100,
)

# Never --------------------------------------------------------------------------------

UNGUARDED_RECYCLE = sales(Transition("recycle", "lost", "nurtured", kind="back"))
CONSENT_ONCE = funnel(
    NURTURE, Transition("qualify", "nurtured", "prospect", lk.holds("MQL")), CONVERT
)
ANY_INSTEAD_OF_ALL = sales(
    Transition("qualify", ["lead", "nurtured"], "prospect", any_of(CONSENT, BOUGHT))
)
OLD_PURCHASE = sales()
SINCE_THE_WRONG_STAGE = sales(
    Transition(
        "convert",
        "prospect",
        "customer",
        activity("purchased").since("customer").count() >= 1,
    )
)
FALLBACK = sales(CONVERT, Transition("convert", ["prospect"], "customer"))
PREVIOUS_STAGE = sales(
    Transition("reopen", "disqualified", PREVIOUS, kind="back"),
)
BEGINS_NURTURED = funnel(QUALIFY, CONVERT, initial="nurtured")
OFF_BY_ONE = sales(
    Transition(
        "qualify", "nurtured", "prospect", activity("webinar_attended").count() > 1
    )
)
LONG_WINDOW = sales(
    Transition(
        "qualify",
        "nurtured",
        "prospect",
        activity("demo_requested").within(days=90).count() >= 1,
    )
)
ASKED_INSTEAD_OF_HELD = sales(
    Transition(
        "qualify", "nurtured", "prospect", activity("demo_requested").count() >= 1
    )
)
OTHER_MEDIUM = sales(
    Transition("nurture", "lead", "nurtured", lk.reachable("marketing", "phone"))
)
OTHER_PURPOSE = sales(
    Transition("nurture", "lead", "nurtured", lk.consented("service", "email"))
)
UNKNOWN_IS_FINE = sales(
    Transition("convert", "prospect", "customer", ~F.refused.or_default(False))
)
CARD_INSTEAD_OF_GRANT = sales(
    Transition("qualify", "nurtured", "prospect", ENGAGEMENT >= 30)
)
LOWER_TOTAL = sales(Transition("qualify", "nurtured", "prospect", ENGAGEMENT >= 20))
TIMED = sales(Transition("expire", "prospect", "customer", after=timedelta(days=30)))
THROUGH_THE_BACK_DOOR = sales(
    Transition("win_back", "churned", "customer", kind="back")
)
TWO_HOPS = funnel(
    NURTURE,
    Transition("archive", ["nurtured", "lead"], "archived", kind="exit"),
    Transition("purge", "archived", "deleted", lk.time_in_stage() >= 30),
)
CLEARED_AGAIN = sales(
    Transition("recycle", "lost", "nurtured", CONSENT & ~F.blocked, kind="back"),
    Transition("unblock", "disqualified", "nurtured", CONSENT, kind="back"),
)
CAME_FROM = sales(
    Transition("win_back", "churned", "prospect", lk.came_from("customer"), kind="back")
)
STALE_VERIFICATION = funnel(
    Transition("verify", "lead", "prospect", F.verified),
    Transition("lose", "prospect", "lost", kind="exit"),
    Transition("return", "lost", "prospect", lk.has_been("prospect"), kind="back"),
    CONVERT,
)
LATEST_SURVEY = sales(
    Transition(
        "convert", "prospect", "customer", activity("survey_answered").largest() >= 9
    )
)
BIG_OR_DISCOUNT = sales(
    Transition("convert", "prospect", "customer", (F.employees >= 50) | F.verified)
)


@lk.rule(name="was approved")
def was_approved(lead, as_of):
    """
    A host's own question, which leadkit can't see into.
    """
    return lead.verified


APPROVED_TOO_LATE = funnel(
    Transition("qualify", "lead", "prospect", BY_MAIL),
    Transition("convert", "prospect", "customer", was_approved & BOUGHT),
    Transition("convert", "lead", "customer", was_approved & F.verified),
)

# Always before ------------------------------------------------------------------------

SKIPPED = sales(Transition("convert", ["prospect", "lead"], "customer", BOUGHT))
EXPRESS = funnel(
    Transition("verify", "lead", "prospect", F.verified),
    Transition("pay", "prospect", "customer", BOUGHT),
    Transition("express", "lead", "prospect", F.employees >= 500),
)
SILENT = funnel(
    NURTURE, Transition("qualify", "nurtured", "prospect", lk.holds("MQL")), CONVERT
)
LOST_FIRST = funnel(
    NURTURE,
    QUALIFY,
    CONVERT,
    Transition("lose", ["lead", "prospect"], "lost", kind="exit"),
    Transition("reactivate", "lost", "prospect", kind="back"),
)
BEGINS_ON_TRIAL = funnel(
    Transition("agree", "trial", "prospect", BY_MAIL), CONVERT, initial="trial"
)
SAME_TRIGGER = funnel(
    Transition("advance", "lead", "nurtured", CONSENT),
    Transition("advance", "lead", "prospect", F.employees >= 50),
    Transition("advance", "nurtured", "prospect"),
    CONVERT,
)
WITHDRAWN = sales(
    Transition("qualify", "nurtured", "prospect", lk.holds("MQL")),
    Transition("convert", ["prospect", "nurtured", "lead"], "customer", BOUGHT),
)

FAULTS = (
    fault(
        "a way back skips the consent that the way in asks for",
        laws.never,
        UNGUARDED_RECYCLE,
        reach="nurtured",
        without=CONSENT,
    ),
    fault(
        "consent is asked for at an earlier move, and withdrawn before this one",
        laws.never,
        CONSENT_ONCE,
        reach="prospect",
        without=CONSENT,
    ),
    fault(
        "the guard joins with any_of what all_of was meant for",
        laws.never,
        ANY_INSTEAD_OF_ALL,
        reach="prospect",
        without=CONSENT & BOUGHT,
    ),
    fault(
        "whoever churned is a customer again by the old purchase",
        laws.never,
        OLD_PURCHASE,
        reach="customer",
        without=BOUGHT_SINCE,
    ),
    fault(
        "purchases are counted since the wrong stage",
        laws.never,
        SINCE_THE_WRONG_STAGE,
        reach="customer",
        without=BOUGHT_SINCE,
    ),
    fault(
        "a second transition of the trigger lets everybody through",
        laws.never,
        FALLBACK,
        reach="customer",
        without=BOUGHT,
    ),
    fault(
        "PREVIOUS brings a lead back into a stage that it may not enter by now",
        laws.never,
        PREVIOUS_STAGE,
        reach="nurtured",
        without=CONSENT,
    ),
    fault(
        "leads begin in the stage that consent is needed for",
        laws.never,
        BEGINS_NURTURED,
        reach="nurtured",
        without=CONSENT,
    ),
    fault(
        "a threshold is off by one",
        laws.never,
        OFF_BY_ONE,
        reach="prospect",
        without=activity("webinar_attended").count() >= 3,
    ),
    fault(
        "the guard's window is longer than the policy's",
        laws.never,
        LONG_WINDOW,
        reach="prospect",
        without=activity("demo_requested").within(days=30).count() >= 1,
    ),
    fault(
        "the guard asks for what was requested instead of held",
        laws.never,
        ASKED_INSTEAD_OF_HELD,
        reach="prospect",
        without=activity("meeting_held").count() >= 1,
    ),
    fault(
        "the guard asks for consent by another medium",
        laws.never,
        OTHER_MEDIUM,
        reach="nurtured",
        without=BY_MAIL,
    ),
    fault(
        "the guard asks for consent for another purpose",
        laws.never,
        OTHER_PURPOSE,
        reach="nurtured",
        without=BY_MAIL,
    ),
    fault(
        "what isn't known counts as fine",
        laws.never,
        UNKNOWN_IS_FINE,
        reach="customer",
        without=~F.refused,
        record=Firm,
    ),
    fault(
        "a total stands in for the hand-off to sales",
        laws.never,
        CARD_INSTEAD_OF_GRANT,
        reach="prospect",
        without=lk.holds("SAL"),
    ),
    fault(
        "the guard asks for a lower total than the policy",
        laws.never,
        LOWER_TOTAL,
        reach="prospect",
        without=ENGAGEMENT >= 25,
    ),
    fault(
        "a timed move makes customers of prospects",
        laws.never,
        TIMED,
        reach="customer",
        without=BOUGHT,
    ),
    fault(
        "a way back leads straight to customer",
        laws.never,
        THROUGH_THE_BACK_DOOR,
        reach="customer",
        without=BOUGHT_SINCE,
    ),
    fault(
        "what should be out of reach is two moves away",
        laws.never,
        TWO_HOPS,
        reach="deleted",
    ),
    fault(
        "one of two ways back forgets that a lead is blocked",
        laws.never,
        CLEARED_AGAIN,
        reach="nurtured",
        without=~F.blocked & CONSENT,
        record=Firm,
    ),
    fault(
        "who came from where is asked instead of whether they talked again",
        laws.never,
        CAME_FROM,
        reach="prospect",
        without=lk.conversed(since="churned"),
    ),
    fault(
        "a lead that has been there needn't be verified again",
        laws.never,
        STALE_VERIFICATION,
        reach=["prospect", "customer"],
        without=F.verified,
        record=Firm,
    ),
    fault(
        "the best answer ever given is asked for instead of the latest",
        laws.never,
        LATEST_SURVEY,
        reach="customer",
        without=activity("survey_answered").latest() >= 9,
    ),
    fault(
        "a flag opens what the size should decide",
        laws.never,
        BIG_OR_DISCOUNT,
        reach="customer",
        without=F.employees >= 50,
        record=Firm,
        monotone=[F.verified],
    ),
    fault(
        "behind a host's own question, one of two moves forgets the purchase",
        laws.never,
        APPROVED_TOO_LATE,
        reach="customer",
        without=BOUGHT,
    ),
    fault(
        "leads become customers without having been prospects",
        laws.always_before,
        SKIPPED,
        first="prospect",
        then="customer",
    ),
    fault(
        "an express way leaves the verification out",
        laws.always_before,
        EXPRESS,
        first="verify",
        then="pay",
        record=Firm,
    ),
    fault(
        "nobody asks whether anybody talked with them",
        laws.always_before,
        SILENT,
        first=lk.conversed(),
        then="customer",
    ),
    fault(
        "who was lost at once comes back as a prospect",
        laws.always_before,
        LOST_FIRST,
        first="qualify",
        then="convert",
    ),
    fault(
        "leads begin on trial before they agreed to it",
        laws.always_before,
        BEGINS_ON_TRIAL,
        first=BY_MAIL,
        then="trial",
    ),
    fault(
        "the second transition of a trigger skips a stage",
        laws.always_before,
        SAME_TRIGGER,
        first="nurtured",
        then="prospect",
        record=Firm,
    ),
    fault(
        "no move on the way to a customer asks for consent",
        laws.always_before,
        WITHDRAWN,
        first=CONSENT,
        then="customer",
    ),
)
