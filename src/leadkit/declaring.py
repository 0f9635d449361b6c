"""
What a lifecycle is declared with, brought into form and checked as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from .diagnosis import shadowed
from .errors import RuleError, described, is_a, listing, near_miss
from .mapping import FrozenMap
from .moves import Transition, check_span, stage_code


def given_stages(given: Iterable[str]) -> tuple[str, ...]:
    """
    Convert what was given for the stages.
    """
    if isinstance(given, (str, AbstractSet)) or not is_a(given, Iterable):
        raise RuleError(
            "stages",
            described(given),
            "an iterable of stages, or a StrEnum",
            "Their order is kept, and a set has none."
            if isinstance(given, AbstractSet)
            else "",
        )
    return tuple(stage_code(stage) for stage in given)


def given_transitions(given: Iterable[Transition]) -> tuple[Transition, ...]:
    """
    Convert what was given for the transitions.
    """
    if not is_a(given, Iterable):
        raise RuleError("transitions", described(given), "an iterable of Transitions")
    declared = tuple(given)
    for one in declared:
        if not is_a(one, Transition):
            raise RuleError("transitions", described(one), "Transitions")
    return declared


def given_spans(given: Mapping[str, timedelta]) -> FrozenMap[str, timedelta]:
    """
    Convert what was given for the times of stages.
    """
    if not is_a(given, Mapping):
        raise RuleError(
            "the times of a lifecycle", described(given), "a mapping from stages"
        )
    return FrozenMap({stage_code(stage): span for stage, span in given.items()})


def check(declared: Any) -> None:
    """
    Check the parts of a lifecycle against each other.

    Args:
        declared: The lifecycle, whose class is made of what is below it.

    Raises:
        RuleError: A stage isn't declared or is twice, a time is none, or a transition
            can never be made since an earlier one always is.
    """
    name, stages = declared.name, declared.stages
    if not is_a(name, str) or not name.strip():
        came = "a blank text" if is_a(name, str) else described(name)
        raise RuleError("name of a lifecycle", came, "a text")
    if len(set(stages)) < len(stages) or not stages:
        raise RuleError(
            f"stages of lifecycle {name!r}",
            "a stage twice" if stages else "no stages",
            "each stage once",
        )
    _check_known(declared, declared.initial, "initial")
    for transition in declared.transitions:
        for stage in transition.sources:
            _check_known(declared, stage, f"a source of {transition.trigger!r}")
        if isinstance(transition.target, str):
            _check_known(
                declared, transition.target, f"target of {transition.trigger!r}"
            )
    for what, spans in (
        ("deadlines", declared.deadlines),
        ("stale_after", declared.stale_after),
    ):
        for stage, span in spans.items():
            _check_known(declared, stage, f"a stage of {what}")
            check_span(span, f"{what} of stage {stage!r}")
    _check_shadowed(declared)


def _check_known(declared: Any, stage: str, what: str) -> None:
    if stage not in declared.stages:
        raise RuleError(
            f"{what} in lifecycle {declared.name!r}",
            f"the unknown stage {stage!r}",
            f"one of {listing(declared.stages)}",
            near_miss(stage, declared.stages),
        )


def _check_shadowed(declared: Any) -> None:
    found = shadowed(declared.transitions)
    if found is not None:
        earlier, later, stage = found
        raise RuleError(
            f"lifecycle {declared.name!r}",
            f"the transition {later}, which can never be made from {stage!r}",
            "rules that leave it a chance",
            f"{earlier} comes first and is made whenever this could be.",
        )
