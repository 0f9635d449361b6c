"""
What a command says beside its result.
"""

import io
import sys
from time import sleep

import pytest
import typer
from rich.console import Console

from leadkit.cli.bar import bar
from leadkit.cli.stopping import Stopped
from leadkit.cli.tables import Table
from leadkit.cli.terminal import progress, told


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self):
        """Whether it is one."""
        return True


@pytest.fixture(name="path")
def _path(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text("id,text\n" + "".join(f"{n},{'x' * 400}\n" for n in range(2000)))
    return path


class TestBar:
    def test_it_goes_on(self, path):
        """
        It shows how many rows were read, and how much of the file that is.
        """
        screen = Screen()
        console = Console(file=screen, force_terminal=True, color_system=None)
        seen = []
        with Table.open(path) as table, bar("reading", console) as advance:
            for number, _ in enumerate(table):
                advance(table)
                seen.append(table.position)
                if number == 1200:
                    sleep(0.2)  # it is drawn ten times a second
        shown = screen.getvalue()

        assert "reading" in shown
        assert "1,024 rows" in shown
        assert sorted(seen) == seen
        assert 4 < len(set(seen))


class TestProgress:
    def test_on_a_terminal(self, path, monkeypatch):
        """
        On a terminal there is a bar.
        """
        monkeypatch.setattr(sys, "stderr", Screen())
        with Table.open(path) as table, progress("reading") as advance:
            advance(table)

        assert "reading" in sys.stderr.getvalue()

    def test_elsewhere(self, path, capsys):
        """
        Where nobody looks, nothing is shown.
        """
        with Table.open(path) as table, progress("reading") as advance:
            advance(table)

        assert ("", "") == capsys.readouterr()


class TestTold:
    @pytest.mark.parametrize(
        ("error", "status", "said"),
        [
            (OSError(28, "No space left"), 2, "leadkit: No space left\n"),
            (
                OSError(28, "No space left", "a.csv"),
                2,
                "leadkit: a.csv: No space left\n",
            ),
            (OSError("of its own"), 2, "leadkit: of its own\n"),
            (KeyboardInterrupt(), 130, "leadkit: stopped; nothing was written\n"),
            (Stopped(15), 143, "leadkit: stopped; nothing was written\n"),
        ],
    )
    def test_errors_are_sentences(self, capsys, error, status, said):
        """
        What goes wrong is told in a sentence, and the exit status says which kind.
        """
        with pytest.raises(typer.Exit) as ei, told():
            raise error

        assert status == ei.value.exit_code
        assert said == capsys.readouterr().err
