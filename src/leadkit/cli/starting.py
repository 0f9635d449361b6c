"""
A starter: a record, a playbook, its test and a few leads, to be changed by its owner.

The texts are a complete project called ``my_leads`` in the folder ``starter``; only the
name is replaced. The Python files end in ``.txt`` there, so that no tool takes them for
leadkit's own.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import packages_distributions
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path

from .refusing import CommandError

# Listed, since an installed folder may hold more, as caches.
TEXTS = (
    "my_leads.py.txt",
    "test_my_leads.py.txt",
    "leads.csv",
    "activities.csv",
    "consents.csv",
    "README.md",
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


class StartError(CommandError):
    """
    A starter can't be written.
    """


def start(folder: Path, name: str | None = None) -> tuple[str, ...]:
    """
    Write a starter into a folder that is new or empty.

    Nothing is overwritten; what was written before something fails is removed.

    Args:
        folder: The folder.

        name: What the playbook and its module are called; the folder's name if not
            given.

    Returns:
        The names of the files, the module first.

    Raises:
        StartError: The folder holds something, it can't be written, or the name makes
            no module; nothing is left behind.
    """
    written: list[Path] = []
    is_ours = False
    try:
        # Not resolved: a link is called what its owner calls it.
        called = Path(os.path.abspath(folder)).name  # noqa: PTH100
        module = module_name(called if name is None else name)
        is_ours = _take(folder)
        for file, text in _texts(module):
            # "x": whatever appeared there in the meantime isn't ours to replace.
            with (folder / file).open("x", encoding="utf-8", newline="\n") as out:
                written.append(folder / file)
                out.write(text)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if is_ours:
            with suppress(OSError):  # somebody put something into it
                folder.rmdir()
        if not isinstance(error, OSError):
            raise
        raise StartError(
            str(folder), f"can't be written ({error.strerror}); name another folder"
        ) from None
    return tuple(path.name for path in written)


def module_name(name: str) -> str:
    """
    Make the name of a module of what a folder or a playbook is called.

    Args:
        name: The name.

    Raises:
        StartError: It can't be made into one, or would hide another module.

    >>> module_name("Acme CRM"), module_name("acme-crm.2")
    ('acme_crm', 'acme_crm_2')
    """
    module = re.sub(r"[\s.-]+", "_", name.strip()).lower()
    if not _NAME.fullmatch(module) or iskeyword(module):
        raise StartError(
            "--name",
            f"{name!r} makes no name for a Python module; expected letters from a to "
            "z, digits, '-' and '_', with a letter first: --name acme_crm",
        )
    if module in {*sys.stdlib_module_names, *packages_distributions(), "leadkit"}:
        raise StartError(
            "--name",
            f"a module {module!r} would hide the one that is called so already; "
            f"choose another: --name {module}_leads",
        )
    return module


def _take(folder: Path) -> bool:
    # Make the folder, or find it empty; tell whether it was made.
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise StartError(
                str(folder), "is a file; name a folder that is new or empty"
            ) from None
        if any(folder.iterdir()):
            raise StartError(
                str(folder), "isn't empty; name a folder that is new or empty"
            ) from None
        return False
    except FileNotFoundError:
        raise StartError(
            str(folder), "lies in a folder that there is not; make that first"
        ) from None
    return True


def _texts(module: str) -> Iterator[tuple[str, str]]:
    starter = files("leadkit.cli") / "starter"
    for file in TEXTS:
        text = (starter / file).read_text(encoding="utf-8")
        name = file.removesuffix(".txt").replace("my_leads", module)
        yield name, text.replace("my_leads", module)
