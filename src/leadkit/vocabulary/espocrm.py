"""
EspoCRM's words: lead status, stages of opportunities, sources, campaign log.
"""

from __future__ import annotations

from functools import partial

from .readings import added_prospect
from .suitecrm import sugar_deals, sugar_sources, sugar_statuses
from .terms import Source, Term, Unmatched
from .vocabularies import Vocabulary

_FOLDER = "application/Espo/Modules/Crm/Resources/metadata/entityDefs"
_LEAD = Source(
    f"EspoCRM, {_FOLDER}/Lead.json",
    "https://github.com/espocrm/espocrm/blob/"
    f"fddd233e704d0b2eed23cca3f59f923dbd9d95f6/{_FOLDER}/Lead.json",
    "fddd233e",
)
_OPPORTUNITY = Source(
    f"EspoCRM, {_FOLDER}/Opportunity.json",
    "https://github.com/espocrm/espocrm/blob/"
    f"00ed8e84bb49f5a328e13692f8c46c38f57d0a98/{_FOLDER}/Opportunity.json",
    "00ed8e84",
)
_LOG = Source(
    "EspoCRM, application/Espo/Modules/Crm/Entities/CampaignLogRecord.php",
    "https://github.com/espocrm/espocrm/blob/2cde9d98/application/Espo/Modules/Crm/"
    "Entities/CampaignLogRecord.php",
    "2cde9d98, 2026-07-02",
)

_logged = partial(Term, about="activity", field="CampaignLogRecord.action", source=_LOG)

#: EspoCRM, which has no prospects of its own.
ESPOCRM = Vocabulary(
    "espocrm",
    "EspoCRM",
    (
        *sugar_statuses(_LEAD),
        *added_prospect("Lead.status", _LEAD, word="Prospect"),
        *sugar_deals("Opportunity.stage", _OPPORTUNITY),
        *sugar_sources("Lead.source", _LEAD),
        Unmatched(
            "Call",
            about="channel",
            near=("offline",),
            field="Lead.source",
            note="Who called whom isn't told.",
            source=_LEAD,
        ),
        _logged("email_sent", "Sent"),
        _logged("email_opened", "Opened"),
        _logged("email_clicked", "Clicked"),
        _logged("email_bounced", "Bounced"),
        _logged("unsubscribed", "Opted Out"),
    ),
    source=_LEAD,
)
