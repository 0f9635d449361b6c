"""
A lead that is asked to move, whatever its class thinks of that.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from ...leads import Lead
from ...refusals import MoveRefused
from ...states import Lifecycle
from ...unchecked import REFUSALS

L = TypeVar("L", bound=Lead)


def moved(
    lifecycle: Lifecycle, lead: L, trigger: str, at: datetime, reason: str
) -> L | None:
    """
    Make a move, if the lifecycle and the class of the lead let it be made.

    Args:
        lifecycle: The lifecycle.

        lead: The lead.

        trigger: What is asked for.

        at: When.

        reason: Why; it does no harm where none is asked for.

    Returns:
        The lead after it; None if it is refused. What a guard raises is raised.
    """
    try:
        return lifecycle.advance(lead, trigger, at=at, reason=reason)
    except MoveRefused:
        return None
    except REFUSALS:
        lifecycle.decide(lead, trigger, as_of=at)
        return None  # a host's class may refuse at one stage what it takes at another
