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
        depth = 1 + max((child.depth for child in children(self)), default=0)
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


def children(node: Node) -> Iterator[Node]:
    """
    Walk through the nodes directly inside a node.
    """
    for field in attrs.fields(type(node)):
        part: object = getattr(node, field.name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            items = cast("tuple[object, ...]", part)
            yield from (item for item in items if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """
    Walk through a node and all nodes inside it, those of scorecards it reads included.
    """
    yield node
    for part in (*children(node), *node.beyond):
        yield from walk(part)
