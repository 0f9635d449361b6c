"""
Cells that no spreadsheet takes for a formula.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.cli.neutral import FIRST, neutral, restored
from leadkit.cli.tables import Table
from leadkit.cli.writing import Writer

# Many that begin as formulas do, or look as if they had been neutralised.
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.text(
    "'=+-@\t\r\n＝5.a", max_size=6
)


class TestNeutral:
    @given(CELLS)
    def test_it_comes_back(self, cell):
        """
        Whatever was written is read again.
        """
        assert cell == restored(neutral(cell))

    @given(CELLS)
    def test_it_is_no_formula(self, cell):
        """
        What is written begins like no formula, unless it is a negative number.
        """
        written = neutral(cell)

        assert written[:1] not in FIRST - {"'"} or re.fullmatch(
            r"-[0-9]+(\.[0-9]+)?", written
        )

    @given(CELLS.filter(lambda cell: cell[:1] not in FIRST))
    def test_the_rest_is_left_alone(self, cell):
        """
        What begins like no formula is written as it is.
        """
        assert cell == neutral(cell)

    @pytest.mark.parametrize(
        "cell",
        [
            "=1+1", "+491701234567", "@SUM(A1)", "-2+3", "-2e5", "-1,5", "\t=1", "\r=1",
            "＝1", "-", "- 5", "-٥", "'=1", "''=1", "-1.", "-.5", "\n=1",
        ],
    )  # fmt: skip
    def test_what_a_spreadsheet_might_compute(self, cell):
        """
        It gets an apostrophe before it, as OWASP asks.
        """
        assert f"'{cell}" == neutral(cell)

    @pytest.mark.parametrize("cell", ["-5", "-5.25", "'s-Heer", "it's", "5-1", "a=b"])
    def test_what_is_harmless(self, cell):
        """
        Negative numbers, and texts that only have such signs in them, stay.
        """
        assert cell == neutral(cell) == restored(cell)


class TestWriter:
    @given(
        st.lists(
            st.lists(CELLS, min_size=3, max_size=3).filter(
                lambda row: any(map(str.strip, row))
            ),
            max_size=5,
        )
    )
    def test_a_table_reads_what_it_wrote(self, tmp_path_factory, rows):
        """
        Cell for cell, but for the blanks around them.
        """
        path = tmp_path_factory.mktemp("t") / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = Writer(file)
            for row in [["one", "two", "three"], *rows]:
                writer.writerow(row)
        with Table.open(path) as table:
            found = [[restored(cell.strip()) for cell in row.cells] for row in table]

        # What begins with blanks isn't written as a formula, and has none when read.
        assert [
            [restored(neutral(cell).strip()) for cell in row] for row in rows
        ] == found
