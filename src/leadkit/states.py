"""
The lifecycle: which moves there are, which of them a lead may make, and why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import chain
from typing import NoReturn, Self, TypeVar

import attrs

from .declaring import check, given_spans, given_stages, given_transitions
from .diagnosis import Problem, problems, steps
from .drawing import state_diagram
from .errors import LeadError, described, is_a
from .happenings import Move
from .history import stage_at
from .instants import utc
from .leads import Lead
from .machine import Edge, Event, Machine, build, events
from .mapping import FrozenMap
from .moves import Clock, Code, Decision, Transition, stage_code
from .moving import moved, stepped
from .panels import of_lifecycle
from .refusals import MoveRefused, allowed_later
from .replaying import Ways, in_order
from .rules.answers import Reason
from .rules.stored.reading import Reading
from .rules.stored.writing import Data, Writing
from .spots import Spot
from .storing import Stored
from .storing_moves import read_lifecycle, write_lifecycle
from .timeline import Timeline, timeline
from .timing import Due, Late, deadlines, late, why_due

L = TypeVar("L", bound=Lead)


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

        deadlines: How long a lead may be in a stage before it is `overdue`: a
            service-level agreement.

        stale_after: How long it may be in a stage without an activity by a human before
            it is `stale`.
    """

    name: str
    stages: tuple[str, ...] = attrs.field(converter=given_stages)
    initial: str = attrs.field(converter=stage_code)
    transitions: tuple[Transition, ...] = attrs.field(converter=given_transitions)
    deadlines: FrozenMap[str, timedelta] = attrs.field(
        default=FrozenMap(), converter=given_spans, kw_only=True
    )
    stale_after: FrozenMap[str, timedelta] = attrs.field(
        default=FrozenMap(), converter=given_spans, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        check(self)

    @cached_property
    def version(self) -> str:
        """
        A SHA-256 of the definition, versions of the cards that it reads included.

        Of a host's own functions it knows the name alone.
        """
        return self._version()

    _kind = "lifecycle"

    def _write(self, writing: Writing) -> Data:
        return write_lifecycle(self, writing)

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

    @cached_property
    def _events(self) -> dict[str, Event]:
        return events(self._machine)

    # Questions ------------------------------------------------------------------------

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
        return self._taken(lead, trigger, utc(as_of, "as_of")).decision

    def _taken(self, lead: Lead, trigger: str, at: datetime) -> Edge:
        # Not is_a(), which takes as long as half a guard.
        if not isinstance(lead, Lead):  # pyright: ignore[reportUnnecessaryIsInstance]
            self._check_lead(lead)
        try:
            event = self._events.get(trigger)
        except TypeError:  # it can't even be looked up
            event = None
        if event is None:
            asked = trigger if is_a(trigger, str) else described(trigger)
            self._refuse("unknown-trigger", lead, asked, at)
        moves = lead.moves
        if moves and at < moves[-1].at:
            self._refuse("out-of-order", lead, trigger, at)
        edge = event.decide(lead, at)
        if edge is None:
            edges = event.candidates(lead)
            code: Code = "guard" if edges else "no-transition"
            self._refuse(code, lead, trigger, at, ways=_unmet(edges, lead, at))
        return edge

    def _refuse(
        self,
        code: Code,
        lead: Lead,
        trigger: str,
        at: datetime,
        *,
        ways: tuple[tuple[Reason, ...], ...] = (),
        move: Move | None = None,
    ) -> NoReturn:
        refusal = MoveRefused(
            code,
            lead.id,
            trigger,
            lead.stage,
            at,
            tuple(dict.fromkeys(chain.from_iterable(ways))),
            triggers=tuple(self._events),
            lifecycle=self.name,
            stages=self.stages,
            ways=ways,
            move=move,
        )
        raise allowed_later(refusal, partial(self._open, lead, at))

    def _open(self, lead: Lead, at: datetime) -> tuple[str, ...]:
        # What was asked for is answered, even if another guard can't be.
        return tuple(
            trigger for trigger in self._events if self._is_open(lead, trigger, at)
        )

    def _is_open(self, lead: Lead, trigger: str, at: datetime) -> bool:
        try:
            return self._chosen(lead, trigger, at) is not None
        except Exception:  # noqa: BLE001  a host's function may raise anything
            return False

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
        edge = self._events[trigger].decide(lead, at)
        return None if edge is None else edge.declared

    def _check_lead(self, lead: object) -> None:
        if not isinstance(lead, Lead):
            raise LeadError(f"lifecycle {self.name!r}", described(lead), "a Lead")

    # Moves ----------------------------------------------------------------------------

    def advance(
        self,
        lead: L,
        trigger: str,
        *,
        at: datetime,
        by: str | None = None,
        reason: str | None = None,
        resume_at: datetime | None = None,
    ) -> L:
        """
        Make a move.

        Args:
            lead: The lead; it isn't changed.

            trigger: What is asked for.

            at: When it happens.

            by: Who or what asks for it.

            reason: Why; exits and ways back want one.

            resume_at: When work on the lead goes on, if it is to rest until then. It is
                neither late nor stale before, and no timed move is due.

        Returns:
            The lead in its new stage, with the `Move` appended and its revision raised
            by one.

        Raises:
            MoveRefused: It may not be made.

            InstantError: *at* or *resume_at* has no time zone, or *resume_at* isn't
                after *at*.
        """
        at = utc(at, "at")
        pattern = self._taken(lead, trigger, at).pattern
        if pattern.kind != "forward" and not _is_said(reason):
            self._refuse("reason", lead, trigger, at)
        if resume_at is not None:
            resume_at = utc(resume_at, "resume_at")
        return stepped(lead, pattern, at, by=by, reason=reason, resume_at=resume_at)

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

            LeadError: *lead* is no lead, or one of *moves* no move.
        """
        self._check_lead(lead)
        if not is_a(moves, Iterable):
            raise LeadError(
                f"replay() of lifecycle {self.name!r}",
                described(moves),
                "an iterable of moves",
            )
        given = tuple(moves)
        misfit = self._ways.misfit(lead, given)
        if misfit is not None:
            given = in_order(given)
            misfit = self._ways.misfit(lead, given)
        if misfit is not None:
            wrong, before = given[misfit.place], given[: misfit.place]
            reached = _after(lead, before)
            self._refuse(misfit.code, reached, wrong.trigger, wrong.at, move=wrong)
        return _after(lead, given)

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self.stages, self.transitions)

    # Time -----------------------------------------------------------------------------

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
        return tuple(self._due(lead, utc(as_of, "as_of")))

    def _due(self, lead: Lead, as_of: datetime) -> list[Due]:
        found: set[Due] = set()
        for one in self.transitions:
            if one.after is not None and lead.stage in one.sources:
                for deadline in deadlines(lead, one, as_of):
                    if self._chosen(lead, one.trigger, deadline) == one:
                        found.add(Due(deadline, one.trigger, why_due(one)))
                        break
        return sorted(found)

    def automatic(self, lead: Lead, *, as_of: datetime) -> tuple[Due, ...]:
        """
        List the moves that make themselves now, in the order declared.

        Advance the first of them and ask again, as with `due`.

        Args:
            lead: The lead.

            as_of: The instant of the question; before the last move there are none.

        Returns:
            What is to be advanced, with *as_of* as its deadline.
        """
        self._check_lead(lead)
        as_of = utc(as_of, "as_of")
        here = (
            one
            for one in self.transitions
            if one.automatic and lead.stage in one.sources
        )
        return tuple(
            Due(as_of, one.trigger, why_due(one))
            for one in here
            if self._chosen(lead, one.trigger, as_of) == one
        )

    def overdue(self, lead: Lead, *, as_of: datetime) -> Late | None:
        """
        Tell whether the time that a lead may be in its stage is up.

        Args:
            lead: The lead.

            as_of: The instant of the question; later moves are taken back.

        Returns:
            By how much; None if it isn't, or the stage has no deadline.
        """
        return self._late(lead, "entry", self.deadlines, utc(as_of, "as_of"))

    def stale(self, lead: Lead, *, as_of: datetime) -> Late | None:
        """
        Tell whether nothing has happened with a lead for too long.

        The time counts from the last activity by a human, the lead or one of us, or
        from the entry into the stage if that is later.

        Args:
            lead: The lead.

            as_of: The instant of the question; whatever is later is left out.

        Returns:
            By how much; None if it isn't, or the stage has no such time.
        """
        return self._late(lead, "activity", self.stale_after, utc(as_of, "as_of"))

    def _late(
        self, lead: Lead, since: Clock, spans: Mapping[str, timedelta], at: datetime
    ) -> Late | None:
        self._check_lead(lead)
        return late(lead, since, spans.get(stage_at(lead, at)), at)

    def timeline(self, lead: Lead, *, as_of: datetime) -> Timeline:
        """
        Sum up how a lead went through its stages.

        Args:
            lead: The lead.

            as_of: The instant of the question; whatever is later is left out.

        Returns:
            For each stage: when it was entered first and last and left last, how many
            visits there were, and how long the latest and all of them lasted. The
            latter sum to the age of the lead.
        """
        self._check_lead(lead)
        return timeline(lead, self.stages, self.triggers, utc(as_of, "as_of"))

    # Pictures -------------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """
        List what a host may want on purpose, or not.

        Returns:
            Guards that are proved never to hold, moves that are never made since
            another always is, guards that ask for stages there are not, and stages
            without a way in or out. Each names its transitions. What would be too much
            work to prove isn't told; `Playbook.undecided` lists it.
        """
        # Proofs take a while to import, and whoever moves leads needs none.
        from .edge_findings import (  # noqa: PLC0415
            left_over,
            never_made,
            outdone,
            unknown_stages,
        )

        gone = never_made(self.transitions)
        late, _ = outdone(self.transitions, gone)
        kept = left_over(self.transitions, gone, late)
        return (
            *gone.values(),
            *late.values(),
            *unknown_stages(self.transitions, self.stages),
            *problems(self.stages, self.initial, kept),
        )

    def _repr_html_(self) -> str:
        return of_lifecycle(self.name, self.transitions)

    def mermaid(self) -> str:
        """
        Draw the lifecycle as a Mermaid state diagram.

        Returns:
            The text of the diagram; GitHub, GitLab and many editors show it.
        """
        ways = steps(self.stages, self.transitions)
        return state_diagram(self.stages, self.initial, ways)


def _unmet(
    edges: Iterable[Edge], lead: Lead, at: datetime
) -> tuple[tuple[Reason, ...], ...]:
    # Slow on purpose: every part of every candidate, without stopping early.
    return tuple(
        tuple([part for part in edge.reasons(lead, at) if part.answer is not True])
        for edge in edges
    )


def _after(lead: L, moves: tuple[Move, ...]) -> L:
    if not moves:
        return lead
    return moved(lead, moves[-1].target, (*lead.moves, *moves), len(moves))


def _is_said(reason: object) -> bool:
    return isinstance(reason, str) and bool(reason.strip())
