"""
A host's application beside the lifecycle, tried by Hypothesis and step by step.
"""

import subprocess
import sys
import unittest
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

import attrs
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

import leadkit as lk
from leadkit.errors import RuleError
from leadkit.testing import Change, Disagreement, FunnelMachine
from leadkit.testing.machines.enough import EnoughFor
from leadkit.testing.machines.next_steps import Asked, Waited
from leadkit.testing.machines.occasions import (
    Agreed,
    Became,
    Did,
    Granted,
    Revoked,
    Withdrew,
    taken,
)
from leadkit.testing.machines.occasions import told as tell

DAY = timedelta(days=1)
STANDARD = lk.standard.playbook()
BRIEF = settings(max_examples=60, deadline=None, database=None, derandomize=True)
UNSHRUNK = settings(BRIEF, phases=[Phase.generate])


class Faithful(FunnelMachine):
    """An application that does what leadkit does, since it is leadkit."""

    playbook = STANDARD

    def begin(self, lead):
        self.mine = lead

    def happen(self, happening):
        self.mine = taken(self.mine, happening)

    def live(self, trigger):
        moves = self.playbook.lifecycle
        self.mine = moves.advance(self.mine, trigger, at=self.now, reason=self.reason)
        return self.mine

    def stage(self):
        return self.mine.stage


class Silent(Faithful):
    """One whose stage can't be looked up."""

    def stage(self):
        return None


class Forgetful(Faithful):
    """One that forgets who withdrew."""

    def happen(self, happening):
        if not (isinstance(happening, lk.Consent) and not happening.granted):
            super().happen(happening)


class Generous(Faithful):
    """One that makes a customer of anybody who was one."""

    def live(self, trigger):
        if trigger == "win_back" and self.mine.stage == "churned":
            self.mine = attrs.evolve(self.mine, stage="customer", moves=())
            return "customer"
        return super().live(trigger)


class Strict(Faithful):
    """One that lets nobody go from 'nurtured'."""

    def live(self, trigger):
        if self.mine.stage == "nurtured":
            self.playbook.lifecycle.decide(self.mine, "promote", as_of=self.now)
        return super().live(trigger)


class Restless(Faithful):
    """One whose stage changes by itself."""

    def tick(self):
        self.mine = attrs.evolve(self.mine, stage="prospect", moves=())


class Writing(Faithful):
    """One that writes something down before it refuses."""

    tries = 0

    def live(self, trigger):
        self.tries += 1
        return super().live(trigger)

    def kept(self):
        return self.tries


class Running(Faithful):
    """One that runs the playbook, as leadkit does."""

    automatic = True

    def begin(self, lead):
        super().begin(lead)
        self.tick()

    def happen(self, happening):
        super().happen(happening)
        self.tick()

    def live(self, trigger):
        super().live(trigger)
        self.tick()

    def tick(self):
        self.mine = self.playbook.run(self.mine, until=self.now).lead


class Waiting(Running):
    """One that runs it when somebody asks, and no timer does."""

    def tick(self):
        if self.now - self.start < 100 * DAY:
            super().tick()


class Stage(StrEnum):
    ENQUIRED = "enquired"
    ENROLLED = "enrolled"


@attrs.frozen(kw_only=True)
class Student(lk.Lead):
    stage: Stage = Stage.ENQUIRED
    language: Literal["english", "german", "persian"] | None = None
    level: Literal["A1", "A2", "B1", "B2", "C1"] | None = None


@lk.rule(name="can be taught")
def teachable(lead, as_of):
    if lead.language is None or lead.level is None:
        return None
    return lead.language != "persian" or lead.level in {"A1", "A2"}


class School(Faithful):
    """One whose guard leadkit can't see into."""

    playbook = lk.Playbook(
        "school",
        record=Student,
        lifecycle=lk.Lifecycle(
            "courses",
            stages=Stage,
            initial=Stage.ENQUIRED,
            transitions=[
                lk.Transition("enrol", Stage.ENQUIRED, Stage.ENROLLED, teachable)
            ],
        ),
    )


class CarelessSchool(School):
    """One that enrols nobody after all."""

    def live(self, trigger):
        super().live(trigger)
        self.mine = attrs.evolve(self.mine, stage=Stage.ENQUIRED, moves=())
        return self.mine


def told(machine, *steps):
    """Take a machine through some steps, and tell what it says about the last."""
    made = machine()
    made.begins()
    for step in steps[:-1]:
        made.then(what=step)
    with pytest.raises(Disagreement) as caught:
        made.then(what=steps[-1])
    return caught.value.story


def lifecycle(*transitions):
    """Make a lifecycle of three stages."""
    stages = ["lead", "open", "won"]
    return lk.Lifecycle("l", stages=stages, initial="lead", transitions=transitions)


class TestFunnelMachine:
    @pytest.mark.parametrize("machine", [Faithful, Silent, Running])
    def test_who_does_the_same_passes(self, machine):
        """
        An application that does what leadkit does passes.
        """
        run_state_machine_as_test(machine, settings=settings(BRIEF, max_examples=15))

    @pytest.mark.parametrize(
        "machine", [Forgetful, Generous, Strict, Restless, Writing, Waiting]
    )
    def test_who_does_not_is_found(self, machine):
        """
        An application that does something else is found out.
        """
        with pytest.raises(Disagreement):
            run_state_machine_as_test(machine, settings=UNSHRUNK)

    def test_behind_a_function(self):
        """
        A move that a host's own function guards is made, too.
        """
        made = []

        class Counting(School):
            def live(self, trigger):
                super().live(trigger)
                made.append(trigger)

        run_state_machine_as_test(Counting, settings=settings(BRIEF, max_examples=40))

        assert "enrol" in made

    def test_a_fault_behind_a_function(self):
        """
        What goes wrong behind such a function is found; stages are told as texts.
        """
        with pytest.raises(Disagreement) as caught:
            run_state_machine_as_test(CarelessSchool, settings=UNSHRUNK)
        story = caught.value.story

        assert "A lead begins in 'enquired'." == story[0]
        assert "'enrol' takes it from 'enquired' to 'enrolled'." == story[-2]
        assert (
            "The lifecycle has it in 'enrolled', your application in 'enquired'."
            == story[-1]
        )

    def test_the_shortest_story_is_told(self):
        """
        What Hypothesis shows is a story without what doesn't matter.
        """
        test = settings(BRIEF, phases=[Phase.generate, Phase.shrink])
        with pytest.raises(Disagreement) as caught:
            run_state_machine_as_test(Forgetful, settings=test)
        told = "\n".join(caught.value.__notes__)

        assert [
            "state.begins()",
            "state.then(what=Agreed('marketing', 'email'))",
            "state.then(what=Withdrew('marketing', 'email'))",
            "state.then(what=Asked('nurture'))",
        ] == [line for line in told.splitlines() if line.startswith("state.")][:-1]

    def test_unittest_runs_it(self):
        """
        The test case is one for unittest, and so for pytest.
        """
        case = type("Test", (Restless.TestCase,), {"settings": UNSHRUNK})
        result = unittest.TestResult()
        unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)

        [(_, told)] = result.failures

        assert 1 == result.testsRun
        assert "your application in 'prospect'." in told

    def test_it_is_no_test_case_itself(self):
        """
        What is to be subclassed isn't collected where it is imported.
        """
        assert not issubclass(FunnelMachine, unittest.TestCase)
        assert not FunnelMachine.__name__.startswith("Test")

    def test_invariants_of_a_host(self):
        """
        What a host demands besides is asked after each step.
        """

        class Bounded(Faithful):
            @invariant()
            def never_nurtured(self):
                assert self.lead.stage != "nurtured"

        with pytest.raises(AssertionError, match="nurtured"):
            run_state_machine_as_test(Bounded, settings=UNSHRUNK)

    def test_a_lifecycle_without_guards(self):
        """
        Where no guard asks for anything, nobody need tell what happens.
        """

        class Plain(FunnelMachine):
            lifecycle = lifecycle(lk.Transition("open", "lead", "open"))

            def begin(self, lead):
                self.mine = lead.stage

            def live(self, trigger):
                if self.mine != "lead":
                    self.lifecycle.decide(self.lead, trigger, as_of=self.now)
                self.mine = "open"
                return self.mine

        run_state_machine_as_test(Plain, settings=settings(BRIEF, max_examples=10))

    def test_time_stands_still_while_nothing_happens(self):
        """
        A move is asked for at the instant of what happened last.
        """
        machine = Faithful()
        machine.begins()
        machine.then(what=Agreed("marketing", "email"))
        machine.then(what=Asked("nurture"))

        assert machine.start + timedelta(minutes=1) == machine.now
        assert machine.now == machine.lead.moves[-1].at == machine.mine.moves[-1].at

    def test_each_lead_has_an_id_of_its_own(self):
        """
        An application needn't be emptied between two stories.
        """
        assert Faithful().lead.id != Faithful().lead.id

    def test_what_there_is_not_does_not_happen(self):
        """
        What an application knows nothing of is left out of the story.
        """

        class Poor(Faithful):
            def happen(self, happening):
                return NotImplemented

        machine = Poor()
        machine.begins()
        machine.then(what=Did("purchased"))

        assert () == machine.lead.activities

    def test_a_stage_may_be_a_member(self):
        """
        A stage of an enumeration is as good as its text.
        """

        class Stage(StrEnum):
            LEAD = "lead"
            OPEN = "open"

        class Host(FunnelMachine):
            lifecycle = lifecycle(lk.Transition("open", "lead", "open"))
            began = Stage.LEAD

            def begin(self, lead):
                self.began = Stage.LEAD

            def live(self, trigger):
                self.began = Stage.OPEN

            def stage(self):
                return self.began

        machine = Host()
        machine.begins()
        machine.then(what=Asked("open"))

        assert "open" == machine.lead.stage

    def test_first(self):
        """
        A host may say with which lead to begin.
        """

        class Later(Faithful):
            def first(self):
                return lk.Lead(id="L-1", stage="nurtured", created_at=self.now)

        machine = Later()
        machine.begins()

        assert "nurtured" == machine.mine.stage

    def test_the_record_of_the_machine(self):
        """
        Leads are of the class that the machine names, else of the playbook's.
        """

        @attrs.frozen(kw_only=True)
        class Seat(lk.Lead):
            seats: int

        class Named(Faithful):
            record = Seat

        class Playing(Faithful):
            playbook = lk.Playbook("p", record=Seat, lifecycle=STANDARD.lifecycle)

        class Bare(Faithful):
            playbook = None
            lifecycle = STANDARD.lifecycle

        assert (Seat, Seat) == (type(Named().lead), type(Playing().lead))
        assert lk.Lead is type(Bare().lead)


class TestStories:
    def test_another_stage(self):
        """
        Who ends in another stage is told both.
        """
        story = told(
            Restless, Agreed("marketing", "email"), Asked("nurture"), Waited(DAY)
        )

        assert (
            "A lead begins in 'lead'.",
            "It agrees to 'marketing' by email.",
            "'nurture' takes it from 'lead' to 'nurtured'.",
            "It waits 1 day.",
            "The lifecycle has it in 'nurtured', your application in 'prospect'.",
        ) == story

    def test_refused_by_the_lifecycle_alone(self):
        """
        Who makes a move that is to be refused is told why it is.
        """
        steps = Agreed("marketing", "email"), Withdrew("marketing", "email")
        last = told(Forgetful, *steps, Asked("nurture"))[-1]

        assert last.startswith(
            "'nurture' is to be refused, and in your application the lead is in "
            "'nurtured' then. The move 'nurture' is not possible yet"
        )

    def test_refused_by_the_application_alone(self):
        """
        Who refuses what is to be made is told what it said.
        """
        steps = Agreed("marketing", "email"), Asked("nurture"), Asked("disqualify")
        last = told(Strict, *steps)[-1]

        assert last.startswith(
            "'disqualify' leads from 'nurtured' to 'disqualified', and your "
            "application refuses it: The move 'promote' is not possible"
        )

    def test_refused_with_a_trace(self):
        """
        Who keeps something of a refused move is told so.
        """
        last = told(Writing, Asked("nurture"))[-1]

        assert (
            "'nurture' is refused, and yet your application keeps something else of "
            "the lead than before."
        ) == last

    def test_moves_by_themselves(self):
        """
        A move that makes itself is told as one.
        """
        story = told(Waiting, Waited(200 * DAY), Agreed("marketing", "email"))

        assert "'nurture' takes it from 'lead' to 'nurtured' by itself." == story[-2]

    def test_enough_for_a_guard(self):
        """
        What a guard asks for is told happening by happening.
        """
        machine = Faithful()
        [enough] = [
            one
            for one in machine._chances.bundles
            if (one.trigger, one.source) == ("qualify", "lead")
        ]
        machine.begins()
        machine.then(what=enough)
        machine.then(what=Asked("qualify"))

        assert isinstance(enough, EnoughFor)
        assert "prospect" == machine.mine.stage
        assert 4 == len(machine._story)

    @pytest.mark.parametrize(
        ("occasion", "told"),
        [
            (Did("purchased"), "'purchased' is recorded"),
            (
                Did("purchased", details=(("value", 5),)),
                "'purchased' is recorded (value 5)",
            ),
            (Withdrew("marketing", "email"), "it withdraws its consent to 'marketing'"),
            (Granted("MQL"), "'MQL' is granted by somebody"),
            (Revoked("MQL"), "'MQL' is revoked by somebody"),
            (Became("seats", 10), "seats is 10 now"),
            (Became("seats", None), "seats is missing now"),
        ],
    )
    def test_what_happens(self, occasion, told):
        """
        What happens is told as the stories of laws tell it.
        """
        lead = lk.Lead(id="L-1", created_at=Faithful.start)
        [happening] = occasion.records(lead, Faithful.start)

        assert told in tell(happening)

    def test_it_is_an_assertion(self):
        """
        A disagreement is an assertion that failed, and lists what happened.
        """
        error = Disagreement(("A lead begins.", "It ends."))

        assert isinstance(error, AssertionError)
        assert (
            "your application and the lifecycle part ways:\n"
            "1. A lead begins.\n2. It ends."
        ) == str(error)


class TestMisuse:
    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (
                {"playbook": "sales:PLAYBOOK"},
                "playbook of machine M: got a str.*a Playbook.*without quotes",
            ),
            ({"lifecycle": 7}, "lifecycle of machine M: got an int.*a Lifecycle"),
        ],
        ids=["text", "number"],
    )
    def test_what_is_no_playbook(self, given, message):
        """
        What is neither a playbook nor a lifecycle is refused with what to write.
        """
        with pytest.raises(RuleError, match=message):
            type("M", (Faithful,), given)()

    def test_without_hypothesis(self):
        """
        Whoever lacks Hypothesis is told what to install.
        """
        code = (
            "import sys; sys.modules['hypothesis'] = None\n"
            "from leadkit.testing import FunnelMachine"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )

        assert "MissingExtraError: FunnelMachine: hypothesis isn't" in done.stderr
        assert '[testing]" in your clone' in done.stderr

    def test_no_lifecycle(self):
        """
        A machine without a lifecycle says what to write.
        """

        class Empty(FunnelMachine):
            playbook = lk.Playbook("p")

        with pytest.raises(RuleError, match=r"Write lifecycle = \.\.\. in Empty"):
            Empty()

    @pytest.mark.parametrize("method", ["begin", "live", "happen"])
    def test_what_is_not_overridden(self, method):
        """
        What a host has to say is asked for by its name.
        """
        gone = {method: getattr(FunnelMachine, method)}
        machine = type("Sales", (Faithful,), gone)()

        def drive():
            machine.begins()
            machine.then(what=Agreed("marketing", "email"))
            machine.then(what=Asked("nurture"))

        with pytest.raises(RuleError, match=rf"Override {method}\(\) in Sales"):
            drive()

    def test_no_stage(self):
        """
        A move whose stage nobody tells is refused with what to do.
        """

        class Mute(Silent):
            def live(self, trigger):
                super().live(trigger)

        machine = Mute()
        machine.begins()

        with pytest.raises(RuleError, match=r"got a missing value.*override stage"):
            machine.then(what=Asked("disqualify"))

    def test_a_record_that_can_not_be_made_up(self):
        """
        A class that refuses what is made up is told what to override.
        """

        @attrs.frozen(kw_only=True)
        class Picky(lk.Lead):
            vat: str = attrs.field(validator=attrs.validators.matches_re("DE[0-9]{9}"))

        with pytest.raises(
            RuleError, match=r"a Picky that refuses.*Override first\(\)"
        ):
            type("M", (Faithful,), {"record": Picky})()

    def test_what_an_application_breaks_with(self):
        """
        What is no refusal is the application's own error, and shown as it is.
        """

        class Broken(Faithful):
            def live(self, trigger):
                raise KeyError(trigger)

        machine = Broken()
        machine.begins()

        with pytest.raises(KeyError):
            machine.then(what=Asked("disqualify"))

    def test_refusals_of_its_own(self):
        """
        What an application refuses with may be any class of errors.
        """

        class Own(Faithful):
            refusals = (KeyError,)

            def live(self, trigger):
                try:
                    return super().live(trigger)
                except lk.MoveRefused as refusal:
                    raise KeyError(trigger) from refusal

        machine = Own()
        machine.begins()
        machine.then(what=Granted("MQL"))
        machine.then(what=Asked("nurture"))

        assert "lead" == machine.lead.stage


class TestChange:
    def test_it_hides_its_value(self):
        """
        A change shows no value, which is somebody's elsewhere.
        """
        change = Change("name", "Ada")

        assert "Ada" not in repr(change)
        assert "Ada" == taken(lk.Lead(id="L-1"), change).name

    def test_instants_are_taken(self):
        """
        A field that has a value of any kind is changed.
        """
        at = datetime(2026, 1, 1, tzinfo=UTC)

        assert at == taken(lk.Lead(id="L-1"), Change("created_at", at)).created_at
