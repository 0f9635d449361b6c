"""
A small CRM with tables of its own, which asks leadkit what may be done.

People, what they did and what they allow are rows of SQLite, in the words and columns
that the CRM has always had. To decide on a move, it makes a lead of them. What leadkit
decides by stands in host_playbook.py; test_sales.py holds it to five laws, and the CRM
to what leadkit does. Run that with ``pytest examples/host_crm``.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from host_playbook import LIFECYCLE, Contact

import leadkit as lk

TABLES = """
CREATE TABLE people (id INTEGER PRIMARY KEY, email, seats INTEGER, status, since);
CREATE TABLE events (person INTEGER, kind, at, amount, robot);
CREATE TABLE permissions (person INTEGER, granted, at);
CREATE TABLE journal (person INTEGER, trigger, old, new, at, why);
"""


class Crm:
    """
    The CRM.
    """

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.executescript(TABLES)

    def add(self, email: str, at: datetime) -> int:
        """
        Take somebody in.
        """
        new = (email, LIFECYCLE.initial, at.isoformat())
        sql = "INSERT INTO people (email, status, since) VALUES (?, ?, ?)"
        return self.db.execute(sql, new).lastrowid

    def resize(self, person: int, seats: int | None) -> None:
        """
        Note how many seats somebody needs.
        """
        self.db.execute("UPDATE people SET seats = ? WHERE id = ?", (seats, person))

    def log(
        self,
        person: int,
        kind: str,
        at: datetime,
        amount: float | None = None,
        *,
        robot: bool = False,
    ) -> None:
        """
        Note what somebody did.
        """
        row = (person, kind, at.isoformat(), amount, robot)
        self.db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)

    def permit(self, person: int, at: datetime, *, granted: bool) -> None:
        """
        Note that somebody allows us to write, or doesn't any more.
        """
        row = (person, granted, at.isoformat())
        self.db.execute("INSERT INTO permissions VALUES (?, ?, ?)", row)

    def status(self, person: int) -> str:
        """
        Tell where somebody stands.
        """
        rows = self.db.execute("SELECT status FROM people WHERE id = ?", (person,))
        return rows.fetchone()[0]

    def move(self, person: int, trigger: str, at: datetime, why: str) -> str:
        """
        Make a move, if leadkit lets us.
        """
        lead = LIFECYCLE.advance(self.lead(person), trigger, at=at, reason=why)
        made = lead.moves[-1]
        row = (person, trigger, made.source, made.target, at.isoformat(), why)
        self.db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", row)
        self.db.execute(
            "UPDATE people SET status = ? WHERE id = ?", (lead.stage, person)
        )
        return lead.stage

    def lead(self, person: int) -> Contact:
        """
        Make a lead of what the tables say.
        """
        email, seats, status, since = self._rows("people", person, "id")[0][1:]
        return Contact(
            id=str(person),
            contacts=[lk.ContactPoint("email", email)],
            seats=seats,
            stage=status,
            created_at=_read(since),
            activities=[
                lk.Activity(
                    id=str(number),
                    type=kind,
                    at=_read(at),
                    value=amount,
                    actor="machine" if robot else "human",
                )
                for number, (_, kind, at, amount, robot) in enumerate(
                    self._rows("events", person)
                )
            ],
            consents=[
                lk.Consent(
                    purpose="marketing",
                    medium="email",
                    granted=bool(granted),
                    at=_read(at),
                )
                for _, granted, at in self._rows("permissions", person)
            ],
            moves=[
                lk.Move(
                    trigger=trigger,
                    source=old,
                    target=new,
                    at=_read(at),
                    reason=why,
                    number=number,
                )
                for number, (_, trigger, old, new, at, why) in enumerate(
                    self._rows("journal", person), 1
                )
            ],
        )

    def _rows(self, table: str, person: int, key: str = "person") -> list[Any]:
        sql = f"SELECT * FROM {table} WHERE {key} = ? ORDER BY rowid"  # noqa: S608
        return self.db.execute(sql, (person,)).fetchall()


def _read(at: str) -> datetime:
    return datetime.fromisoformat(at)
