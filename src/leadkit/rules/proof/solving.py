"""
Whether some choice of regions makes a formula true.

A formula has no *not* and two answers: it says that rules are known true, or aren't.
The search takes the parts that must hold, narrows what each quantity may be, splits the
rest into parts that share nothing, and only then tries one alternative after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

#: How many parts of formulas a search looks at before it gives up.
MOST_STEPS = 200_000
#: How many alternatives may be open at once.
MOST_OPEN = 150


class TooMuchError(Exception):
    """
    A search reached a limit.
    """


@attrs.frozen(eq=False)
class Atom:
    """
    A quantity lies in one of some regions.

    Attributes:
        quantity: Its number.

        regions: A bit for each region.
    """

    quantity: int
    regions: int


@attrs.frozen(eq=False)
class All:
    """
    All parts hold.
    """

    parts: tuple[Formula, ...] = ()


@attrs.frozen(eq=False)
class Some:
    """
    One part holds.
    """

    parts: tuple[Formula, ...] = ()


@attrs.frozen(eq=False)
class Enough:
    """
    So many parts hold.
    """

    needed: int
    parts: tuple[Formula, ...]


Formula: TypeAlias = Atom | All | Some | Enough

YES = All()
NO = Some()


def all_of(parts: Iterable[Formula]) -> Formula:
    """
    Join parts of which all must hold.
    """
    atoms: dict[int, int] = {}
    rest: list[Formula] = []
    for part in _flat(parts, All):
        if isinstance(part, Atom):
            atoms[part.quantity] = atoms.get(part.quantity, part.regions) & part.regions
        elif part is NO or (isinstance(part, Some) and not part.parts):
            return NO
        else:
            rest.append(part)
    if not all(atoms.values()):
        return NO
    joined = (*(Atom(q, regions) for q, regions in atoms.items()), *rest)
    return joined[0] if len(joined) == 1 else All(joined) if joined else YES


def any_of(parts: Iterable[Formula]) -> Formula:
    """
    Join parts of which one must hold.
    """
    atoms: dict[int, int] = {}
    rest: list[Formula] = []
    for part in _flat(parts, Some):
        if isinstance(part, Atom):
            atoms[part.quantity] = atoms.get(part.quantity, 0) | part.regions
        elif isinstance(part, All) and not part.parts:
            return YES
        else:
            rest.append(part)
    found = (Atom(q, regions) for q, regions in atoms.items() if regions)
    joined = (*found, *rest)
    return joined[0] if len(joined) == 1 else Some(joined) if joined else NO


def enough(needed: int, parts: Iterable[Formula]) -> Formula:
    """
    Join parts of which so many must hold.
    """
    open_: list[Formula] = []
    for part in parts:
        if isinstance(part, All) and not part.parts:
            needed -= 1
        elif not (isinstance(part, Some) and not part.parts):
            open_.append(part)
    if needed <= 0:
        return YES
    if needed > len(open_):
        return NO
    if needed == 1:
        return any_of(open_)
    return all_of(open_) if needed == len(open_) else Enough(needed, tuple(open_))


def _flat(parts: Iterable[Formula], kind: type[All | Some]) -> Iterator[Formula]:
    for part in parts:
        if isinstance(part, kind) and part.parts:
            yield from part.parts
        elif part is not (YES if kind is All else NO):
            yield part


def opposite(formula: Formula, everything: list[int]) -> Formula:
    """
    Say that a formula doesn't hold.

    Args:
        formula: The formula.

        everything: All regions of each quantity.
    """
    match formula:
        case Atom(quantity=quantity, regions=regions):
            left = everything[quantity] & ~regions
            return Atom(quantity, left) if left else NO
        case All(parts=parts):
            return any_of(opposite(part, everything) for part in parts)
        case Some(parts=parts):
            return all_of(opposite(part, everything) for part in parts)
        case _:
            turned = [opposite(part, everything) for part in formula.parts]
            return enough(len(turned) - formula.needed + 1, turned)


Domains: TypeAlias = dict[int, int]


@attrs.define
class Search:
    """
    One search.

    Attributes:
        everything: All regions of each quantity.

        steps: How many parts of formulas were looked at.
    """

    everything: list[int]
    steps: int = 0

    def solve(self, formula: Formula) -> Domains | None:
        """
        Find regions that make a formula true.

        Returns:
            For the quantities that matter, the regions that are left; None if there is
            no way.

        Raises:
            TooMuchError: A limit was reached.
        """
        return self._solve([formula], {}, 0)

    def _solve(
        self, parts: list[Formula], known: Domains, depth: int
    ) -> Domains | None:
        if depth > MOST_OPEN:
            raise TooMuchError(f"more than {MOST_OPEN} alternatives are open at once")
        left = self._narrowed(parts, known)
        if left is None:
            return None
        for group in self._apart(left):
            reads = {quantity for part in group for quantity in self._reads(part)}
            own = {quantity: known[quantity] for quantity in reads & known.keys()}
            found = self._branch(group, own, depth)
            if found is None:
                return None
            known.update(found)
        return known

    def _narrowed(self, parts: list[Formula], known: Domains) -> list[Formula] | None:
        # Takes what must hold into `known`, and gives what is left to decide.
        while True:
            joined = all_of(self._restricted(part, known) for part in parts)
            parts = list(joined.parts) if isinstance(joined, All) else [joined]
            atoms = [part for part in parts if isinstance(part, Atom)]
            rest: list[Formula] = [p for p in parts if not isinstance(p, Atom)]
            if any(part is NO for part in parts):
                return None
            for atom in atoms:
                known[atom.quantity] = atom.regions
            if not atoms or not rest:
                return rest
            parts = rest

    def _restricted(self, formula: Formula, known: Domains) -> Formula:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooMuchError(f"it takes more than {MOST_STEPS} steps")
        match formula:
            case Atom(quantity=quantity, regions=regions):
                now = known.get(quantity, self.everything[quantity])
                if not regions & now:
                    return NO
                # What is known already needn't be said again.
                return YES if now & ~regions == 0 else Atom(quantity, regions & now)
            case All(parts=parts):
                return all_of(self._restricted(part, known) for part in parts)
            case Some(parts=parts):
                return any_of(self._restricted(part, known) for part in parts)
            case _:
                kept = [self._restricted(part, known) for part in formula.parts]
                return enough(formula.needed, kept)

    def _apart(self, parts: list[Formula]) -> list[list[Formula]]:
        # Groups of parts that share no quantity with one another.
        if len(parts) <= 1:
            return [parts] if parts else []
        owner: dict[int, int] = {}
        leader = list(range(len(parts)))

        def find(index: int) -> int:
            while leader[index] != index:
                leader[index] = leader[leader[index]]
                index = leader[index]
            return index

        for index, part in enumerate(parts):
            for quantity in self._reads(part):
                leader[find(index)] = find(owner.setdefault(quantity, index))
        groups: dict[int, list[Formula]] = {}
        for index, part in enumerate(parts):
            groups.setdefault(find(index), []).append(part)
        return list(groups.values())

    def _reads(self, formula: Formula) -> Iterator[int]:
        self.steps += 1
        if isinstance(formula, Atom):
            yield formula.quantity
        else:
            for part in formula.parts:
                yield from self._reads(part)

    def _branch(
        self, group: list[Formula], known: Domains, depth: int
    ) -> Domains | None:
        first = min(group, key=_width)
        rest = [part for part in group if part is not first]
        if isinstance(first, Enough):
            head, *tail = first.parts
            for choice in (
                [head, enough(first.needed - 1, tail)],
                [enough(first.needed, tail)],
            ):
                found = self._solve([*choice, *rest], dict(known), depth + 1)
                if found is not None:
                    return found
            return None
        assert isinstance(first, Some)  # noqa: S101  `all_of` takes the others apart
        for part in first.parts:
            found = self._solve([part, *rest], dict(known), depth + 1)
            if found is not None:
                return found
            if isinstance(part, Atom):  # it has failed, and needn't be tried again
                now = known.get(part.quantity, self.everything[part.quantity])
                known[part.quantity] = now & ~part.regions
        return None


def _width(formula: Formula) -> int:
    alternatives = 0 if isinstance(formula, Atom) else len(formula.parts)
    return alternatives + (1 << 20 if isinstance(formula, Enough) else 0)
