"""
Pictures, drawn as SVG: funnels, scores over time, lifecycles and the ways of leads;
and plots, which are what to draw of numbers, before anybody draws them.

Each function takes values and gives a `Picture`; the same values give the same picture.
"""

from __future__ import annotations

from .curves import of_score
from .funnels import funnel
from .histograms import histogram
from .lifecycles import of_lifecycle
from .lines import of_lines
from .picture import Picture
from .plots import Areas, Bars, Course, Heat, Lines, Plot, Spans, Trace
from .plotted import of_plot
from .reasons import of_reason
from .timelines import of_timeline

__all__ = [
    "Areas",
    "Bars",
    "Course",
    "Heat",
    "Lines",
    "Picture",
    "Plot",
    "Spans",
    "Trace",
    "funnel",
    "histogram",
    "of_lifecycle",
    "of_lines",
    "of_plot",
    "of_reason",
    "of_score",
    "of_timeline",
]
