"""
What rules ask for, in Persian.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import attrs

from ...errors import RuleError, described
from .. import nodes as n
from .clauses import Leaf, asked_about, how_many, in_days
from .figures import numbers_in
from .persian_values import (
    PersianValues,
    listed,
    literal,
    number,
    quoted,
    scalar,
    span,
)

_COMPARED = {
    "eq": "{} باشد",
    "lt": "کمتر از {} باشد",
    "le": "حداکثر {} باشد",
    "gt": "بیش از {} باشد",
    "ge": "دست‌کم {} باشد",
    "contains": "شامل {} باشد",
    "starts_with": "با {} آغاز شود",
    "ends_with": "با {} پایان یابد",
    "before": "پیش از {} باشد",
    "after": "پس از {} باشد",
}


# How much time has to have gone by.
_GONE_BY = {
    "eq": "درست {}",
    "lt": "کمتر از {}",
    "le": "حداکثر {}",
    "gt": "بیش از {}",
    "ge": "دست‌کم {}",
}
_SINCE = {"days_since_first": "نخستین", "days_since_last": "آخرین"}


@attrs.frozen
class Persian(PersianValues):
    """
    The words of Persian.
    """

    # What needs no labels.

    def quoted(self, text: str) -> str:
        return quoted(text)

    def listed(self, names: Iterable[str]) -> str:
        return listed(names)

    def span(self, given: timedelta) -> str:
        return span(given)

    def number(self, given: float) -> str:
        return number(given)

    def literal(self, text: str) -> str:
        return literal(text)

    # What has them.

    def asked(self, leaf: Leaf) -> str:
        must = "باید" if leaf.holds else "نباید"
        match leaf.node:
            case n.Compare(op=op, left=left, right=right):
                counted = how_many(leaf)
                if counted is not None and isinstance(left, n.Aggregate):
                    return self._count(*counted, self.activities(left.query))
                bound = self.value(right, days=in_days(left))
                since = self._since_when(left)
                if since is not None:
                    return f"از {since} {must} {_GONE_BY[op].format(bound)} گذشته باشد"
                return f"{self.value(left)} {must} {_COMPARED[op].format(bound)}"
            case n.Between(value=asked, low=low, high=high):
                ends = f"{self.value(low)} و {self.value(high, days=in_days(asked))}"
                return f"{self.value(asked)} {must} بین {ends} باشد"
            case n.IsIn(value=asked, options=options):
                days = in_days(asked)
                choices = listed(self.value(option, days=days) for option in options)
                return f"{self.value(asked)} {must} {choices} باشد"
            case n.IsMissing(value=asked):
                return f"{self.value(asked)} {must} ناموجود باشد"
            case n.Truth(value=asked):
                return f"{self.value(asked)} باید {scalar(leaf.holds)} باشد"
            case node:
                return self._asked_of_lead(node, must, holds=leaf.holds)

    def _asked_of_lead(self, node: n.Question, must: str, *, holds: bool) -> str:
        match node:
            case n.Always(answer=answer):
                return "چیزی لازم نیست" if answer is holds else "هیچ راهی برای آن نیست"
            case n.InStage(stages=stages):
                return f"{must} در مرحله‌ی {listed(map(self.term, stages))} باشد"
            case n.HasBeen(stage=stage):
                once = "باید اکنون یا پیش‌تر" if holds else "نباید هیچ‌گاه"
                return f"{once} در مرحله‌ی {self.term(stage)} بوده باشد"
            case n.CameFrom(stage=stage):
                return f"{must} از مرحله‌ی {self.term(stage)} آمده باشد"
            case n.Holds(qualification=code):
                return f"{must} {self._qualified([code])}"
            case n.Conversed(since=stage):
                after = "" if stage is None else f"{self.since(stage)} "
                return f"{must} {after}گفت‌وگویی دوطرفه انجام شده باشد"
            case n.IsLead():
                return f"{must} سرنخ (تازه، علاقه‌مند و در دسترس) باشد"
            case n.Predicate(name=name):
                return f"شرط {quoted(name)} {must} برقرار باشد"
            case _:
                return self._asked_of_consent(node, must, holds=holds)

    def _asked_of_consent(self, node: n.Question, must: str, *, holds: bool) -> str:
        match node:
            case n.Consented(purpose=what, medium=medium):
                how = f"برای {self.purpose(what)} از راه {self.named(medium)}"
                return f"{must} {how} رضایت داده باشد"
            case n.Reachable(purpose=what, medium=medium):
                by = "" if medium is None else f" از راه {self.named(medium)}"
                how = f"برای {self.purpose(what)}{by}"
                if holds:
                    both = "هم رضایت سرنخ را داشته باشیم و هم راه ارتباطی با او را"
                    return f"{must} {how} {both}"
                both = "هم‌زمان رضایت سرنخ و راه ارتباطی با او را داشته باشیم"
                return f"{must} {how} {both}"
            case _:
                raise RuleError(
                    "a rule", described(node), "a node of the rule language"
                )

    def _since_when(self, node: n.Value) -> str | None:
        match node:
            case n.Age(instant=since):
                return self.value(since)
            case n.Aggregate(op=op, query=query) if op in _SINCE:
                return f"{_SINCE[op]} {self.activities(query)}"
            case _:
                return None

    def _count(self, bound: str, wanted: int, meant: str) -> str:
        match bound, wanted:
            case "exactly", 0:
                return f"هیچ موردی از {meant} نباید ثبت شده باشد"
            case "most", _:
                many = f"بیش از {number(wanted)} مورد"
                return f"نباید {many} {meant} ثبت شده باشد"
            case "least", _:
                many = "یک" if wanted == 1 else number(wanted)
                return f"باید دست‌کم {many} مورد {meant} ثبت شده باشد"
            case _:
                return f"باید درست {number(wanted)} مورد {meant} ثبت شده باشد"

    def _qualified(self, codes: Sequence[str]) -> str:
        known = [self.qualification(code) for code in codes if self.is_known(code)]
        own = [self.qualification(code) for code in codes if not self.is_known(code)]
        told = [f"{listed(known)} باشد"] if known else []
        if own:
            told.append(f"صلاحیت {listed(own)} را داشته باشد")
        return " یا ".join(told)

    def held(self, codes: Sequence[str]) -> str:
        return f"باید {self._qualified(codes)}"

    def now(self, leaf: Leaf, *, masked: bool) -> str:
        seen = leaf.looked or ()
        if isinstance(leaf.node, n.IsMissing):
            # That it is there, or isn't, is said already.
            seen = tuple((atom, found) for atom, found in seen if found is not None)
        beside = numbers_in(leaf.node)
        match seen:
            case ():
                return ""
            case ((atom, found),) if atom == asked_about(leaf.node):
                is_count = how_many(leaf) is not None
                if is_count and found:
                    return f"اکنون {number(found)} مورد هست"
                if is_count or (found is None and isinstance(atom, n.Aggregate)):
                    return "اکنون هیچ موردی نیست"
                return f"اکنون {self._found(atom, found, beside, masked=masked)} است"
            case _:
                each = (
                    (atom, self._found(atom, found, beside, masked=masked))
                    for atom, found in seen
                )
                told = (f"{self.value(atom)} {found} است" for atom, found in each)
                return f"اکنون {'، '.join(told)}"

    def _found(
        self, atom: n.Value, found: Any, beside: list[float], *, masked: bool
    ) -> str:
        if found is None:
            return "ناموجود"
        if isinstance(found, str) and masked and found not in atom.choices:
            return "«…»"
        days = in_days(atom)
        return scalar(found, days=days, beside=beside, zone=self.zone)

    @staticmethod
    def every(parts: Sequence[str], *, apart: bool) -> str:
        *rest, last = parts
        if apart:
            return f"{'؛ '.join(rest)}؛ همچنین {last}"
        # A comma helps only where a clause has an "and" of its own.
        mark = "،" if any(" و " in part for part in parts) else ""
        return f"{'، '.join(rest)}{mark} و {last}"

    @staticmethod
    def either(parts: Sequence[str]) -> str:
        return f"یا {'، یا '.join(parts)}"

    @staticmethod
    def some(needed: int, parts: Sequence[str]) -> str:
        items = "، ".join(f"({number(at)}) {part}" for at, part in enumerate(parts, 1))
        many = "یکی" if needed == 1 else f"{number(needed)} مورد"
        return f"دست‌کم {many} از این‌ها باید برقرار باشد: {items}"

    @staticmethod
    def one_way(ways: Sequence[str], *, apart: bool) -> str:
        mark = "؛" if apart else "،"
        items = [f"({number(at)}) {way}" for at, way in enumerate(ways, 1)]
        return f"یا {f'{mark} یا '.join(items)}"

    @staticmethod
    def rule(text: str) -> str:
        return f"قاعده‌ی {literal(f'<{text}>')} باید برقرار باشد"

    @staticmethod
    def answer(answer: bool | None) -> str:  # noqa: FBT001  it is data
        return {True: "بله", False: "خیر", None: "نامعلوم"}[answer]
