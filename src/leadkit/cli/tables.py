"""
Delimited text as rows: the delimiter is recognised, headers become field names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

from ..errors import near_miss
from ..folding import fold
from .lines import Lines
from .neutral import restored
from .recognising import SAMPLE, TableError
from .rows import Row, Source, rows_of

_DELIMITERS = (",", ";", "\t", "|")
# How many lines say which it is.
_FIRST = 20
# As many headers, and as much of each, as one reads in a message.
_MANY, _LENGTH = 10, 40
# How Excel is told the delimiter, in a line before the headers.
_SEPARATOR = re.compile(r'"?sep=([,;|\t])"?[ \t,;|]*(\r\n?|\n|$)')
_BREAK = re.compile(r"\r\n?|\n")


def snake_case(header: str) -> str:
    """
    Make a field name of a header.

    >>> [snake_case(header) for header in ("Page Views", "customerID", "emp.var.rate")]
    ['page_views', 'customer_id', 'emp_var_rate']
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", header)
    return re.sub(r"[\W_]+", "_", spaced.lower()).strip("_")


def matched(name: str) -> str:
    """
    Make the form by which a header of any script matches a field.

    >>> matched("نام‌ شركت") == matched("نام_شرکت")
    True
    """
    return fold(snake_case(name).replace("_", " "))


def few(headers: tuple[str, ...]) -> str:
    """
    Name headers, but not thousands of them, nor what one of them tells a terminal.

    >>> few(tuple("abcdefghijklm"))
    'a, b, c, d, e, f, g, h, i, j and 3 more'
    >>> print(few(("remark", "", "اندازه‌ی شرکت")))
    remark, '', اندازه‌ی شرکت
    """
    shown = [
        header
        if header and len(header) <= _LENGTH and _is_plain(header)
        else repr(header[:_LENGTH])
        for header in headers[:_MANY]
    ]
    more = len(headers) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def quoted(header: str) -> str:
    """
    Quote a header, with what its language needs as it stands.

    >>> print(quoted("اندازه‌ی شرکت"), quoted("a remark"))
    'اندازه‌ی شرکت' 'a remark'
    """
    return f"'{header}'" if _is_plain(header) else repr(header)


def _is_plain(header: str) -> bool:
    # The zero-width non-joiner is a part of Persian words.
    return header.replace("\u200c", "").isprintable()


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
    _lines: Lines
    _rows: Iterator[Row]

    @classmethod
    def open(cls, path: Path, encoding: str | None = None) -> Self:
        """
        Open a file and read its headers.

        Args:
            path: The file, or ``-`` for the standard input.

            encoding: Its encoding; None for UTF-8, or what its first bytes say.

        Raises:
            TableError: There is no such file, it is empty, or no text in the encoding.
        """
        lines = Lines.open(path, encoding)
        try:
            sample = lines.sample()
            source = Source(lines.blocks())
            told = _SEPARATOR.match(sample)
            if told is not None:
                next(iter(source))
                source.start = 1
            delimiter = _delimiter(sample) if told is None else told.group(1)
            rows = rows_of(source, delimiter)
            headers = next(rows, None)
            if headers is None:
                raise TableError(str(path), "is empty; a line of headers is expected")
            if headers.expected:
                raise TableError(
                    str(path),
                    f"line {headers.line}, the headers: expected {headers.expected}",
                )
        except BaseException:
            lines.close()
            raise
        names = tuple(restored(header.strip()) for header in headers.cells)
        return cls(path, names, delimiter, lines, rows)

    @property
    def size(self) -> int:
        """
        How many bytes the file has.
        """
        return self._lines.size

    @property
    def position(self) -> int:
        """
        How many of them were read, a buffer more or less.
        """
        return self._lines.position

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lines.close()

    def __iter__(self) -> Iterator[Row]:
        """
        Walk through the rows; lines without anything in them are no rows.
        """
        return self._rows

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
            name = self._spelt(restored(header.strip()))
            if self.headers.count(name) != 1:
                wrong = "there twice" if name in self.headers else "not there"
                near = near_miss(name, self.headers)
                raise TableError(
                    str(self.path),
                    f"the column {quoted(header)} for {quoted(field)} is {wrong}; the "
                    f"headers are {few(self.headers)}. {near}".rstrip(),
                )
            found[field] = (self.headers.index(name),)
        taken = {position for positions in found.values() for position in positions}
        for position, header in enumerate(self.headers):
            name = snake_case(header)
            if position not in taken and name not in mapped:
                found[name] = (*found.get(name, ()), position)
        return found

    def _spelt(self, name: str) -> str:
        # As the only header that is the same on another keyboard, if it isn't there.
        alike = [header for header in self.headers if fold(header) == fold(name)]
        return alike[0] if len(alike) == 1 and not name.isascii() else name


def _delimiter(sample: str) -> str:
    # The one that cuts the first lines into the most cells, equally many in each.
    lines = _BREAK.split(sample, _FIRST)
    if len(lines) > _FIRST or len(sample) == SAMPLE:
        lines = lines[:-1] or lines

    def score(delimiter: str) -> tuple[bool, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        width = widths[0] if widths else 0
        return width > 1 and len(set(widths)) == 1, width

    return max(_DELIMITERS, key=score)
