"""
A table of leads, as far as a history needs it: when each was created, and its segment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs

from ..errors import near_miss
from ..kinds import FieldType, ValueKind
from .cells import Cells
from .columns import Rejected, choose
from .recognising import TableError
from .tables import Table, few, snake_case

_TEXT = FieldType(ValueKind.TEXT, str)
_INSTANT = FieldType(ValueKind.INSTANT, datetime)
# A field of its own, so that a segment may be told by any column, also by the stage.
_SEGMENT = "segment of a lead"


@attrs.frozen
class LeadRow:
    """
    What is to be known of a lead.

    Attributes:
        created: When it was created; None if the table doesn't say.

        stage: The stage it is in; None if the table doesn't say.

        segment: Its segment; None if there is none.

        erased: When it was erased; None if it wasn't.
    """

    created: datetime | None
    stage: str | None
    segment: str | None
    erased: datetime | None


@attrs.frozen(eq=False, repr=False)
class LeadRows:
    """
    What a table of leads holds.

    Attributes:
        leads: What is to be known of each, by its id.

        rejected: Rows that can't be read.
    """

    leads: dict[str, LeadRow]
    rejected: list[Rejected]


def read_leads(
    table: Table,
    cells: Cells,
    mapped: Mapping[str, str],
    by: str | None,
    advance: Callable[[Table], None],
) -> LeadRows:
    """
    Read a table with a row for each lead.

    Args:
        table: The table, open. It has columns ``id`` and ``created_at``.

        cells: How texts are read.

        mapped: Fields to headers as they stand.

        by: The column that says to which segment a lead belongs; None for no segments.

        advance: Is told now and then how far reading has come.

    Raises:
        TableError: A column it needs isn't there.
    """
    wanted = {
        "id": _TEXT,
        "created_at": _INSTANT,
        "stage": _TEXT,
        "erased_at": _INSTANT,
    }
    own = {field: header for field, header in mapped.items() if field in wanted}
    if by is not None:
        wanted[_SEGMENT] = _TEXT
        own[_SEGMENT] = _header(table, mapped, by)
    columns = choose(table, wanted, own, cells)
    for field in ("id", "created_at"):
        if field not in columns.used:
            raise TableError(
                str(table.path), f"has no column {field!r}; name it in --columns"
            )
    leads: dict[str, LeadRow] = {}
    rejected: list[Rejected] = []
    for row in table:
        advance(table)
        values = columns.read(row)
        if isinstance(values, Rejected):
            rejected.append(values)
            continue
        lead, header = values["id"], columns.headers[columns.used["id"]]
        if lead is None or lead in leads:
            why = "an id" if lead is None else "an id that no other lead has"
            rejected.append(Rejected(row.line, header, why))
            continue
        leads[lead] = LeadRow(
            values["created_at"],
            values.get("stage"),
            values.get(_SEGMENT),
            values.get("erased_at"),
        )
    return LeadRows(leads, rejected)


def _header(table: Table, mapped: Mapping[str, str], by: str) -> str:
    # As it stands, or as a field is called.
    if by in mapped:
        return mapped[by]
    if by in table.headers:
        return by
    found = table.columns({}).get(snake_case(by), ())
    if len(found) == 1:
        return table.headers[found[0]]
    near = near_miss(by, table.headers)
    raise TableError(
        str(table.path),
        f"has no column for --by {by!r}; the headers are {few(table.headers)}. "
        f"{near}".rstrip(),
    )
