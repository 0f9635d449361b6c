"""
Constants and spans of a document, checked for what they stand beside.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ...errors import listing
from ...instants import utc
from ...kinds import LARGEST, FieldType, Scalar, ValueKind
from ...spots import NAME, Spot
from .. import nodes as n
from ..doors import AMOUNTS, CONDITIONS
from .writing import UNITS

#: How many types, or stages, one question may name.
NAMED = 1_000
#: How many choices a trait may have.
CHOICES = 250
#: The kinds of traits, as documents call them.
KINDS = tuple(
    kind.value
    for kind in (ValueKind.NUMBER, ValueKind.TEXT, ValueKind.FLAG, ValueKind.INSTANT)
)
#: What an instant looks like, with seconds and a zone.
INSTANT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)

_INSTANT = re.compile(INSTANT)
# More than the microseconds from the year 1 to the year 9999.
_LONGEST = 10**20


def constant_at(spot: Spot, beside: n.Value) -> n.Constant:
    """
    Read a constant.

    Args:
        spot: Where it stands.

        beside: What it stands beside; its kind is the kind that is wanted.
    """
    match beside.kind:
        case ValueKind.NUMBER:
            value: Scalar = spot.number()
        case ValueKind.TEXT:
            value = spot.text()
        case ValueKind.FLAG:
            value = spot.flag()
        case ValueKind.INSTANT:
            value = instant(spot)
        case _:
            value = _choice(spot, beside)
    return spot.make(n.constant, value, beside)


def instant(spot: Spot) -> datetime:
    """
    Read an instant: ``{"instant": "2026-05-01T12:00:00+00:00"}``.
    """
    inner = spot.parts("instant")["instant"]
    text = inner.text(40)
    wanted = "an instant, like 2026-05-01T12:00:00+00:00"
    found = None
    if _INSTANT.fullmatch(text):
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
    if found is None:
        inner.refuse("a text that is no instant", wanted)
    return inner.make(utc, found, "an instant")


def _choice(spot: Spot, beside: n.Value) -> Scalar:
    value = spot.value
    # The choices of a record are the host's, those of a trait may be the document's.
    inner = beside.value if isinstance(beside, n.OrDefault) else beside
    of_trait = isinstance(inner, n.Trait)
    wanted = "one of its choices"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (str, int)) and _is_among(value, beside.choices):
        return value
    if not of_trait:
        wanted = listing(map(str, beside.choices))
    if not isinstance(value, (str, int, float)):
        spot.mismatch(wanted)
    return spot.refuse("another choice", wanted)


def _is_among(value: str | int, choices: tuple[Scalar, ...]) -> bool:
    if value not in choices:
        return False
    # True is 1 to a tuple, but no choice of numbers.
    first = choices[choices.index(value)]
    return type(first) is type(value) or any(
        type(one) is type(value) for one in choices if one == value
    )


def where(spot: Spot) -> tuple[tuple[str, Scalar], ...]:
    """
    Read conditions on activities, one at least.
    """
    parts = spot.parts(optional=CONDITIONS)
    if not parts:
        spot.refuse("no conditions", "at least one")
    return tuple((name, _condition(name, part)) for name, part in parts.items())


def _condition(name: str, spot: Spot) -> Scalar:
    choices = CONDITIONS[name]
    if name in AMOUNTS:
        return constant_at(spot, SOME_NUMBER).value
    if choices is not None:
        return spot.one_of(choices)
    return spot.code() if name == "purpose" else spot.name()


#: Stands for any number, beside which a constant may be read.
SOME_NUMBER = n.TimeInStage()


def span(spot: Spot) -> timedelta:
    """
    Read a span: ``{"days": 90}``.
    """
    unit, number = spot.only(UNITS, "unit")
    count = number.whole(1, _LONGEST)
    if count > timedelta.max // UNITS[unit]:
        number.refuse("a span that is too long", "fewer")
    return count * UNITS[unit]


def declared(spot: Spot) -> FieldType:
    """
    Read the type of a trait: its kind, or a list of its choices.
    """
    if not isinstance(spot.value, list):
        return FieldType(ValueKind(spot.one_of(KINDS)))
    found: dict[tuple[type, Scalar], Scalar] = {}
    for item in spot.items(1, CHOICES):
        value = item.value
        if isinstance(value, str):
            option: Scalar = item.text(NAME)
        elif isinstance(value, bool):
            option = value
        else:
            option = item.whole(-LARGEST, LARGEST)
        if (type(option), option) in found:
            item.refuse("a choice that is there already", "each of them once")
        found[type(option), option] = option
    return FieldType(ValueKind.CHOICE, None, tuple(found.values()))
