"""
A rule with some of its nodes replaced by others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

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
        part = getattr(node, field.name)
        if isinstance(part, n.Node):
            changes[field.name] = rewritten(part, replace)
        elif isinstance(part, tuple) and any(isinstance(p, n.Node) for p in part):
            changes[field.name] = tuple(rewritten(p, replace) for p in part)
    return replace(attrs.evolve(node, **changes) if changes else node)  # type: ignore[return-value]
