"""
Leads that exist, extended so that rules hold about them and others don't.

As with the examples of `leadkit.rules.analysis`, a world is solved and a lead built for
the solution, and the interpreter has the last word. But here time only goes on, and
what has happened stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from ...leads import Lead
from ...rules import nodes as n
from ...rules.meaning import exact
from ...rules.proof.drafts import Budget, Draft
from ...rules.proof.grouping import indices
from ...rules.proof.placing import put_fields
from ...rules.proof.possibility import rules_of
from ...rules.proof.quantities import Fact, Key, Pair
from ...rules.proof.ranges import EPOCH, TICKS
from ...rules.proof.reaching import compared, guess_fields, with_activities
from ...rules.proof.regions import Listed, Region
from ...rules.proof.solving import Domains, Formula, Search, TooMuchError, all_of
from ...rules.proof.wanting import Wanted, size
from ...rules.proof.worlds import World
from ...rules.turning import TICK
from .arranging import arranged, free_media, is_so
from .guessing import persuaded
from .needs import FIXED, Need
from .waiting import gaps

#: How many choices of regions are tried for one instant.
_TURNS = 4
#: How many leads are built for one of them.
_MOST_TRIED = 300
#: How many leads are extended to please a host's functions.
_MOST_PERSUADED = 5


def continued(
    lead: Lead, since: datetime, need: Need, budget: Budget
) -> Iterator[tuple[Lead, datetime]]:
    """
    Extend a lead so that it is like what is needed.

    Args:
        lead: The lead; nothing of it is later than *since*.

        since: The instant of what happened last.

        need: What it is to be like.

        budget: How many leads may be built.

    Returns:
        Leads that are, each with the instant, the simplest first.
    """
    opaque = any(isinstance(p, n.Predicate) for q in need.nodes for p in n.walk(q))
    left = _MOST_PERSUADED
    for gap in gaps(need.nodes, lead, since):
        try:
            as_of = since + gap
        except OverflowError:
            continue
        if need.met(lead, as_of):
            yield lead, as_of
            continue
        for taken in (True, False) if opaque else (True,):
            asks = need.settled(lead, as_of, opaque=taken)
            for found in _Continuing(lead, since, as_of, asks, budget).leads():
                if need.met(found, as_of):
                    yield found, as_of
                elif not taken and left > 0:
                    left -= 1
                    more = persuaded(found, as_of, need)
                    if more is not None:
                        yield more, as_of


@attrs.frozen(eq=False)
class _Continuing:
    # One instant, and all ways to be there what is needed.
    lead: Lead
    since: datetime
    as_of: datetime
    need: Need
    budget: Budget
    # What can't be undone leaves these regions to each quantity.
    free: Domains = attrs.field(factory=dict[int, int], init=False)

    def leads(self) -> Iterator[Lead]:
        helping = rules_of(self.need.nodes)
        world = World((*self.need.nodes, *helping), type(self.lead))
        try:
            limits = all_of(self._limits(world))
            self.free.update(Search(world.everything).solve(limits) or {})
            formula = all_of(
                [
                    *(world.known_true(node) for node in self.need.true),
                    *(world.not_known_true(node) for node in self.need.untrue),
                    limits,
                ]
            )
            domains = Search(world.everything).solve(formula)
            for turn in range(_TURNS if domains is not None else 0):
                found, _ = self._built(world, domains, turn)
                if found is not None:
                    yield found
            yield from self._climbed(world, formula, helping)
        except TooMuchError:
            return

    def _climbed(
        self, world: World, formula: Formula, helping: tuple[n.Question, ...]
    ) -> Iterator[Lead]:
        # Towards a total, by one rule of the card after another.
        search = Search(world.everything)
        best, least = self._built(world, search.solve(formula))
        # Twice, since what a floor hides at first shows once there are points above it.
        for node in (*helping, *helping):
            for more in (world.known_true(node), world.not_known_true(node)):
                joined = all_of([formula, more])
                found, missed = self._built(world, search.solve(joined))
                if found is not None and missed == 0:
                    yield found
                if missed is not None and (least is None or missed < least):
                    formula, best, least = joined, found, missed
                    break
        # A host's function may make up for the rest.
        if best is not None:
            yield best

    def _built(
        self, world: World, domains: Domains | None, turn: int = 0
    ) -> tuple[Lead | None, Fraction | None]:
        # The lead, and by how much its numbers miss.
        if domains is None:
            return None, None
        goal = self._wanted(world, domains, turn)
        facts = {k: v for k, v in goal.samples.items() if isinstance(k, Fact)}
        facts = {k: v for k, v in facts.items() if k.name != "opaque"}
        pairs = {k: v for k, v in goal.samples.items() if isinstance(k, Pair)}
        needs: dict[n.Value, Region | None] = {
            key: region
            for key, region in goal.regions.items()
            if isinstance(key, (n.Aggregate, n.Total, n.Arithmetic))
            or (isinstance(key, n.Age) and not isinstance(key.instant, n.Field))
        }
        try:
            origin = arranged(self.lead, facts, self.as_of)
            draft = Draft(
                type(self.lead),
                self.as_of,
                origin=origin,
                since=self.since,
                fixed=FIXED,
            )
            put_fields(draft, goal)
            budget = Budget(min(_MOST_TRIED, self.budget.left))
            self.budget.left -= budget.left
            guess_fields(draft, needs, pairs, budget)
            reached = with_activities(draft, needs, budget)
            self.budget.left += max(0, budget.left)
        except Exception:  # noqa: BLE001  a host's checks and functions may raise
            return None, None
        return (None, None) if reached is None else (reached[0], reached[2])

    # What is wanted -------------------------------------------------------------------

    def _wanted(self, world: World, domains: Domains, turn: int) -> Wanted:
        out = Wanted()
        for quantity, left in domains.items():
            if left == self.free.get(quantity):
                continue  # nothing is asked of it
            cases = indices(left)
            cases.sort(key=lambda case: size(world, quantity, case))
            now = self._case(world, quantity)
            kept = now in cases and turn % 2 == 0
            case = now if kept and now is not None else cases[turn // 2 % len(cases)]
            for key, index in world.region(quantity, case).items():
                # A field that fits already needn't be set.
                if not kept or not isinstance(key, (n.Field, n.Age)):
                    out.put(world, key, left, index)
        return out

    def _case(self, world: World, quantity: int) -> int | None:
        # In which region the lead is now, as far as that can be told.
        keys = world.keys[quantity]
        places = {key: self._place(world, key) for key in keys}
        cases = range(world.everything[quantity].bit_length())
        return next((c for c in cases if world.region(quantity, c) == places), None)

    def _place(self, world: World, key: Key) -> int | None:
        domain = world.domains[key]
        match key:
            case Fact(name="opaque"):
                return None
            case Fact():
                facts = {k: True for k in world.domains if isinstance(k, Fact)}
                free = free_media(facts)
                seen: Any = is_so(key, self.lead, self.as_of, free)
            case Pair():
                seen = compared(key, self.lead, self.as_of)
            case n.Total():  # of which any will do that is good enough
                return None
            case n.Value():
                seen = exact(key, self.lead, self.as_of)
            case _:
                return None
        if isinstance(domain, Listed):
            regions = domain.at(seen)
            return regions.bit_length() - 1 if regions else None
        if seen is None:
            return 0
        number = _number(seen)
        pieces = enumerate(domain.regions, 1)
        return next((index for index, one in pieces if _contains(one, number)), None)

    # What can't be undone -------------------------------------------------------------

    def _limits(self, world: World) -> Iterator[Formula]:
        for key in world.domains:
            if isinstance(key, n.Aggregate):
                seen = exact(key, self.lead, self.as_of)
                yield world.limited(key, partial(self._fits, key, seen))

    def _fits(self, key: n.Aggregate, seen: Any, region: Region | None) -> bool:
        if region is None:
            return seen is None
        gap = Fraction((self.as_of - self.since) // TICK, TICKS)
        fresh = region.low is not None and region.low < gap
        match key.op:
            case "count" | "distinct_days" | "largest":
                return seen is None or region.high is None or region.high >= seen
            case "days_since_first":
                return fresh if seen is None else _contains(region, seen)
            case "days_since_last":
                return fresh or (seen is not None and _contains(region, seen))
            case _:
                return True


def _number(seen: Any) -> Fraction:
    return Fraction((seen - EPOCH) // TICK if isinstance(seen, datetime) else seen)


def _contains(region: Region, number: Fraction) -> bool:
    low, high = region.low, region.high
    if region.closed:
        return (low is None or low <= number) and (high is None or number <= high)
    return (low is None or low < number) and (high is None or number < high)
