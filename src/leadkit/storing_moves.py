"""
Transitions and lifecycles as plain data, and back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from .moves import PREVIOUS, Kind, Previous, Transition
from .rules.expressions import Rule
from .rules.stored.reading import Reading
from .rules.stored.scalars import span
from .rules.stored.writing import Data, Writing, some
from .rules.stored.writing import span as written_span
from .spots import Spot

L = TypeVar("L")

#: How many stages a lifecycle may have.
STAGES = 100
#: How many transitions it may have.
TRANSITIONS = 1_000
#: How many ways there may be from one stage to another; one to ``PREVIOUS`` counts as
#: many as there are stages.
WAYS = 10_000

_FORWARD: Kind = "forward"
KINDS: tuple[str, ...] = get_args(Kind)


def write_lifecycle(
    name: str,
    stages: tuple[str, ...],
    initial: str,
    transitions: tuple[Transition, ...],
    writing: Writing,
) -> Data:
    """
    Write the parts of a lifecycle.

    Args:
        name: What it is called.

        stages: All stages.

        initial: Where leads begin.

        transitions: The moves.

        writing: What is written so far.
    """
    return {
        "name": name,
        "stages": list(stages),
        "initial": initial,
        "transitions": [_write(one, writing) for one in transitions],
    }


def _write(one: Transition, writing: Writing) -> Data:
    target: Data = {"previous": {}}
    if not isinstance(one.target, Previous):
        target = one.target
    return some(
        trigger=one.trigger,
        sources=list(one.sources),
        target=target,
        when=None if one.when is None else writing.question(one.when.node),
        kind=None if one.kind == _FORWARD else one.kind,
        after=None if one.after is None else written_span(one.after),
    )


def read_lifecycle(spot: Spot, reading: Reading, maker: Callable[..., L]) -> L:
    """
    Read a lifecycle.

    Args:
        spot: Where it stands.

        reading: What was read so far.

        maker: The class of lifecycles.
    """
    parts = spot.parts("name", "stages", "initial", "transitions")
    stages = parts["stages"].codes(STAGES)
    ways = 0
    transitions: list[Transition] = []
    for item in parts["transitions"].items(0, TRANSITIONS):
        one = _read(item, stages, reading)
        transitions.append(one)
        ways += len(one.sources) * (len(stages) if one.target is PREVIOUS else 1)
        if ways > WAYS:
            item.refuse("too many ways between stages", f"at most {WAYS}")
    name, initial = parts["name"].name(), _stage(parts["initial"], stages)
    return parts["transitions"].make(maker, name, stages, initial, transitions)


def _read(spot: Spot, stages: tuple[str, ...], reading: Reading) -> Transition:
    parts = spot.parts(
        "trigger", "sources", "target", optional=("when", "kind", "after")
    )
    sources = parts["sources"].codes(STAGES)
    for item in parts["sources"].items():
        _stage(item, stages)
    given: dict[str, Any] = {}
    if "when" in parts:
        given["when"] = Rule(reading.question(parts["when"]))
    if "kind" in parts:
        given["kind"] = parts["kind"].one_of(KINDS)
    if "after" in parts:
        given["after"] = span(parts["after"])
    trigger, target = parts["trigger"].code(), _target(parts["target"], stages)
    return spot.make(Transition, trigger, sources, target, **given)


def _target(spot: Spot, stages: tuple[str, ...]) -> str | Previous:
    if not spot.is_object():
        return _stage(spot, stages)
    spot.parts("previous")["previous"].empty()
    return PREVIOUS


def _stage(spot: Spot, stages: tuple[str, ...]) -> str:
    code = spot.code()
    if code not in stages:
        spot.refuse("an unknown stage", "one of the lifecycle's stages")
    return code
