"""
What a tree of rules is: frozen nodes that compare, hash and pickle by structure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import attrs

from ..errors import RuleError
from ..kinds import Scalar, ValueKind

# Deeper trees break CPython's parser once a rule is compiled; all_of() and any_of() of
# any number of rules are flat.
DEEPEST = 64


@attrs.frozen
class Node:
    """
    A part of a rule.
    """

    depth: int = attrs.field(init=False, eq=False, repr=False, default=1)

    def __attrs_post_init__(self) -> None:
        below = 0
        # As children() does, which is slower; documents have thousands of nodes.
        for name in _parts(type(self)):
            part: object = getattr(self, name)
            if isinstance(part, Node):
                below = max(below, part.depth)
            elif isinstance(part, tuple) and part and isinstance(part[0], Node):
                nodes = cast("tuple[Node, ...]", part)
                below = max(below, *(item.depth for item in nodes))
        depth = below + 1
        if depth > DEEPEST:
            raise RuleError(
                "a rule",
                f"a depth of {depth}",
                f"at most {DEEPEST}",
                "Join many rules with all_of() or any_of(), which are flat.",
            )
        object.__setattr__(self, "depth", depth)

    @property
    def beyond(self) -> tuple[Node, ...]:
        """
        What the node reads without containing it, as the rules of a scorecard.
        """
        return ()


@attrs.frozen
class Value(Node):
    """
    A node with a value: a number, a text, a flag, an instant or a choice.
    """

    @property
    def kind(self) -> ValueKind:
        """
        What may be asked of the value.
        """
        return ValueKind.NUMBER

    @property
    def choices(self) -> tuple[Scalar, ...]:
        """
        The values there are, for a choice.
        """
        return ()


@attrs.frozen
class Question(Node):
    """
    A node that is answered yes, no or unknown.
    """


def _parts(cls: type[Node]) -> tuple[str, ...]:
    names = _NAMES.get(cls)
    if names is None:
        names = tuple(f.name for f in attrs.fields(cls) if f.name != "depth")
        _NAMES[cls] = names
    return names


_NAMES: dict[type[Node], tuple[str, ...]] = {}


def children(node: Node) -> Iterator[Node]:
    """
    Walk through the nodes directly inside a node.
    """
    for name in _parts(type(node)):
        part: object = getattr(node, name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple) and part and isinstance(part[0], Node):
            yield from cast("tuple[Node, ...]", part)  # of nodes, or of none


def walk(node: Node) -> Iterator[Node]:
    """
    Walk through a node and all nodes inside it, those of scorecards it reads included.

    What scorecards bring is come to once: cards that read one another twice each would
    keep a walk busy for ages.
    """
    waiting = [node]
    entered: set[int] = set()
    while waiting:
        here = waiting.pop()
        yield here
        beyond = [part for part in here.beyond if id(part) not in entered]
        entered.update(map(id, beyond))
        waiting.extend(reversed((*children(here), *beyond)))
