"""
The figures of a report: what a playbook says about each lead, counted.

They are counted once, so that a page and a terminal can't show different ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from ...assessment import Summary
from ...codes import Medium
from ...history import has_been, last_grant, moves_until
from ...instants import utc
from ...leads import Lead
from ...playbook import Playbook
from ...redirects import tombstones
from ...states import Lifecycle
from ...timing import Late

# What we would write for.
_PURPOSE = "marketing"


@attrs.frozen
class Figures:
    """
    What a playbook says about leads.

    Attributes:
        playbook: The playbook.

        as_of: The instant of the question; whatever is later isn't counted.

        leads: The leads by their ids.

        seen: What the playbook says about each, by the leads' ids.

        stages: The stages, in the order of the lifecycle.

        ahead: Those that moves forward lead to, the first one included.

        now: How many leads are in each stage.

        ever: How many have been there.

        late: How many of those that are there are overdue, and how many stale, by what
            they are and the stage.

        warmth: How many leads are hot, warm and cold.

        grades: How many have each grade, by grade and temperature.

        held: How many hold each qualification.

        by_person: How many of them had it from a person.

        granted: How often each was granted.

        revoked: How often each was revoked.

        made: How often each move was made.

        refused: How often each move was refused, by its trigger and why.

        merged: How many records were merged into those of the leads.

        erased: How many leads were erased.

        reach: Whether they may be written to for marketing, by medium: how many by the
            code of `Permission`; ``"no-contact"``, if they may and no address is known;
            or ``"erased"``.
    """

    playbook: Playbook
    as_of: datetime
    leads: Mapping[str, Lead]
    seen: Mapping[str, Summary]
    stages: Sequence[str]
    ahead: Sequence[str]
    now: Counter[str]
    ever: Counter[str]
    late: Mapping[str, Counter[str]]
    warmth: Counter[str]
    grades: Counter[tuple[str | None, str | None]]
    held: Counter[str]
    by_person: Counter[str]
    granted: Counter[str]
    revoked: Counter[str]
    made: Counter[str]
    refused: Mapping[tuple[str, str], int]
    merged: int
    erased: int
    reach: Mapping[str, Counter[str]]

    @classmethod
    def of(
        cls,
        playbook: Playbook,
        leads: Iterable[Lead],
        *,
        as_of: datetime,
        refused: Mapping[tuple[str, str], int],
    ) -> Figures:
        """
        Ask a playbook about leads, and count.

        Args:
            playbook: The playbook.

            leads: The leads.

            as_of: The instant of the question.

            refused: How often moves were refused, by their trigger and the reason.

        Raises:
            InstantError: *as_of* has no time zone.
        """
        as_of = utc(as_of, "as_of")
        known = {lead.id: lead for lead in leads}
        seen = {
            lead.id: playbook.summarize(lead, as_of=as_of) for lead in known.values()
        }
        now = Counter(one.stage for one in seen.values())
        stages, ahead = _stages(playbook, now)
        held = [
            (known[lead_id], code)
            for lead_id, one in seen.items()
            for code, answer in one.answers.items()
            if answer is True
        ]
        return cls(
            playbook,
            as_of,
            known,
            seen,
            stages,
            ahead,
            now,
            Counter(
                stage
                for lead in known.values()
                for stage in stages
                if has_been(lead, stage, as_of)
            ),
            _late(playbook.lifecycle, known.values(), as_of),
            Counter(one.temperature for one in seen.values() if one.temperature),
            Counter((one.grade, one.temperature) for one in seen.values()),
            Counter(code for _, code in held),
            Counter(code for lead, code in held if _is_by_person(lead, code, as_of)),
            Counter(_changed(known.values(), as_of, granted=True)),
            Counter(_changed(known.values(), as_of, granted=False)),
            Counter(
                move.trigger
                for lead in known.values()
                for move in moves_until(lead, as_of)
            ),
            dict(refused),
            sum(len(tombstones(lead)) for lead in known.values() if lead.merged),
            sum(_is_erased(lead, as_of) for lead in known.values()),
            {
                medium: Counter(_reach(one, medium, as_of) for one in known.values())
                for medium in Medium
            },
        )

    @property
    def version(self) -> str:
        """
        The version of the playbook.
        """
        return self.playbook.version

    @property
    def declined(self) -> Counter[str]:
        """
        How often each move was refused, whatever the reason.
        """
        found = Counter[str]()
        for (trigger, _), times in self.refused.items():
            found[trigger] += times
        return found

    def warm(self, stage: str) -> Counter[str]:
        """
        Count how many leads of a stage are hot, warm and cold.
        """
        return Counter(
            one.temperature
            for one in self.seen.values()
            if one.stage == stage and one.temperature
        )

    def reasons(self, most: int) -> list[tuple[str, str, int]]:
        """
        List the commonest reasons for refusals: the move, why, and how often.
        """
        sorted_ = sorted(self.refused.items(), key=lambda one: (-one[1], one[0]))
        return [(trigger, why, times) for (trigger, why), times in sorted_[:most]]


def _stages(playbook: Playbook, now: Counter[str]) -> tuple[list[str], list[str]]:
    lifecycle = playbook.lifecycle
    if lifecycle is None:
        found = [stage for stage, _ in now.most_common()]
        return found, found
    # Leads may stand where this lifecycle has no stage.
    stages = list(dict.fromkeys([*lifecycle.stages, *sorted(now)]))
    entered = {one.target for one in lifecycle.transitions if one.kind == "forward"}
    entered.add(lifecycle.initial)
    return stages, [stage for stage in lifecycle.stages if stage in entered]


def _late(
    lifecycle: Lifecycle | None, leads: Iterable[Lead], as_of: datetime
) -> dict[str, Counter[str]]:
    if lifecycle is None:
        return {}

    def count(found: Iterable[Late | None]) -> Counter[str]:
        return Counter(one.stage for one in found if one is not None)

    some = list(leads)
    return {
        "overdue": count(lifecycle.overdue(lead, as_of=as_of) for lead in some),
        "stale": count(lifecycle.stale(lead, as_of=as_of) for lead in some),
    }


def _is_erased(lead: Lead, as_of: datetime) -> bool:
    return lead.erased_at is not None and lead.erased_at <= as_of


def _reach(lead: Lead, medium: Medium, as_of: datetime) -> str:
    if _is_erased(lead, as_of):
        return "erased"
    answer = lead.may_contact(_PURPOSE, medium, as_of)
    return answer.code if answer.contact or not answer else "no-contact"


def _is_by_person(lead: Lead, code: str, as_of: datetime) -> bool:
    last = last_grant(lead, code, as_of)
    return last is not None and last.granted and not last.automatic


def _changed(leads: Iterable[Lead], as_of: datetime, *, granted: bool) -> Iterator[str]:
    return (
        grant.qualification
        for lead in leads
        for grant in lead.grants
        if grant.at <= as_of and grant.granted is granted
    )
