"""
Leads in examples: what they did, and what may be left out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from ...leads import Lead
from ...unchecked import REFUSALS
from ..stories.deeds import Deed, with_deeds

#: The instant of all questions about them. It is noon, so that days begin within hours.
AS_OF = datetime(2026, 1, 1, 12, tzinfo=UTC)
_NO_TIME = timedelta(0)
# How many simpler examples are tried.
_MOST_TRIED = 500


@attrs.frozen
class Case:
    """
    A lead at the edges of a card.

    Attributes:
        start: The lead before it did anything.

        deeds: What it did.

        more: What it does then.
    """

    start: Lead
    deeds: tuple[Deed, ...] = ()
    more: Deed | None = None

    @property
    def lead(self) -> Lead | None:
        """
        The lead with what it did; None if its class doesn't take that.
        """
        return with_deeds(self.start, self.deeds, AS_OF)

    @property
    def after(self) -> Lead | None:
        """
        The lead with what it does then, too.
        """
        # It is numbered after the others, and so leaves their ids what they are.
        more = () if self.more is None else (self.more,)
        return with_deeds(self.start, (*self.deeds, *more), AS_OF)


def simplest(case: Case, breaks: Callable[[Case], bool]) -> Case:
    """
    Leave out of a case whatever it breaks a law without.

    Args:
        case: The case; it does.

        breaks: Tells whether one does.
    """
    left, found = _MOST_TRIED, True
    while found:
        found = False
        for simpler in _simpler(case):
            if not left:
                return case
            left -= 1
            if breaks(simpler):
                case, found = simpler, True
                break
    return case


def _simpler(case: Case) -> Iterator[Case]:
    deeds = case.deeds
    for place, deed in enumerate(deeds):
        before, behind = deeds[:place], deeds[place + 1 :]
        yield attrs.evolve(case, deeds=(*before, *behind))
        for simpler in _simpler_deeds(deed):
            yield attrs.evolve(case, deeds=(*before, simpler, *behind))
    if case.more is not None:
        for simpler in _simpler_deeds(case.more):
            yield attrs.evolve(case, more=simpler)
    for start in _simpler_leads(case.start):
        yield attrs.evolve(case, start=start)


def _simpler_deeds(deed: Deed) -> Iterator[Deed]:
    for times in dict.fromkeys((1, deed.times // 2, deed.times - 1)):
        if 0 < times < deed.times:
            yield attrs.evolve(deed, times=times)
    if deed.apart:
        yield attrs.evolve(deed, apart=_NO_TIME)
    if deed.ago:
        yield attrs.evolve(deed, ago=_NO_TIME)
    if deed.value is not None:
        yield attrs.evolve(deed, value=None)


def _simpler_leads(lead: Lead) -> Iterator[Lead]:
    changes: list[dict[str, Any]] = [
        {"traits": {k: v for k, v in lead.traits.items() if k != name}}
        for name in lead.traits
    ]
    if lead.moves:
        changes.append({"moves": (), "stage": "lead"})
    for field in attrs.fields(type(lead)):
        usual = field.default
        plain = usual is not attrs.NOTHING and not isinstance(usual, _Made)
        if plain and field.init and getattr(lead, field.name) != usual:
            changes.append({field.alias: usual})
    for change in changes:
        try:
            yield attrs.evolve(lead, **change)
        except REFUSALS:  # a host's checks, too
            continue


_Made: Any = type(attrs.Factory(dict[str, str]))
