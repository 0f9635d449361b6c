"""
Forecasts: held against looking at every lead at every snapshot.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from histories import AS_OF, LIFECYCLE, STAGES, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import PREVIOUS, InstantError, Lifecycle, RuleError, Transition
from leadkit.funnel.given.steps import Step
from leadkit.funnel.pipeline.forecast import forecast
from leadkit.funnel.pipeline.forecast_cells import Expectation
from leadkit.funnel.ways.past import Past

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
BOUNDS = (0, 7, 14, 30, 60, 90)
NAMES = ("0-7", "7-14", "14-30", "30-60", "60-90", "90+")
THERE = {"customer", "advocate"}
NOBODY = Past([], LIFECYCLE, as_of=AS_OF)


def segment_of(lead):
    """
    A segment, that isn't known of some.
    """
    return {0: "even", 1: None}[int(lead[1:]) % 2]


def cell_at(way, at):
    """
    The stage and the band of a lead at an instant; None if it wasn't there, or had
    got there.
    """
    past = [(stage, when) for stage, when in way if when <= at]
    if not past or any(stage in THERE for stage, _ in past):
        return None
    stage, since = past[-1]
    band = [n for n, low in zip(NAMES, BOUNDS, strict=True) if low * DAY <= at - since]
    return stage, f"{band[-1]} days"


def counted(ways, horizon, looks, until=AS_OF):
    """
    What a forecast tells by its definition: a slow oracle.
    """
    seen, converted, open_ = Counter(), Counter(), {}
    for lead, way in sorted(ways.items()):
        gots = [when for stage, when in way if stage in THERE]
        for look in looks:
            cell = cell_at(way, look)
            if cell is not None:
                seen[cell] += 1
                converted[cell] += bool(gots) and gots[0] <= look + horizon
        cell = cell_at(way, until)
        if cell is not None:
            open_.setdefault(cell, []).append(lead)
    return seen, converted, open_


def looks_of(ways, horizon, every):
    """
    The snapshots: back from the last one that the horizon is over for.
    """
    first = min((way[0][1] for way in ways.values()), default=AS_OF)
    look, looks = AS_OF - horizon, []
    while look >= first:
        looks.append(look)
        look -= every
    return looks


def rows_of(*ways):
    """
    Steps of leads: a stage, and how many days ago it was entered.
    """
    return [
        Step(f"L{lead}", way[place - 1][0] if place else None, stage, AS_OF - ago * DAY)
        for lead, way in enumerate(ways)
        for place, (stage, ago) in enumerate(way)
    ]


class TestForecast:
    @pytest.mark.parametrize("banded", [False, True])
    def test_reference(self, twelve, reference, banded):
        """
        The chances are those that were worked out elsewhere, by stage and by band.
        """
        whole, group = reference["roll_rates_30d"], reference["roll_rates_30d"]
        bands = (0,)
        if banded:
            group = reference["roll_rates_30d_by_age_band"]
            bands = tuple(group["bands_days"][:-1])
        told = forecast(
            twelve,
            "customer",
            horizon=MONTH,
            snapshots=[datetime.fromisoformat(at) for at in whole["snapshots"]],
            age_bands=bands,
        )

        assert group["expected_customers_30d"] == pytest.approx(told.total.expected)
        if banded:
            cells = {
                (cell.stage, cell.band.split(" ")[0].replace("+", "-inf")): cell
                for cell in told.cells
            }
            seen = {
                "|".join(key): [cell.seen, cell.converted]
                for key, cell in cells.items()
                if cell.seen
            }
            now = {"|".join(key): one.open for key, one in cells.items() if one.open}
            unknown = [key for key, one in cells.items() if one in told.unknown]

            assert group["n_and_converted"] == seen
            assert group["open_now"] == now
            assert group["cells_without_history"] == list(map("|".join, unknown))
            assert 2 == told.total.unknown
        else:
            chances = {cell.stage: cell.chance for cell in told.cells}

            assert group["p_customer"] == pytest.approx(chances)
            assert group["open_now"] == {one.stage: one.open for one in told.cells}

    @given(histories(), st.integers(1, 60), st.integers(3, 60))
    def test_is_what_the_definition_says(self, drawn, horizon, every):
        """
        Each cell has the counts and the leads of a slow count.
        """
        horizon, every = horizon * DAY, every * DAY
        told = forecast(drawn.past, "customer", horizon=horizon, every=every)
        looks = looks_of(drawn.ways, horizon, every)
        seen, converted, open_ = counted(drawn.ways, horizon, looks)

        assert sorted(looks) == list(told.snapshots)
        assert set(seen) | set(open_) == {(one.stage, one.band) for one in told.cells}
        for row in told.rows():
            cell = row["stage"], row["band"]
            leads = told.leads("open", stage=cell[0], band=cell[1])

            assert (seen[cell], converted[cell]) == (row["seen"], row["converted"])
            assert tuple(open_.get(cell, ())) == leads
            assert len(leads) == row["open"]
        chances = [
            Fraction(converted[cell], seen[cell])
            for cell, leads in open_.items()
            for _ in leads
            if seen[cell]
        ]
        expected = pytest.approx(float(sum(chances))) if chances else None

        assert expected == told.total.expected
        assert sum(map(len, open_.values())) == told.total.open
        assert told.total.open - len(chances) == told.total.unknown

    @given(histories(), st.lists(st.integers(30, 140), max_size=5))
    def test_segments_have_histories_of_their_own(self, drawn, ago):
        """
        A segment is foreseen from its leads alone, at the snapshots that are given.
        """
        looks = sorted({AS_OF - days * DAY for days in ago})
        told = forecast(
            drawn.past, "customer", horizon=MONTH, by=segment_of, snapshots=looks
        )
        for name, total in told.totals.items():
            ways = {
                lead: way
                for lead, way in drawn.ways.items()
                if (segment_of(lead) or "(unknown)") == name
            }
            seen, converted, open_ = counted(ways, MONTH, looks)
            for cell in told.cells:
                key = cell.stage, cell.band
                if cell.segment == name:
                    assert (seen[key], converted[key]) == (cell.seen, cell.converted)
                    assert tuple(open_.get(key, ())) == told.leads(
                        segment=name, stage=cell.stage, band=cell.band
                    )
            known = sum(seen[cell] > 0 for cell, leads in open_.items() for _ in leads)

            assert sum(map(len, open_.values())) == total.open
            assert total.open - known == total.unknown

    @given(histories())
    def test_each_lead_has_the_chance_of_its_cell(self, drawn):
        """
        The chances of the leads sum to what is expected.
        """
        told = forecast(drawn.past, "customer", horizon=MONTH)
        chances = [told.chance_of(lead) for lead in told.leads("open")]
        known = [one for one in chances if one is not None]

        assert len(chances) - len(known) == told.total.unknown
        if known:
            low, middle, high = told.total.likely

            assert sum(known) == pytest.approx(told.total.expected)
            assert 0 <= low <= middle <= high <= len(known)
        else:
            assert told.total.expected is None
            assert told.total.likely is None

    @given(histories())
    def test_later_rows_change_nothing(self, drawn):
        """
        What is dated after the instant of the question isn't known to it.
        """
        earlier = [row for row in drawn.rows if row.at <= AS_OF]
        past = Past(earlier, LIFECYCLE, as_of=AS_OF)

        assert (
            forecast(past, "customer", horizon=MONTH).rows()
            == forecast(drawn.past, "customer", horizon=MONTH).rows()
        )

    def test_edges_of_bands_and_horizons(self):
        """
        A band has its lower end; a conversion at the end of the horizon counts, and one
        at the snapshot itself doesn't.
        """
        past = Past(
            rows_of(
                [("lead", 40), ("nurtured", 37), ("customer", 0)],
                [("lead", 40), ("prospect", 37.5), ("customer", 30)],
                [("lead", 40), ("prospect", 36.5)],
            ),
            LIFECYCLE,
            as_of=AS_OF,
        )
        told = forecast(past, "customer", horizon=MONTH, every=DAY, since=AS_OF - MONTH)

        assert [("nurtured", "7-14 days", 1, 1), ("prospect", "0-7 days", 1, 0)] == [
            (one.stage, one.band, one.seen, one.converted)
            for one in told.cells
            if one.seen
        ]

    def test_dead_ends_are_left_out(self):
        """
        Where no way leads on, nobody is open; where one leads back, they may be.
        """
        lifecycle = Lifecycle(
            "resting",
            ["lead", "customer", "resting", "lost"],
            "lead",
            [
                Transition("win", "lead", "customer"),
                Transition("rest", "lead", "resting", kind="exit"),
                Transition("wake", "resting", PREVIOUS, kind="back"),
                Transition("lose", ["lead", "resting"], "lost", kind="exit"),
            ],
        )
        rows = rows_of(
            [("lead", 9), ("lost", 5)], [("lead", 9), ("resting", 5)], [("lead", 9)]
        )
        past = Past(rows, lifecycle, as_of=AS_OF)
        told = forecast(past, "customer", horizon=DAY, age_bands=[0])

        assert ["lead", "resting"] == [cell.stage for cell in told.cells]
        assert ("L1", "L2") == told.leads("open")

    def test_only_who_was_watched_tells_something(self):
        """
        A lead counts at no snapshot before it was imported, nor where it was erased
        before the horizon was over; then it isn't open either.
        """
        rows = rows_of([("lead", 100)], [("lead", 100)], [("lead", 100)])
        past = Past(
            rows,
            LIFECYCLE,
            as_of=AS_OF,
            known_since={"L0": AS_OF - 50 * DAY},
            known_until={"L1": AS_OF - 50 * DAY},
        )
        looks = [AS_OF - days * DAY for days in (30, 50, 70, 80, 90)]
        told = forecast(past, "customer", horizon=MONTH, age_bands=[0], snapshots=looks)
        (cell,) = told.cells

        assert 2 + 2 + 5 == cell.seen
        assert ("L0", "L2") == told.leads("open")

    @pytest.mark.parametrize(
        ("by", "rows"), [(None, []), ({}, []), (lambda _: "x", [])]
    )
    def test_nobody(self, by, rows):
        """
        Of no leads, nothing is expected, and that isn't 0.
        """
        told = forecast(NOBODY, "customer", horizon=MONTH, by=by)

        assert rows == told.rows()
        assert Expectation(0, 0, None, None) == told.total
        assert {} == told.totals
        assert (
            "No lead is open.",
            "There is no snapshot: the history is shorter than the horizon.",
        ) == told.notes
        assert () == told.plot().labels
        assert () == told.leads("open")

    def test_notes(self, twelve):
        """
        They tell the sum, the range, and who isn't in it.
        """
        told = forecast(twelve, "customer", horizon=MONTH)
        short = Past(rows_of([("lead", 1)]), LIFECYCLE, as_of=AS_OF)

        assert "Forecast of customer within 30 days" == told.title
        assert (
            "Expected of 8 open leads: 0.3333; with a chance of 8 in 10 from 0 to 1, "
            "if the chances are right and the leads independent."
        ) == told.notes[0]
        assert (
            "Open leads in a stage for so long as no lead was ever seen: 3. They "
            "aren't in it."
        ) == told.notes[1]
        assert (
            "The chances are of 5 snapshots, the last one on 2024-06-01. A lead may be "
            "in several, so that no interval of a chance is told."
        ) == told.notes[2]
        assert (
            "Nothing can be said about 1 open lead: nobody like them was ever seen."
        ) == forecast(short, "customer", horizon=MONTH).notes[0]

    def test_plot(self, twelve):
        """
        There is a bar for each stage; one of which nothing is known has no length.
        """
        plot = forecast(twelve, "customer", horizon=MONTH).plot()

        assert ("lead", "nurtured", "prospect", "disqualified") == plot.labels
        assert (None, 0.0, pytest.approx(1 / 3), 0.0) == plot.parts["expected"]
        assert ("– of 2", "0 of 1", "0.3333 of 2", "0 of 3") == plot.told

    @pytest.mark.parametrize("lead", ["L01", "L99"])
    def test_others_have_no_chance_here(self, twelve, lead):
        """
        Who got there, or isn't known, is no open lead; the error doesn't name it.
        """
        with pytest.raises(RuleError) as caught:
            forecast(twelve, "customer", horizon=MONTH).chance_of(lead)

        assert (
            "lead of a forecast: got an id of no open lead, expected the id of a lead "
            'that is watched and may still get there. leads("open") lists them.'
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("options", "subject", "came"),
        [
            ({"horizon": 30}, "horizon of a forecast", "an int"),
            ({"horizon": -DAY}, "horizon of a forecast", "a span of nothing or less"),
            ({"every": 30}, "every of a forecast", "an int"),
            (
                {"every": timedelta.resolution},
                "every of a forecast",
                "a span that makes more than 1000 snapshots",
            ),
            ({"age_bands": 7}, "age_bands of a forecast", "an int"),
            ({"age_bands": "7"}, "age_bands of a forecast", "a str"),
            ({"age_bands": ["7"]}, "age_bands of a forecast", "a str"),
            ({"age_bands": [False]}, "age_bands of a forecast", "a bool"),
            (
                {"age_bands": [0, float("nan")]},
                "age_bands of a forecast",
                "a number that isn't finite",
            ),
            (
                {"age_bands": []},
                "age_bands of a forecast",
                "bands that don't begin at 0",
            ),
            (
                {"age_bands": [7, 14]},
                "age_bands of a forecast",
                "bands that don't begin at 0",
            ),
            (
                {"age_bands": [0, 7, 7]},
                "age_bands of a forecast",
                "days that don't rise",
            ),
            ({"snapshots": 3}, "snapshots of a forecast", "an int"),
            ({"snapshots": "3"}, "snapshots of a forecast", "a str"),
            (
                {"snapshots": [AS_OF]},
                "snapshots of a forecast",
                "an instant that the horizon isn't over for",
            ),
            ({"by": 3}, "by", "an int"),
        ],
    )
    def test_wrong_questions_are_refused(self, options, subject, came):
        """
        The error says which argument is wrong, and what came.
        """
        past = Past(rows_of([("lead", 100)]), LIFECYCLE, as_of=AS_OF)
        with pytest.raises(RuleError) as caught:
            forecast(past, "customer", **{"horizon": MONTH, **options})

        assert subject == caught.value.subject
        assert came == caught.value.came

    def test_unknown_stages_are_refused(self):
        """
        The error suggests the one that was meant.
        """
        with pytest.raises(RuleError) as caught:
            forecast(NOBODY, "costumer", horizon=MONTH)

        assert "end of a forecast" == caught.value.subject
        assert "Did you mean 'customer'?" == caught.value.cure
        assert "customer" in STAGES

    @pytest.mark.parametrize(
        "options",
        [
            {"since": datetime(2026, 1, 1)},
            {"snapshots": [datetime(2026, 1, 1)]},
        ],
    )
    def test_naive_instants_are_refused(self, options):
        """
        A snapshot needs a time zone.
        """
        with pytest.raises(InstantError):
            forecast(NOBODY, "customer", horizon=MONTH, **options)
