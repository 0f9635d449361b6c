"""
The example of a CRM with tables of its own: short, tested, and found out if it errs.
"""

import ast
import sqlite3
from pathlib import Path

import host_crm
import pytest
import test_sales
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from leadkit.testing import Disagreement

FOLDER = Path(__file__).parent.parent / "examples" / "host_crm"
PAGE = FOLDER.parents[1] / "docs" / "how-to" / "testing-your-funnel.md"
SOURCE = (FOLDER / "test_sales.py").read_text(encoding="utf-8")
BRIEF = settings(
    test_sales.TestSales.settings,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
)


class Forgetful(host_crm.Crm):
    """It forgets who withdrew."""

    def permit(self, person, at, *, granted):
        if granted:
            super().permit(person, at, granted=granted)


class Simpler(host_crm.Crm):
    """Whoever comes back is talked to again."""

    def move(self, person, trigger, at, why):
        stage = super().move(person, trigger, at, why)
        if trigger == "reopen":
            stage = "talking"
            self.db.execute(
                "UPDATE people SET status = ? WHERE id = ?", (stage, person)
            )
        return stage


class Lazy(host_crm.Crm):
    """It says what it did, and doesn't."""

    def move(self, person, trigger, at, why):
        before = self.status(person)
        stage = super().move(person, trigger, at, why)
        self.db.execute("UPDATE people SET status = ? WHERE id = ?", (before, person))
        return stage


class Credulous(host_crm.Crm):
    """It takes what robots do for what people do."""

    def log(self, person, kind, at, amount=None, *, robot=False):
        super().log(person, kind, at, amount)


class Pushy(host_crm.Crm):
    """It makes a customer of everybody it talks to."""

    def move(self, person, trigger, at, why):
        if trigger == "win" and self.status(person) == "talking":
            super().log(person, "purchased", at)
        return super().move(person, trigger, at, why)


def classes(source):
    """Find the classes in a text, with their source."""
    return {
        node.name: ast.get_source_segment(source, node)
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef)
    }


class TestSales:
    def test_it_is_short(self):
        """
        The machine has at most 20 lines, the CRM at most 150, and the laws are five.
        """
        laws = [line for line in SOURCE.splitlines() if line.startswith("    laws.")]
        crm = (FOLDER / "host_crm.py").read_text(encoding="utf-8")

        assert len(classes(SOURCE)["Sales"].splitlines()) <= 20
        assert len(crm.splitlines()) <= 150
        assert 5 == len(laws)

    def test_the_page_shows_it(self):
        """
        The machine in the docs is that of the example.
        """
        assert classes(SOURCE)["Sales"] in PAGE.read_text(encoding="utf-8")

    def test_its_tables_are_its_own(self):
        """
        What it stores isn't in the words of leadkit's records.
        """
        crm = host_crm.Crm()
        names = [row[1] for row in crm.db.execute("PRAGMA table_info(people)")]
        crm.db.close()

        assert ["id", "email", "seats", "status", "since"] == names

    @pytest.mark.parametrize("crm", [Forgetful, Simpler, Lazy, Credulous, Pushy])
    def test_faults_are_found(self, crm, monkeypatch):
        """
        A CRM that errs parts ways with the lifecycle, and that is found.
        """
        monkeypatch.setattr(test_sales, "CRM", crm())

        with pytest.raises(Disagreement):
            run_state_machine_as_test(test_sales.Sales, settings=BRIEF)

        test_sales.CRM.db.close()

    def test_a_broken_database_is_no_disagreement(self, monkeypatch):
        """
        What fails in the CRM by itself is shown as it is.
        """
        crm = host_crm.Crm()
        crm.db.close()
        monkeypatch.setattr(test_sales, "CRM", crm)

        with pytest.raises(sqlite3.ProgrammingError):
            run_state_machine_as_test(test_sales.Sales, settings=BRIEF)
