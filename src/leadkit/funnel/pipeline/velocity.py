"""
How much money flows through the pipeline in a day, and what that is made of.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ...errors import RuleError, described
from ...mapping import FrozenMap
from ..conversions.reaching import NOT_YET
from ..numbers.money import Amount, ValueOf, in_decimals, money, value_finder
from ..ways.past import Past
from ..ways.segments import By
from .velocity_parts import Deals, Velocity, parts_of


def velocity(
    past: Past,
    *,
    value: ValueOf,
    opportunity: str = "prospect",
    won: str = "customer",
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> Velocity:
    """
    Tell the sales velocity, and the four numbers that it is made of.

    It is open opportunities * win rate * mean value of a won deal / mean days from
    opportunity to win. An opportunity is a lead that entered the stage *opportunity*.
    It is open while the lead is in that stage and watched. It is won once the lead
    enters *won*, or a stage behind it on the mainline, after its first entry into the
    opportunity, and the days count between these two. It is lost if it wasn't won and
    the lead is in an exit.

    Args:
        past: The leads.

        value: What a won deal is worth, by the lead's id; None where nobody knows.

        opportunity: The stage in which deals are open.

        won: The stage in which they are won.

        by: What segment each lead has.

        created: From when to when the leads were created; the latter isn't included.

    Raises:
        RuleError: There is no such stage, *won* doesn't come after *opportunity*, or
            *value*, *by* or *created* is none.
        LeadError: A value is no amount of money of 0 or more.
        InstantError: An instant of *created* has no time zone.
    """
    find = value_finder(value, "a velocity")
    start, end = _stages(past, opportunity, won)
    deals = _deals(past, start, end)
    segments = past.segments(by, created)
    leads = past.columns.leads
    amounts = {
        place: find(leads[place])
        for segment in segments
        for place in segment.leads
        if deals.won[place] != NOT_YET
    }
    parts = {
        segment.name: parts_of(past, deals, amounts, segment.leads)
        for segment in segments
    }
    if len(segments) == 1:
        overall = parts[segments[0].name]
    else:
        everybody = [place for segment in segments for place in segment.leads]
        overall = parts_of(past, deals, amounts, everybody)
    return Velocity(past, opportunity, won, by is not None, FrozenMap(parts), overall)


def sales_velocity(
    n: int, value: Amount, win_rate: float, cycle_days: float
) -> Decimal | None:
    """
    Tell the sales velocity by the textbook's formula: n * win rate * value / days.

    Args:
        n: How many opportunities there are.

        value: What a won deal is worth on the average.

        win_rate: The share of deals that are won.

        cycle_days: How many days a deal takes on the average.

    Returns:
        Money per day; None if deals take no time.

    Raises:
        RuleError: An argument is no number, or out of its range.
        LeadError: *value* is no amount of money of 0 or more.

    >>> round(sales_velocity(40, 25_000, 0.25, 90), 2)
    Decimal('2777.78')
    """
    if type(n) is not int or n < 0:
        came = "a negative number" if type(n) is int else described(n)
        raise RuleError("n of a sales velocity", came, "a whole number of 0 or more")
    amount = money(value, "value of a sales velocity")
    rate = _number(win_rate, "win_rate", 1)
    days = _number(cycle_days, "cycle_days", None)
    return in_decimals(n * rate * Fraction(amount) / days) if days else None


def _number(given: object, name: str, most: int | None) -> Fraction:
    subject = f"{name} of a sales velocity"
    expected = "a number of 0 or more" if most is None else "a number from 0 to 1"
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise RuleError(subject, described(given), expected)
    if not 0 <= given < float("inf") or (most is not None and given > most):
        came = "NaN" if given != given else "a number beyond"  # noqa: PLR0124
        raise RuleError(subject, came, expected)
    # A float is taken for the decimals that it is written with.
    return Fraction(repr(float(given)) if isinstance(given, float) else given)


def _stages(past: Past, opportunity: str, won: str) -> tuple[int, int]:
    start = past.code(opportunity, "opportunity of a velocity")
    end = past.code(won, "won of a velocity")
    if start == end or 0 <= past.ranks[end] <= past.ranks[start]:
        raise RuleError(
            "won of a velocity",
            "the stage of the opportunity, or one before it",
            "a stage that comes after it",
        )
    return start, end


def _deals(past: Past, start: int, end: int) -> Deals:
    rank = past.ranks[end]
    wins = [code == end or 0 <= rank <= other for code, other in enumerate(past.ranks)]
    columns = past.columns
    stages, ats, begins = columns.stages, columns.ats, columns.begins
    opened: list[int] = []
    won: list[int] = []
    skipped: list[bool] = []
    first = 0
    for last in begins[1:]:
        began = entered = NOT_YET
        skips = False
        for row in range(first, last):
            if began == NOT_YET:
                if stages[row] == start:
                    began = ats[row]
                elif wins[stages[row]]:
                    skips = True
            elif wins[stages[row]]:
                entered = ats[row]
                break
        opened.append(began)
        won.append(entered)
        skipped.append(skips and began == NOT_YET)
        first = last
    lost = [rank < 0 for rank in past.ranks]
    return Deals(start, opened, won, skipped, lost)
