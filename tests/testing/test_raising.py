"""
Errors of a host's own functions: a law that meets one says which rule it is.
"""

from __future__ import annotations

from contextlib import suppress

import pytest

from leadkit import (
    LeadError,
    Lifecycle,
    Points,
    RuleError,
    Scorecard,
    Transition,
    activity,
    rule,
)
from leadkit.testing import laws
from leadkit.testing.raising import rules_named
from leadkit.testing.subjects import subject_of
from leadkit.testing.walking.roaming import roamed

CALLS = activity("call_held").count()


@rule(name="well known")
def fails(lead, as_of):
    raise KeyError(lead.id)


LIFECYCLE = Lifecycle(
    "failing",
    ["lead", "a", "b"],
    "lead",
    [
        Transition("go", "lead", "a", CALLS >= 1),
        Transition("on", "a", "b", fails),
        Transition("back", "b", "a", fails),
    ],
)
CARD = Scorecard("failing", [Points(5, when=fails), Points(3, when=CALLS >= 2)])


ASKED = {
    "never": lambda: laws.never(LIFECYCLE, reach="b"),
    "never, of what stays": lambda: laws.never(LIFECYCLE, reach="b", monotone=[fails]),
    "always_before": lambda: laws.always_before(LIFECYCLE, first="back", then="b"),
    "order_free": lambda: laws.order_free(CARD),
    "monotone": lambda: laws.monotone(CARD, adding="call_held"),
}


class TestLaws:
    @pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
    def test_what_draws_says_which_rule_raised_what(self, ask):
        """
        Where leads are drawn at random and a function fails, the error names its rule
        and has the other one as its cause; it shows nothing of a lead.
        """
        with pytest.raises(RuleError) as caught:
            ask()

        assert (
            "rule 'well known': got a KeyError from its function, "
            "expected True, False or None. "
            "If it reads a field of your leads, write record=YourLead."
        ) == str(caught.value)
        assert isinstance(caught.value.__cause__, KeyError)

    @pytest.mark.parametrize("kept", [[], [fails]], ids=len)
    def test_a_lead_that_a_function_keeps_from_going_on_is_stuck(self, kept):
        """
        Where no way out is found for a lead, that leaves it open, whatever a function
        raises on the way.
        """
        with suppress(RuleError):
            assert "undecided" == laws.no_traps(LIFECYCLE, monotone=kept).kind
        with suppress(RuleError):
            assert "undecided" == laws.reversible(LIFECYCLE, "a", monotone=kept).kind

    def test_a_proof_asks_no_function(self):
        """
        What is proved or refuted on paper is so, whatever a function raises.
        """
        unless = laws.never(LIFECYCLE, reach="a", without=fails)
        restored = laws.replay_restores(LIFECYCLE)

        assert ("refuted", "proved") == (unless.kind, restored.kind)

    def test_a_function_that_fails_is_an_answer_nobody_knows(self):
        """
        A refusal is no less one where a function fails.
        """
        assert "sampled" == laws.refusals_change_nothing(LIFECYCLE, examples=20).kind


class TestRoamed:
    def test_a_shorter_story_that_a_function_fails_at_is_none(self):
        """
        What breaks a law stays found, though a function fails at something simpler.
        """
        seen = []

        def breaks(story):
            if len(story.events) == 1 and seen:
                raise KeyError(story.lead.id)
            seen.extend(story.events[1:])
            return len(story.events) if len(story.events) > 1 else None

        to_and_fro = Lifecycle(
            "x",
            ["lead", "a"],
            "lead",
            [Transition("go", "lead", "a"), Transition("back", "a", "lead")],
        )
        drawn = roamed(subject_of("never()", to_and_fro, None, ()), breaks, seed=1)

        assert len(drawn.found.events) == 2


class TestRulesNamed:
    def test_what_others_raise_comes_out_as_it_is(self):
        """
        An error that no rule has to do with is nobody's but its own.
        """
        with pytest.raises(ZeroDivisionError), rules_named():
            1 / 0  # noqa: B018

    @pytest.mark.parametrize(
        "error", [LeadError("a", "b", "c"), RuleError("a", "b", "c")]
    )
    def test_ours_say_what_is_wrong(self, error):
        """
        An error of leadkit's says all already.
        """

        @rule(name="ours")
        def ours(lead, as_of):
            raise error

        lifecycle = Lifecycle(
            "x", ["lead", "a"], "lead", [Transition("go", "lead", "a", ours)]
        )
        with pytest.raises(type(error)) as caught:
            laws.never(lifecycle, reach="a")

        assert error is caught.value

    def test_nothing_raised(self):
        """
        Without an error there is none.
        """
        with rules_named():
            seen = "fine"

        assert seen == "fine"
