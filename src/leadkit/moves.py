"""
Moves that may be made, as a lifecycle declares them and as it decides on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import timedelta
from enum import Enum
from typing import Final, Literal, TypeAlias, get_args

import attrs

from .errors import RuleError, described, is_a, listing, near_miss
from .rules.doors import code
from .rules.expressions import Flag, Rule
from .rules.joining import as_rule

Kind: TypeAlias = Literal["forward", "exit", "back"]
Clock: TypeAlias = Literal["entry", "activity"]
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
    # A set has no order of its own, and would be another one in the next process.
    listed = sorted(given, key=str) if isinstance(given, AbstractSet) else given
    stages = (given,) if isinstance(given, str) else tuple(listed)
    if not stages:
        raise RuleError("sources of a Transition", "no stage", "at least one")
    return tuple(dict.fromkeys(stage_code(stage) for stage in stages))


def _target(given: str | Previous) -> str | Previous:
    return given if isinstance(given, Previous) else stage_code(given)


def check_span(given: timedelta, subject: str) -> None:
    """
    Check how long something may take.

    Raises:
        RuleError: It is no positive timedelta.
    """
    if not is_a(given, timedelta):
        raise RuleError(
            subject,
            described(given),
            "a positive timedelta",
            "Write timedelta(days=30).",
        )
    if given <= timedelta(0):
        raise RuleError(subject, f"the timedelta {given}", "a positive timedelta")


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

        after: Due by itself after so long. It is a deadline and no guard: the move may
            be made before.

        since: From when *after* counts: ``"entry"`` into the stage, or the last
            ``"activity"`` by a human, ours or the lead's, if that is later. Where the
            move into the stage has a ``resume_at``, neither counts before.

        automatic: Made by `Playbook.run` as soon as it may be; anybody may ask for it
            too.
    """

    trigger: str = attrs.field(converter=_trigger)
    sources: tuple[str, ...] = attrs.field(converter=_sources)
    target: str | Previous = attrs.field(converter=_target)
    when: Rule | None = attrs.field(default=None, converter=_rule)
    kind: Kind = attrs.field(default="forward", kw_only=True)
    after: timedelta | None = attrs.field(default=None, kw_only=True)
    since: Clock = attrs.field(default="entry", kw_only=True)
    automatic: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self._check_choice("kind", self.kind, get_args(Kind))
        self._check_choice("since", self.since, get_args(Clock))
        if self.after is not None:
            check_span(self.after, f"after of transition {self.trigger!r}")
        if self.after is None and self.since != "entry":
            raise RuleError(
                f"since of transition {self.trigger!r}",
                f"{self.since!r} without after",
                "a span that it begins",
                "Say how long with after=timedelta(...).",
            )
        if not is_a(self.automatic, bool):
            raise RuleError(
                f"automatic of transition {self.trigger!r}",
                described(self.automatic),
                "True or False",
            )
        if self.automatic and self.after is not None:
            raise RuleError(
                f"automatic of transition {self.trigger!r}",
                "True beside after",
                "one of the two",
                "A move with after is made by itself, when that has passed.",
            )

    def _check_choice(self, what: str, given: object, options: tuple[str, ...]) -> None:
        if given not in options:
            raise RuleError(
                f"{what} of transition {self.trigger!r}",
                repr(given),
                listing(options),
                near_miss(str(given), options),
            )

    def __str__(self) -> str:
        known = isinstance(self.target, str)
        target = repr(self.target) if known else "where it was before"
        return f"{self.trigger!r} from {listing(self.sources)} to {target}"


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
