"""
Times in stages, held against a slow estimate with fractions, and to reference values.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import nan
from zoneinfo import ZoneInfo

import pytest
from histories import AS_OF, LIFECYCLE, STAGES, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, LeadError, RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.rates import Rate
from leadkit.funnel.stays.time_in_stage import Stayed, time_in_stage
from leadkit.funnel.stays.working_time import working_days
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Spans

DAY = timedelta(days=1)


def parity(lead):
    """
    Part the leads that are drawn: some have no segment.
    """
    return {"0": "even", "1": "odd"}.get(lead[-1])


def visits_by_hand(ways, until=AS_OF):
    """
    List stage, days, what came next, and whose it was.
    """
    told = []
    for lead, way in ways.items():
        ends = [*way[1:], (None, until)]
        for (stage, at), (target, left) in zip(way, ends, strict=True):
            told.append((stage, (left - at) / DAY, target, lead))
    return told


def quantile_by_hand(lengths, p):
    """
    Find the first time at which so few are left: Kaplan and Meier's product, exactly.
    """
    left = Fraction(1)
    for time in sorted({length for length, target in lengths if target}):
        at_risk = sum(length >= time for length, _ in lengths)
        ended = sum(length == time and target is not None for length, target in lengths)
        left *= 1 - Fraction(ended, at_risk)
        if left <= 1 - Fraction(p):
            return time
    return None


class TestTimeInStage:
    @given(histories())
    def test_is_what_the_definitions_say(self, drawn):
        """
        Counts, quartiles, means and exits are those of the visits, one by one.
        """
        visits = visits_by_hand(drawn.ways)
        for stage, row in zip(STAGES, time_in_stage(drawn.past).rows(), strict=True):
            own = [one for one in visits if one[0] == stage]
            ended = [days for _, days, target, _ in own if target]
            lengths = [(days, target) for _, days, target, _ in own]
            mean = pytest.approx(sum(ended) / len(ended)) if ended else None

            assert {
                "stage": stage,
                "leads": len({one[3] for one in own}),
                "visits": len(own),
                "open": len(own) - len(ended),
                "p25_days": quantile_by_hand(lengths, 0.25),
                "p50_days": quantile_by_hand(lengths, 0.5),
                "p75_days": quantile_by_hand(lengths, 0.75),
                "finished_mean_days": mean,
            } == row

    @given(histories())
    def test_exits_sum_to_the_visits_that_ended(self, drawn):
        """
        Where leads went from a stage is counted as its visits' next ones are.
        """
        went = Counter(
            (stage, target)
            for stage, _, target, _ in visits_by_hand(drawn.ways)
            if target
        )
        for part in time_in_stage(drawn.past).parts:
            ended = part.visits - part.open

            assert {
                target: Rate(number, ended)
                for (stage, target), number in went.items()
                if stage == part.stage
            } == dict(part.exits)

    @given(histories(), st.booleans())
    def test_the_leads_behind_a_count_are_as_many(self, drawn, parted):
        """
        Each count of leads has so many leads, with segments and without.
        """
        times = time_in_stage(drawn.past, by=parity if parted else None)
        for row in times.rows():
            cell = {name: row[name] for name in ("segment", "stage") if name in row}
            for count in ("leads", "open"):
                assert row[count] == len(times.leads(count, **cell))

    @given(histories())
    def test_segments_are_histories_of_their_own(self, drawn):
        """
        A segment's rows are those of a history without the other leads.
        """
        rows = time_in_stage(drawn.past, by=parity).rows()
        names = {parity(lead) or "(unknown)" for lead in drawn.ways}
        for name in names:
            own = [
                one for one in drawn.rows if (parity(one.lead) or "(unknown)") == name
            ]
            alone = time_in_stage(Past(own, LIFECYCLE, as_of=AS_OF)).rows()

            assert [{"segment": name, **row} for row in alone] == [
                row for row in rows if row["segment"] == name
            ]
        assert len(names) * len(STAGES) == len(rows)

    @given(histories())
    def test_what_a_lead_spent_in_stages_sums_to_its_age(self, drawn):
        """
        The cumulative times of a lead last from its creation until the question.
        """
        times = time_in_stage(drawn.past)
        for lead, way in drawn.ways.items():
            spent = times.of_lead(lead)

            assert pytest.approx((AS_OF - way[0][1]) / DAY) == sum(
                one.cumulative for one in spent.values()
            )
            assert [way[-1][0]] == [stage for stage, one in spent.items() if one.open]

    @given(histories())
    def test_lead_rows_have_what_each_lead_has(self, drawn):
        """
        The rows for a CRM are those of the leads, one by one.
        """
        times = time_in_stage(drawn.past, by=parity)

        assert [
            (lead, stage, one.visits, one.latest, one.cumulative)
            for lead in drawn.past.leads
            for stage, one in times.of_lead(lead).items()
        ] == [tuple(row.values()) for row in times.lead_rows()]

    @given(histories(), st.integers(1, 60))
    def test_erased_leads_stay_until_then(self, drawn, ago):
        """
        A lead that is watched until some instant stays as if that were the question.
        """
        until = dict.fromkeys(drawn.ways, AS_OF - ago * DAY)
        past = Past(drawn.rows, LIFECYCLE, as_of=AS_OF, known_until=until)
        times = time_in_stage(past)
        for lead, way in drawn.ways.items():
            end = max(way[-1][1], AS_OF - ago * DAY)

            assert pytest.approx((end - way[0][1]) / DAY) == sum(
                one.cumulative for one in times.of_lead(lead).values()
            )

    @given(histories())
    def test_a_clock_of_days_is_what_there_is_without(self, drawn):
        """
        A clock that counts days of 24 hours changes nothing.
        """
        ticking = time_in_stage(
            drawn.past, clock=lambda start, end: (end - start) / DAY
        )

        assert time_in_stage(drawn.past).rows() == ticking.rows()

    @given(histories())
    def test_visits_that_ended_unwatched_count_for_no_quartile(self, drawn):
        """
        With leads watched for their last visits only, quartiles are of those, which
        are watched from their beginning.
        """
        since = {lead: way[-1][1] for lead, way in drawn.ways.items()}
        times = time_in_stage(
            Past(drawn.rows, LIFECYCLE, as_of=AS_OF, known_since=since)
        )
        for part in times.parts:
            # A visit of no length, at the instant of the last, is watched.
            seen = [
                days
                for lead, way in drawn.ways.items()
                for (stage, at), days in zip(
                    way,
                    [one[1] for one in visits_by_hand({lead: way})],
                    strict=True,
                )
                if stage == part.stage and at >= since[lead]
            ]

            assert len(seen) == part.visits - part.unseen
            assert (part.survival.size if part.survival else 0) == len(seen)

    def test_late_watching_begins_within_a_visit(self):
        """
        Who is watched from the 4th day on can't tell of visits that ended before; the
        median is that of a curve with late entries.
        """
        rows, since = [], {}
        for lead, days, watched in (
            ("a", 10, 0), ("b", 20, 5), ("c", 20, 0), ("d", 35, 15), ("e", 3, 4),
        ):  # fmt: skip
            born = AS_OF - 100 * DAY
            rows += [
                Step(lead, None, "lead", born, 0),
                Step(lead, "lead", "nurtured", born + days * DAY, 1),
            ]
            since[lead] = born + watched * DAY
        part = time_in_stage(Past(rows, LIFECYCLE, as_of=AS_OF, known_since=since))[
            "lead"
        ]

        assert (5, 1) == (part.visits, part.unseen)
        assert ((10.0, 20.0, 35.0), (3, 3, 1)) == (
            part.survival.times,
            part.survival.at_risk,
        )
        assert 20.0 == part.median

    def test_reference(self, reference, twelve):
        """
        Visits, curves and a CRM's fields agree with lifelines on hand-made leads.
        """
        wanted = reference["time_in_stage"]
        times = time_in_stage(twelve)
        for stage, group in wanted["by_stage"].items():
            part = times[stage]

            assert (group["visits"], group["open"]) == (part.visits, part.open)
            assert group["km_median"] == part.median
            assert group["exits"] == {name: one.k for name, one in part.exits.items()}
            if group["completed_mean_BIASED"] is None:
                assert part.finished_mean is None
            else:
                assert pytest.approx(group["completed_mean_BIASED"]) == (
                    part.finished_mean
                )
            for days, share in group["S"].items():
                assert pytest.approx(share, abs=wanted["tol"]) == part.survival.at(
                    float(days)
                )
        for name, group in wanted["hubspot_style"].items():
            lead, stage = name.split(".")
            one = times.of_lead(lead)[stage]

            assert group == {"cumulative": one.cumulative, "latest": one.latest}
        total = {(row["lead"], row["stage"]): 0 for row in wanted["visits"]}
        for row in wanted["visits"]:
            total[row["lead"], row["stage"]] += row["days"]
        told = times.lead_rows()

        assert pytest.approx(total, abs=wanted["tol"]) == {
            (row["lead"], row["stage"]): row["cumulative_days"] for row in told
        }

    def test_what_a_clock_gives_is_checked(self):
        """
        A clock that doesn't give finite numbers of 0 or more is refused.
        """
        past = Past([Step("L1", None, "lead", AS_OF - DAY)], LIFECYCLE, as_of=AS_OF)
        for came, given_ in (
            ("a negative number", -1),
            ("a number that isn't finite", nan),
            ("a timedelta", DAY),
            ("a bool", True),
        ):
            with pytest.raises(RuleError) as caught:
                time_in_stage(past, clock=lambda start, end, g=given_: g)

            assert came == caught.value.came
            assert "a finite number of 0 or more" == caught.value.expected

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (
                {"clock": 24},
                (
                    "clock of time_in_stage(): got an int, expected a function of two "
                    'instants. Write clock=working_days("Asia/Tehran").'
                ),
            ),
            (
                {"unit": 24},
                (
                    "unit of time_in_stage(): got an int, expected a word. "
                    'Write unit="working_days".'
                ),
            ),
            (
                {"unit": "working days"},
                (
                    "unit of time_in_stage(): got no single word, expected a word. "
                    'Write unit="working_days".'
                ),
            ),
        ],
    )
    def test_wrong_arguments_are_refused(self, options, sentence):
        """
        Something else than a clock or a unit is refused, also of no leads.
        """
        with pytest.raises(RuleError) as caught:
            time_in_stage(Past([], LIFECYCLE, as_of=AS_OF), **options)

        assert sentence == str(caught.value)

    def test_of_nobody_nothing_is_known(self):
        """
        Without leads there are rows, but no times, and nothing to draw.
        """
        times = time_in_stage(Past([], LIFECYCLE, as_of=AS_OF))

        assert {(0, 0, 0, None, None)} == {
            tuple(row[name] for name in ("leads", "visits", "open", "p50_days",
                                         "finished_mean_days"))
            for row in times.rows()
        }  # fmt: skip
        assert (None, (), ()) == (times.plot(), times.notes, times.leads("open"))
        assert [] == time_in_stage(Past([], LIFECYCLE, as_of=AS_OF), by=parity).rows()


WAY = [
    Step("L1", None, "lead", AS_OF - 10 * DAY, 0),
    Step("L1", "lead", "nurtured", AS_OF - 8 * DAY, 1),
    Step("L1", "nurtured", "prospect", AS_OF - 5 * DAY, 2),
    Step("L1", "prospect", "nurtured", AS_OF - 4 * DAY, 3),
    Step("L2", None, "lead", AS_OF - 4 * DAY, 0),
    Step("L2", "lead", "prospect", AS_OF - 2 * DAY, 1),
    Step("L3", None, "prospect", AS_OF - 2 * DAY, 0),
]


class TestAnswer:
    past = Past(WAY, LIFECYCLE, as_of=AS_OF)

    def test_tells_of_one_stage(self):
        """
        A stage is found by its name, and with segments by both names.
        """
        alone = time_in_stage(self.past)["nurtured"]
        parted = time_in_stage(self.past, by=lambda lead: lead)

        assert (2, 1, 1, 3.0, 3.0) == (
            alone.visits,
            alone.leads,
            alone.open,
            alone.median,
            alone.finished_mean,
        )
        assert (1, 0) == (parted["L2", "lead"].visits, parted["L2", "nurtured"].visits)

    def test_refuses_what_it_doesnt_have(self):
        """
        A name of nothing is refused, and says what there is without showing segments.
        """
        with pytest.raises(RuleError) as caught:
            time_in_stage(self.past)["won"]

        assert (
            "the key of a StageTimes: got one that none of its rows has, expected its "
            "stage. rows() has them under 'stage'."
        ) == str(caught.value)
        with pytest.raises(RuleError, match="expected its segment and stage"):
            time_in_stage(self.past, by=lambda lead: lead)["lead"]
        with pytest.raises(RuleError, match="got an int"):
            time_in_stage(self.past)[1]

    def test_tells_of_one_lead(self):
        """
        A stay that goes on counts so far, as the latest one and in all.
        """
        times = time_in_stage(self.past)

        assert {
            "lead": Stayed(1, open=False, latest=2.0, cumulative=2.0),
            "nurtured": Stayed(2, open=True, latest=4.0, cumulative=7.0),
            "prospect": Stayed(1, open=False, latest=1.0, cumulative=1.0),
        } == times.of_lead("L1")

    @pytest.mark.parametrize("lead", ["L3", "L9", None])
    def test_tells_of_no_other_lead(self, lead):
        """
        A lead with faults is refused, as is one that there isn't.
        """
        with pytest.raises(LeadError) as caught:
            time_in_stage(self.past).of_lead(lead)

        assert (
            "lead of StageTimes.of_lead(): got an id of none of its leads, expected "
            "the id of a lead that was asked about. leads() has them. One whose "
            "history has faults isn't counted."
        ) == str(caught.value)

    def test_of_leads_created_in_a_window(self):
        """
        A lead that was created outside of the window isn't asked about.
        """
        times = time_in_stage(self.past, created=(AS_OF - 5 * DAY, AS_OF))

        assert ("L2",) == times.leads()
        with pytest.raises(LeadError):
            times.of_lead("L1")
        with pytest.raises(InstantError):
            time_in_stage(self.past, created=(datetime(2026, 1, 1), AS_OF))

    def test_says_what_to_know(self):
        """
        Its notes count open stays, stays before the watch, and leads with faults.
        """
        past = Past(WAY, LIFECYCLE, as_of=AS_OF, known_since={"L1": AS_OF - 7 * DAY})

        assert (
            (
                "The quartiles count stays that go on as lasting longer than they have "
                "so far (2); the mean is of finished ones, and so too short."
            ),
            (
                "The quartiles leave out stays that ended before their leads were "
                "watched (1)."
            ),
            (
                "1 lead isn't counted, since its history has faults; conformance() "
                "lists them."
            ),
        ) == time_in_stage(past).notes

    def test_names_its_columns_after_the_unit(self):
        """
        With a clock of hours, columns and title say hours.
        """
        times = time_in_stage(
            self.past,
            clock=lambda start, end: (end - start) / timedelta(hours=1),
            unit="office_hours",
        )

        assert "Time in stage, in office hours" == times.title
        assert 72.0 == times.rows()[1]["p50_office_hours"]
        assert {"latest_office_hours", "cumulative_office_hours"} < set(
            times.lead_rows()[0]
        )

    def test_is_drawn_as_medians_between_quartiles(self):
        """
        Each stage where somebody was has a dot; its line needs both quartiles.
        """
        assert (
            Spans(
                "Time in stage, in days",
                ("lead", "nurtured", "prospect"),
                (2.0, 3.0, 1.0),
                ((2.0, 2.0), None, None),
            )
            == time_in_stage(self.past).plot()
        )
        assert ("lead · L1", "nurtured · L1", "prospect · L1", "lead · L2",
                "prospect · L2") == time_in_stage(
            self.past, by=lambda lead: lead
        ).plot().labels  # fmt: skip

    def test_reads_well(self):
        """
        Its text has a row for each stage, and its notes.
        """
        assert (
            "Time in stage, in days\n"
            "stage         leads  visits  open  p25 days  p50 days  p75 days"
            "  finished mean days\n"
            "lead              2       2     0         2         2         2"
            "                   2\n"
        ) == "".join(str(time_in_stage(self.past)).splitlines(keepends=True)[:3])
        assert "<StageTimes, 7 rows>" == repr(time_in_stage(self.past))


TEHRAN = ZoneInfo("Asia/Tehran")
BERLIN = ZoneInfo("Europe/Berlin")
instants = st.datetimes(
    datetime(2023, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC)
)


def worked_by_hand(start, end, zone, off):
    """
    Sum the parts of the days, one by one.
    """
    worked = 0.0
    day = start.astimezone(zone).date()
    while True:
        begins, ends = (
            datetime(one.year, one.month, one.day, tzinfo=zone).astimezone(UTC)
            for one in (day, day + DAY)
        )
        if begins >= end:
            return worked
        shared = min(end, ends) - max(start, begins)
        if not off(day) and shared > timedelta(0):
            worked += shared / (ends - begins)
        day += DAY


class TestWorkingDays:
    @given(instants, st.timedeltas(timedelta(0), timedelta(days=60)))
    def test_is_the_sum_of_the_days(self, start, span):
        """
        Days and parts of days at the ends are those of a walk day by day, also over the
        change of clocks in Berlin and on holidays.
        """
        holidays = {date(2024, 12, 25), date(2024, 3, 31), date(2025, 5, 1)}
        clock = working_days("Europe/Berlin", holidays=holidays)

        assert pytest.approx(
            worked_by_hand(
                start,
                start + span,
                BERLIN,
                lambda day: day.weekday() >= 5 or day in holidays,
            )
        ) == clock(start, start + span)

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (datetime(1, 1, 1, 12, tzinfo=UTC), AS_OF),
            (AS_OF, datetime(9999, 12, 31, 12, tzinfo=UTC)),
        ],
        ids=["beginning", "end"],
    )
    def test_where_the_calendar_ends(self, start, end):
        """
        A day of which the calendar has only a part is refused.
        """
        clock = working_days("Asia/Tehran")

        with pytest.raises(InstantError, match="expected one within years 2 to 9998"):
            clock(start, end)

    @given(instants, instants, instants)
    def test_adds_up(self, first, second, third):
        """
        From one instant to another and on to a third is as far as at once.
        """
        clock = working_days("Asia/Tehran", weekend=["thursday", "friday"])
        first, second, third = sorted([first, second, third])

        assert pytest.approx(clock(first, third), abs=1e-9) == clock(
            first, second
        ) + clock(second, third)

    def test_an_iranian_week(self):
        """
        From Wednesday noon to Saturday noon there is one day of work, and none on
        Nowruz.
        """
        clock = working_days(
            TEHRAN, weekend=["thursday", "friday"], holidays=[date(2026, 3, 21)]
        )
        noon = datetime(2026, 3, 18, 12, tzinfo=TEHRAN)

        assert [0.5, 0.5, 0.5, 0.5, 1.0] == [
            clock(noon, noon + days * DAY) for days in (1, 2, 2.5, 3, 4)
        ]
        assert 0.0 == clock(noon, noon - DAY)

    def test_clocks_that_go_back_over_midnight(self):
        """
        Where the first minute of a day comes twice, no time is lost or won.
        """
        zone = ZoneInfo("America/St_Johns")  # at 00:01 on 2010-11-07, to 23:01
        clock = working_days(zone, weekend=[])
        start = datetime(2010, 11, 6, 12, tzinfo=zone)
        moments = [start + minutes * timedelta(minutes=1) for minutes in range(1500)]
        start, *moments = (one.astimezone(UTC) for one in [start, *moments])
        told = [clock(start, one) for one in moments]

        assert sorted(told) == told
        assert 0.5 == pytest.approx(clock(start, start + timedelta(hours=12)))

    @pytest.mark.parametrize(
        ("arguments", "options", "sentence"),
        [
            (
                (3.5,),
                {},
                ("zone of working_days(): got a float, expected a time zone or its "
                'name. Write "Asia/Tehran".'),
            ),
            (
                ("Tehran",),
                {},
                ("zone of working_days(): got 'Tehran', expected a name of the IANA's "
                "list, such as 'Asia/Tehran'. Did you mean 'Asia/Tehran'?"),
            ),
            (
                ("UTC",),
                {"weekend": ["fryday"]},
                ("weekend of working_days(): got 'fryday', expected 'monday', "
                "'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'. "
                "Did you mean 'friday'?"),
            ),
            (
                ("UTC",),
                {"weekend": [5]},
                ("weekend of working_days(): got an int, expected 'monday', 'tuesday',"
                " 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'."),
            ),
            (
                ("UTC",),
                {"weekend": "friday"},
                "weekend of working_days(): got a str, expected names of days.",
            ),
            (
                ("UTC",),
                {"holidays": 3},
                "holidays of working_days(): got an int, expected dates.",
            ),
            (
                ("UTC",),
                {"holidays": [AS_OF]},
                ("holidays of working_days(): got a datetime, expected a date. "
                "Write date(2026, 3, 21)."),
            ),
            (
                ("UTC",),
                {
                    "weekend": [
                        "monday", "tuesday", "wednesday", "thursday", "friday",
                        "saturday", "sunday",
                    ]
                },
                ("weekend of working_days(): got all days, expected a day that is left "
                "to work on."),
            ),
        ],
    )  # fmt: skip
    def test_wrong_arguments_are_refused(self, arguments, options, sentence):
        """
        Something else than zones and days is refused.
        """
        with pytest.raises(RuleError) as caught:
            working_days(*arguments, **options)

        assert sentence == str(caught.value)

    def test_is_a_clock_for_stages(self):
        """
        Time in stage counts days of work only.
        """
        friday = datetime(2026, 4, 24, 12, tzinfo=UTC)
        rows = [
            Step("L1", None, "lead", friday, 0),
            Step("L1", "lead", "prospect", friday + 3 * DAY, 1),
        ]
        times = time_in_stage(
            Past(rows, LIFECYCLE, as_of=AS_OF),
            clock=working_days("UTC"),
            unit="working_days",
        )

        assert 1.0 == times["lead"].median
        with pytest.raises(InstantError):
            working_days("UTC")(datetime(2026, 1, 1), AS_OF)
