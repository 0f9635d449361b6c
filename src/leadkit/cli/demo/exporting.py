"""
The demo's leads as tables: those that ``leadkit assess`` reads, and the one it writes.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ...codes import Medium
from ...leads import Lead
from ...playbook import Playbook
from ...records import types_of_record
from ...standard import TRAITS
from ..sides import SIDES
from ..writing import OutputError, Outputs, cells, headers
from .masking import masked
from .seasons import END
from .year import Year

LEADS = "leads.csv"
ASSESSMENTS = "assessments.csv"
REPORT = "report.html"
FILES = (LEADS, *(f"{side}.csv" for side in SIDES), ASSESSMENTS, REPORT)

_FIELDS = ("id", "kind", "name", "created_at", "stage")


class Tables:
    """
    The tables, open: a row in each for whatever there is of a lead.
    """

    def __init__(self, playbook: Playbook, folder: Path, outputs: Outputs) -> None:
        self._playbook = playbook
        self._leads = outputs.table(folder / LEADS)
        self._seen = outputs.table(folder / ASSESSMENTS)
        self._sides = {
            side: outputs.table(folder / f"{side}.csv").writerow for side in SIDES
        }
        self._columns = {side: list(types_of_record(of)) for side, of in SIDES.items()}
        self._leads.writerow([*_FIELDS, *Medium, *TRAITS])
        self._seen.writerow(headers(playbook))
        for side, write in self._sides.items():
            write(["lead_id", *self._columns[side]])

    def fill(self, year: Year) -> None:
        """
        Write down the leads, with their names and contact points masked.
        """
        for number, (lead, seen) in enumerate(
            zip(year.leads, year.seen, strict=True), 1
        ):
            self._add(masked(lead, number))
            self._seen.writerow(cells(seen, self._playbook))

    def _add(self, lead: Lead) -> None:
        reached = {contact.medium: contact.value for contact in lead.contacts}
        self._leads.writerow(
            cell(value)
            for value in (
                *(getattr(lead, field) for field in _FIELDS),
                *(reached.get(medium) for medium in Medium),
                *(lead.traits.get(trait) for trait in TRAITS),
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


def make(folder: Path) -> None:
    """
    Make the folder that the files go to, if it isn't there.

    Raises:
        OutputError: There can be no such folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(str(folder), "is a file; name a folder") from None
    except OSError as error:
        raise OutputError(str(folder), f"can't be made ({error.strerror})") from None


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


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
