"""
Whether the total only falls by itself, as time passes and nothing new arrives.

The card is read for which of its entries can rise with time. Where one may, and for a
host's own function, leads at the edges are watched as they grow older.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ...instants import DAY
from ...leads import Lead
from ...rules.turning import TICK
from ..finding import Finding
from ..scorers import Scorer, Scoring, scorers
from ..stories.card_stories import Setting, described_lead, gives, shown, witness
from .edges import Edges
from .passing import TimePasses
from .simpler import AS_OF, Case
from .summing_up import summed_up
from .suspects import less, suspects

# How often a total is asked for as time passes.
_MOST_INSTANTS = 80
# How often, and of whom, a card says itself when it gives something else.
_MOST_CHANGES = 4
_FEW_ACTIVITIES = 12


def decays_only_down(
    card: Scoring,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether the total never rises by itself, as time passes and nothing new arrives.

    Args:
        card: A card, a playbook for all of its cards, or a function of a lead and an
            instant.

        record: The class of leads; that of the playbook, or any that has the fields.

        examples: How many leads to try, where nothing is proved.

        seed: Where to begin with them.

    Returns:
        What was found, with a lead that gains points by waiting.

    Raises:
        RuleError: *card* is none, or *record* doesn't fit.

    >>> from datetime import timedelta
    >>> from leadkit import Points, Scorecard, activity
    >>> clicks = activity("email_clicked")
    >>> card = Scorecard("web", [Points(5, per=clicks, halving=timedelta(days=30))])
    >>> decays_only_down(card).check(require="proved").kind
    'proved'
    """
    given = scorers(card, record, "decays_only_down")
    return summed_up(
        [_decays(one, examples, seed) for one in given],
        "the totals never rise by themselves",
    )


def _decays(scorer: Scorer, examples: int | None, seed: int | None) -> Finding:
    law = f"the total of {scorer.name} never rises by itself"
    suspected = suspects(scorer, TimePasses(), "rises")
    if suspected.entries == ():
        how = f"none of its {scorer.size} entries can rise with time"
        return Finding(law, "proved", how, scorer.size)
    drawing = suspected.drawing()
    rises: list[tuple[datetime, datetime]] = []

    def breaks(case: Case) -> bool:
        lead = case.lead
        rise = None if lead is None else _rise(scorer, lead, drawing.edges)
        if rise is not None:
            rises[:] = [rise]
        return rise is not None

    sampled = drawing.search(breaks, examples, seed)
    if sampled.found is None:
        return suspected.only_sampled(law, sampled)
    lead = sampled.found.lead
    assert lead is not None  # noqa: S101  it was asked about
    before, after = rises[0]
    story = (
        *described_lead(lead),
        gives(scorer, lead, before),
        f"Nothing happens until {shown(after)}.",
        gives(scorer, lead, after),
    )
    setting = Setting({"before": before, "after": after}, {"lead": lead})
    check = "{lead @ after} <= {lead @ before}"
    seen = witness(law, story, scorer, setting, check)
    how = "time raises it"
    return Finding(law, "refuted", how, examples=sampled.examples, witness=seen)


def _rise(scorer: Scorer, lead: Lead, edges: Edges) -> tuple[datetime, datetime] | None:
    before, total = AS_OF, scorer.total(lead, AS_OF)
    for at in _instants(scorer, lead, edges):
        later = scorer.total(lead, at)
        if less(total, later):
            return before, at
        before, total = at, later
    return None


def _instants(scorer: Scorer, lead: Lead, edges: Edges) -> Iterator[datetime]:
    # Whenever something is as old as the edges say, and a moment later.
    since = {one.at for one in lead.activities} | {AS_OF}
    since |= {at for at in (lead.created_at,) if at is not None}
    spans = {*edges.ages, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY}
    instants = sorted(
        {
            at + span + tick
            for at in since
            for span in spans
            for tick in (timedelta(0), TICK)
            if at + span > AS_OF
        }
    )
    chosen = {*instants[:: max(1, len(instants) // _MOST_INSTANTS)]}
    # And when a card says itself that it gives something else, as far as that is quick.
    known = scorer.card is not None and not scorer.opaque
    if scorer.card is not None and known and len(lead.activities) <= _FEW_ACTIVITIES:
        at: datetime | None = AS_OF
        for _ in range(_MOST_CHANGES):
            at = None if at is None else scorer.card.next_change(lead, as_of=at)
            chosen |= set() if at is None else {at - TICK, at}
    yield from sorted(chosen)
