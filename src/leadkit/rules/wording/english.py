"""
What rules ask for, in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import attrs

from ...errors import RuleError, described
from ...instants import in_words
from .. import nodes as n
from .clauses import Leaf, asked_about, how_many, in_days
from .english_values import EnglishValues, listed, lowered, quoted, scalar
from .figures import decimals, numbers_in, printable

_COMPARED = {
    "eq": "be",
    "lt": "be less than",
    "le": "be at most",
    "gt": "be more than",
    "ge": "be at least",
    "contains": "contain",
    "starts_with": "start with",
    "ends_with": "end with",
    "before": "be before",
    "after": "be after",
}


@attrs.frozen
class English(EnglishValues):
    """
    The words of English.
    """

    # What needs no labels.

    def quoted(self, text: str) -> str:
        return quoted(text)

    def listed(self, names: Iterable[str]) -> str:
        return listed(names)

    def span(self, given: timedelta) -> str:
        return in_words(given)

    def number(self, given: float) -> str:
        return decimals(given)

    def literal(self, text: str) -> str:
        return printable(text)

    # What has them.

    def asked(self, leaf: Leaf) -> str:
        must = "has to" if leaf.holds else "must not"
        match leaf.node:
            case n.Compare(op=op, left=left, right=right):
                counted = how_many(leaf)
                if counted is not None and isinstance(left, n.Aggregate):
                    return self._count(*counted, self.activities(left.query))
                to = self.value(right, days=in_days(left))
                return f"{self.value(left)} {must} {_COMPARED[op]} {to}"
            case n.Between(value=asked, low=low, high=high):
                ends = f"{self.value(low)} and {self.value(high, days=in_days(asked))}"
                return f"{self.value(asked)} {must} be between {ends}"
            case n.IsIn(value=asked, options=options):
                days = in_days(asked)
                choices = listed(self.value(option, days=days) for option in options)
                return f"{self.value(asked)} {must} be {choices}"
            case n.IsMissing(value=asked):
                return f"{self.value(asked)} {must} be missing"
            case n.Truth(value=asked):
                return f"{self.value(asked)} has to be {scalar(leaf.holds)}"
            case node:
                return self._asked_of_lead(node, must, holds=leaf.holds)

    def _asked_of_lead(self, node: n.Question, must: str, *, holds: bool) -> str:
        match node:
            case n.Always(answer=answer):
                return (
                    "nothing is needed" if answer is holds else "nothing can make it so"
                )
            case n.InStage(stages=stages):
                return f"it {must} be in stage {listed(map(self.titled, stages))}"
            case n.HasBeen(stage=stage):
                once = "has to be or have been" if holds else "must never have been"
                return f"it {once} in stage {self.titled(stage)}"
            case n.CameFrom(stage=stage):
                return f"it {must} have come from stage {self.titled(stage)}"
            case n.Holds(qualification=code):
                return f"it {must} {self._qualified([code])}"
            case n.Conversed(since=stage):
                after = "" if stage is None else f" {self.since(stage)}"
                return f"a two-way conversation {must} have taken place{after}"
            case n.IsLead():
                return f"it {must} be a lead (new, interested and reachable)"
            case n.Predicate(name=name):
                return f"{quoted(name)} {must} hold"
            case _:
                return self._asked_of_consent(node, must, holds=holds)

    def _asked_of_consent(self, node: n.Question, must: str, *, holds: bool) -> str:
        match node:
            case n.Consented(purpose=what, medium=medium):
                how = f"to {self.purpose(what)} by {self.named(medium)}"
                return f"it {must} have consented {how}"
            case n.Reachable(purpose=what, medium=medium):
                by = "" if medium is None else f" by {self.named(medium)}"
                must = "have to have" if holds else "must not have both"
                both = "its consent and a way to reach it"
                return f"we {must} {both} for {self.purpose(what)}{by}"
            case _:
                raise RuleError(
                    "a rule", described(node), "a node of the rule language"
                )

    def _count(self, bound: str, number: int, meant: str) -> str:
        match bound, number:
            case "exactly", 0:
                return f"there must be no {meant}"
            case "most", _:
                return f"there must be no more than {number} of {meant}"
            case "least", 1:
                return f"there has to be at least one {meant}"
            case "least", _:
                return f"there have to be at least {number} of {meant}"
            case _:
                return f"there has to be exactly {number} of {meant}"

    def _qualified(self, codes: Sequence[str]) -> str:
        known = [
            f"a {self.qualification(code)}" for code in codes if self.is_known(code)
        ]
        own = [self.qualification(code) for code in codes if not self.is_known(code)]
        told = [f"be {listed(known)}"] if known else []
        return " or ".join([*told, f"hold {listed(own)}"] if own else told)

    def held(self, codes: Sequence[str]) -> str:
        return f"it has to {self._qualified(codes)}"

    def now(self, leaf: Leaf, *, masked: bool) -> str:
        seen = leaf.looked or ()
        if isinstance(leaf.node, n.IsMissing):
            # That it is there, or isn't, is said already.
            seen = tuple((atom, found) for atom, found in seen if found is not None)
        beside = numbers_in(leaf.node)
        match seen:
            case ((atom, found),) if atom == asked_about(leaf.node):
                if how_many(leaf) is not None:
                    return f"there {'are' if found > 1 else 'is'} {found or 'none'}"
                if found is None and isinstance(atom, n.Aggregate):
                    return "there is none"
                return f"it is {self._found(atom, found, beside, masked=masked)}"
            case _:
                each = (
                    (atom, self._found(atom, found, beside, masked=masked))
                    for atom, found in seen
                )
                return ", ".join(f"{self.value(atom)} is {told}" for atom, told in each)

    def _found(
        self, atom: n.Value, found: Any, beside: list[float], *, masked: bool
    ) -> str:
        if found is None:
            return "not known"
        if isinstance(found, str) and masked and found not in atom.choices:
            return "'…'"
        days = in_days(atom)
        return scalar(found, days=days, beside=beside, zone=self.zone)

    @staticmethod
    def every(parts: Sequence[str], *, apart: bool) -> str:
        mark = ";" if apart else ","
        *rest, last = parts
        return f"{f'{mark} '.join(rest)}{mark} and {last}"

    @staticmethod
    def either(parts: Sequence[str]) -> str:
        return f"either {', or '.join(parts)}"

    @staticmethod
    def some(needed: int, parts: Sequence[str]) -> str:
        items = ", ".join(f"({number}) {part}" for number, part in enumerate(parts, 1))
        many = "one of these has" if needed == 1 else f"{needed} of these have"
        return f"at least {many} to be so: {items}"

    @staticmethod
    def one_way(ways: Sequence[str], *, apart: bool) -> str:
        mark = ";" if apart else ","
        items = [f"({number}) {way}" for number, way in enumerate(ways, 1)]
        return f"either {f'{mark} or '.join(items)}"

    @staticmethod
    def rule(text: str) -> str:
        return f"<{text}> has to hold"

    @staticmethod
    def answer(answer: bool | None) -> str:  # noqa: FBT001  it is data
        return {True: "yes", False: "no", None: "unknown"}[answer]

    def term(self, code: str) -> str:
        """
        Quote the label of a code as within a sentence.
        """
        return quoted(lowered(self.labels(code)) if self.is_known(code) else code)
