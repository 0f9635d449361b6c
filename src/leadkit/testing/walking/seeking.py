"""
Ways through a lifecycle on paper, and leads that are sent on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import attrs

from ...leads import Lead
from ...moves import Transition
from ...rules import nodes as n
from ...rules.proof.drafts import Budget
from ...rules.proof.solving import Formula, TooMuchError
from ..stories.living import live
from ..stories.story import Step, Story
from .exploring import MOST_SITUATIONS, Arrow, States, Walk, walk
from .projecting import Projector
from .situations import Chart, Spot, Way

#: How many ways on paper leads are sent on, before journeys are drawn at random.
MOST_WAYS = 12
#: How many leads are built for that, on all ways together.
MOST_LEADS = 12_000


@attrs.frozen(eq=False)
class Leg:
    """
    A move on paper, or a rest at a spot.

    Attributes:
        spot: Where the lead stands.

        target: Where it goes, None if it rests.

        transition: The move, None if it rests.

        true: What is known true of it then.

        untrue: What isn't.
    """

    spot: Spot
    target: Spot | None
    transition: Transition | None
    true: tuple[n.Question, ...]
    untrue: tuple[n.Question, ...]

    @property
    def step(self) -> Step:
        """
        The move, to be made by a lead.
        """
        assert self.transition is not None  # noqa: S101  a rest is the end of a way
        assert self.target is not None  # noqa: S101
        return Step(
            self.transition, self.spot.stage, self.target.stage, self.true, self.untrue
        )


def moving(
    way: Way, true: tuple[n.Question, ...] = (), untrue: tuple[n.Question, ...] = ()
) -> Leg:
    """
    Go a way, where some questions are known true and others aren't.
    """
    return Leg(
        way.source,
        way.target,
        way.transition,
        (*way.true, *true),
        (*way.untrue, *untrue),
    )


def resting(
    spot: Spot, true: tuple[n.Question, ...] = (), untrue: tuple[n.Question, ...] = ()
) -> Leg:
    """
    Stand at a spot, where some questions are known true and others aren't.
    """
    return Leg(spot, None, None, true, untrue)


class Sketch:
    """
    A chart, and all situations in it that can be reached.

    Args:
        chart: The chart.

        moves: The moves that are made.

        goals: What else will be asked about.

        must_rise: Whether it matters what can be reached from each situation, and not
            only from the beginning.

    Attributes:
        chart: The chart.

        projector: The facts that leads take with them.

        walk: The situations.

    Raises:
        TooMuchError: There are too many situations, or too many combinations to try.
    """

    def __init__(
        self,
        chart: Chart,
        moves: Iterable[Leg],
        goals: Iterable[Leg] = (),
        *,
        must_rise: bool = False,
    ) -> None:
        self.chart: Chart = chart
        made = list(moves)
        self._formulas = {
            leg: chart.formula(leg.spot, leg.true, leg.untrue)
            for leg in (*made, *goals)
        }
        self._alternatives = {
            leg: [
                (true, chart.formula(leg.spot, true, leg.untrue))
                for true in _alternatives(leg.true)
            ]
            for leg in (made if must_rise else ())
        }
        within = (one for some in self._alternatives.values() for _, one in some)
        self.projector: Projector = Projector(
            chart.quantities,
            [*self._formulas.values(), *within],
            must_rise=must_rise,
        )
        space = self.projector.space
        most = len(chart.spots) * space.size
        if most > MOST_SITUATIONS:
            raise TooMuchError(
                f"there are up to {most:,} situations, more than {MOST_SITUATIONS:,}"
            )
        self._places = {spot: place for place, spot in enumerate(chart.spots)}
        self.arrows: list[Arrow] = [
            Arrow(self.place(leg.spot), self._target(leg), self.where(leg), leg)
            for leg in made
        ]
        self.walk: Walk = walk(space, {0: space.everything}, self.arrows)
        self._budget = Budget(MOST_LEADS)

    def place(self, spot: Spot) -> int:
        """
        The place of a spot in the walk.
        """
        return self._places[spot]

    def _target(self, leg: Leg) -> int:
        assert leg.target is not None  # noqa: S101  a move leads somewhere
        return self.place(leg.target)

    def alternatives(self, leg: Leg) -> list[tuple[tuple[n.Question, ...], Formula]]:
        """
        List what is enough for a move: its rules, and single parts of them.
        """
        return self._alternatives[leg]

    def where(self, leg: Leg) -> States:
        """
        Find the states in which a leg is possible on paper.
        """
        return self.projector.where(self._formulas[leg])

    def reached(self, leg: Leg) -> States:
        """
        Find the states that can be reached and in which a leg is possible on paper.
        """
        return self.walk.at(self.place(leg.spot)) & self.where(leg)

    def ways(
        self, goals: Iterable[Leg], most: int = MOST_WAYS
    ) -> list[tuple[Leg, ...]]:
        """
        List ways to one of some goals, the shortest first; a goal is the end of each.
        """
        found: list[tuple[Leg, ...]] = []
        for goal in goals:
            states = self.reached(goal)
            if states:
                ways = self.walk.ways(self.place(goal.spot), states, most)
                found += ((*self.legs(way), goal) for way in ways)
        return sorted(found, key=_moves)[:most]

    def legs(self, way: Iterable[Arrow]) -> list[Leg]:
        """
        Tell which moves the arrows of a way are.
        """
        return [leg for leg in (arrow.name for arrow in way) if isinstance(leg, Leg)]

    def like(
        self, states: States
    ) -> tuple[tuple[n.Question, ...], tuple[n.Question, ...]]:
        """
        Say what leads are like that are in the first of some states.

        Returns:
            What is known true of them, and what isn't.
        """
        true: list[n.Question] = []
        untrue: list[n.Question] = []
        for quantity, heights in self.projector.heights(states):
            for node, known in self.chart.like(quantity, heights):
                (true if known else untrue).append(node)
        return tuple(true), tuple(untrue)

    def state_of(self, lead: Lead, as_of: datetime) -> States:
        """
        Tell in which state a real lead is; none if it is in none that we know.
        """
        return self.projector.state(
            lambda quantity: self.chart.height_of(quantity, lead, as_of)
        )

    def lived(
        self, way: Sequence[Leg], *, record: type[Lead] | None = None
    ) -> Story | None:
        """
        Send a lead on a way; None if no lead was found that goes it.
        """
        *before, last = way
        steps = [leg.step for leg in (before if last.transition is None else way)]
        then: tuple[n.Question, ...] = ()
        then_untrue: tuple[n.Question, ...] = ()
        if last.transition is None:
            then, then_untrue = last.true, last.untrue
        return live(
            self.chart.lifecycle,
            steps,
            record=record,
            then=then,
            then_untrue=then_untrue,
            monotone=self.chart.monotone,
            budget=self._budget,
        )


def _alternatives(
    true: tuple[n.Question, ...],
) -> Iterator[tuple[n.Question, ...]]:
    yield true
    for place, node in enumerate(true):
        if isinstance(node, n.Or):
            for part in node.parts:
                yield (*true[:place], part, *true[place + 1 :])


def _moves(way: Sequence[Leg]) -> int:
    return sum(leg.transition is not None for leg in way)
