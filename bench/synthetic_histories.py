"""
Made-up histories by the million rows, with loops and re-openings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from leadkit import Lifecycle, standard
from leadkit.funnel import Step
from leadkit.moves import Previous

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 730
AS_OF = BEGIN + timedelta(days=DAYS)
CHANNELS = ("ads", "events", "partners", "search", "social", "web")
#: Out of 1,000 leads of a history with faults, one has a move that there isn't.
FAULTY = 1_000
DAY = 86_400_000_000

#: By stage, where a lead goes, how likely that is (it stays otherwise), and after how
#: many days on the average.
_WAYS: dict[str, tuple[tuple[str, float, float], ...]] = {
    "lead": (("nurtured", 0.45, 12), ("prospect", 0.06, 6), ("disqualified", 0.2, 20)),
    "nurtured": (
        ("prospect", 0.4, 30),
        ("customer", 0.03, 40),
        ("disqualified", 0.15, 60),
    ),
    "prospect": (("customer", 0.35, 35), ("lost", 0.3, 45), ("nurtured", 0.15, 30)),
    "customer": (("advocate", 0.2, 90), ("churned", 0.15, 200)),
    "advocate": (("churned", 0.1, 300),),
    "disqualified": (("nurtured", 0.15, 60),),
    "lost": (("nurtured", 0.15, 60), ("prospect", 0.1, 90)),
    "churned": (("prospect", 0.15, 90),),
}


@attrs.frozen(eq=False, repr=False)
class Table:
    """
    Rows in columns, lead by lead, oldest first, as a database would give them.
    """

    lead: list[str]
    source: list[str | None]
    target: list[str]
    at: list[int]  # microseconds since 1970
    number: list[int]

    def __len__(self) -> int:
        return len(self.lead)

    @property
    def steps(self) -> list[Step]:
        """
        The rows as leadkit takes them.
        """
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        instants = [epoch + timedelta(microseconds=one) for one in self.at]
        columns = (self.lead, self.source, self.target, instants, self.number)
        return list(map(Step, *columns))


def lifecycle() -> Lifecycle:
    """
    Give the lifecycle that writes them: the standard one.
    """
    return standard.lifecycle()


def edges(moves: Lifecycle) -> list[tuple[str, str]]:
    """
    List the moves that a lifecycle has, from where to where.

    A move back to the stage before leads to all stages from which one can have come;
    that is more than the lifecycle allows, but not for the histories that are drawn.
    """
    pairs = [
        (source, one.target)
        for one in moves.transitions
        if not isinstance(one.target, Previous)
        for source in one.sources
    ]
    backs = [
        (source, before)
        for one in moves.transitions
        if isinstance(one.target, Previous)
        for source in one.sources
        for before, after in pairs
        if after == source
    ]
    return list(dict.fromkeys(pairs + backs))


def drawn(leads: int, seed: int = 1, *, faulty: bool = False) -> Table:
    """
    Draw a history.

    Args:
        leads: How many leads there are, with 2.2 rows each.

        seed: The same one draws the same history.

        faulty: Whether some leads have a move that the lifecycle doesn't have.
    """
    chance = random.Random(seed)
    table = Table([], [], [], [], [])
    begin = int(BEGIN.timestamp()) * 1_000_000
    end = begin + DAYS * DAY
    for place in range(leads):
        lead = f"L{place:07}"
        at = begin + int(chance.random() * DAYS * DAY)
        moves = list(_way(chance, at, end))
        if faulty and not place % FAULTY:
            stage, at = moves[-1]
            moves.append(("lead" if stage == "prospect" else "lost", at))
        before: str | None = None
        for number, (stage, at) in enumerate(moves):
            table.lead.append(lead)
            table.source.append(before)
            table.target.append(stage)
            table.at.append(at)
            table.number.append(number)
            before = stage
    return table


def _way(chance: random.Random, at: int, end: int) -> Iterator[tuple[str, int]]:
    stage = "lead"
    yield stage, at
    while True:
        left = chance.random()
        for target, likely, days in _WAYS[stage]:
            if left < likely:
                stage = target
                at += int(chance.expovariate(1 / days) * DAY)
                break
            left -= likely
        else:
            return
        if at > end:
            return
        yield stage, at


def channels(leads: Sequence[str]) -> dict[str, str]:
    """
    Tell where each lead came from.
    """
    chance = random.Random(2)
    return {lead: chance.choice(CHANNELS) for lead in leads}
