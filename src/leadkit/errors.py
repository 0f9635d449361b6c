"""
The errors that leadkit raises on purpose.

Each says what came, what was expected and what to do, and carries the same facts as
attributes. None quotes a value of a record, so that personal data stays out of logs.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import attrs


class LeadkitError(Exception):
    """
    The parent of every exception that leadkit raises on purpose.
    """


class MissingExtraError(LeadkitError, ImportError):
    """
    A library is missing that comes with an extra of leadkit; the message says which.

    It is an ``ImportError`` too.
    """


def missing_extra(subject: str, library: str, extra: str) -> MissingExtraError:
    """
    Say that a library is missing, and how to install it.

    Args:
        subject: What needs it: ``"leadkit.contacts"``.

        library: Its name.

        extra: The extra of leadkit that brings it.
    """
    return MissingExtraError(
        f"{subject}: {library} isn't installed. "
        f'Write pip install -e ".[{extra}]" in your clone of leadkit.'
    )


@attrs.define(slots=False)
class InputError(LeadkitError, ValueError):
    """
    Something that was given to leadkit is not what it takes.

    Attributes:
        subject: What is spoken of: ``"field 'company_size' of SaasLead"``.

        came: What was given, described and never quoted from a record.

        expected: What would have been right.

        cure: What to do about it; empty if that goes without saying.
    """

    subject: str
    came: str
    expected: str
    cure: str = ""

    def __str__(self) -> str:
        sentence = f"{self.subject}: got {self.came}, expected {self.expected}."
        return f"{sentence} {self.cure}" if self.cure else sentence


@attrs.define(slots=False)
class LeadError(InputError):
    """
    A record, or something meant to go into one, is wrong.
    """


@attrs.define(slots=False)
class CodedError(InputError):
    """
    An error of which there are a few kinds that a program tells apart.

    Attributes:
        code: Which it is, as its class lists them.
    """

    code: str = ""


@attrs.define(slots=False)
class ConsentError(CodedError, LeadError):
    """
    What a lead is said to have agreed to, or not, can't be so.

    Its *code* is ``"future"``: it is dated after the instant at which it is recorded;
    ``"never-granted"``: what is withdrawn was never granted; ``"contradiction"``: its
    parts say different things; ``"expiry"``: it expires before it begins.
    """


@attrs.define(slots=False)
class ContactError(CodedError, LeadError):
    """
    An address or a number is none, or can't be told for sure.

    Its *code* is ``"address"``, ``"number"``, ``"no-region"``: a national number
    without a region to read it in; ``"region"``: there is no such region; or
    ``"extension"``: an extension comes with the number.
    """


@attrs.define(slots=False)
class MergeError(CodedError, LeadError):
    """
    Records can't be merged, parted or followed; they are unchanged.

    Its *code* is ``"classes"`` or ``"kinds"``: the records are of different ones;
    ``"same-id"``: two different records have one id; ``"activity-ids"``: two different
    activities have; ``"erased"``: just one of them is; ``"not-merged"``: there is
    nothing to part; ``"redirect-loop"``: tombstones lead in a circle; or
    ``"redirects"``: two of them disagree.
    """


@attrs.define(slots=False)
class ErasureError(CodedError, LeadError):
    """
    A record can't be erased; it is unchanged.

    Its *code* is ``"required-field"``: a field of the host can't be empty; or
    ``"unknown-field"``: what is to be kept is no field.
    """


@attrs.define(slots=False)
class WordError(CodedError):
    """
    There is no word for something in another system, or none of ours for its word.

    Its *code* is ``"unknown-word"``, ``"unknown-code"`` or ``"no-counterpart"``.

    Attributes:
        near: For ``"no-counterpart"``, what comes near; it is for you to choose.
    """

    near: tuple[str, ...] = ()


@attrs.define(slots=False)
class RuleError(InputError):
    """
    A rule, or something made of rules, is wrong.

    That is a scorecard, a qualification, a lifecycle or a playbook. It is raised while
    the definition is being written, not when the first lead meets it.
    """


@attrs.define(slots=False)
class DocumentError(RuleError):
    """
    A stored definition, which anybody may have written, can't be read.

    It quotes nothing of what came, neither values nor keys.

    Attributes:
        pointer: Where in the document, as a JSON pointer (RFC 6901):
            ``"/rule/ge/1"``; empty for the document itself.
    """

    pointer: str = ""


@attrs.define(slots=False)
class UnknownFieldError(RuleError, AttributeError):
    """
    A rule asks for a field that the record doesn't have, or that rules can't ask about.

    It is an `AttributeError` too, so that ``hasattr(F, "name")`` answers.
    """


@attrs.define(slots=False)
class InstantError(LeadError, RuleError):
    """
    An instant is missing or has no time zone, in a record or in a question.
    """


def near_miss(name: str, known: Iterable[str]) -> str:
    """
    Make a sentence that suggests which known name was meant.

    Args:
        name: The name that isn't known.

        known: The names that are.

    Returns:
        ``"Did you mean 'company_size'?"``, or an empty text if nothing is near.

    >>> near_miss("compny_size", ["company_size", "job_title"])
    "Did you mean 'company_size'?"
    """
    close = get_close_matches(name, list(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else ""


def listing(names: Iterable[str]) -> str:
    """
    Name the choices in an error: ``'email', 'phone' or 'sms'``.
    """
    return either(repr(str(name)) for name in names)


def either(shown: Iterable[str]) -> str:
    """
    Name the choices in an error as they are shown: ``1, 2 or 3``.
    """
    choices = list(shown)
    if len(choices) <= 1:
        return "".join(choices) or "nothing"
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def is_a(given: object, wanted: type | tuple[type, ...]) -> bool:
    """
    Tell whether what a caller gave is what the annotation of our door says.

    Type checkers believe annotations and call a plain `isinstance` unnecessary; callers
    without a type checker may give anything.
    """
    return isinstance(given, wanted)


def with_article(cls: type) -> str:
    """
    Name a class with its article.

    >>> with_article(int), with_article(str)
    ('an int', 'a str')
    """
    name = cls.__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def described(value: object) -> str:
    """
    Describe a value by its type, without showing it.

    >>> described(None), described("sara@example.com"), described(float("nan"))
    ('a missing value', 'a str', 'NaN')
    """
    if value is None:
        return "a missing value"
    if isinstance(value, float) and value != value:  # noqa: PLR0124
        return "NaN"
    return with_article(type(value))
