"""
What may come next in a story: time passes, somebody asks for a move, or else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import attrs

from ...instants import in_words
from ...rules.turning import TICK

_MINUTE = timedelta(minutes=1)
_NO_TIME = timedelta(0)


class Printer(Protocol):
    """
    What Hypothesis prints examples with.
    """

    def text(self, text: str, /) -> object: ...


@attrs.frozen
class Step:
    """
    What may come next in a story.
    """

    def _repr_pretty_(self, printer: Printer, _: bool) -> None:  # noqa: FBT001
        # Hypothesis would print all fields of an attrs class, defaults too.
        printer.text(repr(self))


@attrs.frozen(repr=False)
class Asked(Step):
    """
    Somebody asks for a move.

    Attributes:
        trigger: Which.
    """

    trigger: str

    def __repr__(self) -> str:
        return f"Asked({str(self.trigger)!r})"


@attrs.frozen(repr=False)
class Waited(Step):
    """
    Time passes.

    Attributes:
        span: How much.
    """

    span: timedelta

    def __repr__(self) -> str:
        return f"Waited({spoken(self.span)!r})"


def spoken(span: timedelta) -> str:
    """
    Say how much time passes.

    >>> spoken(timedelta(days=30)), spoken(timedelta(days=30) - TICK)
    ('30 days', 'almost 30 days')
    """
    whole = span + TICK
    return (
        f"almost {in_words(whole)}" if whole % _MINUTE == _NO_TIME else in_words(span)
    )
