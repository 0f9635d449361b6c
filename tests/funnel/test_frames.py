"""
Tables of dataframe libraries, in and out.
"""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, LeadError, RuleError
from leadkit.errors import MissingExtraError
from leadkit.funnel.answers.frames import rows_from_frame, to_frame

TEHRAN = timezone(timedelta(hours=3, minutes=30))
AT = datetime(2024, 1, 31, 21, tzinfo=UTC)
BACKENDS = ("polars", "pandas", "pyarrow")
STEPS = {
    "lead": ["a", "a", "b"],
    "source": [None, "lead", None],
    "target": ["lead", "mql", "lead"],
    "at": [AT, AT + timedelta(microseconds=1), AT],
    "number": [1, 2, None],
}
ROWS = [
    dict(zip(STEPS, values, strict=True))
    for values in zip(*STEPS.values(), strict=True)
]
TIMES = "datetimes with a time zone"
MISSING = "a missing value"
backends = pytest.mark.parametrize("backend", BACKENDS)


def table(backend, columns):
    """
    A table of a library, which is skipped if it isn't installed.
    """
    library = pytest.importorskip(backend)
    return getattr(library, "table" if backend == "pyarrow" else "DataFrame")(columns)


def back(frame):
    """
    The rows of a table of any library.
    """
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    if hasattr(frame, "to_pylist"):
        return frame.to_pylist()
    return [
        {name: None if is_none(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def is_none(value):
    """
    Whether pandas means that nothing is there.
    """
    return repr(value) in {"None", "nan", "NaT", "<NA>"}


def kind_of_texts():
    """
    What pandas makes of texts: objects, and texts from version 3 on.
    """
    return str(table("pandas", {"text": ["a", None]}).dtypes["text"])


texts = st.none() | st.text("abc\u0633", max_size=4)
instants = st.none() | st.datetimes(
    datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "stage": texts,
            "n": st.none() | st.integers(-(2**40), 2**40),
            "rate": st.none() | st.floats(0, 1),
            "at": instants,
            "known": st.booleans(),
        }
    ),
    max_size=5,
)


class TestToFrame:
    @given(rows)
    def test_there_and_back(self, given_):
        """
        What goes in comes out.
        """
        assert given_ == back(to_frame(given_))

    @backends
    def test_kinds(self, backend):
        """
        A column has its kind, whatever is missing in it.
        """
        pytest.importorskip(backend)
        given_ = [
            {"stage": "a", "n": 1, "rate": 0.5, "mixed": 1, "at": AT, "yes": True},
            {
                "stage": None,
                "n": None,
                "rate": None,
                "mixed": 0.5,
                "at": None,
                "yes": None,
            },
        ]
        frame = to_frame(given_, backend)

        assert given_ == back(frame)
        schema = frame.schema if backend == "pyarrow" else frame.dtypes
        text = kind_of_texts() if backend == "pandas" else ""
        kinds = {
            "polars": ["String", "Int64", "Float64", "Float64", "UTC", "Boolean"],
            "pandas": [text, "Int64", "float64", "float64", "UTC", "object"],
            "pyarrow": ["string", "int64", "double", "double", "UTC", "bool"],
        }[backend]
        listed = schema.types if backend == "pyarrow" else list(schema)
        for kind, column in zip(kinds, listed, strict=True):
            assert kind in str(column)

    @backends
    def test_nothing_known(self, backend):
        """
        A column of nothing is one of numbers, and no rows make no columns.
        """
        pytest.importorskip(backend)
        frame = to_frame([{"rate": None}, {"rate": None}], backend)

        assert [{"rate": None}, {"rate": None}] == back(frame)
        assert nw.from_native(frame, eager_only=True).schema["rate"].is_float()
        assert [] == back(to_frame([], backend))

    @backends
    def test_money(self, backend):
        """
        Money stays exact.
        """
        pytest.importorskip(backend)
        given_ = [{"cost": Decimal("10.25")}, {"cost": None}, {"cost": Decimal("0.5")}]

        assert given_ == back(to_frame(given_, backend))

    @pytest.mark.parametrize(
        ("backend", "came", "cure"),
        [
            ("polar", "'polar'", "Did you mean 'polars'?"),
            ("spark", "'spark'", ""),
            (3, "an int", ""),
        ],
    )
    def test_unknown(self, backend, came, cure):
        """
        A library that isn't known is refused.
        """
        with pytest.raises(RuleError) as caught:
            to_frame([], backend)

        assert came == caught.value.came
        assert "'polars', 'pandas' or 'pyarrow'" == caught.value.expected
        assert cure == caught.value.cure

    @pytest.mark.parametrize(
        ("library", "said"),
        [
            ("polars", "to_frame(): polars isn't installed. Write pip install polars."),
            (
                "narwhals",
                (
                    "leadkit.funnel: narwhals isn't installed. "
                    'Write pip install -e ".[frames]" in your clone of leadkit.'
                ),
            ),
        ],
    )
    def test_missing(self, library, said, monkeypatch):
        """
        Where a library is missing, the error says how to install it.
        """
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(MissingExtraError) as caught:
            to_frame([])

        assert said == str(caught.value)

    def test_loads_late(self):
        """
        Nothing of narwhals is loaded before there is a table.
        """
        program = (
            "import leadkit.funnel.answers.frames, sys; "
            "print('narwhals' in sys.modules)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert "False\n" == ran.stdout


class TestRowsFromFrame:
    @backends
    def test_rows(self, backend):
        """
        Each row of a table is a row of a history; what is missing is None.
        """
        found = list(rows_from_frame(table(backend, STEPS)))

        assert ROWS == found
        assert all(row["at"].tzinfo is UTC for row in found)

    def test_lazy(self):
        """
        A table that isn't computed yet is computed.
        """
        assert ROWS == list(rows_from_frame(pl.DataFrame(STEPS).lazy()))

    def test_of_pandas(self):
        """
        Its own kinds of columns say the same: those with NA, categories and objects.
        """
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(STEPS)
        kinds = frame.convert_dtypes()
        categories = frame.astype({"source": "category", "target": "category"})
        objects = frame.astype(object)

        for one in (kinds, categories, objects):
            assert ROWS == list(rows_from_frame(one))

    def test_finer_instants(self):
        """
        What is finer than a microsecond is cut off.
        """
        frame = pl.DataFrame(STEPS).with_columns(pl.col("at").dt.cast_time_unit("ns"))
        finer = frame.with_columns(pl.col("at") + pl.duration(nanoseconds=999))

        assert ROWS == list(rows_from_frame(finer))

    @given(
        st.lists(
            st.datetimes(
                datetime(1900, 1, 1),
                datetime(2100, 1, 1),
                timezones=st.timezones(),
                allow_imaginary=False,
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_zones(self, ats):
        """
        An instant is the same in any zone.
        """
        moved = [at.astimezone(UTC) for at in ats]
        columns = {"lead": ["a"] * len(ats), "target": ["x"] * len(ats), "at": moved}
        frame = pl.DataFrame(columns).with_columns(
            pl.col("at").dt.convert_time_zone("Asia/Tehran")
        )

        assert moved == [row["at"] for row in rows_from_frame(frame)]

    @backends
    def test_names(self, backend):
        """
        Columns may have any names, and others may be there.
        """
        names = {"lead": "contact", "target": "stage", "at": "changed on"}
        columns = {names.get(name, name): values for name, values in STEPS.items()}
        frame = table(backend, {**columns, "salary": [3, 4, 5]})

        assert ROWS == list(rows_from_frame(frame, names))

    def test_one_column_twice(self):
        """
        A column may say two things.
        """
        frame = pl.DataFrame({"lead": ["a"], "at": [AT]})
        (row,) = rows_from_frame(frame, {"target": "lead"})

        assert ("a", "a") == (row["lead"], row["target"])

    def test_without_sources(self):
        """
        Without a column of sources the rows have none, so that the order says it.
        """
        columns = {name: STEPS[name] for name in ("lead", "target", "at")}
        first, *_ = rows_from_frame(pl.DataFrame(columns))

        assert {"lead": "a", "target": "lead", "at": AT, "number": None} == first

    @backends
    def test_numbers_as_ids(self, backend):
        """
        Ids that are whole numbers become texts.
        """
        found = rows_from_frame(table(backend, {**STEPS, "lead": [7, 7, 2**60]}))

        assert ["7", "7", str(2**60)] == [row["lead"] for row in found]

    def test_numbers_as_ids_among_objects(self):
        """
        They do so also in a column of anything.
        """
        pandas = pytest.importorskip("pandas")
        mixed = pandas.DataFrame({**STEPS, "lead": ["a", 7, "b"]})

        assert ["a", "7", "b"] == [row["lead"] for row in rows_from_frame(mixed)]

    @backends
    def test_no_rows(self, backend):
        """
        A table without rows is a history without any.
        """
        assert [] == list(rows_from_frame(table(backend, {name: [] for name in STEPS})))

    @pytest.mark.parametrize(
        ("changed", "came", "expected"),
        [
            (
                {"lead": [1.0, 2.0, None]},
                "a column of Float64",
                "texts or whole numbers",
            ),
            ({"target": [1, 2, 3]}, "a column of Int64", "texts"),
            ({"source": [True] * 3}, "a column of Boolean", "texts"),
            ({"at": ["2024-01-01"] * 3}, "a column of String", TIMES),
            ({"at": [date(2024, 1, 1)] * 3}, "a column of Date", TIMES),
            ({"number": ["1", "2", "3"]}, "a column of String", "whole numbers"),
        ],
    )
    def test_wrong_kinds(self, changed, came, expected):
        """
        A column of the wrong kind is refused.
        """
        (field,) = changed
        with pytest.raises(RuleError) as caught:
            rows_from_frame(pl.DataFrame({**STEPS, **changed}, strict=False))

        assert f"{field!r} of the table of a History" == caught.value.subject
        assert (came, expected) == (caught.value.came, caught.value.expected)

    @pytest.mark.parametrize(
        ("changed", "error", "row", "came", "expected"),
        [
            ({"at": [AT, None, AT]}, InstantError, 2, MISSING, "an aware datetime"),
            ({"at": [None] * 3}, InstantError, 1, MISSING, "an aware datetime"),
            (
                {"lead": ["a", None, "b"]},
                LeadError,
                2,
                MISSING,
                "a text or a whole number",
            ),
            ({"target": [None, "x", "y"]}, LeadError, 1, MISSING, "a text"),
            ({"number": [1, 1.5, None]}, LeadError, 2, "a float", "a whole number"),
        ],
    )
    def test_wrong_values(self, changed, error, row, came, expected):
        """
        A value that is missing or wrong is refused, and its row is told.
        """
        (field,) = changed
        with pytest.raises(error) as caught:
            rows_from_frame(pl.DataFrame({**STEPS, **changed}, strict=False))

        assert error is type(caught.value)
        assert f"{field!r} in row {row} of the table of a History" == (
            caught.value.subject
        )
        assert (came, expected) == (caught.value.came, caught.value.expected)

    @backends
    def test_naive(self, backend):
        """
        Instants without a time zone are refused.
        """
        columns = {**STEPS, "at": [datetime(2024, 1, 1)] * 3}
        with pytest.raises(InstantError) as caught:
            rows_from_frame(table(backend, columns))

        assert (
            "'at' of the table of a History: got datetimes without a time zone, "
            "expected aware ones. Say which zone they are in, as your library does it."
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("field", "value", "error", "came"),
        [
            ("lead", 1.5, LeadError, "a float"),
            ("lead", True, LeadError, "a bool"),
            ("source", 3, LeadError, "an int"),
            ("target", float("nan"), LeadError, "a missing value"),
            (
                "at",
                datetime(2024, 1, 1),
                InstantError,
                "a datetime without a time zone",
            ),
            ("at", "2024-01-01", InstantError, "a str"),
            ("at", float("nan"), InstantError, "a missing value"),
            ("number", "1", LeadError, "a str"),
            ("number", True, LeadError, "a bool"),
        ],
    )
    def test_refused_among_objects(self, field, value, error, came):
        """
        In a column of anything, each value is looked at.
        """
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(STEPS).astype(object)
        frame.loc[1, field] = value
        with pytest.raises(error) as caught:
            rows_from_frame(frame)

        assert came == caught.value.came
        assert f"{field!r} in row 2 of the table of a History" == caught.value.subject

    def test_beyond_the_calendar(self):
        """
        An instant in the year 20000 is refused.
        """
        far = pl.Series([600_000_000_000_000] * 3).cast(pl.Datetime("ms", "UTC"))
        with pytest.raises(InstantError, match="a datetime beyond the calendar"):
            rows_from_frame(pl.DataFrame(STEPS).with_columns(at=far))

    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"leed": "x"}, "columns: got 'leed', expected 'lead', 'target', 'at',"),
            ([("lead", "x")], "columns: got a list, expected a mapping"),
            ({"at": "whan"}, "got no column 'whan' for 'at', expected one of its"),
            ({"source": "whence"}, "got no column 'whence' for 'source'"),
            ({"lead": "targit"}, "Did you mean 'target'?"),
        ],
    )
    def test_columns(self, columns, said):
        """
        Columns that aren't there are refused, with the one that comes near.
        """
        with pytest.raises(RuleError) as caught:
            rows_from_frame(pl.DataFrame(STEPS), columns)

        assert said in str(caught.value)

    @pytest.mark.parametrize("missing", ["lead", "target", "at"])
    def test_needed(self, missing):
        """
        Three columns have to be there.
        """
        columns = {name: STEPS[name] for name in STEPS if name != missing}
        with pytest.raises(RuleError) as caught:
            rows_from_frame(pl.DataFrame(columns).rename({"number": "xyz"}))

        assert f"no column {missing!r} for {missing!r}" == caught.value.came
        assert f'Write columns={{"{missing}": ...}} with the name it has.' == (
            caught.value.cure
        )

    @pytest.mark.parametrize("given_", [None, 3, [{"lead": "a"}], pl.Series([1])])
    def test_no_table(self, given_):
        """
        What is no table is refused.
        """
        with pytest.raises(RuleError, match="expected a table of polars, pandas"):
            rows_from_frame(given_)

    def test_without_narwhals(self, monkeypatch):
        """
        Where narwhals is missing, the error says which extra brings it.
        """
        monkeypatch.setitem(sys.modules, "narwhals", None)
        with pytest.raises(MissingExtraError, match=r"\.\[frames\]"):
            rows_from_frame(pl.DataFrame(STEPS))
