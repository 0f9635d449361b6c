"""
Side tables: the activities, consents, touches, grants and moves of leads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import attrs

from ..consents import Consent
from ..errors import LeadError, listing, near_miss
from ..happenings import Activity, Grant, Move, Touch
from ..kinds import FieldType, ValueKind
from ..records import Record, types_of_record
from .cells import Cells
from .columns import Columns, Rejected, choose
from .recognising import TableError
from .rows import Row
from .spool import Spool
from .tables import Table

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
    What is to be known of a side table that was read.

    Attributes:
        rows: How many rows there were.

        ignored: The headers of columns that were not read.
    """

    rows: int
    ignored: tuple[str, ...]


def read_side(  # noqa: PLR0917  what a command has read of its options
    table: Table,
    name: str,
    cells: Cells,
    mapped: Mapping[str, str],
    spool: Spool,
    advance: Callable[[Table], None],
) -> Side:
    """
    Read a side table: activities, consents, touches, grants or moves.

    Args:
        table: The table, open. It has a column ``lead_id``, and one for each field it
            fills.

        name: Which side table it is.

        cells: How texts are read.

        mapped: Fields to headers as they stand.

        spool: Where its records and rejected rows go.

        advance: Is told now and then how far reading has come.

    Raises:
        TableError: A column it needs isn't there.
    """
    member = SIDES[name]
    columns = _columns(table, name, mapped, cells)
    needed = [name for name in columns.used if _must(member, name, columns.used)]
    rows = 0
    for row in table:
        rows += 1
        advance(table)
        made = _record(row, member, columns, needed)
        if isinstance(made, Rejected):
            spool.reject(name, made, columns.lone(row, "lead_id"))
        else:
            lead_id, record = made
            spool.keep(name, lead_id, row.line, record)
    return Side(rows, columns.ignored)


def doubts(spool: Spool) -> Iterator[str]:
    """
    Say what the rejected rows of consents may have been, after all leads were read.

    A row that can't be read may be a withdrawal, and then somebody would be written to
    who said no.
    """
    leads, rows = spool.losses("consents")
    if leads:
        of = "1 lead" if leads == 1 else f"{leads} leads"
        yield (
            f"consents: beware, of {of} an entry can't be read that may be a "
            "withdrawal; none of their entries counts, and they aren't reachable"
        )
    if rows:
        are = "1 rejected row is" if rows == 1 else f"{rows} rejected rows are"
        yield (
            f"consents: beware, {are} of no lead that was read; if one is a "
            "withdrawal, and its lead_id is written in another way, its lead may count "
            "as reachable"
        )


def _columns(
    table: Table, name: str, mapped: Mapping[str, str], cells: Cells
) -> Columns:
    member = SIDES[name]
    types = types_of_record(member)
    wanted = {"lead_id": FieldType(ValueKind.TEXT, str), **types}
    for field in mapped:
        if field not in wanted:
            raise TableError(
                str(table.path),
                f"--columns names {field!r} under {name!r}, which has the fields "
                f"{listing(wanted)}. {near_miss(field, wanted)}".rstrip(),
            )
    columns = choose(table, wanted, mapped, cells)
    musts = (f for f in types if _must(member, f, columns.used) and f != "id")
    needed = ["lead_id", *musts]
    for field in needed:
        if field not in columns.used:
            raise TableError(
                str(table.path),
                f"has no column {field!r}; name it in --columns under {name!r}",
            )
    return columns


def _record(
    row: Row, member: type[Record], columns: Columns, needed: Iterable[str]
) -> tuple[str, Record] | Rejected:
    values = columns.read(row)
    if isinstance(values, Rejected):
        return values
    given = {name: value for name, value in values.items() if value is not None}
    for name in needed:
        if name not in given:
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


def _must(member: type[Record], name: str, used: Collection[str]) -> bool:
    if name == "lead_id":
        return True
    if member is Activity and name == "id":
        return False
    if member is Consent and name == "granted":
        return "status" not in used  # which says the same, and how
    return attrs.fields_dict(member)[name].default is attrs.NOTHING
