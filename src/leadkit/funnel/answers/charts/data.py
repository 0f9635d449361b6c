"""
What the charts have in common: rows inside them, and how numbers are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import altair as alt

# As in the pictures: "12.3%", "1,234.5".
_SHARE, _NUMBER = ".1%", ",.4~g"
_ROUND_SHARE, _ROUND_NUMBER = ".0~%", ",~g"


def inline(rows: Iterable[Mapping[str, object]]) -> alt.InlineData:
    """
    Put rows into a chart.
    """
    return alt.InlineData(values=[dict(row) for row in rows])


def written(*, percent: bool) -> str:
    """
    Tell how a value is written.
    """
    return _SHARE if percent else _NUMBER


def axis(title: str | None, *, percent: bool = False) -> alt.Axis:
    """
    Make an axis with round numbers.

    Args:
        title: What it says; None for nothing.

        percent: Whether its numbers are shares.
    """
    written = _ROUND_SHARE if percent else _ROUND_NUMBER
    return alt.Axis(title=title, format=written)


def row_axis() -> alt.Axis:
    """
    Make an axis of labels, which are shortened where they are very long.
    """
    return alt.Axis(title=None, labelLimit=240)
