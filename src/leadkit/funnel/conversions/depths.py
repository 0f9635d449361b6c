"""
How far each lead got along the mainline, and what became of it there.

Most leads share their way through the stages with many others, so each way is looked at
once.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, TypeAlias

import attrs

from ..ways.past import Past
from .reaching import checked_choice

#: What it takes to count for a stage of the mainline. ``"reached"`` asks for it or a
#: later one, ``"visited"`` for the stage itself, ``"ordered"`` for all stages up to it
#: in their order, whatever lies between, and ``"strict"`` for just these, one directly
#: after the other.
Count: TypeAlias = Literal["reached", "visited", "ordered", "strict"]
COUNTS: tuple[Count, ...] = ("reached", "visited", "ordered", "strict")
#: What became of a lead that counts for a stage.
Fate: TypeAlias = Literal["advanced", "exited", "open"]
#: The fates of a lead by stage of the mainline; None for a stage it doesn't count for.
Fates: TypeAlias = tuple[Fate | None, ...]


@attrs.frozen(eq=False, repr=False)
class Depths:
    """
    How far each lead got.

    Attributes:
        kinds: The different fates that there are.

        of_lead: Which of them each lead has, in the order of the columns.
    """

    kinds: list[Fates]
    of_lead: list[int]


def depths_of(past: Past, count: Count) -> Depths:
    """
    Tell how far each lead got.

    Args:
        past: The leads.

        count: What it takes to count for a stage.

    Raises:
        RuleError: There is no such count.
    """
    checked_choice(count, COUNTS, "count")
    columns = past.columns
    # A text of one letter for each stage is quick to cut and to look up.
    text = "".join(map(chr, columns.stages))
    ways = _Ways(past, count)
    of_lead = [ways[text[first:end]] for first, end in pairwise(columns.begins)]
    return Depths(list(ways.kinds), of_lead)


class _Ways(dict[str, int]):
    # By way through the stages, which kind of fates it has.

    def __init__(self, past: Past, count: Count) -> None:
        super().__init__()
        self.ranks = past.ranks
        self.length = len(past.mainline)
        self.count: Count = count
        self.kinds: dict[Fates, int] = {}

    def __missing__(self, way: str) -> int:
        ranks = [self.ranks[ord(letter)] for letter in way]
        counted = self._counted(ranks)
        fates = _fates(counted, exited=ranks[-1] < 0)
        kind = self.kinds.setdefault(fates, len(self.kinds))
        self[way] = kind
        return kind

    def _counted(self, ranks: list[int]) -> list[bool]:
        match self.count:
            case "reached":
                return self._up_to(max(ranks) + 1)
            case "visited":
                entered = set(ranks)
                return [place in entered for place in range(self.length)]
            case "ordered":
                return self._up_to(_in_order(ranks))
            case _:
                return self._up_to(_in_a_row(ranks))

    def _up_to(self, depth: int) -> list[bool]:
        return [place < depth for place in range(self.length)]


def _in_order(ranks: list[int]) -> int:
    wanted = 0
    for rank in ranks:
        if rank == wanted:
            wanted += 1
    return wanted


def _in_a_row(ranks: list[int]) -> int:
    if 0 not in ranks:
        return 0
    depth = 0
    # Counted from the first entry, as everywhere; later ones begin nothing anew.
    for rank in ranks[ranks.index(0) :]:
        if rank != depth:
            break
        depth += 1
    return depth


def _fates(counted: list[bool], *, exited: bool) -> Fates:
    fates: list[Fate | None] = []
    later = False
    for here in reversed(counted):
        if not here:
            fates.append(None)
        elif later:
            fates.append("advanced")
        else:
            fates.append("exited" if exited else "open")
        later = later or here
    return tuple(reversed(fates))
