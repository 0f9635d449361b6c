"""
Scorecards of every shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...leads import Lead
from ...points import Group, Points
from ...rules.expressions import Number
from ...scoring import Scorecard
from .asking import handles_of, rules_of
from .counting import Names, numbers_of, queries, spans
from .naming import made_of, named, often

_POINTS = st.sampled_from([5, 10, 20, 1, 0.25, -5, -20])
_LIMITS = st.sampled_from([(None, None), (0, None), (None, 50), (0, 100), (-10, 10.5)])


def scorecards(
    record: type[Lead] = Lead, /, *, traits: Mapping[str, Any] | None = None
) -> SearchStrategy[Scorecard]:
    """
    Scorecards: points for rules, per activity and per unit, capped, decaying, grouped.

    They shrink towards an empty card.

    Args:
        record: The class of leads.

        traits: Fields that a tenant defined; see ``rules()``.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.

    >>> from hypothesis import given
    >>> from leadkit.testing import AS_OF, leads, scorecards
    >>> @given(scorecards(), leads())
    ... def test_lines_sum_to_the_total(card, lead):
    ...     score = card.score(lead, as_of=AS_OF)
    ...     assert sum(line.hundredths for line in score.lines) == score.hundredths
    >>> test_lines_sum_to_the_total()
    """
    handles = handles_of(record, traits, "scorecards()")
    cards = cards_of(handles, Names(), st.sampled_from(["fit", "engagement"]))
    return named(cards, "scorecards", record, traits=traits)


def cards_of(
    handles: tuple[Any, ...], names: Names, called: SearchStrategy[str]
) -> SearchStrategy[Scorecard]:
    """
    Draw scorecards.

    Args:
        handles: The fields that their rules may ask about.

        names: What else.

        called: Their names.
    """
    points = _points(handles, names)
    groups = _grouped(Group, st.sampled_from(["mail", "web"]), points)
    return _grouped(Scorecard, called, often(points) | groups)


def _grouped(
    cls: Any, called: SearchStrategy[str], entries: SearchStrategy[Any]
) -> SearchStrategy[Any]:
    def made(
        name: str, some: list[Any], limits: tuple[float | None, float | None]
    ) -> Any:
        return cls(name, some, floor=limits[0], ceiling=limits[1])

    return made_of(
        made,
        called,
        st.lists(entries, max_size=3),
        _LIMITS,
    )


def _points(handles: tuple[Any, ...], names: Names) -> SearchStrategy[Points]:
    asked = rules_of(handles, names)
    cap = st.sampled_from([None, None, 20, 7.5])
    own = [handle for handle in handles if isinstance(handle, Number)]
    units = numbers_of(names)
    if own:
        units = st.sampled_from(own) | units
    more: dict[str, SearchStrategy[Any]] = {
        "at_most": st.none() | st.integers(1, 5),
        "per_day": st.none() | st.integers(1, 2),
        "cap": cap,
    }
    activities = st.one_of(
        [
            st.builds(
                Points, _POINTS, st.none() | asked, queries(names), **more, **decay
            )
            for decay in ({}, {"halving": spans()}, {"fading": spans()})
        ]
    )
    return (
        st.builds(Points, _POINTS, asked, cap=cap)
        | activities
        | st.builds(Points, _POINTS, st.none() | asked, units, cap=cap)
    )
