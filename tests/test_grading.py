"""
Letters for fit, and a word for interest.
"""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW

from leadkit import (
    ALWAYS,
    NEVER,
    Grades,
    InstantError,
    Lead,
    LeadError,
    Points,
    RuleError,
    Scorecard,
    Temperature,
    fields,
)

FLAGS = fields(Lead, traits={"hot": bool, "warm": bool})
GRADES = Grades("fit", {"A": 30, "B": 15.5, "C": -10})


class TestGrades:
    @pytest.mark.parametrize(
        ("total", "letter"),
        [
            (3001, "A"),
            (3000, "A"),
            (2999, "B"),
            (1550, "B"),
            (1549, "C"),
            (-1000, "C"),
            (-1001, None),
        ],
    )
    def test_takes_the_best_that_is_reached(self, total, letter):
        """
        A total at a threshold has its letter, and below all thresholds there is none.
        """
        assert letter == GRADES.grade(total)

    @given(
        st.lists(st.integers(-5000, 5000), min_size=1, max_size=6, unique=True),
        st.integers(-6000, 6000),
        st.integers(-6000, 6000),
    )
    def test_more_points_are_never_a_worse_grade(self, needs, one, other):
        """
        A greater total has the same letter or a better one.
        """
        falling = sorted(needs, reverse=True)
        letters = [chr(ord("A") + place) for place in range(len(needs))]
        grades = Grades(
            "fit",
            {letter: need / 100 for letter, need in zip(letters, falling, strict=True)},
        )
        places = [*letters, None]
        low, high = sorted((one, other))

        assert places.index(grades.grade(high)) <= places.index(grades.grade(low))
        assert sum(low < need for need in falling) == places.index(grades.grade(low))

    @pytest.mark.parametrize(
        ("write", "subject", "came"),
        [
            (lambda: Grades("fit", {}), "Grades", "no grades"),
            (lambda: Grades("fit", [("A", 3)]), "Grades", "a list"),
            (lambda: Grades("fit", None), "Grades", "a missing value"),
            (lambda: Grades("fit", {1: 3}), "Grades", "an int as a letter"),
            (lambda: Grades("fit", {" ": 3}), "Grades", "a str as a letter"),
            (lambda: Grades("fit", {"A": "3"}), "grade 'A'", "a str"),
            (
                lambda: Grades("fit", {"A": 0.001}),
                "grade 'A'",
                "0.001, with more than two decimals",
            ),
            (
                lambda: Grades("fit", {"A": float("inf")}),
                "grade 'A'",
                "a number that isn't finite",
            ),
            (
                lambda: Grades("fit", {"B": 15, "A": 30}),
                "Grades of 'fit'",
                "the thresholds 15, 30",
            ),
            (
                lambda: Grades("fit", {"A": 15.5, "B": 15.5}),
                "Grades of 'fit'",
                "the thresholds 15.5, 15.5",
            ),
            (
                lambda: Grades(Scorecard("fit", []), {"A": 15}),
                "card of Grades",
                "a Scorecard",
            ),
        ],
        ids=range(11),
    )
    def test_misuse_fails_when_it_is_written(self, write, subject, came):
        """
        Wrong grades say what they are and what came.
        """
        with pytest.raises(RuleError) as caught:
            write()

        assert (subject, came) == (caught.value.subject, caught.value.came)

    @pytest.mark.parametrize("points", [30.0, Decimal(30), Decimal("30.00")])
    def test_thresholds_that_mean_the_same_are_the_same(self, points):
        """
        Thirty is thirty, however it is written.
        """
        assert Grades("fit", {"A": 30}) == Grades("fit", {"A": points})
        assert hash(Grades("fit", {"A": 30})) == hash(Grades("fit", {"A": points}))

    def test_comes_back_from_a_pickle(self):
        """
        Grades and temperatures are data.
        """
        both = GRADES, Temperature(hot=ALWAYS, warm=FLAGS.warm)

        assert both == pickle.loads(pickle.dumps(both))


class TestTemperature:
    @pytest.mark.parametrize(
        ("hot", "warm", "word"),
        [
            (True, True, "hot"),
            (True, False, "hot"),
            (True, None, "hot"),
            (False, True, "warm"),
            (None, True, "warm"),
            (False, False, "cold"),
            (None, None, "cold"),
            (False, None, "cold"),
            (None, False, "cold"),
        ],
    )
    def test_of(self, hot, warm, word):
        """
        Hot comes before warm, and what isn't known to be either is cold.
        """
        lead = Lead(id="L-1", traits={"hot": hot, "warm": warm})

        assert word == Temperature(hot=FLAGS.hot, warm=FLAGS.warm).of(lead, as_of=NOW)

    def test_may_read_cards(self):
        """
        A total may say what is hot.
        """
        card = Scorecard("engagement", [Points(50, when=FLAGS.hot)])
        temperature = Temperature(hot=card >= 50, warm=ALWAYS)

        assert "hot" == temperature.of(Lead(id="L-1", traits={"hot": True}), as_of=NOW)
        assert "warm" == temperature.of(Lead(id="L-2"), as_of=NOW)

    @pytest.mark.parametrize("wrong", [None, True, "hot", Scorecard("engagement", [])])
    def test_wants_rules(self, wrong):
        """
        What isn't a rule is refused when it is written.
        """
        with pytest.raises(RuleError, match="Temperature"):
            Temperature(hot=wrong, warm=NEVER)

    def test_wants_a_lead_and_an_instant(self):
        """
        Something else than a lead, or an instant without a zone, is refused.
        """
        temperature = Temperature(hot=NEVER, warm=NEVER)

        with pytest.raises(LeadError, match="a str"):
            temperature.of("sara@example.com", as_of=NOW)
        with pytest.raises(InstantError):
            temperature.of(Lead(id="L-1"), as_of=NOW.replace(tzinfo=None))
