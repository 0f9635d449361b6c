"""
Cells that no spreadsheet takes for a formula, and back.

A cell that begins like a formula is written with an apostrophe before it, as OWASP's
ASVS asks (1.2.10, CWE-1236), and read without it. One that only looks so, because it
has apostrophes before it, gets one more, so that whatever was written is read again.
"""

from __future__ import annotations

import re

# The wide ones are taken for the narrow ones by some spreadsheets.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
#: What a text that isn't left as it is begins with.
FIRST = frozenset("'=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def neutral(cell: str) -> str:
    """
    Write a text so that no spreadsheet computes it; a number stays a number.

    >>> [neutral(cell) for cell in ("=1+1", "+491701234567", "-2.5", "D-1", "'=1+1")]
    ["'=1+1", "'+491701234567", '-2.5', 'D-1', "''=1+1"]
    """
    if cell[:1] not in FIRST or not _FORMULA.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def restored(cell: str) -> str:
    """
    Read what `neutral` wrote.

    >>> [restored(cell) for cell in ("'=1+1", "'+491701234567", "-2.5", "'s-Heer")]
    ['=1+1', '+491701234567', '-2.5', "'s-Heer"]
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
