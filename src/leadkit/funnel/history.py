"""
The history of many leads, and what can be asked of it.

Each question is answered by a module of its own, which is imported when somebody asks.
"""

# ruff: noqa: PLC0415  a question's module is imported when it is asked

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, overload

import attrs

from .ways.diary import Diary
from .ways.segments import By

if TYPE_CHECKING:
    from .conversions.buckets import Bucket
    from .conversions.cohort_table import Cohorts, Estimate
    from .conversions.curves import Curve, Curves
    from .conversions.depths import Count
    from .conversions.reaching import Reach
    from .conversions.stage_funnel import StageFunnel
    from .conversions.windowed import WindowedConversion
    from .numbers.money import ValueOf
    from .pipeline.forecast_cells import Forecast
    from .pipeline.velocity_parts import Velocity
    from .stays.flow import Flow
    from .stays.occupancy import Occupancy
    from .stays.stage_time import Clock
    from .stays.time_in_stage import StageTimes

_MONTH = timedelta(days=30)


@attrs.frozen(eq=False, repr=False, init=False)
class History(Diary):
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

    def funnel(
        self,
        *,
        count: Count = "reached",
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> StageFunnel:
        """
        Count how far leads got, and what became of them.

        `leadkit.funnel.conversions.stage_funnel.stage_funnel` says how.
        """
        from .conversions.stage_funnel import stage_funnel

        return stage_funnel(self, count=count, by=by, created=created)

    def conversion(
        self,
        start: str,
        end: str,
        *,
        within: timedelta,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
        count: Reach = "reached",
    ) -> WindowedConversion:
        """
        Tell which share gets from a stage to another in time.

        `leadkit.funnel.conversions.windowed.windowed_conversion` says how.
        """
        from .conversions.windowed import windowed_conversion

        return windowed_conversion(
            self, start, end, within=within, by=by, created=created, count=count
        )

    @overload
    def curve(
        self,
        start: str,
        end: str,
        *,
        by: None = None,
        created: tuple[datetime, datetime] | None = None,
        outcomes: Sequence[str] = (),
        count: Reach = "reached",
    ) -> Curve: ...

    @overload
    def curve(
        self,
        start: str,
        end: str,
        *,
        by: By,
        created: tuple[datetime, datetime] | None = None,
        outcomes: Sequence[str] = (),
        count: Reach = "reached",
    ) -> Curves: ...

    def curve(
        self,
        start: str,
        end: str,
        *,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
        outcomes: Sequence[str] = (),
        count: Reach = "reached",
    ) -> Curve | Curves:
        """
        Tell which share has got from a stage to another at each age.

        `leadkit.funnel.conversions.curve.conversion_curve` says how.
        """
        from .conversions.curve import conversion_curve

        return conversion_curve(
            self, start, end, by=by, created=created, outcomes=outcomes, count=count
        )

    def occupancy(
        self,
        ages: Sequence[timedelta],
        *,
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> Occupancy:
        """
        Tell which share is in which stage at an age.

        `leadkit.funnel.stays.occupancy.occupancy` says how.
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

        `leadkit.funnel.stays.time_in_stage.time_in_stage` says how.
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

        `leadkit.funnel.stays.flow.flow` says how.
        """
        from .stays.flow import flow

        return flow(self, by=by, created=created)

    def cohorts(
        self,
        end: str,
        *,
        key: Bucket,
        ages: Sequence[timedelta],
        start: str | None = None,
        estimate: Estimate = "matured",
        count: Reach = "reached",
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> Cohorts:
        """
        Tell which share of each period's leads had converted at each age.

        `leadkit.funnel.conversions.cohorts.cohorts` says how.
        """
        from .conversions.cohorts import cohorts

        return cohorts(
            self,
            end,
            key=key,
            ages=ages,
            start=start,
            estimate=estimate,
            count=count,
            by=by,
            created=created,
        )

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
        Tell what the open opportunities are worth a day.

        `leadkit.funnel.pipeline.velocity.velocity` says how.
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
        Foresee how many open leads will enter a stage.

        `leadkit.funnel.pipeline.forecast.forecast` says how.
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
