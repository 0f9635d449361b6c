"""
`leadkit new`, and what a newcomer does with what it writes.
"""

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from leadkit.cli.app import app
from leadkit.cli.finding import find_playbook
from leadkit.cli.starting import TEXTS, StartError, module_name, start

# What the README says is run by this Python, whichever is first on the path.
COMMANDS = (
    f'leadkit() {{ "{sys.executable}" -m leadkit "$@"; }}\n'
    f'python() {{ "{sys.executable}" "$@" -p no:cacheprovider; }}\n'
)


def new(*words):
    """Run `new` with these words."""
    return CliRunner().invoke(app, ["new", *map(str, words)])


def listed(folder):
    """List all that is in a folder, folders in it included."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def run(command, folder):
    """Run a command of the README in a folder."""
    return subprocess.run(
        ["bash", "-c", COMMANDS + command],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def commands(folder):
    """Take the commands out of the README."""
    text = (folder / "README.md").read_text()
    return re.search(r"```console\n(.*?)```", text, re.DOTALL)[1].splitlines()


@pytest.fixture(name="folder")
def _folder(tmp_path):
    start(tmp_path / "acme-crm")
    return tmp_path / "acme-crm"


class TestNew:
    def test_what_is_written(self, tmp_path):
        """
        A module, its test, three tables and a README are written, and named.
        """
        result = new(tmp_path / "acme-crm")
        written = [
            "acme_crm.py",
            "test_acme_crm.py",
            "leads.csv",
            "activities.csv",
            "consents.csv",
            "README.md",
        ]

        assert 0 == result.exit_code
        assert sorted(written) == listed(tmp_path / "acme-crm")
        assert f"wrote {', '.join(written)}\n" in result.output

    def test_without_words(self, tmp_path, monkeypatch):
        """
        If nothing is said, the folder is called my-leads.
        """
        monkeypatch.chdir(tmp_path)
        result = new()

        assert 0 == result.exit_code
        assert (tmp_path / "my-leads" / "my_leads.py").is_file()

    def test_here(self, tmp_path, monkeypatch):
        """
        The current folder is called what it is called, if it is empty.
        """
        (tmp_path / "here").mkdir()
        monkeypatch.chdir(tmp_path / "here")
        result = new(".")

        assert 0 == result.exit_code
        assert (tmp_path / "here" / "here.py").is_file()

    def test_name(self, tmp_path):
        """
        A name of its own names the module, its test and the playbook.
        """
        new(tmp_path / "2026", "--name", "Acme CRM")
        playbook = find_playbook(str(tmp_path / "2026" / "acme_crm.py"))

        assert "acme_crm" == playbook.name
        assert (tmp_path / "2026" / "test_acme_crm.py").is_file()

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["full"], "full: isn't empty; name a folder that is new or empty"),
            (["file"], "file: is a file; name a folder that is new or empty"),
            (["none/leads"], "lies in a folder that there is not"),
            (["file/leads"], "can't be written"),
            (["2026"], "--name: '2026' makes no name for a Python module"),
            (["random"], "a module 'random' would hide"),
        ],
    )
    def test_refused(self, tmp_path, monkeypatch, words, told):
        """
        What can't be done is told in a sentence, and changes nothing.
        """
        monkeypatch.chdir(tmp_path)
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "notes.txt").write_text("mine")
        (tmp_path / "file").write_text("mine")
        before = listed(tmp_path)
        result = new(*words)

        assert 2 == result.exit_code
        assert told in " ".join(result.output.split())
        assert before == listed(tmp_path)
        assert "mine" == (tmp_path / "full" / "notes.txt").read_text()

    def test_twice(self, folder):
        """
        A starter is never written over another one.
        """
        module = folder / "acme_crm.py"
        module.write_text("mine")
        result = new(folder)

        assert 2 == result.exit_code
        assert "mine" == module.read_text()


class TestStarter:
    def test_its_commands_work(self, folder):
        """
        Every command in the README succeeds as it stands there, the test among them.
        """
        results = {command: run(command, folder) for command in commands(folder)}
        words = [command.split()[:2] for command in results]

        assert [
            ["leadkit", "check"],
            ["leadkit", "assess"],
            ["leadkit", "explain"],
            ["python", "-m"],
        ] == words
        assert {} == {
            command: done.stdout + done.stderr
            for command, done in results.items()
            if done.returncode
        }
        assert "passed" in results["python -m pytest"].stdout

    def test_its_leads_show_something(self, folder):
        """
        Among its leads is one that qualifies, and some that don't.
        """
        run(commands(folder)[1], folder)
        rows = (folder / "assessed.csv").read_text().splitlines()

        assert "id,stage,fit,engagement,grade,MQL,allowed,reasons" == rows[0]
        assert ["yes", "no", "no", "no"] == [row.split(",")[5] for row in rows[1:]]

    def test_nothing_is_left_over(self, folder):
        """
        Its tables have no column that nothing reads, and lack none that is read.
        """
        told = run(commands(folder)[1], folder).stderr

        assert "ignored" not in told
        assert "not read" not in told
        assert "missing" not in told

    def test_readme(self, folder):
        """
        The README has ten lines at most, and knows the project's name only.
        """
        text = (folder / "README.md").read_text()

        assert 10 >= len(text.splitlines())
        assert "my_leads" not in text

    def test_fits_in_the_package(self):
        """
        All texts are in the package, and no file there is taken for leadkit's own.
        """
        there = files("leadkit.cli") / "starter"
        names = {one.name for one in there.iterdir()}

        assert set(TEXTS) == names
        assert not [name for name in names if name.endswith(".py")]

    def test_types(self, folder):
        """
        A strict type checker has nothing to say.
        """
        pytest.importorskip("mypy")
        done = run(f'"{sys.executable}" -m mypy --strict .', folder)

        assert 0 == done.returncode, done.stdout + done.stderr

    def test_style(self, folder):
        """
        It is formatted, and a linter has nothing to say.
        """
        pytest.importorskip("ruff")
        ruff = f'"{sys.executable}" -m ruff'
        done = run(f"{ruff} format --isolated --check . && {ruff} check .", folder)

        assert 0 == done.returncode, done.stdout + done.stderr


class TestStart:
    def test_what_fails_leaves_nothing(self, tmp_path, monkeypatch):
        """
        If the disk is full half-way, neither files nor the folder stay.
        """
        whole = Path.open

        def opened(path, *words, **options):
            if path == tmp_path / "acme" / "activities.csv":
                raise OSError(28, "No space left on device")
            return whole(path, *words, **options)

        monkeypatch.setattr(Path, "open", opened)
        with pytest.raises(StartError, match="No space left on device") as caught:
            start(tmp_path / "acme")

        assert str(tmp_path / "acme") == caught.value.subject
        assert [] == listed(tmp_path)

    def test_what_is_interrupted_leaves_nothing(self, tmp_path, monkeypatch):
        """
        If a person stops it, the folder is as empty as it was, and it stops.
        """
        whole = Path.open

        def opened(path, *words, **options):
            if path == tmp_path / "acme" / "leads.csv":
                raise KeyboardInterrupt
            return whole(path, *words, **options)

        (tmp_path / "acme").mkdir()
        monkeypatch.setattr(Path, "open", opened)
        with pytest.raises(KeyboardInterrupt):
            start(tmp_path / "acme")

        assert ["acme"] == listed(tmp_path)

    def test_what_appears_meanwhile_stays(self, tmp_path, monkeypatch):
        """
        A file that somebody else puts there at the same time is not replaced.
        """
        whole = Path.open

        def opened(path, *words, **options):
            if path == tmp_path / "acme" / "leads.csv":
                path.write_text("mine")
            return whole(path, *words, **options)

        # `write_text` opens too, with the name of the same file.
        monkeypatch.setattr(Path, "write_text", written)
        monkeypatch.setattr(Path, "open", opened)
        with pytest.raises(StartError, match="File exists"):
            start(tmp_path / "acme")

        assert ["acme", "acme/leads.csv"] == listed(tmp_path)
        assert "mine" == (tmp_path / "acme" / "leads.csv").read_bytes().decode()


def written(path, text):
    """Write a text as another program would."""
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)


class TestModuleName:
    @given(st.text(max_size=70))
    def test_makes_a_module_or_says_why_not(self, name):
        """
        Whatever it is given, it makes a name that can be imported, or refuses.
        """
        try:
            module = module_name(name)
        except StartError as error:
            assert "--name" == error.subject
        else:
            assert module.isidentifier()
            assert module == module_name(module)

    @pytest.mark.parametrize(
        ("name", "module"),
        [
            ("acme", "acme"),
            ("Acme CRM", "acme_crm"),
            ("acme-crm.2", "acme_crm_2"),
            (" acme ", "acme"),
        ],
    )
    def test_known(self, name, module):
        """
        Capitals become small, and what separates words becomes an underscore.
        """
        assert module == module_name(name)

    @pytest.mark.parametrize(
        "name", ["", " ", "class", "2026", "_x", "a/b", "..", "acmé", "سرنخ", "a" * 65]
    )
    def test_no_module(self, name):
        """
        What makes no name is refused, with a name that would do.
        """
        with pytest.raises(StartError, match="makes no name") as caught:
            module_name(name)

        assert str(caught.value).endswith("--name acme_crm")

    @pytest.mark.parametrize("name", ["json", "leadkit", "attrs", "Pytest"])
    def test_hidden_module(self, name):
        """
        A name that is another module's is refused, with one that would do.
        """
        with pytest.raises(StartError, match="would hide") as caught:
            module_name(name)

        assert str(caught.value).endswith(f"--name {name.lower()}_leads")
