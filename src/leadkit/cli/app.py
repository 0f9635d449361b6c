"""
The commands of ``leadkit``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..errors import LeadkitError, listing, near_miss
from ..leads import Lead
from ..playbook import Playbook
from . import demo as demonstration
from .cells import CellError, Cells
from .explaining import explanation
from .finding import find_playbook
from .loading import (
    SIDES,
    LeadReader,
    Rejected,
    Side,
    choose,
    read_side,
    wanted_fields,
)
from .tables import Table, TableError
from .writing import cells, headers, table, write_rejected

app = typer.Typer(
    help="Score, qualify and explain leads.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# Done, but some rows could not be read.
REJECTED = 1
# Nothing was done: the command can't be carried out as given.
WRONG = 2

Leads = Annotated[
    Path, typer.Argument(metavar="LEADS.csv", help="A table with a row per lead.")
]
Where = Annotated[
    str,
    typer.Option(
        "--playbook",
        metavar="WHERE",
        help="module:NAME or file.py:NAME; NAME is 'playbook' if left out.",
    ),
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="WHEN",
        help="A date (0:00 UTC), or an instant with its zone.",
    ),
]
Activities = Annotated[
    Path | None,
    typer.Option(metavar="A.csv", help="lead_id, type, at, and what else you have."),
]
Consents = Annotated[
    Path | None,
    typer.Option(metavar="C.csv", help="lead_id, purpose, medium, granted, at."),
]
Touches = Annotated[
    Path | None, typer.Option(metavar="T.csv", help="lead_id, channel, at.")
]
Grants = Annotated[
    Path | None, typer.Option(metavar="G.csv", help="lead_id, qualification, at, by.")
]
Moves = Annotated[
    Path | None,
    typer.Option(metavar="M.csv", help="lead_id, trigger, source, target, at."),
]
Mapped = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="MAP.json",
        help='For headers that differ: {"field": "Header", "moves": {"at": "When"}}.',
    ),
]
Missing = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT",
        help="A text that means missing, besides the empty cell; repeat it.",
    ),
]
Zone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE",
        help="The zone of times that don't say theirs, like Europe/Berlin or UTC.",
    ),
]


def _fail(message: object) -> NoReturn:
    Console(stderr=True).print(f"[red]leadkit:[/red] {escape(str(message))}")
    raise typer.Exit(WRONG)


def _note(message: str) -> None:
    Console(stderr=True, soft_wrap=True).print(escape(message))


@attrs.frozen
class Inputs:
    """
    What `assess` and `explain` read, after everything about it was checked.

    Attributes:
        playbook: The playbook.

        as_of: The instant of the question.

        reader: Makes leads of rows.

        sides: The side tables that were given.
    """

    playbook: Playbook
    as_of: datetime
    reader: LeadReader
    sides: Mapping[str, Side]


@contextmanager
def _opened(  # noqa: PLR0917  as many as there are options
    leads: Path,
    where: str,
    as_of: str,
    columns: Path | None,
    missing: list[str] | None,
    zone: str | None,
    sides: Mapping[str, Path | None],
) -> Iterator[tuple[Table, Inputs]]:
    try:
        read = Cells(frozenset(missing or ()), _zone(zone))
        instant = _instant(as_of)
        mapped = _mapped(columns)
        playbook = find_playbook(where)
        tables = {
            name: read_side(path, name, read, mapped.get(name, {}))
            for name, path in sides.items()
            if path is not None
        }
        with Table.open(leads) as opened:
            wanted = wanted_fields(playbook)
            of_leads = {k: v for k, v in mapped.items() if isinstance(v, str)}
            unknown = [field for field in of_leads if field not in wanted]
            for field in unknown:
                # What no rule needs is ignored, wherever it stands.
                del of_leads[field]
            chosen = choose(opened, wanted, of_leads)
            records = {name: side.records for name, side in tables.items()}
            reader = LeadReader(playbook, chosen, read, records)
            _tell(leads, reader, tables, unknown, wanted)
            yield opened, Inputs(playbook, instant, reader, tables)
    except (LeadkitError, OSError) as error:
        _fail(error)


def _tell(
    path: Path,
    reader: LeadReader,
    sides: Mapping[str, Side],
    unknown: list[str],
    wanted: Mapping[str, Any],
) -> None:
    if reader.columns.ignored:
        _note(
            f"{path.name}: no rule needs {', '.join(reader.columns.ignored)}; ignored"
        )
    if reader.absent:
        _note(
            f"{path.name}: has no {', '.join(reader.absent)}, so they are missing for "
            "every lead; name their columns with --columns"
        )
    if reader.numbered:
        _note(f"{path.name}: has no column 'id', so leads are numbered from 1")
    for field in unknown:
        _note(
            f"--columns: no rule needs {field!r}. {near_miss(field, wanted)}".rstrip()
        )
    for name, side in sides.items():
        if side.ignored:
            _note(f"{name}: {', '.join(side.ignored)} not read")


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        _fail(f"--zone: no zone called {name!r}; expected one like Europe/Berlin")


def _instant(text: str) -> datetime:
    try:
        return Cells().instant(text)
    except CellError:
        _fail(
            f"--as-of: got {text!r}, expected a date like 2026-05-01 or an instant "
            "with its zone like 2026-05-01T12:00+02:00"
        )


def _mapped(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TableError(str(path), f"can't be opened ({error.strerror})") from None
    except ValueError:
        raise TableError(str(path), "is no JSON") from None
    sides = (
        {k: v for k, v in found.items() if k in SIDES}
        if isinstance(found, dict)
        else {}
    )
    texts = (
        {k: v for k, v in found.items() if k not in sides}
        if isinstance(found, dict)
        else {"": None}
    )
    parts = [texts, *sides.values()]
    if not all(
        isinstance(p, dict) and all(isinstance(h, str) for h in p.values())
        for p in parts
    ):
        raise TableError(str(path), 'is not of the form {"field": "Header"}')
    return {**texts, **sides}


@contextmanager
def _progress(path: Path, what: str) -> Iterator[Any]:
    # On a terminal only; counting lines first is cheap beside what follows.
    console = Console(stderr=True)
    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with path.open("rb") as file:
        lines = sum(
            chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")
        )
    with shown:
        task = shown.add_task(what, total=lines)
        yield lambda line: shown.update(task, completed=line)


@app.command()
def assess(  # noqa: PLR0917  as many as there are tables
    leads: Leads,
    where: Where,
    as_of: AsOf,
    out: Annotated[Path, typer.Option(metavar="OUT.csv", help="Where to write.")],
    activities: Activities = None,
    consents: Consents = None,
    touches: Touches = None,
    grants: Grants = None,
    moves: Moves = None,
    columns: Mapped = None,
    missing: Missing = None,
    zone: Zone = None,
) -> None:
    """
    Assess every lead of a table, and write one row for each.

    Rows that can't be read go to OUT.rejected.csv with their line, the column and what
    was expected; the exit status is then 1.
    """
    sides = {
        "activities": activities,
        "consents": consents,
        "touches": touches,
        "grants": grants,
        "moves": moves,
    }
    given = [path for path in (leads, *sides.values()) if path is not None]
    if out.resolve() in {path.resolve() for path in given}:
        _fail(f"--out: {out} is one of the tables that are read; name another file")
    with _opened(leads, where, as_of, columns, missing, zone, sides) as (
        opened,
        inputs,
    ):
        rejected = _assess(opened, inputs, out)
        found = _reject_sides(inputs, out, rejected[1])
        if rejected[0] or found:
            raise typer.Exit(REJECTED)


def _assess(opened: Table, inputs: Inputs, out: Path) -> tuple[int, set[str]]:
    playbook, rejected, ids = inputs.playbook, [], set()
    with table(out) as writer, _progress(opened.path, "assessing") as advance:
        writer.writerow(headers(playbook))
        for line, made in inputs.reader.leads(opened):
            advance(line)
            if isinstance(made, Rejected):
                rejected.append(made)
                continue
            ids.add(made.id)
            assessment = playbook.assess(made, as_of=inputs.as_of)
            writer.writerow(cells(assessment, playbook))
    write_rejected(_beside(out, "rejected"), rejected)
    _note(f"{len(ids)} leads written to {out}, {len(rejected)} rows rejected")
    return len(rejected), ids


def _reject_sides(inputs: Inputs, out: Path, ids: set[str]) -> int:
    total = 0
    for name, side in inputs.sides.items():
        strangers = [
            Rejected(line, "lead_id", "the id of a lead that was read")
            for lead_id, lines in side.lines.items()
            if lead_id not in ids
            for line in lines
        ]
        rejected = sorted([*side.rejected, *strangers], key=lambda one: one.line)
        write_rejected(_beside(out, f"{name}.rejected"), rejected)
        _note(f"{name}: {side.rows} rows read, {len(rejected)} rejected")
        total += len(rejected)
    return total


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f"{out.stem}.{what}{out.suffix or '.csv'}")


@app.command()
def explain(  # noqa: PLR0917  as many as there are tables
    leads: Leads,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Which leads.")],
    where: Where,
    as_of: AsOf,
    activities: Activities = None,
    consents: Consents = None,
    touches: Touches = None,
    grants: Grants = None,
    moves: Moves = None,
    columns: Mapped = None,
    missing: Missing = None,
    zone: Zone = None,
) -> None:
    """
    Tell why some leads score, qualify and move as they do.
    """
    sides = {
        "activities": activities,
        "consents": consents,
        "touches": touches,
        "grants": grants,
        "moves": moves,
    }
    with _opened(leads, where, as_of, columns, missing, zone, sides) as (
        opened,
        inputs,
    ):
        wanted: dict[str, Lead | None] = dict.fromkeys(ids)
        lost = []
        for _, made in inputs.reader.leads(opened):
            if isinstance(made, Rejected):
                lost.append(made)
            elif made.id in wanted:
                wanted[made.id] = made
        for lead in wanted.values():
            if lead is not None:
                text = explanation(lead, inputs.playbook, inputs.as_of)
                sys.stdout.write(text + "\n")
        absent = [lead_id for lead_id, lead in wanted.items() if lead is None]
        if absent:
            hint = (
                f" ({len(lost)} rows could not be read; assess tells which)"
                if lost
                else ""
            )
            _note(f"no lead called {listing(absent)} in {leads}{hint}")
            raise typer.Exit(REJECTED)


@app.command()
def demo(
    leads: Annotated[int, typer.Option(help="How many leads.", min=1, max=2000)] = 300,
) -> None:
    """
    Run made-up leads through the standard playbook, and show what happens.
    """
    demonstration.run(leads, Console(), Console(stderr=True))
