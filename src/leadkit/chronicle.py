"""
The activities of a lead, newest first, with an index for long histories.

It is a tuple like any other. The index is made when it is first asked for and belongs
to the history, so that leads which differ in something else share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from .codes import Actor, Direction
from .happenings import Activity

# To make an index costs as much as to go through the history so many times.
PATIENCE = 4


class Strand:
    """
    The activities of one type, oldest first, and their instants.

    Inbound activity by a machine isn't among them: a query skips it unless it asks for
    an actor, and then it can't use the index.
    """

    __slots__ = ("activities", "instants")

    def __init__(self, activities: Iterable[Activity]) -> None:
        self.activities: list[Activity] = list(activities)
        self.instants: list[datetime] = [one.at for one in self.activities]


class Chronicle(tuple[Activity, ...]):  # noqa: SLOT001  it keeps its index
    """
    Activities that were checked and brought into order, newest first.
    """

    @property
    def is_worth_an_index(self) -> bool:
        """
        Whether it was asked so often that an index pays; asking counts.
        """
        asked: int = self.__dict__.get("_asked", 0) + 1
        self.__dict__["_asked"] = asked
        return asked > PATIENCE

    @cached_property
    def strands(self) -> Mapping[str, Strand]:
        """
        The activities by their types.
        """
        found: dict[str, list[Activity]] = {}
        for activity in reversed(self):
            human = activity.actor is not Actor.MACHINE
            if human or activity.direction is not Direction.INBOUND:
                found.setdefault(activity.type, []).append(activity)
        return {kind: Strand(activities) for kind, activities in found.items()}

    def __reduce__(self) -> tuple[type[Chronicle], tuple[tuple[Activity, ...]]]:
        return Chronicle, (tuple(self),)  # the index is quickly made again
