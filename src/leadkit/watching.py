"""
Which rules decide what happens to a lead next, and when one of them next turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from .changes import next_change
from .history import last_grant, stage_at
from .leads import Lead
from .points import Group, Points
from .qualification import Qualification
from .rules import nodes as n
from .rules.expressions import Rule
from .states import Lifecycle

# So many rules have a card in common, where each is worth twice as much as the one
# before: whichever of them turn, the total differs.
_TOGETHER = 12


def watched(
    lead: Lead,
    qualifications: Iterable[Qualification],
    lifecycle: Lifecycle | None,
    as_of: datetime,
) -> list[n.Question]:
    """
    List the questions whose answers grant, revoke or move next.

    Args:
        lead: The lead.

        qualifications: The qualifications.

        lifecycle: The moves, or None.

        as_of: The instant, in UTC.

    Returns:
        Questions of which it matters whether they are known true, each of them once.
    """
    found: list[n.Question] = []
    for one in qualifications:
        found += _of_qualification(lead, one, as_of)
    if lifecycle is not None:
        found += _of_lifecycle(lead, lifecycle)
    return list(dict.fromkeys(found))


def _of_qualification(
    lead: Lead, one: Qualification, as_of: datetime
) -> Iterator[n.Question]:
    grant = last_grant(lead, one.name, as_of)
    held = grant is not None and grant.granted
    if one.until is not None:
        yield one.until.node
    if one.when is None:
        return
    if not held:
        applies = one.applies_to is None or stage_at(lead, as_of) in one.applies_to
        if applies:
            yield one.when.node
    elif one.until is None:
        yield n.Not(one.when.node)  # it ends when this is known true


def _of_lifecycle(lead: Lead, lifecycle: Lifecycle) -> Iterator[n.Question]:
    # An earlier transition of the same trigger may stand before an automatic one.
    here = [one for one in lifecycle.transitions if lead.stage in one.sources]
    triggers = {one.trigger for one in here if one.automatic}
    for one in here:
        if one.when is not None and one.trigger in triggers:
            yield one.when.node


def is_opaque(node: n.Node) -> bool:
    """
    Tell whether a host's own function, which may turn at any time, is asked.
    """
    return any(isinstance(part, n.Predicate) for part in n.walk_once([node]))


def first_turn(
    nodes: Iterable[n.Question], lead: Lead, after: datetime, until: datetime
) -> datetime | None:
    """
    Find the first later instant at which one of some questions turns by itself.

    Args:
        nodes: The questions.

        lead: The lead.

        after: From when on, in UTC.

        until: Up to when, itself included.

    Returns:
        The first instant at which one that was known true isn't, or the other way
        round; None if there is none.

    Raises:
        RuleError: A host's own function is asked.
    """
    waiting = iter(nodes)
    found: datetime | None = None
    while some := list(islice(waiting, _TOGETHER)):
        worth = [
            Points(2**place, when=Rule(node), name=f"rule {place}")
            for place, node in enumerate(some)
        ]
        turn = next_change(Group("watched", worth), lead, after, found or until)
        found = found if turn is None else turn
    return found
