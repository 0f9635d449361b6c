"""
Where the benchmarks find real data.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data(name: str) -> Path:
    """
    Find a file of the data folder, or stop with a message.
    """
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        sys.exit("skipped: set LEADKIT_DATA to the folder with the public data sets")
    path = Path(folder) / name
    if not path.exists():
        sys.exit(f"skipped: {name} is not in LEADKIT_DATA")
    return path
