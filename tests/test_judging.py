"""
All qualifications of a playbook, judged in one pass.
"""

from datetime import UTC, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, Host, hosts, instants, rules

import leadkit as lk
from leadkit.judging import Judging
from leadkit.rules.compiled import Answering

CODES = ("A", "B", "C", "D")


@lk.rule(name="has A by a function")
def has_a(lead, as_of):
    """A host's own function that reads grants, which no analysis sees."""
    return lead.holds("A")


@st.composite
def qualifications(draw):
    """
    Up to four, of which later ones may hold earlier ones, and a card may read grants.
    """
    made = []
    for place, code in enumerate(
        draw(st.permutations(CODES))[: draw(st.integers(1, 4))]
    ):
        earlier = [one.name for one in made]
        held = st.sampled_from(earlier).map(lk.holds) if earlier else st.nothing()
        reading = held.map(
            lambda rule: (
                lk.Scorecard("reads", [lk.Points(3, when=rule, name="held")]) >= 3
            )
        )
        asked = rules(opaque=True) | held | reading
        if place:
            asked |= st.just(lk.all_of(has_a))
        when = draw(st.none() | asked)
        until = draw(st.none() | st.just(lk.NEVER) | asked)
        stages = draw(st.none() | st.just(("lead",)) | st.just(("nurtured", "lost")))
        made.append(lk.Qualification(code, when, until, stages))
    return made


def one_by_one(made, lead, at):
    """
    The oracle: judge each alone, and record what changed before the next.
    """
    for one in made:
        verdict = one.judge(lead, as_of=at)
        if verdict.held != verdict.recorded:
            change = lead.grant if verdict.held else lead.revoke
            lead = change(one.name, at=at, by="p", automatic=True)
        yield verdict, lead


class TestJudging:
    @given(qualifications(), hosts(), instants())
    def test_is_judging_one_by_one(self, made, lead, at):
        """
        Verdicts, and what is recorded of them, are those of judging one after another.
        """
        judging = Judging("p", made)
        expected = list(one_by_one(made, lead, at))

        assert expected == list(judging.recorded(lead, at))
        assert {one.name: v for one, (v, _) in zip(made, expected, strict=True)} == (
            judging.verdicts(lead, at)[0]
        )

    @given(
        qualifications(),
        st.lists(rules(opaque=True), max_size=3),
        hosts(),
        instants(),
        st.integers(-100, 5000),
    )
    def test_answers_are_those_of_the_verdicts(self, made, beside, lead, at, other):
        """
        Answers without reasons are the verdicts', and what is asked beside is answered.
        """
        nodes = [rule.node for rule in beside]
        card = lk.Scorecard("given", [lk.Points(other / 100, when=lk.ALWAYS)])
        judging = Judging("p", made, [*nodes, (card >= 10).node], [card])
        verdicts, answered = judging.verdicts(lead, at)
        answers, same = judging.answers(lead, at, [other])

        assert {name: v.answer for name, v in verdicts.items()} == answers
        assert list(answered) == list(same)
        assert [rule.test(lead, as_of=at) for rule in [*beside, card >= 10]] == list(
            same
        )

    def test_a_function_may_read_any_grant(self):
        """
        A host's function sees what was just granted, though nobody knows what it reads.
        """
        made = [lk.Qualification("A", lk.ALWAYS), lk.Qualification("B", has_a)]
        verdicts, _ = Judging("p", made).verdicts(Host(id="L-1"), NOW)

        assert verdicts["B"].held

    def test_nothing_to_judge(self):
        """
        A playbook without qualifications judges nothing.
        """
        lead = Host(id="L-1")
        judging = Judging("p", [])

        assert [] == list(judging.recorded(lead, NOW))
        assert ({}, []) == judging.verdicts(lead, NOW)
        assert ({}, ()) == judging.answers(lead, NOW, [])


class TestAnswering:
    CARD = lk.Scorecard("c", [lk.Points(5, when=lk.fields(Host).employees >= 10)])

    def test_totals_are_believed(self):
        """
        The totals that are given are not computed again.
        """
        questions = [(self.CARD >= 7).node, (self.CARD >= 5).node]
        answering = Answering(questions, [self.CARD])
        lead = Host(id="L-1", employees=10)

        assert [False, True] == list(answering(lead, NOW, [500]))
        assert [True, True] == list(answering(lead, NOW, [700]))

    def test_leads_that_it_is_not_for(self):
        """
        A lead without the field is the interpreter's, which says what is wrong.
        """
        answering = Answering([(lk.fields(Host).employees >= 10).node], [])

        with pytest.raises(lk.LeadError, match="employees"):
            answering(lk.Lead(id="L-1"), NOW, [])

    def test_a_field_of_another_class(self):
        """
        A lead of another class with the same field is answered by its first question.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            employees: int | None = None

        answering = Answering([(lk.fields(Host).employees >= 10).node], [])

        assert [True] == list(answering(Other(id="L-1", employees=10), NOW, []))

    def test_near_the_end_of_the_calendar(self):
        """
        Where a window would begin before the calendar does, the interpreter answers.
        """
        rule = lk.activity("page_viewed").within(days=7).count() == 0
        answering = Answering([rule.node], [])
        early = datetime(1, 1, 2, tzinfo=UTC)

        assert [True] == list(answering(lk.Lead(id="L-1"), early, []))
