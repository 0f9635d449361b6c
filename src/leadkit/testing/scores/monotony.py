"""
Whether doing more ever lowers the total.

The card is read for which of its entries can fall when there is one more activity.
Where one may, and for a host's own function, examples are drawn at the edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from difflib import get_close_matches
from functools import partial
from itertools import product

import attrs

from ...codes import ActivityType
from ...errors import RuleError, described, is_a
from ...instants import DAY
from ...leads import Lead
from ...rules import nodes as n
from ...rules.activities import Activities, activity
from ...rules.gathering import found
from ..finding import Finding
from ..scorers import Scorer, Scoring, scorers
from ..stories.card_stories import Setting, described_lead, gives, shown, witness
from ..stories.deeds import in_words
from .adding import OneMore
from .near import Drawing
from .simpler import AS_OF, Case
from .summing_up import summed_up
from .suspects import less, suspects

# A type that is nearer to another one than that is misspelt.
_MISSPELT = 0.9

# At how many sizes one more is tried.
_MOST_SIZES = 12
# And of how many types, where a function may tell them apart.
_MOST_TYPES = 3
_NO_TIME = timedelta(0)


def monotone(
    card: Scoring,
    *,
    adding: str | Activities | Iterable[str],
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether one more activity never lowers the total.

    Args:
        card: A card, a playbook for all of its cards, or a function of a lead and an
            instant.

        adding: The activity: a type, several, or ``activity(...)`` with conditions. It
            may be of any age and value that those leave open. As anywhere in rules,
            what machines do towards us isn't meant unless it is asked for.

        record: The class of leads; that of the playbook, or any that has the fields.

        examples: How many leads to try, where nothing is proved.

        seed: Where to begin with them.

    Returns:
        What was found, with a lead that loses points by doing more.

    Raises:
        RuleError: *adding* is no activity, *card* is none, or *record* doesn't fit.

    >>> from leadkit.standard import engagement_card
    >>> print(monotone(engagement_card(), adding="form_submitted"))
    proved: one more of <form_submitted> never lowers the total of card 'engagement'
      None of its 30 entries can lower what it gives.
    """
    law = "monotone"
    query = _adding(adding)
    given = scorers(card, record, law)
    _check_types(query, given)
    return summed_up(
        [_monotone(one, query, examples, seed) for one in given],
        f"one more of <{query}> never lowers the totals",
    )


def _adding(given: str | Activities | Iterable[str]) -> n.Query:
    subject = "adding of monotone()"
    if isinstance(given, Activities):
        query = given.node
    elif isinstance(given, str):
        query = activity(given).node
    elif is_a(given, Iterable):
        query = activity(*given).node
    else:
        raise RuleError(subject, described(given), "activity types or activity(...)")
    if query.since is not None:
        raise RuleError(
            subject,
            f"activities since {query.since!r}",
            "activities of any age, or within a window",
            "Leave out .since().",
        )
    return query


def _check_types(query: n.Query, given: Iterable[Scorer]) -> None:
    # A card that never asks for a type keeps the law; unless it is misspelt.
    cards = [one.card for one in given if one.card is not None and not one.opaque]
    nodes = n.walk_once(node for card in cards for node in card.nodes)
    asked = {kind for one in nodes if isinstance(one, n.Query) for kind in one.types}
    for kind in query.types:
        if kind in {*asked, *ActivityType}:
            continue
        near = get_close_matches(kind, asked, n=1, cutoff=_MISSPELT)
        if near:
            raise RuleError(
                "adding of monotone()",
                f"the type {kind!r}, which no card asks about",
                "activity types, or activity(...)",
                f"Did you mean {near[0]!r}?",
            )


def _monotone(
    scorer: Scorer, query: n.Query, examples: int | None, seed: int | None
) -> Finding:
    law = f"one more of <{query}> never lowers the total of {scorer.name}"
    suspected = suspects(scorer, OneMore(query), "falls")
    if suspected.entries == ():
        how = f"none of its {scorer.size} entries can lower what it gives"
        return Finding(law, "proved", how, scorer.size)
    drawing = suspected.drawing(query)

    def breaks(case: Case) -> bool:
        before, after = case.lead, case.after
        if before is None or after is None:
            return False
        falls = less(scorer.total(after, AS_OF), scorer.total(before, AS_OF))
        return falls and _means(query, before, after)

    varied = partial(_at_sizes, drawing, opaque=bool(scorer.opaque))
    sampled = drawing.search(breaks, examples, seed, varied)
    if sampled.found is None:
        return suspected.only_sampled(law, sampled)
    before, after = sampled.found.lead, sampled.found.after
    assert before is not None  # noqa: S101  it was asked about
    assert after is not None  # noqa: S101
    (more,) = set(after.activities) - set(before.activities)
    story = (
        *described_lead(before),
        gives(scorer, before, AS_OF),
        f"It does one more {in_words(more)} at {shown(more.at)}.",
        gives(scorer, after, AS_OF),
    )
    setting = Setting({"as_of": AS_OF}, {"lead": before}, {"more": ("lead", more)})
    check = "{more @ as_of} >= {lead @ as_of}"
    seen = witness(law, story, scorer, setting, check)
    how = "one more lowers it"
    return Finding(law, "refuted", how, examples=sampled.examples, witness=seen)


def _at_sizes(drawing: Drawing, case: Case, *, opaque: bool) -> Iterator[Case]:
    # The same with nothing else, and with so many of what comes then, at each size at
    # which it may matter.
    yield case
    more, adding = case.more, drawing.adding
    assert more is not None  # noqa: S101  it was drawn
    assert adding is not None  # noqa: S101  else there were none
    now = attrs.evolve(more, ago=_NO_TIME)
    yield attrs.evolve(case, more=now)
    yield attrs.evolve(case, deeds=())
    if drawing.edges.reads_values:
        # What is worth more, or less, may have come before (test_values asks for it).
        for value in (min(drawing.edges.values), max(drawing.edges.values)):
            one = attrs.evolve(now, value=value)
            yield attrs.evolve(case, deeds=(*case.deeds, one), more=now)
    sizes = sorted(drawing.sizes)[:_MOST_SIZES]
    if opaque:
        # A function may look at the last ten, whatever they are.
        there = sum(deed.times for deed in case.deeds)
        rest = [size - there for size in sizes if size > there]
        for size, kind in product(
            dict.fromkeys([*rest, *sizes]), adding.types[:_MOST_TYPES]
        ):
            one = attrs.evolve(now, type=kind)
            latest = attrs.evolve(one, times=size)
            yield attrs.evolve(case, deeds=(*case.deeds, latest), more=one)
        return
    for size in sizes:
        so_many = attrs.evolve(more, times=size)
        yield attrs.evolve(case, deeds=(*case.deeds, so_many), more=now)
        if drawing.edges.daily:
            daily = attrs.evolve(so_many, ago=DAY, apart=DAY)
            yield attrs.evolve(case, deeds=(*case.deeds, daily), more=now)


def _means(query: n.Query, before: Lead, after: Lead) -> bool:
    def ids(lead: Lead) -> set[str]:
        return {one.id for one in found(query, lead, AS_OF)}

    return len(ids(after) - ids(before)) == 1
