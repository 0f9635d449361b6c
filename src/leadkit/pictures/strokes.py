"""
Lines as SVG writes them: from point to point, and round the corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


def figure(number: float) -> str:
    """
    Write a coordinate, to the hundredth.

    >>> figure(1.0), figure(2.345), figure(-0.001)
    ('1', '2.35', '0')
    """
    short = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def path(points: Sequence[Point], corner: float = 0) -> str:
    """
    Write the way from point to point.

    Args:
        points: At least one point.

        corner: The radius of its corners.

    >>> path([(0, 0), (10, 0), (10, 10)])
    'M0 0L10 0L10 10'
    """
    drawn = [f"M{_pair(points[0])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        if corner:
            drawn.append(f"L{_pair(_towards(here, before, corner))}")
            drawn.append(f"Q{_pair(here)} {_pair(_towards(here, after, corner))}")
        else:
            drawn.append(f"L{_pair(here)}")
    drawn += [f"L{_pair(points[-1])}"] if len(points) > 1 else []
    return "".join(drawn)


def _pair(point: Point) -> str:
    return f"{figure(point[0])} {figure(point[1])}"


def _towards(here: Point, there: Point, most: float) -> Point:
    # So far on the way from a corner, but no further than half of it.
    away = ((there[0] - here[0]) ** 2 + (there[1] - here[1]) ** 2) ** 0.5
    part = min(most / away, 0.5) if away else 0
    return (
        here[0] + (there[0] - here[0]) * part,
        here[1] + (there[1] - here[1]) * part,
    )
