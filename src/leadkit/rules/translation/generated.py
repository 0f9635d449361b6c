"""
Functions made of generated text.

The text sees nothing but the names that are bound for it, and no builtins. A traceback
through it shows its lines, for as long as the function lives.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, cast


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
    scope: dict[str, Any] = {"__builtins__": {}, "__name__": __name__, **bound}
    # In angle brackets, as attrs does: coverage and debuggers look for no such file. Of
    # equal texts each has its own place, because each takes it away in the end.
    place = f"<leadkit {name} {id(scope):x}>"
    exec(compile(text, place, "exec", dont_inherit=True), scope)  # noqa: S102
    # Popped, so that the function doesn't keep itself alive through its globals.
    function = cast("FunctionType", scope.pop(name))
    linecache.cache[place] = len(text), None, text.splitlines(keepends=True), place
    weakref.finalize(function, linecache.cache.pop, place, None).atexit = False
    return function


def source_of(function: Callable[..., Any]) -> str:
    """
    Show the text that a function was made of.
    """
    return "".join(
        linecache.getlines(cast("FunctionType", function).__code__.co_filename)
    )
