"""
The languages there are, and rules and reasons said in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...errors import InputError, described, is_a, listing
from ...mapping import FrozenMap
from ...vocabulary import Language as Code
from ..answers import Reason
from ..expressions import Rule
from .clauses import all_of, of_reason, of_rule
from .english import ENGLISH
from .languages import Language, say, say_one_way
from .persian import PERSIAN

LANGUAGES: Mapping[str, Language] = FrozenMap({"en": ENGLISH, "fa": PERSIAN})


def words_of(language: Code) -> Language:
    """
    Find the words of a language.

    Raises:
        InputError: There are none.
    """
    is_text = is_a(language, str)  # what can't be hashed can't be looked up
    found = LANGUAGES.get(language) if is_text else None
    if found is None:
        came = repr(str(language)) if is_text else described(language)
        raise InputError("language", came, listing(LANGUAGES))
    return found


def rule_in_words(rule: Rule, language: Code = "en") -> str:
    """
    Say what a rule asks for.

    >>> from leadkit import conversed, holds
    >>> rule_in_words(holds("MQL") & ~conversed(since="lost"))  # doctest: +ELLIPSIS
    "it has to be a marketing-qualified lead (MQL), and a two-way conversation must ..."
    """
    return say(of_rule(rule.node), words_of(language), masked=False)


def reason_in_words(reason: Reason, language: Code = "en") -> str:
    """
    Say the answer of a rule, what it asks for, and what was seen.
    """
    words = words_of(language)
    return (
        f"{words.answer(reason.answer)}: {say(of_reason(reason), words, masked=False)}"
    )


def unmet_in_words(
    reasons: Iterable[Reason], language: Code = "en", *, masked: bool = True
) -> str:
    """
    Say what has to be so for all of several rules to hold, and what is the case now.

    Args:
        reasons: The reasons of rules that aren't known true; of none, there is nothing
            to say.

        language: The language.

        masked: Hide texts that were seen, which may be personal data.
    """
    words = words_of(language)
    clauses = tuple(map(of_reason, reasons))
    return say(all_of(clauses), words, masked=masked) if clauses else ""


def ways_in_words(
    ways: Sequence[Sequence[Reason]], language: Code = "en", *, masked: bool = True
) -> str:
    """
    Say what has to be so where all rules of one of several ways have to hold.

    What all ways want is said once. A way that wants what another does, and more, is
    left out.

    Args:
        ways: The reasons of rules that aren't known true, for each way.

        language: The language.

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
        return unmet_in_words(only, language, masked=masked)
    common = [part for part in shortest[0] if all(part in way for way in shortest)]
    rest = [[of_reason(p) for p in way if p not in common] for way in shortest]
    always = [of_reason(part) for part in common]
    return say_one_way(always, rest, words_of(language), masked=masked)
