"""
Removal effects: one inverse, held against fractions solved once for each removal.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.funnel.numbers.markov import removal_effects

STATES = 4
WALKS = st.lists(
    st.tuples(
        st.lists(st.integers(0, STATES - 1), max_size=5),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=6,
)


def ends_well(walks, without=None):
    """
    How often a walk ends well if entering a state ends it badly, in fractions.
    """
    size = STATES
    start = [Fraction(0)] * size
    matrix = [[Fraction(0)] * (size + 1) for _ in range(size)]
    leaving = [Fraction(0)] * size
    for path, good, bad in walks:
        if not path or not good + bad:
            continue
        short = [one for n, one in enumerate(path) if n == 0 or one != path[n - 1]]
        start[short[0]] += good + bad
        for n, here in enumerate(short):
            leaving[here] += good + bad
            if n + 1 < len(short):
                matrix[here][short[n + 1]] += good + bad
        matrix[short[-1]][size] += good
    begun = sum(start)
    rows = [
        [
            Fraction(here == there) - matrix[here][there] / (leaving[here] or 1)
            if there != without
            else Fraction(here == there)
            for there in range(size)
        ]
        + [matrix[here][size] / (leaving[here] or 1)]
        for here in range(size)
    ]
    for pivot in range(size):
        swap = next(row for row in range(pivot, size) if rows[row][pivot])
        rows[pivot], rows[swap] = rows[swap], rows[pivot]
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for other in range(size):
            if other != pivot:
                lead = rows[other][pivot]
                rows[other] = [
                    value - lead * one
                    for value, one in zip(rows[other], rows[pivot], strict=True)
                ]
    return sum(
        start[state] * rows[state][size] for state in range(size) if state != without
    ) / (begun or 1)


class TestRemovalEffects:
    @given(WALKS)
    def test_each_is_what_solving_without_the_state_says(self, walks):
        """
        One inverse says the same as solving the chain again for each removal, exactly.
        """
        removal = removal_effects(walks, STATES)
        whole = ends_well(walks)

        if not any(path and good + bad for path, good, bad in walks):
            assert removal.base is None
        else:
            assert removal.base == pytest.approx(float(whole), abs=1e-12)
        if whole:
            expected = [
                float(1 - ends_well(walks, state) / whole) for state in range(STATES)
            ]
            assert removal.effects == pytest.approx(expected, abs=1e-11)
        else:
            assert removal.effects == (None,) * STATES

    @given(WALKS, st.permutations(range(STATES)))
    def test_names_mean_nothing(self, walks, names):
        """
        Renaming states renames the effects.
        """
        renamed = [([names[one] for one in path], g, b) for path, g, b in walks]
        effects = removal_effects(walks, STATES).effects
        others = removal_effects(renamed, STATES).effects

        for state, effect in enumerate(effects):
            assert others[names[state]] == pytest.approx(effect, abs=1e-11)

    def test_a_step_to_itself_is_none(self):
        """
        Repeating a state changes nothing.
        """
        once = removal_effects([([0, 1], 3, 1), ([1], 1, 5)], 2)
        often = removal_effects([([0, 0, 0, 1, 1], 3, 1), ([1], 1, 5)], 2)

        assert once == often

    def test_nothing_walked(self):
        """
        Without walks nothing is known, not even that nothing ends well.
        """
        removal = removal_effects([], 2)

        assert removal.base is None
        assert removal.effects == (None, None)

    def test_nothing_ends_well(self):
        """
        Where no walk ends well, no state can be missed.
        """
        removal = removal_effects([([0], 0, 3)], 1)

        assert removal.base == 0
        assert removal.effects == (None,)

    def test_a_long_circle_ends(self):
        """
        A walk that goes around a thousand times is solved for like any other.
        """
        removal = removal_effects([([0, 1] * 1000, 1, 0)], 2)

        assert removal.base == pytest.approx(1)
        assert removal.effects == pytest.approx([1, 1])

    def test_the_reference(self, reference):
        """
        Base and effects are those of exact arithmetic and of another library.
        """
        group = reference["attribution"]
        names = sorted(group["markov1"]["removal_effect"])
        walks = [
            (
                [names.index(name) for name in one["path"]],
                one["conversions"],
                one["nulls"],
            )
            for one in group["paths"]
        ]
        removal = removal_effects(walks, len(names))

        assert group["markov1"]["base_conversion"] == pytest.approx(
            removal.base, abs=1e-9
        )
        assert group["markov1"]["removal_effect"] == pytest.approx(
            dict(zip(names, removal.effects, strict=True)), abs=1e-9
        )
