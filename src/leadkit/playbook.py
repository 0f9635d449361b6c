"""
A playbook: scorecards, qualifications and a lifecycle that belong together.

One bundle, one version, one call: `Playbook.assess` asks everything about a lead, and
`Playbook.update` records which qualifications it gained and lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from . import replacing
from .assessment import Assessment, Event, Granted, Outcome, Revoked, Summary
from .coherence import (
    by_name,
    check_cards,
    check_fields,
    check_reading,
    judging_order,
)
from .comparing import Glance, Side, comparison
from .diagnosis import Problem
from .differences import Comparison
from .errors import (
    LeadError,
    RuleError,
    described,
    is_a,
    listing,
    near_miss,
    with_article,
)
from .grading import Grades, Temperature, Warmth
from .happenings import Activity
from .history import stage_at
from .instants import utc
from .judging import Judging
from .leads import Lead, is_record
from .mapping import FrozenMap
from .panels import of_lifecycle, of_playbook, of_qualification
from .qualification import Qualification
from .rules import codec
from .rules import nodes as n
from .rules.expressions import Rule
from .rules.meaning import Answer
from .rules.requirements import Requirements, requirements
from .rules.stored.known import Predicates, known
from .rules.stored.writing import Data, Writing
from .running import Loop
from .scoring import Scorecard
from .states import Lifecycle
from .storing_playbooks import read_playbook, write_playbook
from .watching import Watches

if TYPE_CHECKING:
    from .findings import Findings

L = TypeVar("L", bound=Lead)
V = TypeVar("V")


def _scorecards(
    given: Mapping[str, Scorecard] | Iterable[Scorecard],
) -> FrozenMap[str, Scorecard]:
    return by_name(given, Scorecard)


def _qualifications(
    given: Mapping[str, Qualification] | Iterable[Qualification],
) -> FrozenMap[str, Qualification]:
    return by_name(given, Qualification)


def _without_rules(lead: L) -> L:
    # What isn't a lead is refused where it is asked about.
    if not is_a(lead, Lead):
        return lead
    given = [grant for grant in lead.grants if not grant.automatic]
    return lead if len(given) == len(lead.grants) else attrs.evolve(lead, grants=given)


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
                "record of a playbook",
                described(self.record),
                "Lead or a subclass of it",
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
            lead: The lead; an instance of the playbook's record class.

            as_of: The instant of the question.

        Returns:
            Scores, verdicts and moves. The verdicts are what `update` would record.

        Raises:
            LeadError: *lead* is no instance of the record class.

            InstantError: *as_of* has no time zone.
        """
        as_of = self._asked(lead, as_of, "as_of")
        scores = {
            name: card.score(lead, as_of=as_of)
            for name, card in self.scorecards.items()
        }
        grades = self.grades
        verdicts, warmth = self._seeing.verdicts(lead, as_of)
        return Assessment(
            lead.id,
            as_of,
            self.version,
            FrozenMap(scores),
            None if grades is None else grades.grade(scores[grades.card].hundredths),
            self._warmth(warmth),
            FrozenMap(self._in_order(verdicts)),
            stage_at(lead, as_of),
            self._allowed(lead, as_of),
        )

    def summarize(self, lead: Lead, *, as_of: datetime) -> Summary:
        """
        Ask everything about a lead, without why its verdicts are so.

        For tables of many leads: it takes about half as long as `assess`, and says the
        same as ``assess(...).summary``.

        Args:
            lead: The lead; an instance of the playbook's record class.

            as_of: The instant of the question.

        Returns:
            Scores with their lines, answers and moves.

        Raises:
            LeadError: *lead* is no instance of the record class.

            InstantError: *as_of* has no time zone.
        """
        as_of = self._asked(lead, as_of, "as_of")
        scores = {
            name: card.score(lead, as_of=as_of)
            for name, card in self.scorecards.items()
        }
        totals = {name: score.hundredths for name, score in scores.items()}
        answers, warmth = self._seeing.answers(lead, as_of, [*totals.values()])
        return Summary(
            lead.id,
            as_of,
            self.version,
            FrozenMap(scores),
            None
            if self.grades is None
            else self.grades.grade(totals[self.grades.card]),
            self._warmth(warmth),
            FrozenMap(self._in_order(answers)),
            stage_at(lead, as_of),
            self._allowed(lead, as_of),
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
            LeadError: *lead* is no instance of the record class.

            InstantError: *at* has no time zone.
        """
        at = self._asked(lead, at, "at")
        events: list[Event] = []
        after = lead
        for verdict, judged in self._recording.recorded(lead, at):
            if judged is not after:
                kind = Granted if verdict.held else Revoked
                events.append(kind(lead.id, verdict.qualification, at, verdict))
                after = judged
        return Outcome(after, tuple(events))

    def run(
        self,
        lead: L,
        activities: Iterable[Activity] = (),
        *,
        until: datetime,
        since: datetime | None = None,
    ) -> Outcome[L]:
        """
        Let time pass: record activities, judge again, and make due and automatic moves.

        It goes on where something was recorded last, and stops at each instant at which
        something happened, a rule turns or a move is due. So it doesn't matter how
        often or when you run it, or in which order activities come in, as long as none
        is older than what was recorded. Running twice changes nothing the second time.
        A host's own function, which may turn at any time, is asked at each of these
        instants and at *until*.

        At one instant, qualifications are judged before a lead moves, and again after
        each move; an automatic move is made once, before one that is due just then.

        Args:
            lead: The lead; it isn't changed.

            activities: What happened, in any order; those that are there already change
                nothing. Later ones than *until* are recorded, too, and wait.

            until: Up to when, itself included. If something was recorded later, nothing
                more happens.

            since: From when on, if that is later than what was recorded last. Give it
                for leads that were never run, or when the playbook is a new one: what
                it would have done before isn't done, but for moves whose deadline has
                passed.

        Returns:
            The lead, and what happened to it: grants, revocations and moves. Moves are
            made by the playbook, whose name they bear, and say why.

        Raises:
            LeadError: *lead* is no instance of the record class, *activities* are
                something else, or an activity's id is there already, with other
                content.

            RuleError: Moves that make themselves go round in circles.

            InstantError: *until* or *since* has no time zone.
        """
        until = self._asked(lead, until, "until")
        if since is not None:
            since = utc(since, "since")
        if not is_a(activities, Iterable):
            raise LeadError(
                f"run() of playbook {self.name!r}",
                described(activities),
                "an iterable of activities",
            )
        return self._loop().run(lead.record(*activities), since, until)

    def next_change(self, lead: Lead, *, as_of: datetime) -> datetime | None:
        """
        Tell when to look at a lead again, if nothing new arrives.

        Args:
            lead: The lead.

            as_of: From when on.

        Returns:
            The earliest later instant at which a qualification may be gained or lost,
            or a move due or made by itself; None if there is none. Automatic moves
            that never come to rest, as one from a stage to itself, aren't foreseen.

        Raises:
            RuleError: A host's own function makes it unknowable.

            LeadError: *lead* is no instance of the record class.

            InstantError: *as_of* has no time zone.
        """
        return self._loop().next_change(lead, self._asked(lead, as_of, "as_of"))

    @cached_property
    def _watches(self) -> Watches:
        return Watches.over(self.qualifications.values(), self.lifecycle)

    def _loop(self) -> Loop[Any]:
        def judge(lead: Lead, at: datetime) -> Outcome[Lead]:
            return self.update(lead, at=at)

        return Loop(self.name, self.lifecycle, self._watches, judge)

    def compare(
        self,
        other: Playbook,
        leads: Iterable[Lead],
        *,
        as_of: datetime,
        fresh: bool = False,
    ) -> Comparison:
        """
        Tell what would change if another playbook replaced this one.

        Both are asked about each lead, from the grants that are recorded. Nothing is
        recorded, and nothing happens.

        Args:
            other: The other playbook.

            leads: The leads, gone through once; instances of both record classes.

            as_of: The instant of the question.

            fresh: Whether to leave out grants and revocations made by rules, as if
                none of the two had been in use.

        Returns:
            What differs. Who holds a qualification is what `update` would record;
            scores, grades, temperatures and moves are those of `assess`.

        Raises:
            LeadError: A lead is no instance of both record classes.

            RuleError: *other* is no playbook.

            InstantError: *as_of* has no time zone.
        """
        subject = f"compare() of playbook {self.name!r}"
        if not is_a(other, Playbook):
            raise RuleError(subject, described(other), "a Playbook")
        if not is_a(leads, Iterable):
            raise LeadError(subject, described(leads), "an iterable of leads")
        as_of = utc(as_of, "as_of")
        asked = (_without_rules(lead) if fresh else lead for lead in leads)
        glances = (
            (self._glance(lead, as_of), other._glance(lead, as_of)) for lead in asked
        )
        return comparison(self._side, other._side, glances, as_of=as_of)

    @property
    def _side(self) -> Side:
        codes, names = tuple(self.qualifications), tuple(self.scorecards)
        return Side(self.name, self.version, codes, names)

    def _glance(self, lead: Lead, as_of: datetime) -> Glance:
        as_of = self._asked(lead, as_of, "as_of")
        totals = {
            name: card.hundredths(lead, as_of=as_of)
            for name, card in self.scorecards.items()
        }
        grades = self.grades
        verdicts, warmth = self._seeing.verdicts(lead, as_of)
        return Glance(
            lead.id,
            verdicts=self._in_order(verdicts),
            totals=totals,
            grade=None if grades is None else grades.grade(totals[grades.card]),
            temperature=self._warmth(warmth),
            allowed=self._allowed(lead, as_of),
        )

    def _allowed(self, lead: Lead, as_of: datetime) -> tuple[str, ...]:
        return (
            () if self.lifecycle is None else self.lifecycle.allowed(lead, as_of=as_of)
        )

    def _warmth(self, answers: Sequence[Answer]) -> Warmth | None:
        return None if self.temperature is None else self.temperature.between(*answers)

    def _in_order(self, judged: dict[str, V]) -> dict[str, V]:
        # They are judged in another order where some hold others.
        if self._order == self._codes:
            return judged
        return {name: judged[name] for name in self._codes}

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return tuple(self.qualifications)

    @cached_property
    def _seeing(self) -> Judging:
        warmth = () if self.temperature is None else self.temperature.questions
        cards = tuple(self.scorecards.values())
        return Judging(self.name, self._ordered, warmth, cards)

    @cached_property
    def _recording(self) -> Judging:
        return Judging(self.name, self._ordered)

    @property
    def _ordered(self) -> list[Qualification]:
        return [self.qualifications[name] for name in self._order]

    def _asked(self, lead: object, instant: datetime, name: str) -> datetime:
        if not isinstance(lead, self.record):
            raise LeadError(
                f"playbook {self.name!r}",
                described(lead),
                with_article(self.record),
                "A playbook is for leads of its record class.",
            )
        return utc(instant, name)

    @property
    def requires(self) -> Requirements:
        """
        What a host must load to assess a lead.
        """
        # attrs moves a cached property out of its class, where the docs don't find it.
        return self._required

    @cached_property
    def _required(self) -> Requirements:
        found = Requirements()
        parts: tuple[Scorecard | Qualification, ...] = (
            *self.scorecards.values(),
            *self.qualifications.values(),
        )
        for part in parts:
            found |= part.requires
        return found | requirements(rule.node for rule in self._rules)

    def problems(self) -> tuple[Problem, ...]:
        """
        List what is proved to be wrong, as rules that can never hold.

        Returns:
            What is found in the cards, qualifications, moves, grades and temperature,
            and `Lifecycle.problems`. A host may want some of it on purpose.
        """
        return self._findings.problems

    def undecided(self) -> tuple[Problem, ...]:
        """
        List what `problems` would tell if it could be decided.
        """
        return self._findings.undecided

    @cached_property
    def _findings(self) -> Findings:
        # Proofs take a while to import, and whoever assesses leads needs none.
        from .findings import findings  # noqa: PLC0415

        return findings(
            self.record,
            scorecards=self.scorecards.values(),
            qualifications=self.qualifications.values(),
            lifecycle=self.lifecycle,
            grades=self.grades,
            temperature=self.temperature,
        )

    def with_card(self, card: Scorecard) -> Playbook:
        """
        Replace the card of the same name everywhere it is read.

        Args:
            card: The new card.

        Raises:
            RuleError: The playbook has no card of this name.
        """
        if not is_a(card, Scorecard) or card.name not in self.scorecards:
            came = repr(card.name) if is_a(card, Scorecard) else described(card)
            raise RuleError(
                f"with_card() of playbook {self.name!r}",
                came,
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
        return codec.version_of(self, self._shape(), self.scorecards)

    def to_json(self) -> str:
        """
        Write the playbook as JSON, without the class of its leads: one text for each.

        The version is the text's SHA-256.

        Raises:
            RuleError: It couldn't be read again; the error says why.
        """
        return codec.dump(
            self,
            self._shape(self.record),
            self.scorecards,
            lambda named: attrs.evolve(named, fields=known(self.record).fields),
        )

    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        record: type[Lead] = Lead,
        traits: Mapping[str, Any] | None = None,
        predicates: Predicates = None,
    ) -> Self:
        """
        Read a playbook that anybody may have written.

        Args:
            text: What ``to_json`` writes, or what somebody wrote like it.

            record: The class of leads that it is for.

            traits: The traits there are, as for ``fields()``; any that the text
                declares if not given.

            predicates: The rules made by ``@rule`` that its rules may ask.

        Raises:
            DocumentError: It isn't JSON of a playbook, or names what isn't there. The
                error has the JSON pointer of the spot and quotes nothing.
        """
        among = known(record, traits, predicates=predicates)
        return codec.load(text, cls._shape(record), among)

    @classmethod
    def _shape(cls, record: type[Lead] = Lead) -> codec.Shape[Self]:
        def write(playbook: Playbook, writing: Writing) -> Data:
            return write_playbook(
                writing,
                name=playbook.name,
                scorecards=playbook.scorecards,
                qualifications=playbook.qualifications,
                lifecycle=playbook.lifecycle,
                grades=playbook.grades,
                temperature=playbook.temperature,
            )

        maker = partial(cls, record=record)
        read = partial(read_playbook, maker=maker)
        return codec.Shape("playbook", write, read, complete=True)

    def _repr_html_(self) -> str:
        shown = [
            of_qualification(one.name, one.when, one.until, one.applies_to)
            for one in self.qualifications.values()
        ]
        if self.lifecycle is not None:
            moves = self.lifecycle
            shown.append(of_lifecycle(moves.name, moves.transitions))
        return of_playbook(self.name, self.record, self.scorecards.values(), shown)

    def __str__(self) -> str:
        cards = ", ".join(self.scorecards) or "no scorecards"
        codes = ", ".join(self.qualifications) or "no qualifications"
        return f"playbook {self.name} for {self.record.__name__}: {cards}; {codes}"
