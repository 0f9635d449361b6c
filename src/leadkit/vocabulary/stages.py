"""
The stages of the standard funnel, as the field tells them apart.
"""

from __future__ import annotations

from typing import Literal

import attrs

from ..codes import Stage


@attrs.frozen
class StageTerm:
    """
    What the field says about a stage.

    Attributes:
        stage: The stage.

        enters: When a lead enters it.

        ways: Whether we talk to the lead, or with it.

        contacted: How it is contacted.

        owner: Who looks after it.
    """

    stage: Stage
    enters: str
    ways: Literal["one-way", "two-way"]
    contacted: Literal["in groups, by automation", "individually"]
    owner: Literal["marketing", "sales", "success"]


STAGES: tuple[StageTerm, ...] = (
    StageTerm(
        Stage.LEAD, "captured", "one-way", "in groups, by automation", "marketing"
    ),
    StageTerm(
        Stage.NURTURED,
        "enrolled in nurturing: reachable with consent",
        "one-way",
        "in groups, by automation",
        "marketing",
    ),
    StageTerm(
        Stage.PROSPECT,
        "sales-ready and a two-way conversation with sales has taken place",
        "two-way",
        "individually",
        "sales",
    ),
    StageTerm(
        Stage.CUSTOMER, "first purchase completed", "two-way", "individually", "success"
    ),
    StageTerm(
        Stage.ADVOCATE,
        "a customer that recommends us: referral, review, or satisfaction 9-10 of 10",
        "two-way",
        "individually",
        "success",
    ),
)
