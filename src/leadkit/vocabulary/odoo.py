"""
Odoo's words: the type and the outcome of a ``crm.lead``, and where it came from.

A lead and an opportunity are one record there, whose ``type`` changes. Its stages are a
company's to name: those that a new database has are read, and an outcome is written.
"""

from __future__ import annotations

from functools import partial

from .readings import added_prospect
from .terms import Source, Term, Unmatched
from .vocabularies import Vocabulary

_MODEL = Source(
    "Odoo, addons/crm/models/crm_lead.py",
    "https://github.com/odoo/odoo/blob/694f48a5/addons/crm/models/crm_lead.py",
    "694f48a5",
)
_STAGES = Source(
    "Odoo, addons/crm/data/crm_stage_data.xml",
    "https://github.com/odoo/odoo/blob/016078006c044683de044fe92ee5cbfc7f112834/"
    "addons/crm/data/crm_stage_data.xml",
    "01607800",
)
_MEDIA = Source(
    "Odoo, addons/utm/data/utm_medium_data.xml",
    "https://github.com/odoo/odoo/blob/2f78763007f8cb7096b723071e42123f15199fa5/"
    "addons/utm/data/utm_medium_data.xml",
    "2f787630",
)

_type = partial(Term, about="stage", field="type", source=_MODEL)
_outcome = partial(Term, about="stage", field="won_status", source=_MODEL)
_stage = partial(Term, about="stage", field="stage_id", written=False, source=_STAGES)
_channel = partial(Term, about="channel", field="medium_id", source=_MEDIA)
_no_channel = partial(Unmatched, about="channel", field="medium_id", source=_MEDIA)

#: Odoo, where an opportunity is what a prospect is with us.
ODOO = Vocabulary(
    "odoo",
    "Odoo",
    (
        _type("lead", "lead", label="Lead", note="Not qualified yet."),
        _type("prospect", "opportunity", label="Opportunity"),
        _outcome(
            "customer",
            "won",
            label="Won",
            note="Before version 18.2: the stage is one with is_won.",
        ),
        _outcome(
            "lost",
            "lost",
            label="Lost",
            note="Also of leads that sales never talked with. Before version 18.2: "
            "archived, with a probability of 0.",
        ),
        Unmatched(
            "pending",
            about="stage",
            near=("lead", "prospect"),
            label="Pending",
            field="won_status",
            note="Neither won nor lost: its type says which it is.",
            source=_MODEL,
        ),
        Unmatched(
            "New",
            about="stage",
            near=("lead", "prospect"),
            field="stage_id",
            note="Where leads and opportunities begin: its type says which it is.",
            source=_STAGES,
        ),
        _stage("prospect", "Qualified"),
        _stage("prospect", "Proposition"),
        Unmatched(
            "disqualified",
            about="stage",
            ours=True,
            near=("lost",),
            note="Whoever is given up is lost there, also before any conversation.",
        ),
        Unmatched(
            "nurtured",
            about="stage",
            ours=True,
            near=("lead",),
            note="Nurturing is no stage there.",
        ),
        *added_prospect("stage_id", _STAGES),
        _channel("email", "Email"),
        _channel("social", "Social Media"),
        _no_channel(
            "Website",
            near=("landing_page", "form", "content"),
            note="Where its visitors came from isn't told.",
        ),
        _no_channel("Phone", near=("offline",), note="They called."),
        _no_channel(
            "Direct", near=("other",), note="Nothing is known of where they came from."
        ),
        _no_channel("Messaging", near=("sms", "social"), note="Of whatever kind."),
    ),
    source=_MODEL,
)
