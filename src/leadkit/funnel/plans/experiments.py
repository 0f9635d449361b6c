"""
Experiments: leads that are assigned to arms, and how many of each convert in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from math import ceil

import attrs

from ...errors import RuleError, described, is_a, listing, near_miss
from ..conversions.maturing import (
    Matured,
    Race,
    checked_span,
    matured,
)
from ..conversions.reaching import entries_between
from ..given.clock import span_of
from ..numbers.planning import detectable, sample_size
from ..numbers.proportions import split_p
from ..numbers.rates import Rate
from ..ways.past import Past, check_history
from ..ways.segments import UNKNOWN, By, Segment
from .arms import Arm, Verdict, compared
from .checks import (
    checked_arms,
    checked_count,
    checked_number,
    checked_share,
    checked_text,
)
from .readings import ExperimentReading

_TWO = 2
# A split that is so unlikely isn't taken for chance (Fabijan et al. 2019).
_BROKEN = 0.001


def _in_order(arms: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    # Mappings are equal in any order, but the first arm isn't like the others.
    return tuple(arms.items())


def _planned(given: int | None) -> int | None:
    return None if given is None else checked_count(given, "planned_n of an Experiment")


@attrs.frozen
class Experiment:
    """
    Leads that are assigned to arms by chance, and whether they convert in time.

    It is read once, when as many leads as were planned have had their time: who looks
    every day, and stops as soon as something shows, is wrong far more often than the
    level says.

    Attributes:
        name: What you call it.

        arms: The share of the leads that each arm should get. The first one is what the
            others are compared with.

        end: The stage that ought to be reached; a later one of the mainline counts as
            well.

        within: How long a lead has time for it.

        start: The stage that begins the time. Take the one in which leads are assigned:
            with a later one, arms that let fewer leads through would look better.

        planned_n: How many leads of each arm must have had their time, before anything
            is read; `leads_per_arm()` says how many are needed.

        level: How often no difference should be seen if there is none.

    Raises:
        RuleError: A part of it is wrong.
    """

    name: str
    arms: Mapping[str, float] = attrs.field(converter=checked_arms, eq=_in_order)
    end: str = attrs.field(kw_only=True)
    within: timedelta = attrs.field(kw_only=True)
    start: str = attrs.field(default="lead", kw_only=True)
    planned_n: int | None = attrs.field(default=None, kw_only=True, converter=_planned)
    level: float = attrs.field(default=0.95, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for part in ("name", "end", "start"):
            checked_text(getattr(self, part), f"{part} of an Experiment")
        checked_span(
            self.within, "within of an Experiment", "within=timedelta(days=30)"
        )
        checked_share(self.level, "level of an Experiment")

    @property
    def control(self) -> str:
        """
        The first arm, with which the others are compared.
        """
        return next(iter(self.arms))

    @property
    def comparison_level(self) -> float:
        """
        The level of each comparison, so that all of them together keep to *level*.

        This is Bonferroni's correction; with two arms it is *level* itself.
        """
        return 1 - (1 - self.level) / (len(self.arms) - 1)

    def leads_per_arm(
        self, rate: float, difference: float, *, power: float = 0.8
    ) -> int:
        """
        Tell how many leads each arm needs to show a difference.

        Args:
            rate: The share that converts in the first arm, as far as is known.

            difference: The least difference that you would act on: 0.01 for one
                percentage point more.

            power: How often it should be shown if it is there.

        Returns:
            A number for *planned_n*.

        Raises:
            RuleError: *rate* or *power* isn't between 0 and 1, or the difference is
                none, or leads out of there.

        >>> button = Experiment(
        ...     "button",
        ...     {"old": 0.5, "new": 0.5},
        ...     end="customer",
        ...     within=timedelta(days=30),
        ... )
        >>> button.leads_per_arm(0.05, 0.01)
        8158
        """
        base = checked_share(rate, "rate of an Experiment")
        subject = "difference of an Experiment"
        expected = "a number other than 0, such as 0.01"
        apart = checked_number(difference, subject, expected)
        if base + apart == base:
            raise RuleError(subject, "0", expected)
        if not 0 < base + apart < 1:
            came = "one that leads to a rate beyond 0 or 1"
            raise RuleError(subject, came, "a smaller one")
        return ceil(
            sample_size(
                base,
                base + apart,
                power=checked_share(power, "power of an Experiment"),
                level=self.comparison_level,
            )
        )

    def detectable(self, rate: float, *, power: float = 0.8) -> float | None:
        """
        Tell the least difference that the planned number of leads can show.

        Args:
            rate: The share that converts in the first arm, as far as is known.

            power: How often it should be shown if it is there.

        Returns:
            By how much an arm must be better; None if no number is planned, or it is
            too small for any difference.

        Raises:
            RuleError: *rate* or *power* isn't between 0 and 1.
        """
        base = checked_share(rate, "rate of an Experiment")
        sure = checked_share(power, "power of an Experiment")
        if self.planned_n is None:
            return None
        return detectable(base, self.planned_n, power=sure, level=self.comparison_level)

    def read(
        self,
        past: Past,
        arm_of: By,
        *,
        created: tuple[datetime, datetime] | None = None,
    ) -> ExperimentReading:
        """
        Tell what it shows.

        The split comes first: of all leads that were assigned, each arm must have about
        its share. Then a lead counts once it has been watched for the whole time since
        it entered the start, whether it has converted or not.

        Args:
            past: The leads.

            arm_of: Which arm each lead is in, by its id; leads for whom that is None
                aren't in the experiment.

            created: From when to when the leads were created; the latter isn't
                included.

        Raises:
            RuleError: The lifecycle has no such stages, *arm_of* or *created* is none,
                or a lead is in an arm that isn't declared.
            LeadError: *past* is no history.
            InstantError: An instant of *created* has no time zone.
        """
        check_history(past, "the reading of an Experiment")
        if not is_a(arm_of, Mapping) and not callable(arm_of):
            raise RuleError(
                "arm_of",
                described(arm_of),
                "a function of a lead's id, or a mapping by ids",
            )
        race = Race(past, *entries_between(past, self.start, self.end))
        found = {one.name: one for one in past.segments(arm_of, created)}
        outside = found.pop(UNKNOWN, Segment(UNKNOWN, ()))
        for name in found:
            if name not in self.arms:
                raise RuleError(
                    f"arm of a lead in {self.name}",
                    "an arm that isn't declared",
                    listing(self.arms),
                    near_miss(name, self.arms),
                )
        segments = [found.get(name, Segment(name, ())) for name in self.arms]
        span = span_of(self.within)
        counts = [matured(race, one.leads, [span])[0] for one in segments]
        split = split_p([len(one.leads) for one in segments], list(self.arms.values()))
        hindrance = self._hindrance(split, counts)
        arms = tuple(
            self._arm(segment, count.rate, counts[0].rate, hindrance)
            for segment, count in zip(segments, counts, strict=True)
        )
        verdict, winner = _overall(arms, hindrance)
        return ExperimentReading(
            self.name,
            self.planned_n,
            arms,
            split,
            verdict,
            winner,
            sum(one.unwatched for one in counts),
            len(outside.leads),
            past,
            tuple(
                {
                    "assigned": partial(past.named, one.leads),
                    **race.behind(one.leads, span),
                }
                for one in segments
            ),
        )

    def _hindrance(self, split: float | None, counts: list[Matured]) -> Verdict | None:
        # What forbids to read the numbers.
        if split is not None and split < _BROKEN:
            return "broken split"
        if self.planned_n is None or any(one.rate.n < self.planned_n for one in counts):
            return "not yet"
        return None

    def _arm(
        self, segment: Segment, rate: Rate, control: Rate, hindrance: Verdict | None
    ) -> Arm:
        level = self.comparison_level
        is_control = segment.name == self.control
        verdict: Verdict | None = None
        if not is_control:
            verdict = hindrance or compared(control, rate, level)
        return Arm(
            segment.name,
            len(segment.leads),
            rate,
            None if is_control else control,
            level,
            verdict,
        )


def _overall(
    arms: tuple[Arm, ...], hindrance: Verdict | None
) -> tuple[Verdict, str | None]:
    if hindrance is not None:
        return hindrance, None
    better = [one for one in arms if one.verdict == "better"]
    if better:
        return "better", max(better, key=lambda one: one.rate.value or 0.0).name
    if any(one.verdict == "worse" for one in arms):
        return "worse", arms[0].name if len(arms) == _TWO else None
    return "no difference shown", None
