"""
Which step comes next in a story, drawn so that moves succeed often enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from ...states import Lifecycle
from .chances import Chances
from .next_steps import Asked, Step, Waited

S = TypeVar("S", bound=Step)


def steps(lifecycle: Lifecycle, found: Chances, stage: str) -> st.SearchStrategy[Step]:
    """
    What may come next.

    Shrinks towards asking for the first trigger.

    Args:
        lifecycle: The moves.

        found: What may happen.

        stage: Where the lead is.
    """
    # What fits the stage is filtered, and not listed: so a choice means the same
    # wherever the lead is, and a story shrinks well.
    from_here = {one.trigger for one in lifecycle.transitions if stage in one.sources}

    def fitting() -> st.SearchStrategy[Step]:
        # Made anew: a strategy that one_of() is given twice counts once.
        made = asked()
        if not from_here:
            return made
        return made.filter(lambda one: one.trigger in from_here)

    def asked() -> st.SearchStrategy[Asked]:
        return _chosen([Asked(one) for one in lifecycle.triggers])

    kinds: list[st.SearchStrategy[Step]] = [_chosen(kind) for kind in found.kinds]
    if found.bundles:
        enough = _chosen(found.bundles)
        if any(one.source == stage for one in found.bundles):
            enough = enough.filter(lambda one: one.source == stage)
        kinds.append(enough)
    waited = _chosen([Waited(span) for span in found.spans])
    return st.one_of([fitting(), *kinds, waited, asked(), *(fitting() for _ in kinds)])


def _chosen(steps: Sequence[S]) -> st.SearchStrategy[S]:
    # Where there is one step only, it is chosen all the same: what is drawn in equally
    # many choices shrinks from one kind to another.
    return st.sampled_from([*steps, *steps] if len(steps) == 1 else steps)
