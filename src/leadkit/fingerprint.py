"""
A fingerprint of a definition: the same for equal definitions, whatever wrote them.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import Enum
from typing import cast

import attrs

from .mapping import FrozenMap
from .rules import nodes as n
from .rules.handles import is_handle


def fingerprint(definition: object) -> str:
    """
    Take the SHA-256 of a definition.

    Args:
        definition: A playbook, or what one is made of.

    Returns:
        64 hexadecimal digits. Of a host's own functions only the name counts.
    """
    return hashlib.sha256(_canonical(definition).encode()).hexdigest()


def _canonical(value: object) -> str:
    # One text per definition, whatever order mappings were given in.
    if is_handle(value):
        return _canonical(value.node)
    if isinstance(value, n.Predicate):
        return f"Predicate({value.name!r})"
    cls = type(value)
    if attrs.has(cls):
        fields = (
            _canonical(getattr(value, field.name))
            for field in attrs.fields(cls)
            if field.eq and field.name != "depth"
        )
        return f"{cls.__name__}({','.join(fields)})"
    if isinstance(value, FrozenMap):
        items = cast("FrozenMap[str, object]", value).items()
        return f"{{{','.join(sorted(map(_canonical, items)))}}}"
    if isinstance(value, tuple):
        return f"({','.join(map(_canonical, cast('tuple[object, ...]', value)))})"
    if isinstance(value, Enum):
        # PREVIOUS is no stage called so.
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)}us"
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    return repr(value)
