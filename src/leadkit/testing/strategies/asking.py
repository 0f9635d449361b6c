"""
Rules over the whole language, about the fields of a record class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import Medium
from ...kinds import FieldType, ValueKind
from ...leads import Lead
from ...records import types_of_record
from ...rules import facts
from ...rules.expressions import HANDLES, Rule
from ...rules.joining import all_of, any_of, as_rule, at_least
from ...rules.lookup import askable, check_record, declared_traits
from .counting import Names, compared, numbers_of
from .naming import made_of, named, often
from .scalars import instants, numbers

_TEXTS = ("Head", "Head of Sales", "free", "a")
_MOST_LEAVES = 5


def rules(
    record: type[Lead] = Lead, /, *, traits: Mapping[str, Any] | None = None
) -> SearchStrategy[Rule]:
    """
    Rules about a class of leads: every kind of question, joined in every way.

    They shrink towards one question about one field. None of them asks a host's own
    function, so each can be stored.

    Args:
        record: The class of leads.

        traits: Fields that a tenant defined: names to types, as in `leadkit.fields`.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.

    >>> from hypothesis import given
    >>> from leadkit import Rule
    >>> from leadkit.testing import rules
    >>> @given(rules())
    ... def test_stored(rule):
    ...     assert Rule.from_json(rule.to_json()) == rule
    >>> test_stored()
    """
    handles = handles_of(record, traits, "rules()")
    return named(rules_of(handles, Names()), "rules", record, traits=traits)


def handles_of(
    record: type[Lead], traits: Mapping[str, Any] | None, subject: str
) -> tuple[Any, ...]:
    """
    List what rules may ask of a record, as they are written with.

    Args:
        record: The class of leads.

        traits: Its traits.

        subject: Who asks, for errors.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.
    """
    check_record(record, subject)
    declared: Mapping[str, FieldType] = declared_traits(record, traits, subject)
    own = askable(record, declared)
    # A host's own fields first: rules are about them, most of the time.
    ours = types_of_record(Lead)
    names = sorted(own, key=lambda name: (name in ours, name))
    return tuple(HANDLES[own[name].kind](own[name]) for name in names)


def rules_of(handles: tuple[Any, ...], names: Names) -> SearchStrategy[Rule]:
    """
    Draw rules.

    Args:
        handles: The fields that they may ask about.

        names: What else.
    """
    return st.recursive(_atoms(handles, names), _joined, max_leaves=_MOST_LEAVES)


def _joined(parts: SearchStrategy[Rule]) -> SearchStrategy[Rule]:
    several = st.lists(parts, min_size=2, max_size=3)
    return (
        made_of(Rule.__invert__, parts)
        | several.map(all_of)
        | several.map(any_of)
        | made_of(_at_least, several, st.integers(0, 2))
    )


def _at_least(rules: list[Rule], fewer: int) -> Rule:
    return at_least(max(1, len(rules) - fewer), rules)


def _atoms(handles: tuple[Any, ...], names: Names) -> SearchStrategy[Rule]:
    # Each in a box of its own, so that a record of many fields leaves room for others.
    asked = [st.one_of(list(map(_about, handles)))] if handles else []
    asked += [compared(numbers_of(names), st.integers(0, 5)), _facts(names)]
    return st.one_of([often(one, 1) for one in asked])


# Fields ------------------------------------------------------------------------------


def _about(handle: Any) -> SearchStrategy[Rule]:
    asked = _QUESTIONS[handle.node.kind](handle)
    return asked | st.just(handle.is_missing())


def _of_number(handle: Any) -> SearchStrategy[Rule]:
    either = st.just(handle) | st.just(handle.or_default(0))
    return compared(either, st.integers(-5, 100) | numbers())


def _of_text(handle: Any) -> SearchStrategy[Rule]:
    texts = st.sampled_from(_TEXTS)
    methods = [
        handle.__eq__,
        handle.__ne__,
        handle.contains,
        handle.starts_with,
        handle.ends_with,
        handle.or_default("").__eq__,
    ]
    one = made_of(_call, st.sampled_from(methods), texts)
    return one | made_of(handle.is_in, st.lists(texts, min_size=1, max_size=2))


def _of_flag(handle: Any) -> SearchStrategy[Rule]:
    ways = [handle, handle == False, handle.or_default(False)]  # noqa: E712, FBT003
    return st.sampled_from([as_rule(way, "a flag") for way in ways])


def _of_choice(handle: Any) -> SearchStrategy[Rule]:
    options = st.sampled_from(handle.node.choices)
    one = made_of(_call, st.sampled_from([handle.__eq__, handle.__ne__]), options)
    return one | made_of(handle.is_in, st.lists(options, min_size=1, max_size=2))


def _of_instant(handle: Any) -> SearchStrategy[Rule]:
    ages = compared(st.just(handle.age()), st.integers(0, 100))
    sides = st.sampled_from([handle.before, handle.after])
    return ages | made_of(_call, sides, instants())


_QUESTIONS: dict[ValueKind, Callable[[Any], SearchStrategy[Rule]]] = {
    ValueKind.NUMBER: _of_number,
    ValueKind.TEXT: _of_text,
    ValueKind.FLAG: _of_flag,
    ValueKind.CHOICE: _of_choice,
    ValueKind.INSTANT: _of_instant,
}


def _call(method: Callable[[Any], Rule], operand: object) -> Rule:
    return method(operand)


# Facts -------------------------------------------------------------------------------


def _facts(names: Names) -> SearchStrategy[Rule]:
    purposes = st.sampled_from(["marketing", "service"])
    media = st.sampled_from([one.value for one in Medium])
    stages = st.sampled_from(names.stages)
    asked: list[SearchStrategy[Rule]] = [
        st.builds(facts.reachable, purposes, st.none() | media),
        st.builds(facts.consented, purposes, media),
        stages.map(facts.in_stage),
        stages.map(facts.has_been),
        stages.map(facts.came_from),
        st.builds(facts.conversed, st.none() | stages),
        st.just(facts.is_lead()),
    ]
    if names.qualifications:
        asked.append(st.sampled_from(names.qualifications).map(facts.holds))
    return st.one_of(asked)
