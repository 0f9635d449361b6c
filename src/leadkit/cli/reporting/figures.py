"""
The figures of the report: what the playbook says about each lead, counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from ...assessment import Assessment
from ...history import has_been, moves_until
from ...leads import Lead
from ...playbook import Playbook


@attrs.frozen
class Figures:
    """
    What a playbook says about leads.

    Attributes:
        playbook: The playbook.

        as_of: The instant of the question.

        leads: The leads by their ids.

        seen: The assessments by the leads' ids.

        stages: The stages, in the order of the lifecycle.

        ahead: Those that moves forward lead to, the first one included.

        now: How many leads are in each stage.

        ever: How many have been there.

        warmth: How many leads are hot, warm and cold.

        grades: How many have each grade, by grade and temperature.

        held: How many hold each qualification.

        made: How often each move was made.
    """

    playbook: Playbook
    as_of: datetime
    leads: Mapping[str, Lead]
    seen: Mapping[str, Assessment]
    stages: Sequence[str]
    ahead: Sequence[str]
    now: Counter[str]
    ever: Counter[str]
    warmth: Counter[str]
    grades: Counter[tuple[str | None, str | None]]
    held: Counter[str]
    made: Counter[str]

    @classmethod
    def of(cls, playbook: Playbook, leads: Sequence[Lead], as_of: datetime) -> Figures:
        """
        Ask a playbook about leads, and count.

        Args:
            playbook: The playbook.

            leads: The leads.

            as_of: The instant of the question, in UTC.
        """
        seen = {lead.id: playbook.assess(lead, as_of=as_of) for lead in leads}
        now = Counter(one.stage for one in seen.values())
        stages, ahead = _stages(playbook, now)
        return cls(
            playbook,
            as_of,
            {lead.id: lead for lead in leads},
            seen,
            stages,
            ahead,
            now,
            Counter(s for lead in leads for s in stages if has_been(lead, s, as_of)),
            Counter(one.temperature for one in seen.values() if one.temperature),
            Counter((one.grade, one.temperature) for one in seen.values()),
            Counter(
                code
                for one in seen.values()
                for code, verdict in one.verdicts.items()
                if verdict.held
            ),
            Counter(m.trigger for lead in leads for m in moves_until(lead, as_of)),
        )

    @property
    def version(self) -> str:
        """
        The version of the playbook.
        """
        return self.playbook.version

    def warm(self, stage: str) -> Counter[str]:
        """
        Count how many leads of a stage are hot, warm and cold.
        """
        return Counter(
            one.temperature
            for one in self.seen.values()
            if one.stage == stage and one.temperature
        )


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
