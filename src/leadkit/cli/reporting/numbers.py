"""
The section of the report that tells how fast leads get through the funnel.
"""

from __future__ import annotations

from ...codes import Stage
from ...funnel.history import History
from ...states import Lifecycle
from ...vocabulary import label
from .answered import answered
from .figures import Figures
from .parts import Section


def numbers_of(figures: Figures, lifecycle: Lifecycle) -> Section:
    """
    Ask the history of the leads.

    Args:
        figures: The leads.

        lifecycle: The lifecycle that moved them.
    """
    history = History.from_leads(figures.leads.values(), lifecycle, as_of=figures.as_of)
    first, *later = history.mainline
    goal = Stage.CUSTOMER if Stage.CUSTOMER in later else later[-1]
    return answered(
        "numbers",
        "The funnel in numbers",
        f"What became of the leads that reached a stage, how long the way to "
        f"{label(goal).lower()} takes, and where leads get stuck. Whoever isn't there "
        "yet counts as one who may still come. \u201cleadkit funnel\u201d tells more.",
        history.funnel(),
        history.curve(first, goal),
        history.time_in_stage(),
    )
