"""
Which rules decide what happens to a lead next, and when one of them next turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Self

import attrs

from .changes import next_change
from .history import last_grant, stage_at
from .leads import Lead
from .points import Group, Points
from .qualification import Qualification
from .rules import nodes as n
from .rules.expressions import Rule
from .states import Lifecycle
from .stepping import Steps

# So many rules have a card in common, where each is worth twice as much as the one
# before: whichever of them turn, the total differs.
_TOGETHER = 12


@attrs.frozen
class Watch:
    """
    A rule that is watched.

    Attributes:
        node: It matters whether this is known true.

        opaque: Whether a host's own function is asked, which may turn at any time.

        steps: How it turns, if that is in steps.
    """

    node: n.Question
    opaque: bool
    steps: Steps | None

    @classmethod
    def over(cls, node: n.Question) -> Self:
        """
        Watch a rule.
        """
        parts = n.walk_once([node])
        opaque = any(isinstance(part, n.Predicate) for part in parts)
        return cls(node, opaque, Steps.of(node))


@attrs.frozen
class _Qualified:
    # A qualification: what grants it, what ends it, and what ends it while it is live.
    one: Qualification
    when: Watch | None
    until: Watch | None
    fails: Watch | None

    @classmethod
    def by(cls, one: Qualification) -> Self:
        when = until = fails = None
        if one.when is not None:
            when = Watch.over(one.when.node)
        if one.until is not None:
            until = Watch.over(one.until.node)
        elif one.when is not None:
            fails = Watch.over(n.Not(one.when.node))
        return cls(one, when, until, fails)

    def watches(self, lead: Lead, as_of: datetime) -> tuple[Watch | None, ...]:
        grant = last_grant(lead, self.one.name, as_of)
        if grant is not None and grant.granted:
            return self.until, self.fails
        stages = self.one.applies_to
        applies = stages is None or stage_at(lead, as_of) in stages
        return (self.when, self.until) if applies else ()


@attrs.frozen
class Watches:
    """
    What is to be watched of qualifications and moves.
    """

    _qualified: tuple[_Qualified, ...]
    _guards: dict[str, tuple[Watch, ...]]

    @classmethod
    def over(
        cls, qualifications: Iterable[Qualification], lifecycle: Lifecycle | None
    ) -> Self:
        """
        Watch qualifications and the automatic moves of a lifecycle.

        Args:
            qualifications: The qualifications.

            lifecycle: The moves, or None.
        """
        guards: dict[str, tuple[Watch, ...]] = {}
        if lifecycle is not None:
            for stage in lifecycle.stages:
                nodes = dict.fromkeys(_guards(stage, lifecycle))
                guards[stage] = tuple(map(Watch.over, nodes))
        return cls(tuple(map(_Qualified.by, qualifications)), guards)

    def of(self, lead: Lead, as_of: datetime) -> list[Watch]:
        """
        List the rules that may grant, revoke or move a lead next.

        Args:
            lead: The lead.

            as_of: The instant, in UTC.
        """
        watches = [
            watch
            for one in self._qualified
            for watch in one.watches(lead, as_of)
            if watch is not None
        ]
        return [*watches, *self._guards.get(lead.stage, ())]


def _guards(stage: str, lifecycle: Lifecycle) -> Iterator[n.Question]:
    # An earlier transition of the same trigger may stand before an automatic one.
    here = [one for one in lifecycle.transitions if stage in one.sources]
    triggers = {one.trigger for one in here if one.automatic}
    for one in here:
        if one.when is not None and one.trigger in triggers:
            yield one.when.node


def first_turn(
    watches: Iterable[Watch],
    lead: Lead,
    after: datetime,
    until: datetime,
    cuts: Callable[[Steps], Sequence[datetime]],
) -> datetime | None:
    """
    Find the first later instant at which one of some rules turns by itself.

    Args:
        watches: The rules.

        lead: The lead.

        after: From when on, in UTC.

        until: Up to when, itself included.

        cuts: Lists for a rule what `Steps.turn` takes.

    Returns:
        The first instant at which one that was known true isn't, or the other way
        round; None if there is none.

    Raises:
        RuleError: A host's own function is asked.
    """
    found: datetime | None = None
    searched: list[n.Question] = []
    for watch in watches:
        steps = watch.steps
        if steps is None:
            searched.append(watch.node)
        else:
            found = steps.turn(lead, after, found or until, cuts(steps)) or found
    waiting = iter(searched)
    while some := list(islice(waiting, _TOGETHER)):
        worth = [
            Points(2**place, when=Rule(node), name=f"rule {place}")
            for place, node in enumerate(some)
        ]
        group = Group("watched", worth)
        found = next_change(group, lead, after, found or until) or found
    return found
