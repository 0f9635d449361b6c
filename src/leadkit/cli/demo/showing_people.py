"""
What the demo prints about people: merged, forgotten, whom we may write to, and firms.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ...codes import Medium
from ..reporting import ANSWERS, counted
from .showing import put, show_table, table, wrapped
from .year import Year


def show_people(console: Console, year: Year) -> None:
    """
    Print how many people there are, and whom we may write to.

    Args:
        console: Where to print.

        year: What came of the year.
    """
    console.print("People\n", style="bold", highlight=False)
    put(console, [*wrapped(console, counted(year.figures)), ""])
    answers = table("may we write to them for marketing, by e-mail?", "leads ")
    for code, said in ANSWERS.items():
        number = year.figures.reach[Medium.EMAIL][code]
        if number:
            answers.add_row(said, str(number))
    console.print(answers)
    console.print()
    for heading, sentences in year.examples.items():
        told = f"{heading}. {' '.join(sentences)}"
        put(console, [*wrapped(console, told, indent="    "), ""])
    if year.accounts:
        show_table(console, "The firms whose people are most engaged", _accounts(year))


def _accounts(year: Year) -> Table:
    rows = table("firm", "people ", "engaged ", "highest ", "together ")
    for name, score in year.accounts.items():
        rows.add_row(
            name,
            str(len(score.people)),
            str(score.engaged),
            f"{score.highest or 0:g}",
            f"{score.sum:g}",
        )
    return rows
