"""
The columns of a table that are read, and rows that can't be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from ..kinds import FieldType
from .cells import CellError, Cells
from .neutral import restored
from .recognising import TableError
from .rows import Row
from .tables import Table, matched

# How many texts of a column are remembered with what they stand for, and how long ones.
_KNOWN, _SHORT = 4096, 100


@attrs.frozen
class Rejected:
    """
    A row that can't become a record.

    Attributes:
        line: The line of the file on which it starts.

        column: The header of the cell that is wrong; those of several are joined by
            semicolons.

        expected: What was expected there. The cell itself isn't repeated.
    """

    line: int
    column: str
    expected: str


class _Unknown:
    # No value of a cell is this.
    pass


_UNKNOWN = _Unknown()


@attrs.frozen(slots=False)
class Columns:
    """
    The columns of a table that are read, each with the field it fills.

    Attributes:
        used: Fields to positions.

        types: The types of these fields.

        headers: All headers.

        cells: How texts are read.

        makers: What is made of the values of some fields; a maker raises `CellError` if
            it can't.
    """

    used: Mapping[str, int]
    types: Mapping[str, FieldType]
    headers: tuple[str, ...]
    cells: Cells
    makers: Mapping[str, Callable[[Any], object]]

    @property
    def ignored(self) -> tuple[str, ...]:
        """
        The headers of columns that are not read.
        """
        taken = set(self.used.values())
        return tuple(h for i, h in enumerate(self.headers) if i not in taken)

    def read(self, row: Row) -> dict[str, Any] | Rejected:
        """
        Read a row.

        Returns:
            Fields to values, None where missing; or why the row can't be read.
        """
        texts, width = row.cells, len(self.headers)
        # Some programs end each row with a delimiter or several, or the headers alone.
        if len(texts) != width and (
            len(texts) < self._width or any(map(str.strip, texts[width:]))
        ):
            expected = row.expected or f"{width} cells, as there are headers"
            return Rejected(row.line, "", expected)
        values: dict[str, Any] = {}
        wrong: list[tuple[str, str]] = []
        for field, position, known in self._known:
            text = texts[position]
            value = known.get(text, _UNKNOWN)
            if value is _UNKNOWN:
                try:
                    value = self._value(field, restored(text.strip()))
                except CellError as error:
                    wrong.append((self.headers[position], str(error)))
                    continue
                if len(known) < _KNOWN and len(text) <= _SHORT:
                    known[text] = value
            values[field] = value
        if wrong:
            columns, expected_there = zip(*wrong, strict=True)
            return Rejected(row.line, "; ".join(columns), "; ".join(expected_there))
        return values

    def lone(self, row: Row, field: str) -> str | None:
        """
        Read a text of a row of which the rest may be wrong; None where it is missing.
        """
        position = self.used[field]
        text = row.cells[position] if position < len(row.cells) else ""
        text = restored(text.strip())
        return None if self.cells.is_missing(text) else text

    def _value(self, field: str, text: str) -> object:
        value = self.cells.value(text, self.types[field])
        make = None if value is None else self.makers.get(field)
        return value if make is None else make(value)

    @cached_property
    def _width(self) -> int:
        # Without the last columns, if they have no headers and aren't read.
        width = len(self.headers)
        while width > 1 and not self.headers[width - 1]:
            width -= 1
        return max([width, *(position + 1 for position in self.used.values())])

    @cached_property
    def _known(self) -> tuple[tuple[str, int, dict[str, Any]], ...]:
        # What texts stand for, since most columns say the same again and again.
        return tuple((field, position, {}) for field, position in self.used.items())


def choose(
    table: Table,
    wanted: Mapping[str, FieldType],
    mapped: Mapping[str, str],
    cells: Cells,
    makers: Mapping[str, Callable[[Any], object]] = MappingProxyType({}),
) -> Columns:
    """
    Find the columns of the fields that are wanted.

    Args:
        table: The table.

        wanted: The fields and their types.

        mapped: Fields to headers as they stand.

        cells: How texts are read.

        makers: What is made of the values of some fields.

    Raises:
        TableError: Several columns claim a field that is wanted.
    """
    found = table.columns(mapped)
    # A name that isn't there may have been written on another keyboard.
    alike: dict[str, tuple[int, ...]] = {}
    for name, positions in found.items():
        alike[matched(name)] = (*alike.get(matched(name), ()), *positions)
    used: dict[str, int] = {}
    for field in wanted:
        positions = found.get(field) or alike.get(matched(field), ())
        if len(positions) > 1:
            raise TableError(
                str(table.path),
                f"{len(positions)} columns are called {field!r}; say which with "
                "--columns",
            )
        if positions:
            used[field] = positions[0]
    return Columns(used, wanted, table.headers, cells, makers)
