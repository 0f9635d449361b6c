"""
``leadkit assess``: tables in, a row for each lead out, and nothing lost on the way.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import LeadkitError
from .columns import Rejected
from .finding import source_of
from .inputs import Inputs, OptionError, Options, opened
from .mishaps import MishapError
from .sides import doubts
from .terminal import note, progress
from .writing import Outputs, Rejects, Writer, cells, headers


def assess(options: Options, out: Path) -> int:
    """
    Assess every lead of a table, and write one row for each.

    Args:
        options: What to read, and how.

        out: Where to write; beside it go the rows that can't be read.

    Returns:
        How many rows could not be read.

    Raises:
        LeadkitError: Something can't be read or written at all; then nothing is.
    """
    _check(out, options)
    with Outputs() as outputs:
        # Before anything is read, so that nobody waits to be told that there can be no
        # such file.
        table = outputs.table(out)
        rejects = Rejects(outputs.table(_beside(out, "rejected")))
        lost = {
            name: Rejects(outputs.table(_beside(out, f"{name}.rejected")))
            for name in options.sides
        }
        with opened(options) as inputs:
            for told in inputs.notes:
                note(told)
            leads = _assess(inputs, table, rejects)
            for name, of_side in lost.items():
                for rejected in inputs.reader.spool.rejected(name):
                    of_side.add(rejected)
            doubtful = list(doubts(inputs.reader.spool))
    note(f"{leads} leads written to {out}, {_told(rejects, out, 'rejected')}")
    for name, of_side in lost.items():
        why = _told(of_side, out, f"{name}.rejected")
        note(f"{name}: {inputs.sides[name].rows} rows read, {why}")
    for told in doubtful:
        note(told)
    return rejects.rows + sum(of_side.rows for of_side in lost.values())


def _assess(inputs: Inputs, writer: Writer, rejects: Rejects) -> int:
    playbook, table, as_of = inputs.playbook, inputs.table, inputs.as_of
    write = writer.writerow
    write(headers(playbook))
    leads = 0
    with progress("assessing") as advance:
        for line, made in inputs.reader.leads(table):
            advance(table)
            if isinstance(made, Rejected):
                rejects.add(made)
            else:
                leads += 1
                try:
                    seen = playbook.summarize(made, as_of=as_of)
                except LeadkitError:
                    raise
                except Exception as error:
                    raise MishapError.of(error, line) from error
                write(cells(seen, playbook))
    return leads


def _told(rejects: Rejects, out: Path, what: str) -> str:
    why = f"; {_beside(out, what)} tells why" if rejects.rows else ""
    return f"{rejects.rows} rejected{why}"


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f"{out.stem}.{what}{out.suffix or '.csv'}")


def _check(out: Path, options: Options) -> None:
    if not out.name or str(out) == "-":
        raise OptionError(
            "--out", "expected the name of a file; rejected rows are written beside it"
        )
    others = (options.columns, source_of(options.where))
    reads = (options.leads, *options.sides.values(), *filter(None, others))
    rejects = (f"{name}.rejected" for name in options.sides)
    for path in (out, *(_beside(out, what) for what in ("rejected", *rejects))):
        if any(_is_same(path, read) for read in reads):
            raise OptionError(
                "--out", f"{path} is one of the files that are read; name another one"
            )


def _is_same(path: Path, read: Path) -> bool:
    try:
        return path.samefile(read)
    except OSError:  # one of them isn't there
        return False
