"""
The standard playbook: the field's definitions as a running system.

It is for any record class, since it reads nothing but the histories of a lead and a few
traits, and it is meant to be taken apart: pass your own fit card, or build a playbook of
your own from its pieces.
"""

from __future__ import annotations

from datetime import timedelta

from .codes import Stage
from .definitions import mql, pql, sal, service_qualified, sql
from .grading import Grades, Temperature
from .leads import Lead
from .playbook import Playbook
from .points import Group, Points
from .rules.activities import activity
from .rules.expressions import any_of
from .rules.facts import came_from, conversed, holds, reachable
from .rules.fields import fields
from .scoring import Scorecard
from .states import PREVIOUS, Lifecycle, Transition

# What sales and marketing find out about a lead; a lead without them is just not known.
TRAITS = {
    # fit: who the lead is
    "company_size": int,
    "decision_maker": bool,
    "target_industry": bool,
    "free_mail": bool,
    "competitor": bool,
    # what sales confirmed in a conversation: need, budget, authority, timeline
    "need": bool,
    "budget": bool,
    "authority": bool,
    "timeline": bool,
}

MONTH = timedelta(days=30)


def fit_card() -> Scorecard:
    """
    Build the fit card: who the lead is. Fit never decays.

    It reads the traits ``company_size``, ``decision_maker``, ``target_industry``,
    ``free_mail`` and ``competitor``.
    """
    known = fields(Lead, traits=TRAITS)
    return Scorecard(
        "fit",
        [
            Points(20, when=known.decision_maker, name="decides"),
            Points(15, when=known.target_industry, name="target industry"),
            Points(15, when=known.company_size >= 50, name="50 people or more"),
            Points(5, when=known.company_size.between(10, 49), name="10 to 49 people"),
            Points(5, when=known.kind == "company", name="a company"),
            Points(-10, when=known.free_mail, name="free mail"),
            Points(-50, when=known.competitor, name="a competitor"),
        ],
        floor=0,
    )


def engagement_card() -> Scorecard:
    """
    Build the engagement card: what the lead did lately, over all inbound activity types.

    Limits per group keep one busy habit from standing for interest in everything; what
    was done loses half its worth each month or leaves its window.
    """
    return Scorecard(
        "engagement",
        [
            _web(),
            _mail(),
            _social(),
            _events(),
            _product(),
            _sales(),
            _customers(),
        ],
        floor=0,
        ceiling=100,
    )


def _web() -> Group:
    # Nurture metrics of the articles: time on site, and visits from e-mail.
    recent = activity("page_viewed").within(days=30)
    minutes = activity("session_ended").within(days=30).total()
    return Group(
        "web",
        [
            Points(1, per=recent, per_day=3, cap=10, name="pages"),
            Points(
                2,
                per=recent.where(medium="email"),
                per_day=1,
                cap=10,
                name="visits from e-mail",
            ),
            Points(1, per=minutes * 0.2, cap=10, name="time on site"),
            Points(
                1,
                per=activity("landing_viewed").within(days=30),
                cap=3,
                name="landing pages",
            ),
            Points(
                2,
                per=activity("cta_clicked").within(days=30),
                cap=10,
                name="calls to action",
            ),
            Points(
                6,
                per=activity("content_downloaded"),
                halving=MONTH,
                at_most=5,
                name="downloads",
            ),
            Points(
                10,
                per=activity("form_submitted"),
                halving=MONTH,
                at_most=3,
                name="forms",
            ),
            Points(2, per=activity("game_played").within(days=30), cap=6, name="games"),
        ],
        ceiling=40,
    )


def _mail() -> Group:
    return Group(
        "mail",
        [
            Points(
                1, per=activity("email_opened").within(days=30), per_day=1, name="opens"
            ),
            Points(
                3,
                per=activity("email_clicked").within(days=30),
                per_day=1,
                name="clicks",
            ),
            Points(
                10,
                per=activity("email_replied", "sms_replied"),
                halving=MONTH,
                at_most=3,
                name="replies",
            ),
            Points(
                -5,
                per=activity("email_bounced").within(days=30),
                cap=10,
                name="bounces",
            ),
            Points(
                -20,
                when=activity("unsubscribed").within(days=90).count() >= 1,
                name="unsubscribed",
            ),
        ],
        ceiling=30,
    )


def _social() -> Group:
    # Nurture metrics of the articles: social participation and shares.
    return Group(
        "social",
        [
            Points(3, when=activity("social_followed").count() >= 1, name="follows"),
            Points(
                1,
                per=activity("social_engaged").within(days=30),
                per_day=1,
                name="takes part",
            ),
            Points(
                4, per=activity("social_shared").within(days=30), cap=12, name="shares"
            ),
            Points(
                8,
                per=activity("social_messaged"),
                halving=MONTH,
                at_most=2,
                name="messages",
            ),
        ],
        ceiling=20,
    )


def _events() -> Group:
    return Group(
        "events",
        [
            Points(
                4,
                per=activity("webinar_registered"),
                halving=MONTH,
                at_most=3,
                name="registrations",
            ),
            Points(
                10,
                per=activity("webinar_attended"),
                halving=MONTH,
                at_most=3,
                name="webinars",
            ),
        ],
        ceiling=30,
    )


def _product() -> Group:
    return Group(
        "product",
        [
            Points(
                15,
                per=activity("trial_started"),
                halving=MONTH,
                at_most=1,
                name="trial",
            ),
            Points(
                1,
                per=activity("feature_used").within(days=30),
                per_day=1,
                name="days of use",
            ),
            Points(
                8,
                per=activity("limit_reached", "upgrade_viewed"),
                halving=MONTH,
                at_most=2,
                name="wants more",
            ),
        ],
        ceiling=40,
    )


def _sales() -> Group:
    return Group(
        "sales",
        [
            Points(
                25,
                per=activity("price_requested", "demo_requested"),
                halving=MONTH,
                at_most=2,
                name="asked for a price or demo",
            ),
            Points(
                15,
                per=activity("call_held", "meeting_held"),
                halving=MONTH,
                at_most=2,
                name="calls and meetings",
            ),
            Points(
                8, per=activity("chat_held"), halving=MONTH, at_most=2, name="chats"
            ),
        ],
        ceiling=60,
    )


def _customers() -> Group:
    # What customers do; it keeps the score meaningful after the purchase.
    return Group(
        "customers",
        [
            Points(
                10,
                per=activity("purchased", "renewed"),
                halving=6 * MONTH,
                at_most=2,
                name="purchases",
            ),
            Points(
                10,
                per=activity("referred", "reviewed"),
                halving=3 * MONTH,
                at_most=2,
                name="recommends",
            ),
            Points(
                5,
                per=activity("upgrade_requested"),
                halving=MONTH,
                at_most=2,
                name="asked for more",
            ),
            Points(
                2,
                per=activity("survey_answered", "ticket_opened").within(days=90),
                cap=4,
                name="surveys and tickets",
            ),
            Points(
                -20,
                when=activity("cancelled").within(days=90).count() >= 1,
                name="cancelled",
            ),
        ],
        ceiling=30,
    )


def temperature() -> Temperature:
    """
    Build the temperature: warm after several interactions, hot if it then asks us.
    """
    # Warm: several interactions of the last month (webinar, download, reply ...).
    interactions = activity(
        "page_viewed",
        "content_downloaded",
        "cta_clicked",
        "form_submitted",
        "email_clicked",
        "email_replied",
        "social_engaged",
        "webinar_attended",
        "trial_started",
        "price_requested",
        "demo_requested",
        "call_held",
        "meeting_held",
        "chat_held",
    ).within(days=30)
    warm = interactions.count() >= 3  # noqa: PLR2004  several
    # Hot: warm, and a recent high-intent act (demo or price request, call).
    asked = activity("demo_requested", "price_requested", "call_held").within(days=14)
    return Temperature(hot=warm & (asked.count() >= 1), warm=warm)


def lifecycle() -> Lifecycle:
    """
    Build the lifecycle: five stages, three exits, and all ways back.
    """
    # Sales-ready: any of the three qualifications that hand a lead to sales.
    ready = holds("MQL") | holds("SQL") | holds("PQL")
    bought = activity("purchased").since(Stage.CHURNED).count() >= 1
    # Advocacy: a referral, a review, or satisfaction of 9 or 10.
    recommended = any_of(
        activity("referred", "reviewed").count() >= 1,
        activity("survey_answered").latest() >= 9,  # noqa: PLR2004
    )
    back_to_nurture = ~came_from(Stage.NURTURED) | reachable("marketing")
    return Lifecycle(
        "standard",
        stages=Stage,
        initial=Stage.LEAD,
        transitions=[
            # Nurtured: enrolled in nurturing, which needs consent.
            Transition("nurture", Stage.LEAD, Stage.NURTURED, reachable("marketing")),
            # Prospect: sales-ready, and a two-way conversation has taken place.
            Transition(
                "qualify",
                [Stage.NURTURED, Stage.LEAD],
                Stage.PROSPECT,
                ready & conversed(),
            ),
            # Customer: the first purchase, or the first since it churned.
            Transition(
                "convert",
                [Stage.PROSPECT, Stage.NURTURED, Stage.LEAD],
                Stage.CUSTOMER,
                bought,
            ),
            # Advocate: a customer that recommends us.
            Transition("promote", Stage.CUSTOMER, Stage.ADVOCATE, recommended),
            # Exits: a reason is required to enter one, and none is a dead end.
            Transition(
                "disqualify",
                [Stage.LEAD, Stage.NURTURED],
                Stage.DISQUALIFIED,
                kind="exit",
            ),
            Transition("lose", Stage.PROSPECT, Stage.LOST, kind="exit"),
            Transition(
                "churn", [Stage.CUSTOMER, Stage.ADVOCATE], Stage.CHURNED, kind="exit"
            ),
            # Recycling is a move, not a stage.
            Transition(
                "recycle",
                [Stage.PROSPECT, Stage.LOST, Stage.DISQUALIFIED],
                Stage.NURTURED,
                reachable("marketing"),
                kind="back",
            ),
            # Reopened: back to where it was left from.
            Transition(
                "reopen",
                [Stage.DISQUALIFIED, Stage.LOST],
                PREVIOUS,
                back_to_nurture,
                kind="back",
            ),
            # Won back: they talk with us again after they left.
            Transition(
                "win_back",
                Stage.CHURNED,
                Stage.PROSPECT,
                conversed(since=Stage.CHURNED),
                kind="back",
            ),
        ],
    )


def playbook(
    *,
    record: type[Lead] = Lead,
    fit: Scorecard | None = None,
    engagement: Scorecard | None = None,
) -> Playbook:
    """
    Build the standard playbook.

    Args:
        record: The class of leads it is for.

        fit: Your own fit card. An MQL needs 20 points of it, grade A 40, B 25, C 10.

        engagement: Your own engagement card. An MQL needs 30 points of it, and keeps
            until it falls below 15.

    Returns:
        A playbook with the qualifications MQL, SAL, SQL, PQL and SVCQL.

    >>> print(playbook())
    playbook standard for Lead: fit, engagement; MQL, SAL, SQL, PQL, SVCQL
    """
    fits = fit if fit is not None else fit_card()
    engaged = engagement if engagement is not None else engagement_card()
    confirmed = fields(Lead, traits=TRAITS)
    return Playbook(
        "standard",
        record=record,
        scorecards=[fits, engaged],
        qualifications=[
            # Engaged with our content, fits, reachable; not ready to buy yet.
            mql(
                engaged=engaged >= 30,
                fits=fits >= 20,
                until=engaged < 15,
            ),
            # Sales took the hand-off; a person's act.
            sal(),
            # Asked sales, and sales confirmed need and one of the other three.
            sql(
                need=confirmed.need,
                budget=confirmed.budget,
                authority=confirmed.authority,
                timeline=confirmed.timeline,
            ),
            # Used a trial or free tier, and showed intent to upgrade.
            pql(),
            # A customer that told support or success of interest in more.
            service_qualified(),
        ],
        lifecycle=lifecycle(),
        grades=Grades(fits.name, {"A": 40, "B": 25, "C": 10, "D": 0}),
        temperature=temperature(),
    )
