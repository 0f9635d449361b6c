"""
Texts of many scripts: a form to match them by, and one to show.

One name is written in many ways: with Arabic or Persian letters and digits, with a
zero-width non-joiner or a blank or neither, with vowel marks, in capitals, with marks
of direction that came with a paste. `fold` makes one text of all these; `display` takes
away what nobody sees and leaves the rest as somebody wrote it.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, normalize

from .errors import InputError, described, is_a

# The classes below are written with escapes, because most of what they hold is
# invisible or turns the direction of the line around.

# Marks and overrides of direction, and the deprecated ones.
_DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
# Controls that are no blanks, halves of characters, marks of annotation.
_BROKEN = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb"
# Zero-width spaces, invisible operators, soft hyphens, byte-order marks, and the tags
# in which a text is hidden from those who read it and shown to machines.
_HIDDEN = r"\u00ad\u200b\u2060-\u2065\ufeff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
# What else Unicode calls ignorable: the zero-width (non-)joiner, variation selectors,
# fillers. In a text that is shown they shape letters and emoji.
_SHAPING = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0"
    r"\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0100-\U000e01ef"
)
# Tatweel, which only stretches; vowel marks and hamzas above and below a letter, so
# that alef and waw with hamza are the bare letters; marks of recitation.
_ARABIC_MARKS = (
    r"\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    r"\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)

_UNSHOWN = re.compile(f"[{_DIRECTION}{_BROKEN}{_HIDDEN}]")
_MARKED = re.compile(f"[{_DIRECTION}{_HIDDEN}]")
_UNMATCHED = re.compile(f"[{_DIRECTION}{_BROKEN}{_HIDDEN}{_SHAPING}{_ARABIC_MARKS}]")

_PLAIN = {
    **{0x06F0 + digit: str(digit) for digit in range(10)},  # Persian
    **{0x0660 + digit: str(digit) for digit in range(10)},  # Arabic
    **dict.fromkeys((0x0649, 0x064A), "\u06cc"),  # maksura and Arabic yeh
    **dict.fromkeys((0x0643, 0x06AA), "\u06a9"),  # Arabic and swash kaf
    **dict.fromkeys((0x0629, 0x06BE, 0x06C1, 0x06C3, 0x06D5), "\u0647"),  # heh, teh
    **dict.fromkeys((0x0671, 0x0672, 0x0673), "\u0627"),  # alef
}

# As many marks as one letter may have, UAX #15, section 13.
_MARKS = 30

# Between two letters of the Arabic script.
_LETTER = r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c9]"  # noqa: E501
_GAP = re.compile(f"(?<={_LETTER}) (?={_LETTER})")


def fold(text: str) -> str:
    """
    Make the form of a text by which it is matched with others; not one to be shown.

    Two texts match if their forms are equal. It undoes differences of

    - width, ligatures and composition (Unicode's NFKC), and of capitals;
    - letters that Persian and Arabic keyboards write differently: yeh, kaf, heh and teh
      marbuta, alef; a hamza above or below one;
    - digits, Persian, Arabic or European;
    - marks: vowels, tatweel, and whatever is invisible;
    - blanks, of which one remains. Between two letters of the Arabic script none does,
      nor a zero-width non-joiner: people write one name together, with a blank or with
      that, and mean the same.

    Accents on Latin letters, and punctuation, make a difference.

    Args:
        text: Any text.

    Returns:
        A text that folds to itself.

    Raises:
        InputError: It is no text.

    >>> fold(" Sara  SHARIFI "), fold("۱۲۳"), fold("علي رضا") == fold("علی‌رضا")
    ('sara sharifi', '123', True)
    """
    text = _text(text, "fold()")
    if text.isascii():
        return " ".join(_UNMATCHED.sub("", text).lower().split())
    # What is dropped is dropped between two decompositions: the first sets free what
    # was hidden in ligatures, the second orders marks that were held apart.
    bare = _UNMATCHED.sub("", normalize("NFKD", _bounded(text))).translate(_PLAIN)
    folded = normalize("NFKC", normalize("NFKD", _bounded(bare)).casefold())
    return _GAP.sub("", " ".join(folded.split()))


def display(text: str) -> str:
    r"""
    Make the form of a text in which it is kept and shown.

    Characters are composed (Unicode's NFC). What nobody sees and what does harm is left
    out: marks and overrides of direction, which can make a text read as another one;
    zero-width spaces and hidden tags; controls; halves of characters, with which a text
    can't be encoded. The zero-width non-joiner, which Persian needs, stays, and so do
    the joiner and the selectors that make up emoji; letters, digits and blanks stay as
    they were written.

    Args:
        text: Any text.

    Returns:
        A text that stays as it is if this is done again.

    Raises:
        InputError: It is no text.

    >>> display("\u202eSara\u200f\x00"), display("Zoe\u0308")
    ('Sara', 'Zoë')
    """
    # First, because what stood between two characters may have kept them apart.
    return normalize("NFC", _bounded(_UNSHOWN.sub("", _text(text, "display()"))))


def _bounded(text: str) -> str:
    # To order marks takes a time that grows with the square of how many there are on
    # one letter. No writing has more than a few; a text that has thousands is an attack
    # or a joke, and keeps as many as Unicode's Stream-Safe Text Format does.
    if len(text) <= _MARKS:
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        marks = _marks_in(char)
        run = 0 if marks is None else run + marks
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)


@cache
def _marks_in(char: str) -> int | None:
    # None if it begins a letter anew; else so many marks on the letter before it.
    parts = normalize("NFKD", char)
    return len(parts) if all(map(combining, parts)) else None


def unmarked(text: str) -> str:
    """
    Leave out of an address the marks of direction and hidden characters that come with
    a paste; what is broken in it stays, so that it can be refused.
    """
    return _MARKED.sub("", text)


def _text(given: str, subject: str) -> str:
    if not is_a(given, str):
        raise InputError(subject, described(given), "a text")
    return given
