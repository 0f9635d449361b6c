"""
Formulas about facts that grow and facts that come and go: what is left out of the space
makes no difference.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.rules.proof.solving import (
    NO,
    YES,
    Atom,
    Enough,
    Some,
    TooMuchError,
    all_of,
    any_of,
)
from leadkit.rules.proof.solving import All as AllOf
from leadkit.testing.walking import projecting
from leadkit.testing.walking.exploring import Arrow, walk
from leadkit.testing.walking.projecting import Projector, Quantity

PLACES = 3


@st.composite
def quantities(draw):
    """
    Three quantities of up to four regions, which rise in up to two respects.
    """
    respects = draw(st.integers(0, 2))
    height = st.tuples(*[st.integers(0, 2)] * respects)
    regions = st.lists(height, min_size=1, max_size=4)
    return [
        Quantity(dict(enumerate(draw(regions), draw(st.integers(0, 1)))))
        for _ in range(3)
    ]


def formulas(given):
    """
    Formulas about quantities.
    """
    atoms = st.integers(0, len(given) - 1).flatmap(
        lambda number: st.sets(
            st.sampled_from([*given[number].heights]), min_size=1
        ).map(lambda regions: Atom(number, sum(1 << one for one in regions)))
    )

    def joined(parts):
        several = st.lists(parts, min_size=2, max_size=3)
        return st.one_of(
            several.map(all_of),
            several.map(any_of),
            st.lists(parts, min_size=3, max_size=4).map(
                lambda some: Enough(2, tuple(some))
            ),
        )

    return st.recursive(atoms | st.sampled_from([YES, NO]), joined, max_leaves=8)


@st.composite
def maps(draw):
    """
    Quantities, and arrows that are gone where a formula holds.
    """
    given = draw(quantities())
    places = st.integers(0, PLACES - 1)
    arrows = st.tuples(places, places, formulas(given))
    return given, draw(st.lists(arrows, min_size=1, max_size=6))


def holds(formula, regions):
    """
    Whether a formula holds where quantities lie in some regions.
    """
    match formula:
        case Atom(quantity=quantity, regions=wanted):
            return bool(wanted >> regions[quantity] & 1)
        case AllOf(parts=parts):
            return all(holds(part, regions) for part in parts)
        case Some(parts=parts):
            return any(holds(part, regions) for part in parts)
        case Enough(needed=needed, parts=parts):
            return sum(holds(part, regions) for part in parts) >= needed


def worlds(given):
    """
    All choices of regions.
    """
    return list(itertools.product(*(quantity.heights for quantity in given)))


def later(given, world):
    """
    What a choice of regions may turn into.
    """
    return [
        other
        for other in worlds(given)
        if all(
            low <= high
            for quantity, here, there in zip(given, world, other, strict=True)
            for low, high in zip(
                quantity.heights[here], quantity.heights[there], strict=True
            )
        )
    ]


def walked(given, arrows):
    """
    All places with regions that are reached, one after another.
    """
    turned = {world: later(given, world) for world in worlds(given)}
    waiting = [(0, world) for world in turned]
    reached = set()
    while waiting:
        here = waiting.pop()
        if here in reached:
            continue
        reached.add(here)
        waiting += [(here[0], world) for world in turned[here[1]]]
        waiting += [
            (target, here[1])
            for source, target, formula in arrows
            if source == here[0] and holds(formula, here[1])
        ]
    return reached, turned


def state_at(projector, given, world):
    """
    The state of a choice of regions.
    """
    return projector.state(lambda number: given[number].heights[world[number]])


class TestProjector:
    @pytest.mark.parametrize("must_rise", [False, True])
    @given(drawn=maps())
    def test_leaves_out_nothing_that_matters(self, drawn, must_rise):
        """
        The same arrows can be gone as in a walk through all choices of regions.
        """
        given, arrows = drawn
        projector = Projector(
            given, [formula for *_, formula in arrows], must_rise=must_rise
        )
        drawn_arrows = [
            Arrow(source, target, projector.where(formula))
            for source, target, formula in arrows
        ]
        found = walk(projector.space, {0: projector.space.everything}, drawn_arrows)
        reached, _ = walked(given, arrows)
        expected = [
            any(place == source and holds(formula, world) for place, world in reached)
            for source, _, formula in arrows
        ]

        assert expected == [
            bool(found.at(arrow.source) & arrow.where) for arrow in drawn_arrows
        ]

    @given(maps())
    def test_knows_what_is_left_to_do(self, drawn):
        """
        Where facts must rise, it is told of every choice of regions whether an arrow
        can be gone from there, at once or later.
        """
        given, arrows = drawn
        projector = Projector(
            given, [formula for *_, formula in arrows], must_rise=True
        )
        space = projector.space
        alive = [0] * PLACES
        for source, _, formula in arrows:
            alive[source] |= space.earlier(projector.where(formula))
        reached, turned = walked(given, arrows)
        for place, world in reached:
            expected = any(
                source == place and holds(formula, after)
                for source, _, formula in arrows
                for after in turned[world]
            )
            state = state_at(projector, given, world)

            assert expected is bool(state & alive[place])

    def test_what_comes_and_goes_needs_no_room(self):
        """
        Of thirty flags that come and go, none is in the space, though all are asked.
        """
        flags = [Quantity({0: (), 1: ()}) for _ in range(30)]
        up = all_of(Atom(number, 0b10) for number in range(30))
        down = all_of(Atom(number, 0b01) for number in range(30))
        projector = Projector(flags, [up, down, all_of([up, down])])

        assert 1 == projector.space.size
        assert [1, 1, 0] == [
            projector.where(formula) for formula in (up, down, all_of([up, down]))
        ]

    def test_what_is_only_wanted_high_needs_no_room(self):
        """
        Of counts that are only asked to be high enough, the lead has enough; of those
        that are asked to be low too, there are as many values as make a difference.
        """
        counts = [Quantity({n: (n,) for n in range(6)}) for _ in range(2)]
        high = [Atom(number, 0b110000) for number in range(2)]
        low = Atom(0, 0b000011)

        assert 1 == Projector(counts, high).space.size
        assert 2 == Projector(counts, [*high, low]).space.size

    def test_too_many_combinations_are_refused(self):
        """
        Thirty counts that are asked to be low and high are too many.
        """
        counts = [Quantity({0: (0,), 1: (1,)}) for _ in range(30)]
        asked = [Atom(n, regions) for n in range(30) for regions in (1, 2)]
        with pytest.raises(TooMuchError, match="1,073,741,824 combinations"):
            Projector(counts, asked)

    def test_too_many_steps_are_refused(self, monkeypatch):
        """
        What takes too long to find out is refused, not left open.
        """
        monkeypatch.setattr(projecting, "MOST_STEPS", 5)
        flags = [Quantity({0: (), 1: ()}) for _ in range(6)]
        tangled = all_of(any_of([Atom(n, 1), Atom((n + 1) % 6, 2)]) for n in range(6))
        projector = Projector(flags, [tangled])
        with pytest.raises(TooMuchError, match="more than 5 steps"):
            projector.where(tangled)

    def test_what_grows_in_too_many_ways_comes_and_goes(self):
        """
        A quantity with very many heights is taken as one that comes and goes, which
        allows more than there is; it is known which.
        """
        many = Quantity({n: (n,) for n in range(projecting.MOST_HEIGHTS + 1)})
        low, high = Atom(0, 1), Atom(0, 2)
        projector = Projector([many], [low, high])

        assert ({0}, 1) == (projector.coarse, projector.space.size)
        assert 1 == projector.where(low) == projector.where(high)
        assert 0 == projector.where(all_of([low, high]))

    def test_a_height_that_there_is_not_is_no_state(self):
        """
        Where a quantity is never so high, there is no such state.
        """
        counts = [Quantity({0: (0,), 1: (1,)})]
        projector = Projector(counts, [Atom(0, 1), Atom(0, 2)])

        assert 0 == projector.state(lambda _: (2,))
        assert 2 == projector.state(lambda _: (1,))
        assert projector.lowest == projector.state(lambda _: (0,))

    def test_says_which_heights_a_state_stands_for(self):
        """
        A state stands for the heights that no formula tells apart; what may as well
        rise isn't named.
        """
        counts = [Quantity({n: (n,) for n in range(4)})]
        projector = Projector(counts, [Atom(0, 0b0001), Atom(0, 0b1000)])
        last = projector.state(lambda _: (3,))

        assert [(0, {(3,)})] == list(projector.heights(last))
        assert last == projector.having(lambda _, height: height == (2,))
