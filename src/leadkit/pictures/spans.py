"""
Spans of time in the history of a lead: when it held a qualification.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..leads import Lead


def held(
    lead: Lead, qualification: str, until: datetime
) -> Iterator[tuple[datetime, datetime | None]]:
    """
    List when a qualification was held, by what is recorded.

    Args:
        lead: The lead.

        qualification: Its code.

        until: Whatever is later is left out, in UTC.

    Returns:
        When it was granted and when it was revoked, or None if it is still held.
    """
    since: datetime | None = None
    for grant in reversed(lead.grants):
        if grant.qualification != qualification or grant.at > until:
            continue
        if grant.granted and since is None:
            since = grant.at
        elif not grant.granted and since is not None:
            yield since, grant.at
            since = None
    if since is not None:
        yield since, None
