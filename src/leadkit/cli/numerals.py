"""
Numbers as people write them: digits of several scripts, decimals and thousands.

What could be read in two ways isn't read at all: ``1,200`` is a thousand and more in
one country and little more than one in another, so somebody has to say which.
"""

from __future__ import annotations

import re
from typing import Literal

Decimal = Literal[".", ","]

# Persian and Arabic digits, and the marks that turn the direction of writing around.
_PLAIN = str.maketrans(
    {
        **{0x06F0 + digit: str(digit) for digit in range(10)},
        **{0x0660 + digit: str(digit) for digit in range(10)},
        **dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F)), ""),
        **dict.fromkeys(range(0x2066, 0x206A), ""),
        0x2212: "-",  # the minus sign
    }
)
# Separators that stand for nothing else: spaces, apostrophes, the Arabic comma.
_SPACES = " \u00a0\u2009\u202f'’\u066c"
_POINT, _COMMA = ".", ","
_ARABIC = "\u066b"  # the Arabic decimal separator


def plain(text: str) -> str:
    """
    Write Persian and Arabic digits as European ones, and leave out marks of direction.

    >>> plain("۱۴۰۵-۰۲")
    '1405-02'
    """
    return text if text.isascii() else text.translate(_PLAIN)


def _pattern(decimals: str, groups: str) -> re.Pattern[str]:
    return re.compile(
        rf"([+-]?)([0-9]{{1,3}}(?:([{groups}])[0-9]{{3}}(?:\3[0-9]{{3}})*)?|[0-9]+)"
        rf"(?:[{decimals}]([0-9]+))?([eE][+-]?[0-9]{{1,3}})?"
    )


_PATTERNS = {
    None: _pattern(f"{_POINT}{_ARABIC}", _SPACES),
    _POINT: _pattern(f"{_POINT}{_ARABIC}", f"{_COMMA}{_SPACES}"),
    _COMMA: _pattern(f"{_COMMA}{_ARABIC}", f"{_POINT}{_SPACES}"),
}


def number(text: str, decimal: Decimal | None) -> float:
    """
    Read a number.

    Args:
        text: The text, without blanks around it.

        decimal: What stands before the decimals, if somebody said so. Then the other
            one of comma and point may stand between thousands.

    Raises:
        ValueError: It is no number, or one that could be read in two ways.

    >>> number("1 200", None), number("۱٬۲۰۰٫۵", None), number("1.200,5", ",")
    (1200, 1200.5, 1200.5)
    """
    if decimal != _COMMA or _POINT not in text:  # as most are
        if text.isascii() and text.isdigit():
            return int(text)
        # int() and float() take 1_000, which nobody writes into a table.
        if "_" not in text:
            try:
                return float(text) if "." in text or not _whole(text) else int(text)
            except ValueError:
                pass
    found = _PATTERNS[decimal].fullmatch(plain(text))
    if found is None:
        raise ValueError(text)
    sign, whole, separator, decimals, power = found.groups()
    digits = sign + (whole.replace(separator, "") if separator else whole)
    if decimals or power:
        return float(f"{digits}.{decimals or 0}{power or ''}")
    return int(digits)


def _whole(text: str) -> bool:
    return text.lstrip("+-").isdigit()
