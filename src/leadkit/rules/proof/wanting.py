"""
What a lead must be like to be an example: one region for each quantity.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from .. import nodes as n
from .grouping import indices
from .quantities import Key
from .regions import Listed, Range, Region
from .solving import Domains
from .worlds import World


@attrs.define
class Wanted:
    """
    What a lead must be like.

    Attributes:
        regions: For numbers the region wanted, None for missing.

        samples: For all else the sample wanted.
    """

    regions: dict[n.Value, Region | None] = attrs.Factory(dict[n.Value, Region | None])
    samples: dict[Key, Any] = attrs.Factory(dict[Key, Any])

    def put(self, world: World, key: Key, left: int, index: int) -> None:
        """
        Choose a region for one of the keys of a quantity.

        Args:
            world: The world.

            key: The key.

            left: The regions that are left for the quantity.

            index: The number of the region of the key.
        """
        domain = world.domains[key]
        if isinstance(domain, Listed):
            self.samples[key] = domain.samples[index]
            return
        assert isinstance(key, n.Value)  # noqa: S101  only values have ranges
        region = domain.regions[index - 1] if index else None
        if isinstance(key, n.Total):  # any that will do is good enough
            region = _widened(domain, left, index)
        self.regions[key] = region


def wanted(world: World, domains: Domains, turn: int = 0) -> Wanted:
    """
    Choose one region for each quantity.

    Args:
        world: The world.

        domains: The regions that are left for each quantity.

        turn: Which choice to make; 0 is the simplest.
    """
    out = Wanted()
    for quantity, left in domains.items():
        cases = indices(left)
        cases.sort(key=lambda case: size(world, quantity, case))
        for key, index in world.region(quantity, cases[turn % len(cases)]).items():
            out.put(world, key, left, index)
    return out


def _widened(domain: Range, left: int, index: int) -> Region:
    first = last = index
    while left >> first - 1 & 1:
        first -= 1
    while left >> last + 1 & 1:
        last += 1
    low, high = domain.regions[first - 1], domain.regions[last - 1]
    return attrs.evolve(domain.regions[index - 1], low=low.low, high=high.high)


def size(world: World, quantity: int, case: int) -> Fraction:
    """
    Tell how large the numbers of a region are: small ones make simple examples.
    """
    total = Fraction(0)
    for key, index in world.region(quantity, case).items():
        domain = world.domains[key]
        if isinstance(domain, Range) and index:
            total += abs(domain.regions[index - 1].sample) + 1
        elif isinstance(domain, Listed):
            total += Fraction(index, 1000)
    return total
