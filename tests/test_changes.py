"""
When a score changes by itself, held against asking it at every instant.

Most of these cards and leads live within a few microseconds, so that every instant of
their future can be asked; what follows after that is sampled.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, TICK, activities_meant, host, queries, records, rules

from leadkit import (
    ALWAYS,
    NEVER,
    Activity,
    Consent,
    ContactPoint,
    Grant,
    Group,
    Lead,
    Move,
    Points,
    RuleError,
    Scorecard,
    activity,
    all_of,
    any_of,
    at_least,
    conversed,
    fields,
    has_been,
    holds,
    in_stage,
    reachable,
    rule,
    time_in_stage,
)

DAY = timedelta(days=1)
TICKS = DAY // TICK  # of a day
END = datetime.max.replace(tzinfo=UTC)

F = fields(Lead, traits={"renewal": datetime, "seats": int})
VISITS = activity("page_viewed")


# Within microseconds -----------------------------------------------------------------

FAR = [NOW + DAY, NOW + 100 * DAY, NOW + 10_000 * DAY, NOW + 1_000_000 * DAY, END]
HORIZON = 50


def ticks():
    """
    An instant a few microseconds around `NOW`.
    """
    return st.integers(-10, 12).map(lambda number: NOW + number * TICK)


def visits():
    """
    Some activities within a few microseconds.
    """
    types = st.sampled_from(["page_viewed", "email_clicked", "call_held"])
    values = st.none() | st.integers(0, 3)
    return st.lists(st.tuples(types, ticks(), values), max_size=4).map(
        lambda drawn: [
            Activity(id=f"a{number}", type=kind, at=at, value=value)
            for number, (kind, at, value) in enumerate(drawn)
        ]
    )


@st.composite
def leads(draw):
    """
    Leads to whom everything happens within a few microseconds.
    """
    moves = sorted(draw(st.lists(ticks(), max_size=2)))
    stages = draw(st.permutations(["lead", "nurtured", "prospect"]))
    return Lead(
        id="L-1",
        contacts=[ContactPoint("email", "sara@example.com")],
        consents=[
            Consent(purpose="marketing", medium="email", granted=granted, at=at)
            for at, granted in draw(
                st.lists(st.tuples(ticks(), st.booleans()), max_size=2)
            )
        ],
        grants=[
            Grant(qualification="MQL", at=at, by="sales", granted=granted)
            for at, granted in draw(
                st.lists(st.tuples(ticks(), st.booleans()), max_size=2)
            )
        ],
        moves=[
            Move(trigger="go", source=stages[i], target=stages[i + 1], at=at, number=i)
            for i, at in enumerate(moves)
        ],
        stage=stages[len(moves)],
        activities=draw(visits()),
        created_at=draw(st.none() | ticks()),
        traits=draw(
            st.fixed_dictionaries(
                {}, optional={"renewal": ticks(), "seats": st.integers(0, 3)}
            )
        ),
    )


def meant():
    """
    Queries, some with a window of a few microseconds.
    """
    types = st.sampled_from(
        [VISITS, activity("email_clicked"), activity("page_viewed", "email_clicked")]
    )
    return types | st.builds(
        lambda query, span: query.within(microseconds=span), types, st.integers(1, 12)
    )


def running():
    """
    Numbers that run on with time, in microseconds.
    """
    days = (
        st.sampled_from([F.renewal.age(), F.created_at.age(), time_in_stage()])
        | meant().map(lambda query: query.days_since_last())
        | meant().map(lambda query: query.days_since_first())
    )
    return days.map(lambda number: number * TICKS)


def small():
    """
    Numbers that differences of a few microseconds are compared with.
    """
    # A half never lies where rounding errors of a difference could be seen.
    return st.integers(-15, 25) | st.integers(-15, 25).map(lambda n: n + 0.5)


def computed():
    """
    Numbers that run, stand, turn around, or are missing now and then.
    """
    standing = meant().map(lambda query: query.count()) | st.just(F.seats)
    return (
        running()
        | standing
        | st.builds(lambda a, b: a + b, running(), standing)
        | st.builds(lambda a, b: b - a, running(), small())
        | st.builds(lambda a, b: a * (a - b), running(), small())
        | st.builds(lambda a, b: (a - b) * (a - b) - 9, running(), small())
        | st.builds(lambda a, b: a.or_default(b), running(), small())
        | st.builds(lambda a: a * 3, running())
        | st.builds(lambda a, b: a + b, running(), running())
    )


def asked():
    """
    Rules whose answers change within microseconds, by time or by what happens.
    """
    compared = st.builds(
        lambda op, number, other: getattr(number, op)(other),
        st.sampled_from(["__ge__", "__gt__", "__le__", "__lt__", "__eq__", "__ne__"]),
        computed(),
        small(),
    )
    return (
        compared
        | st.builds(
            lambda n, a, b: n.between(min(a, b), max(a, b)),
            computed(),
            small(),
            small(),
        )
        | st.builds(lambda n, a, b: n.is_in(a, b), computed(), small(), small())
        | st.builds(lambda n: n.is_missing(), computed())
        | st.sampled_from(
            [
                ALWAYS,
                NEVER,
                reachable("marketing"),
                holds("MQL"),
                conversed(),
                in_stage("nurtured"),
                has_been("lead"),
            ]
        )
    )


def joined(atoms):
    """
    Rules joined of others.
    """
    return (
        atoms
        | st.lists(atoms, min_size=2, max_size=3).map(all_of)
        | st.lists(atoms, min_size=2, max_size=3).map(any_of)
        | st.lists(atoms, min_size=3, max_size=3).map(lambda parts: at_least(2, parts))
        | atoms.map(lambda part: ~part)
    )


def entries(questions):
    """
    Points of every kind, over spans of a few microseconds.
    """
    worth = st.sampled_from([1, 5, -1, 0.05, -0.03, 10])
    gates = st.none() | st.none() | questions
    caps = st.none() | st.none() | st.sampled_from([0, 2, 7])
    spans = st.integers(1, 12).map(lambda number: number * TICK)
    decays = (
        st.just({})
        | spans.map(lambda span: {"halving": span})
        | spans.map(lambda span: {"fading": span})
    )
    kept = st.fixed_dictionaries(
        {}, optional={"at_most": st.integers(1, 2), "per_day": st.integers(1, 2)}
    )
    return (
        st.builds(Points, worth, when=questions, cap=caps)
        | st.builds(Points, worth, when=gates, per=computed(), cap=caps)
        | st.builds(
            lambda points, decay, few, **more: Points(points, **decay, **few, **more),
            worth,
            decays,
            kept,
            when=gates,
            per=meant(),
            cap=caps,
        )
    )


def scorecards(parts, name="card"):
    """
    Cards of these entries, some in a group, some with limits.
    """
    limits = st.sampled_from([(None, None), (0, None), (None, 4), (0, 3), (-2, 2)])
    groups = st.builds(
        lambda inner, ends: Group("group", inner, *ends),
        st.lists(parts, min_size=1, max_size=2),
        limits,
    )
    return st.builds(
        lambda inner, ends: Scorecard(name, inner, *ends),
        st.lists(parts | groups, min_size=1, max_size=3),
        limits,
    )


def shared(name):
    """
    One card in all places of an example.
    """
    return st.shared(scorecards(entries(asked()), name), key=name)


TOTALS = [
    lambda inner, _: inner.total,
    lambda inner, other: inner.total + other.total,
    lambda inner, other: inner.total - other.total,
    lambda inner, other: inner.total * other.total,
    lambda inner, _: inner.total * F.seats,
    lambda inner, _: inner.total.or_default(3),
    lambda inner, _: (inner.total * F.seats).or_default(3),
    lambda inner, _: F.renewal.age() * TICKS + inner.total,
]


@cache
def nested():
    """
    Cards whose rules and numbers read the totals of others.
    """
    totals = st.builds(
        lambda total, inner, other: total(inner, other),
        st.sampled_from(TOTALS),
        shared("inner"),
        shared("other"),
    )
    compared = st.builds(
        lambda op, number, other: getattr(number, op)(other),
        st.sampled_from(["__ge__", "__gt__", "__le__", "__lt__", "__eq__", "__ne__"]),
        totals,
        small() | totals,
    )
    questions = (
        compared
        | st.builds(lambda n, a: n.between(a, a + 3), totals, small())
        | st.builds(lambda n, a: n.is_in(a, a + 1, a + 2), totals, small())
        | st.builds(lambda n: n.is_missing(), totals)
    )
    points = st.builds(Points, st.sampled_from([1, -2]), per=totals)
    return scorecards(entries(joined(questions | asked())) | points)


def check(card, lead):
    """
    Hold the answer against the total of every microsecond to come, and some beyond.
    """
    answer = card.next_change(lead, as_of=NOW)
    now = card.hundredths(lead, as_of=NOW)
    every = [NOW + number * TICK for number in range(1, HORIZON)] + FAR
    before = [at for at in every if answer is None or at < answer]

    assert {now} >= {card.hundredths(lead, as_of=at) for at in before}
    if answer is not None:
        assert answer > NOW
        assert now != card.hundredths(lead, as_of=answer)
        if answer - TICK > NOW:
            assert now == card.hundredths(lead, as_of=answer - TICK)


class TestNextChange:
    @given(scorecards(entries(joined(asked()))), leads())
    def test_is_the_first_instant_that_differs(self, card, lead):
        """
        The total stays until the answer, and differs at it.
        """
        check(card, lead)

    @given(nested(), leads())
    def test_sees_through_cards_that_are_read(self, card, lead):
        """
        What changes the total of a card that is read may change the outer one.
        """
        check(card, lead)

    @given(
        st.builds(
            Points,
            st.sampled_from([10, 0.25, -3]),
            when=st.none() | rules(),
            per=queries().map(activities_meant),
            halving=st.none() | st.sampled_from([DAY, timedelta(hours=36)]),
        )
        | st.builds(
            Points,
            st.sampled_from([10, 0.25, -3]),
            per=queries().map(activities_meant),
            fading=st.sampled_from([DAY, timedelta(hours=36)]),
        ),
        records(),
        st.lists(st.timedeltas(timedelta(0), 70 * DAY), max_size=5),
    )
    def test_holds_over_the_whole_language(self, points, record, waits):
        """
        With any rule and over days, nothing differs before the answer.
        """
        card, lead = Scorecard("card", [points]), host(record)
        answer = card.next_change(lead, as_of=NOW)
        now = card.hundredths(lead, as_of=NOW)
        events = [one.at for one in (*lead.activities, *lead.moves, *lead.consents)]
        probed = [
            at + span for at in events for span in (0 * DAY, DAY, 7 * DAY, 30 * DAY)
        ]
        probed += [NOW + wait for wait in waits]
        probed += [] if answer is None else [answer - TICK]

        assert {now} >= {
            card.hundredths(lead, as_of=at)
            for at in probed
            if at >= NOW and (answer is None or at < answer)
        }
        assert answer is None or card.hundredths(lead, as_of=answer) != now


def visit(name="a1", age=timedelta(0), kind="page_viewed"):
    """
    An activity of an age; a negative one is yet to come.
    """
    return Activity(id=name, type=kind, at=NOW - age)


SEEN = Lead(id="L-1", created_at=NOW - 3 * DAY, activities=[visit(age=DAY / 2)])
AGE = VISITS.days_since_last()
SLOWLY = Scorecard("slowly", [Points(1, per=AGE)])
DAILY = Scorecard("daily", [Points(1, per=2 * AGE), Points(-2, per=AGE)])
TENURE = Scorecard(
    "tenure", [Points(1, per=F.created_at.age() + 0.25), Points(-1, per=AGE)]
)


class TestExamples:
    @pytest.mark.parametrize(
        ("entry", "at"),
        [
            (Points(1, per=VISITS.within(days=7)), NOW + 6.5 * DAY),
            (Points(1, when=AGE > 3), NOW + 2.5 * DAY + TICK),
            (Points(1, when=AGE >= 3), NOW + 2.5 * DAY),
            (Points(1, when=AGE == 3), NOW + 2.5 * DAY),
            (Points(1, when=AGE.between(3, 4)), NOW + 2.5 * DAY),
            (Points(1, when=AGE.between(0, 4)), NOW + 3.5 * DAY + TICK),
            (Points(1, when=AGE.is_in(3, 2)), NOW + 1.5 * DAY),
            (Points(1, when=(AGE < 3) & (F.created_at.age() < 4)), NOW + DAY),
            (Points(1, when=AGE + F.created_at.age() >= 4), NOW + DAY / 4),
            (Points(1, when=AGE * AGE >= 4), NOW + 1.5 * DAY),
            (Points(1, when=F.created_at.age() - 2 * AGE <= 0), NOW + 2 * DAY),
            (Points(1, when=time_in_stage() >= 30), NOW + 27 * DAY),
            (Points(1, per=AGE), NOW + DAY / 2),
            (Points(1, per=AGE, cap=0), None),
            (Points(10, per=VISITS, halving=DAY), NOW + DAY / 2),
            (Points(1, per=VISITS, fading=DAY), NOW + DAY / 200 + TICK),
            (Points(1, when=SLOWLY >= 3), NOW + 2.5 * DAY),
            (Points(1, per=SLOWLY.total - 5), NOW + 5.5 * DAY),
            (Points(1, per=VISITS), None),
            (Points(1, when=NEVER, per=AGE), None),
            (Points(0, per=AGE), None),
        ],
        ids=str,
    )
    def test_one_entry(self, entry, at):
        """
        A window's end, an age that is reached, a halving: the first that shows.
        """
        assert at == Scorecard("card", [entry]).next_change(SEEN, as_of=NOW)

    def test_what_is_yet_to_come(self):
        """
        An activity that is recorded for later comes into sight when its time comes.
        """
        card = Scorecard("card", [Points(1, per=VISITS)])
        lead = SEEN.record(visit("a2", -DAY), visit("a3", -2 * DAY))

        assert NOW + DAY == card.next_change(lead, as_of=NOW)
        assert NOW + 2 * DAY == card.next_change(lead, as_of=NOW + DAY)
        assert card.next_change(lead, as_of=NOW + 2 * DAY) is None

    def test_changes_that_cancel_out_are_none(self):
        """
        Where one visit leaves the window as another comes, the total stays.
        """
        card = Scorecard("card", [Points(1, per=VISITS.within(days=1))])
        lead = Lead(id="L-1", activities=[visit("a1"), visit("a2", -DAY)])

        assert NOW + 2 * DAY == card.next_change(lead, as_of=NOW)

    def test_many_fading_activities(self):
        """
        The first of many to lose a hundredth is found.
        """
        lead = Lead(
            id="L-1",
            activities=[visit(f"a{i}", timedelta(minutes=i)) for i in range(300)],
        )
        card = Scorecard("card", [Points(0.1, per=VISITS, fading=365 * DAY)])
        # When the oldest has lost half a hundredth of its ten.
        lost = 365 * DAY / 20 - timedelta(minutes=299) + TICK

        assert NOW + lost == card.next_change(lead, as_of=NOW)

    def test_the_last_instant_of_the_calendar(self):
        """
        The future ends with year 9999, whose last microsecond still counts.
        """
        card = Scorecard("card", [Points(1, per=VISITS.within(days=1))])
        lead = Lead(
            id="L-1",
            activities=[Activity(id="a1", type="page_viewed", at=END - DAY)],
        )
        ages = Scorecard("card", [Points(1, per=AGE * TICKS)])

        assert END == card.next_change(lead, as_of=END - DAY)
        assert END == ages.next_change(lead, as_of=END - TICK)
        assert ages.next_change(lead, as_of=END) is None

    def test_spans_longer_than_the_calendar(self):
        """
        A window, a halving and a fading of ten thousand years end after everything.
        """
        ages = timedelta(days=3_650_000)
        card = Scorecard(
            "card",
            [
                Points(1, per=VISITS.within(days=999_999_999)),
                Points(0.01, per=VISITS, halving=ages),
                Points(0.01, per=VISITS, fading=timedelta.max),
            ],
        )

        assert card.next_change(SEEN, as_of=NOW) is None


class TestHiddenChanges:
    """
    What can't be seen in the total isn't searched until the end of the calendar.

    Nothing here is timed: a search through every day would take hours, and be noticed.
    """

    @pytest.mark.parametrize(
        "card",
        [
            Scorecard("card", [Points(-1, per=AGE)], floor=0),
            Scorecard("card", [Points(1, per=AGE)], ceiling=0),
            Scorecard("card", [Points(1, per=AGE, cap=0)]),
            Scorecard("card", [Points(1, per=AGE), Points(-1, per=AGE)]),
            Scorecard("card", [Points(1, per=AGE), Points(-1, per=AGE + 3)]),
            Scorecard(
                "card",
                [
                    Points(2, per=AGE),
                    Group("a", [Group("b", [Points(-1, per=AGE)] * 2)], ceiling=5),
                ],
            ),
            Scorecard("card", [Points(1, when=SLOWLY < 0)]),
            Scorecard("card", [Points(1, when=SLOWLY >= 0)]),
            Scorecard("card", [Points(1, when=(SLOWLY >= 0) | (SLOWLY.total == 5))]),
            Scorecard("card", [Points(1, when=(SLOWLY < 0) & (SLOWLY.total != 5))]),
            Scorecard("card", [Points(1, when=~(SLOWLY.total * SLOWLY.total < 0))]),
            Scorecard("card", [Points(1, when=at_least(2, SLOWLY < 0, NEVER, NEVER))]),
            Scorecard("card", [Points(1, per=-1 * SLOWLY.total)]),
            Scorecard("card", [Points(-1, per=SLOWLY.total)], floor=0),
            Scorecard(
                "card", [Points(1, per=SLOWLY.total), Points(-1, per=SLOWLY.total)]
            ),
            Scorecard("card", [Points(5, when=SLOWLY.total * F.seats >= 3)]),
            # These go up and down again every day.
            Scorecard("card", [Points(5, when=DAILY > 1)]),
            Scorecard("card", [Points(5, when=TENURE > 4)]),
        ],
        ids=range(18),
    )
    def test_never_differs(self, card):
        """
        Days that go by without a difference are passed over.
        """
        assert card.next_change(SEEN, as_of=NOW) is None

    def test_differs_late(self):
        """
        A floor hides losses until somebody's future gain shows above it.
        """
        card = Scorecard(
            "card", [Points(-1, per=AGE), Points(300, per=VISITS)], floor=0
        )
        lead = SEEN.record(visit("a2", -10_000 * DAY))
        gone = attrs.evolve(
            lead, activities=[visit("a1", 5_000 * DAY), lead.activities[0]]
        )

        assert NOW + 10_000 * DAY == card.next_change(gone, as_of=NOW)

    def test_a_ceiling_is_left_after_years(self):
        """
        What a ceiling hides shows when enough has been taken away.
        """
        card = Scorecard(
            "card", [Points(9_000, when=ALWAYS), Points(-1, per=AGE)], ceiling=10
        )

        assert NOW + 8_990.5 * DAY == card.next_change(SEEN, as_of=NOW)


class TestOpaqueRules:
    @pytest.mark.parametrize("place", ["when", "inside", "in a card"])
    def test_make_it_unknowable(self, place):
        """
        A host's function may answer anew at any time, wherever it stands.
        """

        @rule(name="lucky")
        def lucky(lead, as_of):
            return as_of.microsecond % 2 == 0

        inner = Scorecard("inner", [Points(1, when=lucky)])
        when = {
            "when": lucky,
            "inside": ALWAYS & ~(lucky | (AGE > 3)),
            "in a card": inner >= 1,
        }[place]
        card = Scorecard("card", [Points(1, when=when)])

        with pytest.raises(RuleError, match="'lucky'") as caught:
            card.next_change(SEEN, as_of=NOW)

        assert "can't see into" in caught.value.came
