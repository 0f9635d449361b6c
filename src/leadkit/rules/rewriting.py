"""
A rule with some of its nodes replaced by others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import attrs

from . import nodes as n

N = TypeVar("N", bound=n.Node)


def rewritten(node: N, replace: Callable[[n.Node], n.Node]) -> N:
    """
    Rebuild a tree from its leaves, through the same door as when it was written.

    Args:
        node: The tree; it isn't changed.

        replace: Gives the node to put in the place of one, or the same.
    """
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(node)):
        part: object = getattr(node, field.name)
        if isinstance(part, n.Node):
            changes[field.name] = rewritten(part, replace)
        elif isinstance(part, tuple) and part and isinstance(part[0], n.Node):
            parts = cast("tuple[n.Node, ...]", part)
            changes[field.name] = tuple(rewritten(inner, replace) for inner in parts)
    new = replace(attrs.evolve(node, **changes) if changes else node)
    return cast("N", new)  # which stands where the old one stood
