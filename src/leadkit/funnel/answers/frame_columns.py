"""
The columns of a table as values of a history: texts, instants and numbers.

Only `leadkit.funnel.answers.frames` imports this, since narwhals has to be there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

import narwhals as nw

from ...errors import InstantError, LeadError, RuleError, described
from ...instants import utc
from ..given.clock import instant

#: What a table of a history is called in errors.
SUBJECT = "the table of a History"

Series: TypeAlias = "nw.Series[Any]"


def read_column(series: Series, field: str) -> list[Any]:
    """
    Read a column.

    Args:
        series: The column.

        field: What it says: ``"lead"``, ``"target"``, ``"at"``, ``"source"`` or
            ``"number"``.

    Raises:
        RuleError: It is of the wrong kind.

        InstantError: It has an instant without a time zone, or one is missing.

        LeadError: Another value is missing, or of the wrong kind.
    """
    if field == "at":
        return _instants(series)
    if field == "number":
        return _numbers(series)
    return _texts(series, field)


def _is_loose(series: Series) -> bool:
    # Its values have to be looked at one by one; perhaps there is none.
    loose = (nw.Object, nw.Unknown)
    return isinstance(series.dtype, loose) or series.null_count() == len(series)


def _wrong_kind(series: Series, field: str, expected: str, cure: str) -> RuleError:
    came = f"a column of {type(series.dtype).__name__}"
    return RuleError(f"{field!r} of {SUBJECT}", came, expected, cure)


def _wrong_value(value: object, place: int, field: str, expected: str) -> LeadError:
    came = described(None if _is_missing(value) else value)
    return LeadError(f"{field!r} in row {place} of {SUBJECT}", came, expected)


def _is_missing(value: object) -> bool:
    # NaN, NaT and the like aren't equal to themselves; pandas.NA doesn't say whether.
    if value is None or type(value).__name__ == "NAType":
        return True
    return bool(value != value)  # noqa: PLR0124


def _texts(series: Series, field: str) -> list[str | None]:
    numbered = field == "lead"
    expected = "texts or whole numbers" if numbered else "texts"
    kind = series.dtype
    if numbered and kind.is_integer():
        series = series.cast(nw.String())
    elif not (
        isinstance(kind, (nw.String, nw.Categorical, nw.Enum)) or _is_loose(series)
    ):
        cure = "Convert it first, so that each lead has one id."
        raise _wrong_kind(series, field, expected, cure if numbered else "")
    values: list[Any] = series.to_list()
    for at, value in enumerate(values):
        if type(value) is str:
            continue
        if numbered and type(value) is int:
            values[at] = str(value)
        elif field == "source" and _is_missing(value):
            values[at] = None
        else:
            one = "a text or a whole number" if numbered else "a text"
            raise _wrong_value(value, at + 1, field, one)
    return values


def _instants(series: Series) -> list[datetime]:
    kind = series.dtype
    if isinstance(kind, nw.Datetime):
        if kind.time_zone is None:
            raise InstantError(
                f"'at' of {SUBJECT}",
                "datetimes without a time zone",
                "aware ones",
                "Say which zone they are in, as your library does it.",
            )
        if series.null_count():
            place = series.is_null().to_list().index(True) + 1
            raise _no_instant(None, place)
        # Finer ones are cut off, as datetimes have no place for them.
        numbers = series.dt.timestamp("us").to_list()
        try:
            return [instant(number) for number in numbers]
        except OverflowError:
            raise InstantError(
                f"'at' of {SUBJECT}",
                "a datetime beyond the calendar",
                "one within years 1 to 9999 UTC",
            ) from None
    if not _is_loose(series):
        cure = "Parse it first."
        raise _wrong_kind(series, "at", "datetimes with a time zone", cure)
    read: list[datetime] = []
    for place, value in enumerate(series.to_list(), start=1):
        if _is_missing(value):
            raise _no_instant(value, place)
        read.append(utc(value, f"'at' in row {place} of {SUBJECT}"))
    return read


def _no_instant(value: object, place: int) -> InstantError:
    wrong = _wrong_value(value, place, "at", "an aware datetime")
    return InstantError(wrong.subject, wrong.came, wrong.expected)


def _numbers(series: Series) -> list[int | None]:
    # A column with gaps has become one of floats in pandas.
    kind = series.dtype
    if not (kind.is_integer() or kind.is_float() or _is_loose(series)):
        raise _wrong_kind(series, "number", "whole numbers", "")
    values: list[Any] = series.to_list()
    for at, value in enumerate(values):
        if type(value) is int:
            continue
        if _is_missing(value):
            values[at] = None
        elif type(value) is float and value.is_integer():
            values[at] = int(value)
        else:
            raise _wrong_value(value, at + 1, "number", "a whole number")
    return values
