"""
Which points of a card go together: some come only with others, some may come with them.

That is no fault. But whoever tunes a card wants to know what is paid on top of what.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import attrs

from .leads import Lead
from .points import Points
from .rules import nodes as n
from .rules.analysis import relate
from .rules.expressions import Rule
from .scoring import Scorecard

#: How many pairs of a card's rules are held against each other.
MOST_PAIRS = 500


@attrs.frozen
class Together:
    """
    Two entries of a card that can both give points to one lead.

    Attributes:
        card: The card's name.

        one: What the line of the one is called.

        other: What the line of the other is called.

        always: Whether the one never comes without the other.
    """

    card: str
    one: str
    other: str
    always: bool

    def __str__(self) -> str:
        how = "come only with" if self.always else "may come with"
        return f"card {self.card!r}, points {self.one!r}: they {how} {self.other!r}"


def together(card: Scorecard, record: type[Lead]) -> Iterator[Together]:
    """
    Find entries of which one implies the other, or that overlap in what they ask about.

    Rules that ask about different things overlap nearly always, and aren't listed; of
    those that ask about the same, both may have been meant for other leads.

    Args:
        card: The card.

        record: The class of leads.
    """
    ruled = [(one, one.when) for one in card.points if one.when is not None]
    asked = {id(rule): _values(rule) for _, rule in ruled}
    pairs = 0
    for (one, rule), (other, beside) in combinations(ruled, 2):
        if asked[id(rule)].isdisjoint(asked[id(beside)]):
            continue
        pairs += 1
        if pairs > MOST_PAIRS:
            return
        same = asked[id(rule)] == asked[id(beside)]
        yield from _related(card, (one, rule), (other, beside), record, same=same)


def _related(
    card: Scorecard,
    one: tuple[Points, Rule],
    other: tuple[Points, Rule],
    record: type[Lead],
    *,
    same: bool,
) -> Iterator[Together]:
    found = relate(one[1], other[1], record=record)
    if not found.overlapping or found.equivalent:
        return  # never both, undecided, or paid twice, which is a problem
    names = one[0].label, other[0].label
    if found.implied:
        names = names[1], names[0]
    if found.implies or found.implied or same:
        always = bool(found.implies or found.implied)
        yield Together(card.name, *names, always=always)


def _values(rule: Rule) -> frozenset[n.Node]:
    return frozenset(
        part
        for part in n.walk(rule.node)
        if isinstance(part, (n.Field, n.Age, n.TimeInStage, n.Aggregate, n.Total))
    )
