"""
A playbook: scorecards, qualifications and a lifecycle that belong together.

One bundle, one version, one call: `Playbook.assess` asks everything about a lead, and
`Playbook.update` records which qualifications it gained and lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import TypeVar

import attrs

from . import replacing
from .assessment import Assessment, Event, Granted, Outcome, Revoked
from .coherence import (
    by_name,
    check_cards,
    check_fields,
    check_reading,
    judging_order,
)
from .errors import LeadError, RuleError, described, is_a, listing, near_miss
from .fingerprint import fingerprint
from .grading import Grades, Temperature
from .history import stage_at
from .instants import utc
from .leads import Lead, is_record
from .mapping import FrozenMap
from .qualification import Qualification, Verdict
from .rules import nodes as n
from .rules.expressions import Rule
from .rules.requirements import Requirements, requirements
from .scoring import Scorecard
from .states import Lifecycle

L = TypeVar("L", bound=Lead)


def _scorecards(
    given: Mapping[str, Scorecard] | Iterable[Scorecard],
) -> FrozenMap[str, Scorecard]:
    return by_name(given, Scorecard)


def _qualifications(
    given: Mapping[str, Qualification] | Iterable[Qualification],
) -> FrozenMap[str, Qualification]:
    return by_name(given, Qualification)


@attrs.frozen
class Playbook:
    """
    Scorecards, qualifications and a lifecycle that belong together.

    Attributes:
        name: What it is called.

        record: The class of leads that it is for.

        scorecards: The cards by name; given as any iterable or mapping.

        qualifications: The qualifications by code; given as any iterable or mapping.

        lifecycle: The moves, or None.

        grades: Letters for one of the cards, or None.

        temperature: Rules for hot and warm, or None.
    """

    name: str
    record: type[Lead] = Lead
    scorecards: FrozenMap[str, Scorecard] = attrs.field(
        default=FrozenMap(), converter=_scorecards
    )
    qualifications: FrozenMap[str, Qualification] = attrs.field(
        default=FrozenMap(), converter=_qualifications
    )
    lifecycle: Lifecycle | None = None
    grades: Grades | None = None
    temperature: Temperature | None = None

    def __attrs_post_init__(self) -> None:
        if not is_a(self.name, str) or not self.name.strip():
            came = "a blank text" if is_a(self.name, str) else described(self.name)
            raise RuleError("name of a playbook", came, "a text")
        for what, value, wanted in (
            ("lifecycle", self.lifecycle, Lifecycle),
            ("grades", self.grades, Grades),
            ("temperature", self.temperature, Temperature),
        ):
            if value is not None and not is_a(value, wanted):
                raise RuleError(
                    f"{what} of a playbook", described(value), f"a {wanted.__name__}"
                )
        if not is_record(self.record):
            raise RuleError(
                "record of a playbook", described(self.record), "Lead or a subclass"
            )
        check_fields(self.name, self.record, self.nodes)
        check_reading(self.scorecards, self.qualifications)
        check_cards(self.name, self.scorecards, self.nodes)
        self._check_grades()
        _ = self._order

    # Checks ---------------------------------------------------------------------------

    @property
    def nodes(self) -> Iterator[n.Node]:
        """
        The nodes of all rules and cards in the bundle.
        """
        for card in self.scorecards.values():
            yield from card.nodes
        for rule in self._rules:
            yield rule.node

    @property
    def _rules(self) -> Iterator[Rule]:
        for qualification in self.qualifications.values():
            yield from qualification.rules
        if self.lifecycle is not None:
            yield from (
                o.when for o in self.lifecycle.transitions if o.when is not None
            )
        if self.temperature is not None:
            yield from (self.temperature.hot, self.temperature.warm)

    def _check_grades(self) -> None:
        if self.grades is not None and self.grades.card not in self.scorecards:
            raise RuleError(
                "grades of a playbook",
                f"the unknown scorecard {self.grades.card!r}",
                f"one of {listing(self.scorecards)}",
                near_miss(self.grades.card, self.scorecards),
            )

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return judging_order(self.name, self.qualifications)

    # Questions ------------------------------------------------------------------------

    def assess(self, lead: Lead, *, as_of: datetime) -> Assessment:
        """
        Ask everything about a lead.

        Args:
            lead: The lead; an instance of `record`.

            as_of: The instant of the question.

        Returns:
            Scores, verdicts and moves. The verdicts are what `update` would record.

        Raises:
            LeadError: *lead* is no instance of `record`.

            InstantError: *as_of* has no time zone.
        """
        as_of = self._asked(lead, as_of, "as_of")
        scores = FrozenMap(
            {
                name: card.score(lead, as_of=as_of)
                for name, card in self.scorecards.items()
            }
        )
        grades, temperature, lifecycle = self.grades, self.temperature, self.lifecycle
        verdicts = {event.name: v for event, v, _ in self._judged(lead, as_of)}
        return Assessment(
            lead_id=lead.id,
            as_of=as_of,
            version=self.version,
            scores=scores,
            grade=None
            if grades is None
            else grades.grade(scores[grades.card].hundredths),
            temperature=None
            if temperature is None
            else temperature.of(lead, as_of=as_of),
            verdicts=FrozenMap((name, verdicts[name]) for name in self.qualifications),
            stage=stage_at(lead, as_of),
            allowed=() if lifecycle is None else lifecycle.allowed(lead, as_of=as_of),
        )

    def update(self, lead: L, *, at: datetime) -> Outcome[L]:
        """
        Judge a lead again, and record which qualifications it gained and lost.

        The stage isn't touched. Updating twice changes nothing the second time.

        Args:
            lead: The lead; it isn't changed.

            at: When this happens.

        Returns:
            The lead with its grants, and what happened.

        Raises:
            LeadError: *lead* is no instance of `record`.

            InstantError: *at* has no time zone.
        """
        at = self._asked(lead, at, "at")
        events: list[Event] = []
        after = lead
        for qualification, verdict, judged in self._judged(lead, at):
            if judged is not after:
                kind = Granted if verdict.held else Revoked
                events.append(kind(lead.id, qualification.name, at, verdict))
                after = judged
        return Outcome(after, tuple(events))

    def _judged(
        self, lead: L, at: datetime
    ) -> Iterator[tuple[Qualification, Verdict, L]]:
        for name in self._order:
            qualification = self.qualifications[name]
            verdict = qualification.judge(lead, as_of=at)
            if verdict.held != verdict.recorded:
                change = lead.grant if verdict.held else lead.revoke
                lead = change(name, at=at, by=self.name, automatic=True)
            yield qualification, verdict, lead

    def _asked(self, lead: object, instant: datetime, name: str) -> datetime:
        if not isinstance(lead, self.record):
            raise LeadError(
                f"playbook {self.name!r}",
                described(lead),
                f"a {self.record.__name__}",
                "A playbook is for leads of its record class.",
            )
        return utc(instant, name)

    @property
    def requires(self) -> Requirements:
        """
        What a host must load to assess a lead.
        """
        found = Requirements()
        parts: tuple[Scorecard | Qualification, ...] = (
            *self.scorecards.values(),
            *self.qualifications.values(),
        )
        for part in parts:
            found |= part.requires
        return found | requirements(rule.node for rule in self._rules)

    def with_card(self, card: Scorecard) -> Playbook:
        """
        Replace the card of the same name everywhere it is read.

        Args:
            card: The new card.

        Raises:
            RuleError: The playbook has no card of this name.
        """
        if not is_a(card, Scorecard) or card.name not in self.scorecards:
            came = card.name if is_a(card, Scorecard) else described(card)
            raise RuleError(
                f"with_card() of playbook {self.name!r}",
                f"{came!r}",
                f"a card called {listing(self.scorecards)}",
            )
        return attrs.evolve(
            self,
            scorecards=[
                card if name == card.name else replacing.in_group(old, card)
                for name, old in self.scorecards.items()
            ],
            qualifications=[
                replacing.in_qualification(old, card)
                for old in self.qualifications.values()
            ],
            lifecycle=replacing.in_lifecycle(self.lifecycle, card),
            temperature=replacing.in_temperature(self.temperature, card),
        )

    @cached_property
    def version(self) -> str:
        """
        A SHA-256 of the definition: it changes if and only if the definition does.

        Of a host's own functions it knows the name alone.
        """
        return fingerprint(self)

    def __str__(self) -> str:
        cards = ", ".join(self.scorecards) or "no scorecards"
        codes = ", ".join(self.qualifications) or "no qualifications"
        return f"playbook {self.name} for {self.record.__name__}: {cards}; {codes}"
