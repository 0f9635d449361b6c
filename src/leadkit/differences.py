"""
What a comparison of two playbooks tells: who gains, who loses, whose total shifts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Generic, TypeVar

import attrs

from .grading import Warmth
from .hundredths import in_points, told
from .mapping import FrozenMap
from .markup import (
    FAINT,
    cell,
    element,
    heading,
    items,
    joined,
    sentence,
    table,
    words,
)
from .qualification import Verdict

V = TypeVar("V", covariant=True)

# How many leads of each sort a comparison names in its text.
_NAMED = 3
_PLAIN = "list-style:none;margin:0;padding:0"


def _counted(differences: tuple[object, ...]) -> str:
    return f"<{len(differences)}>"  # a population would fill the screen


@attrs.frozen
class Difference(Generic[V]):
    """
    What differs about one lead.

    Attributes:
        lead_id: The lead.

        before: What it is under the playbook that is there; None where that has no
            word for it.

        after: What it is under the other one.
    """

    lead_id: str
    before: V
    after: V


@attrs.frozen
class Turnover:
    """
    Who would gain and who would lose a qualification.

    Attributes:
        gained: Leads that would hold it under the other playbook only, with the
            verdicts of both; None for a playbook that doesn't have the qualification.

        lost: Leads that hold it now, and wouldn't under the other playbook.
    """

    gained: tuple[Difference[Verdict | None], ...] = attrs.field(
        default=(), repr=_counted
    )
    lost: tuple[Difference[Verdict | None], ...] = attrs.field(
        default=(), repr=_counted
    )


@attrs.frozen
class Shifts:
    """
    Whose total of a scorecard would change.

    Attributes:
        leads: How many leads were compared.

        shifts: Those whose total differs, with both totals. A card that only one
            playbook has counts as 0 in the other, where the total is None.
    """

    leads: int
    shifts: tuple[Difference[float | None], ...] = attrs.field(
        default=(), repr=_counted
    )

    @property
    def up(self) -> int:
        """
        How many leads would have more points.
        """
        return sum(_by(shift) > 0 for shift in self.shifts)

    @property
    def down(self) -> int:
        """
        How many leads would have fewer points.
        """
        return sum(_by(shift) < 0 for shift in self.shifts)

    @property
    def mean(self) -> float:
        """
        The mean shift over all leads that were compared, those without one included.
        """
        if not self.leads:
            return 0.0
        return in_points(sum(map(_by, self.shifts))) / self.leads


@attrs.frozen
class Comparison:
    """
    What would change if one playbook replaced another.

    Nothing of it is recorded. ``str(comparison)`` is a summary with the first few leads
    and the reasons, values included; its repr shows how many leads there are.

    Attributes:
        names: The names of both playbooks: the one that is there, and the other one.

        versions: Their versions.

        as_of: The instant of the question.

        leads: How many leads were compared.

        qualifications: By code, who would gain and lose it.

        scorecards: By name, whose total would shift.

        grades: Leads whose grade would be another.

        temperatures: Leads that would be warmer or colder.

        allowed: Leads that might make other moves.
    """

    names: tuple[str, str]
    versions: tuple[str, str]
    as_of: datetime
    leads: int
    qualifications: FrozenMap[str, Turnover]
    scorecards: FrozenMap[str, Shifts]
    grades: tuple[Difference[str | None], ...] = attrs.field(default=(), repr=_counted)
    temperatures: tuple[Difference[Warmth | None], ...] = attrs.field(
        default=(), repr=_counted
    )
    allowed: tuple[Difference[tuple[str, ...]], ...] = attrs.field(
        default=(), repr=_counted
    )

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing would change for any of the leads.
        """
        return not (
            any(one.gained or one.lost for one in self.qualifications.values())
            or any(one.shifts for one in self.scorecards.values())
            or self.grades
            or self.temperatures
            or self.allowed
        )

    def __str__(self) -> str:
        rows = [f"{' against '.join(self.names)}, {self._about}"]
        if self.is_empty:
            rows.append("  nothing would change")
        for name, counted, leads in self._sections():
            rows += [f"  {name}: {counted}", *(f"    {lead}" for lead in leads)]
        return "\n".join(rows)

    def _repr_html_(self) -> str:
        names = joined(words(self.names[0]), "against", words(self.names[1]))
        rows = [
            [
                heading(words(name)),
                cell(counted),
                cell(items(map(sentence, leads), style=_PLAIN)),
            ]
            for name, counted, leads in self._sections()
        ]
        if self.is_empty:
            rows = [[heading("nothing"), cell("would change"), cell()]]
        caption = joined(element("b", names), element("span", self._about, style=FAINT))
        return table(caption, ("what", "change", "leads"), rows)

    @property
    def _about(self) -> str:
        counted = "1 lead" if self.leads == 1 else f"{self.leads} leads"
        return f"{counted} (as of {self.as_of.isoformat()})"

    def _sections(self) -> Iterator[tuple[str, str, list[str]]]:
        for code, one in self.qualifications.items():
            if one.gained or one.lost:
                # Who gains it is told why it isn't held, who loses it why it won't be.
                yield (
                    code,
                    f"{len(one.gained)} gained, {len(one.lost)} lost",
                    [
                        *_named(one.gained, lambda d: f"gained, was {_why(d.before)}"),
                        *_named(one.lost, lambda d: f"lost, would be {_why(d.after)}"),
                    ],
                )
        for name, card in self.scorecards.items():
            if card.shifts:
                mean = f"mean {card.mean:+.2f}"
                counted = f"{card.up} up, {card.down} down, {mean}"
                yield name, counted, _named(card.shifts, _points)
        for what, moved in (("grade", self.grades), ("temperature", self.temperatures)):
            if moved:
                yield what, f"{len(moved)} moved", _named(moved, _words)
        if self.allowed:
            counted = f"{len(self.allowed)} changed"
            yield "moves", counted, _named(self.allowed, _moves)


def _named(
    differences: tuple[Difference[V], ...], tell: Callable[[Difference[V]], str]
) -> list[str]:
    first = [f"{one.lead_id}: {tell(one)}" for one in differences[:_NAMED]]
    more = len(differences) - _NAMED
    return [*first, f"and {more} more"] if more > 0 else first


def _why(verdict: Verdict | None) -> str:
    return "not in the playbook" if verdict is None else str(verdict)


def _points(shift: Difference[float | None]) -> str:
    before, after = (
        "none" if total is None else told(_whole(total))
        for total in (shift.before, shift.after)
    )
    return f"{before} to {after}"


def _words(moved: Difference[str | None]) -> str:
    return f"{moved.before or 'none'} to {moved.after or 'none'}"


def _moves(changed: Difference[tuple[str, ...]]) -> str:
    old, new = changed.before, changed.after
    more = [f"+{trigger}" for trigger in new if trigger not in old]
    fewer = [f"-{trigger}" for trigger in old if trigger not in new]
    return ", ".join([*more, *fewer])


def _by(shift: Difference[float | None]) -> int:
    return _whole(shift.after) - _whole(shift.before)


def _whole(total: float | None) -> int:
    return round((total or 0) * 100)
