"""
A playbook: scorecards, qualifications and a lifecycle that belong together.

One bundle, one version, one call: `Playbook.assess` asks everything about a lead, and
`Playbook.update` records which qualifications it gained and lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Generic, TypeAlias, TypeVar, cast

import attrs

from . import replacing
from .errors import LeadError, RuleError, described, is_a, listing, near_miss
from .grading import Grades, Temperature, Warmth
from .history import stage_at
from .instants import utc
from .leads import Lead, is_record
from .mapping import FrozenMap
from .qualification import Qualification, Verdict
from .records import types_of_record
from .rules import nodes as n
from .rules.expressions import Rule, is_handle
from .rules.requirements import Requirements, requirements
from .scoring import Score, Scorecard
from .states import Lifecycle

L = TypeVar("L", bound=Lead)
T = TypeVar("T", Scorecard, Qualification)


def _named(given: Mapping[str, T] | Iterable[T], member: type[T]) -> FrozenMap[str, T]:
    subject = f"{member.__name__.lower()}s of a playbook"
    if isinstance(given, (str, member)) or not is_a(given, Iterable):
        raise RuleError(subject, described(given), f"{member.__name__}s")
    keys: list[str] | None = None
    if isinstance(given, Mapping):
        mapping = cast("Mapping[str, T]", given)
        keys, items = list(mapping), tuple(mapping.values())
    else:
        items = tuple(given)
    for item in items:
        if not is_a(item, member):
            raise RuleError(subject, described(item), f"a {member.__name__}")
    names = [item.name for item in items]
    if keys is not None and keys != names:
        raise RuleError(
            subject,
            f"the names {listing(names)} under {listing(keys)}",
            "each under its own name, once",
        )
    if len(set(names)) < len(names):
        raise RuleError(
            subject, f"a name twice: {listing(names)}", "each under its own name, once"
        )
    return FrozenMap(zip(names, items, strict=True))


def _scorecards(
    given: Mapping[str, Scorecard] | Iterable[Scorecard],
) -> FrozenMap[str, Scorecard]:
    return _named(given, Scorecard)


def _qualifications(
    given: Mapping[str, Qualification] | Iterable[Qualification],
) -> FrozenMap[str, Qualification]:
    return _named(given, Qualification)


@attrs.frozen
class Granted:
    """
    A qualification was granted by a rule.

    Attributes:
        lead_id: The lead.

        qualification: Its code.

        at: When.

        verdict: Why.
    """

    lead_id: str
    qualification: str
    at: datetime
    verdict: Verdict


@attrs.frozen
class Revoked:
    """
    A qualification was revoked by a rule; the attributes are those of `Granted`.
    """

    lead_id: str
    qualification: str
    at: datetime
    verdict: Verdict


Event: TypeAlias = Granted | Revoked


@attrs.frozen
class Outcome(Generic[L]):
    """
    What `Playbook.update` made of a lead.

    Attributes:
        lead: The lead with its grants; the same object if nothing changed.

        events: What happened, in the order it happened.
    """

    lead: L
    events: tuple[Event, ...] = ()


@attrs.frozen
class Assessment:
    """
    Everything that a playbook says about a lead as of an instant.

    Attributes:
        lead_id: The lead.

        as_of: The instant.

        version: The version of the playbook.

        scores: The scores by the cards' names.

        grade: The letter for fit, or None.

        temperature: ``"hot"``, ``"warm"`` or ``"cold"``, or None.

        verdicts: The verdicts by the qualifications' codes.

        stage: Where the lead stood.

        allowed: The moves that it may make.
    """

    lead_id: str
    as_of: datetime
    version: str
    scores: FrozenMap[str, Score]
    grade: str | None
    temperature: Warmth | None
    verdicts: FrozenMap[str, Verdict]
    stage: str
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        words = [f"in stage {self.stage}"]
        if self.grade is not None:
            words.append(f"grade {self.grade}")
        if self.temperature is not None:
            words.append(self.temperature)
        rows = [f"{self.lead_id}, {', '.join(words)} (as of {self.as_of.isoformat()})"]
        rows += [f"  {row}" for s in self.scores.values() for row in str(s).split("\n")]
        rows += [f"  {verdict}" for verdict in self.verdicts.values()]
        rows.append(f"  may: {', '.join(self.allowed) or 'nothing'}")
        return "\n".join(rows)


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
        self._check_fields()
        self._check_reading()
        self._check_cards()
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

    def _check_fields(self) -> None:
        types = types_of_record(self.record)
        for node in self.nodes:
            for part in n.walk(node):
                if type(part) is not n.Field:
                    continue
                declared = types.get(part.name)
                if declared is None or declared.kind is not part.of:
                    raise RuleError(
                        f"playbook {self.name!r}",
                        f"a rule that reads {part.name!r}, a {part.of.value}",
                        f"fields that {self.record.__name__} has",
                        near_miss(part.name, types)
                        if declared is None
                        else f"There it is a {declared.kind.value}.",
                    )

    def _check_reading(self) -> None:
        for qualification in self.qualifications.values():
            reads = requirements(rule.node for rule in qualification.rules)
            for kind, names, known in (
                ("scorecard", reads.cards, self.scorecards.keys()),
                ("qualification", reads.qualifications, self.qualifications.keys()),
            ):
                for name in sorted(names - known):
                    raise RuleError(
                        f"qualification {qualification.name!r}",
                        f"a rule that reads the {kind} {name!r}",
                        f"one of the playbook's, {listing(sorted(known))}",
                        near_miss(name, known) or "Add it to the playbook.",
                    )
        if self.grades is not None and self.grades.card not in self.scorecards:
            raise RuleError(
                "grades of a playbook",
                f"the unknown scorecard {self.grades.card!r}",
                f"one of {listing(self.scorecards)}",
                near_miss(self.grades.card, self.scorecards),
            )

    def _check_cards(self) -> None:
        for node in self.nodes:
            for part in n.walk(node):
                if not isinstance(part, n.Total):
                    continue
                own = self.scorecards.get(part.card.name)
                if own is not None and own != part.card:
                    raise RuleError(
                        f"playbook {self.name!r}",
                        f"a rule that reads another card called {own.name!r}",
                        "the playbook's own",
                        "Use playbook.with_card(card) to replace it everywhere.",
                    )

    @cached_property
    def _order(self) -> tuple[str, ...]:
        # The order in which qualifications are judged: what one holds comes before it.
        # In the order given, where that leaves a choice: sets have none of their own.
        held = {
            name: requirements(rule.node for rule in one.rules).qualifications
            for name, one in self.qualifications.items()
        }
        reads = {
            name: [other for other in self.qualifications if other in held[name]]
            for name in self.qualifications
        }
        try:
            return tuple(TopologicalSorter(reads).static_order())
        except CycleError as error:
            raise RuleError(
                f"playbook {self.name!r}",
                f"qualifications that hold each other: {' -> '.join(error.args[1])}",
                "an order in which to judge them",
            ) from None

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
        return hashlib.sha256(_canonical(self).encode()).hexdigest()

    def __str__(self) -> str:
        cards = ", ".join(self.scorecards) or "no scorecards"
        codes = ", ".join(self.qualifications) or "no qualifications"
        return f"playbook {self.name} for {self.record.__name__}: {cards}; {codes}"


def _canonical(value: object) -> str:
    # One text per definition, whatever order mappings were given in.
    if is_handle(value):
        return _canonical(value.node)
    if isinstance(value, n.Predicate):
        return f"Predicate({value.name!r})"
    cls = type(value)
    if attrs.has(cls):
        fields = (
            _canonical(getattr(value, field.name))
            for field in attrs.fields(cls)
            if field.eq and field.name != "depth"
        )
        return f"{cls.__name__}({','.join(fields)})"
    if isinstance(value, FrozenMap):
        items = cast("FrozenMap[str, object]", value).items()
        return f"{{{','.join(sorted(map(_canonical, items)))}}}"
    if isinstance(value, tuple):
        return f"({','.join(map(_canonical, cast('tuple[object, ...]', value)))})"
    if isinstance(value, Enum):
        # PREVIOUS is no stage called so.
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)}us"
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    return repr(value)
