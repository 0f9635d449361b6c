"""
The lines of a text file: its encoding is recognised, and no line fills the memory.

A line that can't be read isn't lost: it comes with what is wrong with it, and those
behind it are read.
"""

from __future__ import annotations

import codecs
import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

import attrs

from .recognising import SAMPLE, TableError, check_text, encoding_of

# The longest line, in characters: some hundred times as long as an ordinary one.
LONGEST = 1 << 20
# As much as is read at once, in characters.
_BLOCK = 128 * 1024

# Half a character, which no text has: it marks what couldn't be decoded.
_MARK = "\udcff"
_ENDS = ("\n", "\r")


def _marked(error: UnicodeError) -> tuple[str, int]:
    # Only decoding comes here, since nothing is written with it.
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101
    return _MARK, error.end


codecs.register_error("leadkit.mark", _marked)


@attrs.define
class Lines:
    """
    The lines of an open file, with their ends; close it by leaving its ``with`` block.

    Attributes:
        path: The file; ``-`` is the standard input.

        size: How many bytes it has.

        encoding: In which encoding it is read.
    """

    path: Path
    size: int
    encoding: str
    _bytes: IO[bytes]
    _text: io.TextIOWrapper

    @classmethod
    def open(cls, path: Path, encoding: str | None = None) -> Self:
        """
        Open a file.

        Args:
            path: The file, or ``-`` for the standard input.

            encoding: Its encoding, if it has no byte-order mark; None for UTF-8, or
                what its first bytes say.

        Raises:
            TableError: There is no such file, or it is no text.
        """
        try:
            file = _opened(path)
        except OSError as error:
            told = error.strerror or "it can't be read"
            raise TableError(str(path), f"can't be opened ({told})") from None
        try:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            used = encoding_of(file.read(SAMPLE), encoding, str(path))
            file.seek(0)
            text = io.TextIOWrapper(
                file, encoding=used, errors="leadkit.mark", newline=""
            )
            lines = cls(path, size, used, file, text)
            check_text(lines.sample(), str(path))
        except BaseException:
            file.close()
            raise
        return lines

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """
        Close the file.
        """
        with suppress(OSError):  # of a pipe that nobody waits for any more
            self._text.close()

    @property
    def position(self) -> int:
        """
        How many bytes were read, a buffer more or less.
        """
        return self._bytes.tell()

    def sample(self) -> str:
        """
        Read the beginning, as text; the lines still begin at the first one.
        """
        text = self._text.read(SAMPLE)
        self._text.seek(0)
        return text

    def blocks(self) -> Iterator[tuple[list[str], bool]]:
        """
        Walk through the lines, some thousands at a time.

        Returns:
            Lines with their ends, and whether `problem` needn't be asked about any of
            them. Of a line that is too long, only the beginning is given.
        """
        rest = ""
        while block := self._text.read(_BLOCK):
            text = rest + block
            lines = io.StringIO(text, newline="").readlines()
            # The last one may go on in the next block, if only with half its end.
            rest = lines.pop()
            if len(rest) > LONGEST and not rest.endswith(_ENDS):
                rest = rest[: LONGEST + 1] + self._after_line()
            if lines:
                # The others are shorter, since there is no more of them than a block.
                yield lines, len(lines[0]) <= LONGEST and not _problem(text)
        if rest:
            yield io.StringIO(rest, newline="").readlines(), False

    def _after_line(self) -> str:
        # Leave out what is left of a line.
        while block := self._text.read(_BLOCK):
            ends = [block.find(end) for end in _ENDS if end in block]
            if ends:
                return block[min(ends) :]
        return ""


def problem(line: str) -> str:
    r"""
    Say what is wrong with a line, in the words "expected ..."; empty if nothing is.

    >>> problem("a,b")
    ''
    >>> problem("a,b\0")
    'text without NUL bytes'
    """
    if len(line) > LONGEST:
        return f"at most {LONGEST:,} characters in a line"
    return _problem(line)


def _problem(text: str) -> str:
    if "\0" in text:
        return "text without NUL bytes"
    try:
        # No encoding can say the mark, nor what a few of them make of odd bytes.
        text.encode()
    except UnicodeEncodeError:
        return "text in the encoding of the file; see --encoding"
    return ""


def _opened(path: Path) -> IO[bytes]:
    if str(path) == "-":
        if sys.stdin is None:  # closed, as by <&-
            raise OSError(0, "it is closed")
        return _kept(sys.stdin.buffer)
    file = path.open("rb")
    if file.seekable():
        return file
    with file:
        return _kept(file)


def _kept(pipe: IO[bytes]) -> IO[bytes]:
    # One can't look at the beginning of a pipe and then begin again.
    file = TemporaryFile()  # noqa: SIM115  it is handed on, open
    try:
        shutil.copyfileobj(pipe, file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file
