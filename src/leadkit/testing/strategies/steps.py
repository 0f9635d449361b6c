"""
Leads on their way through a lifecycle, as what is drawn tells of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar

import attrs

from ...happenings import Move
from ...leads import Lead
from ..stories.occurrences import between

L = TypeVar("L", bound=Lead)


@attrs.frozen
class Step(Generic[L]):
    """
    What happened to a lead at one instant.

    Attributes:
        at: When.

        before: The lead before it.

        after: The lead after it.

        trigger: What was asked for, if it is a move; else None.
    """

    at: datetime
    before: L
    after: L
    trigger: str | None = None

    @property
    def move(self) -> Move | None:
        """
        The move that was made, if it is one.
        """
        return None if self.trigger is None else self.after.moves[-1]

    def __str__(self) -> str:
        when = f"{self.at:%Y-%m-%d %H:%M}"
        if self.move is not None:
            move = self.move
            return f"{when}: {move.trigger!r} takes it to {str(move.target)!r}"
        lines = ", ".join(map(str, between(self.before, self.after, self.at)))
        return f"{when}: {lines}"


@attrs.frozen(repr=False)
class Journey(Generic[L]):
    """
    A lead on its way through a lifecycle.

    Attributes:
        first: The lead as it began.

        start: When that was.

        steps: What happened to it, in order.
    """

    first: L
    start: datetime
    steps: tuple[Step[L], ...] = ()

    @property
    def last(self) -> L:
        """
        What has become of the lead.
        """
        return self.steps[-1].after if self.steps else self.first

    @property
    def at(self) -> datetime:
        """
        When something happened last.
        """
        return self.steps[-1].at if self.steps else self.start

    @property
    def moves(self) -> tuple[Step[L], ...]:
        """
        The steps that are moves.
        """
        return tuple(step for step in self.steps if step.trigger is not None)

    def __iter__(self) -> Iterator[Step[L]]:
        return iter(self.steps)

    def __str__(self) -> str:
        begun = f"{self.start:%Y-%m-%d %H:%M}: it begins at {str(self.first.stage)!r}"
        return "\n".join([begun, *map(str, self.steps)])

    def _repr_pretty_(self, printer: Any, _: object) -> None:
        # What Hypothesis and IPython show: the story says more than the records.
        printer.text(repr(self))

    def __repr__(self) -> str:
        told = "; ".join(str(self).splitlines())
        return f"<Journey of {self.first!r}: {told}>"
