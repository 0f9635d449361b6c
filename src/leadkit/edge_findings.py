"""
What is wrong with the edges of a lifecycle: guards that can never hold, moves that are
never made because another one always is, and guards that ask for what there is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .diagnosis import Place, Problem
from .leads import Lead
from .moves import PREVIOUS, Transition
from .name_findings import unknown_names
from .rules import nodes as n
from .rules.proof.possibility import impossible


def edge(transition: Transition) -> Place:
    """
    Name a transition as a place of problems.
    """
    return Place(f"transition {transition}", (transition.trigger,))


def never_made(
    transitions: tuple[Transition, ...], record: type[Lead] | None = None
) -> dict[Transition, Problem]:
    """
    Find the transitions whose guard is proved never to hold in their stages.

    Args:
        transitions: The transitions.

        record: The class of leads, if it is known.
    """
    found: dict[Transition, Problem] = {}
    for one in transitions:
        if one.when is not None:
            asked = [n.InStage(one.sources), one.when.node]
            if impossible(asked, record=record):
                found[one] = edge(one).problem("contradictory", rule=str(one.when))
    return found


def outdone(
    transitions: tuple[Transition, ...],
    gone: Collection[Transition],
    record: type[Lead] | None = None,
) -> dict[tuple[Transition, str], Problem]:
    """
    Find the transitions that are never made since an earlier one always is.

    Args:
        transitions: The transitions.

        gone: Those that are never made anyway.

        record: The class of leads, if it is known.

    Returns:
        The problems by transition and source.
    """
    found: dict[tuple[Transition, str], Problem] = {}
    for place, later in enumerate(transitions):
        for stage in () if later in gone else later.sources:
            problem = _outdone(later, stage, transitions[:place], record)
            if problem is not None:
                found[later, stage] = problem
    return found


def _outdone(
    later: Transition,
    stage: str,
    before: tuple[Transition, ...],
    record: type[Lead] | None,
) -> Problem | None:
    for earlier in before:
        if earlier.trigger != later.trigger or stage not in earlier.sources:
            continue
        # An earlier move back doesn't happen if the lead came from nowhere.
        if earlier.target is PREVIOUS and later.target is not PREVIOUS:
            continue
        asked: list[n.Question] = [n.InStage((stage,))]
        asked += [] if later.when is None else [later.when.node]
        first = n.Always(answer=True) if earlier.when is None else earlier.when.node
        if impossible(asked, [first], record=record):
            return edge(later).problem(
                "shadowed",
                other=f"transition {earlier}",
                details=f"from {stage!r}, that is made whenever this could be",
            )
    return None


def left_over(
    transitions: tuple[Transition, ...],
    gone: Collection[Transition],
    late: Collection[tuple[Transition, str]],
) -> tuple[Transition, ...]:
    """
    List the transitions that are made from one of their stages at least.

    Args:
        transitions: The transitions.

        gone: Those whose guard never holds.

        late: Those that another always comes before, with the stage.
    """
    return tuple(
        one
        for one in transitions
        if one not in gone and not all((one, stage) in late for stage in one.sources)
    )


def unknown_stages(
    transitions: tuple[Transition, ...], stages: Collection[str]
) -> Iterator[Problem]:
    """
    Find guards that ask for a stage which the lifecycle doesn't have.

    Args:
        transitions: The transitions.

        stages: All stages.
    """
    for one in transitions:
        if one.when is not None:
            yield from unknown_names(edge(one), [one.when.node], stages=stages)
