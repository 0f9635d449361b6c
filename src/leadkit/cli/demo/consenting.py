"""
What leads say about being contacted that is no turn of their stories.

Some say no when they are asked, some consents end by themselves, a list from a fair
says that somebody agreed, and a mail scanner follows a link that was meant to confirm.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from ...codes import Actor, ConsentStatus, Medium
from ...consents import Consent
from ...leads import Lead
from .seasons import END
from .steps import Diary, Did, Forgotten, Left

_FAIR = datetime(2025, 11, 14, 17, tzinfo=UTC)
_LASTS = timedelta(days=180)
# Who asks to be forgotten: one of so many, by its place in them.
_MANY, _PLACE = 125, 11


def says(diary: Diary) -> None:
    """
    Write down what a lead says by the way, once its story is told.
    """
    drawn = diary.aside.random()
    if diary.mails is not None:
        _, until = diary.mails
        if until < _FAIR and drawn < 0.4:  # it left, and a list knows nothing of that
            _listed(diary)
    elif drawn < 0.15:
        at = diary.office(2, 30)
        no = ConsentStatus.DENIED
        diary.said(at, "marketing", Medium.EMAIL, "web question v1", status=no)
    elif drawn < 0.2:
        if diary.began < _FAIR:
            _listed(diary)
    elif drawn < 0.22:
        at, machine = diary.later(0.1, 2), Actor.MACHINE
        diary.said(at, "marketing", Medium.EMAIL, "confirmation link", actor=machine)


def _listed(diary: Diary) -> None:
    diary.add(Left(_FAIR, diary.who.contact(Medium.EMAIL)))
    diary.said(
        _FAIR,
        "marketing",
        Medium.EMAIL,
        "list of the trade fair",
        imported=True,
        by="marketing",
    )


def expiring(diary: Diary, lead: Lead) -> Lead:
    """
    Let what a lead agreed to end by itself, if nothing is sent to it after that.

    Args:
        diary: Its story, told.

        lead: The lead as it was captured.
    """
    until = diary.began + _LASTS
    used = any(
        isinstance(step, Consent)
        or (isinstance(step, Did) and step.purpose is not None and step.at >= until)
        for step in diary.steps
    )
    if used or until > END or diary.aside.random() >= 0.25:
        return lead
    (consent,) = lead.consents
    return attrs.evolve(lead, consents=[attrs.evolve(consent, expires_at=until)])


def forgets(diary: Diary, number: int) -> None:
    """
    Let a lead ask to be forgotten, as few do.

    Args:
        diary: Its story, told.

        number: Its place among the leads.
    """
    if number % _MANY == _PLACE:
        diary.add(Forgotten(diary.office(50, 150)))
