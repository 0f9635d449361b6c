"""
Small lifecycles about a few facts, and a plain walk through all their situations, one
after another, by the stock engine of `transitions`.
"""

from __future__ import annotations

import builtins
import sys
from datetime import timedelta
from functools import cache
from itertools import pairwise

import attrs
from hypothesis import strategies as st
from strategies import NOW
from transitions import MachineError

from leadkit import (
    PREVIOUS,
    Activity,
    Lead,
    Lifecycle,
    Move,
    RuleError,
    Transition,
    activity,
    all_of,
    any_of,
    came_from,
    fields,
    has_been,
    in_stage,
)
from leadkit.rules.meaning import ask


@attrs.frozen(kw_only=True)
class Small(Lead):
    """
    A lead of whom little is known, and nothing is missing.
    """

    a: bool = False
    b: bool = False
    signed: bool = False


T = fields(Small)
SOLD = activity("purchased").count()
STAGES = ["new", "met", "won", "lost"]
TRIGGERS = ["go", "stop", "turn"]
# What the facts can be: two flags that come and go, one that stays true once it is, and
# a count that grows.
FACTS = [
    (a, b, signed, sold)
    for a in (True, False)
    for b in (True, False)
    for signed in (True, False)
    for sold in (0, 1, 2)
]
MONOTONE = [T.signed]


def atoms():
    """
    Questions about the facts, and about the stages behind and before.
    """
    return st.sampled_from(
        [
            T.a & T.a,
            ~T.a,
            ~T.b,
            T.signed & T.signed,
            ~T.signed,
            SOLD >= 1,
            SOLD >= 2,
            SOLD < 1,
            SOLD == 1,
            T.a & T.b,
            came_from("new"),
            ~came_from("lost"),
            has_been("won"),
            ~has_been("met"),
            in_stage("new", "won"),
        ]
    )


def guards():
    """
    Up to three of them, joined.
    """
    one = atoms()
    return st.one_of(
        one,
        st.builds(all_of, one, one),
        st.builds(any_of, one, one),
        st.builds(lambda a, b, c: (a | b) & c, one, one, one),
        st.builds(lambda a, b: ~(a & b), one, one),
    )


@st.composite
def lifecycles(draw):
    """
    Lifecycles of four stages and three triggers.
    """
    drawn = draw(st.lists(transitions(), min_size=2, max_size=8))
    try:
        return Lifecycle("small", STAGES, "new", drawn)
    except RuleError:  # some could never be made
        return Lifecycle("small", STAGES, "new", _made_some_time(drawn))


def transitions():
    """
    Single transitions.
    """
    return st.builds(
        Transition,
        st.sampled_from(TRIGGERS),
        st.lists(st.sampled_from(STAGES), min_size=1, max_size=2),
        st.sampled_from([*STAGES, PREVIOUS]),
        when=st.none() | guards(),
        kind=st.sampled_from(["forward", "exit", "back"]),
    )


def _made_some_time(drawn):
    kept = []
    for one in drawn:
        try:
            Lifecycle("small", STAGES, "new", [*kept, one])
        except RuleError:
            continue
        kept.append(one)
    return kept


@attrs.frozen
class Place:
    """
    A lead's stage, where it came from, where it has been, and the facts.
    """

    stage: str
    came: str | None
    been: frozenset[str]
    facts: tuple[object, ...]

    @property
    def spot(self):
        """
        The same without the facts.
        """
        return (self.stage, self.came, self.been)

    @property
    def later(self):
        """
        What it may turn into between two moves.
        """
        return [
            attrs.evolve(self, facts=facts)
            for facts in FACTS
            if facts[2] >= self.facts[2] and facts[3] >= self.facts[3]
        ]

    def moved(self, target):
        """
        Where a move takes it.
        """
        been = self.been | {self.stage, target}
        return Place(target, self.stage, been, self.facts)


@cache
def lead_at(place):
    """
    A real lead there.
    """
    a, b, signed, sold = place.facts
    return Small(
        id="L-1",
        stage=place.stage,
        a=a,
        b=b,
        signed=signed,
        activities=[
            Activity(id=f"a{number}", type="purchased", at=NOW)
            for number in range(sold)
        ],
        moves=_moves(place),
    )


def _moves(place):
    # By way of all stages where it has been, whatever moves are declared.
    if place.came is None:
        return ()
    rest = sorted(place.been - {place.came, place.stage})
    way = [*rest, place.came, place.stage]
    return tuple(
        Move(
            trigger="x",
            source=source,
            target=target,
            at=NOW - timedelta(days=10 - number),
            number=number,
        )
        for number, (source, target) in enumerate(pairwise(way), 1)
    )


class _Cursor:
    __slots__ = ("leadkit_stage",)


def engine(lifecycle, lead, trigger):
    """
    Where the stock engine of `transitions` takes a lead, None if nowhere.
    """
    machine = lifecycle._machine
    cursor = _Cursor()
    setattr(cursor, machine.model_attribute, lead.stage)
    try:
        moved = machine.events[trigger].trigger(cursor, lead, NOW)
    except MachineError:
        return None
    return cursor.leadkit_stage if moved else None


def beginnings(lifecycle):
    """
    All situations in which a lead may begin.
    """
    start = lifecycle.initial
    return [Place(start, None, frozenset(), facts) for facts in FACTS]


def edges(lifecycle, place):
    """
    The moves from a situation: trigger and situation after it.
    """
    lead = lead_at(place)
    for trigger in lifecycle.triggers:
        target = engine(lifecycle, lead, trigger)
        if target is not None:
            yield trigger, place.moved(target)


def walked(lifecycle, passing=lambda place, trigger, after: True):
    """
    All situations that can be reached, and all moves from them.

    With *passing*, only the moves that it lets pass are gone on from.
    """
    waiting = beginnings(lifecycle)
    reached = set(waiting)
    moves = set()
    while waiting:
        place = waiting.pop()
        after = [*place.later]
        for trigger, target in edges(lifecycle, place):
            moves.add((place, trigger, target))
            if passing(place, trigger, target):
                after.append(target)
        fresh = set(after) - reached
        reached |= fresh
        waiting += fresh
    return reached, moves


def backwards(reached, moves, goals):
    """
    The situations from which one of some goals can be reached.
    """
    found = set(goals)
    out = {}
    for place, _, after in moves:
        out.setdefault(place, set()).add(after)
    grown = True
    while grown:
        fresh = {
            place
            for place in reached - found
            if not found.isdisjoint([*place.later, *out.get(place, ())])
        }
        found |= fresh
        grown = bool(fresh)
    return found


def holds(asked, place):
    """
    Whether a rule is known true of a lead in a situation.
    """
    return ask((asked & asked).node, lead_at(place), NOW) is True


def without_hypothesis(monkeypatch):
    """
    Let no import of Hypothesis succeed, nor of what needs it.
    """
    real = builtins.__import__

    def refuse(name, *args, **options):
        if name.partition(".")[0] == "hypothesis":
            raise ModuleNotFoundError(name)
        return real(name, *args, **options)

    for name in [*sys.modules]:
        if name.startswith("leadkit.testing.strategies"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)
