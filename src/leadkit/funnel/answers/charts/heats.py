"""
A table of shares as a chart.
"""

from __future__ import annotations

import altair as alt

from ....pictures.plots import Heat
from .data import inline, row_axis, written


def chart(plot: Heat) -> alt.TopLevelMixin:
    """
    Draw a table of shares; where none is known, there is a gap.
    """
    rows = [
        {"row": row, "column": column, "share": share}
        for row, cells in zip(plot.rows, plot.cells, strict=True)
        for column, share in zip(plot.columns, cells, strict=True)
        if share is not None
    ]
    most = max((share for cells in plot.cells for share in cells if share), default=1)
    said = written(percent=True)
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("column:N")
        .sort(list(plot.columns))
        .scale(alt.Scale(domain=list(plot.columns)))
        .axis(alt.Axis(title=None, orient="top", labelAngle=0)),
        y=alt.Y("row:N")
        .sort(list(plot.rows))
        .scale(alt.Scale(domain=list(plot.rows)))
        .axis(row_axis()),
    )
    cells = base.mark_rect().encode(
        color=alt.Color("share:Q")
        .scale(alt.Scale(scheme="blues", domain=[0, most]))
        .legend(alt.Legend(title=None, format=".0~%")),
        tooltip=[
            alt.Tooltip("row:N", title="row"),
            alt.Tooltip("column:N", title="column"),
            alt.Tooltip("share:Q", title="share", format=said),
        ],
    )
    # White on the dark half of the scheme, black on the light one.
    dark = alt.condition(
        f"datum.share > {most * 0.6}", alt.value("white"), alt.value("black")
    )
    numbers = base.mark_text().encode(text=alt.Text("share:Q", format=said), color=dark)
    return alt.layer(cells, numbers, title=plot.title)
