"""
What the tests of the funnel draw: histories, as rows that a lifecycle may have written.

A drawn history has ties, loops, re-openings, skips and rows after the instant of the
question. `Drawn.ways` has the same rows lead by lead, as a test's own computation
wants them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from leadkit import Lifecycle, Transition
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.past import Past

AS_OF = datetime(2026, 5, 1, 12, tzinfo=UTC)
#: From the first creation that is drawn to the instant of the question.
LONGEST = timedelta(days=120)
MAINLINE = ("lead", "nurtured", "prospect", "customer", "advocate")
STAGES = (*MAINLINE, "disqualified", "churned")

#: What the reference history's lifecycle allows, with a second exit.
EDGES: Mapping[str, tuple[str, ...]] = {
    "lead": ("nurtured", "prospect", "disqualified"),
    "nurtured": ("prospect", "customer", "disqualified"),
    "prospect": ("customer", "nurtured", "disqualified"),
    "customer": ("advocate", "churned"),
    "advocate": ("churned",),
    "disqualified": ("nurtured",),
    "churned": ("prospect",),
}


def lifecycle_of(
    edges: Mapping[str, tuple[str, ...]],
    mainline: tuple[str, ...] = MAINLINE,
    stages: tuple[str, ...] | None = None,
) -> Lifecycle:
    """
    Make a lifecycle that allows just these edges.
    """
    rank = {stage: place for place, stage in enumerate(mainline)}

    def kind(source: str, target: str) -> Any:
        if target not in rank:
            return "exit"
        if source in rank and rank[target] > rank[source]:
            return "forward"
        return "back"

    return Lifecycle(
        "drawn",
        stages or tuple(dict.fromkeys((*mainline, *edges))),
        "lead" if "lead" in mainline else mainline[0],
        [
            Transition(
                f"to_{target}_from_{source}", source, target, kind=kind(source, target)
            )
            for source, targets in edges.items()
            for target in targets
        ],
    )


LIFECYCLE = lifecycle_of(EDGES, stages=STAGES)


@attrs.frozen
class Drawn:
    """
    Rows, and the same by lead.

    Attributes:
        rows: The rows, numbered, in any order; some are later than *as_of*.

        ways: By lead, its stages and when it entered each, oldest first, up to *as_of*.

        as_of: The instant of the question.
    """

    rows: tuple[Step, ...]
    ways: Mapping[str, tuple[tuple[str, datetime], ...]]
    as_of: datetime = AS_OF

    @property
    def past(self) -> Past:
        """
        The rows, read.
        """
        return Past(self.rows, LIFECYCLE, as_of=self.as_of)


# Whole and half days make ties and the edges of windows common.
_GAPS = st.one_of(
    st.integers(0, 60).map(lambda half: timedelta(hours=12 * half)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
)


@st.composite
def _way(draw: st.DrawFn) -> list[tuple[str, datetime]]:
    ago = draw(
        st.one_of(
            st.integers(-10, 240).map(lambda half: timedelta(hours=12 * half)),
            st.timedeltas(timedelta(0), LONGEST),
        )
    )
    at, stage = AS_OF - ago, "lead"
    way = [(stage, at)]
    for _ in range(draw(st.integers(0, 7))):
        stage = draw(st.sampled_from(EDGES[stage]))
        at = at + draw(_GAPS)
        way.append((stage, at))
    return way


@st.composite
def histories(draw: st.DrawFn, *, most: int = 8, least: int = 0) -> Drawn:
    """
    Draw a history without faults.

    Args:
        most: How many leads there are at most.

        least: How many there are at least, some of which may not be created yet.
    """
    ways = draw(st.lists(_way(), min_size=least, max_size=most))
    rows: list[Step] = []
    told: dict[str, tuple[tuple[str, datetime], ...]] = {}
    for place, way in enumerate(ways):
        lead = f"L{place:02}"
        before: str | None = None
        for number, (stage, at) in enumerate(way):
            rows.append(Step(lead, before, stage, at, number))
            before = stage
        seen = tuple((stage, at) for stage, at in way if at <= AS_OF)
        if seen:
            told[lead] = seen
    return Drawn(tuple(draw(st.permutations(rows))), told)


def reference_lifecycle(group: Mapping[str, Any]) -> Lifecycle:
    """
    Make the lifecycle of the reference's group ``history``.
    """
    edges: dict[str, tuple[str, ...]] = {}
    for source, target in group["allowed"]:
        if source != "start":
            edges[source] = (*edges.get(source, ()), target)
    line = tuple(group["mainline"])
    return lifecycle_of(edges, line, (*line, *group["exits"]))


def reference_steps(group: Mapping[str, Any]) -> list[Step]:
    """
    Make the rows of the reference's group ``history``.
    """
    return [
        Step(
            one["lead"],
            one["frm"],
            one["to"],
            datetime.fromisoformat(one["at"]),
            one["seq"],
        )
        for one in group["transitions"]
    ]


def reference_past(group: Mapping[str, Any]) -> Past:
    """
    Read the history of the reference's group ``history``.
    """
    return Past(
        reference_steps(group),
        reference_lifecycle(group),
        as_of=datetime.fromisoformat(group["as_of"]),
    )
