"""
`leadkit --version`.
"""

import importlib.metadata

import pytest
from typer.testing import CliRunner

from leadkit.cli.app import app


def absent(name):
    """A package that is not installed."""
    raise importlib.metadata.PackageNotFoundError(name)


class TestVersion:
    @pytest.mark.parametrize(
        ("version", "told"),
        [
            ({"leadkit": "1.5"}.get, "leadkit 1.5\n"),
            (absent, "leadkit that isn't installed\n"),
        ],
    )
    def test_option(self, monkeypatch, version, told):
        """
        ``--version`` tells which leadkit is installed, and wants no command.
        """
        monkeypatch.setattr("importlib.metadata.version", version)
        result = CliRunner().invoke(app, ["--version"])

        assert (0, told) == (result.exit_code, result.output)

    def test_no_words(self):
        """
        Without a word, the commands are listed, and the option with them.
        """
        result = CliRunner().invoke(app, [])

        assert "--version" in result.output
        assert "assess" in result.output
