"""
What a `History` is given beside its rows, checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ...errors import LeadError, RuleError, described, is_a, listing, near_miss
from ...instants import utc
from ...mapping import FrozenMap
from ...states import Lifecycle
from ..given.clock import micros


def no_stage(subject: str, given: object, stages: Iterable[str]) -> RuleError:
    """
    Say that there is no such stage.

    Args:
        subject: What was to be one: ``"start of a conversion"``.

        given: What came.

        stages: Which there are.
    """
    return RuleError(
        subject,
        repr(given) if isinstance(given, str) else described(given),
        listing(stages),
        near_miss(given, stages) if isinstance(given, str) else "",
    )


def checked_starts(
    given: str | Iterable[str] | None, lifecycle: Lifecycle
) -> tuple[str, ...]:
    """
    Check in which stages a lead may begin: the initial one, if nobody said.

    Raises:
        RuleError: There are none, or the lifecycle hasn't one of them.
    """
    subject = "starts of a History"
    if given is None:
        return (lifecycle.initial,)
    if not is_a(given, Iterable):
        raise RuleError(subject, described(given), "stages")
    starts = (given,) if isinstance(given, str) else tuple(given)
    if not starts:
        raise RuleError(subject, "no stage", "at least one")
    for stage in starts:
        if stage not in lifecycle.stages:
            raise no_stage(subject, stage, lifecycle.stages)
    return starts


def checked_instants(
    given: Mapping[str, datetime] | None, subject: str
) -> Mapping[str, datetime]:
    """
    Check since or until when leads are watched.

    Raises:
        LeadError: These are no instants by the leads' ids.
        InstantError: One has no time zone.
    """
    if given is None:
        return FrozenMap()
    whole = f"{subject} of a History"
    if not is_a(given, Mapping):
        raise LeadError(whole, described(given), "instants by the leads' ids")
    return FrozenMap({lead: utc(at, whole) for lead, at in given.items()})


def checked_undated(given: Iterable[str]) -> tuple[str, ...]:
    """
    Check which leads have no rows, since nobody knows when they were created.

    Raises:
        LeadError: These are no ids.
    """
    subject, expected = "undated of a History", "ids of leads"
    if isinstance(given, str) or not is_a(given, Iterable):
        raise LeadError(subject, described(given), expected)
    listed = tuple(given)
    for one in listed:
        if not is_a(one, str):
            raise LeadError(subject, described(one), expected)
    return tuple(dict.fromkeys(listed))


def checked_window(created: tuple[datetime, datetime]) -> tuple[int, int]:
    """
    Check from when to when leads were created, and count the microseconds since 1970.

    Raises:
        RuleError: These are no two instants, the first one first.
        InstantError: One has no time zone.
    """
    if not is_a(created, tuple) or len(created) != 2:  # noqa: PLR2004
        raise RuleError(
            "created", described(created), "two instants", "Write created=(start, end)."
        )
    start, end = (utc(one, "created") for one in created)
    if end <= start:
        raise RuleError("created", "an end that isn't after the start", "a later one")
    return micros(start), micros(end)
