"""
A report to be tested, and the leads that it is about.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import leadkit as lk
from leadkit.cli.reporting import Figures, report

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PLAYBOOK = lk.standard.playbook()
TITLE = "A year of a few leads"
NAMES = ("Sara Ahmadi", "مینا رحیمی", "Lena <b>Vogt</b> & Söhne", None)
SENTENCES = (
    "On 2 May 2025 a webinar brought it to us.",
    "مینا گفت که بودجه ندارد.",
    "It asked for a price < 100 & got one.",
)
REFUSED = {
    ("qualify", "conversed"): 31,
    ("qualify", "(holds 'MQL') | (holds 'SQL') | (holds 'PQL')"): 120,
    ("nurture", "reachable 'marketing'"): 31,
    ("dance", "it doesn't start from lead"): 1,
    **{("lose", f"reason {n}"): 2 for n in range(9)},
}
_TYPES = (
    *("page_viewed", "email_opened", "email_clicked", "content_downloaded"),
    *("webinar_attended", "price_requested", "call_held", "email_sent"),
)


def _lead(number):
    chance = Random(f"lead {number}")
    at = NOW - chance.randrange(20, 360) * DAY
    return lk.Lead.capture(
        id=f"L-{number}",
        name=NAMES[number % len(NAMES)],
        contact=lk.ContactPoint("email", f"lead{number}@example.com"),
        consent=lk.Consent(
            purpose="marketing", medium="email", granted=number % 5 > 0, at=at
        )
        if number % 5
        else lk.Consent(purpose="service", medium="email", granted=True, at=at),
        touch=lk.Touch(chance.choice(list(lk.Channel)), at=at),
        at=at,
        traits={
            "decision_maker": chance.random() < 0.5,
            "company_size": chance.randrange(1, 200),
            "need": chance.random() < 0.5,
            "budget": chance.random() < 0.5,
        },
    )


def _lived(number):
    # Whoever talked with us is asked to move on, and some of them buy, or leave.
    chance = Random(f"life {number}")
    lead = _lead(number)
    days = (NOW - lead.created_at).days
    happened = [
        lk.Activity(
            id=f"a{n}",
            type=chance.choice(_TYPES),
            at=lead.created_at + chance.random() * days * DAY,
        )
        for n in range(chance.randrange(30))
    ]
    if number % 6 == 0:
        happened.append(
            lk.Activity(id="p", type="purchased", at=NOW - 15 * DAY, value=900)
        )
    lead = PLAYBOOK.run(lead, happened, until=NOW - 12 * DAY).lead
    wanted = "lose" if number % 4 == 1 else "qualify"
    if wanted in PLAYBOOK.lifecycle.allowed(lead, as_of=NOW - 12 * DAY):
        lead = PLAYBOOK.lifecycle.advance(
            lead, wanted, at=NOW - 12 * DAY, by="Mia", reason="tested"
        )
    if number % 7 == 0:
        lead = lead.grant("SAL", at=NOW - 11 * DAY, by="Mia")
    return PLAYBOOK.run(lead, until=NOW + DAY).lead


LEADS = [_lived(number) for number in range(120)]
BEST = ("L-6", "L-2", "L-1")
STORY = max(LEADS, key=lambda lead: (len(lead.moves), len(lead.activities))).id


def made(**given):
    """
    The report, with another part where one is given.
    """
    wanted = {
        "title": TITLE,
        "playbook": PLAYBOOK,
        "leads": LEADS,
        "as_of": NOW,
        "refused": REFUSED,
        "best": BEST,
        "story": (STORY, SENTENCES),
    } | given
    figures = Figures.of(
        *(wanted.pop(name) for name in ("playbook", "leads")),
        **{name: wanted.pop(name) for name in ("as_of", "refused")},
    )
    return report(wanted.pop("title"), figures, **wanted)
