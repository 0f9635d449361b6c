"""
Which quantities depend on each other, and which of their regions go together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from .. import nodes as n
from .quantities import Key
from .regions import Listed, Range, Region
from .relations import agree, related

#: How many regions quantities that depend on each other may have together.
MOST_REGIONS = 4096
#: How many quantities that depend on each other are looked at together.
MOST_TOGETHER = 16
#: Of more aggregates of one activity type, none are held against each other.
MOST_RELATED = 50

Domains: TypeAlias = Mapping[Key, Range | Listed]


def groups(domains: Domains) -> list[tuple[Key, ...]]:
    """
    Put quantities that depend on each other together.
    """
    by_type: dict[str, list[n.Aggregate]] = {}
    for key in domains:
        if isinstance(key, n.Aggregate):
            for type_ in key.query.types:
                by_type.setdefault(type_, []).append(key)
    found: dict[Key, list[Key]] = {key: [key] for key in domains}
    for key in domains:
        for other in _near(key, domains, by_type):
            one, two = found[key], found[other]
            if one is not two and _depend(key, other):
                one += two
                found.update((moved, one) for moved in two)
    return [tuple(group) for group in {id(g): g for g in found.values()}.values()]


def _near(
    key: Key, domains: Domains, by_type: Mapping[str, list[n.Aggregate]]
) -> Iterable[Key]:
    # Those that may depend on it.
    if isinstance(key, n.Age):
        return [key.instant] if key.instant in domains else []
    if not isinstance(key, n.Aggregate):
        return []
    near = (by_type[type_] for type_ in key.query.types)
    few = (alike for alike in near if len(alike) <= MOST_RELATED)
    return dict.fromkeys(chain.from_iterable(few))


def _depend(one: Key, other: Key) -> bool:
    if isinstance(one, n.Aggregate) and isinstance(other, n.Aggregate):
        return related(one, other)
    return (isinstance(one, n.Age) and one.instant == other) or (
        isinstance(other, n.Age) and other.instant == one
    )


def combined(domains: Domains, keys: tuple[Key, ...]) -> list[tuple[int, ...]] | None:
    """
    List the combinations of regions that some lead may have.

    Args:
        domains: The regions of each quantity.

        keys: Quantities that depend on each other.

    Returns:
        The numbers of the regions, in the order of *keys*; None if there are too many.
    """
    sizes = sorted(domains[key].all.bit_length() for key in keys)
    if len(keys) > MOST_TOGETHER or sizes[-1] * sizes[-2] > MOST_REGIONS:
        return None
    cases: list[tuple[int, ...]] = [()]
    for place, key in enumerate(keys):
        # For each region of each quantity before, the regions that go with it.
        fits = [
            {
                there: _set_of(
                    here
                    for here in indices(domains[key].all)
                    if _agree(domains, other, there, key, here)
                )
                for there in indices(domains[other].all)
            }
            for other in keys[:place]
        ]
        grown: list[tuple[int, ...]] = []
        for case in cases:
            left = domains[key].all
            for table, there in zip(fits, case, strict=True):
                left &= table[there]
            grown += ((*case, here) for here in indices(left))
        cases = grown
        if len(cases) > MOST_REGIONS:
            return None
    return cases


def _set_of(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def indices(regions: int) -> list[int]:
    """
    List the numbers of the regions in a set of them.
    """
    return [index for index in range(regions.bit_length()) if regions >> index & 1]


def _agree(domains: Domains, one: Key, here: int, other: Key, there: int) -> bool:
    if isinstance(one, n.Aggregate) and isinstance(other, n.Aggregate):
        pieces = _piece(domains[one], here), _piece(domains[other], there)
        return agree(one, pieces[0], other, pieces[1])
    return (here == 0) is (there == 0)  # an instant and its age


def _piece(domain: Range | Listed, index: int) -> Region | None:
    assert isinstance(domain, Range)  # noqa: S101  an aggregate is a number
    return domain.regions[index - 1] if index else None
