"""
Living through a story: time passes, and people ask for moves.

`Playbook.run` judges a lead again when something happened, or when an answer turns by
itself, and makes the moves that make themselves. Dated records are known to it from the
beginning, since it sees none before its instant; only what somebody does to the lead
stops it.
"""

from __future__ import annotations

from typing import cast

import attrs

from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Activity, Touch
from ...leads import Lead
from ...playbook import Playbook
from ...refusals import MoveRefused
from ...states import Lifecycle
from ...wording import in_words
from .seasons import END
from .steps import Asked, Did, Learned, Left, Story, Took, Undated

_HANDED_OVER = ("MQL", "SQL", "PQL")


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


def live(story: Story, playbook: Playbook) -> Lived:
    """
    Live through a story.

    Args:
        story: The story.

        playbook: The playbook that judges and moves the lead.
    """
    lead = known(story)
    refused: list[MoveRefused] = []
    since = None
    for step in story.steps:
        if isinstance(step, (Did, Consent, Touch)):
            continue
        lead = playbook.run(lead, until=step.at, since=since).lead
        since = step.at
        try:
            lead = _taken(step, lead, lifecycle_of(playbook))
        except MoveRefused as refusal:
            refused.append(refusal)
    lead = playbook.run(lead, until=END, since=since).lead
    return Lived(lead, tuple(refused))


def known(story: Story) -> Lead:
    """
    Give a lead all that is dated, which waits for its instant.
    """
    did = [step for step in story.steps if isinstance(step, Did)]
    consents = [step for step in story.steps if isinstance(step, Consent)]
    touches = [step for step in story.steps if isinstance(step, Touch)]
    lead = story.lead.record(*(_activity(step, n) for n, step in enumerate(did, 1)))
    return attrs.evolve(
        lead,
        consents=[*lead.consents, *consents],
        touches=[*lead.touches, *touches],
    )


def _activity(step: Did, number: int) -> Activity:
    return Activity(id=f"a{number}", **attrs.asdict(step, recurse=False))


def _taken(step: Undated, lead: Lead, lifecycle: Lifecycle) -> Lead:
    match step:
        case Learned(trait=trait, value=value):
            return attrs.evolve(lead, traits={**lead.traits, trait: value})
        case Left(contact=contact):
            return _reached(lead, contact)
        case Took():
            return _taken_over(lead, step)
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
