"""
What is wrong with a card: points that nobody gets, or that are paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations

import attrs

from .bounds import enclosed, range_of
from .diagnosis import Place, Problem
from .hundredths import told
from .leads import Lead
from .points import Group, Points
from .rule_findings import of_rule
from .rules import nodes as n
from .rules.activities import Activities
from .rules.proof.possibility import impossible
from .rules.proof.topics import topics
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
    found, _ = _of_group(card, place, record)
    nobody = {p.path for p in found if p.kind in {"no-points", "contradictory"}}
    causes = {
        limit: [inner for inner in _endless(card, place, side) if inner not in nobody]
        for side, limit in enumerate(("floor", "ceiling"))
    }
    limits = [limit for limit, paths in causes.items() if paths]
    if limits:
        first = dict.fromkeys(repr(causes[limit][0][-1]) for limit in limits)
        because = f"{' and '.join(first)} may count without limit"
        cure = f"give it a {' and a '.join(limits)}, or a cap"
        found.append(place.problem("unbounded", details=f"{because}; {cure}"))
    return found


def _endless(group: Group, place: Place, side: int) -> Iterator[tuple[str, ...]]:
    # The points for which a group has no end on one side, by their paths.
    if enclosed(group)[side] is not None:
        return
    for entry in group.entries:
        inner = _inner(entry, place)
        if isinstance(entry, Group):
            yield from _endless(entry, inner, side)
        elif range_of(entry)[side] is None:
            yield inner.path


@attrs.frozen(eq=False)
class Paid:
    """
    Points that somebody may get.

    Attributes:
        points: The points.

        place: Where they stand.

        always: Whether everybody gets them.
    """

    points: Points
    place: Place
    always: bool

    @cached_property
    def asked(self) -> tuple[n.Question, ...]:
        """
        What is known true of everybody who gets them.
        """
        when = self.points.when
        asked = () if when is None else (when.node,)
        return asked if self.points.per is None else (*asked, _some(self.points))

    @cached_property
    def topics(self) -> frozenset[str]:
        """
        What that is about, to see at once what has nothing to do with it.
        """
        return frozenset[str]().union(*map(topics, self.asked))

    @cached_property
    def gives(self) -> int:
        """
        How many hundredths they are, up or down.
        """
        full, cap = abs(self.points.hundredths), self.points.cap_hundredths
        return full if cap is None else min(full, cap)


def _of_group(
    group: Group, place: Place, record: type[Lead]
) -> tuple[list[Problem], list[Paid]]:
    # What is wrong, and what is left that may make a difference in the group around.
    low, high = enclosed(group)
    if group.entries and low is not None and low == high:
        details = f"every lead gets {told(low)}"
        return [place.problem("no-points", details=details)], []
    found: list[Problem] = []
    own: list[Paid] = []
    sure: list[Paid] = []
    inside: list[Paid] = []
    for entry in group.entries:
        inner = _inner(entry, place)
        if isinstance(entry, Group):
            problems, left = _of_group(entry, inner, record)
            inside += left
        else:
            problems = list(_of_points(entry, inner, record))
            kinds = {one.kind for one in problems} - {"undecided"}
            if not kinds:
                when = entry.when
                always = when is not None and when.node == n.Always(answer=True)
                own.append(Paid(entry, inner, always))
            elif kinds == {"always"}:
                sure.append(Paid(entry, inner, always=True))
        found += problems
    gone = _twice(own, record)
    fillers = [one for one in (*sure, *own) if one.points.per is None]
    gone = _filled(group, [*own, *inside], fillers, gone, record)
    found += gone.values()
    return found, [one for one in (*own, *inside) if one not in gone]


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
        if points.per is None:
            return
        never = f"<{points.per}> is never 1 or more"
        if impossible([_some(points)], record=record):
            yield place.problem("no-points", details=never)
        elif points.when is not None and _excluded(points.when.node, points, record):
            yield place.problem("no-points", details=f"{never} where <{points.when}>")


def _some(points: Points) -> n.Question:
    # That there is something to count.
    if isinstance(points.per, Activities):
        counted: n.Value = n.Aggregate("count", points.per.node)
    else:
        assert points.per is not None  # noqa: S101  the caller has looked
        counted = points.per.node
    return n.Compare("ge", counted, n.constant(1, counted))


def _excluded(when: n.Question, points: Points, record: type[Lead]) -> bool:
    # A rule that never holds by itself is told of already.
    return impossible([when, _some(points)], record=record) and not impossible(
        [when], record=record
    )


def _twice(own: list[Paid], record: type[Lead]) -> dict[Paid, Problem]:
    found: dict[Paid, Problem] = {}
    for tried, (one, other) in enumerate(combinations(own, 2)):
        if tried >= MOST_PAIRS:
            break
        if one in found or other in found:
            continue
        if _same(one.points, other.points, record):
            beside = f"points {one.points.label!r}"
            found[other] = other.place.problem("twice", other=beside)
    return found


def _filled(
    group: Group,
    targets: Iterable[Paid],
    fillers: list[Paid],
    gone: dict[Paid, Problem],
    record: type[Lead],
) -> dict[Paid, Problem]:
    # Those that come only when others have filled the group, added to those gone.
    # Nothing that is gone fills it, so that all of them can be left out together.
    what, full = _fullness(group)
    if full is None:
        return gone
    found = dict(gone)
    tried = 0
    for target in targets:
        if target in found:
            continue
        left = [
            one
            for one in fillers
            if one is not target
            and one not in found
            and (one.always or not one.topics.isdisjoint(target.topics))
        ]
        left.sort(key=lambda one: one.gives, reverse=True)  # as few as will do
        rest, missing = sum(one.gives for one in left), abs(full)
        beside: list[str] = []
        for one in left:
            if missing <= 0 or rest < missing or tried >= MOST_PAIRS:
                break
            tried += 1
            rest -= one.gives
            if one.always or impossible(target.asked, one.asked, record=record):
                missing -= one.gives
                beside.append(f"points {one.points.label!r}")
        if missing <= 0:
            found[target] = target.place.problem(
                "shadowed",
                other=" and ".join(beside),
                details=f"whenever it holds, the {what} of {told(full)} is reached",
            )
    return found


def _same(one: Points, other: Points, record: type[Lead]) -> bool:
    # Paid for the same leads, and as often.
    if _counting(one) != _counting(other):
        return False
    if one.when is None or other.when is None:
        return one.when is other.when
    first, second = one.when.node, other.when.node
    return first == second or (
        not topics(first).isdisjoint(topics(second))
        and impossible([first], [second], record=record)
        and impossible([second], [first], record=record)
    )


def _counting(points: Points) -> tuple[object, ...]:
    per = None if points.per is None else points.per.node
    return per, points.halving, points.fading, points.at_most, points.per_day


def _fullness(group: Group) -> tuple[str, int | None]:
    # The end of a group in which nothing goes the other way.
    ranges = [
        range_of(e) if isinstance(e, Points) else enclosed(e) for e in group.entries
    ]
    if all(low == 0 for low, _ in ranges):
        return "ceiling", group.limits[1]
    if all(high == 0 for _, high in ranges):
        return "floor", group.limits[0]
    return "", None
