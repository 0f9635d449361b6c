"""
Points for rules and for activities, counted exactly in whole hundredths.

A share is computed as an exact fraction and rounded once, half away from zero, so that
the sum is the same in any order and on any engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import TypeAlias

import attrs

from .errors import RuleError, described, is_a
from .happenings import Activity
from .instants import DAY, in_words
from .leads import Lead
from .rules import nodes as n
from .rules.activities import Activities
from .rules.expressions import Flag, Number, Rule, as_rule
from .rules.meaning import ask, evaluate, found

# No card needs more points than this; far beyond, floats lose the hundredths.
_MOST = 10**9


def hundredths(points: object, subject: str) -> int:
    """
    Express points in whole hundredths.

    Args:
        points: An int, a float or a `Decimal` with at most two decimals.

        subject: What they are, for the error.

    Raises:
        RuleError: It is no number, not finite, has more decimals or is too large.
    """
    if isinstance(points, bool) or not isinstance(points, (int, float, Decimal)):
        raise RuleError(subject, described(points), "a number of points")
    # The shortest text of a float is what its writer meant: 0.1 is one tenth. numpy's
    # floats write themselves in another way, so float's own repr is asked.
    exact = Decimal(float.__repr__(points) if isinstance(points, float) else points)
    if not exact.is_finite():
        raise RuleError(subject, "a number that isn't finite", "a finite number")
    if not -_MOST <= exact <= _MOST:
        raise RuleError(subject, "more than a billion points", "fewer")
    # adjusted() comes first, because 1e-999999999 as a fraction would fill the memory.
    if exact and (exact.adjusted() < -2 or (Fraction(exact) * 100).denominator != 1):  # noqa: PLR2004
        raise RuleError(
            subject,
            f"{points}, with more than two decimals",
            "whole hundredths",
            "Round it, so that the sum stays exact.",
        )
    return int(Fraction(exact) * 100)


def plain(points: float) -> float:
    """
    Bring points that were checked to one form, so that what means the same is the same.
    """
    return int(points) if isinstance(points, int) else float(points)


def in_points(whole: int) -> float:
    """
    Express whole hundredths in points.
    """
    return whole / 100


def told(whole: int) -> str:
    """
    Write whole hundredths as points: ``22.5``, ``35``.
    """
    return f"{Decimal(whole) / 100:f}" if whole % 100 else str(whole // 100)


def rounded(share: Fraction) -> int:
    """
    Round to a whole number, half away from zero.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2))
    (3, -3)
    """
    whole = floor(abs(share) + Fraction(1, 2))
    return whole if share >= 0 else -whole


def _node(per: Activities | Number | None) -> n.Node | None:
    # Handles have == of their own, which makes rules; nodes compare by structure.
    return None if per is None else per.node


def _rule(given: Rule | Flag | None) -> Rule | None:
    return None if given is None else as_rule(given, "when of Points")


@attrs.frozen
class Points:
    """
    Points for a rule, per activity, or per unit of a number.

    Attributes:
        points: How many; at most two decimals.

        when: Given only if this rule is known true.

        per: For each activity of a query, or for each whole unit of a number (floored,
            never below 0).

        halving: An activity's share is halved for each full span of its age.

        fading: An activity's share falls linearly to zero over this span.

        at_most: Only the newest so many activities count.

        per_day: Only the newest so many of each UTC day count.

        cap: No more points than this from here, in either direction.

        name: What its line is called; the text of its rule if not given.
    """

    points: float = attrs.field(eq=lambda points: hundredths(points, "points"))
    when: Rule | None = attrs.field(default=None, converter=_rule)
    per: Activities | Number | None = attrs.field(default=None, eq=_node)
    halving: timedelta | None = None
    fading: timedelta | None = None
    at_most: int | None = None
    per_day: int | None = None
    cap: float | None = None
    name: str | None = None

    def __attrs_post_init__(self) -> None:
        named = isinstance(self.name, str)
        subject = f"Points {self.name!r}" if named else "Points"
        hundredths(self.points, subject)
        object.__setattr__(self, "points", plain(self.points))
        if self.per is not None and not is_a(self.per, (Activities, Number)):
            raise RuleError(
                f"per of {subject}",
                described(self.per),
                "activities or a number",
                "A rule goes into when=...",
            )
        if self.when is None and self.per is None:
            raise RuleError(
                subject, "neither when nor per", "a rule or something to count"
            )
        self._check_decay(subject)
        if self.cap is not None:
            if hundredths(self.cap, f"cap of {subject}") < 0:
                raise RuleError(
                    f"cap of {subject}",
                    "a negative number",
                    "the most points in either direction, 0 or more",
                )
            object.__setattr__(self, "cap", plain(self.cap))
        if self.name is not None:
            _check_name(self.name, "name of Points")

    def _check_decay(self, subject: str) -> None:
        given = [
            name
            for name in ("halving", "fading", "at_most", "per_day")
            if getattr(self, name) is not None
        ]
        if given and not isinstance(self.per, Activities):
            raise RuleError(
                f"{' and '.join(given)} of {subject}",
                "no activities to apply to",
                "per=activity(...)",
            )
        if self.halving is not None and self.fading is not None:
            raise RuleError(subject, "both halving and fading", "one of them")
        for name in given:
            value = getattr(self, name)
            if name in {"at_most", "per_day"}:
                if type(value) is not int or value < 1:
                    raise RuleError(
                        f"{name} of {subject}",
                        repr(value) if type(value) is int else described(value),
                        "a whole number of at least 1",
                    )
            elif not isinstance(value, timedelta) or value <= timedelta(0):
                raise RuleError(
                    f"{name} of {subject}", described(value), "a positive timedelta"
                )

    @property
    def label(self) -> str:
        """
        What its line in a score is called.
        """
        if self.name is not None:
            return self.name
        return str(self.when if self.per is None else self.per)

    @cached_property
    def hundredths(self) -> int:
        """
        The points in whole hundredths.
        """
        return hundredths(self.points, "points")

    @property
    def nodes(self) -> tuple[n.Node, ...]:
        """
        The rule and the query or number that it reads.
        """
        return tuple(h.node for h in (self.when, self.per) if h is not None)

    @property
    def lookback(self) -> timedelta | None:
        """
        How far back the activities of *per* count, None if without end.
        """
        window = self.per.node.window if isinstance(self.per, Activities) else None
        spans = [span for span in (window, self.fading) if span is not None]
        return min(spans) if spans else None

    def __str__(self) -> str:
        count = "" if self.per is None else f" per {self.per}"
        gate = "" if self.when is None or self.per is None else f" when {self.when}"
        if self.per is None:
            gate = f" when {self.when}"
        extras = [
            f"{name.replace('_', ' ')} {in_words(v) if isinstance(v, timedelta) else v}"
            for name in ("halving", "fading", "at_most", "per_day")
            if (v := getattr(self, name)) is not None
        ]
        if self.cap is not None:
            extras.append(f"cap {told(hundredths(self.cap, 'cap'))}")
        named = "" if self.name is None else f"{self.name}: "
        return f"{named}{', '.join([f'{told(self.hundredths)}{count}{gate}', *extras])}"


Entry: TypeAlias = "Points | Group"


def _entries(given: Iterable[Entry]) -> tuple[Entry, ...]:
    if isinstance(given, (str, Points, Group)) or not is_a(given, Iterable):
        raise RuleError("entries", described(given), "an iterable of Points and Groups")
    entries = tuple(given)
    for entry in entries:
        if not is_a(entry, (Points, Group)):
            raise RuleError("an entry", described(entry), "Points or a Group")
    return entries


@attrs.frozen(order=False)  # which mypy doesn't know to be the default
class Group:
    """
    Entries that are summed, and limited together.

    Attributes:
        name: What it is called.

        entries: `Points` and groups.

        floor: The sum is at least this.

        ceiling: The sum is at most this.
    """

    name: str
    entries: tuple[Entry, ...] = attrs.field(converter=_entries)
    floor: float | None = None
    ceiling: float | None = None

    def __attrs_post_init__(self) -> None:
        _check_name(self.name, f"name of a {type(self).__name__}")
        subject = f"{type(self).__name__} {self.name!r}"
        for what, limit in (("floor", self.floor), ("ceiling", self.ceiling)):
            if limit is not None:
                hundredths(limit, f"{what} of {subject}")
                object.__setattr__(self, what, plain(limit))
        low, high = limits(self)
        if low is not None and high is not None and low > high:
            raise RuleError(
                subject,
                f"a floor of {told(low)} above its ceiling of {told(high)}",
                "a floor at or below the ceiling",
            )

    @property
    def points(self) -> Iterator[Points]:
        """
        All `Points` in it, those of inner groups too.
        """
        for entry in self.entries:
            if isinstance(entry, Points):
                yield entry
            else:
                yield from entry.points


def _check_name(name: object, subject: str) -> None:
    if not isinstance(name, str) or not name.strip():
        came = "a blank text" if isinstance(name, str) else described(name)
        raise RuleError(subject, came, "a text")


@attrs.frozen
class Earned:
    """
    What one `Points` gives to a lead.

    Attributes:
        raw: Hundredths before the cap.

        capped: Hundredths after it.

        activities: Ids of the activities that count, the newest first.
    """

    raw: int = 0
    capped: int = 0
    activities: tuple[str, ...] = ()


def earned(points: Points, lead: Lead, as_of: datetime) -> Earned:
    """
    Compute what one `Points` gives to a lead.
    """
    if points.when is not None and ask(points.when.node, lead, as_of) is not True:
        return Earned()
    raw = points.hundredths
    ids: tuple[str, ...] = ()
    if isinstance(points.per, Activities):
        each = shares(points, lead, as_of)
        ids = tuple(key for key, part in each.items() if part)
        raw = sum(each.values())
    elif isinstance(points.per, Number):
        raw *= units(evaluate(points.per.node, lead, as_of))
    return Earned(raw, limited(points, raw), ids)


def shares(points: Points, lead: Lead, as_of: datetime) -> dict[str, int]:
    """
    Compute what each activity that counts gives, in whole hundredths.
    """
    return {a.id: share(points, as_of - a.at) for a in counted(points, lead, as_of)}


def counted(points: Points, lead: Lead, as_of: datetime) -> list[Activity]:
    """
    Find the activities that count: per day first, then at most so many, newest first.
    """
    if not isinstance(points.per, Activities):
        return []
    activities = list(found(points.per.node, lead, as_of))
    if points.per_day is not None:
        days: dict[date, int] = {}
        kept: list[Activity] = []
        for activity in activities:
            day = activity.at.date()
            days[day] = days.get(day, 0) + 1
            if days[day] <= points.per_day:
                kept.append(activity)
        activities = kept
    return activities[: points.at_most]


def share(points: Points, age: timedelta) -> int:
    """
    Compute an activity's share at an age, in whole hundredths.
    """
    whole = points.hundredths
    if points.halving is not None:
        halvings = age // points.halving
        # Beyond its bits nothing is left, and 2**halvings could be huge.
        if halvings > whole.bit_length() + 1:
            return 0
        return rounded(Fraction(whole, 2**halvings))
    if points.fading is not None:
        left = max(points.fading - age, timedelta(0))
        return rounded(whole * Fraction(left // _TICK, points.fading // _TICK))
    return whole


_TICK = timedelta(microseconds=1)


def units(number: float | None) -> int:
    """
    Count the whole units of a number: floored, never below 0, 0 if it is missing.
    """
    return 0 if number is None else max(0, floor(number))


def limited(points: Points, raw: int) -> int:
    """
    Apply the cap of one `Points`.
    """
    if points.cap is None:
        return raw
    cap = hundredths(points.cap, "cap")
    return max(-cap, min(cap, raw))


def limits(group: Group) -> tuple[int | None, int | None]:
    """
    Floor and ceiling of a group in whole hundredths.
    """
    floor_, ceiling = (
        None if limit is None else hundredths(limit, group.name)
        for limit in (group.floor, group.ceiling)
    )
    return floor_, ceiling


# Enclosures --------------------------------------------------------------------------

Range: TypeAlias = tuple[int | None, int | None]


def range_of(points: Points) -> Range:
    """
    Enclose what one `Points` can give, in hundredths; None is without end.
    """
    if points.when is not None and points.when.node == n.Always(answer=False):
        return 0, 0
    most = _most(points)
    if most is not None:
        most *= abs(points.hundredths)
    if points.cap is not None:
        cap = hundredths(points.cap, "cap")
        most = cap if most is None else min(most, cap)
    if not points.hundredths:
        return 0, 0
    return (0, most) if points.hundredths > 0 else (None if most is None else -most, 0)


def _most(points: Points) -> int | None:
    # How often the points can be given at once.
    if points.per is None:
        return 1
    if isinstance(points.per, Number):
        return None
    bounds = [] if points.at_most is None else [points.at_most]
    if points.per_day is not None and points.lookback is not None:
        # A span of n days and a bit touches at most n + 2 days of the calendar.
        bounds.append((-(-points.lookback // DAY) + 1) * points.per_day)
    return min(bounds) if bounds else None


def enclosed(group: Group) -> Range:
    """
    Enclose the total of a group, in hundredths; None is without end.
    """
    low: int | None = 0
    high: int | None = 0
    for entry in group.entries:
        least, most = range_of(entry) if isinstance(entry, Points) else enclosed(entry)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    floor_, ceiling = limits(group)
    return _clamped(low, floor_, ceiling), _clamped(high, floor_, ceiling, upper=True)


def _clamped(
    end: int | None, floor_: int | None, ceiling: int | None, *, upper: bool = False
) -> int | None:
    if end is None:
        return ceiling if upper else floor_
    if floor_ is not None:
        end = max(end, floor_)
    return end if ceiling is None else min(end, ceiling)
