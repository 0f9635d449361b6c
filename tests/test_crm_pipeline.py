"""
The example of a sales pipeline: its numbers, held against counting them from the files.
"""

import csv
import os
import runpy
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

FILE = Path(__file__).parent.parent / "examples" / "crm_pipeline" / "crm_pipeline.py"
CRM = SimpleNamespace(**runpy.run_path(str(FILE)))

COLUMNS = (
    *("opportunity_id", "sales_agent", "product", "account", "deal_stage"),
    *("engage_date", "close_date", "close_value"),
)
# Made up, in the form of the data set.
TABLES = {
    "crm_sales_pipeline.csv": [
        ",".join(COLUMNS),
        "A,Ada,GTXPro,Acme,Won,2017-04-01,2017-05-01,3000",
        "B,Ada,GTX Pro,Acme,Lost,2017-04-01,2017-04-21,0",
        "C,Bo,MG Special,,Engaging,2017-06-01,,",
        "D,Bo,New one,,Prospecting,,,",
    ],
    "crm_products.csv": ["product,series,sales_price", "GTX Pro,GTX,4821",
                         "MG Special,MG,55"],
    "crm_sales_teams.csv": ["sales_agent,manager,regional_office", "Ada,Dee,East",
                            "Bo,Dee,West"],
    "crm_accounts.csv": ["account,sector", "Acme,retail"],
}  # fmt: skip


def read(path):
    """Read a table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="folder")
def _folder(tmp_path):
    for name, lines in TABLES.items():
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture(name="data", scope="module")
def _data():
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        pytest.skip("set LEADKIT_DATA to the folder with the public data sets")
    return Path(folder)


@pytest.fixture(name="pipeline", scope="module")
def _pipeline(data):
    return CRM.read(data)


@pytest.fixture(name="deals", scope="module")
def _deals(data):
    return read(data / "crm_sales_pipeline.csv")


def velocity_of(deals):
    """
    Count deals, and what they make a day, from the rows of the file.
    """
    stages = Counter(deal["deal_stage"] for deal in deals)
    won = [deal for deal in deals if deal["deal_stage"] == "Won"]
    worth = sum(Decimal(deal["close_value"]) for deal in won)
    days = sum(
        (
            date.fromisoformat(deal["close_date"])
            - date.fromisoformat(deal["engage_date"])
        ).days
        for deal in won
    )
    closed = stages["Won"] + stages["Lost"]
    flow = stages["Engaging"] * Fraction(stages["Won"], closed) * Fraction(worth) / days
    return stages["Engaging"], stages["Won"], stages["Lost"], float(flow)


def told_of(row):
    """
    The same of a row of an answer.
    """
    flow = pytest.approx(float(row["velocity_per_day"]))
    return row["open"], row["won"], row["lost"], flow


class TestMadeUp:
    def test_it_runs_as_its_readers_run_it(self, folder):
        """
        The program prints its report of a folder.
        """
        command = [sys.executable, str(FILE), str(folder)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)

        assert "Sales velocity from engaging to won" in run.stdout
        assert "Deals of 'GTXPro' that were taken for 'GTX Pro': 1." in run.stdout

    def test_names_are_joined(self, folder):
        """
        Other spellings are found and told; what isn't there, is None.
        """
        pipeline = CRM.read(folder)

        assert {"A": "GTX", "B": "GTX", "C": "MG", "D": None} == pipeline.series
        assert {("GTXPro", "GTX Pro"): 1} == pipeline.renamed
        assert {"A": "retail", "B": "retail", "C": None, "D": None} == pipeline.sectors

    def test_deals_without_dates_have_no_history(self, folder):
        """
        They are named, and counted as left out.
        """
        history = CRM.read(folder).history

        assert ("D",) == history.conformance().undated
        assert (("A", "B", "C"), 1) == (history.leads, history.left_out)

    def test_velocity(self, folder):
        """
        1 open deal, half of them won, for 3,000 in 30 days.
        """
        pipeline = CRM.read(folder)
        parts = pipeline.history.velocity(
            value=pipeline.values, opportunity="engaging", won="won"
        ).overall

        assert 50 == parts.per_day


class TestReal:
    def test_the_report_says_it(self, data, capsys):
        """
        The totals are printed, and what was repaired and left out too.
        """
        CRM.main(str(data))
        told = capsys.readouterr().out

        assert "Leads without a creation: 500." in told
        assert "Deals of 'GTXPro' that were taken for 'GTX Pro': 1,480." in told
        assert "The sector of most open deals isn't known yet." in told

    def test_totals(self, pipeline, deals):
        """
        All deals are there: those with dates in the history, the others named.
        """
        stages = Counter(deal["deal_stage"] for deal in deals)
        told = pipeline.history.conformance()
        step = pipeline.history.funnel()["engaging"]

        assert () == told.faults
        assert stages["Prospecting"] == len(told.undated)
        assert len(deals) == told.rate.n
        assert (stages["Won"], stages["Lost"], stages["Engaging"]) == (
            step.advanced,
            step.exited,
            step.open,
        )

    def test_velocity(self, pipeline, deals):
        """
        The parts and the velocity are those of the rows.
        """
        (row,) = pipeline.history.velocity(
            value=pipeline.values, opportunity="engaging", won="won"
        )

        assert velocity_of(deals) == told_of(row)

    def test_velocity_by_region(self, pipeline, deals, data):
        """
        An agent's deals are those of its office.
        """
        office = {
            row["sales_agent"]: row["regional_office"]
            for row in read(data / "crm_sales_teams.csv")
        }
        told = pipeline.history.velocity(
            value=pipeline.values,
            opportunity="engaging",
            won="won",
            by=pipeline.regions,
        )

        assert {"Central", "East", "West"} == set(told.parts)
        for row in told:
            own = [one for one in deals if office[one["sales_agent"]] == row["segment"]]

            assert velocity_of(own) == told_of(row)

    def test_velocity_by_series(self, pipeline, deals):
        """
        The broken key is joined, so that no deal is without a series.
        """
        told = pipeline.history.velocity(
            value=pipeline.values, opportunity="engaging", won="won", by=pipeline.series
        )

        assert ["GTK", "GTX", "MG"] == list(told.parts)
        for row in told:
            own = [deal for deal in deals if deal["product"].startswith(row["segment"])]

            assert velocity_of(own) == told_of(row)

    def test_sectors_are_known_of_closed_deals(self, pipeline, deals):
        """
        No closed deal is without an account, so a rate by sector would be too high.
        """
        told = pipeline.history.funnel(by=pipeline.sectors)
        missing = Counter(deal["deal_stage"] for deal in deals if not deal["account"])
        step = told["(unknown)", "engaging"]

        assert {"Engaging": step.open, "Prospecting": 337} == missing
        assert (0, 0) == (step.advanced, step.exited)

    def test_time_in_stage(self, pipeline, deals):
        """
        The mean of finished stays is that of the rows; the median counts open ones.
        """
        engaging = pipeline.history.time_in_stage()["engaging"]
        days = [
            (
                date.fromisoformat(deal["close_date"])
                - date.fromisoformat(deal["engage_date"])
            ).days
            for deal in deals
            if deal["close_date"]
        ]

        assert sum(days) / len(days) == pytest.approx(engaging.finished_mean)
        assert engaging.median > sorted(days)[len(days) // 2]
        assert 1589 == engaging.open

    def test_lost_deals_are_not_foreseen(self, pipeline, deals):
        """
        What may still be won is what is engaged, and not what is lost for good.
        """
        told = pipeline.history.forecast("won", horizon=CRM.QUARTER, since=CRM.WATCHED)
        open_ = [d["opportunity_id"] for d in deals if d["deal_stage"] == "Engaging"]

        assert tuple(sorted(open_)) == told.leads("open")
        assert 0 < told.total.expected < len(open_)
