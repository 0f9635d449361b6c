"""
A table of moves as rows of a history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from ..errors import listing
from ..funnel.given.steps import Step
from ..kinds import FieldType, ValueKind
from .cells import Cells
from .columns import Columns, Rejected, choose
from .recognising import TableError
from .tables import Table

_TEXT = FieldType(ValueKind.TEXT, str)
_FIELDS = {
    "lead_id": _TEXT,
    "source": _TEXT,
    "target": _TEXT,
    "at": FieldType(ValueKind.INSTANT, datetime),
    "number": FieldType(ValueKind.NUMBER, int),
}
# What event logs call them.
_ALIASES = {"lead_id": "lead", "target": "stage"}
_NEEDED = ("lead_id", "target", "at")


@attrs.frozen(eq=False, repr=False)
class MoveRows:
    """
    What a table of moves holds.

    Attributes:
        rows: The rows, each with the line on which it starts.

        rejected: Those that can't be read.

        ignored: The headers of columns that weren't read.

        says_source: Whether the table says which stage was left.
    """

    rows: list[tuple[int, Step]]
    rejected: list[Rejected]
    ignored: tuple[str, ...]
    says_source: bool


def read_moves(
    table: Table,
    cells: Cells,
    mapped: Mapping[str, str],
    advance: Callable[[Table], None],
) -> MoveRows:
    """
    Read a table with a row for each stage that a lead entered.

    Args:
        table: The table, open. It has columns ``lead_id`` (or ``lead``), ``target`` (or
            ``stage``) and ``at``; ``source`` is the stage that was left, empty where
            the lead was created, and ``number`` orders the moves of one instant.

        cells: How texts are read.

        mapped: Fields to headers as they stand.

        advance: Is told now and then how far reading has come.

    Raises:
        TableError: A column it needs isn't there.
    """
    for field in mapped:
        if field not in _FIELDS:
            raise TableError(
                str(table.path),
                f"--columns names {field!r} under 'moves', which has the fields "
                f"{listing(_FIELDS)}",
            )
    columns = choose(table, _FIELDS, {**_aliases(table, mapped), **mapped}, cells)
    for field in _NEEDED:
        if field not in columns.used:
            raise TableError(
                str(table.path),
                f"has no column {field!r}; name it in --columns under 'moves'",
            )
    rows: list[tuple[int, Step]] = []
    rejected: list[Rejected] = []
    for row in table:
        advance(table)
        values = columns.read(row)
        made = (
            values if isinstance(values, Rejected) else _step(values, row.line, columns)
        )
        if isinstance(made, Rejected):
            rejected.append(made)
        else:
            rows.append((row.line, made))
    return MoveRows(rows, rejected, columns.ignored, "source" in columns.used)


def _aliases(table: Table, mapped: Mapping[str, str]) -> dict[str, str]:
    found = table.columns({})
    return {
        field: table.headers[found[alias][0]]
        for field, alias in _ALIASES.items()
        if field not in mapped and field not in found and len(found.get(alias, ())) == 1
    }


def _step(values: dict[str, Any], line: int, columns: Columns) -> Step | Rejected:
    for field in _NEEDED:
        if values[field] is None:
            header = columns.headers[columns.used[field]]
            return Rejected(line, header, _FIELDS[field].wanted)
    number = values.get("number")
    return Step(
        values["lead_id"],
        values.get("source"),
        values["target"],
        values["at"],
        None if number is None else int(number),
    )
