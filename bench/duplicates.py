"""
What it costs to find duplicates: 100,000 leads and twice as many, and a grouping by
hand, which finds the same groups and says nothing of the evidence.

Every tenth lead is one that is there already: with its address in capitals, with its
number for text messages, or with its name alone.
"""

from __future__ import annotations

import argparse
import gc
import platform
import random
import statistics
from collections.abc import Callable
from time import process_time
from typing import Any

from leadkit import ContactPoint, Lead, duplicates

ROUNDS = 5
_GIVEN = ("Sara", "Ali", "Zoe", "Maryam", "علی رضا", "مریم", "فاطمه", "محمد حسین")


def made(count: int) -> list[Lead]:
    """
    Make leads, the same every time.
    """
    chance = random.Random(6)
    leads: list[Lead] = []
    for number in range(count):
        email, phone = f"p{number}@example.com", f"+98912{number:07}"
        name: str | None = f"{chance.choice(_GIVEN)} {number}"
        medium = "phone"
        if number % 10 == 9:
            other = chance.choice(leads)
            match number // 10 % 3:
                case 0:
                    email = other.contacts[0].value.upper()
                case 1:
                    phone, medium = other.contacts[1].value, "sms"
                case _:
                    name = other.name
        points = [ContactPoint("email", email), ContactPoint(medium, phone)]
        leads.append(Lead(id=f"L-{number}", contacts=points, name=name))
    return leads


def by_hand(leads: list[Lead]) -> list[list[str]]:
    """
    Group leads as one would for this table, and no other.
    """
    first: dict[str, int] = {}
    parents = list(range(len(leads)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for place, lead in enumerate(leads):
        values = [point.value.lower() for point in lead.contacts]
        if lead.name:
            values.append(" ".join(lead.name.casefold().split()))
        for value in values:
            found = first.setdefault(value, place)
            if found != place:
                one, other = root(found), root(place)
                parents[max(one, other)] = min(one, other)
    groups: dict[int, list[str]] = {}
    for place, lead in enumerate(leads):
        groups.setdefault(root(place), []).append(lead.id)
    return [group for group in groups.values() if len(group) > 1]


def seconds(run: Callable[[list[Lead]], Any], leads: list[Lead]) -> float:
    """
    Measure the seconds of the processor that a run takes.
    """
    gc.collect()
    begin = process_time()
    run(leads)
    return process_time() - begin


def main() -> None:
    """
    Time them in turns and print the ratios.
    """
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--leads", type=int, default=100_000)
    count = asked.parse_args().leads
    many = made(2 * count)
    leads = many[:count]
    found = [list(group.ids) for group in duplicates(leads)]
    if found != by_hand(leads):
        raise SystemExit("the two don't find the same")
    rounds = [
        (seconds(duplicates, leads), seconds(duplicates, many), seconds(by_hand, leads))
        for _ in range(ROUNDS)
    ]
    ours, twice, hand = (
        statistics.median(column) for column in zip(*rounds, strict=True)
    )
    growth = statistics.median(two / one for one, two, _ in rounds)
    beside = statistics.median(one / other for one, _, other in rounds)
    print(f"Python {platform.python_version()}")
    print(f"{count:,} leads, {len(found):,} groups: {ours:.2f} s")
    print(f"{2 * count:,} leads: {twice:.2f} s")
    print(f"  {growth:.2f} times as long for twice as many (limit 2.3)")
    print(f"by hand, without evidence: {hand:.2f} s")
    print(f"  {beside:.2f} times by hand")


if __name__ == "__main__":
    main()
