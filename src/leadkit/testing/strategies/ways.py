"""
How leads came to where they stand: moves in order, and the stage they lead to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import Stage
from ...happenings import Move
from ...instants import DAY
from ...kinds import ValueKind
from ...leads import Lead
from ...moves import Transition
from ...records import types_of_record
from .constraints import demands_of
from .edges import Edges, beside
from .naming import often


def ways(
    record: type[Lead], edges: Edges, as_of: datetime, *, most: int
) -> SearchStrategy[dict[str, Any]]:
    """
    Moves, the stage that they lead to, and when the lead came into being.

    Each move leaves the stage that the one before entered, and none is later than the
    question: nothing could be asked of such a lead. They shrink towards no move.

    Args:
        record: The class of leads.

        edges: What is asked about.

        as_of: The instant of the question.

        most: How many moves there are at most.
    """
    lifecycle = edges.lifecycle
    stages = _stages(record, edges)
    first = stages[0] if lifecycle is None else lifecycle.initial
    stays = st.sampled_from([*beside(edges.stays), DAY]).map(
        lambda span: max(span, timedelta())
    )
    gap = often(stays, 4) | st.integers(0, 100).map(lambda days: days * DAY)
    gaps = st.lists(gap, max_size=most)
    if edges.stays and most:
        # How long it is in a stage is asked of leads that entered one.
        gaps |= often(st.lists(gap, min_size=1, max_size=most))

    ages: SearchStrategy[int | None] = st.integers(0, 400)
    may_miss = demands_of(record, "created_at").optional
    if may_miss and types_of_record(record)["created_at"].optional:
        ages = st.none() | ages

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, Any]:
        spans = draw(gaps)
        ats = [as_of - sum(spans[: i + 1], timedelta()) for i in range(len(spans))]
        moves: list[Move] = []
        # Without moves, a lead may have been loaded wherever it stands.
        stage = first if spans else draw(st.sampled_from(stages))
        begun = ats[-1] if ats else as_of
        for number, at in enumerate(reversed(ats), 1):
            step = draw(_step(lifecycle, stages, stage, moves))
            if step is None:
                break
            moves.append(Move(**step, source=stage, at=at, number=number))
            stage = step["target"]
        age = draw(ages)
        created = None if age is None else begun - age * DAY
        return {"moves": moves, "stage": stage, "created_at": created}

    return drawn()


def _stages(record: type[Lead], edges: Edges) -> tuple[str, ...]:
    declared = types_of_record(record)["stage"]
    demands = demands_of(record, "stage")
    asked = tuple(one for one in edges.stages if demands.allow(one))
    options = demands.options
    if declared.kind is ValueKind.CHOICE:
        options = declared.options
    if options is not None:
        known = [str(one) for one in options if demands.allow(one)]
        return tuple(one for one in asked if one in known) or tuple(known)
    if edges.lifecycle is not None:
        return tuple(dict.fromkeys((edges.lifecycle.initial, *asked)))
    # A stage that nobody asks about, first.
    return (
        tuple(dict.fromkeys((Stage.LEAD.value, *asked)))
        if asked
        else tuple(one.value for one in Stage)
    )


def _step(
    lifecycle: Any, stages: tuple[str, ...], stage: str, moves: list[Move]
) -> SearchStrategy[dict[str, Any] | None]:
    if lifecycle is None:
        return st.sampled_from(stages).map(
            lambda target: {"trigger": "go", "target": target}
        )
    steps = [
        step
        for transition in lifecycle.transitions
        if stage in transition.sources
        and (step := _declared(transition, moves)) is not None
        and step["target"] in stages
    ]
    return st.sampled_from(steps) if steps else st.none()


def _declared(transition: Transition, moves: list[Move]) -> dict[str, Any] | None:
    target = transition.target
    if not isinstance(target, str):  # back to where it was before
        if not moves:
            return None
        target = moves[-1].source
    reason = None if transition.kind == "forward" else "example"
    return {
        "trigger": transition.trigger,
        "target": target,
        "kind": transition.kind,
        "reason": reason,
    }
