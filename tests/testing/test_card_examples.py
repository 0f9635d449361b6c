"""
What examples for cards are made of: edges, what was done, and their text as a test.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Host

import leadkit as lk
from leadkit import Group, Points, Scorecard, activity
from leadkit.rules import nodes as n
from leadkit.rules.proof.solving import TooMuchError
from leadkit.testing.constants import constants
from leadkit.testing.scorers import Scorer
from leadkit.testing.scores.adding import meant_by_both
from leadkit.testing.scores.edges import edges_of, edges_of_nodes
from leadkit.testing.scores.firing import parts_of_card
from leadkit.testing.scores.near import Drawing
from leadkit.testing.scores.outside import MOST_COMBINATIONS, out_of_reach, outside
from leadkit.testing.scores.simpler import AS_OF, Case, simplest
from leadkit.testing.stories.card_stories import described_lead, shown
from leadkit.testing.stories.deeds import Deed, deed_for, fewer, in_words, with_deeds
from leadkit.testing.stories.many_sources import lead_lines

A = activity("email_clicked")
F = lk.fields(Host)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
LEAD = lk.Lead(id="L-1")


def edges(*entries, record=Host, **limits):
    """
    The edges of a card of some entries.
    """
    card = Scorecard("c", entries, **limits)
    return edges_of(Scorer(card, record, card))


class TestEdges:
    @pytest.mark.parametrize(
        ("entry", "sizes"),
        [
            (Points(1, per=A, at_most=10), {9, 10, 11}),
            (Points(1, per=A, per_day=6), {5, 6, 7}),
            (Points(2, per=A, cap=15), {7, 8, 9}),
            (Points(1, when=A.count() >= 40), {39, 40, 41}),
            (Points(1, when=A.distinct_days() < 40), {39, 40, 41}),
            (Group("g", [Points(2, per=A)], ceiling=40), {19, 20, 21}),
            (Points(1, when=Scorecard("d", [Points(1, per=A)]) >= 40), {39, 40, 41}),
        ],
    )
    def test_sizes(self, entry, sizes):
        """
        Numbers of activities are taken at what counts them, and one beside it.
        """
        assert sizes <= edges(entry).sizes

    @pytest.mark.parametrize(
        "entry",
        [
            Points(1, per=A.within(days=9)),
            Points(1, per=A, halving=9 * DAY),
            Points(1, per=A, fading=9 * DAY),
            Points(1, when=A.days_since_last() > 9),
            Points(1, when=F.trial_ends.age() > 9),
            Points(1, when=lk.time_in_stage() > 9),
        ],
    )
    def test_ages(self, entry):
        """
        Ages are taken at the ends of windows and spans, a tick beside them, and within.
        """
        assert {9 * DAY, 9 * DAY - TICK, 9 * DAY + TICK, 9 * DAY / 2} <= edges(
            entry
        ).ages

    @pytest.mark.parametrize(
        "entry",
        [
            Points(1, when=A.largest() >= 30),
            Points(1, per=A.where(value_at_least=30)),
            Points(1, per=A.total() * (1 / 30)),
        ],
    )
    def test_values(self, entry):
        """
        Values are taken at what they are compared with, and one beside it.
        """
        assert {29, 30, 31} <= edges(entry).values

    def test_points_that_are_none(self):
        """
        Points of 0 say nothing about how many are needed.
        """
        assert {1, 2, 3} == edges(Points(0, per=A, cap=50)).sizes

    def test_values_beyond_all_numbers(self):
        """
        A value that no activity can have isn't taken.
        """
        assert max(edges(Points(1, per=A.total() * 1e-18)).values) <= 10**15

    @pytest.mark.parametrize(
        ("rule", "pool"),
        [
            (F.employees > 50, [None, 0, 1, 50, 49, 51]),
            (F.employees > 9.5, [None, 0, 1, 10, 9, 11]),
            (F.budget > 9.5, [None, 0, 1, 9.5, 8.5, 10.5]),
            (F.title == "Head", [None, "other", "Head", "a Head b"]),
            (F.plan == "free", [None, "free", "team", "pro"]),
            (F.trial_ends.before(AS_OF), [None, AS_OF, AS_OF - TICK, AS_OF + TICK]),
            (F.kind == "person", ["person", "company"]),
        ],
    )
    def test_fields(self, rule, pool):
        """
        Fields have what they are compared with, what lies beside it, and what they can.
        """
        (found,) = edges_of_nodes([rule.node], Host).fields.values()

        assert set(pool) == set(found)

    def test_the_lead_itself(self):
        """
        Stages, grants, consents and conversations that are asked for are taken.
        """
        rules = [
            lk.in_stage("prospect"),
            lk.has_been("nurtured"),
            lk.came_from("lead"),
            lk.conversed(since="won"),
            A.since("lost").count() >= 1,
            lk.holds("MQL"),
            lk.consented("service", "phone"),
            lk.reachable("news"),
            lk.is_lead(),
        ]
        found = edges_of_nodes([rule.node for rule in rules], lk.Lead)

        assert {"prospect", "nurtured", "lead", "won", "lost"} == set(found.stages)
        assert {"MQL"} == set(found.held)
        assert {
            ("service", "phone"),
            ("news", "email"),
            ("marketing", "email"),
        } == set(found.consents)
        assert n.Query(("purchased",)) in found.queries

    def test_a_function_without_numbers(self):
        """
        A function that names no number is tried with many sizes.
        """

        def score(lead, as_of):
            return bool(lead.touches)

        found = edges_of(Scorer(score, lk.Lead, score))

        assert {10, 11, 50, 101} <= found.sizes


LIMITS = {"few": 77}
LISTED = [88]


def helper(number=66):
    """
    A function of this module that another one calls.
    """
    return number


class Called:
    """
    An object that can be called.
    """

    def __call__(self, lead, as_of):
        return 55

    def method(self, lead, as_of):
        """
        A method of it.
        """
        return 44


@attrs.frozen
class Configured:
    newest: int = 33

    def score(self, lead, as_of):
        return len(lead.activities[: self.newest])


class Scoring:
    def __init__(self):
        self.newest = 34
        self.log = object()

    def __call__(self, lead, as_of):
        return len(lead.activities[: self.newest])


class TestConstants:
    @pytest.mark.parametrize(
        ("function", "number"), [(Configured().score, 33), (Scoring(), 34)]
    )
    def test_what_an_object_knows(self, function, number):
        """
        What an object is configured with is found, in slots and out of them.
        """
        assert number in {*constants(function)}

    def test_a_function(self):
        """
        What a function names is found, in its text and in what it reads.
        """
        held = 99

        def score(lead, as_of, *, span=timedelta(days=3)):
            def inner():
                return "lost"

            recent = lead.activities[:17:2]
            return helper() + LIMITS["few"] + LISTED[0] + held + len(recent)

        found = [*constants(score)]

        assert {66, 77, "few", 88, 99, 17, timedelta(days=3), "lost"} <= set(found)

    def test_an_empty_cell(self):
        """
        What a function refers to before it is there is nothing yet.
        """

        def score(lead, as_of):
            return late

        found = [*constants(score)]
        late = 5

        assert late not in found

    @pytest.mark.parametrize(
        ("function", "number"),
        [
            (Called(), 55),
            (Called().method, 44),
            (functools.partial(helper, 3), 66),
            (len, None),
        ],
    )
    def test_what_can_be_called(self, function, number):
        """
        Methods, partial functions and objects are seen into, what is built in isn't.
        """
        assert [number] == [x for x in [*constants(function), None] if x == number][:1]

    def test_a_slice(self):
        """
        The ends of a slice that is a constant are found.
        """
        assert {2, 17} <= {*constants(slice(2, 17))}

    def test_much(self):
        """
        Of a great many constants, some are enough.
        """
        many = {f"key{number}": number for number in range(2000)}

        def score(lead, as_of):
            return many[lead.id]

        assert len([*constants(score)]) <= 500


class TestDeeds:
    def test_activities(self):
        """
        What was done so many times gives so many activities, the newest first.
        """
        lead = with_deeds(
            LEAD, [Deed("x", DAY, 2, DAY, 5, (("medium", "email"),))], AS_OF
        )

        assert [
            lk.Activity(
                id=f"1-{number}",
                type="x",
                at=AS_OF - number * DAY,
                value=5,
                medium="email",
            )
            for number in (1, 2)
        ] == [*lead.activities]

    def test_beyond_the_calendar(self):
        """
        What would have been done before the calendar begins wasn't done.
        """
        assert with_deeds(LEAD, [Deed("x", timedelta(days=10**6))], AS_OF) is None

    @pytest.mark.parametrize(
        ("query", "deed"),
        [
            (A, Deed("email_clicked")),
            (A.where(value_at_least=3), Deed("email_clicked", value=3)),
            (A.where(value_at_most=3), Deed("email_clicked", value=3)),
            (
                A.where(actor="machine"),
                Deed("email_clicked", more=(("actor", "machine"),)),
            ),
        ],
    )
    def test_what_a_query_means(self, query, deed):
        """
        A deed for a query is like what the query asks for.
        """
        assert deed == deed_for(query.node)

    def test_in_words(self):
        """
        An activity is told with all that is known about it.
        """
        done = lk.Activity(
            id="a", type="x", at=AS_OF, value=2.5, actor="machine", campaign="spring"
        )

        assert "'x' of value 2.5 by a machine (campaign 'spring')" == in_words(done)


class TestFewer:
    @given(st.integers(1, 60), st.integers(0, 60))
    def test_leaves_just_enough(self, needed, more):
        """
        Of what was done as much is left as is needed, the newest.
        """
        lead = with_deeds(LEAD, [Deed("x", times=needed + more, apart=DAY)], AS_OF)

        left = fewer(lead, lambda one: len(one.activities) >= needed)

        assert [*lead.activities][:needed] == [*left.activities]


class TestSimplest:
    def test_leaves_what_is_needed(self):
        """
        All that a law is broken without is left out.
        """
        start = lk.Lead(
            id="L-1",
            name="Sara",
            traits={"seats": 5, "segment": "x"},
            moves=[lk.Move(trigger="go", source="lead", target="won", at=AS_OF)],
        )
        case = Case(
            start, (Deed("x", DAY, 9, DAY, 5), Deed("y")), Deed("z", DAY, value=1)
        )

        found = simplest(
            case,
            lambda one: (
                one.lead.traits.get("seats") == 5
                and sum(a.type == "x" for a in one.lead.activities) >= 4
            ),
        )

        kept = lk.Lead(id="L-1", traits={"seats": 5})
        assert Case(kept, (Deed("x", times=4),), Deed("z")) == found

    def test_gives_up(self):
        """
        A case of which ever less would do is left when enough was tried.
        """
        case = Case(LEAD, tuple(Deed(f"x{n}", DAY, 100, DAY, 5) for n in range(600)))

        found = simplest(case, lambda one: True)

        assert len(found.deeds) < 600

    def test_what_a_class_refuses(self):
        """
        A lead that its class refuses is no simpler one.
        """

        @attrs.frozen(kw_only=True)
        class Sized(lk.Lead):
            size: int = attrs.field(default=1, validator=attrs.validators.ge(5))

        case = Case(Sized(id="L-1", size=7, name="Sara"))

        assert Sized(id="L-1", size=7) == simplest(case, lambda one: True).start


class TestDrawing:
    @given(st.integers(0, 2**63))
    def test_what_is_added(self, number):
        """
        What is done then is what the query means, and of an age within its window.
        """
        query = A.where(value_at_least=3).within(days=2).node
        rules = [Points(1, when=A.where(medium="email").count() >= 5, per=A.total())]
        drawing = Drawing(edges(*rules), Host, adding=query)

        more = drawing.case(number).more

        assert ("email_clicked", 1) == (more.type, more.times)
        assert more.value >= 3
        assert more.ago < 2 * DAY

    @given(st.integers(0, 2**63))
    def test_the_same_number(self, number):
        """
        A number always makes the same case.
        """
        drawing = Drawing(edges(Points(1, when=F.employees > 50)), Host)

        assert drawing.case(number) == drawing.case(number)


class TestMeantByBoth:
    def test_conditions_of_both(self):
        """
        What two queries mean meets the conditions of both.
        """
        one = activity("x", "y").where(value_at_least=3, medium="email")
        other = activity("y", "z").where(value_at_least=1, value_at_most=9)

        both = activity("y").where(value_at_least=3, value_at_most=9, medium="email")
        assert both.node == meant_by_both(one.node, other.node)

    def test_one_value(self):
        """
        Where one asks for one value, it is that.
        """
        one, other = A.where(value=3), A.where(value_at_least=1)

        assert 3 == dict(meant_by_both(one.node, other.node).where)["value"]

    def test_nothing(self):
        """
        Of what excludes each other nothing is meant.
        """
        assert meant_by_both(A.node, activity("x").node) is None


class TestOutside:
    def test_too_many_combinations(self):
        """
        Where there are too many combinations, it is undecided.
        """
        rules = [F.employees == 2 * number for number in range(16)]
        entries = [
            Points(1, when=lk.any_of(rule, F.title == f"t{number}"))
            for number, rule in enumerate(rules)
        ]

        found = outside(Scorecard("c", entries), 250, above=True, record=Host)

        assert found.answer in {None, False}
        assert found.tried <= MOST_COMBINATIONS + 1

    @pytest.mark.parametrize(
        ("name", "value"), [("MOST_COMBINATIONS", 1), ("_MOST_CLIMBED", 0)]
    )
    def test_limits(self, name, value, monkeypatch):
        """
        Beyond its limits it is undecided.
        """
        monkeypatch.setattr(f"leadkit.testing.scores.outside.{name}", value)
        calls = activity("call_held")
        card = Scorecard("c", [Points(1, per=A.total() * calls.count())])

        assert outside(card, 700, above=True, record=lk.Lead).answer is None

    def test_too_much(self, monkeypatch):
        """
        Where the search for a proof is too much, it is undecided.
        """

        def too_much(*_):
            raise TooMuchError

        monkeypatch.setattr("leadkit.testing.scores.outside.World", too_much)
        card = Scorecard("c", [Points(1, per=A)])

        assert outside(card, 700, above=True, record=lk.Lead).answer is None

    def test_a_class_that_takes_no_activities(self):
        """
        Where the class takes no activities, no lead is built.
        """

        @attrs.frozen(kw_only=True)
        class Quiet(lk.Lead):
            size: int = attrs.field(default=1)

            @size.validator
            def _refuse(self, *_):
                if self.activities:
                    raise ValueError

        card = Scorecard("c", [Points(1, per=A)])

        assert outside(card, 100, above=True, record=Quiet).answer is None


class TestOutOfReach:
    @pytest.mark.parametrize(("totals", "answer"), [((1,), False), ((1, 2), True)])
    def test_each_total_is_asked(self, totals, answer):
        """
        Rules are out of reach if one of the totals that they ask for is, whichever.
        """
        card = Scorecard("c", [Points(1, when=A.count() >= 1)])
        rules = [(card >= total).node for total in totals]

        assert answer is out_of_reach(rules, (), record=lk.Lead)


class TestParts:
    def test_a_group_of_one_sum(self):
        """
        A group that gives everybody the same is a part that has no effect for anybody.
        """
        fixed = Group("g", [Points(1, per=A)], floor=2, ceiling=2)

        (part,) = parts_of_card(Scorecard("c", [fixed]))

        assert ("every lead gets 2 there", False) == (
            part.never,
            part.works(LEAD, AS_OF),
        )


class Step(StrEnum):
    ENQUIRED = "enquired"


@attrs.frozen(kw_only=True)
class Enrolling(lk.Lead):
    stage: Step = Step.ENQUIRED


class TestDescribedLead:
    def test_all_that_is_known(self):
        """
        A lead is told by what it is, what it agreed to, its moves, grants and deeds.
        """
        lead = Host(
            id="L-1",
            employees=50,
            tier=2,
            trial_ends=AS_OF,
            traits={"seats": 5},
            consents=[
                lk.Consent(
                    purpose="marketing",
                    medium="email",
                    granted=True,
                    at=AS_OF,
                    expires_at=AS_OF + DAY,
                ),
                lk.Consent(purpose="service", medium="email", granted=True, at=AS_OF),
            ],
            moves=[lk.Move(trigger="go", source="lead", target="won", at=AS_OF)],
            grants=[lk.Grant(qualification="MQL", at=AS_OF, by="example")],
            activities=[lk.Activity(id="a", type="x", at=AS_OF)],
        )

        at = "2026-01-01 12:00"
        assert [
            (
                "A lead with employees 50, trial_ends 2026-01-01 12:00, tier 2, "
                "seats 5 stands at 'won'."
            ),
            f"{at}: it agrees to 'service' by 'email'.",
            f"{at}: it agrees to 'marketing' by 'email' until 2026-01-02 12:00.",
            f"{at}: it moves from 'lead' to 'won'.",
            f"{at}: 'MQL' is granted.",
            f"{at}: it does 'x'.",
        ] == [*described_lead(lead)]

    def test_instants(self):
        """
        An instant is told as exactly as it needs.
        """
        assert "2026-01-01 12:00:00.000001" == shown(AS_OF + TICK)

    def test_a_stage_of_an_enumeration(self):
        """
        A stage is told as its text, whatever a class declares it as.
        """
        lead = Enrolling(id="L-1", stage=Step.ENQUIRED)

        assert ["A lead stands at 'enquired'."] == [*described_lead(lead)]


@st.composite
def done(draw):
    """
    Activities, many of them alike and evenly apart.
    """
    deeds = st.builds(
        Deed,
        st.sampled_from("xy"),
        st.sampled_from([timedelta(0), DAY]),
        st.integers(1, 7),
        st.sampled_from([timedelta(0), DAY, timedelta(hours=1), TICK]),
        st.none() | st.just(2),
    )
    lead = with_deeds(LEAD, draw(st.lists(deeds, max_size=3)), AS_OF)
    odd = [
        lk.Activity(id="odd", type="x", at=AS_OF),
        lk.Activity(id="o9", type="x", at=AS_OF),
        lk.Activity(id="o10", type="y", at=AS_OF),
    ]
    return attrs.evolve(
        lead, activities=[*lead.activities, *(odd if draw(st.booleans()) else ())]
    )


class TestLeadLines:
    @given(done())
    def test_makes_the_lead(self, lead):
        """
        The lines of the test make the same lead, however much it did.
        """
        space = {"lk": lk, "datetime": datetime, "UTC": UTC, "timedelta": timedelta}

        body = "\n".join(f"    {line}" for line in lead_lines("lead", lead))
        exec(f"def make():\n{body}\n    return lead", space)

        assert lead.activities == space["make"]().activities

    def test_what_is_alike(self):
        """
        What is alike is written once.
        """
        lead = with_deeds(LEAD, [Deed("x", times=501)], AS_OF)

        assert len(lead_lines("lead", lead)) < 15
