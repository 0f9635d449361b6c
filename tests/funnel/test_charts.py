"""
Plots as altair charts.
"""

import subprocess
import sys

import altair as alt
import pytest
from hypothesis import given, settings
from plotting import EMPTY, LONG, PLOTS, plots

from leadkit import RuleError
from leadkit.funnel.answers.charts import chart_of
from leadkit.pictures import Course, Lines, Trace

examples = pytest.mark.parametrize("name", PLOTS)
WITHOUT = """
import sys
sys.modules["altair"] = None
from leadkit.errors import MissingExtraError
from leadkit.funnel.answers.charts import chart_of
from leadkit.pictures import Bars
try:
    chart_of(Bars("x", (), {}))
except MissingExtraError as error:
    print(error)
"""


def values(chart):
    """
    All rows in a chart.
    """
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def fields(found):
    """
    All fields that an encoding names, anywhere in it.
    """
    if isinstance(found, list):
        return {name for one in found for name in fields(one)}
    if not isinstance(found, dict):
        return set()
    named = {found["field"]} if isinstance(found.get("field"), str) else set()
    return named | {name for one in found.values() for name in fields(one)}


class TestChartOf:
    @examples
    def test_valid(self, name):
        """
        A chart is what altair calls valid, has the plot's title, and is the same again.
        """
        chart = chart_of(PLOTS[name])

        assert isinstance(chart, alt.TopLevelMixin)
        assert PLOTS[name].title == chart.to_dict()["title"]
        assert chart.to_json() == chart_of(PLOTS[name]).to_json()

    @settings(max_examples=25)
    @given(plots)
    def test_any(self, plot):
        """
        Any plot is a valid chart.
        """
        assert plot.title == chart_of(plot).to_dict()["title"]

    @pytest.mark.parametrize("name", EMPTY)
    def test_nothing(self, name):
        """
        A plot of nothing is a chart without marks.
        """
        assert "Nobody" == chart_of(EMPTY[name]).to_dict()["title"]

    @examples
    def test_has_what_it_draws(self, name):
        """
        All columns that are drawn or told are in the rows, which are in the chart.
        """
        told = chart_of(PLOTS[name]).to_dict()
        columns = {column for row in values(chart_of(PLOTS[name])) for column in row}

        assert fields(told)
        assert fields(told) <= columns
        assert "url" not in chart_of(PLOTS[name]).to_json().replace("$schema", "")

    @examples
    def test_axes(self, name):
        """
        Layers have the same axes, as altair would write the titles of both.
        """
        layers = chart_of(PLOTS[name]).to_dict().get("layer", [])
        for channel in "xy":
            axes = [
                layer["encoding"][channel].get("axis")
                for layer in layers
                if channel in layer["encoding"]
            ]

            assert all(one == axes[0] for one in axes)

    @examples
    def test_tells(self, name):
        """
        Pointing at a mark tells its numbers, written as in the pictures.
        """
        told = chart_of(PLOTS[name]).to_json()

        assert '"tooltip"' in told
        assert ('".1%"' in told) or ('",.4~g"' in told)

    def test_no_plot(self):
        """
        What is no plot is refused.
        """
        with pytest.raises(RuleError, match=r"chart_of\(\): got an int"):
            chart_of(3)

    def test_without_altair(self):
        """
        Where altair is missing, the error says which extra brings it.
        """
        ran = subprocess.run(
            [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True
        )

        assert (
            "leadkit.funnel: altair isn't installed. "
            'Write pip install -e ".[plot]" in your clone of leadkit.\n'
        ) == ran.stdout

    def test_loads_it_late(self):
        """
        Nothing of altair is loaded before there is something to draw.
        """
        program = (
            "import leadkit.funnel.answers.charts, sys; print('altair' in sys.modules)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert "False\n" == ran.stdout


class TestBars:
    def test_rows(self):
        """
        There is a row for each part of each bar, and one for what is told at its end.
        """
        rows = values(chart_of(PLOTS["bars"]))

        assert {"label": "lead", "part": "exited", "value": 1, "order": 1} in rows
        assert {"label": "lead", "end": 12, "told": "12"} in rows
        assert 16 == len(rows)

    def test_unknown(self):
        """
        A part that isn't known is null, and what isn't told is empty.
        """
        rows = values(chart_of(PLOTS["one part"]))

        assert {"label": LONG, "part": "cost", "value": None, "order": 0} in rows
        assert {"label": LONG, "end": 0, "told": ""} in rows

    def test_begin_at_nothing(self):
        """
        Bars are stacked from nothing, in the plot's order.
        """
        bars = chart_of(PLOTS["bars"]).to_dict()["layer"][0]["encoding"]

        assert "zero" == bars["x"]["stack"]
        assert ["lead", "nurtured", "prospect", "customer"] == bars["y"]["sort"]


class TestCurves:
    def test_rows(self):
        """
        There is a row for each point, with its band where one is known.
        """
        rows = values(chart_of(PLOTS["curve"]))

        assert {"line": "", "x": 0, "y": 0, "low": None, "high": None} in rows
        assert {"line": "", "x": 10, "y": 0.04, "low": 0.01, "high": 0.2} in rows
        assert 5 == len(rows)

    @pytest.mark.parametrize(
        ("stepped", "shape"), [(True, "step-after"), (False, "linear")]
    )
    def test_steps(self, stepped, shape):
        """
        A line keeps its height until the next point, if it is stepped.
        """
        lines = (Trace("a", ((0, 0), (1, 1))),)
        told = chart_of(Lines("x", "days", "n", lines, stepped=stepped)).to_dict()

        assert [shape, shape] == [one["mark"]["interpolate"] for one in told["layer"]]

    def test_many_points(self):
        """
        A line may have more points than altair usually takes.
        """
        line = Trace("", tuple((float(n), 0.5) for n in range(6000)))

        assert 6000 == len(values(chart_of(Lines("x", "days", "n", (line,)))))


class TestHeat:
    def test_rows(self):
        """
        There is a row for each cell that is known, and none for the others.
        """
        rows = values(chart_of(PLOTS["heat"]))

        assert {"row": "2024-02", "column": "30 d", "share": 0} in rows
        assert 6 == len(rows)


class TestAreas:
    def test_rows(self):
        """
        Places where a part isn't known are left out.
        """
        rows = values(chart_of(PLOTS["broken areas"]))

        assert {0, 10, 30, 50} == {row["x"] for row in rows}
        assert 8 == len(rows)


class TestSpans:
    def test_rows(self):
        """
        There is a row for each value, with its band, and one for the mark.
        """
        rows = values(chart_of(PLOTS["spans"]))

        assert {"label": "B", "value": 0.012, "low": -0.004, "high": 0.028} in rows
        assert {"label": LONG, "value": None, "low": None, "high": None} in rows
        assert {"mark": 0} in rows


class TestCourse:
    def test_rows(self):
        """
        What was reached, the pace, the target and the fan are there.
        """
        rows = values(chart_of(PLOTS["course"]))

        assert {"x": 12, "y": 41} in rows
        assert {"x": 30, "y": 120} in rows
        assert {"y": 120} in rows
        assert {"x": 12, "y": 41, "low": 41, "high": 41} in rows
        assert {"x": 30, "y": 103, "low": 88, "high": 120} in rows

    def test_nothing_foreseen(self):
        """
        Without a fan there is none, and one without a beginning begins at nothing.
        """
        rows = values(chart_of(Course("x", "days", ((0, 0),), 30, 9)))

        assert not any("low" in row for row in rows)
        assert {"x": 0, "y": 0, "low": 0, "high": 0} in values(
            chart_of(PLOTS["course to come"])
        )
