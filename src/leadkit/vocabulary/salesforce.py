"""
Salesforce's words, and those of Account Engagement, which was called Pardot.

A lead there is a record of its own: once it is converted, it is a contact with an
opportunity, and what comes then is told by the opportunity's stage. All lists are a
company's to change; these are the ones that a new account has.
"""

from __future__ import annotations

from functools import partial

from .readings import LEAD_BEFORE, PROSPECT_BEFORE, added_prospect
from .terms import Source, Term, Unmatched
from .vocabularies import Vocabulary

_OBJECT = Source(
    "Salesforce Developers, LeadStatus",
    "https://www.salesforce.com/us/developer/docs/api/Content/"
    "sforce_api_objects_leadstatus.htm",
    "undated",
)
_ROLLUP = Source(
    "Salesforce Developers, SOQL and SOSL Reference, GROUP BY ROLLUP",
    "https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/"
    "sforce_api_calls_soql_select_groupby_rollup.htm",
    "undated",
)
_OPPORTUNITIES = Source(
    "Salesforce Developers, OpportunityStage; the values of a new account",
    "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/"
    "object_reference/sforce_api_objects_opportunitystage.htm",
    "undated",
)
_LEAD = Source(
    "Salesforce Developers, Lead; the values of a new account",
    "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/"
    "object_reference/sforce_api_objects_lead.htm",
    "undated",
)
_ACCOUNT = Source(
    "Salesforce Developers, Account; the values of a new account",
    "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/"
    "object_reference/sforce_api_objects_account.htm",
    "undated",
)
_LIFECYCLE = Source(
    "Account Engagement API, Lifecycle Stage Object, version 5",
    "https://developer.salesforce.com/docs/marketing/pardot/guide/"
    "lifecycle-stage-v5.html",
    "undated",
)
_REPORT = Source(
    "Pardot Knowledge Base, Individual Prospect Lifecycle Report Overview",
    "http://help.pardot.com/customer/en/portal/articles/"
    "2126929-individual-prospect-lifecycle-report-overview",
    "2016-11-10",
)

_status = partial(Term, about="stage", field="Lead.Status", source=_ROLLUP)
_deal = partial(
    Term, about="stage", field="Opportunity.StageName", source=_OPPORTUNITIES
)
_no_channel = partial(
    Unmatched, about="channel", field="Lead.LeadSource", source=_ROLLUP
)
_rating = partial(Term, about="temperature", field="Lead.Rating", source=_LEAD)

#: Salesforce, with its leads and the opportunities that they are converted to.
SALESFORCE = Vocabulary(
    "salesforce",
    "Salesforce",
    (
        _status("lead", "Open - Not Contacted"),
        Unmatched(
            "Working - Contacted",
            about="stage",
            near=("lead", "nurtured", "prospect"),
            field="Lead.Status",
            note="Sales wrote or called, and nothing says whether the lead answered.",
            source=_ROLLUP,
        ),
        _status(
            "prospect",
            "Closed - Converted",
            note="Made a contact, mostly with an opportunity; nothing is bought yet.",
            source=_OBJECT,
        ),
        _status(
            "disqualified",
            "Closed - Not Converted",
            note="Also of leads that talked with sales and declined.",
        ),
        *(
            _deal("prospect", word, written=False)
            for word in (
                "Prospecting",
                "Qualification",
                "Needs Analysis",
                "Value Proposition",
                "Id. Decision Makers",
                "Perception Analysis",
                "Proposal/Price Quote",
                "Negotiation/Review",
            )
        ),
        _deal("customer", "Closed Won"),
        _deal("lost", "Closed Lost"),
        Unmatched(
            "nurtured",
            about="stage",
            ours=True,
            near=("Open - Not Contacted", "Working - Contacted"),
            note="Nurturing is Account Engagement's, and no status.",
        ),
        *added_prospect("Account.Type", _ACCOUNT, word="Prospect"),
        _rating("cold", "Cold", note="Set by hand there, and computed here."),
        _rating("warm", "Warm", note="Set by hand there, and computed here."),
        _rating("hot", "Hot", note="Set by hand there, and computed here."),
        _no_channel(
            "Web",
            near=("landing_page", "form", "content"),
            note="A form on a website; where its visitors came from isn't told.",
        ),
        _no_channel(
            "Phone Inquiry",
            near=("offline",),
            note="They called; why they knew of us isn't told.",
        ),
        _no_channel(
            "Purchased List",
            note="Whoever is on a list that was bought left us nothing: no lead.",
        ),
        Term(
            "referral",
            "Partner Referral",
            about="channel",
            field="Lead.LeadSource",
            written=False,
            note="A partner's; with us anybody's.",
            source=_ROLLUP,
        ),
        Term(
            "other", "Other", about="channel", field="Lead.LeadSource", source=_ROLLUP
        ),
    ),
    source=_OBJECT,
)

_pardot = partial(Term, field="lifecycle stage")

#: Account Engagement, where a prospect is whoever is known by name.
PARDOT = Vocabulary(
    "pardot",
    "Account Engagement (Pardot)",
    (
        PROSPECT_BEFORE,
        *LEAD_BEFORE,
        Unmatched(
            "Visitor",
            about="stage",
            field="lifecycle stage",
            note="Nobody knows who it is, so there is no way to reach it.",
            source=_LIFECYCLE,
        ),
        _pardot(
            "lead",
            "Prospect",
            about="stage",
            note="Known, interested, and left an address of its own will.",
            reading="before",
            source=_LIFECYCLE,
        ),
        Unmatched(
            "prospect",
            about="stage",
            ours=True,
            near=("SQL",),
            note="Whoever talks with sales has an opportunity there, and is an SQL.",
            reading="before",
        ),
        _pardot(
            "prospect",
            "Prospect",
            about="stage",
            reading="after",
            source=_LIFECYCLE,
        ),
        Unmatched(
            "lead",
            about="stage",
            ours=True,
            near=("Visitor", "Prospect"),
            note="Its only stage before a prospect is the visitor, who isn't known.",
            reading="after",
        ),
        _pardot(
            "MQL",
            "MQL",
            about="qualification",
            label="Marketing qualified lead",
            note="A prospect that was assigned to somebody in sales.",
            source=_REPORT,
        ),
        _pardot(
            "SQL",
            "SQL",
            about="qualification",
            label="Sales qualified lead",
            note="A prospect with an open opportunity.",
            source=_REPORT,
        ),
        _pardot(
            "customer",
            "Won",
            about="stage",
            label="Won opportunity",
            source=_LIFECYCLE,
        ),
        Unmatched(
            "nurtured",
            about="stage",
            ours=True,
            near=("Prospect", "MQL"),
            note="Nurturing is a program there, and no stage.",
        ),
    ),
    reading="before",
    source=_REPORT,
)
