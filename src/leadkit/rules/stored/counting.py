"""
How much a document may ask for: parts are counted, and what it would cost to ask them.
"""

from __future__ import annotations

import attrs

from ...spots import Spot
from .. import nodes as n

#: How deep rules may be, the rules of the scorecards they read included.
DEEPEST = 32
#: How many nodes a document may have.
NODES = 10_000
#: How many nodes there may be when a card's are counted wherever it is read.
WEIGHT = 100_000
#: How many numbers may be multiplied with one another.
FACTORS = 8


@attrs.frozen
class Size:
    """
    How large a scorecard is, with the cards that it reads.

    Attributes:
        weight: How many nodes it has, those of a card that it reads counted each time.

        depth: How deep they are.
    """

    weight: int
    depth: int


class Counter:
    """
    Counts what is made of a document, and refuses more than is allowed.

    Attributes:
        made: How many nodes were made.
    """

    def __init__(self) -> None:
        self.made: int = 0
        self._weight = 0
        self._sizes: dict[int, Size] = {}
        self._factors: dict[int, int] = {}

    def enter(self, spot: Spot, depth: int) -> None:
        """
        Count one node.

        Args:
            spot: Where it stands.

            depth: How deep that is in its rule.
        """
        if depth > DEEPEST:
            spot.refuse("a rule that is too deep", f"at most {DEEPEST} levels")
        self.made += 1
        if self.made > NODES:
            spot.refuse("too many parts of rules", f"at most {NODES} of them")
        self._weight += 1

    def enter_card(self, spot: Spot, depth: int, card: n.Scored) -> None:
        """
        Count the nodes of a card that is read.

        Args:
            spot: Where its name stands.

            depth: How deep that is in its rule.

            card: The card.
        """
        size = self._size(card)
        if depth + size.depth > DEEPEST:
            spot.refuse(
                "a rule that is too deep, with the rules of the card",
                f"at most {DEEPEST} levels",
            )
        self._weight += size.weight
        if self._weight > WEIGHT:
            spot.refuse(
                "too many parts of rules, those of cards counted wherever read",
                f"at most {WEIGHT} of them",
            )

    def _size(self, card: n.Scored) -> Size:
        known = self._sizes.get(id(card))
        if known is None:
            weight, depth = 0, 0
            waiting = [(node, 1) for node in card.nodes]
            while waiting:
                node, level = waiting.pop()
                weight, depth = weight + 1, max(depth, level)
                if isinstance(node, n.Total):
                    inner = self._size(node.card)
                    weight += inner.weight
                    depth = max(depth, level + inner.depth)
                waiting.extend((part, level + 1) for part in n.children(node))
            known = self._sizes[id(card)] = Size(weight, depth)
        return known

    def multiply(self, spot: Spot, node: n.Value, *sides: n.Value) -> None:
        """
        Count the numbers that are multiplied with one another.

        When a product of ages turns is found through its slope, and the slope of that,
        and so on; so ``next_change`` would take very long for a long one.

        Args:
            spot: Where they stand.

            node: What was made of them.

            sides: The numbers.
        """
        factors = [self._factors.get(id(side), 1) for side in sides]
        product = isinstance(node, n.Arithmetic) and node.op == "mul"
        together = sum(factors) if product else max(factors)
        if together > FACTORS:
            spot.refuse("a product of too many numbers", f"at most {FACTORS}")
        self._factors[id(node)] = together
