"""
``pytest --leadkit``, run as a person runs it, in a project that isn't leadkit's.
"""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from xml.etree import ElementTree as ET

import pytest

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


FINE = lk.Playbook("fine", lifecycle=funnel())
BROKEN = lk.Playbook(
    "broken",
    lifecycle=funnel(lk.Transition("return", "won", "lead", ~lk.has_been("open"))),
)
OPAQUE = lk.Playbook(
    "opaque", scorecards=[lk.Scorecard("fit", [lk.Points(5, when=likes_plants)])]
)
FAILING = lk.Playbook(
    "failing", scorecards=[lk.Scorecard("fit", [lk.Points(5, when=is_lucky)])]
)
"""
OWN = """\
import sys


def test_of_their_own():
    assert "leadkit" not in sys.modules
"""
LAWS = [
    "every_rule_can_fire",
    "every_transition_can_fire",
    "no_traps",
    "replay_restores",
    "refusals_change_nothing",
]
WITHOUT_HYPOTHESIS = """\
class Gone:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "hypothesis":
            raise ModuleNotFoundError(name=name)

sys.meta_path.insert(0, Gone)
"""
# Not installed, it has to be named; installed, it mustn't be, as it is there already.
INSTALLED = bool(entry_points(group="pytest11", name="leadkit"))
NAMED = [] if INSTALLED else ["-p", "leadkit_plugins"]


@pytest.fixture(name="project")
def _project(tmp_path):
    (tmp_path / "sales.py").write_text(SALES, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return tmp_path


def run(project, *options, before="", named=NAMED):
    """Run pytest in a project, after some other code."""
    code = f"import sys\n{before}\nimport pytest\nsys.exit(pytest.main(sys.argv[1:]))"
    given = ["-q", "-W", "error", "-p", "no:cacheprovider", *named, *options]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-c", code, *given],
        cwd=project,
        env={**kept, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


class TestPlaybooks:
    def test_laws_are_tests(self, project):
        """
        Each standard law is a test, which has the name of its playbook.
        """
        done = run(project, "--leadkit", "sales:FINE", "-vv")

        assert (0, "") == (done.returncode, done.stderr)
        for law in LAWS:
            assert f"leadkit::sales:FINE::{law} PASSED" in done.stdout
        assert "5 passed" in done.stdout

    def test_what_is_broken(self, project):
        """
        A broken law is told by its story and its test, without a way through our code.
        """
        done = run(project, "--leadkit", "sales:BROKEN", "-k", "no_traps")

        assert 1 == done.returncode
        assert "_ sales:BROKEN no_traps _" in done.stdout
        assert "\nrefuted: every lead can still make a move, some time\n" in done.stdout
        assert "\n  5. 2026-01-03 12:00: no move from 'won' is allowed." in done.stdout
        assert "\nfrom sales import BROKEN\n" in done.stdout
        assert ".py:" not in done.stdout
        assert "Traceback" not in done.stdout
        assert "1 failed, 4 deselected" in done.stdout

    @pytest.mark.parametrize(
        ("demand", "came"),
        [
            ([], "1 passed, 1 skipped, 1 deselected"),
            (["--leadkit-require=proved"], "2 failed, 1 deselected"),
        ],
        ids=["default", "proved"],
    )
    def test_what_is_undecided(self, project, demand, came):
        """
        What is undecided is skipped with its reason, unless more is required.
        """
        laws = ["-k", "every_rule or order_free"]
        done = run(project, "--leadkit", "sales:OPAQUE", "-rs", *laws, *demand)

        assert came in done.stdout
        assert "leadkit can't see into the rule <likes plants>" in done.stdout

    def test_what_passes_can_be_read(self, project):
        """
        How a law was shown is there for those who ask, and in the report for machines.
        """
        done = run(
            project,
            *("--leadkit", "sales:FINE", "-k", "no_traps"),
            *("-rP", "--junitxml", "report.xml"),
        )
        [told] = ET.parse(project / "report.xml").iter("property")

        assert "Walked through all 3 situations" in done.stdout
        assert {"name": "leadkit", "value": "proved"} == told.attrib

    def test_several_and_a_file(self, project):
        """
        The option can be repeated; what is named twice is collected once.
        """
        twice = ["--leadkit", "sales:FINE"] * 2
        done = run(project, *twice, "--leadkit", "sales.py:OPAQUE", "--collect-only")

        assert [f"leadkit::sales:FINE::{law}" for law in LAWS] == [
            line for line in done.stdout.splitlines() if "FINE" in line
        ]
        assert "leadkit::sales.py:OPAQUE::every_rule_can_fire" in done.stdout

    def test_they_can_be_left_out(self, project):
        """
        A law is chosen and left out as any test is.
        """
        (project / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")
        done = run(
            project,
            *("--leadkit", "sales:BROKEN"),
            *("--deselect", "leadkit::sales:BROKEN::no_traps"),
            *("-k", "not every_transition"),
        )

        assert 0 == done.returncode
        assert "4 passed, 2 deselected" in done.stdout

    @pytest.mark.parametrize(
        ("where", "told"),
        [
            ("nowhere:PLAYBOOK", "no module named 'nowhere'; is the path right?"),
            ("sales:FIN", "the module has nothing called 'FIN'. Did you mean 'FINE'?"),
            ("sales:likes_plants", "'likes_plants' is a Rule, not a Playbook"),
        ],
        ids=["module", "name", "kind"],
    )
    def test_no_such_playbook(self, project, where, told):
        """
        A playbook that isn't there is an error of usage, told in a sentence.
        """
        done = run(project, "--leadkit", where)

        assert pytest.ExitCode.USAGE_ERROR == done.returncode
        assert done.stderr.startswith(f"ERROR: --leadkit: playbook '{where}': ")
        assert told in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_function_that_fails(self, project):
        """
        What a host's own function raises is shown with its traceback.
        """
        where = ["--leadkit", "sales:FAILING", "-k", "every_rule"]
        done = run(project, *where)

        assert 1 == done.returncode
        assert "ZeroDivisionError" in done.stdout
        assert "sales.py:11: " in done.stdout

    def test_without_hypothesis(self, project):
        """
        Where Hypothesis isn't installed, what would be sampled is skipped, and the
        reason says what to install.
        """
        done = run(
            project,
            *("-p", "no:hypothesispytest", "-rs", "--leadkit", "sales:OPAQUE"),
            before=WITHOUT_HYPOTHESIS,
        )

        assert (0, "") == (done.returncode, done.stderr)
        assert "3 skipped" in done.stdout
        assert "pip install" in done.stdout


class TestProjects:
    @pytest.mark.parametrize(
        "options",
        [[], ["-p", "no:leadkit", "-p", "no:leadkit_plugins"]],
        ids=["there", "left out"],
    )
    def test_nobody_asks(self, project, options):
        """
        Where nobody asks for laws, nothing of leadkit is imported, nor is it needed.
        """
        (project / "test_own.py").write_text(OWN, encoding="utf-8")
        done = run(project, *options)

        assert (0, "") == (done.returncode, done.stderr)
        assert "1 passed" in done.stdout

    def test_left_out(self, project):
        """
        Who leaves the plugin out has no such option.
        """
        left_out = ["-p", "no:leadkit", "-p", "no:leadkit_plugins"]
        done = run(project, *left_out, "--leadkit", "sales:FINE", named=[])

        assert pytest.ExitCode.USAGE_ERROR == done.returncode
        assert "unrecognized arguments: --leadkit" in done.stderr

    def test_leadkit_comes_first(self, project):
        """
        Who imports leadkit before pytest begins gets no warning, and the same laws.
        """
        done = run(project, "--leadkit", "sales:FINE", before="import leadkit.testing")

        assert (0, "") == (done.returncode, done.stderr)
        assert "5 passed" in done.stdout

    def test_without_other_plugins(self, project):
        """
        No other plugin has to be there, neither Hypothesis's nor one for several cores.
        """
        done = run(
            project,
            *("-p", "no:hypothesispytest", "-p", "no:xdist"),
            *("--leadkit", "sales:FINE"),
        )

        assert (0, "") == (done.returncode, done.stderr)
        assert "5 passed" in done.stdout

    def test_help(self, project):
        """
        The help of pytest has our options.
        """
        told = " ".join(run(project, "--help").stdout.split())

        assert "--leadkit=PLAYBOOK" in told
        assert "--leadkit-require={unrefuted,sampled,proved}" in told
