"""
Qualifications as plain data, and back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .rules.expressions import Rule
from .rules.stored.reading import Reading
from .rules.stored.scalars import NAMED
from .rules.stored.writing import Data, Writing, some
from .spots import Spot

Q = TypeVar("Q")


def write_qualification(
    name: str,
    when: Rule | None,
    until: Rule | None,
    applies_to: tuple[str, ...] | None,
    writing: Writing,
) -> Data:
    """
    Write the parts of a qualification.

    Args:
        name: Its code.

        when: What grants it.

        until: What revokes it.

        applies_to: Where it is granted.

        writing: What is written so far.
    """
    return some(
        name=name,
        when=None if when is None else writing.question(when.node),
        until=None if until is None else writing.question(until.node),
        applies_to=None if applies_to is None else list(applies_to),
    )


def read_qualification(spot: Spot, reading: Reading, maker: Callable[..., Q]) -> Q:
    """
    Read a qualification.

    Args:
        spot: Where it stands.

        reading: What was read so far.

        maker: The class of qualifications.
    """
    parts = spot.parts("name", optional=("when", "until", "applies_to"))
    found: dict[str, Any] = {"name": parts["name"].code()}
    for what in ("when", "until"):
        if what in parts:
            found[what] = Rule(reading.question(parts[what]))
    if "applies_to" in parts:
        found["applies_to"] = parts["applies_to"].codes(NAMED)
    return spot.make(maker, **found)
