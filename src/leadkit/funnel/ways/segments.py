"""
Leads in groups: by channel, landing page, owner, or whatever a host knows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import TypeAlias

import attrs

from ...errors import RuleError, described, is_a

#: A lead's segment by its id, as a function or as a mapping; None where none is known.
By: TypeAlias = Callable[[str], str | None] | Mapping[str, str | None]
#: The name of the segment of those for whom none is known.
UNKNOWN = "(unknown)"
#: The name of the only segment where nobody asked for several.
ALL = "all"


@attrs.frozen(eq=False, repr=False)
class Segment:
    """
    Some leads.

    Attributes:
        name: What they have in common.

        leads: Which they are: their places in the columns of the history, in order.
    """

    name: str
    leads: Sequence[int]


def segments_of(
    leads: Sequence[str], places: Iterable[int], by: By | None
) -> tuple[Segment, ...]:
    """
    Part leads by their segments.

    Args:
        leads: All ids.

        places: Which of them are parted.

        by: What segment each has; None for one segment named `ALL`.

    Returns:
        The segments by their names; those for whom none is known come last.

    Raises:
        RuleError: *by* is neither a function nor a mapping, a mapping of none of the
            leads, or a segment is no text.
    """
    if by is None:
        listed = places if isinstance(places, range) else list(places)
        return (Segment(ALL, listed),)
    find = _finder(by)
    _check_known(leads, by)
    found: dict[str, list[int]] = {}
    for place in places:
        name = find(leads[place])
        if name is None:
            name = UNKNOWN
        elif type(name) is not str:
            name = _text(name)
        found.setdefault(name, []).append(place)
    order = sorted(found, key=lambda name: (name == UNKNOWN, name))
    return tuple(Segment(name, found[name]) for name in order)


def _text(name: object) -> str:
    # `leadkit.Channel` is an enumeration of texts, and its name would be shown.
    value = name.value if isinstance(name, Enum) else name
    if not isinstance(value, str):
        raise RuleError("the segment of a lead", described(name), "a text or None")
    return str(value)


def _check_known(leads: Sequence[str], by: By) -> None:
    # Ids of another system would put everybody among those of whom nothing is known.
    if isinstance(by, Mapping) and leads and by and by.keys().isdisjoint(leads):
        raise RuleError(
            "by",
            "a mapping with the id of no lead in the history",
            "one by the leads' ids, which are texts",
            "Map the ids as the history has them.",
        )


def _finder(by: By) -> Callable[[str], object]:
    if is_a(by, Mapping):
        return by.get  # type: ignore[union-attr]
    if callable(by):
        return by
    raise RuleError(
        "by", described(by), "a function of a lead's id, or a mapping by ids"
    )
