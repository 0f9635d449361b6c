"""
Ratios that a busy machine moves little: the time of a row over that of its baseline,
which is taken directly before and directly after it.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from time import process_time
from typing import Any

import attrs

_LEAST = 0.02  # seconds; a shorter stretch is mostly noise


@attrs.frozen
class Case:
    """
    What is timed: *run* of what *prepare* makes, which itself isn't timed.
    """

    run: Callable[[Any], Any]
    prepare: Callable[[], Any]
    count: int  # how many steps a run is

    def results(self) -> Any:
        """
        Run it once, to see what comes of it.
        """
        return self.run(self.prepare())

    def micro(self) -> float:
        """
        Measure the microseconds of CPU that a step takes.
        """
        spent, runs = 0.0, 0
        while spent < _LEAST:
            made = self.prepare()
            begin = process_time()
            self.run(made)
            spent += process_time() - begin
            runs += 1
        return spent / runs / self.count * 1e6


@attrs.frozen
class Limit:
    """
    What an issue asks of a ratio.
    """

    sign: str
    number: float

    def holds(self, ratio: float) -> bool:
        """
        Tell whether a ratio is what is asked for.
        """
        return ratio <= self.number if self.sign == "<=" else ratio >= self.number

    def __str__(self) -> str:
        return f"{self.sign} {self.number:g}"


def show(
    title: str,
    baseline: tuple[str, Case],
    rows: list[tuple[str, Case, Limit | None]],
    rounds: int,
) -> bool:
    """
    Time rows beside a baseline and print a table of them, under a title if it has one.

    Returns:
        Whether every limit holds.
    """
    name, base = baseline
    base.micro()  # its caches are warm then, as those of the rows will be
    if title:
        print(f"\n{title}")
    print(f"  {name:<44} {base.micro():>9.2f} us   the baseline")
    kept = True
    for name, case, limit in rows:
        case.micro()
        micros, ratios = _measured(case, base, rounds)
        ratio = statistics.median(ratios)
        verdict = ""
        if limit is not None:
            holds = limit.holds(ratio)
            kept &= holds
            verdict = f"  {limit!s:<7} {'ok' if holds else 'NOT'}"
        spread = f"[{min(ratios):.2f}..{max(ratios):.2f}]"
        print(f"  {name:<44} {micros:>9.2f} us {ratio:>8.2f}x  {spread:<17}{verdict}")
    return kept


def _measured(case: Case, base: Case, rounds: int) -> tuple[float, list[float]]:
    micros, ratios = [], []
    for _ in range(rounds):
        # What was thrown away is collected between rounds, at nobody's expense.
        gc.collect()
        gc.disable()
        try:
            before, micro, after = base.micro(), case.micro(), base.micro()
        finally:
            gc.enable()
        micros.append(micro)
        ratios.append(2 * micro / (before + after))
    return statistics.median(micros), ratios
