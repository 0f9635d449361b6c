"""
Goals: so many leads that enter a stage between two instants.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

import attrs

from ...errors import RuleError, is_a
from ...instants import utc
from ...mapping import FrozenMap
from ..conversions.reaching import first_entries
from ..given.clock import DAY, micros
from ..ways.past import Past, check_history
from ..ways.segments import ALL, By, Segment
from .checks import checked_count, checked_text
from .outlooks import Outlook
from .progress import GoalProgress

# A picture shows no more points than that.
_POINTS = 120


def _target(given: int | Mapping[str, int]) -> int | Mapping[str, int]:
    if isinstance(given, int) or not is_a(given, Mapping):
        return checked_count(given, "target of a Goal")
    if not given:
        raise RuleError(
            "target of a Goal", "no segments", "a whole number, or one by segment"
        )
    for name in given:
        checked_text(name, "segment of a Goal")
    return FrozenMap(
        {name: checked_count(one, "target of a segment") for name, one in given.items()}
    )


def _start(given: datetime) -> datetime:
    return utc(given, "start of a Goal")


def _end(given: datetime) -> datetime:
    return utc(given, "end of a Goal")


@attrs.frozen
class Goal:
    """
    So many leads that enter a stage for the first time between two instants.

    Attributes:
        target: How many are wanted; or, by segment, how many of each.

        start: When it begins.

        end: When it ends, which isn't part of it.

        stage: The stage; to enter a later one of the mainline counts as well.

        name: What you call it.

    Raises:
        RuleError: The target is no whole number of 1 or more, the end isn't after the
            start, or a text is none.
        InstantError: An instant has no time zone.
    """

    target: int | Mapping[str, int] = attrs.field(converter=_target)
    start: datetime = attrs.field(converter=_start)
    end: datetime = attrs.field(converter=_end)
    stage: str = attrs.field(default="lead", kw_only=True)
    name: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_text(self.stage, "stage of a Goal")
        checked_text(self.name, "name of a Goal")
        if self.end <= self.start:
            raise RuleError(
                "end of a Goal", "one that isn't after the start", "a later one"
            )

    @property
    def total(self) -> int:
        """
        How many are wanted of all segments together.
        """
        if isinstance(self.target, int):
            return self.target
        return sum(self.target.values())

    def progress(self, past: Past, *, by: By | None = None) -> GoalProgress:
        """
        Tell how far one has come, and where one may end.

        Leads count that entered the stage, or a later one of the mainline, for the
        first time from the start on and before the end. A day is one of 24 hours since
        the start.

        Args:
            past: The leads, whose instant is now.

            by: What segment each lead has, for a row of each; None for one row. If the
                target is one number, it is that of all together, and a segment has
                none; if there is one by segment, leads of others don't count for all
                together.

        Raises:
            RuleError: The lifecycle has no such stage, *by* is none, or it is missing
                though there is a target by segment.
            LeadError: *past* is no history.
        """
        check_history(past, "the progress of a Goal")
        if by is None and not isinstance(self.target, int):
            raise RuleError(
                "by of a Goal's progress",
                "none, though its targets are by segment",
                "what segment each lead has",
                "Give by=, or one number as the target.",
            )
        window = _Window(micros(self.start), micros(self.end), past.cut)
        entries = first_entries(past, self.stage, subject="stage of a Goal")
        found = past.segments(by)
        if by is not None and not isinstance(self.target, int):
            found = _with_wanted(found, self.target)
        parts = {one.name: window.inside(one, entries) for one in found}
        # Leads of segments that nobody wants bring no target nearer.
        everybody = [
            place
            for name, places in parts.items()
            if by is None or self._is_wanted(name)
            for place in places
        ]
        ats = sorted(entries[place] for place in everybody)
        whole = window.outlook(ALL, self.total, ats)
        outlooks = (
            (whole,)
            if by is None
            else tuple(
                window.outlook(
                    name, self._target_of(name), [entries[place] for place in places]
                )
                for name, places in parts.items()
            )
        )
        return GoalProgress(
            self.name,
            self.stage,
            whole,
            outlooks,
            past,
            by is not None,
            tuple(partial(past.named, places) for places in parts.values()),
            window.course(ats),
        )

    def _target_of(self, segment: str) -> int | None:
        return None if isinstance(self.target, int) else self.target.get(segment)

    def _is_wanted(self, segment: str) -> bool:
        return isinstance(self.target, int) or segment in self.target


def _with_wanted(
    found: tuple[Segment, ...], wanted: Iterable[str]
) -> tuple[Segment, ...]:
    # A segment that is wanted has a row also while it has no leads.
    names = {one.name for one in found}
    return (*found, *(Segment(name, ()) for name in wanted if name not in names))


@attrs.frozen
class _Window:
    start: int
    end: int
    cut: int

    @property
    def elapsed(self) -> int:
        return min(max(self.cut - self.start, 0), self.end - self.start)

    def inside(self, segment: Segment, entries: Sequence[int]) -> list[int]:
        start, end = self.start, self.end
        return [place for place in segment.leads if start <= entries[place] < end]

    def outlook(self, segment: str, target: int | None, ats: Sequence[int]) -> Outlook:
        start = self.start
        days = Counter([(at - start) // DAY for at in ats])
        return Outlook(
            segment,
            target,
            len(ats),
            self.elapsed / DAY,
            (self.end - start) / DAY,
            # The day that isn't over yet would look like a bad one.
            tuple(days[day] for day in range(self.elapsed // DAY)),
        )

    def course(self, ats: Sequence[int]) -> tuple[tuple[float, float], ...]:
        if not self.elapsed:
            return ()
        marks = [self.elapsed * place // _POINTS for place in range(_POINTS + 1)]
        return tuple(
            (mark / DAY, float(bisect_right(ats, self.start + mark))) for mark in marks
        )
