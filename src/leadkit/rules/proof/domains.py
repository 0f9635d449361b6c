"""
The regions of each quantity: which values it may have, cut by what it is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain, combinations

import attrs

from ...kinds import FieldType, ValueKind
from .. import nodes as n
from .patterns import Patterns
from .quantities import Fact, Key, Pair, Stages, Standing
from .ranges import LONGEST, range_of_number
from .regions import Listed, Range, on_grid


@attrs.define
class Cuts:
    """
    What a quantity is compared with.
    """

    numbers: set[Fraction] = attrs.Factory(set[Fraction])
    texts: dict[str, None] = attrs.Factory(dict[str, None])
    patterns: dict[tuple[str, str], None] = attrs.Factory(dict[tuple[str, str], None])


@attrs.define
class StagesAsked:
    """
    Which stages questions ask about.

    Attributes:
        stood: Where the lead stands.

        been: Where it stood.

        source: Where it came from.
    """

    stood: dict[str, None] = attrs.Factory(dict[str, None])
    been: dict[str, None] = attrs.Factory(dict[str, None])
    source: dict[str, None] = attrs.Factory(dict[str, None])


def domain_of(
    key: Key, cuts: Cuts, types: Mapping[str, FieldType], stages: StagesAsked
) -> Range | Listed:
    """
    List the regions of a quantity.

    Args:
        key: The quantity.

        cuts: What it is compared with.

        types: The fields of the record, as far as they are known.

        stages: The stages that are asked about.
    """
    match key:
        case Fact(name="opaque"):
            return Listed((False, True, None))
        case Fact():
            return Listed((False, True))
        case Pair(left=left, right=right, op=""):
            if left == right:
                return Listed((0, None))
            ordered = left.kind in {ValueKind.NUMBER, ValueKind.INSTANT}
            return Listed((0, -1, 1, None) if ordered else (0, 1, None))
        case Pair():
            return Listed((False, True, None))
        case Stages():
            return Listed(_standings(stages))
        case _:
            return _domain_of_value(key, cuts, types)


def _domain_of_value(
    key: n.Value, cuts: Cuts, types: Mapping[str, FieldType]
) -> Range | Listed:
    declared = types.get(key.name) if type(key) is n.Field else None
    optional = declared is None or declared.optional
    missing = (None,) if optional else ()
    match key.kind:
        case ValueKind.CHOICE:
            return Listed((*missing, *key.choices))
        case ValueKind.FLAG:
            return Listed((*missing, False, True))
        case ValueKind.TEXT:
            patterns = Patterns(tuple(cuts.texts), tuple(cuts.patterns))
            return Listed((*missing, *patterns.texts()))
        case ValueKind.INSTANT:
            return Range(on_grid(cuts.numbers, 1, 0, LONGEST), optional)
        case _:
            whole = declared is not None and declared.python is int
            return range_of_number(key, cuts.numbers, whole=whole, optional=optional)


def _standings(asked: StagesAsked) -> tuple[Standing, ...]:
    named = list(dict.fromkeys(chain(asked.stood, asked.been, asked.source)))
    other = "elsewhere"
    while other in named:
        other += "_"
    sources: list[str | None] = [None]
    if asked.been or asked.source:
        sources += [other, *asked.source]
    return tuple(
        Standing(stage, source, frozenset(been))
        for stage in (other, *named)
        for source in sources
        for size in range(1 + (0 if source is None else len(asked.been)))
        for been in combinations(asked.been, size)
    )
