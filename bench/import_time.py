"""
How long `import leadkit` takes, beside the two libraries that it is built on.

Names are imported when they are first used, so the last row says what a program pays
that uses them all.

Each import runs in a fresh interpreter, interleaved, and the median of the ratios
within a round counts: the machine may be busy, but it is so for both.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median

ROUNDS = 15
CASES = {
    "attrs, transitions": "import attrs, transitions",
    "leadkit": "import leadkit",
    "everything of leadkit": "from leadkit import *",
}


def seconds(code: str) -> float:
    """
    Run code in a fresh interpreter and take the time of the code alone.
    """
    timed = (
        "import time; begin = time.perf_counter(); "
        f"{code}; print(time.perf_counter() - begin)"
    )
    out = subprocess.run(
        [sys.executable, "-c", timed], capture_output=True, text=True, check=True
    )
    return float(out.stdout)


def main() -> None:
    """
    Print the ratio.
    """
    for code in CASES.values():
        seconds(code)  # compiles the bytecode
    rounds = [
        {name: seconds(code) for name, code in CASES.items()} for _ in range(ROUNDS)
    ]
    base, *ours = CASES
    print(f"import {base}: {median(row[base] for row in rounds) * 1e3:.0f} ms")
    for name in ours:
        ratio = median(row[name] / row[base] for row in rounds)
        milliseconds = median(row[name] for row in rounds) * 1e3
        print(f"import {name}: {milliseconds:.0f} ms, {ratio:.2f} times as long")
    print("wanted: import leadkit at most 1.5 times as long")


if __name__ == "__main__":
    main()
