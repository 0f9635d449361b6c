"""
Leads of any record class: fields by their types, histories that fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import attrs
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...errors import RuleError, described, is_a, listing, near_miss
from ...leads import Lead, is_record
from ...records import given_of_record
from ...rules import nodes as n
from ...unchecked import REFUSALS, is_unchecked
from .constraints import demands_of
from .edges import AS_OF, Edges
from .happenings import histories
from .ledgers import consents, contact_points, grants, touches
from .naming import named
from .nearness import Near, edges_of
from .scalars import allowed
from .spelling import texts
from .values import values_of, values_of_node, values_of_trait
from .ways import ways

L = TypeVar("L", bound=Lead)

# What a lead is loaded with that isn't drawn: who wants it gives a strategy.
_NEVER = {"merged", "erased_at", "revision"}
_MOST_MOVES = 4
# How often a lead is drawn anew if its class refuses it.
_MOST_TRIES = 5


def leads(
    record: type[L] = Lead,  # type: ignore[assignment]
    /,
    *,
    near: Near | Iterable[Near] | None = None,
    as_of: datetime = AS_OF,
    traits: Mapping[str, Any] | None = None,
    **given: SearchStrategy[Any],
) -> SearchStrategy[L]:
    """
    Leads: real records, whose moves lead to their stage and whose ids differ.

    Fields are drawn by their declared types, within what validators of attrs and
    metadata of annotated-types demand; whatever else a class checks is tried a few
    times, at last with its defaults, and what it refuses is left out. Numbers shrink
    towards 0, texts towards the empty one, choices towards the first, and the lead
    towards one about which nothing is known: no history, no contact, all that may be
    missing missing.

    Args:
        record: The class of leads.

        near: What will be asked about them: a rule, a `Scorecard`, a `Qualification`, a
            `Lifecycle`, a `Playbook`, or a list of such. Numbers, counts, ages and
            instants are then drawn at its thresholds, caps and windows, and beside.

        as_of: The instant of the question. Activities may be later; moves aren't.

        traits: Fields that a tenant defined: names to types, as in
            `leadkit.fields`. Those that *near* asks about needn't be named.

        given: A strategy for a field, instead of the one that is made for it.

    Raises:
        RuleError: *record* is no class of leads, there is no such field, what is given
            for one is no strategy, or nothing can be drawn for one that needs a value.

    >>> import attrs, leadkit as lk
    >>> from attrs.validators import ge
    >>> from hypothesis import given, strategies as st
    >>> from leadkit.testing import AS_OF, leads
    >>> @attrs.frozen(kw_only=True)
    ... class SaasLead(lk.Lead):
    ...     company_size: int = attrs.field(default=1, validator=ge(1))
    >>> card = lk.Scorecard(
    ...     "fit", [lk.Points(20, when=lk.fields(SaasLead).company_size >= 50)], floor=0
    ... )
    >>> @given(leads(SaasLead, near=card))
    ... def test_never_negative(lead):
    ...     assert card.score(lead, as_of=AS_OF).total >= 0
    >>> test_never_negative()

    A field of your own choice, and all else as before:

    >>> big = leads(SaasLead, company_size=st.integers(500, 1000))
    """
    if not is_record(record):
        raise RuleError("record of leads()", described(record), "Lead or a subclass")
    strategies = {**given}
    _check_given(record, strategies)
    edges = edges_of(near)
    declared = given_of_record(record)
    for name, field in declared.items():
        alias = field.alias or name
        if alias in strategies or name in _NEVER or name in _TOGETHER:
            continue
        strategies[alias] = values_of(record, field, edges, as_of)
    parts: dict[str, SearchStrategy[Any]] = {
        "id": _ids(record),
        "contacts": st.lists(contact_points(edges), max_size=2),
        "consents": st.lists(consents(edges, as_of), max_size=3),
        "touches": st.lists(touches(as_of), max_size=2),
        "activities": histories(near=near, as_of=as_of),
        "grants": st.lists(grants(edges, as_of), max_size=2),
        "traits": _traits(traits, edges, as_of),
    }
    strategies = {**{n: s for n, s in parts.items() if n not in given}, **strategies}
    # Whoever says where leads stand or what they went through has to say both.
    length = 0 if {"moves", "stage"} & given.keys() else _MOST_MOVES
    been = ways(record, edges, as_of, most=length)
    needed = {one.alias or name for name, one in declared.items() if _is_needed(one)}
    found = _built(record, been, strategies, frozenset(needed | given.keys()))
    instant = None if as_of == AS_OF else as_of
    own: dict[str, Any] = {"near": near, "as_of": instant, "traits": traits}
    return named(found, "leads", record, **own, **given)


# What is drawn with an eye to other fields.
_TOGETHER = {
    *("id", "contacts", "consents", "touches", "activities", "grants", "traits"),
    *("moves", "stage", "created_at"),
}


def _check_given(record: type[Lead], given: dict[str, Any]) -> None:
    names = [field.alias or name for name, field in given_of_record(record).items()]
    for name, strategy in given.items():
        if name not in names:
            raise RuleError(
                f"leads({record.__name__})",
                f"the unknown field {name!r}",
                f"one of {listing(names)}",
                near_miss(name, names),
            )
        if not is_a(strategy, SearchStrategy):
            raise RuleError(
                f"{name} of leads({record.__name__})",
                described(strategy),
                "a strategy",
                "Write st.just(...) for one value.",
            )


def _is_needed(field: Any) -> bool:
    return field.default is attrs.NOTHING


def _ids(record: type[Lead]) -> SearchStrategy[str]:
    usual = st.integers(1, 999).map("L-{}".format)
    demands = demands_of(record, "id")
    if all(map(demands.allow, ("L-1", "L-999"))):
        return usual
    checks = (*demands.checks, _is_id)
    demands = attrs.evolve(demands, least=max(1, demands.least), checks=checks)
    return allowed(texts((), demands, printed=True), demands, usual)


def _is_id(text: str) -> bool:
    return text == text.strip() and text.isprintable()


@st.composite
def _built(
    draw: st.DrawFn,
    record: type[L],
    been: SearchStrategy[dict[str, Any]],
    strategies: dict[str, SearchStrategy[Any]],
    needed: frozenset[str],
) -> L:
    values: dict[str, Any] = {}
    for _ in range(_MOST_TRIES):
        drawn = {name: draw(strategy) for name, strategy in strategies.items()}
        values = {**draw(been), **drawn}
        found = _made(record, values)
        if found is not None:
            return found
    # What a class says by itself is what its checks are meant for.
    found = _made(record, {name: values[name] for name in values.keys() & needed})
    return reject() if found is None else found


def _made(record: type[L], values: dict[str, Any]) -> L | None:
    if is_unchecked(record):
        return record(**values)
    # The host's own checks, of what can't be read or of several fields at once.
    with suppress(*REFUSALS):
        return record(**values)
    return None


# Traits ------------------------------------------------------------------------------


def _traits(
    declared: Mapping[str, Any] | None, edges: Edges, as_of: datetime
) -> SearchStrategy[dict[str, Any]]:
    asked = {
        node.name: values_of_node(node, edges, as_of)
        for node in edges.fields.keys() | edges.ages.keys()
        if isinstance(node, n.Trait)
    }
    called = {
        name: values_of_trait(name, annotation, edges, as_of)
        for name, annotation in (declared or {}).items()
    }
    return st.fixed_dictionaries({}, optional=dict(sorted({**asked, **called}.items())))
