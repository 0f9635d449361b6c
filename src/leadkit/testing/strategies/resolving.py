"""
What ``st.from_type()`` draws for a class of records.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...codes import Stage
from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Activity, Grant, Move, Touch
from ...leads import is_record
from .edges import AS_OF, Edges
from .happenings import activities
from .ledgers import consents, contact_points, grants, touches
from .records import leads
from .scalars import instants


def drawn_by_type(cls: Any) -> SearchStrategy[Any]:
    """
    Find the strategy that draws a class of records.

    Args:
        cls: The class.

    Returns:
        The strategy; ``NotImplemented`` where Hypothesis is to find one by itself.
    """
    if is_record(cls):
        return leads(cls)
    found: Any = _MEMBERS.get(cls, _unknown)
    made: SearchStrategy[Any] = found()
    return made


def _unknown() -> Any:
    return NotImplemented


def _moves() -> SearchStrategy[Move]:
    stages = st.sampled_from(Stage)
    return st.builds(
        Move,
        trigger=st.sampled_from(["nurture", "qualify", "convert"]),
        source=stages,
        target=stages,
        at=instants(),
        reason=st.none() | st.just("example"),
        kind=st.sampled_from(["forward", "exit", "back"]),
        number=st.integers(1, 9),
    )


_MEMBERS: dict[type, Callable[[], SearchStrategy[Any]]] = {
    Activity: activities,
    Consent: lambda: consents(Edges(), AS_OF),
    ContactPoint: lambda: contact_points(Edges()),
    Touch: lambda: touches(AS_OF),
    Grant: lambda: grants(Edges(), AS_OF),
    Move: _moves,
}
