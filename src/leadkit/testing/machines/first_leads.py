"""
A lead to begin a story with: of any class, and of whom nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from ...codes import Channel, Medium
from ...contact_points import ContactPoint
from ...errors import RuleError
from ...happenings import Touch
from ...leads import Lead
from ...rules.proof.drafts import Draft
from ...states import Lifecycle

_ADDRESSES = {
    Medium.EMAIL: "lead@example.com",
    Medium.PHONE: "+491701234567",
    Medium.SMS: "+491701234567",
    Medium.SOCIAL: "@example",
    Medium.POST: "1 Example Street",
}


def first_lead(
    record: type[Lead],
    lifecycle: Lifecycle,
    at: datetime,
    media: Iterable[Medium] = (),
) -> Lead:
    """
    Make a lead to begin with.

    Args:
        record: Its class. Fields that must be given get values that are made up.

        lifecycle: Says in which stage it begins.

        at: When.

        media: How it may be reached.

    Raises:
        RuleError: The class refuses such a lead.
    """
    draft = Draft(record, at)
    draft.fields.update(
        id=f"L-{uuid4().hex[:8]}",
        created_at=at,
        stage=lifecycle.initial,
        touches=[Touch(Channel.FORM, at=at)],
        contacts=[ContactPoint(medium, _ADDRESSES[medium]) for medium in media],
    )
    lead = draft.lead()
    if lead is None:
        raise RuleError(
            "the first lead of a machine",
            f"a {record.__name__} that refuses values that are made up",
            "a lead to begin with",
            "Override first().",
        )
    return lead
