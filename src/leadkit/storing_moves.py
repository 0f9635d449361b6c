"""
Transitions and lifecycles as plain data, and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar, get_args

from .moves import PREVIOUS, Clock, Kind, Previous, Transition
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
_ENTRY: Clock = "entry"
KINDS: tuple[str, ...] = get_args(Kind)
CLOCKS: tuple[str, ...] = get_args(Clock)
_OPTIONAL = ("when", "kind", "after", "since", "automatic")
_TIMES = ("deadlines", "stale_after")


def write_lifecycle(given: Any, writing: Writing) -> Data:
    """
    Write a lifecycle.

    Args:
        given: The lifecycle, whose class is made of what is below it.

        writing: What is written so far.
    """
    return some(
        name=given.name,
        stages=list(given.stages),
        initial=given.initial,
        transitions=[_write(one, writing) for one in given.transitions],
        deadlines=_write_spans(given.deadlines) or None,
        stale_after=_write_spans(given.stale_after) or None,
    )


def _write_spans(spans: Mapping[str, timedelta]) -> dict[str, Data]:
    # In whatever order they were given, the text is one.
    return {stage: written_span(span) for stage, span in sorted(spans.items())}


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
        since=None if one.since == _ENTRY else one.since,
        automatic=one.automatic or None,
    )


def read_lifecycle(spot: Spot, reading: Reading, maker: Callable[..., L]) -> L:
    """
    Read a lifecycle.

    Args:
        spot: Where it stands.

        reading: What was read so far.

        maker: The class of lifecycles.
    """
    parts = spot.parts("name", "stages", "initial", "transitions", optional=_TIMES)
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
    times = {what: _read_spans(parts[what], stages) for what in _TIMES if what in parts}
    return parts["transitions"].make(maker, name, stages, initial, transitions, **times)


def _read_spans(spot: Spot, stages: tuple[str, ...]) -> dict[str, timedelta]:
    return {_stage(stage, stages): span(value) for stage, value in spot.table()}


def _read(spot: Spot, stages: tuple[str, ...], reading: Reading) -> Transition:
    parts = spot.parts("trigger", "sources", "target", optional=_OPTIONAL)
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
    if "since" in parts:
        given["since"] = parts["since"].one_of(CLOCKS)
    if "automatic" in parts:
        given["automatic"] = parts["automatic"].flag()
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
