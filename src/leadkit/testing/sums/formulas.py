"""
Rules as formulas for z3, which is handed in.

Each region of a quantity is said by thresholds: *it lies in this region or in a later
one*. Whatever can't be said is left open: there are more solutions than leads, never
fewer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from ...rules import nodes as n
from ...rules.proof.quantities import Key
from ...rules.proof.regions import Listed
from ...rules.proof.solving import All, Atom, Formula, Some
from .regions import Regions

#: A number from which on an example isn't plain.
HUGE = 10**9


class Formulas(ABC):
    """
    What z3 is told about some rules.

    Args:
        z3: The library.

        regions: What the rules can tell apart.

    Attributes:
        given: What holds for every lead.

        counted: The numbers of activities that points are given for.

        usual: What holds for most leads.

        units: The whole units of other numbers that they are given for.
    """

    def __init__(self, z3: Any, regions: Regions) -> None:
        self.z3: Any = z3
        self.context: Any = z3.Context()
        self.regions: Regions = regions
        self.given: list[Any] = []
        self.counted: dict[n.Aggregate, Any] = {}
        self.usual: list[Any] = []
        self.units: dict[n.Value, Any] = {}
        self._made = 0
        self._true: dict[n.Question, Any] = {}
        self._places: dict[int, dict[int, Any]] = {}
        self.yes: Any = self.z3.BoolVal(True, self.context)  # noqa: FBT003
        self.no: Any = self.z3.BoolVal(False, self.context)  # noqa: FBT003

    @abstractmethod
    def whole(self, card: n.Scored) -> Any:
        """
        Write the total of a card as a number of hundredths.
        """

    @abstractmethod
    def reaches(self, card: n.Scored, points: int) -> Any:
        """
        Say that the total of a card is at least so many hundredths.
        """

    # Questions ------------------------------------------------------------------------

    def known_true(self, question: n.Question) -> Any:
        """
        Say that a question's answer is True.
        """
        if question not in self._true:
            said = self._said(self.regions.known_true(question))
            if not (said.eq(self.yes) or said.eq(self.no)):
                name = self.flag()
                self.given.append(name == said)
                said = name
            self._true[question] = said
        return self._true[question]

    def _said(self, formula: Formula) -> Any:
        match formula:
            case Atom(quantity=quantity, regions=regions):
                return self.within(quantity, regions)
            case All(parts=parts):
                return self.all(map(self._said, parts))
            case Some(parts=parts):
                return self.any(map(self._said, parts))
            case _:
                flags = [(self._said(part), 1) for part in formula.parts]
                return self.z3.PbGe(flags, formula.needed)

    def all(self, parts: Iterable[Any]) -> Any:
        """
        Say that all of some things hold.
        """
        given = [part for part in parts if not part.eq(self.yes)]
        if not given:
            return self.yes
        return given[0] if len(given) == 1 else self.z3.And(given)

    def any(self, parts: Iterable[Any]) -> Any:
        """
        Say that one of some things holds.
        """
        given = [part for part in parts if not part.eq(self.no)]
        if not given:
            return self.no
        return given[0] if len(given) == 1 else self.z3.Or(given)

    def flag(self) -> Any:
        """
        Make something that may hold.
        """
        self._made += 1
        return self.z3.Bool(f"f{self._made}", self.context)

    def number(self, least: int | None = None, most: int | None = None) -> Any:
        """
        Make a whole number.

        Args:
            least: The least that it may be, None without end.

            most: The most.
        """
        self._made += 1
        made = self.z3.Int(f"n{self._made}", self.context)
        if least is not None:
            self.given.append(made >= least)
        if most is not None:
            self.given.append(made <= most)
        return made

    def constant(self, number: int) -> Any:
        """
        Write a number.
        """
        return self.z3.IntVal(number, self.context)

    # Regions --------------------------------------------------------------------------

    def within(self, quantity: int, regions: int) -> Any:
        """
        Say that a quantity lies in one of some regions.
        """
        said: list[Any] = []
        for begin, end in _runs(regions):
            last = self.at(quantity, end)
            beyond = self.yes if last.eq(self.no) else self.z3.Not(last)
            said.append(self.all([self.at(quantity, begin), beyond]))
        return self.any(said)

    def at(self, quantity: int, index: int) -> Any:
        """
        Say that a quantity lies in a region or in a later one.
        """
        key = self.regions.key(quantity)
        all_ = self.regions.domains[key].all
        first = (all_ & -all_).bit_length() - 1
        if index <= first:
            return self.yes
        if index >= all_.bit_length():
            return self.no
        if quantity not in self._places:
            self._places[quantity] = {}
            if key not in self.counted and not isinstance(key, n.Total):
                flags = {at: self.flag() for at in range(first + 1, all_.bit_length())}
                self._places[quantity] = flags
                for at in range(first + 2, all_.bit_length()):
                    self.given.append(self.z3.Implies(flags[at], flags[at - 1]))
        places = self._places[quantity]
        if index not in places:
            places[index] = self._reached(key, index)
        return places[index]

    def _reached(self, key: Key, index: int) -> Any:
        region = self.regions.piece(key, index)
        assert region is not None  # noqa: S101  neither a count nor a total is missing
        assert region.low is not None  # noqa: S101  nor is it the first
        if isinstance(key, n.Aggregate):
            return self.counted[key] >= int(region.low)
        assert isinstance(key, n.Total)  # noqa: S101  all else is a flag each
        return self.reaches(key.card, int(region.low * 100))

    def asked(self) -> Iterable[int]:
        """
        The numbers of the quantities that something was said about.
        """
        return self._places

    def plain(self) -> tuple[list[Any], list[Any]]:
        """
        Say what a plain lead is like: it has as little as possible, and what it has
        isn't much.
        """
        least: list[Any] = [number == 0 for number in self.counted.values()]
        little = [*self.usual]
        for quantity in self._places:
            key = self.regions.key(quantity)
            domain = self.regions.domains[key]
            if key in self.counted or isinstance(key, n.Total):
                continue
            if isinstance(domain, Listed):
                least.append(self.within(quantity, domain.all & -domain.all))
                continue
            sizes = [abs(region.sample) for region in domain.regions]
            first = 0
            if isinstance(key, n.Arithmetic) or not domain.optional:
                first = 1 + sizes.index(min(sizes))
            least.append(self.within(quantity, 1 << first))
            small = sum(2 << at for at, size in enumerate(sizes) if size < HUGE)
            little.append(self.within(quantity, small | 1))
        return least, little

    def lies(self, quantity: int, model: Any) -> int:
        """
        Tell in which region a quantity lies in a solution.
        """
        all_ = self.regions.domains[self.regions.key(quantity)].all
        index = (all_ & -all_).bit_length() - 1
        for at, flag in sorted(self._places[quantity].items()):
            if self.z3.is_true(model.eval(flag, model_completion=True)):
                index = at
        return index


def _runs(regions: int) -> Iterator[tuple[int, int]]:
    # Where neighbouring regions begin, and the first one after them.
    begin = 0
    while regions:
        gap = (regions & -regions).bit_length() - 1
        begin, regions = begin + gap, regions >> gap
        length = (~regions & -~regions).bit_length() - 1
        yield begin, begin + length
        begin, regions = begin + length, regions >> length
