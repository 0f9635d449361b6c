"""
What a command says to the person before the terminal, beside its result.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import NoReturn

import typer

from ..errors import LeadkitError
from .stopping import Stopped, heeding
from .tables import Table

# Nothing was done: the command can't be carried out as given.
WRONG = 2
# Nothing was done, because somebody stopped it: what a shell says of a signal is this
# and its number, so 130 for a Ctrl-C.
STOPPED = 128


def note(message: str) -> None:
    """
    Say something that is worth knowing, and no result.
    """
    typer.echo(message, err=True)


def fail(message: object) -> NoReturn:
    """
    Say what is wrong, and end the command.
    """
    typer.echo(f"{typer.style('leadkit:', fg='red')} {message}", err=True)
    raise typer.Exit(WRONG)


@contextmanager
def told() -> Generator[None]:
    """
    Tell what goes wrong in a sentence, and never as a traceback.
    """
    try:
        with heeding():
            yield
        # Here, where it can be told that there is no room for it.
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # nobody reads on, which needn't be told
    except LeadkitError as error:
        fail(error)
    except OSError as error:
        _let_go()
        place = f"{error.filename}: " if error.filename else ""
        fail(f"{place}{error.strerror or error}")
    except KeyboardInterrupt as stop:
        number = stop.number if isinstance(stop, Stopped) else signal.SIGINT
        note("leadkit: stopped; nothing was written")
        raise typer.Exit(STOPPED + number) from None


def _let_go() -> None:
    # What can't be written now can't be when Python ends either, which would say so.
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def progress(what: str) -> Generator[Callable[[Table], None]]:
    """
    Show how far reading has come, on a terminal.

    Args:
        what: What is going on.

    Returns:
        A function to be called with the table for each of its rows.
    """
    if not sys.stderr.isatty():
        yield _nothing
        return
    # Whoever doesn't see it needn't wait for it to be imported.
    from rich.console import Console  # noqa: PLC0415

    from .bar import bar  # noqa: PLC0415

    with bar(what, Console(stderr=True)) as advance:
        yield advance


def _nothing(_: Table) -> None:
    pass
