"""
What is asked of any history: the questions, in the order in which they are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, tzinfo

import attrs

from ..funnel.answers.results import Result
from ..funnel.conversions.buckets import month
from ..funnel.history import History
from ..funnel.ways.segments import By
from ..vocabulary import label

_DAY = timedelta(days=1)
# Ages at which shares are told.
_AGES = (7 * _DAY, 30 * _DAY, 60 * _DAY, 90 * _DAY, 180 * _DAY)
# How far one looks ahead.
_AHEAD = 30 * _DAY
_SNAPSHOTS = 500


@attrs.frozen(eq=False, repr=False)
class Answer:
    """
    Something that was asked of a history.

    Attributes:
        anchor: How it is linked to.

        title: What it is called.

        asked: What is told, and how it is counted.

        results: The answers.

        printed: Whether a terminal shows it, too.
    """

    anchor: str
    title: str
    asked: str
    results: tuple[Result, ...]
    printed: bool = True


def _pause(history: History) -> timedelta:
    # Between snapshots. One absurd date of long ago would ask for thousands of them.
    ats = history.columns.ats
    span = timedelta(microseconds=history.cut - min(ats, default=history.cut))
    return max(30 * _DAY, span / _SNAPSHOTS)


def _curves(
    history: History, first: str, target: str, by: By | None
) -> Iterator[Result]:
    curve = history.curve(first, target)
    yield from (curve, curve.at_ages(_AGES))
    if by is not None:
        curves = history.curve(first, target, by=by)
        yield from (curves, curves.at_ages(_AGES))


def answers(
    history: History, target: str, by: By | None, zone: tzinfo
) -> Iterator[Answer]:
    """
    Ask a history.

    Args:
        history: The history.

        target: The stage that leads should get to.

        by: What segment each lead has; None for no segments.

        zone: The zone of the months.
    """
    first = history.mainline[0]
    goal = label(target).lower()
    yield Answer(
        "funnel",
        "The funnel",
        "How many leads reached each stage, or one beyond it, and what became of them: "
        "they advanced, are in an exit, or are open still. An interval holds the true "
        "share 19 times out of 20.",
        (history.funnel(), *(() if by is None else (history.funnel(by=by),))),
    )
    yield Answer(
        "curve",
        f"The way to {goal}",
        "Which share has got there so many days after they began. Whoever isn't there "
        "yet counts as one who may still come, also from an exit that leads back; so "
        "young leads don't make it look worse than it is.",
        tuple(_curves(history, first, target, by)),
        printed=False,
    )
    yield Answer(
        "conversion",
        f"{goal.capitalize()} in time",
        "Only leads that are old enough to tell are counted.",
        tuple(
            history.conversion(first, target, within=span, by=by)
            for span in (30 * _DAY, 90 * _DAY)
        ),
    )
    yield Answer(
        "stays",
        "Where leads get stuck",
        "How long a stay in each stage takes. Stays that go on count as longer than "
        "they have lasted; to leave them out makes stages look quick.",
        (history.time_in_stage(),),
    )
    yield Answer(
        "flow",
        "The moves between stages",
        "How often each was made, and how long the stay before it took.",
        (history.flow(),),
        printed=False,
    )
    yield Answer(
        "ages",
        "Where leads are at each age",
        "Only leads that are so old are counted.",
        (history.occupancy(_AGES),),
        printed=False,
    )
    yield Answer(
        "cohorts",
        "Month by month",
        f"Which share of the leads of a month had become {goal} at each age. A month "
        "that is too young to tell has no share yet.",
        (history.cohorts(target, key=month(zone), ages=_AGES[1:4]),),
        printed=False,
    )
    yield Answer(
        "forecast",
        f"The next {_AHEAD.days} days",
        f"How many open leads will become {goal}, going by what became of leads of the "
        "same stage that had been in it as long.",
        (history.forecast(target, horizon=_AHEAD, every=_pause(history)),),
        printed=False,
    )
    yield Answer(
        "conformance",
        "Rows that can't be true",
        "Rows that the lifecycle can't have written. Their leads aren't counted above.",
        (history.conformance(),),
    )
