"""
Where a count that grows towards a target stands, and where it may end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from ..answers.results import Value
from ..numbers.distributions import (
    negative_binomial_quantile,
    negative_binomial_tail,
)
from ..numbers.event_rates import Dispersion, dispersion

#: How it goes with a goal.
CourseName: TypeAlias = Literal["not begun", "on course", "behind", "reached", "missed"]

# Jeffreys' prior of a rate, Gamma(1/2, 0), stands for half an event.
_HALF = 0.5
_EVEN = 0.5


@attrs.frozen
class Outlook:
    """
    Where a count stands between two instants, and where it may end.

    What is still to come is taken to come as what came, one by one. Its rate isn't
    known, but estimated (Jeffreys' prior), so that the number to come has a negative
    binomial distribution, which is wider than a Poisson one.

    Attributes:
        segment: Whose count it is.

        target: How many are wanted; None if nobody said.

        count: How many there are.

        elapsed_days: How much of the time has passed.

        length_days: How much there is.

        daily: The counts of the whole days that have passed.
    """

    segment: str = attrs.field(repr=False)
    target: int | None
    count: int
    elapsed_days: float
    length_days: float
    daily: Sequence[int]

    @property
    def has_begun(self) -> bool:
        """
        Whether any of the time has passed.
        """
        return self.elapsed_days > 0

    @property
    def is_over(self) -> bool:
        """
        Whether all of the time has passed.
        """
        return self.elapsed_days >= self.length_days

    @property
    def missing(self) -> int | None:
        """
        How many are still wanted.
        """
        return None if self.target is None else max(self.target - self.count, 0)

    @property
    def expected(self) -> float | None:
        """
        How many there would be by now if they came evenly.
        """
        if self.target is None:
            return None
        return self.target * self.elapsed_days / self.length_days

    @property
    def pace(self) -> float | None:
        """
        How many times the expected number there is; None before the beginning.
        """
        return self.count / self.expected if self.expected else None

    @property
    def per_day(self) -> float | None:
        """
        How many there were in a day so far; None before the beginning.
        """
        return self.count / self.elapsed_days if self.has_begun else None

    @property
    def required_per_day(self) -> float | None:
        """
        How many in a day are wanted from now on; None if there are no days left.
        """
        missing = self.missing
        if missing is None or missing == 0:
            return None if missing is None else 0.0
        if self.is_over:
            return None
        return missing / (self.length_days - self.elapsed_days)

    @property
    def projection(self) -> float | None:
        """
        How many there will be if they go on as they came; None before the beginning.
        """
        per_day = self.per_day
        return None if per_day is None else per_day * self.length_days

    @property
    def p_reach(self) -> float | None:
        """
        How likely the target will be reached; None before the beginning.
        """
        missing = self.missing
        if missing is None or missing == 0:
            return None if missing is None else 1.0
        if self.is_over:
            return 0.0
        if not self.has_begun:
            return None
        return negative_binomial_tail(missing, self.count + _HALF, self._share)

    @property
    def mean(self) -> float | None:
        """
        How many there will be on average; None before the beginning.
        """
        if not self.has_begun:
            return None
        left = self.length_days - self.elapsed_days
        return self.count + (self.count + _HALF) * left / self.elapsed_days

    @cached_property
    def fan(self) -> tuple[int, int, int] | None:
        """
        How many there will be at most with a chance of 10, 50 and 90 percent; None
        before the beginning.
        """
        if not self.has_begun:
            return None
        shape, share = self.count + _HALF, self._share
        low, middle, high = (
            self.count + negative_binomial_quantile(chance, shape, share)
            for chance in (0.1, 0.5, 0.9)
        )
        return low, middle, high

    @property
    def dispersion(self) -> Dispersion | None:
        """
        How much the counts of whole days vary; None of fewer than two, or of none.
        """
        return dispersion(self.daily)

    @property
    def course(self) -> CourseName | None:
        """
        How it goes; on course is what has at least an even chance. None without target.
        """
        missing, chance = self.missing, self.p_reach
        if missing is None:
            return None
        if missing == 0:
            return "reached"
        if self.is_over:
            return "missed"
        if chance is None:
            return "not begun"
        return "on course" if chance >= _EVEN else "behind"

    @property
    def _share(self) -> float:
        return min(self.elapsed_days / self.length_days, 1.0)

    @property
    def values(self) -> dict[str, Value]:
        """
        All of it, by column.
        """
        fan = self.fan or (None, None, None)
        spread = self.dispersion
        return {
            "target": self.target,
            "count": self.count,
            "expected": self.expected,
            "pace": self.pace,
            "required_per_day": self.required_per_day,
            "projection": self.projection,
            "p_reach": self.p_reach,
            "mean": self.mean,
            "p10": fan[0],
            "p50": fan[1],
            "p90": fan[2],
            "dispersion": None if spread is None else spread.index,
            "dispersion_p": None if spread is None else spread.p,
            "course": self.course,
        }
