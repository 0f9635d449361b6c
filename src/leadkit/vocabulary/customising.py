"""
A host's own words: labels that its people read, and words that its systems store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from ..errors import InputError, WordError, described, is_a, listing
from ..folding import fold
from .labels import LANGUAGES, Language
from .terms import Entry, Named, Term, Unmatched
from .topics import CODES, About, topics_of
from .vocabularies import Vocabulary
from .word_refusals import meant

T = TypeVar("T")


def custom(
    name: str,
    *,
    labels: Mapping[str, str | Mapping[Language, str]] | None = None,
    words: Mapping[str, str] | None = None,
    reads: Mapping[str, str] | None = None,
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

        reads: The same for words that are only read: ``{"Other": "disqualified"}``.
            What is written for these codes stays as it is in *based_on*.

        based_on: The vocabulary that has all other labels and words.

    Raises:
        WordError: A word stands for a code that is neither leadkit's nor has a label.

        InputError: One word stands for two codes, or a label or a word is blank.

    >>> acme = custom("acme", labels={"prospect": "Deal"}, words={"Opp": "prospect"})
    >>> acme.label("prospect"), acme.code("Opp"), acme.foreign("prospect")
    ('Deal', 'prospect', 'Opp')
    >>> from leadkit.vocabulary import HUBSPOT
    >>> acme = custom("acme", reads={"Other": "disqualified"}, based_on=HUBSPOT)
    >>> acme.code("Other"), acme.foreign("disqualified")
    ('disqualified', 'UNQUALIFIED')
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
    known |= {code for codes in CODES.values() for code in codes}
    known |= _codes_of(based_on)
    given_words = _known(f"words of {name!r}", _checked(words, "words"), known)
    given_reads = _known(f"reads of {name!r}", _checked(reads, "reads"), known)
    terms = [*_written(given_words), *_read(given_reads)]
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


def _known(
    subject: str, given: Mapping[str, str], codes: Collection[str]
) -> Mapping[str, str]:
    for code in given.values():
        if not is_a(code, str):
            raise InputError(subject, described(code), "a code")
        if code not in codes:
            near = meant(fold(code), {fold(one): one for one in sorted(codes)})
            raise WordError(
                subject,
                "a code that there isn't",
                "one of leadkit's, or one that labels has",
                near or "Give it a label.",
                code="unknown-code",
            )
    return given


def _written(words: Mapping[str, str]) -> Iterator[Term]:
    written: set[str] = set()
    for word, code in words.items():
        for about in _topics(code):
            yield Term(code, word, about=about, written=code not in written)
        written.add(code)


def _read(words: Mapping[str, str]) -> Iterator[Term]:
    for word, code in words.items():
        for about in _topics(code):
            yield Term(code, word, about=about, written=False)


def _topics(code: str) -> tuple[About, ...]:
    return topics_of(code) or ("own",)


def _inherited(
    base: Vocabulary, named: Iterable[Named], terms: Iterable[Term]
) -> Iterator[Entry]:
    renamed = {one.code for one in named}
    codes: dict[str, set[str]] = {}
    for term in terms:
        codes.setdefault(fold(term.foreign), set()).add(term.code)
    said = {term.code for term in terms if term.written}
    for one in base.entries:
        if isinstance(one, Named):
            if one.code not in renamed:
                yield one
        elif isinstance(one, Unmatched):
            if one.word not in said if one.ours else _is_left(one, None, codes):
                yield one
        elif _is_left(one, one.code, codes):
            yield attrs.evolve(one, written=one.written and one.code not in said)


def _is_left(
    one: Term | Unmatched, code: str | None, codes: Mapping[str, set[str]]
) -> bool:
    # Whether none of its words was given another meaning.
    return all(codes.get(fold(word), {code}) == {code} for word in one.spellings)
