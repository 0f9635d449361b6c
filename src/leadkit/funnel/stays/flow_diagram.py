"""
Moves between stages as a Mermaid state diagram.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...drawing import stage_ids


class Arrow(NamedTuple):
    """
    Moves from one stage to another.

    Attributes:
        source: The stage that was left.

        target: The stage that was entered.

        moves: How often.

        days: The median of the stays before.
    """

    source: str
    target: str
    moves: int
    days: float


def flow_diagram(
    stages: tuple[str, ...], starts: Mapping[str, int], arrows: Iterable[Arrow]
) -> str:
    """
    Draw moves; stages in which nobody was are left out.

    Args:
        stages: The stages.

        starts: How many leads began in which stage.

        arrows: The moves.

    >>> arrow = Arrow("lead", "prospect", 1200, 4.25)
    >>> print(flow_diagram(("lead", "prospect"), {"lead": 3000}, [arrow]), end="")
    stateDiagram-v2
        [*] --> lead : 3,000
        lead --> prospect : 1,200 (4.25 d)
    """
    drawn = list(arrows)
    been = {*starts}.union(*((one.source, one.target) for one in drawn))
    ids, rows = stage_ids(tuple(stage for stage in stages if stage in been))
    rows += [f"    [*] --> {ids[one]} : {count:,}" for one, count in starts.items()]
    rows += [
        f"    {ids[one.source]} --> {ids[one.target]} : "
        f"{one.moves:,} ({_days(one.days)} d)"
        for one in drawn
    ]
    return "\n".join(rows) + "\n"


def _days(days: float) -> str:
    return f"{days:,.0f}" if days >= 100 else f"{days:.3g}"  # noqa: PLR2004
