"""
Questions of a document that have no other questions or values in them.
"""

from __future__ import annotations

from collections.abc import Callable

from ...codes import Medium
from ...spots import Spot
from .. import nodes as n
from .scalars import NAMED


def _always(spot: Spot) -> n.Question:
    return n.Always(spot.flag())


def _consented(spot: Spot) -> n.Question:
    parts = spot.parts("purpose", "medium")
    return n.Consented(parts["purpose"].code(), parts["medium"].one_of(Medium))


def _reachable(spot: Spot) -> n.Question:
    parts = spot.parts("purpose", optional=("medium",))
    medium = parts["medium"].one_of(Medium) if "medium" in parts else None
    return n.Reachable(parts["purpose"].code(), medium)


def _in_stage(spot: Spot) -> n.Question:
    return n.InStage(spot.codes(NAMED))


def _has_been(spot: Spot) -> n.Question:
    return n.HasBeen(spot.code())


def _came_from(spot: Spot) -> n.Question:
    return n.CameFrom(spot.code())


def _holds(spot: Spot) -> n.Question:
    return n.Holds(spot.code())


def _conversed(spot: Spot) -> n.Question:
    parts = spot.parts(optional=("since",))
    return n.Conversed(parts["since"].code() if "since" in parts else None)


def _is_lead(spot: Spot) -> n.Question:
    spot.empty()
    return n.IsLead()


#: What reads each of them, by its key.
FACTS: dict[str, Callable[[Spot], n.Question]] = {
    "always": _always,
    "consented": _consented,
    "reachable": _reachable,
    "in_stage": _in_stage,
    "has_been": _has_been,
    "came_from": _came_from,
    "holds": _holds,
    "conversed": _conversed,
    "is_lead": _is_lead,
}
