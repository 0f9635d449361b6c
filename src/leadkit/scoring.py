"""
Scorecards: what a lead is worth, line by line.

A score is a pure function of a record and an instant. Nothing is accumulated: the same
history gives the same score, in any order, as of any instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

import attrs

from .bounds import enclosed
from .changes import next_change
from .earning import earned
from .errors import LeadError, described
from .hundredths import in_points, told
from .instants import utc
from .leads import Lead
from .points import Group, Points
from .rules import nodes as n
from .rules.expressions import Number, Numeric, Rule
from .rules.reasons import missing_fields
from .rules.requirements import Requirements, longest, requirements


@attrs.frozen
class Line:
    """
    One line of a score: what gave points, or what cut them.

    Attributes:
        name: The name of the rule; for a cut, what was cut and at what.

        hundredths: The points in whole hundredths; the lines sum to the total.

        activities: Ids of the activities that count, the newest first.

        kind: ``"rule"``, or what cut: ``"cap"``, ``"floor"``, ``"ceiling"``.

        group: The group that the line stands in.
    """

    name: str
    hundredths: int
    activities: tuple[str, ...] = ()
    kind: Literal["rule", "cap", "floor", "ceiling"] = "rule"
    group: str = ""

    @property
    def points(self) -> float:
        """
        The points, a whole number of hundredths.
        """
        return in_points(self.hundredths)

    def __str__(self) -> str:
        sign = "+" if self.hundredths > 0 else ""
        counted = f" ({len(self.activities)} activities)" if self.activities else ""
        if len(self.activities) == 1:
            counted = " (1 activity)"
        return f"{self.name} {sign}{told(self.hundredths)}{counted}"


@attrs.frozen
class Score:
    """
    What a scorecard gives to a lead as of an instant.

    Attributes:
        card: The scorecard's name.

        as_of: The instant.

        lines: Every rule that contributed, and every cut.

        missing: Fields whose absence kept a rule from being known.
    """

    card: str
    as_of: datetime
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def hundredths(self) -> int:
        """
        The total in whole hundredths, which is the sum of the lines.
        """
        return sum(line.hundredths for line in self.lines)

    @property
    def total(self) -> float:
        """
        The total in points, a whole number of hundredths.
        """
        return in_points(self.hundredths)

    def __str__(self) -> str:
        head = f"{self.card}: {told(self.hundredths)}"
        rows = [f"  {line}" for line in self.lines]
        if self.missing:
            rows.append(f"  not known: {', '.join(self.missing)}")
        return "\n".join([head, *rows])


@attrs.frozen(order=False)  # as for Group
class Scorecard(Group):
    """
    Points that are summed to a score; the outermost group.

    ``card >= 50`` and the other comparisons are rules, ``card.total`` is a number in
    them. ``card == other`` compares by structure; ask ``card.total == 50``.
    """

    def score(self, lead: Lead, *, as_of: datetime) -> Score:
        """
        Score a lead.

        Args:
            lead: The lead.

            as_of: The instant of the question; whatever is later is invisible.

        Returns:
            The total, line by line.

        Raises:
            InstantError: *as_of* has no time zone.

            LeadError: *lead* is no lead, or lacks a field that the card reads.
        """
        as_of = _asked(lead, as_of)
        missing = (
            name
            for points in self.points
            for node in points.nodes
            for name in missing_fields(node, lead, as_of)
        )
        lines = tuple(_lines(self, lead, as_of))
        return Score(self.name, as_of, lines, tuple(dict.fromkeys(missing)))

    def score_many(self, leads: Iterable[Lead], *, as_of: datetime) -> list[float]:
        """
        Score many leads.

        Args:
            leads: The leads.

            as_of: The instant of the question.

        Returns:
            Their totals, in order.
        """
        return [in_points(self.hundredths(lead, as_of=as_of)) for lead in leads]

    def hundredths(self, lead: Lead, *, as_of: datetime) -> int:
        """
        Score a lead, without the lines: the total in whole hundredths.
        """
        as_of = _asked(lead, as_of)
        return sum(line.hundredths for line in _lines(self, lead, as_of))

    def next_change(self, lead: Lead, *, as_of: datetime) -> datetime | None:
        """
        Tell when the score has to be asked again if nothing new arrives.

        Args:
            lead: The lead.

            as_of: From when.

        Returns:
            The earliest later instant at which the total differs, or None.

        Raises:
            RuleError: A host's own function makes it unknowable.
        """
        return next_change(self, lead, _asked(lead, as_of))

    @property
    def total(self) -> Number:
        """
        The total as a number in rules.
        """
        return Number(n.Total(self))

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """
        The least and the most that the card can give; None where it is without end.

        An enclosure: what lies outside never occurs, what lies inside may not either.
        """
        low, high = (None if end is None else in_points(end) for end in enclosed(self))
        return low, high

    @property
    def nodes(self) -> tuple[n.Node, ...]:
        """
        The rules, queries and numbers that its entries read.
        """
        return tuple(node for points in self.points for node in points.nodes)

    @property
    def requires(self) -> Requirements:
        """
        What a host must load to score a lead.
        """
        lookback: timedelta | None = timedelta(0)
        found = Requirements()
        for points in self.points:
            own = requirements(points.nodes)
            if points.fading is not None:
                gate = requirements(points.nodes[:-1])
                own = attrs.evolve(
                    own, lookback=longest(gate.lookback, points.lookback)
                )
            found, lookback = found | own, longest(lookback, own.lookback)
        return attrs.evolve(found, lookback=lookback)

    def __ge__(self, points: Numeric) -> Rule:
        return self.total >= points

    def __gt__(self, points: Numeric) -> Rule:
        return self.total > points

    def __le__(self, points: Numeric) -> Rule:
        return self.total <= points

    def __lt__(self, points: Numeric) -> Rule:
        return self.total < points

    def __str__(self) -> str:
        return "\n".join(_told(self, ""))


def _asked(lead: object, as_of: datetime) -> datetime:
    if not isinstance(lead, Lead):
        raise LeadError("a scorecard", described(lead), "a Lead")
    return utc(as_of, "as_of")


def _lines(group: Group, lead: Lead, as_of: datetime) -> Iterator[Line]:
    total = 0
    for entry in group.entries:
        if isinstance(entry, Points):
            lines: Iterable[Line] = _earned(entry, group, lead, as_of)
        else:
            lines = _lines(entry, lead, as_of)
        for line in lines:
            total += line.hundredths
            yield line
    low, high = group.limits
    if low is not None and total < low:
        name = f"{group.name}: floor {told(low)}"
        yield Line(name, low - total, (), "floor", group.name)
    elif high is not None and total > high:
        name = f"{group.name}: ceiling {told(high)}"
        yield Line(name, high - total, (), "ceiling", group.name)


def _earned(
    points: Points, group: Group, lead: Lead, as_of: datetime
) -> Iterator[Line]:
    gives = earned(points, lead, as_of)
    if gives.raw:
        yield Line(points.label, gives.raw, gives.activities, "rule", group.name)
    if gives.capped != gives.raw:
        cut = gives.capped - gives.raw
        name = f"{points.label}: cap {told(abs(gives.capped))}"
        yield Line(name, cut, (), "cap", group.name)


def _told(group: Group, indent: str) -> Iterator[str]:
    low, high = group.limits
    ends = [
        f"{what} {told(limit)}"
        for what, limit in (("floor", low), ("ceiling", high))
        if limit is not None
    ]
    yield f"{indent}{', '.join([group.name, *ends])}"
    for entry in group.entries:
        if isinstance(entry, Points):
            yield f"{indent}  {entry}"
        else:
            yield from _told(entry, indent + "  ")
