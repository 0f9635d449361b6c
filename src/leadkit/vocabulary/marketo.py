"""
Marketo's words: the success path of its sample model, and its activity types.

Every company draws a model of its own; this is the one that Marketo shows. Its stages
from *Lead* to *Sales Lead* are qualifications with us.
"""

from __future__ import annotations

from functools import partial

from .readings import LEAD_BEFORE, PROSPECT_BEFORE
from .terms import Source, Term, Unmatched
from .vocabularies import Vocabulary

_MODEL = Source(
    "Marketo Blog, Revenue stage analytics: the Marketo model",
    "https://blog.marketo.com/tag/revenue-stage-model",
    "2010-07",
)
_ACTIVITIES = Source(
    "Adobe Experience League, Marketo REST API, Activities",
    "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/"
    "lead-database/activities",
    "undated",
)

_FIELD = "revenue stage"
_stage = partial(Term, about="stage", field=_FIELD, source=_MODEL)
_qualified = partial(Term, about="qualification", field=_FIELD, source=_MODEL)
_no_stage = partial(Unmatched, about="stage", field=_FIELD, source=_MODEL)
_activity = partial(Term, about="activity", field="activity type", source=_ACTIVITIES)

#: Marketo, where a prospect is not yet ready for sales, and a lead is.
MARKETO = Vocabulary(
    "marketo",
    "Marketo",
    (
        PROSPECT_BEFORE,
        *LEAD_BEFORE,
        _no_stage("Anonymous", note="Nobody knows who it is."),
        _no_stage(
            "Review New Names",
            near=("lead",),
            note="A name on a list, of which nobody knows yet whether it is a lead.",
        ),
        _stage(
            "lead",
            "Prospect",
            note="Fits, and isn't ready for sales yet.",
            reading="before",
        ),
        _qualified(
            "MQL",
            "Lead",
            note="Marketing-qualified, and to be followed up in time.",
            reading="before",
        ),
        _stage("prospect", "Prospect", reading="after"),
        _stage("lead", "Lead", reading="after"),
        _qualified("SQL", "Sales Lead", note="Ready for sales to engage."),
        _stage(
            "prospect",
            "Opportunity",
            note="Accepted by sales, which works on it.",
            reading="before",
        ),
        _stage("prospect", "Opportunity", written=False, reading="after"),
        _stage("customer", "Customer", note="A deal is won."),
        _stage("disqualified", "Disqualified", note="Out of profile."),
        _stage("lost", "Lost", note="Nurturing goes on."),
        _stage(
            "nurtured",
            "Recycled",
            written=False,
            note="With us a move that ends in nurturing, and no stage.",
        ),
        _no_stage(
            "Inactive",
            near=("lead", "nurtured"),
            note="With us computed when you ask, and no stage: Lifecycle.stale().",
        ),
        Unmatched(
            "nurtured",
            about="stage",
            ours=True,
            near=("Prospect", "Recycled"),
            note="Whoever is nurtured is a prospect there, recycled or not.",
        ),
        _activity("page_viewed", "Visit Webpage"),
        _activity("form_submitted", "Fill Out Form"),
        _activity("email_sent", "Send Email"),
        _activity("email_opened", "Open Email"),
        _activity("email_clicked", "Click Email"),
        _activity("email_bounced", "Email Bounced"),
        _activity(
            "email_bounced",
            "Email Bounced Soft",
            written=False,
            note="For the time being.",
        ),
        _activity("unsubscribed", "Unsubscribe Email"),
        Unmatched(
            "Click Link",
            about="activity",
            near=("cta_clicked", "page_viewed"),
            field="activity type",
            note="Any link on a page, whether it calls to an action or not.",
            source=_ACTIVITIES,
        ),
    ),
    reading="before",
    source=_MODEL,
)
