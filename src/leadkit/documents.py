"""
Definitions as texts: JSON from anybody, read within bounds, and one text for each.

A text is measured before it is parsed, so that no text of the size that is allowed can
keep the reader busy or fill the memory.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import NoReturn

from .places import Unreadable
from .spots import Spot

#: How many bytes a text may have.
BYTES = 2**20
#: How deep lists and objects may stand inside one another. The deepest rule takes 96
#: levels, since an operator is an object with lists in it; the deepest groups take 64.
NESTED = 200
#: How many lists and objects there may be.
CONTAINERS = 30_000
#: How many items and keys there may be.
VALUES = 50_000
#: How many quotes there may be, those of keys and those inside of texts included.
QUOTES = 250_000
#: How many characters a number may have; more are slow to read, and mean nothing.
DIGITS = 32

# Possessive, and content with a text that ends inside: no text is gone through twice.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_ALL = bytes(range(256))
_BRACKETS = b"[]{}"


def parse(text: str | bytes) -> Spot:
    """
    Parse a text.

    Args:
        text: The text; bytes are UTF-8.

    Returns:
        The document's outermost place.

    Raises:
        DocumentError: It isn't JSON, or is larger or deeper than a definition needs.
    """
    raw = _encoded(text)
    _measure(raw)
    value: object = None
    wrong = ""
    try:
        value = _DECODER.decode(raw.decode())
    except UnicodeDecodeError:
        wrong = "bytes that aren't UTF-8"
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        wrong = f"a text that isn't JSON from {place} on"
    # Outside of the handlers: those errors quote the text, and would be its context.
    if wrong:
        Spot(None).refuse(wrong, "JSON in UTF-8")
    return Spot(value)


def _encoded(text: object) -> bytes:
    root = Spot(None)
    if isinstance(text, str):
        if len(text) > BYTES:  # before a copy is made
            _too_long(root)
        try:
            raw = text.encode()
        except UnicodeEncodeError:
            raw = None
        if raw is None:
            root.refuse("a text with a lone surrogate", "a text of whole characters")
    elif isinstance(text, (bytes, bytearray)):
        if len(text) > BYTES:
            _too_long(root)
        raw = bytes(text)
    else:
        root.refuse("something that is no text", "a str, or bytes in UTF-8")
    if len(raw) > BYTES:
        _too_long(root)
    return raw


def _too_long(root: Spot) -> NoReturn:
    root.refuse("more than 1 MiB", f"at most {BYTES} bytes")


def _measure(raw: bytes) -> None:
    root = Spot(None)
    if raw.count(b'"') > QUOTES:  # each text costs memory below
        root.refuse("too many texts", f"at most {QUOTES // 2} of them")
    bare = _STRING.sub(b"", raw)
    brackets = bare.translate(None, _ALL.translate(None, _BRACKETS))
    if len(brackets) > 2 * CONTAINERS:
        root.refuse("too many lists and objects", f"at most {CONTAINERS} of them")
    if bare.count(b",") > VALUES:
        root.refuse("too many items and keys", f"at most {VALUES} of them")
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in b"[{" else -1
        if depth > NESTED:
            root.refuse(
                "lists and objects nested too deeply", f"at most {NESTED} levels"
            )


def _object(pairs: list[tuple[str, object]]) -> object:
    found = dict(pairs)
    if len(found) < len(pairs):
        return Unreadable("an object with a key twice", "each key once")
    return found


def _int(digits: str) -> object:
    return int(digits) if len(digits) <= DIGITS else _TOO_LONG


def _float(digits: str) -> object:
    return float(digits) if len(digits) <= DIGITS else _TOO_LONG


def _constant(_: str) -> object:
    return Unreadable("NaN or an infinity", "a number")


_TOO_LONG = Unreadable("a number that is too long", f"at most {DIGITS} characters")
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_int,
    parse_float=_float,
    parse_constant=_constant,
)


def canonical(data: object) -> str:
    """
    Write data as the one text that there is for it.

    Keys are sorted, nothing stands between the tokens, and letters of all scripts are
    written as they are.
    """
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr
    )


def digest(text: str) -> str:
    """
    Take the SHA-256 of a text in UTF-8, as 64 hexadecimal digits.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
