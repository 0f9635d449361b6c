"""
The demo: a made-up year of a small firm's leads, run through the standard playbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import track

from ... import standard
from ...playbook import Playbook
from ..reporting import report
from ..stopping import undisturbed
from ..writing import Outputs
from .exporting import FILES, REPORT, Tables, command, made, question
from .living import Lived
from .persons import live_together, together
from .showing import fit, show_best, show_figures, show_files, show_story
from .showing_people import show_people
from .stories import stories
from .year import Year

_TITLE = "A year of leads"


def run(count: int, folder: Path, console: Console, progress: Console) -> None:
    """
    Let the year pass, write down what came of it, and print what it shows.

    Args:
        count: How many leads.

        folder: Where to write.

        console: Where to print.

        progress: Where to show progress, if it is a terminal.

    Raises:
        OutputError: A file can't be written; then none is.
    """
    playbook = standard.playbook()
    with made(folder), Outputs() as outputs:
        # Opened first, so that nobody waits to be told that there can be no such file.
        tables = Tables(playbook, folder, outputs)
        page = outputs.text(folder / REPORT)
        year = Year.of(playbook, _lived(count, playbook, progress))
        tables.fill(year)
        page.write(_page(year))
    # Whoever is told that nothing was written has to be right.
    with undisturbed():
        fit(console)
        show_figures(console, year.figures)
        show_people(console, year)
        show_best(console, year)
        show_story(console, year)
        show_files(console, FILES, str(folder), command(folder), question(folder))


def _lived(count: int, playbook: Playbook, progress: Console) -> Iterable[Lived]:
    persons = list(together(stories(count)))
    lives = track(
        (list(live_together(person, playbook)) for person in persons),
        "a year goes by",
        total=len(persons),
        console=progress,
        transient=True,
        disable=not progress.is_terminal,
    )
    return chain.from_iterable(lives)


def _page(year: Year) -> str:
    return report(
        _TITLE,
        year.figures,
        best=[one.lead_id for one in year.best],
        story=(year.hero.lead.id, year.story),
        examples=year.examples,
        accounts=year.accounts,
    )
