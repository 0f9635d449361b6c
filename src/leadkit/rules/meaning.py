"""
The reference interpreter: what a rule means, slow and obviously right.

Answers are three-valued (Kleene): a comparison with something missing is unknown, and
None stands for both a missing value and an unknown answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import Any, TypeAlias

from ..errors import LeadError, RuleError, described
from ..history import (
    came_from,
    consented,
    entered_stage,
    has_been,
    holds,
    is_lead,
    reachable,
    stage_at,
)
from ..kinds import ValueKind
from ..leads import Lead
from . import nodes as n
from .gathering import aggregated, conversations, days_since, found

Answer: TypeAlias = bool | None


def ask(node: n.Question, lead: Lead, as_of: datetime) -> Answer:  # noqa: C901, PLR0912
    """
    Answer a question about a lead.

    Args:
        node: The question.

        lead: The lead.

        as_of: The instant, in UTC.

    Returns:
        True, False, or None if it is unknown.
    """
    _check_lead(lead)
    match node:
        case n.Always(answer=answer):
            return answer
        case n.And(parts=parts):
            return all_known(ask(part, lead, as_of) for part in parts)
        case n.Or(parts=parts):
            return any_known(ask(part, lead, as_of) for part in parts)
        case n.Not(part=part):
            return opposite(ask(part, lead, as_of))
        case n.AtLeast(needed=needed, parts=parts):
            return enough(needed, (ask(part, lead, as_of) for part in parts))
        case n.Compare(op=op, left=left, right=right):
            one, other = exact(left, lead, as_of), exact(right, lead, as_of)
            compared: Answer = _computed(n.COMPARISONS[op], one, other)
            return compared
        case n.Between(value=value, low=low, high=high):
            seen = exact(value, lead, as_of)
            return None if seen is None else low.value <= seen <= high.value
        case n.IsIn(value=value, options=options):
            seen = exact(value, lead, as_of)
            return None if seen is None else seen in [o.value for o in options]
        case n.IsMissing(value=value):
            return evaluate(value, lead, as_of) is None
        case n.Truth(value=value):
            answer = evaluate(value, lead, as_of)
            return answer if isinstance(answer, bool) else None
        case n.Consented(purpose=purpose, medium=medium):
            return consented(lead, purpose, medium, as_of)
        case n.Reachable(purpose=purpose, medium=medium):
            return reachable(lead, purpose, medium, as_of)
        case n.InStage(stages=stages):
            return stage_at(lead, as_of) in stages
        case n.HasBeen(stage=stage):
            return has_been(lead, stage, as_of)
        case n.CameFrom(stage=stage):
            return came_from(lead, stage, as_of)
        case n.Holds(qualification=qualification):
            return holds(lead, qualification, as_of)
        case n.Conversed(since=since):
            return any(True for _ in found(conversations(since), lead, as_of))
        case n.IsLead():
            return is_lead(lead, as_of)
        case n.Predicate():
            return said(node, lead, as_of)
        case _:
            raise RuleError("a rule", described(node), "a node of the rule language")


def evaluate(node: n.Value, lead: Lead, as_of: datetime) -> Any:
    """
    Read a value of a lead.

    Args:
        node: Which value.

        lead: The lead.

        as_of: The instant, in UTC.

    Returns:
        The value as a plain scalar, or None if it is missing.
    """
    value = exact(node, lead, as_of)
    return float(value) if isinstance(value, Fraction) else value


def exact(node: n.Value, lead: Lead, as_of: datetime) -> Any:
    """
    Read a value as rules compare it: days, and what is computed of them, as fractions.

    With floats, the difference of two ages would waver around a whole number of days.
    The arguments are those of `evaluate`.
    """
    _check_lead(lead)
    match node:
        case n.Constant(value=value):
            return value
        case n.Trait(name=name):
            # It comes from a tenant; one of another kind than the rule says is missing.
            trait = lead.traits.get(name)
            return trait if fits(trait, node) else None
        case n.Field():
            return _field(lead, node)
        case n.OrDefault(value=inner, default=default):
            seen = exact(inner, lead, as_of)
            return default.value if seen is None else seen
        case n.Arithmetic(op=op, left=left, right=right):
            one, other = exact(left, lead, as_of), exact(right, lead, as_of)
            return finite(n.ARITHMETIC[op], one, other)
        case n.Age(instant=instant):
            return days_since(exact(instant, lead, as_of), as_of)
        case n.TimeInStage():
            return days_since(entered_stage(lead, as_of), as_of)
        case n.Total(card=card):
            return card.hundredths(lead, as_of=as_of) / 100
        case n.Aggregate(op=op, query=query):
            return aggregated(op, list(found(query, lead, as_of)), as_of)
        case _:
            raise RuleError("a value", described(node), "a node of the rule language")


# Kleene's logic ----------------------------------------------------------------------


def all_known(answers: Iterable[Answer]) -> Answer:
    """
    Kleene's *and*: False if one is, else unknown if one is, else True.
    """
    given = list(answers)
    return False if False in given else None if None in given else True


def any_known(answers: Iterable[Answer]) -> Answer:
    """
    Kleene's *or*: True if one is, else unknown if one is, else False.
    """
    given = list(answers)
    return True if True in given else None if None in given else False


def opposite(answer: Answer) -> Answer:
    """
    Kleene's *not*: unknown stays unknown.
    """
    return None if answer is None else not answer


def enough(needed: int, answers: Iterable[Answer]) -> Answer:
    """
    Tell whether at least so many are True, as far as the unknown ones leave that open.
    """
    given = list(answers)
    if given.count(True) >= needed:
        return True
    return None if given.count(True) + given.count(None) >= needed else False


def _computed(row: n.Operator, left: Any, right: Any) -> Any:
    return None if left is None or right is None else row.compute(left, right)


def _check_lead(lead: object) -> None:
    if not isinstance(lead, Lead):
        raise LeadError("a question", described(lead), "a Lead")


# Values ------------------------------------------------------------------------------


def finite(row: n.Operator, left: Any, right: Any) -> Any:
    """
    Compute with two numbers; what no float can hold is missing.
    """
    if left is None or right is None:
        return None
    # All fractions are our own; isinstance() asks their abstract class, which is slow.
    if type(left) is Fraction or type(right) is Fraction:
        left, right = Fraction(left), Fraction(right)
    try:
        result = row.compute(left, right)
        return result if isfinite(result) else None
    except OverflowError:
        return None


def _field(lead: Lead, node: n.Field) -> Any:
    value = getattr(lead, node.name, lead)  # which fits no field
    plain = value.value if isinstance(value, Enum) else value
    # A subclass may add choices.
    wider = node.kind is ValueKind.CHOICE and value is not lead
    if plain is None or wider or fits(plain, node):
        return plain
    raise LeadError(
        "a question",
        described(lead),
        f"a record with the {node.kind.value} field {node.name!r}",
        "Ask the rule about leads of the class it was written for.",
    )


def fits(value: object, node: n.Field) -> bool:
    """
    Tell whether a value is of the kind that a rule expects of a field.
    """
    is_flag = isinstance(value, bool)  # and an int, to Python
    match node.kind:
        case ValueKind.NUMBER:
            return isinstance(value, (int, float)) and not is_flag
        case ValueKind.CHOICE:
            return any(
                option == value and isinstance(option, bool) is is_flag
                for option in node.options
            )
        case kind:
            return isinstance(value, _PYTHON[kind])


_PYTHON = {ValueKind.TEXT: str, ValueKind.FLAG: bool, ValueKind.INSTANT: datetime}


def said(node: n.Predicate, lead: Lead, as_of: datetime) -> Answer:
    """
    Ask a host's own function.
    """
    answer = node.function(lead, as_of)
    if answer is None or isinstance(answer, bool):
        return answer
    raise RuleError(
        f"rule {node.name!r}", described(answer), "True, False or None from it"
    )
