"""
Sums and parts of money, in which nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction

from ..numbers.money import in_decimals

# One of our own, since everybody may change the one that is in force.
_EXACT = Context(prec=50)
# Credits are parts of customers, and no path has so many touches.
_PARTS = 10**9
# Shares of an amount are told to cents, or as finely as the amounts themselves are.
_CENTS = 2


def summed(amounts: Iterable[Decimal]) -> Decimal:
    """
    Sum amounts up, exactly.
    """
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def per(amount: Decimal, number: float) -> Decimal | None:
    """
    Tell how much falls to each of so many; None of nothing.

    >>> per(Decimal(10), 4), per(Decimal(10), 0)
    (Decimal('2.5'), None)
    """
    if not number:
        return None
    # A float of 0.1 is meant for a tenth, and one of 0.333... for a third.
    exact = Fraction(number)
    return in_decimals(Fraction(amount) / (exact.limit_denominator(_PARTS) or exact))


def times(amount: Decimal, part: Fraction) -> Decimal:
    """
    Take a part of an amount.

    >>> times(Decimal(10), Fraction(3, 4))
    Decimal('7.5')
    """
    return amount if part == 1 else in_decimals(Fraction(amount) * part)


def ratio(amount: Decimal, other: Decimal) -> float | None:
    """
    Tell how many times the other an amount is; None of nothing.
    """
    return float(Fraction(amount) / Fraction(other)) if other else None


def split(total: Decimal, shares: Sequence[float]) -> list[Decimal]:
    """
    Split an amount by shares so that the parts sum to it again.

    The parts are cut to cents, or as finely as the amount is written, and what is left
    over goes to those that were cut most (the method of the largest remainder).

    Args:
        total: The amount.

        shares: How it is split; they needn't sum to 1, and all may be 0 if it is.

    >>> split(Decimal(100), [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    whole = sum(map(Fraction, shares), Fraction(0))
    if not whole:
        return [Decimal(0) for _ in shares]
    exponent = total.as_tuple().exponent
    digits = max(_CENTS, -exponent) if isinstance(exponent, int) else _CENTS
    coins = int(total.scaleb(digits, _EXACT))
    exact = [Fraction(share) * coins / whole for share in shares]
    counts = [int(one) for one in exact]
    cut = sorted(range(len(shares)), key=lambda place: counts[place] - exact[place])
    for place in cut[: coins - sum(counts)]:
        counts[place] += 1
    return [Decimal(count).scaleb(-digits, _EXACT) for count in counts]
