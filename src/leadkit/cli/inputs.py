"""
What a command reads: the playbook, the tables, and how they fit together.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from ..contacts import known_region
from ..errors import ContactError, MissingExtraError, listing, near_miss
from ..playbook import Playbook
from .cells import CalendarError, CellError, Cells
from .columns import choose
from .finding import find_playbook
from .loading import LeadReader, makers, wanted_fields
from .numerals import Decimal
from .recognising import TableError, is_encoding
from .refusing import CommandError
from .sides import SIDES, Side, read_side
from .spool import Spool
from .tables import Table, few, quoted
from .terminal import progress


class OptionError(CommandError):
    """
    An option has a value that can't be used.
    """


@attrs.frozen
class Options:
    """
    The options of a command that reads leads, as they were given.

    Attributes:
        leads: The table of leads.

        where: Where the playbook is.

        as_of: The instant of the question.

        columns: The file that maps fields to headers.

        missing: Texts that mean missing.

        zone: The zone of times that don't say theirs.

        encoding: The encoding of the tables; None for UTF-8, or what they say.

        decimal: What stands before decimals; None for a point.

        region: Where telephone numbers without a + are dialled.

        sides: The side tables, by their names.
    """

    leads: Path
    where: str
    as_of: str
    columns: Path | None
    missing: tuple[str, ...]
    zone: str | None
    encoding: str | None
    decimal: str | None
    region: str | None
    sides: Mapping[str, Path]


@attrs.frozen
class Inputs:
    """
    What a command reads, after everything about it was checked.

    Attributes:
        playbook: The playbook.

        as_of: The instant of the question.

        table: The table of leads, open.

        reader: Makes leads of its rows.

        sides: The side tables that were given.

        notes: What the user should know, in sentences.
    """

    playbook: Playbook
    as_of: datetime
    table: Table
    reader: LeadReader
    sides: Mapping[str, Side]
    notes: tuple[str, ...]


@attrs.frozen
class Headers:
    """
    Which headers fill which fields, where they don't match by name.

    Attributes:
        leads: Fields to headers, for the table of leads.

        sides: The same for each side table, by its name.
    """

    leads: Mapping[str, str]
    sides: Mapping[str, Mapping[str, str]]


@contextmanager
def opened(options: Options) -> Generator[Inputs]:
    """
    Read everything but the leads themselves, and open their table.

    Raises:
        LeadkitError: Something can't be read or doesn't fit; the message says what.
    """
    cells = Cells(
        frozenset(options.missing),
        zone_of(options.zone),
        _decimal(options.decimal),
        _region(options.region),
    )
    as_of = instant_of(options.as_of)
    check_encoding(options.encoding)
    headers = read_headers(options.columns)
    playbook = find_playbook(options.where)
    if [str(path) for path in (options.leads, *options.sides.values())].count("-") > 1:
        raise OptionError("-", "the standard input can be one table only")
    # The leads first, since side tables may take long, in vain if there are no leads.
    with Spool() as spool, Table.open(options.leads, options.encoding) as table:
        names = tuple(options.sides)
        reader = _reader(table, playbook, headers.leads, cells, names, spool)
        sides = {
            name: _side(path, name, cells, headers, spool, options.encoding)
            for name, path in options.sides.items()
        }
        notes = (
            *_notes(options.leads.name, reader, sides),
            *_unneeded(headers.leads, wanted_fields(playbook)),
        )
        yield Inputs(playbook, as_of, table, reader, sides, notes)


def _side(  # noqa: PLR0917
    path: Path,
    name: str,
    cells: Cells,
    headers: Headers,
    spool: Spool,
    encoding: str | None,
) -> Side:
    mapped = headers.sides.get(name, {})
    with Table.open(path, encoding) as table, progress(f"reading {name}") as advance:
        return read_side(table, name, cells, mapped, spool, advance)


def _reader(  # noqa: PLR0917
    table: Table,
    playbook: Playbook,
    mapped: Mapping[str, str],
    cells: Cells,
    sides: tuple[str, ...],
    spool: Spool,
) -> LeadReader:
    wanted = wanted_fields(playbook)
    # What no rule needs is ignored, so a header for it may be missing too.
    needed = {field: mapped[field] for field in mapped if field in wanted}
    columns = choose(table, wanted, needed, cells, makers(playbook, cells))
    reader = LeadReader(playbook, columns, sides, spool)
    if reader.lacking:
        raise TableError(
            str(table.path),
            f"has no column {listing(reader.lacking)}, for which "
            f"{playbook.record.__name__} has no default; name it in --columns",
        )
    return reader


def _unneeded(mapped: Mapping[str, str], wanted: Collection[str]) -> Iterator[str]:
    for field in mapped:
        if field not in wanted:
            near = near_miss(field, wanted)
            yield f"--columns: no rule needs {quoted(field)}. {near}".rstrip()


def _notes(name: str, reader: LeadReader, sides: Mapping[str, Side]) -> list[str]:
    notes: list[str] = []
    if reader.columns.ignored:
        notes.append(f"{name}: no rule needs {few(reader.columns.ignored)}; ignored")
    if reader.absent:
        notes.append(
            f"{name}: has no {', '.join(reader.absent)}, so every lead has them as "
            "missing or as the record's default; name their columns with --columns"
        )
    if reader.numbered:
        notes.append(f"{name}: has no column 'id', so leads are numbered from 1")
    notes.extend(
        f"{side}: {few(read.ignored)} not read"
        for side, read in sides.items()
        if read.ignored
    )
    return notes


def check_encoding(name: str | None) -> None:
    """
    Check that there is an encoding of this name.

    Raises:
        OptionError: There is none.
    """
    if name is not None and not is_encoding(name):
        raise OptionError(
            "--encoding",
            f"there is none called {name!r}; expected one like windows-1256, "
            "windows-1252 or utf-8",
        )


def zone_of(name: str | None) -> ZoneInfo | None:
    """
    Find the zone that somebody named; None if nobody did.

    Raises:
        OptionError: There is no such zone.
    """
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise OptionError(
            "--zone", f"no zone called {name!r}; expected one like Europe/Berlin"
        ) from None


def _decimal(mark: str | None) -> Decimal | None:
    if mark in {None, ".", ","}:
        return cast("Decimal | None", mark)
    raise OptionError("--decimal", f"got {mark!r}, expected . or ,")


def _region(code: str | None) -> str | None:
    if code is None:
        return None  # and nothing needs the library that knows regions
    try:
        return known_region(code)
    except ContactError:
        raise OptionError(
            "--region", f"no region called {code!r}; expected one like IR, DE or GB"
        ) from None
    except MissingExtraError:
        raise OptionError(
            "--region", 'needs a library; write pip install -e ".[contacts]"'
        ) from None


def instant_of(text: str, zone: ZoneInfo | None = None) -> datetime:
    """
    Read the instant of the question.

    Args:
        text: What was written.

        zone: The zone of a date, or of an instant that doesn't say its own; UTC for
            dates if it is None.

    Raises:
        OptionError: It is none.
    """
    try:
        return Cells(zone=zone).instant(text)
    except CalendarError as error:
        raise OptionError("--as-of", f"got {text!r}, expected {error}") from None
    except CellError:
        raise OptionError(
            "--as-of",
            f"got {text!r}, expected a date like 2026-05-01 or an instant with its "
            "zone like 2026-05-01T12:00+02:00",
        ) from None


def read_headers(path: Path | None) -> Headers:
    """
    Read which headers fill which fields.

    Args:
        path: A JSON file, ``{"field": "Header", "moves": {"at": "When"}}``, or None.

    Raises:
        TableError: It can't be read, or has another form.
    """
    if path is None:
        return Headers({}, {})
    try:
        found: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TableError(str(path), f"can't be opened ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise TableError(str(path), "is no JSON") from None
    everything = cast("dict[str, object]", found) if isinstance(found, dict) else None
    if everything is None:
        raise TableError(str(path), _FORM)
    sides = {name: value for name, value in everything.items() if name in SIDES}
    leads = {name: value for name, value in everything.items() if name not in SIDES}
    return Headers(
        _texts(leads, path), {name: _texts(part, path) for name, part in sides.items()}
    )


_FORM = 'is not of the form {"field": "Header", "activities": {"at": "When"}}'


def _texts(part: object, path: Path) -> dict[str, str]:
    if isinstance(part, dict):
        pairs = cast("dict[str, object]", part)
        texts = {name: text for name, text in pairs.items() if isinstance(text, str)}
        if len(texts) == len(pairs):
            return texts
    raise TableError(str(path), _FORM)
