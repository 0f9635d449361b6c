"""
Cards as sums for z3, and what their parts have to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...points import Group, Points
from ...rules import nodes as n
from ...rules.proof.quantities import Pair
from ...rules.proof.regions import Listed
from ...rules.proof.relations import within
from ...scoring import Scorecard
from .counts import Counts
from .formulas import Formulas
from .regions import Regions, counts
from .totals import Total, clamped, summed

#: Of more queries that are counted, none are held against each other.
MOST_COUNTED = 100


class Cards(Formulas):
    """
    What z3 is told about some rules and cards.

    Args:
        z3: The library.

        regions: What the rules can tell apart.

        cards: The cards that are read.
    """

    def __init__(self, z3: Any, regions: Regions, cards: Iterable[Scorecard]) -> None:
        super().__init__(z3, regions)
        self._totals: dict[int, tuple[Group, Total]] = {}
        self._counts = Counts(self)
        every = (points for card in cards for points in card.points)
        self._count(value for points in every for value in counts(points))
        self._relate()

    def _count(self, values: Iterable[n.Aggregate]) -> None:
        # What is counted for points, and whatever depends on that.
        waiting = [*values]
        while waiting:
            value = waiting.pop()
            if value not in self.counted:
                high = self.regions.range_of(value).regions[-1].high
                # There may be none at all, by conditions that exclude each other.
                self.counted[value] = self.number(0, None if high is None else 0)
                waiting += self.regions.counts_beside(value)

    def _relate(self) -> None:
        for first, second, some in self.regions.apart():
            for index, fits in some:
                here = self.within(first, 1 << index)
                there = self.within(second, fits)
                self.given.append(self.z3.Implies(here, there))
        for key in self.regions.domains:
            if isinstance(key, Pair) and not key.op:
                self._compare(key)
        found = list(self.counted.items()) if len(self.counted) <= MOST_COUNTED else []
        for one, less in found:
            for other, more in found:
                if _never_more(one, other):
                    self.given.append(less <= more)

    def _compare(self, pair: Pair) -> None:
        # Two totals that are held against each other.
        left, right = pair.left, pair.right
        if not (isinstance(left, n.Total) and isinstance(right, n.Total)):
            return
        one, other = self.whole(left.card), self.whole(right.card)
        ways = {0: one == other, -1: one < other, 1: one > other, None: self.no}
        domain = self.regions.domains[pair]
        assert isinstance(domain, Listed)  # noqa: S101  of less, equal and more
        for index, sample in enumerate(domain.samples):
            here = self.within(self.regions.number(pair), 1 << index)
            self.given.append(here == ways[sample])

    def total(self, card: n.Scored | Group) -> Total:
        """
        Say what a card or group gives.
        """
        assert isinstance(card, Group)  # noqa: S101  there is no other kind of card
        if id(card) not in self._totals:
            parts = (
                self._counts.given_by(entry)
                if isinstance(entry, Points)
                else self._plain(self.total(entry))
                for entry in card.entries
            )
            # What is summed is kept, so that no other group gets its id.
            self._totals[id(card)] = card, clamped(summed(parts), *card.limits)
        return self._totals[id(card)][1]

    def _plain(self, total: Total) -> Total:
        # As a part of a larger sum, without limits.
        if total.low is None and total.high is None:
            return total
        made = self.number(total.least, total.most)
        self.given.append(made == self.limited(total))
        return Total(numbers=((1, made),), least=total.least, most=total.most)

    def whole(self, card: n.Scored | Group) -> Any:
        return self.limited(self.total(card))

    def limited(self, total: Total) -> Any:
        """
        Write a total as a number of hundredths.
        """
        inner = self.sum(total)
        if total.low is not None:
            inner = self.z3.If(inner < total.low, self.constant(total.low), inner)
        if total.high is not None:
            inner = self.z3.If(inner > total.high, self.constant(total.high), inner)
        return inner

    def sum(self, total: Total) -> Any:
        """
        Write a total without its limits as a number of hundredths.
        """
        nothing = self.constant(0)
        parts = [
            self.z3.If(flag, self.constant(points), nothing)
            for points, flag in total.flags
        ]
        parts += [points * number for points, number in total.numbers]
        return self.z3.Sum([self.constant(total.start), *parts])

    def reaches(self, card: n.Scored | Group, points: int) -> Any:
        total = self.total(card)
        if total.least is not None and points <= total.least:
            return self.yes
        if total.most is not None and points > total.most:
            return self.no
        if total.numbers:
            return self.sum(total) >= points
        grain = total.grain
        flags = [(flag, given // grain) for given, flag in total.flags]
        return self.z3.PbGe(flags, -(-(points - total.start) // grain))


def _never_more(one: n.Value, other: n.Value) -> bool:
    if one is other or not (
        isinstance(one, n.Aggregate) and isinstance(other, n.Aggregate)
    ):
        return False
    if one.op == "count" and other.op != "count":
        return False
    return within(one.query, other.query)
