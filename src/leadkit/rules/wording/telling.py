"""
The languages there are, and rules and reasons said in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, tzinfo
from functools import partial

from ...errors import InputError, described, is_a, listing
from ...mapping import FrozenMap
from ...vocabulary import Language as Code
from ...vocabulary import label
from ...vocabulary.labels import Labelling
from ..answers import Reason
from ..expressions import Rule
from .clauses import all_of, of_reason, of_rule
from .english import English
from .languages import Language, say, say_one_way
from .persian import Persian

# Each is made of what finds the label of a code, and of a zone.
_LANGUAGES: dict[str, Callable[[Callable[[str], str], tzinfo], Language]] = {
    "en": English,
    "fa": Persian,
}
LANGUAGES = FrozenMap(_LANGUAGES)


def words_of(
    language: Code, vocabulary: Labelling | None = None, zone: tzinfo | None = None
) -> Language:
    """
    Find the words of a language.

    Args:
        language: The language.

        vocabulary: Whose labels to use; leadkit's if it is left out.

        zone: By whose calendar and clock instants are said; UTC if it is left out.

    Raises:
        InputError: There are none, *vocabulary* has no labels, or *zone* is no zone.
    """
    if vocabulary is not None and not callable(getattr(vocabulary, "label", None)):
        cure = "Make one with leadkit.vocabulary.custom()."
        raise InputError("vocabulary", described(vocabulary), "a Vocabulary", cure)
    if zone is not None and not is_a(zone, tzinfo):
        cure = 'Write zoneinfo.ZoneInfo("Asia/Tehran"), say.'
        raise InputError("zone", described(zone), "a time zone", cure)
    is_text = is_a(language, str)  # what can't be hashed can't be looked up
    found = LANGUAGES.get(language) if is_text else None
    if found is None:
        came = repr(str(language)) if is_text else described(language)
        raise InputError("language", came, listing(LANGUAGES))
    labels = partial(label, language=language, vocabulary=vocabulary)
    return found(labels, UTC if zone is None else zone)


def rule_in_words(rule: Rule, words: Language) -> str:
    """
    Say what a rule asks for.

    >>> from leadkit import conversed, holds
    >>> english = words_of("en")
    >>> rule_in_words(holds("MQL") & ~conversed(since="lost"), english)
    "it has to be a marketing-qualified lead (MQL), and a two-way conversation must ..."
    """
    return say(of_rule(rule.node), words, masked=False)


def reason_in_words(reason: Reason, words: Language) -> str:
    """
    Say the answer of a rule, what it asks for, and what was seen.
    """
    return (
        f"{words.answer(reason.answer)}: {say(of_reason(reason), words, masked=False)}"
    )


def unmet_in_words(
    reasons: Iterable[Reason], words: Language, *, masked: bool = True
) -> str:
    """
    Say what has to be so for all of several rules to hold, and what is the case now.

    Args:
        reasons: The reasons of rules that aren't known true; of none, there is nothing
            to say.

        words: The words to say it with.

        masked: Hide texts that were seen, which may be personal data.
    """
    clauses = tuple(map(of_reason, reasons))
    return say(all_of(clauses), words, masked=masked) if clauses else ""


def ways_in_words(
    ways: Sequence[Sequence[Reason]], words: Language, *, masked: bool = True
) -> str:
    """
    Say what has to be so where all rules of one of several ways have to hold.

    What all ways want is said once. A way that wants what another does, and more, is
    left out.

    Args:
        ways: The reasons of rules that aren't known true, for each way.

        words: The words to say it with.

        masked: Hide texts that were seen, which may be personal data.
    """
    wanted = [frozenset(way) for way in ways]
    shortest = [
        way
        for place, way in enumerate(ways)
        if not any(one < wanted[place] for one in wanted)
        and wanted[place] not in wanted[:place]
    ]
    if len(shortest) <= 1:
        only = shortest[0] if shortest else ()
        return unmet_in_words(only, words, masked=masked)
    common = [part for part in shortest[0] if all(part in way for way in shortest)]
    rest = [[of_reason(p) for p in way if p not in common] for way in shortest]
    always = [of_reason(part) for part in common]
    return say_one_way(always, rest, words, masked=masked)
