"""
What one should know to read a curve.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..answers.tables import shown
from ..given.clock import DAY
from ..ways.past import Past
from ..ways.remarks import counted, left_out, skipped_note
from .parts import CurvePart
from .waiting import CONVERTED, WAITING


def curve_notes(past: Past, start: str, parts: Sequence[CurvePart]) -> tuple[str, ...]:
    """
    Say how many leads are behind curves, how far they reach, and what to mistrust.

    Args:
        past: The history.

        start: The stage in which the waits begin.

        parts: The share of each segment.
    """
    told: list[str] = []
    waits = [part.waited for part in parts]
    size = sum(len(one.places) for one in waits)
    if size:
        converted = sum(one.codes.count(CONVERTED) for one in waits)
        waiting = sum(one.codes.count(WAITING) for one in waits)
        otherwise = size - converted - waiting
        ended = f", {otherwise:,} ended otherwise" if otherwise else ""
        leads = counted(size, "lead", "leads")
        told.append(
            f"{converted:,} of {leads} converted{ended}; the others count as waiting, "
            "in whatever stage they are."
        )
        longest = days(max(part.longest for part in parts))
        if all(part.is_over for part in parts if part.waited.places):
            told.append(f"Nobody waits any more after {longest}.")
        else:
            told.append(f"Known up to {longest}; nobody has waited longer.")
        if not converted:
            told.append("Before the first conversion, no interval is known.")
    else:
        told.append(f"No lead has entered {start} and was watched then.")
    if unwatched := sum(one.unwatched for one in waits):
        leads = counted(unwatched, "lead isn't", "leads aren't")
        told.append(f"{leads} counted: not watched before the wait was over.")
    if skipped := sum(one.skipped for one in waits):
        told.append(skipped_note(skipped, start))
    told += [note for part in parts for note in _early(part)]
    return (*told, *left_out(past))


def _early(part: CurvePart) -> list[str]:
    # With late entries, a curve may get to its end while hardly anybody is watched.
    if part.waited.entries is None or not part.times or part.shares[-1] < 1:
        return []
    place = list(part.shares).index(part.shares[-1])
    age, n = part.times[place], part.estimate.at_risk[place]
    if age >= part.longest:
        return []
    leads = counted(n, "lead was", "leads were")
    segment = part.labels.get("segment")
    where = "" if segment is None else f" of {segment}"
    told = f"The curve{where} is at 100% from {days(age)} on, when only {leads} "
    return [f"{told}watched; it says little from there on."]


def days(span: int) -> str:
    """
    Write a span for a reader.

    >>> days(DAY), days(36 * DAY // 24)
    ('1 day', '1.5 days')
    """
    number = shown(span / DAY)
    return f"{number} day{'' if number == '1' else 's'}"
