"""
When a rule turns that only does so in steps: as activities come and leave their
windows, lose half of their worth, or ages reach a number.

Nearly all rules do. Their steps are listed, and a function made of the rule is asked at
each of them, which takes a tenth of the time that the search through enclosures takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

import attrs

from .leads import Lead
from .pieces import group_of
from .points import Points
from .rules import nodes as n
from .rules.activities import Activities
from .rules.compiled import Compiled, holding
from .rules.turning import happenings, reads_ages, running, turns_of


@attrs.frozen
class _Halving:
    # Activities of which types lose half of their points, how often and after what.
    types: tuple[str, ...]
    span: timedelta
    times: int


@attrs.frozen
class Steps:
    """
    A rule that turns in steps.

    Attributes:
        node: The rule.
    """

    node: n.Question
    _halvings: tuple[_Halving, ...]
    _running: tuple[n.Node, ...]

    @classmethod
    def of(cls, node: n.Question) -> Steps | None:
        """
        Find the steps of a rule; None if something in it changes all the time.

        Args:
            node: The rule.
        """
        halvings: dict[_Halving, None] = {}
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
                halvings[_Halving(per.node.types, points.halving, times)] = None
        return cls(node, tuple(halvings), running([node]))

    @cached_property
    def _holds(self) -> Compiled[bool]:
        return holding(self.node)

    def turn(self, lead: Lead, after: datetime, until: datetime) -> datetime | None:
        """
        Find the first later instant at which the rule turns.

        Args:
            lead: The lead.

            after: From when on, in UTC.

            until: Up to when, itself included.

        Returns:
            When it is first known true and wasn't, or the other way round; None if
            that doesn't happen.

        Raises:
            RuleError: A host's own function makes it unknowable.
        """
        before = self._holds(lead, after)
        for at in self._steps(lead, after, until):
            if self._holds(lead, at) is not before:
                return at
        return None

    def _steps(
        self, lead: Lead, after: datetime, until: datetime
    ) -> Iterator[datetime]:
        cuts = {at for at in happenings([self.node], lead) if after < at <= until}
        for halving in self._halvings:
            for one in lead.activities:
                if one.type in halving.types:
                    cuts.update(_halvings(one.at, halving, after, until))
        steps = sorted(cuts)
        if not self._running:
            yield from steps
            return
        for start, end in pairwise([after, *steps, until]):
            if start > after:
                yield start
            yield from sorted(turns_of(self._running, lead, start, end))


def _halvings(
    at: datetime, halving: _Halving, after: datetime, until: datetime
) -> Iterator[datetime]:
    first = max((after - at) // halving.span, 0) + 1
    last = min((until - at) // halving.span, halving.times)
    for times in range(first, last + 1):
        yield at + times * halving.span


def _points(node: n.Node) -> Iterator[Points]:
    for part in n.walk_once([node]):
        if isinstance(part, n.Total):
            yield from group_of(part).points
