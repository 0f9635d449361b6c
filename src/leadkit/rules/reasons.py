"""
Why a rule answers as it does: its parts, their answers, and the values seen.

What is the same for every lead is prepared once. Then a lead costs one pass: all values
and all answers of the leaves first, the joins upwards from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias, cast

from ..instants import utc
from ..leads import Lead
from . import nodes as n
from .answers import Reason, Seen
from .compiled import seeing
from .expressions import Flag, Rule
from .joining import as_rule
from .looking import atoms, fields_read
from .meaning import Answer, all_known, any_known, ask, enough, evaluate, opposite

# Answers of questions and values of values, in the order of the nodes asked.
Known: TypeAlias = tuple[Any, ...]
Seeing: TypeAlias = Callable[[Lead, datetime], Known]
_Plan: TypeAlias = Callable[[Known], Reason]
_Places: TypeAlias = dict[n.Node, int]


class Explainer:
    """
    Rules, prepared to be explained for many leads.

    Called with a lead and an instant in UTC, it gives a `Reason` for each rule.

    Args:
        nodes: The rules' nodes.

        see: Makes, of nodes, the function that answers them all for a lead: compiled,
            unless it is `interpreted`.

        beside: Nodes that are asked in the same pass, and not explained.
    """

    __slots__ = ("_beside", "_plans", "_see")

    def __init__(
        self,
        nodes: Iterable[n.Question],
        see: Callable[[tuple[n.Node, ...]], Seeing] = seeing,
        *,
        beside: Iterable[n.Question] = (),
    ) -> None:
        places: _Places = {}
        self._plans = tuple(_planned(node, places) for node in nodes)
        self._beside = tuple(_place(node, places) for node in beside)
        self._see = see(tuple(places))

    def __call__(self, lead: Lead, as_of: datetime) -> tuple[Reason, ...]:
        known = self._see(lead, as_of)
        return tuple([plan(known) for plan in self._plans])

    def both(
        self, lead: Lead, as_of: datetime
    ) -> tuple[tuple[Reason, ...], list[Answer]]:
        """
        Explain, and answer what is asked beside.

        Args:
            lead: The lead.

            as_of: The instant, in UTC.

        Returns:
            A reason for each node, and an answer for each of those beside them.
        """
        known = self._see(lead, as_of)
        told = tuple([plan(known) for plan in self._plans])
        return told, [known[place] for place in self._beside]


def _planned(node: n.Question, places: _Places) -> _Plan:
    match node:
        case n.And(parts=parts):
            return _join(node, all_known, parts, places)
        case n.Or(parts=parts):
            return _join(node, any_known, parts, places)
        case n.AtLeast(needed=needed, parts=parts):
            return _join(node, partial(enough, needed), parts, places)
        case n.Not(part=part):
            return _join(node, _opposite, (part,), places)
        case _:
            return _leaf(node, places)


def _opposite(answers: Iterable[Answer]) -> Answer:
    (answer,) = answers
    return opposite(answer)


def _join(
    node: n.Question,
    known: Callable[[Iterable[Answer]], Answer],
    parts: tuple[n.Question, ...],
    places: _Places,
) -> _Plan:
    rule = Rule(node)
    plans = tuple(_planned(part, places) for part in parts)

    def reason(seen: Known) -> Reason:
        told = tuple([plan(seen) for plan in plans])
        names = [name for part in told if part.missing for name in part.missing]
        return Reason(
            rule,
            known([part.answer for part in told]),
            (),
            tuple(dict.fromkeys(names)) if names else (),
            told,
        )

    return reason


def _leaf(node: n.Question, places: _Places) -> _Plan:
    rule = Rule(node)
    place = _place(node, places)
    looked = tuple(
        (str(atom), _place(atom, places)) for atom in dict.fromkeys(atoms(node))
    )
    fields = tuple((field.name, _place(field, places)) for field in fields_read([node]))
    match looked, fields:
        # Most leaves look at nothing or at one value; a shorter way is half the time.
        case (), ():
            return lambda known: Reason(rule, known[place])
        case ((what, at),), ():
            return lambda known: Reason(rule, known[place], (Seen(what, known[at]),))
        case ((what, at),), ((name, same),) if at == same:
            absent = (name,)

            def of_field(known: Known) -> Reason:
                value = known[at]
                missing = absent if value is None else ()
                return Reason(rule, known[place], (Seen(what, value),), missing)

            return of_field
        case _:
            pass

    def reason(known: Known) -> Reason:
        names = [name for name, at in fields if known[at] is None]
        return Reason(
            rule,
            known[place],
            tuple([Seen(what, known[at]) for what, at in looked]),
            tuple(dict.fromkeys(names)),
        )

    return reason


def _place(node: n.Node, places: _Places) -> int:
    # What several rules look at is looked at once.
    return places.setdefault(node, len(places))


def interpreted(nodes: tuple[n.Node, ...]) -> Seeing:
    """
    Answer nodes by the interpreter, which needs no preparation.
    """

    def see(lead: Lead, as_of: datetime) -> Known:
        return tuple(
            [
                ask(node, lead, as_of)
                if isinstance(node, n.Question)
                else evaluate(cast("n.Value", node), lead, as_of)
                for node in nodes
            ]
        )

    return see


def explain(rule: Rule | Flag, lead: Lead, *, as_of: datetime) -> Reason:
    """
    Ask a rule about a lead, and why it answers as it does.

    Args:
        rule: The rule.

        lead: The lead.

        as_of: The instant of the question.

    Returns:
        The answer and the values seen, part by part.

    Raises:
        RuleError: *rule* is no rule.

        InstantError: *as_of* has no time zone.
    """
    node = as_rule(rule, "explain()").node
    # For one lead the interpreter is done before a function would be compiled.
    return Explainer([node], interpreted)(lead, utc(as_of, "as_of"))[0]


def missing_fields(node: n.Node, lead: Lead, as_of: datetime) -> Iterator[str]:
    """
    Name the fields that a node reads in vain, those inside cards too.

    Args:
        node: The node.

        lead: The lead.

        as_of: The instant, in UTC.
    """
    for field in fields_read([node]):
        if evaluate(field, lead, as_of) is None:
            yield field.name


def conjuncts(node: n.Question) -> Iterator[n.Question]:
    """
    Split a question into the parts that must all be known true.

    >>> from leadkit.rules.facts import conversed, holds
    >>> rule = holds("MQL") & ~(conversed() | holds("SQL"))
    >>> [str(part) for part in conjuncts(rule.node)]
    ["holds 'MQL'", '~conversed', "~(holds 'SQL')"]
    """
    if isinstance(node, n.And):
        for part in node.parts:
            yield from conjuncts(part)
    elif isinstance(node, n.Not) and isinstance(node.part, n.Or):
        for part in node.part.parts:  # De Morgan
            yield from conjuncts(part.part if isinstance(part, n.Not) else n.Not(part))
    else:
        yield node
