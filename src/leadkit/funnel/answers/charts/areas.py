"""
Shares that sum to 1 as a chart.
"""

from __future__ import annotations

import altair as alt

from ....pictures.plots import Areas
from .data import axis, inline, written


def chart(plot: Areas) -> alt.TopLevelMixin:
    """
    Draw shares along an axis, the first part below; where one isn't known, the place is
    left out.
    """
    names = list(plot.parts)
    known = [
        place
        for place in range(len(plot.xs))
        if all(shares[place] is not None for shares in plot.parts.values())
    ]
    rows = [
        {"part": name, "x": plot.xs[place], "share": shares[place], "order": order}
        for order, (name, shares) in enumerate(plot.parts.items())
        for place in known
    ]
    drawn: alt.Chart = (
        alt.Chart(inline(rows), title=plot.title)
        .mark_area(point=alt.OverlayMarkDef(opacity=0, size=90))
        .encode(
            x=alt.X("x:Q").axis(axis(plot.x)),
            y=alt.Y("share:Q")
            .stack("zero")
            .scale(alt.Scale(domain=[0, 1]))
            .axis(axis(None, percent=True)),
            color=alt.Color("part:N")
            .scale(alt.Scale(domain=names))
            .legend(alt.Legend(title=None)),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("part:N", title="of"),
                alt.Tooltip("x:Q", title=plot.x, format=written(percent=False)),
                alt.Tooltip("share:Q", title="share", format=written(percent=True)),
            ],
        )
    )
    return drawn
