"""
Rules joined to rules, and a host's own functions as rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeAlias, cast, overload

from ..errors import RuleError, described
from . import nodes as n
from .expressions import Flag, Rule
from .handles import Handle, is_handle
from .misuse import comparison_cure


def as_rule(given: object, subject: str) -> Rule:
    """
    Take what stands where a rule is wanted; a flag becomes one.

    Args:
        given: A rule or a flag.

        subject: Where it stands, for the error.

    Raises:
        RuleError: It is something else.
    """
    if isinstance(given, Rule):
        return given
    if isinstance(given, Flag):
        return Rule(n.Truth(given.node))
    cure = comparison_cure(given)
    if isinstance(given, bool):
        cure = "Use ALWAYS or NEVER, or compare a field of fields(), not a plain value."
    elif is_handle(given) and not cure:
        cure = f"Ask something of it, as in <{given}> == value."
    elif callable(given):
        cure = "Decorate the function with @rule."
    raise RuleError(subject, described(given), "a rule", cure)


#: The rule that holds for every lead.
ALWAYS = Rule(n.Always(True))  # noqa: FBT003
#: The rule that holds for none; as ``until`` it makes a qualification sticky.
NEVER = Rule(n.Always(False))  # noqa: FBT003


def all_of(*rules: Rule | Flag | Iterable[Rule | Flag]) -> Rule:
    """
    Join rules: known true if all are.

    Args:
        rules: Any number of rules, or one iterable of them. Of none, it is `ALWAYS`.
    """
    nodes = _rules(rules, "all_of()")
    return Rule(n.And(nodes)) if len(nodes) > 1 else Rule(nodes[0]) if nodes else ALWAYS


def any_of(*rules: Rule | Flag | Iterable[Rule | Flag]) -> Rule:
    """
    Join rules: known true if one is.

    Args:
        rules: Any number of rules, or one iterable of them. Of none, it is `NEVER`.
    """
    nodes = _rules(rules, "any_of()")
    return Rule(n.Or(nodes)) if len(nodes) > 1 else Rule(nodes[0]) if nodes else NEVER


def at_least(needed: int, *rules: Rule | Flag | Iterable[Rule | Flag]) -> Rule:
    """
    Join rules: known true if at least so many are.

    Args:
        needed: How many, from 1 to their number.

        rules: The rules, or one iterable of them.

    Raises:
        RuleError: *needed* is out of range.
    """
    return Rule(n.AtLeast(needed, _rules(rules, "at_least()")))


def _rules(given: tuple[object, ...], subject: str) -> tuple[n.Question, ...]:
    if len(given) == 1 and not isinstance(given[0], Handle):
        only = given[0]
        if isinstance(only, Iterable) and not isinstance(only, str):
            given = tuple(cast("Iterable[object]", only))
    return tuple(as_rule(one, f"a part of {subject}").node for one in given)


# A host's question: a function of the lead and the instant.
Asking: TypeAlias = Callable[[Any, datetime], bool | None]


@overload
def rule(function: Asking, /, *, name: str | None = None) -> Rule: ...


@overload
def rule(*, name: str | None = None) -> Callable[[Asking], Rule]: ...


def rule(
    function: Asking | None = None, /, *, name: str | None = None
) -> Rule | Callable[[Asking], Rule]:
    """
    Make a rule of a plain function of ``(lead, as_of)``.

    The function answers True, False, or None where it doesn't know. leadkit can ask it,
    but can't see into it: it is opaque to analysis and translation.

    Args:
        function: The function.

        name: What the rule is called; the function's name if not given.

    Returns:
        A rule, or a decorator if only *name* is given.

    >>> @rule(name="long name")
    ... def long_name(lead, as_of):
    ...     return None if lead.name is None else len(lead.name) > 20
    >>> print(long_name & ~long_name)
    (long name) & ~(long name)
    """

    def decorate(function: Asking) -> Rule:
        if not callable(function):
            raise RuleError("@rule", described(function), "a function of (lead, as_of)")
        chosen = name if name is not None else getattr(function, "__name__", "")
        if not isinstance(chosen, str) or not chosen.strip():
            raise RuleError("@rule", "no name", "a name", "Write @rule(name=...).")
        return Rule(n.Predicate(chosen, function))

    return decorate if function is None else decorate(function)
