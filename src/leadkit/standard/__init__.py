"""
The standard playbook: the field's definitions as a running system.

It is for any record class, since it reads nothing but the histories of a lead and a few
traits. It is meant to be taken apart: pass your own fit card, or build a playbook of
your own from its pieces.
"""

from __future__ import annotations

from ..definitions import mql, pql, sal, service_qualified, sql
from ..grading import Grades
from ..leads import Lead
from ..playbook import Playbook
from ..rules.fields import fields
from ..scoring import Scorecard
from .cards import engagement_card, fit_card
from .moves import lifecycle
from .traits import TRAITS
from .warmth import temperature

__all__ = [
    "TRAITS",
    "engagement_card",
    "fit_card",
    "lifecycle",
    "playbook",
    "temperature",
]


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
