"""
Points, groups and scorecards as plain data, and back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .hundredths import hundredths
from .points import Entry, Group, Points
from .rules.activities import Activities
from .rules.expressions import Number, Rule
from .rules.stored.counting import DEEPEST
from .rules.stored.reading import Reading
from .rules.stored.scalars import span
from .rules.stored.writing import Data, Writing, some
from .rules.stored.writing import span as written_span
from .spots import Spot

G = TypeVar("G", bound=Group)

_DECAYS = ("halving", "fading", "at_most", "per_day")
_POINTS = ("when", "per", *_DECAYS, "cap", "name")
_LIMITS = ("floor", "ceiling")
#: The most points, and the most activities that a limit may name.
MOST = 10**9


def write_group(group: Group, writing: Writing, scorecard: type[Group]) -> Data:
    """
    Write a group or a scorecard.

    Args:
        group: The group.

        writing: What is written so far.

        scorecard: The class of scorecards, which may stand in groups.
    """
    return some(
        name=group.name,
        entries=[_write_entry(one, writing, scorecard) for one in group.entries],
        floor=write_amount(group.limits[0]),
        ceiling=write_amount(group.limits[1]),
    )


def _write_entry(entry: Entry, writing: Writing, scorecard: type[Group]) -> Data:
    if isinstance(entry, Points):
        return _write_points(entry, writing)
    data = write_group(entry, writing, scorecard)
    return {"scorecard": data} if isinstance(entry, scorecard) else data


def _write_points(points: Points, writing: Writing) -> Data:
    per: Data = None
    if isinstance(points.per, Activities):
        per = writing.query(points.per.node)
    elif points.per is not None:
        per = writing.value(points.per.node)
    return some(
        points=write_amount(points.hundredths),
        when=None if points.when is None else writing.question(points.when.node),
        per=per,
        halving=None if points.halving is None else written_span(points.halving),
        fading=None if points.fading is None else written_span(points.fading),
        at_most=points.at_most,
        per_day=points.per_day,
        cap=write_amount(points.cap_hundredths),
        name=points.name,
    )


def write_amount(whole: int | None) -> Data:
    """
    Write whole hundredths as points, None if there are none.
    """
    if whole is None:
        return None
    return whole / 100 if whole % 100 else whole // 100


def amount(spot: Spot) -> int | float:
    """
    Read points: a number with at most two decimals.
    """
    number = spot.number()
    spot.make(hundredths, number, "points")
    return number


def read_group(
    spot: Spot, reading: Reading, maker: type[G], scorecard: type[Group], depth: int = 1
) -> G:
    """
    Read a group or a scorecard.

    Args:
        spot: Where it stands.

        reading: What was read so far.

        maker: Its class.

        scorecard: The class of scorecards, which may stand in groups.

        depth: How deep it stands in groups.
    """
    if depth > DEEPEST:
        spot.refuse("groups nested too deeply", f"at most {DEEPEST} levels")
    parts = spot.parts("name", "entries", optional=_LIMITS)
    name = parts["name"].name()
    limits = {what: amount(parts[what]) for what in _LIMITS if what in parts}
    entries: list[Entry] = []
    for item in parts["entries"].items():
        given = item.mapping()
        if "points" in given:
            entries.append(_read_points(item, reading))
        elif "scorecard" in given:
            inner = item.parts("scorecard")["scorecard"]
            entries.append(read_group(inner, reading, scorecard, scorecard, depth + 1))
        else:
            entries.append(read_group(item, reading, Group, scorecard, depth + 1))
    return spot.make(maker, name, entries, **limits)


def _read_points(spot: Spot, reading: Reading) -> Points:
    parts = spot.parts("points", optional=_POINTS)
    given: dict[str, Any] = {}
    for what, part in parts.items():
        given[what] = _PARTS[what](part, reading)
    decays = [what for what in _DECAYS if what in given]
    if decays and not isinstance(given.get("per"), Activities):
        parts[decays[0]].refuse("no activities that it applies to", "them in 'per'")
    return spot.make(Points, **given)


def _when(spot: Spot, reading: Reading) -> Rule:
    return Rule(reading.question(spot))


def _per(spot: Spot, reading: Reading) -> Activities | Number:
    if "activity" in spot.mapping():
        return Activities(reading.query(spot))
    return Number(reading.number(spot))


def _cap(spot: Spot) -> int | float:
    points = amount(spot)
    if points < 0:
        spot.refuse("a negative number", "the most points in either direction")
    return points


_PARTS: dict[str, Callable[[Spot, Reading], object]] = {
    "points": lambda spot, _: amount(spot),
    "when": _when,
    "per": _per,
    "halving": lambda spot, _: span(spot),
    "fading": lambda spot, _: span(spot),
    "at_most": lambda spot, _: spot.whole(1, MOST),
    "per_day": lambda spot, _: spot.whole(1, MOST),
    "cap": lambda spot, _: _cap(spot),
    "name": lambda spot, _: spot.name(),
}
