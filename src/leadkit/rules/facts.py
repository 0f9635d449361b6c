"""
Questions about the lead itself: its consents, stages, qualifications, conversations.
"""

from __future__ import annotations

from . import nodes as n
from .expressions import Number, Rule


def reachable(purpose: str, medium: str | None = None) -> Rule:
    """
    Ask whether the lead may and can be reached.

    Args:
        purpose: What for: ``"marketing"``.

        medium: By which `Medium`; any if not given.

    Returns:
        A rule that holds if there is a contact point of a medium for which consent to
        the purpose is granted.
    """
    return Rule(n.Reachable(purpose, medium))


def consented(purpose: str, medium: str) -> Rule:
    """
    Ask whether consent is granted and not withdrawn.

    Args:
        purpose: What for: ``"marketing"``.

        medium: By which `Medium`.
    """
    return Rule(n.Consented(purpose, medium))


def in_stage(*stages: str) -> Rule:
    """
    Ask whether the lead stands in one of these stages.

    Args:
        stages: One or more stages.
    """
    return Rule(n.InStage(stages))


def time_in_stage() -> Number:
    """
    Count the days since the lead entered the stage it stands in.

    Its creation enters the first stage; missing where that isn't known.
    """
    return Number(n.TimeInStage())


def has_been(stage: str) -> Rule:
    """
    Ask whether the lead stands, or ever stood, in a stage.
    """
    return Rule(n.HasBeen(stage))


def came_from(stage: str) -> Rule:
    """
    Ask whether the lead left this stage when it entered the one it stands in.
    """
    return Rule(n.CameFrom(stage))


def holds(qualification: str) -> Rule:
    """
    Ask whether a qualification was granted and not revoked, by what is recorded.

    Args:
        qualification: Its code: ``"MQL"``.
    """
    return Rule(n.Holds(qualification))


def conversed(since: str | None = None) -> Rule:
    """
    Ask whether a human and we have talked.

    That is a reply by mail or SMS, a social message, a call, a meeting or a chat.

    Args:
        since: Only after the latest entry into this stage.
    """
    return Rule(n.Conversed(since))


def is_lead() -> Rule:
    """
    Ask whether the record is a lead, as an import may want to know.

    Returns:
        A rule that holds if there is a contact point, a consent granted and not
        withdrawn, a touch or an inbound human activity, and no purchase.
    """
    return Rule(n.IsLead())
