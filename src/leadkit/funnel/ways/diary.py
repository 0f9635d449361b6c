"""
A history as it is made, read and given on: of rows, of lead records, of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ...leads import Lead
from ...states import Lifecycle
from .arguments import checked_instants, checked_undated
from .arriving import arrived
from .conformance import Conformance, conformance
from .event_log import event_log
from .past import Past
from .whereabouts import Stay, stage_at, stays_of


@attrs.frozen(eq=False, repr=False, init=False)
class Diary(Past):
    """
    A past that is made of leads or tables, and given on to others.
    """

    @classmethod
    def from_leads(
        cls,
        leads: Iterable[Lead],
        lifecycle: Lifecycle,
        *,
        as_of: datetime,
        **options: Any,
    ) -> Self:
        """
        Read the histories that lead records hold.

        A lead begins when it was created (``created_at``). One of which nobody knows
        when that was is left out, and ``conformance()`` says so. An erased one is
        watched until it was erased.

        Args:
            leads: The records.

            lifecycle: The lifecycle that moved them.

            as_of: The instant of all questions.

            options: What else a `History` takes.

        Raises:
            LeadError: Something else is among the records, or two have one id.
            InstantError: *as_of* has no time zone.
        """
        found = arrived(leads)
        known_until = checked_instants(options.pop("known_until", None), "known_until")
        undated = checked_undated(options.pop("undated", ()))
        return cls(
            found.steps,
            lifecycle,
            as_of=as_of,
            known_until={**found.known_until, **known_until},
            undated=(*found.undated, *undated),
            **options,
        )

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        lifecycle: Lifecycle,
        *,
        as_of: datetime,
        columns: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Self:
        """
        Read a table of polars, pandas, pyarrow or whatever narwhals knows.

        Args:
            frame: A row for each stage that a lead entered.

            lifecycle: The lifecycle that moved them.

            as_of: The instant of all questions.

            columns: What the columns are called that aren't called ``lead``,
                ``source``, ``target``, ``at`` and ``number``:
                ``{"at": "changed_at"}``. There need be no ``source``, which then is the
                stage of the row before, and no ``number``.

            options: What else a `History` takes.

        Raises:
            MissingExtraError: narwhals isn't installed.
            RuleError: A column is missing.
            LeadError: A row is none.
            InstantError: An instant has no time zone.
        """
        from ..answers.frames import rows_from_frame  # noqa: PLC0415  the extra's

        rows = rows_from_frame(frame, columns or {})
        return cls(rows, lifecycle, as_of=as_of, **options)

    def state(self, lead: str, at: datetime) -> str | None:
        """
        Tell in which stage a lead was.

        Args:
            lead: The lead's id.

            at: The instant; moves of that instant count.

        Returns:
            The stage; None before the lead was created, and after it was last watched.

        Raises:
            RuleError: There is no such lead, its rows have faults, or the instant is
                later than the history.
            InstantError: The instant has no time zone.
        """
        return stage_at(self, lead, at)

    def visits(self) -> list[Stay]:
        """
        List all visits to stages, lead by lead, oldest first.
        """
        return list(stays_of(self))

    def to_event_log(self) -> list[dict[str, str | datetime]]:
        """
        Give all rows, also those with faults, as tools for process mining want them.

        Returns:
            A dict for each row, with the column names of the XES standard.
        """
        return event_log(self)

    def conformance(self) -> Conformance:
        """
        Hold each row to the lifecycle.

        Returns:
            The share of leads without faults, and the faults with lead and row. Leads
            that have any aren't counted in other answers.
        """
        return conformance(self)
