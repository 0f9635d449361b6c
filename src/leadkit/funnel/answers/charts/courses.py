"""
How far one has come to a target as a chart.
"""

from __future__ import annotations

import altair as alt

from ....pictures.plots import Course
from .data import axis, inline, written


def chart(plot: Course) -> alt.TopLevelMixin:
    """
    Draw what was reached, the even pace to the target, and what is foreseen.
    """
    said = written(percent=False)
    x = alt.X("x:Q").axis(axis(plot.x))
    y = alt.Y("y:Q").axis(axis(None))
    told = [
        alt.Tooltip("x:Q", title=plot.x, format=said),
        alt.Tooltip("y:Q", title="reached", format=said),
    ]
    pace = [{"x": 0.0, "y": 0.0}, {"x": plot.end, "y": plot.target}]
    layers = [
        alt.Chart(inline([{"y": plot.target}]))
        .mark_rule(strokeDash=[6, 4])
        .encode(y=y, tooltip=[alt.Tooltip("y:Q", title="target", format=said)]),
        alt.Chart(inline(pace)).mark_line(opacity=0.35, size=1).encode(x=x, y=y),
    ]
    if plot.fan is not None:
        start, reached = plot.done[-1] if plot.done else (0.0, 0.0)
        low, middle, high = plot.fan
        fan = [
            {"x": start, "y": reached, "low": reached, "high": reached},
            {"x": plot.end, "y": middle, "low": low, "high": high},
        ]
        foreseen = [
            alt.Tooltip("x:Q", title=plot.x, format=said),
            alt.Tooltip("low:Q", title="1 in 10 below", format=said),
            alt.Tooltip("y:Q", title="middle", format=said),
            alt.Tooltip("high:Q", title="9 in 10 below", format=said),
        ]
        data = inline(fan)
        layers += [
            alt.Chart(data)
            .mark_area(opacity=0.2)
            .encode(
                x=x, y=alt.Y("low:Q").axis(axis(None)), y2="high:Q", tooltip=foreseen
            ),
            alt.Chart(data)
            .mark_line(strokeDash=[4, 3], point=True)
            .encode(x=x, y=y, tooltip=foreseen),
        ]
    done = [{"x": x_, "y": y_} for x_, y_ in plot.done]
    layers.append(
        alt.Chart(inline(done))
        .mark_line(interpolate="step-after", point=alt.OverlayMarkDef(size=15))
        .encode(x=x, y=y, tooltip=told)
    )
    return alt.layer(*layers, title=plot.title)
