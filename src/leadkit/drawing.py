"""
A lifecycle as a picture.
"""

from __future__ import annotations

from collections.abc import Iterable

from .diagnosis import Step

# Words of Mermaid's own that can't be the id of a state, in whatever case.
_RESERVED = frozenset(
    {
        *("accdescr", "acctitle", "class", "classdef", "click", "default", "direction"),
        *("end", "hide", "href", "note", "scale", "state", "statediagram", "style"),
    }
)


def state_diagram(stages: tuple[str, ...], initial: str, steps: Iterable[Step]) -> str:
    """
    Draw moves as a Mermaid state diagram.

    Args:
        stages: The stages.

        initial: Where leads begin.

        steps: Every way from one stage to another.
    """
    ids, rows = stage_ids(stages)
    rows.append(f"    [*] --> {ids[initial]}")
    ways = list(steps)
    touched = {initial}.union(*((source, target) for _, source, target in ways))
    # One that was given a label is there already.
    rows += [f"    {s}" for s in stages if s not in touched and ids[s] == s]
    for one, source, target in ways:
        label = one.trigger.replace(":", " ").replace(";", " ")
        rows.append(f"    {ids[source]} --> {ids[target]} : {label}")
    return "\n".join(rows) + "\n"


def stage_ids(stages: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """
    Begin a Mermaid state diagram: name its stages.

    Args:
        stages: The stages.

    Returns:
        The id of each stage, and the first rows of the diagram, which say what the
        stages are called whose ids aren't their names.
    """
    ids: dict[str, str] = {}
    rows = ["stateDiagram-v2"]
    for number, stage in enumerate(stages):
        plain = stage.isascii() and stage.isidentifier()
        own = stage.startswith("stage_") or stage.casefold() in _RESERVED
        ids[stage] = stage if plain and not own else f"stage_{number}"
        if ids[stage] != stage:
            label = stage.replace('"', "'")
            rows.append(f'    state "{label}" as {ids[stage]}')
    return ids, rows
