"""
How long to wait before a move, so that rules about time may answer otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from ...history import entered_stage
from ...instants import DAY
from ...leads import Lead
from ...rules import nodes as n
from ...rules.turning import TICK

#: Of more spans in rules, the longer ones aren't waited for.
_MOST_SPANS = 20
#: Of distinct days, how many are waited for.
_MOST_DAYS = 1000


def gaps(nodes: Iterable[n.Node], lead: Lead, since: datetime) -> tuple[timedelta, ...]:
    """
    List how long to wait, what is most usual first.

    Args:
        nodes: The questions.

        lead: The lead.

        since: From when on it waits.
    """
    asked = tuple(nodes)
    spans = sorted(set(_spans(asked)))[:_MOST_SPANS]
    starts = {since}
    entered, created = entered_stage(lead, since), lead.created_at
    starts |= {start for start in (entered, created) if start is not None}
    found: dict[timedelta, None] = {DAY: None}
    for span in spans:
        for start in sorted(starts, reverse=True):
            rest = span - (since - start)
            # Past it, at it, and before it: windows and thresholds end there.
            found |= {rest + DAY: None, rest: None, rest - TICK: None, rest / 2: None}
    # Nothing can be recorded in between if there is no time.
    return (*(gap for gap in found if gap > timedelta(0)), timedelta(0))


def _spans(nodes: tuple[n.Node, ...]) -> Iterator[timedelta]:
    for node in nodes:
        for part in n.walk(node):
            match part:
                case n.Query(window=window) if window is not None:
                    yield window
                case n.Compare(left=left, right=right):
                    yield from _compared(left, [right])
                    yield from _compared(right, [left])
                case n.Between(value=value, low=low, high=high):
                    yield from _compared(value, [low, high])
                case n.IsIn(value=value, options=options):
                    yield from _compared(value, options)
                case _:
                    pass


def _compared(value: n.Value, others: Iterable[n.Value]) -> Iterator[timedelta]:
    counts_days = any(_counts_days(part) for part in n.walk(value))
    for other in others if counts_days else ():
        if isinstance(other, n.Constant):
            yield from _days(other.value)


def _counts_days(part: n.Node) -> bool:
    if isinstance(part, n.Aggregate):
        return part.op in {"days_since_first", "days_since_last", "distinct_days"}
    return isinstance(part, (n.Age, n.TimeInStage))


def _days(number: Any) -> Iterator[timedelta]:
    try:
        span = int(Fraction(number) * (DAY // TICK)) * TICK
    except OverflowError:  # longer than anybody waits
        return
    if span > timedelta(0):
        yield span
