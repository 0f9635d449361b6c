"""
Whether histories keep to their lifecycle, where leads were, and how they are given on.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import attrgetter

import pytest
from histories import (
    AS_OF,
    EDGES,
    LIFECYCLE,
    STAGES,
    histories,
    reference_lifecycle,
    reference_steps,
)
from hypothesis import given
from hypothesis import strategies as st

import leadkit as lk
from leadkit import InstantError, LeadError, RuleError, standard
from leadkit.funnel.given.faults import FAULTS
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.diary import Diary
from leadkit.funnel.ways.past import Past

AT = datetime(2026, 4, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def diary(rows, **options):
    return Diary(rows, options.pop("lifecycle", LIFECYCLE), as_of=AS_OF, **options)


def way(*stages, lead="L1"):
    """
    Make numbered rows, a day apart.
    """
    return [
        Step(lead, stages[place - 1] if place else None, stage, AT + place * DAY, place)
        for place, stage in enumerate(stages)
    ]


def kinds_by_hand(before, row):
    """
    Hold a row to the one before it, straight from the definitions.
    """
    known = row.target in STAGES
    follows = before and row.source is not None
    edges = EDGES.get(before.target, ()) if before else ("lead",)
    kinds = {
        "unknown_stage": not known,
        "bad_start": not before and (row.source or (known and row.target != "lead")),
        "time_reversal": before and row.at < before.at,
        "second_start": before and row.source is None,
        "discontinuity": follows and row.source != before.target,
        "illegal_edge": follows and known and row.target not in edges,
    }
    return [kind for kind, holds in sorted(kinds.items()) if holds]


def in_order_by_hand(rows):
    """
    Order the rows of a lead by their instants, unless their numbers know better.
    """
    own = sorted(rows, key=attrgetter("at", "number"))
    distinct = len({one.number for one in own}) == len(own)
    fits = all(later.source == before.target for before, later in pairwise(own))
    return sorted(own, key=attrgetter("number")) if distinct and not fits else own


def faults_by_hand(rows):
    """
    Find the faults of all leads.
    """
    found = []
    for lead in sorted({row.lead for row in rows}):
        own = in_order_by_hand([one for one in rows if one.lead == lead])
        for place, (before, row) in enumerate(pairwise([None, *own]), 1):
            found += [(lead, place, kind) for kind in kinds_by_hand(before, row)]
    return found


def are_ordered(rows):
    """
    Whether no two rows of a lead have one instant and one number.
    """
    return len({(one.lead, one.at, one.number) for one in rows}) == len(rows)


@st.composite
def dirty(draw):
    """
    Draw rows that nobody checked.
    """
    names = st.sampled_from([*STAGES, "mql"])
    rows = [
        Step(
            lead,
            draw(st.none() | names),
            draw(names),
            AT + draw(st.integers(0, 3)) * DAY,
            number,
        )
        for lead in ("L1", "L2")
        for number in draw(st.lists(st.integers(0, 3), max_size=4))
    ]
    # Rows of one instant and one number would keep the order in which they are.
    return draw(st.permutations(rows).filter(are_ordered))


class TestConformance:
    @given(dirty())
    def test_it_finds_what_the_definitions_say(self, rows):
        """
        Each row is held to the row before it.
        """
        found = diary(rows).conformance()
        told = sorted((one.lead, one.row, one.kind) for one in found.faults)

        assert sorted(faults_by_hand(rows)) == told

    @given(dirty())
    def test_the_clean_leads_are_counted(self, rows):
        """
        A lead with a fault is nowhere, and all others are everywhere.
        """
        past = diary(rows)
        faulty = {lead for lead, _, _ in faults_by_hand(rows)}
        clean = sorted({row.lead for row in rows} - faulty)
        found = past.conformance()

        assert tuple(clean) == past.leads == found.clean
        assert (len(clean), len(clean) + len(faulty)) == (found.rate.k, found.rate.n)
        assert tuple(sorted(faulty)) == found.leads("faults")
        assert len(found.faults) == sum(found.kinds.values())

    @given(histories())
    def test_what_a_lifecycle_wrote_has_no_faults(self, drawn):
        """
        Nor has any part of it up to an instant.
        """

        assert () == drawn.past.faults

    def test_a_way_back_to_where_it_was_is_one(self):
        """
        `PREVIOUS` is the stage that was left on entering this one.
        """
        lifecycle = lk.Lifecycle(
            "pausing",
            ("new", "won", "paused"),
            "new",
            [
                lk.Transition("win", "new", "won"),
                lk.Transition("pause", ("new", "won"), "paused", kind="exit"),
                lk.Transition("resume", "paused", lk.PREVIOUS, kind="back"),
            ],
        )
        right = way("new", "won", "paused", "won", "paused", "won")
        wrong = way("new", "won", "paused", "new", lead="L2")
        found = diary(right + wrong, lifecycle=lifecycle).conformance()

        assert [("L2", 4, "illegal_edge")] == [
            (one.lead, one.row, one.kind) for one in found.faults
        ]

    def test_it_agrees_with_others(self, reference):
        """
        Alignments find the same traces unfit; token replay misses an unknown stage.
        """
        lifecycle = reference_lifecycle(reference["history"])
        for name, one in reference["conformance"]["traces"].items():
            found = diary(way(*one["trace"]), lifecycle=lifecycle).conformance()
            illegal = [
                [fault.row - 1, fault.source or "start", fault.target]
                for fault in found.faults
            ]

            assert one["leadkit_fits"] is (not found.faults), name
            assert one["illegal"] == illegal, name

    def test_each_fault_names_its_row(self):
        """
        Whoever has to mend it finds it by the lead and by the line.
        """
        rows = [*way("lead", "nurtured"), *way("lead", "mql", lead="L2")]
        (fault,) = diary(rows).conformance().faults

        assert ("L2", 2, 4, "unknown_stage", "lead", "mql", AT + DAY) == (
            fault.lead,
            fault.row,
            fault.place,
            fault.kind,
            fault.source,
            fault.target,
            fault.at,
        )
        assert "L2" not in repr(fault)

    def test_its_rows_are_the_faults(self):
        """
        They can be shown, picked and drawn.
        """
        rows = [*way("lead", "mql"), *way("lead", "advocate", lead="L2")]
        late = Step("L3", None, "lead", AS_OF + DAY, 0)
        found = diary([*rows, late], undated=["L4"]).conformance()

        assert ["unknown_stage", "illegal_edge"] == [one["kind"] for one in found]
        assert ("L1",) == found.leads(kind="unknown_stage")
        assert (
            "Leads without a fault: 0.0% (0 of 3; 0.0% to 56.1%).",
            f"unknown_stage (1): {FAULTS['unknown_stage']}.",
            f"illegal_edge (1): {FAULTS['illegal_edge']}.",
            "Leads without a creation: 1.",
            "Rows after the instant of the question: 1.",
        ) == found.notes
        assert ("unknown stage", "illegal edge") == found.plot().labels
        assert "Conformance to the lifecycle" in found._repr_html_()

    def test_nobody_has_no_faults(self):
        """
        There is no share of nothing.
        """
        found = diary([]).conformance()

        assert (None, ()) == (found.rate.value, found.faults)


class TestState:
    @given(histories(least=1), st.timedeltas(timedelta(0), timedelta(days=200)))
    def test_it_is_the_stage_that_was_entered_last(self, drawn, ago):
        """
        Moves of the instant count, and before its creation a lead is nowhere.
        """
        past, at = Diary(drawn.rows, LIFECYCLE, as_of=AS_OF), AS_OF - ago
        for lead, steps in drawn.ways.items():
            before = [stage for stage, when in steps if when <= at]

            assert (before[-1] if before else None) == past.state(lead, at)

    def test_it_isnt_known_once_nobody_watches(self):
        """
        An erased lead is nowhere afterwards.
        """
        past = diary(way("lead", "nurtured"), known_until={"L1": AT + 3 * DAY})

        assert "nurtured" == past.state("L1", AT + 3 * DAY)
        assert None is past.state("L1", AT + 4 * DAY)

    @pytest.mark.parametrize(
        ("lead", "at", "error", "told"),
        [
            ("L9", AT, RuleError, "lead of a state: got an id of no lead, expected"),
            ("L2", AT, RuleError, "lead of a state: got a lead whose rows have fau"),
            ("L1", AS_OF + DAY, RuleError, "at of a state: got an instant after as"),
            ("L1", datetime(2026, 4, 1), InstantError, "at: got a datetime without"),
        ],
    )
    def test_what_cant_be_told_is_refused(self, lead, at, error, told):
        """
        The error says why.
        """
        past = diary([*way("lead"), *way("mql", lead="L2")])
        with pytest.raises(error) as caught:
            past.state(lead, at)

        assert str(caught.value).startswith(told)


class TestVisits:
    @given(histories())
    def test_they_fill_the_time_from_creation_to_the_question(self, drawn):
        """
        Each begins where the one before it ended.
        """
        past = Diary(drawn.rows, LIFECYCLE, as_of=AS_OF)
        visits = past.visits()
        for lead, steps in drawn.ways.items():
            own = [one for one in visits if one.lead == lead]

            assert AS_OF - steps[0][1] == sum(
                (one.length for one in own), start=timedelta(0)
            )
            assert list(steps) == [(one.stage, one.entered) for one in own]
            assert [one.left for one in own[:-1]] == [one.entered for one in own[1:]]
            assert [one.target for one in own[:-1]] == [one.stage for one in own[1:]]
            assert (None, None) == (own[-1].left, own[-1].target)

    def test_those_that_go_on_say_where_leads_are(self, reference):
        """
        It is what others count.
        """
        group = reference["history"]
        past = Diary(
            reference_steps(group),
            reference_lifecycle(group),
            as_of=datetime.fromisoformat(group["as_of"]),
        )
        now = Counter(one.stage for one in past.visits() if one.left is None)

        assert reference["stage_counts"]["current"] == now

    @given(histories())
    def test_they_are_numbered_by_stage(self, drawn):
        """
        Who comes back is on a second visit.
        """
        past = Diary(drawn.rows, LIFECYCLE, as_of=AS_OF)
        seen = {}
        for one in past.visits():
            key = (one.lead, one.stage)
            seen[key] = seen.get(key, 0) + 1

            assert seen[key] == one.visit


class TestToEventLog:
    def test_it_has_the_names_of_xes(self):
        """
        Tools for process mining read it as it is, with its faults.
        """
        rows = way("lead", "mql")

        assert [
            {
                "case:concept:name": "L1",
                "concept:name": row.target,
                "time:timestamp": row.at,
            }
            for row in rows
        ] == diary(rows).to_event_log()


class TestFromLeads:
    LIFECYCLE = standard.lifecycle()

    def moved(self, lead, *triggers):
        for place, trigger in enumerate(triggers, 1):
            at = AT + place * DAY
            source, target, kind = WAYS[trigger]
            move = lk.Move(
                trigger=trigger,
                source=source,
                target=target,
                at=at,
                kind=kind,
                reason="because",
                number=place,
            )
            lead = self.LIFECYCLE.replay(lead, [move])
        return lead

    def test_a_lead_begins_when_it_was_created(self):
        """
        Its moves follow.
        """
        lead = self.moved(lk.Lead(id="L1", created_at=AT), "nurture", "disqualify")
        past = Diary.from_leads([lead], self.LIFECYCLE, as_of=AS_OF)

        assert [
            ("lead", AT),
            ("nurtured", AT + DAY),
            ("disqualified", AT + 2 * DAY),
        ] == [(one.stage, one.entered) for one in past.visits()]

    def test_a_lead_was_there_when_it_first_moved(self):
        """
        A creation that is recorded later is set right.
        """
        lead = self.moved(lk.Lead(id="L1", created_at=AT + 9 * DAY), "nurture")
        past = Diary.from_leads([lead], self.LIFECYCLE, as_of=AS_OF)

        assert [("lead", AT + DAY), ("nurtured", AT + DAY)] == [
            (one.stage, one.entered) for one in past.visits()
        ]

    def test_who_has_no_creation_is_told(self):
        """
        Nobody is lost silently.
        """
        leads = [lk.Lead(id="L1"), lk.Lead(id="L2", created_at=AT)]
        past = Diary.from_leads(leads, self.LIFECYCLE, as_of=AS_OF)

        more = Diary.from_leads(leads, self.LIFECYCLE, as_of=AS_OF, undated=["L7"])

        assert (("L1",), ("L2",), 1) == (past.undated, past.leads, past.left_out)
        assert ("L1", "L7") == more.undated
        assert "Leads without a creation: 1." in past.conformance().notes

    def test_erased_leads_are_watched_until_then(self):
        """
        Who was forgotten isn't at risk any more.
        """
        lead = lk.Lead(id="L1", created_at=AT, erased_at=AT + DAY)
        other = lk.Lead(id="L2", created_at=AT)
        past = Diary.from_leads(
            [lead, other],
            self.LIFECYCLE,
            as_of=AS_OF,
            known_until={"L2": AT + 2 * DAY},
        )

        assert [1, 2] == [one.length.days for one in past.visits()]

    @pytest.mark.parametrize(
        ("leads", "told"),
        [
            (7, "leads of a History: got an int, expected Lead records."),
            (["L1"], "leads of a History: got a str, expected Lead records."),
            (
                [lk.Lead(id="L1"), lk.Lead(id="L1", name="Sara")],
                "leads of a History: got two records with one id, expected each lead",
            ),
        ],
    )
    def test_what_is_no_record_is_refused(self, leads, told):
        """
        The error says what was expected.
        """
        with pytest.raises(LeadError) as caught:
            Diary.from_leads(leads, self.LIFECYCLE, as_of=AS_OF)

        assert str(caught.value).startswith(told)

    @given(histories())
    def test_records_and_rows_are_one_history(self, drawn):
        """
        Leads that were replayed along the rows give the rows back.
        """
        leads = []
        for name, steps in drawn.ways.items():
            moves = [
                lk.Move(
                    trigger=f"to_{stage}_from_{steps[place][0]}",
                    source=steps[place][0],
                    target=stage,
                    at=at,
                    reason="because",
                    number=place + 1,
                )
                for place, (stage, at) in enumerate(steps[1:])
            ]
            lead = lk.Lead(id=name, created_at=steps[0][1])
            leads.append(LIFECYCLE.replay(lead, moves))
        past, other = drawn.past, Diary.from_leads(leads, LIFECYCLE, as_of=AS_OF)

        assert isinstance(past, Past)
        assert () == other.faults
        assert (past.leads, past.columns.begins) == (other.leads, other.columns.begins)
        assert past.columns.stages == other.columns.stages
        assert past.columns.ats == other.columns.ats


WAYS = {
    "nurture": ("lead", "nurtured", "forward"),
    "disqualify": ("nurtured", "disqualified", "exit"),
}
