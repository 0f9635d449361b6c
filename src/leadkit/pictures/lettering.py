"""
How wide texts are, more or less: which letters a reader sees isn't known here.
"""

from __future__ import annotations

#: The size of letters; on a telephone they can be read.
TEXT = 12.0
SMALL = 11.0

# How wide a letter is beside its size; bold ones are wider.
_LETTER, _BOLD = 0.56, 0.62


def width_of(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """
    Guess how wide a text is.

    Args:
        text: The text.

        size: The size of its letters.

        bold: Whether they are bold.
    """
    # The joiners of Persian have no width; letters beyond it may be twice as wide.
    letters = sum(0 if c in "\u200c\u200d" else 1 + (c >= "\u2e80") for c in text)
    return letters * size * (_BOLD if bold else _LETTER)


def fitted(text: str, room: float, size: float = TEXT, *, bold: bool = False) -> str:
    """
    Shorten a text to the room there is.

    Args:
        text: The text.

        room: How wide it may be.

        size: The size of its letters.

        bold: Whether they are bold.

    >>> fitted("Marketing-qualified lead", 80)
    'Marketing-…'
    """
    if width_of(text, size, bold=bold) <= room:
        return text
    short = text
    while short and width_of(f"{short}…", size, bold=bold) > room:
        short = short[:-1]
    return f"{short.rstrip()}…"


def wrapped(text: str, room: float, size: float = TEXT) -> list[str]:
    """
    Break a text into lines between its words; a word that is too long stays whole.

    Args:
        text: The text.

        room: How wide a line may be.

        size: The size of its letters.

    >>> wrapped("count of purchased in the last 30 days >= 1", 180)
    ['count of purchased in the', 'last 30 days >= 1']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
