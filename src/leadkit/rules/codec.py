"""
Definitions as JSON: one text for each, and nothing written that can't be read.

What a definition is made of is written by a ``Writing`` and read by a ``Reading``; each
class brings the shape of its own parts, as a pair of functions. Here both are put
between the head that all documents have and the checks that hold for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar, cast

import attrs

from ..documents import canonical, digest, parse
from ..errors import DocumentError, RuleError
from ..spots import NAME, Spot
from . import nodes as n
from .stored.known import Known
from .stored.reading import Reading
from .stored.writing import Data, Writing

T = TypeVar("T")

#: The version of the format.
FORMAT = 1
_KINDS = ("rule", "scorecard", "qualification", "lifecycle", "playbook")


@attrs.frozen
class Shape(Generic[T]):
    """
    How one class stands in a document.

    Attributes:
        kind: The key it stands under: ``"scorecard"``.

        write: Writes the part of the document that is under the key.

        read: Reads that part.

        complete: Whether the document has all cards that its rules read.
    """

    kind: str
    write: Callable[[T, Writing], Data]
    read: Callable[[Spot, Reading], T]
    complete: bool = False


def text_of(
    thing: T, shape: Shape[T], own: Mapping[str, n.Scored] | None = None
) -> str:
    """
    Write the one text of a definition, whether it can be read again or not.

    Args:
        thing: The definition.

        shape: How it is written.

        own: The scorecards that are part of it.
    """
    return _document(thing, shape, Writing(own))


def version_of(
    thing: T, shape: Shape[T], own: Mapping[str, n.Scored] | None = None
) -> str:
    """
    Take the SHA-256 of the one text of a definition; the arguments are of `text_of`.
    """
    return digest(text_of(thing, shape, own))


def _document(thing: T, shape: Shape[T], writing: Writing) -> str:
    body = shape.write(thing, writing)
    head: dict[str, Data] = {"leadkit": FORMAT, shape.kind: body}
    return canonical({**head, **writing.declarations()})


def dump(
    thing: T,
    shape: Shape[T],
    own: Mapping[str, n.Scored] | None = None,
    known: Callable[[Known], Known] = lambda named: named,
) -> str:
    """
    Write a definition.

    Args:
        thing: The definition.

        shape: How it is written and read.

        own: The scorecards that are part of it.

        known: Makes what a reader would know of what the rules name.

    Returns:
        The one text there is for it; `load` makes an equal one of it.

    Raises:
        RuleError: It can't be read again: a code that is none, a rule that is too deep,
            two things of one name ...
    """
    subject = f"to_json() of a {shape.kind}"
    writing = Writing(own)
    text = _document(thing, shape, writing)
    if shape.complete and writing.cards:
        raise RuleError(
            subject,
            f"a rule that reads the scorecard {next(iter(writing.cards))!r}",
            "rules that read its own",
            "Add the card to it.",
        )
    refused = None
    try:
        again = load(text, shape, known(writing.known))
    except DocumentError as error:
        refused = error
    else:
        if again == thing:
            return text
    if refused is None:
        raise RuleError(
            subject,
            "two things that share a name, or a class of your own",
            "a definition that its text tells everything about",
        )
    raise RuleError(
        f"{subject}, at {refused.pointer}" if refused.pointer else subject,
        f"{refused.came}{_quoted(text, refused)}",
        refused.expected,
        refused.cure,
    )


def _quoted(text: str, refused: DocumentError) -> str:
    # It is the author's own definition, so it may be quoted here.
    value: object = None
    if refused.pointer:
        value = parse(text).value
    for key in refused.pointer.split("/")[1:]:
        place = int(key) if isinstance(value, list) else key
        value = cast("dict[object, object]", value)[place]
    quoted = repr(value)
    short = isinstance(value, (str, int, float)) and len(quoted) <= NAME
    return f", {quoted}" if short else ""


def load(text: str | bytes, shape: Shape[T], known: Known) -> T:
    """
    Read a definition.

    Args:
        text: The text, which anybody may have written.

        shape: How it is read.

        known: What its rules may name.

    Raises:
        DocumentError: It isn't what `dump` could have written.
    """
    try:
        return _read(text, shape, known)
    except RecursionError:
        pass
    # Outside of the handler, where there is room on the stack again.
    return Spot(None).refuse(
        "something nested too deeply for what is left of Python's stack",
        "something flatter",
    )


def _read(text: str | bytes, shape: Shape[T], known: Known) -> T:
    declarations = ("traits",) if shape.complete else ("traits", "cards")
    spot = parse(text)
    _check_kind(spot, shape.kind)
    parts = spot.parts("leadkit", shape.kind, optional=declarations)
    parts["leadkit"].whole(FORMAT, FORMAT)
    reading = Reading(known)
    if "traits" in parts:
        reading.names.declare_traits(parts["traits"])
    if "cards" in parts:
        reading.names.declare_cards(parts["cards"])
    return shape.read(parts[shape.kind], reading)


def _check_kind(spot: Spot, kind: str) -> None:
    given = spot.mapping()
    others = [other for other in _KINDS if other in given]
    if kind not in given and others:
        cure = "Read it with from_json() of its own class."
        spot.refuse(f"one of a {others[0]}", f"one of a {kind}", cure)


def _write_rule(node: n.Question, writing: Writing) -> Data:
    return writing.question(node)


def _read_rule(spot: Spot, reading: Reading) -> n.Question:
    return reading.question(spot)


#: How a rule stands in a document.
RULE: Shape[n.Question] = Shape("rule", _write_rule, _read_rule)
