"""
Near what may be drawn: all that asks about leads, and where it turns.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, cast

from ...errors import RuleError, described
from ...playbook import Playbook
from ...points import Group, Points
from ...qualification import Qualification
from ...rules.activities import Activities
from ...rules.expressions import Flag, Number, Rule
from ...scoring import Scorecard
from ...states import Lifecycle
from .edges import Edges

#: What asks about leads.
Near: TypeAlias = (
    Rule
    | Flag
    | Number
    | Activities
    | Scorecard
    | Group
    | Points
    | Qualification
    | Lifecycle
    | Playbook
)


def edges_of(near: Near | Iterable[Near] | None) -> Edges:
    """
    Find where definitions turn.

    Args:
        near: Something that asks about leads, or several such things.

    Raises:
        RuleError: It is something else.
    """
    edges = Edges()
    for one in listed(near):
        _read_one(edges, one)
    return edges


def listed(near: Near | Iterable[Near] | None) -> tuple[Any, ...]:
    """
    List what something is to be near to.

    Args:
        near: Something that asks about leads, several such things, or nothing.
    """
    if near is None:
        return ()
    if isinstance(near, (list, tuple, set, frozenset)):
        return tuple(cast("Iterable[Any]", near))
    return (near,)


def _read_one(edges: Edges, one: object) -> None:
    match one:
        case Playbook():
            _read_playbook(edges, one)
        case Lifecycle():
            edges.lifecycle = one
            edges.stages.update(dict.fromkeys(one.stages))
            edges.read(t.when.node for t in one.transitions if t.when is not None)
            spans = (*one.deadlines.values(), *one.stale_after.values())
            after = (t.after for t in one.transitions if t.after is not None)
            edges.stays.update(dict.fromkeys((*spans, *after)))
        case Qualification():
            edges.qualifications[one.name] = None
            edges.stages.update(dict.fromkeys(one.applies_to or ()))
            edges.read(rule.node for rule in one.rules)
        case Group():
            edges.read_group(one)
        case Points():
            edges.read_points(one)
        case Rule() | Flag() | Number() | Activities():
            edges.read([one.node])
        case _:
            raise RuleError(
                "near",
                described(one),
                "a rule, a Scorecard, a Qualification, a Lifecycle or a Playbook",
                "Leave it out to draw without looking at anything.",
            )


def _read_playbook(edges: Edges, playbook: Playbook) -> None:
    parts = (*playbook.scorecards.values(), *playbook.qualifications.values())
    for part in (playbook.lifecycle, *parts):
        if part is not None:
            _read_one(edges, part)
    if playbook.temperature is not None:
        edges.read(playbook.temperature.questions)
    if playbook.grades is not None:
        total = playbook.scorecards[playbook.grades.card].total
        edges.read([total.is_in(playbook.grades.thresholds.values()).node])
