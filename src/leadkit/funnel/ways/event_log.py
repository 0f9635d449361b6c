"""
A history for other tools: an event log with the column names of the XES standard.
"""

from __future__ import annotations

from datetime import datetime

from ..given.clock import instant
from .past import Past


def event_log(past: Past) -> list[dict[str, str | datetime]]:
    """
    Give all rows as events, those with faults too.

    Args:
        past: The history.

    Returns:
        A dict for each row, with the names of IEEE 1849 (XES): the lead is the case,
        the stage that was entered the activity.
    """
    log = past.log
    return [
        {
            "case:concept:name": lead,
            "concept:name": log.names[log.targets[row]],
            "time:timestamp": instant(log.ats[row]),
        }
        for place, lead in enumerate(log.leads)
        for row in range(log.begins[place], log.begins[place + 1])
    ]
