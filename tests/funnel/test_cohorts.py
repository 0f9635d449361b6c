"""
Cohorts, held against the reference and against calendars and counting by hand.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.conversions.buckets import day, iso_week, month, year
from leadkit.funnel.conversions.cohorts import cohorts
from leadkit.funnel.conversions.windowed import windowed_conversion
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.past import Past

DAY = timedelta(days=1)
AGES = [30 * DAY, 60 * DAY, 90 * DAY]
COUNTS = ("leads", "so_far", "eligible", "converted")
ZONES = ["UTC", "Asia/Tehran", "America/New_York", "Pacific/Kiritimati"]

some_ages = st.lists(
    st.integers(1, 100).map(lambda half: half * DAY / 2), min_size=1, max_size=3
)


def jalali_month(instant):
    """
    Name the Jalali month in Tehran, by the 33-year rule for its leap years.
    """
    local = instant.astimezone(ZoneInfo("Asia/Tehran")).date()
    number, first = 1380, date(2001, 3, 21)
    while True:
        length = 366 if number % 33 in {1, 5, 9, 13, 17, 22, 26, 30} else 365
        if (local - first).days < length:
            break
        number, first = number + 1, first + length * DAY
    days = (local - first).days
    half = 186
    name = days // 31 + 1 if days < half else (days - half) // 30 + 7
    return f"{number}-{name:02}"


def end_of_month(instant, zone):
    """
    When the month of an instant is over, by the calendar on the wall.
    """
    local = instant.astimezone(ZoneInfo(zone))
    after = date(local.year + local.month // 12, local.month % 12 + 1, 1)
    return datetime(after.year, after.month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def converted_at(way, end):
    """
    When a lead reached a stage.
    """
    stages = MAINLINE[MAINLINE.index(end) :]
    return next((at for stage, at in way if stage in stages), None)


def by_hand(drawn, end, zone, age):
    """
    By month, how many leads there are, and how many had converted at an age; None if
    the month wasn't over for so long.
    """
    found = {}
    for way in drawn.ways.values():
        created = way[0][1]
        name = f"{created.astimezone(ZoneInfo(zone)):%Y-%m}"
        leads, had = found.get(name, (0, 0))
        at = converted_at(way, end)
        ripe = end_of_month(created, zone) + age <= AS_OF
        had = had + (at is not None and at - created <= age) if ripe else None
        found[name] = leads + 1, had
    return dict(sorted(found.items()))


def share_by_curve(waits, age):
    """
    Estimate the share that had converted at an age, as a textbook does: of (entry,
    duration, whether it converted).
    """
    waiting = Fraction(1)
    for time in sorted({length for _, length, event in waits if event}):
        if time <= age:
            risk = sum(
                1 for entry, length, _ in waits if length >= time and entry < time
            )
            risk += sum(1 for entry, *_ in waits if time <= 0 and entry <= 0)
            events = sum(1 for _, length, event in waits if event and length == time)
            waiting *= 1 - Fraction(events, risk)
    return 1 - waiting


def created(*ats, **options):
    """
    A history of leads that were created, and became customers after 10 days.
    """
    rows = []
    for place, at in enumerate(ats):
        lead = f"L{place}"
        rows.append(Step(lead, None, "lead", at, 0))
        rows.append(Step(lead, "lead", "prospect", at + 5 * DAY, 1))
        rows.append(Step(lead, "prospect", "customer", at + 10 * DAY, 2))
    return Past(rows, LIFECYCLE, as_of=AS_OF, **options)


class TestCohorts:
    @given(
        histories(),
        st.sampled_from(MAINLINE[1:]),
        st.sampled_from(ZONES),
        some_ages,
    )
    def test_months_are_those_of_the_calendar(self, drawn, end, zone, ages):
        """
        A cohort is a month of the time zone, and a cell is known once the month is
        over for its age.
        """
        found = cohorts(drawn.past, end, key=month(zone), ages=ages)
        for age in found.ages:
            told = {
                one.name: (one.leads, None if one[age] is None else one[age].converted)
                for one in found.cohorts
            }

            assert by_hand(drawn, end, zone, age) == told
        assert tuple(sorted(set(ages))) == found.ages

    @given(
        histories(),
        st.sampled_from(
            [day("Asia/Tehran"), iso_week("UTC"), month("Asia/Tehran"), year("UTC")]
        ),
        some_ages,
        st.sampled_from([None, "lead", "nurtured"]),
    )
    def test_a_function_of_your_own_does_the_same(self, drawn, key, ages, start):
        """
        A calendar is nothing but a function that names instants.
        """
        own = cohorts(drawn.past, "customer", key=key, ages=ages, start=start)
        found = cohorts(drawn.past, "customer", key=key, ages=ages, start=start)

        assert own.rows() == found.rows()

    @given(histories(), st.sampled_from(ZONES), st.sampled_from(ZONES))
    def test_time_zones_change_cohorts_only(self, drawn, one, other):
        """
        In whatever time zone, the leads and those who converted are the same.
        """
        first, second = (
            cohorts(drawn.past, "customer", key=month(zone), ages=AGES)
            for zone in (one, other)
        )

        for name in ("leads", "so_far"):
            assert first.leads(name) == second.leads(name)
            assert sum(getattr(row, name) for row in first.cohorts) == sum(
                getattr(row, name) for row in second.cohorts
            )

    @given(histories(), some_ages, st.sampled_from([None, "lead", "prospect"]))
    def test_old_cohorts_are_windowed_conversions(self, drawn, ages, start):
        """
        One cohort of everybody is the conversion within its age, once it is over.
        """
        as_of = AS_OF + 200 * DAY
        past = Past(drawn.rows, LIFECYCLE, as_of=as_of)
        found = cohorts(
            past,
            "customer",
            key=lambda at: "now" if at >= as_of - 50 * DAY else "once",
            ages=ages,
            start=start,
        )
        for row in found:
            told = windowed_conversion(
                past, start or "lead", "customer", within=row["age_days"] * DAY
            )
            if row["cohort"] == "once":
                assert (told.rate.k, told.rate.n) == (row["converted"], row["eligible"])
                assert told.rate.value == row["rate"]
                assert told.rate.interval() == (row["low"], row["high"])

    @given(
        histories(),
        some_ages,
        st.sampled_from(["matured", "curve"]),
        st.dictionaries(st.sampled_from(["L00", "L01", "L02"]), st.integers(0, 240)),
        st.dictionaries(st.sampled_from(["L00", "L01", "L02"]), st.integers(0, 240)),
        st.booleans(),
    )
    def test_behind_each_count_are_so_many_leads(
        self, drawn, ages, estimate, since, until, is_parted
    ):
        """
        The leads behind a count are as many as it says.
        """
        past = Past(
            drawn.rows,
            LIFECYCLE,
            as_of=AS_OF,
            known_since={lead: AS_OF - half * DAY / 2 for lead, half in since.items()},
            known_until={lead: AS_OF - half * DAY / 2 for lead, half in until.items()},
        )
        found = cohorts(
            past,
            "prospect",
            key=month("UTC"),
            ages=ages,
            estimate=estimate,
            by={lead: lead[-1] for lead in drawn.ways} if is_parted else None,
        )
        for row in found:
            cell = {name: row[name] for name in found.labels if name in row}
            for name in COUNTS:
                if row[name] is not None:
                    assert row[name] == len(found.leads(name, **cell))
        assert is_parted == all("segment" in row for row in found) or not found.rows()

    @given(
        histories(least=2),
        st.integers(1, 90),
        st.dictionaries(st.sampled_from(["L00", "L01", "L02"]), st.integers(0, 240)),
        st.dictionaries(st.sampled_from(["L00", "L01", "L02"]), st.integers(0, 240)),
    )
    def test_curves_are_those_of_the_textbook(self, drawn, days, since, until):
        """
        Estimated from a curve, a share is the textbook's, wherever that is known.
        """
        as_of = AS_OF + 100 * DAY
        rows = [row for row in drawn.rows if row.at <= AS_OF]
        past = Past(
            rows,
            LIFECYCLE,
            as_of=as_of,
            known_since={lead: AS_OF - half * DAY / 2 for lead, half in since.items()},
            known_until={lead: AS_OF - half * DAY / 2 for lead, half in until.items()},
        )
        waits = []
        for lead, way in drawn.ways.items():
            last = as_of
            if lead in until:
                last = max(way[-1][1], AS_OF - until[lead] * DAY / 2)
            born, at = way[0][1], converted_at(way, "prospect")
            length = (last if at is None else at) - born
            seen = born
            if lead in since:
                seen = max(born, min(AS_OF - since[lead] * DAY / 2, last))
            if seen == born or seen - born < length:
                waits.append(((seen - born) / DAY, length / DAY, at is not None))
        (cohort,) = cohorts(
            past,
            "prospect",
            key=lambda at: "now" if at > AS_OF else "then",
            ages=[days * DAY],
            estimate="curve",
        ).cohorts or [None]
        if cohort is None:
            return
        cell = cohort[days * DAY]
        expected = share_by_curve(waits, days)

        assert len(waits) == cell.eligible
        if cell.share is None:
            assert all(length < days for _, length, _ in waits)
        else:
            assert float(expected) == pytest.approx(cell.share)
            assert (cell.band is None) == (expected == 0)

    @pytest.mark.parametrize(
        ("group", "key"),
        [
            ("month_utc", month("UTC")),
            ("month_tehran", month("Asia/Tehran")),
            ("jalali_month_tehran", jalali_month),
        ],
    )
    def test_reference(self, reference, twelve, group, key):
        """
        Months of any calendar are the reference's, with their leads.
        """
        told = reference["cohorts"][group]
        found = cohorts(twelve, "customer", key=key, ages=AGES)

        assert {name: (one["n"], one["customers"]) for name, one in told.items()} == {
            one.name: (one.leads, one.so_far) for one in found.cohorts
        }
        for name, one in told.items():
            assert tuple(one["leads"]) == found.leads("leads", cohort=name)

    def test_cells(self, twelve):
        """
        A young cohort has empty cells, never zeros.
        """
        found = cohorts(twelve, "customer", key=month("UTC"), ages=AGES)

        assert [
            ("2024-01", 4, 2, 0.0, 0.25, 0.5),
            ("2024-02", 3, 1, 0.0, 1 / 3, 1 / 3),
            ("2024-03", 2, 1, 0.0, 0.0, 0.0),
            ("2024-04", 1, 0, 0.0, 0.0, None),
            ("2024-05", 1, 0, 0.0, None, None),
            ("2024-06", 1, 0, None, None, None),
        ] == [tuple(row.values()) for row in found.table()]
        assert {
            "cohort": "2024-06",
            "leads": 1,
            "so_far": 0,
            "age_days": 30.0,
            "eligible": None,
            "converted": None,
            "rate": None,
            "low": None,
            "high": None,
        } == found.rows()[-3]
        assert ("L01",) == found.leads("converted", cohort="2024-01", age_days=60.0)

    @pytest.mark.parametrize(("lack", "is_known"), [(0, True), (1, False)])
    def test_the_last_instant(self, lack, is_known):
        """
        A cell is known from the instant on at which the last one who may still be
        created in the period has the age.
        """
        over = datetime(2026, 4, 11, tzinfo=UTC)
        past = Past(
            [Step("L1", None, "lead", over - 20 * timedelta(hours=1), 0)],
            LIFECYCLE,
            as_of=over + 10 * DAY - timedelta(microseconds=lack),
        )
        found = cohorts(past, "customer", key=day("UTC"), ages=[10 * DAY])

        assert is_known == (found["2026-04-10"][10 * DAY] is not None)

    def test_a_period_that_comes_back(self):
        """
        Of a period that comes back, a lead of the last time may be too young.
        """
        past = created(AS_OF - 30 * DAY, AS_OF - 2 * DAY)
        found = cohorts(past, "customer", key=lambda at: f"{at:%A}", ages=[5 * DAY])

        assert ["Wednesday"] == [one.name for one in found.cohorts]
        assert 2 == found["Wednesday"].leads
        assert found["Wednesday"][5 * DAY] is None

    def test_the_clock_may_begin_later(self):
        """
        With a stage that begins the clock, a cohort is of the leads that entered it in
        the same period.
        """
        past = created(datetime(2026, 2, 27, tzinfo=UTC))
        ages = [5 * DAY]
        found = cohorts(past, "customer", key=month("UTC"), ages=ages)
        later = cohorts(past, "customer", key=month("UTC"), ages=ages, start="prospect")

        assert ["2026-02"] == [one.name for one in found.cohorts]
        assert 0 == found["2026-02"][5 * DAY].share
        assert ["2026-03"] == [one.name for one in later.cohorts]
        assert 1 == later["2026-03"][5 * DAY].share
        assert "Cohorts on their way to customer" == found.title
        assert "Cohorts on their way from prospect to customer" == later.title

    def test_visited(self):
        """
        Who skipped the stage doesn't count if only visits do.
        """
        past = created(datetime(2026, 1, 1, tzinfo=UTC))
        shares = [
            cohorts(past, "nurtured", key=month("UTC"), ages=AGES[:1], count=count)
            .cohorts[0][AGES[0]]
            .share
            for count in ("reached", "visited")
        ]

        assert [1, 0] == shares

    def test_erased_leads(self):
        """
        An erased lead counts until it was erased if a curve is asked for, and else
        doesn't count.
        """
        born = datetime(2026, 1, 1, tzinfo=UTC)
        rows = [Step(f"L{place}", None, "lead", born, 0) for place in range(3)]
        rows.append(Step("L0", "lead", "prospect", born + DAY, 1))
        rows.append(Step("L1", "lead", "prospect", born + 3 * DAY, 1))
        past = Past(rows, LIFECYCLE, as_of=AS_OF, known_until={"L2": born + 2 * DAY})
        found = {
            estimate: cohorts(
                past,
                "prospect",
                key=month("UTC"),
                ages=[2 * DAY, 10 * DAY],
                estimate=estimate,
            )
            for estimate in ("matured", "curve")
        }

        assert [1 / 3, 1.0] == [row["rate"] for row in found["matured"]]
        assert [3, 2] == [row["eligible"] for row in found["matured"]]
        assert [1 / 3, 1.0] == pytest.approx([row["rate"] for row in found["curve"]])
        assert [3, 3] == [row["eligible"] for row in found["curve"]]
        assert (
            (
                "Where fewer are eligible than leads, the others weren't "
                "watched from their start to the age."
            ),
        ) == found["matured"].notes
        assert () == found["curve"].notes

    def test_beyond_the_curve(self):
        """
        Where nobody was watched for so long, nothing is known.
        """
        born = datetime(2026, 1, 1, tzinfo=UTC)
        past = Past(
            [Step("L0", None, "lead", born, 0)],
            LIFECYCLE,
            as_of=AS_OF,
            known_until={"L0": born + 2 * DAY},
        )
        found = cohorts(
            past,
            "prospect",
            key=month("UTC"),
            ages=[DAY, 3 * DAY],
            estimate="curve",
        )

        assert [(1, 0, 0.0, None, None), (1, 0, None, None, None)] == [
            tuple(row.values())[4:] for row in found
        ]

    def test_imported_leads(self):
        """
        A lead that converted before it was watched tells nothing.
        """
        born = datetime(2026, 1, 1, tzinfo=UTC)
        past = created(born, known_since={"L0": born + 20 * DAY})
        found = cohorts(
            past, "customer", key=month("UTC"), ages=[30 * DAY], estimate="curve"
        )

        assert [(1, 1, 30.0, 0, 0, None, None, None)] == [
            tuple(row.values())[1:] for row in found
        ]
        assert (
            (
                "Where fewer are eligible than leads, the others weren't "
                "watched before they converted."
            ),
        ) == found.notes

    def test_segments(self):
        """
        With segments, each has cohorts of its own.
        """
        first = datetime(2026, 1, 1, tzinfo=UTC)
        past = created(first, first, first + 40 * DAY)
        found = cohorts(
            past,
            "customer",
            key=month("UTC"),
            ages=[10 * DAY],
            by={"L0": "b", "L1": "a", "L2": "b"},
        )
        plot = found.plot()

        assert ("2026-01 · a", "2026-01 · b", "2026-02 · b") == plot.rows
        assert ("10 days",) == plot.columns
        assert ((1,), (1,), (1,)) == plot.cells
        assert ("L0",) == found.leads(segment="b", cohort="2026-01")
        assert 1 == found["b", "2026-02"].leads
        assert ["segment", "cohort", "leads", "so_far", "10 days"] == list(
            found.table()[0]
        )

    def test_created(self):
        """
        Only leads that were created in the window count.
        """
        first = datetime(2026, 1, 1, tzinfo=UTC)
        past = created(first, first + DAY)
        found = cohorts(
            past, "customer", key=year("UTC"), ages=AGES, created=(first, first + DAY)
        )

        assert ("L0",) == found.leads()

    def test_of_nobody(self):
        """
        Of nobody, there are no cohorts.
        """
        found = cohorts(created(), "customer", key=month("UTC"), ages=AGES)

        assert [] == found.rows() == found.table()
        assert () == found.plot().rows == found.leads() == found.notes

    def test_shown(self, twelve):
        """
        A reader gets a row for each cohort, with a column for each age.
        """
        found = cohorts(twelve, "customer", key=month("UTC"), ages=AGES)
        page = found._repr_html_()

        assert [
            "Cohorts on their way to customer",
            "cohort   leads  so far  30 days  60 days  90 days",
            "2024-01      4       2     0.0%    25.0%    50.0%",
        ] == str(found).splitlines()[:3]
        assert ("Cells are empty where leads of the cohort may still be younger.",) == (
            found.notes
        )
        assert "2024-01" in page
        assert "33.3%" in page
        assert ("2024-01", "2024-02") == found.plot().rows[:2]
        assert (None, None, None) == found.plot().cells[-1]

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (
                {"key": "month"},
                (
                    "key of cohorts: got a str, expected a function that names "
                    "the period "
                    'of an instant. Write key=month("UTC").'
                ),
            ),
            (
                {"key": lambda at: at.month},
                (
                    "key of cohorts: got a function that gives an int, expected "
                    "one that "
                    "names the period of an instant with a text. Write "
                    'key=month("UTC").'
                ),
            ),
            (
                {"ages": 30 * DAY},
                (
                    "ages of cohorts: got a timedelta, expected timedeltas. Write "
                    "ages=[timedelta(days=30), timedelta(days=90)]."
                ),
            ),
            (
                {"ages": "30"},
                (
                    "ages of cohorts: got a str, expected timedeltas. Write "
                    "ages=[timedelta(days=30), timedelta(days=90)]."
                ),
            ),
            (
                {"ages": []},
                (
                    "ages of cohorts: got none, expected at least one. Write "
                    "ages=[timedelta(days=30), timedelta(days=90)]."
                ),
            ),
            (
                {"ages": [30]},
                (
                    "age of cohorts: got an int, expected a timedelta. Write "
                    "ages=[timedelta(days=30), timedelta(days=90)]."
                ),
            ),
            (
                {"ages": [-DAY]},
                (
                    "age of cohorts: got a span of nothing or less, expected a "
                    "positive one."
                ),
            ),
            (
                {"estimate": "curves"},
                (
                    "estimate: got 'curves', expected 'matured' or 'curve'. Did "
                    "you mean 'curve'?"
                ),
            ),
            (
                {"count": "ordered"},
                "count: got 'ordered', expected 'reached' or 'visited'.",
            ),
            (
                {"start": "customer"},
                (
                    "a conversion: got one stage as its start and its end, "
                    "expected two stages."
                ),
            ),
        ],
    )
    def test_wrong_questions(self, twelve, options, told):
        """
        A question that can't be asked is refused.
        """
        asked = {"key": month("UTC"), "ages": AGES} | options
        with pytest.raises(RuleError) as caught:
            cohorts(twelve, "customer", **asked)

        assert told == str(caught.value)

    def test_unknown_stage(self, twelve):
        """
        A stage that the lifecycle doesn't have is refused.
        """
        with pytest.raises(RuleError) as caught:
            cohorts(twelve, "client", key=month("UTC"), ages=AGES)

        assert "end of a conversion" == caught.value.subject

    def test_a_cohort_that_it_does_not_have(self, twelve):
        """
        A cohort that there isn't is refused; with segments, they have to be named.
        """
        found = cohorts(twelve, "customer", key=month("UTC"), ages=AGES)
        with pytest.raises(RuleError) as caught:
            found["2023-12"]

        assert (
            "cohort of Cohorts: got one that isn't there, expected one of its 6."
        ) == str(caught.value)
        parted = cohorts(twelve, "customer", key=month("UTC"), ages=AGES, by={})
        with pytest.raises(RuleError) as caught:
            parted["2024-01"]

        assert 'Write cohorts["search", "2026-05"].' == caught.value.cure
        assert 4 == parted["(unknown)", "2024-01"].leads

    @pytest.mark.parametrize(
        ("age", "came"), [(DAY, "one that wasn't asked for"), (30, "an int")]
    )
    def test_an_age_that_it_does_not_have(self, twelve, age, came):
        """
        An age that wasn't asked for is refused.
        """
        cohort = cohorts(twelve, "customer", key=month("UTC"), ages=AGES)["2024-01"]
        with pytest.raises(RuleError) as caught:
            cohort[age]

        assert (f"age of a Cohort: got {came}, expected one of its 3.") == str(
            caught.value
        )
