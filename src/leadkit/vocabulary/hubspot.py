"""
HubSpot's words: lifecycle stages, lead status, deal stages, sources, mail events.

One property, ``lifecyclestage``, holds stages and qualifications, so that a contact is
either an MQL or an SQL; with us a lead has a stage, and holds both. An account may add
stages and rename deal stages, of which only the label changes: look at yours.
"""

from __future__ import annotations

from functools import partial

from .readings import added_prospect
from .terms import Source, Term, Unmatched
from .vocabularies import Vocabulary

_STAGES = Source(
    "HubSpot Knowledge Base, Use lifecycle stages",
    "https://knowledge.hubspot.com/contacts/use-lifecycle-stages",
    "2021-08-24",
)
_CUSTOM = Source(
    "HubSpot Developer Changelog, Customized lifecycle stages",
    "https://developers.hubspot.com/changelog/"
    "upcoming-customized-lifecycle-stages-for-contacts-and-companies",
    "2022-09-30",
)
_STATUS = Source(
    "default.com, HubSpot lead status and lifecycle stages",
    "https://www.default.com/post/hubspot-lead-status-lifecycle-stages",
    "undated",
)
_DEALS = Source(
    "hublead.io, HubSpot deal stages",
    "https://hublead.io/blog/hubspot-deal-stages",
    "undated",
)
_SOURCES = Source(
    "HubSpot Knowledge Base, Traffic sources in the web traffic analysis tool",
    "https://knowledge.hubspot.com/reports/"
    "understand-hubspots-traffic-sources-in-the-traffic-analytics-tool",
    "2025-02-21",
)
_EVENTS = Source(
    "HubSpot Developers, Email Events API",
    "https://developers.hubspot.com/docs/api-reference/legacy/email-analytics-v1/guide",
    "undated",
)
_BASES = Source(
    "HubSpot Knowledge Base, Track lawful basis of processing",
    "https://knowledge.hubspot.com/articles/kcs_article/contacts/"
    "how-can-i-track-lawful-basis-of-processing-in-hubspot",
    "2018-07-27",
)

_stage = partial(Term, about="stage", field="lifecyclestage", source=_STAGES)
_qualified = partial(
    Term, about="qualification", field="lifecyclestage", source=_STAGES
)
_deal = partial(Term, about="stage", field="dealstage", written=False, source=_DEALS)
_status = partial(Unmatched, about="stage", field="hs_lead_status", source=_STATUS)
_channel = partial(Term, about="channel", field="hs_analytics_source", source=_SOURCES)
_no_channel = partial(
    Unmatched, about="channel", field="hs_analytics_source", source=_SOURCES
)
_event = partial(Term, about="activity", field="email event type", source=_EVENTS)
_basis = partial(Term, about="basis", field="hs_legal_basis", source=_BASES)

#: HubSpot. It has no prospects of its own, and its *opportunity* is ours.
HUBSPOT = Vocabulary(
    "hubspot",
    "HubSpot",
    (
        _stage(
            "lead",
            "subscriber",
            label="Subscriber",
            written=False,
            note="Signed up for a blog or newsletter, which makes a lead with us.",
        ),
        _stage("lead", "lead", label="Lead"),
        _qualified("MQL", "marketingqualifiedlead", label="Marketing Qualified Lead"),
        _qualified("SQL", "salesqualifiedlead", label="Sales Qualified Lead"),
        _stage(
            "prospect",
            "opportunity",
            label="Opportunity",
            note="Associated with a deal; with us, ready and in a conversation.",
        ),
        _stage("customer", "customer", label="Customer", note="Has a closed deal."),
        _stage("advocate", "evangelist", label="Evangelist"),
        Unmatched(
            "other",
            about="stage",
            near=("disqualified", "lost", "churned"),
            label="Other",
            field="lifecyclestage",
            note="A wildcard for whoever fits nowhere else.",
            source=_STAGES,
        ),
        Unmatched(
            "nurtured",
            about="stage",
            ours=True,
            near=("lead", "marketingqualifiedlead"),
            note="Nurturing is no stage there.",
        ),
        Unmatched(
            "churned",
            about="stage",
            ours=True,
            near=("other",),
            note="There is no stage for customers who left.",
        ),
        *added_prospect("lifecyclestage", _CUSTOM),
        # What sales is doing about a contact right now.
        Term(
            "disqualified",
            "UNQUALIFIED",
            about="stage",
            label="Unqualified",
            field="hs_lead_status",
            note="A status beside the lifecycle stage, which stays as it was.",
            source=_STATUS,
        ),
        Term(
            "prospect",
            "OPEN_DEAL",
            about="stage",
            label="Open Deal",
            field="hs_lead_status",
            written=False,
            source=_STATUS,
        ),
        _status(
            "CONNECTED",
            label="Connected",
            near=("nurtured", "prospect"),
            note="There was a conversation, and nothing says that sales is ready.",
        ),
        _status(
            "BAD_TIMING",
            label="Bad Timing",
            near=("nurtured", "lost"),
            note="It may go back to nurturing, or be lost.",
        ),
        *(
            _status(
                word,
                label=label,
                near=("lead", "nurtured"),
                note="What sales does, and nothing of how far the lead is.",
            )
            for word, label in (
                ("NEW", "New"),
                ("OPEN", "Open"),
                ("IN_PROGRESS", "In Progress"),
                ("ATTEMPTED_TO_CONTACT", "Attempted to Contact"),
            )
        ),
        # The stages of deals, by their ids in the default pipeline.
        *(
            _deal("prospect", word, label=label)
            for word, label in (
                ("appointmentscheduled", "Appointment Scheduled"),
                ("qualifiedtobuy", "Qualified to Buy"),
                ("presentationscheduled", "Presentation Scheduled"),
                ("decisionmakerboughtin", "Decision Maker Bought-In"),
                ("contractsent", "Contract Sent"),
            )
        ),
        _deal("customer", "closedwon", label="Closed Won"),
        Term(
            "lost",
            "closedlost",
            about="stage",
            label="Closed Lost",
            field="dealstage",
            note="A stage of the deal; the contact's lifecycle stage stays.",
            source=_DEALS,
        ),
        # Where contacts came from.
        _channel("organic_search", "ORGANIC_SEARCH", label="Organic search"),
        _channel("ppc", "PAID_SEARCH", label="Paid search"),
        _channel("ppc", "PAID_SOCIAL", label="Paid social", written=False),
        _channel("email", "EMAIL_MARKETING", label="Email marketing"),
        _channel("social", "SOCIAL_MEDIA", label="Organic social"),
        _channel(
            "offline",
            "OFFLINE",
            label="Offline sources",
            note="Also whoever was imported or made by a program.",
        ),
        _channel("other", "OTHER_CAMPAIGNS", label="Other campaigns", written=False),
        _no_channel(
            "REFERRALS",
            label="Referrals",
            near=("referral", "content"),
            note="A link on another website; our referral is a person's.",
        ),
        _no_channel(
            "AI_REFERRALS",
            label="AI referrals",
            near=("referral", "organic_search"),
            note="A link in an answer of an AI.",
        ),
        _no_channel(
            "DIRECT_TRAFFIC",
            label="Direct traffic",
            near=("other",),
            note="Nothing is known of where they came from.",
        ),
        # What happened to a mail.
        _event("email_sent", "SENT"),
        _event("email_opened", "OPEN"),
        _event("email_clicked", "CLICK"),
        _event("email_bounced", "BOUNCE"),
        Unmatched(
            "STATUSCHANGE",
            about="activity",
            near=("unsubscribed",),
            field="email event type",
            note="Subscribed or unsubscribed: its subscriptions say which.",
            source=_EVENTS,
        ),
        # On what ground.
        _basis("consent", "Freely given consent from contact"),
        _basis("contract", "Performance of a contract"),
        *(
            _basis(
                "legitimate_interests",
                f"Legitimate interest \N{EN DASH} {whose}",
                label=f"Legitimate interest - {whose}",
                written=False,
                note="There are two, and which is right depends on the lead.",
            )
            for whose in ("prospect/lead", "existing customer")
        ),
        Unmatched(
            "Not applicable",
            about="basis",
            field="hs_legal_basis",
            note="Chosen where no basis seemed to be needed.",
            source=_BASES,
        ),
    ),
    source=_STAGES,
)
