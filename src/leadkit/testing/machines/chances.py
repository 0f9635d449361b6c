"""
Which occasions some rules can tell, at the edges of what they ask for.

The thresholds of counts, values, fields and spans are what is tried, with what lies
just below and above: mistakes live there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from typing import Any, TypeVar

import attrs

from ...codes import CONVERSATIONS, Actor, Medium
from ...instants import DAY, LAST
from ...kinds import LARGEST, ValueKind
from ...leads import Lead
from ...playbook import Playbook
from ...records import types_of_record
from ...rules import nodes as n
from ...rules.proof.quantities import Key
from ...rules.proof.ranges import EPOCH
from ...rules.proof.regions import Listed, Range, plain
from ...rules.proof.solving import TooMuchError
from ...rules.proof.worlds import World
from ...rules.turning import TICK
from ...states import Lifecycle
from ...unchecked import REFUSALS
from .enough import EnoughFor, enough_for
from .hinted import hinted
from .occasions import Agreed, Became, Did, Granted, Occasion, Revoked, Withdrew, taken

#: More activities at once than this are left to chance.
_MOST_TIMES = 30
#: More of one kind are too many to choose from.
_MOST = 200
#: The ends of the calendar, which few applications can store.
_ENDS = (datetime.min.replace(tzinfo=UTC), LAST)
#: Longer than this nobody waits in an example, in days.
_LONGEST = 5000

H = TypeVar("H", bound=Hashable)
E = TypeVar("E", bound=Occasion)


@attrs.frozen
class Chances:
    """
    What can happen to a lead that some rules can tell.

    Attributes:
        agreements: Consents.

        deeds: Activities.

        changes: Fields with the values that matter.

        qualifications: What may be granted and revoked.

        bundles: What one guard asks for, all at once.

        spans: How long it is worth to wait.
    """

    agreements: tuple[Agreed, ...] = ()
    deeds: tuple[Did, ...] = ()
    changes: tuple[Became, ...] = ()
    qualifications: tuple[str, ...] = ()
    bundles: tuple[EnoughFor, ...] = ()
    spans: tuple[timedelta, ...] = (DAY,)

    @property
    def kinds(self) -> tuple[tuple[Occasion, ...], ...]:
        """
        What can happen, kind by kind, the simplest first; bundles are left out.
        """
        agreed = self.agreements
        kinds: tuple[tuple[Occasion, ...], ...] = (
            agreed,
            self.deeds,
            self.changes,
            tuple(map(Granted, self.qualifications)),
            tuple(Withdrew(one.purpose, one.medium) for one in agreed),
            tuple(map(Revoked, self.qualifications)),
        )
        return tuple(filter(None, kinds))

    @property
    def media(self) -> tuple[Medium, ...]:
        """
        The media that somebody may be contacted by.
        """
        return tuple(dict.fromkeys(Medium(one.medium) for one in self.agreements))


def chances(
    lifecycle: Lifecycle, first: Lead, at: datetime, playbook: Playbook | None = None
) -> Chances:
    """
    Find what may happen to a lead.

    Args:
        lifecycle: Whose guards ask.

        first: A lead; values that its class refuses are left out.

        at: When it begins.

        playbook: Whose other rules ask, too.
    """
    transitions, record = lifecycle.transitions, type(first)
    roots: list[n.Node] = [one.when.node for one in transitions if one.when is not None]
    if playbook is not None:
        roots += playbook.nodes
    parts = tuple(dict.fromkeys(n.walk_once(roots)))
    regions = _regions(parts, record)
    waits = [one.after for one in transitions if one.after is not None]
    deeds, changes = hinted(parts, record, at)
    return Chances(
        agreements=_few(_agreements(parts)),
        deeds=_few([*_deeds(parts, regions), *_accepted(first, at, deeds)]),
        changes=_few(_accepted(first, at, [*_changes(regions, record), *changes])),
        qualifications=_few(p.qualification for p in parts if isinstance(p, n.Holds)),
        bundles=_few(b for one in transitions for b in enough_for(one, record)),
        spans=_few([DAY, *_spans(parts, regions, waits)]),
    )


def _few(found: Iterable[H]) -> tuple[H, ...]:
    return tuple(islice(dict.fromkeys(found), _MOST))


def _regions(parts: Iterable[n.Node], record: type[Lead]) -> dict[Key, list[Any]]:
    # What stands for each region of each quantity, None for what is missing.
    questions = [part for part in parts if isinstance(part, n.Question)]
    try:
        domains = World(questions, record).domains
    except TooMuchError:  # then thresholds are left to chance
        return {}
    return {key: _samples(domain) for key, domain in domains.items()}


def _samples(domain: Range | Listed) -> list[Any]:
    if isinstance(domain, Listed):
        return list(domain.samples)
    missing = [None] if domain.optional else []
    return [*missing, *(plain(s) for s in domain.samples if abs(s) != LARGEST)]


# Activities ---------------------------------------------------------------------------


def _deeds(
    parts: Iterable[n.Node], regions: Mapping[Key, Iterable[Any]]
) -> Iterator[Did]:
    for part in parts:
        if isinstance(part, n.Conversed):
            yield from map(Did, CONVERSATIONS)
        if isinstance(part, n.Query):
            yield from _of_query(part, regions)


def _of_query(query: n.Query, regions: Mapping[Key, Iterable[Any]]) -> Iterator[Did]:
    samples: dict[str, list[Any]] = {"count": [1], "distinct_days": []}
    for key, found in regions.items():
        if isinstance(key, n.Aggregate) and key.query == query:
            samples.setdefault(key.op, []).extend(one for one in found if one)
    conditions = dict(query.where)
    edges = [conditions.pop(f"value_at_{end}", None) for end in ("least", "most")]
    values = [one for one in edges if one is not None]
    for op in ("total", "largest", "latest", "mean"):
        values += samples.get(op, ())
    exact = tuple(conditions.items())
    worth = [(*exact, ("value", one)) for one in dict.fromkeys(values)] or [exact]
    for kind, details in product(query.types, worth):
        for times in samples["count"]:
            if times <= _MOST_TIMES:
                yield Did(kind, int(times), details=details)
        for times in samples["distinct_days"]:
            if times <= _MOST_TIMES:
                yield Did(kind, int(times), daily=True, details=details)
    # What doesn't count, though it looks alike.
    yield Did(query.types[0], details=_other_actor(exact))
    if query.where:
        yield Did(query.types[0])


def _other_actor(details: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    given = dict(details)
    asked = given.get("actor")
    given["actor"] = Actor.HUMAN if asked == Actor.MACHINE else Actor.MACHINE
    return tuple(given.items())


# Consents, fields, time ---------------------------------------------------------------


def _agreements(parts: Iterable[n.Node]) -> Iterator[Agreed]:
    for part in parts:
        match part:
            case n.Consented(purpose=purpose, medium=medium):
                yield Agreed(purpose, medium)
            case n.Reachable(purpose=purpose, medium=None):
                yield Agreed(purpose, Medium.EMAIL)  # one of them is enough
            case n.Reachable(purpose=purpose, medium=str(medium)):
                yield Agreed(purpose, medium)
            case n.IsLead():
                yield Agreed("marketing", Medium.EMAIL)
            case _:
                pass


def _changes(
    regions: Mapping[Key, Iterable[Any]], record: type[Lead]
) -> Iterator[Became]:
    own = types_of_record(Lead)
    declared = types_of_record(record)
    for key, found in regions.items():
        age = isinstance(key, n.Age)
        field = key.instant if isinstance(key, n.Age) else key
        if not isinstance(field, n.Field):
            continue
        is_trait = isinstance(field, n.Trait)
        # Our own fields change by what happens.
        if not is_trait and (field.name in own or field.name not in declared):
            continue
        for sample in found:
            value = sample
            if sample is not None and field.kind is ValueKind.INSTANT:
                value = timedelta(days=sample) if age else EPOCH + sample * TICK
            if value in _ENDS:
                continue
            yield Became(field.name, value, is_trait)


def _accepted(first: Lead, at: datetime, found: Iterable[E]) -> Iterator[E]:
    for one in found:
        try:
            for happening in one.records(first, at):
                taken(first, happening)
        except REFUSALS:
            continue  # a host's validators, too
        yield one


def _spans(
    parts: Iterable[n.Node],
    regions: Mapping[Key, Iterable[Any]],
    waits: Iterable[timedelta],
) -> Iterator[timedelta]:
    spans = [*waits]
    spans += [p.window for p in parts if isinstance(p, n.Query) and p.window]
    for key, found in regions.items():
        is_since = isinstance(key, n.Aggregate) and key.op.startswith("days_since")
        if is_since or isinstance(key, (n.Age, n.TimeInStage)):
            days = [one for one in found if one]
            spans += [timedelta(days=one) for one in days if 0 < one <= _LONGEST]
    for span in spans:
        # At the edge, and just before it; what is beyond comes by waiting once more.
        yield from (one for one in (span, span - TICK) if one > timedelta(0))
