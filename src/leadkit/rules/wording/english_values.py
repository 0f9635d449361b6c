"""
Values, activities and instants in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ...errors import RuleError, described
from ...instants import in_words
from ...vocabulary import LABELS, label
from .. import nodes as n
from .clauses import in_days
from .figures import decimals, printable

# Purposes of consent that every company has; they have no labels of their own.
_PURPOSES = ("marketing", "sales", "service")


def quoted(text: str) -> str:
    """
    Show a text that isn't ours: a code, an id.
    """
    mark = '"' if "'" in text else "'"
    return f"{mark}{printable(text)}{mark}"


def listed(names: Iterable[str], last: str = "or") -> str:
    """
    Join names: ``a, b or c``.
    """
    *rest, end = names
    return f"{', '.join(rest)} {last} {end}" if rest else end


def lowered(words: str) -> str:
    """
    Write a label as within a sentence; abbreviations stay as they are.

    >>> lowered("Nurtured lead"), lowered("SMS")
    ('nurtured lead', 'SMS')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def named(code: str) -> str:
    """
    Name a code by its label, as within a sentence; a host's own is quoted.
    """
    return lowered(label(code)) if code in LABELS else quoted(code)


def term(code: str) -> str:
    """
    Quote the label of a code.
    """
    return quoted(label(code))


def purpose(code: str) -> str:
    """
    Name what consent is for.
    """
    return code if code in _PURPOSES else quoted(code)


def instant(at: datetime) -> str:
    """
    Say an instant: ``1 May 2026, 12:00 UTC``.
    """
    precise = "auto" if at.second or at.microsecond else "minutes"
    time = at.time().isoformat(timespec=precise)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {time} UTC"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def scalar(value: object, *, days: bool = False, beside: Iterable[float] = ()) -> str:
    """
    Say a value that isn't missing.

    Args:
        value: The value.

        days: Whether it is a number of days.

        beside: Numbers that it must not be mistaken for.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            digits = decimals(value, beside)
            unit = "" if not days else " day" if digits == "1" else " days"
            return digits + unit
        case datetime():
            return instant(value)
        case _:
            return quoted(str(value))


def value(node: n.Value, *, days: bool = False) -> str:
    """
    Say which value is meant.

    Args:
        node: The value.

        days: Whether a number stands for days.
    """
    match node:
        case n.Constant(value=constant):
            return scalar(constant, days=days)
        case n.Field(name=name):
            return printable(name.replace("_", " ").strip())
        case n.Age(instant=since):
            return f"the time since {value(since)}"
        case n.TimeInStage():
            return "the time in its stage"
        case n.OrDefault(value=inner, default=default):
            instead = value(default, days=in_days(inner))
            return f"{value(inner)} (taken as {instead} if not known)"
        case n.Arithmetic(op=op, left=left, right=right):
            return _ARITHMETIC[op].format(_part(left), _part(right))
        case n.Total(card=card):
            return f"the score {quoted(card.name)}"
        case n.Aggregate(op=op, query=query):
            return f"the {_AGGREGATES[op]} {activities(query)}"
        case _:
            raise RuleError("a value", described(node), "a node of the rule language")


_ARITHMETIC = {
    "add": "the sum of {} and {}",
    "sub": "{} minus {}",
    "mul": "the product of {} and {}",
}
_AGGREGATES = {
    "count": "number of",
    "total": "total value of",
    "largest": "largest value of",
    "mean": "mean value of",
    "latest": "latest value of",
    "distinct_days": "number of days with",
    "days_since_first": "time since the first",
    "days_since_last": "time since the last",
}


def _part(node: n.Value) -> str:
    told = value(node)
    return f"({told})" if isinstance(node, n.Arithmetic) else told


def activities(query: n.Query) -> str:
    """
    Say which activities are meant.
    """
    told = [listed(map(term, query.types))]
    told += [_condition(name, wanted) for name, wanted in query.where]
    if query.since is not None:
        told.append(since(query.since))
    if query.window is not None:
        told.append(f"in the last {in_words(query.window).removeprefix('1 ')}")
    return " ".join(told)


def since(stage: str) -> str:
    """
    Say from when on activities count.
    """
    return f"since it became {term(stage)}"


def _condition(name: str, wanted: Any) -> str:
    match name:
        case "medium":
            return f"by {named(wanted)}"
        case "channel":
            return f"through {term(wanted)}"
        case "purpose":
            return f"for {purpose(wanted)}"
        case "campaign" | "variant":
            return f"of {name} {quoted(wanted)}"
        case "direction":
            return "from the lead" if wanted == "inbound" else "from us"
        case "actor":
            return f"by a {named(wanted)}"
        case _:
            return f"with {_AMOUNTS[name]} {scalar(wanted)}"


_AMOUNTS = {
    "value": "the value",
    "value_at_least": "a value of at least",
    "value_at_most": "a value of at most",
}
