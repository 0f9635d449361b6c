"""
The text of a cell as a value.
"""

from datetime import UTC, datetime
from enum import Enum
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.annotations import field_type
from leadkit.cli.cells import CalendarError, CellError, Cells


class Size(Enum):
    SMALL = "small"
    LARGE = "Large"


CELLS = Cells()


def at(*parts):
    """An instant in UTC."""
    return datetime(*parts, tzinfo=UTC)


class TestValue:
    @pytest.mark.parametrize(
        ("text", "type_", "value"),
        [
            ("a text", str, "a text"),
            ("12", int, 12),
            ("-3", int, -3),
            ("+3", int, 3),
            ("12.0", int, 12),
            ("1e3", int, 1000),
            ("۱۲۳", int, 123),
            ("2.5", float, 2.5),
            ("7", float, 7),
            ("nan", float | None, None),
            ("NaN", int | None, None),
            ("yes", bool, True),
            ("TRUE", bool, True),
            ("1", bool, True),
            ("No", bool, False),
            ("f", bool, False),
            ("0", bool, False),
            ("gold", Literal["gold", "silver"], "gold"),
            ("Gold", Literal["gold", "silver"], "gold"),
            ("2", Literal[1, 2], 2),
            ("small", Size, Size.SMALL),
            ("LARGE", Size | None, Size.LARGE),
            ("2026-05-01", datetime, at(2026, 5, 1)),
            ("2026-05-01T12:30+02:00", datetime, at(2026, 5, 1, 10, 30)),
            ("2026-05-01 12:30:00Z", datetime, at(2026, 5, 1, 12, 30)),
            ("", int | None, None),
            ("", str, None),
        ],
    )
    def test_it_takes_what_people_write(self, text, type_, value):
        """
        A text becomes a value of the field's type, and nothing becomes missing.
        """
        assert value == CELLS.value(text, field_type(type_))

    @pytest.mark.parametrize(
        ("text", "type_", "expected"),
        [
            ("twelve", int, "a whole number"),
            ("1_000", int, "a whole number"),
            ("2.5", int, "a whole number"),
            ("inf", float, "a number"),
            ("1,5", float, "a number"),
            ("maybe", bool, "yes or no"),
            ("2", bool, "yes or no"),
            ("bronze", Literal["gold", "silver"], "'gold' or 'silver'"),
            ("medium", Size, "'small' or 'Large'"),
            ("01.05.2026", datetime, "a date like 2026-05-01 or an instant"),
            ("2026-05-01T12:30", datetime, "its zone"),
            ("0001-01-01T00:00+14:00", datetime, "within years 1 to 9999"),
            ("x", tuple[str, ...], "a type that can be written in a cell"),
        ],
    )
    def test_it_refuses_the_rest(self, text, type_, expected):
        """
        Anything else is refused, with what was expected and without the cell's text.
        """
        with pytest.raises(CellError) as ei:
            CELLS.value(text, field_type(type_))

        assert expected in str(ei.value)
        assert text not in str(ei.value).split()

    @pytest.mark.parametrize(
        "text",
        [
            "1405-01-15",
            "1405/01/15",
            "1405/1/5",
            "1405.01.15",
            "1405-02-31",
            "14050231",
            "۱۴۰۵/۰۱/۱۵",
            "\u200f۱۴۰۵/۰۱/۱۵ ۱۴:۳۰",
            "1405/01/15 14:30",
            "15/01/1405",
            "15/1/1405 14:30",
        ],
    )
    def test_dates_of_the_persian_calendar(self, text):
        """
        A date of the Persian calendar is told as such, however it is written.
        """
        with pytest.raises(CalendarError, match="of the Gregorian calendar"):
            CELLS.value(text, field_type(datetime))

    @pytest.mark.parametrize(
        "text",
        ["2026/01/15", "15/01/2026", "1405", "1405/01", "14050231555", "x1405/1/5"],
    )
    def test_other_dates(self, text):
        """
        What else is no date isn't taken for one of the Persian calendar.
        """
        with pytest.raises(CellError, match="a date like 2026-05-01"):
            CELLS.value(text, field_type(datetime))

    def test_texts_may_mean_missing(self):
        """
        Texts that the user names mean a missing value, exactly as written.
        """
        cells = Cells(missing=frozenset({"unknown"}))

        assert cells.value("unknown", field_type(bool)) is None
        assert "Unknown" == cells.value("Unknown", field_type(str))

    def test_a_zone_may_be_said(self):
        """
        Times without a zone, and dates, are in the zone that the user names.
        """
        cells = Cells(zone=ZoneInfo("Asia/Tehran"))

        assert at(2026, 5, 1, 9) == cells.value(
            "2026-05-01 12:30", field_type(datetime)
        )
        assert at(2026, 4, 30, 20, 30) == cells.value(
            "2026-05-01", field_type(datetime)
        )

    @given(st.integers(-(10**15), 10**15))
    def test_whole_numbers_come_back(self, number):
        """
        Every whole number that a record may hold is read as it was written.
        """
        assert number == CELLS.value(str(number), field_type(int))

    @given(st.floats(-1e15, 1e15))
    def test_numbers_come_back(self, number):
        """
        Every number that a record may hold is read as it was written.
        """
        assert number == CELLS.value(repr(number), field_type(float))
