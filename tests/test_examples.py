"""
The examples, run as their readers would run them.
"""

import csv
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BANK = ROOT / "examples" / "bank" / "playbook.py"

HEADER = (
    '"age";"job";"marital";"education";"default";"housing";"loan";"contact";"month";'
    '"day_of_week";"duration";"campaign";"pdays";"previous";"poutcome";"emp.var.rate";'
    '"cons.price.idx";"cons.conf.idx";"euribor3m";"nr.employed";"y"\n'
)
# Made up, in the form of the data set.
ROWS = (
    '61;"retired";"married";"basic.4y";"no";"no";"no";"cellular";"may";"mon";9;1;6;2;'
    '"success";1.1;93.9;-36.4;4.8;5191;"no"\n'
    '35;"blue-collar";"married";"basic.9y";"unknown";"no";"no";"telephone";"may";"mon";'
    '9;4;999;0;"nonexistent";1.1;93.9;-36.4;4.8;5191;"no"\n'
)


def assess(leads, out):
    """Assess the leads of a bank, and return the rows that were written."""
    command = [sys.executable, "-m", "leadkit", "assess", str(leads), "--out", str(out)]
    command += ["--playbook", str(BANK), "--as-of", "2010-11-30"]
    subprocess.run(command, check=True, capture_output=True)
    with out.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="data")
def _data():
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        pytest.skip("set LEADKIT_DATA to the folder with the public data sets")
    return Path(folder)


class TestBank:
    def test_leads_in_the_form_of_the_data_set(self, tmp_path):
        """
        Semicolons and dotted headers are read, and the score is that of the playbook.
        """
        leads = tmp_path / "leads.csv"
        leads.write_text(HEADER + ROWS)
        rows = assess(leads, tmp_path / "out.csv")

        # 10 + 10 + 10 for the person; 50 + 10 + 8 + 12 for the history
        assert [("110", "A", "hot"), ("-10", "D", "cold")] == [
            (row["score"], row["grade"], row["temperature"]) for row in rows
        ]

    def test_it_keeps_away_from_leaks_and_clocks(self):
        """
        No rule reads the call's duration, the date or the economic indicators.
        """
        playbook = runpy.run_path(str(BANK))["playbook"]
        clocks = {"duration", "month", "day_of_week", "emp_var_rate", "cons_price_idx"}
        clocks |= {"cons_conf_idx", "euribor3m", "nr_employed", "y"}

        assert not clocks & playbook.requires.fields
        assert 15 >= len(list(playbook.scorecards["score"].points))

    def test_on_real_leads_it_finds_the_buyers(self, data, tmp_path):
        """
        Of 4,119 real leads none is lost, and the best tenth bought far more often.
        """
        source = data / "bank-additional.csv"
        rows = assess(source, tmp_path / "out.csv")
        with source.open(newline="") as file:
            bought = [row["y"] == "yes" for row in csv.DictReader(file, delimiter=";")]
        order = sorted(range(len(rows)), key=lambda i: -float(rows[i]["score"]))
        best = order[: len(rows) // 10]

        assert len(bought) == len(rows)
        assert 2 < sum(bought[i] for i in best) / len(best) / (sum(bought) / len(rows))
