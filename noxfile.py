"""
One session per check: ``nox`` runs them all, ``nox -s tests-3.12`` one of them.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_existing_virtualenvs = True

PYTHONS = nox.project.python_versions(nox.project.load_toml("pyproject.toml"))
OLDEST = PYTHONS[0]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """
    Run the tests and all examples: at length on the oldest Python, where the coverage
    is measured, and with fewer drawn examples on the others.
    """
    session.install("-e", ".[test]")
    # What a browser sees doesn't depend on the Python; the session of the docs looks.
    run = ["pytest", "--ignore=tests/browser", *session.posargs]
    # Not pytest-cov: Hypothesis may import us before it starts counting.
    if session.python == OLDEST:
        session.run("coverage", "run", "-m", *run)
    else:
        session.run(*run, "--hypothesis-profile=brief")


@nox.session(python=OLDEST)
def deep(session: nox.Session) -> None:
    """
    Try often what is tried sometimes: the stock engine beside us, and planted faults.
    """
    session.install("-e", ".[test]")
    session.run(
        "pytest",
        "--hypothesis-profile=deep",
        "tests/test_states.py::TestOracle::test_the_stock_engine_agrees",
    )
    # An example of these takes longer: some walk through hundreds of leads.
    session.run(
        "pytest",
        "--hypothesis-profile=leadkit.ci",
        "tests/testing/test_situations.py::TestSketch::test_agrees_with_the_stock_engine",
        "tests/testing/test_strategies.py::test_no_lead_is_refused",
        "tests/testing/test_sums.py::TestExtremes::test_as_when_all_leads_are_scored",
    )
    # All planted faults, from ten places, and all playbooks without any.
    session.run("pytest", "--hypothesis-profile=deep", "tests/faults")


@nox.session(python=OLDEST)
def coverage(session: nox.Session) -> None:
    """
    Require that the tests ran every branch.
    """
    session.install("coverage")
    session.run("coverage", "combine")
    session.run("coverage", "report")


@nox.session(python=OLDEST)
def lint(session: nox.Session) -> None:
    """
    Check style, and that every test says what is true.
    """
    session.install("ruff", "interrogate")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("interrogate", "tests")


@nox.session(python=OLDEST)
def layers(session: nox.Session) -> None:
    """
    Check that imports run downwards only.
    """
    session.install("-e", ".[cli]", "import-linter")
    session.run("lint-imports")


@nox.session(python=PYTHONS)
def types(session: nox.Session) -> None:
    """
    Check the types: ours, those that users see, and the starter's.
    """
    session.install("-e", ".[test]", "mypy")
    session.run("mypy")
    session.run("pytest", "tests/cli/test_new.py::TestStarter::test_types")


@nox.session(python=OLDEST)
def pyright(session: nox.Session) -> None:
    """
    Check the types with the other checker, and that the public ones are complete.
    """
    # --verifytypes looks at what is installed, and not at an editable install.
    session.install(".[test]", "pyright[nodejs]")
    session.run("pyright")
    session.run("pyright", "--verifytypes", "leadkit", "--ignoreexternal")


@nox.session(python=OLDEST)
def docs(session: nox.Session) -> None:
    """
    Build the docs, where a broken reference is an error, and look at what is to be
    looked at: the pages and the demo's report.
    """
    session.install("-e", ".[docs,test]")
    session.run(
        "sphinx-build", "-n", "-W", "--keep-going", "-b", "html", "docs", "docs/_build"
    )
    # Without a Chromium, these are skipped.
    session.run("pytest", "tests/browser", env={"LEADKIT_DOCS": "docs/_build"})


@nox.session(python=OLDEST, default=False)
def bench(session: nox.Session) -> None:
    """
    Print the ratios; the data sets are found by LEADKIT_DATA.
    """
    session.install(".[cli,bench,prove]")
    session.run("python", "bench/import_time.py")
    session.run("python", "bench/hostile.py")
    session.run("python", "bench/typed_fields.py")
    session.run("python", "bench/rules.py")
    session.run("python", "bench/lifecycle.py")
    session.run("python", "bench/duplicates.py")
    session.run("python", "bench/laws.py")
    session.run("python", "bench/sums.py")
    session.run("python", "bench/funnel.py")
    session.run("python", "bench/funnel_truth.py")
    session.run("python", "bench/bank.py")
    session.run("python", "bench/cli.py")
