"""
Delimited text as rows.
"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.cli.tables import Row, Table, TableError, snake_case


@pytest.fixture(name="write")
def _write(tmp_path):
    def write(content, name="leads.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def read(path):
    """Headers and rows of a file."""
    with Table.open(path) as table:
        return table.headers, list(table)


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

        assert (("a", "b"), [Row(2, ("1", "x,y;z|w")), Row(3, ("2", "q"))]) == read(
            path
        )

    def test_text_with_commas_does_not_beat_semicolons(self, write):
        """
        Decimal commas in a file with semicolons don't make it a file with commas.
        """
        headers, rows = read(write("id;score;text\n1;2,5;a, b, c\n2;3;d\n"))

        assert ("id", "score", "text") == headers
        assert ("1", "2,5", "a, b, c") == rows[0].cells

    def test_one_column_is_a_table(self, write):
        """
        A file with a single column needs no delimiter.
        """
        assert (("id",), [Row(2, ("a",)), Row(3, ("b",))]) == read(write("id\na\nb\n"))

    def test_lines_are_those_of_the_file(self, write):
        """
        A row tells the line it starts on, past blank lines and cells of several lines.
        """
        _, rows = read(write('id,text\n1,"two\nlines"\n\n2,x\n'))

        assert [(2, "1"), (5, "2")] == [(row.line, row.cells[0]) for row in rows]

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
            (b"a,b\n\x00\x01", "NUL"),
            ("a,b\nä,ö\n".encode("latin-1"), "UTF-8"),
            (b"a,b\n" + b"1,2\n" * 40_000 + b"\xff\n", "UTF-8"),
            (b"a,b\n1," + b"x" * 200_000 + b"\n", "line 2"),
        ],
        ids=["empty", "blank", "binary", "latin-1", "latin-1 later", "huge cell"],
    )
    def test_what_is_no_table_is_refused(self, write, content, problem):
        """
        A file that can't be read as a table is refused, and the message names it.
        """
        path = write(content)
        with pytest.raises(TableError) as ei:
            read(path)

        assert str(path) == ei.value.path
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

        assert [tuple(c.strip() for c in row) for row in rows] == [
            row.cells for row in read_rows
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
