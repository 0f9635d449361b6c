"""
Timelines: stays in stages that sum to the age, held against looking at every day.
"""

from __future__ import annotations

import copy
import json
import os
import pickle
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import DAY, STAGES, lifecycles, lived, newcomer, steps
from strategies import NOW, TICK

from leadkit import (
    InstantError,
    Lead,
    LeadError,
    Lifecycle,
    Move,
    Stage,
    StageClock,
    Timeline,
    Transition,
    Visit,
    standard,
)
from leadkit.history import stage_at

ZERO = timedelta(0)
BORN = NOW - 30 * DAY
SIMPLE = Lifecycle(
    "simple",
    ["lead", "nurtured", "prospect"],
    "lead",
    [
        Transition("nurture", "lead", "nurtured"),
        Transition("qualify", "nurtured", "prospect"),
        Transition("recycle", ["lead", "prospect"], "nurtured", kind="back"),
    ],
)


# Random journeys ---------------------------------------------------------------------


@st.composite
def journeys(draw):
    """
    Leads that moved on whole days around their creation, to any stage and often at
    once, and stay where they are now and then.
    """
    days = sorted(draw(st.lists(st.integers(-3, 20), max_size=6)))
    way = draw(st.lists(st.sampled_from(STAGES), min_size=7, max_size=7))
    moves = [
        Move(
            trigger=draw(st.sampled_from(["go", "recycle"])),
            source=source,
            target=target,
            at=BORN + day * DAY,
            number=number,
        )
        for number, (day, (source, target)) in enumerate(
            zip(days, pairwise(way), strict=False), start=1
        )
    ]
    return Lead(
        id="L-1",
        created_at=draw(st.sampled_from([BORN, BORN, BORN, BORN + 10 * DAY, None])),
        moves=moves,
        stage=way[len(moves)],
    )


def days():
    """
    Days before, within and after a journey.
    """
    return st.integers(-5, 25).map(lambda day: BORN + day * DAY)


def beginning(lead):
    """
    When a lead came into being: its creation, or its first move if that was before.
    """
    moved = [move.at for move in lead.moves[:1]]
    return min([lead.created_at, *moved])


def cut(lead, as_of):
    """
    A lead as it was.
    """
    moves = [move for move in lead.moves if move.at <= as_of]
    return attrs.evolve(lead, moves=moves, stage=stage_at(lead, as_of))


def asked(lead, as_of):
    """
    The timeline of a lead.
    """
    return SIMPLE.timeline(lead, as_of=as_of)


class TestTimeline:
    @given(journeys(), days())
    def test_days_are_where_the_lead_was(self, lead, as_of):
        """
        The time in each stage is the number of days on which the lead stood in it.
        """
        lead = attrs.evolve(lead, created_at=BORN)
        stood, day = Counter(), beginning(lead)
        while day < as_of:
            stood[stage_at(lead, day)] += 1
            day += DAY
        told = asked(lead, as_of)

        assert {stage: stood[stage] * DAY for stage in told} == {
            stage: clock.cumulative for stage, clock in told.items()
        }
        assert set(stood) <= set(told)

    @given(journeys(), days())
    def test_times_sum_to_the_age(self, lead, as_of):
        """
        Together, the stages have all the time since the lead came into being; neither
        is known if that isn't recorded, and before there is none.
        """
        told = asked(lead, as_of)
        times = [clock.cumulative for clock in told.values()]

        if lead.created_at is None:
            assert told.age is None
            assert None in times
        else:
            assert max(as_of - beginning(cut(lead, as_of)), ZERO) == told.age
            assert told.age == sum(times, ZERO)

    @given(journeys(), days())
    def test_visits_are_one_more_than_moves(self, lead, as_of):
        """
        Each move begins a visit and ends the one before; the last goes on.
        """
        told = asked(lead, as_of)
        made = [move for move in lead.moves if move.at <= as_of]
        begun = lead.created_at is None or made or lead.created_at <= as_of

        assert (len(made) + 1 if begun else 0) == len(told.visits)
        assert len(told.visits) == sum(clock.visits for clock in told.values())
        for move, (before, after) in zip(made, pairwise(told.visits), strict=True):
            assert (move.source, move.target) == (before.stage, after.stage)
            assert {move.at} == {before.left, after.entered}
        for visit in told.visits[-1:]:
            assert (stage_at(lead, as_of), None) == (visit.stage, visit.left)

    @given(journeys(), days())
    def test_clocks_sum_up_the_visits(self, lead, as_of):
        """
        A stage's clock has the first and last visit, and all of them together.
        """
        told = asked(lead, as_of)
        for stage, clock in told.items():
            visits = [visit for visit in told.visits if visit.stage == stage]
            times = [visit.length(as_of) for visit in visits]
            left = [visit.left for visit in visits if visit.left is not None]

            assert len(visits) == clock.visits
            assert (max(left) if left else None) == clock.last_left
            if visits:
                assert visits[0].entered == clock.first_entered
                assert visits[-1].entered == clock.last_entered
                assert times[-1] == clock.latest
            else:
                assert StageClock() == clock
            if None in times:
                assert clock.cumulative is None
            else:
                assert sum(times, ZERO) == clock.cumulative

    @given(journeys(), days())
    def test_the_past_is_asked_as_it_was(self, lead, as_of):
        """
        A question about the past is answered as if nothing had happened since.
        """
        assert asked(cut(lead, as_of), as_of) == asked(lead, as_of)

    @given(journeys(), days())
    def test_counts_moves(self, lead, as_of):
        """
        Each trigger is counted, those of the lifecycle even if it never was used.
        """
        made = Counter(move.trigger for move in lead.moves if move.at <= as_of)
        told = asked(lead, as_of)

        assert {*SIMPLE.triggers, *made} == set(told.moved)
        assert {**dict.fromkeys(SIMPLE.triggers, 0), **made} == told.moved

    @given(lifecycles(), steps(), st.integers(0, 5))
    def test_follows_a_lead_through_its_lifecycle(self, lifecycle, happened, later):
        """
        A lead that went through a lifecycle has a visit for each move, and no trigger
        or stage but the lifecycle's.
        """
        leads, at = lived(lifecycle, happened)
        for lead in leads:
            told = lifecycle.timeline(lead, as_of=at + later * DAY)

            assert list(lifecycle.stages) == list(told)
            assert list(lifecycle.triggers) == list(told.moved)
            assert len(lead.moves) == sum(told.moved.values())
            assert at + later * DAY - lead.created_at == told.age


# Examples ----------------------------------------------------------------------------


def moved(*way, **values):
    """
    A lead that was created 30 days ago and then made these moves.
    """
    moves = [
        Move(trigger=trigger, source=source, target=target, at=BORN + day * DAY)
        for day, trigger, source, target in way
    ]
    return newcomer(moves=moves, **values)


RECYCLED = moved(
    (2, "nurture", "lead", "nurtured"),
    (5, "qualify", "nurtured", "prospect"),
    (9, "recycle", "prospect", "nurtured"),
    (14, "qualify", "nurtured", "prospect"),
)


class TestStageClock:
    def test_entering_again_adds_up(self):
        """
        A lead that comes back to a stage has its latest visit and all of them.
        """
        assert (
            StageClock(
                first_entered=BORN + 2 * DAY,
                last_entered=BORN + 9 * DAY,
                last_left=BORN + 14 * DAY,
                visits=2,
                latest=5 * DAY,
                cumulative=8 * DAY,
            )
            == asked(RECYCLED, NOW)["nurtured"]
        )

    def test_the_last_visit_goes_on(self):
        """
        Where the lead is, its time runs, though it was left before.
        """
        assert (
            StageClock(
                first_entered=BORN + 5 * DAY,
                last_entered=BORN + 14 * DAY,
                last_left=BORN + 9 * DAY,
                visits=2,
                latest=16 * DAY,
                cumulative=20 * DAY,
            )
            == asked(RECYCLED, NOW)["prospect"]
        )

    def test_a_stage_never_entered_has_no_time(self):
        """
        Of a stage that the lead never was in, the time is zero and the rest unknown.
        """
        assert StageClock() == asked(newcomer(), NOW)["prospect"]
        assert (None, None, None, 0, None, ZERO) == attrs.astuple(StageClock())

    def test_a_move_to_the_same_stage_is_a_visit(self):
        """
        Entering a stage from itself ends one visit and begins another.
        """
        lead = moved((3, "again", "lead", "lead"))
        clock = asked(lead, NOW)["lead"]

        assert (2, 27 * DAY, 30 * DAY) == (clock.visits, clock.latest, clock.cumulative)
        assert (BORN, BORN + 3 * DAY, BORN + 3 * DAY) == (
            clock.first_entered,
            clock.last_entered,
            clock.last_left,
        )

    def test_moves_of_one_instant_take_no_time(self):
        """
        A stage that is left in the instant it is entered was visited for no time.
        """
        lead = moved(
            (2, "nurture", "lead", "nurtured"), (2, "qualify", "nurtured", "prospect")
        )

        assert (1, ZERO, ZERO) == attrs.astuple(asked(lead, NOW)["nurtured"])[3:]
        assert 28 * DAY == asked(lead, NOW)["prospect"].cumulative


class TestUnknown:
    def test_without_a_creation_the_first_visit_has_no_beginning(self):
        """
        What is only known from its moves has no age, and no time in its first stage.
        """
        told = asked(attrs.evolve(RECYCLED, created_at=None), NOW)

        assert told.age is None
        assert Visit("lead", None, BORN + 2 * DAY) == told.visits[0]
        assert (None, None, BORN + 2 * DAY, 1, None, None) == attrs.astuple(
            told["lead"]
        )
        assert asked(RECYCLED, NOW)["nurtured"] == told["nurtured"]

    def test_coming_back_to_a_stage_of_unknown_beginning(self):
        """
        The latest visit is known, and all of them together are not.
        """
        way = (2, "nurture", "lead", "nurtured"), (5, "back", "nurtured", "lead")
        lead = attrs.evolve(moved(*way), created_at=None)

        assert (None, BORN + 5 * DAY, BORN + 2 * DAY, 2, 25 * DAY, None) == (
            attrs.astuple(asked(lead, NOW)["lead"])
        )

    def test_before_it_was_created_there_is_nothing(self):
        """
        A lead that isn't there yet has an age of zero, and was nowhere.
        """
        told = asked(newcomer(), BORN - TICK)

        assert (ZERO, (), None) == (told.age, told.visits, told.resume_at)
        assert {StageClock()} == set(told.values())
        assert 1 == len(asked(newcomer(), BORN).visits)

    def test_created_after_its_first_move(self):
        """
        A lead that moved before it was created was there when it moved.
        """
        lead = attrs.evolve(RECYCLED, created_at=BORN + 4 * DAY)
        told = asked(lead, NOW)

        assert 28 * DAY == told.age
        assert Visit("lead", BORN + 2 * DAY, BORN + 2 * DAY) == told.visits[0]
        assert told.age == sum((clock.cumulative for clock in told.values()), ZERO)

    def test_stages_that_the_lifecycle_does_not_know(self):
        """
        Where a lead was before, though there is no such stage now, is told at the end.
        """
        lead = moved((2, "import", "suspect", "lead"))
        told = asked(lead, NOW)

        assert [*SIMPLE.stages, "suspect"] == list(told)
        assert 2 * DAY == told["suspect"].cumulative
        assert 1 == told.moved["import"]

    def test_is_no_place_for_something_else(self):
        """
        Something else than a lead is refused, as is an instant without a zone.
        """
        with pytest.raises(LeadError, match="got a str, expected a Lead"):
            asked("sara@example.com", NOW)
        with pytest.raises(InstantError) as caught:
            asked(RECYCLED, NOW.replace(tzinfo=None))

        assert "as_of" == caught.value.subject


class TestResumeAt:
    def test_is_told_while_the_lead_rests(self):
        """
        When work goes on is told until it does, and only of the last move.
        """
        wake = NOW + 30 * DAY
        rests = SIMPLE.advance(
            newcomer(), "recycle", at=NOW, reason="no budget", resume_at=wake
        )
        on = SIMPLE.advance(rests, "qualify", at=NOW + DAY)

        assert [None, wake, wake, None] == [
            asked(rests, at).resume_at for at in (NOW - TICK, NOW, wake - TICK, wake)
        ]
        assert asked(on, NOW + DAY).resume_at is None
        assert wake == asked(on, NOW + DAY - TICK).resume_at


class TestValue:
    def test_reads_as_a_story(self):
        """
        Its text has a line for each visit, with its days so far.
        """
        assert (
            "L-1, 30 days old (as of 2026-05-01T12:00:00+00:00)\n"
            "  lead since 2026-04-01T12:00:00+00:00, 2 days\n"
            "  nurtured since 2026-04-03T12:00:00+00:00, 3 days\n"
            "  prospect since 2026-04-06T12:00:00+00:00, 4 days\n"
            "  nurtured since 2026-04-10T12:00:00+00:00, 5 days\n"
            "  prospect since 2026-04-15T12:00:00+00:00, 16 days, still there"
        ) == str(asked(RECYCLED, NOW))

    def test_reads_well_where_little_is_known(self):
        """
        Short stays, rests and unknown beginnings have their words.
        """
        lead = newcomer(
            moves=[
                Move(
                    trigger="recycle",
                    source="prospect",
                    target="nurtured",
                    at=NOW,
                    resume_at=NOW + DAY,
                )
            ]
        )
        lead = attrs.evolve(lead, created_at=None)

        assert (
            "L-1 (as of 2026-05-01T14:00:00+00:00)\n"
            "  prospect since unknown\n"
            "  nurtured since 2026-05-01T12:00:00+00:00, 2 hours, still there\n"
            "  rests until 2026-05-02T12:00:00+00:00"
        ) == str(asked(lead, NOW + timedelta(hours=2)))
        assert "L-1, 1 day old" in str(asked(newcomer(), BORN + 1.5 * DAY))

    def test_its_repr_is_short(self):
        """
        Its repr counts the visits, and shows nothing of who the lead is.
        """
        lead = attrs.evolve(RECYCLED, name="Sara Ahmadi")

        assert "<timeline of 'L-1', 5 visits>" == repr(asked(lead, NOW))

    def test_is_a_mapping_that_cannot_change(self):
        """
        It has the clocks by stage, compares, hashes, copies and pickles.
        """
        told = asked(RECYCLED, NOW)
        copies = [copy.deepcopy(told), pickle.loads(pickle.dumps(told))]

        assert dict(told.clocks) == dict(told)
        assert (3, True, None) == (len(told), "lead" in told, told.get("nowhere"))
        assert [told, told] == copies
        assert 1 == len({told, *copies, asked(RECYCLED, NOW)})
        assert told != asked(RECYCLED, NOW + TICK)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            told.age = ZERO
        with pytest.raises(TypeError):
            told["lead"] = StageClock()

    def test_any_zone_will_do(self):
        """
        The instant of the question is kept in UTC.
        """
        tehran = datetime.fromisoformat("2026-05-01T15:30:00+03:30")

        assert asked(RECYCLED, NOW) == asked(RECYCLED, tehran)
        assert isinstance(asked(RECYCLED, tehran), Timeline)


# The reference data ------------------------------------------------------------------


@pytest.fixture(name="reference", scope="module")
def _reference():
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        pytest.skip("set LEADKIT_DATA to the folder with funnel_reference.json")
    path = Path(folder) / "funnel_reference.json"
    if not path.exists():
        pytest.skip(f"{path.name} isn't in the folder that LEADKIT_DATA names")
    return json.loads(path.read_text(encoding="utf-8"))


def recorded(rows):
    """
    The leads of the history: the row without an origin is their creation.
    """
    created, moves = {}, {}
    for row in rows:
        at = datetime.fromisoformat(row["at"])
        if row["frm"] is None:
            created[row["lead"]] = at
            continue
        moves.setdefault(row["lead"], []).append(
            Move(
                trigger="go",
                source=row["frm"],
                target=row["to"],
                at=at,
                number=row["seq"],
            )
        )
    return [
        Lead(id=name, created_at=at, moves=moves.get(name, []))
        for name, at in created.items()
    ]


class TestReference:
    def test_visits_are_those_of_the_data_set(self, reference):
        """
        Stages, days and numbers of all visits agree with a hand-made history that has
        ties, loops, skipped stages, and moves after the question.
        """
        lifecycle = standard.lifecycle()
        as_of = datetime.fromisoformat(reference["history"]["as_of"])
        told = []
        for lead in recorded(reference["history"]["transitions"]):
            line = lifecycle.timeline(lead, as_of=as_of)
            visited = Counter()
            for visit in line.visits:
                visited[visit.stage] += 1
                told.append(
                    (
                        lead.id,
                        visit.stage,
                        visited[visit.stage],
                        round(visit.length(as_of) / DAY, 6),
                        visit.left is None,
                    )
                )

            assert visited == {
                stage: clock.visits for stage, clock in line.items() if clock.visits
            }

        assert [
            (
                row["lead"],
                row["stage"],
                row["visit"],
                round(row["days"], 6),
                row["to"] is None,
            )
            for row in reference["time_in_stage"]["visits"]
        ] == told
        assert set(Stage) >= {row[1] for row in told}

    def test_times_are_those_of_a_crm(self, reference):
        """
        The latest and cumulative days of a stage entered twice agree with HubSpot's.
        """
        as_of = datetime.fromisoformat(reference["history"]["as_of"])
        leads = {
            lead.id: lead for lead in recorded(reference["history"]["transitions"])
        }
        wanted = reference["time_in_stage"]["hubspot_style"]
        told = {}
        for name in wanted:
            lead, stage = name.split(".")
            clock = asked(leads[lead], as_of)[stage]
            told[name] = {
                "cumulative": clock.cumulative / DAY,
                "latest": clock.latest / DAY,
            }

        assert wanted == told
