"""
What formulas say of the facts that only grow, whatever all other facts may be.

Between two moves a fact may turn into anything, but for those that only ever grow. So
the latter are all that a lead takes with it; of the others we only ask, at each move,
whether there is a choice that allows it. That keeps the space small: twenty flags that
come and go need no room in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from ...rules.proof.grouping import indices
from ...rules.proof.solving import (
    All,
    Atom,
    Formula,
    Some,
    TooMuchError,
)
from .exploring import MOST_SITUATIONS, Scale, Space, States

#: How many parts of formulas are looked at before we give up.
MOST_STEPS = 500_000
#: A fact with more heights than this is taken as one that comes and goes.
MOST_HEIGHTS = 200

# How high a region lies, in each respect in which its quantity only grows.
Height: TypeAlias = tuple[int, ...]
# A bit for each question about a quantity that a region answers with yes.
_Answers: TypeAlias = int


@attrs.frozen
class Quantity:
    """
    Something that leads differ in.

    Attributes:
        heights: For each of its regions by number, how high it lies. From a region it
            may turn into those that aren't lower in any respect.
    """

    heights: Mapping[int, Height]


@attrs.define(eq=False)
class _Fact:
    # A quantity as far as formulas can tell.
    atoms: list[int]  # the sets of regions that formulas ask for
    menus: list[list[_Answers]]  # for each height, the answers to choose from
    later: list[int]  # for each height, those that it may turn into
    heights: dict[Height, int]  # which of them each height of a region is
    best: list[set[Height]] = attrs.Factory(
        list[set[Height]]
    )  # the others rise to them
    place: int | None = None  # among the scales of the space

    @property
    def is_open(self) -> bool:
        # Whether anything is left to choose where its height is known.
        return any(len(menu) > 1 for menu in self.menus)


class Projector:
    """
    Some formulas, and the space of the facts that only grow.

    Args:
        quantities: What the formulas are about, by number.

        formulas: All formulas that are going to be asked about.

        must_rise: A fact that is best at one height is left out. By default, since it
            may have been there from the beginning; with True, only if it can get there
            from wherever it is.

    Attributes:
        space: The space.

        coarse: The quantities that grow in too many ways, and that are taken as coming
            and going instead.
    """

    def __init__(
        self,
        quantities: Sequence[Quantity],
        formulas: Iterable[Formula],
        *,
        must_rise: bool = False,
    ) -> None:
        asked: dict[int, dict[int, None]] = {}
        for formula in formulas:
            for atom in _atoms(formula):
                asked.setdefault(atom.quantity, {})[atom.regions] = None
        self._facts: dict[int, _Fact] = {
            number: _fact(quantities[number], list(atoms), must_rise=must_rise)
            for number, atoms in asked.items()
        }
        self.coarse: frozenset[int] = frozenset(
            number
            for number in asked
            if len(set(quantities[number].heights.values())) > MOST_HEIGHTS
        )
        scales: list[Scale] = []
        size = 1
        for fact in self._facts.values():
            if len(fact.later) > 1:
                fact.place = len(scales)
                scales.append(Scale(tuple(fact.later)))
                size *= len(fact.later)
        if size > MOST_SITUATIONS:
            raise TooMuchError(
                f"there are {size:,} combinations of facts that only grow, "
                f"more than {MOST_SITUATIONS:,}"
            )
        self.space: Space = Space(scales)
        self._known: dict[int, tuple[Formula, States]] = {}
        self._reads: dict[int, tuple[Formula, frozenset[int]]] = {}
        self._steps = 0

    def where(self, formula: Formula) -> States:
        """
        Find the states in which some choice of all else makes a formula true.

        Raises:
            TooMuchError: There are too many combinations to try.
        """
        return self._where(formula, {})

    @property
    def lowest(self) -> States:
        """
        The state of a lead to which nothing has happened yet.
        """
        values = [0] * len(self.space.scales)
        for fact in self._facts.values():
            if fact.place is not None:
                values[fact.place] = fact.heights[min(fact.heights)]
        return self.space.state(values)

    def having(self, suits: Callable[[int, Height], bool]) -> States:
        """
        Find the states in which the heights of all quantities suit.

        Args:
            suits: Tells whether a height of a quantity does.
        """
        found = self.space.everything
        for number, fact in self._facts.items():
            if fact.place is not None:
                fits = {v for h, v in fact.heights.items() if suits(number, h)}
                found &= self.space.having(fact.place, sum(1 << v for v in fits))
        return found

    def heights(self, state: States) -> Iterator[tuple[int, set[Height]]]:
        """
        List, for the quantities that a state is about, the heights that it stands for.

        Where some may as well have risen to others, these are listed.
        """
        values = self.space.values(state)
        for number, fact in self._facts.items():
            if fact.place is not None:
                yield number, fact.best[values[fact.place]]

    def state(self, height_of: Callable[[int], Height]) -> States:
        """
        Find the state in which quantities have some heights.

        Args:
            height_of: Gives the height of a quantity.

        Returns:
            The state; none if some quantity is never that high.
        """
        values = [0] * len(self.space.scales)
        for number, fact in self._facts.items():
            if fact.place is not None:
                height = height_of(number)
                if height not in fact.heights:
                    return 0
                values[fact.place] = fact.heights[height]
        return self.space.state(values)

    # Formulas -------------------------------------------------------------------------

    def _where(self, formula: Formula, given: dict[int, _Answers]) -> States:
        if not given.keys().isdisjoint(self._open(formula)):
            return self._computed(formula, given)
        key = id(formula)
        if key not in self._known:  # with the formula, so that its id stays taken
            self._known[key] = formula, self._computed(formula, {})
        return self._known[key][1]

    def _computed(self, formula: Formula, given: dict[int, _Answers]) -> States:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooMuchError(f"it takes more than {MOST_STEPS:,} steps")
        everything = self.space.everything
        match formula:
            case Atom(quantity=quantity, regions=regions):
                fact = self._facts[quantity]
                bit = fact.atoms.index(regions)
                if quantity in given:
                    return everything if given[quantity] >> bit & 1 else 0
                heights = [any(a >> bit & 1 for a in menu) for menu in fact.menus]
                return self._at(fact, heights)
            case Some(parts=parts):
                found = 0
                for part in parts:
                    found |= self._where(part, given)
                return found
            case All(parts=parts):
                found = everything
                for group in self._apart(parts, given):
                    if not found:
                        break
                    found &= self._all(group, given)
                return found
            case _:
                return self._enough(formula.needed, formula.parts, given)

    def _at(self, fact: _Fact, heights: Sequence[bool]) -> States:
        if fact.place is None:
            return self.space.everything if heights[0] else 0
        values = sum(1 << value for value, fits in enumerate(heights) if fits)
        return self.space.having(fact.place, values)

    def _all(self, parts: Sequence[Formula], given: dict[int, _Answers]) -> States:
        # Parts that are about the same: one choice has to do for all of them.
        if len(parts) == 1:
            return self._where(parts[0], given)
        return self._chosen(
            parts, given, lambda now: self._where(All(tuple(parts)), now)
        )

    def _enough(
        self, needed: int, parts: Sequence[Formula], given: dict[int, _Answers]
    ) -> States:
        groups = self._apart(parts, given)
        if any(len(group) > 1 for group in groups):
            shared = next(group for group in groups if len(group) > 1)
            return self._chosen(
                shared, given, lambda now: self._enough(needed, parts, now)
            )
        # The states in which so many hold at least.
        at_least = [self.space.everything, *[0] * needed]
        for part in parts:
            states = self._where(part, given)
            for number in range(needed, 0, -1):
                at_least[number] |= at_least[number - 1] & states
        return at_least[needed]

    def _chosen(
        self,
        parts: Sequence[Formula],
        given: dict[int, _Answers],
        ask: Callable[[dict[int, _Answers]], States],
    ) -> States:
        # Tries all answers of the quantity that most of the parts read.
        reads = [self._open(part) - given.keys() for part in parts]
        count = Counter(quantity for some in reads for quantity in sorted(some))
        quantity = count.most_common(1)[0][0]
        fact, found = self._facts[quantity], 0
        for answers in dict.fromkeys(a for menu in fact.menus for a in menu):
            heights = [answers in menu for menu in fact.menus]
            found |= self._at(fact, heights) & ask({**given, quantity: answers})
        return found

    def _apart(
        self, parts: Sequence[Formula], given: dict[int, _Answers]
    ) -> list[list[Formula]]:
        # Groups of parts that share no choice with one another.
        groups: list[tuple[set[int], list[Formula]]] = []
        for part in parts:
            reads = set(self._open(part) - given.keys())
            joined = [part]
            apart: list[tuple[set[int], list[Formula]]] = []
            for other, members in groups:
                if reads & other:
                    reads |= other
                    joined = [*members, *joined]
                else:
                    apart.append((other, members))
            groups = [*apart, (reads, joined)]
        return [members for _, members in groups]

    def _open(self, formula: Formula) -> frozenset[int]:
        # The quantities that it reads and that leave something to choose.
        key = id(formula)
        if key not in self._reads:
            reads = {atom.quantity for atom in _atoms(formula)}
            open_ = frozenset(q for q in reads if self._facts[q].is_open)
            self._reads[key] = formula, open_
        return self._reads[key][1]


def _atoms(formula: Formula) -> Iterator[Atom]:
    if isinstance(formula, Atom):
        yield formula
    else:
        for part in formula.parts:
            yield from _atoms(part)


# Quantities, as far as formulas can tell ----------------------------------------------


def _fact(quantity: Quantity, atoms: list[int], *, must_rise: bool) -> _Fact:
    answers: dict[Height, set[_Answers]] = {}
    for region, height in quantity.heights.items():
        told = sum(1 << bit for bit, atom in enumerate(atoms) if atom >> region & 1)
        answers.setdefault(height, set()).add(told)
    heights = sorted(answers)
    if len(heights) > MOST_HEIGHTS:
        answers = {(): {told for some in answers.values() for told in some}}
        joined = dict.fromkeys(heights, 0)
        return _Fact(atoms, [_best(answers[()])], [1], joined)
    menus = [_best(answers[height]) for height in heights]
    above = [
        [other for other, h in enumerate(heights) if _rises(height, h)]
        for height in heights
    ]
    best = _at_its_best(menus, above, must_rise=must_rise)
    if best is not None:
        return _Fact(atoms, [menus[best]], [1], dict.fromkeys(heights, 0))
    # Heights that no formula tells apart, now or later, are one.
    kinds = _numbered([frozenset(menu) for menu in menus])
    while True:
        seen = [
            (kind, frozenset(kinds[other] for other in others))
            for kind, others in zip(kinds, above, strict=True)
        ]
        finer = _numbered(seen)
        if max(finer) == max(kinds):
            break
        kinds = finer
    later = [0] * (max(kinds) + 1)
    for index, others in enumerate(above):
        for other in others:
            later[kinds[index]] |= 1 << kinds[other]
    order = sorted(range(len(later)), key=lambda kind: -later[kind].bit_count())
    menus = [menus[kinds.index(kind)] for kind in order]
    later = [_moved(later[kind], order) for kind in order]
    risen = _risen(menus, later)
    kept = sorted(set(risen))
    values = [order.index(kind) for kind in kinds]
    return _Fact(
        atoms,
        [menus[value] for value in kept],
        [_moved(later[value], kept) for value in kept],
        {h: kept.index(risen[v]) for h, v in zip(heights, values, strict=True)},
        [{h for h, v in zip(heights, values, strict=True) if v == k} for k in kept],
    )


def _moved(values: int, order: Sequence[int]) -> int:
    # The same values, by their new numbers.
    return sum(1 << new for new, old in enumerate(order) if values >> old & 1)


def _risen(menus: list[list[_Answers]], later: list[int]) -> list[int]:
    # Where a value may turn into one that allows all that it does, now and later, it is
    # as good as that one.
    after = [indices(values) for values in later]
    values = range(len(menus))
    allows = {
        (low, high)
        for low in values
        for high in values
        if all(any(one & ~two == 0 for two in menus[high]) for one in menus[low])
    }
    while True:
        left = {
            (low, high)
            for low, high in allows
            if all(any((a, b) in allows for b in after[high]) for a in after[low])
        }
        if left == allows:
            break
        allows = left
    risen = list(values)
    for low in reversed(values):
        for high in after[low]:
            if high > low and (low, high) in allows:
                risen[low] = risen[high]
                break
    return risen


def _rises(low: Height, high: Height) -> bool:
    return all(one <= other for one, other in zip(low, high, strict=True))


def _best(answers: set[_Answers]) -> list[_Answers]:
    # Formulas have no *not*: where another choice allows more, one needn't be tried.
    return sorted(
        one
        for one in answers
        if not any(one & ~other == 0 and one != other for other in answers)
    )


def _at_its_best(
    menus: list[list[_Answers]], above: list[list[int]], *, must_rise: bool
) -> int | None:
    # A height at which everything that may be wanted elsewhere can be had, too.
    wanted = {one for menu in menus for one in menu}
    for number, menu in enumerate(menus):
        if must_rise and not all(number in others for others in above):
            continue
        if all(any(one & ~other == 0 for other in menu) for one in wanted):
            return number
    return None


def _numbered(seen: Sequence[object]) -> list[int]:
    numbers: dict[object, int] = {}
    return [numbers.setdefault(one, len(numbers)) for one in seen]
