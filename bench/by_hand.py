"""
The standard lifecycle as somebody would write it once, for speed: a dict of edges, with
guards in plain Python.

The guards are asked about anything that has the histories of a lead, so that the models
of other libraries can use them too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

import attrs
from stories import BY, LIFECYCLE, START, Step

import leadkit as lk
from leadkit.copying import copier

Guard: TypeAlias = Callable[[Any, datetime], Any]

_CALLS = {"call_held", "meeting_held", "chat_held"}
_TALKS = _CALLS | {"email_replied", "sms_replied", "social_messaged"}
_READY = {"MQL", "SQL", "PQL"}
_HUMAN, _MACHINE, _INBOUND = lk.Actor.HUMAN, lk.Actor.MACHINE, lk.Direction.INBOUND


def reachable(lead: Any, at: datetime) -> bool:
    """
    Tell whether there is consent to marketing for a contact point.
    """
    for contact in lead.contacts:
        medium = contact.medium
        for consent in lead.consents:
            if (
                consent.medium == medium
                and consent.purpose == "marketing"
                and consent.at <= at
            ):
                if consent.granted:
                    return True
                break
    return False


def is_ready(lead: Any, at: datetime) -> bool:
    """
    Tell whether a qualification for sales is held, and there was a conversation.
    """
    revoked: tuple[str, ...] = ()
    for grant in lead.grants:
        name = grant.qualification
        if name in _READY and grant.at <= at and name not in revoked:
            if grant.granted:
                return talked(lead, at)
            revoked += (name,)
    return False


def talked(lead: Any, at: datetime) -> bool:
    """
    Tell whether a human and we have talked.
    """
    for one in lead.activities:
        if one.type in _TALKS and one.at <= at and one.actor is _HUMAN:
            return True
    return False


def talked_again(lead: Any, at: datetime) -> bool:
    """
    Tell whether a human and we have talked since the lead churned.
    """
    churned = _churned(lead, at)
    for one in lead.activities:
        if churned is not None and one.at <= churned:
            return False
        if one.type in _TALKS and one.at <= at and one.actor is _HUMAN:
            return True
    return False


def bought(lead: Any, at: datetime) -> bool:
    """
    Tell whether the lead bought, since it churned if it did.
    """
    churned = _churned(lead, at)
    for one in lead.activities:
        if churned is not None and one.at <= churned:
            return False
        if one.type == "purchased" and one.at <= at and not _is_scanner(one):
            return True
    return False


def recommended(lead: Any, at: datetime) -> bool:
    """
    Tell whether the lead referred or reviewed us, or is very content.
    """
    content = None
    for one in lead.activities:
        if one.at <= at and not _is_scanner(one):
            kind = one.type
            if kind in {"referred", "reviewed"}:
                return True
            if kind == "survey_answered" and content is None:
                content = one.value
    return content is not None and content >= 9


def may_reopen(lead: Any, at: datetime) -> bool:
    """
    Tell whether the lead may go back to where it was: to nurturing only if reachable.
    """
    moves = lead.moves
    return not moves or moves[-1].source != "nurtured" or reachable(lead, at)


def _churned(lead: Any, at: datetime) -> datetime | None:
    for move in reversed(lead.moves):
        if move.target == "churned" and move.at <= at:
            return move.at
    return None


def _is_scanner(one: lk.Activity) -> bool:
    return one.actor is _MACHINE and one.direction is _INBOUND


# --- The lifecycle by hand -----------------------------------------------------------


class Edge(NamedTuple):
    """
    Where a trigger leads from a stage: None is the stage before.
    """

    target: str | None
    kind: str
    guard: Guard | None


def _asking(rule: lk.Rule | None) -> Guard | None:
    if rule is None:
        return None
    return lambda lead, at: rule.test(lead, as_of=at) is True


_RULES = {one.trigger: one.when for one in LIFECYCLE.transitions}
_GUARDS: dict[str, Guard] = {
    "nurture": reachable,
    "qualify": is_ready,
    "convert": bought,
    "promote": recommended,
    "recycle": reachable,
    "reopen": may_reopen,
    "win_back": talked_again,
}
#: By trigger, then by stage.
EDGES: dict[str, dict[str, Edge]] = {
    one.trigger: {
        str(source): Edge(
            str(one.target) if isinstance(one.target, str) else None,
            one.kind,
            _GUARDS.get(one.trigger),
        )
        for source in one.sources
    }
    for one in LIFECYCLE.transitions
}
#: The same, but for the guards, which are leadkit's rules.
EDGES_WITH_RULES: dict[str, dict[str, Edge]] = {
    trigger: {
        stage: edge._replace(guard=_asking(_RULES[trigger]))
        for stage, edge in by_stage.items()
    }
    for trigger, by_stage in EDGES.items()
}


class Refused(Exception):  # noqa: N818  so does leadkit call it
    """
    All that a refusal by hand says.
    """


def decide(
    lead: Any,
    trigger: str,
    at: datetime,
    edges: dict[str, dict[str, Edge]] = EDGES,
) -> tuple[str, str]:
    """
    Decide as somebody would who writes it once, for speed: the target and the kind.
    """
    moves = lead.moves
    if moves and at < moves[-1].at:
        raise Refused
    edge = edges[trigger].get(lead.stage)
    if edge is None:
        raise Refused
    target, kind, guard = edge
    if guard is not None and not guard(lead, at):
        raise Refused
    if target is None:
        if not moves or moves[-1].target != lead.stage:
            raise Refused
        target = moves[-1].source
    return target, kind


@attrs.frozen(kw_only=True)
class PlainMove:
    """
    A `Move` that checks nothing.
    """

    trigger: str
    source: str
    target: str
    at: datetime
    by: str | None = None
    reason: str | None = None
    kind: str = "forward"
    resume_at: datetime | None = None
    number: int = 0


@attrs.frozen(kw_only=True)
class PlainLead:
    """
    A `Lead` that checks nothing.
    """

    id: str
    kind: str
    name: str | None
    contacts: tuple[lk.ContactPoint, ...]
    consents: tuple[lk.Consent, ...]
    touches: tuple[lk.Touch, ...]
    activities: Any
    moves: tuple[Any, ...]
    grants: tuple[lk.Grant, ...]
    stage: str
    created_at: datetime | None
    traits: Any
    merged: tuple[lk.Lead, ...]
    erased_at: datetime | None
    revision: int


def plain(lead: lk.Lead) -> PlainLead:
    """
    Make the plain lead of a lead, its moves included.
    """
    moves = [PlainMove(**_values(move)) for move in lead.moves]
    return PlainLead(**{**_values(lead), "moves": tuple(moves)})


def _values(record: Any) -> dict[str, Any]:
    return attrs.asdict(record, recurse=False)


def advancing(
    move_class: Callable[..., Any], lead_class: Callable[..., Any]
) -> Callable[[Any, Step], Any]:
    """
    Make a function that makes a step by hand, with the constructors of these classes.
    """

    def made(lead: Any, step: Step) -> Any:
        trigger, at, reason = step
        target, kind = decide(lead, trigger, at)
        if kind != "forward" and not reason:
            raise Refused
        moves = lead.moves
        move = move_class(
            trigger=trigger,
            source=lead.stage,
            target=target,
            at=at,
            by=BY,
            reason=reason,
            kind=kind,
            number=len(moves) + 1,
        )
        return _constructed(lead_class, lead, target, (*moves, move))

    return made


def _constructed(
    lead_class: Callable[..., Any], lead: Any, stage: str, moves: tuple[Any, ...]
) -> Any:
    return lead_class(
        id=lead.id,
        kind=lead.kind,
        name=lead.name,
        contacts=lead.contacts,
        consents=lead.consents,
        touches=lead.touches,
        activities=lead.activities,
        moves=moves,
        grants=lead.grants,
        stage=stage,
        created_at=lead.created_at,
        traits=lead.traits,
        merged=lead.merged,
        erased_at=lead.erased_at,
        revision=lead.revision + len(moves) - len(lead.moves),
    )


_copy = copier(lk.Lead, "stage", "moves", "revision")
_copy_move = copier(lk.Move, *attrs.fields_dict(lk.Move))


def advance_by_copying(lead: lk.Lead, step: Step) -> lk.Lead:
    """
    Make a step by hand, with records that `leadkit.copying` fills.
    """
    trigger, at, reason = step
    target, kind = decide(lead, trigger, at)
    if kind != "forward" and not reason:
        raise Refused
    moves = lead.moves
    move = _copy_move(
        None, trigger, lead.stage, target, at, BY, reason, kind, None, len(moves) + 1
    )
    return _copy(lead, target, (*moves, move), lead.revision + 1)


def _last_stage(lead: Any, moves: tuple[Any, ...]) -> str:
    # The stage after moves that follow one another, each of them declared.
    stage, came, at = lead.stage, None, START
    if lead.moves:
        came, at = lead.moves[-1].source, lead.moves[-1].at
    for move in moves:
        edge = EDGES[move.trigger].get(stage)
        target = move.target
        if (
            edge is None
            or move.source != stage
            or move.at < at
            or target != (edge.target or came)
        ):
            raise Refused
        stage, came, at = target, stage, move.at
    return str(stage)


def replay(lead: lk.Lead, moves: tuple[lk.Move, ...]) -> lk.Lead:
    """
    Replay by hand, with the constructor of `Lead` at the end.
    """
    return _constructed(lk.Lead, lead, _last_stage(lead, moves), (*lead.moves, *moves))


def replay_plainly(lead: PlainLead, moves: tuple[PlainMove, ...]) -> PlainLead:
    """
    Replay by hand, with the constructor of `PlainLead` at the end.
    """
    return _constructed(
        PlainLead, lead, _last_stage(lead, moves), (*lead.moves, *moves)
    )


def replay_by_copying(lead: lk.Lead, moves: tuple[lk.Move, ...]) -> lk.Lead:
    """
    Replay by hand, with a copy at the end.
    """
    stage = _last_stage(lead, moves)
    return _copy(lead, stage, (*lead.moves, *moves), lead.revision + len(moves))
