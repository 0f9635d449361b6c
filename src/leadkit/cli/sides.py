"""
Side tables: the activities, consents, touches, grants and moves of leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import attrs

from ..errors import LeadError, listing, near_miss
from ..happenings import Activity, Consent, Grant, Move, Touch
from ..kinds import FieldType, ValueKind
from ..records import Record, types_of_record
from .cells import Cells
from .columns import Columns, Rejected, choose
from .tables import Row, Table, TableError

# The side tables, by the name of their option and of the field they fill.
SIDES: dict[str, type[Record]] = {
    "activities": Activity,
    "consents": Consent,
    "touches": Touch,
    "grants": Grant,
    "moves": Move,
}


@attrs.frozen
class Side:
    """
    A side table, read.

    Attributes:
        records: Its records by lead id.

        lines: For each lead id, the lines its records came from.

        rejected: The rows that could not be read.

        rows: How many rows there were.

        ignored: The headers of columns that were not read.
    """

    records: Mapping[str, list[Record]]
    lines: Mapping[str, list[int]]
    rejected: list[Rejected]
    rows: int
    ignored: tuple[str, ...]


def read_side(path: Path, name: str, cells: Cells, mapped: Mapping[str, str]) -> Side:
    """
    Read a side table: activities, consents, touches, grants or moves.

    Args:
        path: The file. It has a column ``lead_id``, and one for each field it fills.

        name: Which side table it is.

        cells: How texts are read.

        mapped: Fields to headers as they stand.

    Raises:
        TableError: It can't be read at all, or a column it needs isn't there.
    """
    member = SIDES[name]
    types = dict(types_of_record(member))
    wanted = {"lead_id": FieldType(ValueKind.TEXT, str), **types}
    for field in mapped:
        if field not in wanted:
            raise TableError(
                str(path),
                f"--columns names {field!r} under {name!r}, which has the fields "
                f"{listing(wanted)}. {near_miss(field, wanted)}".rstrip(),
            )
    with Table.open(path) as table:
        columns = choose(table, wanted, mapped)
        needed = ["lead_id", *(f for f in types if _must(member, f) and f != "id")]
        for field in needed:
            if field not in columns.used:
                raise TableError(
                    str(path),
                    f"has no column {field!r}; name it in --columns under {name!r}",
                )
        records: dict[str, list[Record]] = defaultdict(list)
        lines: dict[str, list[int]] = defaultdict(list)
        rejected: list[Rejected] = []
        rows = 0
        for row in table:
            rows += 1
            made = _record(row, member, columns, cells)
            if isinstance(made, Rejected):
                rejected.append(made)
            else:
                lead_id, record = made
                records[lead_id].append(record)
                lines[lead_id].append(row.line)
        return Side(records, lines, rejected, rows, columns.ignored)


def _record(
    row: Row, member: type[Record], columns: Columns, cells: Cells
) -> tuple[str, Record] | Rejected:
    values = columns.read(row, cells)
    if isinstance(values, Rejected):
        return values
    given = {name: value for name, value in values.items() if value is not None}
    for name in ("lead_id", *types_of_record(member)):
        if name in columns.used and name not in given and _must(member, name):
            header = columns.headers[columns.used[name]]
            return Rejected(row.line, header, columns.types[name].wanted)
    lead_id = given.pop("lead_id")
    if member is Activity:
        # Without ids of their own, two activities of a file are told by their lines.
        given.setdefault("id", f"line {row.line}")
    elif member in {Move, Grant}:
        given.setdefault("number", row.line)
    try:
        return lead_id, member(**given)
    except LeadError as error:
        return Rejected(row.line, "", f"{error.subject}: {error.expected}")


def _must(member: type[Record], name: str) -> bool:
    if name == "lead_id":
        return True
    if member is Activity and name == "id":
        return False
    return attrs.fields_dict(member)[name].default is attrs.NOTHING
