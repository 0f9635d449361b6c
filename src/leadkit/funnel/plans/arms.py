"""
One arm of an experiment, held against the first.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from ..answers.results import Value
from ..numbers.proportions import (
    chance_of_more,
    difference,
    difference_interval,
    difference_p,
    expected_loss,
    ratio,
    ratio_interval,
)
from ..numbers.rates import Rate

#: What an experiment, or an arm of it, shows. ``"broken split"``: too many leads are in
#: one of the arms for chance, so that nothing follows. ``"not yet"``: fewer leads than
#: planned have had their time. Else whether an arm is ``"better"`` or ``"worse"`` than
#: the first.
Verdict: TypeAlias = Literal[
    "broken split", "not yet", "better", "worse", "no difference shown"
]

# Cochran's rule: with fewer, a z test is rough.
_FEW = 5


@attrs.frozen
class Arm:
    """
    How an arm did, beside the first one.

    Attributes:
        name: Its name.

        assigned: How many leads were assigned to it.

        rate: How many converted in time, of those that have had the time.

        control: How many did in the first arm; None for the first arm.

        level: How often the intervals of this comparison hold the truth.

        verdict: What the comparison shows; None for the first arm.
    """

    name: str
    assigned: int
    rate: Rate
    control: Rate | None
    level: float
    verdict: Verdict | None

    @property
    def difference(self) -> float | None:
        """
        By how much its share is greater than that of the first arm.
        """
        return None if self.control is None else difference(self.control, self.rate)

    @property
    def difference_interval(self) -> tuple[float, float] | None:
        """
        Between which differences the true one may well be (Newcombe).
        """
        if self.control is None:
            return None
        return difference_interval(self.control, self.rate, self.level)

    @property
    def ratio(self) -> float | None:
        """
        How many times as great its share is.
        """
        return None if self.control is None else ratio(self.control, self.rate)

    @property
    def ratio_interval(self) -> tuple[float, float | None] | None:
        """
        Between which ratios the true one may well be (Miettinen & Nurminen).
        """
        if self.control is None:
            return None
        return ratio_interval(self.control, self.rate, self.level)

    @property
    def p(self) -> float | None:
        """
        How likely so great a difference is if there is none in truth (z, two-sided).
        """
        return None if self.control is None else difference_p(self.control, self.rate)

    @property
    def p_better(self) -> float | None:
        """
        How likely its true share is the greater one, if all shares were as likely.
        """
        if self.control is None or not self._is_comparable:
            return None
        return chance_of_more(self.control, self.rate)

    @property
    def loss(self) -> float | None:
        """
        What share is lost on average by taking it, in case the first one is better.
        """
        if self.control is None or not self._is_comparable:
            return None
        return expected_loss(self.control, self.rate)

    @property
    def is_rough(self) -> bool:
        """
        Whether so few converted, or didn't, that its p is rough.
        """
        one, other = self.control, self.rate
        if one is None or not self._is_comparable:
            return False
        k, n = one.k + other.k, one.n + other.n
        return min(one.n, other.n) * min(k, n - k) < _FEW * n

    @property
    def _is_comparable(self) -> bool:
        # Of nothing, only what was thought before could be told.
        return self.control is not None and bool(self.control.n and self.rate.n)

    @property
    def values(self) -> dict[str, Value]:
        """
        All of it, by column.
        """
        low, high = self.rate.interval() or (None, None)
        least, most = self.difference_interval or (None, None)
        fewest, furthest = self.ratio_interval or (None, None)
        return {
            "arm": self.name,
            "assigned": self.assigned,
            "eligible": self.rate.n,
            "immature": self.rate.immature,
            "converted": self.rate.k,
            "rate": self.rate.value,
            "low": low,
            "high": high,
            "difference": self.difference,
            "difference_low": least,
            "difference_high": most,
            "ratio": self.ratio,
            "ratio_low": fewest,
            "ratio_high": furthest,
            "p": self.p,
            "p_better": self.p_better,
            "loss": self.loss,
            "verdict": self.verdict,
        }


def compared(control: Rate, rate: Rate, level: float) -> Verdict:
    """
    Tell what a comparison shows that may be read.

    Args:
        control: The first arm's share.

        rate: Another's.

        level: How often no difference should be seen if there is none.
    """
    p = difference_p(control, rate)
    if p is None or p >= 1 - level:
        return "no difference shown"
    return "better" if rate.k * control.n > control.k * rate.n else "worse"
