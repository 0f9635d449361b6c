"""
Questions in rules about the lead itself: its consents, stages and qualifications.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..codes import Medium
from ..errors import listing
from .doors import choice, code, codes
from .tree import Question


def _consented_for(given: str) -> str:
    return code(given, "consented()")


def _consented_by(given: str) -> str:
    return choice(given, Medium, "consented()")


@attrs.frozen
class Consented(Question):
    """
    Whether a consent for a purpose is granted and not withdrawn.
    """

    purpose: str = attrs.field(converter=_consented_for)
    medium: str = attrs.field(converter=_consented_by)

    def __str__(self) -> str:
        return f"consented {self.purpose!r} by {self.medium!r}"


def _reachable_for(given: str) -> str:
    return code(given, "reachable()")


def _reachable_by(given: str | None) -> str | None:
    return None if given is None else choice(given, Medium, "reachable()")


@attrs.frozen
class Reachable(Question):
    """
    Whether there is a contact point with a consent for the purpose and its medium.
    """

    purpose: str = attrs.field(converter=_reachable_for)
    medium: str | None = attrs.field(default=None, converter=_reachable_by)

    def __str__(self) -> str:
        by = "" if self.medium is None else f" by {self.medium!r}"
        return f"reachable {self.purpose!r}{by}"


def _stages(given: Iterable[str]) -> tuple[str, ...]:
    return codes(tuple(given), "in_stage()", "stage")


@attrs.frozen
class InStage(Question):
    """
    Whether the lead stands in one of these stages.
    """

    stages: tuple[str, ...] = attrs.field(converter=_stages)

    def __str__(self) -> str:
        return f"in stage {listing(self.stages)}"


def _been(given: str) -> str:
    return code(given, "has_been()")


@attrs.frozen
class HasBeen(Question):
    """
    Whether the lead stands, or ever stood, in a stage.
    """

    stage: str = attrs.field(converter=_been)

    def __str__(self) -> str:
        return f"has been {self.stage!r}"


def _left(given: str) -> str:
    return code(given, "came_from()")


@attrs.frozen
class CameFrom(Question):
    """
    Whether the lead came to its stage from another one.
    """

    stage: str = attrs.field(converter=_left)

    def __str__(self) -> str:
        return f"came from {self.stage!r}"


def _held(given: str) -> str:
    return code(given, "holds()")


@attrs.frozen
class Holds(Question):
    """
    Whether a qualification is recorded as granted.
    """

    qualification: str = attrs.field(converter=_held)

    def __str__(self) -> str:
        return f"holds {self.qualification!r}"


def _conversed_since(given: str | None) -> str | None:
    return None if given is None else code(given, "conversed()")


@attrs.frozen
class Conversed(Question):
    """
    Whether a human and we have talked, possibly since an entry into a stage.
    """

    since: str | None = attrs.field(default=None, converter=_conversed_since)

    def __str__(self) -> str:
        return "conversed" if self.since is None else f"conversed since {self.since!r}"


@attrs.frozen
class IsLead(Question):
    """
    Whether the record is a lead: reachable of its own will, interested, and new.
    """

    def __str__(self) -> str:
        return "is_lead"
