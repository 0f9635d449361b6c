"""
Lines over an axis as a chart.
"""

from __future__ import annotations

from typing import Literal

import altair as alt

from ....pictures.plots import Lines
from .data import axis, inline, written


def chart(plot: Lines) -> alt.TopLevelMixin:
    """
    Draw lines, and the bands that they may well be in.
    """
    names = [line.name for line in plot.lines]
    rows = [
        {
            "line": line.name,
            "x": x,
            "y": y,
            "low": None if band is None else band[0],
            "high": None if band is None else band[1],
        }
        for line in plot.lines
        for (x, y), band in zip(
            line.points, line.band or [None] * len(line.points), strict=True
        )
    ]
    data = inline(rows)
    shape: Literal["step-after", "linear"] = "step-after" if plot.stepped else "linear"
    x = alt.X("x:Q").axis(axis(plot.x))
    # Layers that differ in their axes would have the titles of both.
    beside = axis(plot.y, percent=plot.percent)
    y = alt.Y("y:Q").axis(beside)
    legend = alt.Legend(title=None) if any(names) else None
    colour = alt.Color("line:N").scale(alt.Scale(domain=names)).legend(legend)
    said = written(percent=plot.percent)
    bands = (
        alt.Chart(data)
        .transform_filter("isValid(datum.low)")
        .mark_area(opacity=0.18, interpolate=shape)
        .encode(x=x, y=alt.Y("low:Q").axis(beside), y2="high:Q", color=colour)
    )
    lines = (
        alt.Chart(data)
        .mark_line(interpolate=shape, point=alt.OverlayMarkDef(opacity=0, size=90))
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[
                *([alt.Tooltip("line:N", title="of")] if any(names) else []),
                alt.Tooltip("x:Q", title=plot.x, format=written(percent=False)),
                alt.Tooltip("y:Q", title=plot.y, format=said),
                alt.Tooltip("low:Q", title="low", format=said),
                alt.Tooltip("high:Q", title="high", format=said),
            ],
        )
    )
    return alt.layer(bands, lines, title=plot.title)
