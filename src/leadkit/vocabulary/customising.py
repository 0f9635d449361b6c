"""
A host's own words: labels that its people read, and words that its systems store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from ..errors import InputError, WordError, described, is_a, listing, near_miss
from ..folding import fold
from .labels import LANGUAGES, Language
from .terms import Entry, Named, Term, Unmatched
from .topics import CODES, topics_of
from .vocabularies import Vocabulary

T = TypeVar("T")


def custom(
    name: str,
    *,
    labels: Mapping[str, str | Mapping[Language, str]] | None = None,
    words: Mapping[str, str] | None = None,
    based_on: Vocabulary | None = None,
) -> Vocabulary:
    """
    Make a vocabulary of your own.

    It changes what people read, and how words are read and written; no lead, rule or
    move knows of it.

    Args:
        name: What you call it.

        labels: Codes and what your people call them, in every language or in those that
            you name: ``{"prospect": "Deal"}``, ``{"prospect": {"en": "Deal"}}``. Codes
            may be leadkit's or your own.

        words: Your words and the codes that they stand for: ``{"Opp": "prospect"}``. Of
            several words for one code the first is written, and all are read. A word
            that you name means what you say, whatever it means in *based_on*.

        based_on: The vocabulary that has all other labels and words.

    Raises:
        WordError: A word stands for a code that is neither leadkit's nor has a label.

        InputError: One word stands for two codes, or a label or a word is blank.

    >>> acme = custom("acme", labels={"prospect": "Deal"}, words={"Opp": "prospect"})
    >>> acme.label("prospect"), acme.code("Opp"), acme.foreign("prospect")
    ('Deal', 'prospect', 'Opp')
    """
    if not is_a(name, str) or not name.strip():
        raise InputError("name of a vocabulary", described(name), "a text to read")
    if based_on is not None and not is_a(based_on, Vocabulary):
        cure = "Write based_on=vocabulary.HUBSPOT."
        raise InputError("based_on", described(based_on), "a Vocabulary", cure)
    named = [
        _named(code, given, f"label of {code!r} in {name!r}")
        for code, given in _checked(labels, "labels").items()
    ]
    known = {one.code for one in named}
    terms = list(_terms(name, words, known | _codes_of(based_on)))
    inherited = () if based_on is None else _inherited(based_on, named, terms)
    return Vocabulary(
        name,
        name,
        (*named, *terms, *inherited),
        reading="after" if based_on is None else based_on.reading,
    )


def _checked(given: Mapping[str, T] | None, subject: str) -> Mapping[str, T]:
    if given is None:
        return {}
    if not is_a(given, Mapping) or not all(is_a(key, str) for key in given):
        raise InputError(subject, described(given), "a mapping of texts")
    return given


def _named(code: str, given: str | Mapping[Language, str], subject: str) -> Named:
    if isinstance(given, str):
        return Named(code, given, given)
    if not is_a(given, Mapping) or not set(given) <= set(LANGUAGES):
        expected = f"a text, or texts for {listing(LANGUAGES)}"
        raise InputError(subject, described(given), expected)
    texts = [given.get(language) for language in LANGUAGES]
    for text in texts:
        if text is not None and not is_a(text, str):
            raise InputError(subject, described(text), "a text")
    return Named(code, *texts)


def _codes_of(vocabulary: Vocabulary | None) -> set[str]:
    if vocabulary is None:
        return set()
    return {one.code for one in vocabulary.entries if not isinstance(one, Unmatched)}


def _terms(
    name: str, words: Mapping[str, str] | None, own: Iterable[str]
) -> Iterator[Term]:
    known = {code for codes in CODES.values() for code in codes} | set(own)
    written: set[str] = set()
    for word, code in _checked(words, "words").items():
        if not is_a(code, str):
            raise InputError(f"words of {name!r}", described(code), "a code")
        if code not in known:
            raise WordError(
                f"words of {name!r}",
                "a code that there isn't",
                "one of leadkit's, or one that labels has",
                near_miss(code, known) or "Give it a label.",
                code="unknown-code",
            )
        for about in topics_of(code) or ("own",):
            yield Term(code, word, about=about, written=code not in written)
        written.add(code)


def _inherited(
    base: Vocabulary, named: Iterable[Named], terms: Iterable[Term]
) -> Iterator[Entry]:
    renamed = {one.code for one in named}
    words = {fold(term.foreign) for term in terms}
    said = {term.code for term in terms}
    for one in base.entries:
        if isinstance(one, Named):
            if one.code not in renamed:
                yield one
        elif isinstance(one, Unmatched) and one.ours:
            if one.word not in said:
                yield one
        elif words.isdisjoint(map(fold, one.spellings)):
            if isinstance(one, Term) and one.code in said:
                yield attrs.evolve(one, written=False)
            else:
                yield one
