"""
Time what z3 answers about sums, beside going through all regions in pure Python.

``python bench/sums.py``. The rules are random ones over eight fields. Where there are
few enough combinations of regions, a lead of each is scored, and the answers must be
equal.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from math import prod
from time import process_time
from typing import Literal, TypeVar

import attrs

import leadkit as lk
from leadkit.rules import nodes as n
from leadkit.testing import sums

T = TypeVar("T")

AS_OF = datetime(2026, 5, 1, 12, tzinfo=UTC)
#: Of more combinations, none are gone through.
MOST = 1_000_000


@attrs.frozen(kw_only=True)
class Eight(lk.Lead):
    """
    A lead with eight fields.
    """

    seats: int | None = None
    revenue: int | None = None
    visits: int | None = None
    age: int | None = None
    country: Literal["de", "fr", "ir", "uk", "us"] | None = None
    plan: Literal["free", "team", "pro"] | None = None
    rival: bool | None = None
    trial: bool | None = None


F = lk.fields(Eight)
NUMBERS = {"seats": 18, "revenue": 18, "visits": 18, "age": 10}
CHOICES = {
    "country": ("de", "fr", "ir", "uk", "us"),
    "plan": ("free", "team", "pro"),
}
FLAGS = ("rival", "trial")


def atom(chance: random.Random) -> lk.Rule:
    """
    Draw a question about one field.
    """
    name = chance.choice((*NUMBERS, *CHOICES, *FLAGS))
    field = getattr(F, name)
    if name in NUMBERS:
        cut = 10 * chance.randrange(1, NUMBERS[name])
        return field >= cut if chance.random() < 0.5 else field < cut
    if name in CHOICES:
        return field.is_in(*chance.sample(CHOICES[name], chance.randint(1, 2)))
    return lk.any_of(field)


def rule(chance: random.Random, depth: int = 2) -> lk.Rule:
    """
    Draw a nested rule.
    """
    if not depth or chance.random() < 0.3:
        return atom(chance)
    how = chance.choice(("all", "all", "any", "not"))
    if how == "not":
        return ~rule(chance, depth - 1)
    parts = [rule(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    return lk.all_of(parts) if how == "all" else lk.any_of(parts)


def card(rules: int, seed: int) -> lk.Scorecard:
    """
    Draw a card.
    """
    chance = random.Random(seed)
    points = (-10, -5, 3, 5, 7, 10, 15, 20)
    entries = [
        lk.Points(chance.choice(points), when=rule(chance), name=f"p{number}")
        for number in range(rules)
    ]
    return lk.Scorecard("random", entries)


def regions(of: lk.Scorecard) -> dict[str, list[object]]:
    """
    List a value of each field for each region that the rules of a card can tell apart.
    """
    values: dict[str, set[object]] = {
        name: {None, *CHOICES.get(name, ())} for name in (*NUMBERS, *CHOICES)
    }
    for name in FLAGS:
        values[name] = {None, False, True}
    for node in (node for given in of.nodes for node in n.walk(given)):
        if isinstance(node, n.Compare):
            assert isinstance(node.left, n.Field)
            assert isinstance(node.right, n.Constant)
            cut = node.right.value
            assert isinstance(cut, int)
            values[node.left.name] |= {cut, cut - 1}
    return {name: list(found) for name, found in values.items()}


def totals_by_hand(of: lk.Scorecard) -> tuple[float, float] | None:
    """
    Score a lead for each combination of regions, if there are few enough.
    """
    values = regions(of)
    if prod(map(len, values.values())) > MOST:
        return None
    leads = (
        Eight(id="L", **dict(zip(values, one, strict=True)))
        for one in product(*values.values())
    )
    totals = of.score_many(leads, as_of=AS_OF)
    return min(totals), max(totals)


def timed(ask: Callable[[], T]) -> tuple[float, T]:
    """
    Ask something, and tell how many seconds that took.
    """
    begin = process_time()
    answer = ask()
    return process_time() - begin, answer


def main() -> None:
    """
    Print how long each question takes.
    """
    print("rules     extremes  unreachable  together   by hand   least..most")
    for count in (4, 10, 30, 100, 300):
        for seed in (0, 1):
            of = card(count, seed)
            first, found = timed(lambda of=of: sums.extremes(of, record=Eight))
            assert found.least is not None
            assert found.most is not None
            playbook = lk.Playbook(
                "random",
                record=Eight,
                scorecards=[of],
                qualifications=[
                    lk.Qualification("MQL", when=of >= found.most),
                    lk.Qualification("SQL", when=of > found.most),
                ],
            )
            second, never = timed(lambda p=playbook: sums.unreachable(p))
            half = of >= found.most / 2
            third, both = timed(lambda h=half: sums.together(h, F.rival, record=Eight))
            fourth, ends = timed(lambda of=of: totals_by_hand(of))
            by_hand = "      (too many)" if ends is None else f"{fourth:9.2f} s"
            print(
                f"{count:5} {first:10.2f} s {second:10.2f} s {third:7.2f} s"
                f" {by_hand}   {found.least:g}..{found.most:g} {found.kind},"
                f" {len(never)} unreachable, together {both.kind}"
            )
            if ends is not None and ends != (found.least, found.most):
                raise RuntimeError(f"z3 says {found}, and by hand it is {ends}")


if __name__ == "__main__":
    main()
