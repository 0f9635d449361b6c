"""
Numbers, texts and instants as a sentence can hold them, in any language.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal

from .. import nodes as n
from ..gaps import in_digits

# They join and part letters; Persian can't be written without them.
_JOINERS = "\u200c\u200d"


def printable(text: str) -> str:
    r"""
    Show a text on one line; what can't be seen is escaped as in Python.

    >>> print(printable("two\nlines"))
    two\nlines
    """
    return "".join(
        char if char.isprintable() or char in _JOINERS else repr(char)[1:-1]
        for char in text
    )


def decimals(number: float, beside: Iterable[float] = ()) -> str:
    """
    Write a number without an exponent, and with no more decimals than say something.

    Args:
        number: The number.

        beside: Numbers that it must not be mistaken for.

    >>> decimals(1.99999), decimals(1.99999, beside=[2]), decimals(1e16)
    ('2', '1.99999', '10000000000000000')
    """
    short = _plain(in_digits(number))
    if any(_plain(in_digits(one)) == short and one != number for one in beside):
        return _plain(repr(number))
    return short


def _plain(text: str) -> str:
    return "0" if text == "-0" else f"{Decimal(text):f}"


def clock(at: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """
    Tell what the calendar and the clock of a zone show, and the time of day as a text.

    >>> from datetime import UTC
    >>> clock(datetime(2026, 5, 1, 12, tzinfo=UTC), UTC)[1]
    '12:00'
    """
    try:
        shown = at.astimezone(zone)
    except OverflowError:  # so near to an end of the calendar that zones don't matter
        shown = at
    precise = "auto" if shown.second or shown.microsecond else "minutes"
    return shown, shown.time().isoformat(timespec=precise)


def numbers_in(node: n.Node) -> list[float]:
    """
    List the numbers that are written into a question, not those in cards that it reads.
    """
    if isinstance(node, n.Constant):
        match node.value:
            case bool():  # which is an int to Python
                return []
            case int() | float() as number:
                return [number]
            case _:
                return []
    return [number for part in n.children(node) for number in numbers_in(part)]
