"""
Checked reading of a document: objects whose keys are known, lists, texts, numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import cast

from .errors import listing
from .places import Place

#: How many items a list may have, where nothing else is said.
MANY = 10_000
#: How many keys an object may have whose keys are free.
KEYS = 5_000
#: How long the name of a card, a group, a campaign or a predicate may be.
NAME = 200
#: How long a text may be that a rule compares with.
TEXT = 1_000
#: What the codes of stages, types, fields ... look like.
CODE = "[A-Za-z][A-Za-z0-9_]{0,63}"

_CODE = re.compile(CODE)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Spot(Place):
    """
    A place in a document, of which it is told what must stand there.
    """

    __slots__ = ()

    # Objects --------------------------------------------------------------------------

    def is_object(self) -> bool:
        """
        Tell whether it is an object.
        """
        return isinstance(self.value, dict)

    def mapping(self) -> dict[str, object]:
        """
        Take an object as it is.
        """
        value = self.value
        if not isinstance(value, dict):
            self.mismatch("an object")
        return cast("dict[str, object]", value)

    def parts(self, *required: str, optional: Collection[str] = ()) -> dict[str, Spot]:
        """
        Take an object of which all keys are known.

        Args:
            required: Keys that must be there.

            optional: Keys that may be there.

        Returns:
            The places by their keys.
        """
        given = self.mapping()
        for place, key in enumerate(given, 1):
            if key not in required and key not in optional:
                self.refuse(
                    f"an unknown key, number {place} of {len(given)}",
                    f"no keys but {listing([*required, *optional])}",
                )
        for key in required:
            if key not in given:
                self.refuse("an object without a key that it needs", repr(key))
        return {key: Spot(value, self, key) for key, value in given.items()}

    def only(self, known: Collection[str], what: str) -> tuple[str, Spot]:
        """
        Take an object with one key, which is known.

        Args:
            known: The keys there are.

            what: What the key is, for the refusal: ``"operator"``.

        Returns:
            The key and what is under it.
        """
        given = self.mapping()
        if len(given) != 1:
            self.refuse(f"an object with {len(given)} keys", f"one key, the {what}")
        key, value = next(iter(given.items()))
        if key not in known:
            self.refuse(f"an unknown {what}", listing(sorted(known)))
        return key, Spot(value, self, key)

    def table(self) -> list[tuple[Spot, Spot]]:
        """
        Take an object whose keys are free.

        Returns:
            Keys and values. Their pointers end here, since they would quote the keys.
        """
        given = self.mapping()
        if len(given) > KEYS:
            self.refuse(f"an object with {len(given)} keys", f"at most {KEYS} of them")
        return [(Spot(key, self), Spot(value, self)) for key, value in given.items()]

    def named(self, key: str) -> Spot:
        """
        Take what stands under one key of an object, whatever else is in it.

        Args:
            key: The key, which must be there.
        """
        given = self.mapping()
        if key not in given:
            self.refuse("an object without a key that it needs", repr(key))
        return Spot(given[key], self, key)

    def empty(self) -> None:
        """
        Take an object without keys, which is what has no arguments.
        """
        self.parts()

    # Lists ----------------------------------------------------------------------------

    def items(self, least: int = 0, most: int = MANY) -> list[Spot]:
        """
        Take the places in a list; the arguments are those of ``sequence``.
        """
        return [
            Spot(value, self, place)
            for place, value in enumerate(self.sequence(least, most))
        ]

    def sequence(self, least: int = 0, most: int = MANY) -> Sequence[object]:
        """
        Take a list as it is.

        Args:
            least: It has at least so many items.

            most: It has at most so many items.
        """
        value = self.value
        if not isinstance(value, list):
            self.mismatch("a list")
        given = cast("Sequence[object]", value)
        if not least <= len(given) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            self.refuse(f"a list of {len(given)}", f"{wanted} of them")
        return given

    def codes(self, most: int = MANY) -> tuple[str, ...]:
        """
        Take a list of codes, one at least and none of them twice.
        """
        found: dict[str, None] = {}
        for place, value in enumerate(self.sequence(1, most)):
            # There may be thousands, so a place is made only for a wrong one.
            if not isinstance(value, str) or not _CODE.fullmatch(value):
                Spot(value, self, place).code()
            elif value in found:
                Spot(value, self, place).refuse(
                    "a code that is in the list already", "each of them once"
                )
            else:
                found[value] = None
        return tuple(found)

    # Scalars --------------------------------------------------------------------------

    def text(self, most: int = TEXT) -> str:
        """
        Take a text.

        Args:
            most: It has at most so many characters.
        """
        value = self.value
        if not isinstance(value, str):
            self.mismatch("a text")
        if len(value) > most:
            self.refuse(
                f"a text of {len(value)} characters", f"at most {most} characters"
            )
        # Half of a pair, which no encoding has a word for.
        if _SURROGATE.search(value):
            self.refuse("a text with a lone surrogate", "a text of whole characters")
        return value

    def name(self) -> str:
        """
        Take a name for people, of any characters.
        """
        name = self.text(NAME)
        if not name.strip():
            self.refuse("a blank text", "a name")
        return name

    def code(self) -> str:
        """
        Take a code: ``"call_held"``.
        """
        value = self.value
        if not isinstance(value, str):
            self.mismatch("a code, as a text")
        if not _CODE.fullmatch(value):
            self.refuse(
                "a text that is no code",
                "a letter, and up to 63 letters, digits and underscores",
            )
        return value

    def one_of(self, known: Iterable[str]) -> str:
        """
        Take one of a few texts.
        """
        value = self.value
        options = list(known)
        if not isinstance(value, str):
            self.mismatch(listing(options))
        if value not in options:
            self.refuse("another text", listing(options))
        return value

    def number(self) -> int | float:
        """
        Take a number.
        """
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.mismatch("a number")
        return value

    def whole(self, least: int, most: int) -> int:
        """
        Take a whole number.

        Args:
            least: It is at least this.

            most: It is at most this.
        """
        value = self.value
        wanted = (
            f"a whole number from {least} to {most}"
            if least < most
            else f"the number {most}"
        )
        if isinstance(value, bool) or not isinstance(value, int):
            self.mismatch(wanted)
        if not least <= value <= most:
            self.refuse("a whole number out of range", wanted)
        return value

    def flag(self) -> bool:
        """
        Take true or false.
        """
        if not isinstance(self.value, bool):
            self.mismatch("true or false")
        return self.value
