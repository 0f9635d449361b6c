"""
What a vocabulary may not say: two things of one word, or of one code.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import InputError
from ..folding import fold
from .terms import Entry, Named, Term, Unmatched
from .topics import About


def refuse_contradictions(subject: str, entries: Iterable[Entry]) -> None:
    """
    Check that entries can all be true at once, and that all of them can be read.

    Args:
        subject: What they belong to, for errors.

        entries: The entries that hold in one reading of *prospect*.

    Raises:
        InputError: A word has two meanings for one idea, a code has two labels or two
            words that are written, or a label or a word is blank.
    """
    named: set[str] = set()
    read: dict[tuple[About, str], str | None] = {}
    written: set[tuple[About, str]] = set()
    for one in entries:
        if isinstance(one, Named):
            _refuse_blank(subject, (one.code, *one.labels))
            if one.code in named:
                cure = "Give it one."
                raise InputError(subject, f"two labels for {one.code!r}", "one", cure)
            named.add(one.code)
            continue
        _refuse_blank(subject, one.spellings)
        if isinstance(one, Unmatched) and one.ours:
            continue
        code = one.code if isinstance(one, Term) else None
        for known in map(fold, one.spellings):
            if read.setdefault((one.about, known), code) != code:
                came = f"two meanings of {one.spellings[0]!r}"
                raise InputError(subject, came, f"one code for a {one.about}")
        if isinstance(one, Term) and one.written:
            if (one.about, one.code) in written:
                came = f"two words that are written for {one.code!r}"
                cure = "Mark all others written=False."
                raise InputError(subject, came, f"one for a {one.about}", cure)
            written.add((one.about, one.code))


def _refuse_blank(subject: str, texts: Iterable[str | None]) -> None:
    if any(text is not None and not fold(text) for text in texts):
        raise InputError(subject, "a blank label or word", "a text to read")
