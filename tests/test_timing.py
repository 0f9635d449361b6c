"""
Clocks of a stage: what is due without activity, what is late, and what stops a clock.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import DAY, newcomer
from strategies import NOW, TICK

from leadkit import (
    ALWAYS,
    PREVIOUS,
    Activity,
    Due,
    InstantError,
    Late,
    Lead,
    LeadError,
    Lifecycle,
    Move,
    Transition,
    activity,
    holds,
)
from leadkit.history import stage_at
from leadkit.timing import deadlines, next_deadline, signs_of_life, why_due

BORN = NOW - 30 * DAY
IDLE = 10 * DAY
LIMITED = Lifecycle(
    "limited",
    ["lead", "nurtured", "lost"],
    "lead",
    [
        Transition("nurture", "lead", "nurtured"),
        Transition("lose", ["lead", "nurtured"], "lost", kind="exit"),
        Transition("reopen", "lost", PREVIOUS, kind="back"),
    ],
    deadlines={"lead": 2 * DAY, "nurtured": 5 * DAY},
    stale_after={"lead": 3 * DAY, "nurtured": 4 * DAY},
)


def day(number):
    """
    So many days after a newcomer was created.
    """
    return BORN + number * DAY


def talks(*days, actor="human"):
    """
    Activities on these days.
    """
    return [
        Activity(id=f"a{number}", type="call_held", at=day(number), actor=actor)
        for number in days
    ]


def idle(when=None, since="activity"):
    """
    A lifecycle that loses a lead after ten days.
    """
    return Lifecycle(
        "idle",
        ["lead", "lost"],
        "lead",
        [Transition("lose", "lead", "lost", when, after=IDLE, since=since)],
    )


def due(lead, *, as_of=NOW, **options):
    """
    On which days after its creation a lead is due to be lost.
    """
    return [
        (one.deadline - BORN) / DAY for one in idle(**options).due(lead, as_of=as_of)
    ]


class TestWithoutActivity:
    @pytest.mark.parametrize(
        ("days", "deadline"),
        [
            ([], 10),
            ([4], 14),
            ([4, 8], 18),
            ([12], 10),
            ([4, 20], 14),
            ([4, 12, 25], 22),
            ([4, 14], 24),
            ([4, 14, 24], None),
            ([10], 20),
        ],
        ids=str,
    )
    def test_counts_from_the_last_activity(self, days, deadline):
        """
        A lead is due so long after its entry or the last activity before a gap; one at
        the very deadline begins the time anew.
        """
        lead = newcomer(activities=talks(*days))

        assert ([] if deadline is None else [deadline]) == due(lead)

    def test_an_activity_before_the_entry_does_not_count(self):
        """
        The time begins with the entry into the stage, if that is later.
        """
        assert [10] == due(newcomer(activities=talks(-3, -12)))

    def test_each_gap_has_its_chance(self):
        """
        If the move couldn't be made at one deadline, a later gap has another.
        """
        lead = newcomer(activities=talks(2, 15)).grant("MQL", at=day(13), by="Reza")

        assert [12] == due(lead)
        assert [25] == due(lead, when=holds("MQL"))
        assert [] == due(lead, when=holds("MQL"), as_of=day(25) - TICK)

    def test_machines_are_no_sign_of_life(self):
        """
        What a mailing or a mail scanner does doesn't put the move off, what one of us
        does puts it off.
        """
        scanned = newcomer(activities=talks(4, actor="machine"))
        called = newcomer(
            activities=[attrs.evolve(talk, direction="outbound") for talk in talks(4)]
        )

        assert [10] == due(scanned)
        assert [14] == due(called)

    def test_of_an_unknown_entry(self):
        """
        Without a date of entry the time begins with the last activity, since the lead
        may have been elsewhere before; and never without any.
        """
        lead = attrs.evolve(newcomer(activities=talks(4, 20)), created_at=None)

        assert [30] == due(lead)
        assert [14] == due(lead, as_of=day(19))
        assert [] == due(attrs.evolve(lead, activities=[]))
        assert [] == due(attrs.evolve(lead, activities=talks(4, actor="machine")))
        assert [] == due(lead, since="entry")

    def test_later_activities_are_invisible(self):
        """
        What is later than the question changes nothing.
        """
        lead = newcomer(activities=talks(4))

        assert due(lead, as_of=day(14)) == due(
            lead.record(*talks(15, 16)), as_of=day(14)
        )
        assert [] == due(lead, as_of=day(14) - TICK)


class TestRest:
    @pytest.mark.parametrize("since", ["entry", "activity"])
    def test_puts_every_clock_off(self, since):
        """
        While a lead rests nothing is due, and then the time begins anew.
        """
        lifecycle = idle(since=since)
        again = attrs.evolve(
            lifecycle,
            transitions=[
                *lifecycle.transitions,
                Transition("rest", "lead", "lead"),
            ],
        )
        lead = newcomer(activities=talks(6))
        rests = again.advance(lead, "rest", at=day(5), resume_at=day(12))

        assert () == again.due(rests, as_of=day(22) - TICK)
        assert [day(22)] == [one.deadline for one in again.due(rests, as_of=NOW)]

    def test_activities_after_it_count_again(self):
        """
        Once work goes on, an activity puts the move off as ever.
        """
        moves = [
            Move(
                trigger="rest",
                source="lead",
                target="lead",
                at=day(5),
                resume_at=day(12),
            )
        ]

        assert [23] == due(newcomer(moves=moves, activities=talks(6, 13)))
        assert [22] == due(
            newcomer(moves=moves, activities=talks(6, 13)), since="entry"
        )

    def test_a_resting_lead_is_not_late(self):
        """
        A lead is neither overdue nor stale while it rests, and counts from its end.
        """
        rests = LIMITED.advance(
            newcomer(), "nurture", at=day(1), resume_at=day(9)
        ).record(*talks(3))

        for ask, span in ((LIMITED.overdue, 5), (LIMITED.stale, 4)):
            assert ask(rests, as_of=day(9 + span) - TICK) is None
            assert day(9) == ask(rests, as_of=day(9 + span)).since


# Overdue and stale -------------------------------------------------------------------


@st.composite
def journeys(draw):
    """
    Leads with moves, rests and activities on whole days.
    """
    at = sorted(draw(st.lists(st.integers(-2, 20), max_size=4)))
    way = draw(
        st.lists(st.sampled_from(["lead", "nurtured", "lost"]), min_size=5, max_size=5)
    )
    rests = st.none() | st.integers(1, 5)
    moves = []
    for number, (entered, (source, target)) in enumerate(
        zip(at, pairwise(way), strict=False)
    ):
        rest = draw(rests)
        moves.append(
            Move(
                trigger="go",
                source=source,
                target=target,
                at=day(entered),
                resume_at=None if rest is None else day(entered + rest),
                number=number,
            )
        )
    happened = draw(
        st.lists(
            st.tuples(st.integers(-2, 20), st.sampled_from(["human", "machine"])),
            max_size=5,
        )
    )
    return Lead(
        id="L-1",
        created_at=draw(st.none() | st.integers(-2, 3).map(day)),
        stage=way[len(moves)],
        moves=moves,
        activities=[
            Activity(id=f"a{number}", type="call_held", at=day(at), actor=actor)
            for number, (at, actor) in enumerate(happened)
        ],
    )


def days_in(lead, as_of, *, signs):
    """
    How many days ago a clock began, counted back day by day; None if it didn't.

    Args:
        lead: The lead.

        as_of: From when to count back.

        signs: Whether an activity begins it, too.
    """
    made = [move for move in lead.moves if move.at <= as_of][-1:]
    rest = made[0].resume_at if made else None
    entered = made[0].at if made else lead.created_at
    marks = {rest or entered}
    if signs:
        marks |= {one.at for one in lead.activities if one.actor == "human"}
    if rest is not None and rest > as_of:
        return None
    for number in range(40):
        if as_of - number * DAY in marks:
            return number
    return None


class TestLate:
    @given(journeys(), st.integers(-3, 30).map(day))
    def test_is_so_many_days_after_its_clock_began(self, lead, as_of):
        """
        A lead is late once the days since its clock began are the stage's, and by what
        is more.
        """
        for ask, spans, signs in (
            (LIMITED.overdue, LIMITED.deadlines, False),
            (LIMITED.stale, LIMITED.stale_after, True),
        ):
            stage = stage_at(lead, as_of)
            span = spans.get(stage)
            days = days_in(lead, as_of, signs=signs)
            late = None
            if span is not None and days is not None and days * DAY >= span:
                since = as_of - days * DAY
                over = days * DAY - span
                late = Late("L-1", stage, since, since + span, over)

            assert late == ask(lead, as_of=as_of)

    @given(journeys(), st.integers(-3, 30).map(day))
    def test_the_past_is_asked_as_it_was(self, lead, as_of):
        """
        Later moves are taken back, and later activities are invisible.
        """
        before = attrs.evolve(
            lead,
            moves=[move for move in lead.moves if move.at <= as_of],
            activities=[one for one in lead.activities if one.at <= as_of],
            stage=stage_at(lead, as_of),
        )

        assert LIMITED.overdue(before, as_of=as_of) == LIMITED.overdue(
            lead, as_of=as_of
        )
        assert LIMITED.stale(before, as_of=as_of) == LIMITED.stale(lead, as_of=as_of)

    @pytest.mark.parametrize(
        ("ask", "stage", "span"),
        [
            (LIMITED.overdue, "lead", 2),
            (LIMITED.overdue, "nurtured", 5),
            (LIMITED.stale, "lead", 3),
            (LIMITED.stale, "nurtured", 4),
        ],
    )
    def test_begins_at_the_deadline(self, ask, stage, span):
        """
        At the deadline the time is up, a microsecond before it isn't.
        """
        lead = newcomer(stage=stage)
        zero = timedelta(0)

        assert ask(lead, as_of=day(span) - TICK) is None
        assert Late("L-1", stage, BORN, day(span), zero) == ask(lead, as_of=day(span))
        assert TICK == ask(lead, as_of=day(span) + TICK).by

    def test_a_stage_without_a_time_is_never_late(self):
        """
        Where no limit is declared, a lead may stay, and so may one in another stage.
        """
        for stage in ("lost", "elsewhere"):
            lead = newcomer(stage=stage)

            assert LIMITED.overdue(lead, as_of=NOW) is None
            assert LIMITED.stale(lead, as_of=NOW) is None

    def test_an_activity_is_no_entry(self):
        """
        Talking with a lead keeps it from being stale, and doesn't put a deadline off.
        """
        lead = newcomer(activities=talks(2))

        assert BORN == LIMITED.overdue(lead, as_of=day(3)).since
        assert LIMITED.stale(lead, as_of=day(4)) is None
        assert day(2) == LIMITED.stale(lead, as_of=day(5)).since

    @pytest.mark.parametrize("ask", ["overdue", "stale", "automatic", "timeline"])
    def test_wants_a_lead_and_an_aware_instant(self, ask):
        """
        Something else than a lead, or an instant without a zone, is refused.
        """
        with pytest.raises(LeadError, match="got a str, expected a Lead"):
            getattr(LIMITED, ask)("sara@example.com", as_of=NOW)
        with pytest.raises(InstantError) as caught:
            getattr(LIMITED, ask)(newcomer(), as_of=NOW.replace(tzinfo=None))

        assert "as_of" == caught.value.subject


class TestDue:
    def test_its_reason_is_no_part_of_it(self):
        """
        Two that are due at one time by one trigger are equal, whatever they say.
        """
        assert Due(NOW, "lose") == Due(NOW, "lose", "10 days in stage lead")
        assert Due(NOW, "lose") < Due(NOW, "win") < Due(NOW + TICK, "lose")

    @pytest.mark.parametrize(
        ("transition", "reason"),
        [
            (Transition("go", "lead", "lost", after=90 * DAY), "90 days in stage lead"),
            (
                Transition("go", ["lead", "won"], "lost", after=timedelta(hours=36)),
                "36 hours in stage lead or won",
            ),
            (
                Transition("go", "lead", "lost", after=DAY, since="activity"),
                "1 day without activity",
            ),
            (Transition("go", "lead", "lost", automatic=True), "automatic"),
            (Transition("go", "lead", "lost", ALWAYS, automatic=True), "always"),
            (
                Transition(
                    "go",
                    "lead",
                    "lost",
                    activity("purchased").count() >= 1,
                    automatic=True,
                ),
                "count of purchased >= 1",
            ),
        ],
        ids=["days", "hours", "activity", "unguarded", "always", "guarded"],
    )
    def test_says_why(self, transition, reason):
        """
        A move that makes itself says how long it was waited for, or what holds.
        """
        assert reason == why_due(transition)

    def test_the_reason_is_recorded(self):
        """
        What is due says why, so that an exit has its reason.
        """
        (lost,) = idle().due(newcomer(), as_of=NOW)

        assert "10 days without activity" == lost.reason


class TestNextDeadline:
    @given(
        st.lists(st.integers(-5, 60), max_size=6, unique=True),
        st.none() | st.integers(-10, 30),
        st.none() | st.integers(1, 40),
        st.integers(0, 60),
        st.sampled_from(["entry", "activity"]),
    )
    def test_is_the_first_to_come(self, days, moved, rest, after, since):
        """
        It is the first later day that lies a span after the beginning or, where that
        counts, after an activity with none since.
        """
        move = idle(since=since).transitions[0]
        moves, start = [], 0
        if moved is not None and moved <= after:
            resume = None if rest is None else day(moved + rest)
            start = moved + (rest or 0)
            moves = [
                Move(
                    trigger="reopen",
                    source="lost",
                    target="lead",
                    at=day(moved),
                    resume_at=resume,
                )
            ]
        lead = newcomer(activities=talks(*days), moves=moves)
        span = IDLE // DAY
        begins = {start, *(one for one in days if one > start and since == "activity")}
        expected = [
            day(begin + span)
            for begin in sorted(begins)
            if begin + span > after
            and not any(begin < other <= begin + span for other in begins)
        ]
        found = next_deadline(lead, move, day(after), signs_of_life(lead))

        assert (expected[0] if expected else None) == found
        assert [at for at in deadlines(lead, move, day(500)) if at > day(after)] == (
            expected
        )

    def test_there_is_none_without_a_span_or_a_beginning(self):
        """
        A move without a span is never due, nor is one whose time never begins or lies
        beyond the calendar.
        """
        untimed = Transition("go", "lead", "lost")
        endless = Transition("go", "lead", "lost", after=timedelta.max)
        timed = Transition("go", "lead", "lost", after=DAY)

        assert next_deadline(newcomer(), untimed, NOW, []) is None
        assert next_deadline(newcomer(), endless, NOW, []) is None
        assert next_deadline(Lead(id="L-1"), timed, NOW, []) is None
