"""
Attribution: which channels the leads that converted are owed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from ..answers.results import Behind
from ..numbers.money import ValueOf, value_finder
from ..ways.past import Past, check_history
from ..ways.segments import By
from .attributed import Attribution, ChannelCredit
from .crediting import HALF_LIFE, USUAL, Model, check_model, checked_half_life
from .journeys import TouchKey, journeys_of, touched
from .noting import notes_of
from .sharing import credited, leads_through
from .touches import ChannelTouch

#: How far back touches count unless another span is asked for.
LOOKBACK = timedelta(days=90)


def attribution(
    past: Past,
    touches: Iterable[ChannelTouch | Mapping[str, object]],
    *,
    end: str = "customer",
    model: Model = USUAL,
    lookback: timedelta | None = LOOKBACK,
    half_life: timedelta = HALF_LIFE,
    matured: timedelta | None = None,
    value: ValueOf | None = None,
    key: TouchKey = "channel",
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> Attribution:
    """
    Share conversions among the channels that led to them.

    The path of a lead that converted is what touched it up to the instant at which it
    first entered *end*, and not longer before than *lookback*. What is credited sums to
    the number of conversions; those without a touch have a row of their own.

    ``"markov"`` also looks at paths that led nowhere: of leads that are in an exit, and
    of those that are older than *matured* and haven't converted. Leads that are still
    open are no evidence of anything, and aren't looked at.

    Args:
        past: The leads.

        touches: How they were reached, in any order; `touches_of` reads them of lead
            records.

        end: The stage that counts as a conversion, or any later one.

        model: How conversions are shared: ``"first"``, ``"last"``, ``"linear"``,
            ``"linear_distinct"``, ``"position"``, ``"decay"`` or ``"markov"``.

        lookback: How far back touches count, the end included; None for all.

        half_life: After how long a touch counts half under ``"decay"``.

        matured: From which age on a lead that hasn't converted counts as lost; None if
            only those in an exit do.

        value: What leads are worth; it is shared too, to the cent. Under ``"markov"``
            it is shared as the conversions are.

        key: What is credited: ``"channel"``, ``"campaign"``, ``"kind"``, or a function
            of a touch.

        by: What segment each lead has.

        created: From when to when the leads were created; the latter isn't included.

    Raises:
        RuleError: An argument is wrong, or there are too many channels for a chain.
        LeadError: *past* is no history, a touch is none, or a value is no amount of
            money.
        InstantError: An instant has no time zone.
    """
    check_history(past, "attribution()")
    check_model(model)
    checked_half_life(half_life)
    find = None if value is None else value_finder(value, "an attribution")
    segments = past.segments(by, created)
    read = touched(past, touches, key)
    parted = journeys_of(past, read, segments, end, lookback=lookback, matured=matured)
    credits_: list[ChannelCredit] = []
    behind: list[Behind] = []
    unvalued = 0
    for journeys in parted:
        values: dict[int, Decimal] | None = None
        if find is not None:
            given = {one.lead: find(past.leads[one.lead]) for one in journeys.won}
            values = {lead: one for lead, one in given.items() if one is not None}
            unvalued += len(given) - len(values)
        rows = credited(journeys, model, half_life, values, segmented=by is not None)
        credits_ += rows
        behind += [partial(leads_through, past, journeys, row.channel) for row in rows]
    notes = notes_of(
        past,
        read,
        parted,
        end,
        lookback=lookback,
        matured=matured,
        chained=model == "markov",
    )
    if unvalued:
        notes.append(
            f"What {unvalued:,} of them are worth isn't known, and isn't in the values."
        )
    return Attribution(
        model,
        end,
        past.as_of,
        created,
        tuple(credits_),
        by is not None,
        value is not None,
        tuple(behind),
        tuple(notes),
    )
