"""
Delimited text as rows: the delimiter is recognised, headers become field names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import attrs

from ..errors import LeadkitError, listing

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 64 * 1024


@attrs.define(slots=False)
class TableError(LeadkitError):
    """
    A file can't be read as a table.

    Attributes:
        path: The file.

        problem: What is wrong and what to do.
    """

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


@attrs.frozen
class Row:
    """
    One row of a table.

    Attributes:
        line: The line of the file on which it starts; the header is line 1.

        cells: Its texts, stripped.
    """

    line: int
    cells: tuple[str, ...]


def snake_case(header: str) -> str:
    """
    Make a field name of a header.

    >>> [snake_case(header) for header in ("Page Views", "customerID", "emp.var.rate")]
    ['page_views', 'customer_id', 'emp_var_rate']
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", header)
    return re.sub(r"[\W_]+", "_", spaced.lower()).strip("_")


@attrs.define
class Table:
    """
    An open table; iterate it for its rows, and close it by leaving its ``with`` block.

    Attributes:
        path: The file.

        headers: Its headers as they stand.

        delimiter: What separates its cells.
    """

    path: Path
    headers: tuple[str, ...]
    delimiter: str
    _file: TextIO
    _rows: Iterator[list[str]]

    @classmethod
    def open(cls, path: Path) -> Self:
        """
        Open a file and read its headers.

        Raises:
            TableError: There is no such file, or it is empty, binary, or not UTF-8.
        """
        try:
            file = path.open(encoding="utf-8-sig", newline="")
        except OSError as error:
            raise TableError(str(path), f"can't be opened ({error.strerror})") from None
        try:
            sample = file.read(_SAMPLE)
            if "\0" in sample:
                raise TableError(str(path), "holds NUL bytes; a text file is expected")
            if not sample.strip():
                raise TableError(str(path), "is empty; a line of headers is expected")
            delimiter = _delimiter(sample)
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter)
            table = cls(path, (), delimiter, file, reader)
            table.headers = next(iter(table)).cells
        except UnicodeDecodeError:
            file.close()
            raise TableError(
                str(path), "is not UTF-8; save it as 'CSV UTF-8' and try again"
            ) from None
        except TableError:
            file.close()
            raise
        return table

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Row]:
        """
        Walk through the rows; blank lines are no rows.
        """
        reader = self._rows
        while True:
            start = getattr(reader, "line_num", 0) + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise TableError(str(self.path), f"line {start}: {error}") from None
            except UnicodeDecodeError:
                raise TableError(
                    str(self.path), f"after line {start}: not UTF-8; save it as UTF-8"
                ) from None
            if cells is None:
                return
            if cells and cells != [""]:
                yield Row(start, tuple(cell.strip() for cell in cells))

    def columns(self, mapped: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
        """
        Tell in which columns each field stands.

        Args:
            mapped: Fields to headers as they stand, for those that don't match by name.

        Returns:
            Every header in snake case, and every mapped field, to its positions; more
            than one if several headers claim the name.

        Raises:
            TableError: A mapped header isn't there, or is there twice.
        """
        found: dict[str, tuple[int, ...]] = {}
        for field, header in mapped.items():
            if self.headers.count(header) != 1:
                problem = "there twice" if header in self.headers else "not there"
                raise TableError(
                    str(self.path),
                    f"the column {header!r} for {field!r} is {problem}; the headers "
                    f"are {listing(self.headers)}",
                )
            found[field] = (self.headers.index(header),)
        taken = {position for positions in found.values() for position in positions}
        for position, header in enumerate(self.headers):
            name = snake_case(header)
            if position not in taken and name not in mapped:
                found[name] = (*found.get(name, ()), position)
        return found


def _delimiter(sample: str) -> str:
    # The one that cuts the first lines into the most cells, equally many in each.
    def score(delimiter: str) -> tuple[bool, int]:
        lines = sample.splitlines()[:20]
        if len(sample) == _SAMPLE:
            lines = lines[:-1] or lines
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        return len(set(widths)) == 1 and widths[0] > 1, widths[0]

    return max(_DELIMITERS, key=score)
