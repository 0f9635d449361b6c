"""
Laws of the engine: what leadkit's own code keeps, and what a host's may break.
"""

import sys
from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings
from lifecycles import lifecycles

import leadkit as lk
from leadkit import standard
from leadkit.errors import RuleError
from leadkit.testing.engine import laws as engine_laws
from leadkit.testing.engine.laws import refusals_change_nothing, replay_restores

LAWS = (replay_restores, refusals_change_nothing)
FEW = {"examples": 30, "seed": 1}


@attrs.frozen(kw_only=True)
class Shop(lk.Lead):
    size: int | None = None


@attrs.frozen(kw_only=True)
class Checked(lk.Lead):
    size: int = attrs.field(default=1, validator=attrs.validators.gt(0))


@attrs.frozen(kw_only=True)
class Tagged(lk.Lead):
    tags: object = attrs.field(factory=list)


F = lk.fields(Shop)
MOVES = [
    lk.Transition("go", "lead", "a", F.size > 3),
    lk.Transition("on", "a", "b", lk.activity("purchased").count() >= 1),
    lk.Transition("lose", ["a", "b"], "lost", kind="exit", after=timedelta(days=9)),
    lk.Transition("reopen", "lost", lk.PREVIOUS, kind="back"),
]
PLAIN = lk.Lifecycle("plain", ["lead", "a", "b", "lost"], "lead", MOVES)


def like_plain(cls, **changes):
    """
    A lifecycle of a host's class that declares what `PLAIN` does.
    """
    given = {f.name: getattr(PLAIN, f.name) for f in attrs.fields(lk.Lifecycle)}
    return cls(**{**given, **changes})


@attrs.frozen
class Own(lk.Lifecycle):
    """A subclass that changes nothing."""


@attrs.frozen
class Forgetful(lk.Lifecycle):
    def advance(self, lead, trigger, **given):
        moved = super().advance(lead, trigger, **given)
        if trigger != "on":
            return moved
        return attrs.evolve(moved, moves=moved.moves[:-1], stage="b")


@attrs.frozen
class Hasty(lk.Lifecycle):
    def advance(self, lead, trigger, **given):
        moved = super().advance(lead, trigger, **given)
        return attrs.evolve(moved, revision=moved.revision + (trigger == "on"))


@attrs.frozen
class Confused(lk.Lifecycle):
    def replay(self, lead, moves):
        if any(move.trigger == "reopen" for move in moves):
            raise KeyError(lead.id)
        return super().replay(lead, moves)


@attrs.frozen
class Renaming(lk.Lifecycle):
    def replay(self, lead, moves):
        again = super().replay(lead, moves)
        named = [attrs.evolve(move, by="replay") for move in again.moves]
        return attrs.evolve(again, moves=named)


@attrs.frozen
class Meddling(lk.Lifecycle):
    def decide(self, lead, trigger, *, as_of):
        try:
            return super().decide(lead, trigger, as_of=as_of)
        except lk.MoveRefused:
            if lead.stage == "b":
                object.__setattr__(lead, "name", "refused")
            raise


@attrs.frozen
class Noting(lk.Lifecycle):
    def advance(self, lead, trigger, **given):
        object.__setattr__(lead, "revision", lead.revision + 1)
        return super().advance(lead, trigger, **given)


@attrs.frozen
class Impatient(lk.Lifecycle):
    def advance(self, lead, trigger, **given):
        try:
            return super().advance(lead, trigger, **given)
        except lk.MoveRefused as refusal:
            raise ValueError(trigger) from refusal


def run(text, lifecycle):
    """
    Run the test of a witness about a lifecycle.
    """
    scope = {}
    exec(compile(text, "<pasted>", "exec"), scope)
    (test,) = (name for name in scope if name.startswith("test_"))
    scope.update(LIFECYCLE=lifecycle, Record=Shop)
    scope[test]()


class TestReplayRestores:
    @given(lifecycles())
    @settings(max_examples=20)
    def test_leadkits_own_code_is_proved(self, lifecycle):
        """
        Of a lifecycle without a host's code every situation is tried.
        """
        found = replay_restores(lifecycle)
        assert found.kind == "proved"
        assert found.states >= sum(len(one.sources) for one in lifecycle.transitions)

    @pytest.mark.parametrize(
        ("cls", "end"),
        [
            (Forgetful, "Replayed, its moves lead to 'a' instead."),
            (Confused, "Replaying its 3 moves raises KeyError."),
            (Renaming, "Replayed, its moves aren't the same."),
        ],
    )
    def test_a_fault_is_found(self, cls, end):
        """
        A lifecycle whose moves aren't restored is refuted, by a test that fails.
        """
        lifecycle = like_plain(cls)
        found = replay_restores(lifecycle, record=Shop, examples=200, seed=1)
        assert found.kind == "refuted"
        assert found.witness.story[-1] == end
        with pytest.raises((AssertionError, KeyError)):
            run(found.witness.test, lifecycle)
        run(found.witness.test, like_plain(Own))

    def test_a_revision_that_rises_twice(self):
        """
        A move raises the revision by one, replayed or not.
        """
        lifecycle = like_plain(Hasty)
        found = replay_restores(lifecycle, record=Shop, examples=200, seed=1)
        assert found.witness.story[-1] == (
            "Its 2 moves raise its revision by 3, and replayed by 2."
        )
        with pytest.raises(AssertionError):
            run(found.witness.test, lifecycle)
        run(found.witness.test, like_plain(Own))

    def test_the_shortest_way_there_is(self):
        """
        The witness has no more moves than it takes.
        """
        found = replay_restores(like_plain(Confused), examples=200, seed=1)
        assert found.witness.moves == ("go", "lose", "reopen")


class TestRefusalsChangeNothing:
    @given(lifecycles())
    @settings(max_examples=5)
    def test_leadkits_own_code_is_proved(self, lifecycle):
        """
        Of a lifecycle without a host's code every situation is tried.
        """
        found = refusals_change_nothing(lifecycle)
        assert found.kind == "proved"
        assert found.states == 2 * len(lifecycle.stages) * (len(lifecycle.stages) + 1)

    @pytest.mark.parametrize(
        ("cls", "end"),
        [
            (Meddling, "decide('go') changes the lead that it is given."),
            (Noting, "advance('go') changes the lead that it is given."),
            (Impatient, "advance('go') raises ValueError and not MoveRefused."),
        ],
    )
    def test_a_fault_is_found(self, cls, end):
        """
        A lifecycle that leaves traces is refuted, by a test that fails.
        """
        lifecycle = like_plain(cls)
        found = refusals_change_nothing(lifecycle, examples=200, seed=1)
        assert found.kind == "refuted"
        assert found.witness.story[-1] == end
        with pytest.raises((AssertionError, ValueError, lk.LeadError)):
            run(found.witness.test, lifecycle)
        run(found.witness.test, like_plain(Own))

    def test_a_function_that_keeps_an_account_in_the_lead(self):
        """
        A guard that changes what a lead holds is found.
        """

        @lk.rule(name="notes")
        def notes(lead, as_of):
            lead.tags.append(as_of)
            return False

        lifecycle = lk.Lifecycle(
            "x", ["lead", "a"], "lead", [lk.Transition("go", "lead", "a", notes)]
        )
        found = refusals_change_nothing(lifecycle, record=Tagged, **FEW)
        assert found.kind == "refuted"
        assert "guards ask your function 'notes'" in found.how

    def test_a_function_that_fails_is_no_refusal(self):
        """
        Whatever a host's function raises is its own matter.
        """

        @lk.rule(name="fails")
        def fails(lead, as_of):
            raise KeyError(lead.id)

        lifecycle = attrs.evolve(
            PLAIN, transitions=[lk.Transition("go", "lead", "a", fails), *MOVES[1:]]
        )
        found = refusals_change_nothing(lifecycle, record=Shop, **FEW)
        assert (found.kind, found.examples) == ("sampled", 30)

    def test_functions_that_answer(self):
        """
        A function that changes nothing breaks nothing.
        """

        @lk.rule(name="large")
        def large(lead, as_of):
            return lead.name is not None

        lifecycle = attrs.evolve(
            PLAIN, transitions=[lk.Transition("go", "lead", "a", large), *MOVES[1:]]
        )
        assert refusals_change_nothing(lifecycle, **FEW).kind == "sampled"
        assert replay_restores(lifecycle, **FEW).kind == "proved"

    def test_a_function_that_answers_beside_a_fault(self):
        """
        Where the function answers, another error is none of its.
        """

        @lk.rule(name="large")
        def large(lead, as_of):
            return False

        moves = [lk.Transition("go", "lead", "a", large), *MOVES[1:]]
        lifecycle = like_plain(Impatient, transitions=moves)
        assert refusals_change_nothing(lifecycle, **FEW).kind == "refuted"


class TestBoth:
    @pytest.mark.parametrize("law", LAWS)
    def test_the_standard_playbook(self, law):
        """
        The standard playbook keeps them, which is proved.
        """
        law(standard.playbook()).check(require="proved")

    @pytest.mark.parametrize("law", LAWS)
    def test_a_harmless_subclass_is_sampled(self, law):
        """
        Of a host's lifecycle journeys are tried, with no false alarm.
        """
        found = law(like_plain(Own), record=Shop, **FEW)
        assert (found.kind, found.examples) == ("sampled", 30)
        assert "Own is a subclass of Lifecycle" in found.how

    @pytest.mark.parametrize("law", LAWS)
    def test_a_class_of_leads_with_code_of_its_own(self, law):
        """
        Where a host's class checks new records, journeys are tried.
        """
        lifecycle = standard.lifecycle()
        found = law(lifecycle, record=Checked, **FEW)
        assert found.kind == "sampled"
        assert "Checked has code of its own" in found.how

    @pytest.mark.parametrize("law", LAWS)
    def test_too_many_situations(self, law, monkeypatch):
        """
        Where there are too many to try, journeys are.
        """
        monkeypatch.setattr(engine_laws, "MOST_SITUATIONS", 3)
        found = law(PLAIN, **FEW)
        assert found.kind == "sampled"
        assert "more than 3 situations" in found.how

    @pytest.mark.parametrize("law", LAWS)
    def test_no_lead_of_the_class(self, law):
        """
        Without a lead to try, nothing is decided.
        """

        @attrs.frozen(kw_only=True)
        class Sized(lk.Lead):
            sizes: tuple[int, ...]

        found = law(standard.lifecycle(), record=Sized)
        assert (found.kind, found.how) == ("undecided", "No lead could be made up.")

    @pytest.mark.parametrize("law", LAWS)
    def test_a_class_without_a_field_that_is_read(self, law):
        """
        A class of leads for which the guards weren't written is refused.
        """
        with pytest.raises(RuleError, match="'size'"):
            law(PLAIN, record=Checked.__base__)

    @pytest.mark.parametrize("law", LAWS)
    def test_a_field_that_has_no_copy(self, law):
        """
        What can't be copied is taken not to change.
        """

        @attrs.frozen(kw_only=True)
        class Endless(lk.Lead):
            source: object = attrs.field(factory=lambda: (n for n in ()))

        assert law(standard.lifecycle(), record=Endless).kind == "proved"

    @pytest.mark.parametrize("law", LAWS)
    def test_without_hypothesis(self, law, monkeypatch):
        """
        What can't be proved is undecided where nothing can be drawn; proofs go on.
        """
        monkeypatch.setitem(sys.modules, "hypothesis", None)
        found = law(like_plain(Own))
        assert found.kind == "undecided"
        assert "hypothesis isn't installed" in found.how
        assert law(PLAIN).kind == "proved"

    @pytest.mark.parametrize("law", LAWS)
    def test_fields_that_contradict_each_other(self, law):
        """
        Guards that read one name in two ways are about no class of leads.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            size: str | None = None

        moves = [*MOVES, lk.Transition("x", "b", "a", lk.fields(Other).size == "x")]
        found = law(attrs.evolve(PLAIN, transitions=moves))
        assert found.kind == "undecided"

    @pytest.mark.parametrize("law", LAWS)
    def test_what_is_no_lifecycle(self, law):
        """
        Something else is refused.
        """
        with pytest.raises(RuleError, match="Lifecycle"):
            law(standard.playbook().scorecards["fit"])

    def test_a_fault_of_leadkit_itself(self, monkeypatch):
        """
        The proofs make the moves for real: a fault of ours would be told.
        """
        replay = lk.Lifecycle.replay

        def lazy(self, lead, moves):
            return replay(self, lead, tuple(moves)[:1])

        monkeypatch.setattr(lk.Lifecycle, "replay", lazy)
        found = replay_restores(PLAIN, record=Shop)
        assert found.kind == "refuted"
        assert len(found.witness.moves) == 2
