"""
How a vocabulary refuses to guess: with what comes near, and what to do about it.

What is shown is leadkit's or the system's; what was given is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from ..errors import InputError, WordError, listing
from .terms import Term, Unmatched

# What is alike by less than this is another word: *nope* is no *reopen*.
_ALIKE = 0.75


def code_without_word(
    title: str, code: str, near: Iterable[str], notes: Iterable[str]
) -> WordError:
    """
    Refuse to say a code that a system has no word for.

    Args:
        title: The system.

        code: The code.

        near: Its words that come near.

        notes: What is known about it.
    """
    close = tuple(dict.fromkeys(near))
    return WordError(
        f"{code!r} in {title}",
        "a code without a counterpart",
        "one that has a word there",
        _cure(notes, close, f"the word for {code!r}", "words"),
        code="no-counterpart",
        near=close,
    )


def word_without_code(title: str, one: Unmatched) -> WordError:
    """
    Refuse to read a word that leadkit has no code for.

    Args:
        title: The system.

        one: The word.
    """
    return WordError(
        f"{one.word!r} of {title}",
        "a word without a counterpart",
        "one that leadkit has a code for",
        _cure([one.note], one.near, f"what {one.word!r} means to you", "reads"),
        code="no-counterpart",
        near=one.near,
    )


def two_ideas(subject: str, ideas: Iterable[Term | Unmatched]) -> InputError:
    """
    Ask what a word or a code is about.

    Args:
        subject: Which of both it is.

        ideas: What it may be.
    """
    topics = listing(dict.fromkeys(one.about for one in ideas))
    came = f"nothing, for {subject} that stands for two ideas"
    return InputError("about", came, topics)


def meant(folded: str, known: Mapping[str, str]) -> str:
    """
    Suggest which word or code was meant.

    Args:
        folded: What was given.

        known: What there is, by its folded form.

    >>> meant("oportunity", {"opportunity": "Opportunity"})
    "Did you mean 'Opportunity'?"
    """
    near = get_close_matches(folded, known, n=1, cutoff=_ALIKE)
    return f"Did you mean {known[near[0]]!r}?" if near else ""


def _cure(notes: Iterable[str], near: tuple[str, ...], what: str, how: str) -> str:
    said = [note for note in notes if note]
    if near:
        said.append(f"Near, and not the same: {listing(near)}.")
    said.append(f"Say {what} with vocabulary.custom(..., {how}=..., based_on=...).")
    return " ".join(said)
