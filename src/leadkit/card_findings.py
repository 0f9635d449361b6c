"""
What is wrong with a card: points that nobody gets, or that are paid twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from .bounds import enclosed, range_of
from .diagnosis import Problem
from .hundredths import told
from .leads import Lead
from .points import Group, Points
from .rule_findings import Place, of_rule
from .rules import nodes as n
from .rules.activities import Activities
from .rules.proof.possibility import impossible
from .scoring import Scorecard

#: How many pairs of a group's entries are held against each other.
MOST_PAIRS = 5000


def of_card(card: Scorecard, record: type[Lead]) -> list[Problem]:
    """
    Look through a card.

    Args:
        card: The card.

        record: The class of leads.
    """
    place = Place(f"card {card.name!r}", (card.name,))
    found = list(_of_group(card, place, record))
    low, high = enclosed(card)
    endless = [what for what, end in (("floor", low), ("ceiling", high)) if end is None]
    if endless:
        cause = next((p for p in card.points if None in range_of(p)), None)
        because = "" if cause is None else f"{cause.label!r} may count without limit; "
        cure = f"{because}give it a {' and a '.join(endless)}, or a cap"
        found.append(place.problem("unbounded", details=cure))
    return found


def _of_group(group: Group, place: Place, record: type[Lead]) -> Iterator[Problem]:
    low, high = enclosed(group)
    if group.entries and low is not None and low == high:
        yield place.problem("no-points", details=f"every lead gets {told(low)}")
        return
    gone: list[Points] = []
    for entry in group.entries:
        inner = _inner(entry, place)
        if isinstance(entry, Group):
            yield from _of_group(entry, inner, record)
            continue
        found = list(_of_points(entry, inner, record))
        yield from found
        if any(one.kind != "undecided" for one in found):
            gone.append(entry)
    left = [e for e in group.entries if isinstance(e, Points) and e not in gone]
    yield from _of_pairs(group, left, place, record)


def _inner(entry: Points | Group, place: Place) -> Place:
    name = entry.name if isinstance(entry, Group) else entry.label
    what = "group" if isinstance(entry, Group) else "points"
    return Place(f"{place.where}, {what} {name!r}", (*place.path, name))


def _of_points(points: Points, place: Place, record: type[Lead]) -> Iterator[Problem]:
    if not points.hundredths:
        yield place.problem("no-points", details="they are 0")
    elif points.cap_hundredths == 0:
        yield place.problem("no-points", details="its cap is 0")
    else:
        if points.when is not None:
            yield from of_rule(points.when, place, record)
        if points.per is not None and impossible([_some(points)], record=record):
            yield place.problem(
                "no-points", details=f"<{points.per}> is never 1 or more"
            )


def _some(points: Points) -> n.Question:
    # That there is something to count.
    if isinstance(points.per, Activities):
        counted: n.Value = n.Aggregate("count", points.per.node)
    else:
        assert points.per is not None  # noqa: S101  the caller has looked
        counted = points.per.node
    return n.Compare("ge", counted, n.constant(1, counted))


def _of_pairs(
    group: Group, entries: list[Points], place: Place, record: type[Lead]
) -> Iterator[Problem]:
    full = _reaches(group)
    pairs = ((i, j) for j in range(len(entries)) for i in range(len(entries)) if i != j)
    told_of: set[int] = set()
    for tried, (i, j) in enumerate(pairs):
        one, other = entries[i], entries[j]
        if tried >= MOST_PAIRS or j in told_of or i in told_of:
            continue
        beside = f"points {one.label!r}"
        if i < j and _same(one, other, record):
            told_of.add(j)
            yield _inner(other, place).problem("twice", other=beside)
        elif full is not None and _covers(one, other, full, record):
            told_of.add(j)
            yield _inner(other, place).problem(
                "shadowed",
                other=beside,
                details=f"whenever it holds, the ceiling of {told(full)} is reached",
            )


def _same(one: Points, other: Points, record: type[Lead]) -> bool:
    # Paid for the same leads, and as often.
    if _counting(one) != _counting(other):
        return False
    if one.when is None or other.when is None:
        return one.when is other.when
    first, second = one.when.node, other.when.node
    return first == second or (
        not _topics(first).isdisjoint(_topics(second))
        and impossible([first], [second], record=record)
        and impossible([second], [first], record=record)
    )


def _counting(points: Points) -> tuple[object, ...]:
    per = None if points.per is None else points.per.node
    return per, points.halving, points.fading, points.at_most, points.per_day


def _topics(node: n.Node) -> set[str]:
    # What a rule is about, to see at once that two rules have nothing in common.
    found: set[str] = set()
    for part in n.walk(node):
        if isinstance(part, n.Query):
            found.update(part.types)
        elif isinstance(part, n.Field):
            found.add(part.name)
        elif not list(n.children(part)):
            found.add(type(part).__name__)
    return found - {"Constant"}


def _reaches(group: Group) -> int | None:
    # The ceiling of a group in which nothing is taken away again.
    rising = all(
        (range_of(e) if isinstance(e, Points) else enclosed(e))[0] == 0
        for e in group.entries
    )
    return group.limits[1] if rising else None


def _covers(one: Points, other: Points, full: int, record: type[Lead]) -> bool:
    # Whether the one alone fills the group wherever the other holds.
    if one.when is None or other.when is None or one.per is not None:
        return False
    gives = min(one.hundredths, one.cap_hundredths or one.hundredths)
    first, second = one.when.node, other.when.node
    return (
        gives >= full
        and not _topics(first).isdisjoint(_topics(second))
        and impossible([second], [first], record=record)
    )
