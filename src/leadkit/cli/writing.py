"""
Assessments as rows of a table.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ..assessment import Assessment
from ..hundredths import told
from ..playbook import Playbook
from ..qualification import Verdict
from .columns import Rejected

TOP = 3


class Writer(Protocol):
    """
    What `csv.writer` gives.
    """

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""


@contextmanager
def table(path: Path) -> Generator[Writer]:
    """
    Write a table that appears when it is complete, and not at all if it isn't.

    Args:
        path: The file, which is replaced.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield csv.writer(file)
        os.replace(part, path)  # noqa: PTH105  Path.replace is the same call
    finally:
        part.unlink(missing_ok=True)


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


def cells(assessment: Assessment, playbook: Playbook) -> list[str]:
    """
    Express an assessment as the cells under `headers`.
    """
    return [
        assessment.lead_id,
        assessment.stage,
        *(told(score.hundredths) for score in assessment.scores.values()),
        *([] if playbook.grades is None else [assessment.grade or ""]),
        *([] if playbook.temperature is None else [assessment.temperature or ""]),
        *(answer(verdict) for verdict in assessment.verdicts.values()),
        " ".join(assessment.allowed),
        "; ".join(top_reasons(assessment)),
    ]


def answer(verdict: Verdict) -> str:
    """
    Say a verdict in a word: yes, no or unknown.
    """
    return {True: "yes", False: "no", None: "unknown"}[verdict.answer]


def top_reasons(assessment: Assessment) -> list[str]:
    """
    Say the lines that weigh most, of all cards, in words.
    """
    lines = [
        (abs(line.hundredths), f"{name}: {line}")
        for name, score in assessment.scores.items()
        for line in score.lines
    ]
    # Sorting is stable: of equal weight, the first written comes first.
    return [text for _, text in sorted(lines, key=lambda pair: -pair[0])[:TOP]]


def write_rejected(path: Path, rejected: Iterable[Rejected]) -> None:
    """
    Write down the rows that could not be read.
    """
    with table(path) as writer:
        writer.writerow(["line", "column", "expected"])
        for one in rejected:
            writer.writerow([one.line, one.column, one.expected])
