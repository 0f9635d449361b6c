"""
What an experiment shows, and whether that may be read yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import attrs

from ...errors import RuleError, listing, near_miss
from ...pictures.plots import Spans
from ..answers.results import Behind, Result, Row
from ..ways.past import Past
from ..ways.remarks import counted, left_out
from .arms import Arm, Verdict

_UNREADABLE: tuple[Verdict, ...] = ("broken split", "not yet")


@attrs.frozen(eq=False, repr=False)
class ExperimentReading(Result):
    """
    What an experiment shows.

    Attributes:
        name: The experiment.

        planned_n: How many leads of each arm were planned; None if nobody said.

        arms: How each arm did, the first one being what the others are compared with.

        split_p: How likely the split of all assigned leads is, if each arm got its
            share; None of none.

        verdict: What it shows. With several arms beside the first, it is what the best
            of them shows.

        winner: The arm that is better than the first, or the first of two if it is
            better; None if that isn't shown. Of several better ones, it is that with
            the greatest share, which isn't held against the others.

        unwatched: How many leads weren't watched when their clock began, and so aren't
            counted.

        outside: How many leads have no arm, and aren't in the experiment.
    """

    labels: ClassVar[tuple[str, ...]] = ("arm",)
    shares: ClassVar[tuple[str, ...]] = (
        "rate",
        "low",
        "high",
        "difference",
        "difference_low",
        "difference_high",
        "p_better",
    )

    name: str
    planned_n: int | None
    arms: tuple[Arm, ...]
    split_p: float | None
    verdict: Verdict
    winner: str | None
    unwatched: int
    outside: int
    _past: Past
    _behind: tuple[Mapping[str, Behind], ...]

    def __getitem__(self, arm: str) -> Arm:
        names = [one.name for one in self.arms]
        if arm not in names:
            raise RuleError(
                "arm of an ExperimentReading",
                "one that isn't there",
                listing(names),
                near_miss(str(arm), names),
            )
        return self.arms[names.index(arm)]

    @property
    def is_readable(self) -> bool:
        """
        Whether the split holds, and all leads that were planned have had their time.
        """
        return self.verdict not in _UNREADABLE

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        mark = "" if self.is_readable else " (not to be read)"
        return f"Experiment {self.name}: {self.verdict}{mark}"

    @property
    def sentence(self) -> str:
        """
        What it shows, in words.
        """
        control = self.arms[0].name
        match self.verdict:
            case "broken split":
                return (
                    "The split is broken: arms got other shares of the leads than were "
                    f"declared (p {self.split_p:.1g}). Nothing follows from the rates "
                    "until the reason is found."
                )
            case "not yet" if self.planned_n is None:
                return (
                    "Not yet: nobody said how many leads were planned, so that it may "
                    "have been looked at until something showed. Write planned_n=..."
                )
            case "not yet":
                fewest = min(one.rate.n for one in self.arms)
                return (
                    f"Not yet: {fewest:,} of the {self.planned_n:,} leads that were "
                    "planned for each arm have had their time. Who looks before, and "
                    "stops when something shows, finds differences that aren't there."
                )
            case "no difference shown":
                return f"No difference from {control!r} is shown; there may be one."
            case _:
                told = [
                    f"{one.name!r} is {one.verdict} than {control!r}"
                    for one in self.arms
                    if one.verdict in ("better", "worse")
                ]
                return f"{'; '.join(told)}."

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told = [self.sentence]
        others = self.arms[1:]
        if len(others) > 1:
            level = f"{100 * others[0].level:.4g}%"
            told.append(
                f"{len(others)} arms are each compared with {self.arms[0].name!r}, at "
                f"{level} instead of the level asked for (Bonferroni), "
                "and not with each other."
            )
        rough = [one.name for one in others if one.is_rough]
        if rough:
            names = ", ".join(rough)
            told.append(f"So few converted, or didn't, that the p of {names} is rough.")
        if young := sum(one.rate.immature for one in self.arms):
            leads = counted(young, "lead hasn't", "leads haven't")
            told.append(f"{leads} had the time yet.")
        waiting = sum(
            one.assigned - one.rate.n - one.rate.immature for one in self.arms
        )
        if absent := waiting - self.unwatched:
            leads = counted(absent, "assigned lead hasn't", "assigned leads haven't")
            told.append(f"{leads} entered the start.")
        if self.unwatched:
            leads = counted(self.unwatched, "lead isn't", "leads aren't")
            told.append(f"{leads} counted: not watched when entering the start.")
        if self.outside:
            leads = counted(self.outside, "lead has", "leads have")
            told.append(f"{leads} no arm, and so no part in this.")
        return (*told, *left_out(self._past))

    def _lines(self) -> Sequence[Row]:
        return [
            Row(one.values, behind)
            for one, behind in zip(self.arms, self._behind, strict=True)
        ]

    def plot(self) -> Spans:
        """
        Draw the differences from the first arm, beside none.
        """
        others = self.arms[1:]
        return Spans(
            self.title,
            tuple(f"{one.name} \u2212 {self.arms[0].name}" for one in others),
            tuple(one.difference for one in others),
            tuple(one.difference_interval for one in others),
            mark=0.0,
            percent=True,
        )
