"""
Real leads, sent on one move: made ready for it, and asked to make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import attrs

from ...leads import Lead
from ...moves import PREVIOUS, Transition
from ...rules import nodes as n
from ...rules.proof.drafts import Budget
from ...states import Lifecycle
from ..stories.continuing import continued
from ..stories.moving import moved
from ..stories.needs import Need, asked
from ..stories.story import REASON
from .situations import Spot

# How often a move is tried for a lead, and how many leads are built for that.
_MOST_TRIES = 3
_MOST_LEADS = 300


@attrs.frozen
class Sent:
    """
    A move that a lead was made ready for, and made.

    Attributes:
        before: The lead before it.

        after: And after it.

        at: When.
    """

    before: Lead
    after: Lead
    at: datetime


def send(
    lifecycle: Lifecycle,
    lead: Lead,
    at: datetime,
    trigger: str,
    need: Need,
    *,
    monotone: Iterable[n.Question] = (),
    budget: Budget | None = None,
) -> Sent | None:
    """
    Let happen to a lead what a move needs, and ask for it.

    Args:
        lifecycle: The lifecycle.

        lead: The lead; nothing of it is later than *at*.

        at: The instant of what happened last.

        trigger: What is asked for.

        need: What the lead is to be like then.

        monotone: Rules that stay known true once they are.

        budget: How many leads may be built.

    Returns:
        What became of it; None if the move wasn't made.
    """
    kept = [node for node in monotone if asked(node, lead, at) is True]
    need = attrs.evolve(need, true=(*need.true, *kept))
    budget = Budget(_MOST_LEADS) if budget is None else budget
    for new, later in islice(continued(lead, at, need, budget), _MOST_TRIES):
        after = moved(lifecycle, new, trigger, later, REASON)
        if after is not None:  # what the interpreter says is asked again
            return Sent(new, after, later)
    return None


@attrs.frozen
class Open:
    """
    A transition that is declared where a lead stands.

    Attributes:
        transition: The transition.

        target: Where it leads.

        need: What the lead is to be like for it.
    """

    transition: Transition
    target: Spot
    need: Need


def spot_of(lead: Lead) -> Spot:
    """
    Tell where a lead stands, and where it came from.
    """
    came = lead.moves[-1].source if lead.moves else None
    return Spot(lead.stage, came, frozenset())


def opened(lifecycle: Lifecycle, spot: Spot) -> Iterator[Open]:
    """
    List the transitions from a spot, in the order declared.
    """
    before: dict[str, list[n.Question]] = {}
    for one in lifecycle.transitions:
        target = spot.came if one.target is PREVIOUS else str(one.target)
        if spot.stage not in one.sources or target is None:
            continue
        guard = n.Always(answer=True) if one.when is None else one.when.node
        earlier = before.setdefault(one.trigger, [])
        there = Spot(target, spot.stage, frozenset())
        yield Open(one, there, Need((guard,), tuple(earlier)))
        earlier.append(guard)
