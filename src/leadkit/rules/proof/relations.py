"""
What aggregates of activities have to do with one another.

Of 30 days there are never more activities than of 90; where there is none, there is no
day of the last. Such facts hold for every lead, and rule out combinations of regions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...instants import DAY
from .. import nodes as n
from ..turning import TICK
from .regions import Region

_COUNTS = {"count", "distinct_days"}
_VALUED = {"largest", "mean", "latest"}


def days(query: n.Query) -> Fraction | None:
    """
    The window of a query in days, None if it has none.
    """
    return None if query.window is None else Fraction(query.window // TICK, DAY // TICK)


def within(one: n.Query, other: n.Query) -> bool:
    """
    Tell whether all activities that one query finds are found by another too.
    """
    span, longer = days(one), days(other)
    return (
        set(one.types) <= set(other.types)
        and other.since in {None, one.since}
        and (longer is None or (span is not None and span <= longer))
        and _narrower(dict(one.where), dict(other.where))
    )


def _narrower(one: dict[str, Any], other: dict[str, Any]) -> bool:
    # A machine's inbound activity is found only where an actor is asked for.
    if "actor" not in other and one.get("actor", "human") != "human":
        return False
    return all(_implied(name, wanted, one) for name, wanted in other.items())


def _implied(name: str, wanted: Any, given: dict[str, Any]) -> bool:
    if name in given and given[name] == wanted:
        return True
    if name == "value_at_least":
        lows = [given[key] for key in ("value", name) if key in given]
        return any(low >= wanted for low in lows)
    if name == "value_at_most":
        highs = [given[key] for key in ("value", name) if key in given]
        return any(high <= wanted for high in highs)
    return False


def is_part(one: n.Query, other: n.Query) -> bool:
    """
    Tell whether one query is another but for its shorter window.
    """
    span, longer = days(one), days(other)
    alike = (set(one.types), one.where, one.since) == (
        set(other.types), other.where, other.since
    )  # fmt: skip
    return alike and span is not None and (longer is None or span < longer)


def related(one: n.Aggregate, other: n.Aggregate) -> bool:
    """
    Tell whether two aggregates depend on each other, as far as we know.
    """
    return within(one.query, other.query) or within(other.query, one.query)


def agree(
    one: n.Aggregate, here: Region | None, other: n.Aggregate, there: Region | None
) -> bool:
    """
    Tell whether two aggregates may lie in two regions for one lead.

    Args:
        one: An aggregate.

        here: Its region, None for missing.

        other: Another aggregate.

        there: Its region.

    Returns:
        False only if no lead has both.
    """
    return _agree(one, here, other, there) and _agree(other, there, one, here)


def _agree(
    one: n.Aggregate, here: Region | None, other: n.Aggregate, there: Region | None
) -> bool:
    if not within(one.query, other.query):
        return True
    some, more = _found(one.op, here), _found(other.op, there)
    if some is True and more is False:
        return False
    if _with_value(one.op, here) is True and _with_value(other.op, there) is False:
        return False
    if is_part(one.query, other.query) and other.op == "days_since_last" and there:
        span = days(one.query)
        assert span is not None  # noqa: S101  a part has a window
        if some is False and there.under(span):
            return False
        if some is True and there.from_(span):
            return False
        if one.op == "days_since_last" and here and not here.meets(there):
            return False
    return here is None or there is None or _ordered(one.op, here, other.op, there)


def _ordered(op: str, here: Region, other: str, there: Region) -> bool:
    # `here` is of a query whose activities the one of `there` finds as well.
    match op, other:
        case ("count", "count") | ("distinct_days", "count" | "distinct_days"):
            return here.reaches(there)
        case ("largest" | "latest", "largest"):
            return here.reaches(there)
        case ("days_since_first", "days_since_first"):
            return here.reaches(there)
        case ("days_since_last" | "days_since_first", "days_since_last"):
            return there.reaches(here)
        case ("days_since_last", "days_since_first"):
            return here.reaches(there)
        case _:
            return True


def _found(op: str, region: Region | None) -> bool | None:
    # Whether there is an activity; None if that is open.
    if op in _COUNTS:
        assert region is not None  # noqa: S101  counts are never missing
        return region.sample > 0
    if op in _VALUED or op == "total":
        return True if _with_value(op, region) else None
    return region is not None


def _with_value(op: str, region: Region | None) -> bool | None:
    # Whether there is one with a value.
    if op in _VALUED:
        return region is not None
    if op == "total":
        return True if region is not None and region.sample else None
    return None if _found(op, region) else False
