"""
The field's qualifications as functions: MQL, SAL, SQL, PQL and service-qualified.

Each takes the rules that differ between companies and adds what the definition insists
on, so that an SQL, for example, is never granted by a score alone.
"""

from __future__ import annotations

from .codes import Stage
from .errors import RuleError
from .qualification import Qualification
from .rules.activities import activity
from .rules.expressions import Flag, Rule
from .rules.facts import conversed, reachable
from .rules.joining import all_of, any_of

# Asking sales directly: for a price or a demonstration, or by calling.
ASKED_SALES: Rule = (
    activity("price_requested", "demo_requested", "call_held").count() >= 1
)
USED_PRODUCT: Rule = activity("trial_started", "feature_used").count() >= 1
WANTS_UPGRADE: Rule = (
    activity("limit_reached", "upgrade_viewed", "price_requested").count() >= 1
)
TOLD_SERVICE: Rule = activity("upgrade_requested").count() >= 1


def mql(
    *,
    engaged: Rule | Flag,
    fits: Rule | Flag,
    purpose: str = "marketing",
    until: Rule | Flag | None = None,
) -> Qualification:
    """
    Define marketing-qualified: engaged with our content, fits, and reachable.

    Args:
        engaged: That it engaged: ``engagement >= 40``.

        fits: That it fits: ``fit >= 20``.

        purpose: The purpose of consent for which it must be reachable.

        until: When it ends, for hysteresis: ``engagement < 20``.
    """
    return Qualification(
        "MQL",
        when=all_of(engaged, fits, reachable(purpose)),
        until=until,
        applies_to=(Stage.LEAD, Stage.NURTURED),
    )


def sal() -> Qualification:
    """
    Define sales-accepted: sales took the hand-off, which is a person's act.
    """
    return Qualification("SAL", applies_to=(Stage.NURTURED, Stage.PROSPECT))


def sql(
    *,
    need: Rule | Flag,
    budget: Rule | Flag | None = None,
    authority: Rule | Flag | None = None,
    timeline: Rule | Flag | None = None,
    asked: Rule | Flag = ASKED_SALES,
    until: Rule | Flag | None = None,
) -> Qualification:
    """
    Define sales-qualified: asked sales, talked with us, and sales confirmed the need.

    Args:
        need: That sales confirmed a need.

        budget: That there is a budget. Of the three, at least one must be confirmed.

        authority: That it is the one who decides.

        timeline: That it wants to decide soon.

        asked: That it asked sales directly.

        until: When it ends; if not given, it is live.

    Raises:
        RuleError: None of the three is given, so that nobody could ever qualify.
    """
    confirmed = [rule for rule in (budget, authority, timeline) if rule is not None]
    if not confirmed:
        raise RuleError(
            "sql()",
            "none of budget, authority and timeline",
            "at least one of them",
            "An SQL rests on a need and one of the three.",
        )
    return Qualification(
        "SQL",
        when=all_of(asked, conversed(), need, any_of(confirmed)),
        until=until,
        applies_to=(Stage.NURTURED, Stage.PROSPECT),
    )


def pql(
    *,
    used: Rule | Flag = USED_PRODUCT,
    wants: Rule | Flag = WANTS_UPGRADE,
    until: Rule | Flag | None = None,
) -> Qualification:
    """
    Define product-qualified: used a trial or free tier, and showed intent to upgrade.

    Args:
        used: That it used the product.

        wants: That it wants more of it.

        until: When it ends; if not given, it is live.
    """
    return Qualification(
        "PQL",
        when=all_of(used, wants),
        until=until,
        applies_to=(Stage.LEAD, Stage.NURTURED, Stage.PROSPECT),
    )


def service_qualified(
    *, told: Rule | Flag = TOLD_SERVICE, until: Rule | Flag | None = None
) -> Qualification:
    """
    Define service-qualified: a customer who told support or success of interest in
    more.

    Args:
        told: That it told us.

        until: When it ends; if not given, it is live.
    """
    return Qualification(
        "SVCQL",
        when=all_of(told),
        until=until,
        applies_to=(Stage.CUSTOMER, Stage.ADVOCATE),
    )
