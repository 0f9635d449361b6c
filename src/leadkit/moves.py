"""
Moves that may be made, as a lifecycle declares them and as it decides on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Literal, TypeAlias

import attrs

from .errors import LeadkitError, RuleError, described, is_a, listing, near_miss
from .rules.answers import Reason
from .rules.doors import code
from .rules.expressions import Flag, Rule
from .rules.joining import as_rule

Kind: TypeAlias = Literal["forward", "exit", "back"]
Code: TypeAlias = Literal[
    "unknown-trigger", "out-of-order", "no-transition", "guard", "reason"
]


class Previous(Enum):
    """
    The type of `PREVIOUS`.
    """

    PREVIOUS = "previous"


#: As a target, the stage that was left on entering the one the lead is in.
PREVIOUS: Final = Previous.PREVIOUS


def _rule(given: Rule | Flag | None) -> Rule | None:
    return None if given is None else as_rule(given, "when of a Transition")


def _trigger(given: str) -> str:
    return code(given, "trigger of a Transition")


def _sources(given: str | Iterable[str]) -> tuple[str, ...]:
    if not is_a(given, Iterable):
        raise RuleError("sources of a Transition", described(given), "stages")
    stages = (given,) if isinstance(given, str) else tuple(given)
    if not stages:
        raise RuleError("sources of a Transition", "no stage", "at least one")
    return tuple(dict.fromkeys(stage_code(stage) for stage in stages))


def _target(given: str | Previous) -> str | Previous:
    return given if isinstance(given, Previous) else stage_code(given)


def stage_code(given: str) -> str:
    """
    Check the code of a stage.

    Raises:
        RuleError: It is no text, is blank, or is a wildcard of ``transitions``.
    """
    stage = code(given, "a stage")
    if stage in {"*", "="}:
        raise RuleError("a stage", repr(stage), "a name")
    return stage


@attrs.frozen
class Transition:
    """
    A move that may be made: *trigger* takes a lead from *sources* to *target*.

    Attributes:
        trigger: What is asked for, as an imperative: ``"qualify"``.

        sources: The stages it starts from; one stage or several.

        target: The stage it leads to, or `PREVIOUS`.

        when: Made only if this rule is known true.

        kind: ``"forward"``, ``"exit"`` or ``"back"``; the latter two want a reason.

        after: Due by itself when the lead has been in the stage for so long. It is a
            deadline and no guard: the move may be made before.
    """

    trigger: str = attrs.field(converter=_trigger)
    sources: tuple[str, ...] = attrs.field(converter=_sources)
    target: str | Previous = attrs.field(converter=_target)
    when: Rule | None = attrs.field(default=None, converter=_rule)
    kind: Kind = attrs.field(default="forward", kw_only=True)
    after: timedelta | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        kinds = ("forward", "exit", "back")
        if self.kind not in kinds:
            raise RuleError(
                f"kind of transition {self.trigger!r}",
                repr(self.kind),
                listing(kinds),
                near_miss(str(self.kind), kinds),
            )
        if self.after is not None and (
            not is_a(self.after, timedelta) or self.after <= timedelta(0)
        ):
            raise RuleError(
                f"after of transition {self.trigger!r}",
                described(self.after),
                "a positive timedelta",
            )

    def __str__(self) -> str:
        target = self.target if isinstance(self.target, str) else "where it was before"
        return f"{self.trigger!r} from {listing(self.sources)} to {target!r}"


@attrs.frozen
class Decision:
    """
    A move that may be made.

    Attributes:
        trigger: What was asked for.

        source: The stage the lead is in.

        target: The stage it would enter; never `PREVIOUS`.

        kind: What kind of move it is.
    """

    trigger: str
    source: str
    target: str
    kind: Kind


@attrs.frozen(order=True)
class Due:
    """
    A timed move whose deadline has passed; advance it with ``at=deadline``.

    Attributes:
        deadline: When it was due.

        trigger: What is to be asked for.
    """

    deadline: datetime
    trigger: str


@attrs.define(slots=False)
class MoveRefused(LeadkitError):  # noqa: N818  it is a refusal, and reads as one
    """
    A move was asked for that the lead may not make; the lead is unchanged.

    Attributes:
        code: ``"unknown-trigger"``: the lifecycle has no such trigger.
            ``"out-of-order"``: the instant lies before the last move.
            ``"no-transition"``: the trigger starts nowhere near the lead's stage.
            ``"guard"``: a rule isn't known true. ``"reason"``: it wants a reason.

        lead_id: The lead.

        trigger: What was asked for.

        stage: Where the lead stands.

        at: The instant.

        unmet: For ``"guard"``, every part of it that isn't known true, with the values
            seen.

        allowed: The triggers that would be accepted at this instant.
    """

    code: Code
    lead_id: str
    trigger: str
    stage: str
    at: datetime
    unmet: tuple[Reason, ...] = ()
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        # An error shows no texts of the lead; `unmet` has them.
        parts = "; ".join(part.in_words(masked=True) for part in self.unmet)
        why = {
            "unknown-trigger": "there is no such trigger",
            "out-of-order": "the lead made a later move already",
            "no-transition": f"it doesn't start from stage {self.stage!r}",
            "guard": f"not known to be true: {parts}",
            "reason": "an exit or a way back wants a reason",
        }[self.code]
        cure = f"Accepted here: {listing(self.allowed)}."
        if self.code == "reason":
            cure = "Say why with reason=..."
        return (
            f"lead {self.lead_id!r} in stage {self.stage!r} may not {self.trigger!r}: "
            f"{why}. {cure}"
        )
