"""
The line of stages that a funnel counts along, and the exits beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import RuleError, described, is_a
from ...states import Lifecycle
from .arguments import no_stage


def mainline_of(lifecycle: Lifecycle) -> tuple[str, ...]:
    """
    Tell which stages lead forward, from the first.

    Args:
        lifecycle: Its forward moves make the line.

    Returns:
        The stages that forward moves lead to from the initial one, as the lifecycle
        lists them. All others are exits.

    >>> from leadkit import standard
    >>> print(*mainline_of(standard.lifecycle()))
    lead nurtured prospect customer advocate
    """
    reached = {lifecycle.initial}
    waiting = [lifecycle.initial]
    while waiting:
        stage = waiting.pop()
        for one in lifecycle.transitions:
            target = one.target
            if (
                one.kind == "forward"
                and stage in one.sources
                and isinstance(target, str)
                and target not in reached
            ):
                reached.add(target)
                waiting.append(target)
    return tuple(stage for stage in lifecycle.stages if stage in reached)


def checked_mainline(
    given: Iterable[str], lifecycle: Lifecycle, subject: str = "mainline of a History"
) -> tuple[str, ...]:
    """
    Check a line of stages that somebody wrote.

    Raises:
        RuleError: It is none, has fewer than two stages, an unknown one, or one twice.
    """
    if isinstance(given, str) or not is_a(given, Iterable):
        raise RuleError(subject, described(given), "stages, the first one first")
    line = tuple(given)
    for stage in line:
        if stage not in lifecycle.stages:
            raise no_stage(subject, stage, lifecycle.stages)
    if len(set(line)) < len(line):
        raise RuleError(subject, "a stage twice", "each stage once")
    if len(line) < 2:  # noqa: PLR2004
        raise RuleError(subject, "fewer than two stages", "two or more")
    return line
