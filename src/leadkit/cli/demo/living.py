"""
Living through a story: time passes, and people ask for moves.

`Playbook.run` judges a lead again when something happened, or when an answer turns by
itself, and makes the moves that make themselves. Dated records are known to it from the
beginning, since it sees none before its instant; only what somebody does to the lead
stops it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, cast

import attrs

from ...consents import Consent
from ...contact_points import ContactPoint
from ...erasing import erase
from ...happenings import Activity, Touch
from ...leads import Lead
from ...playbook import Playbook
from ...refusals import MoveRefused
from ...states import Lifecycle
from ...wording import in_words
from .seasons import END
from .steps import Asked, Did, Forgotten, Learned, Left, Story, Took, Undated

#: What waits for its instant.
Waiting: TypeAlias = Activity | Consent | Touch | Undated

_HANDED_OVER = ("MQL", "SQL", "PQL")
# Our campaigns say nothing about a person.
_KEPT = ("campaign", "variant")


@attrs.frozen
class Lived:
    """
    What became of a story.

    Attributes:
        lead: The lead as it stands at the end.

        refused: The moves that it was refused.
    """

    lead: Lead
    refused: tuple[MoveRefused, ...]


def lifecycle_of(playbook: Playbook) -> Lifecycle:
    """
    Take the lifecycle of the standard playbook.
    """
    return cast("Lifecycle", playbook.lifecycle)


@attrs.define
class Life:
    """
    A lead that lives through its story, up to any instant and on from there.

    Attributes:
        lead: The lead as it stands.

        ahead: What it will live through.

        playbook: The playbook that judges and moves it.

        refused: The moves that it was refused.

        since: Up to when it has lived; None if it has not yet.
    """

    lead: Lead
    ahead: tuple[Waiting, ...]
    playbook: Playbook
    refused: tuple[MoveRefused, ...] = ()
    since: datetime | None = None

    @classmethod
    def of(cls, story: Story, playbook: Playbook) -> Life:
        """
        Begin the life that a story tells of.
        """
        return cls(story.lead, tuple(waiting(story)), playbook)

    def until(self, at: datetime) -> None:
        """
        Live on.

        Args:
            at: Until when.
        """
        now = [one for one in self.ahead if one.at <= at]
        self.ahead = tuple(one for one in self.ahead if one.at > at)
        dated = [one for one in now if isinstance(one, Activity | Consent | Touch)]
        self.lead = self.lead.record(*dated)
        for step in now:
            if isinstance(step, Activity | Consent | Touch):
                continue
            self._passes(step.at)
            try:
                self.lead = _taken(step, self.lead, lifecycle_of(self.playbook))
            except MoveRefused as refusal:
                self.refused = (*self.refused, refusal)
        self._passes(at)

    def _passes(self, until: datetime) -> None:
        ran = self.playbook.run(self.lead, until=until, since=self.since)
        self.lead, self.since = ran.lead, until

    def lived(self) -> Lived:
        """
        Live on until the end of the year.
        """
        self.until(END)
        return Lived(self.lead, self.refused)


def live(story: Story, playbook: Playbook) -> Lived:
    """
    Live through a story.

    Args:
        story: The story.

        playbook: The playbook that judges and moves the lead.
    """
    return Life.of(story, playbook).lived()


def waiting(story: Story) -> Iterator[Waiting]:
    """
    Give the steps of a story, with what was done as activities.

    Their ids tell them from those of all leads, since records may be merged.
    """
    number = 0
    for step in story.steps:
        if isinstance(step, Did):
            number += 1
            given = attrs.asdict(step, recurse=False)
            yield Activity(id=f"{story.lead.id}-{number}", **given)
        else:
            yield step


def _taken(step: Undated, lead: Lead, lifecycle: Lifecycle) -> Lead:
    match step:
        case Learned(trait=trait, value=value):
            return attrs.evolve(lead, traits={**lead.traits, trait: value})
        case Left(contact=contact):
            return _reached(lead, contact)
        case Took():
            return _taken_over(lead, step)
        case Forgotten():
            return _forgotten(lead, step)
        case _:
            return _moved(lead, step, lifecycle)


def _reached(lead: Lead, contact: ContactPoint) -> Lead:
    return attrs.evolve(lead, contacts=[*lead.contacts, contact])


def _taken_over(lead: Lead, step: Took) -> Lead:
    # Nobody takes what wasn't handed over, or twice.
    why = next((code for code in _HANDED_OVER if lead.holds(code)), None)
    if why is None or lead.holds("SAL") or lead.stage not in {"nurtured", "prospect"}:
        return lead
    return lead.grant("SAL", at=step.at, by=step.by, evidence=f"handed over as {why}")


def _forgotten(lead: Lead, step: Forgotten) -> Lead:
    return erase(lead, step.at, keep=_KEPT)


def _moved(lead: Lead, step: Asked, lifecycle: Lifecycle) -> Lead:
    # Nobody asks for what doesn't even start from where the lead stands.
    starts = any(
        one.trigger == step.trigger and lead.stage in one.sources
        for one in lifecycle.transitions
    )
    if not starts:
        return lead
    return lifecycle.advance(
        lead,
        step.trigger,
        at=step.at,
        by=step.by,
        reason=step.reason,
        resume_at=None if step.rest is None else step.at + step.rest,
    )


def why(refusal: MoveRefused) -> str:
    """
    Say which parts of a guard stood in the way of a move, whatever the lead's values.
    """
    return "; and ".join(in_words(part.rule) for part in refusal.unmet)
