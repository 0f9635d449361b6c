"""
Another scorecard in the place of one, wherever a definition reads it.
"""

from __future__ import annotations

from typing import TypeVar

import attrs

from .grading import Temperature
from .points import Entry, Group, Points
from .qualification import Qualification
from .rules import nodes as n
from .rules.handles import Handle
from .rules.rewriting import rewritten
from .scoring import Scorecard
from .states import Lifecycle

H = TypeVar("H", bound="Handle[n.Node] | None")
G = TypeVar("G", bound=Group)


def in_handle(handle: H, card: Scorecard) -> H:
    """
    Put a card into a rule, a number or a query, in the place of the one of its name.
    """
    if handle is None:
        return handle

    def replace(node: n.Node) -> n.Node:
        if not isinstance(node, n.Total):
            return node
        if node.card.name == card.name:
            return n.Total(card)
        return (
            n.Total(in_group(node.card, card)) if isinstance(node.card, Group) else node
        )

    return type(handle)(rewritten(handle.node, replace))


def in_group(group: G, card: Scorecard) -> G:
    """
    Put a card into all rules of a group, and among its entries.
    """
    return attrs.evolve(group, entries=[_in_entry(one, card) for one in group.entries])


def _in_entry(entry: Entry, card: Scorecard) -> Entry:
    if isinstance(entry, Points):
        return attrs.evolve(
            entry, when=in_handle(entry.when, card), per=in_handle(entry.per, card)
        )
    if isinstance(entry, Scorecard) and entry.name == card.name:
        return card
    return in_group(entry, card)


def in_qualification(qualification: Qualification, card: Scorecard) -> Qualification:
    """
    Put a card into the rules of a qualification.
    """
    return attrs.evolve(
        qualification,
        when=in_handle(qualification.when, card),
        until=in_handle(qualification.until, card),
    )


def in_lifecycle(lifecycle: Lifecycle | None, card: Scorecard) -> Lifecycle | None:
    """
    Put a card into the guards of a lifecycle.
    """
    if lifecycle is None:
        return None
    return attrs.evolve(
        lifecycle,
        transitions=[
            attrs.evolve(one, when=in_handle(one.when, card))
            for one in lifecycle.transitions
        ],
    )


def in_temperature(
    temperature: Temperature | None, card: Scorecard
) -> Temperature | None:
    """
    Put a card into the rules of a temperature.
    """
    if temperature is None:
        return None
    return Temperature(
        hot=in_handle(temperature.hot, card), warm=in_handle(temperature.warm, card)
    )
