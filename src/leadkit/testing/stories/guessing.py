"""
What a host's own function may ask of a lead, guessed from the constants that it names.

leadkit can't see into such a function. But what is compared with something stands in
its text: types of activities, how many, values of fields. Leads that are so are tried;
the function says whether it was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any, TypeAlias, TypeVar

import attrs

from ...codes import Medium
from ...errors import LeadkitError
from ...instants import DAY
from ...kinds import FieldType, ValueKind
from ...leads import Lead
from ...records import types_of_record
from ...rules import nodes as n
from ..constants import constants
from .extending import FIXED, added, agreed, with_value
from .needs import Need, asked
from .occurrences import BY

L = TypeVar("L", bound=Lead)

#: More constants than this aren't tried, and more leads neither.
_MOST_WORDS = 20
_MOST_NUMBERS = 12
_MOST_LEADS = 300
#: More activities than this aren't recorded at once.
_MOST_TIMES = 50
#: In how many ways all fields are given a value at once.
_MOST_FILLED = 3
#: Longer ago than this nothing is.
_MOST_DAYS = 5000
#: More functions than this aren't brought round one after another.
_MOST_FUNCTIONS = 5


def persuaded(lead: L, as_of: datetime, need: Need) -> L | None:
    """
    Extend a lead so that hosts' functions answer as it is needed.

    Args:
        lead: The lead; nothing of it is later than *as_of*.

        as_of: The instant of the question, at which all of it happens.

        need: What the lead is to be like.

    Returns:
        A lead that is; None if none is found.
    """
    parts = (part for node in need.nodes for part in n.walk(node))
    opaque = dict.fromkeys(part for part in parts if isinstance(part, n.Predicate))
    for node in islice(opaque, _MOST_FUNCTIONS):
        answer = asked(node, lead, as_of)
        turned: L | None = None
        for more in guesses(lead, as_of, node):
            # A function that is right by now is left alone.
            if asked(node, more, as_of) == answer:
                continue
            if need.met(more, as_of):
                return more
            turned = turned or more
        lead = turned or lead
    return None


def guesses(lead: L, at: datetime, node: n.Predicate) -> Iterator[L]:
    """
    Extend a lead in each way that a function may ask about.

    Args:
        lead: The lead.

        at: When it happens.

        node: The function.

    Returns:
        Leads, the likeliest first; the same function wasn't asked about them.
    """
    hints = hints_of(node)
    ways = (_with_deeds, _with_fields, _with_facts)
    tried = chain.from_iterable(way(lead, at, hints) for way in ways)
    # Several fields may have to be known at once.
    known = chain.from_iterable(
        _with_all_known(one, at, hints) for one in _filled(lead, at, hints)
    )
    for made in (*islice(tried, _MOST_LEADS), *islice(known, _MOST_LEADS)):
        # A word may be no type, and a host's record may refuse a value.
        with suppress(LeadkitError):
            more = made()
            if more is not None:
                yield more


def hints_of(node: n.Predicate) -> Hints:
    """
    Find what a function names.

    Args:
        node: The function.
    """
    named = list(dict.fromkeys(constants(node.function)))
    words = [str(one) for one in named if isinstance(one, str) and one.strip()]
    numbers = [one for one in named if isinstance(one, (int, float))]
    return Hints(tuple(words[:_MOST_WORDS]), tuple(numbers[:_MOST_NUMBERS]))


@attrs.frozen
class Hints:
    """
    What a function names.

    Attributes:
        words: Texts: types of activities, values of fields, codes.

        numbers: Numbers.
    """

    words: tuple[str, ...]
    numbers: tuple[float, ...]

    @property
    def near(self) -> dict[float, None]:
        """
        The numbers, and what is just beside them.
        """
        return dict.fromkeys(
            one + more for one in (*self.numbers, 0) for more in (0, 1, -1)
        )


_Guesses: TypeAlias = Iterator[Callable[[], L | None]]


def _with_deeds(lead: L, at: datetime, hints: Hints) -> _Guesses[L]:
    times = [int(one) for one in hints.near if 1 <= one <= _MOST_TIMES]
    for kind in hints.words:
        for number in dict.fromkeys((1, *times)):
            yield partial(added, lead, at, {"type": kind}, number)
        for value in hints.near:
            yield partial(added, lead, at, {"type": kind, "value": value})


def _with_fields(lead: L, at: datetime, hints: Hints) -> _Guesses[L]:
    for name, declared in types_of_record(type(lead)).items():
        if name not in FIXED:
            node = n.Field(name, declared.kind, declared.options)
            for value in values(declared, at, hints):
                yield partial(with_value, lead, node, value)


def values(declared: FieldType, at: datetime, hints: Hints) -> Iterator[Any]:
    """
    List values of a field that a function may ask for.

    Args:
        declared: The type of the field.

        at: The instant of the question.

        hints: What the function names.
    """
    match declared.kind:
        case ValueKind.FLAG:
            yield from (True, False)
        case ValueKind.NUMBER:
            whole = declared.python is int
            yield from (int(one) if whole else one for one in (*hints.near, 10_000))
        case ValueKind.TEXT:
            yield from (*hints.words, "example", "e" * 40)
        case ValueKind.CHOICE:
            yield from declared.options
        case _:
            days = (one for one in hints.numbers if 0 < one <= _MOST_DAYS)
            yield from (at, *(at - one * DAY for one in days))
    if declared.optional:
        yield None


def _with_all_known(lead: L, at: datetime, hints: Hints) -> _Guesses[L]:
    yield lambda: lead
    yield from _with_fields(lead, at, hints)


def _filled(lead: L, at: datetime, hints: Hints) -> Iterator[L]:
    # Leads of whom all is known that can be: the first value of each field, the second.
    for place in range(_MOST_FILLED):
        filled = lead
        for name, declared in types_of_record(type(lead)).items():
            if name in FIXED or getattr(lead, name) is not None:
                continue
            *_, value = islice(values(declared, at, hints), place + 1)
            node = n.Field(name, declared.kind, declared.options)
            filled = with_value(filled, node, value) or filled
        if filled is lead:
            return
        yield filled


def _with_facts(lead: L, at: datetime, hints: Hints) -> _Guesses[L]:
    for word in hints.words:
        for value in (True, *hints.numbers, *hints.words):
            yield partial(with_value, lead, n.Trait(word, ValueKind.TEXT), value)
        yield partial(lead.grant, word, at=at, by=BY)
    for purpose in dict.fromkeys((*hints.words, "marketing", "service")):
        for medium in Medium:
            yield partial(agreed, lead, at, purpose, medium.value, to=True)
