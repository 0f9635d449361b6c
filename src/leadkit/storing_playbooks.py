"""
Playbooks as plain data, and back.

A rule names the cards it reads, which may come later in the text. So a card is read
when a rule asks for it, or in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from .grading import Grades, Temperature
from .hundredths import hundredths
from .qualification import Qualification
from .rules.expressions import Rule
from .rules.stored.reading import Reading
from .rules.stored.writing import Data, Writing, some
from .scoring import Scorecard
from .spots import Spot
from .states import Lifecycle
from .storing_cards import amount, read_group, write_amount, write_group
from .storing_moves import read_lifecycle, write_lifecycle
from .storing_qualifications import read_qualification, write_qualification

P = TypeVar("P")

#: How many scorecards, and how many qualifications, a playbook may have.
PARTS = 1_000
#: How many grades there may be.
LETTERS = 100

_REST = ("scorecards", "qualifications", "lifecycle", "grades", "temperature")


def write_playbook(
    writing: Writing,
    *,
    name: str,
    scorecards: Mapping[str, Scorecard],
    qualifications: Mapping[str, Qualification],
    lifecycle: Lifecycle | None,
    grades: Grades | None,
    temperature: Temperature | None,
) -> Data:
    """
    Write the parts of a playbook.

    Args:
        writing: What is written so far.

        name: What it is called.

        scorecards: The cards, which are sorted by their names.

        qualifications: The qualifications, which are sorted too.

        lifecycle: The moves.

        grades: The letters.

        temperature: The rules for hot and warm.
    """
    cards = [card for _, card in sorted(scorecards.items())]
    codes = [one for _, one in sorted(qualifications.items())]
    return some(
        name=name,
        scorecards=[write_group(one, writing, Scorecard) for one in cards] or None,
        qualifications=[_write_qualification(one, writing) for one in codes] or None,
        lifecycle=None if lifecycle is None else write_lifecycle(lifecycle, writing),
        grades=None if grades is None else _write_grades(grades),
        temperature=None
        if temperature is None
        else _write_temperature(temperature, writing),
    )


def _write_qualification(one: Qualification, writing: Writing) -> Data:
    return write_qualification(one.name, one.when, one.until, one.applies_to, writing)


def _write_temperature(temperature: Temperature, writing: Writing) -> Data:
    return {
        "hot": writing.question(temperature.hot.node),
        "warm": writing.question(temperature.warm.node),
    }


def _write_grades(grades: Grades) -> Data:
    thresholds: list[Data] = [
        [letter, write_amount(hundredths(points, letter))]
        for letter, points in grades.thresholds.items()
    ]
    return {"card": grades.card, "thresholds": thresholds}


def read_playbook(spot: Spot, reading: Reading, maker: Callable[..., P]) -> P:
    """
    Read a playbook.

    Args:
        spot: Where it stands.

        reading: What was read so far.

        maker: Makes playbooks, of the right record.
    """
    parts = spot.parts("name", optional=_REST)
    found: dict[str, Any] = {"name": parts["name"].name()}
    if "scorecards" in parts:
        found["scorecards"] = _read_cards(parts["scorecards"], reading)
    names = found.get("scorecards", {})
    if "qualifications" in parts:
        found["qualifications"] = _read_qualifications(parts["qualifications"], reading)
    if "lifecycle" in parts:
        found["lifecycle"] = read_lifecycle(parts["lifecycle"], reading, Lifecycle)
    if "grades" in parts:
        found["grades"] = _read_grades(parts["grades"], names)
    if "temperature" in parts:
        found["temperature"] = _read_temperature(parts["temperature"], reading)
    return spot.make(maker, **found)


def _read_cards(spot: Spot, reading: Reading) -> dict[str, Scorecard]:
    places: dict[str, Spot] = {}
    for item in spot.items(0, PARTS):
        # The name first: a rule of another card may ask for this one.
        called = item.named("name")
        if called.name() in places:
            called.refuse("a name that another card has", "each card once")
        places[called.name()] = item
    found: dict[str, Scorecard] = {}

    def read(name: str) -> Scorecard:
        found[name] = read_group(places[name], reading, Scorecard, Scorecard)
        return found[name]

    reading.names.pending.update({name: partial(read, name) for name in places})
    for name, place in places.items():
        reading.names.open_card(name, place)
    return {name: found[name] for name in places}


def _read_qualifications(spot: Spot, reading: Reading) -> dict[str, Qualification]:
    places = spot.items(0, PARTS)
    codes = {item.named("name").code() for item in places}
    found: dict[str, Qualification] = {}
    for item in places:
        before = len(reading.held)
        one = read_qualification(item, reading, Qualification)
        for code, asked in reading.held[before:]:
            if code not in codes:
                asked.refuse("an unknown qualification", "one of the playbook's")
        if one.name in found:
            item.named("name").refuse("a code that another one has", "each one once")
        found[one.name] = one
    return found


def _read_grades(spot: Spot, cards: Mapping[str, Scorecard]) -> Grades:
    parts = spot.parts("card", "thresholds")
    card = parts["card"].name()
    if card not in cards:
        parts["card"].refuse("an unknown card", "one of the playbook's")
    thresholds: dict[str, int | float] = {}
    for item in parts["thresholds"].items(1, LETTERS):
        letter, points = item.items(2, 2)
        if letter.name() in thresholds:
            letter.refuse("a letter that is there already", "each of them once")
        thresholds[letter.name()] = amount(points)
    return parts["thresholds"].make(Grades, card, thresholds)


def _read_temperature(spot: Spot, reading: Reading) -> Temperature:
    parts = spot.parts("hot", "warm")
    hot, warm = (Rule(reading.question(parts[what])) for what in ("hot", "warm"))
    return Temperature(hot=hot, warm=warm)
