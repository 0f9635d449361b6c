"""
Places in a document that anybody may have written, and refusals that say where.

A refusal has the place's JSON pointer and quotes nothing of the document. Pointers are
made of keys of the format and places in lists, so they quote nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn, ParamSpec, TypeVar

import attrs

from .errors import DocumentError, RuleError

P = ParamSpec("P")
T = TypeVar("T")

# What a constructor expects goes into a refusal only in plain words: one with quotes or
# brackets may name something of the document.
_PLAIN = re.compile(r"[A-Za-z0-9 ,;.*/()-]*")


@attrs.frozen
class Unreadable:
    """
    What stands in the place of a value that was refused while the text was parsed.

    Attributes:
        came: What it was.

        expected: What would have been right.
    """

    came: str
    expected: str


class Place:
    """
    A place in a document.

    Attributes:
        value: What stands there, as ``json`` gives it.

        hidden: Whether it is inside of something whose key is the document's own.
    """

    __slots__ = ("_key", "_over", "hidden", "value")

    def __init__(
        self, value: object, over: Place | None = None, key: str | int | None = None
    ) -> None:
        self.value: object = value
        # A key of the document's own would be quoted, and so is no part of pointers.
        self.hidden: bool = over is not None and (key is None or over.hidden)
        self._over = over
        self._key = key

    @property
    def pointer(self) -> str:
        """
        Where it is, as a JSON pointer.
        """
        over = "" if self._over is None else self._over.pointer
        # Our keys need no escapes.
        return over if self._over is None or self.hidden else f"{over}/{self._key}"

    def refuse(self, came: str, expected: str, cure: str = "") -> NoReturn:
        """
        Raise the error that says what is wrong here.

        Args:
            came: What stands here, described and not quoted.

            expected: What would be right.

            cure: What to do about it.
        """
        pointer = self.pointer
        subject = f"the document at {pointer!r}" if pointer else "the document"
        raise DocumentError(subject, came, expected, cure, pointer)

    def make(self, maker: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Make something of what stands here, through the door that Python uses.

        Args:
            maker: A class or function that raises a `RuleError` if it can't.

            args: Its arguments.

            kwargs: Its keywords.
        """
        try:
            return maker(*args, **kwargs)
        except RuleError as error:
            expected = error.expected
        # Outside of the handler: the other error quotes, and would be kept as context.
        plain = _PLAIN.fullmatch(expected)
        return self.refuse(
            "what doesn't fit", expected if plain else "what fits together"
        )

    def mismatch(self, expected: str) -> NoReturn:
        """
        Refuse a value of another type.

        Args:
            expected: What is wanted.
        """
        value = self.value
        if isinstance(value, Unreadable):
            self.refuse(value.came, value.expected)
        self.refuse(told(value), expected)


def told(value: object) -> str:
    """
    Say what a value of a document is, without quoting it.
    """
    for types, words in _WORDS:
        if isinstance(value, types):
            return words
    return "null"


_WORDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float), "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "an object"),
)
