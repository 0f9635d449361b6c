"""
What leads answered when they were asked how satisfied they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from ...codes import ActivityType, Actor
from ...instants import utc
from ...leads import Lead
from .events import check_lead, check_number, check_text


def _at(given: datetime) -> datetime:
    return utc(given, "at of an Answer")


@attrs.frozen
class Answer:
    """
    A lead's answer to a question with a scale.

    Attributes:
        lead: The lead's id.

        score: The number that it gave.

        at: When.

    Raises:
        LeadError: The id is no text, or the score no number.
        InstantError: The instant has no time zone.
    """

    lead: str = attrs.field(repr=False)
    score: float = attrs.field(repr=False)
    at: datetime = attrs.field(converter=_at)

    def __attrs_post_init__(self) -> None:
        check_text(self.lead, "lead of an Answer")
        check_number(self.score, "score of an Answer")


def answers_of(
    leads: Iterable[Lead], kind: str = ActivityType.SURVEY_ANSWERED
) -> Iterator[Answer]:
    """
    Take the answers from lead records: the values of their activities.

    Args:
        leads: The records.

        kind: The type of the activities that are answers; those without a value, and
            what machines did, are left out.

    Raises:
        LeadError: Something else is among them.
    """
    for lead in leads:
        check_lead(lead, "answers_of()")
        for one in lead.activities:
            if (
                one.type == kind
                and one.value is not None
                and one.actor != Actor.MACHINE
            ):
                yield Answer(lead.id, one.value, one.at)
