"""
The lifecycle: which moves there are, which of them a lead may make, and why not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import NoReturn, Self, TypeVar

import attrs

from .diagnosis import Problem, problems, shadowed, steps
from .drawing import state_diagram
from .errors import LeadError, RuleError, described, is_a, listing, near_miss
from .happenings import Move
from .history import entered_stage
from .instants import utc
from .leads import Lead
from .machine import Edge, Event, Machine, build, events, previous_stage
from .moves import Code, Decision, Due, MoveRefused, Transition, stage_code
from .rules.answers import Reason
from .rules.stored.reading import Reading
from .rules.stored.writing import Data, Writing
from .spots import Spot
from .storing import Stored
from .storing_moves import read_lifecycle, write_lifecycle

L = TypeVar("L", bound=Lead)


def _stages(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str) or not is_a(given, Iterable):
        raise RuleError(
            "stages", described(given), "an iterable of stages, or a StrEnum"
        )
    return tuple(stage_code(stage) for stage in given)


def _transitions(given: Iterable[Transition]) -> tuple[Transition, ...]:
    if not is_a(given, Iterable):
        raise RuleError("transitions", described(given), "an iterable of Transitions")
    declared = tuple(given)
    for one in declared:
        if not is_a(one, Transition):
            raise RuleError("transitions", described(one), "Transitions")
    return declared


@attrs.frozen
class Lifecycle(Stored):
    """
    The moves that leads may make: the one door through which a stage changes.

    Attributes:
        name: What it is called.

        stages: All stages there are; a `StrEnum` or an iterable of texts.

        initial: Where leads begin.

        transitions: The moves. Of several for one trigger and stage, the first whose
            rule holds is made.
    """

    name: str
    stages: tuple[str, ...] = attrs.field(converter=_stages)
    initial: str = attrs.field(converter=stage_code)
    transitions: tuple[Transition, ...] = attrs.field(converter=_transitions)

    def __attrs_post_init__(self) -> None:
        if not is_a(self.name, str) or not self.name.strip():
            came = "a blank text" if is_a(self.name, str) else described(self.name)
            raise RuleError("name of a lifecycle", came, "a text")
        if len(set(self.stages)) < len(self.stages) or not self.stages:
            raise RuleError(
                f"stages of lifecycle {self.name!r}",
                "a stage twice" if self.stages else "no stages",
                "each stage once",
            )
        self._check_known(self.initial, "initial")
        for transition in self.transitions:
            for stage in transition.sources:
                self._check_known(stage, f"a source of {transition.trigger!r}")
            if isinstance(transition.target, str):
                self._check_known(
                    transition.target, f"target of {transition.trigger!r}"
                )
        self._check_shadowed()

    def _check_known(self, stage: str, what: str) -> None:
        if stage not in self.stages:
            raise RuleError(
                f"{what} in lifecycle {self.name!r}",
                f"the unknown stage {stage!r}",
                f"one of {listing(self.stages)}",
                near_miss(stage, self.stages),
            )

    def _check_shadowed(self) -> None:
        found = shadowed(self.transitions)
        if found is not None:
            earlier, later, stage = found
            raise RuleError(
                f"lifecycle {self.name!r}",
                f"the transition {later}, which can never be made from {stage!r}",
                "rules that leave it a chance",
                f"{earlier} comes first and is made whenever this could be.",
            )

    @cached_property
    def version(self) -> str:
        """
        A SHA-256 of the definition, versions of the cards that it reads included.

        Of a host's own functions it knows the name alone.
        """
        return self._version()

    _kind = "lifecycle"

    def _write(self, writing: Writing) -> Data:
        return write_lifecycle(
            self.name, self.stages, self.initial, self.transitions, writing
        )

    @classmethod
    def _read(cls, spot: Spot, reading: Reading) -> Self:
        return read_lifecycle(spot, reading, cls)

    @property
    def triggers(self) -> tuple[str, ...]:
        """
        All triggers, in the order declared.
        """
        return tuple(dict.fromkeys(one.trigger for one in self.transitions))

    @cached_property
    def _machine(self) -> Machine:
        return build(self.stages, self.initial, self.transitions)

    @property
    def _events(self) -> dict[str, Event]:
        return events(self._machine)

    def decide(self, lead: Lead, trigger: str, *, as_of: datetime) -> Decision:
        """
        Tell which move would be made, without making it.

        Args:
            lead: The lead.

            trigger: What is asked for.

            as_of: The instant of the question.

        Returns:
            The move.

        Raises:
            MoveRefused: It may not be made. A missing reason is no matter here.

            InstantError: *as_of* has no time zone.
        """
        return self._decide(lead, trigger, utc(as_of, "as_of"))

    def _decide(self, lead: Lead, trigger: str, at: datetime) -> Decision:
        self._check_lead(lead)
        event = self._events.get(trigger)
        if event is None:
            self._refuse("unknown-trigger", lead, trigger, at)
        if lead.moves and at < lead.moves[-1].at:
            self._refuse("out-of-order", lead, trigger, at)
        edges = event.candidates(lead.stage, previous_stage(lead, at))
        if not edges:
            self._refuse("no-transition", lead, trigger, at)
        edge = event.decide(edges, lead, at)
        if edge is None:
            self._refuse("guard", lead, trigger, at, _unmet(edges, lead, at))
        return Decision(trigger, lead.stage, str(edge.dest), edge.declared.kind)

    def _refuse(
        self,
        code: Code,
        lead: Lead,
        trigger: str,
        at: datetime,
        unmet: tuple[Reason, ...] = (),
    ) -> NoReturn:
        allowed = self.allowed(lead, as_of=at)
        raise MoveRefused(code, lead.id, trigger, lead.stage, at, unmet, allowed)

    def allowed(self, lead: Lead, *, as_of: datetime) -> tuple[str, ...]:
        """
        List the triggers that `decide` accepts, in the order declared.

        Args:
            lead: The lead.

            as_of: The instant of the question; before the last move nothing is allowed.
        """
        self._check_lead(lead)
        as_of = utc(as_of, "as_of")
        return tuple(
            trigger
            for trigger in self._events
            if self._chosen(lead, trigger, as_of) is not None
        )

    def _chosen(self, lead: Lead, trigger: str, at: datetime) -> Transition | None:
        if lead.moves and at < lead.moves[-1].at:
            return None
        event = self._events[trigger]
        edge = event.decide(
            event.candidates(lead.stage, previous_stage(lead, at)), lead, at
        )
        return None if edge is None else edge.declared

    def _check_lead(self, lead: object) -> None:
        if not isinstance(lead, Lead):
            raise LeadError(f"lifecycle {self.name!r}", described(lead), "a Lead")

    def advance(
        self,
        lead: L,
        trigger: str,
        *,
        at: datetime,
        by: str | None = None,
        reason: str | None = None,
    ) -> L:
        """
        Make a move.

        Args:
            lead: The lead; it isn't changed.

            trigger: What is asked for.

            at: When it happens.

            by: Who or what asks for it.

            reason: Why; exits and ways back want one.

        Returns:
            The lead in its new stage, with the `Move` appended and its revision raised
            by one.

        Raises:
            MoveRefused: It may not be made.

            InstantError: *at* has no time zone.
        """
        at = utc(at, "at")
        decision = self._decide(lead, trigger, at)
        if decision.kind != "forward" and not (
            is_a(reason, str) and (reason or "").strip()
        ):
            self._refuse("reason", lead, trigger, at)
        move = Move(
            trigger=trigger,
            source=decision.source,
            target=decision.target,
            at=at,
            by=by,
            reason=reason,
            kind=decision.kind,
            number=1 + max((old.number for old in lead.moves), default=0),
        )
        return _moved(lead, move)

    def replay(self, lead: L, moves: Iterable[Move]) -> L:
        """
        Make recorded moves again: history is facts, so guards are not asked.

        Args:
            lead: The lead before them.

            moves: The moves, in any order; they are taken in the order they were made.

        Returns:
            The lead after them.

        Raises:
            MoveRefused: A move doesn't start where the one before ended, lies before
                it, or isn't declared. Nothing is applied then.
        """
        self._check_lead(lead)
        for move in sorted(moves, key=lambda move: (move.at, move.number)):
            event = self._events.get(move.trigger)
            if event is None:
                self._refuse("unknown-trigger", lead, move.trigger, move.at)
            if lead.moves and (move.at, move.number) <= (
                lead.moves[-1].at,
                lead.moves[-1].number,
            ):
                self._refuse("out-of-order", lead, move.trigger, move.at)
            edges = event.candidates(lead.stage, previous_stage(lead, move.at))
            declared = any(edge.dest == move.target for edge in edges)
            if move.source != lead.stage or not declared:
                self._refuse("no-transition", lead, move.trigger, move.at)
            lead = _moved(lead, move)
        return lead

    def due(self, lead: Lead, *, as_of: datetime) -> tuple[Due, ...]:
        """
        List the timed moves whose deadline has passed, the earliest first.

        Only those that may be made at their deadline are listed. Advance the first with
        ``at=deadline`` and ask again: then no matter when you ask, the result is one.

        Args:
            lead: The lead.

            as_of: The instant of the question.
        """
        self._check_lead(lead)
        as_of = utc(as_of, "as_of")
        entered = entered_stage(lead, as_of)
        if entered is None:
            return ()
        passed = {
            Due(entered + one.after, one.trigger)
            for one in self.transitions
            if one.after is not None
            and one.after <= as_of - entered
            and self._chosen(lead, one.trigger, entered + one.after) == one
        }
        return tuple(sorted(passed))

    def problems(self) -> tuple[Problem, ...]:
        """
        List what a host may want on purpose, or not: stages without a way in or out.
        """
        return problems(self.stages, self.initial, self.transitions)

    def mermaid(self) -> str:
        """
        Draw the lifecycle as a Mermaid state diagram.

        Returns:
            The text of the diagram; GitHub, GitLab and many editors show it.
        """
        ways = steps(self.stages, self.transitions)
        return state_diagram(self.stages, self.initial, ways)


def _unmet(edges: list[Edge], lead: Lead, at: datetime) -> tuple[Reason, ...]:
    # Slow on purpose: every part of every candidate, without stopping early.
    parts = (part for edge in edges for part in edge.reasons(lead, at))
    return tuple(dict.fromkeys(part for part in parts if part.answer is not True))


def _moved(lead: L, move: Move) -> L:
    return attrs.evolve(
        lead,
        stage=move.target,
        moves=(*lead.moves, move),
        revision=lead.revision + 1,
    )
