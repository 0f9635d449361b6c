"""
What the demo prints: the funnel, qualifications, moves, the best leads, and one story.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from rich import box
from rich.console import Console
from rich.table import Table

from ...assessment import Summary
from ...codes import Stage
from ...vocabulary import label
from .figures import Figures
from .seasons import BEGIN, END
from .year import Year

COMMON = 6
_BAR = 14
_WIDTH = 80


def show_figures(console: Console, figures: Figures) -> None:
    """
    Print what came of the year, in numbers.
    """
    total = figures.now.total()
    told = (
        f"{total} made-up lead{'' if total == 1 else 's'} of a firm that sells "
        f"scheduling software, from {_day(BEGIN)} to {_day(END)}, run through the "
        "standard playbook."
    )
    _print(console, [*_wrapped(told), ""])
    # Not all terminals have blocks, and what isn't there is no picture.
    blocks = ("█", "▏") if console.encoding.startswith("utf") else ("#", "")
    for title, table in (
        _funnel(figures, *blocks),
        _qualifications(figures),
        _moves(figures),
        _refused(figures),
    ):
        if table.row_count:
            console.print(f"{title}\n", style="bold", highlight=False)
            console.print(table)
            console.print()


def _table(*columns: str) -> Table:
    # A column of numbers is one whose name ends in a blank.
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        numbers = column.endswith(" ")
        table.add_column(column.strip(), justify="right" if numbers else "left")
    return table


def _funnel(figures: Figures, full: str, few: str) -> tuple[str, Table]:
    columns = ("stage", "ever ", "", "now ", "hot ", "warm ", "overdue ", "stale ")
    table = _table(*columns)
    most = max(figures.ever.values())
    for stage in Stage:
        ever, now = figures.ever[stage], figures.now[stage]
        counts = (figures.hot, figures.warm, figures.overdue, figures.stale)
        table.add_row(
            label(stage),
            str(ever),
            full * round(_BAR * ever / most) or (few if ever else ""),
            str(now),
            *(str(count[stage] or "") for count in counts),
        )
    return "The funnel", table


def _qualifications(figures: Figures) -> tuple[str, Table]:
    table = _table("code", "meaning", "granted ", "held now ")
    for code, granted in sorted(figures.granted.items()):
        table.add_row(code, label(code), str(granted), str(figures.held[code]))
    return "Qualifications", table


def _moves(figures: Figures) -> tuple[str, Table]:
    table = _table("move", "made ", "refused ")
    refused: Counter[str] = Counter()
    for (trigger, _), times in figures.refused.items():
        refused[trigger] += times
    made = figures.moved
    # What was asked for and never made comes last.
    for trigger in dict.fromkeys([*dict(made.most_common()), *refused]):
        often, in_vain = made[trigger] or "", refused[trigger] or ""
        table.add_row(label(trigger), str(often), str(in_vain))
    return f"{made.total()} moves made, {refused.total()} refused", table


def _refused(figures: Figures) -> tuple[str, Table]:
    table = _table("move", "because", "times ")
    for (trigger, why), times in figures.refused.most_common(COMMON):
        table.add_row(label(trigger), why, str(times))
    return "The commonest reasons for refusals", table


def show_best(console: Console, year: Year) -> None:
    """
    Print the best leads, each with the lines of its scores.
    """
    names = {lead.id: lead.name for lead in year.leads}
    _print(console, ["The best leads that have not bought yet", ""])
    for one in year.best:
        _print(console, _brief(one, names[one.lead_id]))


def _brief(one: Summary, name: str | None) -> Iterator[str]:
    stage = label(one.stage).lower()
    yield f"{one.lead_id} {name}: {stage}, grade {one.grade}, {one.temperature}"
    for score in one.scores.values():
        lines = str(score).splitlines()
        yield from (f"  {row}" for row in lines if not row.startswith("  missing:"))
    yield ""


def show_story(console: Console, year: Year) -> None:
    """
    Print the story of a lead.
    """
    lead = year.hero.lead
    _print(console, [f"The story of {lead.name} ({lead.id})", ""])
    for line in year.story:
        _print(console, _wrapped(line, indent="    "))


def show_files(
    console: Console, names: Iterable[str], folder: str, again: Iterable[str]
) -> None:
    """
    Print which files were written, and how to make one of them again.

    Args:
        console: Where to print.

        names: The files.

        folder: Where they are.

        again: A command, in lines.
    """
    files = _wrapped(f"Wrote {', '.join(names)} to {folder}.")
    note = "Names and addresses in them are masked. This makes assessments.csv again:"
    _print(console, ["", *files, note, "", *(f"  {line}" for line in again)])


def _print(console: Console, lines: Iterable[str]) -> None:
    # As they are: no colours, and commands are not broken.
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _wrapped(text: str, *, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH - 1, subsequent_indent=indent)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
