"""
Who comes twice: records about one person are found by their addresses, and merged.

Every Monday the firm looks whether somebody who came in the week before is known
already. A name is not enough: in a year, many leads have one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ...choosing import Policy
from ...codes import Medium
from ...happenings import Activity
from ...leads import Lead
from ...matching import duplicates
from ...merging import merge
from ...playbook import Playbook
from .living import Life, Lived
from .seasons import END, monday
from .steps import Story

#: What records are known by.
KEYS = ("email", "phone", "social", "post")
# Whoever shouted in the second form isn't called so from then on.
_POLICY: Mapping[str, Policy[Lead]] = {"name": "first"}
_OUT = frozenset({"disqualified", "lost", "churned"})


def together(stories: Iterable[Story]) -> Iterator[tuple[Story, ...]]:
    """
    Put stories together that are about one person.

    Args:
        stories: The stories, one for each record.

    Returns:
        Those of each person, in the order in which it came.
    """
    told = {story.lead.id: story for story in stories}
    found = duplicates((story.lead for story in told.values()), keys=KEYS)
    groups = {one.ids[0]: one.ids for one in found}
    later = {lead_id for one in found for lead_id in one.ids[1:]}
    for lead_id in told:
        if lead_id not in later:
            yield tuple(told[one] for one in groups.get(lead_id, (lead_id,)))


def live_together(stories: tuple[Story, ...], playbook: Playbook) -> Iterator[Lived]:
    """
    Live through the stories of one person.

    Args:
        stories: Its stories, at least one, in the order in which it came.

        playbook: The playbook that judges and moves it.

    Returns:
        What became of it: one record, unless there was nobody to be found any more.
    """
    first, *others = (Life.of(story, playbook) for story in stories)
    apart: list[Life] = []
    for other in others:
        at = found_at(other.lead)
        if at < END:
            first.until(at)
            other.until(at)
        # Whoever was forgotten meanwhile comes as a stranger.
        if at < END and first.lead.erased_at is None:
            first = _met(first, other, at)
        else:
            apart.append(other)
    yield from (one.lived() for one in (first, *apart))


def found_at(lead: Lead) -> datetime:
    """
    Tell when it is found whether a lead was known before.
    """
    return monday(lead.created_at or END)


def _met(first: Life, other: Life, at: datetime) -> Life:
    # From now on it has one life. If it was given up, its coming back counts.
    stays, goes = first, other
    if first.lead.stage in _OUT and other.lead.stage not in _OUT:
        stays, goes = other, first
    stays.lead = merge(stays.lead, goes.lead, policy=_POLICY)
    stays.refused += goes.refused
    # Whoever refused in one of the records isn't written to because of the other.
    if not stays.lead.may_contact("marketing", Medium.EMAIL, at):
        stays.ahead = tuple(
            one
            for one in stays.ahead
            if not (isinstance(one, Activity) and one.medium == Medium.EMAIL)
        )
    return stays
