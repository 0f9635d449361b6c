"""
What ``leadkit funnel`` reads: a history, of a table of moves and one of leads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import attrs

from .. import standard
from ..funnel.given.steps import Step
from ..funnel.history import History
from ..funnel.ways.remarks import counted
from ..states import Lifecycle
from .cells import Cells
from .columns import Rejected
from .finding import find_playbook
from .inputs import (
    OptionError,
    check_encoding,
    instant_of,
    read_headers,
    zone_of,
)
from .lead_rows import LeadRow, LeadRows, read_leads
from .move_rows import MoveRows, read_moves
from .tables import Table, few
from .terminal import progress


@attrs.frozen
class HistoryOptions:
    """
    The options of a command that reads a history, as they were given.

    Attributes:
        moves: The table of moves.

        where: Where the playbook is that has the lifecycle; None for the standard one.

        as_of: The instant of all questions; None for that of the latest move.

        leads: The table of leads; None if there is none.

        by: The column of that table that says to which segment a lead belongs.

        columns: The file that maps fields to headers.

        missing: Texts that mean missing.

        zone: The zone of times that don't say theirs.

        encoding: The encoding of the tables; None for UTF-8, or what they say.
    """

    moves: Path
    where: str | None = None
    as_of: str | None = None
    leads: Path | None = None
    by: str | None = None
    columns: Path | None = None
    missing: tuple[str, ...] = ()
    zone: str | None = None
    encoding: str | None = None


@attrs.frozen(eq=False, repr=False)
class Read:
    """
    What was read.

    Attributes:
        history: The history.

        segments: The segment of each lead, by its id; None if nobody asked.

        lines: The line of the table of moves on which each row of the history starts,
            in the order in which the rows were given; that of the lead's first one for
            a creation that nobody wrote, and 0 for a lead without rows.

        rejected: Rows that can't be read, each with its file.

        notes: What the user should know, in sentences.
    """

    history: History
    segments: Mapping[str, str | None] | None
    lines: list[int]
    rejected: list[tuple[str, Rejected]]
    notes: tuple[str, ...]


def read_history(options: HistoryOptions) -> Read:
    """
    Read everything.

    Raises:
        LeadkitError: Something can't be read or doesn't fit; the message says what.
    """
    if options.by is not None and options.leads is None:
        raise OptionError("--by", "names a column of --leads, which isn't given")
    if str(options.moves) == "-" == str(options.leads):
        raise OptionError("-", "the standard input can be one table only")
    zone = zone_of(options.zone)
    cells = Cells(frozenset(options.missing), zone)
    as_of = None if options.as_of is None else instant_of(options.as_of, zone)
    check_encoding(options.encoding)
    headers = read_headers(options.columns)
    lifecycle = _lifecycle(options.where)
    found = None
    if options.leads is not None:
        with (
            Table.open(options.leads, options.encoding) as table,
            progress("reading leads") as advance,
        ):
            found = read_leads(table, cells, headers.leads, options.by, advance)
    with (
        Table.open(options.moves, options.encoding) as table,
        progress("reading moves") as advance,
    ):
        mapped = headers.sides.get("moves", {})
        moves = read_moves(table, cells, mapped, advance)
    return _assembled(options, lifecycle, as_of, moves, found)


def _lifecycle(where: str | None) -> Lifecycle:
    if where is None:
        return standard.lifecycle()
    playbook = find_playbook(where)
    if playbook.lifecycle is None:
        raise OptionError("--playbook", f"{where} has no lifecycle")
    return playbook.lifecycle


def _assembled(
    options: HistoryOptions,
    lifecycle: Lifecycle,
    as_of: datetime | None,
    moves: MoveRows,
    found: LeadRows | None,
) -> Read:
    leads = {} if found is None else found.leads
    firsts = _firsts(moves.rows)
    starts = list(_starts(lifecycle, firsts, leads, says_source=moves.says_source))
    steps = [*starts, *(step for _, step in moves.rows)]
    notes: list[str] = []
    if moves.ignored:
        notes.append(f"{options.moves.name}: {few(moves.ignored)} not read")
    notes += _doubts(lifecycle, starts, firsts, leads)
    if as_of is None:
        if not steps:
            raise OptionError(
                "--as-of", "is needed, since no move tells until when the history goes"
            )
        as_of = max(step.at for step in steps)
        notes.append(f"as of {as_of:%Y-%m-%d %H:%M} UTC, the latest row; see --as-of")
    undated = [
        lead
        for lead, row in leads.items()
        if lead not in firsts and row.created is None
    ]
    history = History(
        _sourced(steps, says_source=moves.says_source),
        lifecycle,
        as_of=as_of,
        known_until={
            lead: row.erased for lead, row in leads.items() if row.erased is not None
        },
        undated=undated,
    )
    return Read(
        history,
        None
        if options.by is None
        else {lead: row.segment for lead, row in leads.items()},
        [
            *(firsts[step.lead][0] if step.lead in firsts else 0 for step in starts),
            *(line for line, _ in moves.rows),
        ],
        [
            *((options.moves.name, one) for one in moves.rejected),
            *(
                (options.leads.name, one)
                for one in (() if found is None else found.rejected)
                if options.leads is not None
            ),
        ],
        tuple(notes),
    )


def _doubts(
    lifecycle: Lifecycle,
    starts: list[Step],
    firsts: Mapping[str, tuple[int, Step]],
    leads: Mapping[str, LeadRow],
) -> Iterator[str]:
    # What is said of leads whose creation nobody wrote down.
    moved = [step for step in starts if step.lead in firsts]
    late = sum(step.target != lifecycle.initial for step in moved)
    if late:
        have = counted(late, "lead isn't", "leads aren't")
        yield (
            f"{have} counted: their first row leaves another stage than "
            f"{lifecycle.initial!r}, and none says how they came there"
        )
    guessed = sum(
        step.target == lifecycle.initial
        and (step.lead not in leads or leads[step.lead].created is None)
        for step in moved
    )
    if guessed:
        have = counted(guessed, "lead has", "leads have")
        yield (
            f"{have} no row that creates them, and count from their first move; "
            "--leads can say when they were created"
        )


def _firsts(rows: list[tuple[int, Step]]) -> dict[str, tuple[int, Step]]:
    # The first row of each lead, with its line.
    firsts: dict[str, tuple[int, Step]] = {}
    for line, step in rows:
        first = firsts.get(step.lead)
        if first is None or _order(step) < _order(first[1]):
            firsts[step.lead] = line, step
    return firsts


def _order(step: Step) -> tuple[datetime, int]:
    # A row that creates the lead comes before those of the same instant.
    number = -1 if step.source is None else 0
    return step.at, number if step.number is None else step.number


def _starts(
    lifecycle: Lifecycle,
    firsts: Mapping[str, tuple[int, Step]],
    leads: Mapping[str, LeadRow],
    *,
    says_source: bool,
) -> Iterator[Step]:
    # The rows that nobody wrote since the lead's own record says it.
    for lead, (_, first) in firsts.items():
        row = leads.get(lead)
        created = None if row is None else row.created
        stage = first.source
        if not says_source and created is not None:
            stage = lifecycle.initial if first.target != lifecycle.initial else None
        if stage is None:
            continue
        at = first.at if created is None else min(created, first.at)
        number = None if first.number is None else first.number - 1
        yield Step(lead, None, stage, at, number)
    for lead, row in leads.items():
        if lead not in firsts and row.created is not None:
            yield Step(lead, None, row.stage or lifecycle.initial, row.created)


def _sourced(
    steps: list[Step], *, says_source: bool
) -> Iterator[Step | Mapping[str, object]]:
    if says_source:
        yield from steps
        return
    for step in steps:
        row = attrs.asdict(step)
        del row["source"]
        yield row
