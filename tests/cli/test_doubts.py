"""
Rows of consents that can't be read, which may be withdrawals.
"""

import csv

import pytest
from typer.testing import CliRunner

from leadkit.cli.app import app

PLAYBOOK = """
import leadkit as lk

card = lk.Scorecard("reach", [lk.Points(1, when=lk.reachable("marketing", "email"))])
playbook = lk.Playbook("mail", record=lk.Lead, scorecards=[card])
"""
LEADS = "id,email\n1,sara@example.com\n2,ali@example.com\n"
CONSENTS = """\
lead_id,purpose,medium,granted,at
1,marketing,email,yes,2026-01-01
2,marketing,email,yes,2026-01-01
"""
# Rows with a lead_id that can be read, though the rest can't be.
UNREAD = [
    "1,marketing,email,no,1405/01/15",
    "1,marketing,email,perhaps,2026-02-01",
    "1,marketing,email,,2026-02-01",
    "1,marketing,e mail,no,2026-02-01",
    "1,,email,no,2026-02-01",
    "1,marketing",
    "1,marketing,email,no,2026-02-01,x",
    "1,marketing,email,yes,soon",
]
# Rows of which nobody knows whose they are.
NOBODYS = [
    "۱,marketing,email,no,2026-02-01",
    ",marketing,email,no,2026-02-01",
    "9,marketing,email,no,soon",
    '"1,marketing,email,no,2026-02-01',
]


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    (tmp_path / "mail.py").write_text(PLAYBOOK)
    (tmp_path / "leads.csv").write_text(LEADS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder, command, consents, *words):
    """
    Run a command with these consents: its status, notes and output.
    """
    (folder / "consents.csv").write_text(consents, encoding="utf-8")
    options = ["--playbook", "mail.py", "--as-of", "2026-05-01"]
    return CliRunner().invoke(
        app, [command, "leads.csv", *words, *options, "--consents", "consents.csv"]
    )


def reached(folder, consents):
    """
    Assess the leads: who is reachable, and the notes.
    """
    done = run(folder, "assess", consents, "--out", "out.csv")
    with (folder / "out.csv").open() as file:
        return {row["id"]: row["reach"] for row in csv.DictReader(file)}, done.stderr


class TestDoubts:
    @pytest.mark.parametrize("row", UNREAD)
    def test_rows_of_a_lead(self, folder, row):
        """
        A lead with a consent that can't be read isn't reachable, and a note says so.
        """
        found, notes = reached(folder, f"{CONSENTS}{row}\n")

        assert {"1": "0", "2": "1"} == found
        assert "beware, of 1 lead an entry can't be read that may be" in notes
        assert "rejected row is" not in notes

    @pytest.mark.parametrize("row", NOBODYS)
    def test_rows_of_nobody(self, folder, row):
        """
        Where nobody knows whose row it is, a note says that a withdrawal may be lost.
        """
        found, notes = reached(folder, f"{CONSENTS}{row}\n")

        assert {"1": "1", "2": "1"} == found
        assert "beware, 1 rejected row is of no lead that was read" in notes
        assert "can't be read that may be" not in notes

    def test_several(self, folder):
        """
        They are counted: leads of which a row can't be read, and rows of nobody.
        """
        rows = [UNREAD[0], UNREAD[1], UNREAD[0].replace("1", "2", 1), *NOBODYS[:2]]
        found, notes = reached(folder, "\n".join([CONSENTS.strip(), *rows]))

        assert {"1": "0", "2": "0"} == found
        assert "of 2 leads an entry" in notes
        assert "2 rejected rows are of no lead" in notes

    def test_nothing_lost(self, folder):
        """
        If every row is read, there is nothing to beware of.
        """
        found, notes = reached(folder, CONSENTS)

        assert {"1": "1", "2": "1"} == found
        assert "beware" not in notes

    def test_explain(self, folder):
        """
        An explanation is given of the same leads, with the same notes.
        """
        done = run(folder, "explain", f"{CONSENTS}{UNREAD[0]}\n{NOBODYS[0]}\n", "1")

        assert "reach: 0" in done.stdout
        assert "beware, of 1 lead an entry" in done.stderr
        assert "beware, 1 rejected row is of no lead" in done.stderr


class TestErased:
    def test_is_not_reached(self, folder):
        """
        Who was forgotten isn't reachable, whatever the consents say.
        """
        (folder / "leads.csv").write_text(
            "id,email,erased_at\n"
            "1,sara@example.com,2026-03-01\n"
            "2,ali@example.com,\n"
            "3,mina@example.com,2026-06-01\n"
        )
        found, notes = reached(folder, f"{CONSENTS}3,marketing,email,yes,2026-01-01\n")

        assert {"1": "0", "2": "1", "3": "1"} == found
        assert "ignored" not in notes
