"""
What is known of a word of another system: its counterpart, or that it has none.

A mapping is data: each word says which field of the other system it stands in, where
the two meanings differ, and which document says so.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from .topics import About

# Whether a prospect comes after a lead, as with us, or before.
Reading: TypeAlias = Literal["after", "before"]
READINGS: tuple[Reading, ...] = ("after", "before")


@attrs.frozen
class Source:
    """
    The document that says so.

    Attributes:
        title: What it is called.

        url: Where it is.

        date: Which state of it was read: its date or commit, or that it has none.
    """

    title: str
    url: str
    date: str

    def __str__(self) -> str:
        return f"{self.title} ({self.date}), {self.url}"


@attrs.frozen
class Term:
    """
    A word of another system, and the code of ours that it stands for.

    Attributes:
        code: Our code.

        foreign: The word, as it is stored there.

        about: What it is about: ``"stage"``, ``"channel"`` ...

        label: What people read there; read as the word itself, since exports have it.

        field: Where it is stored there.

        note: Where the meanings differ.

        written: Whether it is written for *code*. If not, it is a synonym: it is read,
            and another word is written or none.

        reading: The reading of *prospect* that it belongs to; None if to both.

        source: Which document says so.
    """

    code: str
    foreign: str
    about: About = attrs.field(kw_only=True)
    label: str = attrs.field(
        default=attrs.Factory(lambda self: self.foreign, takes_self=True), kw_only=True
    )
    field: str = attrs.field(default="", kw_only=True)
    note: str = attrs.field(default="", kw_only=True)
    written: bool = attrs.field(default=True, kw_only=True)
    reading: Reading | None = attrs.field(default=None, kw_only=True)
    source: Source | None = attrs.field(default=None, kw_only=True)

    @property
    def spellings(self) -> tuple[str, ...]:
        """
        The texts that are read as this word.
        """
        return self.foreign, self.label


@attrs.frozen
class Unmatched:
    """
    A word of one side that has no counterpart on the other.

    Attributes:
        word: Our code, or the word of the other system.

        about: What it is about.

        ours: Whether it is a code of ours.

        near: What comes near on the other side, none of it near enough.

        label: What people read.

        field: Where it is stored there; empty if it is a code of ours.

        note: Why it has none.

        reading: The reading of *prospect* that it belongs to; None if to both.

        source: Which document says so.
    """

    word: str
    about: About = attrs.field(kw_only=True)
    ours: bool = attrs.field(default=False, kw_only=True)
    near: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    label: str = attrs.field(
        default=attrs.Factory(lambda self: self.word, takes_self=True), kw_only=True
    )
    field: str = attrs.field(default="", kw_only=True)
    note: str = attrs.field(default="", kw_only=True)
    reading: Reading | None = attrs.field(default=None, kw_only=True)
    source: Source | None = attrs.field(default=None, kw_only=True)

    @property
    def spellings(self) -> tuple[str, ...]:
        """
        The texts that are read as this word.
        """
        return self.word, self.label


@attrs.frozen
class Named:
    """
    What a code is called, other than by leadkit.

    Attributes:
        code: The code.

        english: Its label in English, or None to leave it.

        persian: Its label in Persian, or None to leave it.

        reading: The reading of *prospect* that it belongs to; None if to both.
    """

    code: str
    english: str | None = None
    persian: str | None = None
    reading: Reading | None = attrs.field(default=None, kw_only=True)

    @property
    def labels(self) -> tuple[str | None, str | None]:
        """
        The labels, in the order of the languages.
        """
        return self.english, self.persian


Entry: TypeAlias = Term | Unmatched | Named
