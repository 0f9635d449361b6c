"""
Satisfaction: net promoters and the satisfied, held to counting by hand.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Activity, InstantError, Lead, LeadError, RuleError
from leadkit.funnel.numbers.rates import Rate
from leadkit.funnel.voices.answers import Answer, answers_of
from leadkit.funnel.voices.net_promoters import Nps, nps
from leadkit.funnel.voices.satisfaction import csat
from leadkit.pictures.plots import Spans

AS_OF = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def parity(lead):
    """
    Part the leads: some have no segment.
    """
    return {"0": "even", "1": "odd"}.get(lead[-1])


@st.composite
def surveys(draw):
    """
    Draw answers of a few leads, some later than the question, no two at one instant.
    """
    agos = draw(st.lists(st.integers(-20, 100), unique=True, max_size=25))
    return [
        Answer(
            draw(st.sampled_from(["L0", "L1", "L2", "L3"])),
            draw(st.integers(0, 10)),
            AS_OF - ago * DAY,
        )
        for ago in agos
    ]


def latest_by_hand(answers):
    """
    Find each lead's last score up to the question.
    """
    last = {}
    for one in sorted(answers, key=lambda one: one.at):
        if one.at <= AS_OF:
            last[one.lead] = one.score
    return last


def spread_by_hand(scores):
    """
    Compute mean and standard error of 100, 0 and -100, as one learns it.
    """
    worth = [100 * ((score >= 9) - (score <= 6)) for score in scores]
    mean = sum(worth) / len(worth)
    variance = sum((one - mean) ** 2 for one in worth) / len(worth)
    return mean, sqrt(variance / len(worth))


class TestNps:
    @given(surveys())
    def test_is_the_mean_of_what_each_lead_said_last(self, answers):
        """
        Promoters are worth 100 and detractors -100; the error is that of the mean.
        """
        last = latest_by_hand(answers)
        (score,) = nps(answers, as_of=AS_OF).parts

        assert len(last) == score.n
        if not last:
            assert (None, None, None) == (
                score.value,
                score.standard_error,
                score.interval(),
            )
            return
        mean, error = spread_by_hand(last.values())

        assert pytest.approx((mean, error), abs=1e-6) == (
            score.value,
            score.standard_error,
        )
        if score.interval():
            low, high = score.interval()

            assert -100 <= low < score.value < high <= 100

    @given(surveys(), st.randoms())
    def test_the_order_of_the_answers_says_nothing(self, answers, random):
        """
        Shuffled answers, and later ones, change nothing.
        """
        shuffled = list(answers)
        random.shuffle(shuffled)
        early = [one for one in answers if one.at <= AS_OF]
        told = nps(answers, as_of=AS_OF, by=parity).rows()

        assert told == nps(shuffled, as_of=AS_OF, by=parity).rows()
        assert told == nps(early, as_of=AS_OF, by=parity).rows()

    @given(surveys(), st.booleans())
    def test_the_leads_behind_a_count_are_as_many(self, answers, parted):
        """
        Each count has so many leads, and those of the segments sum to all.
        """
        told = nps(answers, as_of=AS_OF, by=parity if parted else None)
        total = Counter()
        for row in told.rows():
            cell = {"segment": row["segment"]} if parted else {}
            for count in ("n", "promoters", "passives", "detractors"):
                total[count] += row[count]

                assert row[count] == len(told.leads(count, **cell))
            assert row["n"] == (row["promoters"] + row["passives"] + row["detractors"])
        assert len(latest_by_hand(answers)) == total["n"]

    def test_reference(self, reference):
        """
        50 promoters, 30 passives and 20 detractors are what numpy has.
        """
        wanted = reference["nps"]
        scores = (
            [9, 10] * (wanted["promoters"] // 2)
            + [7, 8] * (wanted["passives"] // 2)
            + [0, 6] * (wanted["detractors"] // 2)
        )
        answers = [
            Answer(f"L{place}", score, AS_OF) for place, score in enumerate(scores)
        ]
        told = nps(answers, as_of=AS_OF)
        (score,) = told.parts

        assert pytest.approx(
            [wanted["nps"], wanted["se"], *wanted["ci95"]], abs=wanted["tol"]
        ) == [score.value, score.standard_error, *score.interval()]
        assert [
            {
                "n": 100,
                "promoters": 50,
                "passives": 30,
                "detractors": 20,
                "nps": score.value,
                "standard_error": score.standard_error,
                "low": score.interval()[0],
                "high": score.interval()[1],
            }
        ] == told.rows()

    def test_of_two_answers_at_once_the_later_one_given_counts(self):
        """
        Where instants don't tell, the order does.
        """
        answers = [Answer("L1", 3, AS_OF), Answer("L1", 9, AS_OF)]

        assert 100.0 == nps(answers, as_of=AS_OF).parts[0].value

    def test_says_what_to_know(self):
        """
        Its notes count answers that were left out, and tell of no spread.
        """
        answers = [
            {"lead": "L1", "score": 9, "at": AS_OF},
            {"lead": "L1", "score": 3, "at": AS_OF - DAY},
            {"lead": "L2", "score": 10.0, "at": AS_OF},
            {"lead": "L2", "score": 1, "at": AS_OF + DAY},
            {"lead": "L3", "score": 1, "at": AS_OF + DAY},
        ]
        told = nps(answers, as_of=AS_OF)

        assert (
            "1 answer left out: their leads gave later ones, and each counts once.",
            "2 answers left out: they came after the instant of the question.",
            (
                "Where all answers are of one kind, they don't tell how far off the "
                "score may be."
            ),
        ) == told.notes
        assert (2, 100.0, 0.0, None, None) == tuple(
            told.rows()[0][name]
            for name in ("n", "nps", "standard_error", "low", "high")
        )

    def test_is_drawn_beside_0(self):
        """
        Each segment that answered has a dot, and all are held to 0.
        """
        answers = [
            Answer(lead, score, AS_OF)
            for lead, score in (("a1", 9), ("a2", 3), ("b1", 7))
        ]
        told = nps(answers, as_of=AS_OF, by=lambda lead: lead[0])

        assert (
            Spans(
                "Net promoter score",
                ("a", "b"),
                (0.0, 0.0),
                (told.parts[0].interval(), None),
                mark=0.0,
            )
            == told.plot()
        )
        assert ("all",) == nps(answers, as_of=AS_OF).plot().labels
        assert nps([], as_of=AS_OF).plot() is None

    def test_reads_well(self):
        """
        Its text has a row, and its repr no score of anybody.
        """
        told = nps([Answer("L1", 9, AS_OF), Answer("L2", 7, AS_OF)], as_of=AS_OF)

        assert [
            "Net promoter score",
            "n  promoters  passives  detractors  nps  standard error    low  high",
            "2          1         1           0   50           35.36  -19.3   100",
        ] == str(told).splitlines()
        assert "<NetPromoters, 1 row>" == repr(told)
        assert [] == nps([], as_of=AS_OF, by=parity).rows()

    def test_needs_a_level(self):
        """
        An interval that always holds the truth, and none, are refused.
        """
        with pytest.raises(RuleError, match="level of an interval"):
            Nps(None, 1, 1, 1).interval(1)

    @pytest.mark.parametrize(
        ("score", "sentence"),
        [
            (11, ("score for nps(): got one off the scale, expected a number from 0 to "
                 "10.")),
            (-1, ("score for nps(): got one off the scale, expected a number from 0 to "
                 "10.")),
            (9.5, "score for nps(): got a broken number, expected a whole one."),
        ],
    )  # fmt: skip
    def test_scores_off_the_scale_are_refused(self, score, sentence):
        """
        Scores are whole numbers from 0 to 10.
        """
        with pytest.raises(LeadError) as caught:
            nps([Answer("L1", score, AS_OF)], as_of=AS_OF)

        assert sentence == str(caught.value)

    def test_instants_have_a_zone(self):
        """
        The question and the answers are refused without a time zone.
        """
        with pytest.raises(InstantError, match="as_of"):
            nps([], as_of=datetime(2026, 5, 1))
        with pytest.raises(InstantError, match="at of an Answer"):
            nps([{"lead": "L1", "score": 3, "at": datetime(2026, 5, 1)}], as_of=AS_OF)


class TestCsat:
    @given(surveys(), st.integers(1, 10))
    def test_is_the_share_of_leads_whose_last_score_does(self, answers, satisfied):
        """
        Counts and leads are those of each lead's last answer.
        """
        last = latest_by_hand(answers)
        told = csat(answers, as_of=AS_OF, satisfied=satisfied, scale=(0, 10))
        happy = sorted(lead for lead, score in last.items() if score >= satisfied)

        assert Rate(len(happy), len(last)) == told.parts["all"]
        assert (tuple(happy), tuple(sorted(last))) == (
            told.leads("satisfied"),
            told.leads("n"),
        )

    @given(surveys())
    def test_segments_sum_to_all(self, answers):
        """
        Each lead is in one segment, and is counted there.
        """
        told = csat(answers, as_of=AS_OF, scale=(0, 10), by=parity)
        (alone,) = csat(answers, as_of=AS_OF, scale=(0, 10)).rows()
        for row in told.rows():
            for count in ("n", "satisfied"):
                assert row[count] == len(told.leads(count, segment=row["segment"]))
        for count in ("n", "satisfied"):
            assert alone[count] == sum(row[count] for row in told.rows())

    def test_reference(self, reference):
        """
        82 satisfied ones of 100 have the interval that statsmodels gives.
        """
        wanted = reference["nps"]["csat"]
        answers = [
            Answer(f"L{place}", 5 if place < wanted["satisfied"] else 3, AS_OF)
            for place in range(wanted["n"])
        ]
        (row,) = csat(answers, as_of=AS_OF).rows()

        assert (wanted["n"], wanted["satisfied"]) == (row["n"], row["satisfied"])
        assert pytest.approx(
            [wanted["rate"], *wanted["wilson95"]], abs=reference["nps"]["tol"]
        ) == [row["rate"], row["low"], row["high"]]

    def test_is_told_and_drawn(self):
        """
        It has a title with the bound, notes, and a dot for each segment.
        """
        answers = [
            Answer("a", 5, AS_OF),
            Answer("a", 1, AS_OF - DAY),
            Answer("b", 3.5, AS_OF),
        ]
        told = csat(answers, as_of=AS_OF, by=lambda lead: lead)

        assert (
            "Satisfied, with a score of 4 or more\n"
            "segment  n  satisfied  rate    low   high\n"
            "a        1          1  100%  20.7%   100%\n"
            "b        1          0  0.0%   0.0%  79.3%\n"
            "1 answer left out: their leads gave later ones, and each counts once."
        ) == str(told)
        assert (
            Spans(
                told.title,
                ("a", "b"),
                (1.0, 0.0),
                tuple(rate.interval() for rate in told.parts.values()),
                percent=True,
            )
            == told.plot()
        )
        assert ("all",) == csat(answers, as_of=AS_OF).plot().labels

    def test_of_nobody_nothing_is_known(self):
        """
        Without answers there is no share, and nothing to draw.
        """
        told = csat([], as_of=AS_OF)

        assert [
            {"n": 0, "satisfied": 0, "rate": None, "low": None, "high": None}
        ] == told.rows()
        assert (None, ()) == (told.plot(), told.notes)

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (
                {"satisfied": "4"},
                "satisfied of csat(): got a str, expected a number.",
            ),
            (
                {"satisfied": 1},
                (
                    "satisfied of csat(): got a score that all have, or none, expected "
                    "one within the scale. Give scale= as well."
                ),
            ),
            (
                {"satisfied": 9},
                (
                    "satisfied of csat(): got a score that all have, or none, expected "
                    "one within the scale. Give scale= as well."
                ),
            ),
            (
                {"scale": 5},
                (
                    "scale of csat(): got an int, expected two numbers, the lesser one "
                    "first. Write scale=(1, 5)."
                ),
            ),
            (
                {"scale": (1, nan)},
                "scale of csat(): got NaN, expected two numbers, the lesser one first.",
            ),
            (
                {"scale": (5, 1)},
                (
                    "scale of csat(): got an end that isn't above the start, expected "
                    "two numbers, the lesser one first."
                ),
            ),
            ({"by": 5}, None),
        ],
    )
    def test_wrong_arguments_are_refused(self, options, sentence):
        """
        Something else than a bound and a scale is refused.
        """
        with pytest.raises(RuleError) as caught:
            csat([], as_of=AS_OF, **options)

        assert sentence in {None, str(caught.value)}

    def test_scores_off_the_scale_are_refused(self):
        """
        A 10 is no answer on a scale of 5.
        """
        with pytest.raises(LeadError, match="a number from 1 to 5"):
            csat([Answer("L1", 10, AS_OF)], as_of=AS_OF)


class TestAnswer:
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"lead": 5}, "lead of an Answer: got an int, expected a text."),
            ({"score": None}, ("score of an Answer: got a missing value, expected a "
                              "number.")),
            ({"score": nan}, ("score of an Answer: got a number that isn't finite, "
                             "expected a finite number.")),
        ],
    )  # fmt: skip
    def test_something_else_is_refused(self, options, sentence):
        """
        Ids are texts, and scores finite numbers.
        """
        with pytest.raises(LeadError) as caught:
            Answer(**{"lead": "L1", "score": 5, "at": AS_OF, **options})

        assert sentence == str(caught.value)

    def test_something_else_than_answers_is_refused(self):
        """
        Answers are records, or mappings of their attributes.
        """
        with pytest.raises(LeadError) as caught:
            nps([9, 10], as_of=AS_OF)

        assert (
            "Answer 1 of nps(): got an int, expected an Answer or a mapping."
        ) == str(caught.value)


class TestAnswersOf:
    def test_are_the_values_of_surveys(self):
        """
        Activities of that type with a value are answers, unless a machine gave them.
        """

        def survey(number, **options):
            return Activity(
                **{"id": str(number), "type": "survey_answered", "at": AS_OF, **options}
            )

        lead = Lead(
            id="L1",
            activities=[
                survey(1, value=9),
                survey(2),
                survey(3, value=3, actor="machine"),
                survey(4, value=60, type="session_ended"),
                survey(5, value=4, type="rated"),
            ],
        )

        assert [Answer("L1", 9, AS_OF)] == list(answers_of([lead]))
        assert [Answer("L1", 4, AS_OF)] == list(answers_of([lead], "rated"))
        with pytest.raises(LeadError, match="leads of answers_of"):
            list(answers_of([lead, None]))
