"""
The bar that shows how far reading has come.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from .tables import Table

# How many rows go by before the bar moves: to ask where the file stands takes time.
_ROWS = 512


@contextmanager
def bar(what: str, console: Console) -> Generator[Callable[[Table], None]]:
    """
    Show how far reading has come.

    Args:
        what: What is going on.

        console: Where to show it.

    Returns:
        A function to be called with the table for each of its rows.
    """
    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    rows = 0

    def advance(table: Table) -> None:
        nonlocal rows
        rows += 1
        if rows % _ROWS == 0:
            shown.update(task, completed=table.position, total=table.size, rows=rows)

    with shown:
        task = shown.add_task(what, total=None, rows=0)
        yield advance
