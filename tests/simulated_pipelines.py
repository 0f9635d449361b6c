"""
How long, how many, how often: simulations of which the truth is known.
"""

from __future__ import annotations

import random
from datetime import timedelta
from math import exp
from statistics import median

from simulated_worlds import STAGES, Way, World, arrival, day, named, share, way

from leadkit.funnel import LeadEvent, engagement


def stays(chance: random.Random) -> dict[str, float]:
    """
    Ask how long half of the leads stay in their first stage.
    """

    def drawn() -> Way:
        begin, wait = arrival(chance, 120), chance.expovariate(1 / 60)
        end = "nurtured" if chance.random() < 0.5 else "disqualified"
        return way(("lead", begin), (end, wait))

    world = World(named(drawn() for _ in range(1000)), 120)
    finished = [one[1][1] - one[0][1] for one in world.seen.values() if len(one) == 2]
    ours = world.history().time_in_stage()
    [row] = [one for one in ours.rows() if one["stage"] == "lead"]
    found = row["p50_days"]
    assert isinstance(found, float)
    return {
        "leadkit: time in stage": found,
        "median of the finished": median(finished),
    }


LIVE, SOON, LATE = 0.4, 30.0, 180.0


def forecasts(chance: random.Random) -> dict[str, float]:
    """
    Ask how many of the leads that are open become customers in the next month, where
    60 % never will, and are given up after half a year on the average.
    """
    leads = 2400

    def drawn() -> Way:
        begin = arrival(chance, 360)
        if chance.random() < LIVE:
            return way(("lead", begin), ("customer", chance.expovariate(1 / SOON)))
        return way(("lead", begin), ("disqualified", chance.expovariate(1 / LATE)))

    world = World(named(drawn() for _ in range(leads)), 360)
    history, month = world.history(), timedelta(days=30)
    default = history.forecast("customer", horizon=month).total.expected
    finer = history.forecast(
        "customer", horizon=month, age_bands=(0, 7, 14, 30, 60, 90, 120, 180, 270)
    ).total.expected
    assert default is not None
    assert finer is not None
    exposed = moved = 0
    for at in range(30, 331, 30):
        for first, then in world.ways.values():
            if first[1] <= at < then[1]:
                exposed += 1
                moved += then[1] <= at + 30 and then[0] == "customer"
    still = [one for one in world.ways.values() if one[0][1] <= 360 < one[1][1]]
    came = sum(then[0] == "customer" and then[1] <= 390 for _, then in still)
    unit = leads / 12 / 100
    return {
        "what came": came / unit,
        "leadkit: forecast": default / unit,
        "leadkit: forecast, finer bands": finer / unit,
        "rate of the stage alone": len(still) * share(moved, exposed) / unit,
    }


def forecast_truth() -> float:
    """
    Integrate over the ages of those who are still open.
    """
    still = SOON * (1 - exp(-360 / SOON))  # days' worth of live leads that are open
    return 100 / 30 * LIVE * still * (1 - exp(-30 / SOON))


def immortal(chance: random.Random) -> dict[str, float]:
    """
    Ask how many times as often those visit the site who will be customers, where
    everybody does once in ten days.
    """
    ways, group, events = {}, {}, []
    for place in range(500):
        lead = f"L{place:05}"
        begin, wins = chance.random() * 30, chance.random() < 0.4
        stay = chance.expovariate(1 / 40 if wins else 1 / 120)
        stay = min(stay, 400.0)
        end = "customer" if wins else "disqualified"
        ways[lead] = way(("lead", begin), (end, stay))
        group[lead] = end
        at = begin + chance.expovariate(0.1)
        while at < begin + stay:
            events.append(LeadEvent(lead, "visit", day(at)))
            at += chance.expovariate(0.1)
    history = World(ways, 431).history()
    found = engagement(history, events, stage="lead", by=group)
    often, seldom = (found.of("visit", end).rate.value for end in STAGES[3:])
    assert often is not None
    assert seldom is not None
    visits = dict.fromkeys(STAGES[3:], 0)
    for event in events:
        visits[group[event.lead]] += 1
    leads = list(group.values())
    win, lose = (visits[end] / leads.count(end) for end in STAGES[3:])
    return {
        "leadkit: per lead-day": often / seldom,
        "visits per lead": win / lose,
    }
