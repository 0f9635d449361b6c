"""
The engine behind a lifecycle: ``transitions``, read and never run.

Its engine moves mutable models, and a `Lead` is frozen; so a machine has no model, and
its events decide without executing. Nothing outside this module knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, cast

import attrs
import transitions

from .history import last_move
from .leads import Lead
from .moves import PREVIOUS, Transition
from .rules import nodes as n
from .rules.compiled import Compiled, holding
from .rules.reasons import Explainer, conjuncts


def previous_stage(lead: Lead, as_of: datetime) -> str | None:
    """
    Tell which stage the lead left when it entered the one it is in.
    """
    move = last_move(lead, as_of)
    return move.source if move is not None and move.target == lead.stage else None


@attrs.frozen
class Guard:
    """
    A rule as a condition of ``transitions``, which compares answers with True.
    """

    node: n.Question

    def __call__(self, lead: Lead, as_of: datetime) -> bool:
        return self._holds(lead, as_of)

    @cached_property
    def _holds(self) -> Compiled[bool]:
        return holding(self.node)


@attrs.frozen
class Back:
    """
    The condition of an edge of `PREVIOUS`: that the lead came from its target.
    """

    stage: str

    def __call__(self, lead: Lead, as_of: datetime) -> bool:
        return previous_stage(lead, as_of) == self.stage


class Edge(transitions.Transition):
    """
    One edge, with the declaration it comes from.
    """

    def __init__(self, *args: Any, declared: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared = declared

    @cached_property
    def reasons(self) -> Explainer:
        """
        Explains every part of the guard, without stopping early.
        """
        guard = self.declared.when
        return Explainer(() if guard is None else dict.fromkeys(conjuncts(guard.node)))


class Event(transitions.Event):
    """
    A trigger that can be decided without being executed.
    """

    def candidates(self, stage: str, previous: str | None) -> list[Edge]:
        """
        List the edges that start from a stage, in the order declared.
        """
        # .get(): `transitions` is a defaultdict, and indexing it would add a source.
        edges: list[Any] = self.transitions.get(stage, [])
        return [
            edge
            for edge in edges
            if edge.declared.target is not PREVIOUS or edge.dest == previous
        ]

    def decide(self, edges: list[Edge], lead: Lead, as_of: datetime) -> Edge | None:
        """
        Take the first edge all of whose conditions hold.
        """
        for edge in edges:
            # Ours are always functions; `transitions` takes their names as well.
            conditions: list[Any] = edge.conditions
            if all(condition.func(lead, as_of) for condition in conditions):
                return edge
        return None


class Machine(transitions.Machine):
    """
    A machine whose events can be decided.
    """

    event_cls: type[transitions.Event] = Event
    transition_cls: type[transitions.Transition] = Edge


def build(
    stages: tuple[str, ...], initial: str, declared: Iterable[Transition]
) -> Machine:
    """
    Build the machine of a lifecycle.

    Args:
        stages: The stages.

        initial: Where leads begin.

        declared: The moves.
    """
    # Every default overridden here would weaken the contract: a stray initial
    # state, a to_<stage>() from anywhere, a model that is the machine itself.
    machine = Machine(
        model=None,
        states=list(stages),
        initial=initial,
        auto_transitions=False,
        model_attribute="leadkit_stage",
    )
    for one in declared:
        guards = [] if one.when is None else [Guard(one.when.node)]
        ahead = (one.target,) if isinstance(one.target, str) else ()
        # A lead's history may be older than this definition, so that any stage may
        # be the one it came from.
        for target in ahead or stages:
            came: list[Any] = [] if ahead else [Back(target)]
            machine.add_transition(
                one.trigger,
                list(one.sources),
                target,
                conditions=[*came, *guards],
                declared=one,
            )
    return machine


def events(machine: Machine) -> dict[str, Event]:
    """
    List the events of a machine by their triggers.
    """
    return cast("dict[str, Event]", machine.events)
