"""
When somebody may be sure: simulations of which the truth is known.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from math import comb, sqrt

from simulated_worlds import Way, World, way

from leadkit.funnel import Experiment, Rate

LOOKS, A_DAY = 14, 40


def peeking(chance: random.Random) -> dict[str, float]:
    """
    Ask how often two equal landing pages are called different, by whoever looks daily.
    """
    ways: dict[str, Way] = {}
    arms: dict[str, str] = {}
    for place in range(LOOKS * A_DAY):
        lead = f"L{place:05}"
        begin = place // A_DAY + 0.5 * chance.random()
        # As many in each, so that the last look is the planned one.
        arms[lead] = "ab"[place % 2]
        won = chance.random() < 0.3
        after = ("customer", 0.4 * chance.random())
        ways[lead] = way(("lead", begin), *([after] if won else []))
    experiment = Experiment(
        "pages",
        {"a": 0.5, "b": 0.5},
        end="customer",
        within=timedelta(hours=12),
        planned_n=LOOKS * A_DAY // 2,
    )
    ours = theirs = False
    for look in range(1, LOOKS + 1):
        world = World({k: v for k, v in ways.items() if v[0][1] < look}, look)
        read = experiment.read(world.history(), arms)
        ours = ours or read["b"].verdict in {"better", "worse"}
        theirs = theirs or differs(world, arms)
    return {"leadkit: experiment": float(ours), "p < 0.05 at any look": float(theirs)}


def differs(world: World, arms: Mapping[str, str]) -> bool:
    """
    Tell whether a textbook's test of two shares says p < 0.05.
    """
    count = {arm: [0, 0] for arm in "ab"}
    for lead, one in world.seen.items():
        count[arms[lead]][0] += 1
        count[arms[lead]][1] += len(one) > 1
    (n, k), (m, j) = count["a"], count["b"]
    if not n or not m or not k + j:
        return False
    pooled = (k + j) / (n + m)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return abs(k / n - j / m) > 1.959964 * error


def covered(chance: random.Random) -> dict[str, float]:
    """
    Ask how often a 95 % interval for 5 % of 20 leads holds the 5 %.
    """
    n, p = 20, 0.05
    del chance  # all that can happen is gone through
    held = {"leadkit: Rate.interval()": 0.0, "textbook (Wald)": 0.0}
    for k in range(n + 1):
        weight = comb(n, k) * p**k * (1 - p) ** (n - k)
        ends = Rate(k, n).interval()
        assert ends is not None
        reach = 1.959964 * sqrt(k / n * (1 - k / n) / n)
        held["leadkit: Rate.interval()"] += weight * (ends[0] <= p <= ends[1])
        held["textbook (Wald)"] += weight * (abs(k / n - p) <= reach)
    return held
