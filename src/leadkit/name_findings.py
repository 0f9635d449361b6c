"""
Stages and qualifications that a rule asks for, and that there are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .diagnosis import Place, Problem
from .errors import near_miss
from .rules import nodes as n


def unknown_names(
    place: Place,
    nodes: Iterable[n.Node],
    *,
    stages: Collection[str] | None = None,
    qualifications: Collection[str] | None = None,
) -> Iterator[Problem]:
    """
    List what rules ask for in vain, those of the cards that they read too.

    Args:
        place: Where the rules stand.

        nodes: The rules.

        stages: All stages that there are, None if that isn't known.

        qualifications: All qualifications that there are, None if that isn't known.
    """
    told: set[tuple[str, str]] = set()
    for part in n.walk_once(nodes):
        names = [("stage", name, stages) for name in _stages(part)]
        if isinstance(part, n.Holds):
            names.append(("qualification", part.qualification, qualifications))
        for what, name, known in names:
            if known is None or name in known or (what, name) in told:
                continue
            told.add((what, name))
            yield place.problem(
                "unknown",
                rule=str(part),
                other=f"{what} {name!r}",
                details=near_miss(name, known),
            )


def _stages(node: n.Node) -> tuple[str, ...]:
    match node:
        case n.InStage(stages=stages):
            return stages
        case n.HasBeen(stage=stage) | n.CameFrom(stage=stage):
            return (stage,)
        case n.Conversed(since=stage) | n.Query(since=stage) if stage is not None:
            return (stage,)
        case _:
            return ()
