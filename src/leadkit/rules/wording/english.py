"""
What rules ask for, in English.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import RuleError, described
from ...vocabulary import LABELS, label
from .. import nodes as n
from .clauses import Leaf, asked_about, how_many, in_days
from .english_values import (
    activities,
    instant,
    listed,
    lowered,
    named,
    purpose,
    quoted,
    scalar,
    since,
    term,
    value,
)
from .figures import numbers_in
from .languages import Language


def _asked(leaf: Leaf) -> str:
    must = "has to" if leaf.holds else "must not"
    match leaf.node:
        case n.Compare(op=op, left=left, right=right):
            counted = how_many(leaf)
            if counted is not None and isinstance(left, n.Aggregate):
                return _count(*counted, activities(left.query))
            to = value(right, days=in_days(left))
            return f"{value(left)} {must} {_COMPARED[op]} {to}"
        case n.Between(value=asked, low=low, high=high):
            ends = f"{value(low)} and {value(high, days=in_days(asked))}"
            return f"{value(asked)} {must} be between {ends}"
        case n.IsIn(value=asked, options=options):
            days = in_days(asked)
            choices = listed(value(option, days=days) for option in options)
            return f"{value(asked)} {must} be {choices}"
        case n.IsMissing(value=asked):
            return f"{value(asked)} has to be {'unknown' if leaf.holds else 'known'}"
        case n.Truth(value=asked):
            return f"{value(asked)} has to be {scalar(leaf.holds)}"
        case node:
            return _asked_of_lead(node, must, holds=leaf.holds)


def _asked_of_lead(node: n.Question, must: str, *, holds: bool) -> str:
    match node:
        case n.Always(answer=answer):
            return "nothing is needed" if answer is holds else "nothing can make it so"
        case n.InStage(stages=stages):
            return f"it {must} be in stage {listed(map(term, stages))}"
        case n.HasBeen(stage=stage):
            once = "has to be or have been" if holds else "must never have been"
            return f"it {once} in stage {term(stage)}"
        case n.CameFrom(stage=stage):
            return f"it {must} have come from stage {term(stage)}"
        case n.Holds(qualification=code):
            return f"it {must} {_qualified([code])}"
        case n.Conversed(since=stage):
            after = "" if stage is None else f" {since(stage)}"
            return f"a two-way conversation {must} have taken place{after}"
        case n.IsLead():
            return f"it {must} be a lead (new, interested and reachable)"
        case n.Predicate(name=name):
            return f"{quoted(name)} {must} hold"
        case _:
            return _asked_of_consent(node, must, holds=holds)


def _asked_of_consent(node: n.Question, must: str, *, holds: bool) -> str:
    match node:
        case n.Consented(purpose=what, medium=medium):
            return f"it {must} have consented to {purpose(what)} by {named(medium)}"
        case n.Reachable(purpose=what, medium=medium):
            by = "" if medium is None else f" by {named(medium)}"
            must = "have to have" if holds else "must not have both"
            return (
                f"we {must} its consent and a way to reach it for {purpose(what)}{by}"
            )
        case _:
            raise RuleError("a rule", described(node), "a node of the rule language")


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


def _count(bound: str, number: int, meant: str) -> str:
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


def _qualified(codes: Sequence[str]) -> str:
    known = [f"a {lowered(label(code))} ({code})" for code in codes if code in LABELS]
    own = [quoted(code) for code in codes if code not in LABELS]
    told = [f"be {listed(known)}"] if known else []
    return " or ".join([*told, f"hold {listed(own)}"] if own else told)


def _held(codes: Sequence[str]) -> str:
    return f"it has to {_qualified(codes)}"


def _now(leaf: Leaf, *, masked: bool) -> str:
    seen = leaf.looked or ()
    if isinstance(leaf.node, n.IsMissing):
        # That it is known, or isn't, is said already.
        seen = tuple((atom, found) for atom, found in seen if found is not None)
    beside = numbers_in(leaf.node)
    match seen:
        case ((atom, found),) if atom == asked_about(leaf.node):
            if how_many(leaf) is not None:
                return f"there {'are' if found > 1 else 'is'} {found or 'none'}"
            if found is None and isinstance(atom, n.Aggregate):
                return "there is none"
            return f"it is {_found(atom, found, beside, masked=masked)}"
        case _:
            return ", ".join(
                f"{value(atom)} is {_found(atom, found, beside, masked=masked)}"
                for atom, found in seen
            )


def _found(atom: n.Value, found: Any, beside: list[float], *, masked: bool) -> str:
    if found is None:
        return "not known"
    if isinstance(found, str) and masked and found not in atom.choices:
        return "'…'"
    return scalar(found, days=in_days(atom), beside=beside)


def _every(parts: Sequence[str], *, apart: bool) -> str:
    mark = ";" if apart else ","
    *rest, last = parts
    return f"{f'{mark} '.join(rest)}{mark} and {last}"


def _either(parts: Sequence[str]) -> str:
    return f"either {', or '.join(parts)}"


def _some(needed: int, parts: Sequence[str]) -> str:
    items = ", ".join(f"({number}) {part}" for number, part in enumerate(parts, 1))
    many = "one of these has" if needed == 1 else f"{needed} of these have"
    return f"at least {many} to be so: {items}"


def _one_way(ways: Sequence[str], *, apart: bool) -> str:
    mark = ";" if apart else ","
    items = [f"({number}) {way}" for number, way in enumerate(ways, 1)]
    return f"either {f'{mark} or '.join(items)}"


def _rule(text: str) -> str:
    return f"<{text}> has to hold"


def _answer(answer: bool | None) -> str:  # noqa: FBT001  it is data
    return {True: "yes", False: "no", None: "unknown"}[answer]


def _trigger(code: str) -> str:
    return quoted(lowered(label(code)) if code in LABELS else code)


ENGLISH = Language(
    asked=_asked,
    now=_now,
    every=_every,
    either=_either,
    some=_some,
    one_way=_one_way,
    held=_held,
    rule=_rule,
    answer=_answer,
    quoted=quoted,
    named=named,
    term=_trigger,
    listed=listed,
    instant=instant,
)
