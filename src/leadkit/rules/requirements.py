"""
What a rule reads, so that a host knows what to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
            ``"touches"``, ``"moves"``, ``"grants"``. With ``"consents"``, also when the
            lead was erased.

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
        return joined((self, other))


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
    return Reader().requirements(nodes)


class Reader:
    """
    Tells what rules read, and goes through each card only once.
    """

    def __init__(self) -> None:
        self._cards: dict[int, Requirements] = {}

    def requirements(self, nodes: Iterable[n.Node]) -> Requirements:
        """
        Tell what rules read; see `requirements`.
        """
        return joined(self._each(nodes))

    def _each(self, nodes: Iterable[n.Node]) -> Iterator[Requirements]:
        waiting = [*nodes]
        while waiting:
            node = waiting.pop()
            yield _own(node)
            if isinstance(node, n.Total):
                yield self._of_card(node.card)
            waiting.extend(n.children(node))

    def _of_card(self, card: n.Scored) -> Requirements:
        if id(card) not in self._cards:
            self._cards[id(card)] = self.requirements(card.nodes)
        return self._cards[id(card)]


def joined(several: Iterable[Requirements]) -> Requirements:
    """
    Put together what several rules read.

    Args:
        several: What each of them reads.
    """
    # One set is filled for all: a new one for each rule would cost its square.
    fields: set[str] = set()
    traits: set[str] = set()
    activities: set[str] | None = set()
    lookback: timedelta | None = _NONE
    histories: set[str] = set()
    qualifications: set[str] = set()
    cards: set[str] = set()
    for one in several:
        fields.update(one.fields)
        traits.update(one.traits)
        histories.update(one.histories)
        qualifications.update(one.qualifications)
        cards.update(one.cards)
        lookback = longest(lookback, one.lookback)
        if activities is None or one.activities is None:
            activities = None
        else:
            activities.update(one.activities)
    return Requirements(
        fields=frozenset(fields),
        traits=frozenset(traits),
        activities=None if activities is None else frozenset(activities),
        lookback=lookback,
        histories=frozenset(histories),
        qualifications=frozenset(qualifications),
        cards=frozenset(cards),
    )


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
