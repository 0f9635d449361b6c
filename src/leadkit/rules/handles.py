"""
A node with operators: what every part of a written rule has in common.

A handle has no truth of its own: ``and``, ``or``, ``not``, ``in`` and chained
comparisons fail here, with the cure, where they would silently be wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NoReturn, Self, TypeGuard, TypeVar

from ..errors import RuleError
from . import nodes as n

N = TypeVar("N", bound=n.Node, covariant=True)
C = TypeVar("C", bound=type)


def refusing(refuse: Callable[..., NoReturn], *operators: str) -> Callable[[C], C]:
    """
    Make a class decorator that lets operators fail with a cure.

    It sets them once the class is made, so that type checkers see no such operator:
    what fails here is an error in the editor already, and a subclass may define it.
    """

    def decorate(cls: C) -> C:
        for operator in operators:
            setattr(cls, f"__{operator}__", refuse)
        return cls

    return decorate


def _not_in(self: Handle[n.Node], *_: object) -> NoReturn:
    raise RuleError(
        f"'in' with <{self}>",
        "a test by Python",
        "a part of a rule",
        "Write .contains(text), or .is_in(a, b) the other way round.",
    )


def _no_loop(self: Handle[n.Node]) -> NoReturn:
    raise RuleError(f"a loop over <{self}>", "an iteration", "a part of a rule")


@refusing(_not_in, "contains")
@refusing(_no_loop, "iter")
class Handle(Generic[N]):
    """
    A node with operators, and without a truth value.

    Attributes:
        node: What was written, as a tree that compares and hashes by structure.
    """

    __slots__ = ("node",)

    node: N

    def __init__(self, node: N) -> None:
        self.node = node

    def __reduce__(self) -> tuple[type[Self], tuple[N]]:
        return type(self), (self.node,)  # what is compiled stays behind

    def __str__(self) -> str:
        return str(self.node)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.node}>"

    def __bool__(self) -> NoReturn:
        raise RuleError(
            f"the truth of <{self}>",
            "'and', 'or', 'not', 'if', 'in' or a chained comparison",
            "a question to a lead",
            "Join rules with &, | and ~, write .between(a, b) and .is_in(a, b), "
            "and ask a rule with .test(lead, as_of=...).",
        )


def is_handle(given: object) -> TypeGuard[Handle[n.Node]]:
    """
    Tell whether something is a handle, of whatever node.
    """
    return isinstance(given, Handle)
