"""
What is too much for memory while tables are read: ids, side records, rejected rows.

It is a database that nobody else sees. SQLite keeps a few megabytes of it in memory,
puts the rest into a temporary file, and both are gone when it is closed.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import attrs

from ..errors import LeadkitError
from ..records import Record
from .columns import Rejected

_KIBIBYTES = 32 * 1024

_TABLES = f"""
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
PRAGMA cache_size = -{_KIBIBYTES};
CREATE TABLE leads (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID;
CREATE TABLE records (side TEXT, lead TEXT, line INTEGER, record BLOB,
    PRIMARY KEY (side, lead, line)) WITHOUT ROWID;
CREATE TABLE rejected (side TEXT, line INTEGER, header TEXT, expected TEXT,
    lead TEXT, PRIMARY KEY (side, line)) WITHOUT ROWID;
CREATE INDEX rejected_leads ON rejected (side, lead);
BEGIN;
"""


@attrs.define(slots=False)
class SpoolError(LeadkitError):
    """
    What is too much for memory can't be put into a temporary file.

    Attributes:
        problem: What SQLite says about it.
    """

    problem: str

    def __str__(self) -> str:
        return (
            f"can't write temporary files ({self.problem}); set TMPDIR to a folder "
            "with more room"
        )


class Spool:
    """
    Keeps what was read of tables; closed by leaving its ``with`` block.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._ask = self._database.execute

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()
        if isinstance(error, sqlite3.Error):
            raise SpoolError(str(error)) from None

    def first_line(self, lead_id: str, line: int) -> int:
        """
        Remember that a lead stands on a line, unless it is known from another.

        Args:
            lead_id: Its id.

            line: The line.

        Returns:
            The first line on which it stood.
        """
        if self._ask(
            "INSERT OR IGNORE INTO leads VALUES (?, ?)", (lead_id, line)
        ).rowcount:
            return line
        found = self._ask("SELECT line FROM leads WHERE id = ?", (lead_id,))
        first: int = found.fetchone()[0]
        return first

    def keep(self, side: str, lead_id: str, line: int, record: Record) -> None:
        """
        Keep a record of a side table until its lead comes.
        """
        self._ask(
            "INSERT INTO records VALUES (?, ?, ?, ?)",
            (side, lead_id, line, pickle.dumps(record, pickle.HIGHEST_PROTOCOL)),
        )

    def records(self, side: str, lead_id: str) -> list[Record]:
        """
        List the records of a lead, in the order of their table.
        """
        found = self._ask(
            "SELECT record FROM records WHERE side = ? AND lead = ? ORDER BY line",
            (side, lead_id),
        )
        # Nobody but us can have written them.
        return [pickle.loads(record) for (record,) in found]  # noqa: S301

    def reject(self, side: str, rejected: Rejected, lead_id: str | None = None) -> None:
        """
        Keep why a row of a side table can't be read, and whose it is, if that can be.
        """
        self._ask(
            "INSERT INTO rejected VALUES (?, ?, ?, ?, ?)",
            (side, rejected.line, rejected.column, rejected.expected, lead_id),
        )

    def is_rejected(self, side: str, lead_id: str) -> bool:
        """
        Tell whether a row of a lead can't be read.
        """
        found = self._ask(
            "SELECT 1 FROM rejected WHERE side = ? AND lead = ? LIMIT 1",
            (side, lead_id),
        )
        return found.fetchone() is not None

    def losses(self, side: str) -> tuple[int, int]:
        """
        Count what was lost of a side table, after all leads were read.

        Returns:
            How many leads have rows that can't be read, and how many rows were rejected
            that name none of the leads.
        """
        found = self._ask(
            "SELECT count(DISTINCT lead) FILTER (WHERE lead IN (SELECT id FROM leads)),"
            " count(*) FILTER (WHERE lead IS NULL"
            " OR lead NOT IN (SELECT id FROM leads)) FROM rejected WHERE side = ?",
            (side,),
        )
        known, nameless = found.fetchone()
        found = self._ask(
            "SELECT count(*) FROM records WHERE side = ?"
            " AND lead NOT IN (SELECT id FROM leads)",
            (side,),
        )
        strange: int = found.fetchone()[0]
        return known, nameless + strange

    def rejected(self, side: str) -> Iterator[Rejected]:
        """
        Walk through the rows of a side table that couldn't be read or belong to none of
        the leads that were, by their lines.
        """
        for row in self._ask(
            "SELECT line, header, expected FROM rejected WHERE side = ? UNION ALL "
            "SELECT line, 'lead_id', 'the id of a lead that was read' FROM records "
            "WHERE side = ? AND lead NOT IN (SELECT id FROM leads) ORDER BY line",
            (side, side),
        ):
            yield Rejected(*row)
