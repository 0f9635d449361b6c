"""
Rows as a table, in text and in HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from ...markup import bar, cell, element, heading, joined, sentence, table, words

#: What isn't known.
NOTHING = "\u2013"
# From so many percent on, tenths say nothing.
_COARSE = 99.95
_FEW = 1000
#: How many rows are shown; `Result.rows` has them all.
MOST = 200


def shown(value: object, *, share: bool = False) -> str:
    """
    Write a value for a reader.

    Args:
        value: The value; None is a dash.

        share: Whether it is a share from 0 to 1.

    >>> shown(0.12345, share=True), shown(12.3456), shown(12345)
    ('12.3%', '12.35', '12,345')
    """
    match value:
        case None:
            return NOTHING
        case bool() | str():
            return str(value)
        case int():
            return f"{value:,}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case float() | Decimal() if share:
            percent = 100 * float(value)
            return f"{percent:.0f}%" if percent >= _COARSE else f"{percent:.1f}%"
        case float() if abs(value) < _FEW:
            return f"{value:.4g}"
        case float() | Decimal():
            return f"{value:,.2f}"
        case _:
            return str(value)


def _heads(rows: Sequence[Mapping[str, object]]) -> list[str]:
    return [] if not rows else list(rows[0])


def _rest(rows: Sequence[Mapping[str, object]]) -> list[str]:
    more = len(rows) - MOST
    return [f"And {more:,} more rows."] if more > 0 else []


def is_number(value: object) -> bool:
    """
    Tell whether a value stands at the end of its cell, as numbers do.
    """
    return isinstance(value, (int, float, Decimal)) or value is None


def text_of(
    title: str,
    rows: Sequence[Mapping[str, object]],
    shares: Iterable[str],
    notes: Iterable[str],
) -> str:
    """
    Lay rows out as text.

    Args:
        title: The first line.

        rows: The rows.

        shares: The columns that are shares.

        notes: The last lines.

    >>> print(text_of("Leads", [{"stage": "lead", "rate": 0.5}], ["rate"], []))
    Leads
    stage   rate
    lead   50.0%
    """
    percents = set(shares)
    heads = _heads(rows)
    notes = [*_rest(rows), *notes]
    rows = rows[:MOST]
    written = [
        [shown(row[name], share=name in percents) for name in heads] for row in rows
    ]
    right = [all(is_number(row[name]) for row in rows) for name in heads]
    told = [name.replace("_", " ") for name in heads]
    widths = [
        max(len(told[place]), *(len(line[place]) for line in written))
        for place in range(len(heads))
    ]
    lines = [
        "  ".join(
            one.rjust(width) if end else one.ljust(width)
            for one, width, end in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in (told, *written)
        if heads
    ]
    body = lines or ["(no rows)"]
    return "\n".join([title, *body, *notes])


def html_of(
    title: str,
    rows: Sequence[Mapping[str, object]],
    shares: Iterable[str],
    notes: Iterable[str],
) -> str:
    """
    Lay rows out as HTML, with a bar beside the first share.

    Args:
        title: The caption.

        rows: The rows.

        shares: The columns that are shares.

        notes: What stands below.
    """
    percents = [name for name in shares if rows and name in rows[0]]
    barred = percents[0] if percents else None
    heads = _heads(rows)
    notes = [*_rest(rows), *notes]
    rows = rows[:MOST]
    columns: list[str] = []
    for name in heads:
        columns.append(name.replace("_", " "))
        if name == barred:
            columns.append("")
    body: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for place, name in enumerate(heads):
            value = row[name]
            text = shown(value, share=name in percents)
            if place == 0:
                line.append(heading(words(text)))
            elif is_number(value):
                line.append(cell(text, end=True))
            else:
                line.append(cell(words(text)))
            if name == barred:
                part = value if isinstance(value, float) else 0.0
                line.append(cell(bar(min(max(part, 0.0), 1.0))))
        body.append(line)
    below = [sentence(note, "p") for note in notes]
    if not rows:
        below.insert(0, element("p", "No rows."))
    return joined(table(title, columns, body), *below)
