"""
Playbooks that are run: held against a loop that steps through every microsecond.

The playbooks and leads drawn here live within a few microseconds, so that no instant at
which something happens can be missed by looking at all of them.
"""

from __future__ import annotations

import copy
from datetime import timedelta

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import NOW, TICK

from leadkit import (
    PREVIOUS,
    Activity,
    Consent,
    ContactPoint,
    Grant,
    Granted,
    InstantError,
    Lead,
    LeadError,
    Lifecycle,
    Moved,
    Outcome,
    Playbook,
    Points,
    Qualification,
    Revoked,
    RuleError,
    Scorecard,
    Transition,
    activity,
    all_of,
    any_of,
    came_from,
    conversed,
    fields,
    has_been,
    history,
    holds,
    in_stage,
    reachable,
    rule,
    running,
    time_in_stage,
)
from leadkit.timing import deadlines

DAY = timedelta(days=1)
TICKS = DAY // TICK  # of a day
HORIZON = 12
STAGES = ["a", "b", "c"]
VISITS = activity("page_viewed")
HALVING = Scorecard("halving", [Points(4, per=VISITS, halving=3 * TICK)])
FADING = Scorecard("fading", [Points(6, per=VISITS, fading=4 * TICK)])
TRAITS = fields(Lead, traits={"yes": bool, "unknown": bool})


# Random playbooks --------------------------------------------------------------------


def tick(number):
    """
    An instant so many microseconds after `NOW`.
    """
    return NOW + number * TICK


def questions(*codes):
    """
    Rules whose answers turn within microseconds, by time or by what happens.

    Args:
        codes: The qualifications that they may ask for.
    """
    few = st.integers(0, 3)
    half = st.integers(0, 6).map(lambda number: number + 0.5)
    atoms = (
        st.builds(lambda n: VISITS.within(microseconds=n + 1).count() >= 1, few)
        | st.builds(lambda n: VISITS.count() > n, few)
        | st.builds(lambda n: VISITS.days_since_last() * TICKS >= n, half)
        | st.builds(lambda n: time_in_stage() * TICKS >= n, half)
        | st.builds(lambda n: HALVING >= n, few)
        | st.builds(lambda n: FADING < n, few)
        | st.builds(lambda stage: VISITS.since(stage).count() >= 1, stages())
        | st.builds(in_stage, stages())
        | st.builds(came_from, stages())
        | st.builds(has_been, stages())
        | st.sampled_from(
            [
                conversed(),
                conversed(since="b"),
                reachable("marketing"),
                all_of(TRAITS.yes),
                VISITS.count() >= 1,
                activity("call_held").count() >= 1,
                all_of(TRAITS.unknown),
                *map(holds, codes),
            ]
        )
    )
    return (
        atoms
        | st.builds(lambda one: ~one, atoms)
        | st.builds(all_of, atoms, atoms)
        | st.builds(any_of, atoms, atoms)
    )


def stages():
    """
    One of three stages.
    """
    return st.sampled_from(STAGES)


def qualified(name, *known):
    """
    Qualifications of every kind.
    """
    return st.builds(
        Qualification,
        st.just(name),
        when=st.none() | questions(*known),
        until=st.none() | st.none() | questions(*known),
        applies_to=st.none() | st.lists(stages(), min_size=1, max_size=2),
    )


@st.composite
def transitions(draw):
    """
    Moves that are asked for, make themselves, or are timed.
    """
    spans = st.integers(1, 5).map(lambda number: number * TICK)
    clocks = st.sampled_from(["entry", "activity"])
    timed = st.fixed_dictionaries({"after": spans, "since": clocks})
    itself = st.just({"automatic": True})
    made = draw(st.one_of(timed, timed, itself, itself, st.just({})))
    # What makes itself and is never guarded goes round at once, and shows little.
    guarded = "automatic" in made or draw(st.integers(0, 2)) == 0
    return Transition(
        draw(st.sampled_from(["go", "stop", "turn", "back"])),
        draw(st.sampled_from([["a"], ["a", "b"], ["b", "c"], ["c"]])),
        draw(st.sampled_from([*STAGES, "b", "c", PREVIOUS])),
        when=draw(questions("MQL", "SQL")) if guarded else None,
        kind=draw(st.sampled_from(["forward", "exit", "back"])),
        **made,
    )


@st.composite
def playbooks(draw):
    """
    Playbooks of two qualifications and a lifecycle.
    """
    kept = []
    for one in draw(st.lists(transitions(), min_size=4, max_size=6)):
        try:
            Lifecycle("random", STAGES, "a", [*kept, one])
        except RuleError:
            continue
        kept.append(one)
    return Playbook(
        "random",
        scorecards=[HALVING, FADING],
        qualifications=[draw(qualified("MQL")), draw(qualified("SQL", "MQL"))],
        lifecycle=Lifecycle("random", STAGES, "a", kept),
    )


def instants():
    """
    An instant within the horizon.
    """
    return st.integers(0, HORIZON).map(tick)


def ends():
    """
    Until when to run: mostly to the end.
    """
    return st.just(tick(HORIZON)) | instants()


@st.composite
def leads(draw):
    """
    Leads created at `NOW`, of whom consents and persons' grants are known before.
    """
    said = st.lists(st.tuples(instants(), st.booleans()), max_size=2)
    codes = st.sampled_from(["MQL", "SQL"])
    return Lead(
        id="L-1",
        contacts=[ContactPoint("email", "sara@example.com")],
        consents=[
            Consent(purpose="marketing", medium="email", granted=granted, at=at)
            for at, granted in draw(said)
        ],
        grants=[
            Grant(qualification=draw(codes), at=at, by="sales", granted=granted)
            for at, granted in draw(said)
        ],
        stage="a",
        created_at=NOW,
        traits={"yes": True},
    )


def happened():
    """
    Activities within the horizon, some at one instant, some by machines.
    """
    return st.lists(
        st.tuples(
            st.sampled_from(["page_viewed", "page_viewed", "call_held"]),
            instants(),
            st.sampled_from(["human", "human", "machine"]),
        ),
        max_size=5,
    ).map(
        lambda drawn: [
            Activity(id=f"a{number}", type=kind, at=at, actor=actor)
            for number, (kind, at, actor) in enumerate(drawn)
        ]
    )


def made(move, due):
    """
    Whether a move is the one that is due.
    """
    return move.at == due.deadline and move.trigger == due.trigger


def settled(playbook, lead, at):
    """
    A lead after all that happens to it at one instant.
    """
    lifecycle = playbook.lifecycle
    while True:
        lead = playbook.update(lead, at=at).lead
        due = lifecycle.due(lead, as_of=at)
        waiting = [one for one in due if one.deadline < at]
        waiting += [
            one
            for one in lifecycle.automatic(lead, as_of=at)
            if not any(
                made(move, one) and move.source == lead.stage for move in lead.moves
            )
        ]
        waiting += due
        if not waiting:
            return lead
        first = waiting[0]
        lead = lifecycle.advance(
            lead,
            first.trigger,
            at=first.deadline,
            by=playbook.name,
            reason=first.reason,
        )


def stepped(playbook, lead, activities, until, since=None):
    """
    A lead that was looked at in every microsecond.
    """
    lead = lead.record(*activities)
    at = lead.created_at if since is None else since
    while at <= until:
        lead = settled(playbook, lead, at)
        # What would go on for ever does so at each stop, and these are more.
        assume(not playbook.lifecycle.automatic(lead, as_of=at))
        at += TICK
    return lead


class TestRun:
    @given(playbooks(), leads(), happened(), ends())
    def test_misses_nothing(self, playbook, lead, activities, until):
        """
        A lead becomes what it becomes if it is looked at in every microsecond.
        """
        outcome = playbook.run(lead, activities, until=until)

        assert stepped(playbook, lead, activities, until) == outcome.lead

    @given(playbooks(), leads(), happened(), ends(), ends())
    def test_may_begin_later(self, playbook, lead, activities, until, since):
        """
        What would have been done before isn't, but for deadlines that have passed.
        """
        assume(lead.created_at <= since)
        outcome = playbook.run(lead, activities, until=until, since=since)

        assert stepped(playbook, lead, activities, until, since) == outcome.lead
        for event in outcome.events:
            assert event.at >= since or event.move.by == playbook.name

    @given(playbooks(), leads(), happened(), ends())
    def test_twice_changes_nothing(self, playbook, lead, activities, until):
        """
        What was run is run: the second time, nothing happens.
        """
        ran = playbook.run(lead, activities, until=until).lead

        assert Outcome(ran) == playbook.run(ran, activities, until=until)

    @given(
        playbooks(),
        leads(),
        happened(),
        ends(),
        st.randoms(use_true_random=False),
    )
    def test_takes_activities_in_any_order(
        self, playbook, lead, activities, until, random
    ):
        """
        Shuffled activities, some given twice, some recorded before, change nothing.
        """
        shuffled = random.sample(activities * 2, len(activities) * 2)
        before = lead.record(*activities[:2])
        once = playbook.run(lead, activities, until=until)

        assert once == playbook.run(lead, shuffled, until=until)
        assert once == playbook.run(before, iter(shuffled), until=until)

    @given(playbooks(), leads(), happened(), st.lists(instants(), max_size=4))
    def test_may_be_run_at_any_times(self, playbook, lead, activities, stops):
        """
        Run now and then, with what is known by then, a lead gains and loses the same.
        """
        *before, until = [*sorted(stops), tick(HORIZON)]
        whole = playbook.run(lead, activities, until=until)
        part, events = lead, ()
        for stop in [*before, until]:
            known = [one for one in activities if one.at <= stop]
            outcome = playbook.run(part, known, until=stop)
            part, events = outcome.lead, events + outcome.events

        assert whole == Outcome(part, events)

    @given(playbooks(), leads(), happened(), ends())
    def test_leaves_the_lead_untouched(self, playbook, lead, activities, until):
        """
        The record that was passed in stays as it was.
        """
        twin = copy.deepcopy(lead)
        playbook.run(lead, activities, until=until)

        assert twin == lead

    @given(playbooks(), leads(), happened(), ends())
    def test_events_are_what_is_recorded(self, playbook, lead, activities, until):
        """
        The events tell every move and every grant by a rule, in order, and no other.
        """
        ran, events = attrs.astuple(
            playbook.run(lead, activities, until=until), recurse=False
        )
        moved = [event for event in events if isinstance(event, Moved)]
        judged = [event for event in events if not isinstance(event, Moved)]
        ruled = sorted(
            (grant for grant in ran.grants if grant.automatic),
            key=lambda grant: grant.number,
        )
        kinds = {True: Granted, False: Revoked}

        assert list(ran.moves) == [event.move for event in moved]
        assert [
            (grant.qualification, grant.at, kinds[grant.granted]) for grant in ruled
        ] == [(event.qualification, event.at, type(event)) for event in judged]
        assert {(True, grant.granted) for grant in ruled} >= {
            (event.verdict.as_of == event.at, event.verdict.held) for event in judged
        }
        assert sorted(event.at for event in events) == [event.at for event in events]
        assert {lead.id} >= {event.lead_id for event in events}

    @given(playbooks(), leads(), happened(), ends())
    def test_its_moves_can_be_replayed(self, playbook, lead, activities, until):
        """
        The moves lead from where the lead was to where it is, each of them declared.
        """
        ran = playbook.run(lead, activities, until=until).lead
        replayed = playbook.lifecycle.replay(lead, ran.moves)

        assert (ran.stage, ran.moves) == (replayed.stage, replayed.moves)


# Examples ----------------------------------------------------------------------------

SALES = Playbook(
    "sales",
    scorecards=[HALVING],
    qualifications=[
        Qualification("MQL", when=HALVING >= 4, until=HALVING < 1),
        Qualification("SQL"),
    ],
    lifecycle=Lifecycle(
        "sales",
        ["lead", "prospect", "customer", "lost"],
        "lead",
        [
            Transition("qualify", "lead", "prospect", holds("SQL"), automatic=True),
            Transition(
                "convert",
                "prospect",
                "customer",
                activity("purchased").count() >= 1,
                automatic=True,
            ),
            Transition(
                "lose",
                "prospect",
                "lost",
                kind="exit",
                after=10 * TICK,
                since="activity",
            ),
            Transition("reopen", "lost", PREVIOUS, kind="back"),
        ],
    ),
)
SARA = Lead(id="L-1", name="Sara Ahmadi", created_at=NOW)


def activity_at(number, kind="page_viewed"):
    """
    An activity so many microseconds after `NOW`.
    """
    return Activity(id=f"{kind} {number}", type=kind, at=tick(number))


def told(outcome):
    """
    What happened, in short: when, and which move or qualification.
    """
    return [
        (
            (event.at - NOW) // TICK,
            event.move.trigger if isinstance(event, Moved) else event.qualification,
        )
        for event in outcome.events
    ]


def granted(number, lead=SARA):
    """
    A lead to whom a person grants the SQL.
    """
    return lead.grant("SQL", at=tick(number), by="Reza")


def taking_turns(**options):
    """
    A playbook with two moves there and back.
    """
    lifecycle = Lifecycle(
        "turns",
        ["lead", "lost"],
        "lead",
        [
            Transition("go", "lead", "lost", **options),
            Transition("back", "lost", "lead", **options),
        ],
    )
    return Playbook("turns", lifecycle=lifecycle)


class TestExamples:
    def test_from_lead_to_customer(self):
        """
        Points, a person's grant and a purchase take a lead through its stages, each at
        its own instant.
        """
        bought = activity_at(6, "purchased")
        outcome = SALES.run(granted(3), [bought, activity_at(1)], until=tick(99))

        # Four points at 1 are two at 4, one at 7 and less at 10.
        assert [(1, "MQL"), (3, "qualify"), (6, "convert"), (10, "MQL")] == told(
            outcome
        )
        assert [Granted, Moved, Moved, Revoked] == list(map(type, outcome.events))
        assert ("customer", True) == (outcome.lead.stage, outcome.lead.holds("SQL"))
        assert [
            ("sales", "holds 'SQL'"),
            ("sales", "count of purchased >= 1"),
        ] == [(move.by, move.reason) for move in outcome.lead.moves]

    def test_what_is_due_is_made_at_its_deadline(self):
        """
        A timed move is made at its deadline, however late it is run, and says why.
        """
        outcome = SALES.run(granted(3), [activity_at(5)], until=tick(10_000))
        (lost,) = [event for event in outcome.events if event.at == tick(15)]

        assert ("lost", "exit") == (outcome.lead.stage, lost.move.kind)
        assert "0.00001 seconds without activity" == lost.move.reason

    def test_what_is_done_in_the_last_moment_counts(self):
        """
        A purchase at the very deadline comes before the loss, one later is too late.
        """
        stages = [
            SALES.run(
                granted(3), [activity_at(number, "purchased")], until=tick(99)
            ).lead.stage
            for number in (12, 13, 14)
        ]

        assert ["customer", "customer", "lost"] == stages

    def test_later_activities_wait(self):
        """
        What is later than the end is recorded, and counts when its time has come.
        """
        first = SALES.run(SARA, [activity_at(8)], until=tick(7))
        then = SALES.run(first.lead, until=tick(8))

        assert SARA.record(activity_at(8)) == first.lead
        assert ((), [(8, "MQL")]) == (first.events, told(then))

    def test_late_activities_count_from_what_was_recorded(self):
        """
        What comes in after later things were recorded is judged where they stand; what
        was recorded stays.
        """
        granted_ = SALES.run(SARA, [activity_at(8)], until=tick(8)).lead
        late = SALES.run(granted_, [activity_at(2)], until=tick(99))

        assert granted_.grants[0] in late.lead.grants
        assert [(17, "MQL")] == told(late)

    def test_a_deadline_that_was_missed_is_made_up_for(self):
        """
        If a late activity lets a move be made whose deadline has passed, it is made at
        that deadline.
        """
        lifecycle = Lifecycle(
            "l",
            ["lead", "lost"],
            "lead",
            [
                Transition(
                    "lose",
                    "lead",
                    "lost",
                    activity("unsubscribed").count() >= 1,
                    after=3 * TICK,
                )
            ],
        )
        playbook = attrs.evolve(SALES, lifecycle=lifecycle)
        before = playbook.run(SARA, [activity_at(8)], until=tick(9))
        late = playbook.run(
            before.lead, [activity_at(2, "unsubscribed")], until=tick(9)
        )

        assert [(8, "MQL")] == told(before)
        assert [(3, "lose")] == told(late)

    def test_begins_where_it_is_told_to(self):
        """
        A lead that was never run is judged from that instant on; one that was run later
        goes on from there.
        """
        lead = SARA.record(activity_at(3))
        fresh = SALES.run(lead, until=tick(9), since=tick(4))
        known = SALES.run(lead, until=tick(9)).lead

        assert [(3, "MQL")] == told(SALES.run(lead, until=tick(9)))
        assert [(4, "MQL")] == told(fresh)[:1]
        assert () == SALES.run(known, until=tick(9), since=tick(1)).events

    def test_before_what_was_recorded_nothing_happens(self):
        """
        The past isn't run again; activities are recorded all the same.
        """
        lead = SALES.run(granted(3), until=tick(9)).lead
        early = SALES.run(lead, [activity_at(1)], until=tick(2))

        assert Outcome(lead.record(activity_at(1))) == early

    def test_before_its_creation_nothing_happens(self):
        """
        A lead that isn't there yet is neither judged nor moved.
        """
        assert Outcome(granted(-3)) == SALES.run(granted(-3), until=tick(-1))
        assert [(0, "qualify")] == told(SALES.run(granted(-3), until=tick(0)))

    def test_without_a_creation_it_begins_with_what_happened_first(self):
        """
        A lead of unknown age is run from what is known of it, or judged at the end.
        """
        unknown = attrs.evolve(SARA, created_at=None)
        idle = Playbook(
            "idle", qualifications=[Qualification("IDLE", when=VISITS.count() < 1)]
        )

        assert [(2, "qualify"), (4, "MQL")] == told(
            SALES.run(granted(2, unknown), [activity_at(4)], until=tick(5))
        )
        assert [(5, "IDLE")] == told(idle.run(unknown, until=tick(5)))
        assert Outcome(unknown) == SALES.run(unknown, until=tick(5))

    def test_rest_puts_timed_moves_off(self):
        """
        While a lead rests, no clock runs; then it begins anew.
        """
        lead = SALES.lifecycle.advance(
            granted(0), "qualify", at=tick(1), resume_at=tick(100)
        )

        assert [(110, "lose")] == told(SALES.run(lead, until=tick(999)))

    @pytest.mark.parametrize(
        ("playbook", "events"),
        [
            (Playbook("empty"), []),
            (attrs.evolve(SALES, lifecycle=None), [(1, "MQL"), (10, "MQL")]),
            (
                attrs.evolve(SALES, qualifications=[]),
                [(2, "qualify"), (12, "lose")],
            ),
        ],
        ids=["neither", "qualifications", "lifecycle"],
    )
    def test_a_part_of_a_playbook_will_do(self, playbook, events):
        """
        Without moves a lead is judged, without qualifications it moves.
        """
        outcome = playbook.run(granted(2), [activity_at(1)], until=tick(99))

        assert events == told(outcome)

    def test_a_consent_that_is_yet_to_come(self):
        """
        What is dated later counts from its instant on.
        """
        lead = attrs.evolve(
            SARA,
            contacts=[ContactPoint("email", "sara@example.com")],
            consents=[
                Consent(purpose="marketing", medium="email", granted=True, at=tick(7))
            ],
        )
        playbook = Playbook(
            "p", qualifications=[Qualification("OPEN", when=reachable("marketing"))]
        )

        assert [(7, "OPEN")] == told(playbook.run(lead, until=tick(99)))

    def test_its_own_record_class(self):
        """
        A host's lead comes back as one.
        """

        @attrs.frozen(kw_only=True)
        class Account(Lead):
            employees: int | None = None

        lead = Account(id="L-1", created_at=NOW, employees=12)
        ran = SALES.run(granted(1, lead), until=tick(2)).lead

        assert (Account, 12, "prospect") == (type(ran), ran.employees, ran.stage)


class TestTurns:
    def test_automatic_moves_there_and_back_are_made_once(self):
        """
        At one instant, no automatic move is made a second time from the same stage.
        """
        playbook = taking_turns(automatic=True)
        outcome = playbook.run(SARA, until=tick(0))

        assert [(0, "go"), (0, "back")] == told(outcome)
        assert "automatic" == outcome.lead.moves[0].reason

    def test_they_do_not_depend_on_how_often_it_is_run(self):
        """
        Moves that take turns do so when something happens, not whenever it is run.
        """
        playbook = taking_turns(automatic=True)
        lead = SARA
        for number in range(9):
            known = [activity_at(4)] if number >= 4 else []
            lead = playbook.run(lead, known, until=tick(number)).lead

        assert playbook.run(SARA, [activity_at(4)], until=tick(8)).lead == lead
        assert [0, 0, 4, 4] == [(move.at - NOW) // TICK for move in lead.moves]

    def test_going_round_for_ever_is_refused(self, monkeypatch):
        """
        Timed moves that never come to rest are an error, not an endless loop.
        """
        monkeypatch.setattr(running, "MOVES", 5)
        playbook = taking_turns(after=TICK)

        assert 5 == len(playbook.run(SARA, until=tick(5)).events)
        with pytest.raises(RuleError) as caught:
            playbook.run(SARA, until=NOW + DAY)

        assert (
            "lifecycle of playbook 'turns': got more than 5 moves that make "
            "themselves, expected moves that come to rest. Guard them, or let more "
            "time pass with after=."
        ) == str(caught.value)

    def test_grants_are_no_moves(self, monkeypatch):
        """
        However much else happens, only moves are counted.
        """
        monkeypatch.setattr(running, "MOVES", 1)

        assert 3 == len(SALES.run(granted(2), [activity_at(1)], until=tick(11)).events)


class TestOpaque:
    PLAYBOOK = Playbook(
        "opaque",
        qualifications=[
            Qualification(
                "OLD", when=rule(name="is old")(lambda _, at: at >= tick(5)), until=None
            )
        ],
    )

    def test_is_asked_when_something_happens_and_in_the_end(self):
        """
        A host's own function may turn at any time: it is asked where the loop stops.
        """
        assert [(7, "OLD")] == told(
            self.PLAYBOOK.run(SARA, [activity_at(3), activity_at(7)], until=tick(9))
        )
        assert [(9, "OLD")] == told(
            self.PLAYBOOK.run(SARA, [activity_at(3)], until=tick(9))
        )

    def test_its_next_change_is_unknowable(self):
        """
        When a host's own function turns can't be told beforehand.
        """
        with pytest.raises(RuleError, match="'is old'"):
            self.PLAYBOOK.next_change(SARA, as_of=NOW)


class TestMisuse:
    @pytest.mark.parametrize(
        ("given_", "came"), [(None, "a missing value"), (3, "an int")]
    )
    def test_activities_are_an_iterable(self, given_, came):
        """
        Something else than activities is described, and not shown.
        """
        with pytest.raises(LeadError) as caught:
            SALES.run(SARA, given_, until=NOW)

        assert ("run() of playbook 'sales'", came, "an iterable of activities") == (
            caught.value.subject,
            caught.value.came,
            caught.value.expected,
        )

    def test_one_activity_is_none(self):
        """
        A single activity isn't an iterable of some.
        """
        with pytest.raises(LeadError, match="got an Activity, expected an iterable"):
            SALES.run(SARA, activity_at(1), until=NOW)

    def test_members_are_activities(self):
        """
        Something else among the activities is refused as `record` refuses it.
        """
        with pytest.raises(LeadError, match="expected an Activity"):
            SALES.run(SARA, ["sara@example.com"], until=NOW)

    def test_an_id_has_one_content(self):
        """
        Another activity with an id that is there already is refused.
        """
        other = attrs.evolve(activity_at(1), value=3)

        with pytest.raises(LeadError, match="one id"):
            SALES.run(SARA.record(activity_at(1)), [other], until=NOW)

    @pytest.mark.parametrize(
        ("ask", "name"), [("run", "until"), ("next_change", "as_of")]
    )
    def test_wants_an_aware_instant(self, ask, name):
        """
        An instant without a zone is refused, under the name of its argument.
        """
        with pytest.raises(InstantError) as caught:
            getattr(SALES, ask)(SARA, **{name: NOW.replace(tzinfo=None)})

        assert name == caught.value.subject

    def test_begins_at_an_aware_instant(self):
        """
        Where to begin is an instant with a zone, too.
        """
        with pytest.raises(InstantError) as caught:
            SALES.run(SARA, until=NOW, since=NOW.replace(tzinfo=None))

        assert "since" == caught.value.subject

    @pytest.mark.parametrize(
        ("ask", "name"), [("run", "until"), ("next_change", "as_of")]
    )
    def test_wants_leads_of_its_record(self, ask, name):
        """
        A playbook is for leads of its record class.
        """

        @attrs.frozen(kw_only=True)
        class Account(Lead):
            employees: int | None = None

        playbook = Playbook("accounts", record=Account)

        with pytest.raises(LeadError, match="got a Lead, expected an Account"):
            getattr(playbook, ask)(SARA, **{name: NOW})


# When next ---------------------------------------------------------------------------


def answers(playbook, lead, as_of, at):
    """
    What is asked about a lead as it was, and known true at a later instant.
    """
    known = []
    for name, one in playbook.qualifications.items():
        held = history.holds(lead, name, as_of)
        if held or one.applies_to is None or lead.stage in one.applies_to:
            rules = [one.until, None if held else one.when]
            known += [r is not None and r.test(lead, as_of=at) is True for r in rules]
        if held and one.until is None and one.when is not None:
            known.append(one.when.test(lead, as_of=at) is False)
    open_ = [t for t in playbook.lifecycle.transitions if lead.stage in t.sources]
    itself = {one.trigger for one in open_ if one.automatic}
    for one in open_:
        if one.trigger in itself and one.when is not None:
            known.append(one.when.test(lead, as_of=at) is True)
    return known


class TestNextChange:
    @given(playbooks(), leads(), happened(), instants())
    def test_is_when_the_loop_may_next_do_something(
        self, playbook, lead, activities, as_of
    ):
        """
        Nothing happens before, and then an answer turns, a move is due, or somebody
        grants.
        """
        lead = playbook.run(lead, activities, until=as_of).lead
        # Moves that take turns are made whenever the loop stops.
        assume(not playbook.lifecycle.automatic(lead, as_of=as_of))
        answer = playbook.next_change(lead, as_of=as_of)
        later = [as_of + number * TICK for number in range(1, HORIZON + 10)]
        now = answers(playbook, lead, as_of, as_of)
        stops = {
            deadline
            for one in playbook.lifecycle.transitions
            if lead.stage in one.sources
            for deadline in deadlines(lead, one, later[-1])
        } | {grant.at for grant in lead.grants}
        turns = [
            at
            for at in later
            if at in stops or answers(playbook, lead, as_of, at) != now
        ]

        assert answer == (turns[0] if turns else None)
        for at in later:
            if answer is None or at < answer:
                assert Outcome(lead) == playbook.run(lead, until=at)

    @pytest.mark.parametrize(
        ("lead", "as_of", "answer"),
        [
            (SARA, 0, None),
            (SARA.record(activity_at(1)), 0, 1),
            (SARA, -5, 0),
            (granted(3), 0, 3),
            (SALES.run(SARA, [activity_at(1)], until=tick(1)).lead, 1, 10),
            (SALES.run(granted(3), until=tick(3)).lead, 3, 13),
            (SALES.run(granted(3), until=tick(99)).lead, 99, None),
        ],
        ids=["nothing", "activity", "creation", "grant", "halving", "due", "over"],
    )
    def test_examples(self, lead, as_of, answer):
        """
        It is what is yet to come, what fades, or what is due.
        """
        assert SALES.next_change(lead, as_of=tick(as_of)) == (
            None if answer is None else tick(answer)
        )

    def test_many_rules(self):
        """
        However many rules are watched, the first of them to turn is told.
        """
        spans = [9, 3, *range(20, 40)]
        playbook = Playbook(
            "many",
            qualifications=[
                Qualification(
                    f"Q{span}", when=VISITS.within(microseconds=span).count() >= 1
                )
                for span in spans
            ],
        )
        lead = playbook.run(SARA, [activity_at(0)], until=NOW).lead

        assert len(spans) == len(lead.grants)
        assert tick(3) == playbook.next_change(lead, as_of=NOW)
        assert tick(20) == playbook.next_change(
            playbook.run(lead, until=tick(9)).lead, as_of=tick(9)
        )
