"""
The columns of a table that are read, and rows that can't be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..kinds import FieldType
from .cells import CellError, Cells
from .tables import Row, Table, TableError


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
