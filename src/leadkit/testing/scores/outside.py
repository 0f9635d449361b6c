"""
Whether a card can give more than some limit, or less: by which of its rules fire.

Each rule fires or doesn't. As long as what is left open could still lead beyond the
limit, both are followed; what no lead can combine is left out. If nothing remains, no
lead gets there. If something does, a lead is built for it, and scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

import attrs

from ...bounds import range_of
from ...instants import DAY
from ...kinds import LARGEST
from ...leads import Lead
from ...points import Group, Points
from ...rules import nodes as n
from ...rules.activities import Activities
from ...rules.proof.possibility import possible
from ...rules.proof.solving import Formula, Search, TooMuchError, all_of
from ...rules.proof.witnesses import Example
from ...rules.proof.worlds import World
from ...scoring import Scorecard
from ..stories.deeds import Deed, deed_for, with_deeds

#: How many combinations are looked at, and for how many of them a lead is built.
MOST_COMBINATIONS = 2000
MOST_BUILT = 4
# How many activities are asked for at once.
_MOST_ACTIVITIES = 1000
# With more entries, nothing is added step by step.
_MOST_CLIMBED = 12


@attrs.frozen
class Outside:
    """
    Whether a card can give more than a limit, or less.

    Attributes:
        answer: True, False, or None if that is undecided.

        example: For True, a lead that shows it.

        tried: How many combinations of rules were looked at.
    """

    answer: bool | None
    example: Example | None = None
    tried: int = 0


def outside(card: Scorecard, limit: int, *, above: bool, record: type[Lead]) -> Outside:
    """
    Tell whether a card can give more than a limit, or less.

    Args:
        card: The card.

        limit: The limit, in hundredths.

        above: Whether more is looked for; else less.

        record: The class of leads.
    """
    return _Looking(card, limit, above, record).answer()


def out_of_reach(
    true: Sequence[n.Question], untrue: Sequence[n.Question], *, record: type[Lead]
) -> bool:
    """
    Tell whether it is proved that no lead gets the totals that some rules ask for.

    Args:
        true: Questions that are to be known true.

        untrue: Questions that are to be False or unknown.

        record: The class of leads.
    """
    asked = [part for one in true for part in _conjuncts(one)]
    for place, one in enumerate(asked):
        threshold = _threshold(one)
        if threshold is None:
            continue
        card, limit, above = threshold
        others = (*asked[:place], *asked[place + 1 :])
        looking = _Looking(
            card, limit, above, record, others, tuple(untrue), alone=False
        )
        if looking.answer().answer is False:
            return True
    return False


def _threshold(node: n.Question) -> tuple[Scorecard, int, bool] | None:
    # Of which card more than a limit is asked for, or less; None if of none.
    match node:
        case n.Compare(
            op="ge" | "gt" | "le" | "lt" as op,
            left=n.Total(card=Scorecard() as card),
            right=n.Constant(value=value),
        ):
            limit = _beyond(op, Fraction(str(value)) * 100)
            return card, limit, op in {"ge", "gt"}
        case _:
            return None


def _beyond(op: str, hundredths: Fraction) -> int:
    # The last whole number that won't do.
    match op:
        case "ge":
            return ceil(hundredths) - 1
        case "gt":
            return floor(hundredths)
        case "le":
            return floor(hundredths) + 1
        case _:
            return ceil(hundredths)


def _conjuncts(node: n.Question) -> Iterator[n.Question]:
    if isinstance(node, n.And):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


@attrs.frozen
class _Entry:
    # An entry that makes a difference, and what is known true of those who get it.
    points: Points
    fires: n.Question
    good: bool  # whether it leads towards what is looked for


@attrs.define
class _Looking:
    card: Scorecard
    limit: int
    above: bool
    record: type[Lead]
    # What else is known of the lead, or isn't; then no lead is built.
    true: tuple[n.Question, ...] = ()
    untrue: tuple[n.Question, ...] = ()
    alone: bool = True
    tried: int = 0
    left: int = MOST_BUILT
    undecided: bool = False

    def answer(self) -> Outside:
        entries = [_entry(p, above=self.above) for p in self.card.points]
        kept = [one for one in entries if one is not None]
        # What gives most is decided first.
        kept.sort(key=lambda one: abs(one.points.hundredths), reverse=True)
        try:
            asked = [one.fires for one in kept]
            world = World([*asked, *self.true, *self.untrue], self.record)
            example = self._look(world, kept)
        except TooMuchError:
            return Outside(None, tried=self.tried)
        if example is not None:
            return Outside(answer=True, example=example, tried=self.tried)
        return Outside(None if self.undecided else False, tried=self.tried)

    def _look(self, world: World, entries: list[_Entry]) -> Example | None:
        ways = [
            (world.known_true(one.fires), world.not_known_true(one.fires))
            for one in entries
        ]
        others = [
            *(world.known_true(one) for one in self.true),
            *(world.not_known_true(one) for one in self.untrue),
        ]
        waiting: list[tuple[bool, ...]] = [()]
        while waiting:
            fired = waiting.pop()
            if not self._may_lead_there(entries, fired):
                continue
            self.tried += 1
            if self.tried > MOST_COMBINATIONS:
                self.undecided = True
                return None
            here = [way[0 if yes else 1] for way, yes in zip(ways, fired, strict=False)]
            formula: Formula = all_of([*here, *others])
            if Search(world.everything).solve(formula) is None:
                continue
            if len(fired) < len(entries):
                good = entries[len(fired)].good
                waiting += [(*fired, not good), (*fired, good)]
                continue
            self.undecided = True
            if not self.alone:
                return None
            example = self._built(entries, fired)
            if example is not None or not self.left:
                return example
        return None

    def _may_lead_there(
        self, entries: Sequence[_Entry], fired: tuple[bool, ...]
    ) -> bool:
        known = {id(one.points): yes for one, yes in zip(entries, fired, strict=False)}
        end = _end(self.card, known, above=self.above)
        if end is None:
            return True
        return end > self.limit if self.above else end < self.limit

    def _built(
        self, entries: Sequence[_Entry], fired: tuple[bool, ...]
    ) -> Example | None:
        self.left -= 1
        decided = list(zip(entries, fired, strict=True))
        untrue = [one.fires for one, yes in decided if not yes and not one.good]
        good = [one.points for one, yes in decided if yes and one.good]
        good.sort(key=_worth, reverse=True)
        # As few of them as will do make a simple example.
        for number in sorted({min(2**size, len(good)) for size in range(9)}):
            found = self._with(good[:number], untrue)
            if found is not None:
                return found
        if len(entries) > _MOST_CLIMBED:
            return None
        total = n.Total(self.card)
        whole = n.constant(self.limit / 100, total)
        beyond = n.Compare("gt" if self.above else "lt", total, whole)
        return self._shown(possible([beyond], record=self.record).example)

    def _with(
        self, chosen: Sequence[Points], untrue: list[n.Question]
    ) -> Example | None:
        # The rules by a lead for whom they hold, the rest by activities on top.
        true = [question for one in chosen for question in _asked(one, self.limit)]
        started = possible(true, untrue, record=self.record).example
        if started is None:
            return None
        deeds = [deed for one in chosen for deed in _deeds(one, self.limit)]
        lead = with_deeds(started.lead, deeds, started.as_of)
        if lead is None:
            return None
        return self._shown(Example(lead, started.as_of))

    def _shown(self, example: Example | None) -> Example | None:
        return example if example is not None and self._is_beyond(example) else None

    def _is_beyond(self, example: Example) -> bool:
        given = self.card.hundredths(example.lead, as_of=example.as_of)
        return given > self.limit if self.above else given < self.limit


def _entry(points: Points, *, above: bool) -> _Entry | None:
    if range_of(points) == (0, 0):
        return None
    parts: list[n.Question] = []
    if points.when is not None:
        parts.append(points.when.node)
    if points.per is not None:
        counted = _counted(points)
        parts.append(n.Compare("ge", counted, n.constant(1, counted)))
    fires = n.And(tuple(parts)) if len(parts) > 1 else parts[0]
    return _Entry(points, fires, (points.hundredths > 0) is above)


def _counted(points: Points) -> n.Value:
    assert points.per is not None  # noqa: S101  the caller has looked
    if isinstance(points.per, Activities):
        return n.Aggregate("count", points.per.node)
    return points.per.node


def _end(group: Group, known: dict[int, bool], *, above: bool) -> int | None:
    # The most that a group gives (the least, if not above), by what is known to fire.
    end: int | None = 0
    for entry in group.entries:
        part = (
            _end(entry, known, above=above)
            if isinstance(entry, Group)
            else _end_of_points(entry, known.get(id(entry)), above=above)
        )
        end = None if end is None or part is None else end + part
    low, high = group.limits
    if end is None:
        return high if above else low
    end = end if low is None else max(low, end)
    return end if high is None else min(high, end)


def _end_of_points(points: Points, fires: bool | None, *, above: bool) -> int | None:  # noqa: FBT001
    if fires is False:
        return 0
    low, high = range_of(points)
    # A rule that is known to hold gives what it gives; of what is counted, there may be
    # just enough for nothing to come of it.
    if fires and points.per is None:
        return low if points.hundredths < 0 else high
    return high if above else low


def _worth(points: Points) -> int:
    # What it gives when it gives most, without end if there is none.
    low, high = range_of(points)
    return LARGEST if low is None or high is None else max(-low, high)


def _times(points: Points, limit: int) -> int:
    # How much of what is counted is enough, so that no more would come of more.
    each = abs(points.hundredths)
    wanted = abs(limit) if points.cap_hundredths is None else points.cap_hundredths
    return min(wanted // each + 2, LARGEST)


def _asked(points: Points, limit: int) -> Iterator[n.Question]:
    if points.when is not None:
        yield points.when.node
    if points.per is not None and not isinstance(points.per, Activities):
        number = points.per.node
        times = n.constant(_times(points, limit), number)
        yield n.Compare("ge", number, times)


def _deeds(points: Points, limit: int) -> Iterator[Deed]:
    if not isinstance(points.per, Activities):
        return
    times = min(_times(points, limit), points.at_most or LARGEST, _MOST_ACTIVITIES)
    query = points.per.node
    if points.per_day is None:
        yield deed_for(query, times=times)
        return
    days = -(-times // points.per_day)
    if query.window is not None:
        days = min(days, -(-query.window // DAY))
    for _ in range(points.per_day):
        yield deed_for(query, times=days, apart=DAY)
