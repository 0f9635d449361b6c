"""
The command line: lead tables in, assessments and explanations out.
"""

from __future__ import annotations

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
            f"leadkit's command line needs {error.name}: pip install 'leadkit[cli]'"
        ) from None
    app()
