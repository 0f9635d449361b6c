"""
A history of moves, told in a terminal and as a report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from ..errors import listing, near_miss
from ..funnel.answers.results import Result
from ..funnel.given.faults import FAULTS
from ..funnel.history import History
from ..funnel.ways.conformance import Conformance
from .asking import answers
from .finding import source_of
from .histories import HistoryOptions, Read, read_history
from .inputs import OptionError, zone_of
from .recognising import TableError
from .reporting.answered import answered
from .reporting.funnel_page import funnel_page
from .terminal import note
from .writing import Outputs, Writer

# What most funnels lead to.
_TARGET = "customer"


def funnel(
    options: HistoryOptions,
    out: Path | None,
    target: str | None,
    write: Callable[[str], object],
) -> int:
    """
    Tell what a history says, and write the report.

    Args:
        options: What to read, and how.

        out: Where to write the report; beside the table of moves if not given. Beside
            it go the rows that can't be read, and those that the lifecycle can't have
            written.

        target: The stage that leads should get to; customers if not given, and the last
            of the mainline where there is no such stage.

        write: Takes what is printed.

    Returns:
        How many rows could not be read, or can't be.

    Raises:
        LeadkitError: Something can't be read or written at all; then nothing is.
    """
    place = _place(options, out)
    zone = zone_of(options.zone) or UTC
    with Outputs() as outputs:
        page = outputs.text(place)
        rejected = outputs.table(_beside(place, "rejected"))
        faulty = outputs.table(_beside(place, "faults"))
        read = read_history(options)
        history = read.history
        goal = _target(history, target)
        for told in read.notes:
            note(told)
        asked = list(answers(history, goal, read.segments, zone))
        title = f"The funnel of {options.moves.stem}"
        sections = [
            answered(one.anchor, one.title, one.asked, *one.results) for one in asked
        ]
        page.write(funnel_page(title, history, sections))
        _reject(read, rejected)
        _blame(read, faulty)
    impossible = len({fault.place for fault in history.faults})
    if not history.leads and (why := _commonest(read)):
        note(f"no lead can be counted: {why}")
    for one in asked if history.leads else ():
        for result in one.results if one.printed else ():
            write(f"{_said(result)}\n\n")
    note(
        f"{len(history.leads):,} leads told in {place}; {_told(len(read.rejected))} "
        f"unreadable, {_told(impossible)} impossible"
    )
    return len(read.rejected) + impossible


def _said(result: Result) -> str:
    if isinstance(result, Conformance):  # the table beside the report has its lines
        return "\n".join((result.title, *result.notes))
    return str(result)


def _commonest(read: Read) -> str:
    # What most rows lack, so that nobody has to look for it in a table.
    reasons = Counter(
        f"{one.column or 'a row'}: expected {one.expected}" for _, one in read.rejected
    )
    reasons.update(
        f"{FAULTS[fault.kind]} ({fault.kind}); --playbook says which lifecycle it is"
        for fault in read.history.faults
    )
    return "".join(f"{_told(number)}: {why}" for why, number in reasons.most_common(1))


def _told(rows: int) -> str:
    return f"{rows:,} row{'' if rows == 1 else 's'}"


def _place(options: HistoryOptions, out: Path | None) -> Path:
    if out is None:
        if not options.moves.name:
            raise TableError(str(options.moves), "is no file")
        if str(options.moves) == "-":
            raise OptionError("--out", "is needed, since the moves come from no file")
        out = options.moves.with_name(f"{options.moves.stem}.report.html")
    if not out.name or str(out) == "-":
        raise OptionError(
            "--out", "expected the name of a file; rejected rows are written beside it"
        )
    script = None if options.where is None else source_of(options.where)
    reads = (options.moves, options.leads, options.columns, script)
    for path in (out, _beside(out, "rejected"), _beside(out, "faults")):
        if any(read is not None and _is_same(path, read) for read in reads):
            raise OptionError(
                "--out", f"{path} is one of the files that are read; name another one"
            )
    return out


def _is_same(path: Path, read: Path) -> bool:
    try:
        return path.samefile(read)
    except OSError:  # one of them isn't there
        return False


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f"{out.stem}.{what}.csv")


def _target(history: History, target: str | None) -> str:
    line = history.mainline
    if target is None:
        return _TARGET if _TARGET in line[1:] else line[-1]
    if target not in line[1:]:
        raise OptionError(
            "--target",
            f"got {target!r}, expected {listing(line[1:])}. "
            f"{near_miss(target, line[1:])}".rstrip(),
        )
    return target


def _reject(read: Read, writer: Writer) -> None:
    writer.writerow(["file", "line", "column", "expected"])
    for file, one in read.rejected:
        writer.writerow([file, str(one.line), one.column, one.expected])


def _blame(read: Read, writer: Writer) -> None:
    writer.writerow(["lead", "line", "kind", "source", "target", "at"])
    for fault in read.history.faults:
        line = read.lines[fault.place - 1]
        writer.writerow(
            [
                fault.lead,
                str(line) if line else "",
                fault.kind,
                fault.source or "",
                fault.target,
                fault.at.isoformat(),
            ]
        )
