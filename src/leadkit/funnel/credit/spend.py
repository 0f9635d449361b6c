"""
What was paid for a channel.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import attrs

from ...errors import InstantError, LeadError, RuleError, described, is_a
from ...instants import utc
from ..given.clock import micros
from ..numbers.money import Amount, money


def _start(given: datetime) -> datetime:
    return utc(given, "start of a Spend")


def _end(given: datetime) -> datetime:
    return utc(given, "end of a Spend")


def _channel(given: str) -> str:
    # As with touches, `Channel` is an enumeration of texts.
    return str(given.value) if isinstance(given, Enum) else given


def _amount(given: Amount) -> Decimal:
    return money(given, "amount of a Spend")


@attrs.frozen
class Spend:
    """
    What was paid for a channel, over some time.

    Attributes:
        channel: The channel, by the name that leads have for it.

        start: When the time began.

        end: When it ended; this instant isn't part of it.

        amount: How much was paid; exact, and best given as a ``Decimal``.

        currency: In what: ``"EUR"``; None if all that is said of money is in one.

    Raises:
        LeadError: The channel or the currency is no text, or the amount none.
        InstantError: An instant has no time zone, or the end isn't after the start.
    """

    channel: str = attrs.field(converter=_channel)
    start: datetime = attrs.field(converter=_start)
    end: datetime = attrs.field(converter=_end)
    amount: Decimal = attrs.field(converter=_amount)
    currency: str | None = None

    def __attrs_post_init__(self) -> None:
        for name, given in (("channel", self.channel), ("currency", self.currency)):
            if given is None and name == "currency":
                continue
            if not is_a(given, str) or not given:
                came = "an empty text" if given == "" else described(given)
                raise LeadError(f"{name} of a Spend", came, "a text")
        if self.end <= self.start:
            raise InstantError(
                "end of a Spend", "an instant that isn't after the start", "a later one"
            )

    def within(self, start: int | None, end: int) -> Fraction:
        """
        Tell what part of its time lies in another, as if it was spent evenly.

        Args:
            start: When that begins, in microseconds since 1970; None for long ago.

            end: When it ends.
        """
        first, last = micros(self.start), micros(self.end)
        since = first if start is None else max(first, start)
        return Fraction(max(min(last, end) - since, 0), last - first)


def read_spends(given: Iterable[Spend]) -> tuple[Spend, ...]:
    """
    Check spends.

    Raises:
        LeadError: One is none.
        RuleError: They are in several currencies.
    """
    if not is_a(given, Iterable):
        raise LeadError("spend", described(given), "Spends")
    spends = tuple(given)
    for place, one in enumerate(spends, start=1):
        if not is_a(one, Spend):
            raise LeadError(f"spend {place}", described(one), "a Spend")
    currencies = sorted({one.currency or "" for one in spends})
    if len(currencies) > 1:
        # Adding them up would make a number of nothing.
        raise RuleError(
            "currency of the spends",
            " and ".join(repr(one) if one else "none" for one in currencies),
            "one",
            "Convert them first.",
        )
    return spends
