"""
What laws are asked of, and the names in them: what is wrong is refused at once.
"""

from __future__ import annotations

import pytest
from walks import STAGES, T

from leadkit import (
    Lead,
    Lifecycle,
    Playbook,
    Qualification,
    RuleError,
    Stage,
    Transition,
    activity,
    came_from,
    conversed,
    has_been,
    in_stage,
    standard,
    time_in_stage,
)
from leadkit.testing.walking.lifecycle_laws import always_before, never
from leadkit.testing.walking.transition_laws import every_transition_can_fire
from leadkit.testing.walking.trap_laws import reversible

STANDARD = standard.lifecycle()
SAME = Lifecycle("same", STAGES, "new", [Transition("met", "new", "met")])
PURCHASE = activity("purchased").count() >= 1

WRONG = {
    "an unknown stage": (
        lambda: never(STANDARD, reach="custommer"),
        "reach of never()",
        "the unknown stage 'custommer'",
        "Did you mean 'customer'?",
    ),
    "one of several stages": (
        lambda: never(STANDARD, reach=[Stage.LOST, "los"]),
        "reach of never()",
        "the unknown stage 'los'",
        "Did you mean 'lost'?",
    ),
    "no stage": (lambda: never(STANDARD, reach=[]), "reach of never()", "no stage", ""),
    "a number as stages": (
        lambda: never(STANDARD, reach=3),
        "reach of never()",
        "an int",
        "",
    ),
    "a number as a stage": (
        lambda: reversible(STANDARD, 3),
        "exit of reversible()",
        "an int",
        "",
    ),
    "an unknown name": (
        lambda: always_before(STANDARD, first="lead", then="convrt"),
        "then of always_before()",
        "the unknown name 'convrt'",
        "Did you mean 'convert'?",
    ),
    "a number as a name": (
        lambda: always_before(STANDARD, first=3, then="convert"),
        "first of always_before()",
        "an int",
        "",
    ),
    "a stage and a trigger": (
        lambda: always_before(SAME, first="new", then="met"),
        "then of always_before()",
        "'met', a stage and a trigger",
        "Ask for the stage with has_been(), or rename one of them.",
    ),
    "the same before itself": (
        lambda: always_before(STANDARD, first="lost", then=Stage.LOST),
        "first of always_before()",
        "'lost' again",
        "",
    ),
    "a text as a rule": (
        lambda: never(STANDARD, reach="lost", without="purchase"),
        "without of never()",
        "a str",
        "",
    ),
    "a qualification": (
        lambda: never(Qualification("MQL", when=PURCHASE), reach="lost"),
        "the subject of never()",
        "a Qualification",
        "",
    ),
    "a playbook without moves": (
        lambda: every_transition_can_fire(Playbook("empty")),
        "the subject of every_transition_can_fire()",
        "playbook 'empty' without a lifecycle",
        "",
    ),
    "another class": (
        lambda: never(STANDARD, reach="lost", record=dict),
        "record of never()",
        "a type",
        "",
    ),
    "one rule that stays true": (
        lambda: never(STANDARD, reach="lost", monotone=PURCHASE),
        "monotone of never()",
        "a Rule",
        "Write monotone=[rule].",
    ),
    "a number that stays true": (
        lambda: never(STANDARD, reach="lost", monotone=3),
        "monotone of never()",
        "an int",
        "Write monotone=[rule].",
    ),
}


ENDED = [
    time_in_stage() >= 5,
    came_from("new"),
    in_stage("new"),
    ~has_been("met"),
    activity("call_held").since("met").count() >= 1,
    conversed(since="met"),
    (PURCHASE & in_stage("new")),
]
KEPT = [PURCHASE, has_been("met"), conversed(), has_been("met") & PURCHASE]


class TestKept:
    @pytest.mark.parametrize("rule", ENDED, ids=str)
    def test_what_a_move_may_end_is_refused(self, rule):
        """
        What a move may end can't be said to stay true.
        """
        with pytest.raises(RuleError, match="which a move may end"):
            never(SAME, reach="met", monotone=[rule])

    @pytest.mark.parametrize("rule", KEPT, ids=str)
    def test_what_no_move_ends_is_taken(self, rule):
        """
        What only the host could take away can be said to stay.
        """
        assert "refuted" == never(SAME, reach="met", monotone=[rule]).kind


class TestSubjectOf:
    @pytest.mark.parametrize(
        ("ask", "subject", "came", "cure"), WRONG.values(), ids=WRONG
    )
    def test_what_is_wrong_is_refused(self, ask, subject, came, cure):
        """
        A law about something else, or with an unknown name, says what came and what to
        do.
        """
        with pytest.raises(RuleError) as caught:
            ask()

        assert (subject, came, cure) == (
            caught.value.subject,
            caught.value.came,
            caught.value.cure,
        )

    def test_stages_may_be_members_of_an_enumeration(self):
        """
        A stage is the same as text and as a member.
        """
        by_text = never(STANDARD, reach="customer", without=PURCHASE)

        assert by_text == never(STANDARD, reach=[Stage.CUSTOMER], without=PURCHASE)

    def test_a_flag_is_a_rule(self):
        """
        A field of yes and no is a rule here, too.
        """
        lifecycle = Lifecycle("l", STAGES, "new", [Transition("go", "new", "met", T.a)])

        assert "proved" == never(lifecycle, reach="met", without=T.a).kind
        assert "proved" == always_before(lifecycle, first=T.a, then="go").kind

    def test_a_playbook_brings_its_class_of_leads(self):
        """
        A playbook's own class of leads is taken, unless another one is given.
        """
        playbook = standard.playbook()

        assert playbook.record is Lead
        assert "proved" == never(playbook, reach="customer", without=PURCHASE).kind
