"""
A lifecycle on paper: where leads can stand, and what takes them elsewhere.

A spot says where a lead stands, where it came from, and where it stood before, as far
as the rules ask. All else that they ask is left to formulas about regions of values, of
which there are more than there are leads: so what is impossible on paper is impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from fractions import Fraction
from typing import TypeGuard

import attrs

from ...kinds import ValueKind
from ...leads import Lead
from ...moves import PREVIOUS, Transition
from ...rules import nodes as n
from ...rules.meaning import exact
from ...rules.proof.grouping import indices
from ...rules.proof.quantities import Key, inside
from ...rules.proof.regions import Range, Region, plain
from ...rules.proof.solving import Atom, Formula, TooMuchError, all_of, any_of
from ...rules.proof.worlds import World
from ...rules.rewriting import rewritten
from ...states import Lifecycle
from ..stories.needs import asked
from .projecting import Height, Quantity

#: More spots aren't looked at, since rules then ask for too much of the history.
MOST_SPOTS = 20_000
# What only grows as long as nothing is ever taken back.
_GROWING = {"count", "distinct_days", "largest", "days_since_first"}


@attrs.frozen
class Spot:
    """
    Where a lead stands, and how it got there.

    Attributes:
        stage: The stage.

        came: The stage that it came from; None if it made no move, or if nobody asks.

        been: Of the stages that rules ask about, those that it ever stood in.
    """

    stage: str
    came: str | None
    been: frozenset[str]


@attrs.frozen(eq=False)
class Way:
    """
    A transition from one spot to another.

    Attributes:
        transition: The transition.

        source: Where it starts.

        target: Where it ends.

        true: What must be known true for it.

        untrue: What must not be: the rules of those that would be made in its place.
    """

    transition: Transition
    source: Spot
    target: Spot
    true: tuple[n.Question, ...]
    untrue: tuple[n.Question, ...]


class Chart:
    """
    A lifecycle on paper.

    Args:
        lifecycle: The lifecycle.

        questions: What else will be asked about its leads.

        record: The class of leads, None if that is open.

        monotone: Rules that stay known true once they are.

        by_source: Whether to tell apart where leads came from, even if no rule asks.

    Attributes:
        world: What the rules can tell apart.

        spots: Where leads can stand, the first being where they begin.

        ways: The transitions between them, in the order declared for each spot.

        been: The stages of which rules ask whether a lead ever stood there.

    Raises:
        TooMuchError: There are too many spots.
    """

    def __init__(
        self,
        lifecycle: Lifecycle,
        questions: Iterable[n.Question] = (),
        *,
        record: type[Lead] | None = None,
        monotone: Iterable[n.Question] = (),
        by_source: bool = False,
    ) -> None:
        self.lifecycle: Lifecycle = lifecycle
        self.monotone: tuple[n.Question, ...] = tuple(monotone)
        rules = [one.when for one in lifecycle.transitions]
        guards = [rule.node for rule in rules if rule is not None]
        asked = [*guards, *questions, *self.monotone]
        parts = [part for node in asked for part in inside(node)]
        self.been: frozenset[str] = frozenset(
            stage for part in parts for stage in _entered(part)
        )
        self._by_source = (
            by_source
            or bool(self.been)
            or any(isinstance(part, n.CameFrom) for part in parts)
            or any(one.target is PREVIOUS for one in lifecycle.transitions)
        )
        begin = Spot(lifecycle.initial, None, frozenset())
        self.spots: list[Spot] = [begin]
        self.ways: list[Way] = []
        self._out: dict[Spot, list[Way]] = {begin: []}
        self._look_around()
        self.world: World = World(self._asked_at_spots(asked), record)
        self._formulas: dict[tuple[n.Question, Spot | None, bool], Formula] = {}
        # By quantity, the rules about it alone that stay true, with their regions.
        self._within: dict[int, list[tuple[n.Question, int]]] = {}
        self._across: list[n.Question] = []
        for node in self.monotone:
            known = None if _asks_stages(node) else self.world.known_true(node)
            if isinstance(known, Atom):
                within = self._within.setdefault(known.quantity, [])
                within.append((node, known.regions))
            else:
                self._across.append(node)

    def _asked_at_spots(self, asked: Iterable[n.Question]) -> Iterator[n.Question]:
        # As it is asked where a lead has been everywhere, and where it hasn't.
        for node in asked:
            since = frozenset(s for part in inside(node) for s in _entered(part))
            for been in dict.fromkeys(since & _been(spot) for spot in self.spots):
                yield _without_stages(_since_entries(node, been))

    def _look_around(self) -> None:
        for spot in self.spots:  # which grows on the way
            for way in self._ways_from(spot):
                self._out[spot].append(way)
                self.ways.append(way)
                if way.target not in self._out:
                    self._out[way.target] = []
                    self.spots.append(way.target)
            if len(self.spots) > MOST_SPOTS:
                raise TooMuchError(
                    f"there are more than {MOST_SPOTS:,} ways to have come to a stage "
                    "that rules can tell apart"
                )

    def _ways_from(self, spot: Spot) -> Iterator[Way]:
        before: dict[str, list[n.Question]] = {}
        for one in self.lifecycle.transitions:
            target = spot.came if one.target is PREVIOUS else one.target
            if spot.stage not in one.sources or target is None:
                continue
            earlier = before.setdefault(one.trigger, [])
            guard = n.Always(answer=True) if one.when is None else one.when.node
            yield Way(
                one,
                spot,
                self._moved(spot, str(target)),
                () if one.when is None else (guard,),
                tuple(earlier),
            )
            earlier.append(guard)

    def _moved(self, spot: Spot, target: str) -> Spot:
        if not self._by_source:
            return Spot(target, None, frozenset())
        been = spot.been | {spot.stage, target} & self.been
        return Spot(target, spot.stage, been)

    def ways_from(self, spot: Spot) -> list[Way]:
        """
        List the ways from a spot, in the order declared.
        """
        return self._out[spot]

    def spot_of(self, lead: Lead) -> Spot:
        """
        Tell at which spot a real lead stands.
        """
        if not self._by_source or not lead.moves:
            return Spot(lead.stage, None, frozenset())
        been = {stage for move in lead.moves for stage in (move.source, move.target)}
        return Spot(lead.stage, lead.moves[-1].source, frozenset(been & self.been))

    # Formulas -------------------------------------------------------------------------

    def formula(
        self,
        spot: Spot,
        true: Iterable[n.Question] = (),
        untrue: Iterable[n.Question] = (),
    ) -> Formula:
        """
        Say what a lead at a spot must be like.

        Args:
            spot: The spot.

            true: What is to be known true of it.

            untrue: What isn't.
        """
        return all_of(
            [
                *(self._at(node, spot, yes=True) for node in true),
                *(self._at(node, spot, yes=False) for node in untrue),
                *self._kept(spot),
            ]
        )

    def _at(self, node: n.Question, spot: Spot, *, yes: bool) -> Formula:
        # Most rules don't ask for stages, and say the same at every spot.
        key = (node, spot if _asks_stages(node) else None, yes)
        if key not in self._formulas:
            here = standing(node, spot)
            known = self.world.known_true if yes else self.world.not_known_true
            self._formulas[key] = known(here)
        return self._formulas[key]

    def _kept(self, spot: Spot) -> Iterator[Formula]:
        # A rule about several things that stays true is a quantity of its own, with two
        # regions.
        for number, node in enumerate(self._across, len(self.world.keys)):
            yes = self._at(node, spot, yes=True)
            no = self._at(node, spot, yes=False)
            yield any_of(
                [all_of([Atom(number, 2), yes]), all_of([Atom(number, 1), no])]
            )

    # Quantities -----------------------------------------------------------------------

    @property
    def quantities(self) -> list[Quantity]:
        """
        What the formulas are about.
        """
        found = [
            Quantity({case: self._height(number, case) for case in indices(regions)})
            for number, regions in enumerate(self.world.everything)
        ]
        return [*found, *(Quantity({0: (0,), 1: (1,)}) for _ in self._across)]

    def _height(self, quantity: int, case: int) -> Height:
        region = self.world.region(quantity, case)
        grown = (region[key] for key in self.world.keys[quantity] if _grows(key))
        kept = (regions >> case & 1 for _, regions in self._within.get(quantity, ()))
        return (*grown, *kept)

    def keeps(self, quantity: int, height: Height) -> Iterator[tuple[n.Question, bool]]:
        """
        Tell which of the rules that stay true are so at some height of a quantity.
        """
        own = len(self.world.keys)
        if quantity >= own:
            yield self._across[quantity - own], bool(height[0])
            return
        within = self._within.get(quantity, [])
        known = height[len(height) - len(within) :]
        for (node, _), answer in zip(within, known, strict=True):
            yield node, bool(answer)

    def like(
        self, quantity: int, heights: Iterable[Height]
    ) -> Iterator[tuple[n.Question, bool]]:
        """
        Ask whether a quantity has one of some heights, the simplest of them.

        Returns:
            The questions, and for each whether it is known true then.
        """
        height = min(heights, key=lambda one: self._size(quantity, one))
        yield from self.keeps(quantity, height)
        for key, domain, place in self._grown(quantity, height):
            for node in _lies(key, domain, place):
                yield node, True

    def _size(self, quantity: int, height: Height) -> tuple[Fraction, Height]:
        # Small numbers make simple leads.
        grown = self._grown(quantity, height)
        sizes = (abs(r.regions[n - 1].sample) + 1 for _, r, n in grown if n)
        return sum(sizes, Fraction(0)), height

    def _grown(
        self, quantity: int, height: Height
    ) -> Iterator[tuple[n.Aggregate, Range, int]]:
        if quantity < len(self.world.keys):
            growing = filter(_grows, self.world.keys[quantity])
            for key, place in zip(growing, height, strict=False):
                yield key, self._range(key), place

    def _range(self, key: n.Aggregate) -> Range:
        domain = self.world.domains[key]
        assert isinstance(domain, Range)  # noqa: S101  an aggregate is a number
        return domain

    def height_of(self, quantity: int, lead: Lead, as_of: datetime) -> Height:
        """
        Tell how high a quantity of a real lead lies.
        """
        own = len(self.world.keys)
        if quantity >= own:
            return (_known(self._across[quantity - own], lead, as_of),)
        grown = (
            _place(self._range(key), exact(key, lead, as_of))
            for key in self.world.keys[quantity]
            if _grows(key)
        )
        kept = (node for node, _ in self._within.get(quantity, ()))
        return (*grown, *(_known(node, lead, as_of) for node in kept))


def _known(node: n.Question, lead: Lead, as_of: datetime) -> int:
    return int(asked(node, lead, as_of) is True)


def _lies(key: n.Aggregate, domain: Range, place: int) -> Iterator[n.Question]:
    # That a number lies in a region.
    if not place:
        yield n.IsMissing(key)
        return
    region = domain.regions[place - 1]
    ends = ((region.low, "ge", "gt"), (region.high, "le", "lt"))
    for end, closed, open_ in ends:
        if end is not None:
            op = closed if region.closed else open_
            yield n.Compare(op, key, n.Constant(plain(end), ValueKind.NUMBER))


def _place(domain: Range, value: Fraction | float | None) -> int:
    if value is None:
        return 0
    there = Fraction(value)
    point = Region(there, there, closed=True, sample=there)
    return next(n for n, one in enumerate(domain.regions, 1) if one.meets(point))


def _grows(key: Key) -> TypeGuard[n.Aggregate]:
    # Activities are never taken back, but fall out of a window; and where a lead is
    # erased, they lose their campaigns.
    return (
        isinstance(key, n.Aggregate)
        and key.op in _GROWING
        and key.query.window is None
        and key.query.since is None
        and not {"campaign", "variant"} & dict(key.query.where).keys()
    )


# Stages ------------------------------------------------------------------------------

_STAGES = (n.InStage, n.HasBeen, n.CameFrom)


def _asks_stages(node: n.Question) -> bool:
    return any(
        isinstance(part, _STAGES) or any(True for _ in _entered(part))
        for part in inside(node)
    )


def _without_stages(node: n.Question) -> n.Question:
    # The same questions about all else.
    def replace(part: n.Node) -> n.Node:
        return n.Always(answer=True) if isinstance(part, _STAGES) else part

    return rewritten(node, replace)


def standing(node: n.Question, spot: Spot) -> n.Question:
    """
    Answer what a question asks about stages, for a lead at a spot.
    """

    def replace(part: n.Node) -> n.Node:
        match part:
            case n.InStage(stages=stages):
                return n.Always(answer=spot.stage in stages)
            case n.HasBeen(stage=stage):
                been = {spot.stage, spot.came, *spot.been}
                return n.Always(answer=stage in been)
            case n.CameFrom(stage=stage):
                return n.Always(answer=stage == spot.came)
            case _:
                return part

    return _since_entries(rewritten(node, replace), _been(spot))


def _been(spot: Spot) -> frozenset[str]:
    came = () if spot.came is None else (spot.came,)
    return frozenset({spot.stage, *came, *spot.been})


def _entered(part: n.Node) -> Iterator[str]:
    # The stages that it matters for whether a lead ever came there.
    match part:
        case n.HasBeen(stage=stage):
            yield stage
        case n.Query(since=str(stage)) | n.Conversed(since=str(stage)):
            yield stage
        case _:
            pass


def _since_entries(node: n.Question, been: AbstractSet[str]) -> n.Question:
    # What happened since a stage was entered is all that happened, if it never was.
    def replace(part: n.Node) -> n.Node:
        match part:
            case n.Query(since=str(stage)) | n.Conversed(since=str(stage)):
                return part if stage in been else attrs.evolve(part, since=None)
            case _:
                return part

    return rewritten(node, replace)
