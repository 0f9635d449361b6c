"""
All that the qualifications of a playbook rest on, asked of a lead in one pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from .leads import Lead
from .qualification import Qualification, Verdict
from .rules import nodes as n
from .rules.answers import Reason
from .rules.compiled import Answering
from .rules.meaning import Answer
from .rules.reasons import Explainer
from .rules.requirements import requirements
from .scoring import Scorecard

L = TypeVar("L", bound=Lead)


class Judging:
    """
    Judges leads by several qualifications.

    Args:
        name: In whose name they are granted and revoked.

        qualifications: What one of them holds is judged before it.

        beside: What else is asked.

        cards: Those whose totals `answers` is given.
    """

    def __init__(
        self,
        name: str,
        qualifications: Sequence[Qualification],
        beside: Sequence[n.Question] = (),
        cards: Sequence[Scorecard] = (),
    ) -> None:
        self._name = name
        self._beside = beside
        self._cards = cards
        self._questions: list[n.Question] = []
        self._places: list[tuple[Qualification, slice]] = []
        for one in qualifications:
            start = len(self._questions)
            self._questions += one.questions
            self._places.append((one, slice(start, len(self._questions))))

    @cached_property
    def _explained(self) -> Explainer:
        return Explainer(self._questions, beside=self._beside)

    @cached_property
    def _answered(self) -> Answering:
        return Answering([*self._questions, *self._beside], self._cards)

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(one.name for one, _ in self._places)

    @cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        # Whose grants each reads; a host's own function may read any.
        codes = self._codes
        return {
            one.name: codes
            if any(isinstance(part, n.Predicate) for part in n.walk_once(one.questions))
            else codes & requirements(one.questions).qualifications
            for one, _ in self._places
        }

    def recorded(self, lead: L, at: datetime) -> Iterator[tuple[Verdict, L]]:
        """
        Judge a lead, and record what it gains and loses.

        Args:
            lead: The lead.

            at: When this happens, in UTC.

        Returns:
            For each qualification the verdict, and the lead with what was recorded.
        """
        return self._judged(self._explained(lead, at), lead, at, self._codes)

    def verdicts(
        self, lead: Lead, as_of: datetime
    ) -> tuple[dict[str, Verdict], Sequence[Answer]]:
        """
        Judge a lead.

        Args:
            lead: The lead.

            as_of: The instant of the question, in UTC.

        Returns:
            The verdicts by code, and the answers to what is asked beside.
        """
        told, beside = self._explained.both(lead, as_of)
        # Nothing is recorded, but for those that read it.
        judged = self._judged(told, lead, as_of, self._read)
        return {verdict.qualification: verdict for verdict, _ in judged}, beside

    def answers(
        self, lead: Lead, as_of: datetime, totals: Sequence[int]
    ) -> tuple[dict[str, Answer], Sequence[Answer]]:
        """
        Judge a lead without saying why.

        Args:
            lead: The lead.

            as_of: The instant of the question, in UTC.

            totals: The totals of the cards, in whole hundredths.

        Returns:
            The answers of the verdicts by code, and those to what is asked beside.
        """
        if self._read:
            verdicts, beside = self.verdicts(lead, as_of)
            return {name: verdict.answer for name, verdict in verdicts.items()}, beside
        told = self._answered(lead, as_of, totals)
        answers = {
            one.name: one.answer(told[place], lead, as_of)
            for one, place in self._places
        }
        return answers, told[len(self._questions) :]

    @cached_property
    def _read(self) -> frozenset[str]:
        return frozenset[str]().union(*self._reads.values())

    def _judged(
        self, told: Sequence[Reason], lead: L, at: datetime, kept: Collection[str]
    ) -> Iterator[tuple[Verdict, L]]:
        # For each the verdict, and the lead with what changed of those that are kept.
        changed: set[str] = set()
        for one, place in self._places:
            # What was told before something changed that it reads is no longer so.
            if changed and not changed.isdisjoint(self._reads[one.name]):
                verdict = one.judge(lead, as_of=at)
            else:
                verdict = one.verdict(told[place], lead, at)
            if verdict.held != verdict.recorded and one.name in kept:
                lead = self._changed(lead, verdict)
                changed.add(one.name)
            yield verdict, lead

    def _changed(self, lead: L, verdict: Verdict) -> L:
        change = lead.grant if verdict.held else lead.revoke
        return change(
            verdict.qualification, at=verdict.as_of, by=self._name, automatic=True
        )
