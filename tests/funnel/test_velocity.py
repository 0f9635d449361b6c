"""
Sales velocity: held against counting it from the definition, with exact fractions.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from histories import AS_OF, LIFECYCLE, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, LeadError, RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.pipeline.velocity import sales_velocity, velocity
from leadkit.funnel.ways.past import Past

DAY = timedelta(days=1)
WORTH = {f"L{place:02}": Decimal(100 * place) + Decimal("0.1") for place in range(8)}
WORTH["L02"] = None
EXITS = {"disqualified", "churned"}
WINS = {"customer", "advocate"}


def segment_of(lead):
    """
    A segment, that isn't known of some.
    """
    return {0: "even", 1: None}[int(lead[1:]) % 2]


def counted(ways):
    """
    The numbers of a velocity by its definition: a slow oracle.
    """
    found = {"open": [], "won": [], "lost": []}
    days, values = [], []
    for lead, way in sorted(ways.items()):
        stages = [stage for stage, _ in way]
        if "prospect" not in stages:
            continue
        begin = stages.index("prospect")
        if stages[-1] == "prospect":
            found["open"].append(lead)
        wins = [at for stage, at in way[begin:] if stage in WINS]
        if wins:
            found["won"].append(lead)
            days.append(Fraction((wins[0] - way[begin][1]) / timedelta.resolution))
            values.append(WORTH[lead])
        elif stages[-1] in EXITS:
            found["lost"].append(lead)
    known = [Fraction(value) for value in values if value is not None]
    mean = sum(known) / len(known) if known else None
    cycle = sum(days) / len(days) / (86400 * 10**6) if days else None
    flow = None
    if mean is not None and cycle:
        closed = len(found["won"]) + len(found["lost"])
        flow = len(found["open"]) * Fraction(len(found["won"]), closed) * mean / cycle
    return found, mean, cycle, flow


def close(one, other):
    """
    Whether two numbers are one, or both unknown.
    """
    if one is None or other is None:
        return one is other
    return abs(Fraction(one) - Fraction(other)) <= abs(Fraction(one)) / 10**12


class TestVelocity:
    def test_reference(self, twelve, reference):
        """
        The numbers are those that were worked out by hand.
        """
        group = reference["sales_velocity"]
        worth = {k: one["value"] for k, one in reference["history"]["leads"].items()}
        told = velocity(twelve, value=worth)
        parts = told.overall

        assert (
            "Deals that aren't won yet, but may be: 2.",
            "The mean cycle is that of won deals; slow ones may still be open.",
        ) == told.notes
        assert group["open_opportunities"] == parts.open
        assert (group["won"], group["lost"]) == (parts.won, parts.lost)
        assert group["win_rate"] == parts.rate.value
        assert group["mean_value"] == parts.mean_value
        assert group["mean_cycle"] == pytest.approx(parts.mean_cycle_days)
        assert group["velocity_per_day"] == pytest.approx(float(parts.per_day))

    @given(histories())
    def test_is_what_the_definition_says(self, drawn):
        """
        All numbers, and the leads behind them, are those of a slow count.
        """
        told = velocity(drawn.past, value=WORTH)
        found, mean, cycle, flow = counted(drawn.ways)
        (row,) = told.rows()

        for count, leads in found.items():
            assert tuple(leads) == told.leads(count)
            assert len(leads) == row[count]
        assert close(mean, row["mean_value"])
        assert close(cycle, row["mean_cycle_days"])
        assert close(flow, row["velocity_per_day"])

    @given(histories())
    def test_segments_are_counted_alike(self, drawn):
        """
        A segment has the numbers of its leads alone; the overall ones are of all.
        """
        told = velocity(drawn.past, value=WORTH, by=segment_of)
        for row in told.rows():
            ways = {
                lead: way
                for lead, way in drawn.ways.items()
                if (segment_of(lead) or "(unknown)") == row["segment"]
            }
            found, _, _, flow = counted(ways)

            for count, leads in found.items():
                assert tuple(leads) == told.leads(count, segment=row["segment"])
                assert len(leads) == row[count]
            assert close(flow, row["velocity_per_day"])
        overall = velocity(drawn.past, value=WORTH).overall

        assert overall.per_day == told.overall.per_day
        assert [row["segment"] for row in told] == list(told.parts)

    @given(histories(), st.integers(0, 60), st.integers(1, 60))
    def test_a_window_chooses_leads(self, drawn, ago, length):
        """
        Only leads that were created in it count.
        """
        start = AS_OF - (ago + length) * DAY
        window = (start, start + length * DAY)
        told = velocity(drawn.past, value=WORTH, created=window)
        ways = {
            lead: way
            for lead, way in drawn.ways.items()
            if window[0] <= way[0][1] < window[1]
        }

        assert close(counted(ways)[3], told.overall.per_day)

    def test_nothing_is_not_0(self):
        """
        Of no leads, what can't be known is None.
        """
        told = velocity(Past([], LIFECYCLE, as_of=AS_OF), value={})

        assert [
            {
                "open": 0,
                "won": 0,
                "lost": 0,
                "rate": None,
                "low": None,
                "high": None,
                "mean_value": None,
                "mean_cycle_days": None,
                "velocity_per_day": None,
            }
        ] == told.rows()
        assert told.plot() is None
        assert [] == velocity(Past([], LIFECYCLE, as_of=AS_OF), value={}, by={}).rows()

    def test_a_win_in_no_time_has_no_velocity(self):
        """
        Deals that take no time make no money per day.
        """
        rows = [
            Step("L1", None, "lead", AS_OF - DAY),
            Step("L1", "lead", "prospect", AS_OF),
            Step("L1", "prospect", "customer", AS_OF),
        ]
        parts = velocity(Past(rows, LIFECYCLE, as_of=AS_OF), value={"L1": 5}).overall

        assert 0 == parts.mean_cycle_days
        assert parts.per_day is None

    def test_notes(self):
        """
        They say who may still be won, who has no value, and who isn't counted.
        """
        ways = [
            ("lead", "prospect", "customer"),
            ("lead", "nurtured", "customer"),
            ("lead", "prospect"),
            ("lead", "advocate"),
        ]
        rows = [
            Step(f"L{lead}", None if not place else way[place - 1], stage, AS_OF, place)
            for lead, way in enumerate(ways)
            for place, stage in enumerate(way)
        ]
        told = velocity(Past(rows, LIFECYCLE, as_of=AS_OF), value={})

        assert (
            "Deals that aren't won yet, but may be: 1.",
            "The mean cycle is that of won deals; slow ones may still be open.",
            "Won deals without a value: 1. The mean leaves them out.",
            "Leads that were won without being in 'prospect': 1. They don't count.",
        ) == told.notes[:4]
        assert 1 == told._past.left_out
        assert told.notes[4].startswith("1 lead isn't counted")
        assert "Sales velocity from prospect to customer" == told.title

    def test_an_erased_lead_is_not_open(self):
        """
        Whoever isn't watched any more has no open deal.
        """
        rows = [
            Step("L1", None, "lead", AS_OF - 9 * DAY),
            Step("L1", "lead", "prospect", AS_OF - 8 * DAY),
        ]
        known = Past(rows, LIFECYCLE, as_of=AS_OF)
        erased = Past(rows, LIFECYCLE, as_of=AS_OF, known_until={"L1": AS_OF - 7 * DAY})

        assert 1 == velocity(known, value={}).overall.open
        assert 0 == velocity(erased, value={}).overall.open

    def test_plot(self, twelve, reference):
        """
        There is a bar for each segment; what isn't known is no bar of 0.
        """
        leads = reference["history"]["leads"]
        told = velocity(
            twelve,
            value={lead: one["value"] or None for lead, one in leads.items()},
            by={lead: one["channel"] for lead, one in leads.items() if lead != "L01"},
        )
        plot = told.plot()

        assert ("email", "event", "search", "social", "(unknown)") == plot.labels
        assert ("9.09", "0.00", "–", "0.00", "0.00") == plot.told
        assert (700 / 77, 0, None, 0, 0) == pytest.approx(plot.parts["per day"])

    @pytest.mark.parametrize(
        ("options", "subject"),
        [
            ({"opportunity": "prospct"}, "opportunity of a velocity"),
            ({"won": "costumer"}, "won of a velocity"),
            ({"won": "prospect"}, "won of a velocity"),
            ({"won": "nurtured"}, "won of a velocity"),
            ({"by": 3}, "by"),
            ({"created": AS_OF}, "created"),
            ({"value": 3}, "value of a velocity"),
        ],
    )
    def test_wrong_questions_are_refused(self, options, subject):
        """
        The error says what was wrong.
        """
        past = Past([], LIFECYCLE, as_of=AS_OF)
        with pytest.raises(RuleError) as caught:
            velocity(past, **{"value": {}, **options})

        assert subject == caught.value.subject

    def test_order_is_told(self):
        """
        A deal can't be won before it is an opportunity.
        """
        with pytest.raises(RuleError) as caught:
            velocity(Past([], LIFECYCLE, as_of=AS_OF), value={}, won="lead")

        assert (
            "won of a velocity: got the stage of the opportunity, or one before it, "
            "expected a stage that comes after it."
        ) == str(caught.value)

    def test_exits_may_be_won(self):
        """
        A stage beside the mainline may be the win; other exits are losses.
        """
        ways = [("lead", "disqualified"), ("lead", "nurtured", "disqualified")]
        rows = [
            Step(
                f"L{lead}", way[place - 1] if place else None, stage,
                AS_OF - (5 - place) * DAY, place,
            )
            for lead, way in enumerate(ways)
            for place, stage in enumerate(way)
        ]  # fmt: skip
        past = Past(rows, LIFECYCLE, as_of=AS_OF)
        parts = velocity(
            past, value={}, opportunity="nurtured", won="disqualified"
        ).overall

        assert (1, 0, 1) == (parts.won, parts.lost, parts.skipped)

    @pytest.mark.parametrize("value", [-1, float("nan"), "900"])
    def test_wrong_values_are_refused(self, twelve, value):
        """
        A won deal can't be worth that.
        """
        with pytest.raises(LeadError) as caught:
            velocity(twelve, value=lambda _: value)

        assert "the value of a lead" == caught.value.subject

    def test_naive_instants_are_refused(self):
        """
        A window needs a time zone.
        """
        naive = AS_OF.replace(tzinfo=None)
        with pytest.raises(InstantError):
            velocity(Past([], LIFECYCLE, as_of=AS_OF), value={}, created=(naive, AS_OF))


class TestSalesVelocity:
    def test_textbook(self, reference):
        """
        It is the formula that all textbooks have.
        """
        group = reference["sales_velocity"]["textbook"]
        told = sales_velocity(group["n"], group["value"], group["win"], group["days"])

        assert group["velocity"] == pytest.approx(float(told))

    @given(st.integers(0, 99), st.decimals(0, 9999, places=2), st.integers(0, 90))
    def test_is_exact(self, n, value, days):
        """
        No digit is lost on floats.
        """
        told = sales_velocity(n, value, 0.3, days)
        if not days:
            assert told is None
        else:
            exact = n * Fraction(3, 10) * Fraction(value) / days

            assert close(exact, told)

    @pytest.mark.parametrize(
        ("arguments", "error", "subject", "came"),
        [
            ((-1, 1, 0.5, 9), RuleError, "n", "a negative number"),
            ((1.5, 1, 0.5, 9), RuleError, "n", "a float"),
            ((True, 1, 0.5, 9), RuleError, "n", "a bool"),
            ((1, -1, 0.5, 9), LeadError, "value", "an amount below 0"),
            ((1, 1, 1.5, 9), RuleError, "win_rate", "a number beyond"),
            ((1, 1, float("nan"), 9), RuleError, "win_rate", "NaN"),
            ((1, 1, True, 9), RuleError, "win_rate", "a bool"),
            ((1, 1, 0.5, -9), RuleError, "cycle_days", "a number beyond"),
            ((1, 1, 0.5, float("inf")), RuleError, "cycle_days", "a number beyond"),
            ((1, 1, 0.5, "9"), RuleError, "cycle_days", "a str"),
        ],
    )
    def test_wrong_numbers_are_refused(self, arguments, error, subject, came):
        """
        The error says which argument, and what came.
        """
        with pytest.raises(error) as caught:
            sales_velocity(*arguments)

        assert f"{subject} of a sales velocity" == caught.value.subject
        assert came == caught.value.came
