"""
Experiments: what they show, and that nothing is read too early or of a broken split.
"""

import math
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.planning import sample_size
from leadkit.funnel.numbers.proportions import difference_interval
from leadkit.funnel.numbers.rates import Rate
from leadkit.funnel.plans.experiments import Experiment
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Spans

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
START = datetime(2026, 1, 1, tzinfo=UTC)
LONG_AFTER = START + 100 * DAY
HALVES = {"a": 0.5, "b": 0.5}
BUTTON = Experiment("button", HALVES, end="customer", within=MONTH, planned_n=4000)


def crowd(counts, *, as_of=LONG_AFTER, at=START):
    """
    A history with so many leads of each arm, of whom the first ones became customers.

    Args:
        counts: By arm, how many became customers, and how many leads there are.

        as_of: The instant of the question.

        at: When all of them were created.
    """
    rows, arms = [], {}
    for arm, (k, n) in counts.items():
        for place in range(n):
            lead = f"{arm}{place:05}"
            arms[lead] = arm
            rows.append(Step(lead, None, "lead", at, 1))
            if place < k:
                rows.append(Step(lead, "lead", "prospect", at + DAY, 2))
                rows.append(Step(lead, "prospect", "customer", at + 2 * DAY, 3))
    return Past(rows, LIFECYCLE, as_of=as_of), arms


def read(experiment, counts, **options):
    """
    Read an experiment with such a crowd.
    """
    return experiment.read(*crowd(counts, **options))


def third(lead):
    """
    An arm of three, or none.
    """
    return ("a", "b", "c", None)[int(lead[1:]) % 4]


class TestReference:
    @pytest.mark.parametrize("size", ["large", "small"])
    def test_agrees(self, reference, size):
        """
        The row of an arm has the numbers of statsmodels and scipy.
        """
        group = reference["ab"][size]
        counts = {"a": group["a"], "b": group["b"]}
        experiment = attrs.evolve(BUTTON, planned_n=30)
        first, second = read(experiment, counts).rows()
        told = {
            "diff": second["difference"],
            "newcombe95_diff": [second["difference_low"], second["difference_high"]],
            "ratio": second["ratio"],
            "score95_ratio": [second["ratio_low"], second["ratio_high"]],
            "p_two_sided": second["p"],
            "bayes_beta11_p_b_gt_a": second["p_better"],
            "bayes_expected_loss_choose_b": second["loss"],
            "rate_a": first["rate"],
            "wilson_a": [first["low"], first["high"]],
            "wilson_b": [second["low"], second["high"]],
        }

        assert {name: group[name] for name in told} == {
            name: pytest.approx(value, rel=1e-9) for name, value in told.items()
        }

    def test_splits_agree(self, reference):
        """
        The p of a split is scipy's, of all assigned leads, and it breaks at 0.001.
        """
        for group in reference["ab"]["srm"]:
            first, second = group["observed"]
            told = read(BUTTON, {"a": (0, first), "b": (9, second)})

            assert group["p"] == pytest.approx(told.split_p, rel=1e-9)
            assert (group["p"] < 0.001) == (told.verdict == "broken split")

    def test_size_agrees(self, reference):
        """
        The leads that each arm needs are those of statsmodels, rounded up.
        """
        group = reference["ab"]["sample_size"]
        needed = BUTTON.leads_per_arm(0.05, group["p2"] - group["p1"])

        assert math.ceil(group["per_arm_normal"]) == needed


class TestRead:
    @given(histories(), st.integers(1, 60), st.sampled_from(MAINLINE[1:]))
    def test_counts_matured_leads(self, drawn, days, end):
        """
        A lead counts once its time is over, and has converted if it reached the end by
        then; those without an arm aren't in it.
        """
        within = days * DAY
        arms = {"a": 0.4, "b": 0.3, "c": 0.3}
        told = Experiment("x", arms, end=end, within=within).read(drawn.past, third)
        line = MAINLINE[MAINLINE.index(end) :]
        for row in told.rows():
            mine = {
                lead: way
                for lead, way in drawn.ways.items()
                if third(lead) == row["arm"]
            }
            old = {
                lead: way
                for lead, way in mine.items()
                if way[0][1] + within <= drawn.as_of
            }
            converted = {
                lead
                for lead, way in old.items()
                if any(stage in line and at - way[0][1] <= within for stage, at in way)
            }
            expected = {
                "assigned": set(mine),
                "eligible": set(old),
                "immature": set(mine) - set(old),
                "converted": converted,
            }

            for count, leads in expected.items():
                assert len(leads) == row[count]
                assert sorted(leads) == list(told.leads(count, arm=row["arm"]))

    @given(histories())
    def test_order_of_rows_is_nothing(self, drawn):
        """
        Shuffled rows, and rows after the instant, are the same history.
        """
        later = Step("L99", None, "lead", AS_OF + DAY / 2, 0)
        past = Past([later, *reversed(drawn.rows)], LIFECYCLE, as_of=AS_OF)
        experiment = Experiment(
            "x", {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, end="customer", within=MONTH
        )

        assert (
            experiment.read(drawn.past, third).rows()
            == experiment.read(past, third).rows()
        )

    @pytest.mark.parametrize(
        ("counts", "verdict", "winner", "sentence"),
        [
            (
                {"a": (200, 4000), "b": (250, 4000)},
                "better",
                "b",
                "'b' is better than 'a'.",
            ),
            (
                {"a": (250, 4000), "b": (200, 4000)},
                "worse",
                "a",
                "'b' is worse than 'a'.",
            ),
            (
                {"a": (200, 4000), "b": (220, 4000)},
                "no difference shown",
                None,
                "No difference from 'a' is shown; there may be one.",
            ),
            (
                {"a": (0, 4000), "b": (0, 4000)},
                "no difference shown",
                None,
                "No difference from 'a' is shown; there may be one.",
            ),
        ],
    )
    def test_verdict(self, counts, verdict, winner, sentence):
        """
        With all that were planned, it says which arm is better, if that is shown.
        """
        told = read(BUTTON, counts)

        assert (verdict, winner, sentence) == (
            told.verdict,
            told.winner,
            told.sentence,
        )
        assert told.is_readable
        assert [None, verdict] == [row["verdict"] for row in told.rows()]
        assert f"Experiment button: {verdict}" == told.title
        assert sentence == told.notes[0]

    def test_not_yet(self):
        """
        Before all that were planned have had their time, nothing is to be read, however
        great the difference is.
        """
        counts = {"a": (100, 4001), "b": (900, 3999)}
        told = read(BUTTON, counts)

        assert ("not yet", None) == (told.verdict, told.winner)
        assert not told.is_readable
        assert told.sentence.startswith("Not yet: 3,999 of the 4,000 leads that were")
        assert "Experiment button: not yet (not to be read)" == told.title
        assert "Experiment button: not yet (not to be read)" == told.plot().title
        assert "not yet" == told["b"].verdict

    def test_not_yet_while_leads_are_young(self):
        """
        Leads that still have time aren't counted, also if they converted.
        """
        counts = {"a": (100, 4000), "b": (900, 4000)}
        told = read(BUTTON, counts, as_of=START + MONTH - DAY / 24)
        (first, second) = told.rows()

        assert "not yet" == told.verdict
        assert (0, 4000, 0, None) == (
            second["eligible"],
            second["immature"],
            second["converted"],
            second["rate"],
        )
        assert first["low"] is second["p"] is second["p_better"] is second["loss"]
        assert second["difference_low"] is second["ratio_low"] is None
        assert "8,000 leads haven't had the time yet." in told.notes
        assert "better" == read(BUTTON, counts, as_of=START + MONTH).verdict

    def test_not_yet_without_a_plan(self):
        """
        Where nobody said how many were planned, it is never time to read.
        """
        told = read(attrs.evolve(BUTTON, planned_n=None), {"a": (9, 90), "b": (90, 90)})

        assert "not yet" == told.verdict
        assert told.sentence.endswith("Write planned_n=...")

    def test_split_comes_first(self):
        """
        A broken split says nothing of the arms, and counts leads that are too young.
        """
        rows = {"a": (100, 4300), "b": (300, 3700)}
        told = read(BUTTON, rows, as_of=START + DAY)

        assert ("broken split", None) == (told.verdict, told.winner)
        assert told.sentence.startswith("The split is broken")
        assert "(p 2e-11)" in told.sentence
        assert "broken split" == told["b"].verdict

    def test_unequal_shares(self):
        """
        A split is held against the shares that were declared.
        """
        experiment = attrs.evolve(BUTTON, arms={"a": 0.9, "b": 0.1}, planned_n=100)
        told = read(experiment, {"a": (100, 900), "b": (11, 100)})

        assert 1.0 == told.split_p
        assert "no difference shown" == told.verdict

    def test_of_nobody(self):
        """
        Without leads, nothing is known.
        """
        past = Past([], LIFECYCLE, as_of=LONG_AFTER)
        told = BUTTON.read(past, {})

        assert told.split_p is None
        assert "not yet" == told.verdict
        assert (0, None, None) == (
            told["b"].assigned,
            told["b"].difference,
            told["b"].ratio,
        )
        assert () == told.leads("assigned")

    def test_several_arms(self):
        """
        Each arm is compared with the first at a higher level, so that together they
        keep to it.
        """
        arms = {"a": 0.25, "b": 0.25, "c": 0.25, "d": 0.25}
        experiment = attrs.evolve(BUTTON, arms=arms, planned_n=1000)
        counts = {
            "a": (100, 1000),
            "b": (128, 1000),
            "c": (160, 1000),
            "d": (150, 1000),
        }
        told = read(experiment, counts)
        alone = read(
            attrs.evolve(BUTTON, planned_n=1000), {"a": (100, 1000), "b": (128, 1000)}
        )

        assert 1 - 0.05 / 3 == pytest.approx(experiment.comparison_level)
        assert "better" == alone.verdict
        assert [None, "no difference shown", "better", "better"] == [
            one.verdict for one in told.arms
        ]
        assert ("better", "c") == (told.verdict, told.winner)
        assert "'c' is better than 'a'; 'd' is better than 'a'." == told.sentence
        assert difference_interval(
            Rate(100, 1000), Rate(128, 1000), 1 - 0.05 / 3
        ) == pytest.approx(told["b"].difference_interval)
        assert told.notes[1].startswith("3 arms are each compared with 'a', at 98.33%")

    def test_several_arms_of_which_one_is_worse(self):
        """
        Where one of several arms is worse than the first, none has won.
        """
        arms = {"a": 0.4, "b": 0.3, "c": 0.3}
        experiment = attrs.evolve(BUTTON, arms=arms, planned_n=900)
        told = read(experiment, {"a": (240, 1200), "b": (90, 900), "c": (180, 900)})

        assert ("worse", None) == (told.verdict, told.winner)
        assert "'b' is worse than 'a'." == told.sentence

    def test_few(self):
        """
        Where few converted, a note says that the p is rough.
        """
        few = read(attrs.evolve(BUTTON, planned_n=20), {"a": (0, 20), "b": (4, 20)})
        many = read(attrs.evolve(BUTTON, planned_n=20), {"a": (5, 20), "b": (5, 20)})

        assert "So few converted, or didn't, that the p of b is rough." in few.notes
        assert 1 == len(many.notes)
        assert (None, 0.0, None) == (
            few["b"].ratio,
            few["a"].rate.value,
            few["b"].ratio_interval[1],
        )
        assert not few["a"].is_rough

    def test_plot(self):
        """
        The picture shows the differences beside none.
        """
        told = read(BUTTON, {"a": (200, 4000), "b": (250, 4000)})
        plot = told.plot()

        assert isinstance(plot, Spans)
        assert ("b \u2212 a",) == plot.labels
        assert (told["b"].difference,) == plot.values
        assert (told["b"].difference_interval,) == plot.bands
        assert 0.0 == plot.mark

    def test_created(self):
        """
        Only leads count that were created in time.
        """
        past, arms = crowd({"a": (2, 10), "b": (3, 10)})
        inside = BUTTON.read(past, arms, created=(START, START + DAY))
        outside = BUTTON.read(past, arms, created=(START + DAY, START + 2 * DAY))

        assert [10, 10] == [row["assigned"] for row in inside]
        assert [0, 0] == [row["assigned"] for row in outside]
        with pytest.raises(InstantError):
            BUTTON.read(past, arms, created=(START, START.replace(tzinfo=None)))

    def test_later_start(self):
        """
        With a later stage as the start, a note says how many haven't got there.
        """
        experiment = attrs.evolve(BUTTON, start="prospect")
        told = read(experiment, {"a": (3, 10), "b": (4, 10)})

        assert (10, 3, 3) == tuple(
            told.rows()[0][count] for count in ("assigned", "eligible", "converted")
        )
        assert "13 assigned leads haven't entered the start." in told.notes

    def test_unwatched(self):
        """
        Leads that weren't watched when they entered the start aren't counted.
        """
        past, arms = crowd({"a": (3, 10), "b": (4, 10)})
        late = dict.fromkeys(["a00001", "b00009"], START + DAY)
        rows = [Step(lead, None, "lead", START) for lead in arms]
        past = Past(rows, LIFECYCLE, as_of=LONG_AFTER, known_since=late)
        told = BUTTON.read(past, arms)

        assert [9, 9] == [row["eligible"] for row in told]
        assert "2 leads aren't counted: not watched when entering the start." in (
            told.notes
        )

    def test_erased_leads_never_mature(self):
        """
        A lead that is erased before its time is over doesn't count.
        """
        past, arms = crowd({"a": (0, 10), "b": (0, 10)})
        rows = [Step(lead, None, "lead", START) for lead in arms]
        until = {"a00001": START + DAY}
        past = Past(rows, LIFECYCLE, as_of=LONG_AFTER, known_until=until)

        assert 9 == BUTTON.read(past, arms)["a"].rate.n
        assert ("a00001",) == BUTTON.read(past, arms).leads("immature")

    def test_faults_are_told(self):
        """
        Leads with faults aren't counted, and a note says how many.
        """
        rows = [Step("L2", None, "customer", START)]
        past = Past(rows, LIFECYCLE, as_of=LONG_AFTER)

        assert BUTTON.read(past, {}).notes[-1].startswith("1 lead isn't counted")

    @pytest.mark.parametrize("name", ["sara@example.com", "A"])
    def test_refuses_arms_that_aren_t_declared(self, name):
        """
        An arm that isn't declared is refused, without telling it or its lead.
        """
        past, _ = crowd({"a": (1, 1)})

        with pytest.raises(RuleError) as caught:
            BUTTON.read(past, {"a00000": name})

        assert (
            "arm of a lead in button: got an arm that isn't declared, expected 'a' or "
            "'b'."
        ) == str(caught.value)

    def test_who_has_no_arm_is_told(self):
        """
        Who isn't assigned isn't in the experiment, and nobody is lost silently.
        """
        past, _ = crowd({"a": (1, 3), "b": (1, 3)})
        told = BUTTON.read(past, dict.fromkeys(past.leads[:3], "a"))

        assert (3, 0) == tuple(arm.assigned for arm in told.arms)
        assert "3 leads have no arm, and so no part in this." in told.notes

    def test_suggests_arms(self):
        """
        An arm that is nearly declared is suggested.
        """
        past, _ = crowd({"a": (1, 1)})
        experiment = attrs.evolve(BUTTON, arms={"green": 0.5, "blue": 0.5})

        with pytest.raises(RuleError, match="Did you mean 'green'"):
            experiment.read(past, {"a00000": "gren"})

    def test_refuses_what_assigns_nothing(self):
        """
        What is neither a function nor a mapping is refused.
        """
        past, _ = crowd({"a": (1, 1)})

        with pytest.raises(RuleError) as caught:
            BUTTON.read(past, ["a"])

        assert (
            "arm_of: got a list, expected a function of a lead's id, or a mapping by "
            "ids."
        ) == str(caught.value)

    def test_refuses_unknown_stages(self):
        """
        A stage that the lifecycle doesn't have is refused.
        """
        past, arms = crowd({"a": (1, 1)})

        with pytest.raises(RuleError, match="Did you mean 'customer'"):
            attrs.evolve(BUTTON, end="costumer").read(past, arms)

    def test_arm_that_it_doesn_t_have(self):
        """
        An arm that a reading doesn't have is refused.
        """
        told = read(BUTTON, {"a": (1, 1)})

        with pytest.raises(RuleError) as caught:
            told["c"]

        assert (
            "arm of an ExperimentReading: got one that isn't there, expected 'a' "
            "or 'b'."
        ) == str(caught.value)


class TestExperiment:
    def test_is_a_value(self):
        """
        Experiments with the same parts are the same; another first arm is another one.
        """
        same = Experiment(
            "button", dict(HALVES), end="customer", within=MONTH, planned_n=4000
        )
        turned = attrs.evolve(BUTTON, arms={"b": 0.5, "a": 0.5})

        assert same == BUTTON
        assert {BUTTON: 1} == {same: 1}
        assert turned != BUTTON
        assert ("a", "b") == (BUTTON.control, turned.control)

    def test_rounded_shares(self):
        """
        Shares that were rounded are taken for what they were.
        """
        rounded = {"a": 0.333, "b": 0.333, "c": 0.333}
        told = Experiment("x", rounded, end="customer", within=MONTH).arms

        assert dict.fromkeys("abc", pytest.approx(1 / 3)) == dict(told)

    @pytest.mark.parametrize(
        ("part", "given", "sentence"),
        [
            (
                "arms",
                ["a", "b"],
                "arms of an Experiment: got a list, expected shares by",
            ),
            ("arms", {"a": 0.5}, "arms of an Experiment: got fewer than two arms"),
            ("arms", {1: 0.5, 2: 0.5}, "name of an arm: got an int, expected a text."),
            (
                "arms",
                {"a": 0.5, "(unknown)": 0.5},
                "name of an arm: got '(unknown)', expected another name.",
            ),
            (
                "arms",
                {"a": 0.5, "b": 0.6},
                "arms of an Experiment: got shares that don't",
            ),
            ("arms", {"a": 0.0, "b": 1.0}, "share of an arm: got a number beyond"),
            ("arms", {"a": 0.5, "b": "1"}, "share of an arm: got a str, expected a"),
            ("arms", {"a": 0.5, "b": True}, "share of an arm: got a bool, expected a"),
            ("arms", {"a": 0.5, "b": math.nan}, "share of an arm: got NaN, expected a"),
            (
                "arms",
                {"a": 0.5, "b": math.inf},
                "share of an arm: got infinity, expected",
            ),
            ("name", 3, "name of an Experiment: got an int, expected a text."),
            (
                "end",
                None,
                "end of an Experiment: got a missing value, expected a text.",
            ),
            ("start", 3, "start of an Experiment: got an int, expected a text."),
            (
                "within",
                30,
                "within of an Experiment: got an int, expected a timedelta.",
            ),
            ("within", -DAY, "within of an Experiment: got a span of nothing or less"),
            (
                "planned_n",
                0,
                "planned_n of an Experiment: got a number below 1, expected",
            ),
            (
                "planned_n",
                9.5,
                "planned_n of an Experiment: got a float, expected a whole",
            ),
            ("level", 95, "level of an Experiment: got a number beyond, expected a"),
        ],
    )
    def test_refuses(self, part, given, sentence):
        """
        What is no part of an experiment is refused.
        """
        with pytest.raises(RuleError) as caught:
            attrs.evolve(BUTTON, **{part: given})

        assert str(caught.value).startswith(sentence)


class TestLeadsPerArm:
    @given(st.floats(0.05, 0.9), st.floats(0.001, 0.09) | st.floats(-0.04, -0.001))
    def test_is_the_size_rounded_up(self, rate, apart):
        """
        It is the least whole number that is enough.
        """
        exact = sample_size(rate, rate + apart, level=BUTTON.comparison_level)

        assert exact <= BUTTON.leads_per_arm(rate, apart) < exact + 1

    def test_more_arms_need_more(self):
        """
        With more arms, each needs more leads.
        """
        arms = {"a": 0.4, "b": 0.3, "c": 0.3}
        more = attrs.evolve(BUTTON, arms=arms)

        assert BUTTON.leads_per_arm(0.05, 0.01) < more.leads_per_arm(0.05, 0.01)

    @pytest.mark.parametrize(
        ("rate", "apart", "power", "sentence"),
        [
            (5, 0.01, 0.8, "rate of an Experiment: got a number beyond"),
            (
                0.05,
                0,
                0.8,
                "difference of an Experiment: got 0, expected a number other",
            ),
            (
                0.05,
                "1",
                0.8,
                "difference of an Experiment: got a str, expected a number",
            ),
            (
                0.05,
                0.96,
                0.8,
                "difference of an Experiment: got one that leads to a rate",
            ),
            (0.05, 0.01, 80, "power of an Experiment: got a number beyond"),
        ],
    )
    def test_refuses(self, rate, apart, power, sentence):
        """
        What can't be a share or a difference is refused.
        """
        with pytest.raises(RuleError) as caught:
            BUTTON.leads_per_arm(rate, apart, power=power)

        assert str(caught.value).startswith(sentence)


class TestDetectable:
    def test_undoes_the_plan(self):
        """
        With as many leads as a difference needs, it is the least that can be shown.
        """
        needed = BUTTON.leads_per_arm(0.05, 0.01)
        planned = attrs.evolve(BUTTON, planned_n=needed)

        assert 0.01 == pytest.approx(planned.detectable(0.05), abs=1e-6)

    def test_without_a_plan(self):
        """
        Without a plan, or with too few leads, there is none.
        """
        assert attrs.evolve(BUTTON, planned_n=None).detectable(0.05) is None
        assert attrs.evolve(BUTTON, planned_n=2).detectable(0.5) is None
