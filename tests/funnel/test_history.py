"""
The history as users meet it: its methods, its public names, and what needs no library.
"""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from histories import AS_OF, LIFECYCLE, histories
from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit
from leadkit import funnel
from leadkit.funnel import History, Step, month
from leadkit.funnel.conversions.cohorts import cohorts
from leadkit.funnel.conversions.curve import conversion_curve
from leadkit.funnel.conversions.stage_funnel import stage_funnel
from leadkit.funnel.conversions.windowed import windowed_conversion
from leadkit.funnel.pipeline.forecast import forecast
from leadkit.funnel.pipeline.velocity import velocity
from leadkit.funnel.stays.flow import flow
from leadkit.funnel.stays.occupancy import occupancy
from leadkit.funnel.stays.time_in_stage import time_in_stage

DAY = timedelta(days=1)
# There are many questions, and their own tests draw more for each.
FEW = settings(max_examples=max(5, settings().max_examples // 10))
AGES = (30 * DAY, 60 * DAY)
CREATED = (AS_OF - 90 * DAY, AS_OF - 5 * DAY)


def by(lead):
    """
    Part leads by the parity of their numbers.
    """
    return "odd" if int(lead[1:]) % 2 else "even"


def value(lead):
    """
    Say that all deals are worth the same.
    """
    assert lead
    return Decimal(100)


#: Each question, and the function that answers it.
QUESTIONS = {
    "funnel": (stage_funnel, (), {"count": "visited"}),
    "conversion": (
        windowed_conversion,
        ("lead", "customer"),
        {"within": 30 * DAY, "count": "visited"},
    ),
    "curve": (conversion_curve, ("lead", "customer"), {"count": "visited"}),
    "occupancy": (occupancy, (AGES,), {}),
    "time_in_stage": (time_in_stage, (), {}),
    "flow": (flow, (), {}),
    "cohorts": (cohorts, ("customer",), {"key": month("UTC"), "ages": AGES}),
    "velocity": (velocity, (), {"value": value}),
    "forecast": (forecast, ("customer",), {"horizon": 30 * DAY}),
}


class TestHistory:
    @pytest.mark.parametrize("name", QUESTIONS)
    @FEW
    @given(drawn=histories(), parted=st.booleans(), chosen=st.booleans())
    def test_a_question_is_answered_by_its_function(self, name, drawn, parted, chosen):
        """
        With all options it was asked with.
        """
        answer, given_to, options = QUESTIONS[name]
        if parted:
            options = {**options, "by": by}
        if chosen:
            options = {**options, "created": CREATED}
        history = History(drawn.rows, LIFECYCLE, as_of=AS_OF)
        asked = getattr(history, name)(*given_to, **options)

        assert answer(history, *given_to, **options).rows() == asked.rows()

    @pytest.mark.parametrize("name", QUESTIONS)
    @FEW
    @given(drawn=histories(), random=st.randoms(use_true_random=False))
    def test_the_order_of_rows_changes_nothing(self, name, drawn, random):
        """
        Nor do rows after the instant of the question.
        """
        _, given_to, options = QUESTIONS[name]
        rows = [
            *drawn.rows,
            Step("L99", None, "lead", AS_OF + DAY, 0),
            *(Step(lead, None, "lead", AS_OF + DAY, 99) for lead in drawn.ways),
        ]
        random.shuffle(rows)
        one = History(drawn.rows, LIFECYCLE, as_of=AS_OF)
        other = History(rows, LIFECYCLE, as_of=AS_OF)

        assert (
            getattr(one, name)(*given_to, **options).rows()
            == getattr(other, name)(*given_to, **options).rows()
        )

    @pytest.mark.parametrize("name", QUESTIONS)
    @FEW
    @given(drawn=histories(), parted=st.booleans())
    def test_each_count_has_its_leads(self, name, drawn, parted):
        """
        As many as it says, each of them one of the history's.
        """
        _, given_to, options = QUESTIONS[name]
        history = History(drawn.rows, LIFECYCLE, as_of=AS_OF)
        if parted:
            options = {**options, "by": by}
        asked = getattr(history, name)(*given_to, **options)
        for line in asked._lines():
            for count, behind in line.behind.items():
                leads = list(behind())

                assert set(leads) <= set(history.leads)
                assert len(set(leads)) == line.values[count]

    @pytest.mark.parametrize("name", QUESTIONS)
    @FEW
    @given(drawn=histories(most=2))
    def test_an_answer_can_be_looked_at(self, name, drawn):
        """
        As text, as HTML and as a picture, if there is one; also of nobody.
        """
        _, given_to, options = QUESTIONS[name]
        history = History(drawn.rows, LIFECYCLE, as_of=AS_OF)
        asked = getattr(history, name)(*given_to, **options)

        assert str(asked).startswith(asked.title)
        assert "<table" in asked._repr_html_()
        assert all(note.strip() for note in asked.notes)
        if asked.plot() is not None:
            assert asked.picture().svg.startswith("<svg")

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_time_zones_of_rows_change_nothing(self, name):
        """
        An instant is the same in each.
        """
        _, given_to, options = QUESTIONS[name]
        there = datetime(2026, 3, 1, 23, tzinfo=UTC)
        rows = [
            Step("L1", None, "lead", there, 0),
            Step("L1", "lead", "prospect", there + 3 * DAY, 1),
            Step("L1", "prospect", "customer", there + 9 * DAY, 2),
        ]
        moved = [
            Step(
                one.lead,
                one.source,
                one.target,
                one.at.astimezone(ZoneInfo("Asia/Tehran")),
                one.number,
            )
            for one in rows
        ]
        one = History(rows, LIFECYCLE, as_of=AS_OF)
        other = History(
            moved, LIFECYCLE, as_of=AS_OF.astimezone(ZoneInfo("Asia/Tokyo"))
        )

        assert (
            getattr(one, name)(*given_to, **options).rows()
            == getattr(other, name)(*given_to, **options).rows()
        )


class TestPublicNames:
    def test_each_is_there(self):
        """
        What is listed can be imported, and says so itself.
        """

        assert len(set(funnel.__all__)) == len(funnel.__all__)
        assert set(funnel.__all__) <= set(dir(funnel))
        assert all(getattr(funnel, name) is not None for name in funnel.__all__)
        assert leadkit.funnel is funnel

    def test_another_isnt(self):
        """
        As of any module.
        """
        with pytest.raises(AttributeError, match="no attribute 'Funnel'"):
            _ = funnel.Funnel

    def test_it_needs_no_other_library(self):
        """
        Whoever asks a history has neither altair nor narwhals imported.
        """
        code = (
            "import sys; from leadkit import funnel; "
            "[getattr(funnel, name) for name in funnel.__all__]; "
            "print(sorted({'altair', 'narwhals', 'numpy'} & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert "[]" == done.stdout.strip()
