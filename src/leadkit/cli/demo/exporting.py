"""
The demo's leads as tables: those that ``leadkit assess`` reads, and the one it writes.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ...codes import Medium
from ...leads import Lead
from ...playbook import Playbook
from ...records import types_of_record
from ...redirects import tombstones
from ...standard import TRAITS
from ..sides import SIDES
from ..stopping import undisturbed
from ..writing import OutputError, Outputs, cells, headers
from .masking import masked
from .people import ACCOUNT
from .seasons import END
from .year import Year

LEADS = "leads.csv"
ASSESSMENTS = "assessments.csv"
TOMBSTONES = "tombstones.csv"
REPORT = "report.html"
FILES = (LEADS, *(f"{side}.csv" for side in SIDES), TOMBSTONES, ASSESSMENTS, REPORT)

_FIELDS = ("id", "kind", "name", "created_at", "stage", "erased_at")
_TRAITS = (*TRAITS, ACCOUNT)


class Tables:
    """
    The tables, open: a row in each for whatever there is of a lead.
    """

    def __init__(self, playbook: Playbook, folder: Path, outputs: Outputs) -> None:
        self._playbook = playbook
        self._leads = outputs.table(folder / LEADS)
        self._seen = outputs.table(folder / ASSESSMENTS)
        self._stones = outputs.table(folder / TOMBSTONES)
        self._sides = {
            side: outputs.table(folder / f"{side}.csv").writerow for side in SIDES
        }
        self._columns = {side: list(types_of_record(of)) for side, of in SIDES.items()}
        self._leads.writerow([*_FIELDS, *Medium, *_TRAITS])
        self._seen.writerow(headers(playbook))
        self._stones.writerow(["id", "into"])
        for side, write in self._sides.items():
            write(["lead_id", *self._columns[side]])

    def fill(self, year: Year) -> None:
        """
        Write down the leads, with their names and contact points masked.
        """
        for number, lead in enumerate(year.leads, 1):
            self._add(masked(lead, number))
            self._seen.writerow(cells(year.figures.seen[lead.id], self._playbook))
            for stone in tombstones(lead):
                self._stones.writerow([stone.id, stone.into])

    def _add(self, lead: Lead) -> None:
        reached = {contact.medium: contact.value for contact in lead.contacts}
        self._leads.writerow(
            cell(value)
            for value in (
                *(getattr(lead, field) for field in _FIELDS),
                *(reached.get(medium) for medium in Medium),
                *(lead.traits.get(trait) for trait in _TRAITS),
            )
        )
        for side, write in self._sides.items():
            columns = self._columns[side]
            for record in reversed(getattr(lead, side)):
                write([lead.id, *(cell(getattr(record, name)) for name in columns)])


def cell(value: object) -> str:
    """
    Write a value of a record as a cell that is read as the same.

    >>> cell(None), cell(True), cell(490.0), cell(END)
    ('', 'yes', '490', '2026-06-01T00:00:00+00:00')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return repr(value).removesuffix(".0")
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


@contextmanager
def made(folder: Path) -> Generator[None]:
    """
    Make the folder that the files go to; if nothing is written, it goes again.

    Raises:
        OutputError: There can be no such folder, or it holds a file that we would
            replace and that is somebody else's.
    """
    ours: list[Path] = []
    try:
        with undisturbed():
            _make(folder, ours)
        _check(folder)
        yield
    except BaseException:
        for one in reversed(ours):
            with suppress(OSError):  # somebody put something into it
                one.rmdir()
        raise


def _make(folder: Path, ours: list[Path]) -> None:
    for one in (*reversed(folder.parents), folder):
        try:
            if not one.is_dir():
                one.mkdir()
                ours.append(one)
        except FileExistsError:
            raise OutputError(str(one), "is a file; name a folder") from None
        except OSError as error:
            raise OutputError(
                str(folder), f"can't be made ({error.strerror})"
            ) from None


def _check(folder: Path) -> None:
    # Where all of them are, a demo has been; people have a leads.csv of their own.
    there = [name for name in FILES if os.path.lexists(folder / name)]
    if there and len(there) < len(FILES):
        raise OutputError(
            str(folder / there[0]), "is there, and not the demo's; name another folder"
        )


def command(folder: Path) -> Iterable[str]:
    """
    Say how to assess the tables again, in lines for a shell.

    Args:
        folder: Where they are.
    """
    sides = (f"--{side} {_quoted(folder / f'{side}.csv')}" for side in SIDES)
    parts = (
        f"leadkit assess {_quoted(folder / LEADS)}",
        f"--playbook leadkit.standard --as-of {END:%Y-%m-%d}",
        *sides,
        f"--out {_quoted(folder / 'again.csv')}",
    )
    *others, last = parts
    return *(f"{part} \\" for part in others), last


def question(folder: Path) -> str:
    """
    Say how to ask the moves what they tell about the funnel.

    Args:
        folder: Where the tables are.
    """
    moves, leads = (_quoted(folder / name) for name in ("moves.csv", LEADS))
    return f"leadkit funnel {moves} --leads {leads} --as-of {END:%Y-%m-%d}"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
