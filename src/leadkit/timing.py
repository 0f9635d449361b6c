"""
Clocks of a stage: since when a lead is in it, or is left alone in it, and what is late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import attrs

from .codes import Actor
from .errors import either
from .happenings import Activity
from .history import entered_stage, last_move, stage_at, visible
from .instants import LAST, in_words
from .leads import Lead
from .moves import Clock, Transition


@attrs.frozen(order=True)
class Due:
    """
    A move that is to be made by itself; advance it with ``at=deadline``.

    Attributes:
        deadline: When it was due, or may be made.

        trigger: What is to be asked for.

        reason: Why, in words; exits and ways back want one.
    """

    deadline: datetime
    trigger: str
    reason: str = attrs.field(default="", eq=False)


@attrs.frozen
class Late:
    """
    A lead that is longer in its stage, or left alone in it, than it should be.

    Attributes:
        lead_id: The lead.

        stage: The stage.

        since: From when the time counts.

        deadline: When it was up.

        by: How long ago that was.
    """

    lead_id: str
    stage: str
    since: datetime
    deadline: datetime
    by: timedelta


def why_due(transition: Transition) -> str:
    """
    Say why a move is made by itself.

    >>> from leadkit import Transition
    >>> why_due(Transition("lapse", "lead", "lost", after=timedelta(days=90)))
    '90 days in stage lead'
    """
    if transition.after is None:
        return "automatic" if transition.when is None else str(transition.when)
    span = in_words(transition.after)
    if transition.since == "activity":
        return f"{span} without activity"
    return f"{span} in stage {either(transition.sources)}"


def began(lead: Lead, as_of: datetime) -> datetime | None:
    """
    Tell from when the time in its stage counts: its entry, or the end of its rest.
    """
    entered = entered_stage(lead, as_of)
    move = last_move(lead, as_of)
    rested = None if move is None else move.resume_at
    return entered if rested is None else rested


def quiet_since(lead: Lead, as_of: datetime) -> datetime | None:
    """
    Tell from when a lead is left alone in its stage.

    That is the last activity by a human, whether the lead or one of us, or the
    beginning of its time in the stage, if that is later. What machines do, mailings and
    mail scanners, is no sign of life.
    """
    start = began(lead, as_of)
    last = next(_signs(lead, as_of), None)
    return max((at for at in (start, last) if at is not None), default=None)


def deadlines(
    lead: Lead, transition: Transition, as_of: datetime
) -> Iterator[datetime]:
    """
    List when a timed move was due since the lead entered its stage, oldest first.

    There may be several if it counts from the last activity: each time that the lead
    was left alone for so long.

    Args:
        lead: The lead.

        transition: The move.

        as_of: Later deadlines, activities and moves are left out.
    """
    resets = transition.since == "activity"
    signs = [*_signs(lead, as_of)][::-1] if resets else []
    after = began(lead, as_of)
    if after is None and signs:  # before, it may have been in another stage
        after = signs[-1]
    while after is not None:
        after = next_deadline(lead, transition, after, signs)
        if after is None or after > as_of:
            return
        yield after


def next_deadline(
    lead: Lead, transition: Transition, after: datetime, signs: Sequence[datetime]
) -> datetime | None:
    """
    Tell when a timed move is next due, if the lead stays in its stage.

    Args:
        lead: The lead.

        transition: The move.

        after: From when on, and not before its last move.

        signs: The instants of what humans did, oldest first; later ones too.

    Returns:
        The instant, or None if it isn't due again.
    """
    span, start = transition.after, began(lead, after)
    if span is None:
        return None
    resets = transition.since == "activity"
    place = bisect_right(signs, after)
    if resets:
        known = [at for at in (start, *signs[max(place - 1, 0) : place]) if at]
        start = max(known, default=None)
    if start is None:
        return None
    while span <= LAST - start:
        deadline = start + span
        sign = signs[place] if resets and place < len(signs) else None
        if deadline > after and (sign is None or sign > deadline):
            return deadline
        if sign is None:
            return None
        start, place = max(start, sign), place + 1
    return None


def signs_of_life(lead: Lead) -> list[datetime]:
    """
    List the instants of what humans did, oldest first.

    Args:
        lead: The lead.
    """
    return [one.at for one in reversed(lead.activities) if _is_sign(one)]


def late(
    lead: Lead, since: Clock, span: timedelta | None, as_of: datetime
) -> Late | None:
    """
    Tell whether a time is up.

    Args:
        lead: The lead.

        since: From when it counts.

        span: How long it is, None for ever.

        as_of: The instant of the question.
    """
    clock = began if since == "entry" else quiet_since
    start = clock(lead, as_of)
    if span is None or start is None or as_of - start < span:
        return None
    over = as_of - start - span
    return Late(lead.id, stage_at(lead, as_of), start, as_of - over, over)


def _signs(lead: Lead, as_of: datetime) -> Iterator[datetime]:
    # Newest first.
    return (one.at for one in visible(lead, as_of) if _is_sign(one))


def _is_sign(one: Activity) -> bool:
    return one.actor is not Actor.MACHINE
