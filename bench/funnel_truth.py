"""
What the answers of a funnel are worth where the truth is known: ours, and those of a
spreadsheet, a CRM, or a survival curve out of the box.

``python bench/funnel_truth.py``. The worlds are drawn from laws that can be worked out
by hand, with seeds that are always the same; ``tests/simulated_funnels.py`` has them.
A row says what an estimator answers on the average over the worlds, the standard error
of that, and how far it is from the truth. The same worlds, in smaller numbers, are
tests.
"""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path
from time import process_time

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from simulated_funnels import SIMULATIONS, Simulation, is_ours


def show(simulation: Simulation, repeats: int) -> bool:
    """
    Print the answers to a question.

    Returns:
        Whether all of ours are right.
    """
    print(f"\n{simulation.trap}: {simulation.question}")
    print(f"  {'the truth':<32} {simulation.truth:>8.4g}")
    kept = True
    for name, answer in simulation.answers(repeats).items():
        off = answer.mean / simulation.truth - 1
        right = simulation.holds(answer)
        verdict = ""
        if is_ours(name):
            verdict = "  ok" if right else "  NOT"
            kept &= right
        print(
            f"  {name:<32} {answer.mean:>8.4g} +-{answer.error:<8.2g} {off:>+8.1%}"
            f"{verdict}"
        )
    return kept


def main() -> None:
    """
    Print the tables.
    """
    asked = argparse.ArgumentParser(description="Estimators beside the truth.")
    asked.add_argument("--part", type=float, default=1.0, help="of the replications")
    given = asked.parse_args()
    begin = process_time()
    print(f"Python {platform.python_version()}")
    kept = True
    for one in SIMULATIONS.values():
        kept &= show(one, max(2, round(one.repeats * given.part)))
    print(f"\n{process_time() - begin:.0f} s")
    if not kept:
        raise SystemExit("an estimator of ours is off")


if __name__ == "__main__":
    main()
