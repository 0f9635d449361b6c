"""
Qualifications, lifecycles, and playbooks of them with scorecards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import Stage
from ...diagnosis import shadowed
from ...grading import Grades, Temperature
from ...leads import Lead
from ...moves import PREVIOUS, Transition
from ...playbook import Playbook
from ...qualification import Qualification
from ...rules.expressions import Rule
from ...rules.facts import holds
from ...rules.joining import NEVER, all_of, any_of
from ...scoring import Scorecard
from ...states import Lifecycle
from .asking import handles_of, rules_of
from .cards import cards_of
from .counting import Names, spans
from .naming import made_of, named, often

_STAGES = tuple(one.value for one in Stage)
_TRIGGERS = ("nurture", "qualify", "convert", "lose", "reopen")
_CARDS = ("fit", "engagement")
_CODES = ("MQL", "SQL", "SAL")
_ENOUGH = 20


# Qualifications ----------------------------------------------------------------------


def qualifications(
    record: type[Lead] = Lead, /, *, traits: Mapping[str, Any] | None = None
) -> SearchStrategy[Qualification]:
    """
    Qualifications: live, sticky, with hysteresis, or granted by a person only.

    They shrink towards the latter.

    Args:
        record: The class of leads.

        traits: Fields that a tenant defined; see ``rules()``.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.

    >>> from hypothesis import given
    >>> from leadkit.testing import AS_OF, leads, qualifications
    >>> @given(qualifications(), leads())
    ... def test_judged_twice_alike(qualification, lead):
    ...     verdict = qualification.judge(lead, as_of=AS_OF)
    ...     assert qualification.judge(lead, as_of=AS_OF) == verdict
    >>> test_judged_twice_alike()
    """
    handles = handles_of(record, traits, "qualifications()")
    asked = rules_of(handles, Names(qualifications=()))
    made = _qualifications(st.sampled_from(_CODES), asked, _STAGES)
    return named(made, "qualifications", record, traits=traits)


def _qualifications(
    codes: SearchStrategy[str], asked: SearchStrategy[Rule], stages: tuple[str, ...]
) -> SearchStrategy[Qualification]:
    some = st.lists(st.sampled_from(stages), min_size=1, max_size=2, unique=True)
    return st.builds(
        Qualification,
        codes,
        st.none() | often(asked),
        st.none() | st.just(NEVER) | asked,
        often(st.none()) | some,
    )


# Lifecycles --------------------------------------------------------------------------


def lifecycles(
    record: type[Lead] = Lead, /, *, traits: Mapping[str, Any] | None = None
) -> SearchStrategy[Lifecycle]:
    """
    Lifecycles of three to five stages, with ways on, out and back.

    No transition in them is hidden by an earlier one; stages that nothing reaches and
    that nothing leaves there may be. They shrink towards one without any move.

    Args:
        record: The class of leads.

        traits: Fields that a tenant defined; see ``rules()``.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.

    >>> from hypothesis import given
    >>> from leadkit import Lifecycle
    >>> from leadkit.testing import lifecycles
    >>> @given(lifecycles())
    ... def test_stored(lifecycle):
    ...     assert Lifecycle.from_json(lifecycle.to_json()) == lifecycle
    >>> test_stored()
    """
    handles = handles_of(record, traits, "lifecycles()")
    return named(_lifecycles(handles, Names()), "lifecycles", record, traits=traits)


def _lifecycles(handles: tuple[Any, ...], names: Names) -> SearchStrategy[Lifecycle]:
    return st.one_of(
        [
            _lifecycle(handles, attrs.evolve(names, stages=_STAGES[:size]))
            for size in (3, 4, 5)
        ]
    )


def _lifecycle(handles: tuple[Any, ...], names: Names) -> SearchStrategy[Lifecycle]:
    stages = st.sampled_from(names.stages)
    # Asked for by somebody, twice as often as by time or by itself.
    by_itself: list[dict[str, SearchStrategy[Any]]] = [
        {},
        {},
        {"after": spans()},
        {"automatic": st.just(value=True)},
    ]
    guards = st.none() | rules_of(handles, names)
    transitions = [
        st.builds(
            Transition,
            st.sampled_from(_TRIGGERS),
            st.lists(stages, min_size=1, max_size=2, unique=True),
            often(stages) | st.just(PREVIOUS),
            guards,
            kind=st.sampled_from(["forward", "forward", "exit", "back"]),
            **when,
        )
        for when in by_itself
    ]
    limits = st.dictionaries(stages, spans(), max_size=2)
    return st.builds(
        Lifecycle,
        st.just("sales"),
        st.just(names.stages),
        st.just(names.stages[0]),
        made_of(_without_hidden, st.lists(st.one_of(transitions), max_size=6)),
        deadlines=limits,
        stale_after=limits,
    )


def _without_hidden(given: list[Transition]) -> tuple[Transition, ...]:
    kept = tuple(given)
    while (found := shadowed(kept)) is not None:
        later = found[1]
        kept = tuple(one for one in kept if one is not later)
    return kept


# Playbooks ---------------------------------------------------------------------------


def playbooks(
    record: type[Lead] = Lead, /, *, traits: Mapping[str, Any] | None = None
) -> SearchStrategy[Playbook]:
    """
    Playbooks: cards, qualifications that read them and one another, and a lifecycle.

    They shrink towards an empty one.

    Args:
        record: The class of leads.

        traits: Fields that a tenant defined; see ``rules()``.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.

    >>> from hypothesis import given
    >>> from leadkit import Playbook
    >>> from leadkit.testing import playbooks
    >>> @given(playbooks())
    ... def test_stored(playbook):
    ...     assert Playbook.from_json(playbook.to_json()) == playbook
    >>> test_stored()
    """
    handles = handles_of(record, traits, "playbooks()")
    return named(_playbooks(record, handles), "playbooks", record, traits=traits)


def _playbooks(
    record: type[Lead], handles: tuple[Any, ...]
) -> SearchStrategy[Playbook]:
    # Rules that read what is in the bundle are put together as they are drawn: to make
    # the strategies anew for each playbook would take longer than all else.
    plain = Names(qualifications=())
    asked = rules_of(handles, plain)
    cards = [cards_of(handles, plain, st.just(name)) for name in _CARDS]
    lives = _lifecycles(handles, plain)
    numbers = st.integers(0, 3)

    @st.composite
    def drawn(draw: st.DrawFn) -> Playbook:
        own = [draw(card) for card in cards[: draw(st.integers(0, len(cards)))]]
        known: list[Qualification] = []
        for code in _CODES[: draw(numbers)]:
            before = [one.name for one in known]
            reading = _reading(asked, own, before)
            known.append(draw(_qualifications(st.just(code), reading, _STAGES)))
        reading = _reading(asked, own, [one.name for one in known])
        grades = [None, *(Grades(card.name, {"A": 40, "B": 10.5}) for card in own)]
        warmth = made_of(_temperature, reading, reading)
        return Playbook(
            "drawn",
            record,
            own,
            known,
            draw(st.none() | lives),
            draw(st.sampled_from(grades)),
            draw(st.none() | warmth),
        )

    return drawn()


def _temperature(hot: Rule, warm: Rule) -> Temperature:
    return Temperature(hot=hot, warm=warm)


def _reading(
    asked: SearchStrategy[Rule], cards: list[Scorecard], codes: list[str]
) -> SearchStrategy[Rule]:
    # Each qualification may read those before it: so none reads itself.
    parts: list[Rule] = [holds(code) for code in codes]
    for card in cards:
        parts += [card >= _ENOUGH, card.total.between(-5, 10), card.total != 0]
    if not parts:
        return asked
    reads = st.sampled_from(parts)
    return (
        asked
        | reads
        | made_of(all_of, reads, asked)
        | made_of(any_of, made_of(Rule.__invert__, reads), asked)
    )
