"""
An answer about the funnel as a section of a report: what is asked, drawn and told.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...funnel.answers.results import Result, Value
from ...funnel.answers.tables import is_number, shown
from ...markup import Html, element
from .parts import Section, beside, name, table, told
from .parts import shown as drawn

# More rows than that are no reading.
_MOST = 40
# The columns that fit on a telephone, by the name of the answer's class; all of other
# answers. Where there are none, the picture says it all.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "Cohorts": (),
    "Conformance": ("lead", "row", "kind"),
    "Curve": (),
    "CurveAtAges": ("segment", "days", "share", "low", "high"),
    "Curves": (),
    "Flow": ("source", "target", "moves", "median_days"),
    "Forecast": ("stage", "band", "open", "expected"),
    "Occupancy": (),
    "StageFunnel": ("segment", "stage", "reached", "advanced", "exited", "open"),
    "StageTimes": ("stage", "visits", "open", "p50_days"),
    "WindowedConversion": ("segment", "immature", "eligible", "converted", "rate"),
}


def answered(anchor: str, title: str, asked: str, *results: Result) -> Section:
    """
    Make a section of answers.

    Args:
        anchor: How it is linked to.

        title: Its heading.

        asked: What is told, and how it is counted.

        results: The answers. One that has nothing to draw is a table alone.
    """
    parts: list[Html] = [told(asked)]
    known: set[str] = set()
    for result in results:
        columns = _columns(result)
        pieces = [] if result.plot() is None else [drawn(result.picture())]
        if columns or not result.rows():
            pieces.append(_table(result, columns))
        parts.append(beside(*pieces, wide=True))
        notes = [note for note in result.notes if note not in known]
        known.update(notes)
        if notes:
            parts.append(element("ul", *(element("li", note) for note in notes)))
    return Section(anchor, title, parts)


def _columns(result: Result) -> list[str]:
    rows = result.rows()
    there = list(rows[0]) if rows else []
    chosen = _COLUMNS.get(type(result).__name__, there)
    return [column for column in chosen if column in there]


def _table(result: Result, columns: Sequence[str]) -> Html:
    rows = result.rows()
    shares = set(result.shares)
    heads: list[str] = []
    for column in columns:
        said = column.replace("_", " ")
        ends = bool(heads) and all(is_number(row[column]) for row in rows)
        heads.append(f"#{said}" if ends else said)
    cells = [
        [_cell(row[column], share=column in shares) for column in columns]
        for row in rows[:_MOST]
    ]
    more = f", the first {_MOST} of {len(rows):,} rows" if len(rows) > _MOST else ""
    return table(result.title + more, heads or ["nothing to tell"], cells)


def _cell(value: Value, *, share: bool) -> str:
    said = shown(value, share=share)
    return name(said) if isinstance(value, str) else said
