"""
Numbers as people write them.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.cli.numerals import number, plain

LATIN = "0123456789"
SCRIPTS = [LATIN, "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"]
SPACES = [" ", "\u00a0", "\u2009", "\u202f", "'", "’", "٬"]
MARKS = ["", "\u200e", "\u200f", "\u061c", "\u202b", "\u2067"]


@st.composite
def written(draw):
    """A number, how somebody writes it, and what they say stands before decimals."""
    whole, places = draw(st.integers(0, 10**12)), draw(st.integers(0, 3))
    decimals = draw(st.text(LATIN, min_size=places, max_size=places))
    said = draw(st.sampled_from([None, ".", ","]))
    other = {None: [], ".": [","], ",": ["."]}[said]
    separator = draw(st.sampled_from(["", *SPACES, *other]))
    point = draw(st.sampled_from([said or ".", "٫"]))
    sign, value = draw(st.sampled_from([("", 1), ("-", -1), ("+", 1), ("\u2212", -1)]))
    text = sign + f"{whole:,}".replace(",", separator)
    text += point + decimals if decimals else ""
    text = text.translate(str.maketrans(LATIN, draw(st.sampled_from(SCRIPTS))))
    text = draw(st.sampled_from(MARKS)) + text + draw(st.sampled_from(MARKS))
    return value * Decimal(f"{whole}.{decimals or 0}"), text, said


class TestNumber:
    @given(written())
    def test_it_reads_what_people_write(self, given_):
        """
        Digits of each script, with each separator, are the number they stand for.
        """
        expected, text, said = given_

        assert float(expected) == number(text, said)

    @given(
        st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([".", None])
    )
    def test_what_python_writes(self, value, said):
        """
        Numbers as Python writes them are read, also those with an exponent.
        """
        assert value == number(repr(value), said)

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_with_a_decimal_comma(self, value):
        """
        The same with a comma instead of the point.
        """
        assert value == number(repr(value).replace(".", ","), ",")

    @given(
        st.text("0123456789.,-+eE' _٫۵x", max_size=12),
        st.sampled_from([None, ".", ","]),
    )
    def test_it_never_raises_anything_else(self, text, said):
        """
        What is no number is refused in one way.
        """
        try:
            assert isinstance(number(text, said), int | float)
        except ValueError as error:
            assert type(error) is ValueError

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("1,200", None), ("1,2", None), ("1.200.300", None), ("1.2", ","),
            ("1_000", None), ("0x10", None), ("1 2", None), ("1 20 000", None),
            ("1,200,30", "."), ("1'200 300", None), ("", None), ("-", None),
            ("--5", None), ("1e", ","), ("½", None), ("²", None), ("5%", None),
            ("9" * 5000, None), ("1.2,3", "."),
        ],
    )  # fmt: skip
    def test_it_refuses_to_guess(self, text, said):
        """
        What could be read in two ways, or in none, is no number.
        """
        with pytest.raises(ValueError):
            number(text, said)


class TestPlain:
    @given(st.text())
    def test_it_is_idempotent(self, text):
        """
        What is plain stays as it is.
        """
        assert plain(text) == plain(plain(text))
