"""
The example of a marketplace: its numbers, held against counting them from the files.
"""

import csv
import os
import runpy
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

FILE = Path(__file__).parent.parent / "examples" / "olist" / "olist.py"
OLIST = SimpleNamespace(**runpy.run_path(str(FILE)))
RECORDED = datetime(2017, 12, 5)

# Made up, in the form of the data set: (id, contact, page, origin) and (id, win).
LEADS = [
    ("a", "2017-08-01", "page-one", "social"),
    ("b", "2018-01-10", "page-one", "social"),
    ("c", "2018-01-10", "page-one", "email"),
    ("d", "2018-02-01", "page-two", ""),
    ("e", "2018-02-01", "page-two", "unknown"),
    ("f", "2018-03-08", "page-two", "email"),
]
DEALS = [("b", "2018-01-20 12:00:00"), ("f", "2018-03-06 19:38:55")]


def write(path, header, rows):
    """Write a table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def read(path):
    """Read a table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="folder")
def _folder(tmp_path):
    header = ("mql_id", "first_contact_date", "landing_page_id", "origin")
    write(tmp_path / OLIST.LEADS, header, LEADS)
    write(tmp_path / OLIST.DEALS, ("mql_id", "won_date"), DEALS)
    return tmp_path


@pytest.fixture(name="data", scope="module")
def _data():
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        pytest.skip("set LEADKIT_DATA to the folder with the public data sets")
    return Path(folder)


@pytest.fixture(name="market", scope="module")
def _market(data):
    return OLIST.read(data)


@pytest.fixture(name="counted", scope="module")
def _counted(data):
    # By lead that can be: its contact, its win or None, its channel and its page.
    wins = {deal["mql_id"]: deal["won_date"] for deal in read(data / OLIST.DEALS)}
    found = {}
    for lead in read(data / OLIST.LEADS):
        contact = datetime.fromisoformat(lead["first_contact_date"])
        won = wins.get(lead["mql_id"])
        won = None if won is None else datetime.fromisoformat(won)
        if won is None or won >= contact:
            origin = lead["origin"] if lead["origin"] != "unknown" else ""
            page = lead["landing_page_id"]
            found[lead["mql_id"]] = contact, won, origin or "(unknown)", page
    return found


def since(counted):
    """The leads for whom wins are recorded."""
    return [lead for lead in counted.values() if lead[0] >= RECORDED]


class TestMadeUp:
    def test_it_runs_as_its_readers_run_it(self, folder):
        """
        The program prints its report of a folder.
        """
        command = [sys.executable, str(FILE), str(folder)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)

        assert "Conformance to the lifecycle" in run.stdout
        assert "Time to close" in run.stdout

    def test_a_win_before_the_contact_is_a_fault(self, folder):
        """
        It is named, and its lead counts nowhere.
        """
        history = OLIST.read(folder).history
        (fault,) = history.faults

        assert ("f", "time_reversal") == (fault.lead, fault.kind)
        assert 5 == len(history.leads)

    def test_early_leads_do_not_count_for_rates(self, folder):
        """
        Those of before wins were recorded would look dead.
        """
        market = OLIST.read(folder)
        funnel = market.history.funnel(created=OLIST.SINCE)

        assert 4 == funnel["mql"].reached
        assert ("b",) == funnel.leads("advanced", stage="mql")

    def test_unknown_channels_are_one(self, folder):
        """
        An empty cell and the word say the same.
        """
        market = OLIST.read(folder)
        funnel = market.history.funnel(by=market.channels, created=OLIST.SINCE)

        assert ("d", "e") == funnel.leads("open", segment="(unknown)", stage="mql")

    def test_small_pages_are_one(self, folder):
        """
        The pages with most leads have names, and all others are together.
        """
        by = OLIST.read(folder).best_pages(1)

        assert {"page-one", "other pages"} == {by("a"), by("d")}

    def test_nobody(self, tmp_path):
        """
        Of empty files, there is nothing to tell, and no error.
        """
        header = ("mql_id", "first_contact_date", "landing_page_id", "origin")
        write(tmp_path / OLIST.LEADS, header, [])
        write(tmp_path / OLIST.DEALS, ("mql_id", "won_date"), [])
        market = OLIST.read(tmp_path)

        assert (
            "Time to close\n"
            "until 5% are won: not known, if ever\n"
            "until 10% are won: not known, if ever\n"
            "until 50% are won: not known, if ever"
        ) == OLIST.time_to_close(market)
        assert "nothing to compare" in OLIST.channels_differ(market)


class TestReal:
    def test_the_report_says_it(self, data, capsys):
        """
        The totals are printed, the fault and what isn't known too.
        """
        OLIST.main(str(data))
        told = capsys.readouterr().out

        assert "7,999 of 8,000" in told
        assert "time_reversal (1)" in told
        assert "until 50% are won: not known, if ever" in told
        assert "Wins before 2017-12-05 aren't recorded" in told

    def test_totals(self, market, counted):
        """
        All leads and wins are there, but for the one that can't be.
        """
        history = market.history
        funnel = history.funnel()

        assert (8000, 7999) == (len(history), len(counted))
        assert sorted(counted) == list(history.leads)
        assert len(counted) == funnel["mql"].reached
        assert 841 == funnel["seller"].reached
        assert 841 == sum(won is not None for _, won, _, _ in counted.values())

    @pytest.mark.parametrize("place", [2, 3])
    def test_segments(self, market, counted, place):
        """
        Channels and landing pages have the leads and wins that the files say.
        """
        leads = Counter(lead[place] for lead in since(counted))
        wins = Counter(lead[place] for lead in since(counted) if lead[1] is not None)
        by = market.channels if place == 2 else market.pages
        funnel = market.history.funnel(by=by, created=OLIST.SINCE)

        assert leads == {
            row["segment"]: row["reached"] for row in funnel if row["stage"] == "mql"
        }
        assert wins == {
            row["segment"]: row["advanced"]
            for row in funnel
            if row["stage"] == "mql" and row["advanced"]
        }

    def test_the_best_pages_keep_all_leads(self, market, counted):
        """
        To put small pages together loses nobody.
        """
        funnel = market.history.funnel(by=market.best_pages(5), created=OLIST.SINCE)

        assert len(since(counted)) == funnel["mql"].reached
        assert 6 == len({row["segment"] for row in funnel})

    def test_the_curve_is_a_share_while_all_are_watched(self, market, counted):
        """
        Until the age that the youngest lead has, the curve is the plain share.
        """
        curve = market.history.curve("mql", "seller", created=OLIST.SINCE)
        waits = [won - contact for contact, won, _, _ in since(counted) if won]
        for days in (9, 30, 90, 160):
            within = sum(wait <= timedelta(days=days) for wait in waits)

            assert within / len(since(counted)) == pytest.approx(
                curve.at(timedelta(days=days)).share
            )
        waits.sort()
        tenth = waits[-(-len(since(counted)) // 10) - 1]

        assert tenth == curve.quantile(0.1)
        assert curve.median() is None
