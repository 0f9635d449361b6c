"""
Real leads for what z3 found, which may be no lead at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from ...earning import units
from ...leads import Lead
from ...rules import nodes as n
from ...rules.meaning import exact
from ...rules.proof.drafts import Budget, Draft
from ...rules.proof.placing import instant_for, put_facts, put_fields, put_stages
from ...rules.proof.quantities import Key
from ...rules.proof.regions import Listed, Region
from ...rules.proof.wanting import Wanted
from ...rules.proof.witnesses import Example, nearest
from .activities import arranged
from .cards import Cards
from .regions import COUNTS
from .solving import seen

#: How many leads are built in search of one.
MOST_LEADS = 400


@attrs.define
class Builder:
    """
    Makes leads of solutions.

    Attributes:
        cards: What was told to z3.

        record: The class of leads.
    """

    cards: Cards
    record: type[Lead]

    def examples(self, model: Any) -> Iterator[Example]:
        """
        Build leads that are like a solution, as far as there are such leads.

        Args:
            model: The solution.
        """
        goal = self._goal(model)
        queries = (p for key in goal.regions for p in n.walk(key))
        since = any(isinstance(q, n.Query) and q.since is not None for q in queries)
        placed = self._placed(goal)
        if placed is not None:
            yield placed
        for entering in (False, True) if since else (False,):
            built = nearest(self.record, goal, Budget(MOST_LEADS), entering=entering)
            if built is not None:
                yield Example(built[0], built[1])

    def _placed(self, goal: Wanted) -> Example | None:
        try:
            as_of = instant_for(goal)
            if as_of is None:
                return None
            draft = Draft(self.record, as_of)
            put_fields(draft, goal)
            put_facts(draft, goal)
            put_stages(draft, goal)
            lead = arranged(draft, goal.regions)
        except OverflowError:  # beyond the calendar
            return None
        return None if lead is None else Example(lead, as_of)

    def unlike(self, model: Any, example: Example | None) -> Any:
        """
        Say what of a solution a lead couldn't be like, so that another one is found.

        Args:
            model: The solution.

            example: The lead, None if there was none.

        Returns:
            What the next solution must hold to; None if nothing is left to try.
        """
        values: list[Any] = []
        facts: list[Any] = []
        for quantity, key, index in self._places(model):
            here = self.cards.within(quantity, 1 << index)
            if isinstance(key, n.Value):
                if example is None or not self._is_at(key, index, example):
                    values.append(here)
            else:
                facts.append(here)
        for key, number in self.cards.counted.items():
            if example is not None and not _counts(key, model, number, example):
                values.append(number == seen(model, number))
        exact_ = [
            number == seen(model, number) for number in self.cards.counted.values()
        ]
        blocked = values or facts or exact_
        return self.cards.z3.Not(self.cards.all(blocked)) if blocked else None

    def _is_at(self, key: n.Value, index: int, example: Example) -> bool:
        lead, as_of = example.lead, example.as_of
        return self.cards.regions.seen(key, lead, as_of) == index

    def _places(self, model: Any) -> Iterator[tuple[int, Key, int]]:
        for quantity in list(self.cards.asked()):
            key = self.cards.regions.key(quantity)
            if not isinstance(key, n.Total):
                yield quantity, key, self.cards.lies(quantity, model)

    def _goal(self, model: Any) -> Wanted:
        goal = Wanted()
        for _, key, index in self._places(model):
            domain = self.cards.regions.domains[key]
            if isinstance(domain, Listed):
                goal.samples[key] = domain.samples[index]
            else:
                assert isinstance(key, n.Value)  # noqa: S101  only values have ranges
                goal.regions[key] = domain.regions[index - 1] if index else None
        for key, number in self.cards.counted.items():
            goal.regions[key] = _point(Fraction(_whole(model, number)))
        for key, number in self.cards.units.items():
            region = goal.regions.get(key)
            if region is not None:
                goal.regions[key] = _counting(region, _whole(model, number))
        _leave_out(goal)
        return goal


def _leave_out(goal: Wanted) -> None:
    # Where nothing of a type is to happen, there is nothing to look after.
    queries = {key: key.query for key in goal.regions if isinstance(key, n.Aggregate)}
    wanted = {
        type_
        for key, query in queries.items()
        if (region := goal.regions[key]) is not None
        and not (key.op in COUNTS and region.sample == 0)
        for type_ in query.types
    }
    for key in goal.regions:
        if isinstance(key, n.Arithmetic) and goal.regions[key] is not None:
            for part in n.walk(key):
                if isinstance(part, n.Query):
                    wanted.update(part.types)
    for key, query in queries.items():
        if wanted.isdisjoint(query.types):
            del goal.regions[key]


def _whole(model: Any, number: Any) -> int:
    return int(seen(model, number).as_long())


def _counts(key: n.Value, model: Any, number: Any, example: Example) -> bool:
    counted = exact(key, example.lead, example.as_of)
    return bool(counted == _whole(model, number))


def _counting(region: Region, whole: int) -> Region:
    # A piece of it with so many whole units.
    if units(region.sample) == whole:
        return region
    place, end = Fraction(whole), Fraction(whole + 1)
    low = place if region.low is None else max(region.low, place)
    high = end if region.high is None else min(region.high, end)
    if not region.meets(_point(place)):
        place = (low + high) / 2
    return Region(place, (place + high) / 2, closed=True, sample=place)


def _point(place: Fraction) -> Region:
    return Region(place, place, closed=True, sample=place)
