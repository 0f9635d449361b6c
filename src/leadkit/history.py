"""
What the history of a lead says as of an instant: whatever is later is invisible.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .codes import Actor, Direction
from .consents import deciding, is_own_will, permits
from .happenings import Activity, Grant, Move
from .leads import Lead


def visible(lead: Lead, as_of: datetime) -> Iterator[Activity]:
    """
    Walk through the activities at or before an instant, the newest first.
    """
    return (activity for activity in lead.activities if activity.at <= as_of)


def moves_until(lead: Lead, as_of: datetime) -> list[Move]:
    """
    List the moves made at or before an instant, the oldest first.
    """
    return [move for move in lead.moves if move.at <= as_of]


def stage_at(lead: Lead, as_of: datetime) -> str:
    """
    Tell where the lead stood: later moves are taken back.
    """
    if not lead.moves:
        return lead.stage
    later = next((move for move in lead.moves if move.at > as_of), None)
    return later.source if later else lead.stage


def last_move(lead: Lead, as_of: datetime) -> Move | None:
    """
    Find the move by which the lead entered the stage it stood in.
    """
    for move in reversed(lead.moves):
        if move.at <= as_of:
            return move
    return None


def entered_stage(lead: Lead, as_of: datetime) -> datetime | None:
    """
    Tell when the lead entered the stage it stood in; its creation is an entry too.
    """
    move = last_move(lead, as_of)
    entered = move.at if move else lead.created_at
    return entered if entered is not None and entered <= as_of else None


def latest_entry(lead: Lead, stage: str, as_of: datetime) -> datetime | None:
    """
    Tell when the lead last moved into a stage, or None if it never did.
    """
    for move in reversed(lead.moves):
        if move.at <= as_of and move.target == stage:
            return move.at
    return None


def previous_stage(lead: Lead, as_of: datetime) -> str | None:
    """
    Tell which stage the lead left when it entered the one it is in.
    """
    move = last_move(lead, as_of)
    return move.source if move is not None and move.target == lead.stage else None


def last_grant(lead: Lead, qualification: str, as_of: datetime) -> Grant | None:
    """
    Find what was recorded last about a qualification, granted or revoked.
    """
    for grant in lead.grants:
        if grant.qualification == qualification and grant.at <= as_of:
            return grant
    return None


def holds(lead: Lead, qualification: str, as_of: datetime) -> bool:
    """
    Tell whether a qualification was granted and not revoked.
    """
    for grant in lead.grants:
        if grant.qualification == qualification and grant.at <= as_of:
            return grant.granted
    return False


def has_been(lead: Lead, stage: str, as_of: datetime) -> bool:
    """
    Tell whether the lead stood, or had ever stood, in a stage.
    """
    return stage_at(lead, as_of) == stage or any(
        stage in {move.source, move.target} for move in moves_until(lead, as_of)
    )


def came_from(lead: Lead, stage: str, as_of: datetime) -> bool:
    """
    Tell whether the lead came to the stage it stood in from another one.
    """
    move = last_move(lead, as_of)
    return move is not None and move.source == stage


def reachable(lead: Lead, purpose: str, medium: str | None, as_of: datetime) -> bool:
    """
    Tell whether there is a contact point with a consent for it.
    """
    for contact in lead.contacts:
        by = contact.medium
        if medium is not None and by != medium:
            continue
        if consented(lead, purpose, by, as_of):
            return True
    return False


def consented(lead: Lead, purpose: str, medium: str, as_of: datetime) -> bool:
    """
    Tell whether a consent is granted and in force, as its ledger has it.
    """
    # Guards ask this all the time, and mostly the newest entry is a plain grant.
    for entry in lead.consents:
        if entry.purpose == purpose and entry.medium == medium and entry.at <= as_of:
            if (
                entry.granted
                and entry.expires_at is None
                and not entry.imported
                and entry.actor is Actor.HUMAN
                and lead.erased_at is None
            ):
                return True
            break
    else:
        return False
    decides = deciding(lead.consents, purpose, medium, as_of, lead.erased_at)
    return permits(decides, as_of)


def is_lead(lead: Lead, as_of: datetime) -> bool:
    """
    Tell whether a record is a lead: reachable of its own will, interested, and new.
    """
    activities = list(visible(lead, as_of))
    said = {(c.purpose, c.medium) for c in lead.consents}
    deciders = [
        deciding(lead.consents, *about, as_of, lead.erased_at) for about in said
    ]
    reached_us = any(touch.at <= as_of for touch in lead.touches) or any(
        activity.direction is Direction.INBOUND and activity.actor is Actor.HUMAN
        for activity in activities
    )
    return (
        bool(lead.contacts)
        and any(is_own_will(one, as_of) for one in deciders)
        and reached_us
        and not any(activity.type == "purchased" for activity in activities)
    )
