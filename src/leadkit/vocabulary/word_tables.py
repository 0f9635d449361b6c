"""
How a vocabulary shows itself in a notebook: its words, and those without counterpart.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..markup import Html, cell, element, heading, table, words
from .terms import Term, Unmatched

_COLUMNS = ("Code", "Word", "About", "Field", "Note")
_NONE = "\N{EN DASH}"


def of_words(title: str, terms: Iterable[Term], alone: Iterable[Unmatched]) -> Html:
    """
    Show the words of a vocabulary.

    Args:
        title: What it is called.

        terms: The words with a counterpart.

        alone: The words without.
    """
    rows = [
        _row(one.code, _shown(one, is_read_only=not one.written), one) for one in terms
    ]
    rows += [
        _row(one.word, _NONE, one) if one.ours else _row("", _shown(one), one)
        for one in alone
    ]
    return table(title, _COLUMNS, rows)


def _row(code: str, word: str, one: Term | Unmatched) -> list[Html]:
    return [
        heading(element("code", code) if code else _NONE),
        cell(word),
        cell(one.about),
        cell(words(one.field)),
        cell(words(one.note)),
    ]


def _shown(one: Term | Unmatched, *, is_read_only: bool = False) -> Html:
    word, label = one.spellings
    # What is read and never written is slanted.
    shown = element("i" if is_read_only else "span", word, dir="auto")
    return shown if label == word else element("span", shown, " (", words(label), ")")
