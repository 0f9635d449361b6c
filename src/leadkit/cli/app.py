"""
The commands of ``leadkit``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..errors import LeadkitError, listing
from ..leads import Lead
from . import demo as demonstration
from .checking import Source, report
from .columns import Rejected
from .explaining import explanation
from .finding import find_playbook, source_of
from .inputs import Inputs, Options, opened
from .sides import SIDES
from .writing import cells, headers, table, write_rejected

app: typer.Typer = typer.Typer(
    help="Score, qualify and explain leads.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# Done, but some rows could not be read, or the playbook has problems.
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


@contextmanager
def _reading(options: Options) -> Generator[Inputs]:
    # What is wrong with the input is told in a sentence, never as a traceback.
    try:
        with opened(options) as inputs:
            for note in inputs.notes:
                _note(note)
            yield inputs
    except (LeadkitError, OSError) as error:
        _fail(error)


@contextmanager
def _progress(path: Path, what: str) -> Generator[Callable[[int], None]]:
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
    sides = _given(activities, consents, touches, grants, moves)
    read = {path.resolve() for path in (leads, *sides.values())}
    if out.resolve() in read:
        _fail(f"--out: {out} is one of the tables that are read; name another file")
    options = Options(leads, where, as_of, columns, tuple(missing or ()), zone, sides)
    with _reading(options) as inputs:
        rejected, ids = _assess(inputs, out)
        strange = _reject_sides(inputs, out, ids)
    if rejected or strange:
        raise typer.Exit(REJECTED)


def _given(*paths: Path | None) -> dict[str, Path]:
    # In the order of `SIDES`.
    return {name: path for name, path in zip(SIDES, paths, strict=True) if path}


def _assess(inputs: Inputs, out: Path) -> tuple[int, set[str]]:
    playbook, opened_table = inputs.playbook, inputs.table
    rejected: list[Rejected] = []
    ids: set[str] = set()
    with table(out) as writer, _progress(opened_table.path, "assessing") as advance:
        writer.writerow(headers(playbook))
        for line, made in inputs.reader.leads(opened_table):
            advance(line)
            if isinstance(made, Rejected):
                rejected.append(made)
                continue
            ids.add(made.id)
            assessment = playbook.assess(made, as_of=inputs.as_of)
            writer.writerow(cells(assessment, playbook))
    write_rejected(_beside(out, "rejected"), rejected)
    _note(f"{len(ids)} leads written to {out}, {len(rejected)} rejected")
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
    sides = _given(activities, consents, touches, grants, moves)
    options = Options(leads, where, as_of, columns, tuple(missing or ()), zone, sides)
    found: dict[str, Lead] = {}
    lost = 0
    with _reading(options) as inputs:
        for _, made in inputs.reader.leads(inputs.table):
            if isinstance(made, Rejected):
                lost += 1
            elif made.id in ids:
                found[made.id] = made
        for lead_id in dict.fromkeys(ids):
            if lead_id in found:
                lead = found[lead_id]
                sys.stdout.write(
                    explanation(lead, inputs.playbook, inputs.as_of) + "\n"
                )
    absent = [lead_id for lead_id in ids if lead_id not in found]
    if absent:
        hint = f" ({lost} rows could not be read; assess tells which)" if lost else ""
        _note(f"no lead called {listing(absent)} in {leads}{hint}")
        raise typer.Exit(REJECTED)


@app.command()
def check(
    where: Annotated[
        str,
        typer.Argument(
            metavar="PLAYBOOK",
            help="module:NAME or file.py:NAME; NAME is 'playbook' if left out.",
        ),
    ],
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="What is undecided is a problem too.")
    ] = False,
) -> None:
    """
    Tell what a playbook needs, and what is wrong with it: rules that can never hold,
    points that nobody gets, thresholds that nobody reaches.

    The exit status is 1 if there is a problem.
    """
    try:
        playbook = find_playbook(where)
    except LeadkitError as error:
        _fail(error)
    for line in report(playbook, Source.read(source_of(where))):
        sys.stdout.write(line + "\n")
    if playbook.problems() or (strict and playbook.undecided()):
        raise typer.Exit(REJECTED)


@app.command()
def demo(
    leads: Annotated[int, typer.Option(help="How many leads.", min=1, max=2000)] = 300,
) -> None:
    """
    Run made-up leads through the standard playbook, and show what happens.
    """
    demonstration.run(leads, Console(), Console(stderr=True))
