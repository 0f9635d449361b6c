"""
Goals: how far one has come, and where one may end.
"""

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.plans.goals import Goal
from leadkit.funnel.plans.outlooks import Outlook
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Course

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, tzinfo=UTC)
MONTH = (START, START + 30 * DAY)
COLUMNS = [
    "target",
    "count",
    "expected",
    "pace",
    "required_per_day",
    "projection",
    "p_reach",
    "mean",
    "p10",
    "p50",
    "p90",
    "dispersion",
    "dispersion_p",
    "course",
]


def arrivals(days, as_of):
    """
    Leads that came so many days after the start.
    """
    rows = [
        Step(f"L{place:04}", None, "lead", START + day * DAY)
        for place, day in enumerate(days)
    ]
    return Past(rows, LIFECYCLE, as_of=as_of)


def even(count, elapsed):
    """
    Leads that came evenly in so many days.
    """
    return arrivals(
        [elapsed * (place + 0.5) / count for place in range(count)],
        START + elapsed * DAY,
    )


class TestOutlook:
    def test_agrees(self, reference):
        """
        All numbers are those of scipy.
        """
        group = reference["goal"]
        length, elapsed = group["length_days"], group["elapsed_days"]
        goal = Goal(group["target"], START, START + length * DAY)
        told = goal.progress(even(group["count"], elapsed)).rows()[0]
        forecast = group["forecast_total"]

        assert group["expected_by_now"] == told["expected"]
        assert group["pace"] == pytest.approx(told["pace"])
        assert group["required_per_day"] == pytest.approx(told["required_per_day"])
        assert group["linear_projection"] == pytest.approx(told["projection"])
        assert group["p_reach"] == pytest.approx(told["p_reach"], rel=1e-9)
        assert forecast == pytest.approx({name: told[name] for name in forecast})
        assert "behind" == told["course"]

    def test_of_an_easier_target_agrees(self, reference):
        """
        A target with more than an even chance is on course.
        """
        group = reference["goal"]
        easier = group["easier_target"]
        outlook = Outlook("all", easier["target"], group["count"], 12.0, 30.0, ())

        assert easier["p_reach"] == pytest.approx(outlook.p_reach, rel=1e-9)
        assert "on course" == outlook.course

    def test_dispersion_agrees(self, reference):
        """
        The index of daily counts is scipy's, and that of days that are over only.
        """
        group = reference["overdispersion"]
        counts = group["counts"]
        days = [day + 0.5 for day, count in enumerate(counts) for _ in range(count)]
        past = arrivals([*days, 12.1, 12.1], START + 12.25 * DAY)
        (told,) = Goal(100, *MONTH).progress(past).rows()

        assert group["index"] == pytest.approx(told["dispersion"], rel=1e-9)
        assert group["p"] == pytest.approx(told["dispersion_p"], rel=1e-9)
        assert 43 == told["count"]

    @given(
        st.integers(1, 300),
        st.integers(0, 300),
        st.just(0.0) | st.floats(1e-11, 40),  # a microsecond, in days
        st.floats(1, 30),
    )
    def test_is_in_order(self, target, count, elapsed, length):
        """
        Quantiles are in order, chances are chances, and more wanted is less likely.
        """
        one = Outlook("all", target, count, min(elapsed, length), length, ())
        more = Outlook("all", target + 1, count, min(elapsed, length), length, ())

        if one.fan is not None:
            low, middle, high = one.fan

            assert count <= low <= middle <= high
        if one.p_reach is not None:
            assert 0 <= one.p_reach <= 1
            assert more.p_reach is None or more.p_reach <= one.p_reach

    def test_chance_is_that_of_a_simulation(self):
        """
        Drawn rates and counts reach the target as often as was said.
        """
        dice = random.Random(1)
        outlook = Outlook("all", 30, 10, 10.0, 30.0, ())
        reached = 0
        for _ in range(20_000):
            rate, waited, came = dice.gammavariate(10.5, 1 / 10.0), 0.0, 0
            while (waited := waited + dice.expovariate(rate)) < 20 and came < 20:
                came += 1
            reached += came >= 20

        assert outlook.p_reach == pytest.approx(reached / 20_000, abs=0.015)


class TestProgress:
    @given(histories(), st.integers(-130, 20), st.integers(1, 90), st.data())
    def test_counts_first_entries(self, drawn, begins, length, data):
        """
        Leads count whose first entry of the stage, or of a later one, is in time.
        """
        stage = data.draw(st.sampled_from([*MAINLINE, "disqualified"]))
        start = AS_OF + begins * DAY
        end = start + length * DAY
        line = MAINLINE[MAINLINE.index(stage) :] if stage in MAINLINE else (stage,)
        firsts = {
            lead: min((at for name, at in way if name in line), default=None)
            for lead, way in drawn.ways.items()
        }
        expected = sorted(
            lead for lead, at in firsts.items() if at is not None and start <= at < end
        )
        told = Goal(5, start, end, stage=stage).progress(drawn.past)

        assert expected == list(told.leads("count"))
        assert len(expected) == told.whole.count == told.rows()[0]["count"]

    @given(histories())
    def test_segments_sum_to_all(self, drawn):
        """
        The counts of segments sum to that of all, and each has its leads.
        """
        goal = Goal(5, AS_OF - 60 * DAY, AS_OF + DAY)

        def by(lead):
            return None if lead.endswith("0") else f"s{int(lead[1:]) % 3}"

        told = goal.progress(drawn.past, by=by)
        rows = told.rows()

        assert told.whole.count == sum(row["count"] for row in rows)
        for row in rows:
            assert row["count"] == len(told.leads("count", segment=row["segment"]))
            assert ["segment", *COLUMNS] == list(row)
            assert row["target"] is None
            assert row["course"] is None
            assert row["p_reach"] is None
            assert row["pace"] is None
            assert row["required_per_day"] is None

    @given(histories())
    def test_order_of_rows_is_nothing(self, drawn):
        """
        Shuffled rows, and rows after the instant, are the same history.
        """
        goal = Goal(5, AS_OF - 60 * DAY, AS_OF + DAY)
        later = Step("L99", None, "lead", AS_OF + DAY / 2, 0)
        past = Past([later, *reversed(drawn.rows)], LIFECYCLE, as_of=AS_OF)

        assert goal.progress(drawn.past).rows() == goal.progress(past).rows()

    def test_before_it_begins(self):
        """
        Before the start, what is needed is known, and nothing is foreseen.
        """
        told = Goal(60, *MONTH).progress(arrivals([-3], START - DAY))
        (row,) = told.rows()

        assert {
            "target": 60,
            "count": 0,
            "expected": 0.0,
            "required_per_day": 2.0,
            "course": "not begun",
        } == {name: value for name, value in row.items() if value is not None}
        assert told.notes == ("It hasn't begun; 2 a day are needed for 30 days.",)
        assert told.plot() == Course(
            "Goal: 60 to enter lead", "days", (), 30.0, 60.0, None
        )

    def test_with_none_so_far(self):
        """
        With none so far, the chance is small, and neither 0 nor an error.
        """
        told = Goal(5, *MONTH).progress(arrivals([], START + 10 * DAY))
        one = told.whole

        assert 0 < one.p_reach < 0.05
        assert (0, 0) == (one.pace, one.projection)
        assert 1.0 == pytest.approx(one.mean)
        assert one.dispersion is None
        assert "None has entered yet, so that little can be said of the rate." in (
            told.notes
        )

    @pytest.mark.parametrize(
        ("count", "course", "chance", "needed"),
        [(60, "reached", 1.0, 0.0), (59, "missed", 0.0, None)],
    )
    def test_after_it_is_over(self, count, course, chance, needed):
        """
        After the end, the target has been reached or not; leads later don't count.
        """
        days = [place / 2 for place in range(count)]
        past = arrivals([*days, 30.0, 31.0], START + 50 * DAY)
        told = Goal(60, *MONTH).progress(past)
        one = told.whole

        assert (course, chance) == (one.course, one.p_reach)
        assert needed == one.required_per_day
        assert (count, count, count) == one.fan
        assert count == one.mean == one.projection == one.count
        assert one.is_over
        assert told.plot().fan is None
        sentence = {
            "reached": "Reached: 60 of 60.",
            "missed": "Missed: 59 of 60 after 30 days.",
        }

        assert (sentence[course],) == told.notes

    def test_reached_before_the_end(self):
        """
        A target that has been reached is reached, and needs no more.
        """
        told = Goal(10, *MONTH).progress(even(12, 5))

        assert "reached" == told.whole.course
        assert 0.0 == told.whole.required_per_day
        assert 1.0 == told.whole.p_reach

    def test_says_how_it_goes(self):
        """
        The first note says it in words.
        """
        told = Goal(120, *MONTH, name="Spring").progress(even(41, 12))

        assert (
            "Behind: 41 of 120 after 12 of 30 days, where 48 were due. The chance to "
            "reach it is 10.1%; that takes 4.39 a day instead of 3.42."
        ) == told.sentence
        assert (told.sentence,) == told.notes
        assert "Spring: 120 to enter lead" == told.title
        assert str(told).startswith("Spring: 120 to enter lead\n")

    def test_warns_of_uneven_days(self):
        """
        Where days differ more than by chance, a note says so.
        """
        past = arrivals([2.5] * 20 + [7.5] * 20, START + 10 * DAY)
        notes = Goal(120, *MONTH).progress(past).notes

        assert any(note.startswith("Days differ 17.8 times as much") for note in notes)

    def test_targets_by_segment(self):
        """
        A target by segment has a row of each, also of those without leads, and leads
        elsewhere bring it no nearer.
        """
        past = even(40, 10)
        names = ("ads", "web", "else", None)
        segments = {lead: names[int(lead[1:]) % 4] for lead in past.leads}
        goal = Goal({"ads": 30, "web": 10, "fair": 4}, *MONTH)
        told = goal.progress(past, by=segments)
        rows = {row["segment"]: row for row in told.rows()}

        assert {"ads": 30, "else": None, "web": 10, "(unknown)": None, "fair": 4} == {
            name: row["target"] for name, row in rows.items()
        }
        assert {"ads": 10, "else": 10, "web": 10, "(unknown)": 10, "fair": 0} == {
            name: row["count"] for name, row in rows.items()
        }
        assert (44, 20) == (told.whole.target, told.whole.count)
        assert "reached" == told["web"].course
        assert () == told.leads("count", segment="fair")
        assert told.notes[0].startswith("All together: On course: 20 of 44")
        assert "Of 3 segments with a target, 1 reached it." in told.notes

        alone = Goal(44, *MONTH).progress(past)

        assert (44, 40) == (alone.whole.target, alone.whole.count)
        assert alone.whole is alone["all"]

    def test_targets_by_segment_want_segments(self):
        """
        Nobody knows otherwise which leads bring which target nearer.
        """
        with pytest.raises(RuleError) as caught:
            Goal({"ads": 30}, *MONTH).progress(even(4, 10))

        assert (
            "by of a Goal's progress: got none, though its targets are by segment, "
            "expected what segment each lead has. Give by=, or one number as the "
            "target."
        ) == str(caught.value)

    def test_of_a_day(self):
        """
        A goal of one day is told in one day.
        """
        told = Goal(48, START, START + DAY).progress(arrivals([], START - DAY))

        assert "It hasn't begun; 48 a day are needed for 1 day." == told.sentence

    def test_target_of_all_is_none_of_a_segment(self):
        """
        A note says that one target is that of all together.
        """
        told = Goal(30, *MONTH).progress(even(4, 10), by=lambda _: "ads")

        assert "The target is of all together; segments have none." in told.notes

    def test_segment_that_it_doesn_t_have(self):
        """
        A segment that it doesn't have is refused.
        """
        told = Goal(30, *MONTH).progress(even(4, 10))

        with pytest.raises(RuleError) as caught:
            told["ads"]

        assert (
            "segment of a GoalProgress: got one that isn't there, expected one of "
            "its 1."
        ) == str(caught.value)

    def test_faults_are_told(self):
        """
        Leads with faults aren't counted, and a note says how many.
        """
        rows = [
            Step("L1", None, "lead", START),
            Step("L2", None, "customer", START),
        ]
        past = Past(rows, LIFECYCLE, as_of=START + DAY)
        told = Goal(30, *MONTH).progress(past)

        assert 1 == told.whole.count
        assert told.notes[-1].startswith("1 lead isn't counted")

    def test_before_1970(self):
        """
        Leads that never entered the stage aren't counted before 1970 either.
        """
        start = datetime(1969, 1, 1, tzinfo=UTC)
        rows = [Step("L1", None, "lead", start + DAY)]
        past = Past(rows, LIFECYCLE, as_of=start + 30 * DAY)
        goal = Goal(3, start, start + 3650 * DAY, stage="customer")

        assert 0 == goal.progress(past).whole.count

    @given(st.lists(st.floats(0, 29.9), max_size=30))
    def test_plot_shows_the_way(self, days):
        """
        The picture goes from the start to the count, and never falls.
        """
        told = Goal(20, *MONTH).progress(arrivals(days, START + 30 * DAY - DAY / 24))
        plot = told.plot()
        heights = [height for _, height in plot.done]

        assert sorted(heights) == heights
        assert told.whole.count == heights[-1]
        assert (0.0, told.whole.elapsed_days) == (plot.done[0][0], plot.done[-1][0])
        assert told.whole.fan == plot.fan


class TestGoal:
    def test_is_a_value(self):
        """
        Goals with the same parts are the same, in whatever zone they were written.
        """
        tehran = timezone(timedelta(hours=3, minutes=30))
        one, other = (
            Goal(3, START.astimezone(zone), MONTH[1], name="x")
            for zone in (UTC, tehran)
        )

        assert one == other
        assert {one: 1} == {other: 1}
        assert UTC is other.start.tzinfo
        assert Goal({"a": 1}, *MONTH) == Goal({"a": 1}, *MONTH)
        assert {Goal({"a": 1}, *MONTH): 1}

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            (0, "target of a Goal: got a number below 1, expected a whole number of 1"),
            (
                2.5,
                "target of a Goal: got a float, expected a whole number of 1 or more.",
            ),
            (
                True,
                "target of a Goal: got a bool, expected a whole number of 1 or more.",
            ),
            (
                {},
                "target of a Goal: got no segments, expected a whole number, or one by",
            ),
            ({1: 1}, "segment of a Goal: got an int, expected a text."),
            ({"a": None}, "target of a segment: got a missing value, expected a whole"),
        ],
    )
    def test_refuses_targets(self, given, sentence):
        """
        What is no target is refused.
        """
        with pytest.raises(RuleError) as caught:
            Goal(given, *MONTH)

        assert str(caught.value).startswith(sentence)

    def test_refuses_naive_instants(self):
        """
        An instant without a time zone is refused.
        """
        with pytest.raises(InstantError, match="start of a Goal"):
            Goal(3, START.replace(tzinfo=None), MONTH[1])
        with pytest.raises(InstantError, match="end of a Goal"):
            Goal(3, START, MONTH[1].replace(tzinfo=None))

    def test_refuses_an_end_before_the_start(self):
        """
        A goal that ends as it starts is refused.
        """
        with pytest.raises(RuleError) as caught:
            Goal(3, START, START)

        assert (
            "end of a Goal: got one that isn't after the start, expected a later one."
        ) == str(caught.value)

    @pytest.mark.parametrize("field", ["stage", "name"])
    def test_refuses_what_is_no_text(self, field):
        """
        A stage or a name that is no text is refused.
        """
        with pytest.raises(RuleError) as caught:
            Goal(3, *MONTH, **{field: 3})

        assert f"{field} of a Goal: got an int, expected a text." == str(caught.value)

    def test_refuses_unknown_stages(self):
        """
        A stage that the lifecycle doesn't have is refused when it is asked for.
        """
        with pytest.raises(RuleError) as caught:
            Goal(3, *MONTH, stage="costumer").progress(even(3, 3))

        assert "stage of a Goal" == caught.value.subject
        assert "Did you mean 'customer'?" == caught.value.cure
