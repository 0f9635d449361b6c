"""
A host's own functions as questions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pickle import PicklingError, UnpicklingError
from typing import Any, Self

import attrs

from .tree import Question


@attrs.frozen
class Predicate(Question):
    """
    A host's own function, opaque to every reading but the asking.
    """

    name: str
    function: Callable[[Any, datetime], object]

    def __str__(self) -> str:
        return self.name

    def __deepcopy__(self, _: object) -> Self:
        return self  # like the function in it

    def __reduce__(self) -> tuple[Any, ...]:
        function = self.function
        where = (
            getattr(function, "__module__", None) or "",
            getattr(function, "__qualname__", ""),
        )
        if "<" in where[1]:  # <lambda>, <locals>
            raise PicklingError(
                f"rule {self.name!r}: got a function without a place in a module, "
                "expected one at the top level of a module, because pickle stores "
                "functions by name. Define it there, or leave the rule out."
            )
        # @rule puts a rule where its function stood, and that is what is found there.
        if getattr(_at(*where), "node", None) == self:
            return _predicate, where
        return Predicate, (self.name, function)


def _at(module: str, place: str) -> object:
    found: object = sys.modules.get(module)
    for name in place.split("."):
        found = getattr(found, name, None)
    return found


def _predicate(module: str, place: str) -> Predicate:
    import_module(module)
    node = getattr(_at(module, place), "node", None)
    if not isinstance(node, Predicate):
        raise UnpicklingError(
            f"{module}.{place}: got something else, expected a function under @rule, "
            "as when the rule was pickled."
        )
    return node
