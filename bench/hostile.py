"""
What it costs to answer a hostile document: time and memory, for each one of the tests.

The time is that of the processor, the least of three runs; the memory is the peak of
what Python allocates. Small documents are summed up; each big one has a row, the worst
ones last.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import leadkit as lk

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from hostile_documents import BIG, HARMLESS, SMALL, Host, written

MILLISECONDS = 250
MEBIBYTES = 64
KINDS = {
    "rule": lk.Rule,
    "scorecard": lk.Scorecard,
    "qualification": lk.Qualification,
    "lifecycle": lk.Lifecycle,
    "playbook": lk.Playbook,
}


def answer(kind: str, given: bytes) -> str:
    """
    Read a document, or have it refused.
    """
    try:
        KINDS[kind].from_json(given, record=Host)
    except lk.DocumentError:
        return "refused"
    return "read"


def milliseconds(run: Callable[[], object]) -> float:
    """
    Take the time of a function.
    """
    begin = time.process_time()
    run()
    return (time.process_time() - begin) * 1e3


def mebibytes(run: Callable[[], object]) -> float:
    """
    Take the most that a function has allocated at once.
    """
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def main() -> None:
    """
    Print the table.
    """
    documents = [
        (name, kind, written(given))
        for name, (kind, given, *_) in {**SMALL, **HARMLESS}.items()
    ]
    big = [(name, kind, written(make())) for name, (kind, make, _) in BIG.items()]
    rows: list[tuple[float, float, str, str, int]] = []
    for name, kind, given in (*documents, *big):

        def run(kind: str = kind, given: bytes = given) -> str:
            return answer(kind, given)

        said = run()
        took = min(milliseconds(run) for _ in range(3))
        rows.append((took, mebibytes(run), name, said, len(given)))
    small = rows[: len(documents)]
    print(
        f"{len(small)} small ones: {sum(row[0] for row in small):.0f} ms together, "
        f"at most {max(row[1] for row in small):.1f} MiB"
    )
    for took, space, name, said, size in sorted(rows[len(documents) :]):
        print(f"{name:<40} {size:>9} bytes {took:>6.1f} ms {space:>5.1f} MiB  {said}")
    slowest, largest = max(row[0] for row in rows), max(row[1] for row in rows)
    kept = slowest < MILLISECONDS and largest < MEBIBYTES
    print(
        f"worst: {slowest:.0f} ms of {MILLISECONDS}, {largest:.1f} MiB of {MEBIBYTES}: "
        f"{'kept' if kept else 'NOT KEPT'}"
    )


if __name__ == "__main__":
    main()
