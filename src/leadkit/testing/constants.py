"""
The constants that a host's own function names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from operator import attrgetter
from types import CodeType, FunctionType, MethodType
from typing import Any

_PLAIN = (int, float, str, timedelta)
_PLAIN_OR_MORE = (*_PLAIN, tuple, frozenset, set, list, dict)


def constants(function: object) -> Iterator[object]:
    """
    List the constants that a function names: in its text, in its defaults, and in what
    it reads of its module. It isn't called.

    Args:
        function: A function of Python, or an object with one; of others nothing is
            known.
    """
    return (here for here in _reached(function) if isinstance(here, _PLAIN))


def names(function: object) -> frozenset[str]:
    """
    List what a function names that isn't in quotes: attributes and what is global. It
    isn't called.

    Args:
        function: As `constants` takes it.
    """
    codes = (here for here in _reached(function) if isinstance(here, CodeType))
    return frozenset(name for code in codes for name in code.co_names)


def _reached(function: object) -> Iterator[object]:
    seen: set[int] = set()
    waiting: list[object] = [function]
    while waiting:
        here = waiting.pop()
        if id(here) in seen or len(seen) > 500:  # noqa: PLR2004  enough of them
            continue
        seen.add(id(here))
        yield here
        if not isinstance(here, _PLAIN):
            waiting.extend(_inside(here))


def _inside(here: object) -> Iterator[object]:
    match here:
        case FunctionType():
            yield from _of_function(here)
        case CodeType():
            yield from here.co_consts
        case slice():
            yield from attrgetter("start", "stop", "step")(here)
        case tuple() | frozenset() | set() | list():
            yield from here
        case dict():
            yield from (*here.keys(), *here.values())
        case MethodType():
            yield here.__func__
            yield from _kept_in(here.__self__)
        case _:
            # What functools wraps, or an object that can be called.
            inner = [getattr(here, "func", None), vars(type(here)).get("__call__")]
            functions = [one for one in inner if isinstance(one, FunctionType)]
            yield from functions
            yield from _kept_in(here) if functions else ()


def _kept_in(here: object) -> Iterator[object]:
    # What an object that is called knows, in a dict of its own or in slots.
    names = dict.fromkeys(
        (*getattr(here, "__dict__", {}), *getattr(type(here), "__slots__", ()))
    )
    for name in names:
        value = getattr(here, name, None)
        if isinstance(value, _PLAIN_OR_MORE):
            yield value


def _of_function(function: FunctionType) -> Iterator[object]:
    yield function.__code__
    yield from function.__defaults__ or ()
    yield from (function.__kwdefaults__ or {}).values()
    yield from (_in_cell(cell) for cell in function.__closure__ or ())
    for name in _names(function.__code__):
        value = function.__globals__.get(name)
        own = getattr(value, "__module__", None) == function.__module__
        if isinstance(value, _PLAIN_OR_MORE) or (
            own and isinstance(value, FunctionType)
        ):
            yield value


def _in_cell(cell: Any) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # it is empty as yet
        return None


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
