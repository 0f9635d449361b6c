"""
Delimited text as rows.
"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.cli import rows as module
from leadkit.cli.lines import LONGEST
from leadkit.cli.recognising import TableError
from leadkit.cli.tables import Table, snake_case


@pytest.fixture(name="write")
def _write(tmp_path):
    def write(content, name="leads.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def read(path, encoding=None):
    """Headers and rows of a file: their lines, and their cells or what was expected."""
    with Table.open(path, encoding) as table:
        return table.headers, [
            (row.line, row.expected or tuple(cell.strip() for cell in row.cells))
            for row in table
        ]


class TestSnakeCase:
    @pytest.mark.parametrize(
        ("header", "name"),
        [
            ("id", "id"),
            ("Page Views", "page_views"),
            ("page_views", "page_views"),
            ("  Job   Title ", "job_title"),
            ("customerID", "customer_id"),
            ("SeniorCitizen", "senior_citizen"),
            ("StreamingTV", "streaming_tv"),
            ("emp.var.rate", "emp_var_rate"),
            ("HTTPStatus", "http_status"),
            ("Lead ID", "lead_id"),
            ("E-mail", "e_mail"),
            ("نام شرکت", "نام_شرکت"),
            ("Size (people)", "size_people"),
            ("", ""),
        ],
    )
    def test_it_makes_field_names(self, header, name):
        """
        A header becomes the name that a Python programmer would give the field.
        """
        assert name == snake_case(header)

    @given(st.text())
    def test_it_is_idempotent(self, header):
        """
        A name that was made of a header stays as it is.
        """
        assert snake_case(header) == snake_case(snake_case(header))


class TestTable:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_recognised(self, write, delimiter):
        """
        Commas, semicolons, tabs and bars separate cells, the others are text then.
        """
        path = write(f'a{delimiter}b\n1{delimiter}"x,y;z|w"\n2{delimiter}"q"\n')

        assert (("a", "b"), [(2, ("1", "x,y;z|w")), (3, ("2", "q"))]) == read(path)

    def test_text_with_commas_does_not_beat_semicolons(self, write):
        """
        Decimal commas in a file with semicolons don't make it a file with commas.
        """
        headers, rows = read(write("id;score;text\n1;2,5;a, b, c\n2;3;d\n"))

        assert ("id", "score", "text") == headers
        assert (2, ("1", "2,5", "a, b, c")) == rows[0]

    def test_one_column_is_a_table(self, write):
        """
        A file with a single column needs no delimiter.
        """
        assert (("id",), [(2, ("a",)), (3, ("b",))]) == read(write("id\na\nb\n"))

    def test_lines_are_those_of_the_file(self, write):
        """
        A row tells the line it starts on, past blank lines and cells of several lines.
        """
        _, rows = read(write('id,text\n1,"two\nlines"\n\n2,x\n'))

        assert [(2, "1"), (5, "2")] == [(line, cells[0]) for line, cells in rows]

    def test_a_byte_order_mark_is_no_header(self, write):
        """
        A mark at the beginning, as Excel writes it, is no part of the first header.
        """
        assert ("id", "a") == read(write(b"\xef\xbb\xbfid,a\n1,2\n"))[0]

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"", "is empty"),
            (b"  \n\n", "is empty"),
            (b",,\n , \n", "is empty"),
            (b"sep=;\n", "is empty"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "NUL"),
            ("a,b\nä,ö\n".encode("latin-1"), "not UTF-8 on line 2"),
            (b'"a,b\n1,2\n', "line 1, the headers: expected a closing quote"),
            (b"a,b" * 500_000, "line 1, the headers: expected at most 1,048,576"),
        ],
        ids=[
            "empty", "blank", "only delimiters", "only sep", "binary", "latin-1",
            "an open quote", "a line without end",
        ],
    )  # fmt: skip
    def test_what_is_no_table_is_refused(self, write, content, problem):
        """
        A file that can't be read as a table is refused, and the message names it.
        """
        path = write(content)
        with pytest.raises(TableError) as ei:
            read(path)

        assert str(path) == ei.value.subject
        assert problem in str(ei.value)

    def test_a_file_that_is_not_there_is_refused(self, tmp_path):
        """
        A missing file, or a folder, is no table.
        """
        for path in (tmp_path / "none.csv", tmp_path):
            with pytest.raises(TableError, match="can't be opened"):
                read(path)

    @given(
        st.lists(
            st.lists(
                st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
                min_size=2,
                max_size=2,
            ).filter(any),
            min_size=1,
        )
    )
    def test_what_csv_writes_is_read(self, tmp_path_factory, rows):
        """
        Whatever the standard library wrote comes back, stripped.
        """
        text = io.StringIO(newline="")
        csv.writer(text).writerows([["one", "two"], *rows])
        path = tmp_path_factory.mktemp("t") / "t.csv"
        path.write_bytes(text.getvalue().encode())

        _, read_rows = read(path)

        expected = [tuple(cell.strip() for cell in row) for row in rows]

        assert [row for row in expected if any(row)] == [row for _, row in read_rows]


class TestBadRows:
    """What can't be read as a row is rejected alone, and what follows it is read."""

    def rows(self, write, content, encoding=None):
        """The rows of a file with the headers a and b."""
        content = content.encode() if isinstance(content, str) else content
        return read(write(b"a,b\n" + content), encoding)[1]

    @pytest.mark.parametrize(
        ("bad", "expected"),
        [
            (b'1,"x\n', "a quote inside a quoted cell to be written twice"),
            (b'1,"x" y\n', "a quote inside a quoted cell to be written twice"),
            (b"1,x\0y\n", "text without NUL bytes"),
            (b"1,\xff\n", "text in the encoding of the file; see --encoding"),
            (
                b"1," + b"x" * 200_000 + b"\n",
                "cells of at most 131,072 characters; is a quote left open?",
            ),
            (
                b"1," + b"x" * 1_200_000 + b"\n",
                "at most 1,048,576 characters in a line",
            ),
            (
                b'1,"' + b"x" * 1_200_000 + b'"\n',
                "at most 1,048,576 characters in a line",
            ),
        ],
        ids=["quote", "after a quote", "NUL", "bytes", "cell", "line", "quoted line"],
    )
    def test_it_is_rejected_alone(self, write, bad, expected):
        """
        One line is to blame and is named; those before and behind it are rows.
        """
        assert [(2, ("0", "x")), (3, expected), (4, ("2", "y")), (5, ("3", "z"))] == (
            self.rows(write, b"0,x\n" + bad + b'2,y\n3,"z"\n', "utf-8")
        )

    def test_a_quote_open_to_the_end(self, write):
        """
        A quote that is never closed spoils its own line, and no other one.
        """
        assert [(2, "a closing quote; is one left open?"), (3, ("2", "y"))] == (
            self.rows(write, '1,"x\n2,y\n')
        )

    def test_a_cell_of_several_lines(self, write):
        """
        A row of several lines with bad bytes in one of them is one bad row.
        """
        assert [
            (2, "text in the encoding of the file; see --encoding"),
            (5, ("2", "y")),
        ] == self.rows(write, b'1,"x\n7,8\xff\n9,9"\n2,y\n', "utf-8")

    @pytest.mark.parametrize("over", [-1, 0, 1])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_at_the_limit(self, write, over, end):
        """
        A line may be as long as the longest, with its end, and not longer.
        """
        long = f"{'x,' * 500_000}".ljust(LONGEST + over - len(end), "x") + end
        rows = self.rows(write, f"{long}2,y{end}3,z{end}".replace("\n", end, 0))

        assert [(3, ("2", "y")), (4, ("3", "z"))] == rows[1:]
        assert (over > 0) == (rows[0][1] == f"at most {LONGEST:,} characters in a line")

    def test_a_row_is_bounded(self, write, monkeypatch):
        """
        A row of many short lines is bounded too, and so is the memory for it.
        """
        monkeypatch.setattr(module, "_AGAIN", 3 * LONGEST)
        monkeypatch.setattr(module, "_EACH", 0)
        rows = self.rows(write, '1,"x\n' + '1","x\n' * 200_000)

        assert {
            "rows of at most 1,048,576 characters; is a quote left open?",
            "a closing quote; is one left open?",
        } == {expected for _, expected in rows}
        assert list(range(2, 200_003)) == [line for line, _ in rows]

    def test_a_row_of_many_long_cells(self, write):
        """
        A row of several lines may be as long as a line, and not longer.
        """
        cell = '"' + "x\n" * 60_000 + '",'
        rows = self.rows(write, f"{cell * 8}1\n{cell * 10}2\n3,4\n")

        assert (2, 9) == (rows[0][0], len(rows[0][1]))
        assert (480_003, "rows of at most") == (rows[1][0], rows[1][1][:15])
        assert "3" == rows[-1][1][0]

    def test_a_row_that_is_a_little_too_long(self, write):
        """
        It is rejected too, wherever the blocks of the file end.
        """
        cell = '"' + "x\n" * 60_000 + '",'
        rows = self.rows(write, f"{cell * 9}1\n3,4\n")

        assert (2, "rows of at most 1,048,576") == (rows[0][0], rows[0][1][:25])
        assert "3" == rows[-1][1][0]

    @given(st.lists(st.sampled_from(["1,2", '1,"', '","', "", '1,"x"', '"""', "é,"])))
    def test_no_line_is_lost(self, tmp_path_factory, lines):
        """
        Every line belongs to one row, unless there is nothing in it.
        """
        path = tmp_path_factory.mktemp("t") / "t.csv"
        path.write_text("\n".join(["a,b", *lines]), encoding="utf-8", newline="")
        with Table.open(path, "utf-8") as table:
            rows = list(table)
        covered = [
            line
            for row in rows
            for line in range(row.line, row.line + 1 + "".join(row.cells).count("\n"))
        ]

        assert [line for line, text in enumerate(lines, 2) if text] == [
            line for line in covered if line - 2 < len(lines) and lines[line - 2]
        ]


class TestColumns:
    def test_headers_become_positions(self, write):
        """
        A header is found under its name in snake case.
        """
        with Table.open(write("Id,Page Views\n1,2\n")) as table:
            assert {"id": (0,), "page_views": (1,)} == table.columns({})

    def test_a_mapped_header_has_its_new_name_alone(self, write):
        """
        A header that is mapped to a field doesn't count under its own name.
        """
        with Table.open(write("Customer,Size\n1,2\n")) as table:
            assert {"id": (0,), "size": (1,)} == table.columns({"id": "Customer"})

    def test_doubled_headers_are_told(self, write):
        """
        Two columns of one name are both given.
        """
        with Table.open(write("a,A,b\n1,2,3\n")) as table:
            assert (0, 1) == table.columns({})["a"]

    @pytest.mark.parametrize("header", ["nope", "twice"])
    def test_a_mapped_header_must_be_there_once(self, write, header):
        """
        Mapping to a header that isn't there, or is there twice, is refused.
        """
        path = write("twice,twice,b\n1,2,3\n")
        with Table.open(path) as table, pytest.raises(TableError) as ei:
            table.columns({"id": header})

        assert repr(header) in str(ei.value)
