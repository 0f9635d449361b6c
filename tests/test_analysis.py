"""
What is said of rules without a lead: never wrong, and exact where regions can tell.
"""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, TRAITS, Host, has_name, hosts, rules

import leadkit as lk
from leadkit import activity
from leadkit.rules import nodes as n
from leadkit.rules.proof import solving
from leadkit.rules.proof.possibility import impossible, possible
from leadkit.rules.proof.solving import MOST_STEPS

F = lk.fields(Host, traits=TRAITS)
DAY = timedelta(days=1)

CALLS = activity("call_held")
CLICKS = activity("email_clicked")
SURVEYS = activity("survey_answered")
CARD = lk.Scorecard(
    "fit",
    [
        lk.Points(20, when=F.employees >= 50, name="large"),
        lk.Points(15, when=F.title.contains("Head"), name="boss"),
        lk.Points(-10, when=F.free_mail, name="free mail"),
    ],
)
ENGAGEMENT = lk.Scorecard(
    "engagement",
    [lk.Points(10, per=CLICKS.within(days=30), cap=100, name="clicks")],
    ceiling=100,
)
HIDING = lk.Scorecard("hiding", [lk.Points(5, when=has_name)])


def answers(rule, example):
    """What a rule says about an example."""
    return rule.test(example.lead, as_of=example.as_of)


class TestNeverWrong:
    @given(rules(opaque=True), st.lists(hosts(), min_size=3, max_size=5))
    def test_no_lead_says_otherwise(self, rule, leads):
        """
        Of what is said to hold never or always, no lead shows the contrary.
        """
        said = lk.analyse(rule, record=Host)
        seen = {rule.test(lead, as_of=NOW) for lead in leads}

        assert not said.contradictory or True not in seen
        assert not said.always or {True} == seen

    @given(rules(opaque=True))
    def test_examples_are_examples(self, rule):
        """
        What is said to be possible is shown by a lead, of the class given.
        """
        said = lk.analyse(rule, record=Host)

        assert said.contradictory is not False or answers(rule, said.example) is True
        assert (
            said.always is not False or answers(rule, said.counterexample) is not True
        )
        assert {Host} >= {
            type(e.lead) for e in (said.example, said.counterexample) if e
        }

    @given(rules(opaque=True), hosts())
    def test_without_a_class(self, rule, lead):
        """
        Without a class of leads the answers hold for all that have the fields.
        """
        said = lk.analyse(rule)

        assert not said.contradictory or rule.test(lead, as_of=NOW) is not True
        assert not said.always or rule.test(lead, as_of=NOW) is True
        assert said.contradictory is not False or answers(rule, said.example) is True

    @given(rules(), rules(), st.lists(hosts(), min_size=3, max_size=5))
    def test_relations(self, one, other, leads):
        """
        Of two rules, no lead shows the contrary of what is said.
        """
        said = lk.relate(one, other, record=Host)
        pairs = {
            tuple(rule.test(lead, as_of=NOW) is True for rule in (one, other))
            for lead in leads
        }

        assert not said.implies or (True, False) not in pairs
        assert not said.implied or (False, True) not in pairs
        assert said.overlapping is not False or (True, True) not in pairs
        assert said.implies is not False or (
            answers(one, said.only_one) is True
            and answers(other, said.only_one) is not True
        )

    @given(rules(opaque=True))
    def test_decided_or_told_why(self, rule):
        """
        There is an answer, or a reason why there is none.
        """
        said = lk.analyse(rule, record=Host)

        assert bool(said.why) is (None in {said.contradictory, said.always})


# Aggregates of a few queries that have much to do with one another.


@st.composite
def _aggregates(draw):
    query = activity(*draw(st.sampled_from([("a",), ("b",), ("a", "b")])))
    conditions = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "campaign": st.sampled_from(["x", "y"]),
                "actor": st.sampled_from(["human", "machine"]),
                "value": st.integers(1, 3),
                "value_at_least": st.integers(1, 3),
                "value_at_most": st.integers(1, 3),
            },
        )
    )
    if conditions and draw(st.booleans()):
        query = query.where(**conditions)
    if draw(st.booleans()):
        query = query.within(days=draw(st.sampled_from([1, 2, 30])))
    if draw(st.integers(0, 4)) == 0:
        query = query.since("prospect")
    op = draw(
        st.sampled_from(
            [
                "count", "count", "distinct_days", "total", "largest", "latest",
                "mean", "days_since_first", "days_since_last",
            ]
        )
    )  # fmt: skip
    return getattr(query, op)()


@st.composite
def _questions(draw):
    value, number = draw(_aggregates()), draw(st.integers(0, 3))
    shapes = [value >= number, value < number, value == number, value.is_missing()]
    return draw(st.sampled_from(shapes))


@st.composite
def _busy_leads(draw):
    happened = st.fixed_dictionaries(
        {
            "type": st.sampled_from(["a", "b"]),
            "at": st.sampled_from([0, 0.5, 1, 1.5, 2, 5, 30, 40]).map(
                lambda days: NOW - days * DAY
            ),
            "value": st.none() | st.integers(0, 3),
            "campaign": st.sampled_from([None, "x", "y"]),
            "actor": st.sampled_from(["human", "machine"]),
            "direction": st.sampled_from(["inbound", "outbound"]),
        }
    )
    activities = draw(st.lists(happened, max_size=5))
    moves = [
        lk.Move(trigger="go", source="lead", target="prospect", at=NOW - days * DAY)
        for days in draw(st.lists(st.sampled_from([1, 3, 50]), max_size=1))
    ]
    return Host(
        id="L-1",
        activities=[lk.Activity(id=f"a{i}", **one) for i, one in enumerate(activities)],
        moves=moves,
        stage="prospect" if moves else "lead",
    )


class TestHistories:
    @given(
        st.lists(_questions(), min_size=2, max_size=3).map(lk.all_of),
        st.lists(_busy_leads(), min_size=10, max_size=20),
    )
    def test_relations_hold(self, rule, leads):
        """
        What relations between aggregates rule out, no history has.
        """
        gone = impossible([rule.node])

        assert not gone or True not in {rule.test(lead, as_of=NOW) for lead in leads}

    @given(st.lists(_questions(), min_size=2, max_size=3).map(lk.all_of))
    def test_examples(self, rule):
        """
        What is said to be possible is shown by a history.
        """
        said = possible([rule.node])

        assert said.answer is not True or answers(rule, said.example) is True


# A small language of which all leads that matter can be listed.

NUMBERS = [None, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4]
EVERYBODY = [
    Host(id="L-1", budget=budget, free_mail=free_mail, plan=plan)
    for budget, free_mail, plan in product(
        NUMBERS, [None, True, False], [None, "free", "team", "pro"]
    )
]


def _leaf(kind, value):
    return {
        0: lambda: F.budget >= value,
        1: lambda: F.budget < value,
        2: lambda: F.budget == value,
        3: lambda: F.budget.between(value - 1, value),
        4: lambda: F.budget.or_default(0) > value,
        5: F.budget.is_missing,
        6: lambda: lk.all_of(F.free_mail),
        7: lambda: lk.all_of(F.free_mail.or_default(True)),
        8: lambda: F.plan == "pro",
        9: lambda: F.plan.is_in("free", "team"),
        10: F.plan.is_missing,
        11: lambda: value != F.budget,
    }[kind]()


small_rules = st.recursive(
    st.builds(_leaf, st.integers(0, 11), st.integers(-1, 3)),
    lambda inner: (
        st.builds(lambda rule: ~rule, inner)
        | st.lists(inner, min_size=2, max_size=3).map(lk.all_of)
        | st.lists(inner, min_size=2, max_size=3).map(lk.any_of)
        | st.lists(inner, min_size=3, max_size=4).map(
            lambda parts: lk.at_least(2, parts)
        )
    ),
    max_leaves=8,
)


class TestExact:
    @given(small_rules)
    def test_one_rule(self, rule):
        """
        Over fields alone, going through all leads that differ gives the same answers.
        """
        said = lk.analyse(rule)
        seen = {rule.test(lead, as_of=NOW) for lead in EVERYBODY}

        assert (True not in seen, seen == {True}) == (said.contradictory, said.always)

    @given(small_rules, small_rules)
    def test_two_rules(self, one, other):
        """
        So it does for two rules.
        """
        said = lk.relate(one, other)
        pairs = {
            tuple(rule.test(lead, as_of=NOW) is True for rule in (one, other))
            for lead in EVERYBODY
        }

        assert (
            (True, False) not in pairs,
            (False, True) not in pairs,
            (True, True) in pairs,
        ) == (said.implies, said.implied, said.overlapping)
        assert (said.equivalent, said.disjoint) == (
            not pairs & {(True, False), (False, True)},
            (True, True) not in pairs,
        )


NEVER = {
    "two sides of one number": (F.employees >= 50) & (F.employees < 50),
    "a number between neighbours": (F.budget > 1) & (F.budget < 1.0000000000000002),
    "missing and known": (F.employees >= 50) & F.employees.is_missing(),
    "two choices": (F.plan == "pro") & (F.plan == "free"),
    "two of two choices": lk.at_least(2, F.plan == "pro", F.plan == "free"),
    "a flag and its opposite": F.free_mail & ~F.free_mail,
    "flags compared": F.free_mail & (F.free_mail == False),  # noqa: E712
    "two texts": (F.title == "a") & (F.title == "b"),
    "a start without what is in it": F.title.starts_with("Head")
    & ~F.title.contains("ea"),
    "two starts": F.title.starts_with("a") & F.title.starts_with("b"),
    "a text that isn't what it is": (F.title == "Head") & ~F.title.ends_with("d"),
    "an instant before and after": F.trial_ends.before(NOW) & F.trial_ends.after(NOW),
    "an age without an instant": (F.trial_ends.age() >= 1) & F.trial_ends.is_missing(),
    "one value more than another and less": (F.employees > F.budget)
    & (F.budget >= F.employees),
    "more than itself": F.employees > F.employees,
    "a sum on two sides": (F.employees + F.budget >= 5) & (F.employees + F.budget < 5),
    "more in 30 days than in 90": (CLICKS.within(days=30).count() >= 1)
    & (CLICKS.within(days=90).count() == 0),
    "less than nothing": CLICKS.count() < 0,
    "between whole numbers": (CLICKS.count() > 1) & (CLICKS.count() < 2),
    "more days than activities": (CLICKS.distinct_days() >= 3) & (CLICKS.count() <= 2),
    "the last long ago but one lately": (CLICKS.within(days=30).count() >= 1)
    & (CLICKS.days_since_last() > 60),
    "the last lately but none": (CLICKS.within(days=30).count() == 0)
    & (CLICKS.days_since_last() < 20),
    "the first after the last": (CLICKS.days_since_first() < 2)
    & (CLICKS.days_since_last() > 3),
    "the first of a part before the first of all": (
        CLICKS.where(campaign="spring").days_since_first() > 9
    )
    & (CLICKS.days_since_first() < 9),
    "the last of a part before the first of all": (
        CLICKS.where(campaign="spring").days_since_last() > 9
    )
    & (CLICKS.days_since_first() < 9),
    "two lasts": (CLICKS.within(days=30).days_since_last() > 5)
    & (CLICKS.days_since_last() < 3),
    "none, but a last": (CLICKS.count() == 0) & (CLICKS.days_since_last() >= 0),
    "a value, but none": (SURVEYS.count() == 0) & (SURVEYS.largest() >= 1),
    "a total, but no value": (SURVEYS.total() > 0) & SURVEYS.latest().is_missing(),
    "the latest above the largest": (SURVEYS.latest() >= 9) & (SURVEYS.largest() <= 8),
    "outside of the window": CLICKS.within(days=30).days_since_last() >= 30,
    "outside of the conditions": SURVEYS.where(value_at_least=9).largest() < 9,
    "conditions that exclude each other": SURVEYS.where(
        value=3, value_at_least=9
    ).count()
    >= 1,
    "a total of what conditions exclude": SURVEYS.where(
        value=3, value_at_most=2
    ).total()
    != 0,
    "a last of what conditions exclude": SURVEYS.where(
        value=3, value_at_most=2
    ).days_since_last()
    >= 0,
    "more of one type than of two": (CALLS.count() >= 2)
    & (activity("call_held", "chat_held").count() < 2),
    "more of a campaign than of all": (CLICKS.where(campaign="spring").count() >= 2)
    & (CLICKS.count() < 2),
    "more high values than values": (SURVEYS.where(value_at_least=9).count() >= 1)
    & (SURVEYS.where(value_at_least=5).count() == 0),
    "more low values than values": (SURVEYS.where(value=2).count() >= 1)
    & (SURVEYS.where(value_at_most=5).count() == 0),
    "more since a stage than at all": (CLICKS.since("lead").count() >= 1)
    & (CLICKS.count() == 0),
    "a call without a conversation": ~lk.conversed()
    & (CALLS.where(actor="human").count() >= 1),
    "in two stages": lk.in_stage("lead") & lk.in_stage("prospect"),
    "in a stage, but never in it": lk.in_stage("lead") & ~lk.has_been("lead"),
    "came from a stage, but never in it": lk.came_from("lead") & ~lk.has_been("lead"),
    "came from two": lk.came_from("lead") & lk.came_from("prospect"),
    "reachable by mail, but not at all": lk.reachable("m", "email")
    & ~lk.reachable("m"),
    "reachable without consent": lk.reachable("m", "email")
    & ~lk.consented("m", "email"),
    "held and not": lk.holds("MQL") & ~lk.holds("MQL"),
    "a card beyond its bounds": CARD >= 36,
    "a card below its bounds": CARD < -10,
    "a card between hundredths": (CARD > 1) & (CARD < 1.01),
    "never": lk.NEVER,
    "a function and its opposite": has_name & ~has_name,
    "time in a stage below 0": lk.time_in_stage() < 0,
}
SOMETIMES = {
    "a number": F.employees >= 50,
    "a fraction": (F.budget > 1) & (F.budget < 2),
    "a small fraction": (F.budget > 1) & (F.budget < 1.0000000000000004),
    "a negative number": F.budget < -5,
    "not a number": ~(F.budget >= 5),
    "a default": F.employees.or_default(60) >= 50,
    "a sum": F.employees + F.budget >= 100,
    "a product": F.employees * F.budget >= 100,
    "two fields": F.employees > F.budget,
    "two equal texts": F.title == F.segment,
    "two texts of which one is in the other": F.title.contains(F.segment)
    & (F.title != F.segment),
    "two flags": F.free_mail != F.partner,
    "two instants": F.trial_ends.before(F.renewal),
    "an age of a default": F.trial_ends.or_default(NOW).age() >= 3,
    "an instant at an age": (F.trial_ends.age() >= 3)
    & F.trial_ends.before(datetime(2020, 1, 1, tzinfo=UTC)),
    "a start, an end and no middle": F.title.starts_with("Head")
    & F.title.ends_with("s")
    & ~F.title.contains("ds")
    & (F.title != "Heads"),
    "one of other texts": ~F.title.is_in("a", "b"),
    "some in 90 days, none in 30": (CLICKS.within(days=30).count() == 0)
    & (CLICKS.within(days=90).count() >= 2),
    "a total of few": (SURVEYS.total() >= 500) & (SURVEYS.count() <= 3),
    "a sum of counts": CLICKS.count() + CALLS.count() >= 5,
    "many days": CLICKS.distinct_days() >= 5,
    "many": CLICKS.count() >= 700,
    "a large one and a small latest": (SURVEYS.largest() >= 9) & (SURVEYS.latest() < 3),
    "a mean": SURVEYS.mean() >= 4.5,
    "of a campaign and not": (CLICKS.where(campaign="spring").count() == 0)
    & (CLICKS.count() >= 1),
    "within values": SURVEYS.where(value_at_least=3, value_at_most=4).count() >= 1,
    "machines": CLICKS.where(actor="machine").count() >= 1,
    "machines that nobody asked for": (CLICKS.where(actor="machine").count() >= 1)
    & (CLICKS.count() == 0),
    "our machine's call": ~lk.conversed() & (CALLS.count() >= 1),
    "talked before a stage": lk.conversed() & ~lk.conversed(since="prospect"),
    "in a stage from another": lk.in_stage("a")
    & lk.came_from("b")
    & ~lk.has_been("c")
    & lk.has_been("d")
    & (lk.time_in_stage() >= 3),
    "elsewhere": ~lk.in_stage("lead", "elsewhere"),
    "long in a stage": lk.in_stage("a") & (lk.time_in_stage() >= 3),
    "long in any stage": lk.time_in_stage() >= 3,
    "long in a stage, created lately": (lk.time_in_stage() >= 3)
    & lk.in_stage("a")
    & (F.created_at.age() < 2),
    "reachable by another medium": lk.reachable("m") & ~lk.reachable("m", "email"),
    "consent without a contact": lk.consented("m", "email") & ~lk.reachable("m"),
    "a lead": lk.is_lead(),
    "a lead that may not be reached": lk.is_lead() & ~lk.reachable("m"),
    "a lead with a contact": lk.is_lead() & lk.reachable("m", "post"),
    "held": lk.holds("MQL") & ~lk.holds("SQL"),
    "the most of a card": CARD >= 35,
    "the least of a card": CARD <= -10,
    "points for activities": ENGAGEMENT >= 60,
    "a card and a field": (CARD >= 20) & F.employees.is_missing().__invert__(),
    "a card by its defaults": (CARD.total == 15) & (F.employees < 50),
    "two cards": (CARD >= 30) & (ENGAGEMENT >= 20),
    "beside a function": has_name | (F.employees >= 50),
    "beside a function in a card": (HIDING >= 5) | (F.employees >= 50),
}
UNDECIDED = {
    "the beginning of time": CLICKS.days_since_last() >= 10**6,
    "two instants that are now": F.trial_ends.before(NOW - 900 * DAY)
    & F.trial_ends.age().between(0, 1)
    & F.renewal.after(NOW)
    & F.renewal.age().between(0, 1),
    "a function": has_name,
    "a card that asks a function": HIDING >= 5,
    "a square below 0": F.employees * F.employees < -1,
    "kinds of one activity": (CLICKS.where(medium="email").count() >= 1)
    & (CLICKS.where(medium="email", campaign="a").count() == 0)
    & (CLICKS.where(medium="email", campaign="a").count() + 0 > 0),
}


def _cases(table):
    return [pytest.param(rule, id=name) for name, rule in table.items()]


class TestAnalyse:
    @pytest.mark.parametrize("rule", _cases(NEVER))
    def test_never(self, rule):
        """
        A rule that can't hold is found out, and its opposite isn't thought to be.
        """
        said = lk.analyse(rule)

        assert (True, None) == (said.contradictory, said.example)
        assert said.always is not True

    @pytest.mark.parametrize("rule", _cases(SOMETIMES))
    def test_sometimes(self, rule):
        """
        A rule that holds for some leads is shown by one for which it does.
        """
        said = lk.analyse(rule)

        assert said.contradictory is False
        assert answers(rule, said.example) is True
        assert said.always is False or said.why

    @pytest.mark.parametrize("rule", _cases(UNDECIDED))
    def test_undecided(self, rule):
        """
        What leadkit can't decide it says it can't, and why.
        """
        said = lk.analyse(rule)

        assert said.contradictory is None
        assert said.example is None
        assert said.why

    @pytest.mark.parametrize(
        "rule",
        [
            lk.ALWAYS,
            F.employees.is_missing() | ~F.employees.is_missing(),
            F.employees.or_default(1) >= -(10**15),
            CLICKS.count() >= 0,
            CARD >= -10,
            F.employees.is_missing() | (F.employees >= 5) | (F.employees < 5),
            F.title.is_missing() | F.title.contains(""),
        ],
        ids=str,
    )
    def test_always(self, rule):
        """
        A rule that holds for every lead is found out; that something is missing counts.
        """
        said = lk.analyse(rule)

        assert (True, None) == (said.always, said.counterexample)

    def test_a_class_says_more(self):
        """
        With a class of leads, a field that is never missing is taken at its word.
        """

        @attrs.frozen(kw_only=True)
        class Strict(lk.Lead):
            size: int
            plan: Literal["a", "b"]
            note: str
            active: bool
            since: datetime

        strict = lk.fields(Strict)
        either = (strict.plan == "a") | (strict.plan == "b")
        between = (strict.size > 1) & (strict.size < 2)

        assert (True, False) == (
            lk.analyse(either, record=Strict).always,
            lk.analyse(either).always,
        )
        assert (True, False) == (
            lk.analyse(between, record=Strict).contradictory,
            lk.analyse(between).contradictory,
        )
        assert lk.analyse(strict.plan == "b", record=Strict).contradictory is False

    def test_a_class_without_the_field(self):
        """
        A class that lacks a field of the rule is refused.
        """
        with pytest.raises(lk.RuleError) as caught:
            lk.analyse(F.employees >= 50, record=lk.Lead)

        assert (
            "record of analyse()",
            "a rule that reads 'employees', a number",
            "fields that Lead has",
        ) == (caught.value.subject, caught.value.came, caught.value.expected)

    def test_a_class_that_refuses(self):
        """
        What a host's validators refuse is no example.
        """

        def small(instance, attribute, value):
            if value is not None and value > 10:
                raise ValueError(value)

        @attrs.frozen(kw_only=True)
        class Picky(lk.Lead):
            size: int | None = attrs.field(default=None, validator=small)

        picky = lk.fields(Picky)

        assert lk.analyse(picky.size >= 50, record=Picky).contradictory is None
        assert lk.analyse(picky.size >= 5, record=Picky).contradictory is False

    def test_one_name_of_two_kinds(self):
        """
        Of two fields of one name and different kinds nothing is said to be possible.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            employees: str | None = None

        rule = (F.employees >= 5) | (lk.fields(Other).employees == "many")

        assert lk.analyse(rule).contradictory is None

    def test_requires(self):
        """
        It tells what the rule reads.
        """
        said = lk.analyse((F.employees >= 5) & (CLICKS.within(days=3).count() >= 1))

        assert ({"employees"}, {"email_clicked"}, 3 * DAY) == (
            said.requires.fields,
            said.requires.activities,
            said.requires.lookback,
        )

    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            (
                lk.all_of(F.free_mail, ~F.free_mail),
                "free_mail & ~free_mail: never true",
            ),
            (CLICKS.count() >= 0, "count of email_clicked >= 0: always true"),
            (F.employees >= 5, "employees >= 5: true for some leads"),
            (
                has_name,
                (
                    "has a name: undecided, because leadkit can't see into the rule "
                    "<has a name>"
                ),
            ),
        ],
    )
    def test_in_words(self, rule, told):
        """
        It says in a sentence what is known.
        """
        assert told == str(lk.analyse(rule))

    def test_a_flag_is_a_rule(self):
        """
        A flag is taken as a rule.
        """
        assert lk.analyse(F.free_mail).rule == lk.all_of(F.free_mail)

    def test_sides_of_a_comparison(self):
        """
        A constant may stand on either side, or on both.
        """
        five = n.constant(5, F.employees.node)
        six = n.constant(6, F.employees.node)

        assert [True, False, None] == [
            lk.analyse(lk.Rule(n.Compare(op, left, right))).contradictory or None
            if op != "gt"
            else lk.analyse(lk.Rule(n.Compare(op, left, right))).contradictory
            for op, left, right in (
                ("lt", six, five),
                ("gt", five, F.employees.node),
                ("lt", five, six),
            )
        ]

    def test_no_rule(self):
        """
        What is no rule is refused.
        """
        with pytest.raises(lk.RuleError) as caught:
            lk.analyse(F.employees)

        assert "analyse()" == caught.value.subject

    def test_no_class(self):
        """
        What is no class of leads is refused.
        """
        with pytest.raises(lk.RuleError) as caught:
            lk.analyse(F.free_mail, record=dict)

        assert str(caught.value).startswith("record of analyse(): got a type, expected")


class TestRelate:
    @pytest.mark.parametrize(
        ("one", "other", "told"),
        [
            (F.employees >= 50, F.employees >= 10, "only true with"),
            (F.employees >= 10, F.employees >= 50, "always true with"),
            (F.employees < 10, F.employees >= 50, "never true together with"),
            (F.employees > 10, ~(F.employees <= 10), "the same as"),
            (F.employees > 10, F.budget > 10, "independent of"),
            (F.employees > 10, has_name, "undecided beside"),
            (lk.NEVER, F.free_mail, "never true together with and only true with"),
            (lk.in_stage("a"), lk.has_been("a"), "only true with"),
            (lk.reachable("m", "email"), lk.reachable("m"), "only true with"),
            (CALLS.where(actor="human").count() >= 1, lk.conversed(), "only true with"),
            (
                CLICKS.within(days=30).count() >= 1,
                CLICKS.days_since_last() < 30,
                "the same as",
            ),
            (CARD >= 35, CARD > 34.99, "the same as"),
        ],
    )
    def test_in_words(self, one, other, told):
        """
        It says in a sentence what two rules have to do with each other.
        """
        as_rule = lk.all_of(other)

        assert f"<{one}> is {told.replace(' and ', ' and ')} <{as_rule}>" == str(
            lk.relate(one, other)
        )

    def test_open_on_one_side(self):
        """
        Where only one direction is known, the two may be the same.
        """
        said = lk.relate((F.employees > 10) & has_name, F.employees > 10)

        assert (True, None, None) == (said.implies, said.implied, said.equivalent)

    def test_no_class(self):
        """
        What is no class of leads is refused.
        """
        with pytest.raises(lk.RuleError) as caught:
            lk.relate(F.free_mail, F.free_mail, record=3)

        assert "record of relate()" == caught.value.subject


class TestAlternatives:
    def test_joined_ones_are_tried_in_turn(self):
        """
        Of alternatives that are joins themselves, one after the other is tried.
        """
        apart = ((F.employees >= 5) & (F.budget <= 1)) | (
            (F.employees <= 2) & (F.budget >= 3)
        )
        between = (F.employees == 3) | (F.budget == 2)

        assert lk.analyse(apart & between).contradictory is True
        assert lk.analyse(between & apart).contradictory is True
        assert lk.analyse(apart & ~between).contradictory is False


def never(instance, attribute, value):
    """
    Refuse whatever is given.
    """
    if value is not None:
        raise ValueError(attribute.name)


@attrs.frozen(kw_only=True)
class Picky(lk.Lead):
    """
    A record whose size is never known.
    """

    size: int | None = attrs.field(default=None, validator=never)
    seats: int | None = None


class TestRefusedLeads:
    @pytest.mark.parametrize(
        "ask",
        [
            lambda known: known.size + known.seats >= 3,
            lambda known: known.size * known.seats == 7,
            lambda known: known.size > known.seats,
        ],
        ids=["sum", "product", "comparison"],
    )
    def test_leave_a_rule_undecided(self, ask):
        """
        Where the record refuses all leads that are guessed, no example is found, and
        the rule isn't said to be contradictory.
        """
        found = lk.analyse(ask(lk.fields(Picky)), record=Picky)

        assert found.contradictory is None
        assert "no example was found" in str(found)


class TestLimits:
    @pytest.mark.parametrize(
        "rule",
        [
            pytest.param(lk.any_of(make(i) for i in range(5000)), id=name)
            for name, make in {
                "numbers": lambda i: F.employees == i,
                "texts": lambda i: F.title == str(i),
                "parts of texts": lambda i: F.title.contains(str(i)),
                "texts or a default": lambda i: F.title.or_default("x") == str(i),
                "activities": lambda i: activity(f"t{i}").count() >= 1,
                "windows": lambda i: CLICKS.within(days=i + 1).count() >= 5,
            }.items()
        ],
    )
    def test_flat(self, rule):
        """
        A rule of 5,000 alternatives is decided within the steps there are.
        """
        assert lk.analyse(rule).contradictory is False
        assert not impossible([], [rule.node])

    def test_flat_contradiction(self):
        """
        So is one of 5,000 demands of which two exclude each other.
        """
        demands = [activity(f"t{i}").count() >= 1 for i in range(5000)]
        last = activity("t4999").count() == 0

        assert lk.analyse(lk.all_of(*demands, last)).contradictory

    def test_hostile(self):
        """
        A rule that would take too long is undecided, and says so.
        """
        # Nine pigeons in eight holes, of which a search without insight knows nothing.
        sits = [
            [lk.holds(f"P{pigeon}in{hole}") for hole in range(8)] for pigeon in range(9)
        ]
        rule = lk.all_of(
            *(lk.any_of(holes) for holes in sits),
            *(
                ~(sits[one][hole] & sits[other][hole])
                for hole in range(8)
                for one in range(9)
                for other in range(one)
            ),
        )
        said = possible([rule.node])

        assert (None, f"it takes more than {MOST_STEPS} steps") == (
            said.answer,
            said.why,
        )
        assert not impossible([rule.node])

    def test_deep_choices(self, monkeypatch):
        """
        So is one with too many alternatives open at once.
        """
        monkeypatch.setattr(solving, "MOST_OPEN", 20)
        held = [lk.holds(f"H{i}") for i in range(100)]
        rule = lk.all_of(lk.any_of(held[i : i + 2]) for i in range(99))
        said = possible([rule.node])

        assert (None, "more than 20 alternatives are open at once") == (
            said.answer,
            said.why,
        )

    def test_long_search_for_an_example(self, monkeypatch):
        """
        An example that takes too long to find isn't found.
        """
        monkeypatch.setattr(solving, "MOST_STEPS", 4)

        assert lk.analyse(CARD >= 35).contradictory is None

    def test_many_patterns_of_a_default(self):
        """
        Where patterns are too many to combine, a default still has its answers.
        """
        some = lk.any_of(F.title.or_default("17").contains(str(i)) for i in range(30))

        assert lk.analyse(some).contradictory is False
        assert lk.analyse(~some & F.title.is_missing()).contradictory is not False

    @pytest.mark.parametrize("days", [11, 20, 60])
    def test_dependent_quantities(self, days):
        """
        Too many aggregates that depend on each other are taken one by one.
        """
        windows = [CLICKS.within(days=day).count() for day in range(1, days + 1)]
        rule = lk.all_of(
            *(count.is_in(range(9)) for count in windows),
            windows[0] >= 1,
            windows[-1] == 0,
        )

        assert lk.analyse(rule).contradictory is None
