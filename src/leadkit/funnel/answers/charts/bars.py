"""
Bars as a chart.
"""

from __future__ import annotations

import altair as alt

from ....pictures.plots import Bars
from .data import axis, inline, row_axis, written


def chart(plot: Bars) -> alt.TopLevelMixin:
    """
    Draw bars, their parts one after the other, and what is told at their ends.
    """
    names = list(plot.parts)
    rows = [
        {
            "label": label,
            "part": name,
            "value": lengths[place],
            "order": order,
        }
        for order, (name, lengths) in enumerate(plot.parts.items())
        for place, label in enumerate(plot.labels)
    ]
    ends = [
        {
            "label": label,
            "end": sum(lengths[place] or 0 for lengths in plot.parts.values()),
            "told": plot.told[place] if plot.told else "",
        }
        for place, label in enumerate(plot.labels)
    ]
    # Layers that differ in their axes would have the titles of both.
    across = axis(None, percent=plot.percent)
    x = alt.X("value:Q").stack("zero").axis(across)
    y = alt.Y("label:N").sort(list(plot.labels)).axis(row_axis())
    legend = alt.Legend(title=None) if len(names) > 1 else None
    said = written(percent=plot.percent)
    bars = (
        alt.Chart(inline(rows))
        .mark_bar()
        .encode(
            x=x,
            y=y,
            color=alt.Color("part:N").scale(alt.Scale(domain=names)).legend(legend),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("label:N", title="of"),
                alt.Tooltip("part:N", title="part"),
                alt.Tooltip("value:Q", title="value", format=said),
            ],
        )
    )
    told = (
        alt.Chart(inline(ends))
        .mark_text(align="left", dx=4)
        .encode(x=alt.X("end:Q").axis(across), y=y, text=alt.Text("told:N"))
    )
    return alt.layer(bars, told, title=plot.title)
