"""
Finding one part of an answer by what names it: ``times["prospect"]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from ...errors import RuleError, described, is_a, listing, with_article


class Keyed(Protocol):
    """
    A part of an answer.
    """

    @property
    def key(self) -> tuple[str | None, ...]:
        """
        Its segment, None if there are none, and what else names it.
        """
        ...


T = TypeVar("T")
PartT = TypeVar("PartT", bound=Keyed)


def of_segment(parts: Mapping[str, T], segment: object, owner: str) -> T:
    """
    Find the part of a segment, whose name may be somebody's words.

    Args:
        parts: The parts, by segment.

        segment: The segment's name.

        owner: What the parts belong to, for the error: ``"a StageFunnel"``.

    Raises:
        RuleError: There is no such segment.
    """
    if not isinstance(segment, str) or segment not in parts:
        raise RuleError(
            f"segment of {owner}",
            "one that isn't there" if is_a(segment, str) else described(segment),
            f"one of its {len(parts)}",
        )
    return parts[segment]


def found(
    parts: Iterable[PartT], key: object, owner: type, names: tuple[str, ...]
) -> PartT:
    """
    Find a part.

    Args:
        parts: The parts.

        key: What names it: a text, or a tuple that begins with its segment if there
            are segments.

        owner: What the parts belong to, for the error.

        names: What the key names, for the error: ``("stage",)``.

    Raises:
        RuleError: There is no such part.
    """
    wanted = (key,) if is_a(key, str) else key
    segmented = False
    for part in parts:
        segmented = part.key[0] is not None
        if (part.key if segmented else part.key[1:]) == wanted:
            return part
    # What was asked for may be a segment, which is somebody's words.
    known = is_a(key, (str, tuple))
    said = ("segment", *names) if segmented else names
    raise RuleError(
        f"the key of {with_article(owner)}",
        "one that none of its rows has" if known else described(key),
        f"its {' and '.join(said)}" if said else "none",
        f"rows() has them under {listing(said)}." if said else "",
    )
