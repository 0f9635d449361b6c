"""
Importing leadkit is quick, quiet, and brings nothing optional along.
"""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import leadkit

OPTIONAL = [
    "altair",
    "email_validator",
    "hypothesis",
    "narwhals",
    "pandas",
    "phonenumbers",
    "polars",
    "pyarrow",
    "pytest",
    "rich",
    "sphinx",
    "typer",
]

# Where the public names are at home; what else these modules have is for leadkit's use.
HOMES = [
    "assessment",
    "codes",
    "diagnosis",
    "differences",
    "errors",
    "grading",
    "happenings",
    "leads",
    "matching",
    "moves",
    "playbook",
    "points",
    "qualification",
    "refusals",
    "scoring",
    "states",
]

# The class of `PREVIOUS`, which has no other instance.
OURS = {"Place", "Previous"}


def said(program, *options):
    """
    What a program prints that a fresh interpreter runs.
    """
    ran = subprocess.run(
        [sys.executable, *options, "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
    return ran.stdout.split()


class TestImport:
    @pytest.mark.parametrize("statement", ["import leadkit", "from leadkit import *"])
    def test_nothing_optional(self, statement):
        """
        Neither the package nor all of its names load anything optional.
        """
        loaded = said(f"{statement}\nimport sys\nprint(*sys.modules)")

        assert "leadkit" in loaded
        assert not {name.partition(".")[0] for name in loaded} & set(OPTIONAL)

    @pytest.mark.parametrize("statement", ["import leadkit", "from leadkit import *"])
    def test_no_warnings(self, statement):
        """
        It goes without a warning.
        """
        assert [] == said(statement, "-W", "error")

    def test_records_alone(self):
        """
        Who only reads leads doesn't load the state machine.
        """
        loaded = said("from leadkit import Lead\nimport sys\nprint(*sys.modules)")

        assert "leadkit.leads" in loaded
        assert "transitions" not in loaded

    def test_optimised(self):
        """
        It also works where Python drops assertions and docstrings.
        """
        program = "from leadkit import Lead\nprint(Lead(id='L-1').id)"

        assert ["L-1"] == said(program, "-OO", "-W", "error")

    def test_typed(self):
        """
        It tells type checkers that it is typed.
        """
        assert Path(leadkit.__file__).with_name("py.typed").exists()


class TestNames:
    def test_sorted(self):
        """
        The public names are sorted, each there once.
        """
        assert sorted(set(leadkit.__all__)) == list(leadkit.__all__)

    @pytest.mark.parametrize("name", leadkit.__all__)
    def test_is_there(self, name):
        """
        Every public name is there, and keeps its object.
        """
        assert getattr(leadkit, name) is getattr(leadkit, name)
        assert 1 == dir(leadkit).count(name)

    def test_as_type_checkers_see_it(self):
        """
        Type checkers are told the same names, from the same modules.
        """
        tree = ast.parse(inspect.getsource(leadkit))
        told = {
            alias.asname: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.level
            for alias in node.names
        }

        assert set(leadkit.__all__) == set(told)
        for name, (module, there) in told.items():
            home = importlib.import_module(f"leadkit.{module}" if module else "leadkit")
            assert getattr(home, there) is getattr(leadkit, name)

    @pytest.mark.parametrize("home", HOMES)
    def test_complete(self, home):
        """
        Every public class of the modules that hosts use can be imported from the top.
        """
        module = importlib.import_module(f"leadkit.{home}")
        classes = {
            name
            for name, value in vars(module).items()
            if inspect.isclass(value)
            and value.__module__ == module.__name__
            and not name.startswith("_")
        }

        assert classes <= {*leadkit.__all__, *OURS}

    @pytest.mark.parametrize("name", ["Leed", "no_such_name", "_NOTHING"])
    def test_unknown(self, name):
        """
        Another name is an `AttributeError` that names it.
        """
        assert not hasattr(leadkit, name)
        with pytest.raises(
            AttributeError, match=f"'leadkit' has no attribute '{name}'"
        ):
            getattr(leadkit, name)
