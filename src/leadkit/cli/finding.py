"""
A playbook, found by where it is: ``module:NAME`` or ``file.py:NAME``.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Generator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from traceback import walk_tb
from types import ModuleType

import attrs

from ..errors import LeadkitError, described, near_miss
from ..playbook import Playbook

_LEADKIT = Path(__file__).resolve().parents[1]


@attrs.define(slots=False)
class PlaybookNotFoundError(LeadkitError):
    """
    There is no playbook where one was said to be.

    Attributes:
        where: What was said.

        problem: What is wrong and what to do.
    """

    where: str
    problem: str

    def __str__(self) -> str:
        return f"playbook {self.where!r}: {self.problem}"


def find_playbook(where: str) -> Playbook:
    """
    Import a playbook. This runs the code of the module it is in.

    Args:
        where: ``module:NAME`` or ``file.py:NAME``; NAME is ``playbook`` if left out. It
            is a `Playbook`, or a function without arguments that makes one.

    Raises:
        PlaybookNotFoundError: There is none; the message says why.
    """
    place, name = _split(where)
    module = _module(where, place)
    if not hasattr(module, name):
        hint = near_miss(name, vars(module))
        raise PlaybookNotFoundError(
            where,
            f"the module has nothing called {name!r}. {hint}{' ' if hint else ''}"
            "Name it after a colon: file.py:NAME",
        )
    found = getattr(module, name)
    if callable(found) and not isinstance(found, type):
        with running(where, f"{name}()"):
            found = found()
    if not isinstance(found, Playbook):
        what = "a class" if isinstance(found, type) else described(found)
        raise PlaybookNotFoundError(
            where,
            f"{name!r} is {what}, not a Playbook. Put your cards, qualifications and "
            "lifecycle into one, leadkit.Playbook(...), and name that",
        )
    return found


def _module(where: str, place: str) -> ModuleType:
    is_file = place.endswith(".py")
    if not is_file and (not place or place.startswith(".")):
        raise PlaybookNotFoundError(where, "expected module:NAME or file.py:NAME")
    if is_file and not Path(place).is_file():
        raise PlaybookNotFoundError(where, "no such file")
    with running(where, "its module"):
        try:
            return _from_file(Path(place)) if is_file else _by_name(place)
        except ModuleNotFoundError as error:
            raise PlaybookNotFoundError(
                where, f"no module named {error.name!r}; is the path right?"
            ) from error


@contextmanager
def running(where: str, what: str) -> Generator[None]:
    """
    Tell in a sentence what a host's code does wrong while it runs.

    Args:
        where: Where its playbook is.

        what: What runs.

    Raises:
        PlaybookNotFoundError: It fails; the message names its line.
    """
    try:
        yield
    except PlaybookNotFoundError:
        raise
    except SystemExit as error:
        # Nobody should take a script that ends with 0 for a playbook that was read.
        guard = "guard that with if __name__ == '__main__'"
        raise PlaybookNotFoundError(
            where, f"{what} ends the program; {guard}"
        ) from error
    except Exception as error:
        sentence = f"{what} fails with {type(error).__name__}: {error}"
        raise PlaybookNotFoundError(where, sentence + _line(where, error)) from error


def _line(where: str, error: Exception) -> str:
    # The last line that is the host's own, as a SyntaxError names it.
    place, _ = _split(where)
    folder = Path(place).resolve().parent if place.endswith(".py") else Path.cwd()
    told = ""
    causes = [error, error.__cause__] if error.__cause__ else [error]
    for frame, line in chain(*(walk_tb(one.__traceback__) for one in causes)):
        file = Path(frame.f_code.co_filename).resolve()
        theirs = file.is_relative_to(_LEADKIT) or "site-packages" in file.parts
        # What attrs generates has no file, and what it is called is no path.
        if file.is_file() and file.is_relative_to(folder) and not theirs:
            told = f" ({file.name}, line {line})"
    return told


def source_of(where: str) -> Path | None:
    """
    Tell which file defines the playbook that `find_playbook` found.

    Args:
        where: Where it was.
    """
    place, _ = _split(where)
    if place.endswith(".py"):
        return Path(place)
    file = getattr(sys.modules.get(place), "__file__", None)
    return None if file is None else Path(file)


def _split(where: str) -> tuple[str, str]:
    # The colon of C:\playbook.py separates nothing.
    place, colon, name = where.rpartition(":")
    if colon and name.isidentifier():
        return place, name
    return where, "playbook"


def _by_name(name: str) -> ModuleType:
    # A console script doesn't look in the current folder, as `python -m` does.
    _look_in(Path.cwd())
    return importlib.import_module(name)


def _from_file(path: Path) -> ModuleType:
    # Its neighbours can be imported, as if it were run.
    _look_in(path.resolve().parent)
    name = f"leadkit_playbook_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # noqa: S101  it is a .py file
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    # Annotations that are texts are looked up in sys.modules.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _look_in(folder: Path) -> None:
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
