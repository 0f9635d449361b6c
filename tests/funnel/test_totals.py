"""
Totals of chances: held against counting them out with exact fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.funnel.pipeline.totals import total_quantiles

LEVELS = (0.1, 0.5, 0.9)
CHANCES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 16)), max_size=4)


def masses_of(chances):
    """
    How likely each total is, one lead after the other.
    """
    masses = [Fraction(1)]
    for number, chance in chances:
        for _ in range(number):
            masses = [
                stay * (1 - chance) + come * chance
                for stay, come in zip([*masses, 0], [0, *masses], strict=True)
            ]
    return masses


class TestTotalQuantiles:
    @given(CHANCES)
    def test_is_the_smallest_that_is_likely_enough(self, drawn):
        """
        A total isn't exceeded as often as asked for, and one less is.
        """
        chances = [(number, Fraction(part, 16)) for number, part in drawn]
        reached = list(accumulate(masses_of(chances)))
        exact = [
            next(total for total, share in enumerate(reached) if share >= level)
            for level in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))
        ]
        told = total_quantiles([(n, float(p)) for n, p in chances], LEVELS)

        assert tuple(exact) == told

    @pytest.mark.parametrize(
        "chances",
        [
            [(1000, 0.4)],
            [(500, 0.02), (4000, 0.06), (30, 1.0), (70, 0.0)],
            [(8000, 0.03), (300, 0.5), (30, 0.97)],
        ],
    )
    def test_many_are_as_exact(self, chances):
        """
        Where the normal law comes in, it tells the same totals.
        """
        masses = [1.0]
        for number, chance in chances:
            for _ in range(number if 0 < chance < 1 else 0):
                masses = [
                    stay * (1 - chance) + come * chance
                    for stay, come in zip([*masses, 0], [0, *masses], strict=True)
                ][:520]
        sure = sum(number for number, chance in chances if chance == 1)
        reached = list(accumulate(masses))
        exact = tuple(
            sure + next(total for total, share in enumerate(reached) if share >= level)
            for level in LEVELS
        )

        assert exact == total_quantiles(chances, LEVELS)

    def test_nobody(self):
        """
        Nobody has a total of 0, for sure.
        """
        assert (0, 0, 0) == total_quantiles([], LEVELS)
