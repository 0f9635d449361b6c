"""
One row of a history: a lead enters a stage.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...errors import LeadError, described
from ...instants import utc


def _at(given: datetime) -> datetime:
    return utc(given, "at of a Step")


def _code(given: object, subject: str) -> None:
    if not isinstance(given, str) or not given:
        came = "an empty text" if given == "" else described(given)
        raise LeadError(f"{subject} of a Step", came, "a text")


@attrs.frozen
class Step:
    """
    A lead entered a stage.

    Attributes:
        lead: The lead's id.

        source: The stage that it left; None where it was created.

        target: The stage that it entered.

        at: When.

        number: What orders steps of one instant: its place among them, among all steps
            of the lead, or in a whole log. None if only the order of the rows says so.

    Raises:
        LeadError: The id or a stage is no text, or the number no whole number.
        InstantError: The instant has no time zone.
    """

    lead: str = attrs.field(repr=False)
    source: str | None
    target: str
    at: datetime = attrs.field(converter=_at)
    number: int | None = None

    def __attrs_post_init__(self) -> None:
        # Thousands of these are made at a time, and nearly all are right.
        if type(self.lead) is not str or not self.lead:
            _code(self.lead, "lead")
        if type(self.target) is not str or not self.target:
            _code(self.target, "target")
        if self.source == "":
            raise LeadError(
                "source of a Step",
                "an empty text",
                "a text",
                "Write None where the lead was created.",
            )
        if self.source is not None and (
            type(self.source) is not str or not self.source
        ):
            _code(self.source, "source")
        if self.number is not None and type(self.number) is not int:
            raise LeadError(
                "number of a Step", described(self.number), "a whole number"
            )
