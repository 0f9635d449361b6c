"""
Functions made of generated text.

The text sees nothing but the names that are bound for it, and no builtins. A traceback
through it shows its lines, for as long as the function lives.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping
from hashlib import sha256
from types import FunctionType
from typing import Any, cast


class _Loader:
    """
    What tracebacks and debuggers ask for the text, if they ever do.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def get_source(self, _: str) -> str:
        return self._text


def generated(name: str, text: str, bound: Mapping[str, object]) -> Callable[..., Any]:
    """
    Make a function of its text.

    Args:
        name: The name that the text defines.

        text: A ``def`` statement.

        bound: All that the text may name.

    Returns:
        The function. Nothing else keeps it, its text or what is bound alive.
    """
    # Not in angle brackets: for such names linecache wouldn't ask the loader.
    place = f"leadkit generated {name} {sha256(text.encode()).hexdigest()[:16]}"
    scope: dict[str, Any] = {
        "__builtins__": {},
        "__name__": __name__,
        "__loader__": _Loader(text),
        **bound,
    }
    exec(compile(text, place, "exec", dont_inherit=True), scope)  # noqa: S102
    # Popped, so that the function doesn't keep itself alive through its globals.
    function = cast("FunctionType", scope.pop(name))
    # A traceback put the lines into linecache, which keeps them for good.
    weakref.finalize(function, linecache.cache.pop, place, None).atexit = False
    return function


def source_of(function: Callable[..., Any]) -> str:
    """
    Show the text that a function was made of.
    """
    loader: _Loader = cast("FunctionType", function).__globals__["__loader__"]
    return loader.get_source(__name__)
