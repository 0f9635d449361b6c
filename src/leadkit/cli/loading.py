"""
Tables as leads: which columns a playbook needs, and what each row says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from ..codes import Medium
from ..errors import LeadError
from ..happenings import Activity, Consent, ContactPoint, Grant, Move, Touch
from ..kinds import FieldType, ValueKind
from ..leads import Lead
from ..playbook import Playbook
from ..records import Record, types_of_record
from ..rules import nodes as n
from .cells import CellError, Cells
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
class Rejected:
    """
    A row that can't become a record.

    Attributes:
        line: The line of the file on which it starts.

        column: The header of the cell that is wrong; several are joined by semicolons.

        expected: What was expected there. The cell itself isn't repeated.
    """

    line: int
    column: str
    expected: str


@attrs.frozen
class Columns:
    """
    The columns of a table that are read, each with the field it fills.

    Attributes:
        used: Fields to positions.

        types: The types of these fields.

        headers: All headers.

        width: How many cells a row has.
    """

    used: Mapping[str, int]
    types: Mapping[str, FieldType]
    headers: tuple[str, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """
        The headers of columns that are not read.
        """
        taken = set(self.used.values())
        return tuple(h for i, h in enumerate(self.headers) if i not in taken)

    def read(self, row: Row, cells: Cells) -> dict[str, Any] | Rejected:
        """
        Read a row.

        Returns:
            Fields to values, None where missing; or why the row can't be read.
        """
        if len(row.cells) != len(self.headers):
            return Rejected(
                row.line, "", f"{len(self.headers)} cells, as there are headers"
            )
        values: dict[str, Any] = {}
        wrong: list[tuple[str, str]] = []
        for field, position in self.used.items():
            try:
                values[field] = cells.value(row.cells[position], self.types[field])
            except CellError as error:
                wrong.append((self.headers[position], str(error)))
        if wrong:
            columns, expected = zip(*wrong, strict=True)
            return Rejected(row.line, "; ".join(columns), "; ".join(expected))
        return values


def choose(
    table: Table, wanted: Mapping[str, FieldType], mapped: Mapping[str, str]
) -> Columns:
    """
    Find the columns of the fields that are wanted.

    Args:
        table: The table.

        wanted: The fields and their types.

        mapped: Fields to headers as they stand.

    Raises:
        TableError: Several columns claim a field that is wanted.
    """
    found = table.columns(mapped)
    used: dict[str, int] = {}
    for field in wanted:
        positions = found.get(field, ())
        if len(positions) > 1:
            raise TableError(
                str(table.path),
                f"{len(positions)} columns are called {field!r}; say which with "
                "--columns",
            )
        if positions:
            used[field] = positions[0]
    return Columns(used, wanted, table.headers)


@attrs.frozen
class LeadReader:
    """
    Makes leads of the rows of a table, as a playbook needs them.

    Attributes:
        playbook: Whose rules say which columns are needed.

        columns: The columns that are read.

        cells: How texts are read.

        sides: Activities, consents and so on by lead id, by field.
    """

    playbook: Playbook
    columns: Columns
    cells: Cells
    sides: Mapping[str, Mapping[str, list[Record]]]

    @property
    def absent(self) -> tuple[str, ...]:
        """
        Fields and traits that rules read and the table doesn't have.
        """
        needs = self.playbook.requires
        return tuple(sorted((needs.fields | needs.traits) - self.columns.used.keys()))

    @property
    def numbered(self) -> bool:
        """
        Whether rows are numbered because there is no column of ids.
        """
        return "id" not in self.columns.used

    def leads(self, table: Table) -> Iterator[tuple[int, Lead | Rejected]]:
        """
        Walk through the rows of a table.

        Returns:
            For each row its line, and the lead or why there is none.
        """
        seen: dict[str, int] = {}
        for number, row in enumerate(table, 1):
            made = self._lead(row, number)
            if isinstance(made, Lead):
                first = seen.setdefault(made.id, row.line)
                if first != row.line:
                    made = Rejected(
                        row.line, "id", f"an id of its own; line {first} has this one"
                    )
            yield row.line, made

    def _lead(self, row: Row, number: int) -> Lead | Rejected:
        values = self.columns.read(row, self.cells)
        if isinstance(values, Rejected):
            return values
        record = self.playbook.record
        declared = types_of_record(record)
        fields: dict[str, Any] = {"traits": {}, "contacts": []}
        if self.numbered:
            fields["id"] = str(number)
        for name, value in values.items():
            if name not in declared:
                key = "contacts" if _is_contact(name, self.playbook) else "traits"
                if value is not None and key == "contacts":
                    fields[key].append((name, value))
                elif value is not None:
                    fields[key][name] = value
            elif value is not None or declared[name].optional:
                fields[name] = value
            elif _required(record, name):
                return Rejected(row.line, self._header(name), declared[name].wanted)
        return self._built(row, fields)

    def _built(self, row: Row, fields: dict[str, Any]) -> Lead | Rejected:
        lifecycle = self.playbook.lifecycle
        stage = fields.get("stage")
        if lifecycle is not None and stage is not None:
            known = {code.casefold(): code for code in lifecycle.stages}
            if stage.casefold() not in known:
                return Rejected(
                    row.line,
                    self._header("stage"),
                    f"a stage: {', '.join(lifecycle.stages)}",
                )
            fields["stage"] = known[stage.casefold()]
        contacts = []
        for medium, value in fields["contacts"]:
            try:
                contacts.append(ContactPoint(medium, value))
            except LeadError as error:
                return Rejected(row.line, self._header(medium), error.expected)
        fields["contacts"] = contacts
        for side, records in self.sides.items():
            if fields["id"] in records:
                fields[side] = records[fields["id"]]
        if lifecycle is not None and not ({"stage", "moves"} & fields.keys()):
            fields["stage"] = lifecycle.initial
        try:
            return self.playbook.record(**fields)
        except LeadError as error:
            return Rejected(row.line, "", f"{error.subject}: {error.expected}")
        except (TypeError, ValueError):
            # A validator of the host's; its message may quote the value.
            return Rejected(
                row.line, "", f"what {self.playbook.record.__name__} accepts"
            )

    def _header(self, field: str) -> str:
        position = self.columns.used.get(field)
        return field if position is None else self.columns.headers[position]


def wanted_fields(playbook: Playbook) -> dict[str, FieldType]:
    """
    Tell which columns of a table of leads a playbook can use.

    Returns:
        Fields, traits and media of contact points, with their types. ``id``, ``stage``
        and ``created_at`` are always among them, and what the record insists on.
    """
    declared = types_of_record(playbook.record)
    needs = playbook.requires
    names = {"id", "stage", "created_at"} | needs.fields
    names |= {name for name in declared if _required(playbook.record, name)}
    wanted = {name: declared[name] for name in declared if name in names}
    for node in playbook.nodes:
        for part in n.walk(node):
            if isinstance(part, n.Trait):
                wanted[part.name] = FieldType(
                    part.kind, None, part.options, optional=True
                )
    if "contacts" in needs.histories:
        for medium in Medium:
            wanted.setdefault(
                medium.value, FieldType(ValueKind.TEXT, str, (), optional=True)
            )
    return wanted


def _is_contact(name: str, playbook: Playbook) -> bool:
    return name in list(Medium) and name not in playbook.requires.traits


def _required(record: type[Lead], name: str) -> bool:
    return attrs.fields_dict(record)[name].default is attrs.NOTHING


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
    key = FieldType(ValueKind.TEXT, str)
    with Table.open(path) as table:
        columns = choose(table, {"lead_id": key, **types}, mapped)
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
