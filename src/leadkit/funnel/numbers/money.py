"""
Amounts of money, which are exact: what leads are worth, and what sums and ratios make.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from ...errors import LeadError, RuleError, described, is_a

#: An amount of money; a float is taken for the decimals that it is written with.
Amount: TypeAlias = Decimal | int | float
#: What a lead is worth by its id, as a function or as a mapping; None where that isn't
#: known.
ValueOf: TypeAlias = Callable[[str], Amount | None] | Mapping[str, Amount | None]

# One of our own, since everybody may change the one that is in force.
_CONTEXT = Context(prec=28)


def money(given: object, subject: str) -> Decimal:
    """
    Read an amount.

    Args:
        given: The amount.

        subject: What it is, for the error.

    Raises:
        LeadError: It is no number, below 0, or not finite.

    >>> money(12.5, "amount"), money(3, "amount")
    (Decimal('12.5'), Decimal('3'))
    """
    if isinstance(given, bool) or not isinstance(given, (Decimal, int, float)):
        raise LeadError(
            subject, described(given), "an amount of money", 'Write Decimal("12.50").'
        )
    # A float is a double; of a subclass, such as numpy's, repr says more than digits.
    amount = Decimal(repr(float(given)) if isinstance(given, float) else given)
    if not amount.is_finite():
        raise LeadError(subject, "an amount that isn't finite", "a finite one")
    if amount < 0:
        raise LeadError(subject, "an amount below 0", "one of 0 or more")
    return amount


def value_finder(value: ValueOf, subject: str) -> Callable[[str], Decimal | None]:
    """
    Read what leads are worth.

    Args:
        value: A function of a lead's id, or a mapping by ids.

        subject: What it belongs to, for the error.

    Raises:
        RuleError: It is neither.
    """
    if is_a(value, Mapping):
        find: Callable[[str], object] = value.get  # type: ignore[union-attr]
    elif callable(value):
        find = value
    else:
        raise RuleError(
            f"value of {subject}",
            described(value),
            "a function of a lead's id, or a mapping by ids",
        )

    def found(lead: str) -> Decimal | None:
        given = find(lead)
        return None if given is None else money(given, "the value of a lead")

    return found


def in_decimals(amount: Fraction) -> Decimal:
    """
    Write an exact amount with 28 digits.

    >>> in_decimals(Fraction(7, 2)), in_decimals(Fraction(1, 3))
    (Decimal('3.5'), Decimal('0.3333333333333333333333333333'))
    """
    return _CONTEXT.divide(Decimal(amount.numerator), Decimal(amount.denominator))
