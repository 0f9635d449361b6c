"""
Values, activities and instants in Persian.

What is written from the left to the right, a code or the name of a field, stands in
Unicode isolates, so that a line with both directions reads right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import attrs

from ...codes import CONTACTS
from ...errors import RuleError, described
from ...instants import DAY
from ...markup import runs
from .. import nodes as n
from .clauses import in_days
from .figures import clock, decimals, printable

_DIGITS = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")
# Purposes of consent that every company has; they have no labels of their own.
_PURPOSES = {"marketing": "بازاریابی", "sales": "فروش", "service": "خدمات"}


def isolated(text: str) -> str:
    """
    Keep a text together, whichever direction it is written in.
    """
    return f"\u2068{printable(text)}\u2069"


def literal(text: str) -> str:
    """
    Show a piece of code from the left to the right.

    A name in it that is written the other way is kept together, or else ``name >= 20``
    would be drawn as ``20 =< name``.
    """
    parts = runs(printable(text))
    told = (f"\u2068{part}\u2069" if name else part for part, name in parts)
    return f"\u2066{''.join(told)}\u2069"


def quoted(text: str) -> str:
    """
    Show a text that isn't ours: a code, an id.
    """
    return f"«{isolated(text)}»"


def listed(names: Iterable[str], last: str = "یا") -> str:
    """
    Join names: ``a، b یا c``.
    """
    *rest, end = names
    return f"{'، '.join(rest)} {last} {end}" if rest else end


def number(given: float, beside: Iterable[float] = ()) -> str:
    """
    Write a number in Persian digits.

    Args:
        given: The number.

        beside: Numbers that it must not be mistaken for.

    >>> number(12), number(2.5), number(-3)
    ('۱۲', '۲٫۵', 'منفی ۳')
    """
    digits = decimals(given, beside)
    # A minus sign would wander to the other side of its number.
    sign = "منفی " if digits.startswith("-") else ""
    return sign + digits.removeprefix("-").translate(_DIGITS)


def instant(at: datetime, zone: tzinfo = UTC) -> str:
    """
    Say an instant: ``۱ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی``.

    Args:
        at: The instant.

        zone: By whose clock; the calendar is the Gregorian one.
    """
    day, time = clock(at, zone)
    told = f"{day.day} {MONTHS[day.month - 1]} {day.year} ساعت {time}"
    name = str(day.tzinfo)
    return f"{told.translate(_DIGITS)} به وقت {_ZONES.get(name) or literal(name)}"


_ZONES = {
    "UTC": "جهانی",
    "Asia/Tehran": "تهران",
    "Asia/Kabul": "کابل",
    "Asia/Dushanbe": "دوشنبه",
}


MONTHS = (
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
)


def span(given: timedelta) -> str:
    """
    Say how long a span is.

    >>> span(timedelta(days=90)), span(timedelta(hours=36))
    ('۹۰ روز', '۳۶ ساعت')
    """
    for unit, name in (
        (DAY, "روز"),
        (timedelta(hours=1), "ساعت"),
        (timedelta(minutes=1), "دقیقه"),
    ):
        if not given % unit:
            return f"{number(given // unit)} {name}"
    # To the microsecond, where four decimals would be too few.
    seconds = given.total_seconds()
    return f"{number(seconds, [round(seconds, 4)])} ثانیه"


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

        zone: By whose clock instants are said.
    """
    match value:
        case bool():
            return "«بله»" if value else "«خیر»"
        case int() | float():
            return number(value, beside) + (" روز" if days else "")
        case datetime():
            return instant(value, zone)
        case _:
            return quoted(str(value))


_ARITHMETIC = {
    "add": "مجموع {} و {}",
    "sub": "حاصل {} منهای {}",
    "mul": "حاصل‌ضرب {} در {}",
}
_AGGREGATES = {
    "count": "تعداد موارد {}",
    "total": "جمع مقدارهای {}",
    "largest": "بزرگ‌ترین مقدار {}",
    "mean": "میانگین مقدارهای {}",
    "latest": "تازه‌ترین مقدار {}",
    "distinct_days": "شمار روزهایی که در آن‌ها {} ثبت شده است",
    "days_since_first": "زمان گذشته از نخستین {}",
    "days_since_last": "زمان گذشته از آخرین {}",
}


_AMOUNTS = {
    "value": "با مقدار",
    "value_at_least": "با مقدار دست‌کم",
    "value_at_most": "با مقدار حداکثر",
}


_LATIN = re.compile("[A-Za-z0-9]")


def _shown(label: str) -> str:
    # A host's own label needn't be Persian.
    return isolated(label) if _LATIN.search(label) else printable(label)


@attrs.frozen
class PersianValues:
    """
    Says values and activities.

    Attributes:
        labels: Finds the label of a code, which is the code itself where there is none.

        zone: By whose clock instants are said.
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
        return _shown(self.labels(code)) if self.is_known(code) else quoted(code)

    def term(self, code: str) -> str:
        """
        Quote the label of a code.
        """
        return f"«{self.named(code)}»" if self.is_known(code) else quoted(code)

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
            return _PURPOSES[code]
        return self.term(code)

    def qualification(self, code: str) -> str:
        """
        Name a qualification by its label and its code.
        """
        named = self.named(code)
        return f"{named} ({isolated(code)})" if self.is_known(code) else named

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
                return isolated(name)
            case n.Age(instant=since):
                return f"زمان گذشته از {self.value(since)}"
            case n.TimeInStage():
                return "مدت ماندن در مرحله‌ی کنونی"
            case n.OrDefault(value=inner, default=default):
                instead = self.value(default, days=in_days(inner))
                return f"{self.value(inner)} (اگر ناموجود باشد، {instead})"
            case n.Arithmetic(op=op, left=left, right=right):
                return _ARITHMETIC[op].format(self._part(left), self._part(right))
            case n.Total(card=card):
                return f"نمره‌ی {quoted(card.name)}"
            case n.Aggregate(op=op, query=query):
                return _AGGREGATES[op].format(self.activities(query))
            case _:
                raise RuleError(
                    "a value", described(node), "a node of the rule language"
                )

    def _part(self, node: n.Value) -> str:
        told = self.value(node)
        is_clause = isinstance(node, n.Aggregate) and node.op == "distinct_days"
        joined = is_clause or isinstance(node, n.Arithmetic)
        return f"({told})" if joined else told

    def activities(self, query: n.Query) -> str:
        """
        Say which activities are meant.
        """
        told = [listed(map(self.term, query.types))]
        ours = ("direction", "outbound") in query.where
        if ours and set(query.types) == set(CONTACTS):
            told = ["تماس"]  # as there is one word for all of them
        # By whom it was done is said after from whose side.
        where = sorted(query.where, key=lambda one: one[0] == "actor")
        told += [self.condition(name, wanted) for name, wanted in where]
        if query.since is not None:
            told.append(self.since(query.since))
        if query.window is not None:
            told.append(f"در {span(query.window)} گذشته")
        return " ".join(told)

    def since(self, stage: str) -> str:
        """
        Say from when on activities count.
        """
        # Of a lead that never entered the stage, all of them count.
        return f"پس از آخرین ورود احتمالی به مرحله‌ی {self.term(stage)}"

    def condition(self, name: str, wanted: Any) -> str:
        """
        Say a condition on activities, by its name in ``where()``.
        """
        match name:
            case "medium":
                return f"از راه {self.named(wanted)}"
            case "channel":
                return f"از کانال {self.term(wanted)}"
            case "purpose":
                return f"برای {self.purpose(wanted)}"
            case "campaign":
                return f"در کارزار {quoted(wanted)}"
            case "variant":
                return f"با گونه‌ی {quoted(wanted)}"
            case "direction":
                return "از سوی سرنخ" if wanted == "inbound" else "از سوی ما"
            case "actor":
                return f"به‌دست {self.named(wanted)}"
            case _:
                return f"{_AMOUNTS[name]} {scalar(wanted)}"
