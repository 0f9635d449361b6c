"""
Whether totals depend on the order in which things were recorded, or count some twice.

leadkit keeps what happened in one order and each thing once, so that its own rules
can't tell. A host's functions, and what its class of leads does, are tried out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeAlias, overload

import attrs

from ...leads import Lead
from ...unchecked import REFUSALS, is_unchecked
from ..finding import Finding, Witness
from ..scorers import Scorer, Scoring, scorers
from ..stories.card_stories import Setting, described_lead, number, shown, witness
from ..stories.deeds import in_words
from .edges import edges_of
from .near import Drawing
from .simpler import AS_OF, Case
from .summing_up import summed_up, unbroken

_MOST_HAPPENINGS = 30


def order_free(
    card: Scoring,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether the total doesn't depend on the order in which things were recorded.

    Nor may it depend on what was asked before.

    Args:
        card: A card, a playbook for all of its cards, or a function of a lead and an
            instant.

        record: The class of leads; that of the playbook, or any that has the fields.

        examples: How many leads to try, where nothing is proved.

        seed: Where to begin with them.

    Returns:
        What was found, with what gives another total in another order.

    Raises:
        RuleError: *card* is none, or *record* doesn't fit.

    >>> from leadkit.standard import engagement_card
    >>> order_free(engagement_card()).kind
    'proved'
    """
    given = scorers(card, record, "order_free")
    return summed_up(
        [
            _same(one, _ORDERS, "is the same in any order", examples, seed)
            for one in given
        ],
        "the totals are the same in any order",
    )


def duplicates_free(
    card: Scoring,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether the total stays the same if what is recorded already comes again.

    Args:
        card: A card, a playbook for all of its cards, or a function of a lead and an
            instant.

        record: The class of leads; that of the playbook, or any that has the fields.

        examples: How many leads to try, where nothing is proved.

        seed: Where to begin with them.

    Returns:
        What was found, with what counts twice.

    Raises:
        RuleError: *card* is none, or *record* doesn't fit.
    """
    given = scorers(card, record, "duplicates_free")
    return summed_up(
        [_same(one, _AGAIN, "counts nothing twice", examples, seed) for one in given],
        "the totals count nothing twice",
    )


_Ways: TypeAlias = "dict[str, Callable[[Lead, Sequence[Any]], Lead]]"


def _at_once(lead: Lead, happened: Sequence[Any]) -> Lead:
    return lead.record(*happened)


def _one_by_one(lead: Lead, happened: Sequence[Any]) -> Lead:
    for one in happened:
        lead = lead.record(one)
    return lead


def _backwards(lead: Lead, happened: Sequence[Any]) -> Lead:
    return _one_by_one(lead, happened[::-1])


def _by_turns(lead: Lead, happened: Sequence[Any]) -> Lead:
    return _one_by_one(lead, [*happened[::2], *happened[1::2]])


def _twice(lead: Lead, happened: Sequence[Any]) -> Lead:
    return lead.record(*happened).record(*happened)


def _each_twice(lead: Lead, happened: Sequence[Any]) -> Lead:
    return _one_by_one(lead, [one for one in happened for _ in range(2)])


_ORDERS: _Ways = {
    "all at once": _at_once,
    "one by one": _one_by_one,
    "one by one, the last first": _backwards,
    "one by one, every other one first": _by_turns,
}
_AGAIN: _Ways = {
    "once": _at_once,
    "twice": _twice,
    "each of them twice in a row": _each_twice,
}


@attrs.frozen
class _Told:
    # What was recorded in which way, and the total that it gave.
    way: str
    lead: Lead
    total: float
    between: Lead | None = None  # what was asked about in between


def _same(
    scorer: Scorer, ways: _Ways, says: str, examples: int | None, seed: int | None
) -> Finding:
    law = f"the total of {scorer.name} {says}"
    if not scorer.opaque and _is_ours(scorer.record):
        how = "leadkit keeps what happened in one order, each thing once, and sees all "
        how += "that is read of it"
        return Finding(law, "proved", how, scorer.size)
    edges = edges_of(scorer)
    found: list[tuple[_Told, _Told]] = []
    numbers = count(1)

    def breaks(case: Case) -> bool:
        # A new lead each time, of which nothing was asked before.
        fresh = attrs.evolve(case.start, id=f"example-{next(numbers)}")
        apart = _apart(scorer, ways, attrs.evolve(case, start=fresh))
        if apart is not None:
            found[:] = [apart]
        return apart is not None

    sampled = Drawing(edges, scorer.record).search(breaks, examples, seed)
    if sampled.found is None:
        open_ = f"leadkit can't see into {scorer.opaque}"
        if not scorer.opaque:
            open_ = f"{scorer.record.__name__} has code of its own"
        return unbroken(law, sampled, open_)
    # By a usual name, since another process has asked for none of them.
    one, other = (
        attrs.evolve(told, lead=_example(told.lead), between=_example(told.between))
        for told in found[0]
    )
    seen = _told_apart(law, scorer, sampled.found, one, other)
    how = "the totals differ"
    return Finding(law, "refuted", how, examples=sampled.examples, witness=seen)


@overload
def _example(lead: Lead) -> Lead: ...
@overload
def _example(lead: None) -> None: ...
@overload
def _example(lead: Lead | None) -> Lead | None: ...
def _example(lead: Lead | None) -> Lead | None:
    return None if lead is None else attrs.evolve(lead, id="example")


def _is_ours(record: type[Lead]) -> bool:
    # Whether nothing of a host runs when a record is made or changed.
    return is_unchecked(record) and record.record is Lead.record


def _happened(case: Case) -> tuple[Lead, list[Any]]:
    # A lead about which nothing is recorded yet, and what is.
    deeds = [
        activity
        for number, deed in enumerate(case.deeds, 1)
        for activity in deed.activities(AS_OF, f"{number}-")
    ]
    lead = case.start
    happened = [*lead.consents, *lead.touches, *deeds[:_MOST_HAPPENINGS]]
    return attrs.evolve(lead, consents=(), touches=()), happened


def _apart(scorer: Scorer, ways: _Ways, case: Case) -> tuple[_Told, _Told] | None:
    try:
        bare, happened = _happened(case)
        leads = [(way, record(bare, happened)) for way, record in ways.items()]
    except REFUSALS:  # a host's checks
        return None
    # There and back, with another lead in between: what was asked before is no matter.
    # At the turn it isn't asked about, so that what takes turns is out of step then.
    told: list[_Told] = []
    for way, lead in [*leads, *leads[::-1]]:
        told.append(_Told(way, lead, scorer.total(lead, AS_OF)))
        if len(told) != len(leads):
            scorer.total(bare, AS_OF)
    first = told[0]
    apart = next(((first, one) for one in told if one.total != first.total), None)
    return apart or _remembered(scorer, bare, leads[0][1])


def _remembered(scorer: Scorer, bare: Lead, later: Lead) -> tuple[_Told, _Told] | None:
    # A lead as it was before, asked about again after what became of it.
    before, after = (
        attrs.evolve(lead, id=f"{lead.id}-again") for lead in (bare, later)
    )
    first = _Told("", before, scorer.total(before, AS_OF), after)
    scorer.total(after, AS_OF)
    again = attrs.evolve(first, total=scorer.total(before, AS_OF))
    return (first, again) if again.total != first.total else None


def _told_apart(
    law: str, scorer: Scorer, case: Case, one: _Told, other: _Told
) -> Witness:
    bare, happened = _happened(case)
    story = [*described_lead(bare)]
    if one.way == other.way or one.lead == other.lead:
        story += [*described_lead(one.lead)][1:]
        story.append(f"{scorer.name} gives it {number(one.total)}.")
        story.append(f"Asked again, it gives {number(other.total)}.")
        if one.between is not None:
            story[-1:] = [
                f"{scorer.name} is asked about what becomes of it, too.",
                story[-1],
            ]
            leads = {"lead": one.lead, "later": one.between}
            setting = Setting({"as_of": AS_OF}, leads)
            check = "({lead @ as_of}, {later @ as_of})[0] == {lead @ as_of}"
            return witness(law, story, scorer, setting, check)
        setting = Setting({"as_of": AS_OF}, {"lead": one.lead})
        check = "{lead @ as_of} == {lead @ as_of}"
        return witness(law, story, scorer, setting, check)
    story += [f"There is {in_words(each)} of {shown(each.at)}." for each in happened]
    story += [
        f"Recorded {told.way}, {scorer.name} gives {number(told.total)}."
        for told in (one, other)
    ]
    setting = Setting({"as_of": AS_OF}, {"one": one.lead, "other": other.lead})
    return witness(law, story, scorer, setting, "{one @ as_of} == {other @ as_of}")
