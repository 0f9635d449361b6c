"""
What a history is asked about conversions: how far leads get, and in what time.
"""

# ruff: noqa: PLC0415  a question's module is imported when it is asked

from __future__ import annotations

from collections.abc import Sequence
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


@attrs.frozen(eq=False, repr=False, init=False)
class Questions(Diary):
    """
    A diary that answers questions about conversions.
    """

    def funnel(
        self,
        *,
        count: Count = "reached",
        by: By | None = None,
        created: tuple[datetime, datetime] | None = None,
    ) -> StageFunnel:
        """
        Tell how many leads got to each stage of the mainline, and what became of them.

        Args:
            count: What it takes to count for a stage. ``"reached"``: to have entered it
                or a later one; who skips a stage has got beyond it. ``"visited"``: to
                have entered the stage itself. ``"ordered"``: to have entered all stages
                up to it, in their order, whatever lies between. ``"strict"``: to have
                entered just these from the first one on, one directly after the other.

            by: What segment each lead has; None for one funnel of all.

            created: From when to when the leads were created; the latter isn't
                included.

        Returns:
            By stage, how many leads count for it, and how many of them have advanced,
            exited or are open; with rates.

        Raises:
            RuleError: *count*, *by* or *created* is none.
            InstantError: An instant of *created* has no time zone.
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
        Tell how many leads get from one stage to another within a span.

        The clock of a lead begins when it enters *start* for the first time, and is
        never set back. A lead counts once it has been watched for the whole span since,
        whether it has converted or not: else the young ones that did would count, and
        the young ones that didn't yet would not.

        Args:
            start: The stage that begins the clock.

            end: The stage that ends it.

            within: How long a lead has time; the last instant belongs to it.

            by: What segment each lead has; None for one rate of all.

            created: From when to when the leads were created; the latter isn't
                included.

            count: ``"reached"`` if later stages of the mainline do as well; else
                ``"visited"``.

        Raises:
            RuleError: There is no such stage, *end* doesn't come after *start*,
                *within* is no positive span, or another argument is wrong.
            InstantError: An instant of *created* has no time zone.
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
        Tell to what share leads convert, by how long ago they started.

        A lead waits from its first entry into *start* until it first enters *end* from
        there on. All others wait until the end of their watch, also those in an exit:
        they may come back, and to leave them out would tell how many converted if
        nobody ever got lost. So young leads count for as long as they are known, and no
        longer (Kaplan and Meier, 1958). Leads that were imported count from when they
        were watched.

        Args:
            start: The stage that begins the wait.

            end: The stage that ends it.

            by: What segment each lead has; None for one curve of all.

            created: From when to when the leads were created; the latter isn't
                included.

            outcomes: Exits out of which nothing leads. They end a wait too, and get
                curves of their own (Aalen and Johansen, 1978).

            count: ``"reached"`` if later stages of the mainline do as well; else
                ``"visited"``.

        Returns:
            A `Curve`; ``Curves`` with *by*.

        Raises:
            RuleError: There is no such stage, *end* doesn't come after *start*, an
                outcome isn't final, or another argument is wrong.
            InstantError: An instant of *created* has no time zone.
        """
        from .conversions.curve import conversion_curve

        return conversion_curve(
            self, start, end, by=by, created=created, outcomes=outcomes, count=count
        )

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
        Tell what share of the leads of each period had converted at each age.

        The leads of one cohort are those whose clocks began in one period. A cell is
        empty unless the period was over for the whole age at the instant of the
        question: a young cohort is never made to look as if it failed.

        Args:
            end: The stage that ends the clock.

            key: Names the period of an instant: `month` of a time zone and its like, or
                your own function, for calendars that leadkit doesn't know. It is asked
                which instants after the last one of a cohort still have its name; so a
                period should go on without a gap, and no later one have its name.

            ages: The ages to tell of.

            start: The stage that begins the clock, with its first entry; the creation
                of the lead if not given.

            estimate: ``"matured"`` counts the leads that were watched until the age;
                ``"curve"`` also learns from those that were watched for a part of the
                time, such as erased ones.

            count: ``"reached"`` if later stages of the mainline do as well; else
                ``"visited"``.

            by: What segment each lead has; None for one table of all.

            created: From when to when the leads were created; the latter isn't
                included.

        Raises:
            RuleError: There is no such stage, an age is no positive span, the key names
                no period, or another argument is wrong.
            InstantError: An instant of *created* has no time zone.
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
