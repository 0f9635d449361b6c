"""
What may happen to a lead that a host's own function asks about.

leadkit can't see into such a function. But the fields that it reads and what it
compares them with stand in its text, and so do types of activities and how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ...kinds import FieldType
from ...leads import Lead
from ...records import types_of_record
from ...rules import nodes as n
from ..constants import names
from ..stories.guessing import Hints, hints_of, values
from .occasions import Became, Did

#: More constants of a function than this aren't tried.
_MOST_WORDS = 12
_MOST_NUMBERS = 4
#: More activities at once than this are left to chance.
_MOST_TIMES = 30


def fields_read(function: n.Predicate, record: type[Lead]) -> dict[str, FieldType]:
    """
    List the host's own fields that a function names, and so may read.

    Args:
        function: The function, which isn't called.

        record: The class of leads.
    """
    own = types_of_record(Lead)
    named = names(function.function).union(hints_of(function).words)
    return {
        name: declared
        for name, declared in types_of_record(record).items()
        if name not in own and name in named
    }


def hinted(
    parts: Iterable[n.Node], record: type[Lead], at: datetime
) -> tuple[list[Did], list[Became]]:
    """
    List the activities and fields that hosts' functions may ask about.

    Args:
        parts: Whatever rules consist of.

        record: The class of leads.

        at: When it begins.
    """
    deeds: list[Did] = []
    changes: list[Became] = []
    for function in (part for part in parts if isinstance(part, n.Predicate)):
        all_of_it = hints_of(function)
        hints = Hints(all_of_it.words[:_MOST_WORDS], all_of_it.numbers[:_MOST_NUMBERS])
        fields = fields_read(function, record)
        for name, declared in fields.items():
            found = values(declared, at, hints)
            changes += (Became(name, _ago(value, at)) for value in found)
        # What reads fields alone has its words for them.
        if not fields or "activities" in names(function.function):
            deeds += _deeds(hints, types_of_record(record))
    return deeds, changes


def _ago(value: Any, at: datetime) -> Any:
    return at - value if isinstance(value, datetime) else value


def _deeds(hints: Hints, declared: dict[str, FieldType]) -> Iterator[Did]:
    options = {option for one in declared.values() for option in one.options}
    times = [int(one) for one in hints.numbers if 1 < one <= _MOST_TIMES]
    for word in hints.words:
        if word not in declared and word not in options:
            yield from (Did(word, number) for number in dict.fromkeys((1, *times)))
