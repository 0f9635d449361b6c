"""
Who of a bank's customers is worth a call about a term deposit?

The record and the playbook for the leads of a real telephone campaign (Moro, Cortez and
Rita, 2014: the "bank marketing" data set). The points are common sense about what is
known before a call. Left out on purpose are the columns that leak or act as clocks: the
duration of the call is known only after it, and the month, the day of the week and the
economic indicators say when a call was made, not to whom.
"""

from __future__ import annotations

from typing import Literal

import attrs

from leadkit import (
    Grades,
    Group,
    Lead,
    Playbook,
    Points,
    Qualification,
    Scorecard,
    Temperature,
    fields,
)

# The file says 999 for somebody who was never called in an earlier campaign.
NEVER_CALLED = 999


@attrs.frozen(kw_only=True)
class BankLead(Lead):
    """
    A customer of the bank, as known before the next call.
    """

    age: int | None = None
    job: str | None = None
    marital: str | None = None
    education: str | None = None
    default: Literal["no", "yes", "unknown"] | None = None
    contact: Literal["cellular", "telephone"] | None = None
    campaign: int | None = None
    pdays: int | None = None
    previous: int | None = None
    poutcome: Literal["failure", "nonexistent", "success"] | None = None


F = fields(BankLead)

score = Scorecard(
    "score",
    [
        # Who it is: money to put aside, and no debts.
        Group(
            "profile",
            [
                Points(10, when=F.age >= 60, name="60 or older"),
                Points(5, when=F.age < 26, name="younger than 26"),
                Points(10, when=F.job.is_in("retired", "student"), name="free time"),
                Points(4, when=F.job.is_in("admin.", "management"), name="office job"),
                Points(
                    -4, when=F.job.is_in("blue-collar", "services"), name="manual job"
                ),
                Points(4, when=F.education == "university.degree", name="degree"),
                Points(3, when=F.marital == "single", name="single"),
                Points(10, when=F.default == "no", name="known to have no defaults"),
            ],
        ),
        # What the bank and the customer have been through together.
        Group(
            "history",
            [
                Points(50, when=F.poutcome == "success", name="bought last time"),
                Points(10, when=F.pdays < NEVER_CALLED, name="called before"),
                Points(4, per=F.previous, cap=12, name="earlier calls"),
                Points(12, when=F.contact == "cellular", name="has a mobile phone"),
                Points(-2, per=F.campaign - 1, cap=16, name="calls without a result"),
            ],
        ),
    ],
)

playbook = Playbook(
    "bank",
    record=BankLead,
    scorecards=[score],
    qualifications=[Qualification("MQL", when=score >= 25)],
    grades=Grades("score", {"A": 40, "B": 25, "C": 10, "D": -20}),
    temperature=Temperature(hot=score >= 40, warm=score >= 25),
)
