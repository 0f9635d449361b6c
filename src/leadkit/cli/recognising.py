"""
What a file is, by its first bytes: text in some encoding, or something else.
"""

from __future__ import annotations

import codecs
import io
import re

from .refusing import CommandError

# As much as is looked at, in bytes.
SAMPLE = 64 * 1024

# What files begin with that are no text.
_OTHERS = {
    b"PK\x03\x04": "a zip archive or an Excel workbook; save its sheet as 'CSV UTF-8'",
    b"\xd0\xcf\x11\xe0": "a document of an old Office; save its sheet as 'CSV UTF-8'",
    b"%PDF": "a PDF; export the table as 'CSV UTF-8'",
    b"{\\rtf": "a document; export the table as 'CSV UTF-8'",
    b"PAR1\x15": "a Parquet file; write it as CSV",
    b"SQLite format 3\0": "a database; export the table as CSV",
    **dict.fromkeys(
        (
            b"\x1f\x8b",  # gzip
            b"BZh91AY&SY",
            b"\xfd7zXZ\0",
            b"7z\xbc\xaf\x27\x1c",
            b"Rar!\x1a\x07",
            b"\x28\xb5\x2f\xfd",  # zstd
        ),
        "compressed; unpack it first",
    ),
}
# The same of text, whatever its encoding.
_PAGE = re.compile(r"\s*<(!doctype|html|table|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*"|\[\s*[{\[])')

# What Python can decode with, and no file is written in.
_NO_FILES = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
# What can't be read without a byte-order mark.
_MARKED = {"utf-16", "utf-32"}
# The longer ones first: that of UTF-32 begins like that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class TableError(CommandError):
    """
    A file can't be read as a table.
    """


def is_encoding(name: str) -> bool:
    """
    Tell whether there are files in an encoding.

    >>> [is_encoding(name) for name in ("windows-1256", "cp1256", "klingon", "base64")]
    [True, True, False, False]
    """
    try:
        # Those that aren't for text, like base64, are known as well.
        io.TextIOWrapper(io.BytesIO(), encoding=name)
        return codecs.lookup(name).name not in _NO_FILES
    except (LookupError, ValueError):
        return False


def encoding_of(sample: bytes, encoding: str | None, path: str) -> str:
    """
    Tell in which encoding a file is.

    Args:
        sample: How it begins.

        encoding: The encoding that somebody named. A byte-order mark knows better.

        path: The file, for the error.

    Raises:
        TableError: It is no text, or in no encoding that can be told.
    """
    for first, what in _OTHERS.items():
        if sample.startswith(first):
            raise TableError(path, f"is {what}")
    for mark, marked in _BOMS:
        if sample.startswith(mark):
            return marked
    if encoding is not None and codecs.lookup(encoding).name not in _MARKED:
        return encoding
    if 0 in sample:
        return _wide(sample, path)
    try:
        # A character may be cut in two where the sample ends.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        line = len(re.split(rb"\r\n?|\n", sample[: error.start]))
        raise TableError(
            path,
            f"is not UTF-8 on line {line}; save it as 'CSV UTF-8', or name its "
            "encoding: --encoding windows-1256 for Persian and Arabic, windows-1252 "
            "for western Europe, utf-8 to reject such lines alone",
        ) from None
    return "utf-8"


def _wide(sample: bytes, path: str) -> str:
    # Digits, delimiters and line ends are Latin: in UTF-16 every other byte of theirs
    # is zero, and hardly any other one is. In Persian there may be few of them.
    first, second = sample[::2].count(0), sample[1::2].count(0)
    few, many = sorted((first, second))
    if few * 8 > many or many * 40 < len(sample):
        raise TableError(
            path,
            "holds NUL bytes; a text file is expected (--encoding utf-8 rejects only "
            "the lines that have them)",
        )
    return "utf-16-be" if first == many else "utf-16-le"


def check_text(sample: str, path: str) -> None:
    """
    Refuse a text that is no table.

    Args:
        sample: How it begins.

        path: The file, for the error.

    Raises:
        TableError: It is a web page, say.
    """
    if _PAGE.match(sample):
        raise TableError(path, "is a web page or XML; save it as 'CSV UTF-8'")
    if _JSON.match(sample):
        raise TableError(path, "is JSON; write it as CSV")
