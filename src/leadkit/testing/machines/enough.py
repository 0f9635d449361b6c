"""
All that a guard asks for, as one occasion: chance alone would seldom bring it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice, product

import attrs

from ...consents import Consent
from ...happenings import Activity, Grant
from ...kinds import ValueKind
from ...leads import Lead
from ...moves import Transition
from ...records import types_of_record
from ...rules import nodes as n
from ...rules.proof.possibility import possible
from ...rules.proof.witnesses import Example
from ...rules.rewriting import rewritten
from ..stories.guessing import persuaded
from ..stories.needs import Need
from .hinted import fields_read
from .occasions import SOMEBODY, Change, Happening, Occasion

#: What takes longer than this doesn't happen in an example.
_LONGEST = timedelta(days=5000)
#: In more ways than this functions aren't supposed to answer.
_MOST_WAYS = 8


@attrs.frozen(repr=False)
class EnoughFor(Occasion):
    """
    Whatever the guard of a transition asks for, as far as it can happen to any lead.

    Attributes:
        trigger: The trigger of the transition.

        source: The stage that it starts from.
    """

    trigger: str
    source: str
    _example: Example = attrs.field(eq=False)
    _guard: n.Question = attrs.field(eq=False)

    def records(self, lead: Lead, at: datetime, /) -> tuple[Happening, ...]:
        example, as_of = self._example.lead, self._example.as_of
        first = min((one.at for one in example.activities), default=as_of)
        now = at + (as_of - first)
        return (
            *_changes(self._guard, example, now - as_of),
            *_consents(example, now),
            *_grants(example, lead, now),
            *_activities(example, lead, now - as_of),
        )

    def __repr__(self) -> str:
        return f"EnoughFor({str(self.trigger)!r}, {str(self.source)!r})"


def enough_for(transition: Transition, record: type[Lead]) -> Iterator[EnoughFor]:
    """
    Bring together what the guard of a transition asks for.

    Args:
        transition: The transition.

        record: The class of leads.

    Returns:
        An occasion for each source; none if nothing is asked but one consent, no
        example is found, or it takes too long.
    """
    if transition.when is None:
        return
    guard = transition.when.node
    for source in transition.sources:
        example = _example(guard, n.InStage((source,)), record)
        if example is None:
            continue
        activities = example.lead.activities
        if activities and example.as_of - activities[-1].at > _LONGEST:
            continue
        enough = EnoughFor(transition.trigger, source, example, guard)
        # That somebody agrees comes up by itself, and says more.
        happens = enough.records(example.lead, example.as_of)
        if [type(one) for one in happens] != [Consent]:
            yield enough


def _example(
    guard: n.Question, there: n.Question, record: type[Lead]
) -> Example | None:
    found = possible([guard, there], record=record).example
    functions = _functions(guard)
    if found is not None or not functions:
        return found
    # Whatever a host's functions say, all else is as it has to be; then they are
    # brought round.
    ways = product((True, False), repeat=len(functions))
    for answers in islice(ways, _MOST_WAYS):
        wanted = dict(zip(functions, answers, strict=True))
        supposed = _supposing(guard, wanted)
        found = possible([supposed, there], record=record).example
        if found is not None:
            lead = _brought_round(found.lead, found.as_of, guard, wanted)
            if lead is not None:
                return Example(lead, found.as_of)
    return None


def _brought_round(
    lead: Lead, as_of: datetime, guard: n.Question, wanted: Mapping[n.Predicate, bool]
) -> Lead | None:
    # One function after another; whether all else is still so is seen in the end.
    for function, answer in wanted.items():
        one = Need((function if answer else n.Not(function),))
        if not one.met(lead, as_of):
            turned = persuaded(lead, as_of, one)
            if turned is None:
                return None
            lead = turned
    return lead if Need((guard,)).met(lead, as_of) else None


def _supposing(guard: n.Question, answers: Mapping[n.Predicate, bool]) -> n.Question:
    def replace(node: n.Node) -> n.Node:
        if isinstance(node, n.Predicate):
            return n.Always(answers[node])
        return node

    return rewritten(guard, replace)


def _functions(guard: n.Question) -> list[n.Predicate]:
    return [part for part in n.walk_once([guard]) if isinstance(part, n.Predicate)]


def _read(guard: n.Question, example: Lead) -> Iterator[n.Field]:
    # What hosts' functions read is known of the functions alone.
    functions = _functions(guard)
    for function in functions:
        for name, declared in fields_read(function, type(example)).items():
            yield n.Field(name, declared.kind, declared.options)
    if functions:
        yield from (n.Trait(name, ValueKind.TEXT) for name in example.traits)


def _changes(guard: n.Question, example: Lead, later: timedelta) -> Iterator[Change]:
    own = types_of_record(Lead)
    parts = tuple(n.walk_once([guard]))
    asked = {part for part in parts if isinstance(part, n.Field)}
    known = {(field.name, isinstance(field, n.Trait)) for field in asked}
    fields = asked | {
        field
        for field in _read(guard, example)
        if (field.name, isinstance(field, n.Trait)) not in known
    }
    ages = {part.instant for part in parts if isinstance(part, n.Age)}
    for field in sorted(fields, key=lambda field: field.name):
        is_trait = isinstance(field, n.Trait)
        if not is_trait and field.name in own:
            continue
        value = (
            example.traits.get(field.name) if is_trait else getattr(example, field.name)
        )
        # How long ago it is stays the same, and not when it was.
        if isinstance(value, datetime) and field in ages:
            value += later
        yield Change(field.name, value, is_trait)


def _consents(example: Lead, now: datetime) -> Iterator[Consent]:
    for consent in reversed(example.consents):
        yield attrs.evolve(consent, at=now, by=SOMEBODY)


def _grants(example: Lead, lead: Lead, now: datetime) -> Iterator[Grant]:
    last = max((one.number for one in lead.grants), default=0)
    for number, grant in enumerate(reversed(example.grants), last + 1):
        yield attrs.evolve(grant, at=now, by=SOMEBODY, number=number)


def _activities(example: Lead, lead: Lead, later: timedelta) -> Iterator[Activity]:
    count = len(lead.activities)
    for number, activity in enumerate(reversed(example.activities), count + 1):
        yield attrs.evolve(activity, id=f"a{number}", at=activity.at + later)
