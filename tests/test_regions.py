"""
The regions that thresholds cut ranges into.
"""

from fractions import Fraction
from math import inf, nextafter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadkit.rules import nodes as n
from leadkit.rules.proof.patterns import Patterns
from leadkit.rules.proof.regions import MISSING, Range, Region, on_grid, on_line

cuts = st.sets(st.integers(-40, 40).map(lambda quarters: Fraction(quarters, 4)))
COMPARED = ("lt", "le", "eq", "ne", "gt", "ge")


def holds(op, seen, cut):
    """What Python says about two numbers."""
    return n.COMPARISONS[op].compute(seen, cut)


class TestOnGrid:
    @given(cuts, st.none() | st.integers(-5, 5), st.integers(0, 20))
    def test_each_number_once(self, thresholds, low, size):
        """
        Each whole number of the range is in one region, and no other number is.
        """
        high = None if low is None else low + size
        regions = on_grid(thresholds, 1, low, high)
        numbers = range(-60, 61)
        found = [
            sum(
                (r.low is None or r.low <= number)
                and (r.high is None or number <= r.high)
                for r in regions
            )
            for number in numbers
        ]

        assert [
            (low is None or low <= number) and (high is None or number <= high)
            for number in numbers
        ] == found

    @given(cuts, st.integers(-60, 60), st.sampled_from(COMPARED))
    def test_one_answer_in_each(self, thresholds, number, op):
        """
        What holds for the sample of a region holds for all of it.
        """
        assume(thresholds)
        whole = Range(on_grid(thresholds, 1, None, None))
        place = next(
            index
            for index, r in enumerate(whole.regions)
            if (r.low is None or r.low <= number)
            and (r.high is None or number <= r.high)
        )

        assert [holds(op, number, cut) for cut in thresholds] == [
            bool(whole.compared(op, cut) >> place + 1 & 1) for cut in thresholds
        ]


class TestOnLine:
    @given(cuts, st.sampled_from(COMPARED))
    def test_samples(self, thresholds, op):
        """
        Samples rise, and a comparison holds in the regions whose sample it holds for.
        """
        line = Range(on_line(thresholds, None, None), optional=False)

        assert sorted(set(line.samples)) == line.samples
        for cut in thresholds:
            assert sum(
                holds(op, sample, cut) << index + 1
                for index, sample in enumerate(line.samples)
            ) == line.compared(op, cut)

    def test_neighbours(self):
        """
        Between two floats that are neighbours there is no region.
        """
        low = 1.0
        high = nextafter(low, inf)
        between = on_line({Fraction(low), Fraction(high)}, None, None)

        assert [None, 1, Fraction(high), Fraction(high)] == [r.low for r in between]

    def test_ends(self):
        """
        The ends of a range belong to it, and thresholds beyond them are left out.
        """
        regions = on_line({Fraction(9)}, Fraction(1), Fraction(2))

        assert [(1, 1), (1, 2), (2, 2)] == [(r.low, r.high) for r in regions]

    def test_missing(self):
        """
        What is missing is the first region, if it may be.
        """
        regions = on_line(set(), None, None)

        assert (MISSING | 2, 2) == (
            Range(regions).all,
            Range(regions, optional=False).all,
        )


class TestRegion:
    @pytest.mark.parametrize(
        ("region", "under", "above"),
        [
            (Region(None, Fraction(5), False, Fraction(0)), True, False),
            (Region(None, Fraction(5), True, Fraction(0)), False, False),
            (Region(Fraction(5), None, True, Fraction(6)), False, True),
            (Region(Fraction(4), Fraction(6), True, Fraction(5)), False, False),
        ],
    )
    def test_beside_a_limit(self, region, under, above):
        """
        A region lies below a limit, at or above it, or on both sides.
        """
        assert (under, above) == (
            region.under(Fraction(5)),
            region.from_(Fraction(5)),
        )

    @pytest.mark.parametrize(("closed", "reaches"), [(True, True), (False, False)])
    def test_reaching_an_end(self, closed, reaches):
        """
        A region reaches one that ends where it begins only if both have that end.
        """
        one = Region(Fraction(5), Fraction(9), closed, Fraction(6))
        other = Region(Fraction(1), Fraction(5), True, Fraction(2))

        assert reaches is one.reaches(other)
        assert reaches is one.meets(other)
        assert other.reaches(one)


parts = st.text("ab", max_size=3)


class TestPatterns:
    @given(
        st.sets(parts, max_size=2),
        st.sets(
            st.tuples(st.sampled_from(["contains", "starts_with", "ends_with"]), parts),
            max_size=4,
        ),
        st.text("abc", max_size=7),
    )
    def test_every_text_has_a_like(self, equal, tests, text):
        """
        For each text there is one in the list that answers all questions alike.
        """
        patterns = Patterns(tuple(equal), tuple(tests))

        def answers(one):
            held = [n.COMPARISONS[op].compute(one, part) for op, part in patterns.tests]
            return [one == other for other in patterns.equal] + held

        assert answers(text) in [answers(one) for one in patterns.texts()]
