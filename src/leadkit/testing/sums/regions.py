"""
What rules and sums can tell apart, each quantity by itself.

A `World` lists which regions of several quantities go together, one combination after
another. A solver would rather have each quantity alone, and be told which pairs don't
agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from ...leads import Lead
from ...points import Points
from ...rules import nodes as n
from ...rules.activities import Activities
from ...rules.meaning import exact
from ...rules.proof.grouping import MOST_RELATED
from ...rules.proof.quantities import Key
from ...rules.proof.ranges import threshold
from ...rules.proof.regions import Listed, Range, Region
from ...rules.proof.relations import agree, related
from ...rules.proof.worlds import World
from ...scoring import Scorecard

#: What is counted in whole numbers.
COUNTS = ("count", "distinct_days")


class Regions(World):
    """
    All that some questions can tell apart, with a number for each quantity.
    """

    def _join(self) -> None:
        for key in self.domains:
            self._add((key,), None)

    def key(self, quantity: int) -> Key:
        """
        Tell which quantity has a number.
        """
        return self.keys[quantity][0]

    def number(self, key: Key) -> int:
        """
        Tell the number of a quantity.
        """
        return self._place[key][0]

    def range_of(self, key: Key) -> Range:
        """
        List the regions of a number.
        """
        domain = self.domains[key]
        assert isinstance(domain, Range)  # noqa: S101  only numbers are asked for
        return domain

    def piece(self, key: Key, index: int) -> Region | None:
        """
        Take one region of a number; None where it is missing.
        """
        return self.range_of(key).regions[index - 1] if index else None

    def apart(self) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
        """
        Find quantities that depend on each other.

        Returns:
            The numbers of two quantities, and for each region of the one, the regions
            of the other that go with it, where those aren't all.
        """
        for one, other in self._related():
            here, there = self.domains[one], self.domains[other]
            agreeing = [
                (
                    index,
                    sum(
                        1 << beside
                        for beside in _indices(there.all)
                        if self._agree(one, index, other, beside)
                    ),
                )
                for index in _indices(here.all)
            ]
            some = [(index, fits) for index, fits in agreeing if fits != there.all]
            if some:
                yield self._place[one][0], self._place[other][0], some

    def _related(self) -> Iterator[tuple[n.Value, n.Value]]:
        for key in self.domains:
            if isinstance(key, n.Age) and key.instant in self.domains:
                yield key, key.instant
        yield from self._pairs

    @cached_property
    def _pairs(self) -> list[tuple[n.Aggregate, n.Aggregate]]:
        by_type: dict[str, list[n.Aggregate]] = {}
        for key in self.domains:
            if isinstance(key, n.Aggregate):
                for type_ in key.query.types:
                    by_type.setdefault(type_, []).append(key)
        pairs: dict[tuple[n.Aggregate, n.Aggregate], None] = {}
        for alike in by_type.values():
            if len(alike) <= MOST_RELATED:
                pairs.update(dict.fromkeys(combinations(alike, 2)))
        return [pair for pair in pairs if related(*pair)]

    @cached_property
    def _beside(self) -> dict[n.Aggregate, list[n.Aggregate]]:
        found: dict[n.Aggregate, list[n.Aggregate]] = {}
        for one, other in self._pairs:
            if one.op in COUNTS and other.op in COUNTS:
                found.setdefault(one, []).append(other)
                found.setdefault(other, []).append(one)
        return found

    def counts_beside(self, one: n.Aggregate) -> list[n.Aggregate]:
        """
        Find numbers of activities or days that depend on another one.
        """
        return self._beside.get(one, [])

    def _agree(self, one: n.Value, here: int, other: n.Value, there: int) -> bool:
        if isinstance(one, n.Aggregate) and isinstance(other, n.Aggregate):
            pieces = self.piece(one, here), self.piece(other, there)
            return agree(one, pieces[0], other, pieces[1])
        return (here == 0) is (there == 0)  # an instant and its age

    def seen(self, key: n.Value, lead: Lead, as_of: datetime) -> int | None:
        """
        Tell in which region a value of a lead lies; None if it is none of those listed.
        """
        value: Any = exact(key, lead, as_of)
        domain = self.domains[key]
        if isinstance(domain, Listed):
            return domain.at(value).bit_length() - 1
        if value is None:
            return 0
        place = threshold(key, value) if isinstance(value, datetime) else value
        return _index(domain, Fraction(place))


def _index(domain: Range, value: Fraction) -> int | None:
    for index, region in enumerate(domain.regions, 1):
        if region.meets(Region(value, value, closed=True, sample=value)):
            return index
    return None


def _indices(regions: int) -> Iterator[int]:
    return (index for index in range(regions.bit_length()) if regions >> index & 1)


def queried(points: Points) -> n.Query | None:
    """
    The activities that points are given for, None if they aren't.
    """
    return points.per.node if isinstance(points.per, Activities) else None


def measured(points: Points) -> n.Value | None:
    """
    The number that points are given for, None if they aren't.
    """
    per = points.per
    return None if per is None or isinstance(per, Activities) else per.node


def counts(points: Points) -> list[n.Aggregate]:
    """
    Find the whole numbers that points are given for: of activities, and of days with
    them where only some of each day count.
    """
    query, value = queried(points), measured(points)
    if query is not None:
        ops = COUNTS if points.per_day is not None else COUNTS[:1]
        return [n.Aggregate(op, query) for op in ops]
    inner = None if value is None else unwrapped(value)[0]
    if isinstance(inner, n.Aggregate) and inner.op in COUNTS:
        return [inner]
    return []


def unwrapped(value: n.Value) -> tuple[n.Value, Any]:
    """
    Take a value out of its defaults.

    Returns:
        The value, and what stands for it where it is missing.
    """
    default: Any = None
    while isinstance(value, n.OrDefault):  # the innermost is the one that is taken
        default, value = value.default.value, value.value
    return value, default


def cards_in(nodes: Iterable[n.Node]) -> list[Scorecard]:
    """
    Find the cards that rules read, those that are read by cards too.
    """
    found: dict[int, Scorecard] = {}
    for part in n.walk_once(nodes):
        if isinstance(part, n.Total) and isinstance(part.card, Scorecard):
            found[id(part.card)] = part.card
    return list(found.values())


def asked_by(card: Scorecard) -> Iterator[n.Question]:
    """
    List the questions that the total of a card depends on.
    """
    for points in card.points:
        if points.when is not None:
            yield points.when.node
        value = measured(points)
        asked: list[n.Value] = [*counts(points)]
        if value is not None and not asked:
            asked.append(unwrapped(value)[0])
        yield from (n.Compare("ge", one, n.constant(1, one)) for one in asked)
