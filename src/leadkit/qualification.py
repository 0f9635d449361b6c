"""
Qualifications: who counts as qualified, since when, and until what.

A qualification is granted when one rule holds and revoked when another does: live, with
hysteresis, or sticky. Several at once are normal, and none is a stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Self

import attrs

from .errors import LeadError, RuleError, described, is_a
from .history import last_grant
from .instants import utc
from .leads import Lead
from .panels import of_qualification, of_verdict
from .rules import nodes as n
from .rules.answers import Reason
from .rules.blame import in_the_way
from .rules.doors import code
from .rules.expressions import Flag, Rule
from .rules.joining import as_rule
from .rules.meaning import Answer
from .rules.reasons import Explainer, conjuncts
from .rules.requirements import Requirements, requirements
from .rules.stored.reading import Reading
from .rules.stored.writing import Data, Writing
from .spots import Spot
from .storing import Stored
from .storing_qualifications import read_qualification, write_qualification


def _name(given: str) -> str:
    return code(given, "a qualification's name")


def _rule(given: Rule | Flag | None) -> Rule | None:
    return None if given is None else as_rule(given, "a qualification")


def _stages(given: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not is_a(given, Iterable):
        raise RuleError("applies_to", described(given), "stages, or None for all")
    stages = (given,) if isinstance(given, str) else tuple(given)
    if not stages:
        raise RuleError("applies_to", "no stages", "at least one, or None for all")
    return tuple(dict.fromkeys(code(stage, "applies_to") for stage in stages))


@attrs.frozen
class Qualification(Stored):
    """
    What must hold for a lead to count as qualified.

    Attributes:
        name: Its code: ``"MQL"``.

        when: Granted when this is known true and *until* isn't; None if only a person
            grants it.

        until: Revoked when this is known true. None: when *when* is known false (live).
            `NEVER`: sticky. Anything else: hysteresis.

        applies_to: Stages in which it is granted; leaving them revokes a live one that
            a rule granted. None for all.
    """

    name: str = attrs.field(converter=_name)
    when: Rule | None = attrs.field(default=None, converter=_rule)
    until: Rule | None = attrs.field(default=None, converter=_rule)
    applies_to: tuple[str, ...] | None = attrs.field(default=None, converter=_stages)

    def judge(self, lead: Lead, *, as_of: datetime) -> Verdict:
        """
        Judge a lead, from the grants that are recorded.

        Args:
            lead: The lead.

            as_of: The instant of the question.

        Returns:
            Whether it is qualified, and why.

        Raises:
            InstantError: *as_of* has no time zone.

            LeadError: *lead* is no lead, or lacks a field that a rule reads.
        """
        if not is_a(lead, Lead):
            raise LeadError(f"qualification {self.name!r}", described(lead), "a Lead")
        as_of = utc(as_of, "as_of")
        return self.verdict(self._explained(lead, as_of), lead, as_of)

    def verdict(self, told: Sequence[Reason], lead: Lead, as_of: datetime) -> Verdict:
        """
        Judge a lead about which everything was asked already.

        Args:
            told: A reason for each of ``questions``, in their order.

            lead: The lead.

            as_of: The instant of the question, in UTC.
        """
        recorded, by_person = self._recorded(lead, as_of)
        answers = [part.answer for part in told]
        held, ended = self._held(answers, recorded=recorded, by_person=by_person)
        parts = told[: len(self._parts)]
        if self.applies_to is not None:
            parts = (told[-1], *parts)
        sorted_: dict[Answer, list[Reason]] = {True: [], False: [], None: []}
        for part in parts:
            sorted_[part.answer].append(part)
        return Verdict(
            self.name,
            as_of,
            held,
            recorded,
            tuple(sorted_[True]),
            tuple(sorted_[False]),
            tuple(sorted_[None]),
            told[len(self._parts)] if ended else None,
            by_person,
            self.when is None,
        )

    def answer(self, answers: Sequence[Answer], lead: Lead, as_of: datetime) -> Answer:
        """
        Judge a lead about which everything was asked already, without saying why.

        Args:
            answers: The answers to ``questions``, in their order.

            lead: The lead.

            as_of: The instant of the question, in UTC.

        Returns:
            What `Verdict.answer` would be.
        """
        if not lead.grants and self._is_bare:
            return False if False in answers else None if None in answers else True
        recorded, by_person = self._recorded(lead, as_of)
        held, ended = self._held(answers, recorded=recorded, by_person=by_person)
        if held or ended:
            return held
        parts = answers[: len(self._parts)]
        applies = self.applies_to is None or answers[-1] is True
        is_open = None in parts and False not in parts and applies
        return None if is_open else False

    @cached_property
    def _is_bare(self) -> bool:
        # Whether it is one rule and nothing else, as most are.
        return self.when is not None and self.until is None and self.applies_to is None

    def _recorded(self, lead: Lead, as_of: datetime) -> tuple[bool, bool]:
        # Whether it is held by what was recorded, and whether a person granted it then.
        grant = last_grant(lead, self.name, as_of)
        if grant is None or not grant.granted:
            return False, False
        return True, not grant.automatic

    def _held(
        self, answers: Sequence[Answer], *, recorded: bool, by_person: bool
    ) -> tuple[bool, bool]:
        # Whether it is held now, and whether `until` ends it or keeps it from that.
        parts = answers[: len(self._parts)]
        # A rule is known true if and only if all parts that must be true are.
        when = None if None in parts else True
        if self.when is None or False in parts:
            when = False
        ends = self.until is not None and answers[len(self._parts)] is True
        applies = self.applies_to is None or answers[-1] is True
        if by_person:
            held = not ends
        elif recorded:
            live = self.until is None
            held = not ends and not (live and (when is False or not applies))
        else:
            held = when is True and applies and not ends
        return held, ends and (recorded or (when is not False and applies))

    @cached_property
    def questions(self) -> tuple[n.Question, ...]:
        """
        What is asked about a lead to judge it.
        """
        until = () if self.until is None else (self.until.node,)
        stages = () if self.applies_to is None else (n.InStage(self.applies_to),)
        return (*self._parts, *until, *stages)

    @cached_property
    def _parts(self) -> tuple[n.Question, ...]:
        # The parts of `when` that must all be known true.
        if self.when is None:
            return ()
        return tuple(dict.fromkeys(conjuncts(self.when.node)))

    @cached_property
    def _explained(self) -> Explainer:
        return Explainer(self.questions)

    def _repr_html_(self) -> str:
        return of_qualification(self.name, self.when, self.until, self.applies_to)

    @cached_property
    def version(self) -> str:
        """
        A SHA-256 of the definition, versions of the cards that it reads included.

        Of a host's own functions it knows the name alone.
        """
        return self._version()

    _kind = "qualification"

    def _write(self, writing: Writing) -> Data:
        return write_qualification(
            self.name, self.when, self.until, self.applies_to, writing
        )

    @classmethod
    def _read(cls, spot: Spot, reading: Reading) -> Self:
        return read_qualification(spot, reading, cls)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """
        The rules it is made of.
        """
        return tuple(rule for rule in (self.when, self.until) if rule is not None)

    @property
    def requires(self) -> Requirements:
        """
        What a host must load to judge a lead.
        """
        own = Requirements(
            qualifications=frozenset({self.name}), histories=frozenset({"grants"})
        )
        if self.applies_to is not None:
            own |= requirements([n.InStage(self.applies_to)])
        return own | requirements(rule.node for rule in self.rules)


@attrs.frozen
class Verdict:
    """
    Whether a lead is qualified, and why.

    ``str(verdict)`` is an explanation that somebody asked for and shows the values
    seen; its repr hides texts.

    Attributes:
        qualification: Its code.

        as_of: The instant of the question.

        held: Whether it is held: what `Playbook.update` would record.

        recorded: Whether the lead's grants say so already.

        met: Parts of its rule that are known true.

        unmet: Parts that are known false.

        unknown: Parts that are unknown because something is missing.

        ended: The rule that ends it or keeps it from being granted, if it does.

        by_person: Whether a person granted it.

        person_only: Whether only a person can grant it.
    """

    qualification: str
    as_of: datetime
    held: bool
    recorded: bool = False
    met: tuple[Reason, ...] = ()
    unmet: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()
    ended: Reason | None = None
    by_person: bool = False
    person_only: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """
        The fields that stand in the way by being missing, those inside cards too.
        """
        standing = (*self.unmet, *self.unknown)
        return tuple(dict.fromkeys(name for part in standing for name in part.missing))

    @property
    def answer(self) -> Answer:
        """
        Whether it is held, or None if it isn't only because something is missing.
        """
        if self.held:
            return True
        open_ = self.unknown and not self.unmet and self.ended is None
        return None if open_ else False

    @property
    def blame(self) -> tuple[Reason, ...]:
        """
        Why it isn't held, in as few leaves as can be; none if it is.

        See `Reason.blame`. Where the grants say that it is held, these are the leaves
        that end it.
        """
        if self.held:
            return ()
        ends = () if self.ended is None else (self.ended,)
        parts = () if self.recorded and ends else self.unmet
        if not self.recorded:
            parts += self.unknown
        known = not self.recorded  # what is recorded needn't be known to stay
        return (
            *(leaf for part in parts for leaf in in_the_way(part, known=known)),
            *(
                leaf
                for end in ends
                for leaf in in_the_way(end, wanted=False, known=False)
            ),
        )

    def changes_in_words(self, *, masked: bool = False) -> tuple[str, ...]:
        """
        Say what would have to change for it to be held.

        Args:
            masked: Hide texts, which may be personal data.

        Returns:
            A line for each leaf in `blame`: ``"fit is 35, needs 40 (5 more)"``.
        """
        told = (leaf.change_in_words(masked=masked) for leaf in self.blame)
        return tuple(dict.fromkeys(filter(None, told)))

    def _repr_html_(self) -> str:
        return of_verdict(self)

    def __str__(self) -> str:
        words = {True: "yes", False: "no", None: "unknown"}[self.answer]
        told = [f"{self.qualification}: {words}"]
        if self.by_person:
            told.append("granted by a person")
        elif self.person_only and not self.held:
            told.append("only a person can grant it")
        if not self.held:
            told += [f"unmet: {part.in_words()}" for part in self.unmet]
            told += [f"unknown: {part.in_words()}" for part in self.unknown]
        if self.ended is not None:
            told.append(f"ended: {self.ended.in_words()}")
        if self.missing and not self.held:
            told.append(f"missing: {', '.join(self.missing)}")
        return "; ".join(told)
