"""
What a law is asked of, and the names in it: checked before anything is walked through.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..errors import RuleError, described, is_a, listing, near_miss
from ..leads import Lead
from ..playbook import Playbook
from ..rules import nodes as n
from ..rules.analysis import check_record
from ..rules.expressions import Flag, Rule
from ..rules.joining import as_rule
from ..states import Lifecycle


@attrs.frozen
class Subject:
    """
    A lifecycle, and the leads that it is for.

    Attributes:
        law: The name of the law, for errors.

        lifecycle: The lifecycle.

        record: The class of its leads, None if that is open.

        monotone: Rules that stay known true once they are.
    """

    law: str
    lifecycle: Lifecycle
    record: type[Lead] | None
    monotone: tuple[n.Question, ...]

    @property
    def guards(self) -> tuple[n.Question, ...]:
        """
        The rules of its moves.
        """
        rules = (one.when for one in self.lifecycle.transitions)
        return tuple(rule.node for rule in rules if rule is not None)

    def stages(
        self, given: str | Iterable[str], what: str, *, empty: bool = False
    ) -> tuple[str, ...]:
        """
        Check the names of stages.

        Args:
            given: One stage or several.

            what: The argument, for errors.

            empty: Whether there may be none.

        Raises:
            RuleError: One isn't a stage of the lifecycle, or none is given.
        """
        subject = f"{what} of {self.law}"
        if not is_a(given, Iterable):
            raise RuleError(subject, described(given), "stages")
        names = (given,) if isinstance(given, str) else tuple(given)
        if not names and not empty:
            raise RuleError(subject, "no stage", "at least one")
        return tuple(dict.fromkeys(self._stage(name, subject) for name in names))

    def _stage(self, name: object, subject: str) -> str:
        for stage in self.lifecycle.stages:
            if isinstance(name, str) and stage == name:
                return stage
        raise RuleError(
            subject,
            f"the unknown stage {str(name)!r}" if is_a(name, str) else described(name),
            f"a stage of lifecycle {self.lifecycle.name!r}",
            near_miss(str(name), self.lifecycle.stages),
        )

    def event(self, name: object, what: str) -> tuple[str | None, str | None]:
        """
        Tell whether a name is that of a stage or of a trigger.

        Returns:
            The stage, or None; the trigger, or None.

        Raises:
            RuleError: It is neither, or both.
        """
        subject, lifecycle = f"{what} of {self.law}", self.lifecycle
        stage = name if name in lifecycle.stages else None
        trigger = name if name in lifecycle.triggers else None
        if stage is not None and trigger is not None:
            raise RuleError(
                subject,
                f"{str(name)!r}, a stage and a trigger",
                "a name of one of the two",
                "Ask for the stage with has_been(), or rename one of them.",
            )
        if stage is None and trigger is None:
            known = (*lifecycle.stages, *lifecycle.triggers)
            raise RuleError(
                subject,
                f"the unknown name {str(name)!r}"
                if is_a(name, str)
                else described(name),
                f"a stage or a trigger of lifecycle {lifecycle.name!r}",
                near_miss(str(name), known),
            )
        return (
            None if stage is None else str(stage),
            None if trigger is None else str(trigger),
        )

    def question(self, given: Rule | Flag, what: str) -> n.Question:
        """
        Check a rule.
        """
        return as_rule(given, f"{what} of {self.law}").node


def subject_of(
    law: str,
    given: Lifecycle | Playbook,
    record: type[Lead] | None,
    monotone: Iterable[Rule | Flag],
) -> Subject:
    """
    Check what a law is asked of.

    Args:
        law: The name of the law: ``"never()"``.

        given: The lifecycle, or a playbook that has one.

        record: The class of its leads; a playbook has its own.

        monotone: Rules that stay known true once they are.

    Raises:
        RuleError: It isn't what it should be.
    """
    lifecycle: object = given
    if isinstance(given, Playbook):
        lifecycle = given.lifecycle
        if lifecycle is None:
            raise RuleError(
                f"the subject of {law}",
                f"playbook {given.name!r} without a lifecycle",
                "one that has a lifecycle",
            )
        record = given.record if record is None else record
    if not isinstance(lifecycle, Lifecycle):
        raise RuleError(
            f"the subject of {law}",
            described(given),
            listing(["Lifecycle", "Playbook"]).replace("'", ""),
        )
    kept: object = monotone
    if isinstance(kept, (Rule, Flag)) or not is_a(kept, Iterable):
        raise RuleError(
            f"monotone of {law}",
            described(monotone),
            "an iterable of rules",
            "Write monotone=[rule].",
        )
    rules = tuple(as_rule(one, f"monotone of {law}").node for one in monotone)
    for rule in rules:
        _check_kept(rule, law)
    subject = Subject(law, lifecycle, record, rules)
    check_record(record, law, *subject.guards, *rules)
    return subject


def _check_kept(rule: n.Question, law: str) -> None:
    # What a move itself may end doesn't stay true, whatever the host does.
    for part in n.walk(rule):
        match part:
            case n.InStage() | n.CameFrom() | n.TimeInStage():
                ended = True
            case n.Query(since=since) | n.Conversed(since=since):
                ended = since is not None
            case n.Not(part=n.HasBeen()):
                ended = True
            case _:
                ended = False
        if ended:
            raise RuleError(
                f"monotone of {law}",
                f"<{rule}>, which a move may end",
                "rules that stay known true once they are",
                "Leave out what it asks about stages.",
            )
