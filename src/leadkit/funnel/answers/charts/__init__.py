"""
Plots as altair charts, for those who look closely; altair is loaded by the first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....errors import RuleError, described, missing_extra
from ....pictures.plots import Areas, Bars, Course, Heat, Lines, Plot, Spans

if TYPE_CHECKING:
    import altair as alt


def chart_of(plot: Plot) -> alt.TopLevelMixin:
    """
    Draw a plot with altair.

    The numbers are in the chart itself, and pointing at a mark tells them.

    Args:
        plot: What to draw; the chart is empty if there is nothing in it.

    Raises:
        MissingExtraError: altair isn't installed.

        RuleError: It is no plot.
    """
    try:
        from . import areas, bars, courses, curves, heats, spans  # noqa: PLC0415
    except ImportError as error:
        raise missing_extra("leadkit.funnel", "altair", "plot") from error
    match plot:
        case Bars():
            return bars.chart(plot)
        case Lines():
            return curves.chart(plot)
        case Heat():
            return heats.chart(plot)
        case Areas():
            return areas.chart(plot)
        case Spans():
            return spans.chart(plot)
        case Course():
            return courses.chart(plot)
    raise RuleError("chart_of()", described(plot), "a plot")
