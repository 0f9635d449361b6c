"""
The commands of ``leadkit``: their names, their options, and who carries them out.

What carries one out is imported when it is asked for, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app: typer.Typer = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# Done, but some rows could not be read, or the playbook has problems. What can't be
# done as given ends with 2, and what somebody stopped with 130.
REJECTED = 1

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
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The encoding of the tables, like windows-1256; UTF-8 if not given.",
    ),
]
Decimal = Annotated[
    str | None,
    typer.Option(
        metavar=". or ,",
        help="What stands before decimals; the other one may separate thousands.",
    ),
]

Region = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        help="Where telephone numbers without a + are dialled, like IR or DE.",
    ),
]


class Shown(StrEnum):
    """
    How well a law has to be shown.
    """

    UNREFUTED = "unrefuted"
    SAMPLED = "sampled"
    PROVED = "proved"


def _show_version(value: bool) -> None:  # noqa: FBT001  as typer calls it
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("leadkit")
        except PackageNotFoundError:  # run from its sources
            number = "that isn't installed"
        typer.echo(f"leadkit {number}")
        raise typer.Exit


@app.callback()
def leadkit(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show which leadkit this is, and exit.",
        ),
    ] = False,
) -> None:
    """
    Score, qualify and explain leads.
    """


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
    encoding: Encoding = None,
    decimal: Decimal = None,
    region: Region = None,
) -> None:
    """
    Assess every lead of a table, and write one row for each.

    Rows that can't be read go to OUT.rejected.csv with their line, the column and what
    was expected; the exit status is then 1.
    """
    from .assessing import assess
    from .inputs import Options
    from .terminal import told

    sides = _given(activities, consents, touches, grants, moves)
    words = tuple(missing or ())
    with told():
        options = Options(
            leads, where, as_of, columns, words, zone, encoding, decimal, region, sides
        )
        rejected = assess(options, out)
    if rejected:
        raise typer.Exit(REJECTED)


def _given(*paths: Path | None) -> dict[str, Path]:
    from .sides import SIDES

    return {name: path for name, path in zip(SIDES, paths, strict=True) if path}


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
    encoding: Encoding = None,
    decimal: Decimal = None,
    region: Region = None,
) -> None:
    """
    Tell why some leads score, qualify and move as they do.
    """
    from .explaining import explain
    from .inputs import Options
    from .terminal import told

    sides = _given(activities, consents, touches, grants, moves)
    words = tuple(missing or ())
    with told():
        options = Options(
            leads, where, as_of, columns, words, zone, encoding, decimal, region, sides
        )
        absent = explain(options, ids, sys.stdout.write)
    if absent:
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
    Tell what a playbook needs, and what is wrong with it.

    Wrong are rules that can never hold, points that nobody gets, and thresholds that
    nobody reaches. The exit status is 1 if there is a problem.
    """
    from .checking import Source, report
    from .finding import find_playbook, source_of
    from .terminal import told

    with told():
        playbook = find_playbook(where)
        for line in report(playbook, Source.read(source_of(where))):
            sys.stdout.write(f"{line}\n")
    if playbook.problems() or (strict and playbook.undecided()):
        raise typer.Exit(REJECTED)


@app.command(short_help="Prove the laws that any playbook keeps, or try to.")
def prove(
    where: Annotated[
        str,
        typer.Argument(
            metavar="PLAYBOOK",
            help="module:NAME or file.py:NAME; NAME is 'playbook' if left out.",
        ),
    ],
    *,
    require: Annotated[
        Shown,
        typer.Option(
            help="How well each law has to be shown; unrefuted: what is undecided is "
            "no problem."
        ),
    ] = Shown.UNREFUTED,
) -> None:
    """
    Prove the laws that any playbook keeps, or try to.

    No stage is a trap, each transition and each rule can have its effect, histories can
    be replayed, and more. What can't be proved is tried on examples, which needs
    Hypothesis. What is broken is told as a story, and as a test to paste. The exit
    status is 1 if a law is refuted, or not shown as well as it has to be.
    """
    from .proving import prove
    from .terminal import told

    with told():
        passed = prove(where, require.value, sys.stdout)
    if not passed:
        raise typer.Exit(REJECTED)


@app.command(short_help="Tell what a history of moves says about the funnel.")
def funnel(  # noqa: PLR0917  as many as there are tables
    moves: Annotated[
        Path,
        typer.Argument(
            metavar="MOVES.csv",
            help="lead_id, source, target, at; a row for each stage that was entered.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="REPORT.html",
            help="Where to write; MOVES.report.html if not given.",
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(
            "--playbook",
            metavar="WHERE",
            help="module:NAME or file.py:NAME; the standard one if not given.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="WHEN",
            help="A date (0:00 of --zone, else UTC), or an instant; the latest row's "
            "if not given.",
        ),
    ] = None,
    leads: Annotated[
        Path | None,
        typer.Option(metavar="L.csv", help="id, created_at, and what --by names."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column of --leads to compare by."),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="STAGE", help="Where leads should get; customer, or the last stage."
        ),
    ] = None,
    columns: Mapped = None,
    missing: Missing = None,
    zone: Zone = None,
    encoding: Encoding = None,
) -> None:
    """
    Tell what a history of moves says about the funnel, and write a report.

    It prints the main figures. REPORT.html has all of them with pictures;
    REPORT.rejected.csv has the rows that can't be read, and REPORT.faults.csv those
    that the lifecycle can't have written. The exit status is 1 if there are any.
    """
    from .funnelling import funnel
    from .histories import HistoryOptions
    from .terminal import told

    words = tuple(missing or ())
    with told():
        options = HistoryOptions(
            moves, where, as_of, leads, by, columns, words, zone, encoding
        )
        wrong = funnel(options, out, target, sys.stdout.write)
    if wrong:
        raise typer.Exit(REJECTED)


@app.command(short_help="Write a starter: a record, a playbook, its test, leads.")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="One that is new or empty.")
    ] = Path("my-leads"),
    *,
    name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="What to call the playbook; the folder's name if not."
        ),
    ] = None,
) -> None:
    """
    Write a starter to change: a record, a playbook, its test, and leads to assess.
    """
    from .starting import start
    from .terminal import note, told

    with told():
        written = start(folder, name)
    note(f"{folder}: wrote {', '.join(written)}")
    note(f"{folder / 'README.md'} says what to do with them")


@app.command(short_help="Show a year of made-up leads in the standard playbook.")
def demo(
    leads: Annotated[
        int, typer.Option(metavar="N", help="How many leads.", min=1, max=20_000)
    ] = 2000,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where to write tables and report.")
    ] = Path("leadkit-demo"),
) -> None:
    """
    Run a year of made-up leads through the standard playbook, and show what came of it.

    It prints the figures, and writes the leads and all that happened as tables for
    assess, with their assessments and a report to be read in a browser.
    """
    from rich.console import Console

    from .demo import run
    from .terminal import told

    with told():
        run(leads, out, Console(), Console(stderr=True))
