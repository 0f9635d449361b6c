"""
Strategies and examples that print as what they are, not as what they are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...points import Group
from ...qualification import Qualification
from ...states import Lifecycle

T = TypeVar("T")


def named(
    strategy: SearchStrategy[T], name: str, *given: object, **options: object
) -> SearchStrategy[T]:
    """
    Give a strategy a repr that tells which call made it.

    Args:
        strategy: The strategy.

        name: The function.

        given: Its positional arguments.

        options: The others; those that are None aren't shown.
    """

    def drawn(draw: st.DrawFn, *_: object, **__: object) -> T:
        return draw(strategy)

    drawn.__name__ = drawn.__qualname__ = name
    shown = {key: _Short.of(one) for key, one in options.items() if one is not None}
    made: Any = st.composite(drawn)
    found: SearchStrategy[T] = made(*map(_Short.of, given), **shown)
    return found


def made_of(
    function: Callable[..., T], *given: SearchStrategy[Any], **more: SearchStrategy[Any]
) -> SearchStrategy[T]:
    """
    Call a function of our own with what is drawn.

    ``st.builds()`` does so too, but shows in examples how they were made: by calls that
    nobody knows. What comes of this one prints as it is.

    Args:
        function: The function.

        given: Its positional arguments.

        more: The others.
    """
    return _called(function, given, more)


# Once for all: to make a composite strategy is to read the source of its function.
@st.composite
def _called(
    draw: st.DrawFn,
    function: Callable[..., T],
    given: tuple[SearchStrategy[Any], ...],
    more: dict[str, SearchStrategy[Any]],
) -> T:
    options = {name: draw(one) for name, one in more.items()}
    return function(*[draw(one) for one in given], **options)


def often(strategy: SearchStrategy[T], times: int = 2) -> SearchStrategy[T]:
    """
    Draw something more often than what it stands beside in a choice.

    Hypothesis counts a strategy that stands there twice once.

    Args:
        strategy: The strategy.

        times: How often it counts.
    """

    def as_it_is(value: T) -> T:
        return value

    return st.one_of([made_of(as_it_is, strategy) for _ in range(times)])


class _Short:
    """
    Stands for a definition in a repr, by its name.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text

    @classmethod
    def of(cls, given: object) -> object:
        if isinstance(given, (list, tuple)):
            parts = ", ".join(
                repr(cls.of(one)) for one in cast("Iterable[object]", given)
            )
            return cls(f"[{parts}]")
        if isinstance(given, (Group, Qualification, Lifecycle)):
            return cls(f"<{type(given).__name__} {given.name!r}>")
        return given
