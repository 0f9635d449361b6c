"""
An answer about the funnel as a section of a report: what is asked, drawn and told.
"""

from __future__ import annotations

from ...funnel.answers.results import Result
from ...funnel.answers.tables import is_number, shown
from ...markup import Html, element
from .parts import Section, beside, name, table, told
from .parts import shown as drawn

# More rows than that are no reading.
_MOST = 40


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
    for result in results:
        rows = _table(result)
        if result.plot() is None:
            parts.append(rows)
        else:
            picture = drawn(result.picture())
            parts.append(beside(picture, rows, wide=True))
        if result.notes:
            parts.append(element("ul", *(element("li", one) for one in result.notes)))
    return Section(anchor, title, parts)


def _table(result: Result) -> Html:
    rows = result.rows()
    shares = set(result.shares)
    heads: list[str] = []
    for column in list(rows[0]) if rows else list[str]():
        told_so = column.replace("_", " ")
        ends = bool(heads) and all(is_number(row[column]) for row in rows)
        heads.append(f"#{told_so}" if ends else told_so)
    cells = [
        [
            name(shown(value))
            if isinstance(value, str)
            else _number(value, column in shares)
            for column, value in row.items()
        ]
        for row in rows[:_MOST]
    ]
    more = f", the first {_MOST} of {len(rows):,} rows" if len(rows) > _MOST else ""
    return table(result.title + more, heads or ["nothing to tell"], cells)


def _number(value: object, share: bool) -> str:  # noqa: FBT001  it is or it isn't
    return shown(value, share=share)
