"""
Files and commands in the docs are tests too, as their Python is.

A code block with a file's name as its caption is written to a folder of the page's own.
A console block with lines that begin with ``$`` is run there, and must show what it
shows on the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.parsers.myst import CodeBlockParser
from sybil.parsers.myst.lexers import DirectiveLexer

_OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

# The commands of this Python, whichever are first on the path. pytest knows our options
# by itself where leadkit is installed.
_INSTALLED = entry_points(group="pytest11", name="leadkit")
_PYTEST = "pytest" if _INSTALLED else "pytest -p leadkit_plugins"
_COMMANDS = f"""
leadkit() {{ "{sys.executable}" -m leadkit "$@"; }}
pytest() {{ "{sys.executable}" -m {_PYTEST} "$@"; }}
"""

# What a page shows was written to a pipe, whatever somebody's terminal is told to show.
_COLOURS = {"FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
_ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in _COLOURS
}


def _make_folder(namespace: dict[str, Any]) -> None:
    namespace["folder"] = TemporaryDirectory()


def _remove_folder(namespace: dict[str, Any]) -> None:
    namespace["folder"].cleanup()


def _files(document: Document) -> Iterator[Region]:
    for block in DirectiveLexer(directive="code-block")(document):
        name = block.lexemes["options"].get("caption")
        if name is not None:
            parsed = name, block.lexemes["source"]
            yield Region(block.start, block.end, parsed, _write)


def _write(example: Example) -> None:
    name, text = example.parsed
    Path(example.namespace["folder"].name, name).write_text(text, encoding="utf-8")


def _run(example: Example) -> str | None:
    # "$ " begins a command, and a backslash at the end of its line goes on with it.
    commands = re.findall(
        r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n?)*)", example.parsed, re.MULTILINE
    )
    for command, wanted in commands:
        done = subprocess.run(  # noqa: S603  it is written in our docs
            ["bash", "-c", f"{_COMMANDS}\n{command}"],  # noqa: S607
            cwd=example.namespace["folder"].name,
            env={**_ENVIRONMENT, "PYTHONUNBUFFERED": "1", "COLUMNS": "100"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if not OutputChecker().check_output(wanted, done.stdout, _OPTIONS):
            return f"$ {command}\nexpected:\n{wanted}\ngot:\n{done.stdout}"
    return None


pytest_collect_file = Sybil(
    parsers=[_files, CodeBlockParser(language="console", evaluator=_run)],
    patterns=["*.md"],
    setup=_make_folder,
    teardown=_remove_folder,
).pytest()
