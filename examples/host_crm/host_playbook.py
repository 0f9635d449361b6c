"""
What the CRM's people are to leadkit, and which moves they may make.
"""

from __future__ import annotations

from datetime import timedelta

import attrs

import leadkit as lk


@attrs.frozen(kw_only=True)
class Contact(lk.Lead):
    """
    What rules know of somebody, besides the history.
    """

    seats: int | None = None


F = lk.fields(Contact)
ALLOWED = lk.consented("marketing", "email")
BOUGHT = lk.activity("purchased").count() >= 1
INTEREST = lk.Scorecard(
    "interest",
    [
        lk.Points(20, when=F.seats >= 10, name="ten seats"),
        lk.Points(10, per=lk.activity("price_requested"), at_most=2, name="prices"),
        lk.Points(
            5,
            per=lk.activity("page_viewed"),
            halving=timedelta(days=30),
            cap=20,
            name="pages",
        ),
    ],
)
LIFECYCLE = lk.Lifecycle(
    "sales",
    stages=["new", "nurtured", "talking", "customer", "lost"],
    initial="new",
    transitions=[
        lk.Transition("nurture", "new", "nurtured", ALLOWED),
        lk.Transition(
            "talk", ["new", "nurtured"], "talking", (INTEREST >= 30) & ALLOWED
        ),
        lk.Transition("win", "talking", "customer", BOUGHT),
        lk.Transition(
            "lose", ["new", "nurtured", "talking", "customer"], "lost", kind="exit"
        ),
        lk.Transition(
            "reopen",
            "lost",
            lk.PREVIOUS,
            ~lk.came_from("nurtured") | ALLOWED,
            kind="back",
        ),
    ],
)
PLAYBOOK = lk.Playbook(
    "sales", record=Contact, scorecards=[INTEREST], lifecycle=LIFECYCLE
)
