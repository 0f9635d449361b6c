"""
What becomes of a command that somebody stops: nothing is left half done.

Python makes an exception of a Ctrl-C, so that files are closed and removed on its way;
other signals end the process at once, unless they are made exceptions too.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

# Windows doesn't have all of them.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """
    A signal has come that ends the process.

    Attributes:
        number: Which one.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def heeding() -> Generator[None]:
    """
    Raise `Stopped` where a signal would end the process at once.
    """
    with ExitStack() as before:
        _handle(_stop, {signal.SIG_DFL}, before)
        yield


@contextmanager
def undisturbed() -> Generator[None]:
    """
    Ignore signals that end the process, for what takes a moment and must not be halved.
    """
    with ExitStack() as before:
        ours = {signal.SIG_DFL, signal.default_int_handler, _stop}
        _handle(signal.SIG_IGN, ours, before)
        yield


def _handle(handler: Any, instead_of: Iterable[object], before: ExitStack) -> None:
    # Only the main thread may, and what a host has set is the host's.
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            present = signal.getsignal(number)
            if present in instead_of:
                before.callback(signal.signal, number, present)
                signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)
