"""
Reading rows into a log.
"""

from datetime import UTC, datetime, timedelta, timezone
from itertools import groupby

import attrs
import pytest
from histories import AS_OF, LIFECYCLE, Drawn, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, LeadError, RuleError
from leadkit.funnel.given.clock import DAY, instant, micros, span_of
from leadkit.funnel.given.log import START, UNSAID, read_log
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.past import Past

AT = datetime(2026, 4, 1, tzinfo=UTC)
DAY_LONG = timedelta(days=1)
STAGES = LIFECYCLE.stages
ROW = {"lead": "L1", "source": None, "target": "lead", "at": AT}


class TestClock:
    @given(st.datetimes(timezones=st.just(UTC)))
    def test_an_instant_comes_back(self, at):
        """
        Microseconds lose nothing.
        """

        assert at == instant(micros(at))

    @given(st.datetimes(timezones=st.just(UTC)), st.timedeltas())
    def test_spans_are_exact(self, at, span):
        """
        Instants and spans are counted in one unit.
        """
        try:
            later = at + span
        except OverflowError:
            return

        assert span_of(span) == micros(later) - micros(at)

    def test_a_day_has_24_hours(self):
        """
        A day is no date.
        """

        assert DAY == span_of(timedelta(hours=24))


class TestStep:
    def test_its_instant_is_brought_to_utc(self):
        """
        Instants of all zones can be compared.
        """
        there = AT.astimezone(timezone(timedelta(hours=3, minutes=30)))

        assert UTC is Step("L1", None, "lead", there).at.tzinfo
        assert Step("L1", None, "lead", AT) == Step("L1", None, "lead", there)

    def test_its_repr_has_no_id(self):
        """
        An id may be somebody's address.
        """

        assert "sara" not in repr(Step("sara@example.com", None, "lead", AT))

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"lead": 7}, "lead of a Step: got an int, expected a text."),
            ({"lead": ""}, "lead of a Step: got an empty text, expected a text."),
            ({"target": None}, "target of a Step: got a missing value"),
            ({"source": ""}, "source of a Step: got an empty text, expected a text."),
            ({"source": 3}, "source of a Step: got an int, expected a text."),
            ({"number": "1"}, "number of a Step: got a str, expected a whole number."),
            ({"number": True}, "number of a Step: got a bool, expected a whole"),
        ],
    )
    def test_what_is_no_step_is_refused(self, changes, told):
        """
        A row that can't be one says which part is wrong.
        """
        with pytest.raises(LeadError) as caught:
            Step(**{**ROW, **changes})

        assert str(caught.value).startswith(told)

    @pytest.mark.parametrize("at", [datetime(2026, 4, 1), "2026-04-01", None])
    def test_an_instant_without_a_zone_is_refused(self, at):
        """
        Nobody knows when that is.
        """
        with pytest.raises(InstantError) as caught:
            Step("L1", None, "lead", at)

        assert "at of a Step" == caught.value.subject

    def test_texts_of_a_class_of_their_own_are_texts(self):
        """
        An enum's member is one.
        """

        class Text(str):
            __slots__ = ()

        assert "lead" == Step(Text("L1"), Text("lead"), Text("lead"), AT).target


class TestReadLog:
    @given(histories())
    def test_it_is_sorted_by_lead_and_instant(self, drawn: Drawn):
        """
        Each lead's rows stand together, in the order in which they happened.
        """
        log = drawn.past.log
        told = {
            lead: tuple(
                (log.names[log.targets[row]], instant(log.ats[row]))
                for row in range(log.begins[place], log.begins[place + 1])
            )
            for place, lead in enumerate(log.leads)
        }

        assert drawn.ways == told
        assert sorted(log.leads) == list(log.leads)

    @given(histories(), st.randoms(use_true_random=False))
    def test_shuffled_rows_are_the_same_history(self, drawn, random):
        """
        Numbers put them in order.
        """
        rows = list(drawn.rows)
        random.shuffle(rows)
        log, other = drawn.past.log, Past(rows, LIFECYCLE, as_of=AS_OF).log

        assert (log.leads, log.begins, log.sources, log.targets, log.ats) == (
            other.leads,
            other.begins,
            other.sources,
            other.targets,
            other.ats,
        )

    @given(histories(), st.randoms(use_true_random=False))
    def test_numbers_need_only_order_the_rows_of_one_instant(self, drawn, random):
        """
        They may begin anew at each instant, or be those of a log that came in any
        order: where the stages fit, the instants are believed.
        """
        ways = [
            sorted(rows, key=lambda one: one.number)
            for _, rows in groupby(
                sorted(drawn.rows, key=lambda one: one.lead), key=lambda one: one.lead
            )
        ]
        # Instants in any order, and the rows of each one after the other.
        instants = sorted({one.at for one in drawn.rows})
        random.shuffle(instants)
        anew, arrived = [], []
        for way in ways:
            for at, rows in groupby(way, key=lambda one: one.at):
                for number, one in enumerate(rows):
                    anew.append(attrs.evolve(one, number=number))
                    place = instants.index(at) * len(way) + number
                    arrived.append(attrs.evolve(one, number=place))
        log = drawn.past.log

        for renumbered in (anew, arrived):
            random.shuffle(renumbered)
            other = Past(renumbered, LIFECYCLE, as_of=AS_OF)
            assert () == other.faults
            assert (log.targets, log.ats) == (other.log.targets, other.log.ats)

    @pytest.mark.parametrize(
        ("sources", "kind"),
        [
            ((None, "lead", "nurtured"), ["time_reversal"]),
            ((None, "lead", "prospect"), ["discontinuity", "time_reversal"]),
            (None, ["time_reversal"]),
        ],
        ids=["the stages fit", "they don't", "they aren't said"],
    )
    def test_numbers_against_instants(self, sources, kind):
        """
        Where the stages don't fit the instants, the numbers are believed, so that a
        move is found that is dated before the one before it.
        """
        rows = [
            {
                "lead": "L1",
                "target": stage,
                "at": AT + days * DAY_LONG,
                "number": number,
            }
            for number, (stage, days) in enumerate(
                [("lead", 0), ("nurtured", 5), ("prospect", 3)]
            )
        ]
        if sources is not None:
            rows = [
                {**row, "source": source}
                for row, source in zip(rows, sources, strict=True)
            ]
        faults = Past(rows, LIFECYCLE, as_of=AS_OF).faults

        assert kind == sorted(fault.kind for fault in faults)

    def test_rows_without_a_number_come_before_those_with_one(self):
        """
        Only those of one instant do; one row without a number takes no number away.
        """
        rows = [
            Step("L1", "nurtured", "prospect", AT + DAY_LONG, 2),
            Step("L1", None, "lead", AT),
            Step("L1", "lead", "nurtured", AT + DAY_LONG, 1),
            Step("L1", "prospect", "nurtured", AT + 2 * DAY_LONG, 0),
        ]
        past = Past(rows, LIFECYCLE, as_of=AS_OF)

        assert () == past.faults
        assert [2, 3, 1, 4] == past.log.places

    @given(histories())
    def test_rows_without_numbers_keep_the_order_of_one_instant(self, drawn):
        """
        Ties are as they came.
        """
        numbered = sorted(drawn.rows, key=lambda one: (one.lead, one.number))
        bare = [Step(one.lead, one.source, one.target, one.at) for one in numbered]
        log = read_log(bare, STAGES, AS_OF)

        assert drawn.past.log.targets == log.targets

    @given(histories())
    def test_later_rows_are_counted_and_left_out(self, drawn):
        """
        What is dated after the question is invisible to it.
        """
        later = sum(one.at > AS_OF for one in drawn.rows)

        assert later == drawn.past.log.later
        assert len(drawn.rows) - later == len(drawn.past.log.ats)

    @given(histories())
    def test_rows_know_where_they_stood(self, drawn):
        """
        The place of a row is its line in what was given.
        """
        log = drawn.past.log
        for place, at, target in zip(log.places, log.ats, log.targets, strict=True):
            row = drawn.rows[place - 1]

            assert (row.at, row.target) == (instant(at), log.names[target])

    @given(histories())
    def test_mappings_are_rows(self, drawn):
        """
        Whoever has dicts needs no steps.
        """
        rows = [
            {
                "lead": one.lead,
                "source": one.source,
                "target": one.target,
                "at": one.at,
                "number": one.number,
            }
            for one in drawn.rows
        ]
        log = Past(rows, LIFECYCLE, as_of=AS_OF).log

        assert drawn.past.log.sources == log.sources
        assert drawn.past.log.ats == log.ats

    @given(histories())
    def test_a_source_may_go_without_saying(self, drawn):
        """
        Without it, the stage that was left is that of the row before.
        """
        rows = [
            {"lead": one.lead, "target": one.target, "at": one.at, "number": one.number}
            for one in drawn.rows
        ]
        past = Past(rows, LIFECYCLE, as_of=AS_OF)
        groups = groupby(past.log.sources, key=lambda code: code == UNSAID)

        assert () == past.faults
        assert {START, UNSAID} >= {code for _, codes in groups for code in codes}
        assert drawn.past.columns.stages == past.columns.stages

    @pytest.mark.parametrize(
        ("row", "error", "told"),
        [
            (7, LeadError, "row 2 of a History: got an int, expected a Step"),
            (
                {**ROW, "stage": "lead"},
                RuleError,
                "row 2 of a History: got the key 'stage', expected 'lead', 'source'",
            ),
            (
                {"lead": "L1", "at": AT},
                LeadError,
                "row 2 of a History: got nothing under 'target', expected",
            ),
        ],
    )
    def test_what_is_no_row_is_refused(self, row, error, told):
        """
        The error says which row it is.
        """
        with pytest.raises(error) as caught:
            read_log([ROW, row], STAGES, AS_OF)

        assert str(caught.value).startswith(told)

    @pytest.mark.parametrize(
        ("row", "error", "told"),
        [
            (
                {**ROW, "lead": ""},
                LeadError,
                "lead of a Step, row 2: got an empty",
            ),
            (
                {**ROW, "at": None},
                InstantError,
                "at of a Step, row 2: got a missing",
            ),
        ],
    )
    def test_a_wrong_value_is_told_with_its_row(self, row, error, told):
        """
        As with any other fault of a row.
        """
        with pytest.raises(error) as caught:
            read_log([ROW, row], STAGES, AS_OF)

        assert str(caught.value).startswith(told)

    def test_a_step_of_a_host_is_a_row(self):
        """
        A subclass is one.
        """

        class Imported(Step):
            pass

        log = read_log([Imported("L1", None, "lead", AT)], STAGES, AS_OF)

        assert ("L1",) == log.leads
