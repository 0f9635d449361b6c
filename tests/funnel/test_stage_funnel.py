"""
The funnel of stages, held against the reference and against counting lead by lead.
"""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from histories import AS_OF, EDGES, LIFECYCLE, MAINLINE, STAGES, histories, lifecycle_of
from hypothesis import given
from hypothesis import strategies as st

from leadkit import PREVIOUS, InstantError, Lifecycle, RuleError, Transition
from leadkit.funnel.conversions.depths import COUNTS
from leadkit.funnel.conversions.stage_funnel import stage_funnel
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.rates import Rate
from leadkit.funnel.ways.past import Past

DAY = timedelta(days=1)
FATES = ("advanced", "exited", "open")
counts = st.sampled_from(COUNTS)


def counted(way, count):
    """
    The stages of the mainline that a lead counts for, straight from the definitions.
    """
    stages = [stage for stage, _ in way]
    if count == "visited":
        return {stage for stage in stages if stage in MAINLINE}
    depth = 0
    if count == "reached":
        depth = 1 + max(MAINLINE.index(one) for one in stages if one in MAINLINE)
    elif count == "ordered":
        while depth < len(MAINLINE) and MAINLINE[depth] in stages:
            stages = stages[stages.index(MAINLINE[depth]) + 1 :]
            depth += 1
    else:
        while depth < len(MAINLINE) and [MAINLINE[depth]] == stages[depth : depth + 1]:
            depth += 1
    return set(MAINLINE[:depth])


def by_hand(drawn, count):
    """
    By stage and fate, the leads that have it.
    """
    found = {(stage, fate): [] for stage in MAINLINE for fate in FATES}
    for lead, way in drawn.ways.items():
        counts_for = counted(way, count)
        for place, stage in enumerate(MAINLINE):
            if stage in counts_for:
                if counts_for & set(MAINLINE[place + 1 :]):
                    fate = "advanced"
                else:
                    fate = "open" if way[-1][0] in MAINLINE else "exited"
                found[stage, fate].append(lead)
    return found


def odd(lead):
    """
    Part leads by their numbers; the first one isn't known.
    """
    number = int(lead[1:])
    return ("even", "odd")[number % 2] if number else None


def past_of(*ways, lifecycle=LIFECYCLE, **options):
    """
    A history of leads that entered a stage each day.
    """
    rows = [
        Step(
            f"L{place}", way[at - 1] if at else None, stage, AS_OF + (at - 99) * DAY, at
        )
        for place, way in enumerate(ways)
        for at, stage in enumerate(way)
    ]
    return Past(rows, lifecycle, as_of=AS_OF, **options)


class TestStageFunnel:
    @given(histories(), counts)
    def test_it_counts_what_the_definitions_say(self, drawn, count):
        """
        Behind each number are the leads that have that fate.
        """
        funnel = stage_funnel(drawn.past, count=count)
        expected = by_hand(drawn, count)
        found = {
            (stage, fate): list(funnel.leads(fate, stage=stage))
            for stage in MAINLINE
            for fate in FATES
        }

        assert expected == found
        assert {key: len(leads) for key, leads in expected.items()} == {
            (step.stage, fate): getattr(step, fate)
            for step in funnel.steps
            for fate in FATES
        }

    @given(histories(), counts, st.none() | st.just(odd))
    def test_behind_each_count_are_so_many_leads(self, drawn, count, by):
        """
        The leads behind a count are as many as it says.
        """
        funnel = stage_funnel(drawn.past, count=count, by=by)
        for row in funnel.rows():
            cell = {name: row[name] for name in ("segment", "stage") if name in row}
            for name in ("reached", *FATES):
                assert row[name] == len(funnel.leads(name, **cell))

    @given(histories(), st.sampled_from(["reached", "ordered", "strict"]))
    def test_fewer_and_fewer_get_further(self, drawn, count):
        """
        Nobody counts for a stage who doesn't count for the one before, and those who
        advanced are those who count for the next.
        """
        steps = stage_funnel(drawn.past, count=count).steps

        assert [step.advanced for step in steps] == [
            *(step.reached for step in steps[1:]),
            0,
        ]

    @given(histories(), counts)
    def test_rates_lie_within_their_bounds(self, drawn, count):
        """
        A rate lies within its interval, and not above what it may still become.
        """
        for step in stage_funnel(drawn.past, count=count).steps:
            values = step.values
            if values["rate"] is not None:
                assert values["low"] <= values["rate"] <= values["high"]
                assert values["rate"] <= values["rate_high"] <= 1
            else:
                assert values["low"] is values["high"] is values["rate_high"] is None
            if values["resolved"] is not None:
                assert values["rate"] <= values["resolved"] <= 1

    @given(histories(), counts, st.randoms(use_true_random=False))
    def test_the_order_of_rows_and_later_ones_change_nothing(
        self, drawn, count, chance
    ):
        """
        Numbered rows may come in any order, and what comes after the instant of the
        question isn't known yet.
        """
        rows = list(drawn.rows)
        chance.shuffle(rows)
        rows.append(Step("L99", None, "lead", AS_OF + DAY, 0))
        other = Past(rows, LIFECYCLE, as_of=AS_OF)

        assert (
            stage_funnel(drawn.past, count=count).rows()
            == stage_funnel(other, count=count).rows()
        )

    @given(histories(), counts)
    def test_segments_sum_to_the_whole(self, drawn, count):
        """
        Each segment is the funnel of its leads alone, and all together are the whole.
        """
        whole = stage_funnel(drawn.past, count=count)
        parts = stage_funnel(drawn.past, count=count, by=odd)
        for segment in {step.segment for step in parts.steps}:
            own = [
                row for row in drawn.rows if (odd(row.lead) or "(unknown)") == segment
            ]
            alone = stage_funnel(Past(own, LIFECYCLE, as_of=AS_OF), count=count)
            for stage in MAINLINE:
                part = parts[segment, stage]

                assert attrs.evolve(alone[stage], segment=segment) == attrs.evolve(
                    part, segment=segment
                )
        for stage in MAINLINE:
            assert whole[stage].values == parts[stage].values

    @given(histories(least=1), st.integers(0, 100), st.integers(1, 100))
    def test_created(self, drawn, ago, days):
        """
        Only leads that were created in the window count; its end doesn't belong to it.
        """
        start = AS_OF - ago * DAY
        end = start + days * DAY
        own = {lead for lead, way in drawn.ways.items() if start <= way[0][1] < end}
        found = stage_funnel(drawn.past, created=(start, end))

        assert tuple(sorted(own)) == found.leads("reached", stage="lead")

    @pytest.mark.parametrize("stage", ["lead", "nurtured", "prospect", "customer"])
    def test_reference(self, reference, twelve, stage):
        """
        The split of each stage is the reference's.
        """
        group = reference["stage_counts"]
        (told,) = (one for one in group["step_split"] if one["stage"] == stage)
        row = stage_funnel(twelve)[stage].values
        names = ("reached", "advanced", "exited", "open")
        shares = ("rate", "rate_high", "low", "high")
        values = (told["rate"], told["rate_high"], *told["wilson95"])

        assert [told[name] for name in names] == [row[name] for name in names]
        assert list(values) == pytest.approx(
            [row[name] for name in shares], abs=group["tol"]
        )
        assert told["resolved_rate"] == (
            None
            if row["resolved"] is None
            else pytest.approx(row["resolved"], abs=group["tol"])
        )

    @pytest.mark.parametrize(
        ("count", "name"),
        [
            ("reached", "reached"),
            ("visited", "visited"),
            ("ordered", "ordered"),
            ("strict", "strict_consecutive"),
        ],
    )
    def test_reference_counts(self, reference, twelve, count, name):
        """
        All ways of counting give the reference's numbers.
        """
        steps = stage_funnel(twelve, count=count).steps

        assert reference["stage_counts"][name] == [step.reached for step in steps]

    def test_reference_overall(self, reference, twelve):
        """
        The share that became customers is the reference's.
        """
        told = reference["stage_counts"]["total_rate_reached"]

        assert told == pytest.approx(stage_funnel(twelve)["customer"].overall.value)

    def test_reference_now(self, reference, twelve):
        """
        Those in an exit now are all that exited, and all others are open.
        """
        now = reference["stage_counts"]["current"]
        steps = stage_funnel(twelve).steps

        assert now["disqualified"] == sum(step.exited for step in steps)
        assert sum(now.values()) - now["disqualified"] == sum(
            step.open for step in steps
        )

    @pytest.mark.parametrize(
        "case", ["window_inclusive", "tie_AB", "intervening", "skip", "out_of_order"]
    )
    @pytest.mark.parametrize(
        ("count", "rule"),
        [("ordered", "clickhouse_default"), ("strict", "clickhouse_strict_order")],
    )
    def test_reference_semantics(self, reference, case, count, rule):
        """
        Ordered counts are those of other engines where no window cuts them off. Where
        rows are of one instant, their numbers say which came first.
        """
        told = reference["window_semantics"]["cases"][case]
        way = [stage for _, stage in told["events"]]
        past = past_of(
            way,
            lifecycle=lifecycle_of(
                {one: tuple("ABCX".replace(one, "")) for one in "ABCX"}, tuple("ABC")
            ),
            starts=("A", "B"),
        )
        steps = stage_funnel(past, count=count).steps

        assert told[rule] == sum(step.reached for step in steps)

    def test_of_nobody(self):
        """
        Of no leads, all counts are 0 and no rate is known.
        """
        funnel = stage_funnel(past_of())
        row = funnel.rows()[0]

        assert {
            "stage": "lead",
            "reached": 0,
            "advanced": 0,
            "exited": 0,
            "open": 0,
        } == {name: row[name] for name in list(row)[:5]}
        assert [None] * 6 == list(row.values())[5:]
        assert () == funnel.leads("open")
        assert "0" == funnel.plot().told[0]

    def test_of_no_segments(self):
        """
        Of no leads there are no segments, but the stages of all together.
        """
        funnel = stage_funnel(past_of(), by={})

        assert [] == funnel.rows()
        assert 0 == funnel["lead"].reached

    def test_no_resolved_rate_where_nobody_can_be_lost(self):
        """
        A stage that one can only leave forward or back has no resolved rate; one from
        which a way back leads to an exit has.
        """
        edges = EDGES | {"customer": ("advocate",), "advocate": ()}
        stuck = past_of(MAINLINE, lifecycle=lifecycle_of(edges, stages=STAGES))
        edges |= {"customer": ("advocate", "nurtured")}
        back = past_of(MAINLINE, lifecycle=lifecycle_of(edges, stages=STAGES))

        assert stage_funnel(stuck)["customer"].resolved is None
        assert Rate(1, 1) == stage_funnel(back)["customer"].resolved

    def test_resolved_where_some_were_lost_on_another_way(self):
        """
        Where leads were lost, the rate is known, however they came there.
        """
        edges = {"lead": ("prospect", "nurtured"), "prospect": ("disqualified",)}
        edges |= {"nurtured": ("prospect",), "disqualified": ()}
        lifecycle = lifecycle_of(edges, ("lead", "nurtured", "prospect"))
        past = past_of(
            ("lead", "nurtured"),
            ("lead", "prospect", "disqualified"),
            lifecycle=lifecycle,
        )

        assert Rate(1, 2) == stage_funnel(past, count="ordered")["lead"].resolved

    def test_a_way_back_to_where_it_was(self):
        """
        A move back to the stage before isn't a way into an exit.
        """
        lifecycle = Lifecycle(
            "rests",
            ["lead", "prospect", "resting"],
            "lead",
            [
                Transition("go", "lead", "prospect"),
                Transition("rest", "prospect", "resting", kind="exit"),
                Transition("return", "resting", PREVIOUS, kind="back"),
            ],
        )
        funnel = stage_funnel(past_of(("lead", "prospect"), lifecycle=lifecycle))

        assert funnel["lead"].resolved is None

    def test_who_begins_in_a_later_stage(self):
        """
        Who was never in the first stage isn't part of it, but of the later ones.
        """
        ways = [("lead",), ("prospect",)]
        past = past_of(*ways, starts=("lead", "prospect"))
        visited = stage_funnel(past, count="visited")
        strict = stage_funnel(past, count="strict")

        assert [1, 0, 1] == [step.reached for step in visited.steps[:3]]
        assert Rate(0, 1) == visited["prospect"].overall
        assert [1, 0, 0] == [step.reached for step in strict.steps[:3]]

    def test_a_stage_of_a_segment(self, reference, twelve):
        """
        Segments and stages are found by their names.
        """
        leads = reference["history"]["leads"]
        by = {lead: one["channel"] for lead, one in leads.items()}
        funnel = stage_funnel(twelve, by=by)
        step = funnel["search", "prospect"]

        assert (3, 1, 1, 1) == (step.reached, step.advanced, step.exited, step.open)
        assert Rate(1, 3) == step.rate
        assert "prospect: 3 reached, 1 advanced, 1 exited, 1 open" == str(step)
        assert Rate(4, 7) == funnel["prospect"].rate

    @pytest.mark.parametrize(
        ("key", "told"),
        [
            (
                "prospct",
                (
                    "stage of a StageFunnel: got 'prospct', expected 'lead', "
                    "'nurtured', 'prospect', 'customer' or 'advocate'. Did you "
                    "mean 'prospect'?"
                ),
            ),
            (
                ("Sara", "lead"),
                (
                    "segment of a StageFunnel: got one that isn't there, "
                    "expected one of its 1."
                ),
            ),
            (
                ("all", "lad"),
                (
                    "stage of a StageFunnel: got 'lad', expected 'lead', 'nurtured', "
                    "'prospect', 'customer' or 'advocate'. Did you mean 'lead'?"
                ),
            ),
            (
                1,
                (
                    "the key of a StageFunnel: got an int, expected a stage, or "
                    "a segment and a stage."
                ),
            ),
        ],
    )
    def test_what_there_is_not(self, twelve, key, told):
        """
        A stage or a segment that there isn't is refused.
        """
        with pytest.raises(RuleError) as caught:
            stage_funnel(twelve)[key]

        assert told == str(caught.value)

    def test_unknown_count(self, twelve):
        """
        A way of counting that there isn't is refused.
        """
        with pytest.raises(RuleError) as caught:
            stage_funnel(twelve, count="order")

        assert (
            "count: got 'order', expected 'reached', 'visited', 'ordered' or 'strict'. "
            "Did you mean 'ordered'?"
        ) == str(caught.value)

    def test_created_without_a_time_zone(self, twelve):
        """
        A window of naive datetimes is refused.
        """
        naive = datetime(2024, 1, 1)
        with pytest.raises(InstantError):
            stage_funnel(twelve, created=(naive, datetime(2024, 2, 1, tzinfo=UTC)))

    def test_text(self):
        """
        As text it is a table, with what one should know below.
        """
        past = past_of(("lead", "nurtured"), ("lead",), ("lead", "nurtured", "lead"))
        title, heads, lead = str(stage_funnel(past)).splitlines()[:3]

        assert "Stage funnel" == title
        assert ["stage", "reached", "advanced"] == heads.split()[:3]
        assert [
            "lead",
            "2",
            "1",
            "0",
            "1",
            "50.0%",
            "9.5%",
            "90.5%",
            "100%",
            "100%",
            "100%",
        ] == lead.split()
        assert (
            "A lead counts for a stage if it entered it or a later one.",
            (
                "Open leads may still advance; if all do, the rate is rate_high. The "
                "interval is that of the rate so far."
            ),
            (
                "1 lead isn't counted, since its history has faults; "
                "conformance() lists them."
            ),
        ) == stage_funnel(past).notes

    def test_notes_where_all_is_decided(self):
        """
        Nothing is said of open leads where there are none, and many with faults are
        counted.
        """
        past = past_of(MAINLINE, ("nurtured",), ("prospect",))

        assert (
            "A lead counts for a stage if it entered it, in whatever order.",
            (
                "2 leads aren't counted, since their histories have faults; "
                "conformance() lists them."
            ),
        ) == stage_funnel(past, count="visited").notes

    def test_plot(self, twelve):
        """
        Each stage is a bar, with the count and the rate at its end.
        """
        plot = stage_funnel(twelve).plot()

        assert MAINLINE == plot.labels
        assert ("12 · 75%", "9 · 78%", "7 · 57%", "4 · 25%", "1") == plot.told
        assert {
            "advanced": (9, 7, 4, 1, 0),
            "exited": (1, 1, 1, 0, 0),
            "open": (2, 1, 2, 3, 1),
        } == plot.parts
        assert not plot.percent

    def test_plot_of_segments(self):
        """
        With segments, bars are shares, and those of one stage stand together.
        """
        past = past_of(("lead",), ("lead", "nurtured"), ("lead", "disqualified"))
        plot = stage_funnel(past, by={"L0": "a", "L1": "b", "L2": "b"}).plot()

        assert ("lead · a", "lead · b", "nurtured · a") == plot.labels[:3]
        assert ("1 · 0%", "2 · 50%", "0", "1 · 0%") == plot.told[:4]
        assert (0, 0.5, None, 0) == plot.parts["advanced"][:4]
        assert 8 == len(plot.labels)
        assert plot.percent
