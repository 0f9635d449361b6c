"""
Looking for examples with Hypothesis.
"""

import sys
from itertools import cycle

import pytest
from hypothesis import settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit.testing.sampling import Sampled, search


def numbers():
    return st.integers(0, 1000)


class TestSearch:
    @pytest.mark.parametrize("limit", [0, 1, 17, 500])
    @pytest.mark.parametrize("seed", [None, 0, 1, 2])
    def test_finds_the_simplest(self, limit, seed):
        """
        What breaks a law is made as simple as it can be.
        """
        sampled = search(numbers, lambda n: n >= limit, examples=500, seed=seed)

        assert sampled.found == limit

    def test_nothing_found(self):
        """
        Where nothing breaks a law, all examples were tried.
        """
        assert search(numbers, lambda n: n > 1000, examples=30) == Sampled(None, 30)

    def test_as_many_as_the_profile_says(self):
        """
        Without a number, the profile of Hypothesis says how many are tried.
        """
        wanted = settings().max_examples

        assert search(numbers, lambda _: False).examples == wanted

    @pytest.mark.parametrize("seed", [None, 7])
    def test_twice(self, seed):
        """
        The same search draws the same examples.
        """

        def drawn():
            seen = []
            search(numbers, lambda n: bool(seen.append(n)), examples=20, seed=seed)
            return seen

        assert drawn() == drawn()

    def test_another_seed(self):
        """
        Another seed draws other examples.
        """

        def drawn(seed):
            seen = []
            search(numbers, lambda n: bool(seen.append(n)), examples=20, seed=seed)
            return seen

        assert drawn(1) != drawn(2)

    def test_an_error_is_no_answer(self):
        """
        What goes wrong in a host's code comes out as it is.
        """
        with pytest.raises(ZeroDivisionError):
            search(numbers, lambda n: n / 0 > 1)

    def test_what_breaks_a_law_once(self):
        """
        What breaks a law only the first time it is tried was found all the same.
        """
        seen = []

        def breaks(number):
            seen.append(number)
            return len(seen) == 5

        sampled = search(numbers, breaks)

        assert sampled == Sampled(seen[4], 5)

    def test_an_error_on_the_way_to_something_simpler(self):
        """
        What broke a law was found, whatever goes wrong with simpler examples.
        """
        sampled = search(numbers, lambda n: n >= 900 or (n > 500 and n / 0), seed=1)

        assert sampled.found >= 900

    def test_the_first_will_do(self):
        """
        Where nobody asks for the simplest, the first that is drawn is handed back.
        """
        seen = []
        sampled = search(
            numbers, lambda n: seen.append(n) or n > 10, seed=1, simplest=False
        )

        assert sampled.found == next(n for n in seen if n > 10)
        assert {sampled.found} == {n for n in seen if n > 10}

    def test_nothing_can_be_drawn(self):
        """
        Where nothing can be drawn, nothing was tried.
        """
        sampled = search(lambda: numbers().filter(lambda _: False), bool, examples=5)

        assert (Sampled(None, 0), "undecided") == (sampled, sampled.kind)

    def test_an_error_that_comes_once(self):
        """
        What goes wrong in a host's code only once comes out, too.
        """
        seen = []

        def breaks(number):
            seen.append(number)
            return len(seen) == 5 and number / 0 > 1

        with pytest.raises(ZeroDivisionError):
            search(numbers, breaks)

    def test_examples_that_change(self):
        """
        Where examples are drawn in another way each time, nothing is found.
        """
        turns = cycle([st.booleans(), st.text(), st.integers(0, 5)])

        @st.composite
        def moody(draw):
            return draw(next(turns)), draw(next(turns))

        assert search(moody, lambda _: False).found is None

    def test_without_hypothesis(self, monkeypatch):
        """
        Without Hypothesis, the error says how to install it.
        """
        monkeypatch.setitem(sys.modules, "hypothesis", None)
        with pytest.raises(lk.MissingExtraError) as caught:
            search(numbers, bool)

        assert str(caught.value) == (
            "leadkit.testing: hypothesis isn't installed. "
            'Write pip install -e ".[testing]" in your clone of leadkit.'
        )
