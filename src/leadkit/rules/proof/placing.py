"""
The parts of an example that follow from what is wanted: fields, facts, stages.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ...codes import Channel, Medium
from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Grant, Move, Touch
from ...instants import DAY
from ...kinds import ValueKind
from .. import nodes as n
from ..turning import TICK
from .drafts import Draft
from .quantities import Fact, Stages, Standing
from .ranges import EPOCH, TICKS
from .regions import Region, plain
from .wanting import Wanted

_WHEN = datetime(2026, 1, 1, 12, tzinfo=UTC)
_LONG_AGO = timedelta(days=10_000)
#: A made-up address for each medium.
ADDRESSES = {
    Medium.EMAIL: "lead@example.com",
    Medium.PHONE: "+491701234567",
    Medium.SMS: "+491701234567",
    Medium.SOCIAL: "@example",
    Medium.POST: "1 Example Street",
}


def _ticks(instant: datetime) -> int:
    return (instant - EPOCH) // TICK


def _ends(region: Region, grain: int) -> tuple[int, int]:
    assert region.low is not None  # noqa: S101  instants and ages have ends
    assert region.high is not None  # noqa: S101
    return int(region.low * grain), int(region.high * grain)


def instant_for(goal: Wanted) -> datetime | None:
    # An instant at which all fields can have both their place and their age.
    low, high = 0, _ticks(datetime.max.replace(tzinfo=UTC))
    for key, age in goal.regions.items():
        if isinstance(key, n.Age) and age is not None:
            place = goal.regions.get(key.instant)
            if place is not None:
                places, ages = _ends(place, 1), _ends(age, TICKS)
                low = max(low, places[0] + ages[0])
                high = min(high, places[1] + ages[1])
    if low > high:
        return None
    return EPOCH + min(max(_ticks(_WHEN), low), high) * TICK


def put_fields(draft: Draft, goal: Wanted) -> None:
    now = _ticks(draft.as_of)
    ages = {k.instant: r for k, r in goal.regions.items() if isinstance(k, n.Age)}
    for key, region in [*goal.regions.items(), *ages.items()]:
        if not isinstance(key, n.Field):
            continue
        if region is None:
            draft.put(key, None)
        elif key.kind is ValueKind.NUMBER:
            draft.put(key, plain(region.sample))
        else:
            low, high = 0, _ticks(datetime.max.replace(tzinfo=UTC))
            place, age = goal.regions.get(key), ages.get(key)
            if place is not None:
                low, high = _ends(place, 1)
            if age is not None:
                least, most = _ends(age, TICKS)
                low, high = max(low, now - most), min(high, now - least)
            draft.put(key, EPOCH + min(max(now, low), high) * TICK)
    for other, sample in goal.samples.items():
        if isinstance(other, n.Field):
            draft.put(other, sample)


def put_facts(draft: Draft, goal: Wanted) -> None:
    facts = {
        key: sample for key, sample in goal.samples.items() if isinstance(key, Fact)
    }
    contacts: dict[Medium, None] = {}
    consents: dict[tuple[str, Medium], None] = {}
    grants: list[Grant] = []
    asked = {Medium(str(k.of[-1])) for k in facts if k.name in {"contact", "consent"}}
    free = [medium for medium in Medium if medium not in asked]
    at = draft.as_of
    for key, holds in facts.items():
        if holds is not True:
            continue
        if key.name == "contact":
            contacts[Medium(str(key.of[0]))] = None
        elif key.name == "consent":
            consents[str(key.of[0]), Medium(str(key.of[1]))] = None
        elif key.name == "holds":
            grants.append(Grant(qualification=str(key.of[0]), at=at, by="example"))
        elif key.name == "reach" and free:
            contacts[free[0]] = consents[str(key.of[0]), free[0]] = None
    if facts.get(Fact("is_lead")) is True:
        contacts = contacts or {(free or list(Medium))[0]: None}
        consents = consents or {("anything", next(iter(contacts))): None}
        draft.fields["touches"] = [Touch(Channel.FORM, at=at)]
    draft.fields["contacts"] = [ContactPoint(m, ADDRESSES[m]) for m in contacts]
    draft.fields["consents"] = [
        Consent(purpose=purpose, medium=medium, granted=True, at=at)
        for purpose, medium in consents
    ]
    draft.fields["grants"] = grants


def put_stages(draft: Draft, goal: Wanted) -> None:
    standing = goal.samples.get(Stages())
    since = goal.regions.get(n.TimeInStage())
    entered = draft.as_of - _LONG_AGO
    if since is not None:
        entered = draft.as_of - int(since.sample * TICKS) * TICK
    if standing is None:
        if since is None:
            return
        standing = Standing("lead", None, frozenset())
    draft.fields["stage"] = standing.stage
    way = [*sorted(standing.been - {standing.source}), standing.source, standing.stage]
    if standing.source is None:
        if since is None:
            return
        if draft.fields.get("created_at") is None:
            draft.fields["created_at"] = entered
            return
        way = [standing.stage, standing.stage]
    draft.fields["moves"] = [
        Move(
            trigger="example",
            source=str(source),
            target=str(target),
            at=entered - (len(way) - 1 - number) * DAY,
            number=number,
        )
        for number, (source, target) in enumerate(pairwise(way), 1)
    ]


def put_entries(draft: Draft, needs: dict[n.Value, Region | None]) -> None:
    parts = (part for key in needs for part in n.walk(key))
    stages = {p.since for p in parts if isinstance(p, n.Query) and p.since is not None}
    way = ["lead", *sorted(stages)]
    at = draft.as_of - DAY
    draft.fields.pop("stage", None)
    draft.fields["moves"] = [
        Move(trigger="example", source=source, target=target, at=at, number=number)
        for number, (source, target) in enumerate(pairwise(way), 1)
    ]
