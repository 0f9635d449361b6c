"""
Delimited lines as rows, of which the bad ones come with what was expected instead.

A quote that is left open would swallow all that follows. So a row that can't be read
costs one line, and the lines behind that are read again.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from .lines import LONGEST, problem

# As many characters as may be read again because of quotes that are left open: some,
# and so many for each one that was read. After that, what is read again has no rows of
# several lines, so that reading takes a time that grows with the file.
_AGAIN, _EACH = 16 * LONGEST, 8

# What csv says, and we too, about a row without an end.
_END, _LONG = "unexpected end of data", "row too long"
_QUOTES = {
    _END: "a closing quote; is one left open?",
    _LONG: f"rows of at most {LONGEST:,} characters; is a quote left open?",
    "field larger than field limit": (
        f"cells of at most {csv.field_size_limit():,} characters; is a quote left open?"
    ),
}
_QUOTE = "a quote inside a quoted cell to be written twice"


class Row(NamedTuple):
    """
    One row of a table.

    Attributes:
        line: The line of the file on which it starts; the header is line 1.

        cells: Its texts as they stand, with the blanks around them.

        expected: What was expected instead, if the line is no row at all.
    """

    line: int
    cells: Sequence[str]
    expected: str = ""


class Source:
    """
    The lines for `csv.reader`, from the start of a row that is being read.

    Args:
        blocks: Lines, some at a time, and whether all of them are known to be good.

    Attributes:
        start: How many lines stand before the row.
    """

    def __init__(self, blocks: Iterator[tuple[list[str], bool]]) -> None:
        self._blocks = blocks
        self._lines: list[str] = []
        self._before = 0  # how many lines stand before these
        self._is_clean = True
        self._read = 0  # how many characters
        self._again = 0  # how many of them will have been read again
        self.start: int = 0

    def __iter__(self) -> Iterator[str]:
        """
        Walk through the lines, from the start of the row on.
        """
        yield from self._kept()
        for lines, is_clean in self._blocks:
            kept = self._lines[self.start - self._before :]
            self._before = self.start
            self._lines = [*kept, *lines]
            self._is_clean = is_clean and (self._is_clean or not kept)
            self._read += _size(lines)
            if kept and _size(kept) > LONGEST:
                raise csv.Error(_LONG)
            yield from lines

    def _kept(self) -> Iterator[str]:
        start, size = self.start, 0
        longest = LONGEST if self._again <= _AGAIN + _EACH * self._read else 0
        for place in range(start - self._before, len(self._lines)):
            line = self._lines[place]
            if start != self.start:
                start, size = self.start, 0
            size += len(line)
            if len(line) < size > longest:
                raise csv.Error(_LONG if longest else _END)
            yield line

    def _taken(self, stop: int) -> list[str]:
        # From the start of the row to the line before `stop`.
        return self._lines[self.start - self._before : stop - self._before]

    def problem(self, stop: int) -> str:
        """
        Say what was expected instead of the lines from the start to before *stop*.
        """
        if self._is_clean and stop == self.start + 1:
            return ""
        taken = self._taken(stop)
        if len(taken) > 1 and _size(taken) > LONGEST:
            return problem(taken[0]) or _QUOTES[_LONG]
        return next((wrong for line in taken if (wrong := problem(line))), "")

    def is_cut(self, stop: int) -> bool:
        """
        Tell whether a line among them has lost its end, and so perhaps a quote.
        """
        return _size(self._taken(stop)) > LONGEST

    def leave_line(self, stop: int) -> None:
        """
        Go on behind the first of the lines; those before *stop* are read again.
        """
        self._again += _size(self._taken(stop)[1:])
        self.start += 1


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))


def rows_of(source: Source, delimiter: str) -> Iterator[Row]:
    """
    Walk through the rows; lines without anything in them are no rows.

    Args:
        source: The lines.

        delimiter: What separates the cells.
    """
    while (wrong := (yield from _good_rows(source, delimiter))) is not None:
        expected, stop = wrong
        yield Row(source.start + 1, (), expected)
        source.leave_line(stop)


def _good_rows(
    source: Source, delimiter: str
) -> Generator[Row, None, tuple[str, int] | None]:
    # Up to a row of which nobody knows where it ends; returns what was expected there,
    # and how far it was looked for.
    # Strict, so that a quote that is never closed doesn't swallow what follows.
    reader = csv.reader(
        iter(source), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    first = source.start
    try:
        for cells in reader:
            stop = first + reader.line_num
            wrong = source.problem(stop)
            line = source.start + 1
            if wrong and source.is_cut(stop):
                return wrong, stop
            source.start = stop
            if wrong:
                yield Row(line, (), wrong)
            elif any(map(str.strip, cells)):
                yield Row(line, cells)
    except csv.Error as error:
        told = str(error).partition(" (")[0]
        wrong = source.problem(source.start + 1) or _QUOTES.get(told, _QUOTE)
        return wrong, first + reader.line_num
    return None
