"""
Numbers that rules compare: what is counted, summed and measured of a history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import Channel, Medium, Stage
from ...rules import facts
from ...rules.activities import Activities, activity
from ...rules.expressions import Number, Rule
from .naming import made_of

_TYPES = (
    "email_clicked",
    "call_held",
    "email_replied",
    "webinar_attended",
    "price_requested",
    "email_sent",
    "purchased",
)
_WINDOWS = ({"days": 30}, {"days": 7}, {"hours": 36}, {"days": 90})
_AGGREGATES = ("total", "largest", "mean", "latest")
_DAYS = ("days_since_first", "days_since_last")


@attrs.frozen
class Names:
    """
    What rules may name besides fields.

    Attributes:
        stages: Stages.

        qualifications: Qualifications.
    """

    stages: tuple[str, ...] = tuple(one.value for one in Stage)
    qualifications: tuple[str, ...] = ("MQL", "SQL")


def compared(
    values: SearchStrategy[Number], others: SearchStrategy[Any]
) -> SearchStrategy[Rule]:
    """
    Draw comparisons of numbers.

    Args:
        values: The numbers.

        others: What they are compared with.
    """
    few = st.lists(others, min_size=1, max_size=2)
    return (
        made_of(_compare, values, st.sampled_from([ge, le, gt]), others)
        | made_of(_compare, values, st.sampled_from([lt, eq, ne]), others)
        | made_of(_between, values, others, st.integers(0, 10))
        | made_of(_is_in, values, few)
    )


def _compare(value: Number, op: Callable[[Any, Any], Rule], other: float) -> Rule:
    return op(value, other)


def _between(value: Number, low: float, more: int) -> Rule:
    return value.between(low, low + more)


def _is_in(value: Number, some: list[float]) -> Rule:
    return value.is_in(some)


def queries(names: Names) -> SearchStrategy[Activities]:
    """
    Draw which activities are meant.

    Args:
        names: Which stages there are.
    """
    conditions: dict[str, SearchStrategy[Any]] = {
        "medium": st.sampled_from([one.value for one in Medium]),
        "channel": st.sampled_from([one.value for one in Channel]),
        "purpose": st.sampled_from(["marketing", "service"]),
        "campaign": st.sampled_from(["spring", "autumn"]),
        "direction": st.sampled_from(["inbound", "outbound"]),
        "actor": st.sampled_from(["human", "machine"]),
        "value": st.integers(0, 10),
        "value_at_least": st.integers(0, 10),
        "value_at_most": st.integers(0, 10),
    }
    # Most have one condition at most: with many, nothing would be found.
    one = st.one_of(
        [st.fixed_dictionaries({name: some}) for name, some in conditions.items()]
    )
    return made_of(
        _query,
        st.lists(st.sampled_from(_TYPES), min_size=1, max_size=2, unique=True),
        st.none() | one,
        st.none() | st.sampled_from(_WINDOWS),
        st.sampled_from([None, None, *names.stages]),
    )


def _query(
    types: list[str],
    where: dict[str, Any] | None,
    window: dict[str, float] | None,
    since: str | None,
) -> Activities:
    meant = activity(*types)
    if where is not None:
        meant = meant.where(**where)
    if window is not None:
        meant = meant.within(**window)
    return meant if since is None else meant.since(since)


def numbers_of(names: Names) -> SearchStrategy[Number]:
    """
    Draw numbers that are computed of a history.

    Args:
        names: Which stages there are.
    """
    meant = queries(names)
    return (
        made_of(Activities.count, meant)
        | made_of(Activities.distinct_days, meant)
        | made_of(_aggregate, meant, st.sampled_from(_AGGREGATES + _DAYS))
        | made_of(_sum, meant, meant)
        | st.just(facts.time_in_stage())
    )


def _sum(one: Activities, other: Activities) -> Number:
    return one.count() + other.count()


def _aggregate(meant: Activities, op: str) -> Number:
    found: Number = getattr(meant, op)()
    return found


def spans(
    days: Iterable[int] = (1, 7, 30, 90),
) -> SearchStrategy[timedelta]:
    """
    Draw spans.

    Args:
        days: How many days they may have.
    """
    return st.sampled_from([timedelta(days=one) for one in days])
