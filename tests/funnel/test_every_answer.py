"""
What all answers have in common, asked of the example's year.
"""

import pickle
from datetime import datetime, timedelta, timezone

import a_year
import pytest

from leadkit import LeadError, funnel
from leadkit.funnel import Experiment, Goal, Result

DAY = timedelta(days=1)
YEAR = a_year.history
TEHRAN = timezone(timedelta(hours=3, minutes=30))
GOAL = Goal(900, start=a_year.BEGIN, end=a_year.AS_OF + 30 * DAY, name="a year")
PAGE = Experiment(
    "page", {"old": 0.5, "new": 0.5}, start="lead", end="nurtured", within=30 * DAY
)


def what(name):
    """
    A function of a lead that tells what is known of it.
    """
    return {lead: known[name] for lead, known in a_year.LEADS.items()}


#: The questions that are functions of a history, or methods of what asks one.
ABOUT = {
    "attribution": lambda history: funnel.attribution(
        history, a_year.TOUCHES, value=a_year.DEALS
    ),
    "compare_models": lambda history: funnel.compare_models(history, a_year.TOUCHES),
    "channel_costs": lambda history: funnel.channel_costs(
        history, a_year.SPEND, channel_of=what("channel"), value=a_year.DEALS
    ),
    "engagement": lambda history: funnel.engagement(
        history, a_year.EVENTS, stage="nurtured", by=what("channel")
    ),
    "chances": lambda history: funnel.chances(history, "customer", horizon=30 * DAY),
    "Goal": GOAL.progress,
    "Experiment": lambda history: PAGE.read(history, what("page")),
}
CURVES = YEAR.curve("lead", "customer", by=what("page"))
ANSWERS = {
    "conformance": YEAR.conformance(),
    "funnel": YEAR.funnel(by=what("page")),
    "conversion": YEAR.conversion("lead", "prospect", within=60 * DAY),
    "curves": CURVES,
    "curve": CURVES["new"],
    "at_ages": CURVES.at_ages([30 * DAY, 90 * DAY]),
    "cohorts": YEAR.cohorts("customer", key=funnel.month(TEHRAN), ages=[90 * DAY]),
    "occupancy": YEAR.occupancy([30 * DAY, 90 * DAY]),
    "time_in_stage": YEAR.time_in_stage(),
    "flow": YEAR.flow(),
    "velocity": YEAR.velocity(value=a_year.DEALS),
    "forecast": YEAR.forecast("customer", horizon=30 * DAY),
    **{name: ask(YEAR) for name, ask in ABOUT.items()},
    "nps": funnel.nps(a_year.ANSWERS, as_of=a_year.AS_OF, by=what("channel")),
    "csat": funnel.csat(a_year.ANSWERS, as_of=a_year.AS_OF, scale=(0, 10)),
}
every = pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)


class TestAnswers:
    def test_all_kinds(self):
        """
        Here is one of each kind that there is.
        """
        kinds = {type(answer).__name__ for answer in ANSWERS.values()}
        public = {
            name
            for name in funnel.__all__
            if isinstance(getattr(funnel, name), type)
            and issubclass(getattr(funnel, name), Result)
        }
        assert public - {"Result"} == kinds - {"CurveAtAges"}

    @every
    def test_pickled(self, answer):
        """
        It can be sent to another process, and knows there who is behind it.
        """
        back = pickle.loads(pickle.dumps(answer))

        assert answer.rows() == back.rows()
        assert str(answer) == str(back)
        for count in {name for line in answer._lines() for name in line.behind}:
            assert answer.leads(count) == back.leads(count)

    @every
    def test_rows_have_the_same_columns(self, answer):
        """
        Its rows have the same columns, in the same order, of plain values.
        """
        rows = answer.rows()

        assert 1 >= len({tuple(row) for row in rows})
        for row in rows:
            for value in row.values():
                assert not isinstance(value, datetime) or value.tzinfo is not None

    @every
    def test_its_repr_names_nobody(self, answer):
        """
        No id and no segment is in it.
        """
        assert "L-" not in repr(answer)
        assert "search" not in repr(answer)


class TestHistories:
    @pytest.mark.parametrize("ask", ABOUT.values(), ids=ABOUT)
    @pytest.mark.parametrize("given_", [None, a_year.ROWS, "moves.csv"])
    def test_no_history(self, ask, given_):
        """
        What is none is refused, with what to write.
        """
        with pytest.raises(LeadError, match=r"expected a History\. Write History\("):
            ask(given_)
