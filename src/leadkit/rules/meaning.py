"""
The reference interpreter: what a rule means, slow and obviously right.

Answers are three-valued (Kleene): a comparison with something missing is unknown, and
None stands for both a missing value and an unknown answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from math import fsum, isfinite
from typing import Any, TypeAlias

from ..codes import CONVERSATIONS, Actor, Direction
from ..errors import LeadError, RuleError, described
from ..happenings import Activity
from ..history import (
    came_from,
    consented,
    entered_stage,
    has_been,
    holds,
    latest_entry,
    reachable,
    stage_at,
    visible,
)
from ..instants import DAY
from ..kinds import ValueKind
from ..leads import Lead
from . import nodes as n

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
            return _aggregated(op, list(found(query, lead, as_of)), as_of)
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
    if isinstance(left, Fraction) or isinstance(right, Fraction):
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


_TICK = timedelta(microseconds=1)


def days_since(instant: datetime | None, as_of: datetime) -> Fraction | None:
    """
    Count the days since an instant, exactly.
    """
    if instant is None:
        return None
    return Fraction((as_of - instant) // _TICK, DAY // _TICK)


def found(query: n.Query, lead: Lead, as_of: datetime) -> Iterator[Activity]:
    """
    Find the activities that a query means, the newest first.

    Args:
        query: Which ones.

        lead: The lead.

        as_of: The instant, in UTC; the window is ``(as_of - window, as_of]``.
    """
    conditions = dict(query.where)
    entry = None if query.since is None else latest_entry(lead, query.since, as_of)
    for activity in visible(lead, as_of):
        if activity.type not in query.types:
            continue
        if query.window is not None and as_of - activity.at >= query.window:
            continue
        if entry is not None and activity.at <= entry:
            continue
        if "actor" not in conditions and _machine_made(activity):
            continue
        if all(_meets(activity, name, wanted) for name, wanted in conditions.items()):
            yield activity


def conversations(since: str | None) -> n.Query:
    """
    The activities in which a human and we talk.
    """
    return n.Query(CONVERSATIONS, (("actor", "human"),), since=since)


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


def _machine_made(activity: Activity) -> bool:
    return activity.actor is Actor.MACHINE and activity.direction is Direction.INBOUND


def _meets(activity: Activity, name: str, wanted: Any) -> bool:
    if name == "value_at_least":
        return activity.value is not None and activity.value >= wanted
    if name == "value_at_most":
        return activity.value is not None and activity.value <= wanted
    seen: object = getattr(activity, name)
    return seen is not None and seen == wanted


def _aggregated(op: str, activities: list[Activity], as_of: datetime) -> Any:
    values = [activity.value for activity in activities if activity.value is not None]
    match op:
        case "count":
            return len(activities)
        case "total":
            return added(values)
        case "largest":
            return max(values, default=None)
        case "mean":
            return added(values) / len(values) if values else None
        case "latest":
            return values[0] if values else None
        case "distinct_days":
            return len({activity.at.date() for activity in activities})
        case "days_since_first":
            return days_since(activities[-1].at, as_of) if activities else None
        case _:
            return days_since(activities[0].at, as_of) if activities else None


def added(values: list[float]) -> float:
    """
    Sum values of activities, in whatever order they come.
    """
    # Whole numbers stay whole; fsum() doesn't depend on the order.
    return sum(values) if all(type(v) is int for v in values) else fsum(values)


def is_lead(lead: Lead, as_of: datetime) -> bool:
    """
    Tell whether a record is a lead: reachable of its own will, interested, and new.
    """
    activities = list(visible(lead, as_of))
    purposes = {(c.purpose, c.medium) for c in lead.consents}
    reached_us = any(touch.at <= as_of for touch in lead.touches) or any(
        activity.direction is Direction.INBOUND and activity.actor is Actor.HUMAN
        for activity in activities
    )
    return (
        bool(lead.contacts)
        and any(consented(lead, *said, as_of) for said in purposes)
        and reached_us
        and not any(activity.type == "purchased" for activity in activities)
    )
