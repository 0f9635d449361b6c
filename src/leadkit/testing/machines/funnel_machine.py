"""
A host's application beside leadkit's lifecycle: what one does, the other has to do.

Subclass `FunnelMachine`, say how a lead comes into your application and how a move is
asked for there, and Hypothesis looks for a story at whose end the two disagree.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import ClassVar, NoReturn

from ...errors import RuleError, described, is_a, missing_extra

try:
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
except ImportError as _error:
    raise missing_extra("FunnelMachine", "hypothesis", "testing") from _error

from ...leads import Lead
from ...playbook import Playbook
from ...refusals import MoveRefused
from ...states import Lifecycle
from ..stories.telling import between
from .chances import Chances, chances
from .drawing_steps import steps
from .first_leads import first_lead
from .next_steps import Asked, Step, Waited, spoken
from .occasions import SOMEBODY, Happening, Occasion, taken, told
from .parting import Disagreement

_MINUTE = timedelta(minutes=1)


class FunnelMachine(RuleBasedStateMachine):
    """
    A test of an application that moves leads: a lead lives in it and beside it.

    Hypothesis lets something happen to the lead, as its guards ask about, lets time
    pass, and asks for moves. Whatever the lifecycle does, your application has to do:
    the same stage after a move, and a refusal where it refuses, without a trace.
    What has to hold besides you add with Hypothesis's ``@invariant()``.

    Say ``TestSales = Sales.TestCase`` to let pytest or unittest run it.

    Attributes:
        playbook: The playbook whose lifecycle it is.

        lifecycle: The lifecycle, if there is no playbook.

        record: The class of leads; the playbook's if None.

        refusals: What your application raises if it refuses a move.

        automatic: Whether your application runs the playbook, so that automatic and due
            moves are made whenever something happens; see `Playbook.run`.

        reason: Why moves are asked for; exits and ways back want one.

        start: When the lead begins.

        lead: The lead as leadkit has it.

        now: What time it is. Only the machine lets it pass.
    """

    playbook: ClassVar[Playbook | None] = None
    lifecycle: ClassVar[Lifecycle | None] = None
    record: ClassVar[type[Lead] | None] = None
    refusals: ClassVar[tuple[type[Exception], ...]] = (MoveRefused,)
    automatic: ClassVar[bool] = False
    reason: ClassVar[str] = "as asked"
    start: ClassVar[datetime] = datetime(2026, 1, 5, 9, tzinfo=UTC)

    def __init__(self) -> None:
        super().__init__()
        self._moves: Lifecycle = _lifecycle(type(self))
        self._chances: Chances = _chances(type(self))
        self._story: list[str] = []
        self.now: datetime = self.start
        self.lead: Lead = self.first()

    # What a host says -----------------------------------------------------------------

    def begin(self, lead: Lead, /) -> object:  # noqa: ARG002  a host's does more
        """
        Bring a lead into your application.

        Args:
            lead: The lead, to which nothing happened yet. Its id is one of its own.
        """
        raise _missing(self, "begin(lead)")

    def live(self, trigger: str, /) -> object:  # noqa: ARG002
        """
        Ask your application for a move of the lead, at the instant ``self.now``.

        Args:
            trigger: Which.

        Returns:
            The stage that the lead has then, or the lead itself; None if `stage` tells.
        """
        raise _missing(self, "live(trigger)")

    def happen(self, happening: Happening, /) -> object:  # noqa: ARG002
        """
        Tell your application what happened to the lead.

        Args:
            happening: An `Activity`, a `Consent`, granted or withdrawn, a `Grant`,
                granted or revoked, or a ``Change`` of a field.

        Returns:
            ``NotImplemented`` if there is no such thing in your application; then it
            didn't happen. Anything else is no matter.
        """
        raise _missing(self, "happen(happening)")

    def stage(self) -> str | None:
        """
        Look up the stage of the lead in your application.

        It is looked at after every step. None, the default, if it can't be looked up.
        """
        return None

    def kept(self) -> object:
        """
        Take down what your application keeps about the lead, for a comparison.

        A refused move must leave it as it was. By default it is the stage.
        """
        return self.stage()

    def tick(self) -> object:
        """
        Let your application do what it does when time has passed; nothing by default.
        """

    def first(self) -> Lead:
        """
        Make the lead that begins: one with contact points, of whom nothing is known.
        """
        media = self._chances.media
        return first_lead(_record(type(self)), self._moves, self.start, media)

    # What happens ---------------------------------------------------------------------

    @initialize()
    def begins(self) -> None:
        self._told(f"A lead begins in {str(self.lead.stage)!r}.")
        self.begin(self.lead)
        self._run()
        self._compare()

    # One rule for all: Hypothesis leaves out rules at random, and without moves, or
    # with nothing that happens, little would be tested.
    @rule(what=st.runner().flatmap(lambda machine: machine._steps))  # noqa: SLF001
    def then(self, what: Step) -> None:
        match what:
            case Asked(trigger=trigger):
                self._ask(trigger)
            case Waited(span=span):
                self._wait(span)
            case _:
                assert isinstance(what, Occasion)  # noqa: S101  there is no other
                self.now += _MINUTE
                for happening in what.records(self.lead, self.now):
                    self._take(happening)

    @property
    def _steps(self) -> st.SearchStrategy[Step]:
        return _steps(type(self), self.lead.stage)

    def _wait(self, span: timedelta) -> None:
        self.now += span
        self._told(f"It waits {spoken(span)}.")
        self.tick()
        self._run()
        self._compare()

    def _ask(self, trigger: str) -> None:
        kept, before = self.kept(), self.lead
        ours, theirs = self._decided(trigger), self._done(trigger)
        asked = f"{str(trigger)!r}"
        if isinstance(theirs, Exception):
            if isinstance(ours, Lead):
                self._part(
                    f"{asked} leads {between(before.stage, ours.stage)}, and your "
                    f"application refuses it: {theirs}"
                )
            if self.kept() != kept:
                self._part(
                    f"{asked} is refused, and yet your application keeps something "
                    "else of the lead than before"
                )
            return
        if isinstance(ours, Exception):
            self._part(
                f"{asked} is to be refused, and in your application the lead is in "
                f"{theirs!r} then. {ours}"
            )
        self._went(before, ours, trigger)
        self._run()
        self._compare(theirs)

    def _decided(self, trigger: str) -> Lead | MoveRefused:
        try:
            return self._moves.advance(
                self.lead, trigger, at=self.now, by=SOMEBODY, reason=self.reason
            )
        except MoveRefused as refusal:
            return refusal

    def _done(self, trigger: str) -> str | Exception:
        try:
            return self._stage_of(self.live(trigger))
        except self.refusals as refusal:
            return refusal

    # How it is compared ---------------------------------------------------------------

    def _take(self, happening: Happening) -> None:
        self.now = max(self.now, getattr(happening, "at", self.now))
        if self.happen(happening) is NotImplemented:
            return
        self.lead = taken(self.lead, happening)
        self._told(f"{told(happening)}.")
        self._run()
        self._compare()

    def _run(self) -> None:
        if self.automatic and self.playbook is not None:
            before = self.lead
            self.lead = self.playbook.run(before, until=self.now).lead
            self._went(before, self.lead)

    def _went(self, before: Lead, after: Lead, asked: str | None = None) -> None:
        self.lead = after
        for move in after.moves[len(before.moves) :]:
            by_itself = "" if move.trigger == asked else " by itself"
            self._told(
                f"{str(move.trigger)!r} takes it "
                f"{between(move.source, move.target)}{by_itself}."
            )

    def _stage_of(self, came: object) -> str:
        if came is None:
            came = self.stage()
        if isinstance(came, Lead):
            return str(came.stage)
        if not isinstance(came, str):
            raise RuleError(
                f"live() of {type(self).__name__}",
                described(came),
                "the stage that the lead has then, or the lead",
                "Return it, or override stage().",
            )
        return str(came)

    def _compare(self, came: str | None = None) -> None:
        seen = self.stage()
        for stage in (came, None if seen is None else str(seen)):
            if stage is not None and stage != self.lead.stage:
                self._part(
                    f"The lifecycle has it in {str(self.lead.stage)!r}, your "
                    f"application in {stage!r}"
                )

    def _told(self, line: str) -> None:
        self._story.append(line[0].upper() + line[1:])

    def _part(self, line: str) -> NoReturn:
        raise Disagreement((*self._story, f"{line.removesuffix('.')}."))


# What a class of machines has in common -----------------------------------------------


def _missing(machine: FunnelMachine, method: str) -> RuleError:
    name = type(machine).__name__
    return RuleError(
        f"machine {name}",
        f"no {method}",
        "a method that tells your application",
        f"Override {method.partition('(')[0]}() in {name}.",
    )


@lru_cache(maxsize=32)
def _lifecycle(machine: type[FunnelMachine]) -> Lifecycle:
    found, playbook = machine.lifecycle, machine.playbook
    for name, given, wanted in (
        ("playbook", playbook, Playbook),
        ("lifecycle", found, Lifecycle),
    ):
        if not (given is None or is_a(given, wanted)):
            raise RuleError(
                f"{name} of machine {machine.__name__}",
                described(given),
                f"a {wanted.__name__}",
                "Import it, and write its name without quotes."
                if is_a(given, str)
                else "",
            )
    if found is None and playbook is not None:
        found = playbook.lifecycle
    if found is None:
        raise RuleError(
            f"machine {machine.__name__}",
            "neither a lifecycle nor a playbook that has one",
            "one of the two",
            f"Write lifecycle = ... in {machine.__name__}.",
        )
    return found


def _record(machine: type[FunnelMachine]) -> type[Lead]:
    if machine.record is not None:
        return machine.record
    return Lead if machine.playbook is None else machine.playbook.record


@lru_cache(maxsize=32)
def _chances(machine: type[FunnelMachine]) -> Chances:
    moves = _lifecycle(machine)
    first = first_lead(_record(machine), moves, machine.start)
    playbook = machine.playbook if machine.automatic else None
    return chances(moves, first, machine.start, playbook)


@lru_cache(maxsize=256)
def _steps(machine: type[FunnelMachine], stage: str) -> st.SearchStrategy[Step]:
    return steps(_lifecycle(machine), _chances(machine), stage)
