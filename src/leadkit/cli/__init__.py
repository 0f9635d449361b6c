"""
The command line: lead tables in, assessments and explanations out.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

__all__ = ["main"]


def main() -> None:
    """
    Run ``leadkit``; the entry point of the console script.
    """
    try:
        from .app import app  # noqa: PLC0415  the extra may be missing
    except ModuleNotFoundError as error:
        # The extra is missing, which a bare traceback wouldn't say.
        if error.name not in {"typer", "rich"}:
            raise
        raise SystemExit(
            f"leadkit's command line needs {error.name}; "
            "write pip install -e '.[cli]' in your clone of leadkit"
        ) from None
    _open_streams()
    app()


def _open_streams() -> None:
    # A stream may be closed (>&-), or in an encoding that can't say every name.
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nobody = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, nobody)
        elif isinstance(stream, io.TextIOWrapper):  # and nothing of a host's
            stream.reconfigure(errors="backslashreplace")
