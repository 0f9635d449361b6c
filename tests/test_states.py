"""
Lifecycles: which moves are made, which are refused and why, and that the stock engine
of `transitions` agrees.
"""

from __future__ import annotations

import copy
import itertools
import logging
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from enum import Enum, StrEnum

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import (
    DAY,
    NO,
    STAGES,
    TRIGGERS,
    UNKNOWN,
    YES,
    lifecycles,
    lived,
    newcomer,
    steps,
)
from strategies import NOW, TICK, F, host
from transitions import MachineError

from leadkit import (
    ALWAYS,
    NEVER,
    PREVIOUS,
    Activity,
    Consent,
    ContactPoint,
    Due,
    InstantError,
    LeadError,
    Lifecycle,
    Move,
    MoveRefused,
    Problem,
    RuleError,
    Stage,
    Transition,
    conversed,
    holds,
    reachable,
    standard,
)


class Cursor:
    """
    All that `transitions` needs of what it moves.
    """

    __slots__ = ("leadkit_stage",)


def engine(lifecycle, lead, trigger, at):
    """
    Where the stock engine of `transitions` takes a lead, None if nowhere.
    """
    machine = lifecycle._machine
    cursor = Cursor()
    setattr(cursor, machine.model_attribute, lead.stage)
    try:
        moved = machine.events[trigger].trigger(cursor, lead, at)
    except MachineError:
        return None
    return cursor.leadkit_stage if moved else None


def decided(lifecycle, lead, trigger, at):
    """
    Where we take a lead, None if nowhere.
    """
    try:
        return lifecycle.decide(lead, trigger, as_of=at).target
    except MoveRefused:
        return None


def expected(lifecycle, lead, trigger, at):
    """
    The code of a refusal, or the target and kind, from the declarations alone.
    """
    if trigger not in {one.trigger for one in lifecycle.transitions}:
        return "unknown-trigger"
    if lead.moves and at < lead.moves[-1].at:
        return "out-of-order"
    left = lead.moves[-1].source if lead.moves else None
    code = "no-transition"
    for one in lifecycle.transitions:
        target = left if one.target is PREVIOUS else one.target
        if one.trigger == trigger and lead.stage in one.sources and target is not None:
            if one.when is None or one.when.test(lead, as_of=at) is True:
                return target, one.kind
            code = "guard"
    return code


def deadlines_of(one, lead):
    """
    When a timed move is due, if nothing else happens: so long after each beginning of
    its clock that no other follows within that time.
    """
    if one.after is None or lead.stage not in one.sources:
        return []
    start = lead.created_at
    if lead.moves:
        start = lead.moves[-1].resume_at or lead.moves[-1].at
    talks = [talk.at for talk in lead.activities if talk.at > start]
    starts = sorted({start, *talks}) if one.since == "activity" else [start]
    ends = [*starts[1:], None]
    return [
        start + one.after
        for start, end in zip(starts, ends, strict=True)
        if end is None or start + one.after < end
    ]


def chosen(lifecycle, lead, one, at):
    """
    Whether a transition is the first of its trigger that is open.
    """
    left = lead.moves[-1].source if lead.moves else None
    opened = [
        other
        for other in lifecycle.transitions
        if other.trigger == one.trigger
        and lead.stage in other.sources
        and (other.target is not PREVIOUS or left is not None)
        and (other.when is None or other.when.test(lead, as_of=at) is True)
    ]
    return opened[:1] == [one]


class TestOracle:
    @given(lifecycles(), steps(), st.integers(0, 6), st.sampled_from(TRIGGERS))
    def test_the_stock_engine_agrees(self, lifecycle, happened, days, trigger):
        """
        The engine of `transitions`, run on the same machine, moves a lead exactly where
        `decide` says it would.
        """
        leads, at = lived(lifecycle, happened)
        at += days * DAY
        for lead in leads:
            if trigger in lifecycle.triggers:
                assert engine(lifecycle, lead, trigger, at) == decided(
                    lifecycle, lead, trigger, at
                )

    @given(lifecycles(), steps(), st.integers(-3, 6), st.sampled_from([*TRIGGERS, "?"]))
    def test_the_declarations_agree(self, lifecycle, happened, days, trigger):
        """
        The first transition whose rule is known true is made; without one, the code
        says what stood in the way.
        """
        leads, at = lived(lifecycle, happened)
        at += days * DAY
        for lead in leads:
            wanted = expected(lifecycle, lead, trigger, at)
            try:
                decision = lifecycle.decide(lead, trigger, as_of=at)
            except MoveRefused as refusal:
                assert wanted == refusal.code
            else:
                assert wanted == (decision.target, decision.kind)
                assert (trigger, lead.stage) == (decision.trigger, decision.source)

    @given(lifecycles(), steps(), st.integers(-3, 6))
    def test_allowed_is_what_decide_accepts(self, lifecycle, happened, days):
        """
        The triggers allowed are those that aren't refused, in the order declared.
        """
        leads, at = lived(lifecycle, happened)
        at += days * DAY
        for lead in leads:
            assert lifecycle.allowed(lead, as_of=at) == tuple(
                trigger
                for trigger in lifecycle.triggers
                if decided(lifecycle, lead, trigger, at) is not None
            )

    @given(lifecycles(), steps(), st.integers(0, 10))
    def test_due_is_what_passed_its_deadline(self, lifecycle, happened, days):
        """
        A timed move is due if it would be the one made at its deadline.
        """
        leads, at = lived(lifecycle, happened)
        at += days * DAY
        for lead in leads:
            wanted = set()
            for one in lifecycle.transitions:
                made = (
                    deadline
                    for deadline in deadlines_of(one, lead)
                    if deadline <= at and chosen(lifecycle, lead, one, deadline)
                )
                wanted |= {Due(deadline, one.trigger) for deadline in [*made][:1]}

            assert tuple(sorted(wanted)) == lifecycle.due(lead, as_of=at)


# Examples ----------------------------------------------------------------------------

SALES = Lifecycle(
    "sales",
    stages=Stage,
    initial=Stage.LEAD,
    transitions=[
        Transition("nurture", Stage.LEAD, Stage.NURTURED, when=reachable("marketing")),
        Transition("qualify", [Stage.LEAD, Stage.NURTURED], Stage.PROSPECT, when=YES),
        Transition("qualify", Stage.NURTURED, Stage.CUSTOMER, when=holds("PQL")),
        Transition("lose", Stage.PROSPECT, Stage.LOST, when=NO, kind="exit"),
        Transition("drop", Stage.PROSPECT, Stage.LOST, kind="exit"),
        Transition("reopen", Stage.LOST, PREVIOUS, kind="back"),
        Transition("expire", Stage.PROSPECT, Stage.LOST, after=90 * DAY),
    ],
)
SARA = newcomer(name="Sara Ahmadi")
PROSPECT = SALES.advance(SARA, "qualify", at=NOW, by="Reza")


def refused(ask, *arguments, **options):
    """
    The refusal of a question that may not be granted.
    """
    with pytest.raises(MoveRefused) as caught:
        ask(*arguments, **options)
    return caught.value


class TestAdvance:
    @given(lifecycles(), steps())
    def test_appends_the_move_and_touches_nothing_else(self, lifecycle, happened):
        """
        A lead that moved differs in its stage, its moves and its revision only.
        """
        leads, _ = lived(lifecycle, happened)
        for before, after in itertools.pairwise(leads):
            if len(after.moves) == len(before.moves):
                continue
            move = after.moves[-1]

            assert (move.source, move.target) == (before.stage, after.stage)
            assert before.moves == after.moves[:-1]
            assert (len(after.moves), before.revision + 1) == (
                move.number,
                after.revision,
            )
            assert before == attrs.evolve(
                after, stage=before.stage, moves=before.moves, revision=before.revision
            )

    @given(lifecycles(), steps(), st.sampled_from([*TRIGGERS, "?"]))
    def test_leaves_the_lead_untouched(self, lifecycle, happened, trigger):
        """
        Moved, refused or asked about, the record that was passed in stays as it was.
        """
        leads, at = lived(lifecycle, happened)
        copies = copy.deepcopy(leads)
        for lead in leads:
            for reason in (None, "tested"):
                try:
                    lifecycle.advance(lead, trigger, at=at, reason=reason)
                except MoveRefused as refusal:
                    assert refusal.lead_id == lead.id
            lifecycle.allowed(lead, as_of=at)
            lifecycle.due(lead, as_of=at)

        assert copies == leads

    def test_records_what_was_done(self):
        """
        The move says trigger, stages, instant, who asked, why, and its kind.
        """
        tehran = datetime.fromisoformat("2026-05-02T15:30:00+03:30")
        lost = SALES.advance(PROSPECT, "drop", at=tehran, by="Reza", reason="no budget")

        assert (
            Move(
                trigger="drop",
                source="prospect",
                target="lost",
                at=NOW + DAY,
                by="Reza",
                reason="no budget",
                kind="exit",
                number=2,
            )
            == lost.moves[-1]
        )
        assert ("lost", 2) == (lost.stage, lost.revision)

    def test_a_record_of_a_host_stays_one(self):
        """
        A subclass comes back as that subclass, its own fields kept.
        """
        lead = host(
            {
                "id": "L-1",
                "employees": 12,
                "traits": {"yes": True},
                **dict.fromkeys(
                    (
                        "contacts",
                        "consents",
                        "touches",
                        "activities",
                        "moves",
                        "grants",
                    ),
                    (),
                ),
            }
        )
        moved = SALES.advance(lead, "qualify", at=NOW)

        assert (type(lead), 12) == (type(moved), moved.employees)

    def test_moves_of_one_instant_keep_their_order(self):
        """
        Several moves may be made at once, and their numbers tell them apart.
        """
        lost = SALES.advance(PROSPECT, "drop", at=NOW, reason="no budget")
        again = SALES.advance(lost, "reopen", at=NOW, reason="budget")

        assert ["qualify", "drop", "reopen"] == [move.trigger for move in again.moves]
        assert again == attrs.evolve(again, moves=again.moves[::-1])
        assert "prospect" == again.stage

    def test_goes_on_counting_after_loaded_moves(self):
        """
        A move's number is its place, or follows a greater one, whatever a host loaded.
        """
        loaded = newcomer(
            moves=[Move(trigger="import", source="old", target="prospect", at=NOW)]
        )

        numbered = newcomer(moves=[attrs.evolve(loaded.moves[0], number=7)])

        assert [2, 8] == [
            SALES.advance(lead, "drop", at=NOW, reason="x").moves[-1].number
            for lead in (loaded, numbered)
        ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("lead", "trigger", "at", "reason", "code"),
        [
            # Everything is wrong at first, and less from row to row.
            (PROSPECT, "loose", NOW - DAY, None, "unknown-trigger"),
            (PROSPECT, "nurture", NOW - DAY, None, "out-of-order"),
            (PROSPECT, "lose", NOW - TICK, None, "out-of-order"),
            (PROSPECT, "nurture", NOW, None, "no-transition"),
            (PROSPECT, "reopen", NOW, None, "no-transition"),
            (PROSPECT, "lose", NOW, None, "guard"),
            (PROSPECT, "lose", NOW, "because", "guard"),
            (PROSPECT, "drop", NOW, None, "reason"),
            (PROSPECT, "drop", NOW, "", "reason"),
            (PROSPECT, "drop", NOW, "  ", "reason"),
            (PROSPECT, "drop", NOW, 5, "reason"),
        ],
        ids=str,
    )
    def test_the_first_thing_that_is_wrong_has_its_code(
        self, lead, trigger, at, reason, code
    ):
        """
        Codes come in their order: trigger, time, stage, rule, reason.
        """
        refusal = refused(SALES.advance, lead, trigger, at=at, reason=reason)

        assert code == refusal.code
        assert ("L-1", trigger, "prospect", at) == (
            refusal.lead_id,
            refusal.trigger,
            refusal.stage,
            refusal.at,
        )
        assert SALES.allowed(lead, as_of=at) == refusal.allowed

    @pytest.mark.parametrize("trigger", [None, 3, ["drop"], b"drop"], ids=repr)
    def test_what_is_no_text_is_no_trigger(self, trigger):
        """
        Whatever is given as a trigger is refused as an unknown one.
        """
        for ask in (SALES.decide, SALES.advance):
            at = {"at" if ask == SALES.advance else "as_of": NOW}
            refusal = refused(ask, PROSPECT, trigger, **at)

            assert "unknown-trigger" == refusal.code
            assert "there is no such move in 'sales'" in str(refusal)

    def test_decide_does_not_mind_a_missing_reason(self):
        """
        Asking whether an exit is open needs no reason yet.
        """
        decision = SALES.decide(PROSPECT, "drop", as_of=NOW)

        assert ("drop", "prospect", "lost", "exit") == attrs.astuple(decision)

    def test_a_forward_move_needs_no_reason(self):
        """
        A reason is recorded where it is given and missed nowhere else.
        """
        assert PROSPECT.moves[-1].reason is None
        assert (
            "hot"
            == SALES.advance(SARA, "qualify", at=NOW, reason="hot").moves[-1].reason
        )

    def test_every_unmet_part_of_every_candidate(self):
        """
        A guard's refusal lists all that isn't known true, with the values seen, once.
        """
        when = holds("MQL") & (
            (F.employees >= 50) & ~(conversed() | (F.title == "Head"))
        )
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c"],
            "a",
            [
                Transition("go", "a", "b", when=when),
                Transition("go", ["a"], "c", when=holds("MQL") & holds("SQL") & ALWAYS),
                Transition("go", "b", "c", when=holds("PQL")),
            ],
        )
        lead = host(
            {
                "id": "L-1",
                "stage": "a",
                "employees": 12,
                **dict.fromkeys(
                    (
                        "contacts",
                        "consents",
                        "touches",
                        "activities",
                        "moves",
                        "grants",
                    ),
                    (),
                ),
            }
        )
        refusal = refused(lifecycle.decide, lead, "go", as_of=NOW)

        assert [
            ("holds 'MQL'", False),
            ("employees >= 50", False),
            ("~(title == 'Head')", None),
            ("holds 'SQL'", False),
        ] == [(str(part.rule), part.answer) for part in refusal.unmet]
        assert "employees has to be at least 50 (it is 12)" in str(refusal)

    @given(lifecycles(), steps(), st.sampled_from(TRIGGERS))
    def test_unmet_is_empty_but_for_guards(self, lifecycle, happened, trigger):
        """
        Only a guard's refusal has unmet parts, and none of them is known true.
        """
        leads, at = lived(lifecycle, happened)
        for lead in leads:
            try:
                lifecycle.decide(lead, trigger, as_of=at)
            except MoveRefused as refusal:
                answers = {part.rule.test(lead, as_of=at) for part in refusal.unmet}

                assert (refusal.code == "guard") == bool(refusal.unmet)
                assert True not in answers

    @pytest.mark.parametrize("ask", ["decide", "advance", "allowed", "due", "replay"])
    def test_wants_a_lead(self, ask):
        """
        Something else than a lead is refused, and isn't shown.
        """
        options = {
            "decide": {"trigger": "drop", "as_of": NOW},
            "advance": {"trigger": "drop", "at": NOW},
            "replay": {"moves": []},
        }.get(ask, {"as_of": NOW})

        with pytest.raises(LeadError, match="got a str, expected a Lead"):
            getattr(SALES, ask)("sara@example.com", **options)

    @pytest.mark.parametrize("ask", ["decide", "advance", "allowed", "due"])
    def test_wants_an_aware_instant(self, ask):
        """
        An instant without a zone is refused, under the name of its argument.
        """
        name = "at" if ask == "advance" else "as_of"
        options = {"trigger": "drop"} if ask in {"decide", "advance"} else {}

        with pytest.raises(InstantError) as caught:
            getattr(SALES, ask)(PROSPECT, **options, **{name: NOW.replace(tzinfo=None)})

        assert name == caught.value.subject


class TestPrevious:
    def test_goes_where_the_lead_came_from(self):
        """
        A lead returns to the stage it left on entering the one it is in.
        """
        lost = SALES.advance(PROSPECT, "drop", at=NOW, reason="x")

        assert "prospect" == SALES.decide(lost, "reopen", as_of=NOW).target
        assert "prospect" == SALES.advance(lost, "reopen", at=NOW, reason="x").stage

    def test_goes_nowhere_without_a_history(self):
        """
        A lead that was loaded in its stage came from nowhere.
        """
        loaded = newcomer(stage="lost")

        assert (
            "no-transition" == refused(SALES.decide, loaded, "reopen", as_of=NOW).code
        )
        assert () == SALES.allowed(loaded, as_of=NOW)

    def test_the_past_may_be_older_than_the_definition(self):
        """
        A lead that came by a way that isn't declared any more can still go back, but
        not to a stage that there is no more.
        """
        imported = newcomer(
            moves=[Move(trigger="import", source="customer", target="lost", at=NOW)]
        )
        abolished = newcomer(
            moves=[Move(trigger="import", source="suspect", target="lost", at=NOW)]
        )

        assert "customer" == SALES.decide(imported, "reopen", as_of=NOW).target
        assert (
            "no-transition"
            == refused(SALES.decide, abolished, "reopen", as_of=NOW).code
        )

    def test_may_lead_back_and_forth(self):
        """
        A way back can itself be gone back.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [Transition("go", "a", "b"), Transition("undo", ["a", "b"], PREVIOUS)],
        )
        lead = newcomer(stage="a")
        for day, (trigger, stage) in enumerate(
            [("go", "b"), ("undo", "a"), ("undo", "b"), ("undo", "a")]
        ):
            lead = lifecycle.advance(lead, trigger, at=NOW + day * DAY)

            assert stage == lead.stage

    def test_a_later_transition_takes_over_where_there_is_no_way_back(self):
        """
        If the lead came from nowhere, the next transition of the trigger is asked.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [Transition("undo", "b", PREVIOUS), Transition("undo", "b", "a")],
        )

        assert "a" == lifecycle.decide(newcomer(stage="b"), "undo", as_of=NOW).target

    def test_its_guard_is_asked(self):
        """
        A way back with a rule that isn't known true is refused by that rule.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [
                Transition("go", "a", "b"),
                Transition("undo", "b", PREVIOUS, when=UNKNOWN),
            ],
        )
        lead = lifecycle.advance(newcomer(stage="a"), "go", at=NOW)
        refusal = refused(lifecycle.decide, lead, "undo", as_of=NOW)

        assert ("guard", ["unknown"]) == (
            refusal.code,
            [str(part.rule) for part in refusal.unmet],
        )


class TestDue:
    def test_is_advanced_at_its_deadline(self):
        """
        However late somebody asks, the move is made at its deadline.
        """
        deadline = NOW + 90 * DAY

        assert () == SALES.due(PROSPECT, as_of=deadline - TICK)
        for late in (deadline, deadline + 500 * DAY):
            (due,) = SALES.due(PROSPECT, as_of=late)
            expired = SALES.advance(PROSPECT, due.trigger, at=due.deadline)

            assert Due(deadline, "expire") == due
            assert ("lost", deadline) == (expired.stage, expired.moves[-1].at)
            assert () == SALES.due(expired, as_of=late)

    def test_counts_from_the_creation_too(self):
        """
        Coming into being enters the first stage; without a date nothing is due.
        """
        lifecycle = Lifecycle(
            "l", ["a", "b"], "a", [Transition("expire", "a", "b", after=DAY)]
        )
        lead = newcomer(stage="a")

        assert lead.created_at + DAY == lifecycle.due(lead, as_of=NOW)[0].deadline
        assert () == lifecycle.due(attrs.evolve(lead, created_at=None), as_of=NOW)
        assert () == lifecycle.due(lead, as_of=lead.created_at - DAY)

    def test_the_earliest_comes_first(self):
        """
        Of several, the one with the earliest deadline is to be advanced first.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [
                Transition("later", "a", "b", after=2 * DAY),
                Transition("sooner", "a", "b", after=DAY),
                Transition("never", "a", "b", after=timedelta.max),
                Transition("elsewhere", "b", "a", after=DAY),
                Transition("untimed", "a", "b"),
            ],
        )

        assert ["sooner", "later"] == [
            due.trigger for due in lifecycle.due(newcomer(stage="a"), as_of=NOW)
        ]

    def test_its_guard_is_asked_at_the_deadline(self):
        """
        A timed move that couldn't be made when its time came isn't due.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [Transition("expire", "a", "b", when=holds("MQL"), after=DAY)],
        )
        lead = newcomer(stage="a")
        late = lead.grant("MQL", at=NOW, by="Reza")
        early = lead.grant("MQL", at=lead.created_at, by="Reza")

        assert () == lifecycle.due(late, as_of=NOW)
        assert 1 == len(lifecycle.due(early, as_of=NOW))

    def test_another_move_of_its_trigger_is_not_due(self):
        """
        Where an untimed transition of the trigger would be made, nothing is due.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c"],
            "a",
            [
                Transition("end", "a", "b", when=YES),
                Transition("end", "a", "c", after=DAY),
            ],
        )

        assert () == lifecycle.due(newcomer(stage="a"), as_of=NOW)
        assert () == lifecycle.due(newcomer(stage="b"), as_of=NOW)

    def test_before_the_last_move_nothing_is_due(self):
        """
        A question about the past finds nothing to be done in it.
        """
        assert () == SALES.due(PROSPECT, as_of=NOW - DAY)


class TestAutomatic:
    @given(lifecycles(), steps(), st.integers(-3, 6))
    def test_is_what_may_be_made_and_makes_itself(self, lifecycle, happened, days):
        """
        Automatic moves are those that would be the ones made now, in the order
        declared.
        """
        leads, at = lived(lifecycle, happened)
        at += days * DAY
        for lead in leads:
            early = bool(lead.moves) and at < lead.moves[-1].at

            assert [
                Due(at, one.trigger)
                for one in lifecycle.transitions
                if one.automatic
                and lead.stage in one.sources
                and not early
                and chosen(lifecycle, lead, one, at)
            ] == list(lifecycle.automatic(lead, as_of=at))

    def test_says_what_to_advance_and_why(self):
        """
        Its deadline is the instant of the question, its reason the rule that holds.
        """
        lifecycle = Lifecycle(
            "l",
            ["lead", "won", "lost"],
            "lead",
            [
                Transition("win", "lead", "won", holds("MQL"), automatic=True),
                Transition("lose", "lead", "lost", kind="exit"),
            ],
        )
        held = newcomer().grant("MQL", at=NOW, by="Reza")
        (due,) = lifecycle.automatic(held, as_of=NOW + DAY)

        assert (NOW + DAY, "win", "holds 'MQL'") == attrs.astuple(due)
        assert () == lifecycle.automatic(held, as_of=NOW - TICK)

    def test_anybody_may_ask_for_it(self):
        """
        A move that makes itself can be asked for like any other.
        """
        lifecycle = lifecycle_of(attrs.evolve(GO, automatic=True))

        assert ("go",) == lifecycle.allowed(newcomer(), as_of=NOW)
        assert "nurtured" == lifecycle.advance(newcomer(), "go", at=NOW).stage


# The standard lifecycle --------------------------------------------------------------

STANDARD = standard.lifecycle()


def talked(lead, at):
    """
    A lead with whom somebody talked.
    """
    return lead.record(
        Activity(id=f"talk {len(lead.activities)}", type="call_held", at=at)
    )


@st.composite
def lives(draw):
    """
    A reachable lead through the standard lifecycle: all it was, oldest first.
    """
    at = NOW - 20 * DAY
    lead = newcomer(
        contacts=[ContactPoint("email", "sara@example.com")],
        consents=[Consent(purpose="marketing", medium="email", granted=True, at=at)],
    ).grant("SQL", at=at, by="Reza")
    leads = [lead]
    for number in range(draw(st.integers(0, 12))):
        at += draw(st.integers(0, 2)) * DAY
        what = draw(st.sampled_from(["talk", "buy", *STANDARD.triggers]))
        open_ = STANDARD.allowed(lead, as_of=at)
        if what == "talk":
            lead = talked(lead, at)
        elif what == "buy":
            lead = lead.record(Activity(id=f"b{number}", type="purchased", at=at))
        elif open_:
            trigger = what if what in open_ else draw(st.sampled_from(open_))
            lead = STANDARD.advance(lead, trigger, at=at, reason="tested")
        leads.append(lead)
    return leads, at


class TestWaysBack:
    @given(lives(), st.sampled_from(["disqualify", "lose"]))
    def test_reopening_undoes_an_exit(self, life, trigger):
        """
        A lead that was disqualified or lost, and then reopened, is where it was.
        """
        leads, at = life
        for lead in leads:
            if trigger in STANDARD.allowed(lead, as_of=at):
                gone = STANDARD.advance(lead, trigger, at=at, reason="tested")
                back = STANDARD.advance(gone, "reopen", at=at, reason="tested")

                assert lead.stage == back.stage
                assert [trigger, "reopen"] == [m.trigger for m in back.moves[-2:]]

    @given(lives())
    def test_history_only_grows(self, life):
        """
        Every move adds one to the history and keeps what is there.
        """
        for before, after in itertools.pairwise(life[0]):
            grown = len(after.moves) - len(before.moves)

            assert before.moves == after.moves[: len(before.moves)]
            assert grown == (after.activities == before.activities and before != after)

    @given(lives())
    def test_recycling_is_counted(self, life):
        """
        The timeline counts how often a lead was recycled, and each time it was nurtured
        again.
        """
        leads, at = life
        told = STANDARD.timeline(leads[-1], as_of=at)
        again = [m for m in leads[-1].moves if m.trigger == "recycle"]

        assert len(again) == told.moved["recycle"]
        assert told["nurtured"].visits == sum(
            move.target == "nurtured" for move in leads[-1].moves
        )
        assert {"back"} >= {move.kind for move in again}

    @given(lives())
    def test_winning_back_takes_a_talk_since_it_churned(self, life):
        """
        A churned customer can be won back if and only if it talked with us since.
        """
        leads, at = life
        for lead in leads:
            if lead.stage == "churned":
                talks = [a.at for a in lead.activities if a.type == "call_held"]
                since = [at for at in talks if at > lead.moves[-1].at]

                assert bool(since) == ("win_back" in STANDARD.allowed(lead, as_of=at))

    def test_winning_back(self):
        """
        A talk before it churned, or in that instant, doesn't win a customer back.
        """
        churned = newcomer(
            moves=[Move(trigger="churn", source="customer", target="churned", at=NOW)]
        )
        for days, is_won in ((-1, False), (0, False), (1, True)):
            lead = talked(churned, NOW + days * DAY)

            assert is_won == ("win_back" in STANDARD.allowed(lead, as_of=NOW + 2 * DAY))


class Deal(StrEnum):
    """
    A host's own funnel.
    """

    NEW = "new"
    DEMO = "demo"
    OFFER = "offer"
    WON = "won"


class TestOwnFunnel:
    DEALS = Lifecycle(
        "deals",
        Deal,
        Deal.NEW,
        [
            Transition("show", Deal.NEW, Deal.DEMO),
            Transition("offer", [Deal.NEW, Deal.DEMO], Deal.OFFER),
            Transition("win", [Deal.NEW, Deal.DEMO, Deal.OFFER], Deal.WON),
            Transition("again", [Deal.OFFER, Deal.WON], Deal.NEW, kind="back"),
        ],
        deadlines={Deal.DEMO: 2 * DAY},
    )
    RENEWALS = Lifecycle(
        "renewals",
        ["new", "won", "gone"],
        "new",
        [
            Transition("win", "new", "won"),
            Transition("leave", ["new", "won"], "gone", kind="exit"),
        ],
    )

    @pytest.mark.parametrize(
        ("triggers", "stage", "visits"),
        [
            (["show", "offer", "win"], Deal.WON, [1, 1, 1, 1]),
            (["offer", "win"], Deal.WON, [1, 0, 1, 1]),
            (["win"], Deal.WON, [1, 0, 0, 1]),
            (["show", "win", "again", "show"], Deal.DEMO, [2, 2, 0, 1]),
        ],
        ids=str,
    )
    def test_may_skip_stages_and_begin_again(self, triggers, stage, visits):
        """
        A funnel of a host's own stages allows what it declares; a stage that was
        skipped was never visited.
        """
        lead = newcomer(stage=Deal.NEW)
        for number, trigger in enumerate(triggers):
            lead = self.DEALS.advance(
                lead, trigger, at=NOW + number * DAY, reason="tested"
            )
        told = self.DEALS.timeline(lead, as_of=NOW + 9 * DAY)

        assert stage == lead.stage
        assert visits == [told[one].visits for one in Deal]
        assert lead == self.DEALS.replay(newcomer(stage=Deal.NEW), lead.moves)

    def test_its_times_are_by_its_stages(self):
        """
        Members and their codes name the same stages in times and timelines.
        """
        lead = self.DEALS.advance(newcomer(stage="new"), "show", at=NOW)

        assert self.DEALS.deadlines == {"demo": 2 * DAY}
        assert DAY == self.DEALS.overdue(lead, as_of=NOW + 3 * DAY).by

    @given(
        st.lists(st.tuples(st.booleans(), st.sampled_from(["win", "again", "leave"])))
    )
    def test_two_funnels_do_not_disturb_one_another(self, asked):
        """
        Whatever one does with its lead, that of the other goes its way, though stages
        and triggers are called the same.
        """
        mixed = {True: newcomer(stage="new"), False: newcomer(stage="new")}
        alone = dict(mixed)
        funnels = {True: self.DEALS, False: self.RENEWALS}
        for first, trigger in asked:
            mixed[first] = tried(funnels[first], mixed[first], trigger)
        for one, funnel in funnels.items():
            for first, trigger in asked:
                if first is one:
                    alone[one] = tried(funnel, alone[one], trigger)

        assert alone == mixed
        for one, funnel in funnels.items():
            assert {move.target for move in mixed[one].moves} <= set(funnel.stages)


def tried(lifecycle, lead, trigger):
    """
    A lead after a move, if it may be made.
    """
    try:
        return lifecycle.advance(lead, trigger, at=NOW, reason="tested")
    except MoveRefused:
        return lead


class TestReplay:
    @given(lifecycles(), steps(), st.randoms(use_true_random=False))
    def test_makes_recorded_moves_again(self, lifecycle, happened, random):
        """
        The moves of a lead, in any order, take its beginning to where it is; what was
        granted or done since doesn't matter.
        """
        leads, _ = lived(lifecycle, happened)
        moves = random.sample(leads[-1].moves, len(leads[-1].moves))
        replayed = lifecycle.replay(leads[0], moves)

        assert (leads[-1].moves, leads[-1].stage) == (replayed.moves, replayed.stage)
        assert len(moves) == replayed.revision

    def test_does_not_ask_guards(self):
        """
        History is facts: what was allowed then needn't be allowed now.
        """
        nobody = attrs.evolve(SARA, traits={})

        assert refused(SALES.decide, nobody, "qualify", as_of=NOW).code == "guard"
        assert "prospect" == SALES.replay(nobody, PROSPECT.moves).stage

    def test_nothing_is_replayed_to_the_same_lead(self):
        """
        Without moves, the lead stays itself.
        """
        assert SALES.replay(SARA, []) is SARA

    LOST = SALES.advance(PROSPECT, "drop", at=NOW + DAY, reason="x")
    OPEN = SALES.advance(LOST, "reopen", at=NOW + 2 * DAY, reason="x")

    @pytest.mark.parametrize(
        ("tamper", "code"),
        [
            (
                lambda first, *_: [attrs.evolve(first, trigger="qualfy")],
                "unknown-trigger",
            ),
            (
                lambda first, *_: [attrs.evolve(first, target="customer")],
                "no-transition",
            ),
            (
                lambda first, *_: [attrs.evolve(first, source="nurtured")],
                "no-transition",
            ),
            (lambda first, *_: [attrs.evolve(first, trigger="drop")], "no-transition"),
            (lambda first, second, third: [first, third], "no-transition"),
            (lambda first, second, third: [second, third], "no-transition"),
            (
                lambda first, second, third: [
                    first,
                    second,
                    attrs.evolve(third, target="nurtured"),
                ],
                "no-transition",
            ),
            (
                lambda first, second, third: [
                    first,
                    second,
                    attrs.evolve(third, at=second.at, number=second.number),
                ],
                "out-of-order",
            ),
        ],
        ids=range(8),
    )
    def test_refuses_histories_that_cannot_be(self, tamper, code):
        """
        A gap, an edge that isn't declared, an order that can't be: nothing is applied.
        """
        refusal = refused(SALES.replay, SARA, tamper(*self.OPEN.moves))

        assert code == refusal.code

    def test_the_same_moves_twice_are_out_of_order(self):
        """
        What was replayed already lies before the last move.
        """
        assert "out-of-order" == refused(SALES.replay, self.OPEN, self.OPEN.moves).code

    @pytest.mark.parametrize("places", [[2], [0, 2], [2, 0], [1, 0, 2], []], ids=str)
    def test_wants_moves(self, places):
        """
        Something among them that is no move is refused wherever it stands, and isn't
        shown.
        """
        moves = [PROSPECT.moves[0], self.LOST.moves[1], "sara@example.com"]
        given_ = [moves[place] for place in places] or [None]

        with pytest.raises(LeadError) as caught:
            SALES.replay(SARA, given_)

        assert ("a move to replay", "a Move") == (
            caught.value.subject,
            caught.value.expected,
        )
        assert "example.com" not in str(caught.value)

    @pytest.mark.parametrize(
        ("given_", "came"),
        [(None, "a missing value"), (PROSPECT.moves[0], "a Move")],
    )
    def test_moves_are_an_iterable(self, given_, came):
        """
        Something else than moves, or a single one, is described.
        """
        with pytest.raises(LeadError) as caught:
            SALES.replay(SARA, given_)

        assert ("replay() of lifecycle 'sales'", came) == (
            caught.value.subject,
            caught.value.came,
        )

    def test_goes_on_where_a_lead_is(self):
        """
        A part of the history follows the part before it.
        """
        assert self.OPEN == SALES.replay(PROSPECT, self.OPEN.moves[1:])


class TestProblems:
    def test_finds_nothing_wrong_with_a_circle(self):
        """
        A lifecycle that goes round has no problems.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [Transition("go", "a", "b"), Transition("back", "b", "a")],
        )

        assert () == lifecycle.problems()

    def test_lists_stages_without_a_way_in_or_out(self):
        """
        A stage that nothing reaches and one that nothing leaves are told apart.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c", "d"],
            "a",
            [
                Transition("go", ["a", "c"], "b"),
                Transition("stay", ["b", "d"], "b"),
            ],
        )

        go, stay = map(str, lifecycle.transitions)

        assert (
            Problem("unreachable", "c", details="so never 'go' from 'c' to 'b'"),
            Problem("unreachable", "d", details="so never 'stay' from 'd' to 'b'"),
            Problem("no-way-out", "b", details=f"there by {go}; {stay}"),
        ) == lifecycle.problems()
        assert [
            (
                "stage 'c' is unreachable: no path of moves leads to it "
                "(so never 'go' from 'c' to 'b')"
            ),
            (
                "stage 'd' is unreachable: no path of moves leads to it "
                "(so never 'stay' from 'd' to 'b')"
            ),
            (
                "stage 'b' has no way out: no move starts from it "
                "(there by 'go' from 'a' or 'c' to 'b'; 'stay' from 'b' or 'd' to 'b')"
            ),
        ] == list(map(str, lifecycle.problems()))

    def test_names_a_few_transitions_of_many(self):
        """
        Where many moves lead to a stage without a way out, five are named.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b"],
            "a",
            [Transition(f"go_{number}", "a", "b") for number in range(7)],
        )
        (problem,) = lifecycle.problems()

        assert problem.details.startswith("there by 'go_0' from 'a' to 'b'; 'go_1'")
        assert problem.details.endswith("'go_4' from 'a' to 'b'; 2 more")

    def test_a_way_back_leads_nowhere_new(self):
        """
        A stage that only a way back seems to reach is never entered.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c"],
            "a",
            [
                Transition("up", "b", "c"),
                Transition("late", "a", "c"),
                Transition("undo", "c", PREVIOUS),
            ],
        )

        assert [("unreachable", "b")] == [
            (problem.kind, problem.stage) for problem in lifecycle.problems()
        ]

    def test_a_way_back_is_a_way_out(self):
        """
        `PREVIOUS` leads out of a stage that can be entered, and of no other.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c"],
            "a",
            [Transition("go", "a", "b"), Transition("undo", ["b", "c"], PREVIOUS)],
        )

        assert [("unreachable", "c"), ("no-way-out", "c")] == [
            (problem.kind, problem.stage) for problem in lifecycle.problems()
        ]

    @given(lifecycles(), steps())
    def test_no_lead_gets_where_nothing_leads(self, lifecycle, happened):
        """
        A stage called unreachable is never entered, one without a way out never left.
        """
        cut_off = {p.stage for p in lifecycle.problems() if p.kind == "unreachable"}
        dead_ends = {p.stage for p in lifecycle.problems() if p.kind == "no-way-out"}
        for lead in lived(lifecycle, happened)[0]:
            for move in lead.moves:
                assert move.target not in cut_off
                assert move.source == move.target or move.source not in dead_ends


# Definitions -------------------------------------------------------------------------


def lifecycle_of(
    *transitions, stages=("lead", "nurtured", "lost"), initial="lead", **times
):
    """
    A lifecycle with these transitions.
    """
    return Lifecycle("l", stages, initial, transitions, **times)


GO = Transition("go", "lead", "nurtured")
FIRST = "comes first and is made whenever this could be."
WRONG = {
    "an unknown source": (
        lambda: lifecycle_of(Transition("go", ["lead", "nurturd"], "lost")),
        "a source of 'go' in lifecycle 'l'",
        "the unknown stage 'nurturd'",
        "Did you mean 'nurtured'?",
    ),
    "an unknown target": (
        lambda: lifecycle_of(Transition("go", "lead", "lots")),
        "target of 'go' in lifecycle 'l'",
        "the unknown stage 'lots'",
        "Did you mean 'lost'?",
    ),
    "an unknown initial": (
        lambda: lifecycle_of(initial="begin"),
        "initial in lifecycle 'l'",
        "the unknown stage 'begin'",
        "",
    ),
    "no stages": (
        lambda: lifecycle_of(stages=[]),
        "stages of lifecycle 'l'",
        "no stages",
        "",
    ),
    "a stage twice": (
        lambda: lifecycle_of(stages=["lead", "lost", "lead"]),
        "stages of lifecycle 'l'",
        "a stage twice",
        "",
    ),
    "one stage": (lambda: lifecycle_of(stages="lead"), "stages", "a str", ""),
    "stages without an order": (
        lambda: lifecycle_of(stages={"lead", "nurtured", "lost"}),
        "stages",
        "a set",
        "Their order is kept, and a set has none.",
    ),
    "stages that are a number": (
        lambda: lifecycle_of(stages=3),
        "stages",
        "an int",
        "",
    ),
    "a wildcard": (lambda: lifecycle_of(stages=["lead", "*"]), "a stage", "'*'", ""),
    "a padded stage": (
        lambda: lifecycle_of(stages=["lead "]),
        "a stage",
        "a text that is padded or has control characters",
        "",
    ),
    "a stage with a line break": (
        lambda: lifecycle_of(stages=["le\nad"]),
        "a stage",
        "a text that is padded or has control characters",
        "",
    ),
    "a name that is none": (
        lambda: Lifecycle(None, ["a"], "a", []),
        "name of a lifecycle",
        "a missing value",
        "",
    ),
    "a blank name": (
        lambda: Lifecycle(" ", ["a"], "a", []),
        "name of a lifecycle",
        "a blank text",
        "",
    ),
    "one transition": (
        lambda: Lifecycle("l", ["lead", "nurtured"], "lead", GO),
        "transitions",
        "a Transition",
        "",
    ),
    "a tuple as transition": (
        lambda: lifecycle_of(("go", "lead", "lost")),
        "transitions",
        "a tuple",
        "",
    ),
    "the same twice": (
        lambda: lifecycle_of(GO, GO),
        "lifecycle 'l'",
        (
            "the transition 'go' from 'lead' to 'nurtured', which can never be made "
            "from 'lead'"
        ),
        f"'go' from 'lead' to 'nurtured' {FIRST}",
    ),
    "behind an open door": (
        lambda: lifecycle_of(
            GO, Transition("go", ["nurtured", "lead"], "lost", when=YES)
        ),
        "lifecycle 'l'",
        (
            "the transition 'go' from 'nurtured' or 'lead' to 'lost', which can never "
            "be made from 'lead'"
        ),
        f"'go' from 'lead' to 'nurtured' {FIRST}",
    ),
    "behind a door that is always open": (
        lambda: lifecycle_of(
            Transition("go", "lead", "lost", when=ALWAYS),
            Transition("go", "lead", "nurtured", when=YES),
        ),
        "lifecycle 'l'",
        (
            "the transition 'go' from 'lead' to 'nurtured', which can never be made "
            "from 'lead'"
        ),
        f"'go' from 'lead' to 'lost' {FIRST}",
    ),
    "behind the same rule": (
        lambda: lifecycle_of(
            Transition("go", "lead", "lost", when=YES),
            Transition("go", "lead", PREVIOUS, when=YES),
        ),
        "lifecycle 'l'",
        (
            "the transition 'go' from 'lead' to where it was before, which can "
            "never be made from 'lead'"
        ),
        f"'go' from 'lead' to 'lost' {FIRST}",
    ),
    "a second way back": (
        lambda: lifecycle_of(
            Transition("go", "lead", PREVIOUS), Transition("go", "lead", PREVIOUS)
        ),
        "lifecycle 'l'",
        (
            "the transition 'go' from 'lead' to where it was before, which can "
            "never be made from 'lead'"
        ),
        f"'go' from 'lead' to where it was before {FIRST}",
    ),
    "a blank trigger": (
        lambda: Transition("", "lead", "lost"),
        "trigger of a Transition",
        "a blank text",
        "",
    ),
    "a padded trigger": (
        lambda: Transition("go ", "lead", "lost"),
        "trigger of a Transition",
        "a text that is padded or has control characters",
        "",
    ),
    "no source": (
        lambda: Transition("go", [], "lost"),
        "sources of a Transition",
        "no stage",
        "",
    ),
    "nothing as source": (
        lambda: Transition("go", None, "lost"),
        "sources of a Transition",
        "a missing value",
        "",
    ),
    "a number as source": (
        lambda: Transition("go", [3], "lost"),
        "a stage",
        "an int",
        "",
    ),
    "nothing as target": (
        lambda: Transition("go", "lead", None),
        "a stage",
        "a missing value",
        "",
    ),
    "the same stage by a wildcard": (
        lambda: Transition("go", "lead", "="),
        "a stage",
        "'='",
        "",
    ),
    "a wrong kind": (
        lambda: Transition("go", "lead", "lost", kind="exits"),
        "kind of transition 'go'",
        "'exits'",
        "Did you mean 'exit'?",
    ),
    "a number as kind": (
        lambda: Transition("go", "lead", "lost", kind=3),
        "kind of transition 'go'",
        "3",
        "",
    ),
    "a flag as rule": (
        lambda: Transition("go", "lead", "lost", when=True),
        "when of a Transition",
        "a bool",
        "Use ALWAYS or NEVER, or compare a field of fields(), not a plain value.",
    ),
    "after a number": (
        lambda: Transition("go", "lead", "lost", after=90),
        "after of transition 'go'",
        "an int",
        "Write timedelta(days=30).",
    ),
    "after nothing": (
        lambda: Transition("go", "lead", "lost", after=timedelta(0)),
        "after of transition 'go'",
        "the timedelta 0:00:00",
        "",
    ),
    "a wrong clock": (
        lambda: Transition("go", "lead", "lost", after=DAY, since="activty"),
        "since of transition 'go'",
        "'activty'",
        "Did you mean 'activity'?",
    ),
    "a clock without a time": (
        lambda: Transition("go", "lead", "lost", since="activity"),
        "since of transition 'go'",
        "'activity' without after",
        "Say how long with after=timedelta(...).",
    ),
    "a number as automatic": (
        lambda: Transition("go", "lead", "lost", automatic=1),
        "automatic of transition 'go'",
        "an int",
        "",
    ),
    "automatic after a time": (
        lambda: Transition("go", "lead", "lost", automatic=True, after=DAY),
        "automatic of transition 'go'",
        "True beside after",
        "A move with after is made by itself, when that has passed.",
    ),
    "a deadline of an unknown stage": (
        lambda: lifecycle_of(deadlines={"nurturd": DAY}),
        "a stage of deadlines in lifecycle 'l'",
        "the unknown stage 'nurturd'",
        "Did you mean 'nurtured'?",
    ),
    "an unknown stage that gets stale": (
        lambda: lifecycle_of(stale_after={"lots": DAY}),
        "a stage of stale_after in lifecycle 'l'",
        "the unknown stage 'lots'",
        "Did you mean 'lost'?",
    ),
    "a deadline at once": (
        lambda: lifecycle_of(deadlines={"lead": timedelta(0)}),
        "deadlines of stage 'lead'",
        "the timedelta 0:00:00",
        "",
    ),
    "a deadline that is a number": (
        lambda: lifecycle_of(deadlines={"lead": 2}),
        "deadlines of stage 'lead'",
        "an int",
        "Write timedelta(days=30).",
    ),
    "stale before": (
        lambda: lifecycle_of(stale_after={"lead": -DAY}),
        "stale_after of stage 'lead'",
        "the timedelta -1 day, 0:00:00",
        "",
    ),
    "a deadline for all stages": (
        lambda: lifecycle_of(deadlines=DAY),
        "the times of a lifecycle",
        "a timedelta",
        "",
    ),
    "deadlines as pairs": (
        lambda: lifecycle_of(stale_after=[("lead", DAY)]),
        "the times of a lifecycle",
        "a list",
        "",
    ),
    "a number as stage of a deadline": (
        lambda: lifecycle_of(deadlines={3: DAY}),
        "a stage",
        "an int",
        "",
    ),
}


class TestDefinition:
    @pytest.mark.parametrize(
        ("write", "subject", "came", "cure"), WRONG.values(), ids=WRONG
    )
    def test_misuse_fails_when_it_is_written(self, write, subject, came, cure):
        """
        A wrong lifecycle says what it is, what came, and what to do.
        """
        with pytest.raises(RuleError) as caught:
            write()

        assert (subject, came, cure) == (
            caught.value.subject,
            caught.value.came,
            caught.value.cure,
        )

    def test_what_may_be_made_sometimes_is_no_error(self):
        """
        A rule before an open door, another stage, another trigger, a way back before a
        way on: all of these have their chance.
        """
        lifecycle = lifecycle_of(
            Transition("go", "lead", "lost", when=NEVER),
            Transition("go", "lead", "lost", when=YES),
            Transition("go", "lead", "nurtured", when=NO),
            Transition("go", "lead", PREVIOUS, when=UNKNOWN),
            Transition("go", "lead", "lost", when=UNKNOWN),
            GO,
            Transition("go", "nurtured", "lost"),
            Transition("stop", "lead", "lost"),
        )

        assert ("go", "stop") == lifecycle.triggers
        assert "lost" == lifecycle.decide(newcomer(), "go", as_of=NOW).target

    def test_stages_may_be_enumerations_of_any_kind(self):
        """
        A `StrEnum`, an enumeration of texts and plain texts declare the same stages.
        """

        class Old(str, Enum):  # noqa: UP042  as in Django
            A = "first"
            B = "second"

        class New(StrEnum):
            A = "first"
            B = "second"

        plain = Lifecycle(
            "l", ["first", "second"], "first", [Transition("go", "first", "second")]
        )
        for stages in (Old, New):
            same = Lifecycle(
                "l", stages, stages.A, [Transition("go", [stages.A], stages.B)]
            )
            moved = same.advance(newcomer(stage=stages.A), "go", at=NOW)

            assert plain == same
            assert {str} == {type(stage) for stage in same.stages}
            assert ("second", str) == (moved.stage, type(moved.stage))

    @pytest.mark.parametrize(
        "stage",
        [
            "two words",
            "it's",
            'say "hi"',
            "مشتری",
            "a-b",
            "a.b",
            "initial",
            "1",
            "_",
            "{}",
        ],
    )
    def test_stages_may_have_odd_names(self, stage):
        """
        Any text that is no wildcard may name a stage, and a trigger too.
        """
        lifecycle = Lifecycle(
            "l", ["lead", stage], "lead", [Transition(stage, "lead", stage)]
        )

        assert stage == lifecycle.advance(newcomer(), stage, at=NOW).stage
        assert stage == engine(lifecycle, newcomer(), stage, NOW)

    def test_a_single_source_is_one(self):
        """
        One stage stands for a list of one; stages named twice are one.
        """
        assert Transition("go", "lead", "lost") == Transition(
            "go", ["lead", "lead"], "lost"
        )

    def test_sources_may_be_a_set(self):
        """
        A set of sources is sorted, so that the definition is one in every process.
        """
        names = ["lead", "lost", "nurtured", "prospect"]

        assert tuple(names) == Transition("go", set(names), "customer").sources

    def test_reads_as_what_it_does(self):
        """
        A transition's text names its trigger, sources and target.
        """
        assert "'go' from 'a' or 'b' to 'c'" == str(Transition("go", ["a", "b"], "c"))


class TestValue:
    def test_a_used_lifecycle_is_a_value_still(self):
        """
        After any number of questions it compares, hashes, copies and pickles by what
        was declared, and the copies work.
        """
        used = Lifecycle("sales", Stage, "lead", SALES.transitions)
        used.advance(SARA, "qualify", at=NOW)
        copies = [
            copy.deepcopy(used),
            pickle.loads(pickle.dumps(used)),
            copy.copy(used),
        ]

        assert [SALES] * 3 == copies
        assert 1 == len({SALES, used, *copies})
        assert {"prospect"} == {
            one.advance(SARA, "qualify", at=NOW).stage for one in copies
        }

    def test_every_part_makes_a_difference(self):
        """
        Lifecycles are equal only if all of their parts are.
        """
        one = lifecycle_of(GO)
        others = [
            attrs.evolve(one, name="m"),
            attrs.evolve(one, stages=["nurtured", "lead", "lost"]),
            attrs.evolve(one, initial="lost"),
            attrs.evolve(one, transitions=[]),
            attrs.evolve(one, transitions=[attrs.evolve(GO, kind="back")]),
            attrs.evolve(one, transitions=[attrs.evolve(GO, after=DAY)]),
            attrs.evolve(one, transitions=[attrs.evolve(GO, automatic=True)]),
            attrs.evolve(one, deadlines={"lead": DAY}),
            attrs.evolve(one, stale_after={"lead": DAY}),
        ]

        assert one == lifecycle_of(Transition("go", "lead", "nurtured"))
        assert one not in others

    def test_is_shared_by_threads(self):
        """
        Eight threads ask one new lifecycle at once, and each gets its own answers.
        """
        lifecycle = Lifecycle("sales", Stage, "lead", SALES.transitions)

        def live(number):
            lead = attrs.evolve(SARA, id=f"L-{number}")
            for day in range(50):
                lead = lifecycle.advance(
                    lead
                    if lead.stage == "prospect"
                    else attrs.evolve(SARA, id=lead.id),
                    "drop" if lead.stage == "prospect" else "qualify",
                    at=NOW + day * DAY,
                    reason="tested",
                )
            return lead.id, lead.stage, len(lead.moves)

        with ThreadPoolExecutor(8) as pool:
            lives = list(pool.map(live, range(64)))

        assert [(f"L-{number}", "lost", 2) for number in range(64)] == lives

    def test_the_engine_logs_nothing(self, caplog):
        """
        Whatever is asked, `transitions` writes nothing, and no personal data with it.
        """
        with caplog.at_level(logging.DEBUG):
            lost = SALES.advance(PROSPECT, "drop", at=NOW, reason="x")
            refused(SALES.advance, PROSPECT, "lose", at=NOW)
            SALES.allowed(lost, as_of=NOW)
            SALES.due(lost, as_of=NOW)
            SALES.replay(SARA, lost.moves)

        assert [] == caplog.records


class TestMermaid:
    def test_draws_every_move(self):
        """
        The picture begins at the initial stage and has an arrow for each move; a way
        back leads to wherever the stage is entered from.
        """
        lifecycle = Lifecycle(
            "l",
            ["lead", "nurtured", "lost"],
            "lead",
            [
                Transition("go", "lead", "nurtured"),
                Transition("lose", ["lead", "nurtured"], "lost", kind="exit"),
                Transition("reopen", "lost", PREVIOUS, kind="back"),
            ],
        )

        assert (
            "stateDiagram-v2\n"
            "    [*] --> lead\n"
            "    lead --> nurtured : go\n"
            "    lead --> lost : lose\n"
            "    nurtured --> lost : lose\n"
            "    lost --> lead : reopen\n"
            "    lost --> nurtured : reopen\n"
        ) == lifecycle.mermaid()

    def test_gives_odd_stages_an_id(self):
        """
        A name that Mermaid can't take, or takes for a word of its own or for our id,
        becomes a label.
        """
        stages = ["two words", "End", 'say "hi"', "مشتری", "stage_0", "fine"]
        lifecycle = Lifecycle(
            "l", stages, "two words", [Transition("a:b;c", "two words", "fine")]
        )

        assert (
            "stateDiagram-v2\n"
            '    state "two words" as stage_0\n'
            '    state "End" as stage_1\n'
            "    state \"say 'hi'\" as stage_2\n"
            '    state "مشتری" as stage_3\n'
            '    state "stage_0" as stage_4\n'
            "    [*] --> stage_0\n"
            "    stage_0 --> fine : a b c\n"
        ) == lifecycle.mermaid()

    @given(lifecycles(), steps())
    def test_has_every_way_that_a_lead_takes(self, lifecycle, happened):
        """
        Whatever move a lead makes, its arrow is in the picture.
        """
        picture = lifecycle.mermaid()
        ids = {stage: stage for stage in STAGES}
        ids |= re.findall(r'state "(.*)" as (.*)', picture)
        for move in lived(lifecycle, happened)[0][-1].moves:
            arrow = f"{ids[move.source]} --> {ids[move.target]} : {move.trigger}\n"

            assert arrow in picture
