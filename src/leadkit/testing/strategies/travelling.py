"""
Leads sent through a lifecycle: real moves, with happenings between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...errors import RuleError, described, is_a
from ...instants import DAY
from ...leads import Lead
from ...moves import Transition
from ...playbook import Playbook
from ...rules import nodes as n
from ...rules.expressions import Flag, Rule
from ...rules.joining import as_rule
from ...rules.turning import TICK
from ...states import Lifecycle
from ...unchecked import REFUSALS
from ..stories.moving import moved
from ..stories.needs import asked
from ..stories.occurrences import BY
from .changes import Change, changes
from .edges import AS_OF, Edges
from .helping import Helper, waits
from .naming import made_of, named, often
from .nearness import Near, edges_of, listed
from .records import leads
from .steps import Journey, Step

L = TypeVar("L", bound=Lead)

_MOST_TURNS = 10
# How many ways there are to choose from, where a guard can be made true in several.
_MOST_WAYS = 5
_MOST_WAITS = 30


def journeys(
    lifecycle: Lifecycle | Playbook,
    /,
    record: type[L] | None = None,
    *,
    near: Near | Iterable[Near] | None = None,
    traits: Mapping[str, Any] | None = None,
    monotone: Iterable[Rule | Flag] = (),
    start: datetime = AS_OF,
    **given: SearchStrategy[Any],
) -> SearchStrategy[Journey[L]]:
    """
    Leads on their way: each move is made by `Lifecycle.advance`, and time goes on.

    Between moves activities happen, consents are given and withdrawn, qualifications
    granted and revoked, and fields change. What the guards ask about is made true often
    enough that most moves that are tried succeed; what is refused leaves no trace. They
    shrink towards a lead that just began.

    Args:
        lifecycle: The lifecycle, or a playbook with one.

        record: The class of leads; `Lead`, or the playbook's, if not given.

        near: What will be asked about them besides the guards; see ``leads()``.

        traits: Fields that a tenant defined; see ``leads()``.

        monotone: Rules that stay known true once they are: what would end that doesn't
            happen.

        start: When journeys begin.

        given: A strategy for a field of the lead that begins.

    Raises:
        RuleError: *lifecycle* is no lifecycle, or a playbook without one.

    >>> from hypothesis import given
    >>> from leadkit import standard
    >>> from leadkit.testing import journeys
    >>> lifecycle = standard.lifecycle()
    >>> @given(journeys(lifecycle))
    ... def test_replay(journey):
    ...     again = lifecycle.replay(journey.first, journey.last.moves)
    ...     assert again.stage == journey.last.stage
    >>> test_replay()
    """
    usual: type[Lead] = Lead
    moves: Lifecycle | None
    if isinstance(lifecycle, Playbook):
        usual, moves = lifecycle.record, lifecycle.lifecycle
    else:
        moves = lifecycle
    if not is_a(moves, Lifecycle):
        raise RuleError(
            "journeys()", described(lifecycle), "a Lifecycle, or a Playbook with one"
        )
    assert moves is not None  # noqa: S101  for type checkers
    of: Any = usual if record is None else record
    more = (moves, *listed(near))
    kept = tuple(as_rule(rule, "monotone").node for rule in monotone)
    edges = edges_of(more)
    edges.read(kept)
    nothing = st.just(())
    fixed: dict[str, SearchStrategy[Any]] = {
        **dict.fromkeys(
            ("activities", "consents", "touches", "grants", "moves"), nothing
        ),
        "stage": st.just(moves.initial),
        "created_at": st.none() | st.just(start),
        **given,
    }
    begun = leads(of, near=more, as_of=start, traits=traits, **fixed)
    plan = _Plan.of(moves, edges, kept)
    found = made_of(plan.gone, begun, st.just(start), plan.turns(of))
    options: dict[str, Any] = {
        "near": near,
        "traits": traits,
        "monotone": kept or None,
        **given,
    }
    if start != AS_OF:
        options["start"] = start
    return named(found, "journeys", lifecycle, record, **options)


@attrs.frozen
class _Turn:
    # What is drawn of a journey, whatever becomes of the lead: so any turn can be left
    # out, and Hypothesis finds a short journey.
    span: timedelta
    change: Change | None = None
    # Which of the moves, from 1, and which way to make its guard true; 0 only waits.
    number: int = 0
    way: int = 0


@attrs.frozen(eq=False)
class _Plan:
    lifecycle: Lifecycle
    edges: Edges
    monotone: tuple[n.Question, ...]
    waits: tuple[timedelta, ...]
    ways_on: dict[str, dict[int, Transition]]

    @classmethod
    def of(
        cls, lifecycle: Lifecycle, edges: Edges, monotone: tuple[n.Question, ...]
    ) -> _Plan:
        numbered = [*enumerate(lifecycle.transitions, 1)]
        ways_on = {
            stage: {number: one for number, one in numbered if stage in one.sources}
            for stage in lifecycle.stages
        }
        return cls(lifecycle, edges, monotone, waits(edges), ways_on)

    def turns(self, record: type[Lead]) -> SearchStrategy[list[_Turn]]:
        """
        Draw what is tried, one after another.
        """
        some = self.waits[:_MOST_WAITS]
        spans = st.sampled_from([DAY, timedelta(), TICK, *some, 30 * DAY])
        numbers = st.integers(0, len(self.lifecycle.transitions))
        moves = st.builds(_Turn, spans, number=numbers, way=st.integers(0, _MOST_WAYS))
        happens = st.builds(_Turn, spans, changes(record, self.edges))
        turns = partial(st.lists, often(moves) | happens, max_size=_MOST_TURNS)
        # Some are long: what lies far from the beginning is seldom reached otherwise.
        return turns() | turns(min_size=_MOST_TURNS // 2)

    def gone(self, lead: L, start: datetime, turns: Iterable[_Turn]) -> Journey[L]:
        """
        Send a lead on its way.
        """
        journey, at = Journey(lead, start), start
        for turn in turns:
            before, at = at, max(at, journey.at) + turn.span
            if not self._keeps(journey.last, before, journey.last, at):
                at = before  # no such time passes
            if turn.change is None:
                steps = self._moved(journey.last, at, turn)
            else:
                steps = self._happened(turn.change, journey.last, at)
            journey = Journey(lead, start, (*journey.steps, *steps))
        return journey

    def _happened(self, change: Change, lead: L, at: datetime) -> list[Step[L]]:
        try:
            after = change(lead, at)
        except REFUSALS:
            return []  # the class of the lead refuses it
        if after is None or after == lead or not self._keeps(lead, at, after, at):
            return []
        return [Step(at, lead, after)]

    def _keeps(self, lead: Lead, at: datetime, after: Lead, later: datetime) -> bool:
        return all(
            asked(node, after, later) is True
            for node in self.monotone
            if asked(node, lead, at) is True
        )

    def _moved(self, lead: L, at: datetime, turn: _Turn) -> list[Step[L]]:
        ways = self.ways_on.get(lead.stage, {})
        if not ways or not turn.number:
            return []
        wanted = ways[_nearest(turn.number, [*ways])]
        steps: list[Step[L]] = []
        guard = None if wanted.when is None else wanted.when.node
        if guard is not None and asked(guard, lead, at) is not True:
            helper = Helper(self.edges, turn.way)
            steps += self._happened(partial(helper.helped, node=guard), lead, at)
            lead = steps[-1].after if steps else lead
            at = self._waited(lead, at, guard)
        after = moved(self.lifecycle, lead, wanted.trigger, at, BY)
        if after is None:
            return steps
        return [*steps, Step(at, lead, after, wanted.trigger)]

    def _waited(self, lead: Lead, at: datetime, node: n.Question) -> datetime:
        for span in (timedelta(), *self.waits):
            later = at + span
            if asked(node, lead, later) is True and self._keeps(lead, at, lead, later):
                return later
        return at


def _nearest(number: int, ways: list[int]) -> int:
    # The last one up to that number: so the least number that makes a move is its own,
    # and means the same when turns before are left out. Below all, any of them.
    before = [one for one in ways if one <= number]
    return before[-1] if before else ways[-number % len(ways)]
