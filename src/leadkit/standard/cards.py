"""
The standard cards: fit, which is who a lead is, and engagement, which is what it does.
"""

from __future__ import annotations

from datetime import timedelta

from ..leads import Lead
from ..points import Group, Points
from ..rules.activities import activity
from ..rules.fields import fields
from ..scoring import Scorecard
from .traits import TRAITS

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
    Build the engagement card: what the lead did lately, of all inbound types.

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
