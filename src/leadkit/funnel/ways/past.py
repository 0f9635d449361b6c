"""
What happened to many leads up to an instant, in order and held to their lifecycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ...errors import LeadError, RuleError, described, is_a
from ...instants import utc
from ...states import Lifecycle
from ..given.clock import micros
from ..given.columns import Columns, columns_of
from ..given.faults import Fault
from ..given.log import Log, read_log
from ..given.steps import Step
from .arguments import (
    checked_instants,
    checked_starts,
    checked_undated,
    checked_window,
    no_stage,
)
from .automaton import automaton_of, faults_of
from .mainline import checked_mainline, mainline_of
from .segments import By, Segment, segments_of


@attrs.frozen(eq=False, repr=False, init=False)
class Past:
    """
    What happened to many leads: the part of a `History` that questions are asked of.

    Attributes:
        lifecycle: The lifecycle that wrote it.

        as_of: The instant of all questions; nothing later is in it.

        mainline: The stages that funnels count along, the first one first.

        starts: The stages in which a lead may begin.

        known_since: Since when leads are watched, where that is later than their
            first row: imported ones.

        known_until: Until when leads are watched, where that is earlier than *as_of*:
            erased and merged ones.

        undated: The ids of leads of which nobody knows when they were created, and so
            without rows.

        log: All rows, those with faults too.
    """

    lifecycle: Lifecycle
    as_of: datetime
    mainline: tuple[str, ...]
    starts: tuple[str, ...]
    known_since: Mapping[str, datetime]
    known_until: Mapping[str, datetime]
    undated: tuple[str, ...]
    log: Log

    if TYPE_CHECKING:
        # attrs writes it, which only mypy knows.
        def __attrs_init__(self, *parts: object) -> None: ...

    def __init__(
        self,
        rows: Iterable[Step | Mapping[str, object]],
        lifecycle: Lifecycle,
        *,
        as_of: datetime,
        mainline: Iterable[str] | None = None,
        starts: str | Iterable[str] | None = None,
        known_since: Mapping[str, datetime] | None = None,
        known_until: Mapping[str, datetime] | None = None,
        undated: Iterable[str] = (),
    ) -> None:
        if not is_a(lifecycle, Lifecycle):
            raise RuleError(
                "lifecycle of a History",
                described(lifecycle),
                "a Lifecycle",
                "Write leadkit.standard.lifecycle().",
            )
        if isinstance(rows, str) or not is_a(rows, Iterable):
            raise LeadError("rows of a History", described(rows), "Steps or mappings")
        cut = utc(as_of, "as_of")
        line = (
            mainline_of(lifecycle)
            if mainline is None
            else checked_mainline(mainline, lifecycle)
        )
        log = read_log(rows, lifecycle.stages, cut)
        self.__attrs_init__(
            lifecycle,
            cut,
            line,
            checked_starts(starts, lifecycle),
            checked_instants(known_since, "known_since"),
            checked_instants(known_until, "known_until"),
            # Who has rows was created when the first one says.
            tuple(sorted(set(checked_undated(undated)).difference(log.leads))),
            log,
        )

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} of {len(self.log.leads)} leads, "
            f"{len(self.log.ats)} rows until {self.as_of:%Y-%m-%d %H:%M} UTC>"
        )

    def __len__(self) -> int:
        return len(self.log.leads)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """
        The rows that the lifecycle can't have written. Their leads aren't counted.
        """
        return faults_of(self.log, automaton_of(self.lifecycle, self.starts))

    @cached_property
    def columns(self) -> Columns:
        """
        The rows of the leads without faults.
        """
        return columns_of(self.log, {fault.lead for fault in self.faults})

    @property
    def leads(self) -> tuple[str, ...]:
        """
        The ids of the leads without faults, sorted.
        """
        return self.columns.leads

    @property
    def left_out(self) -> int:
        """
        How many leads aren't counted, as their histories have faults, or no beginning.
        """
        return len(self.log.leads) - len(self.columns.leads) + len(self.undated)

    @property
    def exits(self) -> tuple[str, ...]:
        """
        The stages beside the mainline.
        """
        return tuple(one for one in self.lifecycle.stages if one not in self.mainline)

    @cached_property
    def ranks(self) -> list[int]:
        """
        The place of each stage on the mainline; -1 for exits.
        """
        line = {stage: place for place, stage in enumerate(self.mainline)}
        return [line.get(stage, -1) for stage in self.lifecycle.stages]

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {stage: code for code, stage in enumerate(self.lifecycle.stages)}

    def code(self, stage: str, subject: str) -> int:
        """
        Tell which place a stage has in the lifecycle's.

        Args:
            stage: Its name.

            subject: What it is, for the error: ``"start of a conversion"``.

        Raises:
            RuleError: There is no such stage.
        """
        try:
            return self._codes[stage]
        except (KeyError, TypeError):
            raise no_stage(subject, stage, self.lifecycle.stages) from None

    def place(self, lead: str) -> int | None:
        """
        Find a lead in the columns; None if it isn't there, or has faults.
        """
        return self._places.get(lead) if is_a(lead, str) else None

    @cached_property
    def _places(self) -> dict[str, int]:
        return {lead: place for place, lead in enumerate(self.columns.leads)}

    def named(self, places: Iterable[int]) -> list[str]:
        """
        Tell the ids of leads, by their places in the columns.
        """
        ids = self.columns.leads
        return [ids[place] for place in places]

    @cached_property
    def cut(self) -> int:
        """
        The instant of all questions, in microseconds since 1970.
        """
        return micros(self.as_of)

    @cached_property
    def ends(self) -> list[int]:
        """
        Until when each lead is watched, in microseconds since 1970.

        It is never before the lead's last row.
        """
        ends = [self.cut] * len(self.columns.leads)
        for lead, at in self.known_until.items():
            place = self.place(lead)
            if place is not None:
                last = self.columns.ats[self.columns.begins[place + 1] - 1]
                ends[place] = max(last, min(micros(at), self.cut))
        return ends

    @cached_property
    def created(self) -> list[int]:
        """
        When each lead was created, in microseconds since 1970: its first row.
        """
        ats = self.columns.ats
        return [ats[first] for first in self.columns.begins[:-1]]

    @cached_property
    def sights(self) -> list[int]:
        """
        Since when each lead is watched, in microseconds since 1970.

        It is never before the lead's first row, nor after the end of its watch.
        """
        sights = list(self.created)
        for lead, at in self.known_since.items():
            place = self.place(lead)
            if place is not None:
                sights[place] = max(sights[place], min(micros(at), self.ends[place]))
        return sights

    def segments(
        self,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> tuple[Segment, ...]:
        """
        Choose leads, and part them.

        Args:
            by: What segment each has; None for one segment.

            created: From when to when they were created; the latter isn't included.

        Raises:
            RuleError: *by* or *created* is none.
            InstantError: An instant of *created* has no time zone.
        """
        columns = self.columns
        places: Iterable[int] = range(len(columns.leads))
        if created is not None:
            start, end = checked_window(created)
            places = [n for n, at in enumerate(self.created) if start <= at < end]
        return segments_of(columns.leads, places, by)


def check_history(given: object, subject: str) -> None:
    """
    Check that a question is asked of a history.

    Args:
        given: What came.

        subject: Who asks, for the error: ``"attribution()"``.

    Raises:
        LeadError: It is none.
    """
    if not is_a(given, Past):
        raise LeadError(
            f"the history for {subject}",
            described(given),
            "a History",
            "Write History(rows, lifecycle, as_of=...).",
        )
