"""
`leadkit prove`, run as a person runs it.
"""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from leadkit.cli.app import app

SALES = """\
import leadkit as lk


@lk.rule(name="likes plants")
def likes_plants(lead, as_of):
    return None


@lk.rule(name="is lucky")
def is_lucky(lead, as_of):
    return 7 // 0 > 1


def funnel(*more):
    bought = lk.activity("purchased").count() >= 1
    begin = lk.Transition("begin", "lead", "open")
    win = lk.Transition("win", "open", "won", bought)
    stages = ["lead", "open", "won"]
    return lk.Lifecycle(
        "funnel", stages=stages, initial="lead", transitions=[begin, win, *more]
    )


fine = lk.Playbook("fine", lifecycle=funnel())
broken = lk.Playbook(
    "broken",
    lifecycle=funnel(lk.Transition("return", "won", "lead", ~lk.has_been("open"))),
)
opaque = lk.Playbook(
    "opaque", scorecards=[lk.Scorecard("fit", [lk.Points(5, when=likes_plants)])]
)
failing = lk.Playbook(
    "failing", scorecards=[lk.Scorecard("fit", [lk.Points(5, when=is_lucky)])]
)
"""

WITHOUT_HYPOTHESIS = """\
import sys

sys.modules["hypothesis"] = None
from leadkit.cli import main

main()
"""


@pytest.fixture(name="sales", scope="module")
def _sales(tmp_path_factory):
    path = tmp_path_factory.mktemp("prove") / "sales.py"
    path.write_text(SALES, encoding="utf-8")
    return path


def prove(sales, name, *options):
    """Run the command."""
    return CliRunner().invoke(app, ["prove", f"{sales}:{name}", *options])


def kinds(done):
    """Tell what was found, law by law."""
    found = ("proved:", "sampled:", "refuted:", "undecided:")
    lines = done.stdout.splitlines()
    return [line.split(":")[0] for line in lines if line.startswith(found)]


class TestProve:
    def test_the_standard_playbook(self):
        """
        The standard playbook keeps all laws, and its promises: all of it is proved.
        """
        where = "leadkit.standard:playbook"
        done = CliRunner().invoke(app, ["prove", where, "--require", "proved"])

        assert 0 == done.exit_code
        assert {"proved"} == set(kinds(done))
        assert "no lead enters 'customer' unless <count of purchased >= 1>" in (
            done.stdout
        )
        assert done.stdout.endswith(
            f"\n\n{len(kinds(done))} proved, 0 sampled, 0 refuted, 0 undecided\n"
        )

    def test_what_is_broken(self, sales):
        """
        A law that is broken is told as a story and as a test, and the others too.
        """
        done = prove(sales, "broken")

        assert 1 == done.exit_code
        assert ["proved", "refuted", "refuted", "proved", "proved"] == kinds(done)
        assert "5. 2026-01-03 12:00: no move from 'won' is allowed.\n\nAs a test:" in (
            done.stdout
        )
        assert done.stdout.endswith("\n\n3 proved, 0 sampled, 2 refuted, 0 undecided\n")

    def test_the_test_can_be_pasted(self, sales):
        """
        The test that is told imports the playbook by its file's name, and fails.
        """
        done = prove(sales, "broken")
        test = done.stdout.rpartition("As a test:\n\n")[2].partition("\n\nproved:")[0]
        (sales.parent / "test_pasted.py").write_text(test, encoding="utf-8")
        pytest_ = [sys.executable, "-m", "pytest", "-q", "test_pasted.py"]
        ran = subprocess.run(
            pytest_, cwd=sales.parent, capture_output=True, text=True, check=False
        )

        assert "from sales import broken\n" in test
        assert 1 == ran.returncode
        assert "1 failed" in ran.stdout

    def test_a_file_that_can_not_be_imported_by_name(self, sales):
        """
        A test that can't import the playbook leaves a line to fill in.
        """
        odd = sales.with_name("my-sales.py")
        odd.write_text(SALES, encoding="utf-8")
        done = prove(odd, "broken")

        assert "from my-sales" not in done.stdout
        assert "LIFECYCLE = ...  # fill in: your Lifecycle 'funnel'\n" in done.stdout

    @pytest.mark.parametrize(
        ("demand", "status"),
        [((), 0), (("--require", "sampled"), 1)],
        ids=["none", "sampled"],
    )
    def test_what_is_undecided(self, sales, demand, status):
        """
        What is undecided is a problem only where more is required.
        """
        done = prove(sales, "opaque", *demand)

        assert ["undecided", "sampled", "sampled"] == kinds(done)
        assert status == done.exit_code

    def test_an_unknown_demand(self, sales):
        """
        What can be required is told to whom requires something else.
        """
        done = prove(sales, "fine", "--require", "refuted")

        assert 2 == done.exit_code
        assert "unrefuted" in done.stderr

    def test_no_such_playbook(self, sales):
        """
        A name that isn't there is told with one that is.
        """
        done = prove(sales, "brokn")

        assert 2 == done.exit_code
        assert "Did you mean 'broken'?" in done.stderr

    def test_a_function_that_fails(self, sales):
        """
        A host's function that fails is told with its line, after what was found.
        """
        done = prove(sales, "failing")

        assert 2 == done.exit_code
        assert (
            "asking for every_rule_can_fire fails with RuleError: rule 'is lucky': "
            in (done.stderr)
        )
        assert "(sales.py, line 11)" in done.stderr

    def test_without_hypothesis(self, sales):
        """
        Where Hypothesis isn't installed, what would be sampled is undecided, and what
        is proved is proved.
        """
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_HYPOTHESIS, "prove", f"{sales}:opaque"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert (0, "") == (done.returncode, done.stderr)
        assert ["undecided"] * 3 == kinds(done)
        assert 2 == done.stdout.count("pip install")

    def test_proofs_need_no_hypothesis(self, sales):
        """
        What is proved is proved without Hypothesis.
        """
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_HYPOTHESIS, "prove", f"{sales}:fine"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert (0, "") == (done.returncode, done.stderr)
        assert {"proved"} == set(kinds(done))

    def test_help(self):
        """
        The help says what can be required, and what the exit status is.
        """
        told = " ".join(CliRunner().invoke(app, ["prove", "--help"]).stdout.split())

        assert "--require <unrefuted|sampled|proved>" in told
        assert "The exit status is 1 if a law is refuted" in told
