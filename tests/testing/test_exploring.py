"""
Walks through whole sets of situations: the same as walks from one to the next.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.testing.walking.exploring import (
    Arrow,
    Scale,
    Space,
    leading_to,
    scale,
    walk,
)

PLACES = 4


@st.composite
def scales(draw):
    """
    Facts with a few values, of which some may turn into others.
    """
    size = draw(st.integers(1, 4))
    later = [1 << value for value in range(size)]
    for low in reversed(range(size)):
        for high in range(low + 1, size):
            if draw(st.booleans()):
                later[low] |= later[high]
    return Scale(tuple(later))


@st.composite
def spaces(draw):
    """
    Spaces of up to three facts.
    """
    return Space(draw(st.lists(scales(), max_size=3)))


@st.composite
def maps(draw):
    """
    A space, where to begin in it, and arrows.
    """
    space = draw(spaces())
    states = st.integers(0, space.everything)
    places = st.integers(0, PLACES - 1)
    arrows = draw(st.lists(st.builds(Arrow, places, places, states), max_size=8))
    return space, draw(st.dictionaries(places, states, max_size=2)), arrows


def each(space):
    """
    All states, as the values of the facts.
    """
    return list(itertools.product(*(range(one.size) for one in space.scales)))


def chosen(space, states):
    """
    Those that are in a set of states.
    """
    return {one for one in each(space) if space.state(one) & states}


def turns(space, before, after):
    """
    Whether a state may turn into another one.
    """
    return all(
        one.later[low] >> high & 1
        for one, low, high in zip(space.scales, before, after, strict=True)
    )


def situations(space, sets):
    """
    Situations one by one, as place and values.
    """
    return {
        (place, one) for place, states in sets.items() for one in chosen(space, states)
    }


def nexts(space, arrows, situation):
    """
    What a situation turns into, and where one arrow leads from it.
    """
    place, before = situation
    turned = {(place, after) for after in each(space) if turns(space, before, after)}
    gone = {
        (arrow.target, before)
        for arrow in arrows
        if arrow.source == place and space.state(before) & arrow.where
    }
    return turned, gone


def walked(space, begin, arrows):
    """
    With how many arrows each situation is reached at the earliest.
    """
    depths = {}
    waiting = [(0, one) for one in situations(space, begin)]
    while waiting:
        waiting.sort(key=lambda one: one[0])
        depth, here = waiting.pop(0)
        if here in depths:
            continue
        depths[here] = depth
        turned, gone = nexts(space, arrows, here)
        waiting += [(depth, one) for one in turned]
        waiting += [(depth + 1, one) for one in gone]
    return depths


class TestSpace:
    @given(spaces(), st.data())
    def test_later_is_what_states_may_turn_into(self, space, data):
        """
        What comes later of some states is what each of them may turn into.
        """
        states = data.draw(st.integers(0, space.everything))
        expected = {
            after
            for before in chosen(space, states)
            for after in each(space)
            if turns(space, before, after)
        }

        assert expected == chosen(space, space.later(states))

    @given(spaces(), st.data())
    def test_earlier_is_what_may_turn_into_states(self, space, data):
        """
        What comes earlier of some states is what may turn into one of them.
        """
        states = data.draw(st.integers(0, space.everything))
        expected = {
            before
            for after in chosen(space, states)
            for before in each(space)
            if turns(space, before, after)
        }

        assert expected == chosen(space, space.earlier(states))

    @given(spaces(), st.data())
    def test_having_is_where_a_fact_has_a_value(self, space, data):
        """
        The states in which a fact has one of some values are those that say so.
        """
        for fact, one in enumerate(space.scales):
            values = data.draw(st.integers(0, (1 << one.size) - 1))
            expected = {each_ for each_ in each(space) if values >> each_[fact] & 1}

            assert expected == chosen(space, space.having(fact, values))

    @given(spaces())
    def test_values_are_those_of_the_first_state(self, space):
        """
        A state is known by its values, and of several states the first is told.
        """
        for values in each(space):
            state = space.state(values)
            from_there_on = space.everything - (state - 1)

            assert values == space.values(state) == space.values(from_there_on)

    def test_of_nothing_has_one_state(self):
        """
        Without facts there is one state.
        """
        assert (1, 1, ()) == (Space([]).size, Space([]).everything, Space([]).values(1))


class TestScale:
    def test_steps_leave_out_what_two_others_make(self):
        """
        A number rises by one, and a fork has a step to each side.
        """
        fork = Scale((0b1111, 0b1010, 0b1100, 0b1000))

        assert [(0, 1), (1, 2)] == scale(3).steps
        assert [(0, 1), (0, 2), (1, 3), (2, 3)] == fork.steps


class TestWalk:
    @given(maps())
    def test_reaches_what_a_plain_walk_reaches(self, drawn):
        """
        The same situations are reached, each with as few arrows.
        """
        space, begin, arrows = drawn
        found = walk(space, begin, arrows)
        depths = {}
        for depth, layer in enumerate(found.layers):
            depths |= dict.fromkeys(situations(space, layer), depth)

        assert walked(space, begin, arrows) == depths
        assert len(depths) == found.situations
        assert situations(space, found.reached) == depths.keys()

    @given(maps(), st.integers(0, PLACES - 1), st.data())
    def test_ways_lead_there(self, drawn, place, data):
        """
        Each way is one that can be gone, from where the walk begins to one of the
        situations wanted; the first is as short as possible, and none is listed twice.
        """
        space, begin, arrows = drawn
        found = walk(space, begin, arrows)
        wanted = data.draw(st.integers(0, space.everything))
        ways = found.ways(place, wanted, 5)
        goals = chosen(space, found.at(place) & wanted)
        depths = walked(space, begin, arrows)
        for way in ways:
            here = situations(space, begin)
            for arrow in way:
                here = {
                    (arrow.target, after)
                    for one in here
                    for _, after in nexts(space, arrows, one)[0]
                    if one[0] == arrow.source and space.state(after) & arrow.where
                }
            ends = {after for one in here for after in nexts(space, arrows, one)[0]}

            assert ends & {(place, one) for one in goals}

        assert bool(goals) is bool(ways)
        assert len(ways) == len(set(ways))
        if ways:
            assert len(ways[0]) == min(depths[place, one] for one in goals)

    def test_lists_no_more_ways_than_asked_for(self):
        """
        Of ten arrows to one place, three make three ways.
        """
        space = Space([])
        arrows = [Arrow(0, 1, 1, number) for number in range(10)]
        ways = walk(space, {0: 1}, arrows).ways(1, 1, 3)

        assert [(0,), (1,), (2,)] == [tuple(one.name for one in way) for way in ways]


class TestLeadingTo:
    @given(maps())
    def test_finds_all_that_get_there(self, drawn):
        """
        A situation leads to some goals if a walk from it reaches one of them.
        """
        space, goals, arrows = drawn
        wanted = situations(space, goals)
        expected = {
            (place, one)
            for place in range(PLACES)
            for one in each(space)
            if wanted & walked(space, {place: space.state(one)}, arrows).keys()
        }

        assert expected == situations(space, leading_to(space, goals, arrows))


class TestSize:
    @pytest.mark.parametrize("depth", [20])
    def test_a_million_states_are_walked_through(self, depth):
        """
        Twenty flags that must be down in turn, and then up, are all set in the end.
        """
        space = Space([scale(2)] * depth)
        arrows = [Arrow(n, n + 1, space.having(n, 0b01)) for n in range(depth)]
        arrows += [
            Arrow(depth + n, depth + n + 1, space.having(n, 0b10)) for n in range(depth)
        ]
        found = walk(space, {0: 1}, arrows)

        assert 1 << depth == space.size
        assert space.state([1] * depth) == found.at(2 * depth)
        assert tuple(arrows) == found.ways(2 * depth, space.everything, 1)[0]
