"""
How leads move between stages: how often, how many, and after how long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import ClassVar

import attrs

from ...errors import RuleError
from ...mapping import FrozenMap
from ...pictures.plots import Heat, Plot
from ..answers.lookup import found
from ..answers.results import Result, Row
from ..given.clock import DAY
from ..numbers.rates import Rate
from ..ways.past import Past
from ..ways.remarks import left_out
from ..ways.segments import By, Segment
from .flow_diagram import Arrow, flow_diagram
from .visits import Visits, visits_of


@attrs.frozen(eq=False)
class Edge:
    """
    The moves from one stage to another.

    Attributes:
        segment: Which leads they are; None if all are asked about together.

        source: The stage that was left.

        target: The stage that was entered.

        leads: How many leads moved so; one may do so more than once.

        rate: How many of all moves out of *source* they are.

        median_days: The median of the stays in *source* that ended so. How long leads
            stay whatever comes after is for ``time_in_stage()`` to tell.
    """

    segment: str | None = attrs.field(repr=False)
    source: str
    target: str
    leads: int
    rate: Rate
    median_days: float

    @property
    def moves(self) -> int:
        """
        How often leads moved so.
        """
        return self.rate.k

    @property
    def key(self) -> tuple[str | None, ...]:
        """
        What it is looked up by.
        """
        return self.segment, self.source, self.target


@attrs.frozen(eq=False, repr=False)
class Flow(Result):
    """
    How leads move between stages.

    ``flow["lead", "nurtured"]`` is the `Edge` from one stage to another; with segments,
    it is ``flow["web", "lead", "nurtured"]``.

    Attributes:
        past: The history.

        parts: The edges, in the order of the lifecycle's stages, segment by segment.

        starts: By segment, how many leads began in which stage; the segment is None if
            all are asked about together.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "source", "target")
    shares: ClassVar[tuple[str, ...]] = ("rate", "low", "high")

    past: Past
    parts: tuple[Edge, ...]
    starts: FrozenMap[str | None, FrozenMap[str, int]]
    _segments: FrozenMap[str | None, Segment]

    @property
    def title(self) -> str:
        """
        What it shows.
        """
        return "Moves between stages"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it.
        """
        notes: list[str] = []
        if any(part.moves > part.leads for part in self.parts):
            notes.append(
                "Some leads moved the same way more than once. Their moves may be "
                "alike, and then the true rate may lie beyond low and high."
            )
        return (*notes, *left_out(self.past))

    def __getitem__(self, key: tuple[str, ...]) -> Edge:
        return found(self.parts, key, type(self), ("source", "target"))

    def mermaid(self, segment: str | None = None) -> str:
        """
        Draw it as a Mermaid state diagram, as GitHub, MkDocs and JupyterLab show it.

        At each arrow stand the number of moves, and the median of the stays before.

        Args:
            segment: Which leads are meant, where there are segments.

        Raises:
            RuleError: There are segments and none is named, or there is none so named.
        """
        if segment not in self.starts:
            alone = None in self.starts
            raise RuleError(
                "segment of Flow.mermaid()",
                "none" if segment is None else "one that isn't there",
                "none" if alone else f"one of the {len(self.starts)} segments",
                "" if alone else "starts has their names.",
            )
        return flow_diagram(
            self.past.lifecycle.stages,
            self.starts[segment],
            [
                Arrow(part.source, part.target, part.moves, part.median_days)
                for part in self.parts
                if part.segment == segment
            ],
        )

    def plot(self) -> Plot | None:
        """
        Draw where leads go from each stage; with several segments a table says more.
        """
        if len(self._segments) != 1 or not self.parts:
            return None
        stages = self.past.lifecycle.stages
        left = [one for one in stages if any(part.source == one for part in self.parts)]
        rates = {(part.source, part.target): part.rate.value for part in self.parts}
        return Heat(
            self.title,
            tuple(left),
            stages,
            tuple(tuple(rates.get((one, other)) for other in stages) for one in left),
            empty="never",
        )

    def _lines(self) -> Sequence[Row]:
        return [self._line(part) for part in self.parts]

    def _line(self, part: Edge) -> Row:
        head = {} if part.segment is None else {"segment": part.segment}
        low, high = part.rate.interval() or (None, None)
        leads = self._segments[part.segment].leads
        return Row(
            {
                **head,
                "source": part.source,
                "target": part.target,
                "leads": part.leads,
                "moves": part.moves,
                "median_days": part.median_days,
                "rate": part.rate.value,
                "low": low,
                "high": high,
            },
            {"leads": lambda: _movers(self.past, leads, part.source, part.target)},
        )


def flow(
    past: Past,
    *,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> Flow:
    """
    Count the moves between stages.

    Args:
        past: The history.

        by: What segment each lead has; None for all together.

        created: From when to when leads were created; the latter isn't included.

    Returns:
        An answer with a row for each move that was made. Their numbers sum to the rows
        of the history but those that tell of a creation.

    Raises:
        RuleError: An argument is wrong.
        InstantError: An instant of *created* has no time zone.
    """
    visits = visits_of(past)
    parts: list[Edge] = []
    starts: dict[str | None, FrozenMap[str, int]] = {}
    segments: dict[str | None, Segment] = {}
    for segment in past.segments(by, created):
        name = None if by is None else segment.name
        segments[name] = segment
        began, moves = _moves(past, visits, segment.leads)
        starts[name] = FrozenMap(began)
        parts += _edges(past, visits, name, moves)
    return Flow(past, tuple(parts), FrozenMap(starts), FrozenMap(segments))


# By source and target, the rows of the stays that ended so, and whose they are.
_Moves = dict[tuple[int, int], tuple[list[int], set[int]]]


def _moves(
    past: Past, visits: Visits, leads: Sequence[int]
) -> tuple[dict[str, int], _Moves]:
    names, begins = past.lifecycle.stages, past.columns.begins
    stages, targets = visits.stages, visits.targets
    began = [0] * len(names)
    moves: _Moves = {}
    for place in leads:
        first = begins[place]
        began[stages[first]] += 1
        # The last visit goes on.
        for row in range(first, begins[place + 1] - 1):
            key = stages[row], targets[row]
            if key not in moves:
                moves[key] = [], set()
            rows, movers = moves[key]
            rows.append(row)
            movers.add(place)
    told = {name: count for name, count in zip(names, began, strict=True) if count}
    return told, moves


def _edges(
    past: Past, visits: Visits, segment: str | None, moves: _Moves
) -> Iterator[Edge]:
    names = past.lifecycle.stages
    leaving = [0] * len(names)
    for (source, _), (rows, _) in moves.items():
        leaving[source] += len(rows)
    for source, target in sorted(moves):
        rows, movers = moves[source, target]
        yield Edge(
            segment,
            names[source],
            names[target],
            len(movers),
            Rate(len(rows), leaving[source]),
            median(visits.left[row] - visits.entered[row] for row in rows) / DAY,
        )


def _movers(
    past: Past, leads: Sequence[int], source: str, target: str
) -> Iterator[str]:
    columns = past.columns
    way = past.code(source, "source"), past.code(target, "target")
    for place in leads:
        first, end = columns.begins[place], columns.begins[place + 1]
        stages = columns.stages[first:end]
        if way in pairwise(stages):
            yield columns.leads[place]
