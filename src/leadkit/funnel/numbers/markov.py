"""
A random walk through states that ends well or badly, and how much each state matters.

Walks are tallied to a chain of order 1. How often it ends well without a state is
solved for exactly; simulating it, as some libraries do, is off by percents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum

import attrs

#: The states that a walk passed, how often it ended well, and how often badly.
Walk = tuple[Sequence[int], float, float]


@attrs.frozen
class Removal:
    """
    What would be lost without each state.

    Attributes:
        base: How often a walk ends well; None where there is none.

        effects: By state, which share of the good ends would be lost if all walks ended
            badly where they enter it; None where no walk ends well.
    """

    base: float | None
    effects: tuple[float | None, ...]


def removal_effects(walks: Iterable[Walk], states: int) -> Removal:
    """
    Tell how much each state matters to how walks end.

    With *N* the chain's fundamental matrix, a walk ever enters the state *c* with the
    probability (sN)_c / N_cc (Kemeny and Snell, Finite Markov Chains, 1960, theorem
    3.5.6) and then ends well with x_c. Their product is what removing *c* loses, so
    that one inverse answers for all states. A step from a state to itself is dropped.

    Args:
        walks: The walks; states are numbers from 0.

        states: How many there are.

    >>> removal = removal_effects([([0], 2, 1), ([1], 1, 0), ([0, 1], 1, 0)], 2)
    >>> f"{removal.base:.3f}", [f"{effect:.3f}" for effect in removal.effects]
    ('0.800', ['0.750', '0.500'])
    """
    starts, steps, good, leaving = _tallied(walks, states)
    begun = fsum(starts)
    if not begun:
        return Removal(None, (None,) * states)
    # A state that no walk passes is never left: as good as one that ends badly.
    whole = [total or 1.0 for total in leaving]
    inverse = _inverted(
        [
            [
                (here == there) - step / whole[here]
                for there, step in enumerate(steps[here])
            ]
            for here in range(states)
        ]
    )
    ends = [good[state] / whole[state] for state in range(states)]
    chances = [
        fsum(one * end for one, end in zip(row, ends, strict=True)) for row in inverse
    ]
    base = fsum(s * x for s, x in zip(starts, chances, strict=True)) / begun
    if not base:
        return Removal(0.0, (None,) * states)
    effects = [
        fsum(starts[one] * inverse[one][state] for one in range(states) if starts[one])
        / begun
        / inverse[state][state]
        * chances[state]
        / base
        for state in range(states)
    ]
    # Rounding must not push a share past 0 or 1.
    return Removal(base, tuple(min(max(effect, 0.0), 1.0) for effect in effects))


def _tallied(
    walks: Iterable[Walk], states: int
) -> tuple[list[float], list[list[float]], list[float], list[float]]:
    starts = [0.0] * states
    steps = [[0.0] * states for _ in range(states)]
    good, leaving = [0.0] * states, [0.0] * states
    for path, well, badly in walks:
        times = well + badly
        if not path or not times:
            continue
        here = path[0]
        starts[here] += times
        for there in path:
            if there != here:
                steps[here][there] += times
                leaving[here] += times
                here = there
        good[here] += well
        leaving[here] += times
    return starts, steps, good, leaving


def _inverted(rows: list[list[float]]) -> list[list[float]]:
    # By Gauss and Jordan, in place. No pivoting is needed: the matrix is 1 minus a
    # substochastic one that is left in the end, so every pivot is above 0.
    size = len(rows)
    for pivot in range(size):
        row = rows[pivot]
        head = row[pivot]
        row[pivot] = 1.0
        row = rows[pivot] = [value / head for value in row]
        for other in range(size):
            lead = rows[other][pivot]
            if other != pivot and lead:
                rows[other][pivot] = 0.0
                rows[other] = [
                    value - lead * one
                    for value, one in zip(rows[other], row, strict=True)
                ]
    return rows
