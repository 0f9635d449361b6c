"""
Values, activities and instants in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

import attrs

from ...errors import RuleError, described
from ...instants import in_words
from .. import nodes as n
from .clauses import in_days
from .figures import clock, decimals, printable

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


def instant(at: datetime, zone: tzinfo = UTC) -> str:
    """
    Say an instant: ``1 May 2026, 12:00 UTC``.

    Args:
        at: The instant.

        zone: By whose calendar and clock.
    """
    day, time = clock(at, zone)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}, {time} {day.tzinfo}"


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


def scalar(
    value: object,
    *,
    days: bool = False,
    beside: Iterable[float] = (),
    zone: tzinfo = UTC,
) -> str:
    """
    Say a value that isn't missing.

    Args:
        value: The value.

        days: Whether it is a number of days.

        beside: Numbers that it must not be mistaken for.

        zone: By whose calendar and clock instants are said.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            digits = decimals(value, beside)
            unit = "" if not days else " day" if digits == "1" else " days"
            return digits + unit
        case datetime():
            return instant(value, zone)
        case _:
            return quoted(str(value))


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


_AMOUNTS = {
    "value": "the value",
    "value_at_least": "a value of at least",
    "value_at_most": "a value of at most",
}


@attrs.frozen
class EnglishValues:
    """
    Says values and activities.

    Attributes:
        labels: Finds the label of a code, which is the code itself where there is none.

        zone: By whose calendar and clock instants are said.
    """

    labels: Callable[[str], str]
    zone: tzinfo = UTC

    def is_known(self, code: str) -> bool:
        """
        Tell whether a code has a label.
        """
        return self.labels(code) != code

    def named(self, code: str) -> str:
        """
        Name a code by its label, as within a sentence; a host's own is quoted.
        """
        if not self.is_known(code):
            return quoted(code)
        return printable(lowered(self.labels(code)))

    def titled(self, code: str) -> str:
        """
        Quote the label of a code.
        """
        return quoted(self.labels(code))

    def instant(self, at: datetime) -> str:
        """
        Say an instant.
        """
        return instant(at, self.zone)

    def purpose(self, code: str) -> str:
        """
        Name what consent is for.
        """
        if code in _PURPOSES and not self.is_known(code):
            return code
        return self.titled(code)

    def qualification(self, code: str) -> str:
        """
        Name a qualification: ``marketing-qualified lead (MQL)``.
        """
        named = self.named(code)
        return f"{named} ({printable(code)})" if self.is_known(code) else named

    def value(self, node: n.Value, *, days: bool = False) -> str:
        """
        Say which value is meant.

        Args:
            node: The value.

            days: Whether a number stands for days.
        """
        match node:
            case n.Constant(value=constant):
                return scalar(constant, days=days, zone=self.zone)
            case n.Field(name=name):
                return printable(name.replace("_", " ").strip())
            case n.Age(instant=since):
                return f"the time since {self.value(since)}"
            case n.TimeInStage():
                return "the time in its stage"
            case n.OrDefault(value=inner, default=default):
                instead = self.value(default, days=in_days(inner))
                return f"{self.value(inner)} (taken as {instead} if not known)"
            case n.Arithmetic(op=op, left=left, right=right):
                return _ARITHMETIC[op].format(self._part(left), self._part(right))
            case n.Total(card=card):
                return f"the score {quoted(card.name)}"
            case n.Aggregate(op=op, query=query):
                return f"the {_AGGREGATES[op]} {self.activities(query)}"
            case _:
                raise RuleError(
                    "a value", described(node), "a node of the rule language"
                )

    def _part(self, node: n.Value) -> str:
        told = self.value(node)
        return f"({told})" if isinstance(node, n.Arithmetic) else told

    def activities(self, query: n.Query) -> str:
        """
        Say which activities are meant.
        """
        told = [listed(map(self.titled, query.types))]
        told += [self.condition(name, wanted) for name, wanted in query.where]
        if query.since is not None:
            told.append(self.since(query.since))
        if query.window is not None:
            told.append(f"in the last {in_words(query.window).removeprefix('1 ')}")
        return " ".join(told)

    def since(self, stage: str) -> str:
        """
        Say from when on activities count.
        """
        # Of a lead that never entered the stage, all of them count.
        return f"since it last, if ever, became {self.titled(stage)}"

    def condition(self, name: str, wanted: Any) -> str:
        """
        Say a condition on activities, by its name in ``where()``.
        """
        match name:
            case "medium":
                return f"by {self.named(wanted)}"
            case "channel":
                return f"through {self.titled(wanted)}"
            case "purpose":
                return f"for {self.purpose(wanted)}"
            case "campaign" | "variant":
                return f"of {name} {quoted(wanted)}"
            case "direction":
                return "from the lead" if wanted == "inbound" else "from us"
            case "actor":
                return f"by a {self.named(wanted)}"
            case _:
                return f"with {_AMOUNTS[name]} {scalar(wanted)}"
