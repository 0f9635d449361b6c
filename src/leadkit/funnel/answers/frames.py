"""
Rows as tables of dataframe libraries, and their tables as rows.

narwhals speaks to all of them; it and the library are loaded when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from itertools import repeat
from typing import Any

from ...errors import (
    MissingExtraError,
    RuleError,
    described,
    is_a,
    listing,
    missing_extra,
    near_miss,
)

_BACKENDS = ("polars", "pandas", "pyarrow")
_NEEDED = ("lead", "target", "at")
#: What a table of a history may say.
FIELDS = (*_NEEDED, "source", "number")
_SUBJECT = "the table of a History"


def _narwhals() -> Any:
    try:
        return import_module("narwhals")
    except ImportError as error:
        raise missing_extra("leadkit.funnel", "narwhals", "frames") from error


def to_frame(rows: Sequence[Mapping[str, object]], backend: str = "polars") -> Any:
    """
    Make a table of rows.

    Args:
        rows: The rows; all have the same keys. Without any, the table has no columns.

        backend: ``"polars"``, ``"pandas"`` or ``"pyarrow"``.

    Returns:
        A table of that library. Whole numbers, numbers, texts and instants in UTC keep
        their kind also where some are missing; a column of nothing else is one of
        numbers.

    Raises:
        MissingExtraError: narwhals or the library isn't installed.

        RuleError: The library isn't known.
    """
    if backend not in _BACKENDS:
        raise RuleError(
            "backend of to_frame()",
            repr(backend) if is_a(backend, str) else described(backend),
            listing(_BACKENDS),
            near_miss(str(backend), _BACKENDS),
        )
    narwhals = _narwhals()
    try:
        import_module(backend)
    except ImportError as error:
        cure = f"Write pip install {backend}."
        raise MissingExtraError(
            f"to_frame(): {backend} isn't installed. {cure}"
        ) from error
    if not rows:
        return narwhals.from_dict({}, {}, backend=backend).to_native()
    # Not from_dict(), in which pandas forgets zones and missing whole numbers.
    columns = [
        _column(name, [row[name] for row in rows], backend, narwhals).to_frame()
        for name in rows[0]
    ]
    return narwhals.concat(columns, how="horizontal").to_native()


def _column(name: str, values: list[object], backend: str, narwhals: Any) -> Any:
    kinds = {type(value) for value in values if value is not None}
    holes = None in values
    if kinds == {bool}:
        # That of pandas has no place for what isn't known.
        kind = None if holes and backend == "pandas" else narwhals.Boolean()
    elif kinds == {int} and not (holes and backend == "pandas"):
        kind = narwhals.Int64()
    elif kinds <= {int, float}:
        kind = narwhals.Float64()
    elif kinds == {datetime}:
        kind = narwhals.Datetime("us", "UTC")
    elif kinds == {Decimal}:
        kind = None
    else:
        values = [None if value is None else str(value) for value in values]
        kind = narwhals.String()
    series = narwhals.new_series(name, values, kind, backend=backend)
    if kinds == {int} and holes and backend == "pandas":
        # Its usual whole numbers can't be missing either; these can.
        return narwhals.from_native(
            series.to_native().astype("Int64"), series_only=True
        )
    return series


def rows_from_frame(
    frame: Any, columns: Mapping[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """
    Read the rows of a history from a table.

    Ids that are whole numbers become texts, since that is what ids are. Where a source
    is missing, the lead was created; without a column of sources, each row comes from
    where the row before it went.

    Args:
        frame: A table of polars, pandas, pyarrow or another library that narwhals
            knows; a lazy one is computed.

        columns: By ``"lead"``, ``"target"``, ``"at"``, ``"source"`` and ``"number"``,
            what the column is called that says it; those that aren't given are called
            as they are here. The latter two may be missing.

    Returns:
        A row after the other, as `leadkit.funnel.given.log.read_log` takes them.

    Raises:
        MissingExtraError: narwhals isn't installed.

        RuleError: It is no table, or has no such column, or one of the wrong kind.

        InstantError: Its instants have no time zone.

        LeadError: A value is missing, or of the wrong kind.
    """
    narwhals = _narwhals()
    given: Any = None
    with suppress(TypeError):
        given = narwhals.from_native(frame)
    if not isinstance(given, (narwhals.DataFrame, narwhals.LazyFrame)):
        raise RuleError(
            _SUBJECT, described(frame), "a table of polars, pandas or pyarrow"
        )
    named = _named(given.collect_schema().names(), columns)
    given = given.select(list(dict.fromkeys(named.values())))
    if isinstance(given, narwhals.LazyFrame):
        given = given.collect()
    from .frame_columns import read_column  # noqa: PLC0415  the extra's

    read = {field: read_column(given[name], field) for field, name in named.items()}
    return _rows(read)


def _rows(read: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    numbers = read.get("number", repeat(None))
    always = read["lead"], read["target"], read["at"], numbers
    # Written out, since there may be a million of them.
    if "source" not in read:
        for lead, target, at, number in zip(*always, strict=False):
            yield {"lead": lead, "target": target, "at": at, "number": number}
        return
    for source, lead, target, at, number in zip(read["source"], *always, strict=False):
        yield {
            "lead": lead, "source": source, "target": target, "at": at,
            "number": number,
        }  # fmt: skip


def _named(there: Sequence[str], columns: Mapping[str, str] | None) -> dict[str, str]:
    given: Mapping[str, str] = {} if columns is None else columns
    if not is_a(given, Mapping):
        raise RuleError(
            "columns", described(given), "a mapping", 'Write {"lead": "contact_id"}.'
        )
    for field in given:
        if field not in FIELDS:
            raise RuleError(
                "columns", repr(field), listing(FIELDS), near_miss(str(field), FIELDS)
            )
    named: dict[str, str] = {}
    for field in FIELDS:
        name = given.get(field, field)
        if name in there:
            named[field] = name
        elif field in given or field in _NEEDED:
            hint = near_miss(str(name), there)
            cure = hint or f'Write columns={{"{field}": ...}} with the name it has.'
            raise RuleError(
                _SUBJECT,
                f"no column {name!r} for {field!r}",
                "one of its columns",
                cure,
            )
    return named
