"""
When a rule turns that only does so in steps: as activities come and leave their
windows, lose half of their worth, or ages reach a number.

Nearly all rules do. Their steps are listed, and a function made of the rule is asked at
each of them, which takes a tenth of the time that the search through enclosures takes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

import attrs

from .instants import LAST
from .leads import Lead
from .pieces import group_of
from .points import Points
from .rules import nodes as n
from .rules.activities import Activities
from .rules.compiled import Compiled, holding
from .rules.turning import happenings, reads_ages, running, turns_of


@attrs.frozen
class _Span:
    # Activities of which types do something after a span, and how often.
    types: tuple[str, ...]
    span: timedelta
    times: int = 1


@attrs.frozen(eq=False)  # what is listed for it is kept by it
class Steps:
    """
    A rule that turns in steps.

    Attributes:
        node: The rule.
    """

    node: n.Question
    _windows: tuple[_Span, ...]
    _halvings: tuple[_Span, ...]
    _running: tuple[n.Node, ...]

    @classmethod
    def of(cls, node: n.Question) -> Steps | None:
        """
        Find the steps of a rule; None if something in it changes all the time.

        Args:
            node: The rule.
        """
        windows = {
            _Span(part.types, part.window): None
            for part in n.walk_once([node])
            if isinstance(part, n.Query) and part.window is not None
        }
        halvings: dict[_Span, None] = {}
        for points in _points(node):
            per = points.per
            if points.fading is not None:
                return None
            if points.halving is None:
                # Whole units of an age come without a step that is listed.
                if per is not None and reads_ages(per.node):
                    return None
            else:
                assert isinstance(per, Activities)  # noqa: S101  nothing else halves
                times = abs(points.hundredths).bit_length() + 1
                halvings[_Span(per.node.types, points.halving, times)] = None
        return cls(node, tuple(windows), tuple(halvings), running([node]))

    @cached_property
    def _holds(self) -> Compiled[bool]:
        return holding(self.node)

    def cuts(self, lead: Lead) -> list[datetime]:
        """
        List when activities leave their windows, and lose half of their worth.

        Args:
            lead: The lead.

        Returns:
            The instants in order, past ones included.
        """
        found: set[datetime] = set()
        for window in self._windows:
            found.update(
                one.at + window.span
                for one in lead.activities
                if one.type in window.types and window.span <= LAST - one.at
            )
        for halving in self._halvings:
            for one in lead.activities:
                if one.type in halving.types:
                    found.update(_halvings(one.at, halving))
        return sorted(found)

    def cuts_and_happenings(self, lead: Lead) -> list[datetime]:
        """
        List what `cuts` does, and when anything happens to the lead.

        Args:
            lead: The lead.

        Raises:
            RuleError: A host's own function is asked, which may turn at any time.
        """
        return sorted({*happenings([self.node], lead), *self.cuts(lead)})

    def turn(
        self, lead: Lead, after: datetime, until: datetime, cuts: Sequence[datetime]
    ) -> datetime | None:
        """
        Find the first later instant at which the rule turns.

        Args:
            lead: The lead.

            after: From when on, in UTC.

            until: Up to when, itself included.

            cuts: All instants in between at which something happens or `cuts` lists
                something, in order.

        Returns:
            When it is first known true and wasn't, or the other way round; None if
            that doesn't happen.
        """
        steps = cuts[bisect_right(cuts, after) : bisect_right(cuts, until)]
        if not steps and not self._running:
            return None
        before = self._holds(lead, after)
        for at in self._steps(lead, after, until, steps):
            if self._holds(lead, at) is not before:
                return at
        return None

    def _steps(
        self, lead: Lead, after: datetime, until: datetime, steps: Sequence[datetime]
    ) -> Iterator[datetime]:
        if not self._running:
            yield from steps
            return
        for start, end in pairwise([after, *steps, until]):
            if start > after:
                yield start
            yield from sorted(turns_of(self._running, lead, start, end))


def _halvings(at: datetime, halving: _Span) -> Iterator[datetime]:
    most = min(halving.times, (LAST - at) // halving.span)
    for times in range(1, most + 1):
        yield at + times * halving.span


def _points(node: n.Node) -> Iterator[Points]:
    for part in n.walk_once([node]):
        if isinstance(part, n.Total):
            yield from group_of(part).points
