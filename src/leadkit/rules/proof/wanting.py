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
        cases.sort(key=lambda case: _size(world, quantity, case))
        for key, index in world.region(quantity, cases[turn % len(cases)]).items():
            domain = world.domains[key]
            if isinstance(domain, Listed):
                out.samples[key] = domain.samples[index]
                continue
            assert isinstance(key, n.Value)  # noqa: S101  only values have ranges
            region = domain.regions[index - 1] if index else None
            if isinstance(key, n.Total):  # any that will do is good enough
                region = _widened(domain, left, index)
            out.regions[key] = region
    return out


def _widened(domain: Range, left: int, index: int) -> Region:
    first = last = index
    while left >> first - 1 & 1:
        first -= 1
    while left >> last + 1 & 1:
        last += 1
    low, high = domain.regions[first - 1], domain.regions[last - 1]
    return attrs.evolve(domain.regions[index - 1], low=low.low, high=high.high)


def _size(world: World, quantity: int, case: int) -> Fraction:
    # Small numbers make simple examples.
    total = Fraction(0)
    for key, index in world.region(quantity, case).items():
        domain = world.domains[key]
        if isinstance(domain, Range) and index:
            total += abs(domain.regions[index - 1].sample) + 1
        elif isinstance(domain, Listed):
            total += Fraction(index, 1000)
    return total
