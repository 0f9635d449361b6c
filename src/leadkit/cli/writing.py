"""
Assessments as rows of a table, and tables as files that are complete or not there.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from ..assessment import Summary
from ..hundredths import told
from ..playbook import Playbook
from ..rules.meaning import Answer
from ..scores import Line
from .columns import Rejected
from .neutral import FIRST, neutral
from .refusing import CommandError
from .stopping import undisturbed

TOP = 3

#: An answer in a word.
WORDS: dict[Answer, str] = {True: "yes", False: "no", None: "unknown"}


class OutputError(CommandError):
    """
    A file can't be written.
    """


class Writer:
    """
    Writes rows, in which no cell is taken for a formula.
    """

    def __init__(self, file: TextIO) -> None:
        self._write = csv.writer(file).writerow

    def writerow(self, row: Iterable[str], /) -> None:
        """
        Write one row.
        """
        self._write([neutral(cell) if cell[:1] in FIRST else cell for cell in row])


class Outputs:
    """
    Files that appear when all of them are complete, and not at all if one isn't.

    They are written beside their places, and put there when the ``with`` block is left
    without an error.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._parts: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        return self

    def table(self, path: Path) -> Writer:
        """
        Begin a table; one that is there is replaced in the end.

        Raises:
            OutputError: There can be no such file.
        """
        return Writer(self.text(path, newline=""))

    def text(self, path: Path, *, newline: str | None = "\n") -> TextIO:
        """
        Begin a text in UTF-8; one that is there is replaced in the end.

        Raises:
            OutputError: There can be no such file.
        """
        # What a link leads to is replaced, and not the link.
        place = Path(os.path.realpath(path))
        if place.exists() and not place.is_file():
            raise OutputError(str(path), "is no file that could be replaced")
        if place in self._parts.values():
            raise OutputError(str(path), "is written twice; name another file")
        # A name of its own, since nothing that is there may be overwritten yet.
        part = place.with_name(f"{place.name}.{os.urandom(4).hex()}.part")
        try:
            with undisturbed():
                file = part.open("x", encoding="utf-8", newline=newline)
                self._parts[part] = place
                return self._open.enter_context(file)
        except OSError as error:
            raise OutputError(
                str(path), f"can't be written ({error.strerror})"
            ) from None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with undisturbed():
            try:
                self._open.close()
                if kind is None:
                    for part, place in self._parts.items():
                        _replace(part, place)
            finally:
                for part in self._parts:
                    part.unlink(missing_ok=True)


def _replace(part: Path, place: Path) -> None:
    try:
        part.replace(place)
    except OSError as error:
        raise OutputError(
            str(place),
            f"can't be replaced ({error.strerror}); is it open in another program?",
        ) from None


def headers(playbook: Playbook) -> list[str]:
    """
    Name the columns of the assessments of a playbook.
    """
    return [
        "id",
        "stage",
        *playbook.scorecards,
        *([] if playbook.grades is None else ["grade"]),
        *([] if playbook.temperature is None else ["temperature"]),
        *playbook.qualifications,
        "allowed",
        "reasons",
    ]


def cells(seen: Summary, playbook: Playbook) -> list[str]:
    """
    Express what a playbook says about a lead as the cells under `headers`.
    """
    return [
        seen.lead_id,
        seen.stage,
        *[told(score.hundredths) for score in seen.scores.values()],
        *([] if playbook.grades is None else [seen.grade or ""]),
        *([] if playbook.temperature is None else [seen.temperature or ""]),
        *[WORDS[answer] for answer in seen.answers.values()],
        " ".join(seen.allowed),
        "; ".join(top_reasons(seen)),
    ]


def top_reasons(seen: Summary) -> list[str]:
    """
    Say the lines that weigh most, of all cards, in words.
    """
    lines = [(name, line) for name, one in seen.scores.items() for line in one.lines]
    # Reversed or not, sorting is stable: of equal ones, the first written comes first.
    lines.sort(key=_weight, reverse=True)
    return [f"{name}: {line}" for name, line in lines[:TOP]]


def _weight(named: tuple[str, Line]) -> int:
    return abs(named[1].hundredths)


class Rejects:
    """
    Writes down the rows that can't be read.

    Attributes:
        rows: How many there were.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.rows: int = 0
        writer.writerow(["line", "column", "expected"])

    def add(self, rejected: Rejected) -> None:
        """
        Write down one.
        """
        self.rows += 1
        self._writer.writerow([str(rejected.line), rejected.column, rejected.expected])
