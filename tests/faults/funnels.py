"""
What the faulty funnels are made of: stages, moves as they should be, and rules.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import attrs

import leadkit as lk
from leadkit import Lifecycle, Transition, activity

STAGES = (
    "lead",
    "nurtured",
    "prospect",
    "customer",
    "disqualified",
    "lost",
    "churned",
)


@attrs.frozen(kw_only=True)
class Firm(lk.Lead):
    """
    A host's record.
    """

    employees: int | None = None
    discount: float | None = None
    job: str | None = None
    plan: Literal["free", "team", "pro"] | None = None
    refused: bool | None = None
    verified: bool = False
    blocked: bool = False
    trial_ends: datetime | None = None


F = lk.fields(Firm)

CONSENT = lk.reachable("marketing")
BY_MAIL = lk.consented("marketing", "email")
BOUGHT = activity("purchased").count() >= 1
BOUGHT_SINCE = activity("purchased").since("churned").count() >= 1
READY = lk.holds("MQL") & lk.conversed()

NURTURE = Transition("nurture", "lead", "nurtured", CONSENT)
QUALIFY = Transition("qualify", ["lead", "nurtured"], "prospect", READY)
CONVERT = Transition("convert", "prospect", "customer", BOUGHT)
DISQUALIFY = Transition("disqualify", ["lead", "nurtured"], "disqualified", kind="exit")
LOSE = Transition("lose", "prospect", "lost", kind="exit")
CHURN = Transition("churn", "customer", "churned", kind="exit")
RECYCLE = Transition("recycle", "lost", "nurtured", CONSENT, kind="back")
REOPEN = Transition("reopen", "disqualified", "lead", kind="back")
WIN_BACK = Transition(
    "win_back", "churned", "prospect", lk.conversed(since="churned"), kind="back"
)


def funnel(*moves, initial="lead", stages=STAGES):
    """
    Write a lifecycle with some moves.
    """
    used = {initial}.union(*(one.sources for one in moves))
    used |= {one.target for one in moves if isinstance(one.target, str)}
    named = [*(stage for stage in stages if stage in used)]
    named += sorted(used.difference(stages))
    return Lifecycle("sales", named, initial, moves)


def sales(*moves, without=()):
    """
    Write a lifecycle as it should be, but for some moves.

    Args:
        moves: Those that are otherwise, by their triggers, or are there too.

        without: Triggers that are forgotten.
    """
    usual = (
        NURTURE,
        QUALIFY,
        CONVERT,
        DISQUALIFY,
        LOSE,
        CHURN,
        RECYCLE,
        REOPEN,
        WIN_BACK,
    )
    changed = {one.trigger for one in moves} | set(without)
    return funnel(*(one for one in usual if one.trigger not in changed), *moves)
