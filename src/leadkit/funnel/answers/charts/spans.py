"""
Values with how sure they are as a chart.
"""

from __future__ import annotations

import altair as alt

from ....pictures.plots import Spans
from .data import axis, inline, row_axis, written


def chart(plot: Spans) -> alt.TopLevelMixin:
    """
    Draw a dot for each value, on a line as long as its band.
    """
    rows = [
        {
            "label": label,
            "value": value,
            "low": None if band is None else band[0],
            "high": None if band is None else band[1],
        }
        for label, value, band in zip(plot.labels, plot.values, plot.bands, strict=True)
    ]
    data = inline(rows)
    # One for all layers: where they differ, the titles of all would be written.
    across = axis(None, percent=plot.percent)
    free = alt.Scale(zero=False)
    y = alt.Y("label:N").sort(list(plot.labels)).axis(row_axis())
    y = y.scale(alt.Scale(domain=list(plot.labels)))
    said = written(percent=plot.percent)
    told = [
        alt.Tooltip("label:N", title="of"),
        alt.Tooltip("value:Q", title="value", format=said),
        alt.Tooltip("low:Q", title="low", format=said),
        alt.Tooltip("high:Q", title="high", format=said),
    ]
    bands = (
        alt.Chart(data)
        .transform_filter("isValid(datum.low)")
        .mark_rule(size=3, opacity=0.5)
        .encode(
            x=alt.X("low:Q").scale(free).axis(across), x2="high:Q", y=y, tooltip=told
        )
    )
    dots = (
        alt.Chart(data)
        .transform_filter("isValid(datum.value)")
        .mark_point(filled=True, size=80, opacity=1)
        .encode(x=alt.X("value:Q").scale(free).axis(across), y=y, tooltip=told)
    )
    layers = [bands, dots]
    if plot.mark is not None:
        mark = alt.Chart(inline([{"mark": plot.mark}])).mark_rule(strokeDash=[4, 3])
        x = alt.X("mark:Q").scale(free).axis(across)
        layers.insert(0, mark.encode(x=x))
    return alt.layer(*layers, title=plot.title)
