"""
Chances of open leads: held against counting who is left, with exact fractions.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from histories import AS_OF, EDGES, LIFECYCLE, STAGES, histories, lifecycle_of
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.incidence import cumulative_incidence
from leadkit.funnel.pipeline.chances import chances
from leadkit.funnel.ways.past import Past

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
THERE = {"customer", "advocate"}
#: A lifecycle in which nobody comes back from being disqualified.
FINAL = lifecycle_of(
    {source: targets for source, targets in EDGES.items() if source != "disqualified"},
    stages=STAGES,
)
NOBODY = Past([], FINAL, as_of=AS_OF)
ENDS = (
    "Open leads for whom the curve ends before the horizon: 1. They may have better "
    "chances."
)


def waits_of(ways, *, final):
    """
    By lead, how long it was under way, and what ended that.
    """
    found = {}
    for lead, way in ways.items():
        begin = way[0][1]
        gots = [at for stage, at in way if stage in THERE]
        outs = [at for stage, at in way if final and stage == "disqualified"]
        ends = [(at, code) for code, at in [(1, gots), (2, outs)] for at in at[:1]]
        at, code = min(ends, default=(AS_OF, 0))
        found[lead] = (at - begin, code)
    return found


def chance_by(waits, age, horizon):
    """
    The chance by the estimate of Aalen and Johansen, with fractions.
    """
    left, got, before, rest = Fraction(1), Fraction(0), Fraction(0), Fraction(1)
    for time in sorted({time for time, code in waits if code}):
        risk = sum(other >= time for other, _ in waits)
        happened = [code for other, code in waits if other == time and code]
        if time <= age + horizon:
            got += left * Fraction(happened.count(1), risk)
            left *= 1 - Fraction(len(happened), risk)
        if time <= age:
            before, rest = got, left
    return (got - before) / rest if rest else None


class TestChances:
    def test_reference(self, reference):
        """
        The chances are those of the curves of two other libraries, and the curve's end
        is told.
        """
        group, waits = reference["pipeline_forecast_30d"], reference["time_to_customer"]
        rows = []
        for lead, days, code in zip(
            waits["leads"],
            waits["first_exit_durations"],
            waits["first_exit_codes"],
            strict=True,
        ):
            # The reference has no more decimals than these.
            begin = AS_OF - (timedelta(days=200) if code else timedelta(days=days))
            rows.append(Step(lead, None, "lead", begin))
            if code == 1:
                rows.append(Step(lead, "lead", "nurtured", begin))
                rows.append(
                    Step(lead, "nurtured", "customer", begin + timedelta(days=days))
                )
            if code == 2:
                rows.append(
                    Step(lead, "lead", "disqualified", begin + timedelta(days=days))
                )
        told = chances(
            Past(rows, FINAL, as_of=AS_OF),
            "customer",
            horizon=MONTH,
        )

        assert group["expected_customers"] == pytest.approx(told.total.expected)
        assert [
            (
                one["lead"],
                pytest.approx(one["age"]),
                pytest.approx(one["p"]),
                one["beyond_support"],
            )
            for one in group["leads"]
        ] == [(one.lead, one.age_days, one.chance, one.beyond) for one in told.each]
        assert ("L06",) == told.leads("beyond")

    def test_reference_as_numbers(self, reference):
        """
        The curves alone make the same chances.
        """
        group, waits = reference["pipeline_forecast_30d"], reference["time_to_customer"]
        curves = cumulative_incidence(
            waits["first_exit_durations"], waits["first_exit_codes"]
        )
        for one in group["leads"]:
            age = one["age"]
            chance = (curves[1].at(age + 30) - curves[1].at(age)) / curves.waiting(age)

            assert one["p"] == pytest.approx(chance)

    @given(histories(), st.integers(1, 60))
    def test_exits_that_are_left_again_end_nothing(self, drawn, horizon):
        """
        Whoever may come back is open until they get there.
        """
        told = chances(drawn.past, "customer", horizon=horizon * DAY)
        waits = waits_of(drawn.ways, final=False)

        assert sorted(lead for lead, (_, code) in waits.items() if not code) == [
            one.lead for one in told.each
        ]
        for one in told.each:
            age = waits[one.lead][0]
            exact = chance_by(list(waits.values()), age, horizon * DAY)

            assert age / DAY == one.age_days
            assert pytest.approx(float(exact)) == told.chance_of(one.lead)

    @given(histories(), st.integers(1, 60))
    def test_final_exits_end_it(self, drawn, horizon):
        """
        Whoever can't come back is taken out of those who are left.
        """
        ways = {
            lead: way[: index + 1]
            for lead, way in drawn.ways.items()
            for index in [
                next(
                    (n for n, (stage, _) in enumerate(way) if stage == "disqualified"),
                    len(way),
                )
            ]
        }
        rows = [
            Step(lead, way[place - 1][0] if place else None, stage, at, place)
            for lead, way in ways.items()
            for place, (stage, at) in enumerate(way)
        ]
        told = chances(
            Past(rows, FINAL, as_of=AS_OF),
            "customer",
            horizon=horizon * DAY,
        )
        waits = waits_of(ways, final=True)

        assert sorted(lead for lead, (_, code) in waits.items() if not code) == [
            one.lead for one in told.each
        ]
        for one in told.each:
            age = waits[one.lead][0]
            exact = chance_by(list(waits.values()), age, horizon * DAY)

            assert pytest.approx(float(exact)) == one.chance
            assert one.beyond == (
                age + horizon * DAY > max(time for time, _ in waits.values())
            )

    @given(histories())
    def test_rows_sum_the_leads_up(self, drawn):
        """
        Each row has the leads of its age and segment, and their chances.
        """
        told = chances(
            drawn.past,
            "customer",
            horizon=MONTH,
            by=lambda lead: lead[-1],
            start="lead",
        )
        each = {one.lead: one for one in told.each}
        for row in told.rows():
            cell = {"segment": row["segment"], "band": row["band"]}
            inside = [each[lead] for lead in told.leads("open", **cell)]
            known = [one.chance for one in inside if one.chance is not None]

            assert len(inside) == row["open"]
            assert sum(one.beyond for one in inside) == row["beyond"]
            assert len(told.leads("beyond", **cell)) == row["beyond"]
            assert {row["segment"]} == {one.lead[-1] for one in inside}
            assert (pytest.approx(sum(known)) if known else None) == row["expected"]
        assert len(told.each) == told.total.open

    def test_nobody_of_an_age(self):
        """
        Where all who were watched so long got there, the chance isn't known.
        """
        rows = [
            Step("L1", None, "lead", AS_OF - 9 * DAY),
            Step("L1", "lead", "prospect", AS_OF - 8 * DAY),
            Step("L1", "prospect", "customer", AS_OF - 7 * DAY),
            Step("L2", None, "lead", AS_OF - 9 * DAY),
        ]
        past = Past(rows, LIFECYCLE, as_of=AS_OF, known_since={"L2": AS_OF})
        told = chances(past, "customer", horizon=MONTH)

        assert told.chance_of("L2") is None
        assert (None,) == told.plot().parts["expected"]
        assert [
            {
                "band": "7-14 days",
                "open": 1,
                "beyond": 1,
                "chance": None,
                "expected": None,
            }
        ] == told.rows()
        assert (
            "Nothing can be said about 1 open lead: nobody like them was ever seen.",
            ENDS,
            "Open leads of an age at which nobody was left: 1. They aren't in it.",
        ) == told.notes
        assert "Chances of customer within 30 days" == told.title

    def test_losses_alone(self):
        """
        Where nobody ever got there, nobody has a chance; whoever isn't watched any more
        isn't open, and who never started isn't there.
        """
        rows = [
            Step("L1", None, "lead", AS_OF - 90 * DAY),
            Step("L1", "lead", "nurtured", AS_OF - 89 * DAY),
            Step("L1", "nurtured", "disqualified", AS_OF - 30 * DAY),
            Step("L2", None, "lead", AS_OF - 90 * DAY),
            Step("L2", "lead", "nurtured", AS_OF - 80 * DAY),
            Step("L3", None, "lead", AS_OF - 90 * DAY),
            Step("L3", "lead", "nurtured", AS_OF - 20 * DAY),
            Step("L4", None, "lead", AS_OF - 90 * DAY),
        ]
        past = Past(rows, FINAL, as_of=AS_OF, known_until={"L2": AS_OF - 9 * DAY})
        told = chances(
            past,
            "customer",
            horizon=DAY,
            start="nurtured",
        )

        assert ("L3",) == told.leads()
        assert 0 == told.chance_of("L3")
        assert ("Expected of 1 open lead: 0;",) == (told.notes[0][:27],)

    def test_a_dead_end_may_have_several_stages(self):
        """
        A lead is lost when it goes where no way leads back from, and from the start
        where none ever led to the end.
        """
        edges = {"lead": ("customer", "lost"), "lost": ("archived",)}
        stages = ("lead", "customer", "lost", "archived", "elsewhere")
        lifecycle = lifecycle_of(edges, ("lead", "customer"), stages)
        rows = [
            Step("L1", None, "lead", AS_OF - 9 * DAY),
            Step("L1", "lead", "lost", AS_OF - 6 * DAY),
            Step("L1", "lost", "archived", AS_OF - 1 * DAY),
            Step("L2", None, "lead", AS_OF - 9 * DAY),
            Step("L2", "lead", "customer", AS_OF - 2 * DAY),
            Step("L3", None, "lead", AS_OF - 4 * DAY),
        ]
        past = Past(rows, lifecycle, as_of=AS_OF)
        told = chances(past, "customer", horizon=9 * DAY)

        assert ("L3",) == told.leads()
        # Of those who were watched after its 4 days, which is L2, all got there.
        assert pytest.approx(1) == told.chance_of("L3")
        assert () == chances(past, "elsewhere", horizon=DAY).leads()

    def test_plot(self, twelve):
        """
        There is a bar for each band.
        """
        plot = chances(twelve, "customer", horizon=MONTH, age_bands=(0, 100)).plot()

        assert ("0-100 days", "100+ days") == plot.labels
        assert 2 == len(plot.told)
        assert () == chances(NOBODY, "customer", horizon=MONTH).plot().labels

    def test_nobody(self):
        """
        Of no leads, there are no rows.
        """
        told = chances(NOBODY, "customer", horizon=MONTH)

        assert [] == told.rows()
        assert ("No lead is open.",) == told.notes
        assert told.total.expected is None

    @pytest.mark.parametrize("lead", ["L01", "L99"])
    def test_others_have_no_chance_here(self, twelve, lead):
        """
        Who got there, or isn't known, is no open lead; the error doesn't name it.
        """
        with pytest.raises(RuleError) as caught:
            chances(twelve, "customer", horizon=MONTH).chance_of(lead)

        assert (
            "lead of chances: got an id of no open lead, expected the id of a lead "
            'that is watched and may still get there. leads("open") lists them.'
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("options", "subject"),
        [
            ({"horizon": 30}, "horizon of chances"),
            ({"age_bands": [1]}, "age_bands of chances"),
            ({"start": "customer"}, "a conversion"),
            ({"start": "leed"}, "start of a conversion"),
        ],
    )
    def test_wrong_questions_are_refused(self, options, subject):
        """
        The error says which argument is wrong.
        """
        with pytest.raises(RuleError) as caught:
            chances(NOBODY, "customer", **{"horizon": MONTH, **options})

        assert subject == caught.value.subject
