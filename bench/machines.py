"""
The standard lifecycle in other state machine libraries, on the stories of `stories`.

Each row is what the library's README shows first: a mutable model whose methods are the
guards, and triggers called on it. None of the libraries has a way back to the stage
before, so each such stage has an edge, and a guard that looks into the log.

The log is all that a model keeps of a move, and appending to it all that the host does:
no record is made, nothing is checked, and a refusal says nothing. So each of them does
less than leadkit, which makes a `Move` and another lead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import attrs
import by_hand
from beside import Case
from stories import LIFECYCLE, Step, Story, asked

from leadkit import Lead


class Logged(NamedTuple):
    """
    A move as a model keeps it.
    """

    trigger: str
    source: str
    target: str
    at: datetime


class Model:
    """
    A lead that is moved by a library.
    """

    def __init__(self, lead: Lead | None = None) -> None:
        if lead is not None:
            self.load(lead)

    def load(self, lead: Lead) -> None:
        """
        Become this lead.
        """
        self.state = lead.stage
        self.contacts = lead.contacts
        self.consents = lead.consents
        self.activities = lead.activities
        self.grants = lead.grants
        self.moves: list[Logged] = []

    reachable = by_hand.reachable
    is_ready = by_hand.is_ready
    bought = by_hand.bought
    recommended = by_hand.recommended
    may_reopen = by_hand.may_reopen
    talked_again = by_hand.talked_again

    def came_from_lead(self, _at: datetime) -> bool:
        """
        Tell whether it was a lead before.
        """
        return self.moves[-1].source == "lead"

    def came_from_nurtured(self, _at: datetime) -> bool:
        """
        Tell whether it was nurtured before.
        """
        return self.moves[-1].source == "nurtured"

    def came_from_prospect(self, _at: datetime) -> bool:
        """
        Tell whether it was a prospect before.
        """
        return self.moves[-1].source == "prospect"


@attrs.frozen
class Peer:
    """
    The stories in another library, and how much faster leadkit has to be.
    """

    name: str
    case: Case
    at_least: float | None


def peers(told: list[Story]) -> Iterator[Peer | str]:
    """
    Find the libraries that are installed, and name those that aren't.
    """
    for name, make in (
        ("transitions", _transitions),
        ("python-statemachine", _python_statemachine),
    ):
        try:
            yield from make(told)
        except ImportError:
            yield name


def logs(told: list[Story]) -> list[list[Logged]]:
    """
    Tell what the logs have to be, from the moves that leadkit made.
    """
    lived = {after.id: after.moves for _, _, after in asked(told)}
    return [
        [Logged(one.trigger, one.source, one.target, one.at) for one in lived[lead.id]]
        for lead, _ in told
    ]


def _edges() -> Iterator[tuple[str, str, str, list[str]]]:
    # Trigger, source, target and the names of the guards.
    for one in LIFECYCLE.transitions:
        for source in one.sources:
            target, _, guard = by_hand.EDGES[one.trigger][source]
            guards = [] if guard is None else [guard.__name__]
            if target is not None:
                yield one.trigger, str(source), target, guards
                continue
            for before in _before(source):
                yield one.trigger, str(source), before, [f"came_from_{before}", *guards]


def _before(stage: str) -> list[str]:
    edges: list[tuple[str, by_hand.Edge]] = [
        (source, edge)
        for by_source in by_hand.EDGES.values()
        for source, edge in by_source.items()
    ]
    return [source for source, edge in edges if edge.target == stage]


# Makes what makes a lead's model, and what is called on it: often the model itself.
Begin = Callable[[], Callable[[Lead], tuple[Model, Any]]]
# What moves it: of what is called, a trigger and an instant.
Go = Callable[[Any, str, datetime], object]


def _with_making(told: list[Story], begin: Begin, go: Go) -> Case:
    def run(make: Callable[[Lead], tuple[Model, Any]]) -> list[list[Logged]]:
        return [_live(make(lead), go, steps) for lead, steps in told]

    return Case(run, begin, sum(len(steps) for _, steps in told))


def _moves_alone(told: list[Story], begin: Begin, go: Go) -> Case:
    def prepare() -> list[tuple[tuple[Model, Any], tuple[Step, ...]]]:
        make = begin()
        return [(make(lead), steps) for lead, steps in told]

    def run(
        made: list[tuple[tuple[Model, Any], tuple[Step, ...]]],
    ) -> list[list[Logged]]:
        return [_live(one, go, steps) for one, steps in made]

    return Case(run, prepare, sum(len(steps) for _, steps in told))


def _live(moving: tuple[Model, Any], go: Go, steps: tuple[Step, ...]) -> list[Logged]:
    model, mover = moving
    log: list[Logged] = model.moves
    for trigger, at, _ in steps:
        source = model.state
        go(mover, trigger, at)
        log.append(Logged(trigger, source, model.state, at))
    return log


# --- transitions ---------------------------------------------------------------------


def _transitions(told: list[Story]) -> Iterator[Peer]:
    from transitions import Machine

    stages = [str(stage) for stage in LIFECYCLE.stages]
    edges = [
        {"trigger": trigger, "source": source, "dest": target, "conditions": guards}
        for trigger, source, target, guards in _edges()
    ]

    class WithMachine(Model):
        def __init__(self, lead: Lead) -> None:
            super().__init__(lead)
            self.machine = Machine(
                model=self, states=stages, transitions=edges, initial="lead"
            )

    def alone(lead: Lead) -> tuple[Model, Any]:
        model = WithMachine(lead)
        return model, model

    def call(model: Any, trigger: str, at: datetime) -> object:
        return getattr(model, trigger)(at)

    def sharing() -> Callable[[Lead], tuple[Model, Any]]:
        # Made outside of what is timed, as it is made once for all leads.
        shared = Machine(model=None, states=stages, transitions=edges, initial="lead")

        def registered(lead: Lead) -> tuple[Model, Any]:
            model = Model(lead)
            shared.add_model(model)
            return model, model

        return registered

    yield Peer(
        "transitions, a machine per object",
        _with_making(told, lambda: alone, call),
        10,
    )
    yield Peer("  its moves alone", _moves_alone(told, lambda: alone, call), None)
    yield Peer("transitions, one shared machine", _with_making(told, sharing, call), 5)
    yield Peer("  its moves alone", _moves_alone(told, sharing, call), None)


# --- python-statemachine -------------------------------------------------------------


def _python_statemachine(told: list[Story]) -> Iterator[Peer]:
    from statemachine import State, StateChart

    states = {
        str(stage): State(initial=stage == LIFECYCLE.initial)
        for stage in LIFECYCLE.stages
    }
    events: dict[str, Any] = {}
    for trigger, source, target, guards in _edges():
        edge = states[source].to(states[target], cond=guards)
        events[trigger] = events[trigger] | edge if trigger in events else edge
    # As a class statement would make it, of a body that has these names.
    chart: Any = type(StateChart)("LeadChart", (StateChart,), {**states, **events})

    def alone(lead: Lead) -> tuple[Model, Any]:
        model = Model(lead)
        return model, chart(model)

    def send(machine: Any, trigger: str, at: datetime) -> object:
        return machine.send(trigger, at)

    cell = Model(told[0].lead)
    machine = chart(cell)

    def reused(lead: Lead) -> tuple[Model, Any]:
        cell.load(lead)
        machine.current_state_value = lead.stage
        return cell, machine

    yield Peer(
        "python-statemachine, a machine per lead",
        _with_making(told, lambda: alone, send),
        40,
    )
    yield Peer("  its moves alone", _moves_alone(told, lambda: alone, send), None)
    yield Peer(
        "python-statemachine, one reused",
        _with_making(told, lambda: reused, send),
        None,
    )
