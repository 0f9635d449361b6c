"""
A vocabulary: leadkit's codes in the words of another system, both ways.

What has no counterpart says so, and what comes near, instead of guessing. No error
shows a word that was given, which may be anything that stood in a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from ..errors import (
    InputError,
    WordError,
    described,
    either,
    is_a,
    listing,
    near_miss,
)
from ..folding import fold
from .contradictions import refuse_contradictions
from .labels import LABELS, Language, number_of
from .terms import READINGS, Entry, Named, Reading, Source, Term, Unmatched
from .topics import CODES, About
from .word_refusals import code_without_word, meant, two_ideas, word_without_code
from .word_tables import of_words


def _entries(given: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(given)


@attrs.frozen(repr=False)
class Vocabulary:
    """
    The words of a system, or of a host, for leadkit's codes.

    Attributes:
        name: What it is asked for by: ``"hubspot"``.

        title: What people call it: ``"HubSpot"``.

        entries: All that is known of its words and labels, in both readings.

        reading: Whether a prospect comes ``"after"`` a lead there, or ``"before"``.

        source: Where most of it was found; None for a host's own.
    """

    name: str
    title: str
    entries: tuple[Entry, ...] = attrs.field(converter=_entries)
    reading: Reading = "after"
    source: Source | None = None

    def __attrs_post_init__(self) -> None:
        if self.reading not in READINGS:
            came = described(self.reading)
            raise InputError(f"reading of {self.title}", came, listing(READINGS))
        for reading in READINGS:
            entries = [one for one in self.entries if _holds(one, reading)]
            refuse_contradictions(f"vocabulary {self.title!r}", entries)

    def __repr__(self) -> str:
        many = len(self.terms)
        return f"Vocabulary({self.name!r}, reading={self.reading!r}, terms=<{many}>)"

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """
        The words that have a counterpart.
        """
        return tuple(one for one in self._entries if isinstance(one, Term))

    @cached_property
    def unmatched(self) -> tuple[Unmatched, ...]:
        """
        The words, theirs and ours, of which it is known that they have none.
        """
        return tuple(one for one in self._entries if isinstance(one, Unmatched))

    def _repr_html_(self) -> str:
        return of_words(self.title, self.terms, self.unmatched)

    def foreign(self, code: str, *, about: About | None = None) -> str:
        """
        Say a code in the system's word, as it is stored there.

        Args:
            code: A code of leadkit's, or a host's own.

            about: What it is about, where one code stands for two ideas.

        Raises:
            WordError: There is no such code, or the system has no word for it.

            InputError: It has two words for it, for two ideas.

        >>> from leadkit.vocabulary import HUBSPOT
        >>> HUBSPOT.foreign("prospect"), HUBSPOT.foreign("MQL")
        ('opportunity', 'marketingqualifiedlead')
        """
        asked = _text(code, "code")
        _known_topic(about)
        terms = [one for one in self._written.get(asked, ()) if _is(one, about)]
        words = dict.fromkeys(one.foreign for one in terms)
        if len(words) == 1:
            return next(iter(words))
        if words:
            raise two_ideas("a code", terms)
        if asked in self._codes:
            raise self._without_word(asked, about)
        raise WordError(
            f"a code to say in {self.title}",
            "one that there isn't",
            "a code of leadkit's, or one that the vocabulary has a label for",
            meant(fold(asked), {fold(known): known for known in self._codes}),
            code="unknown-code",
        )

    def code(self, word: str, *, about: About | None = None) -> str:
        """
        Find the code that a word of the system stands for.

        Args:
            word: The word as it is stored there, or as people read it; capitals,
                blanks and the like make no difference.

            about: What it is about, where one word stands for two ideas.

        Raises:
            WordError: The system has no such word, or leadkit has no code for it.

            InputError: It is a word for two ideas, of which one may have no code.

        >>> from leadkit.vocabulary import HUBSPOT
        >>> HUBSPOT.code("marketingqualifiedlead"), HUBSPOT.code("Opportunity")
        ('MQL', 'prospect')
        """
        asked = fold(_text(word, "word"))
        _known_topic(about)
        found = [one for one in self._read.get(asked, ()) if _is(one, about)]
        terms = [one for one in found if isinstance(one, Term)]
        codes = dict.fromkeys(one.code for one in terms)
        alone = [one for one in found if isinstance(one, Unmatched)]
        # To take the idea that has a code would be to guess.
        if len(codes) == 1 and not alone:
            return next(iter(codes))
        if codes:
            raise two_ideas("a word", found)
        if alone:
            raise word_without_code(self.title, alone[0])
        raise WordError(
            f"a word of {self.title}",
            "one that isn't known",
            f"a word for a {about}" if about else "one of its words",
            self._elsewhere(asked, about) or meant(asked, self._spellings),
            code="unknown-word",
        )

    def label(self, code: str, *, language: Language = "en") -> str:
        """
        Say a code as those who use the system read it.

        Args:
            code: A code of leadkit's, or a host's own.

            language: ``"en"`` for English, ``"fa"`` for Persian.

        Returns:
            Its label here; else leadkit's; else the code.

        Raises:
            InputError: There are no labels in *language*.

        >>> from leadkit.vocabulary import PARDOT
        >>> PARDOT.label("lead"), PARDOT.label("customer")
        ('Prospect', 'Customer')
        """
        number = number_of(language)
        named = self._named.get(code)
        own = named.labels if named is not None else (None, None)
        ours = LABELS.get(code)
        # A host's own code in another language: better its label than the code.
        return own[number] or (ours[number] if ours else own[1 - number] or str(code))

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if _holds(one, self.reading))

    @cached_property
    def _written(self) -> Mapping[str, list[Term]]:
        written: dict[str, list[Term]] = {}
        for term in self.terms:
            if term.written:
                written.setdefault(term.code, []).append(term)
        return written

    @cached_property
    def _read(self) -> Mapping[str, list[Term | Unmatched]]:
        theirs = [one for one in self.unmatched if not one.ours]
        words: list[Term | Unmatched] = [*self.terms, *theirs]
        read: dict[str, list[Term | Unmatched]] = {}
        for one in words:
            for spelling in dict.fromkeys(map(fold, one.spellings)):
                read.setdefault(spelling, []).append(one)
        return read

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        # What is read, and how it is written.
        return {
            fold(spelling): spelling
            for ones in self._read.values()
            for one in ones
            for spelling in reversed(one.spellings)
        }

    @cached_property
    def _named(self) -> Mapping[str, Named]:
        return {one.code: one for one in self._entries if isinstance(one, Named)}

    @cached_property
    def _codes(self) -> Mapping[str, None]:
        ours = (code for codes in CODES.values() for code in codes)
        theirs = (term.code for term in self.terms)
        return dict.fromkeys((*ours, *theirs, *self._named))

    def _without_word(self, code: str, about: About | None) -> WordError:
        read = [
            one.foreign for one in self.terms if one.code == code and _is(one, about)
        ]
        alone = [
            one
            for one in self.unmatched
            if one.ours and one.word == code and _is(one, about)
        ]
        near = [*read, *(word for one in alone for word in one.near)]
        return code_without_word(self.title, code, near, (one.note for one in alone))

    def _elsewhere(self, folded: str, about: About | None) -> str:
        topics = dict.fromkeys(one.about for one in self._read.get(folded, ()))
        if about is None or not topics:
            return ""
        return f"It is a word for a {either(topics)}."


def _holds(entry: Entry, reading: Reading) -> bool:
    return entry.reading is None or entry.reading == reading


def _is(one: Term | Unmatched, about: About | None) -> bool:
    return about is None or one.about == about


def _text(given: str, subject: str) -> str:
    if not is_a(given, str):
        raise InputError(subject, described(given), "a text")
    return given


def _known_topic(about: About | None) -> None:
    if about is not None and (not is_a(about, str) or about not in CODES):
        cure = near_miss(about, CODES) if is_a(about, str) else ""
        raise InputError("about", described(about), listing(CODES), cure)
