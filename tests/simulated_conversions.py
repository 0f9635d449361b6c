"""
How many leads become customers: simulations of which the truth is known.
"""

from __future__ import annotations

import random
from datetime import timedelta
from math import exp, sqrt

from simulated_worlds import (
    STAGES,
    Way,
    World,
    absorbed,
    arrival,
    day,
    first_of,
    named,
    one_minus_survival,
    share,
    way,
)

from leadkit.funnel import Rate


def growing(chance: random.Random, leads: int = 1500) -> World:
    """
    Draw a year in which leads grow by 12 % a month; 30 % become customers some day, in
    two months on the average.
    """

    def drawn() -> Way:
        begin = arrival(chance, 360, 0.12)
        if chance.random() < 0.3:
            return way(("lead", begin), ("customer", chance.expovariate(1 / 60)))
        return way(("lead", begin))

    return World(named(drawn() for _ in range(leads)), 360)


def young(chance: random.Random) -> dict[str, float]:
    """
    Ask which share becomes customers within half a year.
    """
    world = growing(chance)
    history, seen = world.history(), world.seen
    span = timedelta(days=180)
    won = sum(one[-1][0] == "customer" for one in seen.values())
    return {
        "leadkit: curve": history.curve("lead", "customer").at(span)[0],
        "leadkit: conversion within": rate(
            history.conversion("lead", "customer", within=span).rate
        ),
        "converted / created": won / len(seen),
    }


def youngest(chance: random.Random) -> dict[str, float]:
    """
    Ask which share of the last three months' leads becomes customers within 60 days.
    """
    world = growing(chance)
    history, span = world.history(), timedelta(days=60)
    late = [one for one in world.seen.values() if one[0][1] >= 270]
    won = sum(one[-1][0] == "customer" for one in late)
    new = (day(270), day(361))
    return {
        "leadkit: curve": history.curve("lead", "customer", created=new).at(span)[0],
        "leadkit: conversion within": rate(
            history.conversion("lead", "customer", within=span, created=new).rate
        ),
        "converted / created": won / len(late),
    }


def rate(found: Rate) -> float:
    """
    Take a share that there is.
    """
    assert found.value is not None
    return found.value


WIN, LOSE, REOPEN = 0.016, 0.032, 0.008


def ended(chance: random.Random) -> dict[str, float]:
    """
    Ask which share becomes customers within 90 days, where disqualified is for good.
    """

    def drawn() -> Way:
        begin = arrival(chance, 180)
        wait = chance.expovariate(WIN + LOSE)
        end = "customer" if chance.random() < WIN / (WIN + LOSE) else "disqualified"
        return way(("lead", begin), (end, wait))

    world = World(named(drawn() for _ in range(1000)), 180)
    history = world.history(undone=False)
    span = timedelta(days=90)
    stays = [first_of(one, STAGES[3:], 180) for one in world.seen.values()]
    competing = history.curve("lead", "customer", outcomes=("disqualified",))
    return {
        "leadkit: curve": history.curve("lead", "customer").at(span)[0],
        "leadkit: curve with outcomes": competing.at(span)[0],
        "1 - KM, exits censored": one_minus_survival(
            ((span, end == "customer") for span, end in stays), 90
        ),
    }


def undone(chance: random.Random) -> dict[str, float]:
    """
    Ask which share becomes customers within 180 days, where disqualified ones return.
    """

    def drawn() -> Way:
        moves = [("lead", arrival(chance, 360))]
        while True:
            wait = chance.expovariate(WIN + LOSE)
            if chance.random() < WIN / (WIN + LOSE):
                return way(*moves, ("customer", wait))
            moves += [
                ("disqualified", wait),
                ("nurtured", chance.expovariate(REOPEN)),
            ]

    world = World(named(drawn() for _ in range(1000)), 360)
    history, seen = world.history(), world.seen
    span = timedelta(days=180)
    stays = [first_of(one, STAGES[3:], 360) for one in seen.values()]
    now = [one[-1][0] for one in seen.values()]
    won, lost = now.count("customer"), now.count("disqualified")
    return {
        "leadkit: curve": history.curve("lead", "customer").at(span)[0],
        "leadkit: conversion within": rate(
            history.conversion("lead", "customer", within=span).rate
        ),
        "Aalen-Johansen, first exit ends": absorbed(stays, "customer", 180),
        "1 - KM, exits censored": one_minus_survival(
            ((span, end == "customer") for span, end in stays), 180
        ),
        "won / (won + lost)": share(won, won + lost),
    }


def undone_truth(until: float) -> float:
    """
    Solve the two linear equations of those who are open and of those who are out.

    With u the share of the open ones who haven't won after a time and v that of those
    who are out: u' = -(win + lose) u + lose v, v' = reopen (u - v), u(0) = v(0) = 1.
    """
    half = (WIN + LOSE + REOPEN) / 2
    root = sqrt(half * half - WIN * REOPEN)
    slow, quick = -half + root, -half - root
    part = (-WIN - quick) / (slow - quick)
    return 1 - part * exp(slow * until) - (1 - part) * exp(quick * until)
