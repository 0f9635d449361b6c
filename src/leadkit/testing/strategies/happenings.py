"""
What happens to leads: activities and whole histories of them, consents, touches.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import ActivityType, Channel, Medium
from ...happenings import Activity
from ...instants import DAY
from ...rules import nodes as n
from ...rules.turning import TICK
from .edges import AS_OF, Edges, QueryEdges
from .ledgers import PURPOSES, maybe
from .naming import made_of, named, often
from .nearness import Near, edges_of
from .scalars import instants, numbers

#: What an activity is made of, but for its id.
Draft: TypeAlias = dict[str, Any]

# Usual ones first: what is drawn shrinks towards them.
_TYPES = tuple(one.value for one in ActivityType)
# So many are drawn one by one; longer histories repeat one.
_ONE_BY_ONE = 4

# Activities --------------------------------------------------------------------------


def activities(
    *, near: Near | Iterable[Near] | None = None, as_of: datetime = AS_OF
) -> SearchStrategy[Activity]:
    """
    Single activities; for those of one lead, whose ids must differ, see `histories`.

    They shrink towards a page that was viewed just now, or the first activity that
    *near* asks about.

    Args:
        near: What asks about them: a rule, an activity query, a `Scorecard`, a
            `Qualification`, a `Lifecycle`, a `Playbook`, or a list of such. Types,
            values and ages are then drawn at and beside its edges.

        as_of: The instant of the question. Some activities are later.

    >>> import leadkit as lk
    >>> from hypothesis import given
    >>> from leadkit.testing import AS_OF, activities
    >>> paid = lk.activity("purchased").where(value_at_least=100)
    >>> @given(activities(near=paid))
    ... def test_one_counts_once(one):
    ...     lead = lk.Lead(id="L-1", activities=[one])
    ...     assert paid.count().value(lead, as_of=AS_OF) <= 1
    >>> test_one_counts_once()
    """
    ids = st.integers(1, 999).map("a{}".format)
    drafts = _drafts(edges_of(near), as_of)
    found = made_of(_activity, ids, drafts)
    return named(found, "activities", near=near, as_of=_unless_usual(as_of))


def _unless_usual(as_of: datetime) -> datetime | None:
    return None if as_of == AS_OF else as_of


def _activity(id_: str, draft: Draft) -> Activity:
    return Activity(id=id_, **draft)


def _drafts(edges: Edges, as_of: datetime) -> SearchStrategy[Draft]:
    asked = [drafts_of(query, some, as_of) for query, some in edges.queries.items()]
    return st.one_of(*asked, any_draft(edges, as_of))


def any_draft(edges: Edges, as_of: datetime) -> SearchStrategy[Draft]:
    """
    Any activities, without their ids.

    Args:
        edges: What is asked about.

        as_of: The instant of the question.
    """
    asked = [one for query in edges.queries for one in query.types]
    types = tuple(dict.fromkeys((*asked, *_TYPES)))
    return st.fixed_dictionaries(
        {"type": st.sampled_from(types), "at": instants(as_of)},
        optional={
            "actor": st.sampled_from(["human", "machine"]),
            "direction": st.sampled_from(["inbound", "outbound"]),
            "value": st.none() | numbers(),
            "medium": maybe(Medium),
            "channel": maybe(Channel),
            "purpose": maybe(edges.purposes or PURPOSES),
            "campaign": maybe(["spring", "autumn"]),
            "variant": maybe(["A", "B"]),
        },
    )


def drafts_of(
    query: n.Query, edges: QueryEdges, as_of: datetime
) -> SearchStrategy[Draft]:
    """
    Activities that a query finds, or would but for one thing, without their ids.

    Args:
        query: The query.

        edges: Where what is asked about them turns.

        as_of: The instant of the question.
    """
    where: dict[str, Any] = dict(query.where)
    low, high = where.pop("value_at_least", None), where.pop("value_at_most", None)
    fixed = {name: st.just(one) for name, one in where.items()}
    near = tuple(edges.values)
    amounts = numbers(near)
    if "value" in where:
        pass
    elif low is not None or high is not None:
        fixed["value"] = (
            st.sampled_from([one for one in (low, high) if one is not None]) | amounts
        )
    elif near:
        fixed["value"] = st.none() | amounts
    # Seldom by a machine: that is skipped, unless it is asked for.
    other = {"actor": st.sampled_from(["human", "human", "human", "machine"])}
    return st.fixed_dictionaries(
        {
            "type": st.sampled_from(query.types),
            "at": instants(as_of, edges.ages),
            **fixed,
        },
        optional={name: some for name, some in other.items() if name not in where},
    )


def _sizes(edges: QueryEdges) -> SearchStrategy[int]:
    sizes = st.sampled_from(edges.sizes)
    turning = [size for size in edges.sizes if size >= min(edges.counts, default=0) - 1]
    return sizes | st.sampled_from(turning) if edges.counts else sizes


@st.composite
def _batches(
    draw: st.DrawFn,
    sizes: SearchStrategy[int],
    steps: SearchStrategy[timedelta],
    drafts: SearchStrategy[Draft],
) -> list[Draft]:
    # As many as lie at the edge of a count, in one of the ways that tell windows, days
    # and the newest few apart.
    size = draw(sizes)
    if size <= draw(st.sampled_from([_ONE_BY_ONE, 1])):
        return [draw(drafts) for _ in range(size)]
    first = draw(drafts)
    step = draw(steps)
    return [{**first, "at": first["at"] - number * step} for number in range(size)]


_STEPS = st.sampled_from([timedelta(), TICK, DAY / 24, DAY, 2 * DAY])
_BY_DAYS = _STEPS | often(st.sampled_from([DAY, 2 * DAY]))


def histories(
    *, near: Near | Iterable[Near] | None = None, as_of: datetime = AS_OF
) -> SearchStrategy[tuple[Activity, ...]]:
    """
    What happened to one lead: activities with ids of their own, in any order.

    Of what *near* asks about there are as many as its thresholds, caps and limits need,
    one more or one fewer. They shrink towards nothing.

    Args:
        near: What asks about them; see `activities`.

        as_of: The instant of the question.

    >>> import leadkit as lk
    >>> from hypothesis import given
    >>> from leadkit.testing import AS_OF, histories
    >>> clicks = lk.activity("email_clicked")
    >>> card = lk.Scorecard("mail", [lk.Points(5, per=clicks, cap=20)])
    >>> @given(histories(near=card))
    ... def test_capped(happened):
    ...     lead = lk.Lead(id="L-1", activities=happened)
    ...     assert card.score(lead, as_of=AS_OF).total <= 20
    >>> test_capped()
    """
    found = _histories(edges_of(near), as_of)
    return named(found, "histories", near=near, as_of=_unless_usual(as_of))


def _histories(edges: Edges, as_of: datetime) -> SearchStrategy[tuple[Activity, ...]]:
    some = st.lists(any_draft(edges, as_of), max_size=3)
    batches = [
        _batches(
            _sizes(asked),
            _BY_DAYS if asked.by_days else _STEPS,
            drafts_of(query, asked, as_of),
        )
        for query, asked in edges.queries.items()
    ]
    if not batches:
        return made_of(numbered, st.lists(any_draft(edges, as_of), max_size=8))
    most = min(len(batches), 3)
    return made_of(
        _joined,
        st.lists(st.one_of(batches), min_size=1, max_size=most),
        some,
    )


def _joined(parts: list[list[Draft]], rest: list[Draft]) -> tuple[Activity, ...]:
    return numbered([*chain.from_iterable(parts), *rest])


def numbered(drafts: Iterable[Draft], first: int = 1) -> tuple[Activity, ...]:
    """
    Make activities of drafts, with ids that count.

    Args:
        drafts: What they are made of.

        first: The number of the first.
    """
    return tuple(
        Activity(id=f"a{number}", **draft) for number, draft in enumerate(drafts, first)
    )
