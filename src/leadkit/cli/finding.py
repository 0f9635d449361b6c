"""
A playbook, found by where it is: ``module:NAME`` or ``file.py:NAME``.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import attrs

from ..errors import LeadkitError, near_miss
from ..playbook import Playbook


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
    try:
        module = _from_file(Path(place)) if place.endswith(".py") else _by_name(place)
    except ModuleNotFoundError as error:
        raise PlaybookNotFoundError(
            where, f"no module named {error.name!r}; is the path right?"
        ) from error
    except FileNotFoundError:
        raise PlaybookNotFoundError(where, "no such file") from None
    except Exception as error:
        raise PlaybookNotFoundError(
            where, f"its module fails with {type(error).__name__}: {error}"
        ) from error
    if not hasattr(module, name):
        raise PlaybookNotFoundError(
            where,
            f"the module has nothing called {name!r}. {near_miss(name, vars(module))} "
            "Name it after a colon: file.py:NAME",
        )
    found = getattr(module, name)
    if callable(found) and not isinstance(found, type):
        found = found()
    if not isinstance(found, Playbook):
        raise PlaybookNotFoundError(
            where, f"{name!r} is a {type(found).__name__}, not a Playbook"
        )
    return found


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
    if not path.is_file():
        raise FileNotFoundError(path)
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
