"""
How many leads got how far, and what became of those that got no further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar, Final

import attrs

from ...errors import RuleError, described, listing, near_miss
from ...moves import Previous
from ...pictures.plots import Bars
from ..answers.lookup import of_segment
from ..answers.results import Behind, Result, Row, Value
from ..numbers.rates import Rate
from ..ways.past import Past
from ..ways.remarks import left_out
from ..ways.segments import ALL, By, Segment
from .depths import Count, Depths, Fate, depths_of
from .stage_counts import StageCounts

_FATES: Final[tuple[Fate, ...]] = ("advanced", "exited", "open")
#: The counts of a stage, and whom they count by what became of them.
_BEHIND: Final[dict[str, tuple[Fate, ...]]] = {
    "reached": _FATES,
    **{fate: (fate,) for fate in _FATES},
}
_COUNTED: Final[dict[Count, str]] = {
    "reached": "A lead counts for a stage if it entered it or a later one.",
    "visited": "A lead counts for a stage if it entered it, in whatever order.",
    "ordered": (
        "A lead counts for a stage if it entered all stages up to it in their order. "
        "Open ones may have gone another way."
    ),
    "strict": (
        "A lead counts for a stage if it went through all stages up to it, and nowhere "
        "else in between. Open ones may have gone another way."
    ),
}


@attrs.frozen(eq=False, repr=False)
class StageFunnel(Result):
    """
    How many leads got to each stage of the mainline, and what became of them there.

    ``funnel["prospect"]`` is a stage, of all segments together;
    ``funnel["search", "prospect"]`` is that of one segment.

    Attributes:
        count: What it takes to count for a stage.

        steps: The stages, segment by segment.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "stage")
    shares: ClassVar[tuple[str, ...]] = (
        "rate",
        "low",
        "high",
        "rate_high",
        "resolved",
        "overall",
    )

    count: Count
    steps: tuple[StageCounts, ...]
    _past: Past
    _is_parted: bool
    _behind: tuple[Mapping[str, Behind], ...]
    _together: Mapping[str, StageCounts]
    _segments: Mapping[str, Mapping[str, StageCounts]]

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return "Stage funnel"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told = [_COUNTED[self.count]]
        if any(step.open and not step.is_last for step in self.steps):
            told.append(
                "Open leads may still advance; if all do, the rate is rate_high. "
                "The interval is that of the rate so far."
            )
        return (*told, *left_out(self._past))

    def __getitem__(self, key: str | tuple[str, str]) -> StageCounts:
        if isinstance(key, str):
            return _found(key, self._together)
        segment, stage = _pair(key)
        return _found(stage, of_segment(self._segments, segment, "a StageFunnel"))

    def _lines(self) -> Sequence[Row]:
        lines: list[Row] = []
        for step, behind in zip(self.steps, self._behind, strict=True):
            values: dict[str, Value] = (
                {"segment": step.segment} if self._is_parted else {}
            )
            lines.append(Row(values | step.values, behind))
        return lines

    def plot(self) -> Bars:
        """
        Draw a bar for each stage, of those that advanced, exited and are open.

        With segments, the bars are shares, and those of one stage stand together, so
        that segments of any size can be compared.
        """
        if not self._is_parted:
            return _bars(self, self.steps, [step.stage for step in self.steps])
        stages = [step for step in self._together.values() if not step.is_last]
        steps = [
            step for stage in stages for step in self.steps if step.stage == stage.stage
        ]
        names = [f"{step.stage} \u00b7 {step.segment}" for step in steps]
        return _bars(self, steps, names, percent=True)


def stage_funnel(
    past: Past,
    *,
    count: Count = "reached",
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> StageFunnel:
    """
    Tell how many leads got to each stage of the mainline, and what became of them.

    Args:
        past: The leads.

        count: What it takes to count for a stage. ``"reached"``: to have entered it or
            a later one; who skips a stage has got beyond it. ``"visited"``: to have
            entered the stage itself. ``"ordered"``: to have entered all stages up to
            it, in their order, whatever lies between. ``"strict"``: to have entered
            just these from the first one on, one directly after the other.

        by: What segment each lead has; None for one funnel of all.

        created: From when to when the leads were created; the latter isn't included.

    Returns:
        By stage, how many leads count for it, and how many of them have advanced,
        exited or are open; with rates.

    Raises:
        RuleError: *count*, *by* or *created* is none.
        InstantError: An instant of *created* has no time zone.
    """
    depths = depths_of(past, count)
    segments = past.segments(by, created)
    leavable = _leavable(past)
    steps: list[StageCounts] = []
    behind: list[Mapping[str, Behind]] = []
    for segment in segments:
        for place, step in enumerate(_steps(past, depths, segment, leavable)):
            steps.append(step)
            behind.append(
                {
                    count: partial(_who, past, depths, segment, place, fates)
                    for count, fates in _BEHIND.items()
                }
            )
    nobody = _steps(past, depths, Segment(ALL, ()), leavable)
    together = {step.stage: step for step in nobody}
    parts: dict[str, dict[str, StageCounts]] = {}
    for step in steps:
        together[step.stage] += step
        parts.setdefault(step.segment, {})[step.stage] = step
    return StageFunnel(
        count, tuple(steps), past, by is not None, tuple(behind), together, parts
    )


def _steps(
    past: Past, depths: Depths, segment: Segment, leavable: Sequence[bool]
) -> list[StageCounts]:
    tally = Counter(map(depths.of_lead.__getitem__, segment.leads))
    kinds = [(depths.kinds[kind], number) for kind, number in tally.items()]
    first = sum(number for fates, number in kinds if fates[0] is not None)
    steps: list[StageCounts] = []
    for place, stage in enumerate(past.mainline):
        became: Counter[Fate] = Counter()
        both = 0
        for fates, number in kinds:
            fate = fates[place]
            if fate is not None:
                became[fate] += number
                if fates[0] is not None:
                    both += number
        steps.append(
            StageCounts(
                segment.name,
                stage,
                became["advanced"],
                became["exited"],
                became["open"],
                Rate(both, first),
                place == len(past.mainline) - 1,
                leavable[place],
            )
        )
    return steps


def _who(
    past: Past, depths: Depths, segment: Segment, place: int, fates: tuple[Fate, ...]
) -> list[str]:
    meant = {number for number, kind in enumerate(depths.kinds) if kind[place] in fates}
    of_lead = depths.of_lead
    return past.named(lead for lead in segment.leads if of_lead[lead] in meant)


def _leavable(past: Past) -> list[bool]:
    # By stage of the mainline, whether a way leads into an exit and not through a later
    # stage: there may be a stage that one can only leave by going back.
    after: dict[str, set[str]] = {stage: set() for stage in past.lifecycle.stages}
    for one in past.lifecycle.transitions:
        if not isinstance(one.target, Previous):
            for source in one.sources:
                after[source].add(one.target)
    found: list[bool] = []
    for place, stage in enumerate(past.mainline):
        seen, waiting = {stage, *past.mainline[place:]}, [stage]
        while waiting:
            new = after[waiting.pop()] - seen
            seen |= new
            waiting += new
        found.append(not seen.isdisjoint(past.exits))
    return found


def _bars(
    funnel: StageFunnel,
    steps: Iterable[StageCounts],
    names: Iterable[str],
    *,
    percent: bool = False,
) -> Bars:
    listed = list(steps)

    def part(number: int, step: StageCounts) -> float | None:
        return Rate(number, step.reached).value if percent else float(number)

    return Bars(
        funnel.title,
        tuple(names),
        {fate: tuple(part(getattr(s, fate), s) for s in listed) for fate in _FATES},
        tuple(map(_told, listed)),
        percent=percent,
    )


def _told(step: StageCounts) -> str:
    share = None if step.rate is None else step.rate.value
    told = f"{step.reached:,}"
    return told if share is None else f"{told} \u00b7 {share:.0%}"


def _pair(key: object) -> tuple[str, str]:
    match key:
        case (str(segment), str(stage)):
            return segment, stage
        case _:
            raise RuleError(
                "the key of a StageFunnel",
                described(key),
                "a stage, or a segment and a stage",
            )


def _found(stage: str, steps: Mapping[str, StageCounts]) -> StageCounts:
    if stage not in steps:
        raise RuleError(
            "stage of a StageFunnel",
            repr(stage),
            listing(steps),
            near_miss(stage, steps),
        )
    return steps[stage]
