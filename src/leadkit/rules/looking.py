"""
What a question looks at: the values in it, and the fields that it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import nodes as n


def atoms(node: n.Node) -> Iterator[n.Value]:
    """
    Walk through the smallest values in a question that mean something to a reader.

    >>> from leadkit import activity, time_in_stage
    >>> rule = activity("call_held").count() * 2 + 1 >= time_in_stage()
    >>> [str(atom) for atom in atoms(rule.node)]
    ['count of call_held', 'time_in_stage']
    """
    for child in n.children(node):
        if isinstance(child, (n.Arithmetic, n.OrDefault)):
            yield from atoms(child)
        elif isinstance(child, n.Value) and not isinstance(child, n.Constant):
            yield child


def fields_read(nodes: Iterable[n.Node]) -> tuple[n.Field, ...]:
    """
    Find the fields whose absence nodes can meet, those inside cards too, each once.

    Args:
        nodes: The nodes. Asking whether a field is missing, or giving it a default,
            is no reading in vain.
    """
    entered: set[int] = set()
    return tuple(
        dict.fromkeys(field for node in nodes for field in _fields(node, entered))
    )


def _fields(node: n.Node, entered: set[int]) -> Iterator[n.Field]:
    if isinstance(node, (n.IsMissing, n.OrDefault)):
        return
    if isinstance(node, n.Field):
        yield node
    if isinstance(node, n.Total):
        if id(node.card) in entered:
            return  # as in `walk_once`
        entered.add(id(node.card))
    for part in (*n.children(node), *node.beyond):
        yield from _fields(part, entered)
