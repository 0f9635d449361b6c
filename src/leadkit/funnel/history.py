"""
The history of many leads, and what can be asked of it.

Each question is answered by a module of its own, which is imported when somebody asks.
"""

# ruff: noqa: PLC0415  a question's module is imported when it is asked

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from .questions import Questions
from .ways.segments import By

if TYPE_CHECKING:
    from .numbers.money import ValueOf
    from .pipeline.forecast_cells import Forecast
    from .pipeline.velocity_parts import Velocity
    from .stays.flow import Flow
    from .stays.occupancy import Occupancy
    from .stays.stage_time import Clock
    from .stays.time_in_stage import StageTimes

_MONTH = timedelta(days=30)


@attrs.frozen(eq=False, repr=False, init=False)
class History(Questions):
    """
    The history of many leads up to an instant, which answers questions about them.

    It is read once: sorted by lead, instant and number, and cut at the instant of the
    question. A lead whose rows its lifecycle can't have written is listed by
    ``conformance()``, and isn't counted anywhere else; the others are.

    Args:
        rows: A ``Step`` for each stage that a lead entered, or a mapping with the same
                names; in any order.

        lifecycle: The lifecycle that moved them.

        as_of: The instant of all questions; later rows are left out.

        mainline: The stages that funnels count along, the first one first; those that
                forward moves lead to, if not given.

        starts: The stage in which leads begin, or several; the lifecycle's initial one
                if not given.

        known_since: Since when leads are watched, by their ids, where that is later
                than their first row: imported ones. They count from then on.

        known_until: Until when leads are watched, where that is before *as_of*: erased
                and merged ones.

        undated: The ids of leads of which nobody knows when they were created.

    Raises:
        LeadError: A row is none.
        InstantError: An instant has no time zone.
        RuleError: *lifecycle*, *mainline* or *starts* is none.

    >>> from datetime import UTC, datetime, timedelta
    >>> from leadkit import standard
    >>> from leadkit.funnel import History, Step
    >>> day = datetime(2026, 3, 1, tzinfo=UTC)
    >>> history = History(
    ...     [
    ...         Step("L1", None, "lead", day),
    ...         Step("L1", "lead", "nurtured", day + timedelta(days=3)),
    ...         Step("L2", None, "lead", day + timedelta(days=1)),
    ...     ],
    ...     standard.lifecycle(),
    ...     as_of=day + timedelta(days=30),
    ... )
    >>> print(history.funnel()["lead"].rate)
    50.0% (1 of 2; 9.5% to 90.5%)
    """

    def occupancy(
        self,
        ages: Sequence[timedelta],
        *,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> Occupancy:
        """
        Tell which share of the leads is in which stage at an age.

        Only leads that are so old are counted. Loops and second chances need no model
        here: a lead is where it is.

        Args:
            ages: The ages, from 0.

            by: What segment each lead has; None for all together.

            created: From when to when leads were created; the latter isn't included.

        Raises:
            RuleError: An argument is wrong.
            InstantError: An instant of *created* has no time zone.
        """
        from .stays.occupancy import occupancy

        return occupancy(self, ages, by=by, created=created)

    def time_in_stage(
        self,
        *,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
        clock: Clock | None = None,
        unit: str | None = None,
    ) -> StageTimes:
        """
        Tell how long leads stay in each stage.

        A visit lasts from the entry into a stage until the entry into the next one. One
        that goes on isn't left out, which would make stages look quick, but counts as
        lasting longer than it has (Kaplan and Meier, 1958).

        Args:
            by: What segment each lead has; None for all together.

            created: From when to when leads were created; the latter isn't included.

            clock: How long it is between two instants, the earlier one first: that of
                `working_days`, or your own. Days of 24 hours if not given.

            unit: What *clock* counts, for the names of columns: ``"hours"``. Days if
                not given.

        Raises:
            RuleError: An argument is wrong, or *clock* gives something else than a
                finite number of 0 or more.
            InstantError: An instant of *created* has no time zone.
        """
        from .stays.time_in_stage import time_in_stage

        return time_in_stage(self, by=by, created=created, clock=clock, unit=unit)

    def flow(
        self,
        *,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> Flow:
        """
        Count the moves between stages.

        Args:
            by: What segment each lead has; None for all together.

            created: From when to when leads were created; the latter isn't included.

        Returns:
            An answer with a row for each move that was made. Their numbers sum to the
            rows of the history but those that tell of a creation.

        Raises:
            RuleError: An argument is wrong.
            InstantError: An instant of *created* has no time zone.
        """
        from .stays.flow import flow

        return flow(self, by=by, created=created)

    def velocity(
        self,
        *,
        value: ValueOf,
        opportunity: str = "prospect",
        won: str = "customer",
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> Velocity:
        """
        Tell the sales velocity, and the four numbers that it is made of.

        It is open opportunities * win rate * mean value of a won deal / mean days from
        opportunity to win. An opportunity is a lead that entered the stage
        *opportunity*. It is open while the lead is in that stage and watched. It is won
        once the lead enters *won*, or a stage behind it on the mainline, after its
        first entry into the opportunity, and the days count between these two. It is
        lost if it wasn't won and the lead is in an exit.

        Args:
            value: What a won deal is worth, by the lead's id; None where nobody knows.

            opportunity: The stage in which deals are open.

            won: The stage in which they are won.

            by: What segment each lead has.

            created: From when to when the leads were created; the latter isn't
                included.

        Raises:
            RuleError: There is no such stage, *won* doesn't come after *opportunity*,
                or *value*, *by* or *created* is none.
            LeadError: A value is no amount of money of 0 or more.
            InstantError: An instant of *created* has no time zone.
        """
        from .pipeline.velocity import velocity

        return velocity(
            self, value=value, opportunity=opportunity, won=won, by=by, created=created
        )

    def forecast(
        self,
        end: str,
        *,
        horizon: timedelta,
        every: timedelta = _MONTH,
        age_bands: Sequence[float] = (0, 7, 14, 30, 60, 90),
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
        since: datetime | None = None,
        snapshots: Iterable[datetime] | None = None,
    ) -> Forecast:
        """
        Foresee how many open leads will enter a stage within a span.

        Past instants are looked at, the snapshots: of the leads that were in a stage
        for so long, and hadn't been in *end* yet, what share entered it within the
        span? That is the chance of a lead that is in this stage for so long now, and
        the sum of all chances is what to expect. A rate by stage alone tells too much,
        since leads that won't go on pile up. Stages from which the lifecycle has no way
        to *end* are left out.

        Args:
            end: The stage; to enter one behind it on the mainline counts as well. Only
                first entries count.

            horizon: How far to look ahead.

            every: How far the snapshots are from one another. The last one is *horizon*
                ago.

            age_bands: Where bands of days in the stage begin, the first one at 0.

            by: What segment each lead has. Each has a history of its own.

            created: From when to when the leads were created; the latter isn't
                included.

            since: The earliest that a snapshot may be, for when things were different
                before.

            snapshots: The snapshots themselves, instead of *every* and *since*.

        Returns:
            What is expected, by stage and time in it. Where no such lead was ever seen,
            it is left open.

        Raises:
            RuleError: There is no such stage, or an argument is none or out of its
                range.
            InstantError: An instant has no time zone.
        """
        from .pipeline.forecast import forecast

        return forecast(
            self,
            end,
            horizon=horizon,
            every=every,
            age_bands=age_bands,
            by=by,
            created=created,
            since=since,
            snapshots=snapshots,
        )
