"""
The lifecycle: which moves there are, which of them a lead may make, and why not.

The definition is a `transitions.Machine` without a model. Its engine moves mutable
models, and a `Lead` is frozen; so the machine is read, never run, and nothing outside
this module knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property
from typing import Any, Final, Literal, NoReturn, TypeAlias, TypeVar, cast

import attrs
import transitions

from .errors import (
    LeadError,
    LeadkitError,
    RuleError,
    described,
    is_a,
    listing,
    near_miss,
)
from .happenings import Move
from .history import entered_stage, last_move
from .instants import utc
from .leads import Lead
from .rules import nodes as n
from .rules.activities import code
from .rules.expressions import Flag, Rule, as_rule
from .rules.meaning import ask
from .rules.reasons import Reason, reasons

L = TypeVar("L", bound=Lead)

Kind: TypeAlias = Literal["forward", "exit", "back"]
Code: TypeAlias = Literal[
    "unknown-trigger", "out-of-order", "no-transition", "guard", "reason"
]


class Previous(Enum):
    """
    The type of `PREVIOUS`.
    """

    PREVIOUS = "previous"


#: As a target, the stage that was left on entering the one the lead is in.
PREVIOUS: Final = Previous.PREVIOUS


def _rule(given: Rule | Flag | None) -> Rule | None:
    return None if given is None else as_rule(given, "when of a Transition")


def _trigger(given: str) -> str:
    return code(given, "trigger of a Transition")


def _sources(given: str | Iterable[str]) -> tuple[str, ...]:
    if not is_a(given, Iterable):
        raise RuleError("sources of a Transition", described(given), "stages")
    stages = (given,) if isinstance(given, str) else tuple(given)
    if not stages:
        raise RuleError("sources of a Transition", "no stage", "at least one")
    return tuple(dict.fromkeys(_stage(stage) for stage in stages))


def _target(given: str | Previous) -> str | Previous:
    return given if isinstance(given, Previous) else _stage(given)


def _stage(given: str) -> str:
    stage = code(given, "a stage")
    if stage in {"*", "="}:  # wildcards of `transitions`
        raise RuleError("a stage", repr(stage), "a name")
    return stage


@attrs.frozen
class Transition:
    """
    A move that may be made: *trigger* takes a lead from *sources* to *target*.

    Attributes:
        trigger: What is asked for, as an imperative: ``"qualify"``.

        sources: The stages it starts from; one stage or several.

        target: The stage it leads to, or `PREVIOUS`.

        when: Made only if this rule is known true.

        kind: ``"forward"``, ``"exit"`` or ``"back"``; the latter two want a reason.

        after: Due by itself when the lead has been in the stage for so long. It is a
            deadline and no guard: the move may be made before.
    """

    trigger: str = attrs.field(converter=_trigger)
    sources: tuple[str, ...] = attrs.field(converter=_sources)
    target: str | Previous = attrs.field(converter=_target)
    when: Rule | None = attrs.field(default=None, converter=_rule)
    kind: Kind = attrs.field(default="forward", kw_only=True)
    after: timedelta | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        kinds = ("forward", "exit", "back")
        if self.kind not in kinds:
            raise RuleError(
                f"kind of transition {self.trigger!r}",
                repr(self.kind),
                listing(kinds),
                near_miss(str(self.kind), kinds),
            )
        if self.after is not None and (
            not is_a(self.after, timedelta) or self.after <= timedelta(0)
        ):
            raise RuleError(
                f"after of transition {self.trigger!r}",
                described(self.after),
                "a positive timedelta",
            )

    def __str__(self) -> str:
        target = self.target if isinstance(self.target, str) else "where it was before"
        return f"{self.trigger!r} from {listing(self.sources)} to {target!r}"


@attrs.define(slots=False)
class MoveRefused(LeadkitError):  # noqa: N818  it is a refusal, and reads as one
    """
    A move was asked for that the lead may not make; the lead is unchanged.

    Attributes:
        code: ``"unknown-trigger"``: the lifecycle has no such trigger.
            ``"out-of-order"``: the instant lies before the last move.
            ``"no-transition"``: the trigger starts nowhere near the lead's stage.
            ``"guard"``: a rule isn't known true. ``"reason"``: it wants a reason.

        lead_id: The lead.

        trigger: What was asked for.

        stage: Where the lead stands.

        at: The instant.

        unmet: For ``"guard"``, every part of it that isn't known true, with the values
            seen.

        allowed: The triggers that would be accepted at this instant.
    """

    code: Code
    lead_id: str
    trigger: str
    stage: str
    at: datetime
    unmet: tuple[Reason, ...] = ()
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        # An error shows no texts of the lead; `unmet` has them.
        parts = "; ".join(part.in_words(masked=True) for part in self.unmet)
        why = {
            "unknown-trigger": "there is no such trigger",
            "out-of-order": "the lead made a later move already",
            "no-transition": f"it doesn't start from stage {self.stage!r}",
            "guard": f"not known to be true: {parts}",
            "reason": "an exit or a way back wants a reason",
        }[self.code]
        accepted = listing(self.allowed)
        return (
            f"lead {self.lead_id!r} in stage {self.stage!r} may not {self.trigger!r}: "
            f"{why}. Accepted here: {accepted}."
        )


@attrs.frozen
class Decision:
    """
    A move that may be made.

    Attributes:
        trigger: What was asked for.

        source: The stage the lead is in.

        target: The stage it would enter; never `PREVIOUS`.

        kind: What kind of move it is.
    """

    trigger: str
    source: str
    target: str
    kind: Kind


@attrs.frozen(order=True)
class Due:
    """
    A timed move whose deadline has passed; advance it with ``at=deadline``.

    Attributes:
        deadline: When it was due.

        trigger: What is to be asked for.
    """

    deadline: datetime
    trigger: str


@attrs.frozen
class Problem:
    """
    Something in a definition that a host may want on purpose, or not.

    Attributes:
        kind: ``"unreachable"``: no move leads into the stage. ``"no-way-out"``: none
            leads out of it.

        stage: The stage.
    """

    kind: Literal["unreachable", "no-way-out"]
    stage: str

    def __str__(self) -> str:
        if self.kind == "unreachable":
            return f"stage {self.stage!r} is unreachable: no path of moves leads to it"
        return f"stage {self.stage!r} has no way out: no move starts from it"


# The machine -------------------------------------------------------------------------


@attrs.frozen
class _Guard:
    """
    A rule as a condition of `transitions`, which compares answers with True.
    """

    node: n.Question

    def __call__(self, lead: Lead, as_of: datetime) -> bool:
        return ask(self.node, lead, as_of) is True


@attrs.frozen
class _Back:
    """
    The condition of an edge of `PREVIOUS`: that the lead came from its target.
    """

    stage: str

    def __call__(self, lead: Lead, as_of: datetime) -> bool:
        return _previous(lead, as_of) == self.stage


class _Edge(transitions.Transition):
    """
    One edge, with the declaration it comes from.
    """

    def __init__(self, *args: Any, declared: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared = declared


class _Event(transitions.Event):
    """
    A trigger that can be decided without being executed.
    """

    def candidates(self, stage: str, previous: str | None) -> list[_Edge]:
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

    def decide(self, edges: list[_Edge], lead: Lead, as_of: datetime) -> _Edge | None:
        """
        Take the first edge all of whose conditions hold.
        """
        for edge in edges:
            # Ours are always functions; `transitions` takes their names as well.
            conditions: list[Any] = edge.conditions
            if all(condition.func(lead, as_of) for condition in conditions):
                return edge
        return None


class _Machine(transitions.Machine):
    event_cls = _Event
    transition_cls = _Edge


# The lifecycle -----------------------------------------------------------------------


def _stages(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str) or not is_a(given, Iterable):
        raise RuleError(
            "stages", described(given), "an iterable of stages, or a StrEnum"
        )
    return tuple(_stage(stage) for stage in given)


def _transitions(given: Iterable[Transition]) -> tuple[Transition, ...]:
    if not is_a(given, Iterable):
        raise RuleError("transitions", described(given), "an iterable of Transitions")
    declared = tuple(given)
    for one in declared:
        if not is_a(one, Transition):
            raise RuleError("transitions", described(one), "Transitions")
    return declared


@attrs.frozen
class Lifecycle:
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
    initial: str = attrs.field(converter=_stage)
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
        for trigger in self.triggers:
            for stage in self.stages:
                self._check_shadowed(trigger, stage)

    def _check_known(self, stage: str, what: str) -> None:
        if stage not in self.stages:
            raise RuleError(
                f"{what} in lifecycle {self.name!r}",
                f"the unknown stage {stage!r}",
                f"one of {listing(self.stages)}",
                near_miss(stage, self.stages),
            )

    def _check_shadowed(self, trigger: str, stage: str) -> None:
        edges = [
            one
            for one in self.transitions
            if one.trigger == trigger and stage in one.sources
        ]
        for index, later in enumerate(edges):
            for earlier in edges[:index]:
                if _shadows(earlier, later):
                    raise RuleError(
                        f"lifecycle {self.name!r}",
                        f"the transition {later}, which can never be made from "
                        f"{stage!r}",
                        "rules that leave it a chance",
                        f"{earlier} comes first and is made whenever this could be.",
                    )

    @property
    def triggers(self) -> tuple[str, ...]:
        """
        All triggers, in the order declared.
        """
        return tuple(dict.fromkeys(one.trigger for one in self.transitions))

    @cached_property
    def _machine(self) -> _Machine:
        # Every default overridden here would weaken the contract: a stray initial
        # state, a to_<stage>() from anywhere, a model that is the machine itself.
        machine = _Machine(
            model=None,
            states=list(self.stages),
            initial=self.initial,
            auto_transitions=False,
            model_attribute="leadkit_stage",
        )
        for declared in self.transitions:
            guards = [] if declared.when is None else [_Guard(declared.when.node)]
            ahead = (declared.target,) if isinstance(declared.target, str) else ()
            # A lead's history may be older than this definition, so that any stage may
            # be the one it came from.
            for target in ahead or self.stages:
                came: list[Any] = [] if ahead else [_Back(target)]
                machine.add_transition(
                    declared.trigger,
                    list(declared.sources),
                    target,
                    conditions=[*came, *guards],
                    declared=declared,
                )
        return machine

    @property
    def _events(self) -> dict[str, _Event]:
        return cast("dict[str, _Event]", self._machine.events)

    def _steps(self) -> Iterator[tuple[Transition, str, str]]:
        # What may happen to a lead that always was in this lifecycle: `PREVIOUS` leads
        # wherever a stage was entered from, perhaps by a `PREVIOUS` itself.
        steps = {
            (source, one.target)
            for one in self.transitions
            for source in one.sources
            if isinstance(one.target, str)
        }
        backs = {s for o in self.transitions if o.target is PREVIOUS for s in o.sources}
        while back := {(b, a) for a, b in steps if b in backs} - steps:
            steps |= back
        for one in self.transitions:
            for source in one.sources:
                if isinstance(one.target, str):
                    yield one, source, one.target
                else:
                    for stage in self.stages:
                        if (stage, source) in steps:
                            yield one, source, stage

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
        edges = event.candidates(lead.stage, _previous(lead, at))
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
        edge = event.decide(event.candidates(lead.stage, _previous(lead, at)), lead, at)
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
            edges = event.candidates(lead.stage, _previous(lead, move.at))
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
        steps = [(source, target) for _, source, target in self._steps()]
        reached, fresh = {self.initial}, [self.initial]
        while fresh:
            here = fresh.pop()
            entered = {target for source, target in steps if source == here} - reached
            reached |= entered
            fresh.extend(entered)
        leaving = {source for source, target in steps if source != target}
        return (
            *(Problem("unreachable", s) for s in self.stages if s not in reached),
            *(Problem("no-way-out", s) for s in self.stages if s not in leaving),
        )

    def mermaid(self) -> str:
        """
        Draw the lifecycle as a Mermaid state diagram.

        Returns:
            The text of the diagram; GitHub, GitLab and many editors show it.
        """
        ids: dict[str, str] = {}
        rows = ["stateDiagram-v2"]
        for number, stage in enumerate(self.stages):
            plain = stage.isascii() and stage.isidentifier()
            own = stage.startswith("stage_") or stage.casefold() in _RESERVED
            ids[stage] = stage if plain and not own else f"stage_{number}"
            if ids[stage] != stage:
                label = stage.replace('"', "'")
                rows.append(f'    state "{label}" as {ids[stage]}')
        rows.append(f"    [*] --> {ids[self.initial]}")
        for one, source, target in self._steps():
            label = one.trigger.replace(":", " ").replace(";", " ")
            rows.append(f"    {ids[source]} --> {ids[target]} : {label}")
        return "\n".join(rows) + "\n"


# Words of Mermaid's own that can't be the id of a state, in whatever case.
_RESERVED = frozenset(
    {
        *("accdescr", "acctitle", "class", "classdef", "click", "default", "direction"),
        *("end", "hide", "href", "note", "scale", "state", "statediagram", "style"),
    }
)


def _shadows(earlier: Transition, later: Transition) -> bool:
    always = earlier.when is None or earlier.when.node == n.Always(answer=True)
    # An earlier move back doesn't happen if the lead came from nowhere.
    chance = earlier.target is PREVIOUS and later.target is not PREVIOUS
    return (always or earlier.when == later.when) and not chance


def _previous(lead: Lead, as_of: datetime) -> str | None:
    move = last_move(lead, as_of)
    return move.source if move is not None and move.target == lead.stage else None


def _unmet(edges: list[_Edge], lead: Lead, at: datetime) -> tuple[Reason, ...]:
    # Slow on purpose: every part of every candidate, without stopping early.
    parts = (
        part
        for edge in edges
        if edge.declared.when is not None
        for part in reasons(edge.declared.when, lead, at)
    )
    return tuple(dict.fromkeys(part for part in parts if part.answer is not True))


def _moved(lead: L, move: Move) -> L:
    return attrs.evolve(
        lead,
        stage=move.target,
        moves=(*lead.moves, move),
        revision=lead.revision + 1,
    )
