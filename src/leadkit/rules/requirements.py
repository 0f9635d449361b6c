"""
What a rule reads, so that a host knows what to load.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import attrs

from ..codes import CONVERSATIONS
from . import nodes as n

_NONE = timedelta(0)


@attrs.frozen
class Requirements:
    """
    What must be loaded to ask a rule, a card or a playbook.

    Attributes:
        fields: Names of the record's fields.

        traits: Names of the tenant-defined fields.

        activities: Activity types, or None if all types count.

        lookback: How far back activities count: zero if none do, None if all do.

        histories: Which other histories are read: ``"contacts"``, ``"consents"``,
            ``"touches"``, ``"moves"``, ``"grants"``.

        qualifications: Whose grants are read.

        cards: Names of the scorecards that are read.
    """

    fields: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    activities: frozenset[str] | None = frozenset()
    lookback: timedelta | None = _NONE
    histories: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()

    def __or__(self, other: Requirements) -> Requirements:
        both = (self.activities, other.activities)
        return Requirements(
            fields=self.fields | other.fields,
            traits=self.traits | other.traits,
            activities=None
            if None in both
            else frozenset[str]().union(*filter(None, both)),
            lookback=longest(self.lookback, other.lookback),
            histories=self.histories | other.histories,
            qualifications=self.qualifications | other.qualifications,
            cards=self.cards | other.cards,
        )


def longest(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    """
    Take the longer look-back; None is without end.
    """
    return None if one is None or other is None else max(one, other)


def requirements(nodes: Iterable[n.Node]) -> Requirements:
    """
    Tell what rules read, through the cards in them too.

    Args:
        nodes: The rules' nodes.
    """
    joined = Requirements()
    for node in nodes:
        for part in n.walk(node):
            joined = joined | _own(part)
    return joined


def _own(node: n.Node) -> Requirements:  # noqa: C901, PLR0912
    match node:
        case n.Trait(name=name):
            return Requirements(traits=frozenset({name}))
        case n.Field(name=name):
            return Requirements(fields=frozenset({name}))
        case n.Query(types=types, window=window, since=since):
            return Requirements(
                activities=frozenset(types),
                lookback=window,
                histories=frozenset() if since is None else frozenset({"moves"}),
            )
        case n.Conversed(since=since):
            return Requirements(
                activities=frozenset(CONVERSATIONS),
                lookback=None,
                histories=frozenset() if since is None else frozenset({"moves"}),
            )
        case n.Consented():
            return Requirements(histories=frozenset({"consents"}))
        case n.Reachable():
            return Requirements(histories=frozenset({"contacts", "consents"}))
        case n.InStage() | n.HasBeen():
            return Requirements(
                fields=frozenset({"stage"}), histories=frozenset({"moves"})
            )
        case n.TimeInStage():
            return Requirements(
                fields=frozenset({"created_at"}), histories=frozenset({"moves"})
            )
        case n.CameFrom():
            return Requirements(histories=frozenset({"moves"}))
        case n.Holds(qualification=qualification):
            return Requirements(
                qualifications=frozenset({qualification}),
                histories=frozenset({"grants"}),
            )
        case n.IsLead():
            return Requirements(
                activities=None,
                lookback=None,
                histories=frozenset({"contacts", "consents", "touches"}),
            )
        case n.Total(card=card):
            return Requirements(cards=frozenset({card.name}))
        case _:
            return Requirements()
