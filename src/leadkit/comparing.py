"""
What would change over a population if one playbook replaced another.

Both sides are asked about each lead, one lead at a time, and only what differs is kept:
so a large population may come from a generator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from .differences import Comparison, Difference, Shifts, Turnover
from .grading import Warmth
from .hundredths import in_points
from .mapping import FrozenMap
from .qualification import Verdict


@attrs.frozen
class Glance:
    """
    What one playbook says about a lead, as far as it is compared.

    Attributes:
        lead_id: The lead.

        verdicts: What an update would record, by the qualifications' codes.

        totals: The totals in whole hundredths, by the cards' names.

        grade: The letter for fit, or None.

        temperature: How interested the lead is, or None.

        allowed: The moves that it may make.
    """

    lead_id: str
    verdicts: Mapping[str, Verdict]
    totals: Mapping[str, int]
    grade: str | None
    temperature: Warmth | None
    allowed: tuple[str, ...]


@attrs.frozen
class Side:
    """
    One of the two playbooks.

    Attributes:
        name: What it is called.

        version: Its version.

        qualifications: The codes of its qualifications.

        scorecards: The names of its cards.
    """

    name: str
    version: str
    qualifications: tuple[str, ...]
    scorecards: tuple[str, ...]


def comparison(
    before: Side,
    after: Side,
    glances: Iterable[tuple[Glance, Glance]],
    *,
    as_of: datetime,
) -> Comparison:
    """
    Compare what two playbooks say about many leads.

    Args:
        before: The playbook that is there.

        after: The one that might replace it.

        glances: What both say about each lead; gone through once.

        as_of: The instant of the question, in UTC.
    """
    leads = 0
    codes = dict.fromkeys([*before.qualifications, *after.qualifications])
    cards = dict.fromkeys([*before.scorecards, *after.scorecards])
    gained: dict[str, list[Difference[Verdict | None]]] = {code: [] for code in codes}
    lost: dict[str, list[Difference[Verdict | None]]] = {code: [] for code in codes}
    shifts: dict[str, list[Difference[float | None]]] = {name: [] for name in cards}
    grades: list[Difference[str | None]] = []
    temperatures: list[Difference[Warmth | None]] = []
    allowed: list[Difference[tuple[str, ...]]] = []
    for old, new in glances:
        leads += 1
        id_ = old.lead_id
        for code in codes:
            verdicts = Difference(id_, old.verdicts.get(code), new.verdicts.get(code))
            held, holds = _held(verdicts.before), _held(verdicts.after)
            if held != holds:
                (gained if holds else lost)[code].append(verdicts)
        for name in cards:
            totals = Difference(id_, old.totals.get(name), new.totals.get(name))
            if (totals.before or 0) != (totals.after or 0):
                shifts[name].append(
                    Difference(id_, _told(totals.before), _told(totals.after))
                )
        if old.grade != new.grade:
            grades.append(Difference(id_, old.grade, new.grade))
        if old.temperature != new.temperature:
            temperatures.append(Difference(id_, old.temperature, new.temperature))
        if set(old.allowed) != set(new.allowed):
            allowed.append(Difference(id_, old.allowed, new.allowed))
    return Comparison(
        names=(before.name, after.name),
        versions=(before.version, after.version),
        as_of=as_of,
        leads=leads,
        qualifications=FrozenMap(
            (code, Turnover(tuple(gained[code]), tuple(lost[code]))) for code in codes
        ),
        scorecards=FrozenMap(
            (name, Shifts(leads, tuple(shifts[name]))) for name in cards
        ),
        grades=tuple(grades),
        temperatures=tuple(temperatures),
        allowed=tuple(allowed),
    )


def _held(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.held


def _told(total: int | None) -> float | None:
    return None if total is None else in_points(total)
