"""
Contact points, consents, touches and grants: what else is recorded of a lead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import Channel, ConsentStatus, Medium
from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Grant, Touch
from ...instants import DAY
from ...rules.turning import TICK
from .edges import Edges
from .naming import made_of, often
from .scalars import instants

PURPOSES = ("marketing", "service")
_QUALIFICATIONS = ("MQL", "SQL")

#: Addresses and numbers that belong to nobody (RFC 2606, and 555-0100 to 555-0199).
ADDRESSES: dict[Medium, tuple[str, ...]] = {
    Medium.EMAIL: ("lead@example.com", "office@example.com"),
    Medium.PHONE: ("+12025550100", "+12025550101"),
    Medium.SMS: ("+12025550100", "+12025550101"),
    Medium.SOCIAL: ("@example",),
    Medium.POST: ("1 Example Street",),
}


def maybe(values: Iterable[Any]) -> SearchStrategy[Any]:
    """
    Draw one of some values, or mostly none.

    Args:
        values: The values.
    """
    # Mostly missing: with many conditions, no query would find anything.
    listed = [*values]
    return st.sampled_from([*[None] * (1 + 2 * len(listed)), *listed])


def contact_points(edges: Edges) -> SearchStrategy[ContactPoint]:
    """
    Contact points, with addresses that belong to nobody.

    Args:
        edges: What is asked about.
    """
    media = tuple(dict.fromkeys(Medium(one) for one in (*edges.media, *Medium)))
    every = [ContactPoint(one, value) for one in media for value in ADDRESSES[one]]
    return st.sampled_from(every)


def consents(edges: Edges, as_of: datetime) -> SearchStrategy[Consent]:
    """
    Entries in the ledger of consents.

    Args:
        edges: What is asked about.

        as_of: The instant of the question.
    """
    media = tuple(dict.fromkeys((*edges.media, *(one.value for one in Medium))))
    asked = st.sampled_from(tuple(edges.media) or media[:2])
    return made_of(
        _consent,
        st.fixed_dictionaries(
            {
                "purpose": st.sampled_from(tuple(edges.purposes) or PURPOSES),
                "medium": asked | st.sampled_from(media),
                "status": st.just(ConsentStatus.GRANTED)
                | st.sampled_from(ConsentStatus),
                "at": instants(as_of),
            },
            optional={
                "actor": st.sampled_from(["human", "human", "machine"]),
                "imported": st.booleans(),
                "source": st.just("form"),
            },
        ),
        often(st.none()) | st.sampled_from([TICK, DAY, 400 * DAY]),
    )


def _consent(given: dict[str, Any], lasts: timedelta | None) -> Consent:
    expires = None if lasts is None else given["at"] + lasts
    return Consent(**given, expires_at=expires)


def touches(as_of: datetime) -> SearchStrategy[Touch]:
    """
    Ways in which leads found us.

    Args:
        as_of: The instant of the question.
    """
    return st.builds(
        Touch,
        st.sampled_from([Channel.FORM, *Channel]),
        at=instants(as_of),
        campaign=maybe(["spring", "autumn"]),
    )


def grants(edges: Edges, as_of: datetime) -> SearchStrategy[Grant]:
    """
    Qualifications that are granted and revoked.

    Args:
        edges: What is asked about.

        as_of: The instant of the question.
    """
    return st.builds(
        Grant,
        qualification=st.sampled_from(tuple(edges.qualifications) or _QUALIFICATIONS),
        at=instants(as_of),
        by=st.sampled_from(["somebody", "somebody else"]),
        granted=st.sampled_from([True, True, False]),
        automatic=st.booleans(),
        number=st.integers(1, 3),
    )
