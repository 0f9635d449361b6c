"""
The standard lifecycle: five stages, three exits, and all ways back.
"""

from __future__ import annotations

from datetime import timedelta

from ..codes import Stage
from ..moves import PREVIOUS, Transition
from ..rules.activities import activity
from ..rules.facts import came_from, conversed, holds, reachable
from ..rules.joining import any_of
from ..states import Lifecycle


def lifecycle() -> Lifecycle:
    """
    Build the lifecycle: five stages, three exits, and all ways back.

    Leads that may be nurtured, bought or recommend us move by themselves when a
    playbook is run; a prospect with whom nobody has talked for half a year is lost. All
    else is asked for by somebody.
    """
    # Sales-ready: any of the three qualifications that hand a lead to sales.
    ready = holds("MQL") | holds("SQL") | holds("PQL")
    bought = activity("purchased").since(Stage.CHURNED).count() >= 1
    # Advocacy: a referral, a review, or satisfaction of 9 or 10.
    recommended = any_of(
        activity("referred", "reviewed").count() >= 1,
        activity("survey_answered").latest() >= 9,
    )
    back_to_nurture = ~came_from(Stage.NURTURED) | reachable("marketing")
    return Lifecycle(
        "standard",
        stages=Stage,
        initial=Stage.LEAD,
        transitions=[
            # Nurtured: enrolled in nurturing, which needs consent.
            Transition(
                "nurture",
                Stage.LEAD,
                Stage.NURTURED,
                reachable("marketing"),
                automatic=True,
            ),
            # Prospect: sales-ready, and a two-way conversation has taken place.
            Transition(
                "qualify",
                [Stage.NURTURED, Stage.LEAD],
                Stage.PROSPECT,
                ready & conversed(),
            ),
            # Customer: the first purchase, or the first since it churned.
            Transition(
                "convert",
                [Stage.PROSPECT, Stage.NURTURED, Stage.LEAD],
                Stage.CUSTOMER,
                bought,
                automatic=True,
            ),
            # Advocate: a customer that recommends us.
            Transition(
                "promote",
                Stage.CUSTOMER,
                Stage.ADVOCATE,
                recommended,
                automatic=True,
            ),
            # Exits: a reason is required to enter one, and none is a dead end.
            Transition(
                "disqualify",
                [Stage.LEAD, Stage.NURTURED],
                Stage.DISQUALIFIED,
                kind="exit",
            ),
            Transition(
                "lose",
                Stage.PROSPECT,
                Stage.LOST,
                kind="exit",
                after=timedelta(days=180),
                since="activity",
            ),
            Transition(
                "churn", [Stage.CUSTOMER, Stage.ADVOCATE], Stage.CHURNED, kind="exit"
            ),
            # Recycling is a move, not a stage.
            Transition(
                "recycle",
                [Stage.PROSPECT, Stage.LOST, Stage.DISQUALIFIED],
                Stage.NURTURED,
                reachable("marketing"),
                kind="back",
            ),
            # Reopened: back to where it was left from.
            Transition(
                "reopen",
                [Stage.DISQUALIFIED, Stage.LOST],
                PREVIOUS,
                back_to_nurture,
                kind="back",
            ),
            # Won back: they talk with us again after they left.
            Transition(
                "win_back",
                Stage.CHURNED,
                Stage.PROSPECT,
                conversed(since=Stage.CHURNED),
                kind="back",
            ),
        ],
        # Whoever asked us hears from us within a week, and a decision takes a quarter.
        deadlines={
            Stage.LEAD: timedelta(days=7),
            Stage.PROSPECT: timedelta(days=90),
        },
        stale_after={
            Stage.NURTURED: timedelta(days=60),
            Stage.PROSPECT: timedelta(days=14),
            Stage.CUSTOMER: timedelta(days=180),
        },
    )
