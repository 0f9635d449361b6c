"""
The engine behind a lifecycle: ``transitions``, read and never run.

Its engine moves mutable models, and a `Lead` is frozen; so a machine has no model, and
its events decide without executing. Nothing outside this module knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, cast

import attrs
import transitions

from .happenings import Move
from .history import previous_stage
from .leads import Lead
from .moves import PREVIOUS, Decision, Transition
from .rules import nodes as n
from .rules.compiled import UNFIT, Compiled, holding
from .rules.reasons import Explainer, conjuncts


@attrs.frozen
class Guard:
    """
    A rule as a condition of ``transitions``, which compares answers with True.
    """

    node: n.Question

    def __call__(self, lead: Lead, as_of: datetime) -> bool:
        return self.holds(lead, as_of)

    @cached_property
    def holds(self) -> Compiled[bool]:
        """
        The rule as a function.
        """
        return holding(self.node)


@attrs.frozen
class Back:
    """
    The condition of an edge of `PREVIOUS`: that the lead came from its target.
    """

    stage: str

    def __call__(self, lead: Lead, as_of: datetime) -> bool:
        return previous_stage(lead, as_of) == self.stage


# Stands in a pattern for the instant that isn't known yet.
_NEVER = datetime.max.replace(tzinfo=UTC)


class Edge(transitions.Transition):
    """
    One edge, with the declaration it comes from.
    """

    def __init__(self, *args: Any, declared: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared: Transition = declared
        self.leads_back: bool = declared.target is PREVIOUS
        target = str(self.dest)
        self.decision: Decision = Decision(
            declared.trigger, self.source, target, declared.kind
        )
        # What is recorded if the edge is taken, but for when, by whom and why.
        self.pattern: Move = Move(
            trigger=declared.trigger,
            source=self.source,
            target=target,
            at=_NEVER,
            kind=declared.kind,
        )
        # None until it is first decided on: to make functions of rules takes a while.
        self.guards: tuple[Compiled[bool], ...] | None = None

    def compiled(self) -> tuple[Compiled[bool], ...]:
        """
        Make functions of the guards, but for `Back`, which `Event.candidates` asks.
        """
        # Ours are always functions; `transitions` takes their names as well.
        functions = [cast("Any", condition).func for condition in self.conditions]
        guards = tuple(one.holds for one in functions if isinstance(one, Guard))
        self.guards = guards
        return guards

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

    leads_back: bool = False

    def add_transition(self, transition: transitions.Transition) -> None:
        """
        Add an edge, and note whether it leads back.
        """
        super().add_transition(transition)
        if cast("Edge", transition).leads_back:
            self.leads_back = True

    def candidates(self, lead: Lead) -> Sequence[Edge]:
        """
        List the edges that start from where a lead is, in the order declared.
        """
        # .get(): `transitions` is a defaultdict, and indexing it would add a source.
        edges: Any = self.transitions.get(lead.stage, ())
        if not self.leads_back:
            return edges  # type: ignore[no-any-return]  # all of them are Edges
        came = _came(lead)
        return [e for e in edges if e.dest == came or not e.leads_back]

    def decide(self, lead: Lead, as_of: datetime) -> Edge | None:
        """
        Take the first edge all of whose guards hold.

        Args:
            lead: The lead.

            as_of: The instant; the lead's last move isn't later.
        """
        # Written out, since each call would take as long as a guard: a rule that was
        # compiled for leads of other classes is asked again, and steps back.
        edges: Any = self.transitions.get(lead.stage, ())
        came = _came(lead) if self.leads_back else ""
        edge: Edge
        for edge in edges:
            if edge.leads_back and edge.dest != came:
                continue
            guards = edge.guards
            if guards is None:
                guards = edge.compiled()
            for guard in guards:
                holds = guard.run(lead, as_of)
                if holds is UNFIT:
                    holds = guard(lead, as_of)
                if not holds:
                    break
            else:
                return edge
        return None


def _came(lead: Lead) -> str:
    # Where a lead would go back to, as its last move isn't later; no stage is blank.
    moves = lead.moves
    return moves[-1].source if moves and moves[-1].target == lead.stage else ""


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
