"""
Costs: what a lead and a customer of each channel cost, and what they bring in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ...errors import RuleError, described, is_a, listing
from ...instants import in_words
from ..conversions.reaching import NOT_YET
from ..given.clock import micros
from ..numbers.money import ValueOf
from ..ways.past import Past, check_history
from ..ways.remarks import counted, left_out
from ..ways.segments import ALL, UNKNOWN, By
from .attributed import NONE, Attribution
from .costed import ChannelCost, ChannelCosts
from .costing import Costing, costing, credited
from .spend import Spend, read_spends
from .sums import summed, times

# Rows that are about no channel stand below.
_LAST = (UNKNOWN, NONE)
# So many channels are named in a sentence.
_FEW = 5


def channel_costs(
    past: Past,
    spend: Iterable[Spend],
    *,
    channel_of: By,
    credit: Attribution | None = None,
    end: str = "customer",
    horizon: timedelta | None = None,
    value: ValueOf | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> ChannelCosts:
    """
    Tell what a lead and a customer of each channel cost.

    A lead is counted for the channel that *channel_of* says, from its creation on. So
    is a customer, unless *credit* shares customers out. Who isn't a customer yet may
    become one: *horizon* asks what a customer will have cost once all leads are so old,
    as the conversion curve of the channel foretells it.

    A spend counts as if it was spent evenly over its time: what is after the instant of
    the question, or outside *created*, isn't counted.

    Args:
        past: The leads.

        spend: What was paid.

        channel_of: Which channel each lead came by, as the spends call it.

        credit: Who customers are owed to, as ``attribution()`` says.

        end: The stage that makes a customer, or any later one.

        horizon: By which age a lead may become a customer, for ``cohort_cac``.

        value: What leads are worth; with *credit*, say it there.

        created: From when to when the leads were created and the money was spent; the
            latter isn't included.

    Returns:
        A row for each channel that has leads, or spend, or credit.

    Raises:
        RuleError: An argument is wrong, *credit* answers another question, or the
            spends are in several currencies.
        LeadError: *past* is no history, a spend is none, or a value is no amount of
            money.
        InstantError: An instant has no time zone.
    """
    check_history(past, "channel_costs()")
    spends = read_spends(spend)
    if not callable(channel_of) and not is_a(channel_of, Mapping):
        raise RuleError(
            "channel_of",
            described(channel_of),
            "a function of a lead's id, or a mapping by ids",
        )
    work = costing(past, end, horizon, value)
    if credit is not None:
        _check_credit(credit, past, end, value, created)
    places = {one.name: one.leads for one in past.segments(channel_of, created)}
    everybody = [place for leads in places.values() for place in leads]
    parts = _parts(spends, past.cut, created)
    paid: dict[str, list[Decimal]] = {}
    for one, part in zip(spends, parts, strict=True):
        if part:
            paid.setdefault(one.channel, []).append(times(one.amount, part))
    owed = {} if credit is None else {one.channel: one for one in credit.credits}
    names = sorted({*places, *paid, *owed}, key=lambda name: (name in _LAST, name))
    costs = [
        work.cost(
            name, summed(paid[name]) if name in paid else None, places.get(name, ())
        )
        for name in names
    ]
    total = summed(amount for amounts in paid.values() for amount in amounts)
    blended = work.cost(ALL, total if paid else None, everybody)
    if credit is not None:
        nothing = Decimal(0) if credit.valued else None
        costs = [
            credited(one, owed[one.channel].credit, owed[one.channel].value)
            if one.channel in owed
            else credited(one, 0.0, nothing)
            for one in costs
        ]
        worth = [one.value for one in credit.credits if one.value is not None]
        known = credit.valued and (worth or not credit.credits)
        blended = credited(
            blended, credit.conversions, summed(worth) if known else None
        )
    extra = () if horizon is None else ("cohort_cac",)
    if value is not None or (credit is not None and credit.valued):
        extra = (*extra, "value", "roas")
    return ChannelCosts(
        tuple(costs),
        blended,
        spends[0].currency if spends else None,
        credit is not None,
        extra,
        tuple(
            (partial(past.named, leads), partial(past.named, work.won(leads)))
            for leads in (places.get(name, ()) for name in names)
        ),
        (
            *_notes_of_spends(spends, parts, costs),
            *_notes_of_leads(work, spends, everybody),
            *_notes_of_customers(work, costs, horizon, everybody),
        ),
    )


def _check_credit(
    credit: Attribution,
    past: Past,
    end: str,
    value: ValueOf | None,
    created: tuple[datetime, datetime] | None,
) -> None:
    if not is_a(credit, Attribution):
        raise RuleError(
            "credit", described(credit), "an Attribution", "Ask attribution() for one."
        )
    if credit.segmented:
        raise RuleError("credit", "an Attribution in segments", "one without by=")
    for name, theirs, ours in (
        ("as_of", credit.as_of, past.as_of),
        ("end", credit.end, end),
        ("created", credit.created, created),
    ):
        if theirs != ours:
            raise RuleError(
                "credit",
                f"an Attribution with another {name!r}",
                "one of the same leads",
                "Ask both with the same arguments.",
            )
    if value is not None:
        raise RuleError(
            "value of the costs",
            "one beside credit=",
            "none",
            "Give it to attribution(), which shares it out.",
        )


def _parts(
    spends: Sequence[Spend], cut: int, created: tuple[datetime, datetime] | None
) -> list[Fraction]:
    if created is None:
        return [one.within(None, cut) for one in spends]
    start, end = map(micros, created)
    return [one.within(start, min(end, cut)) for one in spends]


def _notes_of_spends(
    spends: Sequence[Spend], parts: Sequence[Fraction], costs: Sequence[ChannelCost]
) -> Iterator[str]:
    cut = sum(part != 1 for part in parts)
    if cut:
        yield (
            f"{cut:,} of {len(spends):,} spends count in part or not at all, evenly by "
            "time: the rest is after as_of or outside created."
        )
    unpaid = [
        one.channel
        for one in costs
        if one.spend is None and (one.leads or one.customers)
        if one.channel not in _LAST
    ]
    if unpaid:
        told = (
            listing(unpaid[:_FEW]) if len(unpaid) <= _FEW else f"{len(unpaid)} channels"
        )
        yield f"No spend is known for {told}, so that costs there aren't known."


def _notes_of_leads(
    work: Costing, spends: Sequence[Spend], everybody: Sequence[int]
) -> Iterator[str]:
    past = work.past
    yield from left_out(past)
    if not spends:
        return
    start = micros(min(one.start for one in spends))
    end = micros(max(one.end for one in spends))
    ats, begins = past.columns.ats, past.columns.begins
    outside = sum(not start <= ats[begins[place]] < end for place in everybody)
    if outside:
        yield (
            f"{outside:,} of {len(everybody):,} leads were created before the first "
            "spend began or after the last one ended; created= leaves them out."
        )


def _notes_of_customers(
    work: Costing,
    costs: Sequence[ChannelCost],
    horizon: timedelta | None,
    everybody: Sequence[int],
) -> Iterator[str]:
    past = work.past
    stages, begins, ranks = past.columns.stages, past.columns.begins, past.ranks
    waiting = sum(
        work.entries[place] == NOT_YET and ranks[stages[begins[place + 1] - 1]] >= 0
        for place in everybody
    )
    if waiting:
        told = counted(waiting, "lead is", "leads are")
        yield f"{told} still open, and may lower cac."
    if work.values is not None:
        silent = sum(place not in work.values for place in work.won(everybody))
        if silent:
            told = counted(silent, "customer is", "customers are")
            yield f"What {told} worth isn't known."
    if horizon is not None:
        yield (
            "cohort_cac is what a customer costs once all leads are "
            f"{in_words(horizon)} old."
        )
        unknown = sum(one.leads > 0 and one.cohort_cac is None for one in costs)
        if unknown:
            told = counted(unknown, "channel", "channels")
            yield f"For {told} that can't be told."
