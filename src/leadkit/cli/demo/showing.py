"""
What the demo prints: the funnel, qualifications, moves, the best leads, and one story.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime

from rich import box
from rich.console import Console
from rich.table import Table

from ...assessment import Summary
from ...vocabulary import label
from ..reporting import Figures
from .seasons import BEGIN, END
from .year import Year

COMMON = 6
_BAR = 14
# No line is longer, and no table narrower, since cells that are cut tell nothing.
_WIDEST, _NARROWEST = 80, 60
# Where there is less room than that, there are no bars.
_ROOM = 74


def fit(console: Console) -> None:
    """
    Let what is printed be as wide as the terminal, within limits.
    """
    console.width = min(max(console.width, _NARROWEST), _WIDEST)


def show_figures(console: Console, figures: Figures) -> None:
    """
    Print what came of the year, in numbers.
    """
    total = len(figures.seen) + figures.merged
    told = (
        f"{total} made-up lead{'' if total == 1 else 's'} of a firm that sells "
        f"scheduling software, from {_day(BEGIN)} to {_day(END)}, run through the "
        "standard playbook."
    )
    put(console, [*wrapped(console, told), ""])
    # Not all terminals have blocks, and what isn't there is no picture.
    blocks = ("█", "▏") if console.encoding.startswith("utf") else ("#", "")
    bars = None if console.width < _ROOM else blocks
    for title, rows in (
        _funnel(figures, bars),
        _qualifications(figures),
        _moves(figures),
        _refused(figures),
    ):
        if rows.row_count:
            show_table(console, title, rows)


def show_table(console: Console, title: str, rows: Table) -> None:
    """
    Print a table below its title.
    """
    console.print(f"{title}\n", style="bold", highlight=False)
    console.print(rows)
    console.print()


def table(*columns: str) -> Table:
    """
    Begin a table; a column of numbers is one whose name ends in a blank.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        numbers = column.endswith(" ")
        table.add_column(column.strip(), justify="right" if numbers else "left")
    return table


def _funnel(figures: Figures, bars: tuple[str, str] | None) -> tuple[str, Table]:
    bar = [] if bars is None else [""]
    rows = table("stage", "ever ", *bar, "now ", "hot ", "warm ", "overdue ", "stale ")
    most = max(figures.ever.values())
    for stage in figures.stages:
        ever, warm = figures.ever[stage], figures.warm(stage)
        late = (figures.late[what][stage] for what in ("overdue", "stale"))
        rows.add_row(
            label(stage),
            str(ever),
            *([] if bars is None else [_bar(ever / most, *bars)]),
            str(figures.now[stage]),
            *(str(count or "") for count in (warm["hot"], warm["warm"], *late)),
        )
    return "The funnel", rows


def _bar(share: float, full: str, few: str) -> str:
    return full * round(_BAR * share) or (few if share else "")


def _qualifications(figures: Figures) -> tuple[str, Table]:
    rows = table("code", "meaning", "granted ", "held now ")
    for code, granted in sorted(figures.granted.items()):
        rows.add_row(code, label(code), str(granted), str(figures.held[code]))
    return "Qualifications", rows


def _moves(figures: Figures) -> tuple[str, Table]:
    rows = table("move", "made ", "refused ")
    made, refused = figures.made, figures.declined
    # What was asked for and never made comes last.
    for trigger in dict.fromkeys([*dict(made.most_common()), *refused]):
        often, in_vain = made[trigger] or "", refused[trigger] or ""
        rows.add_row(label(trigger), str(often), str(in_vain))
    return f"{made.total()} moves made, {refused.total()} refused", rows


def _refused(figures: Figures) -> tuple[str, Table]:
    rows = table("move", "because", "times ")
    for trigger, why, times in figures.reasons(COMMON):
        rows.add_row(label(trigger), why, str(times))
    return "The commonest reasons for refusals", rows


def show_best(console: Console, year: Year) -> None:
    """
    Print the best leads, each with the lines of its scores.
    """
    names = {lead.id: lead.name for lead in year.leads}
    put(console, ["The best leads that have not bought yet", ""])
    for one in year.best:
        put(console, _brief(one, names[one.lead_id]))


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
    put(console, [f"The story of {lead.name} ({lead.id})", ""])
    for line in year.story:
        put(console, wrapped(console, line, indent="    "))


def show_files(
    console: Console,
    names: Iterable[str],
    folder: str,
    again: Iterable[str],
    more: str,
) -> None:
    """
    Print which files were written, and how to make one of them again.

    Args:
        console: Where to print.

        names: The files.

        folder: Where they are.

        again: A command, in lines.

        more: A command that tells more about them.
    """
    told = (
        f"{folder}: wrote {', '.join(names)}. The tables show no name and no address "
        "that could be read; the report names the leads above, who are made up. This "
        "makes assessments.csv again:"
    )
    put(console, ["", *wrapped(console, told), "", *(f"  {line}" for line in again)])
    put(console, ["", "This tells more about the funnel:", "", f"  {more}"])


def put(console: Console, lines: Iterable[str]) -> None:
    """
    Print lines as they are: no colours, and commands are not broken.
    """
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def wrapped(console: Console, text: str, *, indent: str = "") -> list[str]:
    """
    Break a text into lines that fit.
    """
    width = console.width - 1
    # Folders and commands are copied, and so they stay whole.
    return textwrap.wrap(
        text, width, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
