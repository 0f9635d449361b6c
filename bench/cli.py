"""
What the command line costs.

`leadkit assess` over the 41,188 leads of the bank, beside a program that reads the same
file with `csv.DictReader` and has every rule written by hand; both write the same
table, byte for byte. Then its memory for ten times as many rows, and `leadkit --help`
beside importing what it is made of. Each is a process of its own, as a person starts
it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from data import data

BENCH = Path(__file__).parent
PLAYBOOK = BENCH.parent / "examples" / "bank" / "playbook.py"
AS_OF = "2010-11-30"
TIMES = 5


def cost(command: Sequence[str]) -> tuple[float, float]:
    """
    Run a command.

    Returns:
        The seconds of the processor that it took, and its peak memory in MiB.
    """
    # A process of its own each time, because the peak is that of all children so far.
    probe = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], check=True, stdout=-3, stderr=-3); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    # Modules are compiled once, as they are for whoever installed them.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", probe, *command],
        check=True,
        capture_output=True,
        text=True,
        env=kept,
    )
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def assess(leads: Path, out: Path) -> list[str]:
    """
    Make the command that assesses a table.
    """
    return [
        *(sys.executable, "-m", "leadkit", "assess", str(leads), "--out", str(out)),
        *("--playbook", str(PLAYBOOK), "--as-of", AS_OF),
    ]


def ratio(one: Sequence[str], other: Sequence[str]) -> tuple[float, float, float]:
    """
    Time two commands in turns.

    Returns:
        The median of the ratios, and of the seconds of each.
    """
    cost(one)
    pairs = [(cost(one)[0], cost(other)[0]) for _ in range(TIMES)]
    ours, theirs = zip(*pairs, strict=True)
    ratios = [a / b for a, b in pairs]
    return statistics.median(ratios), statistics.median(ours), statistics.median(theirs)


def repeated(leads: Path, out: Path, rows: int) -> None:
    """
    Write a table with the rows of another one again and again.
    """
    with leads.open() as file:
        head, *body = file
    with out.open("w") as file:
        file.write(head)
        for start in range(0, rows, len(body)):
            file.writelines(body[: rows - start])


def main() -> None:
    """
    Run them and print the ratios.
    """
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=411_880, help="of the large table")
    rows = asked.parse_args().rows
    leads = data("bank-additional-full.csv")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = folder / "ours.csv", folder / "theirs.csv"
        by_hand = [sys.executable, str(BENCH / "bank_by_hand.py"), str(leads)]
        times, seconds, hand = ratio(assess(leads, ours), [*by_hand, str(theirs)])
        if ours.read_bytes() != theirs.read_bytes():
            sys.exit("the two programs don't write the same")
        print(f"assess, 41,188 rows: {seconds:.2f} s, by hand {hand:.2f} s")
        print(f"  {times:.2f} times by hand (limit 4)")
        _, small = cost(assess(leads, ours))
        large = folder / "large.csv"
        repeated(leads, large, rows)
        seconds, peak = cost(assess(large, ours))
        print(f"peak memory: {small:.0f} MiB for 41,188 rows")
        print(f"  {peak:.0f} MiB for {rows:,} rows, which took {seconds:.0f} s")
    shown, ours_s, imports = ratio(
        [sys.executable, "-m", "leadkit", "--help"],
        [sys.executable, "-c", "import typer, rich"],
    )
    print(f"leadkit --help: {1000 * ours_s:.0f} ms, imports {1000 * imports:.0f} ms")
    print(f"  {shown:.2f} times importing typer and rich (limit 1.5)")


if __name__ == "__main__":
    main()
