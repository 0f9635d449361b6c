"""
Compiled rules beside a function written by hand, and beside other rule engines.

One card of 20 rules over leads with 8.6 activities each (`card20`). Every total is
asserted to be the same, to the hundredth, before anything is timed. The rounds of all
rows are interleaved and timed in CPU time; a ratio is the median over the rounds of the
ratio within a round. Peers come with the extra ``bench``; those not installed are left
out.

``inside`` of a peer means that its rules count the history themselves; otherwise they
are given four ready numbers, as their examples do.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from time import process_time

import attrs
from card20 import (
    CARD,
    NOW,
    activities,
    by_bisection,
    by_hand,
    indexed,
    leads,
)
from peers import peers

import leadkit as lk

# Row, what it does once, and how many leads that are.
Row = tuple[str, Callable[[], object], int]


def timed(rows: list[Row], rounds: int) -> list[tuple[str, float, float]]:
    """
    Time rows beside the first of them.

    Returns:
        For each row its name, microseconds per lead, and the ratio to the first row.
    """
    spent: dict[str, list[float]] = {name: [] for name, _, _ in rows}
    for _ in range(rounds):
        for name, run, count in rows:
            run()  # else a row pays for the caches that the one before it emptied
            begin = process_time()
            run()
            spent[name].append((process_time() - begin) / count * 1e6)
    first = spent[rows[0][0]]
    return [
        (
            name,
            statistics.median(spent[name]),
            statistics.median(a / b for a, b in zip(spent[name], first, strict=True)),
        )
        for name, _, _ in rows
    ]


def show(title: str, rows: list[tuple[str, float, float]]) -> None:
    """
    Print a table of rows.
    """
    print(f"\n{title}")
    for name, micro, ratio in rows:
        print(f"  {name:<44} {micro:>10.2f} us {ratio:>9.2f}x")


def own(count: int, rounds: int) -> None:
    """
    Time leadkit beside the function by hand.
    """
    population = leads(count)
    few = population[: max(1, count // 10)]
    by_hand_totals = [by_hand(lead, NOW) for lead in population]
    assert by_hand_totals == [CARD.hundredths(lead, as_of=NOW) for lead in population]
    assert by_hand_totals == [
        CARD.score(lead, as_of=NOW).hundredths for lead in population
    ]
    assert CARD.score_many(population, as_of=NOW) == [t / 100 for t in by_hand_totals]
    happened = sum(len(lead.activities) for lead in population) / count
    rows: list[Row] = [
        ("by hand", lambda: [by_hand(lead, NOW) for lead in population], count),
        (
            "score, the total",
            lambda: [CARD.hundredths(lead, as_of=NOW) for lead in population],
            count,
        ),
        ("score_many", lambda: CARD.score_many(population, as_of=NOW), count),
        (
            "score, with its lines",
            lambda: [CARD.score(lead, as_of=NOW) for lead in population],
            count,
        ),
        (
            "reasons, the full why-not",
            lambda: [CARD.reasons(lead, as_of=NOW) for lead in few],
            len(few),
        ),
    ]
    show(
        f"One card of 20 rules, {count} leads, {happened:.1f} activities each",
        timed(rows, rounds),
    )


def long_histories(rounds: int) -> None:
    """
    Time leads with 2,000 activities beside bisection in an index kept by hand.
    """
    chance = random.Random(2)
    population = [
        attrs.evolve(lead, activities=activities(chance, 2000, 720))
        for lead in leads(20)
    ]
    kept = [(lead, indexed(lead)) for lead in population]
    assert [by_bisection(lead, index, NOW) for lead, index in kept] == [
        CARD.hundredths(lead, as_of=NOW) for lead in population
    ]
    times = range(50)
    count = len(times) * len(population)
    rows: list[Row] = [
        (
            "by hand, bisecting an index that is kept",
            lambda: [by_bisection(ld, ix, NOW) for _ in times for ld, ix in kept],
            count,
        ),
        (
            "score, the total",
            lambda: [
                CARD.hundredths(ld, as_of=NOW) for _ in times for ld in population
            ],
            count,
        ),
    ]
    show("Histories of 2,000 activities", timed(rows, rounds))


def making(rounds: int) -> None:
    """
    Time what it takes to make a function of a card.
    """
    lead = leads(1)[0]
    spent = []
    for _ in range(rounds * 5):
        card = lk.Scorecard(CARD.name, CARD.entries, CARD.floor, CARD.ceiling)
        begin = process_time()
        card.hundredths(lead, as_of=NOW)
        spent.append((process_time() - begin) * 1e3)
    print(f"\nCard to function: {statistics.median(spent):.2f} ms")


def others(count: int, rounds: int) -> None:
    """
    Time the peers that are installed beside the function by hand.
    """
    population = leads(count)
    meant = [by_hand(lead, NOW) for lead in population]
    rows: list[Row] = [
        ("by hand", lambda: [by_hand(lead, NOW) for lead in population], count),
        (
            "leadkit, the total",
            lambda: [CARD.hundredths(lead, as_of=NOW) for lead in population],
            count,
        ),
    ]
    missing = []
    for peer in peers():
        if isinstance(peer, str):
            missing.append(peer)
            continue
        few = population[: peer.leads]
        assert [peer.score(lead) for lead in few] == meant[: len(few)], peer.name
        rows.append(
            (peer.name, lambda p=peer, f=few: [p.score(lead) for lead in f], len(few))
        )
    show("Beside other engines", timed(rows, rounds))
    if missing:
        print(f"  not installed: {', '.join(missing)}")


def main() -> None:
    """
    Run everything and print the tables.
    """
    parser = argparse.ArgumentParser(description="Compiled rules, as ratios.")
    parser.add_argument("--leads", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    print(f"Python {sys.version.split()[0]}")
    own(given.leads, given.rounds)
    long_histories(given.rounds)
    making(given.rounds)
    others(min(given.leads, 300), given.rounds)


if __name__ == "__main__":
    main()
