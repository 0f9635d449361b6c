"""
SuiteCRM's words: lead status, sales stages, sources, lawful bases, campaign log.

Before a lead there are targets, in a module whose name in the code is *Prospects*:
people on a list, who need not have shown any interest.
"""

from __future__ import annotations

from functools import partial

from .readings import PROSPECT_BEFORE
from .terms import Entry, Source, Term, Unmatched
from .vocabularies import Vocabulary

_LISTS = Source(
    "SuiteCRM, include/language/en_us.lang.php",
    "https://github.com/SuiteCRM/SuiteCRM/blob/b2f9811e/include/language/"
    "en_us.lang.php",
    "b2f9811e, 2025-12-18",
)
_PROSPECTS = Source(
    "SuiteCRM, modules/Prospects",
    "https://github.com/SuiteCRM/SuiteCRM/tree/b2f9811e/modules/Prospects",
    "b2f9811e, 2025-12-18",
)


def sugar_statuses(source: Source) -> tuple[Entry, ...]:
    """
    List the statuses of leads that SuiteCRM and EspoCRM took over from SugarCRM.

    Args:
        source: Which document says that a system has them.
    """
    status = partial(Term, about="stage", field="Lead.status", source=source)
    no_status = partial(Unmatched, about="stage", field="Lead.status", source=source)
    return (
        status("lead", "New"),
        no_status(
            "Assigned",
            near=("lead", "SAL"),
            note="Somebody is to look after it, which says nothing of how far it is.",
        ),
        no_status(
            "In Process",
            near=("lead", "nurtured", "prospect"),
            note="Sales works on it, and nothing says whether the lead answered.",
        ),
        status(
            "prospect",
            "Converted",
            note="Made a contact, mostly with an opportunity; nothing is bought yet.",
        ),
        status(
            "nurtured",
            "Recycled",
            written=False,
            note="With us a move that ends in nurturing, and no status.",
        ),
        status(
            "disqualified",
            "Dead",
            note="Also of leads that talked with sales and declined.",
        ),
        Unmatched(
            "nurtured",
            about="stage",
            ours=True,
            near=("New", "In Process", "Recycled"),
            note="Nurturing is no status there; Recycled is for those who came back.",
        ),
    )


def sugar_deals(field: str, source: Source) -> tuple[Entry, ...]:
    """
    List the stages of opportunities that both took over from SugarCRM.

    Args:
        field: Where they are stored.

        source: Which document says that a system has them.
    """
    deal = partial(Term, about="stage", field=field, source=source)
    return (
        *(
            deal("prospect", word, written=False)
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
        deal("customer", "Closed Won"),
        deal("lost", "Closed Lost"),
    )


def sugar_sources(field: str, source: Source) -> tuple[Entry, ...]:
    """
    List the sources of leads that both took over from SugarCRM.

    Args:
        field: Where they are stored.

        source: Which document says that a system has them.
    """
    channel = partial(Term, about="channel", field=field, source=source)
    no_channel = partial(Unmatched, about="channel", field=field, source=source)
    return (
        channel("email", "Email"),
        channel("other", "Other"),
        no_channel(
            "Existing Customer",
            note="Who has bought is a customer, and no new lead.",
        ),
        no_channel(
            "Partner",
            near=("referral",),
            note="A partner, who need not have recommended us.",
        ),
        no_channel("Public Relations", near=("content", "other"), note="The press."),
        no_channel(
            "Web Site",
            near=("landing_page", "form", "content"),
            note="Where its visitors came from isn't told.",
        ),
        no_channel(
            "Campaign", near=("email", "ppc", "other"), note="A campaign of any kind."
        ),
    )


_no_channel = partial(
    Unmatched, about="channel", field="Lead.lead_source", source=_LISTS
)
_basis = partial(Term, about="basis", field="lawful_basis", source=_LISTS)
_logged = partial(Term, about="activity", field="campaign log", source=_LISTS)

#: SuiteCRM, where a prospect is a target, who stands on a list before any lead.
SUITECRM = Vocabulary(
    "suitecrm",
    "SuiteCRM",
    (
        PROSPECT_BEFORE,
        *sugar_statuses(_LISTS),
        Unmatched(
            "Prospects",
            about="stage",
            near=("lead",),
            label="Targets",
            field="module",
            note="People on a list, who need not have shown any interest.",
            reading="before",
            source=_PROSPECTS,
        ),
        Term(
            "prospect",
            "Prospects",
            about="stage",
            label="Targets",
            field="module",
            written=False,
            reading="after",
            source=_PROSPECTS,
        ),
        *sugar_deals("Opportunity.sales_stage", _LISTS),
        *sugar_sources("Lead.lead_source", _LISTS),
        Term(
            "referral",
            "Word of mouth",
            about="channel",
            field="Lead.lead_source",
            source=_LISTS,
        ),
        *(
            Term(
                "webinar",
                word,
                about="channel",
                field="Lead.lead_source",
                note="An event; with us webinars and events are one.",
                written=False,
                source=_LISTS,
            )
            for word in ("Conference", "Trade Show")
        ),
        _no_channel(
            "Cold Call", note="We called; nothing was left to us of its own will."
        ),
        _no_channel("Self Generated", near=("other",), note="By whoever sells."),
        _no_channel("Employee", near=("referral",), note="Somebody who works for us."),
        _no_channel("Direct Mail", near=("offline",), note="A letter of ours."),
        _basis("consent", "consent", label="Consent"),
        _basis("contract", "contract", label="Contract"),
        _basis("legal_obligation", "legal_obligation", label="Legal obligation"),
        _basis(
            "vital_interests", "protection_of_interest", label="Protection of interest"
        ),
        _basis("public_task", "public_interest", label="Public interest"),
        _basis(
            "legitimate_interests", "legitimate_interest", label="Legitimate interest"
        ),
        Term(
            "withdrawn",
            "withdrawn",
            about="consent",
            label="Withdrawn",
            field="lawful_basis",
            note="Stands in the place of the basis, which is lost.",
            source=_LISTS,
        ),
        _logged(
            "email_sent",
            "targeted",
            label="Message Sent/Attempted",
            note="Also where the sending failed.",
        ),
        _logged("email_opened", "viewed", label="Viewed Message"),
        _logged("email_clicked", "link", label="Click-through Link"),
        _logged("email_bounced", "send error", label="Bounced Messages, Other"),
        _logged(
            "email_bounced",
            "invalid email",
            label="Bounced Messages, Invalid Email",
            written=False,
        ),
        _logged("unsubscribed", "removed", label="Opted Out"),
        _logged("survey_answered", "Survey", label="Survey answered"),
    ),
    reading="before",
    source=_LISTS,
)
