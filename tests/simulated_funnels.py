"""
Simulations of which the truth is known, to see which estimators find it.

A simulation draws leads from a law that can be worked out by hand, asks leadkit about
them, and beside it does what others do. Replications differ by their seeds alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import exp, log, sqrt
from statistics import fmean, stdev

import attrs
from simulated_conversions import (
    LOSE,
    WIN,
    ended,
    undone,
    undone_truth,
    young,
    youngest,
)
from simulated_experiments import covered, peeking
from simulated_pipelines import forecast_truth, forecasts, immortal, stays


@attrs.frozen
class Simulation:
    """
    A question with a known answer, and who answers it.

    Attributes:
        trap: What goes wrong.

        question: What is asked.

        truth: The answer.

        once: Draw a world and give all answers, by who gives them; names of ours begin
            with ``leadkit``.

        repeats: How many worlds are drawn by `bench/funnel_truth.py`.

        near: How far from the truth an answer may be besides chance, where none can be
            unbiased.
    """

    trap: str
    question: str
    truth: float
    once: Callable[[random.Random], dict[str, float]]
    repeats: int = 100
    near: float = 0.0

    def holds(self, answer: Answer) -> bool:
        """
        Tell whether chance alone explains how far an answer is from the truth.
        """
        return abs(answer.mean - self.truth) <= 4 * answer.error + self.near

    def answers(self, repeats: int | None = None) -> dict[str, Answer]:
        """
        Draw worlds, with seeds that are always the same, and sum up the answers.
        """
        found = [
            self.once(random.Random(f"{self.trap} {place}"))
            for place in range(repeats or self.repeats)
        ]
        return {
            name: Answer(
                fmean([one[name] for one in found]),
                stdev([one[name] for one in found]) / sqrt(len(found)),
            )
            for name in found[0]
        }


@attrs.frozen
class Answer:
    """
    What somebody answers on the average, and the standard error of that.
    """

    mean: float
    error: float


def is_ours(name: str) -> bool:
    """
    Tell whether an answer is leadkit's.
    """
    return name.startswith("leadkit")


SIMULATIONS = {
    one.trap: one
    for one in (
        Simulation(
            "young leads",
            "become customers within 180 days",
            0.3 * (1 - exp(-180 / 60)),
            young,
        ),
        Simulation(
            "the last three months",
            "become customers within 60 days",
            0.3 * (1 - exp(-60 / 60)),
            youngest,
        ),
        Simulation(
            "an exit isn't being out of sight",
            "become customers within 90 days",
            WIN / (WIN + LOSE) * (1 - exp(-90 * (WIN + LOSE))),
            ended,
        ),
        Simulation(
            "exits can be undone",
            "become customers within 180 days",
            undone_truth(180),
            undone,
        ),
        Simulation(
            "those who are still there",
            "days that half of the leads stay",
            60 * log(2),
            stays,
        ),
        # The oldest band has no end, so that who is in it now is older than who was.
        Simulation(
            "dead leads pile up",
            "customers next month, per 100 new leads a month",
            forecast_truth(),
            forecasts,
            60,
            1.0,
        ),
        Simulation(
            "immortal time",
            "visits of customers / of others",
            1.0,
            immortal,
            60,
        ),
        Simulation(
            "daily looks",
            "how often equal pages differ, at most",
            0.05,
            peeking,
            200,
        ),
        # There are only 21 outcomes, so no interval can hold just 95 %.
        Simulation(
            "few leads",
            "how often a 95 % interval of 1 in 20 holds",
            0.95,
            covered,
            2,
            0.03,
        ),
    )
}
