"""
Money: exact amounts, and what leads are worth.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import LeadError, RuleError
from leadkit.funnel.numbers.money import in_decimals, money, value_finder

AMOUNTS = st.decimals(0, 10**9, places=2)


class TestMoney:
    @given(AMOUNTS)
    def test_all_kinds_of_numbers_are_one(self, amount):
        """
        A float is taken for the decimals that it is written with.
        """
        assert amount == money(amount, "amount")
        assert amount == money(float(amount), "amount")
        assert int(amount) == money(int(amount), "amount")

    @pytest.mark.parametrize(
        ("given", "came"),
        [
            (True, "a bool"),
            ("12", "a str"),
            (None, "a missing value"),
            (-1, "an amount below 0"),
            (Decimal("-0.01"), "an amount below 0"),
            (float("nan"), "an amount that isn't finite"),
            (float("inf"), "an amount that isn't finite"),
            (Decimal("NaN"), "an amount that isn't finite"),
        ],
    )
    def test_others_are_refused(self, given, came):
        """
        What is no finite number of 0 or more is no amount; the error doesn't show it.
        """
        with pytest.raises(LeadError) as caught:
            money(given, "the value of a lead")

        assert "the value of a lead" == caught.value.subject
        assert came == caught.value.came


class TestValueFinder:
    def test_a_function_and_a_mapping_are_one(self):
        """
        Both say what a lead is worth, and None where that isn't known.
        """
        worth = {"L1": 900, "L2": None}
        by_mapping = value_finder(worth, "a velocity")
        by_function = value_finder(worth.get, "a velocity")

        for lead, expected in (("L1", Decimal(900)), ("L2", None), ("L3", None)):
            assert expected == by_mapping(lead)
            assert expected == by_function(lead)

    def test_others_are_refused(self):
        """
        Something else says nothing about leads.
        """
        with pytest.raises(RuleError) as caught:
            value_finder(900, "a velocity")

        assert (
            "value of a velocity: got an int, expected a function of a lead's id, or a "
            "mapping by ids."
        ) == str(caught.value)


class TestInDecimals:
    @given(AMOUNTS, st.integers(1, 1000))
    def test_is_as_exact_as_28_digits_are(self, amount, number):
        """
        Amounts stay what they are, and what they make is rounded once.
        """
        assert amount == in_decimals(Fraction(amount))
        exact = Fraction(amount) / number

        assert abs(Fraction(in_decimals(exact)) - exact) <= exact / 10**26
