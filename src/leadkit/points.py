"""
Points for rules and for activities, and groups of them with common limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property
from typing import TypeAlias

import attrs

from .errors import RuleError, described, is_a
from .hundredths import hundredths, plain, told
from .instants import in_words
from .kinds import LARGEST
from .rules import nodes as n
from .rules.activities import Activities
from .rules.expressions import Flag, Number, Rule
from .rules.joining import as_rule

# As deep as rules may be.
_DEEPEST = n.DEEPEST


def _node(per: Activities | Number | None) -> n.Node | None:
    # Handles have == of their own, which makes rules; nodes compare by structure.
    return None if per is None else per.node


def _rule(given: Rule | Flag | None) -> Rule | None:
    if isinstance(given, Activities):  # which are a rule once they are counted
        raise RuleError(
            "when of Points",
            described(given),
            "a rule",
            f"Give points for each of them with per=, or count them: <{given}>.count() "
            ">= 1.",
        )
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
                if type(value) is not int or not 1 <= value <= LARGEST:
                    came = described(value)
                    if type(value) is int:
                        # Python writes no number of more than 4300 digits.
                        short = abs(value) <= LARGEST
                        came = repr(value) if short else "a number beyond 10**15"
                    raise RuleError(
                        f"{name} of {subject}", came, "a whole number of at least 1"
                    )
            elif not isinstance(value, timedelta) or value <= timedelta(0):
                raise RuleError(
                    f"{name} of {subject}",
                    described(value),
                    "a positive timedelta",
                    "Write timedelta(days=30).",
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

    @cached_property
    def cap_hundredths(self) -> int | None:
        """
        The cap in whole hundredths, None if there is none.
        """
        return None if self.cap is None else hundredths(self.cap, "cap")

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

    @property
    def extras(self) -> tuple[str, ...]:
        """
        How activities grow old, how many count, and the cap, in words.
        """
        extras = [
            f"{name.replace('_', ' ')} {in_words(v) if isinstance(v, timedelta) else v}"
            for name in ("halving", "fading", "at_most", "per_day")
            if (v := getattr(self, name)) is not None
        ]
        if self.cap_hundredths is not None:
            extras.append(f"cap {told(self.cap_hundredths)}")
        return tuple(extras)

    def __str__(self) -> str:
        count = "" if self.per is None else f" per {self.per}"
        gate = "" if self.when is None or self.per is None else f" when {self.when}"
        if self.per is None:
            gate = f" when {self.when}"
        named = "" if self.name is None else f"{self.name}: "
        given = f"{told(self.hundredths)}{count}{gate}"
        return f"{named}{', '.join([given, *self.extras])}"


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
        if self.depth > _DEEPEST:
            raise RuleError(
                subject,
                f"groups that stand {self.depth} deep inside one another",
                f"at most {_DEEPEST}",
            )
        low, high = self.limits
        if low is not None and high is not None and low > high:
            raise RuleError(
                subject,
                f"a floor of {told(low)} above its ceiling of {told(high)}",
                "a floor at or below the ceiling",
            )

    @cached_property
    def depth(self) -> int:
        """
        How many groups stand inside one another, itself among them.
        """
        inner = (entry.depth for entry in self.entries if isinstance(entry, Group))
        return 1 + max(inner, default=0)

    @cached_property
    def limits(self) -> tuple[int | None, int | None]:
        """
        Floor and ceiling in whole hundredths.
        """
        low, high = (
            None if limit is None else hundredths(limit, self.name)
            for limit in (self.floor, self.ceiling)
        )
        return low, high

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
