"""
What breaks the laws of the engine: moves that aren't restored, traces of refusals.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from itertools import product
from typing import Any, TypeVar

import attrs

from ...instants import DAY
from ...leads import Lead
from ...refusals import MoveRefused
from ...rules import nodes as n
from ...states import Lifecycle
from ..stories.sources import Bare, Call, laid_out
from ..stories.story import BEGINNING, REASON, Asked, Story

T = TypeVar("T")


@attrs.frozen
class Broken:
    """
    How a story breaks a law.

    Attributes:
        story: The story.

        end: How it ends, as a sentence.

        lines: The last lines of the test, which name the lifecycle with braces.

        name: What the test calls the lead as it begins.
    """

    story: Story
    end: str
    lines: tuple[str, ...]
    name: str = "lead"


def functions_in(lifecycle: Lifecycle) -> Iterator[n.Predicate]:
    """
    Find the host's own functions that guards ask.
    """
    for one in lifecycle.transitions:
        for part in () if one.when is None else n.walk(one.when.node):
            if isinstance(part, n.Predicate):
                yield part


def unreplayed(lifecycle: Lifecycle, story: Story) -> Broken | None:
    """
    Tell how the moves of a story aren't restored by a replay.
    """
    first, last = story.leads[0], story.lead
    made = len(last.moves) - len(first.moves)
    moves = last.moves[len(first.moves) :]
    start = f"[{len(first.moves)}:]" if first.moves else ""
    name = "lead" if made else "first"
    call = f"again = {{}}.replay(first, {name}.moves{start})"
    raised = _raised(story)
    try:
        again = lifecycle.replay(first, moves)
    except Exception as error:  # noqa: BLE001  a host's classes may raise anything
        end = f"Replaying its {made} moves raises {type(error).__name__}."
        return Broken(story, end, (call,), "first")
    if (again.stage, again.moves) != (last.stage, last.moves):
        end = "Replayed, its moves aren't the same."
        if again.stage != last.stage:
            end = f"Replayed, its moves lead to {str(again.stage)!r} instead."
        wanted = f"assert (again.stage, again.moves) == ({name}.stage, {name}.moves)"
        return Broken(story, end, (call, wanted), "first")
    if again.revision + raised != last.revision:
        raises = last.revision - raised - first.revision
        end = f"Its {made} moves raise its revision by {raises}, and replayed by "
        # In the test, what is recorded before the first move is there as it begins.
        late = _raised(story, after_a_move=True)
        plus = f" + {late}" if late else ""
        wanted = f"assert again.revision{plus} == {name}.revision"
        end = f"{end}{again.revision - first.revision}."
        return Broken(story, end, (call, wanted), "first")
    return None


def _raised(story: Story, *, after_a_move: bool = False) -> int:
    # What is recorded raises the revision too.
    total, moved = 0, not after_a_move
    pairs = zip(story.leads, story.leads[1:], strict=False)
    for event, (before, after) in zip(story.events, pairs, strict=True):
        if isinstance(event, Asked):
            moved = True
        elif moved:
            total += after.revision - before.revision
    return total


_QUESTIONS = ("decide", "allowed", "due", "automatic")


def touched(lifecycle: Lifecycle, story: Story) -> Broken | None:
    """
    Tell what changes the lead at the end of a story, or is refused in another way.
    """
    # The story stays what it is, whatever is done to its lead here.
    lead, as_of = _copied(story.lead), story.as_of
    before = {name: _copied(value) for name, value in _state(lead).items()}
    triggers = (*lifecycle.triggers, "no_such_trigger")
    calls = [
        Call("advance", (trigger,), {"at": at, **reason})
        for trigger, reason, at in product(
            triggers, ({}, {"reason": REASON}), (as_of, BEGINNING - DAY)
        )
    ]
    calls += [Call("decide", (trigger,), {"as_of": as_of}) for trigger in triggers]
    calls += [Call(name, (), {"as_of": as_of}) for name in _QUESTIONS[1:]]
    for call in calls:
        error: Exception | None = None
        try:
            getattr(lifecycle, call.name)(lead, *call.arguments, **call.named)
        except MoveRefused:
            pass
        except Exception as raised:  # noqa: BLE001  a host's classes may raise anything
            error = raised
        asked = _asked(call)
        told_ = f"{call.name}({', '.join(map(repr, call.arguments))})"
        if _state(lead) != before:
            lines = (
                "before = copy.deepcopy(lead)",
                "with contextlib.suppress(lk.MoveRefused):",
                f"    {asked}",
                "assert lead == before",
            )
            return Broken(story, f"{told_} changes the lead that it is given.", lines)
        if error is not None and not _fails(lifecycle, lead, as_of):
            fails = ("with contextlib.suppress(lk.MoveRefused):", f"    {asked}")
            end = f"{told_} raises {type(error).__name__} and not MoveRefused."
            return Broken(story, end, fails)
    return None


def _asked(call: Call) -> str:
    given = Call(f"{{}}.{call.name}", (Bare("lead"), *call.arguments), call.named)
    return laid_out(given, 2)


def _state(lead: Lead) -> dict[str, Any]:
    # Not whether the two are equal: a host may say what that is.
    return {name: getattr(lead, name) for name in attrs.fields_dict(type(lead))}


def _copied(value: T) -> T:
    try:
        return deepcopy(value)
    except Exception:  # noqa: BLE001  a host's field may hold what has no copy
        return value


def _fails(lifecycle: Lifecycle, lead: Lead, as_of: datetime) -> bool:
    # Whether it is a host's function in a guard that fails.
    for one in functions_in(lifecycle):
        try:
            one.function(lead, as_of)
        except Exception:  # noqa: BLE001
            return True
    return False
