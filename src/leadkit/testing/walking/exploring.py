"""
Which situations can be reached, walked through a whole set of them at a time.

A situation is a place, and a state of some facts. The states that are reached at one
place are one whole number with a bit for each, so that one *and* of two numbers asks a
guard about thousands of situations. Nothing here knows what places and facts are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

import attrs

#: More situations aren't walked through. With that many, and 24 arrows, a walk takes
#: some seconds and a few hundred MiB.
MOST_SITUATIONS = 1 << 26

#: A bit for each state of the facts.
States: TypeAlias = int


@attrs.frozen
class Scale:
    """
    A fact that only ever changes one way, as what was counted only grows.

    Attributes:
        later: For each of its values, a bit for each value that it may have later: its
            own, and greater ones.
    """

    later: tuple[int, ...]

    @property
    def size(self) -> int:
        """
        How many values it has.
        """
        return len(self.later)

    @property
    def steps(self) -> list[tuple[int, int]]:
        """
        The changes that no two others make together, the lower ones first.
        """
        found: list[tuple[int, int]] = []
        for value, later in enumerate(self.later):
            above = [n for n in range(value + 1, self.size) if later >> n & 1]
            passed = 0
            for other in above:
                passed |= self.later[other] & ~(1 << other)
            found += [(value, other) for other in above if not passed >> other & 1]
        return found


def scale(size: int) -> Scale:
    """
    Make the scale of a number that rises.

    >>> scale(3).steps
    [(0, 1), (1, 2)]
    """
    return Scale(tuple((1 << size) - (1 << value) for value in range(size)))


class Space:
    """
    All states of some facts.

    Attributes:
        scales: The facts.

        size: How many states they have together.

        everything: All of them.
    """

    def __init__(self, scales: Iterable[Scale]) -> None:
        self.scales: tuple[Scale, ...] = tuple(scales)
        self.size: int = 1
        self._strides: list[int] = []
        for one in self.scales:
            self._strides.append(self.size)
            self.size *= one.size
        self.everything: States = (1 << self.size) - 1
        # For each fact, the states in which it has each of its values.
        self._having: list[list[States]] = [
            self._split(stride, one.size)
            for stride, one in zip(self._strides, self.scales, strict=True)
        ]
        self._steps = [
            [
                (having[low], having[high], (high - low) * stride)
                for low, high in one.steps
            ]
            for having, stride, one in zip(
                self._having, self._strides, self.scales, strict=True
            )
        ]

    def _split(self, stride: int, values: int) -> list[States]:
        period = stride * values
        pattern, width = (1 << stride) - 1, period
        while width < self.size:  # each time twice as much of it
            pattern |= pattern << width
            width *= 2
        return [pattern << value * stride & self.everything for value in range(values)]

    def having(self, fact: int, values: int) -> States:
        """
        The states in which a fact has one of some values.

        Args:
            fact: Its place among the facts.

            values: A bit for each value.
        """
        found = 0
        for value, states in enumerate(self._having[fact]):
            if values >> value & 1:
                found |= states
        return found

    def later(self, states: States) -> States:
        """
        The states that some may turn into as time goes by, they themselves included.
        """
        for steps in self._steps:
            for low, _, shift in steps:
                states |= (states & low) << shift
        return states

    def earlier(self, states: States) -> States:
        """
        The states that may turn into some as time goes by, they themselves included.
        """
        for steps in self._steps:
            for _, high, shift in reversed(steps):
                states |= (states & high) >> shift
        return states

    def values(self, states: States) -> tuple[int, ...]:
        """
        The values of all facts in the first of some states.
        """
        first = (states & -states).bit_length() - 1
        return tuple(
            first // stride % one.size
            for stride, one in zip(self._strides, self.scales, strict=True)
        )

    def state(self, values: Sequence[int]) -> States:
        """
        The state in which the facts have some values, a value for each.
        """
        return 1 << sum(
            value * stride for value, stride in zip(values, self._strides, strict=True)
        )


@attrs.frozen(eq=False)
class Arrow:
    """
    A way from one place to another.

    Attributes:
        source: Where it starts.

        target: Where it ends.

        where: The states in which it may be gone.

        name: What it is to whoever drew it.
    """

    source: int
    target: int
    where: States
    name: object = None


#: Some situations, as the states at each of their places.
Situations: TypeAlias = Mapping[int, States]


@attrs.frozen(eq=False)
class Walk:
    """
    All situations that can be reached.

    Attributes:
        space: The states of the facts.

        layers: The situations that are reached with no arrow, with one at least, with
            two at least, and so on.

        reached: All of them.

        into: The arrows by the place that they lead to.
    """

    space: Space
    layers: list[dict[int, States]]
    reached: dict[int, States]
    into: dict[int, list[Arrow]]

    @property
    def situations(self) -> int:
        """
        How many situations can be reached.
        """
        return sum(states.bit_count() for states in self.reached.values())

    def at(self, place: int) -> States:
        """
        The states that are reached at a place.
        """
        return self.reached.get(place, 0)

    def ways(self, place: int, states: States, most: int) -> list[tuple[Arrow, ...]]:
        """
        List ways that lead to one of some situations, the shortest first.

        Args:
            place: Their place.

            states: Their states.

            most: How many ways to list.
        """
        found = (
            way
            for number, layer in enumerate(self.layers)
            if layer.get(place, 0) & states
            for way in self._back(number, place, layer[place] & states)
        )
        return list(islice(found, most))

    def _back(
        self, number: int, place: int, states: States
    ) -> Iterator[tuple[Arrow, ...]]:
        # What leads to some situations of a layer was in the layer before.
        if not number:
            yield ()
            return
        before, turned = self.layers[number - 1], self.space.earlier(states)
        for arrow in self.into[place]:
            start = before.get(arrow.source, 0) & arrow.where & turned
            if start:
                for way in self._back(number - 1, arrow.source, start):
                    yield (*way, arrow)


def walk(space: Space, begin: Situations, arrows: Iterable[Arrow]) -> Walk:
    """
    Walk through all situations that can be reached.

    Between two arrows the facts change as they like, the way that their scales go.

    Args:
        space: The states of the facts.

        begin: Where to begin.

        arrows: The ways from place to place.
    """
    out: dict[int, list[Arrow]] = {}
    into: dict[int, list[Arrow]] = {}
    for arrow in arrows:
        out.setdefault(arrow.source, []).append(arrow)
        into.setdefault(arrow.target, []).append(arrow)
    layer = {place: space.later(states) for place, states in begin.items() if states}
    reached: dict[int, States] = {}
    layers: list[dict[int, States]] = []
    while layer:
        layers.append(layer)
        for place, states in layer.items():
            reached[place] = reached.get(place, 0) | states
        gone: dict[int, States] = {}
        for place, states in layer.items():
            for arrow in out.get(place, ()):
                gone[arrow.target] = gone.get(arrow.target, 0) | states & arrow.where
        fresh = {p: states & ~reached.get(p, 0) for p, states in gone.items()}
        layer = {
            place: space.later(states) & ~reached.get(place, 0)
            for place, states in fresh.items()
            if states
        }
    return Walk(space, layers, reached, into)


def leading_to(
    space: Space, goals: Situations, arrows: Iterable[Arrow]
) -> dict[int, States]:
    """
    Find all situations from which one of some can be reached, they themselves included.

    Args:
        space: The states of the facts.

        goals: The situations to reach.

        arrows: The ways from place to place.
    """
    into: dict[int, list[Arrow]] = {}
    for arrow in arrows:
        into.setdefault(arrow.target, []).append(arrow)
    layer = {place: space.earlier(states) for place, states in goals.items() if states}
    found: dict[int, States] = {}
    while layer:
        for place, states in layer.items():
            found[place] = found.get(place, 0) | states
        gone: dict[int, States] = {}
        for place, states in layer.items():
            for arrow in into.get(place, ()):
                gone[arrow.source] = gone.get(arrow.source, 0) | states & arrow.where
        fresh = {p: states & ~found.get(p, 0) for p, states in gone.items()}
        layer = {
            place: space.earlier(states) & ~found.get(place, 0)
            for place, states in fresh.items()
            if states
        }
    return found
